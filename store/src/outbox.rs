//! Effects on their way out: which are still to be performed, and what became of each.
//!
//! ```text
//! pending → sending → sent
//!    ↑         ├────→ failed  ─┐
//!    │         └────→ unknown ─┤
//!    └─────────────────────────┘ a retry
//! ```
//!
//! `sending` is on disk before any byte leaves. After a crash an item in `sending` may or may not
//! have gone out, so it becomes `unknown`; only one that surely did not is retried by itself.

use engine::{ChatKey, Effect};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Which effect: the chat, the turn and its place in the turn. Printed, it is the key by which a
/// provider can recognise a repetition.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct OutboxId {
    /// Whose turn.
    pub chat: ChatKey,
    /// The turn's place in the journal.
    pub turn: u64,
    /// The effect's place among the turn's effects, from 0.
    pub index: u16,
}

impl fmt::Display for OutboxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}.{}", self.chat, self.turn, self.index)
    }
}

/// An effect to be performed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OutboxItem {
    /// Which.
    pub id: OutboxId,
    /// The dialogue it belongs to.
    pub dialogue: u32,
    /// When the turn happened.
    pub at: Timestamp,
    /// What is to be done.
    pub effect: Effect,
    /// How far it is.
    pub state: OutboxState,
    /// When it got that far.
    pub since: Timestamp,
    /// How often it was tried.
    pub tries: u32,
    /// What the latest mark said: the reason of a failure.
    pub note: Option<String>,
}

/// How far an outbox item is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutboxState {
    /// Not tried yet, or surely not delivered and to be tried again.
    Pending,
    /// Being sent; after a crash nobody knows.
    Sending,
    /// Done. The item is dropped: what was said stays in the journal.
    Sent,
    /// Surely not delivered, and not tried again by itself.
    Failed,
    /// Perhaps delivered.
    Unknown,
}

impl OutboxState {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            OutboxState::Pending => "pending",
            OutboxState::Sending => "sending",
            OutboxState::Sent => "sent",
            OutboxState::Failed => "failed",
            OutboxState::Unknown => "unknown",
        }
    }

    /// Whether an item may go from this state to another.
    pub fn may_become(self, next: OutboxState) -> bool {
        use OutboxState::{Failed, Pending, Sending, Sent, Unknown};
        match self {
            Pending => matches!(next, Sending | Sent | Failed),
            Sending => matches!(next, Pending | Sent | Failed | Unknown),
            Sent => false,
            Failed | Unknown => matches!(next, Pending | Sent | Failed),
        }
    }

    /// Whether it is still to be performed, or being performed.
    pub fn is_open(self) -> bool {
        matches!(self, OutboxState::Pending | OutboxState::Sending)
    }
}

impl fmt::Display for OutboxState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An outbox item's next state.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// Which item.
    pub id: OutboxId,
    /// The new state.
    pub state: OutboxState,
    /// When.
    pub at: Timestamp,
    /// The reason of a failure, for people.
    pub note: Option<String>,
}

impl Mark {
    /// The item `id` is in `state` since `at`.
    pub fn new(id: OutboxId, state: OutboxState, at: Timestamp) -> Mark {
        Mark {
            id,
            state,
            at,
            note: None,
        }
    }

    /// The same with a reason for people.
    pub fn because(self, note: impl Into<String>) -> Mark {
        Mark {
            note: Some(note.into()),
            ..self
        }
    }
}

/// Whether an effect has to be performed outside: the rest is done by writing it down.
pub fn is_performed(effect: &Effect) -> bool {
    match effect {
        Effect::Send(_)
        | Effect::Request { .. }
        | Effect::Escalate { .. }
        | Effect::Relay { .. }
        | Effect::Forward { .. }
        | Effect::HangUp => true,
        Effect::Remind { .. }
        | Effect::Unremind { .. }
        | Effect::Learn { .. }
        | Effect::Finish { .. }
        | Effect::Assigned { .. } => false,
    }
}

//! What a turn writes: the state, and the journal entry that tells how it came about.

use crate::outbox::{Mark, OutboxItem};
use engine::state::Place;
use engine::{Because, ChatKey, Effect, Event, State};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One turn of one chat, to be written whole or not at all.
///
/// The store derives the rest: the journal entry, an outbox item for each effect that must be
/// performed, timer rows for `Remind` and `Unremind`, and the end of a timer whose `Due` this is.
#[derive(Clone, PartialEq, Debug)]
pub struct TurnCommit {
    /// The version that was loaded; 0 for a chat that was not there.
    pub expected: u64,
    /// Keys of the messages that made up the event: none may have been committed before.
    pub inbox: Vec<InboxKey>,
    /// The release the turn ran under.
    pub release: String,
    /// What happened.
    pub event: Event,
    /// What the step asked to be done.
    pub effects: Vec<Effect>,
    /// The new state; its `chat` says whose turn it is.
    pub state: State,
    /// Outbox items that this event settles, such as the request whose answer it is.
    pub marks: Vec<Mark>,
}

/// What became of a turn.
#[derive(Clone, PartialEq, Debug)]
pub enum Committed {
    /// It is on disk.
    Done {
        /// The chat's new version, which is also the entry's place in the journal.
        version: u64,
        /// What must be performed now, in order.
        outbox: Vec<OutboxItem>,
    },
    /// One of its messages was committed before; nothing was written.
    Duplicate {
        /// The first such message.
        key: InboxKey,
    },
    /// The chat moved on since it was loaded; nothing was written. Load it again and step again.
    Conflict {
        /// The chat's version now.
        version: u64,
    },
}

/// The name by which a message is known to be the same when it is delivered again, such as
/// `telegram:flowers_bot:1234` or `whatsapp:wamid.HBg`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct InboxKey(String);

impl InboxKey {
    /// A message by its provider's id; at most 200 bytes, which the store checks.
    pub fn new(key: impl Into<String>) -> InboxKey {
        InboxKey(key.into())
    }

    /// A timer of a chat coming due.
    pub fn timer(chat: &ChatKey, timer: u64) -> InboxKey {
        InboxKey(format!("timer:{chat}:{timer}"))
    }

    /// The answer to a request of a chat.
    pub fn answer(chat: &ChatKey, request: u64) -> InboxKey {
        InboxKey(format!("answer:{chat}:{request}"))
    }

    /// The key as it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for InboxKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What happened in one turn. Entries are never changed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct JournalEntry {
    /// Counted from 1 within the chat, without gaps; the chat's version after the turn.
    pub seq: u64,
    /// The dialogue the chat was in after the turn; 0 before the first.
    pub dialogue: u32,
    /// When.
    pub at: Timestamp,
    /// The release the turn ran under.
    pub release: String,
    /// What happened.
    pub event: Event,
    /// What was asked to be done, in order.
    pub effects: Vec<Effect>,
    /// What decided where the dialogue went.
    pub because: Because,
    /// Where it stood after the turn; none between dialogues.
    pub place: Option<Place>,
}

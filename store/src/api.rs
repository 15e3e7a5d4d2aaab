//! The trait over every store. Calls block; whoever must not block asks the
//! [`Committer`](crate::Committer) or a thread of their own.

use crate::error::StoreError;
use crate::lead::{Actor, Lead, LeadChange, LeadDraft, LeadId, LeadStatus};
use crate::outbox::{Mark, OutboxId, OutboxItem};
use crate::row::{ChatRow, DialogueRow};
use crate::timer::DueTimer;
use crate::turn::{Committed, InboxKey, JournalEntry, TurnCommit};
use engine::{ChatKey, DialogueId, State};
use jiff::Timestamp;

/// A chat as it was last committed.
#[derive(Clone, PartialEq, Debug)]
pub struct Loaded {
    /// The state.
    pub state: State,
    /// Its version, to be given back in [`TurnCommit::expected`].
    pub version: u64,
}

/// What is written with one flush.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Group {
    /// Turns, each whole or not at all, in this order.
    pub turns: Vec<TurnCommit>,
    /// Outbox items that moved on; applied before the turns.
    pub marks: Vec<Mark>,
}

/// What became of a [`Group`]: an answer for each part, in order.
#[derive(Clone, PartialEq, Debug)]
pub struct Written {
    /// A turn that cannot be written has its error; the others are on disk.
    pub turns: Vec<Result<Committed, StoreError>>,
    /// Whether each mark took effect: not if the item is gone, unreadable, or may not go there.
    pub marks: Vec<bool>,
}

/// Durable memory. What a call has acknowledged is on disk.
///
/// Lists come in pages: they begin after `after` and hold at most `limit`; a page that is not full
/// is the last. What is to be acted upon ([`outbox`](Store::outbox), [`due`](Store::due)) is never
/// seen before it is on disk.
pub trait Store: Send + Sync {
    /// The chat's state; none for one that never had a turn.
    ///
    /// # Errors
    /// [`StoreError::Damaged`], [`StoreError::Newer`].
    fn load(&self, chat: &ChatKey) -> Result<Option<Loaded>, StoreError>;

    /// Writes a group: one transaction, one flush.
    ///
    /// # Errors
    /// [`StoreError::Failed`] or [`StoreError::Damaged`]: whether any of it is on disk is not known,
    /// and every later write answers the same.
    fn write(&self, group: Group) -> Result<Written, StoreError>;

    /// Writes turns with one flush.
    ///
    /// # Errors
    /// As [`write`](Store::write), and the first turn's error that cannot be written.
    fn commit(&self, turns: Vec<TurnCommit>) -> Result<Vec<Committed>, StoreError> {
        self.write(Group {
            turns,
            marks: Vec::new(),
        })?
        .turns
        .into_iter()
        .collect()
    }

    /// Moves outbox items on with one flush; tells for each whether it took effect.
    ///
    /// # Errors
    /// As [`write`](Store::write).
    fn mark(&self, marks: Vec<Mark>) -> Result<Vec<bool>, StoreError> {
        Ok(self
            .write(Group {
                turns: Vec::new(),
                marks,
            })?
            .marks)
    }

    /// Whether a message was committed before.
    ///
    /// # Errors
    /// [`StoreError::Damaged`].
    fn seen(&self, key: &InboxKey) -> Result<bool, StoreError>;

    /// The turns of a chat from `seq` on.
    ///
    /// # Errors
    /// [`StoreError::Damaged`], [`StoreError::Newer`]; so for every list below.
    fn journal(
        &self,
        chat: &ChatKey,
        seq: u64,
        limit: usize,
    ) -> Result<Vec<JournalEntry>, StoreError>;

    /// All chats, by channel and id.
    ///
    /// # Errors
    /// As [`journal`](Store::journal).
    fn chats(&self, after: Option<&ChatKey>, limit: usize) -> Result<Vec<ChatRow>, StoreError>;

    /// All dialogues, by chat and number.
    ///
    /// # Errors
    /// As [`journal`](Store::journal).
    fn dialogues(
        &self,
        after: Option<&DialogueId>,
        limit: usize,
    ) -> Result<Vec<DialogueRow>, StoreError>;

    /// One dialogue.
    ///
    /// # Errors
    /// As [`journal`](Store::journal).
    fn dialogue(&self, id: &DialogueId) -> Result<Option<DialogueRow>, StoreError>;

    /// Timers that come due until `until`, that moment included, the earliest first.
    ///
    /// # Errors
    /// As [`journal`](Store::journal).
    fn due(&self, until: Timestamp, limit: usize) -> Result<Vec<DueTimer>, StoreError>;

    /// What is still to be performed: pending and sending, by chat, turn and index.
    ///
    /// # Errors
    /// As [`journal`](Store::journal).
    fn outbox(&self, after: Option<&OutboxId>, limit: usize)
    -> Result<Vec<OutboxItem>, StoreError>;

    /// What failed or is unknown, by chat, turn and index.
    ///
    /// # Errors
    /// As [`journal`](Store::journal).
    fn undelivered(
        &self,
        after: Option<&OutboxId>,
        limit: usize,
    ) -> Result<Vec<OutboxItem>, StoreError>;

    /// Writes a buyer's lead: a new one, or into the one they have, by chat or by phone. Two leads
    /// that turn out to be one buyer's become one, under the older number. The same `key` a second
    /// time changes nothing.
    ///
    /// # Errors
    /// As [`write`](Store::write), and [`StoreError::TooBig`].
    fn save_lead(&self, draft: &LeadDraft, key: &str) -> Result<Lead, StoreError>;

    /// Sets a lead's status.
    ///
    /// # Errors
    /// [`StoreError::NoLead`], [`StoreError::Refused`], and as [`write`](Store::write).
    fn set_lead_status(
        &self,
        id: LeadId,
        status: LeadStatus,
        by: &Actor,
        at: Timestamp,
        reason: Option<&str>,
    ) -> Result<Lead, StoreError>;

    /// One lead.
    ///
    /// # Errors
    /// As [`journal`](Store::journal).
    fn lead(&self, id: LeadId) -> Result<Option<Lead>, StoreError>;

    /// The lead of a chat's buyer.
    ///
    /// # Errors
    /// As [`journal`](Store::journal).
    fn lead_of(&self, chat: &ChatKey) -> Result<Option<Lead>, StoreError>;

    /// All leads, the oldest first.
    ///
    /// # Errors
    /// As [`journal`](Store::journal).
    fn leads(&self, after: Option<LeadId>, limit: usize) -> Result<Vec<Lead>, StoreError>;

    /// How a lead came to be what it is, the oldest change first; `after` is a change's number.
    ///
    /// # Errors
    /// As [`journal`](Store::journal).
    fn lead_history(
        &self,
        id: LeadId,
        after: u32,
        limit: usize,
    ) -> Result<Vec<LeadChange>, StoreError>;

    /// A small value that an adapter keeps under a name of its own, such as how far it has read.
    ///
    /// # Errors
    /// As [`journal`](Store::journal).
    fn note(&self, name: &str) -> Result<Option<String>, StoreError>;

    /// Keeps such a value.
    ///
    /// # Errors
    /// As [`write`](Store::write).
    fn set_note(&self, name: &str, value: &str) -> Result<(), StoreError>;

    /// Reads every record, checks each, and checks that none is missing or older than it should be;
    /// tells how many there are. Nothing is written meanwhile.
    ///
    /// # Errors
    /// The first damage found.
    fn verify(&self) -> Result<u64, StoreError>;
}

//! The keys: a letter for the table, then the parts in the order the table is read in.
//!
//! Numbers are big-endian so that they sort; a chat ends with a zero byte, which no id contains.

use crate::error::StoreError;
use crate::lead::LeadId;
use crate::outbox::OutboxId;
use crate::timer::DueTimer;
use engine::{ChatKey, DialogueId};
use jiff::Timestamp;

/// The longest id, in bytes. Keys stay short, so that a leaf of the tree stays small (see `codec`).
const LONGEST: usize = 200;

/// A key.
pub(crate) type Key = Vec<u8>;

/// The tables. The letters are on disk: never give one another meaning.
#[derive(Clone, Copy)]
#[repr(u8)]
pub(crate) enum Table {
    /// `ChatRow` by chat.
    Chat = b'c',
    /// `StateRecord` by chat.
    State = b's',
    /// `DialogueRow` by chat and number.
    Dialogue = b'd',
    /// `JournalEntry` by chat and seq.
    Journal = b'j',
    /// Chat and seq by inbox key.
    Inbox = b'i',
    /// `OutboxItem` that is pending or sending, by id.
    Outbox = b'o',
    /// `OutboxItem` that failed or is unknown, by id.
    Undelivered = b'u',
    /// `DueTimer` by moment, chat and number.
    Timer = b't',
    /// `LeadRecord` by number.
    Lead = b'l',
    /// `LeadId` by chat.
    LeadOfChat = b'L',
    /// `LeadId` by phone.
    LeadOfPhone = b'P',
    /// `LeadId` by the key of the request that wrote it.
    LeadOfRequest = b'k',
    /// The `LeadId` that a merged lead went into, by its own number.
    LeadMerged = b'm',
    /// `LeadChange` by lead and number.
    LeadHistory = b'h',
    /// An adapter's note by name.
    Note = b'n',
    /// Numbers of the store itself, by name.
    Own = b'#',
    /// Further pieces of a large value, by its key and their number.
    Piece = b'+',
}

impl Table {
    /// Every table of records; pieces are read with the record they belong to.
    pub(crate) const RECORDS: [Table; 16] = [
        Table::Chat,
        Table::State,
        Table::Dialogue,
        Table::Journal,
        Table::Inbox,
        Table::Outbox,
        Table::Undelivered,
        Table::Timer,
        Table::Lead,
        Table::LeadOfChat,
        Table::LeadOfPhone,
        Table::LeadOfRequest,
        Table::LeadMerged,
        Table::LeadHistory,
        Table::Note,
        Table::Own,
    ];

    /// The first key a record of the table can have.
    pub(crate) fn first(self) -> Key {
        vec![self as u8]
    }

    /// The first key past the table.
    pub(crate) fn end(self) -> Key {
        vec![self as u8 + 1]
    }
}

/// The smallest key that comes after `key`.
pub(crate) fn after(mut key: Key) -> Key {
    key.push(0);
    key
}

/// The key of a chat's row, state or lead.
pub(crate) fn chat(table: Table, chat: &ChatKey) -> Result<Key, StoreError> {
    id(table, "the chat", &chat.to_string()).map(|mut key| {
        key.push(0);
        key
    })
}

/// The key of a dialogue.
pub(crate) fn dialogue(dialogue: &DialogueId) -> Result<Key, StoreError> {
    let mut key = chat(Table::Dialogue, &dialogue.chat)?;
    key.extend(dialogue.number.to_be_bytes());
    Ok(key)
}

/// The key of a journal entry.
pub(crate) fn journal(of: &ChatKey, seq: u64) -> Result<Key, StoreError> {
    let mut key = chat(Table::Journal, of)?;
    key.extend(seq.to_be_bytes());
    Ok(key)
}

/// The key of an outbox item.
pub(crate) fn outbox(table: Table, item: &OutboxId) -> Result<Key, StoreError> {
    let mut key = chat(table, &item.chat)?;
    key.extend(item.turn.to_be_bytes());
    key.extend(item.index.to_be_bytes());
    Ok(key)
}

/// The key of a timer.
pub(crate) fn timer(timer: &DueTimer) -> Result<Key, StoreError> {
    let mut key = moment(timer.at);
    key.extend(chat(Table::Timer, &timer.chat)?);
    key.extend(timer.timer.to_be_bytes());
    Ok(key)
}

/// Where the timers of a moment begin.
pub(crate) fn moment(at: Timestamp) -> Key {
    let mut key = Table::Timer.first();
    key.extend(sortable(at.as_microsecond()));
    key
}

/// Where the timers after a moment begin.
pub(crate) fn past(at: Timestamp) -> Key {
    let mut key = Table::Timer.first();
    key.extend(sortable(at.as_microsecond().saturating_add(1)));
    key
}

/// The key of a lead, or of where it went.
pub(crate) fn lead(table: Table, lead: LeadId) -> Key {
    let mut key = table.first();
    key.extend(lead.0.to_be_bytes());
    key
}

/// The key of a change of a lead.
pub(crate) fn change(of: LeadId, number: u32) -> Key {
    let mut key = lead(Table::LeadHistory, of);
    key.extend(number.to_be_bytes());
    key
}

/// The key of something that has a name from outside.
pub(crate) fn id(table: Table, what: &str, id: &str) -> Result<Key, StoreError> {
    let bad = |why: &str| StoreError::BadId {
        what: what.to_owned(),
        why: why.to_owned(),
    };
    if id.len() > LONGEST {
        return Err(bad(&format!(
            "its id is {} bytes long, {LONGEST} at most",
            id.len()
        )));
    }
    if id.contains('\0') {
        return Err(bad("its id has a zero byte"));
    }
    let mut key = table.first();
    key.extend(id.as_bytes());
    Ok(key)
}

/// The key of a further piece of the value at `key`.
pub(crate) fn piece(key: &[u8], number: u16) -> Key {
    let mut piece = Table::Piece.first();
    piece.extend(key);
    piece.extend(number.to_be_bytes());
    piece
}

/// A signed number so that it sorts as bytes.
fn sortable(number: i64) -> [u8; 8] {
    (number ^ i64::MIN).to_be_bytes()
}

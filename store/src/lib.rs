//! The store: what torg must not forget, on disk before anybody is told that it is.
//!
//! A turn goes in whole or not at all: [`TurnCommit`] carries the new state, the event and its
//! effects; the store derives the journal entry, the outbox and the timers from them and writes
//! everything in one transaction ([`Store::write`]). [`Committer`] gathers the turns of many
//! dialogues into one flush and gives each a [`Receipt`] to wait on.
//!
//! Two stores: [`DiskStore`] in a folder, and [`MemoryStore`] for talks and benchmarks. They share
//! all logic ([`Records`]) over two kinds of ordered keys ([`kv::Kv`]), and one conformance suite.
//!
//! Reading order: [`turn`] is what a turn writes, [`outbox`] and [`timer`] what follows from it,
//! [`lead`] the buyers' wishes, [`row`] the lists for people, [`api`] the trait over it all;
//! `keys`, `codec` and [`kv`] are how it lies on disk, `overlay` what is written together,
//! [`records`] the logic, [`mod@memory`] and [`disk`] the two places, [`committer`] the thread that flushes.

pub mod api;
mod codec;
pub mod committer;
pub mod disk;
pub mod error;
mod keys;
pub mod kv;
pub mod lead;
pub mod memory;
pub mod outbox;
mod overlay;
pub mod receipt;
pub mod records;
pub mod row;
pub mod timer;
pub mod turn;

pub use api::{Group, Loaded, Store, Written};
pub use committer::Committer;
pub use disk::DiskStore;
pub use error::StoreError;
pub use kv::Kv;
pub use lead::{
    Actor, Amount, Change, Lead, LeadChange, LeadDraft, LeadId, LeadProduct, LeadStatus,
};
pub use memory::MemoryStore;
pub use outbox::{Mark, OutboxId, OutboxItem, OutboxState};
pub use receipt::Receipt;
pub use records::Records;
pub use row::{ChatRow, DialogueRow};
pub use timer::DueTimer;
pub use turn::{Committed, InboxKey, JournalEntry, TurnCommit};

//! The logic of every store that lies on ordered keys: checks, indexes and order, once.

mod leads;
mod turns;

use crate::api::{Group, Loaded, Store, Written};
use crate::codec;
use crate::error::StoreError;
use crate::keys::{self, Key, Table};
use crate::kv::Kv;
use crate::lead::{Actor, Lead, LeadChange, LeadDraft, LeadId, LeadStatus};
use crate::outbox::{OutboxId, OutboxItem};
use crate::overlay::{Newest, Overlay, Tally};
use crate::row::{ChatRow, DialogueRow};
use crate::timer::DueTimer;
use crate::turn::{InboxKey, JournalEntry};
use engine::{ChatKey, DialogueId};
use jiff::Timestamp;
use leads::LeadRecord;
use serde::de::DeserializeOwned;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError, RwLock, RwLockReadGuard};
use turns::StateRecord;

/// The most records that are verified whenever a store is opened: well under a second.
const VERIFIED: u64 = 100_000;

/// A store over ordered keys.
#[derive(Debug)]
pub struct Records<K> {
    kv: K,
    /// Held by whoever writes, flush included: the newest batch.
    writer: Mutex<Newest>,
    /// Held exclusively while a batch is applied, so that a reader never sees half of one.
    view: RwLock<()>,
    /// Why nothing can be written any more.
    failed: OnceLock<StoreError>,
}

impl<K: Kv> Records<K> {
    /// The store that lies on `kv`; an empty one is prepared. One of up to a hundred thousand records
    /// is [verified](Store::verify); for a larger one that is left to the caller.
    ///
    /// # Errors
    /// [`StoreError::Damaged`], [`StoreError::Newer`] or [`StoreError::Io`].
    pub fn over(kv: K) -> Result<Records<K>, StoreError> {
        let newest: Option<Newest> = codec::read(&kv, &own("newest"))?;
        if newest.is_none() && !kv.range(&[0], &[u8::MAX], 1)?.is_empty() {
            return Err(StoreError::Damaged {
                what: "its own record is missing".to_owned(),
            });
        }
        let newest = newest.unwrap_or_default();
        kv.found(newest.group)?;
        let records = Records {
            writer: Mutex::new(newest),
            ..Records::empty(kv)
        };
        if newest.tally.records <= VERIFIED {
            records.verify()?;
        }
        Ok(records)
    }

    /// The store on a `kv` that is known to be empty.
    pub(crate) fn empty(kv: K) -> Records<K> {
        Records {
            kv,
            writer: Mutex::new(Newest::default()),
            view: RwLock::new(()),
            failed: OnceLock::new(),
        }
    }

    /// Stages changes and writes them with one flush; nothing is written where they fail.
    fn change<T>(
        &self,
        stage: impl FnOnce(&mut Overlay<'_, K>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut newest = self.writer()?;
        let mut overlay = Overlay::new(&self.kv, newest.tally);
        let outcome = stage(&mut overlay)?;
        if overlay.is_empty() {
            return Ok(outcome);
        }
        let (writes, next) = overlay.into_writes(&own("newest"), newest.group + 1)?;
        let applied = {
            let _view = self.view.write().unwrap_or_else(PoisonError::into_inner);
            self.kv.apply(writes)
        };
        match applied.and_then(|()| self.kv.flush(next.group)) {
            Ok(()) => {
                *newest = next;
                Ok(outcome)
            }
            Err(error) => {
                let failed = StoreError::Failed {
                    why: error.to_string(),
                };
                Err(self.failed.get_or_init(|| failed).clone())
            }
        }
    }

    /// Waits for the write that is under way; what is there then is on disk.
    fn writer(&self) -> Result<MutexGuard<'_, Newest>, StoreError> {
        let guard = self.writer.lock().unwrap_or_else(|poisoned| {
            // Somebody panicked between applying and flushing: the same as a failed flush.
            self.failed.get_or_init(|| StoreError::Failed {
                why: "a write broke off".to_owned(),
            });
            poisoned.into_inner()
        });
        match self.failed.get() {
            Some(error) => Err(error.clone()),
            None => Ok(guard),
        }
    }

    fn view(&self) -> RwLockReadGuard<'_, ()> {
        // It guards no data of its own.
        self.view.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// An overlay to look through.
    fn read_only(&self) -> Overlay<'_, K> {
        Overlay::new(&self.kv, Tally::default())
    }

    fn get<T: DeserializeOwned>(&self, key: &[u8]) -> Result<Option<T>, StoreError> {
        let _view = self.view();
        codec::read(&self.kv, key)
    }

    fn page<T: DeserializeOwned>(
        &self,
        from: &Key,
        until: &Key,
        limit: usize,
    ) -> Result<Vec<T>, StoreError> {
        let _view = self.view();
        let pairs = self.kv.range(from, until, limit)?;
        pairs
            .iter()
            .map(|pair| codec::read_pair(&self.kv, pair))
            .collect()
    }

    fn items(
        &self,
        table: Table,
        after: Option<&OutboxId>,
        limit: usize,
    ) -> Result<Vec<OutboxItem>, StoreError> {
        let from = match after {
            Some(id) => keys::after(keys::outbox(table, id)?),
            None => table.first(),
        };
        let _durable = self.writer()?;
        self.page(&from, &table.end(), limit)
    }
}

impl<K: Kv> Store for Records<K> {
    fn load(&self, chat: &ChatKey) -> Result<Option<Loaded>, StoreError> {
        let record: Option<StateRecord> = self.get(&keys::chat(Table::State, chat)?)?;
        Ok(record.map(|StateRecord { version, state }| Loaded { state, version }))
    }

    fn write(&self, group: Group) -> Result<Written, StoreError> {
        self.change(|overlay| {
            let mut marks = Vec::with_capacity(group.marks.len());
            for mark in &group.marks {
                match turns::mark(overlay, mark) {
                    Ok(took) => {
                        overlay.keep();
                        marks.push(took);
                    }
                    // The turns of others must not fail with it.
                    Err(error) => {
                        tracing::error!(item = %mark.id, %error, "an outbox item could not be marked");
                        overlay.forget();
                        marks.push(false);
                    }
                }
            }
            let mut outcomes = Vec::with_capacity(group.turns.len());
            for turn in group.turns {
                let outcome = turns::turn(overlay, turn);
                match outcome {
                    Ok(_) => overlay.keep(),
                    Err(_) => overlay.forget(),
                }
                outcomes.push(outcome);
            }
            Ok(Written {
                turns: outcomes,
                marks,
            })
        })
    }

    fn seen(&self, key: &InboxKey) -> Result<bool, StoreError> {
        let key = keys::id(Table::Inbox, "the message", key.as_str())?;
        Ok(self.kv.get(&key)?.is_some())
    }

    fn journal(
        &self,
        chat: &ChatKey,
        seq: u64,
        limit: usize,
    ) -> Result<Vec<JournalEntry>, StoreError> {
        self.page(
            &keys::journal(chat, seq)?,
            &keys::after(keys::journal(chat, u64::MAX)?),
            limit,
        )
    }

    fn chats(&self, after: Option<&ChatKey>, limit: usize) -> Result<Vec<ChatRow>, StoreError> {
        let from = match after {
            Some(chat) => keys::after(keys::chat(Table::Chat, chat)?),
            None => Table::Chat.first(),
        };
        self.page(&from, &Table::Chat.end(), limit)
    }

    fn dialogues(
        &self,
        after: Option<&DialogueId>,
        limit: usize,
    ) -> Result<Vec<DialogueRow>, StoreError> {
        let from = match after {
            Some(id) => keys::after(keys::dialogue(id)?),
            None => Table::Dialogue.first(),
        };
        self.page(&from, &Table::Dialogue.end(), limit)
    }

    fn dialogue(&self, id: &DialogueId) -> Result<Option<DialogueRow>, StoreError> {
        self.get(&keys::dialogue(id)?)
    }

    fn due(&self, until: Timestamp, limit: usize) -> Result<Vec<DueTimer>, StoreError> {
        let _durable = self.writer()?;
        self.page(&Table::Timer.first(), &keys::past(until), limit)
    }

    fn outbox(
        &self,
        after: Option<&OutboxId>,
        limit: usize,
    ) -> Result<Vec<OutboxItem>, StoreError> {
        self.items(Table::Outbox, after, limit)
    }

    fn undelivered(
        &self,
        after: Option<&OutboxId>,
        limit: usize,
    ) -> Result<Vec<OutboxItem>, StoreError> {
        self.items(Table::Undelivered, after, limit)
    }

    fn save_lead(&self, draft: &LeadDraft, key: &str) -> Result<Lead, StoreError> {
        self.change(|overlay| leads::save(overlay, draft, key))
    }

    fn set_lead_status(
        &self,
        id: LeadId,
        status: LeadStatus,
        by: &Actor,
        at: Timestamp,
        reason: Option<&str>,
    ) -> Result<Lead, StoreError> {
        self.change(|overlay| leads::set_status(overlay, id, status, by, at, reason))
    }

    fn lead(&self, id: LeadId) -> Result<Option<Lead>, StoreError> {
        let _view = self.view();
        Ok(leads::find(&self.read_only(), id)?.map(|record| record.lead))
    }

    fn lead_of(&self, chat: &ChatKey) -> Result<Option<Lead>, StoreError> {
        let _view = self.view();
        match codec::read(&self.kv, &keys::chat(Table::LeadOfChat, chat)?)? {
            Some(id) => Ok(leads::find(&self.read_only(), id)?.map(|record| record.lead)),
            None => Ok(None),
        }
    }

    fn leads(&self, after: Option<LeadId>, limit: usize) -> Result<Vec<Lead>, StoreError> {
        let from = match after {
            Some(id) => keys::after(keys::lead(Table::Lead, id)),
            None => Table::Lead.first(),
        };
        let records: Vec<LeadRecord> = self.page(&from, &Table::Lead.end(), limit)?;
        Ok(records.into_iter().map(|record| record.lead).collect())
    }

    fn lead_history(
        &self,
        id: LeadId,
        after: u32,
        limit: usize,
    ) -> Result<Vec<LeadChange>, StoreError> {
        self.page(
            &keys::after(keys::change(id, after)),
            &keys::after(keys::change(id, u32::MAX)),
            limit,
        )
    }

    fn note(&self, name: &str) -> Result<Option<String>, StoreError> {
        self.get(&keys::id(Table::Note, "the note", name)?)
    }

    fn set_note(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let key = keys::id(Table::Note, "the note", name)?;
        self.change(|overlay| overlay.put(&key, "a note", &value))
    }

    fn verify(&self) -> Result<u64, StoreError> {
        let newest = self.writer()?;
        let mut found = Tally::default();
        for table in Table::RECORDS {
            let mut from = table.first();
            loop {
                let pairs = self.kv.range(&from, &table.end(), 1000)?;
                let Some((last, _)) = pairs.last() else { break };
                from = keys::after(last.clone());
                for pair in &pairs {
                    let crc = codec::check_pair(&self.kv, pair)?;
                    if pair.0 != own("newest") {
                        found.add(crc);
                    }
                }
            }
        }
        let expected = newest.tally;
        if found.records != expected.records {
            let what = format!(
                "of {} records {} are there",
                expected.records, found.records
            );
            return Err(StoreError::Damaged { what });
        }
        if found != expected {
            let what = "some records are older than what was written last".to_owned();
            return Err(StoreError::Damaged { what });
        }
        Ok(found.records)
    }
}

/// The key of a number of the store itself.
fn own(name: &str) -> Key {
    let mut key = Table::Own.first();
    key.extend(name.as_bytes());
    key
}

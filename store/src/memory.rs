//! The store in memory: for talks, benchmarks and a chat that leaves nothing behind.

use crate::error::StoreError;
use crate::kv::{Kv, Pair, Writes};
use crate::records::Records;
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

/// A store that lasts as long as the value does.
pub type MemoryStore = Records<Memory>;

impl MemoryStore {
    /// An empty store.
    pub fn new() -> MemoryStore {
        Records::empty(Memory::default())
    }
}

impl Default for MemoryStore {
    fn default() -> MemoryStore {
        MemoryStore::new()
    }
}

/// Keys in memory.
#[derive(Debug, Default)]
pub struct Memory {
    pairs: RwLock<BTreeMap<Vec<u8>, Vec<u8>>>,
}

impl Memory {
    /// Nothing in here panics half way through a change, so a poisoned lock is sound.
    fn pairs(&self) -> RwLockReadGuard<'_, BTreeMap<Vec<u8>, Vec<u8>>> {
        self.pairs.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kv for Memory {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.pairs().get(key).cloned())
    }

    fn range(&self, from: &[u8], until: &[u8], limit: usize) -> Result<Vec<Pair>, StoreError> {
        if from >= until {
            return Ok(Vec::new());
        }
        let pairs = self.pairs();
        let range = pairs.range::<[u8], _>((Bound::Included(from), Bound::Excluded(until)));
        Ok(range
            .take(limit)
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect())
    }

    fn apply(&self, writes: Writes) -> Result<(), StoreError> {
        let mut pairs = self.pairs.write().unwrap_or_else(PoisonError::into_inner);
        for (key, value) in writes {
            match value {
                Some(value) => pairs.insert(key, value),
                None => pairs.remove(&key),
            };
        }
        Ok(())
    }

    fn flush(&self, _group: u64) -> Result<(), StoreError> {
        Ok(())
    }

    fn found(&self, _group: u64) -> Result<(), StoreError> {
        Ok(())
    }
}

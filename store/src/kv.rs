//! What a place must offer to hold a store: keys in order, a batch that is taken whole, a flush.

use crate::error::StoreError;
use std::collections::BTreeMap;

/// What a batch does to each key: a new value, or none any more.
pub type Writes = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

/// A key with its value.
pub type Pair = (Vec<u8>, Vec<u8>);

/// Ordered keys with small values. Only [`Records`](crate::Records) writes, one batch at a time.
pub trait Kv: Send + Sync {
    /// The value of a key.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] or [`StoreError::Io`].
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError>;

    /// At most `limit` pairs from the key `from` on, before the key `until`, in order.
    ///
    /// # Errors
    /// As [`get`](Kv::get).
    fn range(&self, from: &[u8], until: &[u8], limit: usize) -> Result<Vec<Pair>, StoreError>;

    /// Takes a batch, whole or not at all even if the process is killed in between.
    ///
    /// # Errors
    /// As [`get`](Kv::get).
    fn apply(&self, writes: Writes) -> Result<(), StoreError>;

    /// Returns when everything applied is on disk: `group` is the number of the latest batch.
    ///
    /// # Errors
    /// As [`get`](Kv::get).
    fn flush(&self, group: u64) -> Result<(), StoreError>;

    /// Told once after opening: `group` is the latest batch that was found.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where a later one was flushed.
    fn found(&self, group: u64) -> Result<(), StoreError>;
}

//! What is written together, staged on top of what is there.
//!
//! Beside the batch itself a tally is kept of all records: damage that loses single pages leaves every
//! record sound that is left, and only their number and sum tell.

use crate::codec::{self, Head, Sealed};
use crate::error::StoreError;
use crate::keys;
use crate::kv::{Kv, Writes};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// How many records there are, and the sum of their checksums.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Tally {
    /// How many.
    pub(crate) records: u64,
    /// The sum, modulo 2⁶⁴.
    pub(crate) sum: u64,
}

impl Tally {
    /// Counts a record in.
    pub(crate) fn add(&mut self, crc: u32) {
        self.records = self.records.wrapping_add(1);
        self.sum = self.sum.wrapping_add(crc.into());
    }

    /// Counts a record out.
    fn take(&mut self, crc: u32) {
        self.records = self.records.wrapping_sub(1);
        self.sum = self.sum.wrapping_sub(crc.into());
    }
}

/// The store's own record of its newest batch.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Newest {
    /// The batch's number.
    pub(crate) group: u64,
    /// What there is with it.
    pub(crate) tally: Tally,
}

/// What is written together, on top of what is there.
pub(crate) struct Overlay<'a, K> {
    kv: &'a K,
    kept: Writes,
    staged: Writes,
    tally: Tally,
    staged_tally: Tally,
}

impl<'a, K: Kv> Overlay<'a, K> {
    /// Nothing written yet, on top of what `tally` counts.
    pub(crate) fn new(kv: &'a K, tally: Tally) -> Overlay<'a, K> {
        Overlay {
            kv,
            kept: Writes::new(),
            staged: Writes::new(),
            tally,
            staged_tally: tally,
        }
    }

    /// Makes what was staged part of the batch.
    pub(crate) fn keep(&mut self) {
        // Not `append`, which would walk through everything that is kept.
        self.kept.extend(std::mem::take(&mut self.staged));
        self.tally = self.staged_tally;
    }

    /// Forgets what was staged.
    pub(crate) fn forget(&mut self) {
        self.staged.clear();
        self.staged_tally = self.tally;
    }

    /// The batch, with the store's own record of it at `key`, which the tally leaves out.
    pub(crate) fn into_writes(
        mut self,
        key: &[u8],
        group: u64,
    ) -> Result<(Writes, Newest), StoreError> {
        self.keep();
        let newest = Newest {
            group,
            tally: self.tally,
        };
        self.put(key, "the store's own record", &newest)?;
        self.keep();
        Ok((self.kept, newest))
    }

    /// Whether there is nothing to write.
    pub(crate) fn is_empty(&self) -> bool {
        self.kept.is_empty() && self.staged.is_empty()
    }

    /// Whether there is a record.
    pub(crate) fn has(&self, key: &[u8]) -> Result<bool, StoreError> {
        Ok(self.raw(key)?.is_some())
    }

    /// A record.
    pub(crate) fn read<T: DeserializeOwned>(&self, key: &[u8]) -> Result<Option<T>, StoreError> {
        match self.raw(key)? {
            None => Ok(None),
            Some(head) => codec::open(key, &head, |piece| self.raw(piece)).map(Some),
        }
    }

    /// Writes a record, in place of the one that is there.
    pub(crate) fn put<T: Serialize>(
        &mut self,
        key: &[u8],
        what: &str,
        value: &T,
    ) -> Result<(), StoreError> {
        let Sealed { head, pieces, crc } = codec::seal(key, what, value)?;
        self.clear(key, pieces.len())?;
        self.staged_tally.add(crc);
        self.staged.insert(key.to_vec(), Some(head));
        for (number, piece) in (0..).zip(pieces) {
            self.staged.insert(keys::piece(key, number), Some(piece));
        }
        Ok(())
    }

    /// Removes a record, if it is there.
    pub(crate) fn remove(&mut self, key: &[u8]) -> Result<(), StoreError> {
        self.clear(key, 0)?;
        self.staged.insert(key.to_vec(), None);
        Ok(())
    }

    /// Counts the record out that is there, and removes its pieces beyond the first `pieces`.
    fn clear(&mut self, key: &[u8], pieces: usize) -> Result<(), StoreError> {
        if let Some(head) = self.raw(key)? {
            let before = Head::read(key, &head)?;
            self.staged_tally.take(before.crc);
            for number in (0..before.pieces).skip(pieces) {
                self.staged.insert(keys::piece(key, number), None);
            }
        }
        Ok(())
    }

    fn raw(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        match self.staged.get(key).or_else(|| self.kept.get(key)) {
            Some(written) => Ok(written.clone()),
            None => self.kv.get(key),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::check_pair;
    use crate::memory::Memory;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_tally_is_that_of_what_is_there(
            steps in prop::collection::vec((0_u8..4, prop::option::of(0_usize..9000), any::<bool>()), 1..30),
        ) {
            let kv = Memory::default();
            let mut overlay = Overlay::new(&kv, Tally::default());
            for (name, length, keep) in steps {
                let key = [b'n', name];
                match length {
                    Some(length) => overlay.put(&key, "a text", &"x".repeat(length)).expect("it is encoded"),
                    None => overlay.remove(&key).expect("it is removed"),
                }
                if keep { overlay.keep() } else { overlay.forget() }
            }
            let (writes, newest) = overlay.into_writes(b"#newest", 1).expect("it is encoded");
            kv.apply(writes).expect("it is applied");
            let mut found = Tally::default();
            for pair in kv.range(b"n", b"o", usize::MAX).expect("it reads") {
                found.add(check_pair(&kv, &pair).expect("it is sound"));
            }
            prop_assert_eq!(found, newest.tally);
            let pieces = kv.range(b"+", b",", usize::MAX).expect("it reads").len();
            let heads = kv.range(b"n", b"o", usize::MAX).expect("it reads");
            let told: u16 = heads.iter().map(|(key, head)| Head::read(key, head).expect("it reads").pieces).sum();
            prop_assert_eq!(pieces, usize::from(told), "no piece is left behind");
        }
    }
}

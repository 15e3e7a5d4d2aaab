//! How a record lies under its key: a head of seven bytes, then MessagePack with named fields.
//!
//! ```text
//! format u8 · CRC-32 of format, key and payload, u32 LE · further pieces u16 LE · payload
//! ```
//!
//! The head keeps its shape in every format, so that a newer store is told from a damaged one. A
//! payload is cut into pieces of 4 KB: a leaf of sled holds some twenty values, and a leaf above
//! 128 KB would go into a file of its own, which sled does not sync.

use crate::error::StoreError;
use crate::keys;
use crate::kv::{Kv, Pair, Writes};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The format that is written, and the newest that is read.
pub(crate) const FORMAT: u8 = 1;

/// Bytes of payload under one key.
const PIECE: usize = 4096;

/// The largest record, in bytes.
const LARGEST: usize = 64 << 20;

/// Bytes of the head.
const HEAD: usize = 7;

/// How many records there are, and the sum of their checksums: what tells that one of them is gone,
/// or fell back to what it was before, although each that is left is sound.
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
            Some(head) => open(key, &head, |piece| self.raw(piece)).map(Some),
        }
    }

    /// Writes a record, in place of the one that is there.
    pub(crate) fn put<T: Serialize>(
        &mut self,
        key: &[u8],
        what: &str,
        value: &T,
    ) -> Result<(), StoreError> {
        let payload = rmp_serde::to_vec_named(value).map_err(|error| StoreError::Unwritable {
            what: what.to_owned(),
            why: error.to_string(),
        })?;
        if payload.len() > LARGEST {
            return Err(StoreError::TooBig {
                what: what.to_owned(),
                size: payload.len(),
                limit: LARGEST,
            });
        }
        let mut parts = payload.chunks(PIECE);
        let first = parts.next().unwrap_or_default();
        // LARGEST / PIECE fits into 16 bits.
        let pieces = parts.len() as u16;
        let crc = checksum(FORMAT, key, &payload);
        let mut head = Vec::with_capacity(HEAD + first.len());
        head.push(FORMAT);
        head.extend(crc.to_le_bytes());
        head.extend(pieces.to_le_bytes());
        head.extend(first);
        self.clear(key, pieces)?;
        self.staged_tally.add(crc);
        self.staged.insert(key.to_vec(), Some(head));
        for (number, part) in (0..).zip(parts) {
            self.staged
                .insert(keys::piece(key, number), Some(part.to_vec()));
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
    fn clear(&mut self, key: &[u8], pieces: u16) -> Result<(), StoreError> {
        if let Some(head) = self.raw(key)? {
            let before = Head::read(key, &head)?;
            self.staged_tally.take(before.crc);
            for number in pieces..before.pieces {
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

/// A record.
pub(crate) fn read<T: DeserializeOwned>(kv: &impl Kv, key: &[u8]) -> Result<Option<T>, StoreError> {
    match kv.get(key)? {
        None => Ok(None),
        Some(head) => open(key, &head, |piece| kv.get(piece)).map(Some),
    }
}

/// The record of a pair that a range gave.
pub(crate) fn read_pair<T: DeserializeOwned>(
    kv: &impl Kv,
    (key, head): &Pair,
) -> Result<T, StoreError> {
    open(key, head, |piece| kv.get(piece))
}

/// Checks the record of a pair without reading its fields; gives its checksum.
pub(crate) fn check_pair(kv: &impl Kv, (key, head): &Pair) -> Result<u32, StoreError> {
    payload(key, head, |piece| kv.get(piece))?;
    Ok(Head::read(key, head)?.crc)
}

type Piece = Result<Option<Vec<u8>>, StoreError>;

fn open<T: DeserializeOwned>(
    key: &[u8],
    head: &[u8],
    piece: impl Fn(&[u8]) -> Piece,
) -> Result<T, StoreError> {
    let payload = payload(key, head, piece)?;
    rmp_serde::from_slice(&payload)
        .map_err(|error| damaged(key, &format!("it does not read as it should: {error}")))
}

fn payload(key: &[u8], head: &[u8], piece: impl Fn(&[u8]) -> Piece) -> Result<Vec<u8>, StoreError> {
    let Head {
        format,
        crc,
        pieces,
    } = Head::read(key, head)?;
    let mut payload = head[HEAD..].to_vec();
    for number in 0..pieces {
        let part = piece(&keys::piece(key, number))?;
        payload.extend(part.ok_or_else(|| damaged(key, "a piece of it is missing"))?);
    }
    if checksum(format, key, &payload) != crc {
        return Err(damaged(key, "its checksum does not match"));
    }
    if format != FORMAT {
        return Err(StoreError::Newer {
            found: format.into(),
            known: FORMAT.into(),
        });
    }
    Ok(payload)
}

struct Head {
    format: u8,
    crc: u32,
    pieces: u16,
}

impl Head {
    fn read(key: &[u8], bytes: &[u8]) -> Result<Head, StoreError> {
        match *bytes {
            [format, a, b, c, d, low, high, ..] => Ok(Head {
                format,
                crc: u32::from_le_bytes([a, b, c, d]),
                pieces: u16::from_le_bytes([low, high]),
            }),
            _ => Err(damaged(key, "it is cut off")),
        }
    }
}

fn checksum(format: u8, key: &[u8], payload: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&[format]);
    hasher.update(key);
    hasher.update(payload);
    hasher.finalize()
}

fn damaged(key: &[u8], what: &str) -> StoreError {
    let table = key.first().map_or(' ', |letter| char::from(*letter));
    StoreError::Damaged {
        what: format!("a record of table `{table}`: {what}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::Memory;
    use proptest::prelude::*;

    const KEY: &[u8] = b"nkey";

    fn written(text: &str) -> Writes {
        let kv = Memory::default();
        let mut overlay = Overlay::new(&kv, Tally::default());
        overlay.put(KEY, "a text", &text).expect("it is encoded");
        overlay.keep();
        overlay.kept
    }

    fn read_back(writes: Writes) -> Result<Option<String>, StoreError> {
        let kv = Memory::default();
        kv.apply(writes)?;
        read(&kv, KEY)
    }

    #[test]
    fn a_newer_format_is_told_from_damage() {
        let payload = b"what a newer torg writes";
        let mut head = vec![FORMAT + 1];
        head.extend(checksum(FORMAT + 1, KEY, payload).to_le_bytes());
        head.extend([0, 0]);
        head.extend(payload);
        let newer = StoreError::Newer { found: 2, known: 1 };
        assert_eq!(
            read_back(Writes::from([(KEY.to_vec(), Some(head.clone()))])),
            Err(newer)
        );
        head[0] += 1;
        let damaged = read_back(Writes::from([(KEY.to_vec(), Some(head))]));
        assert!(
            matches!(damaged, Err(StoreError::Damaged { .. })),
            "{damaged:?}"
        );
    }

    #[test]
    fn a_value_of_another_key_is_not_taken() {
        let moved = written("text")
            .into_values()
            .map(|value| (b"nother".to_vec(), value))
            .collect();
        let kv = Memory::default();
        kv.apply(moved).expect("it is applied");
        let read: Result<Option<String>, _> = read(&kv, b"nother");
        assert!(matches!(read, Err(StoreError::Damaged { .. })));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(text in ".{0,9000}") {
            prop_assert_eq!(read_back(written(&text)), Ok(Some(text)));
        }

        #[test]
        fn no_flipped_bit_goes_unseen(length in 0_usize..9000, place: prop::sample::Index, bit in 0_u8..8) {
            let mut writes = written(&"x".repeat(length));
            let part = place.index(writes.len());
            let value = writes.values_mut().nth(part).and_then(Option::as_mut).expect("it was written");
            let byte = place.index(value.len());
            value[byte] ^= 1 << bit;
            let read = read_back(writes);
            prop_assert!(matches!(read, Err(StoreError::Damaged { .. })), "{:?}", read);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let read = read_back(Writes::from([(KEY.to_vec(), Some(bytes))]));
            prop_assert!(read.is_err());
        }

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

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
        self.kept.append(&mut self.staged);
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

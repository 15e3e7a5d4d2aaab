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
use crate::kv::{Kv, Pair};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The format that is written, and the newest that is read.
pub(crate) const FORMAT: u8 = 1;

/// Bytes of payload under one key.
const PIECE: usize = 4096;

/// The largest record, in bytes.
const LARGEST: usize = 64 << 20;

/// Bytes of the head.
const HEAD: usize = 7;

/// A record as it is written.
pub(crate) struct Sealed {
    /// What lies under the record's own key.
    pub(crate) head: Vec<u8>,
    /// Further pieces, in order.
    pub(crate) pieces: Vec<Vec<u8>>,
    /// The checksum.
    pub(crate) crc: u32,
}

/// Encodes a record for its key.
pub(crate) fn seal<T: Serialize>(key: &[u8], what: &str, value: &T) -> Result<Sealed, StoreError> {
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
    let crc = checksum(FORMAT, key, &payload);
    let mut parts = payload.chunks(PIECE);
    let first = parts.next().unwrap_or_default();
    let pieces: Vec<Vec<u8>> = parts.map(<[u8]>::to_vec).collect();
    let mut head = Vec::with_capacity(HEAD + first.len());
    head.push(FORMAT);
    head.extend(crc.to_le_bytes());
    // LARGEST / PIECE fits into 16 bits.
    head.extend((pieces.len() as u16).to_le_bytes());
    head.extend(first);
    Ok(Sealed { head, pieces, crc })
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

/// What looking for a piece gives.
type Piece = Result<Option<Vec<u8>>, StoreError>;

/// Decodes a record; `piece` finds its further pieces.
pub(crate) fn open<T: DeserializeOwned>(
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

/// What stands before the payload.
pub(crate) struct Head {
    format: u8,
    /// The checksum.
    pub(crate) crc: u32,
    /// How many further pieces there are.
    pub(crate) pieces: u16,
}

impl Head {
    /// Reads the head of the record at `key`.
    pub(crate) fn read(key: &[u8], bytes: &[u8]) -> Result<Head, StoreError> {
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
    use crate::kv::Writes;
    use crate::memory::Memory;
    use proptest::prelude::*;

    const KEY: &[u8] = b"nkey";

    fn written(text: &str) -> Writes {
        let Sealed { head, pieces, .. } = seal(KEY, "a text", &text).expect("it is encoded");
        let pieces = (0..)
            .zip(pieces)
            .map(|(number, piece)| (keys::piece(KEY, number), Some(piece)));
        pieces.chain([(KEY.to_vec(), Some(head))]).collect()
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
    }
}

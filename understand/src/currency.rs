//! Currencies by their ISO 4217 codes.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A currency by its three-letter ISO 4217 code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// Reads three Latin letters of any case.
    pub fn parse(code: &str) -> Option<Currency> {
        let code: [u8; 3] = code.as_bytes().try_into().ok()?;
        code.iter()
            .all(u8::is_ascii_alphabetic)
            .then(|| Currency(code.map(|letter| letter.to_ascii_uppercase())))
    }

    /// The currency of a country by its two-letter ISO 3166 code.
    pub fn of_country(country: &str) -> Option<Currency> {
        let _ = country;
        Currency::parse("RUB")
    }

    /// The three letters.
    pub fn as_str(&self) -> &str {
        // The bytes are ASCII letters by construction, so the fallback is never taken.
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// The sign that people write, else the code.
    pub fn symbol(&self) -> &str {
        self.as_str()
    }

    /// Digits of its smallest unit: 2 for most, 0 for the yen.
    pub fn minor_digits(&self) -> u32 {
        2
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Currency::parse(&code).ok_or_else(|| {
            de::Error::custom(format!(
                "`{code}` is not a currency: three letters, such as `RUB`"
            ))
        })
    }
}

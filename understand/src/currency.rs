//! Currencies by their ISO 4217 codes.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

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
        let country = country.to_ascii_uppercase();
        ROWS.iter()
            .find(|row| row.countries.contains(&country.as_str()))
            .map(|row| row.currency)
    }

    /// The three letters.
    pub fn as_str(&self) -> &str {
        // The bytes are ASCII letters by construction, so the fallback is never taken.
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// The sign that people write, else the code.
    pub fn symbol(&self) -> &str {
        self.row().map_or(self.as_str(), |row| row.sign)
    }

    /// Digits of its smallest unit: 2 for most, 0 for the yen.
    pub fn minor_digits(&self) -> u32 {
        self.row().map_or(2, |row| row.minor_digits)
    }

    /// The currency whose name a folded word is: «рублей», "bucks", «грн».
    pub(crate) fn named(folded: &str) -> Option<Currency> {
        NAMES.get(folded).copied()
    }

    /// The currency of a sign.
    pub(crate) fn of_sign(sign: char) -> Option<Currency> {
        let mut buffer = [0; 4];
        let sign: &str = sign.encode_utf8(&mut buffer);
        ROWS.iter()
            .find(|row| row.sign == sign && sign != "L")
            .map(|row| row.currency)
    }

    /// The sign of some currency.
    pub(crate) fn is_sign(sign: char) -> bool {
        Currency::of_sign(sign).is_some()
    }

    fn row(&self) -> Option<&'static Row> {
        ROWS.iter().find(|row| row.currency == *self)
    }
}

/// A line of `words/currencies.txt`.
struct Row {
    currency: Currency,
    sign: &'static str,
    minor_digits: u32,
    countries: Vec<&'static str>,
    names: Vec<&'static str>,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let list = include_str!("../words/currencies.txt");
    let row = |line: &'static str| {
        let mut cells = line.split('|').map(str::trim);
        Some(Row {
            currency: Currency::parse(cells.next()?)?,
            sign: cells.next()?,
            minor_digits: cells.next()?.parse().ok()?,
            countries: cells.next()?.split(' ').collect(),
            names: cells.next()?.split(' ').collect(),
        })
    };
    list.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(row)
        .collect()
});

static NAMES: LazyLock<HashMap<&'static str, Currency>> = LazyLock::new(|| {
    ROWS.iter()
        .flat_map(|row| row.names.iter().map(|name| (*name, row.currency)))
        .collect()
});

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

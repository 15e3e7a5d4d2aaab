//! The kinds of values, and the words that name a kind.

use serde::{Deserialize, Serialize};

use crate::heard::Heard;

/// A kind of value that a slot may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ValueKind {
    /// Any words.
    Text,
    /// Yes or no.
    YesNo,
    /// One of named options.
    Choice,
    /// A number.
    Number,
    /// An amount of a currency.
    Money,
    /// A share of a hundred.
    Percent,
    /// A phone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A day of the calendar.
    Date,
    /// A time of the day.
    Time,
    /// A day and a time.
    DateTime,
    /// A length of time.
    Duration,
    /// A person's name.
    Name,
    /// A postal address.
    Address,
    /// A row of the catalog.
    Product,
    /// A photo.
    Photo,
    /// A file.
    File,
    /// A consent, yes or no.
    Consent,
    /// Several values.
    List,
}

/// The message names that kind of thing: «адрес», «телефон», "date".
pub fn means_kind(heard: &Heard, kind: ValueKind) -> bool {
    let _ = (heard, kind);
    false
}

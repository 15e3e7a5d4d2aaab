//! The kinds of values, and the words that name a kind.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::heard::Heard;
use crate::vocabulary::{Phrases, lines};

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
    KINDS
        .iter()
        .filter(|(named, _)| *named == kind)
        .any(|(_, phrases)| phrases.all(heard).next().is_some())
}

static KINDS: LazyLock<Vec<(ValueKind, Phrases)>> = LazyLock::new(|| {
    lines(include_str!("../words/kinds.txt"))
        .filter_map(|(head, phrases)| {
            let (kind, lang) = head.split_once(' ')?;
            Some((by_name(kind)?, Phrases::read(&format!("{lang}:{phrases}"))))
        })
        .collect()
});

fn by_name(name: &str) -> Option<ValueKind> {
    Some(match name {
        "text" => ValueKind::Text,
        "choice" => ValueKind::Choice,
        "number" => ValueKind::Number,
        "money" => ValueKind::Money,
        "percent" => ValueKind::Percent,
        "phone" => ValueKind::Phone,
        "email" => ValueKind::Email,
        "date" => ValueKind::Date,
        "time" => ValueKind::Time,
        "datetime" => ValueKind::DateTime,
        "duration" => ValueKind::Duration,
        "name" => ValueKind::Name,
        "address" => ValueKind::Address,
        "product" => ValueKind::Product,
        "photo" => ValueKind::Photo,
        "file" => ValueKind::File,
        "consent" => ValueKind::Consent,
        "list" => ValueKind::List,
        _ => return None,
    })
}

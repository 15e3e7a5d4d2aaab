//! Values: what slots, results and plugin arguments hold, and their types.

use crate::Name;
use jiff::civil;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use understand::{Currency, Money};

/// A value of a dialogue.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Words as somebody wrote them; also names and addresses.
    Text(String),
    /// Yes or no; also a consent.
    YesNo(bool),
    /// The name of a chosen option.
    Choice(Name),
    /// A plain number.
    Number(Decimal),
    /// An amount with its currency.
    Money(Money),
    /// Percent: `10` is ten percent.
    Percent(Decimal),
    /// A phone number in E.164, such as `+79215551234`.
    Phone(String),
    /// An e-mail address.
    Email(String),
    /// A calendar day.
    Date(civil::Date),
    /// A time of day.
    Time(civil::Time),
    /// A day and a time of day in the shop's time zone.
    DateTime(civil::DateTime),
    /// A length of time in seconds.
    Duration(i64),
    /// A catalog row, by SKU; its columns are read from the snapshot of the moment.
    Product(Name),
    /// A photo or a file, by the channel's own reference.
    File(String),
    /// Several values of one type.
    List(Vec<Value>),
    /// Named fields: a quote, a lead, a booking.
    Record(BTreeMap<Name, Value>),
}

impl Value {
    /// A text value.
    pub fn text(words: impl Into<String>) -> Value {
        Value::Text(words.into())
    }

    /// The field of a record, if it has one.
    pub fn field(&self, name: &str) -> Option<&Value> {
        match self {
            Value::Record(fields) => fields.get(name),
            _ => None,
        }
    }

    /// Whether there is nothing to print: empty words or an empty list.
    pub fn is_empty(&self) -> bool {
        match self {
            Value::Text(words) => words.trim().is_empty(),
            Value::List(items) => items.is_empty(),
            _ => false,
        }
    }

    /// The words of a text-like value (text, choice, phone, e-mail, SKU, file reference).
    pub fn as_words(&self) -> Option<&str> {
        match self {
            Value::Text(words) | Value::Phone(words) | Value::Email(words) | Value::File(words) => {
                Some(words)
            }
            Value::Choice(name) | Value::Product(name) => Some(name),
            _ => None,
        }
    }
}

/// The type of a slot, a result, a parameter or a field.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Anything at all: parameters of plugin steps only.
    Any,
    /// `text`
    Text,
    /// `yes/no`
    YesNo,
    /// `choice a, b`: the names that may be chosen; empty where any choice will do.
    Choice(Vec<Name>),
    /// `number`
    Number,
    /// `money CUR`; without a code, the shop's currency.
    Money(Option<Currency>),
    /// `percent`
    Percent,
    /// `phone`
    Phone,
    /// `email`
    Email,
    /// `date`
    Date,
    /// `time`
    Time,
    /// `datetime`
    DateTime,
    /// `duration`
    Duration,
    /// `name`: a person's.
    Name,
    /// `address`
    Address,
    /// `product`: a catalog row.
    Product,
    /// `photo`
    Photo,
    /// `file`
    File,
    /// `consent`
    Consent,
    /// `list of T`
    List(Box<Kind>),
    /// A record type that a plugin declares: `type quote: name text, price money …`.
    Record(Arc<RecordType>),
}

/// A record type as a plugin declares it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RecordType {
    /// `quote`
    pub name: Name,
    /// Fields in the order declared.
    pub fields: Vec<(Name, Kind)>,
}

impl Kind {
    /// Free words, which any message can be: read late in the ladder (LANGUAGE §4).
    pub fn is_free_text(&self) -> bool {
        matches!(self, Kind::Text | Kind::Name | Kind::Address)
    }

    /// Types that are also filled in passing by a message that answers something else (LANGUAGE §4).
    pub fn is_read_in_passing(&self) -> bool {
        matches!(
            self,
            Kind::Phone
                | Kind::Email
                | Kind::Date
                | Kind::Time
                | Kind::DateTime
                | Kind::Money(_)
                | Kind::Product
                | Kind::Choice(_)
        )
    }
}

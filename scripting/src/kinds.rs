//! Types as documentation lines write them: `product`, `money RUB`, `list of text`, `choice new qualified`.

use crate::mistake::{Expected, Fact};
use crate::reader::{Reader, Wrong};
use engine::Kind;
use engine::value::RecordType;
use std::sync::Arc;
use understand::{Currency, nearest};

/// The words that begin a type.
const WORDS: [&str; 21] = [
    "any", "text", "yes/no", "choice", "number", "money", "percent", "phone", "email", "date",
    "time", "datetime", "duration", "name", "address", "product", "photo", "file", "consent",
    "list", "yes",
];

/// Reads the type that comes next; `records` are those declared above.
pub(crate) fn kind(reader: &mut Reader<'_>, records: &[Arc<RecordType>]) -> Result<Kind, Wrong> {
    reader.skip_spaces();
    let mut ahead = *reader;
    if !(ahead.eat_word("list") && ahead.eat_word("of")) {
        return single(reader, records);
    }
    *reader = ahead;
    let start = ahead;
    match single(reader, records)? {
        Kind::Any => start.wrong(Fact::AnyNotParam),
        of => Ok(Kind::List(Box::new(of))),
    }
}

/// Any type but a list: lists hold no lists.
fn single(reader: &mut Reader<'_>, records: &[Arc<RecordType>]) -> Result<Kind, Wrong> {
    reader.skip_spaces();
    let start = *reader;
    let word = reader.take_while(|c| c.is_alphanumeric() || c == '_' || c == '/');
    if word.is_empty() {
        return start.expected(Expected::Type);
    }
    if let Some(simple) = simple(word) {
        return Ok(simple);
    }
    match word {
        "choice" => Ok(Kind::Choice(
            std::iter::from_fn(|| reader.name().map(Arc::from)).collect(),
        )),
        "money" => {
            let mut ahead = *reader;
            let currency = ahead.name().and_then(Currency::parse);
            if currency.is_some() {
                *reader = ahead;
            }
            Ok(Kind::Money(currency))
        }
        _ => match records.iter().find(|record| &*record.name == word) {
            Some(record) => Ok(Kind::Record(record.clone())),
            None => {
                let known = WORDS
                    .iter()
                    .copied()
                    .chain(records.iter().map(|record| &*record.name));
                let nearest = nearest(word, known).map(str::to_owned);
                start.wrong(Fact::TypeUnknown {
                    name: word.to_owned(),
                    nearest,
                })
            }
        },
    }
}

/// The type of a parameter without one: the type that has its name (`product?`), else anything.
pub(crate) fn named_for(param: &str) -> Kind {
    simple(param).unwrap_or(Kind::Any)
}

/// Whether a record may not take this name.
pub(crate) fn is_taken(name: &str) -> bool {
    WORDS.contains(&name)
}

fn simple(word: &str) -> Option<Kind> {
    Some(match word {
        "any" => Kind::Any,
        "text" => Kind::Text,
        "yes/no" => Kind::YesNo,
        "number" => Kind::Number,
        "percent" => Kind::Percent,
        "phone" => Kind::Phone,
        "email" => Kind::Email,
        "date" => Kind::Date,
        "time" => Kind::Time,
        "datetime" => Kind::DateTime,
        "duration" => Kind::Duration,
        "name" => Kind::Name,
        "address" => Kind::Address,
        "product" => Kind::Product,
        "photo" => Kind::Photo,
        "file" => Kind::File,
        "consent" => Kind::Consent,
        _ => return None,
    })
}

/// The type as an author would write it.
pub(crate) fn written(kind: &Kind) -> String {
    match kind {
        Kind::Any => "any".to_owned(),
        Kind::Text => "text".to_owned(),
        Kind::YesNo => "yes/no".to_owned(),
        Kind::Choice(names) if names.is_empty() => "choice".to_owned(),
        Kind::Choice(names) => format!("choice {}", names.join(" ")),
        Kind::Number => "number".to_owned(),
        Kind::Money(None) => "money".to_owned(),
        Kind::Money(Some(currency)) => format!("money {currency}"),
        Kind::Percent => "percent".to_owned(),
        Kind::Phone => "phone".to_owned(),
        Kind::Email => "email".to_owned(),
        Kind::Date => "date".to_owned(),
        Kind::Time => "time".to_owned(),
        Kind::DateTime => "datetime".to_owned(),
        Kind::Duration => "duration".to_owned(),
        Kind::Name => "name".to_owned(),
        Kind::Address => "address".to_owned(),
        Kind::Product => "product".to_owned(),
        Kind::Photo => "photo".to_owned(),
        Kind::File => "file".to_owned(),
        Kind::Consent => "consent".to_owned(),
        Kind::List(of) => format!("list of {}", written(of)),
        Kind::Record(record) => record.name.to_string(),
    }
}

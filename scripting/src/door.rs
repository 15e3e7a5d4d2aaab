//! The door: values into a plugin, and out of it again, each held against its declared type.

use crate::arithmetic::number;
use crate::kinds::written;
use crate::limits;
use crate::moment::Moment;
use catalog::{Cell, Product};
use engine::value::RecordType;
use engine::{Kind, Name, Value};
use jiff::civil::{Date, DateTime, Time};
use rhai::{Array, Dynamic, Map};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeMap;
use std::str::FromStr;
use understand::{Currency, Lang, Money, nearest};

/// A value as a plugin sees it. A product is a map of its columns; one that has left the catalog has `sku` alone.
pub(crate) fn into_script(value: &Value, kind: &Kind, moment: &Moment) -> Dynamic {
    match (value, kind) {
        (Value::Product(sku), _) => product(sku, moment),
        (Value::Text(sku), Kind::Product) => product(sku, moment),
        (Value::List(items), _) => {
            let of = if let Kind::List(of) = kind {
                of
            } else {
                &Kind::Any
            };
            items
                .iter()
                .map(|item| into_script(item, of, moment))
                .collect::<Array>()
                .into()
        }
        (Value::Record(fields), _) => {
            let field = |(name, value): (&Name, &Value)| {
                ((&**name).into(), into_script(value, &Kind::Any, moment))
            };
            fields.iter().map(field).collect::<Map>().into()
        }
        (Value::YesNo(yes), _) => (*yes).into(),
        (Value::Number(count), _) => counted(*count),
        (Value::Percent(percent), _) => percent.normalize().into(),
        (Value::Money(money), _) => Dynamic::from(*money),
        (Value::Date(date), _) => Dynamic::from(*date),
        (Value::Time(time), _) => Dynamic::from(*time),
        (Value::DateTime(at), _) => Dynamic::from(*at),
        (Value::Duration(seconds), _) => (*seconds).into(),
        (
            Value::Text(words) | Value::Phone(words) | Value::Email(words) | Value::File(words),
            _,
        ) => words.into(),
        (Value::Choice(name), _) => (**name).into(),
    }
}

/// A whole number is an integer, so that it counts and indexes; any other is a decimal.
fn counted(number: Decimal) -> Dynamic {
    let whole = number.is_integer().then(|| number.to_i64()).flatten();
    whole.map_or_else(|| number.normalize().into(), Dynamic::from)
}

fn product(sku: &str, moment: &Moment) -> Dynamic {
    match moment.catalog.get(sku) {
        Some(found) => row(found, moment.lang).into(),
        None => Map::from([("sku".into(), sku.into())]).into(),
    }
}

/// A catalog row: its columns by name, in a language. An empty cell has no entry, so it reads as `()`.
pub(crate) fn row(product: &Product, lang: Lang) -> Map {
    const COLUMNS: [&str; 14] = [
        "sku",
        "name",
        "aliases",
        "category",
        "tags",
        "price",
        "full_price",
        "currency",
        "stock",
        "discount",
        "bundle",
        "similar",
        "photo",
        "description",
    ];
    let further = product
        .other
        .keys()
        .map(|header| header.split(':').next().unwrap_or(header));
    let columns = COLUMNS.into_iter().chain(further);
    columns
        .filter_map(|name| Some((name.into(), cell(product.column(name, lang)?))))
        .collect()
}

fn cell(cell: Cell) -> Dynamic {
    let words =
        |words: String| Dynamic::from(words.chars().take(limits::CELL_LETTERS).collect::<String>());
    match cell {
        Cell::Text(text) => words(text),
        Cell::Number(count) => counted(count),
        Cell::Percent(percent) => percent.normalize().into(),
        Cell::Money(money) => Dynamic::from(money),
        Cell::List(items) => items.into_iter().map(words).collect::<Array>().into(),
    }
}

/// A value that a plugin gave back, as its declared type; of a list, its first items.
///
/// # Errors
/// What was declared and what was found instead, for people who read the journal.
pub(crate) fn from_script(found: &Dynamic, kind: &Kind, moment: &Moment) -> Result<Value, String> {
    let wrong = || {
        Err(format!(
            "{} was declared, {} found",
            written(kind),
            shown(found)
        ))
    };
    let words = || {
        found
            .clone()
            .into_string()
            .ok()
            .filter(|words| !words.is_empty())
    };
    let value = match kind {
        Kind::Any => None,
        Kind::Text | Kind::Name | Kind::Address => match found.clone().into_string() {
            Ok(words) if words.len() > limits::TEXT_BYTES => {
                return Err(format!(
                    "a text of {} bytes, at most {} are allowed",
                    words.len(),
                    limits::TEXT_BYTES
                ));
            }
            words => words.ok().map(Value::Text),
        },
        Kind::YesNo | Kind::Consent => found.as_bool().ok().map(Value::YesNo),
        Kind::Choice(names) => words()
            .filter(|word| names.is_empty() || names.iter().any(|name| **name == **word))
            .map(|word| Value::Choice(word.into())),
        Kind::Number => number(found).ok().map(Value::Number),
        Kind::Percent => number(found).ok().map(Value::Percent),
        Kind::Money(currency) => money(found, currency.unwrap_or(moment.currency))
            .filter(|money| currency.is_none_or(|currency| currency == money.currency))
            .map(Value::Money),
        Kind::Phone => words().and_then(|words| phone(&words)).map(Value::Phone),
        Kind::Email => words()
            .filter(|email| email.contains('@'))
            .map(Value::Email),
        Kind::Photo | Kind::File => words().map(Value::File),
        Kind::Date => day::<Date>(found).map(Value::Date),
        Kind::Time => day::<Time>(found).map(Value::Time),
        Kind::DateTime => day::<DateTime>(found).map(Value::DateTime),
        Kind::Duration => found
            .as_int()
            .ok()
            .filter(|seconds| *seconds >= 0)
            .map(Value::Duration),
        Kind::Product => match sku(found) {
            Some(sku) => match moment.catalog.get(&sku) {
                Some(row) => Some(Value::Product(row.sku.as_str().into())),
                None => return Err(format!("the catalog has no `{sku}`")),
            },
            None => None,
        },
        Kind::List(of) => match found.as_array_ref() {
            Ok(items) => {
                let items = items
                    .iter()
                    .take(limits::LIST_ITEMS)
                    .map(|item| from_script(item, of, moment));
                Some(Value::List(items.collect::<Result<_, _>>()?))
            }
            Err(_) => None,
        },
        Kind::Record(declared) => match found.as_map_ref() {
            Ok(fields) => Some(Value::Record(record(&fields, declared, moment)?)),
            Err(_) => None,
        },
    };
    match value {
        Some(value) => Ok(value),
        None => wrong(),
    }
}

fn record(
    found: &Map,
    declared: &RecordType,
    moment: &Moment,
) -> Result<BTreeMap<Name, Value>, String> {
    if let Some(field) = found
        .keys()
        .find(|field| declared.fields.iter().all(|(name, _)| **name != ***field))
    {
        let near = nearest(field, declared.fields.iter().map(|(name, _)| &**name));
        let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        return Err(format!("`{}` has no field `{field}`{near}", declared.name));
    }
    let mut fields = BTreeMap::new();
    for (name, kind) in &declared.fields {
        let value = found.get(&**name).filter(|value| !value.is_unit());
        if let Some(value) = value {
            let value =
                from_script(value, kind, moment).map_err(|why| format!("field `{name}`: {why}"))?;
            fields.insert(name.clone(), value);
        }
    }
    Ok(fields)
}

/// The SKU of a product that a plugin holds: the map of a row, or the SKU itself.
pub(crate) fn sku(found: &Dynamic) -> Option<String> {
    let sku = match found.as_map_ref() {
        Ok(row) => row.get("sku")?.clone().into_string(),
        Err(_) => found.clone().into_string(),
    };
    sku.ok().filter(|sku| !sku.is_empty())
}

/// Money, or a bare number of a currency.
fn money(found: &Dynamic, currency: Currency) -> Option<Money> {
    match number(found) {
        Ok(amount) => Some(Money { amount, currency }),
        Err(_) => found.clone().try_cast::<Money>(),
    }
}

/// A date, a time or both; or the same written like `2026-03-02T10:30`.
fn day<T: FromStr + 'static>(found: &Dynamic) -> Option<T> {
    match found.clone().into_string() {
        Ok(words) => words.parse().ok(),
        Err(_) => found.clone().try_cast::<T>(),
    }
}

/// A phone number in E.164 (a plus and at most fifteen digits), however it was spaced.
fn phone(words: &str) -> Option<String> {
    let spaced = |sign: &char| matches!(sign, ' ' | '-' | '(' | ')' | '\u{a0}');
    let phone: String = words.chars().filter(|sign| !spaced(sign)).collect();
    let digits = phone.strip_prefix('+')?;
    let fits =
        (5..=15).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
    fits.then_some(phone)
}

/// What a plugin's value is, in a word or its first letters.
pub(crate) fn shown(found: &Dynamic) -> String {
    if found.is_unit() {
        return "nothing".to_owned();
    }
    match found.clone().into_string() {
        Ok(words) => format!("\"{}\"", words.chars().take(60).collect::<String>()),
        Err("map") => "a map".to_owned(),
        Err("array") => "an array".to_owned(),
        Err("bool") => "a yes or no".to_owned(),
        Err(_) if number(found).is_ok() => "a number".to_owned(),
        Err(_) if found.is::<Money>() => "money".to_owned(),
        Err(_) if found.is::<Date>() => "a date".to_owned(),
        Err(_) if found.is::<Time>() => "a time".to_owned(),
        Err(_) if found.is::<DateTime>() => "a datetime".to_owned(),
        Err(_) => "something else".to_owned(),
    }
}

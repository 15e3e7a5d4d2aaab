//! Values as examples write them: `"RED-25"`, `5`, `10%`, `990 RUB`, `2026-03-02T11:00`, `yes`, `new`,
//! `product "RED-25"` where the parameter may be anything, and lists `[…]`.

use crate::mistake::Expected;
use crate::reader::{Reader, Wrong};
use engine::{Kind, Value};
use jiff::civil;
use rust_decimal::Decimal;
use understand::{Currency, Money};

/// A value as it is written.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Literal {
    /// `"RED-25"`: whatever the parameter's type reads into it.
    Text(String),
    /// A bare word: `yes`, or the name of a choice.
    Word(String),
    /// All that tells its type by itself.
    Plain(Value),
    /// `[…]`
    List(Vec<Literal>),
}

/// Lists in lists at most.
const DEPTH: usize = 4;

/// An argument: a value, perhaps after `name:`.
pub(crate) fn argument(reader: &mut Reader<'_>) -> Result<(Option<String>, Literal), Wrong> {
    let mut ahead = *reader;
    let mut name = None;
    if let Some(word) = ahead.name()
        && ahead.eat(":")
    {
        *reader = ahead;
        name = Some(word.to_owned());
    }
    Ok((name, literal(reader, DEPTH)?))
}

fn literal(reader: &mut Reader<'_>, depth: usize) -> Result<Literal, Wrong> {
    reader.skip_spaces();
    let start = *reader;
    if let Some(text) = reader.quoted() {
        return Ok(Literal::Text(text));
    }
    if depth > 0 && reader.eat("[") {
        let mut items = Vec::new();
        while !reader.eat("]") {
            if !items.is_empty() {
                reader.need(",", Expected::Closing)?;
            }
            items.push(literal(reader, depth - 1)?);
        }
        return Ok(Literal::List(items));
    }
    if reader.rest().starts_with(|c: char| c.is_ascii_digit()) {
        let token = reader.take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ':' | '-' | 'T'));
        return match figure(token, reader) {
            Some(value) => Ok(Literal::Plain(value)),
            None => start.expected(Expected::Value),
        };
    }
    match reader.name() {
        Some("product") => match reader.quoted() {
            Some(sku) => Ok(Literal::Plain(Value::Product(sku.into()))),
            None => start.expected(Expected::Value),
        },
        Some(word) => Ok(Literal::Word(word.to_owned())),
        None => start.expected(Expected::Value),
    }
}

fn figure(token: &str, reader: &mut Reader<'_>) -> Option<Value> {
    if token.contains('T') {
        return token.parse::<civil::DateTime>().ok().map(Value::DateTime);
    }
    if token.contains('-') {
        return token.parse::<civil::Date>().ok().map(Value::Date);
    }
    if token.contains(':') {
        return token.parse::<civil::Time>().ok().map(Value::Time);
    }
    let number = token.parse::<Decimal>().ok()?;
    if reader.eat("%") {
        return Some(Value::Percent(number));
    }
    let mut ahead = *reader;
    if let Some(currency) = ahead.name().and_then(Currency::parse) {
        *reader = ahead;
        return Some(Value::Money(Money {
            amount: number,
            currency,
        }));
    }
    Some(Value::Number(number))
}

impl Literal {
    /// The value it is for a parameter of a type.
    pub(crate) fn value(&self, kind: &Kind) -> Value {
        match self {
            Literal::Plain(value) => value.clone(),
            Literal::List(items) => {
                let of = if let Kind::List(of) = kind {
                    of
                } else {
                    &Kind::Any
                };
                Value::List(items.iter().map(|item| item.value(of)).collect())
            }
            Literal::Word(word) => match (kind, word.as_str()) {
                (Kind::YesNo | Kind::Consent | Kind::Any, "yes" | "no") => {
                    Value::YesNo(word == "yes")
                }
                (Kind::Choice(_) | Kind::Any, _) => Value::Choice(word.as_str().into()),
                _ => Literal::Text(word.clone()).value(kind),
            },
            Literal::Text(text) => match kind {
                Kind::Product => Value::Product(text.as_str().into()),
                Kind::Choice(_) => Value::Choice(text.as_str().into()),
                Kind::Phone => Value::Phone(text.clone()),
                Kind::Email => Value::Email(text.clone()),
                Kind::Photo | Kind::File => Value::File(text.clone()),
                _ => Value::Text(text.clone()),
            },
        }
    }
}

//! Whether what the bot did is what a talk states.

use dsl::talk::{Expected, Message as Named, Value as Written, Wording};
use engine::signature::Signatures;
use engine::{Effect, Message, SaidAs, Value};
use understand::{Lang, fold, money_text, number_text, percent_text};

/// How the bot differed from a line of a talk.
#[derive(Clone, PartialEq, Debug)]
pub enum Mismatch {
    /// The line states something that did not happen.
    Missing,
    /// Another message came.
    Other(Box<Message>),
    /// The message came with other words.
    Words(Box<Message>),
    /// The bot did something that no line states.
    Unstated(Box<Effect>),
    /// A message has words that never shall be.
    Never(Box<Message>),
    /// The talk asks for something that cannot be done.
    Impossible(String),
}

/// Whether a message is the one a talk names.
pub(super) fn is_named(message: &Message, named: &Named) -> bool {
    let same = |name: &str, other: &str| fold(name) == fold(other);
    match (named, &message.said_as) {
        (Named::Any, _) => true,
        (Named::Ask(slot), SaidAs::Ask(asked)) => same(slot, asked),
        (Named::Unclear(name), SaidAs::Unclear(unclear)) => same(name, unclear),
        (Named::Which(slot), SaidAs::Which(asked)) => same(slot, asked),
        (Named::Show(list), SaidAs::Show(shown)) => same(list, shown),
        (Named::Say(value), SaidAs::Value(said)) => same(value, said),
        (Named::Say(name), SaidAs::Text(text)) => same(name, text),
        (Named::Named { flow, name, nth }, said_as) => {
            flow.as_ref()
                .is_none_or(|flow| same(flow, &message.origin.flow))
                && match said_as {
                    SaidAs::Text(text) | SaidAs::BuiltIn(text) => same(name, text) && nth.is_none(),
                    SaidAs::Nth(state, at) => {
                        same(name, state) && nth.unwrap_or(1) == usize::from(*at)
                    }
                    SaidAs::Value(value) => same(name, value) && nth.is_none(),
                    _ => false,
                }
        }
        _ => false,
    }
}

/// Whether a text has the words a talk states. All kinds of space are equal.
pub(super) fn has_words(text: &str, wording: &Wording) -> bool {
    match wording {
        Wording::Exact(words) => spaced(text) == spaced(words),
        Wording::Part(words) => spaced(text).contains(&spaced(words)),
    }
}

/// Every run of white space as one plain space.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether an effect is the one a talk expects.
pub(super) fn is_expected(effect: &Effect, expected: &Expected) -> bool {
    match (expected, effect) {
        (Expected::Escalate(wanted), Effect::Escalate { reason, .. }) => wanted
            .as_ref()
            .is_none_or(|wanted| spaced(wanted) == spaced(reason)),
        (Expected::Finish(wanted), Effect::Finish { outcome, .. }) => {
            wanted.as_ref().is_none_or(|wanted| wanted == outcome)
        }
        (
            Expected::Learn { kind, value },
            Effect::Learn {
                kind: learnt,
                value: what,
            },
        ) => fold(kind) == fold(learnt) && value.as_ref().is_none_or(|value| is_same(value, what)),
        (Expected::Step { plugin, step, .. }, Effect::Request { step: asked, .. }) => {
            fold(asked) == fold(&format!("{plugin}.{step}"))
        }
        _ => false,
    }
}

/// Whether a talk must state an effect: messages, endings, escalations, the script's own records and
/// steps that change the world; not timers, nor what the engine notes of its own.
pub(super) fn must_be_stated(effect: &Effect, signatures: &Signatures) -> bool {
    match effect {
        Effect::Send(_) | Effect::Escalate { .. } | Effect::Finish { .. } => true,
        Effect::Learn { kind, .. } => !engine::step::OWN_RECORDS.contains(&&**kind),
        Effect::Request { step, .. } => step
            .split_once('.')
            .and_then(|(plugin, step)| signatures.get(plugin, step))
            .is_some_and(|signature| signature.effect),
        _ => false,
    }
}

/// A value as a talk writes it, against one of the dialogue.
fn is_same(written: &Written, value: &Value) -> bool {
    let words = value.as_words().unwrap_or_default();
    match (written, value) {
        (Written::Text(text) | Written::Name(text), _) => {
            spaced(&fold(text)) == spaced(&fold(words))
        }
        (Written::Number(number), Value::Number(other)) => number == other,
        (Written::Percent(percent), Value::Percent(other)) => percent == other,
        (Written::Money(amount, currency), Value::Money(money)) => {
            *amount == money.amount && *currency == money.currency
        }
        (Written::Duration(millis), Value::Duration(seconds)) => {
            *millis == seconds.saturating_mul(1_000)
        }
        _ => false,
    }
}

/// An effect in the words of a talk.
pub(super) fn told(effect: &Effect) -> String {
    match effect {
        Effect::Send(message) => format!("< {} {:?}", name(message), message.text),
        Effect::Escalate { reason, .. } => format!("! escalate {reason:?}"),
        Effect::Finish { outcome, .. } => format!("! finish {}", outcome.as_str()),
        Effect::Learn { kind, value } => format!("! learn {kind} {}", value_told(value)),
        Effect::Request { step, .. } => format!("! {step}"),
        _ => String::new(),
    }
}

/// The name a talk has for a message.
pub(super) fn name(message: &Message) -> String {
    match &message.said_as {
        SaidAs::Ask(slot) => format!("ask {slot}"),
        SaidAs::Unclear(name) => format!("unclear {name}"),
        SaidAs::Which(slot) => format!("which {slot}"),
        SaidAs::Show(list) => format!("show {list}"),
        SaidAs::Value(value) => format!("say {value}"),
        SaidAs::Text(text) | SaidAs::BuiltIn(text) => text.to_string(),
        SaidAs::Nth(state, 1) => state.to_string(),
        SaidAs::Nth(state, nth) => format!("{state}.{nth}"),
    }
}

fn value_told(value: &Value) -> String {
    match value {
        Value::Number(number) => number_text(number, Lang::EN),
        Value::Percent(percent) => percent_text(percent, Lang::EN),
        Value::Money(money) => money_text(money, Lang::EN),
        other => format!("{:?}", other.as_words().unwrap_or_default()),
    }
}

/// A value as a talk writes it, as one of the dialogue.
pub(super) fn value(written: &Written) -> Value {
    match written {
        Written::Text(text) => Value::text(text),
        Written::Number(number) => Value::Number(*number),
        Written::Money(amount, currency) => Value::Money(understand::Money {
            amount: *amount,
            currency: *currency,
        }),
        Written::Percent(percent) => Value::Percent(*percent),
        Written::Duration(millis) => Value::Duration(millis / 1_000),
        Written::Name(name) => match fold(name).as_str() {
            "yes" | "да" | "так" => Value::YesNo(true),
            "no" | "нет" | "ні" => Value::YesNo(false),
            _ => Value::Choice(name.as_str().into()),
        },
    }
}

/// A value fit for a type: words become the product or the choice that they name.
pub(super) fn fitted(written: &Written, kind: &engine::Kind) -> Value {
    use engine::Kind;
    let value = value(written);
    match (kind, &value) {
        (Kind::Product, other) => other
            .as_words()
            .map_or_else(|| value.clone(), |sku| Value::Product(sku.into())),
        (Kind::Phone, Value::Text(words)) => Value::Phone(words.clone()),
        (Kind::Email, Value::Text(words)) => Value::Email(words.clone()),
        (Kind::Choice(_), Value::Text(words)) => Value::Choice(words.as_str().into()),
        (Kind::Text | Kind::Name | Kind::Address, Value::Choice(name)) => Value::text(&**name),
        (Kind::Date, Value::Text(words)) => words.parse().map_or(value, Value::Date),
        (Kind::Time, Value::Text(words)) => words.parse().map_or(value, Value::Time),
        (Kind::DateTime, Value::Text(words)) => words.parse().map_or(value, Value::DateTime),
        (Kind::Money(_), Value::Number(_)) => value,
        _ => value,
    }
}

/// Milliseconds as the engine counts time.
pub(super) fn millis(millis: i64) -> jiff::SignedDuration {
    jiff::SignedDuration::from_millis(millis)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_decimal::Decimal;

    #[test]
    fn all_kinds_of_space_are_equal() {
        assert!(has_words(
            "4\u{a0}500\u{202f}₽",
            &Wording::Exact("4 500 ₽".to_owned())
        ));
        assert!(has_words(
            "Вот: 4\u{a0}500 ₽.",
            &Wording::Part("4 500".to_owned())
        ));
        assert!(!has_words(
            "4 500 ₽.",
            &Wording::Exact("4 500 ₽".to_owned())
        ));
    }

    #[test]
    fn a_value_is_what_was_written() {
        assert_eq!(
            value(&Written::Percent(Decimal::TEN)),
            Value::Percent(Decimal::TEN)
        );
        assert_eq!(
            fitted(&Written::Text("RED-25".to_owned()), &engine::Kind::Product),
            Value::Product("RED-25".into())
        );
    }
}

//! Money and moments in plugins: amounts of one currency add up and compare, days and hours too.
//! Whatever cannot be told (two currencies, too large a number) ends the step with a reason.

use crate::moment::Moment;
use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, ToSpan};
use rhai::{Dynamic, Engine, EvalAltResult, INT, NativeCallContext};
use rust_decimal::{Decimal, RoundingStrategy};
use std::cmp::Ordering;
use understand::{Currency, Money};

type Result<T> = std::result::Result<T, Box<EvalAltResult>>;

/// Registers all of it.
pub(crate) fn register(engine: &mut Engine) {
    money(engine);
    fractions(engine);
    moments(engine);
    in_words(engine);
}

fn money(engine: &mut Engine) {
    engine
        .register_type_with_name::<Money>("money")
        .register_get("amount", |money: &mut Money| money.amount)
        .register_get("currency", |money: &mut Money| {
            money.currency.as_str().to_owned()
        })
        .register_fn(
            "money",
            |context: NativeCallContext, amount: Dynamic| -> Result<Money> {
                Ok(Money {
                    amount: number(&amount)?,
                    currency: Moment::of(&context)?.currency,
                })
            },
        )
        .register_fn(
            "money",
            |amount: Dynamic, currency: &str| -> Result<Money> {
                let currency = Currency::parse(currency)
                    .ok_or_else(|| format!("`{currency}` is not a currency"))?;
                Ok(Money {
                    amount: number(&amount)?,
                    currency,
                })
            },
        )
        .register_fn("percent_of", |percent: Dynamic, money: Money| {
            percent_of(number(&percent)?, money)
        })
        .register_fn("+", |a: Money, b: Money| same(a, b, Decimal::checked_add))
        .register_fn("-", |a: Money, b: Money| same(a, b, Decimal::checked_sub))
        .register_fn("-", |a: Money| Money {
            amount: -a.amount,
            ..a
        })
        .register_fn("/", |a: Money, b: Money| {
            Ok::<_, Box<EvalAltResult>>(same(a, b, Decimal::checked_div)?.amount)
        })
        .register_fn("==", |a: Money, b: Money| a == b)
        .register_fn("!=", |a: Money, b: Money| a != b)
        .register_fn("<", |a: Money, b: Money| {
            Ok::<_, Box<EvalAltResult>>(order(a, b)?.is_lt())
        })
        .register_fn("<=", |a: Money, b: Money| {
            Ok::<_, Box<EvalAltResult>>(order(a, b)?.is_le())
        })
        .register_fn(">", |a: Money, b: Money| {
            Ok::<_, Box<EvalAltResult>>(order(a, b)?.is_gt())
        })
        .register_fn(">=", |a: Money, b: Money| {
            Ok::<_, Box<EvalAltResult>>(order(a, b)?.is_ge())
        });
    engine
        .register_fn("round", |a: Money| {
            rounded(a, RoundingStrategy::MidpointAwayFromZero)
        })
        .register_fn("floor", |a: Money| {
            rounded(a, RoundingStrategy::ToNegativeInfinity)
        })
        .register_fn("ceiling", |a: Money| {
            rounded(a, RoundingStrategy::ToPositiveInfinity)
        });
    beside_numbers::<INT>(engine);
    beside_numbers::<Decimal>(engine);
}

/// Money beside a bare number, which is of the same currency: `price + 500`, `price * 3`, `price > 5000`.
fn beside_numbers<N: Into<Decimal> + Clone + Send + Sync + 'static>(engine: &mut Engine) {
    engine
        .register_fn("+", |a: Money, b: N| {
            scaled(a, b.into(), Decimal::checked_add)
        })
        .register_fn("+", |a: N, b: Money| {
            scaled(b, a.into(), Decimal::checked_add)
        })
        .register_fn("-", |a: Money, b: N| {
            scaled(a, b.into(), Decimal::checked_sub)
        })
        .register_fn("*", |a: Money, b: N| {
            scaled(a, b.into(), Decimal::checked_mul)
        })
        .register_fn("*", |a: N, b: Money| {
            scaled(b, a.into(), Decimal::checked_mul)
        })
        .register_fn("/", |a: Money, b: N| {
            scaled(a, b.into(), Decimal::checked_div)
        })
        .register_fn("==", |a: Money, b: N| a.amount == b.into())
        .register_fn("!=", |a: Money, b: N| a.amount != b.into())
        .register_fn("<", |a: Money, b: N| a.amount < b.into())
        .register_fn("<=", |a: Money, b: N| a.amount <= b.into())
        .register_fn(">", |a: Money, b: N| a.amount > b.into())
        .register_fn(">=", |a: Money, b: N| a.amount >= b.into());
}

fn rounded(money: Money, strategy: RoundingStrategy) -> Money {
    let amount = money.amount.round_dp_with_strategy(0, strategy);
    Money { amount, ..money }
}

/// A share of an amount, rounded down to the currency's smallest unit; of a whole amount, to a whole one.
/// Down, so that a discount is never larger than its percent.
fn percent_of(percent: Decimal, money: Money) -> Result<Money> {
    let digits = if money.amount.is_integer() {
        0
    } else {
        money.currency.minor_digits()
    };
    let share = money
        .amount
        .checked_mul(percent)
        .and_then(|product| product.checked_div(Decimal::ONE_HUNDRED));
    let share = share.ok_or("the amount is too large")?;
    let amount = share
        .round_dp_with_strategy(digits, RoundingStrategy::ToNegativeInfinity)
        .normalize();
    Ok(Money { amount, ..money })
}

/// The number of an integer or a decimal.
pub(crate) fn number(value: &Dynamic) -> Result<Decimal> {
    match (value.as_int(), value.as_decimal()) {
        (Ok(whole), _) => Ok(whole.into()),
        (_, Ok(decimal)) => Ok(decimal),
        _ => Err(format!("a number is needed, not {}", value.type_name()).into()),
    }
}

fn same(a: Money, b: Money, operation: fn(Decimal, Decimal) -> Option<Decimal>) -> Result<Money> {
    order(a, b)?;
    scaled(a, b.amount, operation)
}

fn scaled(
    a: Money,
    by: Decimal,
    operation: fn(Decimal, Decimal) -> Option<Decimal>,
) -> Result<Money> {
    let amount = operation(a.amount, by).ok_or("the amount is too large, or divided by zero")?;
    Ok(Money {
        amount: amount.normalize(),
        ..a
    })
}

fn order(a: Money, b: Money) -> Result<Ordering> {
    if a.currency == b.currency {
        Ok(a.amount.cmp(&b.amount))
    } else {
        Err(format!(
            "{} and {} cannot be compared or added",
            a.currency, b.currency
        )
        .into())
    }
}

/// There are no floats: what other scripts get as a float is a decimal here.
fn fractions(engine: &mut Engine) {
    engine
        .register_fn("to_float", |whole: INT| Decimal::from(whole))
        .register_fn("to_float", |decimal: Decimal| decimal)
        .register_fn("parse_float", |text: &str| read::<Decimal>(text, "12.5"));
}

fn moments(engine: &mut Engine) {
    engine
        .register_type_with_name::<Date>("date")
        .register_type_with_name::<Time>("time")
        .register_type_with_name::<DateTime>("datetime")
        .register_fn("date", |text: &str| read::<Date>(text, "2026-03-02"))
        .register_fn("time", |text: &str| read::<Time>(text, "10:30"))
        .register_fn("datetime", |text: &str| {
            read::<DateTime>(text, "2026-03-02T10:30")
        })
        .register_fn("datetime", |date: Date, time: Time| date.to_datetime(time))
        .register_get("date", |moment: &mut DateTime| moment.date())
        .register_get("time", |moment: &mut DateTime| moment.time())
        .register_get("day", |date: &mut Date| INT::from(date.day()))
        .register_get("month", |date: &mut Date| INT::from(date.month()))
        .register_get("year", |date: &mut Date| INT::from(date.year()))
        .register_get("weekday", |date: &mut Date| {
            INT::from(date.weekday().to_monday_one_offset())
        })
        .register_get("hour", |time: &mut Time| INT::from(time.hour()))
        .register_get("minute", |time: &mut Time| INT::from(time.minute()))
        .register_fn("plus_days", |date: Date, days: INT| -> Result<Date> {
            let span = i64_span(days)?;
            date.checked_add(span)
                .map_err(|_| "the date is out of range".into())
        })
        .register_fn(
            "plus_seconds",
            |moment: DateTime, seconds: INT| -> Result<DateTime> {
                moment
                    .checked_add(SignedDuration::from_secs(seconds))
                    .map_err(|_| "the moment is out of range".into())
            },
        )
        .register_fn("seconds_since", |later: DateTime, earlier: DateTime| {
            later.duration_since(earlier).as_secs()
        });
    ordered::<Date>(engine);
    ordered::<Time>(engine);
    ordered::<DateTime>(engine);
}

fn i64_span(days: INT) -> Result<jiff::Span> {
    // A span of days past 7 million is no span; a hundred years are enough for a shop.
    if (-36_600..=36_600).contains(&days) {
        Ok(days.days())
    } else {
        Err("the date is out of range".into())
    }
}

fn read<T: std::str::FromStr>(text: &str, like: &str) -> Result<T> {
    text.parse()
        .map_err(|_| format!("`{text}` is not written like `{like}`").into())
}

fn ordered<T: Ord + Clone + Send + Sync + 'static>(engine: &mut Engine) {
    engine
        .register_fn("==", |a: T, b: T| a == b)
        .register_fn("!=", |a: T, b: T| a != b)
        .register_fn("<", |a: T, b: T| a < b)
        .register_fn("<=", |a: T, b: T| a <= b)
        .register_fn(">", |a: T, b: T| a > b)
        .register_fn(">=", |a: T, b: T| a >= b);
}

/// `${price}` and `price.to_string()` are in the words of the language spoken.
fn in_words(engine: &mut Engine) {
    engine
        .register_fn(
            "to_string",
            |context: NativeCallContext, money: Money| -> Result<String> {
                Ok(understand::money_text(&money, Moment::of(&context)?.lang))
            },
        )
        .register_fn(
            "to_string",
            |context: NativeCallContext, date: Date| -> Result<String> {
                let moment = Moment::of(&context)?;
                Ok(understand::date_text(
                    date,
                    moment.lang,
                    Some(moment.now.year()),
                ))
            },
        )
        .register_fn(
            "to_string",
            |context: NativeCallContext, time: Time| -> Result<String> {
                Ok(understand::time_text(time, Moment::of(&context)?.lang))
            },
        )
        .register_fn(
            "to_string",
            |context: NativeCallContext, at: DateTime| -> Result<String> {
                let moment = Moment::of(&context)?;
                Ok(understand::datetime_text(
                    at,
                    moment.lang,
                    Some(moment.now.year()),
                ))
            },
        );
}

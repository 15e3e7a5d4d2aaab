//! Numbers, amounts and lengths of time, as scripts write them.

use super::{Row, Rule};
use crate::ast::Expr;
use crate::source::Spanned;
use engine::world::Hours;
use jiff::civil::Time;
use pest::iterators::Pair;
use rust_decimal::Decimal;
use std::str::FromStr;
use understand::Currency;

/// A string without its escapes: `\"` and `\\` are the only ones.
pub(crate) fn unescaped(inner: &str) -> String {
    if !inner.contains('\\') {
        return inner.to_owned();
    }
    let mut out = String::with_capacity(inner.len());
    let mut letters = inner.chars();
    while let Some(letter) = letters.next() {
        out.push(if letter == '\\' {
            letters.next().unwrap_or(letter)
        } else {
            letter
        });
    }
    out
}

/// `1 500`, `1,5`; none where it has more digits than a number can.
pub(crate) fn number(text: &str) -> Option<Decimal> {
    let plain: String = text
        .chars()
        .filter(|sign| *sign != ' ')
        .map(|sign| if sign == ',' { '.' } else { sign })
        .collect();
    Decimal::from_str(&plain).ok()
}

/// A whole number.
pub(crate) fn integer(pair: &Pair<'_, Rule>) -> Option<u32> {
    pair.as_str().parse().ok()
}

/// `v3`
pub(crate) fn version(row: &Row<'_>, pair: &Pair<'_, Rule>) -> Option<Spanned<u32>> {
    let number = pair.as_str().trim_start_matches('v').parse().ok()?;
    Some(Spanned::new(number, row.span(pair)))
}

/// A length of time in milliseconds; none where it is longer than a thousand years.
pub(crate) fn duration(row: &Row<'_>, pair: &Pair<'_, Rule>) -> Option<Spanned<i64>> {
    const LONGEST: i64 = 1000 * 366 * 24 * 3_600_000;
    let mut parts = pair.clone().into_inner();
    let count: i64 = parts.next()?.as_str().parse().ok()?;
    let unit = match parts.next()?.as_str() {
        "ms" | "мс" => 1,
        "s" | "с" => 1000,
        "m" | "мин" | "хв" => 60_000,
        "h" | "ч" | "год" => 3_600_000,
        "d" | "д" => 24 * 3_600_000,
        _ => 7 * 24 * 3_600_000,
    };
    let length = count
        .checked_mul(unit)
        .filter(|length| *length <= LONGEST)?;
    Some(Spanned::new(length, row.span(pair)))
}

/// `09:00-21:00`; `24:00` is the end of the day.
pub(crate) fn hours(row: &Row<'_>, pair: &Pair<'_, Rule>) -> Option<Spanned<Hours>> {
    let mut clocks = pair.clone().into_inner().map(|clock| time(clock.as_str()));
    let hours = Hours {
        from: clocks.next()??,
        to: clocks.next()??,
    };
    Some(Spanned::new(hours, row.span(pair)))
}

fn time(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
    if (hour, minute) == (24, 0) {
        return Time::new(23, 59, 59, 0).ok();
    }
    Time::new(hour, minute, 0, 0).ok()
}

/// A value; none where a number is beyond what can be counted.
pub(crate) fn operand(row: &Row<'_>, pair: Pair<'_, Rule>) -> Option<Expr> {
    let value = pair.into_inner().next()?;
    let span = row.span(&value);
    Some(match value.as_rule() {
        Rule::string => Expr::Text(row.string(&value)),
        Rule::number => Expr::Number(Spanned::new(number(value.as_str())?, span)),
        Rule::percent => Expr::Percent(Spanned::new(
            number(value.into_inner().next()?.as_str())?,
            span,
        )),
        Rule::amount => {
            let mut parts = value.into_inner();
            let amount = number(parts.next()?.as_str())?;
            let currency = Currency::parse(parts.next()?.as_str())?;
            Expr::Money(Spanned::new((amount, currency), span))
        }
        Rule::duration => Expr::Duration(duration(row, &value)?),
        _ => Expr::Path(row.path(&value)?),
    })
}

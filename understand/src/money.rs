//! Amounts of money and percents in a message.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::currency::Currency;
use crate::heard::{Found, Heard, Word};
use crate::number::{is_space, numbers};

/// An amount of a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// How much, in whole units: 45.5 is forty-five and a half.
    pub amount: Decimal,
    /// Of what.
    pub currency: Currency,
}

/// The first amount in the message; a bare number is of the `default` currency.
pub fn money(heard: &Heard, default: Currency) -> Option<Found<Money>> {
    if let Some(named) = monies(heard).into_iter().next() {
        return Some(named);
    }
    let shares: Vec<usize> = percents(heard)
        .into_iter()
        .flat_map(|share| share.words)
        .collect();
    let bare = numbers(heard)
        .into_iter()
        .find(|number| !number.words.iter().any(|word| shares.contains(word)))?;
    Some(bare.map(|amount| Money {
        amount,
        currency: default,
    }))
}

/// Every amount whose currency is named, the lower ends of ranges among them («от 3000 до 4500 ₽»).
pub fn monies(heard: &Heard) -> Vec<Found<Money>> {
    let numbers = numbers(heard);
    let mut found: Vec<Found<Money>> = Vec::new();
    for (place, number) in numbers.iter().enumerate() {
        let Some(amount) = priced(heard, number) else {
            continue;
        };
        if let Some(minor) = minor_of(heard, found.last(), &amount) {
            // «45 рублей 50 копеек» is one amount.
            if let Some(major) = found.last_mut() {
                major.value.amount += minor;
                major.words.extend(amount.words);
            }
            continue;
        }
        let Some(currency) = amount.value.currency else {
            continue;
        };
        let lower = place
            .checked_sub(1)
            .map(|before| &numbers[before])
            .filter(|lower| {
                let taken = found
                    .last()
                    .is_some_and(|found| found.words.iter().any(|word| lower.words.contains(word)));
                !taken && is_range(heard, lower, &amount.words)
            });
        if let Some(lower) = lower {
            found.push(lower.clone().map(|amount| Money { amount, currency }));
        }
        found.push(amount.map(|priced| Money {
            amount: priced.amount,
            currency,
        }));
    }
    found
}

/// The first percent in the message: 10 for «10%».
pub fn percent(heard: &Heard) -> Option<Found<Decimal>> {
    percents(heard).into_iter().next()
}

/// Every percent in the message, the lower ends of ranges among them.
pub fn percents(heard: &Heard) -> Vec<Found<Decimal>> {
    let numbers = numbers(heard);
    let mut found: Vec<Found<Decimal>> = Vec::new();
    for (place, number) in numbers.iter().enumerate() {
        let Some(words) = percent_words(heard, number) else {
            continue;
        };
        let lower = place
            .checked_sub(1)
            .map(|before| &numbers[before])
            .filter(|lower| {
                is_range(heard, lower, &words)
                    && found.last().is_none_or(|found| found.words != lower.words)
            });
        found.extend(lower.cloned());
        found.push(Found {
            value: number.value,
            words,
        });
    }
    found
}

/// A number with what names its currency: none for the smallest unit («копеек», "cents").
#[derive(Clone, Copy)]
struct Priced {
    amount: Decimal,
    currency: Option<Currency>,
}

/// The currency before or after a number.
fn priced(heard: &Heard, number: &Found<Decimal>) -> Option<Found<Priced>> {
    let (&first, &last) = (number.words.first()?, number.words.last()?);
    let next = last + 1;
    let found = |amount, currency, words: Vec<usize>| {
        Some(Found {
            value: Priced { amount, currency },
            words,
        })
    };
    let after = heard.gap(next);
    // A sign that touches the next digits is theirs: «45 $50».
    let belongs = !after.ends_with(Currency::is_sign)
        || !heard.words().get(next).is_some_and(Word::is_digits);
    let sign = after
        .trim_start_matches(|sign: char| sign.is_whitespace() || sign == '.')
        .chars()
        .next();
    if let Some(currency) = sign.and_then(Currency::of_sign).filter(|_| belongs) {
        return found(number.value, Some(currency), number.words.clone());
    }
    let before = heard.gap(first).trim_end();
    if let Some(currency) = before
        .trim_end_matches(['-', '−'])
        .chars()
        .next_back()
        .and_then(Currency::of_sign)
    {
        return found(number.value, Some(currency), number.words.clone());
    }
    let with = |more: &[usize]| {
        number
            .words
            .iter()
            .copied()
            .chain(more.iter().copied())
            .collect::<Vec<usize>>()
    };
    let close = is_space(after) || matches!(after.trim(), "." | "-");
    if close && !heard.said(next).is_empty() {
        match (heard.said(next), heard.said(next + 1)) {
            // «5 т.р.», «5тр»: thousands of roubles.
            ("т", "р") if matches!(heard.gap(next + 1).trim(), "" | ".") => {
                return found(
                    number.value.checked_mul(Decimal::ONE_THOUSAND)?,
                    Currency::parse("RUB"),
                    with(&[next, next + 1]),
                );
            }
            ("тр", _) => {
                return found(
                    number.value.checked_mul(Decimal::ONE_THOUSAND)?,
                    Currency::parse("RUB"),
                    with(&[next]),
                );
            }
            ("белорусских", word) | ("us" | "американских", word)
                if Currency::named(word).is_some() =>
            {
                let currency = if heard.said(next) == "белорусских" {
                    Currency::parse("BYN")
                } else {
                    Currency::named(word)
                };
                return found(number.value, currency, with(&[next, next + 1]));
            }
            (word, _) => {
                if let Some(currency) = Currency::named(word) {
                    return found(number.value, Some(currency), with(&[next]));
                }
                if is_minor(word) {
                    return found(number.value, None, with(&[next]));
                }
            }
        }
    }
    let code = first
        .checked_sub(1)
        .filter(|_| is_space(heard.gap(first)))?;
    let typed = &heard.words()[code].text;
    let currency =
        Currency::named(heard.said(code)).filter(|currency| typed == currency.as_str())?;
    found(
        number.value,
        Some(currency),
        [code]
            .into_iter()
            .chain(number.words.iter().copied())
            .collect(),
    )
}

/// «копеек», «центов», "cents".
fn is_minor(folded: &str) -> bool {
    [
        "копе",
        "копій",
        "коп",
        "цент",
        "cent",
        "тиын",
        "пенс",
        "penc",
    ]
    .iter()
    .any(|stem| folded.starts_with(stem))
        && !folded.starts_with("центр")
        && !folded.starts_with("cente")
        && !folded.starts_with("копи")
}

/// What the smallest unit adds to the amount right before it.
fn minor_of(heard: &Heard, major: Option<&Found<Money>>, minor: &Found<Priced>) -> Option<Decimal> {
    let major = major.filter(|_| minor.value.currency.is_none())?;
    let adjacent = major.words.last()? + 1 == *minor.words.first()?
        || (major.words.last()? + 2 == *minor.words.first()?
            && matches!(
                heard.said(major.words.last()? + 1),
                "и" | "and" | "та" | "і"
            ));
    let share = minor.value.amount.checked_div(Decimal::ONE_HUNDRED)?;
    (adjacent && share < Decimal::ONE).then_some(share)
}

/// «10%», «10 процентов», "ten per cent": the words of the number and of its unit.
fn percent_words(heard: &Heard, number: &Found<Decimal>) -> Option<Vec<usize>> {
    let next = number.words.last()? + 1;
    let mut words = number.words.clone();
    if heard.gap(next).trim_start().starts_with('%') {
        return Some(words);
    }
    let word = heard.said(next);
    let named = word.starts_with("процент")
        || word.starts_with("відсот")
        || matches!(word, "percent" | "pct" | "проц");
    let two = word == "per" && heard.said(next + 1) == "cent";
    if !(named || two) || !matches!(heard.gap(next).trim(), "" | "-") {
        return None;
    }
    words.push(next);
    if two {
        words.push(next + 1);
    }
    Some(words)
}

/// `lower` ends right before `upper` begins, with a dash or «до», "to", «или» between.
fn is_range(heard: &Heard, lower: &Found<Decimal>, upper: &[usize]) -> bool {
    let (Some(&end), Some(&start)) = (lower.words.last(), upper.first()) else {
        return false;
    };
    let dash = |gap: &str| matches!(gap.trim(), "-" | "–" | "—" | "..." | "…");
    match start.checked_sub(end) {
        Some(1) => dash(heard.gap(start)),
        Some(2) => matches!(
            heard.said(end + 1),
            "до" | "по"
                | "или"
                | "либо"
                | "и"
                | "чи"
                | "або"
                | "та"
                | "і"
                | "to"
                | "or"
                | "and"
        ),
        _ => false,
    }
}

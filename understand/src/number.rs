//! Numbers in digits and in words.

use rust_decimal::Decimal;

use crate::heard::{Found, Heard};
use crate::numeral::{Numeral, numeral};

/// The first number in the message: «25», «1 500», «1,5», «двадцать пять», «полторы тысячи», "a dozen".
pub fn number(heard: &Heard) -> Option<Found<Decimal>> {
    Numbers { heard, at: 0 }.next()
}

/// Every number in the message, but not the digits of phones, dates and clock times.
pub fn numbers(heard: &Heard) -> Vec<Found<Decimal>> {
    Numbers { heard, at: 0 }.collect()
}

/// Walks over a message from number to number.
struct Numbers<'a> {
    heard: &'a Heard,
    at: usize,
}

impl Iterator for Numbers<'_> {
    type Item = Found<Decimal>;

    fn next(&mut self) -> Option<Found<Decimal>> {
        while self.at < self.heard.words().len() {
            if let Some(end) = code_end(self.heard, self.at) {
                self.at = end;
                continue;
            }
            if let Some((value, end)) = number_at(self.heard, self.at) {
                let words = (self.at..end).collect();
                self.at = end;
                return Some(Found { value, words });
            }
            self.at += 1;
        }
        None
    }
}

/// The number that begins at a word, and the index after its last word.
pub(crate) fn number_at(heard: &Heard, at: usize) -> Option<(Decimal, usize)> {
    let (value, end) = match heard.words().get(at)?.is_digits() {
        true => digits_at(heard, at)?,
        false => words_at(heard, at)?,
    };
    let negative = heard.words()[at].is_digits() && is_minus(heard, at);
    Some((if negative { -value } else { value }, end))
}

/// A minus stands right before the digits at `at` and belongs to nothing else.
fn is_minus(heard: &Heard, at: usize) -> bool {
    let gap = heard.gap(at);
    let Some(before) = gap.strip_suffix(['-', '−']) else {
        return false;
    };
    before.ends_with(char::is_whitespace)
        || (before.is_empty() && at == 0)
        || before.ends_with(['$', '₽', '€', '('])
}

/// Digits at `at` that are no number: a phone, a date, a clock time. The index after them.
fn code_end(heard: &Heard, at: usize) -> Option<usize> {
    let words = heard.words();
    if !words[at].is_digits() {
        return None;
    }
    let joined = |next: usize| {
        words.get(next).is_some_and(|word| word.is_digits())
            && matches!(
                heard.gap(next),
                "-" | "." | ":" | "/" | " " | "\u{a0}" | ") " | " (" | ")" | "("
            )
    };
    let plus = heard.gap(at).ends_with('+') || heard.gap(at).ends_with("+(");
    let (mut end, mut signs, mut dashes, mut digits) = (at + 1, 0, 0, words[at].letters);
    let (mut clock, mut brackets, mut grouped) = (false, false, words[at].letters <= 3);
    while joined(end) {
        let (gap, letters) = (heard.gap(end), words[end].letters);
        clock |= gap == ":" || gap == "/";
        brackets |= gap.contains(['(', ')']);
        dashes += usize::from(gap == "-");
        signs += usize::from(!is_space(gap));
        digits += letters;
        grouped &= letters == 3 || (gap == "-" && letters < 3);
        end += 1;
    }
    // «1.500.000» and «12 000-15 000» are amounts: groups of three, and at most one range.
    let amount = grouped && dashes <= 1 && !brackets;
    let code = clock || (plus && digits >= 7) || (!amount && (signs >= 2 || digits >= 10));
    code.then_some(end)
}

/// A number in digits: grouped thousands, a decimal part, and a multiplier after it.
fn digits_at(heard: &Heard, at: usize) -> Option<(Decimal, usize)> {
    const DIGITS: usize = 18;
    let words = heard.words();
    let first = &words[at];
    if first.letters > DIGITS {
        return None;
    }
    let mut digits = first.folded.clone();
    let mut end = at + 1;
    let mut grouping: Option<&str> = None;
    let groups = first.letters <= 3 && !first.folded.starts_with('0');
    while groups
        && digits.len() <= DIGITS - 3
        && words
            .get(end)
            .is_some_and(|word| word.is_digits() && word.letters == 3)
    {
        let gap = heard.gap(end);
        let is_grouping = match gap {
            " " | "\u{a0}" | "\u{202f}" | "\u{2009}" | "'" | "’" => true,
            "," => true,
            "." => {
                is_cyrillic(heard)
                    || grouping.is_some()
                    || words
                        .get(end + 1)
                        .is_some_and(|word| word.is_digits() && heard.gap(end + 1) == ".")
            }
            _ => false,
        };
        if !is_grouping || grouping.is_some_and(|first| first != gap) {
            break;
        }
        digits.push_str(&words[end].folded);
        grouping = Some(gap);
        end += 1;
    }
    if let Some(fraction) = words
        .get(end)
        .filter(|word| word.is_digits() && word.letters <= 6)
        && matches!(heard.gap(end), "." | ",")
        && grouping != Some(heard.gap(end))
    {
        digits.push('.');
        digits.push_str(&fraction.folded);
        end += 1;
    }
    let mut value: Decimal = digits.parse().ok()?;
    if heard.gap(end).is_empty() && matches!(heard.said(end), "k" | "к") {
        return Some((value.checked_mul(Decimal::ONE_THOUSAND)?, end + 1));
    }
    if let Some((plus, after)) = and_half(heard, end) {
        value += plus;
        end = after;
    }
    multiplied(heard, value, end)
}

/// After `value`: multipliers and what they leave room for, as in «5 тысяч 200», «2 млн 300 тысяч».
fn multiplied(heard: &Heard, value: Decimal, end: usize) -> Option<(Decimal, usize)> {
    let Some((times, mut end)) = times_at(heard, end) else {
        return Some((value, end));
    };
    let mut total = value.checked_mul(times)?;
    let Some(word) = heard.words().get(end).filter(|_| is_space(heard.gap(end))) else {
        return Some((total, end));
    };
    let rest = if word.is_digits() {
        digits_at(heard, end)
    } else {
        words_at(heard, end)
    };
    if let Some((more, after)) =
        rest.filter(|(more, _)| *more < times && more.fract().is_zero() && *more >= Decimal::TEN)
    {
        total = total.checked_add(more)?;
        end = after;
    }
    Some((total, end))
}

/// A multiplier at `at`: «тысяч», "hundred thousand", «тыс.».
fn times_at(heard: &Heard, at: usize) -> Option<(Decimal, usize)> {
    let mut times = None;
    let mut end = at;
    while let Some(Numeral::Times(more)) =
        numeral(heard.said(end)).filter(|_| is_space(heard.gap(end)) || heard.gap(end) == ".")
    {
        if end - at == 2 {
            break;
        }
        times = Some(times.unwrap_or(Decimal::ONE).checked_mul(more)?);
        end += 1;
    }
    times.map(|times| (times, end))
}

/// «с половиной», "and a half".
fn and_half(heard: &Heard, at: usize) -> Option<(Decimal, usize)> {
    let half = Decimal::new(5, 1);
    match (heard.said(at), heard.said(at + 1), heard.said(at + 2)) {
        ("с" | "з" | "із", "половиной" | "половиною", _) => {
            Some((half, at + 2))
        }
        ("and", "a", "half") => Some((half, at + 3)),
        _ => None,
    }
}

/// A number in words: units, tens and hundreds falling, then a multiplier, then smaller ones.
fn words_at(heard: &Heard, at: usize) -> Option<(Decimal, usize)> {
    let (mut total, mut part, mut end) = (Decimal::ZERO, None::<Decimal>, at);
    let mut ceiling = Decimal::MAX; // a further value must be below the place of the one before
    let mut last_times = Decimal::MAX;
    // «a dozen», "a hundred": the article counts as nothing, but belongs to the number.
    if matches!(heard.said(at), "a" | "an") {
        match (numeral(heard.said(at + 1)), heard.said(at + 1)) {
            (Some(Numeral::Times(_)), _) | (_, "dozen" | "couple" | "half") => end = at + 1,
            _ => return None,
        }
    } else if is_pronoun_one(heard, at) {
        return None;
    }
    let start = end;
    while end < heard.words().len()
        && (end == start || is_space(heard.gap(end)) || heard.gap(end) == "-")
    {
        let half = part == Some(Decimal::new(5, 1));
        if half && heard.said(end) == "a" && is_counted(heard.said(end + 1)) {
            end += 1;
            continue;
        }
        if is_batch(heard.said(end))
            && let (Some(count), Some(Numeral::Value(size))) = (part, numeral(heard.said(end)))
        {
            part = count.checked_mul(size);
            end += 1;
            break;
        }
        match numeral(heard.said(end)) {
            Some(Numeral::Value(value))
                if value < ceiling && part.is_none_or(|_| value >= Decimal::ONE) =>
            {
                part = Some(part.unwrap_or_default().checked_add(value)?);
                ceiling = place_of(value);
                end += 1;
            }
            Some(Numeral::Times(times)) if part.is_some() && times == Decimal::ONE_HUNDRED => {
                part = part?.checked_mul(times);
                ceiling = times;
                end += 1;
            }
            Some(Numeral::Times(times)) if times < last_times => {
                total =
                    total.checked_add(part.take().unwrap_or(Decimal::ONE).checked_mul(times)?)?;
                (last_times, ceiling) = (times, times);
                end += 1;
            }
            _ if heard.said(end) == "and"
                && end > start
                && matches!(numeral(heard.said(end + 1)), Some(Numeral::Value(value)) if value < ceiling && ceiling >= Decimal::ONE_HUNDRED) =>
            {
                end += 1;
            }
            _ => match and_half(heard, end).filter(|_| part.is_some()) {
                Some((half, after)) => {
                    part = Some(part?.checked_add(half)?);
                    ceiling = Decimal::ZERO;
                    end = after;
                }
                None => break,
            },
        }
    }
    // «тысяча» alone is a number, «half» alone too; "grand" without a count is not.
    (end > start && heard.said(start) != "grand").then_some(())?;
    Some((total.checked_add(part.unwrap_or_default())?, end))
}

/// Counted by themselves: "two dozen", «два десятка».
fn is_batch(folded: &str) -> bool {
    matches!(folded, "dozen" | "дюжины" | "дюжини" | "десятка")
}

/// What there may be half of: "half a dozen", "half a million".
fn is_counted(folded: &str) -> bool {
    is_batch(folded) || matches!(numeral(folded), Some(Numeral::Times(_)))
}

/// Below what a value may follow `value`: after twenty only units, after a unit nothing.
fn place_of(value: Decimal) -> Decimal {
    if value >= Decimal::ONE_HUNDRED {
        Decimal::ONE_HUNDRED
    } else if value >= Decimal::from(20) {
        Decimal::TEN
    } else {
        Decimal::ZERO
    }
}

/// «this one», "which one", "no one": a pronoun and no number.
fn is_pronoun_one(heard: &Heard, at: usize) -> bool {
    heard.said(at) == "one"
        && at.checked_sub(1).is_some_and(|before| {
            matches!(
                heard.said(before),
                "this"
                    | "that"
                    | "which"
                    | "the"
                    | "first"
                    | "second"
                    | "third"
                    | "last"
                    | "any"
                    | "no"
                    | "every"
                    | "each"
                    | "other"
                    | "another"
                    | "red"
                    | "white"
                    | "pink"
                    | "big"
                    | "small"
                    | "cheaper"
                    | "good"
            )
        })
}

pub(crate) fn is_space(gap: &str) -> bool {
    gap.chars().all(char::is_whitespace)
}

fn is_cyrillic(heard: &Heard) -> bool {
    heard
        .text()
        .contains(|letter| matches!(letter, 'а'..='я' | 'А'..='Я' | 'і' | 'ї' | 'є' | '₽' | '₴'))
}

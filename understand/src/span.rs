//! Lengths of time: «15 минут», «полтора часа», "2 weeks".

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::heard::{Found, Heard};
use crate::number::{is_space, number_at};

/// The length of time that the message names, in seconds. A month counts as 30 days, a year as 365.
pub fn duration(heard: &Heard) -> Option<Found<i64>> {
    (0..heard.words().len()).find_map(|at| {
        let (seconds, end) = duration_at(heard, at)?;
        Some(Found {
            value: seconds,
            words: (at..end).collect(),
        })
    })
}

/// The length of time that begins at a word, in seconds, and the index after it.
pub(crate) fn duration_at(heard: &Heard, at: usize) -> Option<(i64, usize)> {
    let (mut total, mut end, mut unit) = part_at(heard, at)?;
    // «1 час 30 минут», "2 hours and 15 minutes": each part smaller than the one before.
    loop {
        let next = if matches!(heard.said(end), "и" | "and" | "та" | "і") {
            end + 1
        } else {
            end
        };
        let close = is_space(heard.gap(end)) && is_space(heard.gap(next));
        match part_at(heard, next).filter(|(_, _, smaller)| close && *smaller < unit) {
            Some((more, after, smaller)) => {
                total = total.checked_add(more)?;
                (end, unit) = (after, smaller);
            }
            None => return Some((total, end)),
        }
    }
}

/// One count and its unit: the seconds, the index after, the seconds of the unit.
fn part_at(heard: &Heard, at: usize) -> Option<(i64, usize, i64)> {
    let said = heard.said(at);
    if let Some(unit) = said
        .strip_prefix("пол")
        .or_else(|| said.strip_prefix("пів"))
        .and_then(half_unit)
    {
        return Some((unit / 2, at + 1, unit));
    }
    if matches!(said, "пол" | "пів")
        && let Some(unit) = half_unit(heard.said(at + 1))
    {
        return Some((unit / 2, at + 2, unit));
    }
    if said == "half" && matches!(heard.said(at + 1), "an" | "a") {
        let unit = unit(heard.said(at + 2))?;
        return Some((unit / 2, at + 3, unit));
    }
    if let Some((count, end)) = number_at(heard, at) {
        // «2с» is a time, «2 с доставкой» is not.
        let (name, gap) = (heard.said(end), heard.gap(end));
        let joined = !matches!(name, "с" | "м" | "д") || gap.is_empty();
        let unit = unit(name).filter(|_| joined && (is_space(gap) || gap == "-"))?;
        let seconds = count
            .checked_mul(Decimal::from(unit))?
            .to_i64()
            .filter(|seconds| *seconds >= 0)?;
        return Some((seconds, end + 1, unit));
    }
    one_unit(heard, at)
}

/// A unit that means one of itself: «через час», "a week", «на день», «час с половиной»; or the whole message.
fn one_unit(heard: &Heard, at: usize) -> Option<(i64, usize, i64)> {
    let (start, counted) = match heard.said(at) {
        "a" | "an" => (at + 1, true),
        _ => (
            at,
            at.checked_sub(1)
                .is_some_and(|before| is_lead(heard.said(before)))
                || heard.words().len() == 1,
        ),
    };
    let word = heard.said(start);
    let unit = unit(word).filter(|_| word.chars().count() >= 3)?;
    let half = matches!(
        (heard.said(start + 1), heard.said(start + 2)),
        ("с" | "з" | "із", "половиной" | "половиною")
    );
    if half {
        return Some((unit + unit / 2, start + 3, unit));
    }
    if (
        heard.said(start + 1),
        heard.said(start + 2),
        heard.said(start + 3),
    ) == ("and", "a", "half")
        && counted
    {
        return Some((unit + unit / 2, start + 4, unit));
    }
    counted.then_some((unit, start + 1, unit))
}

/// Words before a length of time.
fn is_lead(folded: &str) -> bool {
    matches!(
        folded,
        "через"
            | "на"
            | "за"
            | "in"
            | "for"
            | "около"
            | "примерно"
            | "кожен"
            | "кожну"
            | "каждый"
            | "каждую"
            | "один"
            | "one"
    )
}

/// What follows «пол» in one word: «полчаса», «півгодини», «полдня».
fn half_unit(rest: &str) -> Option<i64> {
    let rest = rest.trim_start_matches('-');
    match rest {
        "часа" | "години" | "часика" => Some(HOUR),
        "минуты" | "хвилини" => Some(MINUTE),
        "дня" => Some(DAY),
        "месяца" | "місяця" => Some(30 * DAY),
        "года" | "року" => Some(365 * DAY),
        _ => None,
    }
}

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The seconds of a unit of time, in any form of its name.
fn unit(folded: &str) -> Option<i64> {
    Some(match folded {
        "с" | "сек" | "секунда" | "секунды" | "секунд" | "секунду" | "секунди" | "s" | "sec"
        | "secs" | "second" | "seconds" => 1,
        "м" | "мин" | "минута" | "минуты" | "минут" | "минуту" | "минуток" | "минутку" | "хв"
        | "хвилина" | "хвилини" | "хвилин" | "хвилину" | "m" | "min" | "mins" | "minute"
        | "minutes" => MINUTE,
        "ч" | "час" | "часа" | "часов" | "часик" | "часика" | "година" | "години" | "годин"
        | "годину" | "h" | "hr" | "hrs" | "hour" | "hours" => HOUR,
        "д" | "дн" | "день" | "дня" | "дней" | "денек" | "сутки" | "суток" | "дні" | "днів"
        | "доба" | "добу" | "доби" | "діб" | "d" | "day" | "days" => DAY,
        "нед" | "неделя" | "недели" | "недель" | "неделю" | "недельку" | "тиждень" | "тижня"
        | "тижні" | "тижнів" | "w" | "wk" | "week" | "weeks" => 7 * DAY,
        "мес" | "месяц" | "месяца" | "месяцев" | "місяць" | "місяця" | "місяці" | "місяців"
        | "month" | "months" => 30 * DAY,
        "год" | "года" | "лет" | "рік" | "року" | "роки" | "років" | "year" | "years" => {
            365 * DAY
        }
        _ => return None,
    })
}

//! Days: «завтра», «в субботу», «2 марта», "next friday".

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use rust_decimal::prelude::ToPrimitive;

use crate::heard::{Found, Heard};
use crate::number::{is_space, number_at};
use crate::numeral::{extends_ordinal, ordinal_word};
use crate::ordinal::is_ordinal_ending;

/// The day that the message names, seen from `today`; without a year it is the next such day.
pub fn date(heard: &Heard, today: Date) -> Option<Found<Date>> {
    (0..heard.words().len()).find_map(|at| {
        let (day, end) = date_at(heard, at, today)?;
        let start = lead(heard, at);
        Some(Found {
            value: day,
            words: (start..end).collect(),
        })
    })
}

/// Where the prepositions before a date begin.
fn lead(heard: &Heard, at: usize) -> usize {
    let mut start = at;
    while start > 0
        && !heard.words()[start].after_sign
        && matches!(
            heard.said(start - 1),
            "в" | "во" | "на" | "к" | "до" | "у" | "on" | "by" | "the" | "for" | "ко" | "о" | "of"
        )
    {
        start -= 1;
    }
    start
}

/// The day that begins at a word, and the index after it.
fn date_at(heard: &Heard, at: usize, today: Date) -> Option<(Date, usize)> {
    relative(heard, at, today)
        .or_else(|| weekday_at(heard, at, today))
        .or_else(|| numeric(heard, at, today))
        .or_else(|| month_day(heard, at, today))
        .or_else(|| day_of_month(heard, at, today))
}

/// «завтра», «через 2 дня», "in a week", «на следующей неделе», «на выходных».
fn relative(heard: &Heard, at: usize, today: Date) -> Option<(Date, usize)> {
    let plus = |days: i64| today.checked_add(days.days()).ok();
    let (said, next) = (heard.said(at), heard.said(at + 1));
    match said {
        "сегодня" | "сегодняшний" | "сьогодні" | "today" | "tonight" | "седня" =>
        {
            return Some((today, at + 1));
        }
        "завтра" | "завтрашний" | "tomorrow" | "tmrw" | "tomorow" | "tommorow" | "tommorrow" =>
        {
            return Some((plus(1)?, at + 1));
        }
        "послезавтра" | "післязавтра" => return Some((plus(2)?, at + 1)),
        "после" if next == "завтра" => return Some((plus(2)?, at + 2)),
        "вчера" | "вчора" | "yesterday" => return Some((plus(-1)?, at + 1)),
        "позавчера" | "позавчора" => return Some((plus(-2)?, at + 1)),
        "day" if next == "after" && heard.said(at + 2) == "tomorrow" => {
            return Some((plus(2)?, at + 3));
        }
        "через" | "in" => {
            let (days, end) = days_at(heard, at + 1)?;
            return Some((plus(days)?, end));
        }
        "за" if heard.words().get(at + 1).is_some() => {
            // Ukrainian «за 2 дні» is in two days; Russian «за 2 дня» is not.
            let (days, end) = days_at(heard, at + 1).filter(|(_, end)| {
                matches!(
                    heard.said(end - 1),
                    "дні" | "днів" | "тиждень" | "тижні" | "тижня"
                )
            })?;
            return Some((plus(days)?, end));
        }
        _ => {}
    }
    let (following, skipped) = if is_next(said) {
        (1, at + 1)
    } else if is_this(said) {
        (0, at + 1)
    } else {
        (0, at)
    };
    match heard.said(skipped) {
        "неделе" | "неделю" | "тижня" | "тижні" | "тиждень" | "week" if following == 1 => {
            Some((monday(today)?.checked_add(7.days()).ok()?, skipped + 1))
        }
        "выходных" | "выходные" | "выходным" | "вихідних" | "вихідні" | "weekend" | "weekends"
        | "уикенд" | "вікенд" => {
            let saturday = match (today.weekday(), following) {
                (Weekday::Sunday, 0) => plus(6)?,
                _ => monday(today)?
                    .checked_add((5 + 7 * following).days())
                    .ok()?,
            };
            Some((saturday, skipped + 1))
        }
        _ => None,
    }
}

/// A count of whole days, weeks or months at a word, in days: «2 дня», «неделю», "a month".
fn days_at(heard: &Heard, at: usize) -> Option<(i64, usize)> {
    let (seconds, end) = crate::span::duration_at(heard, at)?;
    let days = seconds / 86_400;
    (days > 0 && seconds % 86_400 == 0 && days <= 3660).then_some((days, end))
}

/// A day of the week, with «следующую», «эту», "next" before it.
fn weekday_at(heard: &Heard, at: usize, today: Date) -> Option<(Date, usize)> {
    let said = heard.said(at);
    let (following, this, day) = match (is_next(said), is_this(said)) {
        (true, _) => (true, false, at + 1),
        (_, true) => (false, true, at + 1),
        _ => (false, false, at),
    };
    let wanted =
        weekday(heard.said(day)).or_else(|| weekday_in_short(heard, day, following || this))?;
    let (following, end) = match next_week(heard, day + 1) {
        Some(end) => (true, end),
        None => (following, day + 1),
    };
    let ahead = i64::from(today.weekday().until(wanted));
    let found = if following {
        monday(today)?
            .checked_add((7 + i64::from(wanted.to_monday_zero_offset())).days())
            .ok()?
    } else {
        // «в субботу» said on a Saturday is the next one; «в эту субботу» is today.
        today
            .checked_add((if ahead == 0 && !this { 7 } else { ahead }).days())
            .ok()?
    };
    Some((found, end))
}

/// «на следующей неделе», "of next week" at a word: the index after it.
fn next_week(heard: &Heard, at: usize) -> Option<usize> {
    let start = if matches!(heard.said(at), "на" | "of") {
        at + 1
    } else {
        at
    };
    let week = matches!(
        heard.said(start + 1),
        "неделе" | "недели" | "неделю" | "тижня" | "тижні" | "week"
    );
    (is_next(heard.said(start)) && week).then_some(start + 2)
}

/// A word that begins a date: «завтра», «субботу», "friday".
pub(crate) fn is_day_word(folded: &str) -> bool {
    matches!(
        folded,
        "сегодня"
            | "завтра"
            | "послезавтра"
            | "сьогодні"
            | "післязавтра"
            | "today"
            | "tomorrow"
            | "tonight"
    ) || weekday(folded).is_some()
        || is_next(folded)
}

fn monday(today: Date) -> Option<Date> {
    today
        .checked_sub(i64::from(today.weekday().to_monday_zero_offset()).days())
        .ok()
}

fn is_next(folded: &str) -> bool {
    folded == "next"
        || folded.starts_with("следующ")
        || folded.starts_with("наступн")
        || folded.starts_with("будущ")
}

fn is_this(folded: &str) -> bool {
    matches!(
        folded,
        "this"
            | "coming"
            | "эту"
            | "этот"
            | "эта"
            | "это"
            | "этой"
            | "этих"
            | "эти"
            | "цю"
            | "цей"
            | "ця"
            | "цих"
            | "цього"
            | "ці"
    ) || folded.starts_with("ближайш")
        || folded.starts_with("найближч")
}

fn weekday(folded: &str) -> Option<Weekday> {
    const STEMS: [(Weekday, &[&str]); 7] = [
        (Weekday::Monday, &["понедельник", "понеділ", "monday"]),
        (Weekday::Tuesday, &["вторник", "вівтор", "tuesday"]),
        (
            Weekday::Wednesday,
            &[
                "среда",
                "среду",
                "среды",
                "среде",
                "середа",
                "середу",
                "середи",
                "wednesday",
            ],
        ),
        (Weekday::Thursday, &["четверг", "четвер", "thursday"]),
        (Weekday::Friday, &["пятниц", "п'ятниц", "friday"]),
        (Weekday::Saturday, &["суббот", "субот", "saturday"]),
        (Weekday::Sunday, &["воскресень", "неділ", "sunday"]),
    ];
    if folded.starts_with("четверт") || folded.starts_with("четверо") {
        return None;
    }
    let fits = |stem: &&str| {
        folded
            .strip_prefix(*stem)
            .is_some_and(|ending| ending.chars().count() <= 3)
    };
    STEMS
        .iter()
        .find(|(_, stems)| stems.iter().any(fits))
        .map(|(day, _)| *day)
}

/// «сб», «пт», "fri"; "sat" and "sun" are other words too and need "on", "next" or "this" before them.
fn weekday_in_short(heard: &Heard, at: usize, modified: bool) -> Option<Weekday> {
    let after_on = modified
        || at
            .checked_sub(1)
            .is_some_and(|before| heard.said(before) == "on");
    Some(match heard.said(at) {
        "пн" | "mon" => Weekday::Monday,
        "вт" | "tue" | "tues" => Weekday::Tuesday,
        "ср" | "wed" if after_on || heard.said(at) == "ср" => Weekday::Wednesday,
        "чт" | "thu" | "thurs" => Weekday::Thursday,
        "пт" | "fri" => Weekday::Friday,
        "сб" => Weekday::Saturday,
        "вс" | "нд" => Weekday::Sunday,
        "sat" if after_on => Weekday::Saturday,
        "sun" if after_on => Weekday::Sunday,
        _ => return None,
    })
}

/// «02.03», «2.03.2026», «02/03/26», «2026-03-02».
fn numeric(heard: &Heard, at: usize, today: Date) -> Option<(Date, usize)> {
    let words = heard.words();
    let digits = |at: usize| {
        words
            .get(at)
            .filter(|word| word.is_digits() && word.letters <= 4)
    };
    let value = |at: usize| digits(at)?.folded.parse::<i16>().ok();
    let (first, second) = (digits(at)?, digits(at + 1)?);
    let sign = heard.gap(at + 1);
    if !matches!(sign, "." | "/" | "-")
        || matches!(heard.gap(at), "." | "/" | "-" | ":") && at > 0 && words[at - 1].is_digits()
    {
        return None;
    }
    let third = digits(at + 2).filter(|_| heard.gap(at + 2) == sign);
    let (a, b) = (value(at)?, value(at + 1)?);
    if let Some(third) = third {
        let c = value(at + 2)?;
        let (year, month, day) = match (first.letters, third.letters) {
            (4, 1..=2) => (a, b, c),
            (1..=2, 4) => (c, b, a),
            (1..=2, 2) if sign != "-" => (2000 + c, b, a),
            _ => return None,
        };
        let (month, day) = american(sign, month, day);
        return Some((calendar(year, month, day)?, at + 3));
    }
    let price = heard
        .gap(at + 2)
        .trim_start()
        .starts_with(['%', '₽', '$', '€', '₴', '£'])
        || heard
            .gap(at)
            .trim_end()
            .ends_with(['$', '₽', '€', '₴', '£']);
    let clock =
        at > 0 && matches!(heard.said(at - 1), "в" | "во" | "at" | "о" | "об" | "к") && sign == ".";
    let unit = crate::currency::Currency::named(heard.said(at + 2)).is_some();
    if sign == "-"
        || second.letters != 2 && sign == "."
        || price
        || clock
        || unit
        || first.letters > 2
        || second.letters > 2
    {
        return None;
    }
    let (month, day) = american(sign, b, a);
    Some((coming(today, month, day)?, at + 2))
}

/// With slashes, «12/25» can only be the month first.
fn american(sign: &str, month: i16, day: i16) -> (i16, i16) {
    if sign == "/" && month > 12 && day <= 12 {
        (day, month)
    } else {
        (month, day)
    }
}

fn calendar(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
        .ok()
        .filter(|date| (2000..2200).contains(&date.year()))
}

/// The first such day of the year that is not before today; 29 February waits for a leap year.
fn coming(today: Date, month: i16, day: i16) -> Option<Date> {
    (0..9).find_map(|years| {
        calendar(today.year().checked_add(years)?, month, day).filter(|date| *date >= today)
    })
}

/// «2 марта», «второго марта 2027 года», "March 2", "the 2nd of March".
fn month_day(heard: &Heard, at: usize, today: Date) -> Option<(Date, usize)> {
    if let Some(month) = month(heard.said(at)) {
        let first = if heard.said(at + 1) == "the" {
            at + 2
        } else {
            at + 1
        };
        let (day, end) = day_at(heard, first).filter(|_| is_space(heard.gap(at + 1)))?;
        return dated(heard, month, day, end, today);
    }
    let (day, after) = day_at(heard, at)?;
    let named = if matches!(heard.said(after), "of" | "числа") {
        after + 1
    } else {
        after
    };
    let month = month(heard.said(named)).filter(|_| is_space(heard.gap(named)))?;
    dated(heard, month, day, named + 1, today)
}

/// A day of a month, with the year that may follow.
fn dated(heard: &Heard, month: i16, day: i16, end: usize, today: Date) -> Option<(Date, usize)> {
    let year = heard.words().get(end).filter(|word| {
        word.is_digits() && word.letters == 4 && matches!(heard.gap(end).trim(), "" | ",")
    });
    let Some(year) = year.and_then(|word| word.folded.parse().ok()) else {
        return Some((coming(today, month, day)?, end));
    };
    let end = if matches!(heard.said(end + 1), "года" | "год" | "г" | "року" | "р") {
        end + 2
    } else {
        end + 1
    };
    Some((calendar(year, month, day)?, end))
}

/// «25-го», «25 числа», «первого числа», "the 25th": the next day of that number.
fn day_of_month(heard: &Heard, at: usize, today: Date) -> Option<(Date, usize)> {
    let (day, end) = day_at(heard, at)?;
    let ordinal = !heard.words()[at].is_digits() || end > at + 1;
    let ending = heard.said(end.saturating_sub(1));
    let end = match heard.said(end) {
        "числа" | "число" => end + 1,
        _ if ordinal && matches!(ending, "го" | "ого") => end,
        _ if ordinal
            && matches!(ending, "th" | "st" | "nd" | "rd")
            && at > 0
            && matches!(heard.said(at - 1), "the" | "on") =>
        {
            end
        }
        _ => return None,
    };
    let found = (0..13).find_map(|months: i16| {
        let month = i16::from(today.month()) - 1 + months;
        calendar(today.year() + month / 12, month % 12 + 1, day).filter(|date| *date >= today)
    })?;
    Some((found, end))
}

/// A day's number, 1 to 31, with the ending of an ordinal; and the index after it.
fn day_at(heard: &Heard, at: usize) -> Option<(i16, usize)> {
    if let Some(tens) = extends_ordinal(heard.said(at))
        && let Some(units) = ordinal_word(heard.said(at + 1))
    {
        return Some((i16::try_from(tens + units).ok()?, at + 2));
    }
    if heard.said(at) == "другого" {
        return Some((2, at + 1));
    }
    if let Some(day) = ordinal_word(heard.said(at)) {
        return Some((i16::try_from(day).ok()?, at + 1));
    }
    let word = heard.words().get(at)?;
    let (day, end) = match word.is_digits() {
        true => (
            word.folded.parse().ok().filter(|_| word.letters <= 2)?,
            at + 1,
        ),
        false => {
            let (day, end) = number_at(heard, at)?;
            (day.to_i16().filter(|_| day.fract().is_zero())?, end)
        }
    };
    let joined = word.is_digits()
        && matches!(heard.gap(end), "" | "-")
        && is_ordinal_ending(heard.said(end));
    (1..=31)
        .contains(&day)
        .then_some((day, if joined { end + 1 } else { end }))
}

/// The month of a name in any form: «марта», «березня», "Mar".
fn month(folded: &str) -> Option<i16> {
    const NAMES: [&[&str]; 12] = [
        &[
            "январь",
            "января",
            "янв",
            "січень",
            "січня",
            "january",
            "jan",
        ],
        &[
            "февраль",
            "февраля",
            "фев",
            "лютий",
            "лютого",
            "february",
            "feb",
        ],
        &[
            "март",
            "марта",
            "мар",
            "березень",
            "березня",
            "march",
            "mar",
        ],
        &[
            "апрель",
            "апреля",
            "апр",
            "квітень",
            "квітня",
            "april",
            "apr",
        ],
        &["май", "мая", "травень", "травня", "may"],
        &["июнь", "июня", "червень", "червня", "june", "jun"],
        &["июль", "июля", "липень", "липня", "july", "jul"],
        &[
            "август",
            "августа",
            "авг",
            "серпень",
            "серпня",
            "august",
            "aug",
        ],
        &[
            "сентябрь",
            "сентября",
            "сен",
            "сент",
            "вересень",
            "вересня",
            "september",
            "sept",
            "sep",
        ],
        &[
            "октябрь",
            "октября",
            "окт",
            "жовтень",
            "жовтня",
            "october",
            "oct",
        ],
        &[
            "ноябрь",
            "ноября",
            "ноя",
            "листопад",
            "листопада",
            "november",
            "nov",
        ],
        &[
            "декабрь",
            "декабря",
            "дек",
            "грудень",
            "грудня",
            "december",
            "dec",
        ],
    ];
    NAMES
        .iter()
        .zip(1..)
        .find(|(names, _)| names.contains(&folded))
        .map(|(_, month)| month)
}

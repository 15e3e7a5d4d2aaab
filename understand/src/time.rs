//! Times of the day, alone and with a day.

use jiff::civil::{DateTime, Time};
use jiff::{SignedDuration, ToSpan};
use rust_decimal::prelude::ToPrimitive;

use crate::date::date;
use crate::heard::{Found, Heard};
use crate::number::{is_space, number_at};
use crate::numeral::ordinal_word;
use crate::span::duration_at;

/// The time of the day that the message names: «в 6 вечера», «после 18:00», "5 pm", «вечером».
///
/// An hour from 1 to 7 said without a part of the day is of the afternoon. Parts of the day alone have their usual
/// hours: 9:00, 13:00, 18:00 and 23:00.
pub fn time(heard: &Heard) -> Option<Found<Time>> {
    time_besides(heard, &[])
}

/// The time that a message which is only an hour names: «18», «6». For a question that asks for a time.
pub fn hour(heard: &Heard) -> Option<Found<Time>> {
    let (hour, end) = hour_at(heard, 0)?;
    let time = clock(adjusted(hour, None), 0).filter(|_| end == heard.words().len())?;
    Some(Found {
        value: time,
        words: (0..end).collect(),
    })
}

/// The day and time that the message names, seen from `now`: «завтра вечером», «через 2 часа»; a time alone is the
/// next such time.
pub fn datetime(heard: &Heard, now: DateTime) -> Option<Found<DateTime>> {
    if let Some(found) = from_now(heard, now) {
        return Some(found);
    }
    let day = date(heard, now.date());
    let taken = day.as_ref().map_or(&[][..], |day| &day.words);
    let tonight = taken.iter().any(|&at| heard.said(at) == "tonight");
    let time = match time_besides(heard, taken) {
        None if tonight => Found {
            value: clock(18, 0)?,
            words: Vec::new(),
        },
        time => time?,
    };
    let Some(day) = day else {
        let today = now.date().to_datetime(time.value);
        let next = if today > now {
            today
        } else {
            today.checked_add(1.day()).ok()?
        };
        return Some(Found {
            value: next,
            words: time.words,
        });
    };
    let mut words = [day.words, time.words].concat();
    words.sort_unstable();
    words.dedup();
    Some(Found {
        value: day.value.to_datetime(time.value),
        words,
    })
}

/// «через полчаса», "in 2 hours": less than whole days, counted from now.
fn from_now(heard: &Heard, now: DateTime) -> Option<Found<DateTime>> {
    let at = (0..heard.words().len()).find(|&at| matches!(heard.said(at), "через" | "in"))?;
    let (seconds, end) = duration_at(heard, at + 1).filter(|(seconds, _)| seconds % 86_400 != 0)?;
    let value = now.checked_add(SignedDuration::from_secs(seconds)).ok()?;
    Some(Found {
        value,
        words: (at..end).collect(),
    })
}

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Morning,
    Day,
    Evening,
    Night,
    Am,
    Pm,
}

/// The time in the message, in words other than `taken`.
fn time_besides(heard: &Heard, taken: &[usize]) -> Option<Found<Time>> {
    let free = |at: usize| !taken.contains(&at);
    let part = (0..heard.words().len())
        .find_map(|at| Some((at, part_at(heard, at).filter(|_| free(at))?)));
    let exact = (0..heard.words().len())
        .filter(|&at| free(at))
        .find_map(|at| exact_at(heard, at, part.map(|(_, part)| part)));
    if let Some((time, start, end)) = exact {
        let mut words: Vec<usize> = (start..end).filter(|&at| free(at)).collect();
        if let Some((at, _)) = part.filter(|(at, _)| !(start..end).contains(at)) {
            words.push(at);
            words.sort_unstable();
        }
        return Some(Found { value: time, words });
    }
    let (at, part) = part?;
    let time = match part {
        Part::Morning => clock(9, 0),
        Part::Day => clock(13, 0),
        Part::Evening => clock(18, 0),
        Part::Night => clock(23, 0),
        Part::Am | Part::Pm => None,
    }?;
    let standalone = is_standalone(heard, at);
    standalone.then(|| Found {
        value: time,
        words: vec![at],
    })
}

/// An exact time at a word, the word where it begins, and the index after it.
fn exact_at(heard: &Heard, at: usize, part: Option<Part>) -> Option<(Time, usize, usize)> {
    let start = if at > 0 && is_before_time(heard.said(at - 1)) {
        at - 1
    } else {
        at
    };
    named(heard, at)
        .or_else(|| fraction(heard, at, part))
        .or_else(|| digital(heard, at, part))
        .or_else(|| spoken(heard, at, part))
        .map(|(time, end)| (time, start, end))
}

/// Noon and midnight.
fn named(heard: &Heard, at: usize) -> Option<(Time, usize)> {
    match heard.said(at) {
        "полдень" | "полудень" | "полудню" | "опівдні" | "noon" | "midday" => {
            Some((clock(12, 0)?, at + 1))
        }
        "полночь" | "полночи" | "опівночі" | "midnight" => {
            Some((clock(0, 0)?, at + 1))
        }
        "обед" | "обіді" | "обеду" | "lunchtime" => {
            let before = at.checked_sub(1).map_or("", |before| heard.said(before));
            match before {
                "после" | "після" => Some((clock(14, 0)?, at + 1)),
                "в" | "к" | "at" | "by" => Some((clock(13, 0)?, at + 1)),
                _ => None,
            }
        }
        "обеда" | "обіду" | "lunch" => {
            let before = at.checked_sub(1).map_or("", |before| heard.said(before));
            match before {
                "после" | "після" | "after" => Some((clock(14, 0)?, at + 1)),
                "до" | "before" => Some((clock(12, 0)?, at + 1)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// «полшестого», «без четверти шесть», «пів на шосту», "half past five", "quarter to six".
fn fraction(heard: &Heard, at: usize, part: Option<Part>) -> Option<(Time, usize)> {
    let (said, next) = (heard.said(at), heard.said(at + 1));
    let of_ordinal = |at: usize| {
        ordinal_word(heard.said(at))
            .filter(|hour| (1..=12).contains(hour))
            .and_then(|hour| i8::try_from(hour).ok())
    };
    let before = |hour: i8, minute: i8, end: usize| {
        let hour = if hour == 1 { 12 } else { hour - 1 };
        Some((clock(adjusted(hour, part), minute)?, end))
    };
    let joined = said
        .strip_prefix("пол")
        .and_then(|hour| ordinal_word(hour.trim_start_matches('-')));
    if let Some(hour) = joined
        .filter(|hour| (1..=12).contains(hour))
        .and_then(|hour| i8::try_from(hour).ok())
    {
        return before(hour, 30, at + 1);
    }
    match (said, next) {
        ("половина" | "половине" | "половину" | "пол", _) => {
            before(of_ordinal(at + 1)?, 30, at + 2)
        }
        ("пів", "на") => before(of_ordinal(at + 2)?, 30, at + 3),
        ("четверть", _) => before(of_ordinal(at + 1)?, 15, at + 2),
        ("чверть", "на") => before(of_ordinal(at + 2)?, 15, at + 3),
        ("без", "четверти") => {
            let (hour, end) = hour_at(heard, at + 2)?;
            before(if hour > 12 { hour - 12 } else { hour }, 45, end)
        }
        ("без", _) => {
            let (minutes, after) = number_at(heard, at + 1)?;
            let minutes = minutes
                .to_i8()
                .filter(|minutes| (1..=29).contains(minutes))?;
            let after = if matches!(heard.said(after), "минут" | "минуты" | "минута")
            {
                after + 1
            } else {
                after
            };
            let (hour, end) = hour_at(heard, after).filter(|(hour, _)| (1..=12).contains(hour))?;
            before(hour, 60 - minutes, end)
        }
        ("half", "past") => {
            let (hour, end) = hour_at(heard, at + 2)?;
            Some((clock(adjusted(hour, part), 30)?, end))
        }
        ("quarter", "past") => {
            let (hour, end) = hour_at(heard, at + 2)?;
            Some((clock(adjusted(hour, part), 15)?, end))
        }
        ("quarter", "to") => {
            let (hour, end) = hour_at(heard, at + 2).filter(|(hour, _)| (1..=12).contains(hour))?;
            before(hour, 45, end)
        }
        _ => None,
    }
}

/// «18:00»; «18.00» and «18-00» after a preposition; with am, pm or a part of the day.
fn digital(heard: &Heard, at: usize, part: Option<Part>) -> Option<(Time, usize)> {
    let words = heard.words();
    let (hours, minutes) = (words.get(at)?, words.get(at + 1)?);
    let two =
        hours.is_digits() && hours.letters <= 2 && minutes.is_digits() && minutes.letters == 2;
    let gap = heard.gap(at + 1);
    let led = at > 0 && is_before_time(heard.said(at - 1));
    let further =
        words.get(at + 2).is_some_and(|word| word.is_digits()) && heard.gap(at + 2) == gap;
    let inside = at > 0 && words[at - 1].is_digits() && heard.gap(at) == gap;
    let clocked = match gap {
        ":" => true,
        "." | "-" | " " => led && !further && !inside,
        _ => false,
    };
    if !two || !clocked {
        return None;
    }
    let (hour, minute): (i8, i8) = (hours.folded.parse().ok()?, minutes.folded.parse().ok()?);
    let english =
        part.is_none() && hours.letters == 1 && (1..=7).contains(&hour) && is_latin(heard);
    let hour = match part {
        Some(_) if hour <= 12 => adjusted(hour, part),
        _ if english => hour + 12,
        _ => hour,
    };
    let seconds = gap == ":" && further;
    let end = if seconds { at + 3 } else { at + 2 };
    Some((clock(hour, minute)?, past_part(heard, end)))
}

/// An hour alone: «в 6 вечера», «к семи», «18 часов», «о шостій», "5 pm", "at five".
fn spoken(heard: &Heard, at: usize, part: Option<Part>) -> Option<(Time, usize)> {
    let lead = at.checked_sub(1).map_or("", |before| heard.said(before));
    if matches!(lead, "через" | "in" | "за" | "на" | "for") && part.is_none() {
        return None;
    }
    let led = is_before_time(lead);
    let by_ordinal = ordinal_word(heard.said(at))
        .filter(|_| lead == "о" || lead == "об" || heard.said(at + 1).starts_with("годин"));
    let (hour, mut end) = match by_ordinal {
        Some(hour) => (i8::try_from(hour).ok().filter(|hour| *hour <= 24)?, at + 1),
        None => hour_at(heard, at)?,
    };
    let mut minute = 0;
    let called = matches!(
        heard.said(end),
        "час"
            | "часа"
            | "часов"
            | "часам"
            | "часу"
            | "ч"
            | "година"
            | "годині"
            | "годин"
            | "години"
            | "годину"
            | "o'clock"
            | "oclock"
    ) && is_space(heard.gap(end));
    if called {
        end += 1;
    }
    if (called || led)
        && is_space(heard.gap(end))
        && heard.words().get(end).is_some_and(|word| !word.after_sign)
        && let Some((minutes, after)) = number_at(heard, end)
    {
        let said_so = matches!(
            heard.said(after),
            "минут" | "минуты" | "мин" | "хвилин" | "хвилини" | "хв" | "minutes"
        );
        if let Some(minutes) = minutes
            .to_i8()
            .filter(|minutes| (0..60).contains(minutes) && (minutes % 5 == 0 || said_so))
        {
            minute = minutes;
            end = if said_so { after + 1 } else { after };
        }
    }
    let parted = (heard.said(end) == "дня" && (called || led))
        || part_at(heard, end).is_some() && is_space(heard.gap(end));
    let part = if parted && heard.said(end) == "дня" {
        Some(Part::Day)
    } else {
        part
    };
    let alone = end >= heard.words().len()
        || heard.words()[end].after_sign
        || crate::vocabulary::is_closed_class(heard.said(end))
        || crate::date::is_day_word(heard.said(end));
    let is_time = parted
        || (called
            && (led || hour > 12 || by_ordinal.is_some() || heard.said(end - 1).starts_with("o")))
        || (led && (alone || minute > 0));
    let hour = if parted || part.is_some() || minute == 0 || hour <= 7 {
        adjusted(hour, part)
    } else {
        hour
    };
    is_time.then_some(())?;
    Some((clock(hour, minute)?, past_part(heard, end)))
}

/// An hour in digits or words, 0 to 24, and the index after it.
fn hour_at(heard: &Heard, at: usize) -> Option<(i8, usize)> {
    let word = heard.words().get(at)?;
    if word.is_digits() {
        let joined = heard
            .words()
            .get(at + 1)
            .is_some_and(|next| next.is_digits() && !is_space(heard.gap(at + 1)));
        return Some((
            word.folded
                .parse()
                .ok()
                .filter(|hour| *hour <= 24 && word.letters <= 2 && !joined)?,
            at + 1,
        ));
    }
    if word.folded == "час" && at > 0 && matches!(heard.said(at - 1), "в" | "к") {
        return Some((1, at + 1));
    }
    // Twenty and a unit only: «шесть тридцать» is an hour and its minutes.
    let (hour, end) = number_at(heard, at)?;
    let hour = hour
        .to_i8()
        .filter(|whole| hour.fract().is_zero() && (0..=24).contains(whole))?;
    (!matches!(word.folded.as_str(), "a" | "an" | "пара" | "пару" | "half")).then_some((hour, end))
}

/// The hour of the clock with a part of the day; without one, 1 to 7 are of the afternoon.
fn adjusted(hour: i8, part: Option<Part>) -> i8 {
    match (part, hour) {
        (Some(Part::Am | Part::Night), 12) | (_, 24) => 0,
        (Some(Part::Pm), 1..=11)
        | (Some(Part::Day), 1..=6)
        | (Some(Part::Evening), 4..=11)
        | (Some(Part::Night), 9..=11)
        | (None, 1..=7) => hour + 12,
        (Some(Part::Evening), 12) => 0,
        _ => hour,
    }
}

/// The part of the day that the word at `at` names, unless it greets or wishes.
fn part_at(heard: &Heard, at: usize) -> Option<Part> {
    let part = match heard.said(at) {
        "утра" | "утром" | "утро" | "утру" | "ранку" | "ранок" | "вранці" | "зранку" | "уранці"
        | "ранком" | "morning" => Part::Morning,
        "днем" | "вдень" | "удень" | "afternoon" => Part::Day,
        "вечера" | "вечером" | "вечер" | "вечеру" | "вечерком" | "вечір" | "вечора" | "ввечері"
        | "увечері" | "вечором" | "evening" => Part::Evening,
        "ночи" | "ночью" | "вночі" | "уночі" | "ночі" | "night" => {
            Part::Night
        }
        "am" | "a" if is_meridiem(heard, at, "a") => Part::Am,
        "pm" | "p" if is_meridiem(heard, at, "p") => Part::Pm,
        _ => return None,
    };
    let greets = at > 0
        && matches!(
            heard.said(at - 1),
            "добрый"
                | "доброе"
                | "доброго"
                | "доброй"
                | "хорошего"
                | "спокойной"
                | "приятного"
                | "добрий"
                | "доброї"
                | "гарного"
                | "спокійної"
                | "good"
        );
    (!greets).then_some(part)
}

/// "6 pm", "6pm", "6 p.m.": right after a number, and "a", "p" only before an "m".
fn is_meridiem(heard: &Heard, at: usize, letter: &str) -> bool {
    let after_number = at.checked_sub(1).is_some_and(|before| {
        heard.words()[before].is_digits() || number_at(heard, before).is_some()
    });
    after_number
        && is_space(heard.gap(at))
        && (heard.said(at) != letter || (heard.said(at + 1) == "m" && heard.gap(at + 1) == "."))
}

/// A part of the day that tells a time without an hour: «вечером» does, «вечера» does not.
fn is_standalone(heard: &Heard, at: usize) -> bool {
    let led = at.checked_sub(1).map_or("", |before| heard.said(before));
    match heard.said(at) {
        "утра" | "вечера" | "ночи" | "ранку" | "вечора" | "ночі" => {
            matches!(
                led,
                "до" | "после" | "після" | "завтрашнего" | "этого" | "цього"
            )
        }
        "утро" | "вечер" | "ранок" | "вечір" => {
            matches!(led, "на" | "в" | "под") || heard.words().len() == 1
        }
        "morning" | "afternoon" | "evening" | "night" => {
            matches!(
                led,
                "the" | "this" | "in" | "at" | "by" | "tomorrow" | "late" | "early"
            ) || heard.words().len() == 1
                || crate::date::is_day_word(led)
        }
        _ => true,
    }
}

/// The index after a part of the day at `end`, if one is there.
fn past_part(heard: &Heard, end: usize) -> usize {
    match (part_at(heard, end), heard.said(end)) {
        (Some(_), "a" | "p") => end + 2,
        (Some(_), _) | (None, "дня") => end + 1,
        _ => end,
    }
}

/// Prepositions before a time of the day.
fn is_before_time(folded: &str) -> bool {
    matches!(
        folded,
        "в" | "во"
            | "к"
            | "ко"
            | "о"
            | "об"
            | "до"
            | "после"
            | "около"
            | "після"
            | "близько"
            | "с"
            | "з"
            | "at"
            | "by"
            | "after"
            | "before"
            | "around"
            | "from"
            | "till"
            | "until"
    )
}

fn is_latin(heard: &Heard) -> bool {
    heard.words().iter().any(|word| {
        word.folded
            .starts_with(|letter: char| letter.is_ascii_lowercase())
    }) && !heard.words().iter().any(|word| {
        word.folded
            .starts_with(|letter: char| matches!(letter, 'а'..='ї'))
    })
}

fn clock(hour: i8, minute: i8) -> Option<Time> {
    Time::new(if hour == 24 { 0 } else { hour }, minute, 0, 0).ok()
}

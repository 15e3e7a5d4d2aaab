//! T305: a price, a percentage, a discount, a stock figure or a calendar date written into words.
//!
//! Such a figure is true on the day it is written and is printed for years. Numbers are read by the same
//! vocabulary that understands buyers, in digits and in words. A number is told only beside what makes it
//! a claim; clock times, durations, counts of other things and names of holidays («8 Марта») are not.

use std::ops::Range;

use rust_decimal::Decimal;
use understand::{Found, Heard, Word, monies, numbers, ordinal, percents};

use crate::diagnostic::phrasing::Phrasing;
use crate::diagnostic::{Fact, Figure};

use super::Told;
use super::wording::Wording;

pub(super) fn check(wording: &Wording, told: &mut Told<'_>) {
    if !may_claim(&wording.text) {
        return;
    }
    let heard = Heard::new(&wording.text);
    let mut claims = Claims {
        numbers: numbers(&heard),
        heard: &heard,
        found: Vec::new(),
    };
    claims.percents();
    claims.prices();
    claims.dates();
    claims.discounts();
    claims.stock();
    let mut found = claims.found;
    found.sort_by_key(|(range, _)| (range.start, range.end));
    for (range, figure) in found {
        let found = wording.text[range.clone()].to_owned();
        told.tell(
            wording.place(range),
            Fact::Phrasing(Phrasing::FigureInText { found, figure }),
        );
    }
}

/// Beginnings of words that make a number in words a claim, of all that [`Claims`] knows.
const CLAIMING: [&str; 62] = [
    "руб",
    "рубл",
    "грн",
    "грив",
    "долл",
    "дол",
    "бакс",
    "евро",
    "євро",
    "копе",
    "коп",
    "тенге",
    "лари",
    "злот",
    "крон",
    "юан",
    "процент",
    "відсот",
    "скид",
    "зниж",
    "шт",
    "налич",
    "наявн",
    "цен",
    "цін",
    "янв",
    "фев",
    "март",
    "апр",
    "мая",
    "июн",
    "июл",
    "авг",
    "сен",
    "окт",
    "ноя",
    "дек",
    "січ",
    "лют",
    "берез",
    "квіт",
    "трав",
    "черв",
    "лип",
    "серп",
    "верес",
    "жовт",
    "листоп",
    "груд",
    "dollar",
    "euro",
    "buck",
    "ruble",
    "rouble",
    "pound",
    "cent",
    "hryv",
    "percent",
    "off",
    "discount",
    "stock",
    "pcs",
];

/// Beginnings of English months.
const MONTHS_EN: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Whether a text is worth reading for numbers: it has a digit, or a word that may stand beside one.
fn may_claim(text: &str) -> bool {
    if text.bytes().any(|byte| byte.is_ascii_digit()) {
        return true;
    }
    let begins = |word: &str| {
        let mut stems = CLAIMING.iter().chain(&MONTHS_EN);
        stems.any(|stem| word.starts_with(stem))
    };
    let mut signs = text.chars().filter(|sign| !sign.is_ascii_alphanumeric());
    signs.any(|sign| matches!(sign, '%' | '$' | '€' | '£' | '₽' | '₴' | '₸'))
        || text
            .split(|letter: char| !letter.is_alphabetic())
            .any(|word| !word.is_empty() && begins(&word.to_lowercase()))
}

struct Claims<'h> {
    heard: &'h Heard,
    numbers: Vec<Found<Decimal>>,
    found: Vec<(Range<usize>, Figure)>,
}

impl Claims<'_> {
    fn words(&self) -> &[Word] {
        self.heard.words()
    }

    fn word(&self, at: usize) -> &str {
        self.words().get(at).map_or("", |word| &word.folded)
    }

    /// What stands before a word, after the one before it.
    fn gap(&self, at: usize) -> &str {
        let end = self
            .words()
            .get(at)
            .map_or(self.heard.text().len(), |word| word.start);
        let start = at
            .checked_sub(1)
            .and_then(|before| self.words().get(before));
        &self.heard.text()[start.map_or(0, |word| word.end).min(end)..end]
    }

    /// Words that follow each other with nothing but space between.
    fn joined(&self, at: usize) -> bool {
        self.gap(at).chars().all(char::is_whitespace)
    }

    /// Tells the words from one to another, with a sign of money or percent that touches them; once each.
    fn claim(&mut self, from: usize, to: usize, figure: Figure) {
        let (Some(first), Some(last)) = (self.words().get(from), self.words().get(to)) else {
            return;
        };
        let text = self.heard.text();
        let is_sign = |sign: char| matches!(sign, '%' | '$' | '€' | '£' | '₽' | '₴' | '₸' | '¥');
        let (mut start, mut end) = (first.start, last.end);
        if let Some(sign) = text[..start]
            .chars()
            .next_back()
            .filter(|sign| is_sign(*sign))
        {
            start -= sign.len_utf8();
        }
        let spaces = text[end..].len() - text[end..].trim_start().len();
        if let Some(sign) = text[end + spaces..]
            .chars()
            .next()
            .filter(|sign| is_sign(*sign))
        {
            end += spaces + sign.len_utf8();
        }
        let overlaps = |(told, _): &(Range<usize>, Figure)| told.start < end && start < told.end;
        if !self.found.iter().any(overlaps) {
            self.found.push((start..end, figure));
        }
    }

    /// Whether a number is written in digits.
    fn in_digits(&self, number: &Found<Decimal>) -> bool {
        number
            .words
            .first()
            .is_some_and(|first| self.words()[*first].is_digits())
    }

    fn percents(&mut self) {
        for found in percents(self.heard) {
            // «на сто процентов» is a way to say surely.
            let surely = !self.in_digits(&found) && found.value == Decimal::ONE_HUNDRED;
            if !surely {
                self.claim_words(&found.words, Figure::Percent);
            }
        }
    }

    fn prices(&mut self) {
        for found in monies(self.heard) {
            let digits = found.words.first().is_some_and(|first| {
                // The code of a currency may stand first: «USD 50».
                let next = found.words.get(1).unwrap_or(first);
                self.words()[*first].is_digits() || self.words()[*next].is_digits()
            });
            // «ни одного рубля», "not one dollar".
            if digits || found.value.amount != Decimal::ONE {
                self.claim_words(&found.words, Figure::Price);
            }
        }
        for number in self.numbers.clone() {
            let (Some(&first), Some(&last)) = (number.words.first(), number.words.last()) else {
                continue;
            };
            let named = |before: usize| {
                matches!(
                    self.word(before),
                    "цена" | "цены" | "цену" | "ціна" | "ціни" | "ціну" | "price" | "prices"
                )
            };
            let before = self.before(
                first,
                &["от", "від", "is", "from", "всего", "лише", "only", "just"],
            );
            if before.is_some_and(named)
                && self.in_digits(&number)
                && number.value >= Decimal::TEN
                && self.stands_alone(last)
            {
                self.claim(first, last, Figure::Price);
            }
        }
    }

    fn claim_words(&mut self, words: &[usize], figure: Figure) {
        if let (Some(first), Some(last)) = (words.iter().min(), words.iter().max()) {
            self.claim(*first, *last, figure);
        }
    }

    /// Nothing that the number may count stands after it: a sign, the end, or a small word.
    fn stands_alone(&self, last: usize) -> bool {
        let next = last + 1;
        next >= self.words().len()
            || !self.joined(next)
            || matches!(
                self.word(next),
                "на" | "для"
                    | "при"
                    | "до"
                    | "с"
                    | "в"
                    | "и"
                    | "за"
                    | "з"
                    | "і"
                    | "й"
                    | "та"
                    | "at"
                    | "on"
                    | "for"
                    | "in"
                    | "with"
                    | "and"
                    | "until"
                    | "if"
            )
    }

    /// The word before `at`, with up to two small ones left out; signs but `:` and dashes part words.
    fn before(&self, at: usize, small: &[&str]) -> Option<usize> {
        let mut at = at;
        for _ in 0..3 {
            let gap = self.gap(at).trim();
            if !gap
                .chars()
                .all(|sign| matches!(sign, ':' | '—' | '–' | '-'))
            {
                return None;
            }
            at = at.checked_sub(1)?;
            if !small.contains(&self.word(at)) {
                return Some(at);
            }
        }
        None
    }

    fn discounts(&mut self) {
        const SMALL: [&str; 14] = [
            "в",
            "у",
            "до",
            "на",
            "от",
            "від",
            "of",
            "up",
            "to",
            "is",
            "размере",
            "розмірі",
            "a",
            "аж",
        ];
        for number in self.numbers.clone() {
            let (Some(&first), Some(&last)) = (number.words.first(), number.words.last()) else {
                continue;
            };
            let named = |word: &str| {
                word.starts_with("скидк")
                    || word.starts_with("скидок")
                    || word.starts_with("знижк")
                    || word.starts_with("знижок")
                    || word.starts_with("discount")
            };
            let next = last + 1;
            let follows = next < self.words().len() && self.joined(next);
            let before = self.before(first, &SMALL);
            if before.is_some_and(|before| named(self.word(before))) && self.stands_alone(last) {
                self.claim(first, last, Figure::Discount);
            } else if follows && self.word(next) == "off" && (number.value != Decimal::ONE)
                || follows && self.word(next) == "discount" && self.in_digits(&number)
            {
                self.claim(first, next, Figure::Discount);
            }
        }
    }

    fn stock(&mut self) {
        for number in self.numbers.clone() {
            let (Some(&first), Some(&last)) = (number.words.first(), number.words.last()) else {
                continue;
            };
            let next = last + 1;
            let piece = matches!(
                self.word(next),
                "шт" | "штук" | "штуки" | "штука" | "штуку" | "pcs" | "pc"
            );
            // «хотя бы одну штуку», «пару штук» are ways to say a few.
            let counted = self.in_digits(&number) || number.value > Decimal::TWO;
            if piece && counted && next < self.words().len() && self.joined(next) {
                self.claim(first, next, Figure::Stock);
            }
        }
        for at in 1..self.words().len() {
            let is_in_stock = matches!(
                (self.word(at - 1), self.word(at)),
                ("в" | "у", "наличии" | "наявності") | ("in", "stock")
            );
            if is_in_stock {
                self.stock_before(at - 1);
                self.stock_after(at);
            }
        }
    }

    /// «5 букетов в наличии»: a number and what it counts, right before.
    fn stock_before(&mut self, at: usize) {
        let begins = (0..=4usize).map_while(|back| {
            let word = at.checked_sub(back)?;
            self.joined(word).then_some(word)
        });
        let ends: Vec<usize> = begins.filter_map(|word| word.checked_sub(1)).collect();
        let number = self
            .numbers
            .iter()
            .find(|number| number.words.last().is_some_and(|last| ends.contains(last)));
        let Some(number) = number else { return };
        if let (Some(&first), Some(&last)) = (number.words.first(), number.words.last())
            && !self.is_time(first, last)
        {
            self.claim(first, last, Figure::Stock);
        }
    }

    /// «в наличии 5 букетов», "in stock: 5".
    fn stock_after(&mut self, at: usize) {
        const SMALL: [&str; 10] = [
            "есть",
            "еще",
            "только",
            "всего",
            "є",
            "ще",
            "лише",
            "only",
            "just",
            "осталось",
        ];
        let number = self.numbers.iter().find(|number| {
            let first = number.words.first().copied().unwrap_or_default();
            first > at && self.before(first, &SMALL) == Some(at)
        });
        let Some(number) = number else { return };
        if let (Some(&first), Some(&last)) = (number.words.first(), number.words.last())
            && !self.is_time(first, last)
        {
            self.claim(first, last, Figure::Stock);
        }
    }

    /// The number counts hours, days or weeks.
    fn is_time(&self, first: usize, last: usize) -> bool {
        const UNITS: [&str; 17] = [
            "час",
            "мин",
            "дн",
            "день",
            "недел",
            "месяц",
            "год",
            "лет",
            "сут",
            "годин",
            "хвил",
            "тиж",
            "міс",
            "рок",
            "hour",
            "day",
            "week",
        ];
        let unit = self.word(last + 1);
        let through = first.checked_sub(1).map_or("", |before| self.word(before));
        UNITS.iter().any(|stem| unit.starts_with(stem))
            || unit.starts_with("minute")
            || unit.starts_with("month")
            || unit.starts_with("year")
            || matches!(through, "через" | "с" | "з")
    }

    fn dates(&mut self) {
        for at in 0..self.words().len() {
            if let Some((from, to)) = self.named_date(at).or_else(|| self.numeric_date(at)) {
                self.claim(from, to, Figure::Date);
            }
        }
    }

    /// A date around the name of a month at `at`.
    fn named_date(&self, at: usize) -> Option<(usize, usize)> {
        let word = &self.words()[at];
        let english = MONTHS_EN
            .iter()
            .any(|month| is_english_month(&word.folded, month));
        if !english && !is_cyrillic_month(&word.folded) {
            return None;
        }
        let capital = word.text.starts_with(char::is_uppercase);
        // «8 Марта» is the name of a holiday; "may" and "march" are also verbs.
        if english && !capital || !english && capital {
            return None;
        }
        if let Some(day) = self.day_before(at, english) {
            return Some((day, at));
        }
        let begins = at == 0 || self.gap(at).contains(['.', '!', '?']);
        let day = at + 1;
        let fits = english && day < self.words().len() && self.joined(day) && self.is_day(day);
        let marked = self.is_suffix(day + 1) || self.stands_alone(day);
        let ambiguous = matches!(&*word.folded, "may" | "march") && begins && !marked;
        (fits && !ambiguous).then(|| match self.is_suffix(day + 1) {
            true => (at, day + 1),
            false => (at, day),
        })
    }

    /// The first word of the day that stands before a month: «8», «8-го», "14th of", «восьмого».
    fn day_before(&self, month: usize, english: bool) -> Option<usize> {
        let mut at = month.checked_sub(1)?;
        if !self.joined(month) && self.gap(month) != "-" {
            return None;
        }
        if english && self.word(at) == "of" {
            at = at.checked_sub(1)?;
        }
        if self.is_suffix(at) {
            at = at.checked_sub(1)?;
        }
        let in_words = || {
            let alone = Heard::new(&self.words()[at].text);
            ordinal(&alone, 31).is_some()
        };
        (self.is_day(at) || !self.words()[at].is_digits() && in_words()).then_some(at)
    }

    fn is_day(&self, at: usize) -> bool {
        let word = self
            .words()
            .get(at)
            .filter(|word| word.is_digits() && word.folded.len() <= 2);
        word.and_then(|word| word.folded.parse().ok())
            .is_some_and(|day: u32| (1..=31).contains(&day))
    }

    fn is_suffix(&self, at: usize) -> bool {
        let is_suffix = matches!(
            self.word(at),
            "го" | "ое" | "е" | "ого" | "те" | "th" | "st" | "nd" | "rd"
        );
        is_suffix && matches!(self.gap(at), "" | "-")
    }

    /// «02.03.2026», «2026-03-02», «02/03/26», «до 31.12».
    fn numeric_date(&self, at: usize) -> Option<(usize, usize)> {
        let number = |at: usize| {
            let word = self
                .words()
                .get(at)
                .filter(|word| word.is_digits() && word.folded.len() <= 4)?;
            Some((word.folded.parse::<u32>().ok()?, word.folded.len()))
        };
        let sign = self.gap(at + 1);
        let touches =
            |at: usize| at < self.words().len() && matches!(self.gap(at), "." | "/" | "-" | ":");
        if !matches!(sign, "." | "/" | "-")
            || at > 0 && self.words()[at - 1].is_digits() && touches(at)
        {
            return None;
        }
        let ((first, wide), (second, _)) = (number(at)?, number(at + 1)?);
        let is_month = |month: u32| (1..=12).contains(&month);
        let is_day = |day: u32| (1..=31).contains(&day);
        if let Some((third, last)) = number(at + 2).filter(|_| self.gap(at + 2) == sign) {
            if touches(at + 3) && number(at + 3).is_some() {
                return None;
            }
            let date = match (wide, last) {
                (4, 2) => is_month(second) && is_day(third) && (1900..2200).contains(&first),
                (1 | 2, 4) => is_month(second) && is_day(first) && (1900..2200).contains(&third),
                (2, 2) => sign != "-" && is_month(second) && is_day(first) && third >= 20,
                _ => false,
            };
            return date.then_some((at, at + 2));
        }
        // «до 31.12»: later than any hour, so it is no clock time.
        let by = at.checked_sub(1).map_or("", |before| self.word(before));
        let two = self.words()[at + 1].folded.len() == 2 && sign == ".";
        let dated = matches!(
            by,
            "до" | "к" | "по" | "с" | "от" | "від" | "з" | "until" | "till" | "by" | "on"
        ) && two
            && (24..=31).contains(&first)
            && is_month(second)
            && self.stands_alone(at + 1);
        dated.then_some((at, at + 1))
    }
}

fn is_english_month(word: &str, month: &str) -> bool {
    const WHOLE: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    word == month
        || word == "sept"
        || WHOLE
            .iter()
            .any(|whole| word == *whole && whole.starts_with(month))
}

/// Months as they follow a day, and in short.
fn is_cyrillic_month(word: &str) -> bool {
    matches!(
        word,
        "января"
            | "февраля"
            | "марта"
            | "апреля"
            | "мая"
            | "июня"
            | "июля"
            | "августа"
            | "сентября"
            | "октября"
            | "ноября"
            | "декабря"
            | "янв"
            | "фев"
            | "апр"
            | "авг"
            | "сен"
            | "сент"
            | "окт"
            | "ноя"
            | "нояб"
            | "дек"
            | "січня"
            | "лютого"
            | "березня"
            | "квітня"
            | "травня"
            | "червня"
            | "липня"
            | "серпня"
            | "вересня"
            | "жовтня"
            | "листопада"
            | "грудня"
    )
}

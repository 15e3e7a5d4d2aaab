//! Choosing by position: «второй», "the 2nd", «номер два», "last".

use rust_decimal::prelude::ToPrimitive;

use crate::heard::Heard;
use crate::number::number_at;
use crate::numeral::{extends_ordinal, ordinal_word};

/// The position, from zero, when the message is only a number or an ordinal within `count`.
pub fn ordinal(heard: &Heard, count: usize) -> Option<usize> {
    let (mut chosen, mut at) = (None, 0);
    let alone = heard.words().len() == 1;
    while at < heard.words().len() {
        if is_filler(heard.said(at)) && !alone {
            at += 1;
            continue;
        }
        let (number, end) = position_at(heard, at, count)?;
        if chosen.replace(number).is_some() {
            return None;
        }
        at = end;
    }
    chosen?.checked_sub(1).filter(|position| *position < count)
}

/// The position, from one, that the words at `at` name, and the index after them.
fn position_at(heard: &Heard, at: usize, count: usize) -> Option<(usize, usize)> {
    let said = heard.said(at);
    if matches!(
        said,
        "last" | "останній" | "остання" | "останнє" | "останню" | "останнього"
    ) || is_last(said)
    {
        return Some((count, at + 1));
    }
    if let Some(tens) = extends_ordinal(said)
        && let Some(units) = ordinal_word(heard.said(at + 1))
    {
        return Some(((tens + units) as usize, at + 2));
    }
    let waits = said == "second" && at > 0 && heard.said(at - 1) == "one";
    if let Some(number) = ordinal_word(said).filter(|_| !waits) {
        return Some((number as usize, at + 1));
    }
    let (number, end) = number_at(heard, at)?;
    // «2-й», "2nd": what is joined to the digits belongs to them.
    let joined = matches!(heard.gap(end), "" | "-") && is_ordinal_ending(heard.said(end));
    let whole = number
        .fract()
        .is_zero()
        .then(|| number.to_usize())
        .flatten()?;
    Some((whole, if joined { end + 1 } else { end }))
}

fn is_last(folded: &str) -> bool {
    folded.strip_prefix("последн").is_some_and(|ending| {
        matches!(
            ending,
            "ий" | "яя" | "ее" | "юю" | "его" | "ему" | "ей" | "ие" | "им"
        )
    })
}

/// What is written after the digits of an ordinal.
pub(crate) fn is_ordinal_ending(folded: &str) -> bool {
    matches!(
        folded,
        "й" | "я"
            | "е"
            | "го"
            | "ый"
            | "ий"
            | "ая"
            | "ое"
            | "ю"
            | "ую"
            | "му"
            | "ша"
            | "ге"
            | "ту"
            | "st"
            | "nd"
            | "rd"
            | "th"
            | "а"
            | "ого"
    )
}

/// Words that may stand beside a position: «давайте второй вариант», "number two, please".
fn is_filler(folded: &str) -> bool {
    matches!(
        folded,
        "да" | "нет"
            | "лучше"
            | "так"
            | "ні"
            | "краще"
            | "yes"
            | "номер"
            | "вариант"
            | "пункт"
            | "давайте"
            | "давай"
            | "пусть"
            | "будет"
            | "тогда"
            | "пожалуйста"
            | "мне"
            | "вот"
            | "хочу"
            | "беру"
            | "возьму"
            | "выбираю"
            | "который"
            | "под"
            | "номером"
            | "самый"
            | "и"
            | "ну"
            | "варіант"
            | "нехай"
            | "тоді"
            | "будь"
            | "ласка"
            | "мені"
            | "хай"
            | "візьму"
            | "обираю"
            | "вибираю"
            | "оберу"
            | "the"
            | "number"
            | "option"
            | "no"
            | "one"
            | "please"
            | "i"
            | "want"
            | "take"
            | "i'll"
            | "let's"
            | "it"
            | "choose"
            | "would"
            | "like"
    )
}

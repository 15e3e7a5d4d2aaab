//! T307: letters of another alphabet that look like those of the word, and letters that a language does not have.

use understand::Lang;

use crate::diagnostic::Fact;
use crate::diagnostic::phrasing::Phrasing;

use super::wording::{Word, Wording};
use super::{Told, is_cyrillic};

/// Latin letters and the Cyrillic ones that look the same.
const ALIKE: [(char, char); 24] = [
    ('a', 'а'),
    ('c', 'с'),
    ('e', 'е'),
    ('o', 'о'),
    ('p', 'р'),
    ('x', 'х'),
    ('y', 'у'),
    ('i', 'і'),
    ('k', 'к'),
    ('ï', 'ї'),
    ('A', 'А'),
    ('B', 'В'),
    ('C', 'С'),
    ('E', 'Е'),
    ('H', 'Н'),
    ('I', 'І'),
    ('K', 'К'),
    ('M', 'М'),
    ('O', 'О'),
    ('P', 'Р'),
    ('T', 'Т'),
    ('X', 'Х'),
    ('Y', 'У'),
    ('Ï', 'Ї'),
];

pub(super) fn check(wording: &Wording, told: &mut Told<'_>) {
    check_alike(wording, told);
    check_foreign(wording, told);
}

/// Words with letters of two alphabets, where the letters of one look like those of the other.
pub(super) fn check_alike(wording: &Wording, told: &mut Told<'_>) {
    let has = |latin: bool| {
        wording.text.chars().any(|letter| match latin {
            true => letter.is_ascii_alphabetic() || letter == 'ï' || letter == 'Ï',
            false => is_cyrillic_letter(letter),
        })
    };
    if !has(true) || !has(false) {
        return;
    }
    let words: Vec<Word<'_>> = wording.words().collect();
    for (at, word) in words.iter().enumerate() {
        let mended = mended(word.text, wording.lang).or_else(|| {
            let before = at.checked_sub(1).map(|before| words[before]);
            lone_letter(wording, before, *word, words.get(at + 1).copied())
        });
        let Some(mended) = mended else { continue };
        let span = wording.place(word.range());
        let fact = Fact::Phrasing(Phrasing::LookAlikes {
            word: word.text.to_owned(),
            mended: mended.clone(),
        });
        match wording.is_exact(&word.range()) {
            true => told.tell_mended(span, fact, mended),
            false => told.tell(span, fact),
        }
    }
}

/// The first letter of a text that its language does not have.
pub(super) fn check_foreign(wording: &Wording, told: &mut Told<'_>) {
    let foreign: &[char] = match wording.lang {
        Lang::UK => &['ы', 'э', 'ё', 'ъ', 'Ы', 'Э', 'Ё', 'Ъ'],
        Lang::RU => &['і', 'ї', 'є', 'ґ', 'І', 'Ї', 'Є', 'Ґ'],
        _ => return,
    };
    if !wording.text.contains(foreign) {
        return;
    }
    let word = wording.words().find(|word| word.text.contains(foreign));
    let Some(word) = word else { return };
    if let Some(letter) = word.text.chars().find(|letter| foreign.contains(letter)) {
        told.tell(
            wording.place(word.range()),
            Fact::Phrasing(Phrasing::ForeignLetter {
                word: word.text.to_owned(),
                letter,
                lang: wording.lang,
            }),
        );
    }
}

/// A word of two alphabets in one: in that of its language where both are possible.
fn mended(word: &str, lang: Lang) -> Option<String> {
    // «iPhone'а» is a word with an ending, and both are whole.
    let mixed = |part: &str| {
        part.chars()
            .any(|letter| letter.is_ascii_alphabetic() || letter == 'ï')
            && part.chars().any(is_cyrillic_letter)
    };
    if !word.split(['\'', '’', 'ʼ']).any(mixed) {
        return None;
    }
    match is_cyrillic(lang) {
        true => in_cyrillic(word, lang).or_else(|| in_latin(word).filter(|_| !is_inflected(word))),
        false => in_latin(word).or_else(|| in_cyrillic(word, lang)),
    }
}

/// The Cyrillic letter that a Latin one looks like; «і» and «ї» in Ukrainian alone.
fn cyrillic_of(letter: char, lang: Lang) -> Option<char> {
    if matches!(letter, 'i' | 'I' | 'ï' | 'Ï') && lang != Lang::UK {
        return None;
    }
    let pair = ALIKE.iter().find(|(latin, _)| *latin == letter);
    pair.map(|(_, cyrillic)| *cyrillic)
}

fn in_cyrillic(word: &str, lang: Lang) -> Option<String> {
    let letter = |letter: char| match letter.is_ascii_alphabetic() || letter == 'ï' {
        true => cyrillic_of(letter, lang),
        false => Some(letter),
    };
    word.chars().map(letter).collect()
}

fn in_latin(word: &str) -> Option<String> {
    let letter = |letter: char| match is_cyrillic_letter(letter) {
        true => {
            let pair = ALIKE.iter().find(|(_, cyrillic)| *cyrillic == letter);
            pair.map(|(latin, _)| *latin)
        }
        false => Some(letter),
    };
    word.chars().map(letter).collect()
}

/// A foreign word with an ending of its sentence: «VIPу», «USBа».
fn is_inflected(word: &str) -> bool {
    let ending = word.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    let stem = word.len() - ending.len();
    stem > 1 && ending.chars().count() <= 3 && ending.chars().all(is_cyrillic_letter)
}

/// «c вами» with a Latin `c`: a preposition or a conjunction between Cyrillic words.
fn lone_letter(
    wording: &Wording,
    before: Option<Word<'_>>,
    word: Word<'_>,
    after: Option<Word<'_>>,
) -> Option<String> {
    let mut letters = word.text.chars();
    let (letter, None) = (letters.next()?, letters.next()) else {
        return None;
    };
    let fits = matches!(letter, 'a' | 'c' | 'o' | 'y') || letter == 'i' && wording.lang == Lang::UK;
    let next = after?;
    let joined = wording.text.get(word.range().end..next.start) == Some(" ");
    let cyrillic = |word: Word<'_>| word.text.chars().all(is_cyrillic_letter);
    let apart = before.is_none_or(|before| {
        cyrillic(before)
            && wording
                .text
                .get(before.range().end..word.start)
                .is_some_and(|gap| gap.ends_with(' '))
    });
    (is_cyrillic(wording.lang) && fits && joined && cyrillic(next) && apart)
        .then(|| cyrillic_of(letter, wording.lang))
        .flatten()
        .map(String::from)
}

fn is_cyrillic_letter(letter: char) -> bool {
    ('\u{400}'..='\u{52f}').contains(&letter)
}

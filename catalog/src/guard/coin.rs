//! Which currency a word or a sign names, also when its letters come from another alphabet.

use std::collections::HashMap;

use rust_decimal::Decimal;
use understand::{Currency, Heard, Word, fold, monies};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::currency;

/// The currency that a claim is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coin {
    /// This one.
    Is(Currency),
    /// One that this sign may mean: `$` is of many.
    Sign(char),
    /// Not said.
    Any,
}

impl Coin {
    pub(crate) fn may_be(self, currency: Currency) -> bool {
        match self {
            Coin::Is(is) => is == currency,
            Coin::Sign(sign) => currency.symbol().ends_with(sign),
            Coin::Any => true,
        }
    }
}

/// Signs of currencies.
pub(crate) fn is_sign(letter: char) -> bool {
    matches!(
        letter,
        '$' | '¢' | '£' | '¤' | '¥' | '֏' | '฿' | '\u{20A0}'..='\u{20CF}'
    )
}

/// Reads words as currencies, each once.
pub(crate) struct Coins<'a> {
    /// The catalog's own.
    own: &'a [Currency],
    known: HashMap<String, Option<Coin>>,
}

impl<'a> Coins<'a> {
    pub(crate) fn new(own: &'a [Currency]) -> Coins<'a> {
        Coins {
            own,
            known: HashMap::new(),
        }
    }

    /// The currency that the word names.
    pub(crate) fn named(&mut self, word: &Word) -> Option<Coin> {
        if word.is_digits() {
            return None;
        }
        // The code is told from a word by its capitals: «TRY» and "try".
        if let Some(known) = self.known.get(&word.text) {
            return *known;
        }
        let found = self.read(word);
        self.known.insert(word.text.clone(), found);
        found
    }

    fn read(&self, word: &Word) -> Option<Coin> {
        let own = |spelt: &str| {
            let is = |currency: &&Currency| {
                fold(currency.symbol()) == spelt || currency.as_str().eq_ignore_ascii_case(spelt)
            };
            self.own.iter().find(is).copied()
        };
        let capitals = word.text.chars().all(char::is_uppercase);
        spellings(&word.folded).iter().find_map(|spelt| {
            if is_weight(spelt) && !self.own.iter().any(|currency| currency.as_str() == "GBP") {
                return None;
            }
            let listed = || {
                Some(
                    monies(&Heard::new(&format!("1 {spelt}")))
                        .first()?
                        .value
                        .currency,
                )
            };
            let code = || currency::read(spelt).filter(|_| capitals && !is_english(spelt));
            own(spelt).or_else(listed).or_else(code).map(Coin::Is)
        })
    }

    /// The word names the smallest unit: «копеек», "cents".
    pub(crate) fn is_minor(&self, folded: &str) -> bool {
        spellings(folded).iter().any(|spelt| {
            let with_minor = monies(&Heard::new(&format!("1 usd 50 {spelt}")));
            with_minor
                .first()
                .is_some_and(|money| money.value.amount == Decimal::new(15, 1))
        })
    }
}

/// A word as it stands, and as it looks in Cyrillic and in Latin letters.
fn spellings(folded: &str) -> Vec<String> {
    let mut spellings = vec![folded.to_owned()];
    if folded.is_ascii()
        && !folded.contains(|letter| CYRILLIC_FOR.iter().any(|(latin, _)| *latin == letter))
    {
        return spellings;
    }
    let bare: String = folded
        .nfd()
        .filter(|letter| !is_combining_mark(*letter))
        .collect();
    let cyrillic = bare
        .chars()
        .map(|letter| look(letter, |(latin, cyrillic)| (*latin, *cyrillic)));
    let latin = bare
        .chars()
        .map(|letter| look(letter, |(latin, cyrillic)| (*cyrillic, *latin)));
    spellings.extend([cyrillic.collect(), latin.collect()]);
    spellings.dedup();
    spellings
}

fn look(letter: char, pair: fn(&(char, char)) -> (char, char)) -> char {
    let letter = GREEK
        .iter()
        .find(|(greek, _)| *greek == letter)
        .map_or(letter, |(_, latin)| *latin);
    let same = CYRILLIC_FOR
        .iter()
        .map(pair)
        .find(|(from, _)| *from == letter);
    same.map_or(letter, |(_, to)| to)
}

/// Latin letters and the Cyrillic ones that look the same.
const CYRILLIC_FOR: [(char, char); 16] = [
    ('a', 'а'),
    ('b', 'в'),
    ('c', 'с'),
    ('e', 'е'),
    ('h', 'н'),
    ('i', 'і'),
    ('j', 'ј'),
    ('k', 'к'),
    ('m', 'м'),
    ('o', 'о'),
    ('p', 'р'),
    ('s', 'ѕ'),
    ('t', 'т'),
    ('x', 'х'),
    ('y', 'у'),
    ('r', 'г'),
];

const GREEK: [(char, char); 8] = [
    ('α', 'a'),
    ('ε', 'e'),
    ('ι', 'i'),
    ('κ', 'k'),
    ('ο', 'o'),
    ('ρ', 'p'),
    ('τ', 't'),
    ('υ', 'u'),
];

/// Pounds weigh where nobody pays with them.
fn is_weight(spelt: &str) -> bool {
    spelt.starts_with("фунт") || spelt.starts_with("pound")
}

/// Codes that are English words when somebody shouts.
fn is_english(spelt: &str) -> bool {
    matches!(
        spelt,
        "all"
            | "top"
            | "try"
            | "cup"
            | "sos"
            | "mop"
            | "lak"
            | "mad"
            | "bob"
            | "cop"
            | "pen"
            | "gel"
            | "ron"
            | "amd"
    )
}

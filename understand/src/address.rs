//! Postal addresses.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::contact::email;
use crate::heard::{Found, Heard, Word};
use crate::money::{monies, percents};
use crate::numeral::numeral;
use crate::vocabulary::{is_closed_class, is_request, lines};

/// The postal address in the message, as typed, without the words that lead to it («мой адрес», "deliver to").
///
/// There must be a word like «улица», «дом», "street", or a name with a number after it.
pub fn address(heard: &Heard) -> Option<Found<String>> {
    let asks = heard.text().trim_end().ends_with('?');
    if asks || email(heard).is_some() || !percents(heard).is_empty() || !monies(heard).is_empty() {
        return None;
    }
    let start = after_leads(heard);
    let words = &heard.words()[start..];
    let (first, last) = (words.first()?, words.last()?);
    let marked = words.len() >= 2 && words.iter().any(is_address_word);
    let wants = words
        .iter()
        .any(|word| is_request(word) && !is_address_word(word));
    if wants || !(marked || is_place_and_number(words)) {
        return None;
    }
    let value = heard.text()[first.start..last.end].to_owned();
    Some(Found {
        value,
        words: (start..heard.words().len()).collect(),
    })
}

/// A word of an address: «улица», «кв», "street".
pub(crate) fn is_address_word(word: &Word) -> bool {
    WORDS.marks.contains(word.folded.as_str())
        || WORDS.stems.iter().any(|stem| word.folded.starts_with(stem))
}

/// The index after the words that only lead to an address.
fn after_leads(heard: &Heard) -> usize {
    let words = heard.words();
    let end = words
        .iter()
        .take_while(|word| WORDS.leads.contains(word.folded.as_str()))
        .count();
    // Words like «на» alone lead to nothing.
    if end == words.len() { 0 } else { end }
}

/// A name, then a number: «Ленина 5», «Хрещатик 22, 7»; not «букет 25 роз» and no phone.
fn is_place_and_number(words: &[Word]) -> bool {
    const NAME: usize = 4;
    const DIGITS: usize = 9;
    let Some(number) = words
        .iter()
        .position(Word::is_digits)
        .filter(|at| (1..=NAME).contains(at))
    else {
        return false;
    };
    let digits: usize = words
        .iter()
        .filter(|word| word.is_digits())
        .map(|word| word.letters)
        .sum();
    let name = &words[..number];
    let is_name = name.iter().any(|word| word.letters >= 3)
        && name
            .iter()
            .all(|word| !is_closed_class(&word.folded) || word.letters <= 2)
        && name.iter().all(|word| numeral(&word.folded).is_none());
    // «5а», «5, вход со двора», but not «25 роз».
    let is_house = words
        .get(number + 1)
        .is_none_or(|next| next.is_digits() || next.after_sign || next.letters == 1);
    is_name && is_house && digits <= DIGITS
}

struct AddressWords {
    leads: HashSet<&'static str>,
    marks: HashSet<&'static str>,
    stems: Vec<&'static str>,
}

static WORDS: LazyLock<AddressWords> = LazyLock::new(|| {
    let of = |wanted: &'static str| {
        lines(include_str!("../words/address.txt"))
            .filter(move |(head, _)| *head == wanted)
            .flat_map(|(_, words)| words.split_whitespace())
    };
    AddressWords {
        leads: of("leads").collect(),
        marks: of("marks").collect(),
        stems: of("stems").collect(),
    }
});

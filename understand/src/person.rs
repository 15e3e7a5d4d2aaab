//! People's names and postal addresses.

use crate::contact::email;
use crate::heard::{Found, Heard, Word};
use crate::meaning::{agrees, declines, only_closes, wants_human};
use crate::numeral::numeral;
use crate::vocabulary::{is_closed_class, is_request};

/// The person's name in the message, each part capitalised: «меня зовут анна» is «Анна».
///
/// After words like «меня зовут» up to three words are the name; without them the whole message must be one to three
/// words of letters that mean nothing else.
pub fn name(heard: &Heard) -> Option<Found<String>> {
    if let Some(start) = introduced(heard) {
        let end = name_end(heard, start)?;
        return Some(named(heard, start, end));
    }
    let start = usize::from(
        matches!(heard.said(0), "я" | "это" | "це" | "i'm" | "im") && heard.words().len() > 1,
    );
    let end = name_end(heard, start).filter(|end| *end == heard.words().len())?;
    let otherwise = heard.text().contains(['?', '@'])
        || agrees(heard).is_some()
        || declines(heard).is_some()
        || only_closes(heard)
        || wants_human(heard).is_some();
    (!otherwise).then(|| named(heard, start, end))
}

/// The postal address in the message, as typed, without words that lead to it («мой адрес», "deliver to").
///
/// There must be a word like «улица», «дом», "street", or a name followed by a number.
pub fn address(heard: &Heard) -> Option<Found<String>> {
    if heard.text().trim_end().ends_with('?') || email(heard).is_some() {
        return None;
    }
    let start = after_leads(heard);
    let words = &heard.words()[start..];
    let (first, last) = (words.first()?, words.last()?);
    let digits = words
        .iter()
        .filter(|word| word.is_digits())
        .map(|word| word.letters)
        .sum::<usize>();
    let marked = words.len() >= 2 && words.iter().any(is_address_word);
    let placed = words
        .iter()
        .any(|word| !word.is_digits() && word.letters >= 3)
        && ends_in_number(words)
        && digits <= 9;
    let asks = words
        .iter()
        .any(|word| is_request(word) && !is_address_word(word));
    if asks || !(marked || placed) {
        return None;
    }
    let value = heard.text()[first.start..last.end].trim().to_owned();
    // A bracket or a full stop after the last word belongs to no address.
    Some(Found {
        value,
        words: (start..heard.words().len()).collect(),
    })
}

/// The index after «меня зовут», "my name is" and the like.
fn introduced(heard: &Heard) -> Option<usize> {
    const LEADS: [&[&str]; 16] = [
        &["меня", "зовут"],
        &["зовут", "меня"],
        &["мое", "имя"],
        &["имя", "получателя"],
        &["можно", "просто"],
        &["зовите", "меня"],
        &["мене", "звати"],
        &["мене", "звуть"],
        &["звати", "мене"],
        &["моє", "ім'я"],
        &["my", "name", "is"],
        &["name", "is"],
        &["my", "name's"],
        &["call", "me"],
        &["i", "am"],
        &["this", "is"],
    ];
    let single = |at: usize| {
        matches!(heard.said(at), "имя" | "ім'я" | "name") && heard.gap(at + 1).contains(':')
    };
    (0..heard.words().len()).find_map(|at| {
        let fits = |lead: &&&[&str]| {
            lead.iter()
                .enumerate()
                .all(|(place, word)| heard.said(at + place) == *word)
        };
        let end = LEADS
            .iter()
            .find(fits)
            .map(|lead| at + lead.len())
            .or(single(at).then_some(at + 1))?;
        // «моё имя — Анна», «мене звати це Оля»
        Some(if matches!(heard.said(end), "это" | "це") {
            end + 1
        } else {
            end
        })
    })
}

/// The index after the parts of a name that begin at `start`, one to three.
fn name_end(heard: &Heard, start: usize) -> Option<usize> {
    const PARTS: usize = 3;
    let words = heard.words();
    let mut end = start;
    while let Some(word) = words.get(end) {
        let broken = end > start && word.after_sign && heard.gap(end) != "-";
        if end - start == PARTS || broken || !is_name_part(word) {
            break;
        }
        end += 1;
    }
    (end > start).then_some(end)
}

fn is_name_part(word: &Word) -> bool {
    (2..=30).contains(&word.letters)
        && word
            .folded
            .chars()
            .all(|letter| letter.is_alphabetic() || letter == '\'')
        && !is_closed_class(&word.folded)
        && !is_request(word)
        && numeral(&word.folded).is_none()
        && !is_address_word(word)
}

fn named(heard: &Heard, start: usize, end: usize) -> Found<String> {
    let mut value = String::new();
    for at in start..end {
        if at > start {
            value.push_str(if heard.gap(at) == "-" { "-" } else { " " });
        }
        value.push_str(&capitalised(&heard.words()[at].text));
    }
    let lead = if introduced(heard) == Some(start) {
        0
    } else {
        start
    };
    let lead = (lead..start)
        .find(|&at| {
            !heard.words()[at + 1..=start]
                .iter()
                .any(|word| word.after_sign)
        })
        .unwrap_or(start);
    Found {
        value,
        words: (lead..end).collect(),
    }
}

/// A first letter in upper case; «АННА» becomes «Анна», «McKay» stays.
fn capitalised(part: &str) -> String {
    let mut letters = part.chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    let rest = letters.as_str();
    let shouted = !rest.is_empty() && !rest.chars().any(char::is_lowercase);
    let rest = if shouted {
        rest.to_lowercase()
    } else {
        rest.to_owned()
    };
    first.to_uppercase().collect::<String>() + &rest
}

/// The index after the words that only lead to an address.
fn after_leads(heard: &Heard) -> usize {
    let leads = |folded: &str| {
        matches!(
            folded,
            "мой"
                | "адрес"
                | "адресу"
                | "по"
                | "доставьте"
                | "доставить"
                | "доставка"
                | "доставку"
                | "привезите"
                | "везите"
                | "отправьте"
                | "на"
                | "в"
                | "во"
                | "вот"
                | "пожалуйста"
                | "это"
                | "нужно"
                | "надо"
                | "запишите"
                | "пишите"
                | "живу"
                | "я"
                | "моя"
                | "адреса"
                | "за"
                | "адресою"
                | "доставте"
                | "привезіть"
                | "запишіть"
                | "будь"
                | "ласка"
                | "це"
                | "my"
                | "address"
                | "is"
                | "the"
                | "deliver"
                | "delivery"
                | "it"
                | "to"
                | "at"
                | "please"
                | "send"
                | "ship"
                | "live"
                | "i"
                | "it's"
        )
    };
    let end = heard
        .words()
        .iter()
        .take_while(|word| leads(&word.folded))
        .count();
    // Words like «на» alone lead to nothing: leave something to be the address.
    if end == heard.words().len() { 0 } else { end }
}

/// A name, then a number: «Ленина 5», «Невский проспект, 1, кв 7», "5 Main Street".
fn ends_in_number(words: &[Word]) -> bool {
    let name_first = words
        .iter()
        .take(5)
        .position(|word| word.is_digits())
        .is_some_and(|at| {
            at > 0
                && words[..at].iter().all(|word| {
                    word.letters >= 2
                        && (!is_closed_class(&word.folded) || word.letters <= 3)
                        && numeral(&word.folded).is_none()
                })
        });
    name_first && words.iter().filter(|word| !word.is_digits()).count() <= 8
}

fn is_address_word(word: &Word) -> bool {
    const EXACT: [&str; 40] = [
        "ул",
        "дом",
        "кв",
        "пр",
        "просп",
        "пер",
        "пл",
        "наб",
        "бул",
        "бульвар",
        "ш",
        "корп",
        "мкр",
        "город",
        "село",
        "деревня",
        "поселок",
        "подъезд",
        "этаж",
        "метро",
        "вул",
        "буд",
        "провулок",
        "майдан",
        "місто",
        "під'їзд",
        "поверх",
        "street",
        "st",
        "avenue",
        "ave",
        "road",
        "rd",
        "lane",
        "square",
        "apt",
        "apartment",
        "boulevard",
        "blvd",
        "drive",
    ];
    const STEMS: [&str; 24] = [
        "улиц",
        "проспект",
        "переул",
        "площад",
        "набережн",
        "шоссе",
        "квартир",
        "бульвар",
        "микрорайон",
        "област",
        "район",
        "вулиц",
        "площ",
        "набережн",
        "будин",
        "гостиниц",
        "отел",
        "ресторан",
        "больниц",
        "роддом",
        "вокзал",
        "готел",
        "hotel",
        "корпус",
    ];
    EXACT.contains(&word.folded.as_str()) || STEMS.iter().any(|stem| word.folded.starts_with(stem))
}

//! People's names.

use crate::address::is_address_word;
use crate::heard::{Found, Heard, Word};
use crate::meaning::{agrees, declines, only_closes, wants_human};
use crate::numeral::numeral;
use crate::vocabulary::{is_closed_class, is_request};

/// The person's name in the message, each part capitalised: «меня зовут анна» is «Анна».
///
/// After words like «меня зовут» up to three words are the name. Without them the message must be one to three words
/// that mean nothing else, a greeting beside them at most.
pub fn name(heard: &Heard) -> Option<Found<String>> {
    if let Some((lead, start)) = introduced(heard) {
        let end = name_end(heard, start)?;
        return Some(named(heard, lead, start, end));
    }
    let words = heard.words();
    let beside = |word: &Word| is_closed_class(&word.folded);
    let start = words.iter().take_while(|word| beside(word)).count();
    let end = name_end(heard, start)?;
    let led = start == 0 || words[start].after_sign || is_oneself(heard.said(start - 1));
    let apart = end == words.len() || (words[end].after_sign && words[end..].iter().all(beside));
    let inside = |found: Option<Vec<usize>>| {
        found.is_some_and(|found| found.iter().any(|at| (start..end).contains(at)))
    };
    let otherwise = heard.text().contains(['?', '@'])
        || only_closes(heard)
        || inside(agrees(heard))
        || inside(declines(heard))
        || inside(wants_human(heard));
    let lead = if start > 0 && is_oneself(heard.said(start - 1)) {
        start - 1
    } else {
        start
    };
    (led && apart && !otherwise).then(|| named(heard, lead, start, end))
}

/// «я Анна», «это Анна», "I'm Kate".
fn is_oneself(folded: &str) -> bool {
    matches!(folded, "я" | "это" | "це" | "i'm" | "im" | "it's")
}

/// Where «меня зовут», "my name is" and the like begin, and the index after them.
fn introduced(heard: &Heard) -> Option<(usize, usize)> {
    const LEADS: [&[&str]; 16] = [
        &["меня", "зовут"],
        &["зовут", "меня"],
        &["зовите", "меня"],
        &["мое", "имя"],
        &["имя", "получателя"],
        &["можно", "просто"],
        &["мене", "звати"],
        &["мене", "звуть"],
        &["звати", "мене"],
        &["моє", "ім'я"],
        &["my", "name", "is"],
        &["my", "name's"],
        &["name", "is"],
        &["call", "me"],
        &["i", "am"],
        &["this", "is"],
    ];
    let titled = |at: usize| {
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
            .or(titled(at).then_some(at + 1))?;
        // «моё имя — это Анна»
        Some((
            at,
            if matches!(heard.said(end), "это" | "це") {
                end + 1
            } else {
                end
            },
        ))
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

/// The name in the words from `start` to `end`, said by those from `lead`.
fn named(heard: &Heard, lead: usize, start: usize, end: usize) -> Found<String> {
    let mut value = String::new();
    for at in start..end {
        if at > start {
            value.push_str(if heard.gap(at) == "-" { "-" } else { " " });
        }
        value.push_str(&capitalised(&heard.words()[at].text));
    }
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

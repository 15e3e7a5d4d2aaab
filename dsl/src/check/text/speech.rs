//! T310: what a voice cannot say: an address of a page, an emoji, a table.

use std::ops::Range;

use understand::Lang;

use crate::diagnostic::phrasing::Phrasing;
use crate::diagnostic::{Fact, Unspeakable};

use super::Told;
use super::wording::Wording;

/// The first thing that cannot be said is told.
pub(super) fn check(wording: &Wording, lang: Option<Lang>, told: &mut Told<'_>) {
    let text = &wording.text;
    let found = address(text)
        .map(|range| (range, Unspeakable::Address))
        .or_else(|| Some((emoji(text)?, Unspeakable::Emoji)))
        .or_else(|| Some((table(text)?, Unspeakable::Table)));
    if let Some((range, what)) = found {
        let found = text[range.clone()].to_owned();
        told.tell(
            wording.place(range),
            Fact::Phrasing(Phrasing::Unspeakable { found, what, lang }),
        );
    }
}

/// Last parts of addresses that are written without `https://`.
const DOMAINS: [&str; 18] = [
    "ru", "com", "ua", "net", "org", "рф", "укр", "io", "me", "info", "shop", "store", "online",
    "site", "by", "kz", "su", "app",
];

fn address(text: &str) -> Option<Range<usize>> {
    if !text.contains('.') && !text.contains("://") {
        return None;
    }
    let mut at = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let start = at;
        at += piece.len();
        let word = piece.trim_start_matches(is_bracket);
        let begins = start + piece.len() - word.len();
        let word = word.trim_end().trim_end_matches(is_bracket);
        let ends_sentence = |sign: char| matches!(sign, '.' | ',' | '!' | '?' | ';' | ':');
        let word = word
            .trim_end_matches(ends_sentence)
            .trim_end_matches(is_bracket);
        if is_address(word) {
            return Some(begins..begins + word.len());
        }
    }
    None
}

fn is_bracket(sign: char) -> bool {
    matches!(
        sign,
        '(' | ')' | '«' | '»' | '"' | '“' | '”' | '[' | ']' | '<' | '>'
    )
}

fn is_address(word: &str) -> bool {
    if word.contains("://") || word.starts_with("www.") {
        return true;
    }
    let host = word.split(['/', '?', '#', ':']).next().unwrap_or(word);
    let part = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|letter| letter.is_alphanumeric() || letter == '-')
    };
    // «info@shop.ru» is an e-mail: a person can be told one.
    !word.contains('@')
        && host.rsplit_once('.').is_some_and(|(name, domain)| {
            DOMAINS.contains(&domain.to_lowercase().as_str()) && name.split('.').all(part)
        })
}

fn emoji(text: &str) -> Option<Range<usize>> {
    let start = text.find(is_emoji)?;
    let more = |letter: char| {
        is_emoji(letter) || matches!(letter, '\u{fe0f}' | '\u{200d}' | '\u{1f3fb}'..='\u{1f3ff}')
    };
    let rest = &text[start..];
    let end = rest.find(|letter| !more(letter)).unwrap_or(rest.len());
    Some(start..start + end)
}

/// Pictographs, dingbats and flags (Unicode emoji-data, by blocks).
fn is_emoji(letter: char) -> bool {
    matches!(letter, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{2b05}'..='\u{2b55}' | '\u{231a}'..='\u{231b}' | '\u{23e9}'..='\u{23fa}')
}

/// Two lines or more with columns: `|` between, or lines drawn around them.
fn table(text: &str) -> Option<Range<usize>> {
    let mut at = 0;
    let mut first: Option<Range<usize>> = None;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.trim_end().len();
        at += line.len();
        let inside = line.trim();
        let drawn = inside.contains(|sign| ('\u{2500}'..='\u{257f}').contains(&sign));
        let columns = inside.contains('|') || inside.contains('\t') || inside.contains("   ");
        match (&first, drawn || columns) {
            (Some(first), true) => return Some(first.start..range.end),
            (None, true) => first = Some(range),
            (_, false) => first = None,
        }
    }
    None
}

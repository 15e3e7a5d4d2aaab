//! Letters made comparable, and the nearest name for a misspelt one.

use unicode_normalization::UnicodeNormalization;

use crate::typo::distance;

/// NFC, lower case, ё as е, one kind of apostrophe, trimmed: two texts that fold alike are the same to a reader.
pub fn fold(text: &str) -> String {
    let text = text.trim();
    let mut folded = String::with_capacity(text.len());
    if text.chars().all(is_plain) {
        text.chars()
            .for_each(|letter| push_folded(&mut folded, letter));
    } else {
        text.nfc()
            .for_each(|letter| push_folded(&mut folded, letter));
        // Lower case may have opened a new composition; the trim may have met a new edge.
        folded = folded.nfc().collect();
    }
    folded
}

/// The name among `among` that was most likely meant by `name`; `None` when nothing is near enough.
///
/// Reads at most 10 000 names of at most 64 letters.
pub fn nearest<'a>(name: &str, among: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const NAMES: usize = 10_000;
    let asked = fold(name);
    let allowed = match asked.chars().count() {
        0 => return None,
        1..=2 => 1,
        3..=6 => 2,
        _ => 3,
    };
    let mut best: Option<(usize, &'a str)> = None;
    for candidate in among.into_iter().take(NAMES) {
        let folded = fold(candidate);
        let limit = match best {
            Some((0, _)) => break,
            Some((far, _)) => far - 1,
            None => allowed,
        };
        // A name of which every letter would change is no likeness.
        let limit = limit.min(folded.chars().count().saturating_sub(1));
        if let Some(far) = distance(&asked, &folded, limit) {
            best = Some((far, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Letters that are their own NFC: ASCII and Cyrillic without combining marks.
fn is_plain(letter: char) -> bool {
    letter.is_ascii()
        || matches!(
            letter,
            '\u{400}'..='\u{45F}' | '\u{490}' | '\u{491}' | '’' | '₽' | '—' | '«' | '»'
        )
}

fn push_folded(folded: &mut String, letter: char) {
    match letter {
        'ё' | 'Ё' => folded.push('е'),
        '’' | '‘' | 'ʼ' | '`' | '´' | '＇' => folded.push('\''),
        'A'..='Z' => folded.push(letter.to_ascii_lowercase()),
        'a'..='z' | '0'..='9' | 'а'..='я' => folded.push(letter),
        _ => folded.extend(letter.to_lowercase()),
    }
}

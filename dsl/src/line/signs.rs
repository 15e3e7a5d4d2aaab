//! Typographic signs, no-break spaces and tabs, where a script needs plain ones.

use super::edit::Edited;
use crate::keywords::is_word_letter;
use crate::layout::quoted_end;
use std::ops::Range;

/// What was mended on a line, in places of the line.
#[derive(Clone, Default, Debug)]
pub(crate) struct Odd {
    /// The first sign, what it should have been, and the mended stretch with its mend.
    pub(crate) sign: Option<(char, &'static str, Range<usize>, String)>,
    /// The first tab, and the mended stretch with its mend.
    pub(crate) tab: Option<(Range<usize>, String)>,
}

/// Puts plain signs in the place of typographic ones, outside quotes and labels.
pub(crate) fn mend(edited: &mut Edited<'_>) -> Odd {
    let line = edited.text.clone();
    if line.bytes().all(|byte| byte.is_ascii() && byte != b'\t') {
        return Odd::default();
    }
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut first = None;
    let mut tab = false;
    let labels = labels_of(&line);
    let mut at = 0;
    while let Some(sign) = line[at..].chars().next() {
        if labels.contains(&at) {
            at = labels.end;
            continue;
        }
        let end = at + sign.len_utf8();
        if sign == '"' {
            at = quoted_end(&line, at).unwrap_or(end);
            continue;
        }
        let Some((plain, until)) = plain(&line, at, sign) else {
            at = end;
            continue;
        };
        tab |= sign == '\t';
        if sign != '\t' && first.is_none() {
            first = Some((sign, shown(sign)));
        }
        edits.push((at..until, plain));
        at = until;
    }
    if edits.is_empty() {
        return Odd::default();
    }
    let range = edits[0].0.start..edits[edits.len() - 1].0.end;
    let mut mend = line[range.clone()].to_owned();
    for (place, plain) in edits.iter().rev() {
        mend.replace_range(place.start - range.start..place.end - range.start, plain);
    }
    edited.apply(edits);
    match first {
        _ if tab => Odd {
            sign: None,
            tab: Some((range, mend)),
        },
        Some((sign, plain)) => Odd {
            sign: Some((sign, plain, range, mend)),
            tab: None,
        },
        None => Odd::default(),
    }
}

/// The plain form of what stands at `at`, and where that ends.
fn plain(line: &str, at: usize, sign: char) -> Option<(String, usize)> {
    let end = at + sign.len_utf8();
    match sign {
        '\t' => Some((" ".to_owned(), end)),
        '\u{a0}' | '\u{202f}' | '\u{2007}' | '\u{2009}' => Some((" ".to_owned(), end)),
        '→' | '⟶' | '➔' | '⇒' => Some(("->".to_owned(), end)),
        '—' | '–' | '−' | '‒' | '‑' => Some(("-".to_owned(), end)),
        '«' | '“' | '„' | '”' => {
            let closing: &[char] = if sign == '«' {
                &['»']
            } else {
                &['”', '“', '"']
            };
            match line[end..].find(closing) {
                Some(inner) => {
                    let close = end + inner;
                    let after = line[close..]
                        .chars()
                        .next()
                        .map_or(close, |quote| close + quote.len_utf8());
                    Some((quoted(&line[end..close]), after))
                }
                None => Some(("\"".to_owned(), end)),
            }
        }
        '»' => Some(("\"".to_owned(), end)),
        _ => None,
    }
}

/// Words between straight quotes.
pub(crate) fn quoted(words: &str) -> String {
    format!("\"{}\"", words.replace('\\', "\\\\").replace('"', "\\\""))
}

/// What a sign should have been, for people.
fn shown(sign: char) -> &'static str {
    match sign {
        '→' | '⟶' | '➔' | '⇒' => "->",
        '—' | '–' | '−' | '‒' | '‑' => "-",
        '«' | '»' | '“' | '”' | '„' => "\"",
        _ => " ",
    }
}

/// The labels of an option line: from its first `LANG:` to its end, or to an arrow and a name there.
fn labels_of(line: &str) -> Range<usize> {
    let is_option = ["- ", "— ", "– "].iter().any(|dash| line.starts_with(dash));
    let begin = line.as_bytes().windows(4).position(|four| {
        four[0] == b' '
            && four[1].is_ascii_lowercase()
            && four[2].is_ascii_lowercase()
            && four[3] == b':'
    });
    let Some(begin) = begin.filter(|_| is_option) else {
        return 0..0;
    };
    let arrow = line.rfind('→').filter(|arrow| {
        let name = line[arrow + '→'.len_utf8()..].trim();
        *arrow > begin
            && line[..*arrow].ends_with(' ')
            && !name.is_empty()
            && name.chars().all(is_word_letter)
    });
    begin + 1..arrow.unwrap_or(line.len())
}

//! Phone numbers and e-mail addresses.

use std::ops::Range;

use phonenumber::{Mode, country};

use crate::heard::{Found, Heard};

/// The phone number in the message as E.164; without a country code it belongs to `country` (`RU`).
pub fn phone(heard: &Heard, country: &str) -> Option<Found<String>> {
    let country: Option<country::Id> = country.to_ascii_uppercase().parse().ok();
    runs(heard)
        .into_iter()
        .find_map(|run| phone_in(heard, run, country))
}

/// The e-mail address in the message, in lower case.
pub fn email(heard: &Heard) -> Option<Found<String>> {
    let text = heard.text();
    text.match_indices('@').find_map(|(at, _)| {
        let local = text[..at]
            .bytes()
            .rev()
            .take_while(|byte| byte.is_ascii_alphanumeric() || b"._%+-".contains(byte))
            .count();
        let domain = text[at + 1..]
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || b".-".contains(byte))
            .count();
        let start = at - local;
        let domain = text[at + 1..at + 1 + domain].trim_end_matches(['.', '-']);
        let local = text[start..at].trim_start_matches(['.', '-']);
        let (_, zone) = domain.rsplit_once('.')?;
        let sound = !local.is_empty()
            && local.len() <= 64
            && !local.ends_with('.')
            && domain.len() <= 253
            && domain
                .split('.')
                .all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'))
            && zone.len() >= 2
            && zone.bytes().all(|byte| byte.is_ascii_alphabetic());
        let (start, end) = (at - local.len(), at + 1 + domain.len());
        let inside = |range: Range<usize>| start <= range.start && range.end <= end;
        sound.then(|| Found {
            value: text[start..end].to_ascii_lowercase(),
            words: (0..heard.words().len())
                .filter(|&index| inside(heard.words()[index].start..heard.words()[index].end))
                .collect(),
        })
    })
}

/// Runs of digit words that a phone number may be written in.
fn runs(heard: &Heard) -> Vec<Range<usize>> {
    let words = heard.words();
    let mut runs = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let start = at;
        while at < words.len() && words[at].is_digits() && (at == start || is_joint(heard.gap(at)))
        {
            at += 1;
        }
        if at > start {
            runs.push(start..at);
        } else {
            at += 1;
        }
    }
    runs
}

/// What may stand between the groups of one number.
fn is_joint(gap: &str) -> bool {
    gap.chars().count() <= 3
        && gap
            .chars()
            .all(|sign| sign.is_whitespace() || matches!(sign, '-' | '–' | '‑' | '(' | ')' | '.'))
}

/// The longest part of the run that is a number that exists.
fn phone_in(
    heard: &Heard,
    run: Range<usize>,
    country: Option<country::Id>,
) -> Option<Found<String>> {
    const GROUPS: usize = 12;
    let words = heard.words();
    for length in (1..=run.len().min(GROUPS)).rev() {
        for start in run.start..=run.end - length {
            let digits: String = words[start..start + length]
                .iter()
                .map(|word| word.folded.as_str())
                .collect();
            if !(7..=15).contains(&digits.len()) {
                continue;
            }
            let plus = heard
                .gap(start)
                .trim_end()
                .trim_end_matches('(')
                .trim_end()
                .ends_with('+');
            if let Some(value) = e164(&digits, plus, country) {
                return Some(Found {
                    value,
                    words: (start..start + length).collect(),
                });
            }
        }
    }
    None
}

/// Digits as a number of the country, or with the country's code in front.
fn e164(digits: &str, plus: bool, country: Option<country::Id>) -> Option<String> {
    let parse = |country, text: String| {
        let number = phonenumber::parse(country, text).ok()?;
        number
            .is_valid()
            .then(|| number.format().mode(Mode::E164).to_string())
    };
    let national = (!plus)
        .then(|| country.and_then(|country| parse(Some(country), digits.to_owned())))
        .flatten();
    national.or_else(|| parse(None, format!("+{digits}")).filter(|_| plus || digits.len() >= 11))
}

//! Slips of the fingers: names and keywords misspelt.

use super::{AGAIN, ASK, DO, RUN, SAY, WAIT};
use crate::script::Script;

/// A name with two letters swapped in its middle: `offer` → `offre`… never another name by chance.
fn slipped(name: &str) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let last = letters.len();
    if last > 3 && letters[last - 1] != letters[last - 2] {
        letters.swap(last - 1, last - 2);
    } else {
        letters.push('q');
    }
    letters.into_iter().collect()
}

/// The word after a prefix: where it begins and ends in the line.
pub(super) fn word_after(line: &str, at: usize) -> Option<(usize, usize)> {
    let rest = &line[at..];
    let begin = at + rest.len() - rest.trim_start().len();
    let end = line[begin..]
        .find(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .map_or(line.len(), |end| begin + end);
    (end > begin).then_some((begin, end))
}

pub(super) fn slip_at(script: &Script, at: usize, word: (usize, usize)) -> (usize, Script) {
    let line = &script.lines[at];
    let slipped = slipped(&line[word.0..word.1]);
    (
        at,
        script.with(
            at,
            format!("{}{slipped}{}", &line[..word.0], &line[word.1..]),
        ),
    )
}

pub(super) fn misspelt_target(script: &Script) -> Vec<(usize, Script)> {
    let arrows = script
        .having("-> ")
        .into_iter()
        .filter(|at| script.lang(*at).is_none());
    arrows
        .filter_map(|at| {
            let arrow = script.lines[at].rfind("-> ")?;
            Some(slip_at(
                script,
                at,
                word_after(&script.lines[at], arrow + 3)?,
            ))
        })
        .collect()
}

/// Lines `KEYWORD NAME` with the name misspelt.
fn misspelt_after(
    script: &Script,
    words: &[&str],
    fits: impl Fn(&str) -> bool,
) -> Vec<(usize, Script)> {
    let lines = script
        .starting(words, None)
        .into_iter()
        .filter(|at| script.indent(*at) > 0);
    lines
        .filter(|at| fits(&script.lines[*at]))
        .filter_map(|at| {
            let line = &script.lines[at];
            let begin = line.len() - line.trim_start().len();
            let word = words
                .iter()
                .find(|word| line[begin..].starts_with(**word))?;
            let mut from = begin + word.len();
            for again in AGAIN {
                if line[from..].starts_with(again) {
                    from += again.len() - 1;
                }
            }
            Some(slip_at(script, at, word_after(line, from)?))
        })
        .collect()
}

pub(super) fn misspelt_text(script: &Script) -> Vec<(usize, Script)> {
    misspelt_after(script, &SAY, |line| !line.contains('"'))
}

pub(super) fn misspelt_slot(script: &Script) -> Vec<(usize, Script)> {
    misspelt_after(script, &ASK, |_| true)
}

pub(super) fn misspelt_flow(script: &Script) -> Vec<(usize, Script)> {
    misspelt_after(script, &RUN, |_| true)
}

pub(super) fn misspelt_keyword(script: &Script) -> Vec<(usize, Script)> {
    [&ASK[..], &SAY[..], &WAIT[..], &DO[..]]
        .concat()
        .iter()
        .flat_map(|word| script.starting(&[word], None))
        .filter(|at| script.indent(*at) > 0 && script.lang(*at).is_none())
        .filter_map(|at| {
            let (begin, end) = word_after(&script.lines[at], 0)?;
            (script.lines[at][begin..end].chars().count() > 3)
                .then(|| slip_at(script, at, (begin, end)))
        })
        .collect()
}

pub(super) fn misspelt_step(script: &Script) -> Vec<(usize, Script)> {
    let steps = script
        .starting(&DO, None)
        .into_iter()
        .filter(|at| script.indent(*at) > 0);
    steps
        .filter_map(|at| {
            let dot = script.lines[at].find('.')?;
            Some(slip_at(script, at, word_after(&script.lines[at], dot + 1)?))
        })
        .collect()
}

pub(super) fn misspelt_value(script: &Script) -> Vec<(usize, Script)> {
    let texts = (0..script.lines.len()).filter(|at| script.lang(*at).is_some());
    texts
        .filter_map(|at| {
            let line = &script.lines[at];
            let open = line
                .find('{')
                .filter(|open| !line[open + 1..].starts_with(['{', ',']))?;
            let (begin, end) = word_after(line, open + 1)?;
            let after_dot = line[end..]
                .strip_prefix('.')
                .and_then(|_| word_after(line, end + 1));
            let known =
                ["buyer", "bot", "shop", "profile", "lead", "now"].contains(&&line[begin..end]);
            (!known).then(|| slip_at(script, at, after_dot.unwrap_or((begin, end))))
        })
        .filter(|(at, _)| !is_product_column(script, *at))
        .collect()
}

/// Columns of products are open: a misspelt one may be a column of the catalog.
fn is_product_column(script: &Script, at: usize) -> bool {
    let line = &script.lines[at];
    let inside = line
        .split('{')
        .nth(1)
        .and_then(|rest| rest.split('}').next())
        .unwrap_or_default();
    let root = inside.split(['.', ' ']).next().unwrap_or_default();
    inside.contains('.')
        && script.lines.iter().any(|line| {
            let mut words = line.split_whitespace();
            words.next() == Some(root)
                && words.any(|word| ["product", "товар", "услуга", "послуга"].contains(&word))
        })
}

//! C208: two triggers of one list whose phrases match the same words, so that the second is never pulled
//! by them. A nearer trigger that repeats a farther one is meant so.

use std::collections::HashMap;

use engine::Name;
use understand::{Heard, Phrase};

use crate::Diagnostic;
use crate::ast::{IntentLine, Trigger, When};
use crate::check::paths::What;
use crate::diagnostic::{Fact, course};

use super::Course;

/// A phrase is compared with so many others that share a word with it.
const MOST: usize = 64;

pub(super) fn check(course: &Course<'_, '_>, index: usize, found: &mut Vec<Diagnostic>) {
    let flow = course.flow(index);
    let intents = flow.intents.iter();
    let intents: HashMap<&Name, &[IntentLine]> = intents
        .map(|intent| (&intent.name.key, &*intent.phrases))
        .collect();
    let mut list = |arms: &[When]| {
        for (later, earlier, phrase, other) in pairs(arms, &intents) {
            let fact = Fact::Course(course::Course::SameWords {
                phrase,
                other,
                line: earlier.line as usize,
            });
            found.push(Diagnostic::new(flow.file, later.trigger.span.range(), fact));
        }
    };
    list(&flow.anywhere);
    for node in &course.paths[index].nodes {
        if let What::Wait(wait) = node.what {
            list(&wait.whens);
        }
    }
}

struct Entry<'a> {
    arm: usize,
    written: &'a str,
    phrase: Phrase,
    /// The beginnings of its words.
    words: Vec<String>,
}

/// For each branch, the first earlier one whose phrases match the same words.
fn pairs<'a>(
    arms: &'a [When],
    intents: &HashMap<&Name, &'a [IntentLine]>,
) -> Vec<(&'a When, &'a When, String, String)> {
    let mut entries = Vec::new();
    for (arm, when) in arms.iter().enumerate() {
        let mut add = |written: &'a str| {
            let words = Heard::new(written);
            let words = words.words().iter().map(|word| beginning(&word.folded));
            let words: Vec<String> = words.collect();
            if !words.is_empty() {
                let phrase = Phrase::new(written);
                entries.push(Entry {
                    arm,
                    written,
                    phrase,
                    words,
                });
            }
        };
        match &when.trigger.node {
            Trigger::Says(phrases) => phrases.iter().for_each(|phrase| add(&phrase.node)),
            Trigger::Intent(name) => {
                let lines = intents.get(&name.key).copied().unwrap_or_default();
                let phrases = lines.iter().flat_map(|line| &line.phrases);
                phrases.for_each(|phrase| add(&phrase.node));
            }
            _ => {}
        }
    }
    // Each phrase by its longest word: whatever contains the phrase has that word.
    let mut by_word: HashMap<&str, Vec<usize>> = HashMap::new();
    for (number, entry) in entries.iter().enumerate() {
        if let Some(longest) = entry.words.iter().max_by_key(|word| word.len()) {
            by_word.entry(longest).or_default().push(number);
        }
    }
    let mut first: HashMap<usize, (usize, usize, usize)> = HashMap::new();
    for (number, entry) in entries.iter().enumerate() {
        let others = entry
            .words
            .iter()
            .filter_map(|word| by_word.get(word.as_str()));
        for other in others.flat_map(|others| others.iter().take(MOST)).copied() {
            let of = &entries[other];
            if of.arm == entry.arm
                || !together(&arms[of.arm], &arms[entry.arm])
                || !entry.phrase.contains(&of.phrase)
            {
                continue;
            }
            let (early, late) = match of.arm < entry.arm {
                true => (other, number),
                false => (number, other),
            };
            let pair = (entries[early].arm, early, late);
            let known = first.entry(entries[late].arm).or_insert(pair);
            *known = (*known).min(pair);
        }
    }
    let told = first.into_iter().map(|(later, (earlier, early, late))| {
        let written = |number: usize| entries[number].written.to_owned();
        (&arms[later], &arms[earlier], written(late), written(early))
    });
    told.collect()
}

/// Whether two branches listen in some state at once.
fn together(a: &When, b: &When) -> bool {
    a.only_in.is_empty()
        || b.only_in.is_empty()
        || a.only_in.iter().any(|state| b.only_in.contains(state))
}

/// Enough of a word to know its inflections by.
fn beginning(word: &str) -> String {
    word.chars().take(3).collect()
}

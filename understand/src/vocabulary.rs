//! Word lists of `words/`, read once: `LANG: one | two words | …`, or words with spaces between where forms are exact.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::heard::{Heard, Word};
use crate::phrase::{Phrase, same_word};

/// Phrases that mean the same thing.
pub(crate) struct Phrases(Vec<Phrase>);

impl Phrases {
    /// Reads the lines of a list: after the first colon, phrases between `|`.
    pub(crate) fn read(list: &str) -> Phrases {
        Phrases::read_lines(list, |_| true)
    }

    /// Reads those lines of a list whose head, what stands before the colon, is `wanted`.
    pub(crate) fn read_lines(list: &str, wanted: impl Fn(&str) -> bool) -> Phrases {
        let lines = lines(list).filter(|(head, _)| wanted(head));
        Phrases(
            lines
                .flat_map(|(_, phrases)| phrases.split('|'))
                .map(Phrase::new)
                .collect(),
        )
    }

    /// Every phrase that the message says, by its words. Only phrases whose words begin as words of the message do are
    /// looked for, so here a typo never stands first in a word.
    pub(crate) fn all<'a>(&'a self, heard: &'a Heard) -> impl Iterator<Item = Vec<usize>> + 'a {
        let begins = |phrase: &&Phrase| phrase.initials() & !heard.initials() == 0;
        self.0
            .iter()
            .filter(begins)
            .filter_map(|phrase| phrase.find(heard))
    }
}

/// The lines of a list: what stands before the first colon, and what stands after it.
pub(crate) fn lines(list: &str) -> impl Iterator<Item = (&str, &str)> {
    list.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(':'))
}

static FUNCTION: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    lines(include_str!("../words/function.txt"))
        .flat_map(|(_, words)| words.split(' '))
        .collect()
});

static REQUESTS: LazyLock<(HashSet<String>, Vec<Word>)> = LazyLock::new(|| {
    let words = lines(include_str!("../words/request.txt"))
        .flat_map(|(_, words)| Heard::new(words).words().to_vec());
    let words: Vec<Word> = words.collect();
    (
        words.iter().map(|word| word.folded.clone()).collect(),
        words,
    )
});

/// A pronoun, preposition, particle or question word, by its exact form.
pub(crate) fn is_closed_class(folded: &str) -> bool {
    FUNCTION.contains(folded)
}

/// A word of wanting or asking: «хочу», «покажите», "need".
pub(crate) fn is_request(word: &Word) -> bool {
    let (exact, words) = &*REQUESTS;
    exact.contains(&word.folded) || words.iter().any(|request| same_word(request, word))
}

//! Phrases of a script and labels of options, found in a message.

use crate::heard::{Heard, Word};

/// A phrase of `says "…"` or of an intent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    heard: Heard,
}

impl Phrase {
    /// Reads a phrase as its author wrote it.
    pub fn new(text: &str) -> Phrase {
        Phrase {
            heard: Heard::new(text),
        }
    }

    /// As written.
    pub fn text(&self) -> &str {
        self.heard.text()
    }

    /// The indexes of the words of the message that say this phrase.
    pub fn find(&self, heard: &Heard) -> Option<Vec<usize>> {
        let _ = heard;
        None
    }

    /// Whatever says `self` says `other` too.
    pub fn contains(&self, other: &Phrase) -> bool {
        other.find(&self.heard).is_some()
    }
}

/// A label or a synonym of an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    heard: Heard,
}

impl Label {
    /// Reads a label as its author wrote it.
    pub fn new(text: &str) -> Label {
        Label {
            heard: Heard::new(text),
        }
    }

    /// As written.
    pub fn text(&self) -> &str {
        self.heard.text()
    }

    /// The indexes of the words of the message that type this label.
    pub fn find(&self, heard: &Heard) -> Option<Vec<usize>> {
        let _ = heard;
        None
    }

    /// How many words it has: of several labels that fit, the longest wins.
    pub fn len(&self) -> usize {
        self.heard.words().len()
    }

    /// No words: only signs or emoji.
    pub fn is_empty(&self) -> bool {
        self.heard.is_empty()
    }
}

/// The same word, exactly or by inflection.
pub fn same_word(a: &Word, b: &Word) -> bool {
    a.folded == b.folded
}

/// `said` is `asked` by inflection, or with typos: one in 5–7 letters, two in longer words.
pub fn like_word(asked: &Word, said: &Word) -> bool {
    same_word(asked, said)
}

/// A pronoun, preposition, particle, question word or another word that names no thing.
pub fn is_function_word(word: &Word) -> bool {
    let _ = word;
    false
}

//! The words, numbers and sentences of an outgoing text.

use rust_decimal::Decimal;
use understand::{Heard, Word, numbers};

use crate::guard::plain::Plain;

/// A text read once.
pub(crate) struct Text<'a> {
    pub(crate) plain: Plain<'a>,
    pub(crate) words: Vec<Said>,
    pub(crate) numbers: Vec<Number>,
}

/// A word and where it stands.
pub(crate) struct Said {
    pub(crate) word: Word,
    /// Its first byte in the plain text.
    pub(crate) start: usize,
    /// The byte after its last.
    pub(crate) end: usize,
    /// The sentence it stands in; a line's end ends one too.
    pub(crate) sentence: usize,
}

/// A number in digits or in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    /// Its first word.
    pub(crate) first: usize,
    /// Its last word.
    pub(crate) last: usize,
    /// How much; none for digits that are no number, such as a phone's or a clock's.
    pub(crate) value: Option<Decimal>,
}

/// Only so many bytes are read at once, cut where no word is.
const WINDOW: usize = 4000;

impl<'a> Text<'a> {
    pub(crate) fn new(text: &'a str) -> Text<'a> {
        let mut read = Text {
            plain: Plain::new(text),
            words: Vec::new(),
            numbers: Vec::new(),
        };
        let mut base = 0;
        while base < read.plain.text.len() {
            let end = base + window(&read.plain.text[base..]);
            read.window(base, end);
            base = end;
        }
        read.number_sentences();
        read
    }

    fn window(&mut self, base: usize, end: usize) {
        let heard = Heard::new(&self.plain.text[base..end]);
        let first = self.words.len();
        self.words.extend(heard.words().iter().map(|word| Said {
            start: base + word.start,
            end: base + word.end,
            sentence: 0,
            word: word.clone(),
        }));
        let mut next = 0;
        for number in numbers(&heard) {
            let (Some(&from), Some(&to)) = (number.words.first(), number.words.last()) else {
                continue;
            };
            self.codes(first, next, from, &heard);
            self.numbers.push(Number {
                first: first + from,
                last: first + to,
                value: Some(number.value.abs()),
            });
            next = to + 1;
        }
        self.codes(first, next, heard.words().len(), &heard);
    }

    /// Digits between numbers, which understand takes for phones, dates and times.
    fn codes(&mut self, first: usize, from: usize, to: usize, heard: &Heard) {
        for word in from..to {
            if heard.words()[word].is_digits() {
                let word = first + word;
                self.numbers.push(Number {
                    first: word,
                    last: word,
                    value: None,
                });
            }
        }
    }

    fn number_sentences(&mut self) {
        let mut sentence = 0;
        for index in 1..self.words.len() {
            if self.ends_sentence(index) {
                sentence += 1;
            }
            self.words[index].sentence = sentence;
        }
    }

    /// A sentence ends between the word before `index` and this one.
    fn ends_sentence(&self, index: usize) -> bool {
        let gap = self.gap(index);
        if gap.contains(['\n', '!', '?', '…', ';']) {
            return true;
        }
        let (before, next) = (&self.words[index - 1].word, &self.words[index].word);
        let Some((_, after)) = gap.split_once('.') else {
            return false;
        };
        let capital = next.text.starts_with(char::is_uppercase);
        let abbreviation = !before.is_digits() && before.folded.chars().count() <= 4;
        after.starts_with(char::is_whitespace) && (capital || (next.is_digits() && !abbreviation))
    }

    /// What stands between the word before `index` and that word, or at the ends of the text.
    pub(crate) fn gap(&self, index: usize) -> &str {
        let start = index
            .checked_sub(1)
            .and_then(|before| self.words.get(before))
            .map_or(0, |said| said.end);
        let end = self
            .words
            .get(index)
            .map_or(self.plain.text.len(), |said| said.start);
        self.plain.text.get(start..end).unwrap_or("")
    }

    /// The folded word at `index`, or nothing.
    pub(crate) fn said(&self, index: usize) -> &str {
        self.words.get(index).map_or("", |said| &said.word.folded)
    }

    /// Both words stand in one sentence.
    pub(crate) fn together(&self, one: usize, other: usize) -> bool {
        match (self.words.get(one), self.words.get(other)) {
            (Some(one), Some(other)) => one.sentence == other.sentence,
            _ => false,
        }
    }
}

/// How much of `text` to read at once: to a line's end, a sentence's, a comma between words, a space between words; only
/// in what is no human text, to any space or sign.
fn window(text: &str) -> usize {
    if text.len() <= WINDOW {
        return text.len();
    }
    let mut end = WINDOW;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..end];
    let before_letter = |at: usize| head[at..].trim_start().starts_with(char::is_alphabetic);
    let cut = |sign: &str| {
        let mut signs = head.rmatch_indices(sign).map(|(at, sign)| at + sign.len());
        signs.find(|at| before_letter(*at))
    };
    let between_words = || {
        let mut spaces = head.rmatch_indices(char::is_whitespace).map(|(at, _)| at);
        spaces.find(|at| before_letter(*at) && head[..*at].ends_with(char::is_alphabetic))
    };
    cut("\n")
        .or_else(|| cut(". "))
        .or_else(|| cut(", "))
        .or_else(between_words)
        .or_else(|| head.rfind(char::is_whitespace))
        .or_else(|| head.rfind(|letter: char| !letter.is_alphanumeric()))
        .filter(|at| *at > 0)
        .unwrap_or(end)
}

//! A buyer's message, read once.

use std::sync::OnceLock;

use crate::fold::fold;
use crate::stem::Stems;

/// Only so many characters of a message are read.
pub const LETTERS_READ: usize = 4096;

/// One word of a message: a run of letters, or a run of digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As typed.
    pub text: String,
    /// As compared: see [`fold()`].
    pub folded: String,
    /// Where it begins, in bytes of the message's text.
    pub start: usize,
    /// Where it ends, in bytes of the message's text.
    pub end: usize,
    /// A comma, a full stop or another sign stands between the word before and this one.
    pub after_sign: bool,
    /// How many letters it has, folded.
    pub(crate) letters: usize,
    /// A bit for each letter that occurs: words that differ in many bits differ in many letters.
    pub(crate) mask: u64,
    stems: OnceLock<Stems>,
}

impl Word {
    fn new(typed: &str, start: usize, after_sign: bool) -> Word {
        let folded = folded(typed);
        let (mut letters, mut mask) = (0, 0);
        for letter in folded.chars() {
            letters += 1;
            mask |= bit(letter);
        }
        let end = start + typed.len();
        Word {
            text: typed.to_owned(),
            folded,
            start,
            end,
            after_sign,
            letters,
            mask,
            stems: OnceLock::new(),
        }
    }

    /// A run of digits.
    pub fn is_digits(&self) -> bool {
        self.folded
            .starts_with(|letter: char| letter.is_ascii_digit())
    }

    /// A bit for its first letter: words that are the same begin alike.
    pub(crate) fn initial(&self) -> u64 {
        self.folded.chars().next().map_or(0, bit)
    }

    /// Its stems, found when first asked for.
    pub(crate) fn stems(&self) -> &Stems {
        self.stems.get_or_init(|| Stems::new(&self.folded))
    }
}

/// A value found in a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<T> {
    /// The value.
    pub value: T,
    /// The indexes of the words that said it, ascending.
    pub words: Vec<usize>,
}

impl<T> Found<T> {
    /// The same words, another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Found<U> {
        Found {
            value: change(self.value),
            words: self.words,
        }
    }
}

/// A buyer's message, read once into words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    text: String,
    words: Vec<Word>,
    initials: u64,
}

impl Heard {
    /// Reads the first [`LETTERS_READ`] characters of a message.
    pub fn new(text: &str) -> Heard {
        let end = text
            .char_indices()
            .nth(LETTERS_READ)
            .map_or(text.len(), |(at, _)| at);
        let text = &text[..end];
        let words = words(text);
        let initials = words.iter().fold(0, |bits, word| bits | word.initial());
        Heard {
            text: text.to_owned(),
            words,
            initials,
        }
    }

    /// The text that was read, as typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its words in order.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// No words in it.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The message without the words at `indexes`. Where words are left out, those around them are no neighbours: what
    /// follows counts as after a sign.
    pub fn without(&self, indexes: &[usize]) -> Heard {
        let mut rest = Heard::default();
        let mut cut = false;
        for (index, word) in self.words.iter().enumerate() {
            if indexes.contains(&index) {
                cut = true;
                continue;
            }
            match (rest.words.is_empty(), cut) {
                (true, true) => {}
                (false, true) => rest.text.push(' '),
                (_, false) => rest.text.push_str(self.gap(index)),
            }
            rest.initials |= word.initial();
            let start = rest.text.len();
            rest.text.push_str(&word.text);
            rest.words.push(Word {
                start,
                end: rest.text.len(),
                after_sign: word.after_sign || cut,
                ..word.clone()
            });
            cut = false;
        }
        if !cut {
            rest.text.push_str(self.gap(self.words.len()));
        }
        rest
    }

    /// What stands between word `index - 1` and word `index`, or at the ends of the message.
    pub(crate) fn gap(&self, index: usize) -> &str {
        let start = index
            .checked_sub(1)
            .and_then(|before| self.words.get(before))
            .map_or(0, |word| word.end);
        let end = self
            .words
            .get(index)
            .map_or(self.text.len(), |word| word.start);
        self.text.get(start..end).unwrap_or("")
    }

    /// The first letters of its words, a bit each.
    pub(crate) fn initials(&self) -> u64 {
        self.initials
    }

    /// The folded word at `index`, or nothing.
    pub(crate) fn said(&self, index: usize) -> &str {
        self.words.get(index).map_or("", |word| &word.folded)
    }
}

impl From<&str> for Heard {
    fn from(text: &str) -> Heard {
        Heard::new(text)
    }
}

/// One of 64 bits for a letter.
fn bit(letter: char) -> u64 {
    1 << (u32::from(letter) % 64)
}

/// What kind of run a character belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Run {
    Letters,
    Digits,
    Space,
    Sign,
}

fn run(letter: char) -> Run {
    match letter {
        '0'..='9' => Run::Digits,
        'a'..='z' | 'A'..='Z' | 'а'..='я' | 'А'..='Я' => Run::Letters,
        ' ' => Run::Space,
        _ if letter.is_alphanumeric() || is_mark(letter) => Run::Letters,
        _ if letter.is_whitespace() => Run::Space,
        _ => Run::Sign,
    }
}

/// A combining mark, which belongs to the letter before it.
fn is_mark(letter: char) -> bool {
    unicode_normalization::char::is_combining_mark(letter)
        && !matches!(letter, '\u{FE00}'..='\u{FE0F}' | '\u{20D0}'..='\u{20FF}')
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '＇')
}

fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::with_capacity(text.len() / 12 + 1);
    let mut letters = text.char_indices().peekable();
    let mut after_sign = false;
    while let Some((start, first)) = letters.next() {
        let kind = run(first);
        if !matches!(kind, Run::Letters | Run::Digits) || is_apostrophe(first) {
            after_sign |= kind == Run::Sign || first == '\n';
            continue;
        }
        let mut end = start + first.len_utf8();
        while let Some(&(at, letter)) = letters.peek() {
            if is_apostrophe(letter) {
                let inside = kind == Run::Letters
                    && text[at + letter.len_utf8()..]
                        .chars()
                        .next()
                        .is_some_and(|next| run(next) == Run::Letters && !is_apostrophe(next));
                if !inside {
                    break;
                }
            } else if run(letter) != kind {
                break;
            }
            end = at + letter.len_utf8();
            letters.next();
        }
        words.push(Word::new(&text[start..end], start, after_sign));
        after_sign = false;
    }
    words
}

/// Folds a word; Latin letters typed for Cyrillic ones of the same look are put right.
fn folded(typed: &str) -> String {
    let folded = fold(typed);
    let cyrillic = folded
        .chars()
        .any(|letter| matches!(letter, 'а'..='џ' | 'ґ'));
    let latin = cyrillic && folded.chars().any(|letter| letter.is_ascii_lowercase());
    if !latin {
        return folded;
    }
    let mended: Option<String> = folded
        .chars()
        .map(|letter| {
            if letter.is_ascii_lowercase() {
                look_alike(letter)
            } else {
                Some(letter)
            }
        })
        .collect();
    mended.unwrap_or(folded)
}

fn look_alike(latin: char) -> Option<char> {
    Some(match latin {
        'a' => 'а',
        'c' => 'с',
        'e' => 'е',
        'i' => 'і',
        'o' => 'о',
        'p' => 'р',
        'x' => 'х',
        'y' => 'у',
        'k' => 'к',
        'm' => 'м',
        't' => 'т',
        'b' => 'в',
        'h' => 'н',
        _ => return None,
    })
}

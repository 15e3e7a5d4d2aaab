//! A text line or a label as one string, with the way back to the file.

use std::ops::Range;

use understand::Lang;

use crate::ast::{Part, TextLine};
use crate::source::{Span, Spanned};

/// Stands for a value that is printed: neither a letter nor a space.
pub(super) const VALUE: char = '\u{fffc}';

/// Words in one language; each value among them is one [`VALUE`].
pub(super) struct Wording {
    /// The language.
    pub(super) lang: Lang,
    /// The words.
    pub(super) text: String,
    pieces: Vec<Piece>,
}

/// A stretch of the words that stands in the file in one place.
struct Piece {
    from: usize,
    to: usize,
    span: Span,
}

/// A run of letters.
#[derive(Clone, Copy)]
pub(super) struct Word<'w> {
    /// As written.
    pub(super) text: &'w str,
    /// Where it begins among the words.
    pub(super) start: usize,
}

impl Word<'_> {
    /// Where it stands among the words.
    pub(super) fn range(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }
}

impl Wording {
    /// The words of a text line.
    pub(super) fn of_line(line: &TextLine, lang: Lang) -> Wording {
        let mut wording = Wording {
            lang,
            text: String::new(),
            pieces: Vec::with_capacity(line.parts.len()),
        };
        for part in &line.parts {
            match part {
                Part::Words(words) => wording.add(&words.node, words.span),
                Part::Value(hole) => wording.add(VALUE.encode_utf8(&mut [0; 4]), hole.span),
            }
        }
        wording
    }

    /// The words of a label or a phrase.
    pub(super) fn of_label(label: &Spanned<String>, lang: Lang) -> Wording {
        let mut wording = Wording {
            lang,
            text: String::with_capacity(label.node.len()),
            pieces: Vec::with_capacity(1),
        };
        wording.add(&label.node, label.span);
        wording
    }

    fn add(&mut self, words: &str, span: Span) {
        let from = self.text.len();
        self.text.push_str(words);
        let to = self.text.len();
        self.pieces.push(Piece { from, to, span });
    }

    /// Where a stretch of the words stands in the file; all of a piece whose letters are not those of the file.
    pub(super) fn place(&self, range: Range<usize>) -> Span {
        let first = self.piece(range.start);
        let last = self.piece(range.end.saturating_sub(1).max(range.start));
        match (first, last) {
            (Some(first), Some(last)) => {
                let start = match first.is_exact() {
                    true => first.span.start + range.start - first.from,
                    false => first.span.start,
                };
                let end = match last.is_exact() {
                    true => last.span.start + range.end - last.from,
                    false => last.span.end,
                };
                Span::new(start, end.max(start))
            }
            _ => Span::default(),
        }
    }

    /// Whether a stretch of the words stands in the file letter by letter.
    pub(super) fn is_exact(&self, range: &Range<usize>) -> bool {
        self.piece(range.start)
            .is_some_and(|piece| piece.is_exact() && range.end <= piece.to)
    }

    fn piece(&self, at: usize) -> Option<&Piece> {
        let after = self.pieces.partition_point(|piece| piece.to <= at);
        self.pieces.get(after)
    }

    /// Its words in order: runs of letters, with an apostrophe between letters.
    pub(super) fn words(&self) -> impl Iterator<Item = Word<'_>> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let rest = &self.text[at..];
            let begins = rest.find(char::is_alphabetic)?;
            let start = at + begins;
            let mut end = start;
            let mut letters = self.text[start..].char_indices().peekable();
            while let Some((place, letter)) = letters.next() {
                let joins = matches!(letter, '\'' | '’' | 'ʼ')
                    && letters.peek().is_some_and(|(_, next)| next.is_alphabetic());
                if !(letter.is_alphabetic() || joins || is_mark(letter)) {
                    break;
                }
                end = start + place + letter.len_utf8();
            }
            at = end;
            Some(Word {
                text: &self.text[start..end],
                start,
            })
        })
    }
}

impl Piece {
    /// The letters of a piece are those of the file unless something in it was escaped or joined.
    fn is_exact(&self) -> bool {
        self.to - self.from == self.span.end - self.span.start
    }
}

/// A mark over the letter before it.
fn is_mark(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

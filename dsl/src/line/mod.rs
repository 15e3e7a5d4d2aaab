//! One logical line: from its text to the pairs of the grammar.
//!
//! A line is prepared ([`signs`]: typographic signs; [`Table::translate`]: keywords), parsed by the entry
//! rule of the block it stands in, and, where that fails, mended or told of ([`mend`]).

pub(crate) mod edit;
pub(crate) mod fault;
pub(crate) mod literal;
pub(crate) mod signs;

use crate::ast::{Ident, Path};
use crate::keywords::{HIDDEN, JOINED, Table};
use crate::layout::{Line, is_text_line};
use crate::source::{Span, Spanned};
use edit::Edited;
use engine::Name;
use pest::iterators::{Pair, Pairs};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The grammar of lines.
#[derive(pest_derive::Parser)]
#[grammar = "grammar/flow.pest"]
pub(crate) struct Grammar;

/// A line that is being read: the way from pairs back to the file.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    /// The line as the grammar sees it.
    pub(crate) edited: &'a Edited<'a>,
    /// The line as it stands in the file.
    pub(crate) raw: &'a str,
    /// Where it begins in the file.
    pub(crate) start: usize,
    /// Its number, from 1.
    pub(crate) number: u32,
}

impl<'a> Row<'a> {
    /// `line`, read as `edited`.
    pub(crate) fn new(line: &'a Line<'_>, edited: &'a Edited<'a>) -> Row<'a> {
        Row {
            edited,
            raw: line.text,
            start: line.start,
            number: line.number,
        }
    }

    /// The place of the whole line.
    pub(crate) fn all(&self) -> Span {
        Span::new(self.start, self.start + self.raw.len())
    }

    /// The place of a pair.
    pub(crate) fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let (start, end) = ends(pair);
        self.place(start, end)
    }

    /// The place of a stretch of the text that the grammar saw.
    pub(crate) fn place(&self, start: usize, end: usize) -> Span {
        let range = self.edited.back(start..end);
        Span::new(self.start + range.start, self.start + range.end)
    }

    /// A pair as it stands in the file.
    pub(crate) fn raw(&self, pair: &Pair<'_, Rule>) -> &'a str {
        let (start, end) = ends(pair);
        &self.raw[self.edited.back(start..end)]
    }

    /// A name.
    pub(crate) fn ident(&self, pair: &Pair<'_, Rule>) -> Ident {
        ident(self.raw(pair), self.span(pair))
    }

    /// The first name inside a pair.
    pub(crate) fn ident_in(&self, pair: Pair<'_, Rule>) -> Option<Ident> {
        pair.into_inner()
            .find(|inner| inner.as_rule() == Rule::ident)
            .map(|inner| self.ident(&inner))
    }

    /// Words as one name, with one space between.
    pub(crate) fn words(&self, pair: &Pair<'_, Rule>) -> Ident {
        let raw = self.raw(pair);
        let mut found = ident(raw, self.span(pair));
        if raw.contains("  ") {
            let joined = raw
                .split(' ')
                .filter(|word| !word.is_empty())
                .collect::<Vec<_>>()
                .join(" ");
            found = ident(&joined, found.span);
        }
        found
    }

    /// `quoted.price`
    pub(crate) fn path(&self, pair: &Pair<'_, Rule>) -> Option<Path> {
        let mut names = pair.clone().into_inner().map(|inner| self.ident(&inner));
        Some(Path {
            root: names.next()?,
            fields: names.collect(),
            span: self.span(pair),
        })
    }

    /// The words of a quoted string.
    pub(crate) fn string(&self, pair: &Pair<'_, Rule>) -> Spanned<String> {
        let text = pair.as_str();
        let inner = text
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'))
            .unwrap_or(text);
        Spanned::new(literal::unescaped(inner), self.span(pair))
    }
}

/// Where a pair begins and ends, without the spaces that a repetition took in.
fn ends(pair: &Pair<'_, Rule>) -> (usize, usize) {
    let start = pair.as_span().start();
    (start, start + pair.as_str().trim_end_matches(' ').len())
}

/// A name at a place.
pub(crate) fn ident(name: &str, span: Span) -> Ident {
    let name: Name = Name::from(name);
    let key = match key_of(&name) {
        Some(key) => key,
        None => name.clone(),
    };
    Ident { name, key, span }
}

/// A name as it is compared: after NFC, in lower case, with one kind of apostrophe.
pub fn key(name: &str) -> Name {
    key_of(name).unwrap_or_else(|| Name::from(name))
}

/// The key of a name, where it is not the name itself.
fn key_of(name: &str) -> Option<Name> {
    let plain = |letter: char| {
        letter.is_lowercase() || letter.is_ascii_digit() || letter == '_' || letter == ' '
    };
    if name.chars().all(plain) && is_nfc(name) {
        return None;
    }
    let folded: String = name
        .nfc()
        .map(|letter| {
            if matches!(letter, '’' | 'ʼ') {
                '\''
            } else {
                letter
            }
        })
        .flat_map(char::to_lowercase)
        .nfc()
        .collect();
    Some(Name::from(folded))
}

/// A line ready for the grammar, with keywords in English. Text lines are left as they are.
pub(crate) fn prepare<'s>(line: &Line<'s>, table: &Table) -> (Edited<'s>, signs::Odd) {
    let mut edited = Edited::new(line.text);
    if is_text_line(line.text) {
        return (edited, signs::Odd::default());
    }
    let odd = signs::mend(&mut edited);
    table.translate(&mut edited);
    (edited, odd)
}

/// Parses a prepared line by an entry rule.
pub(crate) fn parse<'e>(
    rule: Rule,
    edited: &'e Edited<'_>,
) -> Result<Pairs<'e, Rule>, Box<pest::error::Error<Rule>>> {
    use pest::Parser;
    Grammar::parse(rule, &edited.text).map_err(Box::new)
}

/// The words of a keyword's rule: `at most` for `k_at_most`.
pub(crate) fn keyword_of(rule: Rule) -> Option<String> {
    let name = format!("{rule:?}");
    name.strip_prefix("k_").map(|words| words.replace('_', " "))
}

/// What the grammar sees, as a person would write it in English.
pub(crate) fn shown(text: &str) -> String {
    text.replace(HIDDEN, "").replace(JOINED, " ")
}

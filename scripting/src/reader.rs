//! Reads one documentation line from left to right, remembering the column.

use crate::mistake::{Expected, Fact};

/// A place in a source line.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    line: &'a str,
    at: usize,
}

/// What is wrong, and the column where.
pub(crate) type Wrong = (usize, Fact);

impl<'a> Reader<'a> {
    /// The line from its byte `at` on.
    pub(crate) fn new(line: &'a str, at: usize) -> Reader<'a> {
        Reader { line, at }
    }

    /// The column of the next character, from 1.
    pub(crate) fn column(&self) -> usize {
        self.line[..self.at].chars().count() + 1
    }

    /// What is left of the line.
    pub(crate) fn rest(&self) -> &'a str {
        &self.line[self.at..]
    }

    /// Something other was expected here.
    pub(crate) fn expected<T>(&self, what: Expected) -> Result<T, Wrong> {
        self.wrong(Fact::Expected(what))
    }

    /// Something is wrong here.
    pub(crate) fn wrong<T>(&self, fact: Fact) -> Result<T, Wrong> {
        Err((self.column(), fact))
    }

    /// Leaves spaces behind.
    pub(crate) fn skip_spaces(&mut self) {
        self.at = self.line.len() - self.rest().trim_start().len();
    }

    /// Whether only spaces are left.
    pub(crate) fn is_at_end(&self) -> bool {
        self.rest().trim().is_empty()
    }

    /// Goes past `sign` and the spaces before it, if it comes next.
    pub(crate) fn eat(&mut self, sign: &str) -> bool {
        let mut ahead = *self;
        ahead.skip_spaces();
        let eaten = ahead.rest().starts_with(sign);
        if eaten {
            self.at = ahead.at + sign.len();
        }
        eaten
    }

    /// Goes past a whole word, if it comes next.
    pub(crate) fn eat_word(&mut self, word: &str) -> bool {
        let mut ahead = *self;
        let eaten = ahead.name() == Some(word);
        if eaten {
            *self = ahead;
        }
        eaten
    }

    /// Goes past `sign`, or tells what was expected.
    pub(crate) fn need(&mut self, sign: &str, what: Expected) -> Result<(), Wrong> {
        if self.eat(sign) {
            Ok(())
        } else {
            self.after_spaces().expected(what)
        }
    }

    /// The next name: a letter, then letters, digits and `_`.
    pub(crate) fn name(&mut self) -> Option<&'a str> {
        let name = self
            .after_spaces()
            .taken_while(|c| c.is_alphanumeric() || c == '_');
        name.starts_with(char::is_alphabetic)
            .then(|| self.pass(name))
    }

    /// The next name, or what was expected.
    pub(crate) fn need_name(&mut self) -> Result<&'a str, Wrong> {
        match self.name() {
            Some(name) => Ok(name),
            None => self.after_spaces().expected(Expected::Name),
        }
    }

    /// The next characters that `fits`, after spaces; empty if there are none.
    pub(crate) fn take_while(&mut self, fits: impl Fn(char) -> bool) -> &'a str {
        let taken = self.after_spaces().taken_while(fits);
        self.pass(taken)
    }

    /// The words up to a sign of `stops`, two spaces in a row or the end, trimmed.
    pub(crate) fn words_before(&mut self, stops: &[char]) -> &'a str {
        self.skip_spaces();
        let rest = self.rest();
        let end = rest.find(stops).unwrap_or(rest.len());
        let end = rest.find("  ").map_or(end, |gap| gap.min(end));
        self.at += end;
        rest[..end].trim_end()
    }

    /// A string in double quotes, in which `\"` and `\\` are the only escapes.
    pub(crate) fn quoted(&mut self) -> Option<String> {
        let mut ahead = *self;
        if !ahead.eat("\"") {
            return None;
        }
        let mut text = String::new();
        let mut signs = ahead.rest().char_indices();
        while let Some((at, sign)) = signs.next() {
            match sign {
                '"' => {
                    self.at = ahead.at + at + 1;
                    return Some(text);
                }
                '\\' => text.push(signs.next()?.1),
                _ => text.push(sign),
            }
        }
        None
    }

    fn after_spaces(mut self) -> Reader<'a> {
        self.skip_spaces();
        self
    }

    fn taken_while(self, fits: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c| !fits(c)).unwrap_or(rest.len());
        &rest[..end]
    }

    fn pass(&mut self, taken: &'a str) -> &'a str {
        self.skip_spaces();
        self.at += taken.len();
        taken
    }
}

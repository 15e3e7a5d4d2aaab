//! Lines of a file into records of cells.
//!
//! A quote that somebody forgot to close must cost one row, not the rest of the file: so a quoted cell that does not
//! end before a separator or a line's end, or not within [`CELL_BYTES`], gives up its first line only, and reading
//! goes on at the next.

use std::borrow::Cow;

use crate::read::{CELL_BYTES, COLUMNS};

/// One record of the file.
pub(crate) enum Record<'a> {
    Cells(Cells<'a>),
    /// A quote opens in this line and is not closed as it should be.
    OpenQuote {
        line: u64,
    },
}

/// The cells of a record.
pub(crate) struct Cells<'a> {
    /// The line it begins in, from 1.
    pub(crate) line: u64,
    /// The first [`COLUMNS`] + 1 cells.
    pub(crate) cells: Vec<Cow<'a, [u8]>>,
    /// How many cells there are.
    pub(crate) count: usize,
}

impl Cells<'_> {
    /// Nothing but spaces and separators, as spreadsheets export empty rows.
    pub(crate) fn is_blank(&self) -> bool {
        self.count <= self.cells.len() && self.cells.iter().all(|cell| cell.trim_ascii().is_empty())
    }
}

/// The records of a file in order.
pub(crate) struct Records<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
    separator: u8,
}

/// How a quoted cell ended.
enum Quoted<'a> {
    Closed(Cow<'a, [u8]>),
    /// The quote that opened here stays open.
    Open,
}

impl<'a> Records<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Records<'a> {
        let mut records = Records {
            bytes,
            at: 0,
            line: 1,
            separator: b',',
        };
        let first = first_line(bytes);
        match first.strip_prefix(b"sep=") {
            Some(&[separator]) => {
                records.separator = separator;
                records.at = first.len();
                records.end_line();
            }
            _ => records.separator = separator(bytes),
        }
        records
    }

    /// Past the line's end at `at`, if there is one.
    fn end_line(&mut self) -> bool {
        let ending = match self.bytes[self.at..] {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => return self.at == self.bytes.len(),
        };
        self.at += ending;
        self.line += 1;
        true
    }

    /// From the opening quote at `at` to the separator or line's end behind the closing one.
    fn quoted(&mut self) -> Quoted<'a> {
        let (opened, opened_line) = (self.at + 1, self.line);
        let mut text: Cow<'a, [u8]> = Cow::Borrowed(&[]);
        let mut from = opened;
        self.at = opened;
        loop {
            match self.bytes.get(self.at) {
                None => return Quoted::Open,
                _ if self.at - opened > CELL_BYTES => return Quoted::Open,
                Some(b'\n' | b'\r') => {
                    self.end_line();
                }
                Some(b'"') => {
                    let part = &self.bytes[from..self.at];
                    let doubled = self.bytes.get(self.at + 1) == Some(&b'"');
                    if text.is_empty() && !doubled {
                        text = Cow::Borrowed(part);
                    } else {
                        text.to_mut().extend_from_slice(part);
                    }
                    self.at += 1;
                    if doubled {
                        text.to_mut().push(b'"');
                        self.at += 1;
                        from = self.at;
                        continue;
                    }
                    let rest = self.bare();
                    if rest.trim_ascii().is_empty() {
                        return Quoted::Closed(text);
                    }
                    if self.line != opened_line {
                        return Quoted::Open;
                    }
                    // `"Rose" red`: on one line nothing is lost by taking it as it looks.
                    text.to_mut().extend_from_slice(rest);
                    return Quoted::Closed(text);
                }
                Some(_) => self.at += 1,
            }
        }
    }

    /// Up to the next separator or line's end.
    fn bare(&mut self) -> &'a [u8] {
        let rest = &self.bytes[self.at..];
        let ends = |byte: &u8| *byte == self.separator || matches!(byte, b'\n' | b'\r');
        let cell = &rest[..rest.iter().position(ends).unwrap_or(rest.len())];
        self.at += cell.len();
        cell
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        if self.at >= self.bytes.len() {
            return None;
        }
        let line = self.line;
        let mut cells = Vec::new();
        let mut count = 0;
        loop {
            let start = self.at;
            let spaces = self.bytes[start..]
                .iter()
                .take_while(|byte| **byte == b' ')
                .count();
            let cell = if self.bytes.get(start + spaces) == Some(&b'"') {
                let opened = self.line;
                self.at = start + spaces;
                match self.quoted() {
                    Quoted::Closed(cell) => cell,
                    Quoted::Open => {
                        self.at = start + first_line(&self.bytes[start..]).len();
                        self.line = opened;
                        self.end_line();
                        return Some(Record::OpenQuote { line: opened });
                    }
                }
            } else {
                Cow::Borrowed(self.bare())
            };
            count += 1;
            if cells.len() <= COLUMNS {
                cells.push(cell);
            }
            if self.end_line() {
                return Some(Record::Cells(Cells { line, cells, count }));
            }
            // The separator: a cell ends at one, at a line's end or at the file's.
            self.at += 1;
        }
    }
}

/// Up to the first line's end.
fn first_line(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
    &bytes[..end.unwrap_or(bytes.len())]
}

/// The separator that stands most often in the first line with a letter, outside quotes.
fn separator(bytes: &[u8]) -> u8 {
    let header = bytes
        .split(|byte| matches!(byte, b'\n' | b'\r'))
        .find(|line| line.iter().any(u8::is_ascii_alphabetic))
        .unwrap_or(&[]);
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for &byte in header {
        quoted ^= byte == b'"';
        if !quoted && let Some((_, count)) = counts.iter_mut().find(|(sign, _)| *sign == byte) {
            *count += 1;
        }
    }
    // Of equal counts the first wins, so a file of one column has commas.
    counts
        .iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |(sign, _)| *sign)
}

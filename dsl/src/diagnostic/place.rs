//! Lines and columns of a source, as people count them.

use std::ops::Range;

use crate::source::Source;

/// A place as people name it: lines and columns from 1, columns in characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// Where the lines of a source begin, so that places are found quickly.
#[derive(Clone, Debug)]
pub struct Places<'s> {
    text: &'s [u8],
    starts: Vec<usize>,
}

impl<'s> Places<'s> {
    /// Reads a source once.
    pub fn of(source: &'s Source) -> Places<'s> {
        let text = source.text.as_slice();
        let ends = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        let starts = std::iter::once(0)
            .chain(ends.map(|(at, _)| at + 1))
            .collect();
        Places { text, starts }
    }

    /// The place of a byte; past the end, the end.
    pub fn place(&self, byte: usize) -> Place {
        let byte = byte.min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= byte);
        // The first line starts at 0, so `line` is at least 1.
        let before = &self.text[self.starts[line - 1]..byte];
        Place {
            line,
            column: characters(before) + 1,
        }
    }

    /// How many lines there are.
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// The bytes of a line, counted from 1, without its end; empty where there is no such line.
    pub fn bytes_of(&self, line: usize) -> Range<usize> {
        let Some(start) = line
            .checked_sub(1)
            .and_then(|index| self.starts.get(index))
            .copied()
        else {
            return self.text.len()..self.text.len();
        };
        let mut end = self
            .starts
            .get(line)
            .map_or(self.text.len(), |next| next - 1);
        if end > start && self.text[end - 1] == b'\r' {
            end -= 1;
        }
        start..end
    }

    /// Bytes of the source.
    pub fn bytes(&self, range: Range<usize>) -> &'s [u8] {
        self.text.get(range).unwrap_or_default()
    }
}

/// How many characters begin in these bytes.
fn characters(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .filter(|byte| **byte & 0b1100_0000 != 0b1000_0000)
        .count()
}

//! The text of a file, with places as editors count them: lines from 0, columns in UTF-16 units.

use dsl::{Source, Span};
use std::ops::Range;
use tower_lsp_server::ls_types::{self, Position};

/// A file's text, with the beginnings of its lines.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    source: Source,
    starts: Vec<usize>,
}

impl Text {
    /// The text of a source.
    pub(crate) fn new(source: Source) -> Text {
        let mut starts = vec![0];
        starts.extend(line_starts(&source.text, 0));
        Text { source, starts }
    }

    /// As the compiler takes it.
    pub(crate) fn source(&self) -> &Source {
        &self.source
    }

    /// The words; empty where the bytes are no text.
    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.source.text).unwrap_or_default()
    }

    /// What stands at a place; empty where that is no text.
    pub(crate) fn slice(&self, range: Range<usize>) -> &str {
        let bytes = self.source.text.get(range).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// How many lines there are.
    pub(crate) fn lines(&self) -> usize {
        self.starts.len()
    }

    /// The bytes of a line, from 0, without its end; empty past the last.
    pub(crate) fn line(&self, line: usize) -> Range<usize> {
        let length = self.source.text.len();
        let Some(start) = self.starts.get(line).copied() else {
            return length..length;
        };
        let mut end = self.starts.get(line + 1).map_or(length, |next| next - 1);
        if end > start && self.source.text[end - 1] == b'\r' {
            end -= 1;
        }
        start..end
    }

    /// The line, from 0, on which a byte stands.
    pub(crate) fn line_of(&self, byte: usize) -> usize {
        // The first line starts at 0, so at least one start is not past any byte.
        self.starts.partition_point(|start| *start <= byte) - 1
    }

    /// The byte of a place; places that are not there are brought to the nearest that is.
    pub(crate) fn byte(&self, place: Position) -> usize {
        let line = self.line(place.line as usize);
        let mut left = place.character as usize;
        let mut at = line.start;
        for letter in self.slice(line).chars() {
            if left < letter.len_utf16() {
                break;
            }
            left -= letter.len_utf16();
            at += letter.len_utf8();
        }
        at
    }

    /// The place of a byte.
    pub(crate) fn place(&self, byte: usize) -> Position {
        let byte = byte.min(self.source.text.len());
        let line = self.line_of(byte);
        let before = &self.source.text[self.starts[line]..byte];
        let column = String::from_utf8_lossy(before).encode_utf16().count();
        // Files are bounded, so lines and columns fit.
        Position::new(line as u32, column as u32)
    }

    /// The places of a stretch.
    pub(crate) fn range(&self, span: Range<usize>) -> ls_types::Range {
        ls_types::Range::new(self.place(span.start), self.place(span.end.max(span.start)))
    }

    /// The places of a span.
    pub(crate) fn range_of(&self, span: Span) -> ls_types::Range {
        self.range(span.range())
    }

    /// Replaces a stretch, or everything.
    pub(crate) fn edit(&mut self, range: Option<ls_types::Range>, words: &str) {
        let Some(range) = range else {
            let path = std::mem::take(&mut self.source.path);
            *self = Text::new(Source::new(path, words));
            return;
        };
        let start = self.byte(range.start);
        let end = self.byte(range.end).max(start);
        let first = self.line_of(start) + 1;
        let past = self.starts.partition_point(|line| *line <= end);
        let removed = end - start;
        for line in &mut self.starts[past..] {
            *line = *line - removed + words.len();
        }
        self.starts
            .splice(first..past, line_starts(words.as_bytes(), start));
        self.source.text.splice(start..end, words.bytes());
    }
}

/// Where lines begin after each end of a line in `text`, which itself begins at `at`.
fn line_starts(text: &[u8], at: usize) -> impl Iterator<Item = usize> + '_ {
    let ends = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    ends.map(move |(place, _)| at + place + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Text {
        Text::new(Source::new("flows/a.flow", words))
    }

    #[test]
    fn columns_are_counted_in_utf16() {
        let text = text("ru: 💐 букет\r\nen: bouquet\n");
        assert_eq!(text.byte(Position::new(0, 6)), "ru: 💐".len());
        assert_eq!(text.place("ru: 💐 б".len()), Position::new(0, 8));
        assert_eq!(
            text.byte(Position::new(0, 900)),
            "ru: 💐 букет".len(),
            "past the end is the end"
        );
        assert_eq!(text.byte(Position::new(0, 5)), 4, "between two halves");
        assert_eq!(text.byte(Position::new(900, 0)), text.as_str().len());
    }

    #[test]
    fn an_edit_leaves_what_reading_anew_would() {
        let mut edited = text("один\nдва\nтри\nчетыре\n");
        let edits = [
            ((0, 2), (2, 1), "a\nb\nв"),
            ((0, 0), (0, 0), "\n\n"),
            ((1, 0), (3, 900), ""),
            ((900, 0), (900, 0), "конец"),
            ((2, 1), (0, 0), "назад"),
        ];
        for ((line, column), (end, past), words) in edits {
            let range = ls_types::Range::new(Position::new(line, column), Position::new(end, past));
            edited.edit(Some(range), words);
            let anew = text(edited.as_str());
            assert_eq!(edited.starts, anew.starts, "{:?}", edited.as_str());
        }
        edited.edit(None, "все");
        assert_eq!((edited.as_str(), edited.lines()), ("все", 1));
    }
}

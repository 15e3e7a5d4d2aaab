//! What is compiled: the bytes of files, with the names people know them by.

use std::ops::Range;

/// A `.flow` or `.talk` file as it was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    /// Its path as people should see it, such as `flows/flowers.flow`.
    pub path: String,
    /// Its bytes: UTF-8 if all is well.
    pub text: Vec<u8>,
}

impl Source {
    /// A file.
    pub fn new(path: impl Into<String>, text: impl Into<Vec<u8>>) -> Source {
        Source {
            path: path.into(),
            text: text.into(),
        }
    }

    /// The file's name without folder and extension: `flowers`.
    pub fn stem(&self) -> &str {
        let file = self.path.rsplit(['/', '\\']).next().unwrap_or(&self.path);
        file.rsplit_once('.').map_or(file, |(stem, _)| stem)
    }
}

/// A stretch of a file, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// From `start` up to `end`.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    /// From the beginning of `self` to the end of `other`.
    pub fn to(self, other: Span) -> Span {
        Span {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// As a range.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

impl From<Span> for Range<usize> {
    fn from(span: Span) -> Range<usize> {
        span.range()
    }
}

/// Something that was read, and where it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spanned<T> {
    /// What was read.
    pub node: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// `node` at `span`.
    pub fn new(node: T, span: Span) -> Spanned<T> {
        Spanned { node, span }
    }
}

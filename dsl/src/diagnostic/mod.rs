//! Findings about a script: what is wrong, where, and how to mend it.
//!
//! [`code`] names the kinds of mistakes, [`fact`] holds one mistake apart from its sentences,
//! [`words`] tells it in the author's language, [`render`](mod@render) draws it under the source line,
//! [`json`] hands it to tools, and [`pages`] explains a code at length.

use std::ops::Range;

use understand::Lang;

use crate::keywords::Table;
use crate::source::Source;

pub mod code;
pub mod course;
pub mod fact;
pub mod phrasing;

pub mod words;

pub mod place;

pub mod render;

pub mod json;

pub mod pages;

pub use code::{Code, Severity};
pub use fact::{Fact, Figure, Limit, Thing, Unspeakable, Use};
pub use json::to_json;
pub use pages::explain;
pub use render::render;
pub use words::{Words, words};

/// One finding, at its place.
#[derive(Clone, PartialEq, Debug)]
pub struct Diagnostic {
    /// What is wrong.
    pub fact: Fact,
    /// The index of the source among those compiled together.
    pub file: usize,
    /// The place, in bytes of the file.
    pub span: Range<usize>,
    /// An edit that mends it, where one is certain.
    pub fix: Option<Fix>,
}

/// An edit: the bytes `start..end` of the file become `replacement`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// The first byte replaced.
    pub start: usize,
    /// The byte after the last one replaced.
    pub end: usize,
    /// What stands there afterwards.
    pub replacement: String,
}

impl Diagnostic {
    /// A finding without a certain mend.
    pub fn new(file: usize, span: Range<usize>, fact: Fact) -> Diagnostic {
        Diagnostic {
            fact,
            file,
            span,
            fix: None,
        }
    }

    /// The same finding, mended by replacing its own place.
    pub fn mended(mut self, replacement: impl Into<String>) -> Diagnostic {
        self.fix = Some(Fix {
            start: self.span.start,
            end: self.span.end,
            replacement: replacement.into(),
        });
        self
    }

    /// The code it is reported under.
    pub fn code(&self) -> Code {
        self.fact.code()
    }

    /// Whether it blocks publishing.
    pub fn severity(&self) -> Severity {
        self.code().severity()
    }
}

/// Puts findings in the order of files and places, and drops exact repetitions.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by_key(|found| (found.file, found.span.start, found.span.end, found.code()));
    diagnostics.dedup();
}

/// The language of a file's keywords: its first line that says something picks it.
pub fn table_of(source: &Source) -> Lang {
    let says = |line: &&[u8]| !line.is_empty() && line[0] != b'#';
    let text = source
        .text
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(&source.text);
    let lines = text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let first = lines.take(FIRST_LINES).find(says).unwrap_or_default();
    Table::picked_by(&String::from_utf8_lossy(
        &first[..first.len().min(FIRST_BYTES)],
    ))
    .lang()
}

/// How far the first line of a file is looked for.
const FIRST_LINES: usize = 10_000;
/// How much of it is looked at, in bytes.
const FIRST_BYTES: usize = 200;

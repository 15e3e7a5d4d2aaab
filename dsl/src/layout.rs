//! The layout pass: from bytes to a tree of logical lines, by indentation alone.
//!
//! A logical line is one physical line. Blank lines and comments are left out, a trailing comment is
//! cut off; what stands under `LANG:` is kept word for word. Flows and talks share this pass.

mod seems;

use self::seems::{stands_under, wants_block};
use crate::diagnostic::{Diagnostic, Fact};
use crate::source::{Source, Span};

/// The largest file that is read, in bytes.
pub const FILE_LIMIT: usize = 16 << 20;
/// How many findings of one file are told by a pass over it.
pub(crate) const FINDINGS: usize = 10_000;
/// The longest line that is read, in bytes.
pub const LINE_LIMIT: usize = 64 << 10;
/// How deep blocks may stand in blocks.
pub const DEPTH_LIMIT: usize = 32;

/// A logical line with the lines that stand under it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line<'s> {
    /// The number of the line in the file, from 1.
    pub number: u32,
    /// The width of its indentation.
    pub indent: usize,
    /// Where its text begins, in bytes of the file.
    pub start: usize,
    /// Its text without indentation, trailing comment and trailing space.
    pub text: &'s str,
    /// The lines that stand under it.
    pub children: Vec<Line<'s>>,
}

impl Line<'_> {
    /// The place of its text.
    pub fn span(&self) -> Span {
        Span::new(self.start, self.start + self.text.len())
    }

    /// The end of the last line under it, or of itself.
    pub fn last_end(&self) -> usize {
        self.children
            .last()
            .map_or(self.start + self.text.len(), Line::last_end)
    }
}

/// The text of a source: UTF-8 without zero bytes, of a bearable size, without a byte order mark.
/// The second number is where the text begins in the file.
pub fn text_of<'s>(
    source: &'s Source,
    file: usize,
    found: &mut Vec<Diagnostic>,
) -> Option<(&'s str, usize)> {
    if source.text.len() > FILE_LIMIT {
        found.push(Diagnostic::new(
            file,
            0..0,
            Fact::FileTooLarge { limit: FILE_LIMIT },
        ));
        return None;
    }
    let text = match std::str::from_utf8(&source.text) {
        Ok(text) => text,
        Err(error) => {
            let at = error.valid_up_to();
            found.push(Diagnostic::new(file, at..at, Fact::NotText));
            return None;
        }
    };
    if let Some(at) = text.find('\0') {
        found.push(Diagnostic::new(file, at..at + 1, Fact::NotText));
        return None;
    }
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    Some((body, text.len() - body.len()))
}

/// The tree of logical lines of a file.
pub fn lay_out<'s>(source: &'s Source, file: usize, found: &mut Vec<Diagnostic>) -> Vec<Line<'s>> {
    let Some((text, offset)) = text_of(source, file, found) else {
        return Vec::new();
    };
    let mut tree = Tree {
        file,
        found,
        told: 0,
        levels: vec![Level {
            indent: 0,
            lines: Vec::new(),
        }],
        unit: None,
        in_spaces: false,
    };
    let mut at = offset;
    for (index, raw) in text.split_inclusive('\n').enumerate() {
        // Files are bounded, so a line's number fits.
        tree.add(raw, index as u32 + 1, at);
        at += raw.len();
    }
    tree.finish()
}

/// Whether all after the colon is literal: the line begins with `LANG:` or `LANG CHANNEL:`.
pub fn is_text_line(text: &str) -> bool {
    text_head(text).is_some()
}

/// The length of `LANG:` or `LANG CHANNEL:` at the beginning of a line.
pub fn text_head(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    if bytes.len() < 3 || !bytes[..2].iter().all(u8::is_ascii_lowercase) {
        return None;
    }
    if bytes[2] == b':' {
        return Some(3);
    }
    let after = text[2..].trim_start_matches(' ');
    if after.len() == text.len() - 2 {
        return None;
    }
    let word = after
        .chars()
        .take_while(|letter| letter.is_alphabetic())
        .map(char::len_utf8)
        .sum::<usize>();
    let rest = after[word..].trim_start_matches(' ');
    (word > 0 && rest.starts_with(':')).then(|| text.len() - rest.len() + 1)
}

struct Level<'s> {
    indent: usize,
    lines: Vec<Line<'s>>,
}

struct Tree<'s, 'd> {
    file: usize,
    found: &'d mut Vec<Diagnostic>,
    told: usize,
    /// Open blocks, the outermost first; never empty.
    levels: Vec<Level<'s>>,
    /// The width of the file's first indent, which all others are measured by.
    unit: Option<usize>,
    /// Some line above is indented by spaces.
    in_spaces: bool,
}

impl<'s> Tree<'s, '_> {
    fn tell(&mut self, finding: Diagnostic) {
        if self.told < FINDINGS {
            self.told += 1;
            self.found.push(finding);
        }
    }

    fn add(&mut self, raw: &'s str, number: u32, at: usize) {
        let line = raw.trim_end_matches(['\n', '\r']);
        let body = line.trim_start_matches([' ', '\t', '\u{a0}', '\u{202f}', '\u{2007}']);
        let width = line.len() - body.len();
        let margin = &line[..width];
        if let Some(block) = self.open_text() {
            let deeper = body.trim().is_empty() || margin.chars().count() > block;
            if deeper {
                return self.add_literal(line, number, at);
            }
        }
        let body = body.trim_end();
        if body.is_empty() || body.starts_with('#') {
            return;
        }
        let start = at + width;
        if body.len() > LINE_LIMIT {
            self.tell(Diagnostic::new(
                self.file,
                start..start,
                Fact::LineTooLong { limit: LINE_LIMIT },
            ));
            return;
        }
        let text = if is_text_line(body) || body.starts_with('>') {
            body
        } else {
            without_comment(body)
        };
        let indent = self.indent(margin, at, text);
        let indent = self.place(indent, start, margin, text);
        let level = self.levels.last_mut();
        // `place` leaves a level that the line belongs to.
        if let Some(level) = level {
            level.lines.push(Line {
                number,
                indent,
                start,
                text,
                children: Vec::new(),
            });
        }
    }

    /// The indent of the last line, if it is `LANG:` with nothing after it.
    fn open_text(&self) -> Option<usize> {
        let last = self.levels.last()?.lines.last()?;
        (text_head(last.text) == Some(last.text.len())).then_some(last.indent)
    }

    /// A line of a message: its own indentation beyond the block's is kept, blank lines inside too.
    fn add_literal(&mut self, line: &'s str, number: u32, at: usize) {
        let Some(head) = self
            .levels
            .last_mut()
            .and_then(|level| level.lines.last_mut())
        else {
            return;
        };
        let trimmed = line.trim_end();
        if trimmed.len() > LINE_LIMIT {
            self.tell(Diagnostic::new(
                self.file,
                at..at,
                Fact::LineTooLong { limit: LINE_LIMIT },
            ));
            return;
        }
        let own = trimmed.len() - trimmed.trim_start().len();
        if trimmed.is_empty() {
            if !head.children.is_empty() {
                head.children.push(Line {
                    number,
                    indent: 0,
                    start: at,
                    text: "",
                    children: Vec::new(),
                });
            }
            return;
        }
        let first = head.children.first();
        let margin = first.map_or(own, |first| first.indent.min(own));
        // Spaces of several bytes may stand where the first line has plain ones.
        let margin = trimmed.floor_char_boundary(margin);
        head.children.push(Line {
            number,
            indent: own,
            start: at + margin,
            text: &trimmed[margin..],
            children: Vec::new(),
        });
    }

    /// The width of a margin; tabs and no-break spaces in it are told, with the mend.
    fn indent(&mut self, margin: &str, at: usize, text: &str) -> usize {
        if margin.bytes().all(|byte| byte == b' ') {
            self.in_spaces |= !margin.is_empty();
            return margin.len();
        }
        let unit = self.unit.unwrap_or(2);
        let width = match margin == "\t" && self.in_spaces {
            true => self.fitting(unit, text),
            false => margin
                .chars()
                .map(|sign| if sign == '\t' { unit } else { 1 })
                .sum(),
        };
        let odd = margin.chars().find(|sign| *sign != ' ' && *sign != '\t');
        let fact = match odd {
            Some(sign) if !margin.contains('\t') => Fact::TypographicSign {
                found: sign,
                mend: " ",
            },
            _ => Fact::Tab,
        };
        let found = Diagnostic::new(self.file, at..at + margin.len(), fact);
        self.tell(found.mended(" ".repeat(width)));
        width
    }

    /// Opens or closes blocks until a line of this indent has its place; the indent it then counts as.
    fn place(&mut self, indent: usize, start: usize, margin: &str, text: &str) -> usize {
        while self.levels.len() > 1 && self.top() > indent && self.below_top() >= indent {
            self.close();
        }
        let top = self.top();
        if indent == top {
            return indent;
        }
        let at = start - margin.len()..start;
        let nothing_above = self
            .levels
            .last()
            .is_none_or(|level| level.lines.is_empty());
        if indent < top || nothing_above {
            // Between two blocks, or indented under nothing: what it seems to be tells the block.
            let below = self.below_top();
            let mut expected = vec![below, top];
            expected.dedup();
            let of_outer = self.levels.len() > 1 && !self.stands_under_outer(text);
            if of_outer {
                self.close();
            }
            let counted = if of_outer { below } else { top };
            self.tell_uneven(at, indent, expected, counted);
            return counted;
        }
        let beside = self
            .unit
            .is_some_and(|unit| indent < top + unit && !self.stands_under_last(text));
        if let Some(unit) = self.unit.filter(|_| beside) {
            self.tell_uneven(at, indent, vec![top, top + unit], top);
            return top;
        }
        if self.levels.len() > DEPTH_LIMIT {
            self.tell(Diagnostic::new(
                self.file,
                at,
                Fact::TooDeep { limit: DEPTH_LIMIT },
            ));
            return top;
        }
        let unit = *self.unit.get_or_insert(indent - top);
        if indent != top + unit {
            self.tell_uneven(at, indent, vec![top, top + unit], top + unit);
        }
        self.levels.push(Level {
            indent,
            lines: Vec::new(),
        });
        indent
    }

    /// The indent that one tab among spaces was meant for: that of the outermost block where the line may be in
    /// place, else of the innermost where it is.
    fn fitting(&self, unit: usize, text: &str) -> usize {
        let last = |level: &Level<'s>| level.lines.last().map(|line| line.text);
        let inner = self.top() + unit;
        let under = |level: &Level<'s>| last(level).is_some_and(|above| stands_under(above, text));
        let Some(top) = self.levels.last() else {
            return unit;
        };
        if last(top).is_some_and(wants_block) && under(top) {
            return inner;
        }
        let inside = |around: &[Level<'s>]| under(&around[0]).then_some(around[1].indent);
        let mut blocks = self.levels.windows(2);
        let outermost = blocks.next().and_then(inside);
        outermost
            .or_else(|| under(top).then_some(inner))
            .or_else(|| blocks.rev().find_map(inside))
            .unwrap_or(unit)
    }

    /// Tells of an indent that fits no block, mended to the one it counts as.
    fn tell_uneven(
        &mut self,
        at: std::ops::Range<usize>,
        found: usize,
        expected: Vec<usize>,
        counted: usize,
    ) {
        let fact = Fact::UnevenIndent { found, expected };
        self.tell(Diagnostic::new(self.file, at, fact).mended(" ".repeat(counted)));
    }

    /// Whether a line is likely to stand under the last line of the innermost block.
    fn stands_under_last(&self, text: &str) -> bool {
        let last = self.levels.last().and_then(|level| level.lines.last());
        last.is_none_or(|last| stands_under(last.text, text))
    }

    /// Whether a line is likely to stand in the innermost block, under the last line of the block around it.
    fn stands_under_outer(&self, text: &str) -> bool {
        let outer = self.levels.iter().rev().nth(1);
        let above = outer.and_then(|level| level.lines.last());
        above.is_none_or(|above| stands_under(above.text, text))
    }

    fn top(&self) -> usize {
        self.levels.last().map_or(0, |level| level.indent)
    }

    fn below_top(&self) -> usize {
        let under = self.levels.len().saturating_sub(2);
        self.levels.get(under).map_or(0, |level| level.indent)
    }

    /// Closes the innermost block: its lines belong to the last line of the block around it.
    fn close(&mut self) {
        self.trim_text();
        let Some(level) = self.levels.pop() else {
            return;
        };
        if let Some(above) = self
            .levels
            .last_mut()
            .and_then(|outer| outer.lines.last_mut())
        {
            above.children = level.lines;
        }
    }

    /// Blank lines at the end of a text block are not part of the message.
    fn trim_text(&mut self) {
        let Some(level) = self.levels.last_mut() else {
            return;
        };
        for line in &mut level.lines {
            while line
                .children
                .last()
                .is_some_and(|child| child.text.is_empty())
            {
                line.children.pop();
            }
        }
    }

    fn finish(mut self) -> Vec<Line<'s>> {
        while self.levels.len() > 1 {
            self.close();
        }
        self.trim_text();
        self.levels.pop().map_or(Vec::new(), |level| level.lines)
    }
}

/// A line up to its comment: two spaces and `#`, outside quotes.
fn without_comment(text: &str) -> &str {
    if !text.contains("  #") {
        return text;
    }
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => at = quoted_end(text, at).unwrap_or(at + 1),
            b' ' if text[at..].starts_with("  #") => return text[..at].trim_end(),
            _ => at += 1,
        }
    }
    text
}

/// Where the string that opens at `at` ends, after its closing quote. A quote inside a word opens none.
pub(crate) fn quoted_end(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    if at > 0 && !matches!(bytes[at - 1], b' ' | b'(' | b',' | b':' | b'~' | b'|') {
        return None;
    }
    let mut end = at + 1;
    while end < bytes.len() {
        match bytes[end] {
            b'\\' => end += 2,
            b'"' => return Some(end + 1),
            _ => end += 1,
        }
    }
    None
}

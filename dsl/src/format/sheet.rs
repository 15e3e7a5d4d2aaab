//! A file as rows: its logical lines, and the comments and blank lines between them.

use super::columns::{Cell, Family};
use super::convert::Conversion;
use super::words::{self, Meaning};
use crate::keywords::Table;
use crate::layout::{Line, is_text_line, lay_out, text_head};
use crate::line::{self, Rule};
use crate::source::Source;
use std::ops::Range;

/// A row of the file as it will be written.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// How many blocks it stands in.
    pub(super) depth: usize,
    /// What stands on it.
    pub(super) body: Body,
    /// The comment behind it.
    pub(super) comment: Option<Trailing>,
    /// The rows it is aligned with.
    pub(super) group: Option<usize>,
    /// Lines stand under it.
    pub(super) opens: bool,
    /// What its words are; nothing for blank rows and comments.
    pub(super) meaning: Vec<Meaning>,
    /// Its place in the file.
    pub(super) place: Range<usize>,
}

/// What stands on a row.
#[derive(Clone, Debug)]
pub(super) enum Body {
    /// Nothing.
    Blank,
    /// A comment.
    Comment(String),
    /// A line of a text, or any line that is written as it stands.
    Verbatim(String),
    /// A line in cells, which are aligned with those of its group.
    Cells(Vec<Cell>),
}

/// A comment at the end of a line.
#[derive(Clone, Debug)]
pub(super) struct Trailing {
    /// With its `#`.
    pub(super) text: String,
    /// The column it stood in.
    pub(super) column: usize,
    /// How far it stood from the line.
    pub(super) gap: usize,
}

impl Row {
    fn new(depth: usize, body: Body) -> Row {
        Row {
            depth,
            body,
            comment: None,
            group: None,
            opens: false,
            meaning: Vec::new(),
            place: 0..0,
        }
    }

    /// Whether it is a logical line, or a line of a text.
    pub(super) fn is_line(&self) -> bool {
        matches!(self.body, Body::Verbatim(_) | Body::Cells(_))
    }

    fn is_blank(&self) -> bool {
        matches!(self.body, Body::Blank)
    }

    /// Its text without margin and comment.
    pub(super) fn text(&self) -> String {
        match &self.body {
            Body::Blank => String::new(),
            Body::Comment(text) | Body::Verbatim(text) => text.clone(),
            Body::Cells(cells) => {
                let mut text = String::new();
                for cell in cells {
                    text.extend(std::iter::repeat_n(' ', cell.space));
                    text.push_str(&cell.text);
                }
                text
            }
        }
    }

    /// Its first name that is a keyword of a table; else all of it.
    pub(super) fn name_of(&self, table: &Table) -> String {
        let mut words = self.meaning.iter().filter_map(Meaning::own);
        let name = words.find(|word| table.keyword(word).is_some());
        name.map_or_else(|| self.text(), str::to_owned)
    }

    /// Writes it as a line of the file.
    pub(super) fn write(&self, out: &mut String) {
        let text = self.text();
        if !text.is_empty() {
            out.extend(std::iter::repeat_n(' ', 2 * self.depth));
            out.push_str(&text);
        }
        if let Some(comment) = &self.comment {
            out.extend(std::iter::repeat_n(' ', comment.gap));
            out.push_str(&comment.text);
        }
        out.push('\n');
    }
}

/// The width of a text as it is seen: marks that stand on letters take no room.
pub(super) fn width(text: &str) -> usize {
    let marks = '\u{300}'..='\u{36f}';
    text.chars().filter(|sign| !marks.contains(sign)).count()
}

/// The rows of a file whose lines can be read.
pub(super) fn rows(
    source: &Source,
    table: &'static Table,
    conversion: Option<&Conversion>,
) -> Vec<Row> {
    let mut found = Vec::new();
    let lines = lay_out(source, 0, &mut found);
    let text = std::str::from_utf8(&source.text).unwrap_or_default();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut sheet = Sheet {
        table,
        conversion,
        physical: text.lines().collect(),
        next: 0,
        levels: Vec::new(),
        rows: Vec::new(),
        groups: 0,
    };
    sheet.block(&lines, Rule::section_line, 0);
    sheet.gap(sheet.physical.len(), 0);
    while sheet.rows.last().is_some_and(Row::is_blank) {
        sheet.rows.pop();
    }
    sheet.rows
}

struct Sheet<'s> {
    table: &'static Table,
    conversion: Option<&'s Conversion>,
    /// The lines of the file.
    physical: Vec<&'s str>,
    /// The first of them that has no row yet, from 0.
    next: usize,
    /// The indents of the blocks that the last line stands in, and its own.
    levels: Vec<usize>,
    rows: Vec<Row>,
    /// How many groups of rows there are.
    groups: usize,
}

impl Sheet<'_> {
    /// The lines of a block, read by its entry rule.
    fn block(&mut self, lines: &[Line<'_>], rule: Rule, depth: usize) {
        let mut open: Option<(Family, usize)> = None;
        for line in lines {
            let before = self.rows.len();
            self.gap(line.number as usize - 1, depth);
            if self.rows[before..].iter().any(Row::is_blank) {
                open = None;
            }
            self.next = line.number as usize;
            self.levels.truncate(depth);
            self.levels.push(line.indent);
            if is_text_line(line.text) {
                open = None;
                self.text_line(line, depth);
            } else {
                let (family, block) = self.line(line, rule, depth);
                open = family.map(|family| match open {
                    Some((last, group)) if last == family => (family, group),
                    _ => {
                        self.groups += 1;
                        (family, self.groups)
                    }
                });
                if let Some(row) = self.rows.last_mut() {
                    row.group = open.map(|(_, group)| group);
                }
                self.block(&line.children, block, depth + 1);
            }
        }
    }

    /// A line that the grammar reads; what it is aligned with, and the rule of the lines under it.
    fn line(&mut self, line: &Line<'_>, rule: Rule, depth: usize) -> (Option<Family>, Rule) {
        let (edited, _) = line::prepare(line, self.table);
        let row = line::Row::new(line, &edited);
        let pair = line::parse(rule, &edited)
            .ok()
            .and_then(|mut pairs| pairs.next());
        let (body, meaning, family, block) = match pair {
            Some(pair) => {
                let read = words::read(&row, &pair, rule, self.conversion);
                let cells = Body::Cells(read.cells(line.indent));
                (cells, read.meaning(), read.family, block_under(&pair))
            }
            // Only a line that was told before is not read.
            None => {
                let text = line.text.to_owned();
                let meaning = vec![Meaning::verbatim(&text)];
                (Body::Verbatim(text), meaning, None, Rule::state_line)
            }
        };
        let mut row = Row::new(depth, body);
        row.meaning = meaning;
        row.place = line.span().range();
        row.comment = self.trailing(line);
        row.opens = !line.children.is_empty();
        self.rows.push(row);
        (family, block)
    }

    /// The comment behind a line.
    fn trailing(&self, line: &Line<'_>) -> Option<Trailing> {
        let whole = self.physical.get(line.number as usize - 1)?;
        let from = whole.find(line.text)? + line.text.len();
        let rest = &whole[from..];
        let text = rest.trim();
        let gap = width(rest) - width(rest.trim_start());
        text.starts_with('#').then(|| Trailing {
            text: text.to_owned(),
            column: line.indent + width(line.text) + gap,
            gap,
        })
    }

    /// `LANG: words`, or `LANG:` with the lines of a message.
    fn text_line(&mut self, line: &Line<'_>, depth: usize) {
        let head = text_head(line.text).unwrap_or_default();
        let mut label = line.text[..2].to_owned();
        let channel = line.text[2..head].trim_end_matches(':').trim_matches(' ');
        if !channel.is_empty() {
            label.push(' ');
            match self.conversion {
                Some(conversion) => label.push_str(conversion.channel(channel)),
                None => label.push_str(channel),
            }
        }
        label.push(':');
        let words = line.text[head..].trim_start_matches(' ');
        if !words.is_empty() {
            label.push(' ');
            label.push_str(words);
        }
        self.verbatim(label, line, depth);
        for child in &line.children {
            // A comment in the margin of a message would be part of it, if it stood with the lines.
            let number = child.number as usize;
            for nth in self.next..number - 1 {
                if let Some((_, comment)) = self.physical.get(nth).and_then(|row| comment(row)) {
                    self.rows.push(Row::new(depth, Body::Comment(comment)));
                }
            }
            self.next = number;
            self.verbatim(child.text.to_owned(), child, depth + 1);
        }
    }

    fn verbatim(&mut self, text: String, line: &Line<'_>, depth: usize) {
        let mut row = Row::new(depth, Body::Verbatim(text));
        row.meaning = vec![Meaning::verbatim(&row.text())];
        row.place = line.span().range();
        self.rows.push(row);
    }

    /// Comments and blank lines before the line `until`, which stands at `depth`.
    fn gap(&mut self, until: usize, depth: usize) {
        let opens = depth >= self.levels.len();
        let mut is_blank = false;
        let mut last = self.levels.len();
        let mut parted = depth > 0 || opens || self.after_allow();
        let first = self.rows.len();
        for nth in self.next..until {
            let Some((column, text)) = self.physical.get(nth).and_then(|row| comment(row)) else {
                is_blank = true;
                continue;
            };
            let at = self.depth_of(column, depth).min(last);
            last = at;
            if is_blank || (!parted && at == 0) {
                self.blank(opens && self.rows.len() == first);
            }
            parted |= at == 0;
            is_blank = false;
            self.rows.push(Row::new(at, Body::Comment(text)));
        }
        if is_blank || !parted {
            self.blank(opens && self.rows.len() == first);
        }
        self.next = until;
    }

    /// A comment stands with the line below, or, where it is indented deeper, in the block above.
    fn depth_of(&self, column: usize, depth: usize) -> usize {
        let open = self.levels.iter().enumerate().skip(depth);
        open.filter(|(_, indent)| **indent <= column)
            .map(|(level, _)| level)
            .next_back()
            .unwrap_or(depth)
    }

    /// One blank row; none where a block opens.
    fn blank(&mut self, opens: bool) {
        if !opens && self.rows.last().is_some_and(|row| !row.is_blank()) {
            self.rows.push(Row::new(0, Body::Blank));
        }
    }

    /// Whether the last row is an `allow` between sections, which speaks of the next line.
    fn after_allow(&self) -> bool {
        self.rows
            .last()
            .is_some_and(|row| row.depth == 0 && row.meaning.first().is_some_and(Meaning::is_allow))
    }
}

/// A line that is a comment, with its column.
fn comment(line: &str) -> Option<(usize, String)> {
    let body = line.trim();
    let margin = line.len() - line.trim_start().len();
    body.starts_with('#')
        .then(|| (line[..margin].chars().count(), body.to_owned()))
}

/// The entry rule of the lines under a line; text lines need none.
fn block_under(pair: &pest::iterators::Pair<'_, Rule>) -> Rule {
    match pair.as_rule() {
        Rule::flow => Rule::header_line,
        Rule::k_defaults => Rule::default_line,
        Rule::k_slots => Rule::slot_line,
        Rule::k_intents => Rule::name_line,
        Rule::k_anywhere => Rule::branch_line,
        Rule::migrate => Rule::migrate_line,
        Rule::ask | Rule::wait => Rule::wait_line,
        Rule::do_ | Rule::run => Rule::outcome_line,
        Rule::split => Rule::arm_line,
        Rule::exit if is_escalate(pair) => Rule::escalate_line,
        _ => Rule::state_line,
    }
}

fn is_escalate(pair: &pest::iterators::Pair<'_, Rule>) -> bool {
    let mut inner = pair.clone().into_inner();
    inner.any(|exit| exit.as_rule() == Rule::escalate)
}

//! From the tree of lines to the tree of the script.
//!
//! Each kind of block has its entry rule in the grammar; a line that does not follow it is told once,
//! and whatever stands under it is still read. The naming law of this folder: `read_…` reads lines,
//! the other functions read pairs of one line.

mod branch;
mod condition;
mod section;
mod slot;
mod statement;
mod text;
mod wait;

use crate::ast::{Allow, Flow};
use crate::diagnostic::{Diagnostic, Fact, Fix, Thing};
use crate::keywords::Table;
use crate::layout::{FINDINGS, Line, is_text_line, lay_out};
use crate::line::{self, Row, Rule, fault, literal, signs::Odd};
use crate::source::{Source, Span};
use engine::Channel;
use pest::iterators::Pair;
use std::cell::OnceCell;
use std::collections::HashMap;
use understand::nearest;

/// Reads a `.flow` file. What cannot be read is told in `found`, and left out.
pub fn read(source: &Source, file: usize, found: &mut Vec<Diagnostic>) -> Flow {
    let lines = lay_out(source, file, found);
    let first = lines.first().map_or("", |line| line.text);
    let text = std::str::from_utf8(&source.text).unwrap_or_default();
    let table = Table::picked_by(first);
    let keywords = lines.first().map(|_| table.lang());
    let flow = Flow {
        file,
        keywords,
        ..Flow::default()
    };
    let uneven = found
        .iter()
        .enumerate()
        .filter(|(_, told)| told.file == file && matches!(told.fact, Fact::UnevenIndent { .. }));
    let uneven = uneven.map(|(at, told)| (told.span.end, at)).collect();
    let mut reader = Reader {
        file,
        text,
        table,
        found,
        uneven,
        told: 0,
        line_starts: OnceCell::new(),
        quiet: 0,
        flow,
    };
    reader.read_sections(&lines);
    reader.flow
}

/// What became of a line.
enum Reading<T> {
    /// It was read.
    Good(T),
    /// It was `allow CODE "reason"`, which belongs to no block.
    Allow,
    /// It was not understood, which has been told.
    Broken,
}

impl<T> Reading<T> {
    fn good(self) -> Option<T> {
        match self {
            Reading::Good(read) => Some(read),
            Reading::Allow | Reading::Broken => None,
        }
    }
}

struct Reader<'d> {
    file: usize,
    /// All of the file.
    text: &'d str,
    table: &'static Table,
    found: &'d mut Vec<Diagnostic>,
    /// Lines with an uneven indent, by where their text begins: the places of their findings.
    uneven: HashMap<usize, usize>,
    told: usize,
    /// Where the lines after the first begin, once that is asked.
    line_starts: OnceCell<Vec<usize>>,
    /// Above zero under a line that was not understood: what stands there is read and not told.
    quiet: u32,
    flow: Flow,
}

impl Reader<'_> {
    fn tell(&mut self, span: Span, fact: Fact) {
        self.tell_mended(span, fact, None);
    }

    fn tell_mended(&mut self, span: Span, fact: Fact, fix: Option<Fix>) {
        if self.quiet == 0 && self.told < FINDINGS {
            self.told += 1;
            self.found.push(Diagnostic {
                fact,
                file: self.file,
                span: span.range(),
                fix,
            });
        }
    }

    /// Reads one line by the entry rule of its block.
    fn line<T>(
        &mut self,
        rule: Rule,
        line: &Line<'_>,
        read: impl FnOnce(&mut Self, &Row<'_>, Pair<'_, Rule>) -> Option<T>,
    ) -> Reading<T> {
        if let Some(allow) = self
            .flow
            .allows
            .last_mut()
            .filter(|allow| allow.of_line == 0)
        {
            allow.of_line = line.number;
        }
        let (mut edited, odd) = line::prepare(line, self.table);
        if let Err(error) = line::parse(rule, &edited) {
            if self.quiet > 0 || self.told >= FINDINGS {
                self.note_names(line);
                return Reading::Broken;
            }
            let fault = fault::explain(rule, &edited, &error, self.table, thing_of(rule));
            let place = Span::new(line.start + fault.place.start, line.start + fault.place.end);
            let fix = fault.fix.map(|fix| shifted(fix, line.start));
            self.tell_mended(place, fault.fact, fix);
            match fault.mended {
                Some(mended) => edited = mended,
                None => {
                    self.note_names(line);
                    return Reading::Broken;
                }
            }
        } else {
            self.tell_odd(line, odd);
        }
        let Some(pair) = line::parse(rule, &edited)
            .ok()
            .and_then(|mut pairs| pairs.next())
        else {
            return Reading::Broken;
        };
        let row = Row::new(line, &edited);
        if pair.as_rule() == Rule::allow {
            self.allow(&row, pair);
            return Reading::Allow;
        }
        match read(self, &row, pair.clone()) {
            Some(good) => Reading::Good(good),
            None => {
                self.tell_literal(&row, pair);
                self.note_names(line);
                Reading::Broken
            }
        }
    }

    /// Tells the typographic signs and tabs of a line.
    fn tell_odd(&mut self, line: &Line<'_>, odd: Odd) {
        let at = |range: std::ops::Range<usize>| {
            Span::new(line.start + range.start, line.start + range.end)
        };
        if let Some((sign, mend, range, replacement)) = odd.sign {
            let span = at(range);
            let fix = Fix {
                start: span.start,
                end: span.end,
                replacement,
            };
            self.tell_mended(span, Fact::TypographicSign { found: sign, mend }, Some(fix));
        }
        if let Some((range, replacement)) = odd.tab {
            let span = at(range);
            let fix = Fix {
                start: span.start,
                end: span.end,
                replacement,
            };
            self.tell_mended(span, Fact::Tab, Some(fix));
        }
    }

    /// A line that follows the grammar and still cannot be read holds a literal that means nothing.
    fn tell_literal(&mut self, row: &Row<'_>, pair: Pair<'_, Rule>) {
        let bad = pair.into_inner().flatten().find_map(|inner| {
            let thing = match inner.as_rule() {
                Rule::hours if literal::hours(row, &inner).is_none() => Thing::Hours,
                Rule::duration if literal::duration(row, &inner).is_none() => Thing::Duration,
                Rule::number if literal::number(inner.as_str()).is_none() => Thing::Number,
                Rule::currency if understand::Currency::parse(inner.as_str()).is_none() => {
                    Thing::Currency
                }
                _ => return None,
            };
            Some((row.span(&inner), row.raw(&inner).to_owned(), thing))
        });
        let (span, found, expected) =
            bad.unwrap_or_else(|| (row.all(), row.raw.to_owned(), Thing::Name));
        self.tell(span, Fact::BadLiteral { found, expected });
    }

    fn allow(&mut self, row: &Row<'_>, pair: Pair<'_, Rule>) {
        let mut parts = pair.into_inner().skip(1);
        let (Some(code), Some(reason)) = (parts.next(), parts.next()) else {
            return;
        };
        let code = crate::source::Spanned::new(row.raw(&code).to_owned(), row.span(&code));
        let reason = row.string(&reason);
        self.flow.allows.push(Allow {
            code,
            reason,
            line: row.number,
            of_line: 0,
        });
    }

    /// Remembers the names of a broken line: whatever it would have defined is not to be called unknown.
    fn note_names(&mut self, line: &Line<'_>) {
        let words = line.text.split(|letter: char| {
            !crate::keywords::is_word_letter(letter) && !matches!(letter, '\'' | '’')
        });
        for word in words.filter(|word| !word.is_empty()) {
            self.flow.unsure.insert(line::key(word));
        }
    }

    /// Tells that lines stand under a line that takes none; the mend brings them up to it.
    fn tell_no_block(&mut self, line: &Line<'_>) {
        let Some(first) = line.children.first() else {
            return;
        };
        if let Some(told) = self
            .uneven
            .get(&first.start)
            .and_then(|told| self.found.get_mut(*told))
        {
            // It was told for its indent: it belongs beside the line above.
            *told = told.clone().mended(" ".repeat(line.indent));
            return;
        }
        let above = line.text.chars().take(40).collect();
        let simple = line.children.iter().all(|child| !is_text_line(child.text));
        let fix = simple.then(|| {
            let start = first.start - first.indent.min(first.start);
            let end = line.last_end();
            let moved = self.moved(start, end, first.indent, line.indent);
            Fix {
                start,
                end,
                replacement: moved,
            }
        });
        self.tell_mended(first.span(), Fact::BlockNotExpected { above }, fix);
    }

    /// Whole lines of the file, moved from one indent to another.
    fn moved(&self, start: usize, end: usize, from: usize, to: usize) -> String {
        let lines = self
            .text
            .get(start..end)
            .unwrap_or_default()
            .split('\n')
            .map(|line| {
                let spaces = line.len() - line.trim_start_matches(' ').len();
                if line.trim().is_empty() {
                    return String::new();
                }
                format!(
                    "{}{}",
                    " ".repeat((spaces + to).saturating_sub(from)),
                    &line[spaces..]
                )
            });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The channel that a word names.
    fn channel(&mut self, word: &str, span: Span) -> Option<Channel> {
        let lower = word.to_lowercase();
        let name = self.table.keyword(&lower).unwrap_or(&lower);
        if let Ok(channel) = name.parse() {
            return Some(channel);
        }
        let near = nearest(word, Channel::ALL.into_iter().map(Channel::as_str)).map(str::to_owned);
        self.tell_unknown(span, Thing::Channel, word, near);
        None
    }

    fn tell_unknown(&mut self, span: Span, thing: Thing, name: &str, near: Option<String>) {
        let fix = near.as_ref().map(|near| Fix {
            start: span.start,
            end: span.end,
            replacement: near.clone(),
        });
        let fact = Fact::Unknown {
            thing,
            name: name.to_owned(),
            of: String::new(),
            nearest: near,
        };
        self.tell_mended(span, fact, fix);
    }

    /// Tells that a line stands a second time.
    fn tell_twice(&mut self, row: &Row<'_>, first: Span) {
        let found = row.raw.split(' ').next().unwrap_or_default().to_owned();
        let starts = self.line_starts.get_or_init(|| {
            let ends = self
                .text
                .bytes()
                .enumerate()
                .filter(|(_, byte)| *byte == b'\n');
            ends.map(|(at, _)| at + 1).collect()
        });
        let first_line = starts.partition_point(|start| *start <= first.start) + 1;
        self.tell(row.all(), Fact::LineTwice { found, first_line });
    }
}

/// A fix of a line as a fix of the file.
fn shifted(fix: Fix, by: usize) -> Fix {
    Fix {
        start: fix.start + by,
        end: fix.end + by,
        ..fix
    }
}

/// What the lines of a block are.
fn thing_of(rule: Rule) -> Thing {
    match rule {
        Rule::section_line | Rule::header_line | Rule::default_line | Rule::migrate_line => {
            Thing::Section
        }
        Rule::slot_line => Thing::Slot,
        Rule::name_line => Thing::Name,
        Rule::words_line => Thing::TextLine,
        Rule::wait_line => Thing::WaitLine,
        Rule::outcome_line => Thing::Outcome,
        Rule::arm_line => Thing::Share,
        Rule::branch_line => Thing::Trigger,
        Rule::escalate_line => Thing::TextLine,
        _ => Thing::Statement,
    }
}

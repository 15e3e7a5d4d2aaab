//! The words and signs of one line, as the grammar reads them, and how they are written.

use super::columns::{Cell, Column, Family};
use super::convert::Conversion;
use super::sheet::width;
use crate::keywords::{HIDDEN, word_at};
use crate::line::{Row, Rule, keyword_of};
use pest::iterators::Pair;
use std::ops::Range;

/// A line of more cells is written in one: nobody reads such columns.
const MOST_CELLS: usize = 64;

/// A line in words.
pub(super) struct Read<'a> {
    row: Row<'a>,
    words: Vec<Word>,
    /// The words that begin a cell: their place, the cell's column and its usual gap.
    marks: Vec<(usize, Column, usize)>,
    /// What the line is aligned with.
    pub(super) family: Option<Family>,
}

/// A word, a literal or a sign.
#[derive(Clone, Debug)]
struct Word {
    text: String,
    /// Where it stands, as the grammar sees the line.
    at: Range<usize>,
    meaning: Meaning,
    /// A sign that has no rule of its own.
    is_sign: bool,
}

/// What a word is, apart from the language of keywords.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Meaning {
    /// A keyword, by its English word.
    Keyword(String),
    /// Anything else, as it is written.
    Own(String),
}

impl Meaning {
    /// A line that is written as it stands.
    pub(super) fn verbatim(text: &str) -> Meaning {
        Meaning::Own(text.to_owned())
    }

    /// A word of the author's.
    pub(super) fn own(&self) -> Option<&str> {
        match self {
            Meaning::Own(word) => Some(word),
            Meaning::Keyword(_) => None,
        }
    }

    /// Whether it is the keyword `allow`.
    pub(super) fn is_allow(&self) -> bool {
        matches!(self, Meaning::Keyword(word) if word == "allow")
    }
}

/// Reads the words of a line that `rule` parsed, with its keywords converted.
pub(super) fn read<'a>(
    row: &Row<'a>,
    pair: &Pair<'_, Rule>,
    rule: Rule,
    conversion: Option<&Conversion>,
) -> Read<'a> {
    let mut reader = Reader {
        row,
        conversion,
        words: Vec::new(),
        end: 0,
    };
    reader.pair(pair, Context::Line);
    reader.signs_until(row.edited.text.len());
    let words = reader.words;
    let family = family(pair.as_rule(), rule);
    let mut marks = family.map_or(Vec::new(), |family| marks(pair, family));
    if marks.len() > MOST_CELLS {
        marks.clear();
    }
    Read {
        row: *row,
        words,
        marks,
        family,
    }
}

impl Read<'_> {
    /// What the line means, word by word.
    pub(super) fn meaning(&self) -> Vec<Meaning> {
        let words = self.words.iter();
        // A range may begin with `from`, or not.
        let counts = words.filter(|word| word.meaning != Meaning::Keyword(FROM.to_owned()));
        counts.map(|word| word.meaning.clone()).collect()
    }

    /// The line in cells; it stood at `indent`.
    pub(super) fn cells(&self, indent: usize) -> Vec<Cell> {
        let mut cells: Vec<Cell> = Vec::new();
        let mut end = 0;
        for (nth, word) in self.words.iter().enumerate() {
            let place = self.row.edited.back(word.at.clone());
            let mark = self.marks.iter().find(|(at, ..)| *at == word.at.start);
            match (mark, cells.last_mut()) {
                (None, Some(cell)) => {
                    if is_spaced(&self.words[nth - 1], word) {
                        cell.text.push(' ');
                    }
                    cell.text.push_str(&word.text);
                }
                (mark, last) => {
                    let (column, usual) = match (mark, last) {
                        (Some((_, column, usual)), Some(_)) => (column.clone(), *usual),
                        _ => (Column::First, 0),
                    };
                    cells.push(Cell {
                        text: word.text.clone(),
                        column,
                        space: usual,
                        usual,
                        start: indent + width(&self.row.raw[..place.start]),
                        gap: width(self.row.raw.get(end..place.start).unwrap_or_default()),
                    });
                }
            }
            end = place.end;
        }
        cells
    }
}

/// What the meaning of a range's `from` is called.
const FROM: &str = "from of a range";

/// Where a word stands that is read in its own way there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Context {
    Line,
    Channel,
    Range,
    Split,
}

struct Reader<'r, 'a> {
    row: &'r Row<'a>,
    conversion: Option<&'r Conversion>,
    words: Vec<Word>,
    /// Where the last word ends, as the grammar sees the line.
    end: usize,
}

impl Reader<'_, '_> {
    fn pair(&mut self, pair: &Pair<'_, Rule>, context: Context) {
        let context = match pair.as_rule() {
            Rule::EOI => return,
            Rule::channel | Rule::channels => Context::Channel,
            Rule::range => Context::Range,
            Rule::split => Context::Split,
            Rule::known | Rule::empty | Rule::unknown | Rule::filled => return self.state(pair),
            Rule::outcome_name if pair.as_str().trim_matches([HIDDEN, ' ']) == "fails" => {
                return self.keyword(pair, "fails");
            }
            _ => context,
        };
        let inner = pair.clone().into_inner();
        let is_whole = matches!(
            pair.as_rule(),
            Rule::string | Rule::duration | Rule::label | Rule::number
        );
        if is_whole || inner.is_empty() && pair.as_rule() != Rule::args {
            return self.leaf(pair, context);
        }
        self.signs_until(pair.as_span().start());
        if context == Context::Range && pair.as_rule() == Rule::range {
            self.range_from(pair);
        }
        for part in inner {
            self.pair(&part, context);
        }
    }

    /// Signs without a rule of their own, up to the next word.
    fn signs_until(&mut self, until: usize) {
        while self.end < until {
            let rest = &self.row.edited.text[self.end..until];
            let spaces = rest.len() - rest.trim_start_matches(' ').len();
            let rest = &rest[spaces..];
            let length = match rest.chars().next() {
                Some('-') if rest.starts_with("->") => 2,
                Some(sign) => sign.len_utf8(),
                None => 0,
            };
            let start = self.end + spaces;
            if length > 0 {
                let sign = &rest[..length];
                self.words.push(Word {
                    text: sign.to_owned(),
                    at: start..start + length,
                    meaning: Meaning::Own(sign.to_owned()),
                    is_sign: true,
                });
            }
            self.end = start + length;
        }
    }

    fn push(&mut self, pair: &Pair<'_, Rule>, text: String, meaning: Meaning) {
        let start = pair.as_span().start();
        let end = start + pair.as_str().trim_end_matches(' ').len();
        self.signs_until(start);
        self.words.push(Word {
            text,
            at: start..end,
            meaning,
            is_sign: false,
        });
        self.end = end;
    }

    /// A word that has none below it.
    fn leaf(&mut self, pair: &Pair<'_, Rule>, context: Context) {
        let rule = pair.as_rule();
        let raw = self.row.raw(pair).trim();
        let own = |text: String| (text.clone(), Meaning::Own(text));
        let (text, meaning) = match rule {
            Rule::duration => {
                let (count, unit) = raw.split_at(raw.trim_end_matches(char::is_alphabetic).len());
                let unit_now = self
                    .conversion
                    .map_or(unit, |conversion| conversion.unit(unit));
                own(format!("{}{unit_now}", count.trim_end()))
            }
            Rule::ident if context == Context::Channel => {
                let text = self
                    .conversion
                    .map_or(raw, |conversion| conversion.channel(raw));
                own(text.to_owned())
            }
            Rule::ident if context == Context::Split && self.is_measure(pair) => {
                return self.keyword(pair, pair.as_str().trim_start_matches(HIDDEN));
            }
            Rule::ident => own(self.yes_no(pair).unwrap_or(raw).to_owned()),
            _ => match keyword_of(rule) {
                Some(_) if matches!(rule, Rule::k_visits | Rule::k_tokens) => {
                    return self.counted(pair);
                }
                Some(english) if context == Context::Range => return self.bound(pair, &english),
                Some(english) => return self.keyword(pair, &english),
                None => own(raw.to_owned()),
            },
        };
        self.push(pair, text, meaning);
    }

    /// A keyword of the file, or its word in the other table.
    fn keyword(&mut self, pair: &Pair<'_, Rule>, english: &str) {
        let other = self
            .conversion
            .and_then(|conversion| conversion.keyword(english));
        let text = other.map_or_else(|| self.as_written(pair), str::to_owned);
        self.push(pair, text, Meaning::Keyword(english.to_owned()));
    }

    /// The words of a pair with one space between.
    fn as_written(&self, pair: &Pair<'_, Rule>) -> String {
        let words = self.row.raw(pair).split(' ');
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        words.join(" ")
    }

    /// `visits` and `tokens` after their number.
    fn counted(&mut self, pair: &Pair<'_, Rule>) {
        let english = if pair.as_rule() == Rule::k_visits {
            "visits"
        } else {
            "tokens"
        };
        let count = self.words.last().and_then(|word| word.text.parse().ok());
        let other = self
            .conversion
            .and_then(|conversion| conversion.counted(english, count.unwrap_or(0)));
        let text = other.map_or_else(|| self.as_written(pair), str::to_owned);
        self.push(pair, text, Meaning::Keyword(english.to_owned()));
    }

    /// `from` and `to` of a range.
    fn bound(&mut self, pair: &Pair<'_, Rule>, english: &str) {
        let Some(conversion) = self.conversion else {
            let meaning = if english == "from" { FROM } else { english };
            let text = self.as_written(pair);
            return self.push(pair, text, Meaning::Keyword(meaning.to_owned()));
        };
        if english == "from" {
            // It is put there, or left out, at the beginning of the range.
            self.end = pair.as_span().end();
            return;
        }
        let text = conversion
            .bound(english)
            .map_or_else(|| self.as_written(pair), str::to_owned);
        self.push(pair, text, Meaning::Keyword(english.to_owned()));
    }

    /// The `from` that a range of the other table begins with.
    fn range_from(&mut self, pair: &Pair<'_, Rule>) {
        let Some(conversion) = self.conversion else {
            return;
        };
        let from = conversion.bound("from");
        if let Some(from) = from.filter(|_| conversion.range_has_from()) {
            let start = pair.as_span().start();
            self.words.push(Word {
                text: from.to_owned(),
                at: start..start,
                meaning: Meaning::Keyword(FROM.to_owned()),
                is_sign: false,
            });
        }
    }

    /// `is known`, `is not empty` and the like, which each language says in its own order.
    fn state(&mut self, pair: &Pair<'_, Rule>) {
        let rule = pair.as_rule();
        let english = match rule {
            Rule::known | Rule::unknown => "is known",
            _ => "is empty",
        };
        let is_not = matches!(rule, Rule::unknown | Rule::filled);
        let other = self.conversion.and_then(|conversion| {
            let word = conversion.keyword(english)?;
            let not = conversion.keyword("not")?;
            Some(match (is_not, word.strip_prefix("is ")) {
                (false, _) => word.to_owned(),
                (true, Some(rest)) => format!("is {not} {rest}"),
                (true, None) => format!("{not} {word}"),
            })
        });
        let text = other.unwrap_or_else(|| self.as_written(pair));
        self.push(pair, text, Meaning::Keyword(format!("{rule:?}")));
    }

    /// Whether a name of a split is the ending of a dialogue that it measures.
    fn is_measure(&self, pair: &Pair<'_, Rule>) -> bool {
        let word = pair.as_str().trim_start_matches(HIDDEN);
        let behind = self.words.last().map(|word| &word.meaning);
        matches!(word, "won" | "lost" | "postponed")
            && behind == Some(&Meaning::Keyword("measure".to_owned()))
    }

    /// The other table's word for a yes or a no that is a value.
    fn yes_no(&self, pair: &Pair<'_, Rule>) -> Option<&'static str> {
        let conversion = self.conversion?;
        conversion.yes_no(self.row.raw(pair), self.row.span(pair).start)
    }
}

/// Whether a space stands between two words.
fn is_spaced(left: &Word, right: &Word) -> bool {
    let sign = |word: &Word| {
        let sign = word.text.chars().next().filter(|_| word.is_sign);
        sign.filter(|_| word.text.len() == 1).unwrap_or(' ')
    };
    let is_clock = |word: &Word| word.text.contains(':') && !word.is_sign;
    let (before, after) = (sign(left), sign(right));
    let is_inside = matches!(before, '(' | '[' | '.' | '/');
    let is_attached = matches!(after, ',' | '(' | ')' | ']' | '.' | '%' | ':' | '/');
    let is_hours = after == '-' && is_clock(left) || before == '-' && is_clock(right);
    !(is_inside || is_attached || is_hours)
}

/// What a line of a block is aligned with.
fn family(line: Rule, block: Rule) -> Option<Family> {
    match (block, line) {
        (_, Rule::allow) => None,
        (Rule::slot_line, _) => Some(Family::Slots),
        (Rule::default_line, _) => Some(Family::Defaults),
        (Rule::wait_line, Rule::option) => Some(Family::Options),
        (Rule::wait_line, Rule::when | Rule::otherwise | Rule::silence | Rule::unclear)
        | (Rule::branch_line | Rule::outcome_line | Rule::arm_line, _) => Some(Family::Branches),
        _ => None,
    }
}

/// Where the cells of a line begin.
fn marks(pair: &Pair<'_, Rule>, family: Family) -> Vec<(usize, Column, usize)> {
    let parts = || pair.clone().into_inner();
    let start = |part: &Pair<'_, Rule>| part.as_span().start();
    let mut marks = Vec::new();
    match family {
        Family::Slots => {
            marks.extend(parts().nth(1).map(|kind| (start(&kind), Column::Rest, 2)));
        }
        Family::Defaults => {
            let rest = parts().skip(1).find(|part| part.as_rule() != Rule::channel);
            marks.extend(rest.map(|rest| (start(&rest), Column::Rest, 1)));
            let tail = parts().find(|part| part.as_rule() == Rule::silence_tail);
            marks.extend(tail.and_then(|tail| exit(&tail, 1)));
        }
        Family::Options => {
            for labels in parts().filter(|part| part.as_rule() == Rule::labels) {
                let lang = word_at(labels.as_str(), 0).to_owned();
                marks.push((start(&labels), Column::Labels(lang), 2));
            }
            let usual = if marks.is_empty() { 1 } else { 2 };
            marks.extend(exit(pair, usual));
        }
        Family::Branches => marks.extend(exit(pair, 1)),
    }
    marks
}

/// The exit on a line of a branch.
fn exit(pair: &Pair<'_, Rule>, usual: usize) -> Option<(usize, Column, usize)> {
    let parts = pair.clone().into_inner();
    let tails = parts.flat_map(|part| match part.as_rule() {
        Rule::silence_tail => part.into_inner().next(),
        _ => Some(part),
    });
    let exit = tails
        .into_iter()
        .find(|part| matches!(part.as_rule(), Rule::exit | Rule::go))?;
    let column = if exit.as_str().starts_with("->") {
        Column::Arrow
    } else {
        Column::Exit
    };
    Some((exit.as_span().start(), column, usual))
}

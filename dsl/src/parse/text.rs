//! Text lines: wordings with values between braces, phrases and labels.

use super::{Reader, Reading};
use crate::ast::{Hole, LabelLine, Part, TextBlock, TextLine, Words};
use crate::diagnostic::{Fact, Fix, Thing};
use crate::layout::{Line, quoted_end};
use crate::line::{Row, Rule, edit::Edited, literal, parse};
use crate::source::{Span, Spanned};
use pest::iterators::Pair;
use understand::Lang;

/// A text line before its words are read: what they are differs by block.
pub(super) struct Worded {
    pub(super) lang: Spanned<Lang>,
    pub(super) channel: Option<Spanned<engine::Channel>>,
    /// The words, one line of the message each.
    pub(super) lines: Vec<Spanned<String>>,
    pub(super) span: Span,
    pub(super) line: u32,
}

impl Reader<'_> {
    /// A block that holds text lines and nothing else.
    pub(super) fn read_texts(&mut self, lines: &[Line<'_>]) -> TextBlock {
        let mut block = TextBlock::default();
        for line in lines {
            match self.line(Rule::words_line, line, |reader, row, pair| {
                reader.worded(row, pair, line)
            }) {
                Reading::Good(worded) => self.add_text(&mut block, worded),
                Reading::Allow => {}
                Reading::Broken => block.broken = true,
            }
        }
        block
    }

    /// Adds a line to a block of texts.
    pub(super) fn add_text(&mut self, block: &mut TextBlock, worded: Worded) {
        let mut parts = Vec::new();
        for (nth, line) in worded.lines.iter().enumerate() {
            if nth > 0 {
                parts.push(Part::Words(Spanned::new("\n".to_owned(), line.span)));
            }
            self.parts(&line.node, line.span.start, &mut parts);
        }
        let words = match (worded.lines.first(), worded.lines.last()) {
            (Some(first), Some(last)) => first.span.to(last.span),
            _ => worded.span,
        };
        let span = worded.span;
        block.span = if block.lines.is_empty() {
            span
        } else {
            block.span.to(span)
        };
        block.lines.push(TextLine {
            lang: Some(worded.lang),
            channel: worded.channel,
            parts,
            span,
            words,
            line: worded.line,
        });
    }

    /// `LANG: words`, or `LANG:` with its block.
    pub(super) fn worded(
        &mut self,
        row: &Row<'_>,
        pair: Pair<'_, Rule>,
        line: &Line<'_>,
    ) -> Option<Worded> {
        let (mut lang, mut channel, mut words) = (None, None, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::text_label => {
                    for inner in part.into_inner() {
                        let span = row.span(&inner);
                        if inner.as_rule() == Rule::text_lang {
                            lang = Some(Spanned::new(Lang::parse(inner.as_str())?, span));
                        } else {
                            channel = self
                                .channel(row.raw(&inner), span)
                                .map(|channel| Spanned::new(channel, span));
                        }
                    }
                }
                _ => words = Some(Spanned::new(part.as_str().to_owned(), row.span(&part))),
            }
        }
        let words = words.filter(|words| !words.node.is_empty());
        let lines = match words {
            Some(words) => {
                self.tell_no_block(line);
                vec![words]
            }
            None if line.children.is_empty() => {
                self.tell(row.all(), Fact::BlockMissing { of: Thing::Words });
                Vec::new()
            }
            None => line
                .children
                .iter()
                .map(|child| Spanned::new(child.text.to_owned(), child.span()))
                .collect(),
        };
        Some(Worded {
            lang: lang?,
            channel,
            lines,
            span: row.all(),
            line: row.number,
        })
    }

    /// Words and values of one line of text that begins at `start` of the file.
    fn parts(&mut self, text: &str, start: usize, parts: &mut Vec<Part>) {
        let mut words = String::new();
        let (mut begin, mut at) = (0, 0);
        while let Some(found) = text[at..].find(['{', '}']) {
            let brace = at + found;
            words.push_str(&text[at..brace]);
            let doubled = text.as_bytes().get(brace + 1) == text.as_bytes().get(brace);
            if doubled {
                words.push_str(&text[brace..=brace]);
                at = brace + 2;
                continue;
            }
            let place = Span::new(start + brace, start + brace + 1);
            if text[brace..].starts_with('}') {
                let fix = Fix {
                    start: place.start,
                    end: place.end,
                    replacement: "}}".to_owned(),
                };
                self.tell_mended(place, Fact::BraceNotOpened, Some(fix));
                at = brace + 1;
                continue;
            }
            let inside = &text[brace + 1..];
            let close = inside
                .find(['{', '}'])
                .filter(|close| inside[*close..].starts_with('}'));
            let Some(close) = close else {
                self.tell_open_brace(inside, place);
                at = brace + 1;
                continue;
            };
            if !words.is_empty() {
                let span = Span::new(start + begin, start + brace);
                parts.push(Part::Words(Spanned::new(std::mem::take(&mut words), span)));
            }
            let inside = &inside[..close];
            at = brace + 1 + close + 1;
            begin = at;
            let span = Span::new(start + brace, start + at);
            match hole(inside, start + brace + 1, span) {
                Some(hole) => parts.push(Part::Value(hole)),
                None => self.tell(
                    span,
                    Fact::BadPlaceholder {
                        found: inside.to_owned(),
                    },
                ),
            }
        }
        words.push_str(&text[at..]);
        if !words.is_empty() {
            let span = Span::new(start + begin, start + text.len());
            parts.push(Part::Words(Spanned::new(words, span)));
        }
    }

    /// An open brace is closed after the name that follows it.
    fn tell_open_brace(&mut self, inside: &str, place: Span) {
        let name = inside.len() - inside.trim_start_matches([',', ' ']).len();
        let rest = &inside[name..];
        let path =
            rest.find(|letter: char| !(crate::keywords::is_word_letter(letter) || letter == '.'));
        let end = place.end
            + name
            + rest[..path.unwrap_or(rest.len())]
                .trim_end_matches('.')
                .len();
        let fix = (end > place.end + name).then(|| Fix {
            start: end,
            end,
            replacement: "}".to_owned(),
        });
        self.tell_mended(place, Fact::BraceNotClosed, fix);
    }

    /// Words on the line of a statement: the name of a text, a value, or a quoted text.
    pub(super) fn words(&mut self, row: &Row<'_>, pair: Pair<'_, Rule>) -> Option<Words> {
        let inner = pair.into_inner().next()?;
        if inner.as_rule() == Rule::path {
            return row.path(&inner).map(Words::Path);
        }
        let span = row.span(&inner);
        let (words, escaped) = unquoted(row.raw(&inner), span);
        let mut parts = Vec::new();
        self.parts(words.node, words.span.start, &mut parts);
        for part in &mut parts {
            if let (Part::Words(words), true) = (part, escaped) {
                words.node = literal::unescaped(&words.node);
            }
        }
        let words = words.span;
        let line = TextLine {
            lang: None,
            channel: None,
            parts,
            span,
            words,
            line: row.number,
        };
        Some(Words::Block(TextBlock {
            lines: vec![line],
            span,
            broken: false,
        }))
    }

    /// The phrases of a line of an intent.
    pub(super) fn phrases(&mut self, worded: &Worded) -> Vec<Spanned<String>> {
        worded
            .lines
            .iter()
            .flat_map(|line| split_bars(&line.node, line.span.start))
            .collect()
    }

    /// Labels that stand as a text line under their option.
    pub(super) fn label_line(&mut self, worded: &Worded) -> LabelLine {
        LabelLine {
            lang: worded.lang,
            labels: self.phrases(worded),
        }
    }
}

/// The words between quotes as they stand in the file, and whether they hold escapes: between
/// typographic quotes, and where the closing one is missing, they may stand too.
fn unquoted(raw: &str, span: Span) -> (Spanned<&str>, bool) {
    let opening = raw.chars().next().map_or(0, char::len_utf8);
    let inner = raw[opening..].strip_suffix(['"', '»', '”', '“']);
    let inner = inner.unwrap_or(&raw[opening..]);
    let start = span.start + opening;
    let place = Span::new(start, start + inner.len());
    (Spanned::new(inner, place), raw.starts_with('"'))
}

/// What stands between braces.
fn hole(inside: &str, start: usize, span: Span) -> Option<Hole> {
    let edited = Edited::new(inside);
    let pair = parse(Rule::hole_text, &edited).ok()?.next()?;
    let row = Row {
        edited: &edited,
        raw: inside,
        start,
        number: 0,
    };
    let comma = pair.as_str().starts_with(',');
    let mut path = None;
    let mut forms = Vec::new();
    for part in pair.into_inner() {
        match part.as_rule() {
            Rule::path => path = row.path(&part),
            _ => forms.push(Spanned::new(
                part.as_str().trim().to_owned(),
                row.span(&part),
            )),
        }
    }
    Some(Hole {
        path: path?,
        comma,
        forms,
        span,
    })
}

/// Pieces between `|`, trimmed, without empty ones; a piece in quotes may hold a bar.
fn split_bars(text: &str, start: usize) -> Vec<Spanned<String>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while at <= text.len() {
        let begin = at + text[at..].len() - text[at..].trim_start().len();
        let quoted = text[begin..]
            .starts_with('"')
            .then(|| quoted_end(text, begin))
            .flatten();
        let quoted = quoted.filter(|end| {
            let after = text[*end..].trim_start();
            after.is_empty() || after.starts_with('|')
        });
        let from = quoted.unwrap_or(begin);
        let end = text[from..].find('|').map_or(text.len(), |bar| from + bar);
        let piece = text[begin..end].trim();
        if !piece.is_empty() {
            let words = match quoted {
                Some(close) => literal::unescaped(&text[begin + 1..close - 1]),
                None => piece.to_owned(),
            };
            pieces.push(Spanned::new(
                words,
                Span::new(start + begin, start + begin + piece.len()),
            ));
        }
        at = end + 1;
    }
    pieces
}

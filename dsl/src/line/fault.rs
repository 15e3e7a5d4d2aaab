//! A line that does not follow the grammar: what is wrong with it, and the mend where one is certain.
//!
//! A mend counts only if the mended line follows the grammar; reading then goes on with it, so that
//! one wrong line has no consequences further down.

use super::edit::Edited;
use super::{Rule, keyword_of, parse, shown};
use crate::diagnostic::{Fact, Fix, Thing};
use crate::keywords::{HIDDEN, JOINED, Table, word_at};
use crate::layout::quoted_end;
use pest::error::{Error, ErrorVariant, InputLocation};
use std::ops::Range;
use understand::nearest;

/// What is wrong with a line; places are bytes of the line.
pub(crate) struct Fault<'s> {
    /// What.
    pub(crate) fact: Fact,
    /// Where.
    pub(crate) place: Range<usize>,
    /// The edit that mends it.
    pub(crate) fix: Option<Fix>,
    /// The line so mended.
    pub(crate) mended: Option<Edited<'s>>,
}

/// What is wrong with a line that `rule` did not parse; `block` is what the lines of its block are.
pub(crate) fn explain<'s>(
    rule: Rule,
    edited: &Edited<'s>,
    error: &Error<Rule>,
    table: &'static Table,
    block: Thing,
) -> Fault<'s> {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    unclosed(rule, edited)
        .or_else(|| misspelt(rule, edited, error, at, table))
        .or_else(|| misplaced(rule, edited, at, block))
        .unwrap_or_else(|| not_understood(edited, error, at, table, block))
}

/// A quote or a bracket that is opened and never closed.
fn unclosed<'s>(rule: Rule, edited: &Edited<'s>) -> Option<Fault<'s>> {
    let text = &edited.text;
    let mut open = Vec::new();
    let mut at = 0;
    while at < text.len() {
        match text.as_bytes()[at] {
            b'"' => match quoted_end(text, at) {
                Some(end) => {
                    at = end;
                    continue;
                }
                None if at == 0 || matches!(text.as_bytes()[at - 1], b' ' | b'(' | b',') => {
                    let close = vec![(text.len(), "\"")];
                    return Some(closed(rule, edited, at, Fact::QuoteNotClosed, close));
                }
                None => {}
            },
            b'(' | b'[' => open.push(at),
            b')' | b']' => {
                open.pop();
            }
            _ => {}
        }
        at += 1;
    }
    let first = *open.first()?;
    let close = if text.as_bytes()[first] == b'(' {
        ")"
    } else {
        "]"
    };
    let ends = word_ends(text, first)
        .take(16)
        .map(|end| (end, close))
        .collect();
    Some(closed(rule, edited, first, Fact::BracketNotClosed, ends))
}

/// The ends of the words after `from`, in order.
fn word_ends(text: &str, from: usize) -> impl Iterator<Item = usize> + '_ {
    let ends = text[from..]
        .char_indices()
        .filter(|(_, sign)| matches!(sign, ' ' | ','));
    ends.map(move |(at, _)| from + at)
        .chain([text.len()])
        .filter(move |end| *end > from + 1)
}

/// A fault that is mended by the first of the insertions that makes a good line.
fn closed<'s>(
    rule: Rule,
    edited: &Edited<'s>,
    at: usize,
    fact: Fact,
    insertions: Vec<(usize, &str)>,
) -> Fault<'s> {
    let place = edited.back(at..edited.text.len());
    for (end, sign) in insertions {
        let mut mended = edited.clone();
        mended.apply(vec![(end..end, sign.to_owned())]);
        if parse(rule, &mended).is_ok() {
            let end = edited.back(at..end).end;
            let fix = Some(Fix {
                start: end,
                end,
                replacement: sign.to_owned(),
            });
            return Fault {
                fact,
                place,
                fix,
                mended: Some(mended),
            };
        }
    }
    Fault {
        fact,
        place,
        fix: None,
        mended: None,
    }
}

/// A keyword with a slip of the pen, in another case, or from another language's table.
fn misspelt<'s>(
    rule: Rule,
    edited: &Edited<'s>,
    error: &Error<Rule>,
    at: usize,
    table: &'static Table,
) -> Option<Fault<'s>> {
    let expected = expected_keywords(error);
    let here = attempt(rule, edited, at, &expected, table);
    // What was read as a name may have been meant as a keyword: then the fault shows one word later.
    here.or_else(|| {
        let before = edited.text[..at]
            .trim_end()
            .rfind(' ')
            .map_or(0, |space| space + 1);
        let all: Vec<String> = table.all().map(|(_, english)| english.to_owned()).collect();
        (before < at)
            .then(|| attempt(rule, edited, before, &all, table))
            .flatten()
    })
}

/// Puts the nearest of the expected keywords that makes a good line in the place of the words at `at`.
fn attempt<'s>(
    rule: Rule,
    edited: &Edited<'s>,
    at: usize,
    expected: &[String],
    table: &'static Table,
) -> Option<Fault<'s>> {
    let at = at + edited.text[at..].len() - edited.text[at..].trim_start().len();
    for count in [3, 2, 1] {
        let Some(end) = words_end(&edited.text, at, count) else {
            continue;
        };
        let found = shown(&edited.text[at..end]);
        if let Some((_, english)) = table.elsewhere(&found)
            && expected.iter().any(|keyword| keyword == english)
            && let (Some(here), Some(mended)) =
                (table.word(english), mended(rule, edited, at..end, english))
        {
            let fact = Fact::KeywordOfOtherTable {
                found,
                here: here.to_owned(),
                table: table.lang(),
            };
            return Some(replaced(fact, edited.back(at..end), here, mended));
        }
        let spelt = |english: &String| {
            table
                .word(english)
                .filter(|word| word.split(' ').count() == count)
        };
        let mut near: Vec<&'static str> = expected
            .iter()
            .filter_map(spelt)
            .filter(|word| nearest(&found, [*word]).is_some())
            .collect();
        near.sort_by_key(|word| (strsim::osa_distance(&found, word), *word));
        for word in near {
            let Some(mended) = table
                .keyword(word)
                .and_then(|english| mended(rule, edited, at..end, english))
            else {
                continue;
            };
            let fact = Fact::KeywordMisspelt {
                found,
                nearest: word.to_owned(),
            };
            return Some(replaced(fact, edited.back(at..end), word, mended));
        }
    }
    None
}

/// The line with a keyword in the place of a stretch, if that makes it a good one.
fn mended<'s>(
    rule: Rule,
    edited: &Edited<'s>,
    place: Range<usize>,
    english: &str,
) -> Option<Edited<'s>> {
    let mut mended = edited.clone();
    mended.apply(vec![(
        place,
        english.replace(' ', JOINED.encode_utf8(&mut [0; 4])),
    )]);
    parse(rule, &mended).is_ok().then_some(mended)
}

fn replaced<'s>(fact: Fact, place: Range<usize>, keyword: &str, mended: Edited<'s>) -> Fault<'s> {
    let fix = Fix {
        start: place.start,
        end: place.end,
        replacement: keyword.to_owned(),
    };
    Fault {
        fact,
        place,
        fix: Some(fix),
        mended: Some(mended),
    }
}

/// Where `count` words end, one space or more between them.
fn words_end(text: &str, at: usize, count: usize) -> Option<usize> {
    let mut end = at;
    for nth in 0..count {
        if nth > 0 {
            end += text[end..].len() - text[end..].trim_start_matches(' ').len();
        }
        let hidden = if text[end..].starts_with(HIDDEN) {
            HIDDEN.len_utf8()
        } else {
            0
        };
        let word = word_at(text, end + hidden);
        if word.is_empty() {
            return None;
        }
        end += hidden + word.len();
    }
    Some(end)
}

/// A good line that belongs to another kind of block.
fn misplaced<'s>(rule: Rule, edited: &Edited<'s>, at: usize, block: Thing) -> Option<Fault<'s>> {
    const BLOCKS: [Rule; 6] = [
        Rule::section_line,
        Rule::header_line,
        Rule::default_line,
        Rule::state_line,
        Rule::wait_line,
        Rule::escalate_line,
    ];
    if at > 0
        || !BLOCKS
            .iter()
            .any(|other| *other != rule && parse(*other, edited).is_ok())
    {
        return None;
    }
    let end = edited.text.find(' ').unwrap_or(edited.text.len());
    let place = edited.back(0..end);
    let fact = Fact::NotHere {
        found: shown(&edited.text[..end]),
        expected: block,
    };
    Some(Fault {
        fact,
        place,
        fix: None,
        mended: None,
    })
}

fn not_understood<'s>(
    edited: &Edited<'s>,
    error: &Error<Rule>,
    at: usize,
    table: &'static Table,
    block: Thing,
) -> Fault<'s> {
    const FOUND: usize = 40;
    let at = at + edited.text[at..].len() - edited.text[at..].trim_start().len();
    let rest = &edited.text[at..];
    let end = rest.find(' ').map_or(edited.text.len(), |space| at + space);
    let place = if rest.is_empty() {
        edited.back(0..edited.text.len())
    } else {
        edited.back(at..end)
    };
    let found: String = shown(rest).chars().take(FOUND).collect();
    let keywords: Vec<String> = expected_keywords(error)
        .iter()
        .filter_map(|keyword| table.word(keyword))
        .map(str::to_owned)
        .collect();
    let things = expected_things(error);
    let fact = if at == 0 {
        Fact::NotUnderstood {
            found,
            expected: vec![block],
        }
    } else if things.is_empty() && !keywords.is_empty() {
        Fact::KeywordExpected { found, keywords }
    } else {
        Fact::NotUnderstood {
            found,
            expected: things,
        }
    };
    Fault {
        fact,
        place,
        fix: None,
        mended: None,
    }
}

/// The English keywords that could have stood at the fault.
fn expected_keywords(error: &Error<Rule>) -> Vec<String> {
    let begin = |rule: &Rule| {
        beginnings(*rule)
            .iter()
            .map(|keyword| (*keyword).to_owned())
            .chain(keyword_of(*rule))
    };
    let mut keywords: Vec<String> = positives(error).iter().flat_map(begin).collect();
    keywords.sort();
    keywords.dedup();
    keywords
}

/// The keywords that a rule with several beginnings may begin with: pest names only the rule.
fn beginnings(rule: Rule) -> &'static [&'static str] {
    match rule {
        Rule::kind | Rule::plain_kind => &[
            "text", "yes", "choice", "number", "money", "percent", "phone", "email", "date",
            "time", "datetime", "duration", "name", "address", "product", "photo", "file",
            "consent", "list of",
        ],
        Rule::modifier | Rule::slot_tail => &[
            "personal",
            "consent needed",
            "depends on",
            "keep",
            "optional",
            "secret",
        ],
        Rule::ending => &["won", "lost", "postponed"],
        Rule::exit => &["back", "return", "finish", "escalate"],
        Rule::limit | Rule::silence_tail => &["at most", "between"],
        Rule::model_part => &["within", "at most"],
        _ => &[],
    }
}

/// What else could have stood there.
fn expected_things(error: &Error<Rule>) -> Vec<Thing> {
    let mut things: Vec<Thing> = positives(error)
        .iter()
        .filter_map(|rule| thing_of(*rule))
        .collect();
    things.sort();
    things.dedup();
    things
}

fn positives(error: &Error<Rule>) -> &[Rule] {
    match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => positives,
        ErrorVariant::CustomError { .. } => &[],
    }
}

fn thing_of(rule: Rule) -> Option<Thing> {
    Some(match rule {
        Rule::ident | Rule::outcome_name | Rule::channel => Thing::Name,
        Rule::path | Rule::operand | Rule::arg => Thing::Value,
        Rule::string => Thing::Quoted,
        Rule::words => Thing::Words,
        Rule::number | Rule::integer => Thing::Number,
        Rule::duration => Thing::Duration,
        Rule::hours | Rule::clock => Thing::Hours,
        Rule::version => Thing::Version,
        Rule::percent => Thing::Share,
        Rule::kind => Thing::Type,
        Rule::currency => Thing::Currency,
        Rule::condition | Rule::test | Rule::sign => Thing::Condition,
        Rule::trigger => Thing::Trigger,
        Rule::exit | Rule::go => Thing::Exit,
        Rule::modifier => Thing::Modifier,
        Rule::labels | Rule::label | Rule::literal | Rule::text_label => Thing::Words,
        Rule::EOI => Thing::End,
        _ => return None,
    })
}

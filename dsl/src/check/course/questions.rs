//! C201 and C202: every turn that waits asks the buyer something, and one thing at a time.
//!
//! Two passes over the ways of a turn: in which languages the last message ends in a question on every
//! path, and in which a question was asked on some path.

use std::collections::HashMap;

use engine::Name;
use understand::Lang;

use crate::Span;
use crate::ast::{Part, TextBlock, TextLine, Type, Wait, Words};
use crate::check::paths::What;
use crate::diagnostic::{Diagnostic, Fact, course};

use super::Course;

/// A bit for each language of the flow.
type Langs = u32;

/// What was said in a turn before a node.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Said {
    /// Languages in which the last message is a question, on every path.
    question: Langs,
    /// Languages in which some message asked, on some path.
    asked: Langs,
}

pub(super) fn check(course: &Course<'_, '_>, index: usize, found: &mut Vec<Diagnostic>) {
    let languages = course.languages(index);
    let texts = course.flow(index).texts.iter();
    let asking = Asking {
        course,
        index,
        texts: texts.map(|text| (&text.name.key, &text.block)).collect(),
        languages,
    };
    let before = asking.before();
    for (node, before) in course.paths[index].nodes.iter().zip(before) {
        let Some(before) = before else { continue };
        match node.what {
            What::Say(words) => asking.twice(words, before, found),
            What::Wait(wait) => {
                asking.call(wait, node.span, before, found);
                if let Some(words) = &wait.words {
                    asking.twice(words, before, found);
                }
            }
            _ => {}
        }
    }
}

struct Asking<'a, 'c, 'r> {
    course: &'c Course<'a, 'r>,
    index: usize,
    texts: HashMap<&'a Name, &'a TextBlock>,
    languages: Vec<Lang>,
}

impl<'a> Asking<'a, '_, '_> {
    /// What was said before each node; `None` where no path of a turn leads.
    fn before(&self) -> Vec<Option<Said>> {
        let paths = &self.course.paths[self.index];
        let nothing = Said {
            question: 0,
            asked: 0,
        };
        let begins = paths.begin_turns().into_iter();
        let mut before: Vec<Option<Said>> =
            begins.map(|begins| begins.then_some(nothing)).collect();
        let mut ahead: Vec<usize> = (0..before.len())
            .filter(|node| before[*node].is_some())
            .collect();
        while let Some(from) = ahead.pop() {
            let node = &paths.nodes[from];
            let Some(said) = before[from] else { continue };
            let after = self.after(&node.what, said);
            for way in node.ways.iter().filter(|way| way.by.in_turn()) {
                let joined = match before[way.to] {
                    None => after,
                    Some(other) => Said {
                        question: other.question & after.question,
                        asked: other.asked | after.asked,
                    },
                };
                if before[way.to] != Some(joined) {
                    before[way.to] = Some(joined);
                    ahead.push(way.to);
                }
            }
        }
        before
    }

    fn after(&self, what: &What<'a>, before: Said) -> Said {
        match what {
            What::Say(words) => {
                let question = self.block(words).map_or(0, |block| self.ending(block));
                let asks = self.block(words).map_or(0, |block| self.asking(block, 1));
                Said {
                    question,
                    asked: before.asked | asks,
                }
            }
            What::Show => Said {
                question: 0,
                ..before
            },
            // A subflow may have said anything.
            What::Run(..) | What::Unsure => Said {
                question: Langs::MAX,
                asked: 0,
            },
            // Two questions are told at the second; the third would be one more.
            What::Wait(_) => Said { asked: 0, ..before },
            _ => before,
        }
    }

    fn block(&self, words: &'a Words) -> Option<&'a TextBlock> {
        match words {
            Words::Block(block) => Some(block),
            Words::Path(path) if path.fields.is_empty() => self.texts.get(&path.root.key).copied(),
            Words::Path(_) => None,
        }
    }

    fn bit(&self, line: &TextLine) -> Langs {
        let at = match &line.lang {
            Some(lang) => self.languages.iter().position(|known| *known == lang.node),
            None => Some(0),
        };
        at.and_then(|at| 1_u32.checked_shl(at as u32)).unwrap_or(0)
    }

    /// The languages all whose wordings end in a question.
    fn ending(&self, block: &TextBlock) -> Langs {
        let of = |ends: bool| {
            let lines = block
                .lines
                .iter()
                .filter(|line| ends_in_question(line) == ends);
            lines.fold(0, |langs, line| langs | self.bit(line))
        };
        of(true) & !of(false)
    }

    /// The languages some wording of which asks so often.
    fn asking(&self, block: &TextBlock, times: usize) -> Langs {
        let lines = block.lines.iter().filter(|line| questions(line) >= times);
        lines.fold(0, |langs, line| langs | self.bit(line))
    }

    /// C202, at the second question.
    fn twice(&self, words: &'a Words, before: Said, found: &mut Vec<Diagnostic>) {
        let Some(block) = self.block(words) else {
            return;
        };
        let many = self.asking(block, 2);
        let again = self.asking(block, 1) & before.asked;
        if many | again == 0 {
            return;
        }
        let at = match words {
            Words::Block(block) => {
                let lines = block.lines.iter();
                let line = lines.into_iter().find(|line| {
                    self.bit(line) & (many | again) != 0
                        && questions(line) > usize::from(again & self.bit(line) == 0)
                });
                line.map_or(block.span, |line| line.span)
            }
            Words::Path(path) => path.span,
        };
        let fact = Fact::Course(course::Course::TwoQuestions {
            one_message: many != 0,
        });
        let file = self.course.flow(self.index).file;
        found.push(Diagnostic::new(file, at.range(), fact));
    }

    /// C201, language by language.
    fn call(&self, wait: &'a Wait, span: Span, before: Said, found: &mut Vec<Diagnostic>) {
        if wait.broken
            || !wait.options.is_empty()
            || wait.next.is_some()
            || self.shows_options(wait)
        {
            return;
        }
        let flow = self.course.flow(self.index);
        let block = match &wait.words {
            Some(words) => match self.block(words) {
                Some(block) if block.broken => return,
                block => block,
            },
            None => None,
        };
        // A value, or an unknown name, has no language of its own.
        let missing = |lang: usize| before.question & (1 << lang) == 0;
        let Some(block) = block else {
            if let Some(lang) = (0..self.languages.len().min(32)).find(|lang| missing(*lang)) {
                self.tell(flow.file, span, self.languages[lang], found);
            }
            return;
        };
        for lang in 0..self.languages.len().min(32) {
            let mut lines = block
                .lines
                .iter()
                .filter(|line| self.bit(line) == 1 << lang);
            if let Some(line) = lines.find(|line| !ends_in_question(line))
                && missing(lang)
            {
                let at = match wait.words {
                    Some(Words::Path(ref path)) => path.span,
                    _ => line.span,
                };
                self.tell(flow.file, at, self.languages[lang], found);
            }
        }
    }

    fn tell(&self, file: usize, at: Span, lang: Lang, found: &mut Vec<Diagnostic>) {
        let fact = Fact::NoCallToAction { lang };
        found.push(Diagnostic::new(file, at.range(), fact));
    }

    /// Whether the engine shows options of its own: a list, Yes and No, "skip".
    fn shows_options(&self, wait: &Wait) -> bool {
        let Some(ask) = &wait.ask else { return false };
        let flow = self.course.flow(self.index);
        let mut slots = flow.slots.iter().chain(&flow.needs).chain(&flow.gives);
        let slot = slots.find(|slot| slot.name == ask.slot);
        ask.from.is_some()
            || slot.is_none_or(|slot| {
                slot.optional || matches!(slot.kind.node, Type::YesNo | Type::Consent)
            })
    }
}

/// Whether the last sentence of a wording is a question.
fn ends_in_question(line: &TextLine) -> bool {
    let Some(Part::Words(words)) = line.parts.last() else {
        return false;
    };
    let closes = |letter: char| {
        letter.is_whitespace()
            || matches!(letter, '"' | '»' | ')' | '”' | '!')
            || is_picture(letter)
    };
    words.node.trim_end_matches(closes).ends_with('?')
}

/// An emoji or another sign that ends no sentence.
fn is_picture(letter: char) -> bool {
    matches!(u32::from(letter), 0x200D | 0x2600..=0x27BF | 0xFE0F | 0x1F000..=0x1FAFF)
}

/// How many sentences of a wording are questions.
fn questions(line: &TextLine) -> usize {
    let mut count = 0;
    let parts: Vec<&str> = line
        .parts
        .iter()
        .map(|part| match part {
            Part::Words(words) => words.node.as_str(),
            Part::Value(_) => "_",
        })
        .collect();
    let text = parts.concat();
    let mut letters = text.chars().peekable();
    let mut depth = 0_i32;
    while let Some(letter) = letters.next() {
        match letter {
            '(' | '«' | '“' => depth += 1,
            ')' | '»' | '”' => depth -= 1,
            '?' if depth <= 0 => {
                let ends = |next: &char| {
                    next.is_whitespace()
                        || matches!(next, '"' | '»' | ')' | '”')
                        || is_picture(*next)
                };
                if letters.peek().is_none_or(ends) {
                    count += 1;
                }
            }
            _ => {}
        }
    }
    count
}

//! Statements and the blocks they make.

use super::{Reader, Reading, condition};
use crate::ast::{
    AtMost, Block, Do, Exit, If, Outcome, Run, Split, SplitArm, Statement, StatementKind,
    TextBlock, Words,
};
use crate::diagnostic::{Fact, Thing};
use crate::keywords::word_at;
use crate::layout::{Line, is_text_line};
use crate::line::{Row, Rule, literal};
use crate::source::Spanned;
use pest::iterators::Pair;
use understand::nearest;

/// What a line of a block of statements can be.
enum Item {
    Statement(StatementKind),
    Otherwise(Block),
}

impl Reader<'_> {
    /// A block of statements.
    pub(super) fn read_block(&mut self, lines: &[Line<'_>]) -> Block {
        let mut block = Vec::with_capacity(lines.len());
        self.read_into(&mut block, lines);
        block
    }

    fn read_into(&mut self, block: &mut Block, lines: &[Line<'_>]) {
        for line in lines {
            let reading = self.line(Rule::state_line, line, |reader, row, pair| {
                reader.item(row, pair, line)
            });
            let span = line.span();
            match reading {
                Reading::Good(Item::Statement(kind)) => {
                    let alone = takes_no_block(&kind);
                    block.push(Statement {
                        kind,
                        span,
                        line: line.number,
                    });
                    if alone && !line.children.is_empty() {
                        self.tell_no_block(line);
                        self.read_into(block, &line.children);
                    }
                }
                Reading::Good(Item::Otherwise(body)) => {
                    match block.last_mut().map(|last| &mut last.kind) {
                        Some(StatementKind::If(open)) if open.otherwise.is_none() => {
                            open.otherwise = Some(Spanned::new(body, span));
                        }
                        Some(StatementKind::Broken(_)) => {
                            block.push(Statement {
                                kind: StatementKind::Broken(body),
                                span,
                                line: line.number,
                            });
                        }
                        _ => {
                            let found = word_at(line.text, 0).to_owned();
                            self.tell(
                                span,
                                Fact::NotHere {
                                    found,
                                    expected: Thing::Statement,
                                },
                            );
                            block.push(Statement {
                                kind: StatementKind::Broken(body),
                                span,
                                line: line.number,
                            });
                        }
                    }
                }
                Reading::Allow => {}
                Reading::Broken => {
                    let body = self.read_lost(line);
                    block.push(Statement {
                        kind: StatementKind::Broken(body),
                        span,
                        line: line.number,
                    });
                }
            }
        }
    }

    /// The lines under a statement that was not understood, by what it seems to have been.
    fn read_lost(&mut self, line: &Line<'_>) -> Block {
        let keyword = word_at(line.text, 0);
        let words = [
            "ask", "wait", "do", "run", "if", "say", "finish", "escalate",
        ];
        let near = nearest(
            keyword,
            words.into_iter().filter_map(|word| self.table.word(word)),
        );
        let keyword = near.and_then(|near| self.table.keyword(near));
        let texts = line.children.iter().all(|child| is_text_line(child.text));
        self.note_all(&line.children);
        self.quietly(|reader| match keyword {
            _ if texts => {
                reader.read_texts(&line.children);
                Vec::new()
            }
            Some("ask" | "wait") => {
                let wait = reader.read_wait(None, None, &line.children);
                vec![Statement {
                    kind: StatementKind::Wait(Box::new(wait)),
                    span: line.span(),
                    line: line.number,
                }]
            }
            Some("do" | "run") => {
                let (outcomes, _) = reader.read_outcomes(&line.children);
                outcomes
                    .into_iter()
                    .flat_map(|outcome| outcome.body)
                    .collect()
            }
            _ => reader.read_block(&line.children),
        })
    }

    /// `at most N visits, then -> X`, if a state begins with it; and the lines after it.
    pub(super) fn read_at_most<'l, 's>(
        &mut self,
        lines: &'l [Line<'s>],
    ) -> (Option<AtMost>, &'l [Line<'s>]) {
        let Some((first, rest)) = lines.split_first() else {
            return (None, lines);
        };
        let (edited, _) = crate::line::prepare(first, self.table);
        if !edited.text.starts_with("at") {
            return (None, lines);
        }
        let begins = crate::line::parse(Rule::state_line, &edited)
            .ok()
            .and_then(|mut pairs| pairs.next());
        if begins.is_none_or(|pair| pair.as_rule() != Rule::at_most) {
            return (None, lines);
        }
        let read = self.line(Rule::state_line, first, |reader, row, pair| {
            let mut parts = pair.into_inner();
            let times = parts.find(|part| part.as_rule() == Rule::integer)?;
            let times = Spanned::new(literal::integer(&times)?, row.span(&times));
            let exit = parts
                .last()?
                .into_inner()
                .find(|part| part.as_rule() == Rule::exit);
            Some(AtMost {
                times,
                then: reader.full_arm(row, exit, first)?,
                span: row.all(),
            })
        });
        (read.good(), rest)
    }

    fn item(&mut self, row: &Row<'_>, pair: Pair<'_, Rule>, line: &Line<'_>) -> Option<Item> {
        let rule = pair.as_rule();
        if rule == Rule::otherwise {
            let exit = pair.into_inner().find(|part| part.as_rule() == Rule::exit);
            return Some(Item::Otherwise(self.full_arm(row, exit, line)?));
        }
        let mut parts = pair.clone().into_inner();
        Some(Item::Statement(match rule {
            Rule::exit => {
                let mut exit = self.exit(row, pair)?;
                self.exit_block(&mut exit, line);
                StatementKind::Exit(Box::new(exit))
            }
            Rule::say => StatementKind::Say(self.say_words(row, parts.nth(1), line)),
            Rule::show => StatementKind::Show(row.path(&parts.last()?)?),
            Rule::ask | Rule::wait => StatementKind::Wait(Box::new(self.wait(row, pair, line)?)),
            Rule::if_ => {
                let condition = condition::condition(row, parts.nth(1)?)?;
                let then = self.full_arm(row, parts.next(), line)?;
                StatementKind::If(Box::new(If {
                    condition,
                    then,
                    otherwise: None,
                }))
            }
            Rule::do_ => StatementKind::Do(Box::new(self.step(row, pair, line)?)),
            Rule::run => StatementKind::Run(Box::new(self.run(row, pair, line)?)),
            Rule::split => StatementKind::Split(Box::new(self.split(row, pair, line)?)),
            Rule::set => {
                let name = row.ident(&parts.nth(1)?);
                StatementKind::Set(name, literal::operand(row, parts.next()?)?)
            }
            Rule::forget => StatementKind::ForgetPersonal,
            Rule::learn => {
                let kind = row.ident(&parts.nth(1)?);
                StatementKind::Learn(kind, literal::operand(row, parts.next()?)?)
            }
            _ => {
                // `at most … visits` below the first line of a state.
                let found = word_at(line.text, 0).to_owned();
                self.tell(
                    row.all(),
                    Fact::NotHere {
                        found,
                        expected: Thing::Statement,
                    },
                );
                StatementKind::Broken(Vec::new())
            }
        }))
    }

    fn say_words(
        &mut self,
        row: &Row<'_>,
        words: Option<Pair<'_, Rule>>,
        line: &Line<'_>,
    ) -> Words {
        let inline = words.and_then(|words| self.words(row, words));
        match inline {
            Some(words) => words,
            None => {
                if line.children.is_empty() {
                    self.tell(
                        row.all(),
                        Fact::BlockMissing {
                            of: Thing::TextLine,
                        },
                    );
                    return Words::Block(TextBlock {
                        lines: Vec::new(),
                        span: row.all(),
                        broken: true,
                    });
                }
                Words::Block(self.read_texts(&line.children))
            }
        }
    }

    fn step(&mut self, row: &Row<'_>, pair: Pair<'_, Rule>, line: &Line<'_>) -> Option<Do> {
        let mut parts = pair.into_inner().skip(1);
        let plugin = row.ident(&parts.next()?);
        let step = row.ident(&parts.next()?);
        let mut call = plugin.span.to(step.span);
        let (mut given, mut bind, mut within, mut once) = (Vec::new(), None, None, false);
        for part in parts {
            match part.as_rule() {
                Rule::args => {
                    call = call.to(row.span(&part));
                    given = condition::args(row, part)?;
                }
                Rule::bind => bind = row.ident_in(part),
                Rule::within => within = Some(literal::duration(row, &part.into_inner().last()?)?),
                _ => once = true,
            }
        }
        let (outcomes, broken) = self.read_outcomes(&line.children);
        Some(Do {
            plugin,
            step,
            args: given,
            bind,
            within,
            once,
            outcomes,
            broken,
            call,
        })
    }

    fn run(&mut self, row: &Row<'_>, pair: Pair<'_, Rule>, line: &Line<'_>) -> Option<Run> {
        let mut parts = pair.into_inner().skip(1);
        let flow = row.ident(&parts.next()?);
        let mut call = flow.span;
        let (mut given, mut bind) = (Vec::new(), None);
        for part in parts {
            if part.as_rule() == Rule::args {
                call = call.to(row.span(&part));
                given = condition::args(row, part)?;
            } else {
                bind = row.ident_in(part);
            }
        }
        let (outcomes, broken) = self.read_outcomes(&line.children);
        Some(Run {
            flow,
            args: given,
            bind,
            outcomes,
            broken,
            call,
        })
    }

    /// The outcome lines under `do` and `run`, and whether one of them was not understood.
    fn read_outcomes(&mut self, lines: &[Line<'_>]) -> (Vec<Outcome>, bool) {
        let mut outcomes = Vec::with_capacity(lines.len());
        let mut broken = false;
        for line in lines {
            let outcome = self.line(Rule::outcome_line, line, |reader, row, pair| {
                let (mut name, mut bind, mut exit) = (None, None, None);
                for part in pair.into_inner() {
                    match part.as_rule() {
                        Rule::outcome_name if part.as_str() == "fails" => {
                            name = Some(crate::line::ident("fails", row.span(&part)));
                        }
                        Rule::outcome_name => name = Some(row.words(&part)),
                        Rule::bind => bind = row.ident_in(part),
                        _ => exit = Some(part),
                    }
                }
                let body = reader.arm(row, exit, line)?;
                Some(Outcome {
                    name: name?,
                    bind,
                    body,
                    span: row.all(),
                    line: row.number,
                })
            });
            match outcome {
                Reading::Good(outcome) => outcomes.push(outcome),
                Reading::Allow => {}
                Reading::Broken => {
                    broken = true;
                    self.note_all(&line.children);
                }
            }
        }
        (outcomes, broken)
    }

    fn split(&mut self, row: &Row<'_>, pair: Pair<'_, Rule>, line: &Line<'_>) -> Option<Split> {
        let mut names = pair
            .into_inner()
            .filter(|part| part.as_rule() == Rule::ident);
        let name = row.ident(&names.next()?);
        let measure = names.next()?;
        // What is measured is an outcome of the dialogue, whatever table it is written in.
        let measure = match measure.as_str() {
            "won" | "lost" | "postponed" => {
                crate::line::ident(measure.as_str(), row.span(&measure))
            }
            _ => row.ident(&measure),
        };
        if line.children.is_empty() {
            self.tell(row.all(), Fact::BlockMissing { of: Thing::Share });
        }
        let mut arms = Vec::new();
        for child in &line.children {
            let arm = self.line(Rule::arm_line, child, |reader, row, pair| {
                let mut parts = pair.into_inner();
                let name = row.ident(&parts.next()?);
                let weight = parts.next()?;
                let weight = Spanned::new(literal::integer(&weight)?, row.span(&weight));
                let body = reader.arm(row, parts.next(), child)?;
                Some(SplitArm {
                    name,
                    weight,
                    body,
                    span: row.all(),
                })
            });
            arms.extend(arm.good());
        }
        Some(Split {
            name,
            measure,
            arms,
        })
    }
}

/// Whether nothing may stand under a statement; of the others their own readers take the lines.
fn takes_no_block(kind: &StatementKind) -> bool {
    match kind {
        StatementKind::Say(Words::Block(block)) => {
            block.lines.iter().any(|line| line.lang.is_none())
        }
        StatementKind::Exit(exit) => matches!(**exit, Exit::Go(_) | Exit::Return(_)),
        StatementKind::Say(_)
        | StatementKind::Show(_)
        | StatementKind::Set(..)
        | StatementKind::ForgetPersonal
        | StatementKind::Learn(..) => true,
        _ => false,
    }
}

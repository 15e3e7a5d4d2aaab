//! Exits, and the arms of branches: one exit on the line, or a block under it.

use super::{Reader, Reading};
use crate::ast::{Block, Exit, Statement, StatementKind, TextBlock, Words};
use crate::diagnostic::{Fact, Fix};
use crate::layout::{Line, is_text_line};
use crate::line::{Row, Rule};
use crate::source::Spanned;
use engine::effect::Ended;
use pest::iterators::Pair;

impl Reader<'_> {
    /// What a branch leads to. Empty where nothing is written: it goes on below.
    pub(super) fn arm(
        &mut self,
        row: &Row<'_>,
        exit: Option<Pair<'_, Rule>>,
        line: &Line<'_>,
    ) -> Option<Block> {
        let Some(pair) = exit else {
            return Some(self.read_block(&line.children));
        };
        let span = row.span(&pair);
        let mut exit = self.exit(row, pair)?;
        let mut before = Vec::new();
        if !line.children.is_empty() {
            let texts = line.children.iter().all(|child| is_text_line(child.text));
            match &mut exit {
                Exit::Back(words @ None) if texts => {
                    *words = Some(Words::Block(self.read_texts(&line.children)))
                }
                _ => {
                    let owns = matches!(exit, Exit::Finish { .. } | Exit::Escalate { .. });
                    self.tell_mended(
                        span,
                        Fact::ExitAndBlock,
                        Some(self.exit_below(span.start, line, owns, texts)),
                    );
                    if owns {
                        self.exit_block(&mut exit, line);
                    } else {
                        before = self.quietly(|reader| reader.read_block(&line.children));
                    }
                }
            }
        }
        before.push(Statement {
            kind: StatementKind::Exit(Box::new(exit)),
            span,
            line: row.number,
        });
        Some(before)
    }

    /// As [`Reader::arm`], of a branch that must lead somewhere.
    pub(super) fn full_arm(
        &mut self,
        row: &Row<'_>,
        exit: Option<Pair<'_, Rule>>,
        line: &Line<'_>,
    ) -> Option<Block> {
        if exit.is_none() && line.children.is_empty() {
            self.tell(row.all(), Fact::BranchEmpty);
            let broken = Statement {
                kind: StatementKind::Broken(Vec::new()),
                span: row.all(),
                line: row.number,
            };
            return Some(vec![broken]);
        }
        self.arm(row, exit, line)
    }

    /// The mend of an exit with a block: the exit goes below, as the last line of the block or above its words.
    fn exit_below(&self, at: usize, line: &Line<'_>, owns: bool, texts: bool) -> Fix {
        let first = line
            .children
            .first()
            .map_or(at, |child| child.start - child.indent.min(child.start));
        let (start, end) = (self.text[..at].trim_end_matches(' ').len(), line.last_end());
        let indent = line.children.first().map_or(0, |child| child.indent);
        let margin = " ".repeat(indent);
        let exit = self.text[at..line.span().end].trim_end();
        let deeper = |by: usize| self.moved(first, end, indent, indent + by);
        let step = indent.saturating_sub(line.indent).max(1);
        let replacement = match (owns, texts) {
            (true, _) => format!("\n{margin}{exit}\n{}", deeper(step)),
            (false, true) => format!("\n{margin}{}\n{}\n{margin}{exit}", self.say(), deeper(step)),
            (false, false) => format!("\n{}\n{margin}{exit}", deeper(0)),
        };
        Fix {
            start,
            end,
            replacement,
        }
    }

    fn say(&self) -> &'static str {
        self.table.word("say").unwrap_or("say")
    }

    /// Reads what stands under a line that was not understood, without telling more of it.
    pub(super) fn quietly<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        self.quiet += 1;
        let result = read(self);
        self.quiet -= 1;
        result
    }

    /// The lines under `back`, `finish` or `escalate` on a line of its own.
    pub(super) fn exit_block(&mut self, exit: &mut Exit, line: &Line<'_>) {
        if line.children.is_empty() {
            return;
        }
        match exit {
            // What stands under these is read as standing beside them.
            Exit::Go(_) | Exit::Return(_) => {}
            Exit::Back(words) | Exit::Finish { words, .. } => {
                let block = self.read_texts(&line.children);
                self.join(words, block, line);
            }
            Exit::Escalate {
                words, given_back, ..
            } => {
                let block = self.read_escalate(&line.children, given_back);
                self.join(words, block, line);
            }
        }
    }

    /// Words stand on the line or under it.
    pub(super) fn join(&mut self, words: &mut Option<Words>, block: TextBlock, line: &Line<'_>) {
        if block.lines.is_empty() && !block.broken {
            return;
        }
        match words {
            Some(_) => self.tell_no_block(line),
            None => *words = Some(Words::Block(block)),
        }
    }

    fn read_escalate(&mut self, lines: &[Line<'_>], given_back: &mut Option<Block>) -> TextBlock {
        let mut block = TextBlock::default();
        for line in lines {
            let reading = self.line(Rule::escalate_line, line, |reader, row, pair| {
                if pair.as_rule() == Rule::text_line {
                    return reader.worded(row, pair, line).map(Some);
                }
                let exit = pair.into_inner().find(|part| part.as_rule() == Rule::exit);
                let arm = reader.full_arm(row, exit, line)?;
                match given_back {
                    Some(_) => reader.tell_twice(row, row.all()),
                    None => *given_back = Some(arm),
                }
                Some(None)
            });
            match reading {
                Reading::Good(Some(worded)) => self.add_text(&mut block, worded),
                Reading::Good(None) | Reading::Allow => {}
                Reading::Broken => block.broken = true,
            }
        }
        block
    }

    /// An exit on its line.
    pub(super) fn exit(&mut self, row: &Row<'_>, pair: Pair<'_, Rule>) -> Option<Exit> {
        let pair = pair.into_inner().next()?;
        let rule = pair.as_rule();
        let (mut words, mut because, mut outcome, mut team) = (None, None, None, None);
        let mut name = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::ident => name = Some(row.ident(&part)),
                Rule::outcome_name => name = Some(row.words(&part)),
                Rule::words => words = self.words(row, part),
                Rule::because => {
                    because = part.into_inner().last().map(|string| row.string(&string))
                }
                Rule::team => team = row.ident_in(part),
                Rule::ending => outcome = Some(Spanned::new(ended(&part), row.span(&part))),
                _ => {}
            }
        }
        Some(match rule {
            Rule::go => Exit::Go(name?),
            Rule::back => Exit::Back(words),
            Rule::return_ => Exit::Return(name),
            Rule::finish => Exit::Finish {
                outcome: outcome?,
                because,
                words,
            },
            _ => Exit::Escalate {
                team,
                because,
                words,
                given_back: None,
            },
        })
    }
}

fn ended(pair: &Pair<'_, Rule>) -> Ended {
    match pair.as_str() {
        "won" => Ended::Won,
        "lost" => Ended::Lost,
        _ => Ended::Postponed,
    }
}

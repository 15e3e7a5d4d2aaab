//! Statements.

use super::{Below, Lowering};
use crate::ast::{self, Statement, StatementKind};
use crate::diagnostic::Fact;
use crate::resolve::path_written;
use engine::Kind;
use engine::graph::{NodeIx, Op, Path, Split};

impl Lowering<'_> {
    /// The first node of a block that goes on at `below`; `below` itself where the block is empty.
    pub(super) fn block(&mut self, block: &[Statement], below: Below) -> Below {
        let mut next = below;
        for statement in block.iter().rev() {
            next = self.statement(statement, next);
        }
        next
    }

    fn statement(&mut self, statement: &Statement, below: Below) -> Below {
        let line = statement.line;
        let node = match &statement.kind {
            StatementKind::Exit(exit) => self.exit(exit, line),
            StatementKind::Wait(wait) => self.wait(wait, line, below),
            StatementKind::If(branch) => self.branch(branch, line, below),
            StatementKind::Do(call) => self.step(call, line, below),
            StatementKind::Run(run) => self.run(run, line, below),
            StatementKind::Split(split) => Some(self.split(split, line, below)),
            StatementKind::Broken(block) => {
                self.block(block, below);
                None
            }
            simple => self.simple(simple, line, below),
        };
        // What could not be lowered is left out: the graph is not going to be used.
        node.or(below)
    }

    /// A statement that only goes on below.
    fn simple(&mut self, kind: &StatementKind, line: u32, below: Below) -> Option<NodeIx> {
        let op: Box<dyn FnOnce(NodeIx) -> Op> = match kind {
            StatementKind::Say(words) => {
                let words = self.message(words)?;
                Box::new(|next| Op::Say(words, next))
            }
            StatementKind::Show(list) => {
                let (list, _) = self.list(list)?;
                Box::new(|next| Op::Show(list, next))
            }
            StatementKind::Set(slot, value) => {
                let known = self.scope.slot(slot);
                let Some((slot_ix, kind)) = known else {
                    // The value is looked at all the same.
                    self.scope.expr(value, None, "");
                    return None;
                };
                let value = self.scope.expr_of(value, kind, &slot.name)?;
                Box::new(move |next| Op::Set(slot_ix, value, next))
            }
            StatementKind::Learn(kind, value) => {
                let (value, _) = self.scope.expr(value, None, "")?;
                let kind = kind.name.clone();
                Box::new(|next| Op::Learn(kind, value, next))
            }
            _ => Box::new(Op::ForgetPersonal),
        };
        let next = self.or_end(below, line);
        Some(self.push(line, op(next)))
    }

    fn branch(&mut self, branch: &ast::If, line: u32, below: Below) -> Option<NodeIx> {
        let condition = self.scope.condition(&branch.condition);
        let otherwise = match &branch.otherwise {
            Some(block) => self.block(&block.node, below),
            None => below,
        };
        let then = self.block(&branch.then, below);
        let (then, otherwise) = (self.or_end(then, line), self.or_end(otherwise, line));
        Some(self.push(line, Op::If(condition?, then, otherwise)))
    }

    fn split(&mut self, split: &ast::Split, line: u32, below: Below) -> NodeIx {
        let arms = split.arms.iter().map(|arm| {
            let to = self.block(&arm.body, below);
            (
                arm.name.name.clone(),
                arm.weight.node,
                self.or_end(to, line),
            )
        });
        let arms: Vec<_> = arms.collect();
        let sum: u64 = arms.iter().map(|(_, weight, _)| u64::from(*weight)).sum();
        if !arms.is_empty() && sum != 100 {
            self.scope.tell(
                split.name.span,
                Fact::Weights {
                    sum: sum.to_string(),
                },
            );
        }
        let (name, measure) = (split.name.name.clone(), split.measure.name.clone());
        self.push(
            line,
            Op::Split(Box::new(Split {
                name,
                measure,
                arms,
            })),
        )
    }

    /// A value that must be a list, with the type of its items where it is known.
    pub(super) fn list(&mut self, path: &ast::Path) -> Option<(Path, Option<Kind>)> {
        let (list, kind) = self.scope.path(path)?;
        match kind {
            Some(Kind::List(item)) => Some((list, Some(*item))),
            Some(found) => {
                self.scope.tell(
                    path.span,
                    Fact::NotAList {
                        value: path_written(path),
                        found,
                    },
                );
                None
            }
            None => Some((list, None)),
        }
    }
}

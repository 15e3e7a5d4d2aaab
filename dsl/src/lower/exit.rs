//! Exits.

use super::Lowering;
use crate::ast::{Exit, Statement, StatementKind};
use crate::resolve::DONE;
use engine::Name;
use engine::graph::{Escalate, NodeIx, Op};

impl Lowering<'_> {
    /// The node of an exit; none where it leads to nothing that is known.
    pub(super) fn exit(&mut self, exit: &Exit, line: u32) -> Option<NodeIx> {
        let op = match exit {
            Exit::Go(state) => Op::Go(self.scope.state(state)?),
            Exit::Back(words) => Op::Back(words.as_ref().and_then(|words| self.message(words))),
            Exit::Return(outcome) => Op::Return(match outcome {
                Some(outcome) => self
                    .scope
                    .names
                    .returns
                    .get(&outcome.key)
                    .unwrap_or(&outcome.name)
                    .clone(),
                None => Name::from(DONE),
            }),
            Exit::Finish {
                outcome,
                because,
                words,
            } => {
                let words = words.as_ref().and_then(|words| self.message(words));
                Op::Finish(
                    outcome.node,
                    because.as_ref().map(|because| because.node.clone()),
                    words,
                )
            }
            Exit::Escalate {
                team,
                because,
                words,
                given_back,
            } => {
                let given_back = given_back.as_ref().map(|block| {
                    let to = self.block(block, None);
                    self.or_end(to, line)
                });
                let words = words.as_ref().and_then(|words| self.message(words));
                Op::Escalate(Box::new(Escalate {
                    team: team.as_ref().map(|team| team.name.clone()),
                    because: because
                        .as_ref()
                        .map_or_else(String::new, |because| because.node.clone()),
                    words,
                    given_back,
                }))
            }
        };
        Some(self.push(line, op))
    }

    /// Whether an arm is `finish` or leads straight to `escalate`: it works in protected states too.
    pub(super) fn interrupts_protected(&self, body: &[Statement]) -> bool {
        match body.first().map(|statement| &statement.kind) {
            Some(StatementKind::Exit(exit)) => match &**exit {
                Exit::Finish { .. } | Exit::Escalate { .. } => true,
                Exit::Go(state) => self.escalates(&state.key),
                _ => false,
            },
            _ => false,
        }
    }

    fn escalates(&self, state: &str) -> bool {
        let Some(state) = self.scope.names.states.get(state) else {
            return false;
        };
        let first = self.scope.flow.states[*state as usize].body.first();
        first.is_some_and(|statement| match &statement.kind {
            StatementKind::Exit(exit) => matches!(**exit, Exit::Escalate { .. }),
            _ => false,
        })
    }
}

//! F002 (lines) and F003: every path through a state leaves, and nothing stands below where it left.

use crate::ast::{Block, Do, Exit, Flow, Run, Statement, StatementKind, Wait};
use crate::diagnostic::{Diagnostic, Fact};
use crate::source::Span;

use super::shop::{Shop, named};

/// Whether the line below can be reached.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Below {
    /// On no path.
    Never,
    /// On some path, which ends at this line.
    Reached(Span),
    /// A line was not understood, or a step is not known.
    Unsure,
}

impl Below {
    /// Of two arms that join.
    fn or(self, other: Below) -> Below {
        match (self, other) {
            (Below::Reached(_), _) => self,
            (_, Below::Reached(_)) => other,
            (Below::Unsure, _) | (_, Below::Unsure) => Below::Unsure,
            _ => Below::Never,
        }
    }
}

pub(super) fn check(shop: &Shop<'_>, flow: &Flow, found: &mut Vec<Diagnostic>) {
    let mut exits = Exits {
        shop,
        file: flow.file,
        found,
    };
    for state in &flow.states {
        let fact = || Fact::NoExit {
            state: state.name.name.to_string(),
        };
        if let Some(at_most) = &state.at_most {
            exits.must_leave(&at_most.then, at_most.span, fact);
        }
        exits.must_leave(&state.body, state.span, fact);
    }
    let defaults = &flow.defaults;
    for line in &defaults.silence {
        exits.must_leave(&line.body, line.span, || Fact::BranchStays {
            of: "silence",
        });
    }
    if let Some(line) = &defaults.unclear
        && let Some(then) = &line.then
    {
        exits.must_leave(then, line.span, || Fact::BranchStays { of: "unclear" });
    }
    if let Some(fails) = &defaults.fails {
        exits.must_leave(&fails.node, fails.span, || Fact::BranchStays {
            of: "fails",
        });
    }
    for arm in &flow.anywhere {
        exits.must_leave(&arm.body, arm.span, || Fact::BranchStays { of: "anywhere" });
    }
}

struct Exits<'a, 'f> {
    shop: &'a Shop<'a>,
    file: usize,
    found: &'f mut Vec<Diagnostic>,
}

impl Exits<'_, '_> {
    /// A block after which nothing comes: told at the line where a path through it ends.
    fn must_leave(&mut self, block: &Block, head: Span, fact: impl Fn() -> Fact) {
        if let Below::Reached(last) = self.block(block, head) {
            self.found
                .push(Diagnostic::new(self.file, last.range(), fact()));
        }
    }

    /// A block under the line at `head`.
    fn block(&mut self, block: &Block, head: Span) -> Below {
        let mut below = Below::Reached(head);
        let mut above = 0;
        for statement in block {
            if below == Below::Never {
                let fact = Fact::LineUnreachable { exit_line: above };
                self.found
                    .push(Diagnostic::new(self.file, statement.span.range(), fact));
                break;
            }
            below = self.statement(statement);
            above = statement.line as usize;
        }
        below
    }

    fn statement(&mut self, statement: &Statement) -> Below {
        let here = Below::Reached(statement.span);
        match &statement.kind {
            StatementKind::Say(_)
            | StatementKind::Show(_)
            | StatementKind::Set(..)
            | StatementKind::ForgetPersonal
            | StatementKind::Learn(..) => here,
            StatementKind::Wait(wait) => self.wait(wait, statement.span),
            StatementKind::If(branch) => {
                let then = self.block(&branch.then, statement.span);
                let otherwise = branch.otherwise.as_ref();
                then.or(otherwise.map_or(here, |otherwise| {
                    self.block(&otherwise.node, otherwise.span)
                }))
            }
            StatementKind::Do(call) => self.step(call, here),
            StatementKind::Run(run) => self.run(run, here),
            StatementKind::Split(split) => {
                let none = if split.arms.is_empty() {
                    Below::Unsure
                } else {
                    Below::Never
                };
                split
                    .arms
                    .iter()
                    .fold(none, |below, arm| below.or(self.block(&arm.body, arm.span)))
            }
            StatementKind::Exit(exit) => {
                if let Exit::Escalate {
                    given_back: Some(back),
                    ..
                } = &**exit
                {
                    self.must_leave(back, statement.span, || Fact::BranchStays {
                        of: "given back",
                    });
                }
                Below::Never
            }
            StatementKind::Broken(inner) => {
                self.block(inner, statement.span);
                Below::Unsure
            }
        }
    }

    fn wait(&mut self, wait: &Wait, head: Span) -> Below {
        let silent = wait.options.is_empty() && wait.whens.is_empty() && wait.otherwise.is_none();
        let mut below = match (&wait.ask, wait.broken || silent) {
            (Some(_), _) => Below::Reached(head),
            (None, true) => Below::Unsure,
            (None, false) => Below::Never,
        };
        for option in &wait.options {
            let body = option.body.as_ref();
            below = below.or(body.map_or(Below::Reached(option.span), |body| {
                self.block(body, option.span)
            }));
        }
        for when in &wait.whens {
            below = below.or(self.block(&when.body, when.span));
        }
        for line in &wait.silence {
            below = below.or(self.block(&line.body, line.span));
        }
        if let Some(otherwise) = &wait.otherwise {
            below = below.or(self.block(&otherwise.node, otherwise.span));
        }
        if let Some(unclear) = &wait.unclear
            && let Some(then) = &unclear.then
        {
            below = below.or(self.block(then, unclear.span));
        }
        below
    }

    fn step(&mut self, call: &Do, here: Below) -> Below {
        let signature = self.shop.step(call);
        let mut below = match signature.and_then(|signature| signature.outcomes.first()) {
            Some(first)
                if call
                    .outcomes
                    .iter()
                    .any(|arm| named(&first.name, &arm.name)) =>
            {
                Below::Never
            }
            None if !call.outcomes.is_empty() => Below::Unsure,
            _ => here,
        };
        if call.broken {
            below = Below::Unsure;
        }
        call.outcomes.iter().fold(below, |below, arm| {
            below.or(self.block(&arm.body, arm.span))
        })
    }

    fn run(&mut self, run: &Run, here: Below) -> Below {
        let returns = self.shop.run_by(run).map(|flow| self.shop.returns(flow));
        let below = match returns {
            Some(returns) if !run.broken && returns.contains(&None) => here,
            Some(_) if !run.broken && !run.outcomes.is_empty() => Below::Never,
            _ => Below::Unsure,
        };
        run.outcomes.iter().fold(below, |below, arm| {
            below.or(self.block(&arm.body, arm.span))
        })
    }
}

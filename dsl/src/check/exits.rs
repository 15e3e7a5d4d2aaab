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
    /// On some path.
    Reached,
    /// A line was not understood, or a step is not known.
    Unsure,
}

impl Below {
    /// Of two arms that join.
    fn or(self, other: Below) -> Below {
        match (self, other) {
            (Below::Reached, _) | (_, Below::Reached) => Below::Reached,
            (Below::Unsure, _) | (_, Below::Unsure) => Below::Unsure,
            _ => Below::Never,
        }
    }
}

pub(super) fn check(shop: &Shop<'_>, flow: &Flow, found: &mut Vec<Diagnostic>) {
    let mut exits = Exits { shop, file: flow.file, found };
    for state in &flow.states {
        let fact = || Fact::NoExit { state: state.name.name.to_string() };
        if let Some(at_most) = &state.at_most {
            exits.must_leave(&at_most.then, at_most.span, fact);
        }
        exits.must_leave(&state.body, state.span, fact);
    }
    let defaults = &flow.defaults;
    for line in &defaults.silence {
        exits.must_leave(&line.body, line.span, || Fact::BranchStays { of: "silence" });
    }
    if let Some(line) = &defaults.unclear
        && let Some(then) = &line.then
    {
        exits.must_leave(then, line.span, || Fact::BranchStays { of: "unclear" });
    }
    if let Some(fails) = &defaults.fails {
        exits.must_leave(&fails.node, fails.span, || Fact::BranchStays { of: "fails" });
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
    /// A block after which nothing comes: told at its last line.
    fn must_leave(&mut self, block: &Block, head: Span, fact: impl Fn() -> Fact) {
        if self.block(block) == Below::Reached {
            let last = block.last().map_or(head, |statement| statement.span);
            self.found.push(Diagnostic::new(self.file, last.range(), fact()));
        }
    }

    fn block(&mut self, block: &Block) -> Below {
        let mut below = Below::Reached;
        let mut above = 0;
        for statement in block {
            if below == Below::Never {
                let fact = Fact::LineUnreachable { exit_line: above };
                self.found.push(Diagnostic::new(self.file, statement.span.range(), fact));
                break;
            }
            below = self.statement(statement);
            above = statement.line as usize;
        }
        below
    }

    fn statement(&mut self, statement: &Statement) -> Below {
        match &statement.kind {
            StatementKind::Say(_)
            | StatementKind::Show(_)
            | StatementKind::Set(..)
            | StatementKind::ForgetPersonal
            | StatementKind::Learn(..) => Below::Reached,
            StatementKind::Wait(wait) => self.wait(wait),
            StatementKind::If(branch) => {
                let then = self.block(&branch.then);
                let otherwise = branch.otherwise.as_ref();
                then.or(otherwise.map_or(Below::Reached, |otherwise| self.block(&otherwise.node)))
            }
            StatementKind::Do(call) => self.step(call),
            StatementKind::Run(run) => self.run(run),
            StatementKind::Split(split) => {
                let none = if split.arms.is_empty() { Below::Unsure } else { Below::Never };
                split.arms.iter().fold(none, |below, arm| below.or(self.block(&arm.body)))
            }
            StatementKind::Exit(exit) => {
                if let Exit::Escalate { given_back: Some(back), .. } = &**exit {
                    self.must_leave(back, statement.span, || Fact::BranchStays { of: "given back" });
                }
                Below::Never
            }
            StatementKind::Broken(inner) => {
                self.block(inner);
                Below::Unsure
            }
        }
    }

    fn wait(&mut self, wait: &Wait) -> Below {
        let silent = wait.options.is_empty() && wait.whens.is_empty() && wait.otherwise.is_none();
        let mut below = match (&wait.ask, wait.broken || silent) {
            (Some(_), _) => Below::Reached,
            (None, true) => Below::Unsure,
            (None, false) => Below::Never,
        };
        for option in &wait.options {
            below = below.or(option.body.as_ref().map_or(Below::Reached, |body| self.block(body)));
        }
        for when in &wait.whens {
            below = below.or(self.block(&when.body));
        }
        for line in &wait.silence {
            below = below.or(self.block(&line.body));
        }
        let rest = [wait.otherwise.as_ref().map(|arm| &arm.node), wait.unclear.as_ref().and_then(|line| line.then.as_ref())];
        for body in rest.into_iter().flatten() {
            below = below.or(self.block(body));
        }
        below
    }

    fn step(&mut self, call: &Do) -> Below {
        let signature = self.shop.step(call);
        let mut below = match signature.and_then(|signature| signature.outcomes.first()) {
            Some(first) if call.outcomes.iter().any(|arm| named(&first.name, &arm.name)) => Below::Never,
            None if !call.outcomes.is_empty() => Below::Unsure,
            _ => Below::Reached,
        };
        if call.broken {
            below = Below::Unsure;
        }
        call.outcomes.iter().fold(below, |below, arm| below.or(self.block(&arm.body)))
    }

    fn run(&mut self, run: &Run) -> Below {
        let returns = self.shop.run_by(run).map(|flow| self.shop.returns(flow));
        let below = match returns {
            Some(returns) if !run.broken && returns.contains(&None) => Below::Reached,
            Some(_) if !run.broken && !run.outcomes.is_empty() => Below::Never,
            _ => Below::Unsure,
        };
        run.outcomes.iter().fold(below, |below, arm| below.or(self.block(&arm.body)))
    }
}

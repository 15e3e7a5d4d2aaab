//! What the checks look names up in: the flows of a shop by name, and the steps of its plugins.

use std::collections::HashMap;

use engine::Name;
use engine::signature::{Signature, Signatures};

use crate::ast::{Do, Exit, Flow, Ident, Run, StatementKind};

use super::walk::{self, Seen};

/// All flows that are compiled together.
pub(super) struct Shop<'a> {
    /// The flows, in the order of files.
    pub(super) flows: &'a [Flow],
    by_name: HashMap<&'a Name, usize>,
    signatures: &'a Signatures,
    /// For each flow, what its `return` lines say; `None` for a bare one.
    returns: Vec<Vec<Option<&'a Ident>>>,
    /// For each flow, the flows that run it.
    callers: Vec<Vec<usize>>,
    /// For each flow, whether it may wait for the buyer, by itself or in a flow it runs.
    waits: Vec<bool>,
    /// For each flow, whether it may run a step, by itself or in a flow it runs.
    steps: Vec<bool>,
}

impl<'a> Shop<'a> {
    pub(super) fn new(flows: &'a [Flow], signatures: &'a Signatures) -> Shop<'a> {
        let mut by_name = HashMap::new();
        for (index, flow) in flows.iter().enumerate() {
            if let Some(name) = &flow.name {
                by_name.entry(&name.key).or_insert(index);
            }
        }
        let mut returns = vec![Vec::new(); flows.len()];
        let mut callers = vec![Vec::new(); flows.len()];
        let mut waits = vec![false; flows.len()];
        let mut steps = vec![false; flows.len()];
        for (index, flow) in flows.iter().enumerate() {
            walk::flow(flow, &mut |seen| {
                let Seen::Statement(statement) = seen else {
                    return;
                };
                waits[index] |= matches!(
                    statement.kind,
                    StatementKind::Wait(_) | StatementKind::Run(_)
                );
                steps[index] |=
                    matches!(statement.kind, StatementKind::Do(_) | StatementKind::Run(_));
                match &statement.kind {
                    StatementKind::Exit(exit) => {
                        if let Exit::Return(outcome) = &**exit
                            && !returns[index].contains(&outcome.as_ref())
                        {
                            returns[index].push(outcome.as_ref());
                        }
                    }
                    StatementKind::Run(run) => {
                        if let Some(run) = by_name.get(&run.flow.key)
                            && !callers[*run].contains(&index)
                        {
                            callers[*run].push(index);
                        }
                    }
                    _ => {}
                }
            });
        }
        Shop {
            flows,
            by_name,
            signatures,
            returns,
            callers,
            waits,
            steps,
        }
    }

    /// The index of the flow that a `run` names.
    pub(super) fn run_by(&self, run: &Run) -> Option<usize> {
        self.by_name.get(&run.flow.key).copied()
    }

    /// The outcomes that a flow returns, each once; `None` for a bare `return`.
    pub(super) fn returns(&self, flow: usize) -> &[Option<&'a Ident>] {
        &self.returns[flow]
    }

    /// Whether a flow may wait for the buyer while it runs.
    pub(super) fn waits(&self, flow: usize) -> bool {
        self.waits[flow]
    }

    /// Whether a flow may run a step of a plugin.
    pub(super) fn steps(&self, flow: usize) -> bool {
        self.steps[flow]
    }

    /// The flows that run this one.
    pub(super) fn callers(&self, flow: usize) -> &[usize] {
        &self.callers[flow]
    }

    /// Whether some flow runs this one.
    pub(super) fn called(&self, flow: usize) -> bool {
        !self.callers[flow].is_empty()
    }

    /// The flows that run this one, at any distance; itself only where they run in a circle.
    pub(super) fn all_callers(&self, flow: usize) -> Vec<usize> {
        let mut seen = vec![false; self.flows.len()];
        let mut all = Vec::new();
        let mut ahead = self.callers[flow].clone();
        while let Some(caller) = ahead.pop() {
            if !std::mem::replace(&mut seen[caller], true) {
                all.push(caller);
                ahead.extend(&self.callers[caller]);
            }
        }
        all
    }

    /// Whether some flow that runs this one, at any distance, is as `holds` says.
    pub(super) fn any_caller(&self, flow: usize, holds: impl Fn(&Flow) -> bool) -> bool {
        let callers = self.all_callers(flow);
        callers.into_iter().any(|caller| holds(&self.flows[caller]))
    }

    /// The signature of the step that a `do` names.
    pub(super) fn step(&self, call: &Do) -> Option<&'a Signature> {
        let exact = self.signatures.get(&call.plugin.name, &call.step.name);
        exact.or_else(|| {
            let same = |known: &&Signature| {
                named(&known.plugin, &call.plugin) && named(&known.step, &call.step)
            };
            self.signatures.steps.iter().find(same)
        })
    }
}

/// Whether a plugin's name is the one written.
pub(super) fn named(declared: &Name, written: &Ident) -> bool {
    declared == &written.name || declared == &written.key || declared.to_lowercase() == *written.key
}

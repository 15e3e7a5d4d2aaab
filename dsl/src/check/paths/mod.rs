//! The ways through a flow: what may come after what, and whether the buyer speaks in between.
//!
//! A node is a state, a statement, or a place that is no state (what `anywhere` or a silence leads to).
//! Ways lead from node to node. Those of one turn are gone without the buyer; every other way begins a
//! turn. A `back` ends here: where it leads is decided by what was left, see [`ahead`].

use engine::effect::Ended;
use engine::signature::Signature;

use crate::Span;
use crate::ast::{Condition, Do, Expr, Flow, Ident, Run, Silence, State, Wait, Words};

pub(super) mod ahead;
mod build;
pub(super) mod rounds;

/// A flow as nodes and the ways between them.
pub(super) struct Paths<'a> {
    /// All nodes.
    pub(super) nodes: Vec<Node<'a>>,
    /// The nodes of the states, in file order.
    pub(super) states: Vec<usize>,
    /// The places that are no states.
    pub(super) places: Places,
    /// The returns of this flow that some path reaches before the flow waits; `None` for a bare one.
    quick: Vec<Option<&'a Ident>>,
}

/// Places that are no states.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Places {
    /// The branches of `anywhere` that work in every state.
    pub(super) anywhere: usize,
    /// The branches of `anywhere` that rest in a `protected` state.
    pub(super) open: usize,
    /// The `silence` lines of `defaults`.
    pub(super) silence: usize,
    /// `unclear` of `defaults`.
    pub(super) unclear: usize,
    /// `fails` of `defaults`.
    pub(super) fails: usize,
    /// Whatever is in force in the flows that run this one.
    pub(super) callers: usize,
    /// Whatever a line that was not understood may have meant.
    pub(super) unsure: usize,
}

/// A point of a flow.
pub(super) struct Node<'a> {
    /// What is done there.
    pub(super) what: What<'a>,
    /// Its line.
    pub(super) span: Span,
    /// The state it stands in.
    pub(super) state: Option<usize>,
    /// The ways on.
    pub(super) ways: Vec<Way<'a>>,
}

/// What is done at a node.
#[derive(Clone, Copy)]
pub(super) enum What<'a> {
    /// A state begins.
    State(&'a State),
    /// A message is sent.
    Say(&'a Words),
    /// Cards are sent.
    Show,
    /// The buyer is waited for.
    Wait(&'a Wait),
    /// A step is run.
    Do(&'a Do, Option<&'a Signature>),
    /// A subflow is run: its index.
    Run(&'a Run, Option<usize>),
    /// A slot is set.
    Set(&'a Ident, &'a Expr),
    /// Personal slots are emptied.
    Forget,
    /// The dialogue ends.
    Finish(Ended),
    /// The subflow ends.
    Return(Option<&'a Ident>),
    /// A person takes over.
    Escalate,
    /// The newest wait point that was left is gone back to.
    Back(Option<&'a Words>),
    /// A `silence` line runs out.
    Silence(&'a Silence),
    /// A branch of `anywhere`.
    Arm,
    /// Nothing by itself: an `if`, a `split`, a record, a place.
    Nothing,
    /// A line that was not understood.
    Unsure,
}

/// A way from one node to another.
#[derive(Clone, Copy)]
pub(super) struct Way<'a> {
    /// Where it leads.
    pub(super) to: usize,
    /// How it is gone.
    pub(super) by: By<'a>,
}

/// How a way is gone.
#[derive(Clone, Copy)]
pub(super) enum By<'a> {
    /// At once.
    On,
    /// At once, where a condition turns out so.
    If(&'a Condition, bool),
    /// At once, past a question whose slot is known.
    Known(&'a Ident),
    /// At once, when a step fails.
    Fails,
    /// The buyer's answer fills a slot.
    Filled(&'a Ident),
    /// The buyer answers.
    Answer,
    /// The buyer's message fits nothing else.
    Otherwise,
    /// The buyer was not understood.
    Unclear,
    /// The buyer is silent.
    Silence,
    /// The buyer pulls a trigger of `anywhere`.
    Anywhere,
    /// A person gives the dialogue back.
    GivenBack,
    /// A subflow that waited returns.
    Returned,
    /// Perhaps.
    Unsure,
}

impl By<'_> {
    /// Whether it is gone without the buyer.
    pub(super) fn in_turn(self) -> bool {
        matches!(self, By::On | By::If(..) | By::Known(_) | By::Fails)
    }

    /// Whether the wait point it leaves can be gone back to.
    pub(super) fn leaves(self) -> bool {
        matches!(self, By::Silence | By::Anywhere)
    }
}

impl<'a> Paths<'a> {
    /// The nodes that some path leads to.
    pub(super) fn reached(&self) -> Vec<bool> {
        let mut reached = vec![false; self.nodes.len()];
        let mut ahead: Vec<usize> = self.states.first().copied().into_iter().collect();
        while let Some(node) = ahead.pop() {
            if !std::mem::replace(&mut reached[node], true) {
                ahead.extend(self.nodes[node].ways.iter().map(|way| way.to));
            }
        }
        reached
    }

    /// Whether a return may come before the flow has waited.
    pub(super) fn returns_at_once(&self, outcome: Option<&Ident>) -> bool {
        self.quick.contains(&outcome)
    }

    /// The first nodes of turns: the first state, and whatever follows the buyer's doing.
    pub(super) fn begin_turns(&self) -> Vec<bool> {
        let mut begins = vec![false; self.nodes.len()];
        if let Some(first) = self.states.first() {
            begins[*first] = true;
        }
        for node in &self.nodes {
            for way in node.ways.iter().filter(|way| !way.by.in_turn()) {
                begins[way.to] = true;
            }
        }
        begins
    }
}

/// The name of a flow, for messages.
pub(super) fn name_of(flow: &Flow) -> String {
    flow.name
        .as_ref()
        .map(|name| name.name.to_string())
        .unwrap_or_default()
}

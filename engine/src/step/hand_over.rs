//! Ownership: handing over to people, taking over, giving back (DESIGN §3).

use super::builtin::Own;
use super::run::Said;
use super::{Next, Step, name, nodes_of};
use crate::effect::{Effect, Rung, SaidAs};
use crate::graph::{Escalate, Flow, NodeIx, Op};
use crate::state::{Owner, Phase, Place};
use crate::value::Value;

impl Step<'_> {
    /// `escalate`: the buyer is told, a person owns the dialogue, people are told why.
    pub(super) fn escalate(&mut self, escalate: &Escalate, line: u32) -> Next {
        let draft = escalate
            .words
            .as_ref()
            .and_then(|words| self.draft(words, line));
        self.state.given_back = self.escalation();
        self.own(&escalate.because);
        if let Some(draft) = draft
            && self.send(draft) == Said::Stopped
        {
            return Next::Stop;
        }
        self.effects.push(Effect::Escalate {
            team: escalate.team.clone(),
            reason: escalate.because.clone(),
        });
        Next::Stop
    }

    /// From here a person owns the dialogue: what the script was about to do is dropped.
    fn own(&mut self, because: &str) {
        self.unset_timer();
        let state = &mut self.state;
        state.owner = Owner::Person {
            because: because.to_owned(),
        };
        state.pending = None;
        state.opening = None;
    }

    /// A person wrote or took the dialogue, open or not: what the script still had to say is dropped,
    /// and what the buyer wrote meanwhile is theirs to read.
    pub(super) fn take_over(&mut self) {
        self.state.ownership += 1;
        if self.state.owner == Owner::Script {
            self.own("an operator took over");
        }
    }

    /// Which escalation the innermost flow stands at: its state, and which `escalate` of it.
    fn escalation(&self) -> Option<Place> {
        let here = self.node_at(self.top())?;
        let flow = self.flow()?;
        let state = flow.state(flow.node(here).state);
        let before = escalations(flow, state)
            .take_while(|(node, _)| *node != here)
            .count();
        Some(Place {
            flow: flow.name.clone(),
            state: state.name.clone(),
            node: before as u32,
            wait: None,
        })
    }

    /// Where the escalation of a place leads when it is given back, in the graph of the moment.
    fn leads_back(&self, place: &Place) -> Option<(usize, NodeIx)> {
        let depth = self
            .state
            .frames
            .iter()
            .rposition(|frame| frame.flow == place.flow)?;
        let flow = self.flow_at(depth)?;
        let state = flow.state(flow.state_named(&place.state)?);
        let (_, escalate) = escalations(flow, state).nth(place.node as usize)?;
        Some((depth, escalate.given_back?))
    }

    /// A person gave the dialogue back: it goes on where `given back` says, else with the question it
    /// stood at, else at the beginning of its script.
    pub(super) fn give_back(&mut self) {
        self.state.owner = Owner::Script;
        self.state.ownership += 1;
        if self.state.phase != Phase::Open {
            return;
        }
        self.decide(Rung::GivenBack, "", 0);
        let escalation = self.state.given_back.take();
        match escalation.and_then(|place| self.leads_back(&place)) {
            Some((depth, node)) => {
                self.close_above(depth);
                self.state.waiting = None;
                self.go(Next::At(node));
            }
            None if self.state.waiting.is_some() => self.ask_again_here(),
            None => self.restart(),
        }
    }

    /// Begins the outermost flow anew, with what is filled.
    pub(super) fn restart(&mut self) {
        self.close_above(0);
        self.state.waiting = None;
        let Some(first) = self.flow_at(0).and_then(|flow| flow.states.first()) else {
            return;
        };
        let entry = first.entry;
        self.go(Next::At(entry));
    }

    /// A claim that nothing proves is not sent: «let me check», a person, a record of what was blocked.
    pub(super) fn block(&mut self, text: &str, claim: &str) {
        self.record(
            name("blocked_claim"),
            Value::text(format!("{claim}: {text}")),
        );
        self.give_up(&format!("a claim that nothing proves: {claim}"));
    }

    /// The script cannot go on by itself: the buyer reads «let me check» and a person takes over.
    pub(super) fn give_up(&mut self, reason: &str) -> Next {
        self.own(reason);
        let draft = self.own_words(Own::LetMeCheck, SaidAs::BuiltIn(name("let_me_check")));
        self.post(draft, Vec::new());
        self.effects.push(Effect::Escalate {
            team: None,
            reason: reason.to_owned(),
        });
        Next::Stop
    }
}

/// The escalations of a state, in order.
fn escalations<'f>(
    flow: &'f Flow,
    state: &'f crate::graph::State,
) -> impl Iterator<Item = (NodeIx, &'f Escalate)> {
    nodes_of(state).filter_map(|node| match &flow.node(node).op {
        Op::Escalate(escalate) => Some((node, &**escalate)),
        _ => None,
    })
}

//! One step: an event in the light of the graph and the world, to a new state and its effects.
//!
//! The files below, in the order a message meets them: [`arrive`] takes the event in, [`settle`]
//! finds the place again after a release, [`ladder`] reads the message at the wait point, [`run`]
//! carries the script on from node to node until it waits again, [`speak`] writes the words.

mod arrive;
mod asides;
mod ask;
mod back;
mod builtin;
mod calls;
mod condition;
mod correct;
mod hand_over;
mod ladder;
mod lookup;
mod parse;
mod passing;
mod press;
mod print;
mod run;
mod settle;
mod silence;
mod slots;
mod speak;
mod trigger;
mod when;

use crate::effect::{Because, Rung};
use crate::graph::{Flow, FlowIx, NodeIx, StateIx};
use crate::state::{Frame, Place, State};
use crate::{Channel, Effect, Event, Graph, Name, World};
use jiff::{Timestamp, civil};
use understand::Lang;

/// What a step comes to.
#[derive(Clone, PartialEq, Debug)]
pub struct Turn {
    /// The new state, whole.
    pub state: State,
    /// What is to be done once the state is durable, in order.
    pub effects: Vec<Effect>,
    /// Where the turn went, for whoever measures what talks reach. Nothing depends on it.
    pub trace: Trace,
}

/// Where a turn went.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Trace {
    /// The nodes that ran, in order.
    pub ran: Vec<(FlowIx, NodeIx)>,
    /// The lines of the options and triggers that decided, in order.
    pub heard: Vec<(FlowIx, u32)>,
    /// The lines of the wordings that were sent, in order.
    pub said: Vec<(FlowIx, u32)>,
}

/// Takes a dialogue over an event.
///
/// Pure: the same graph, world, state and event give the same turn. Bounded: a turn runs at most
/// [`MOST_NODES`] nodes; a script that would run longer is handed over to a person.
pub fn step(graph: &Graph, world: &dyn World, state: State, event: &Event) -> Turn {
    let mut step = Step {
        graph,
        world,
        at: event.at,
        state,
        effects: Vec::new(),
        trace: Trace::default(),
        reading: None,
    };
    step.arrive(event);
    step.drop_secrets();
    Turn {
        state: step.state,
        effects: step.effects,
        trace: step.trace,
    }
}

/// The most nodes a turn may run.
pub const MOST_NODES: usize = 2_000;

/// Kinds of the learning records that the engine makes of its own: a claim that was not sent, and a
/// step that failed.
pub const OWN_RECORDS: [&str; 2] = ["blocked_claim", "step_failed"];

/// A step under way. Its methods are spread over the files of this folder by what they are about.
struct Step<'a> {
    graph: &'a Graph,
    world: &'a dyn World,
    /// The moment of the event.
    at: Timestamp,
    state: State,
    effects: Vec<Effect>,
    trace: Trace,
    /// The buyer's event that is being read.
    reading: Option<Event>,
}

/// What comes after something was done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Next {
    /// The script goes on at this node of the innermost flow.
    At(NodeIx),
    /// The turn is over: the dialogue waits, asks the world, ended, or is a person's.
    Stop,
}

impl<'a> Step<'a> {
    /// The innermost frame's number. Only called while a dialogue is open, which has at least one.
    fn top(&self) -> usize {
        self.state.frames.len().saturating_sub(1)
    }

    fn frame(&self) -> Option<&Frame> {
        self.state.frames.last()
    }

    /// The flow of a frame; none only where a release took it away, which `settle` mends first.
    fn flow_at(&self, depth: usize) -> Option<&'a Flow> {
        let frame = self.state.frames.get(depth)?;
        self.graph.flow(&frame.flow).map(|(_, flow)| flow)
    }

    fn flow(&self) -> Option<&'a Flow> {
        self.flow_at(self.top())
    }

    /// The node a frame stands at.
    fn node_at(&self, depth: usize) -> Option<NodeIx> {
        let flow = self.flow_at(depth)?;
        node_of(flow, &self.state.frames.get(depth)?.place)
    }

    fn state_at(&self, depth: usize) -> Option<StateIx> {
        let flow = self.flow_at(depth)?;
        flow.state_named(&self.state.frames.get(depth)?.place.state)
    }

    fn channel(&self) -> Channel {
        self.state.chat.channel
    }

    /// The moment in the shop's time zone.
    fn now(&self) -> civil::DateTime {
        self.at
            .to_zoned(self.world.shop().time_zone.clone())
            .datetime()
    }

    /// The language spoken: the buyer's, else their client's, else the flow's first (LANGUAGE §4).
    fn lang(&self) -> Lang {
        let spoken = match self
            .state
            .frames
            .first()
            .and_then(|frame| self.graph.flow(&frame.flow))
        {
            Some((_, flow)) if !flow.languages.is_empty() => &flow.languages,
            _ => &self.world.shop().languages,
        };
        [self.state.buyer.language, self.state.buyer.locale]
            .into_iter()
            .flatten()
            .find(|lang| spoken.contains(lang))
            .or(spoken.first().copied())
            .unwrap_or(Lang::EN)
    }

    /// Notes what decided the next move; messages that follow carry it.
    fn decide(&mut self, rung: Rung, words: impl Into<String>, line: u32) {
        self.state.because = Because {
            rung,
            words: words.into(),
            line,
        };
    }

    /// Notes the line of an option or trigger that decided, in the flow at `depth`.
    fn note_heard(&mut self, depth: usize, line: u32) {
        let flow = self
            .state
            .frames
            .get(depth)
            .and_then(|frame| self.graph.flow(&frame.flow));
        if let Some((ix, _)) = flow {
            self.trace.heard.push((ix, line));
        }
    }

    /// Notes the line of a wording of the innermost flow that is sent.
    fn note_said(&mut self, line: u32) {
        let flow = self.frame().and_then(|frame| self.graph.flow(&frame.flow));
        if let Some((ix, _)) = flow {
            self.trace.said.push((ix, line));
        }
    }

    /// Closes frames above `depth`, so that its flow runs.
    fn close_above(&mut self, depth: usize) {
        self.state.frames.truncate(depth + 1);
    }
}

/// The place of a node, by names.
fn place_of(flow: &Flow, ix: NodeIx) -> Place {
    let node = flow.node(ix);
    let state = flow.state(node.state);
    let wait = match &node.op {
        crate::graph::Op::Wait(wait) => Some(wait.ordinal),
        _ => None,
    };
    Place {
        flow: flow.name.clone(),
        state: state.name.clone(),
        node: ix.0.saturating_sub(state.first.0),
        wait,
    }
}

/// The node at a place of this flow, if the flow still has it. A wait point is found by which one of
/// its state it is, so that lines added around it do not matter.
fn node_of(flow: &Flow, place: &Place) -> Option<NodeIx> {
    let state = flow.state(flow.state_named(&place.state)?);
    match place.wait {
        None => (place.node < state.count).then(|| NodeIx(state.first.0 + place.node)),
        Some(nth) => nodes_of(state).find(|node| match &flow.node(*node).op {
            crate::graph::Op::Wait(wait) => wait.ordinal == nth,
            _ => false,
        }),
    }
}

/// The nodes of a state.
fn nodes_of(state: &crate::graph::State) -> impl Iterator<Item = NodeIx> + use<> {
    (state.first.0..state.first.0 + state.count).map(NodeIx)
}

/// Names are compared without case; canonical spellings come from the compiler.
fn same_name(a: &str, b: &str) -> bool {
    a == b || understand::fold(a) == understand::fold(b)
}

/// The name of a result or slot as [`Name`].
fn name(text: &str) -> Name {
    Name::from(text)
}

//! Finding a dialogue's place again after a release swapped the graph (DESIGN §5).
//!
//! A wait point is found by its state, its number there and its slot. Where it is gone, `migrate`
//! rules say where its state went; else the state, or failing that the flow, begins anew, and the
//! event is read at the first wait point it comes to, as an opening message is.

use super::{Next, Step, nodes_of, place_of};
use crate::event::Event;
use crate::graph::{Flow, MigrationRule, NodeIx, Op, StateIx};
use crate::state::{Frame, Place};
use crate::value::Value;
use crate::{Graph, Kind, Name};

impl Step<'_> {
    /// Brings the dialogue to the graph of the moment. Gives back whether that took up the event.
    pub(super) fn settle(&mut self, event: &Event) -> bool {
        if self.state.release == self.graph.release {
            return false;
        }
        self.state.release.clone_from(&self.graph.release);
        let frames = std::mem::take(&mut self.state.frames);
        let count = frames.len();
        let inner: Vec<Name> = frames.iter().map(|frame| frame.flow.clone()).collect();
        for (depth, mut frame) in frames.into_iter().enumerate() {
            let Some((_, flow)) = self.graph.flow(&frame.flow) else {
                break;
            };
            move_slots(flow, &mut frame);
            let stands = match inner.get(depth + 1) {
                Some(flow) => Stands::Runs(flow.clone()),
                None => self.stands(),
            };
            let found = find(self.graph, flow, &frame.place, &stands);
            frame.place = place_of(flow, found.node());
            self.state.frames.push(frame);
            if let Found::Anew(node) = found {
                return self.begin_anew(node, event);
            }
        }
        if self.state.frames.len() == count {
            return false;
        }
        if self.state.frames.is_empty() {
            return self.begin_script(event);
        }
        let node = self.node_at(self.top()).unwrap_or(NodeIx(0));
        let entry = self
            .flow()
            .map_or(node, |flow| flow.state(flow.node(node).state).entry);
        self.begin_anew(entry, event)
    }

    fn stands(&self) -> Stands {
        match (&self.state.waiting, &self.state.pending) {
            (Some(_), _) => Stands::Waits,
            (None, Some(pending)) => Stands::Asks(pending.step.clone()),
            (None, None) => Stands::Nowhere,
        }
    }

    /// Runs the innermost flow from a node; the event is read at the first wait point.
    fn begin_anew(&mut self, node: NodeIx, event: &Event) -> bool {
        self.state.waiting = None;
        self.state.pending = None;
        self.state.opening = Some(event.clone());
        self.go(Next::At(node));
        true
    }

    /// The script itself is gone: the profile's script begins, with nothing filled.
    fn begin_script(&mut self, event: &Event) -> bool {
        let script = self.world.profile(&self.state.chat).script.clone();
        let Some((_, flow)) = self.graph.flow(&script) else {
            return true;
        };
        let Some(first) = flow.states.first() else {
            return true;
        };
        self.state.frames = vec![Frame::at(place_of(flow, first.entry))];
        self.begin_anew(first.entry, event)
    }
}

/// What a frame stands at.
enum Stands {
    /// A wait point.
    Waits,
    /// This plugin step, whose answer is awaited.
    Asks(Name),
    /// A `run` of this flow that is under way.
    Runs(Name),
    /// Nowhere that anything is awaited: a person owns the dialogue.
    Nowhere,
}

/// Where a place is now.
enum Found {
    /// There still.
    Same(NodeIx),
    /// Gone: the flow goes on from this node.
    Anew(NodeIx),
}

impl Found {
    fn node(&self) -> NodeIx {
        match self {
            Found::Same(node) | Found::Anew(node) => *node,
        }
    }
}

fn find(graph: &Graph, flow: &Flow, place: &Place, stands: &Stands) -> Found {
    let Some(state) = flow
        .state_named(&place.state)
        .or_else(|| moved_to(flow, &place.state))
    else {
        return Found::Anew(flow.states.first().map_or(NodeIx(0), |state| state.entry));
    };
    let state = flow.state(state);
    let fits = |node: &NodeIx| match (&flow.node(*node).op, stands) {
        (Op::Wait(wait), Stands::Waits) => Some(wait.ordinal) == place.wait,
        (Op::Do(step), Stands::Asks(asked)) => step.step.full_name() == **asked,
        (Op::Run(run), Stands::Runs(inner)) => graph.flows[run.flow.0 as usize].name == *inner,
        _ => false,
    };
    if let Stands::Nowhere = stands {
        return Found::Same(state.entry);
    }
    let same = NodeIx(state.first.0 + place.node);
    let here = nodes_of(state)
        .find(|node| *node == same && fits(node))
        .or_else(|| nodes_of(state).find(fits));
    here.map_or(Found::Anew(state.entry), Found::Same)
}

/// Where `migrate` rules say a state went.
fn moved_to(flow: &Flow, gone: &str) -> Option<StateIx> {
    flow.migrations
        .iter()
        .flat_map(|migration| &migration.rules)
        .find_map(|rule| match rule {
            MigrationRule::State(from, to) if **from == *gone => Some(*to),
            _ => None,
        })
}

/// Slots renamed, dropped or of another type now: a value that no longer fits is emptied, so that it
/// is asked again.
fn move_slots(flow: &Flow, frame: &mut Frame) {
    for rule in flow
        .migrations
        .iter()
        .flat_map(|migration| &migration.rules)
    {
        match rule {
            MigrationRule::SlotRenamed(from, to) => {
                let to = &flow.slot(*to).name;
                if let Some(value) = frame.slots.remove(from)
                    && !frame.slots.contains_key(to)
                {
                    frame.slots.insert(to.clone(), value);
                }
            }
            MigrationRule::SlotDropped(slot) => {
                frame.slots.remove(slot);
            }
            _ => {}
        }
    }
    frame.slots.retain(|name: &Name, value| {
        flow.slot_named(name)
            .is_some_and(|slot| fits(&flow.slot(slot).kind, value))
    });
}

/// Whether a value is of a type.
fn fits(kind: &Kind, value: &Value) -> bool {
    match (kind, value) {
        (Kind::Any, _)
        | (Kind::Text | Kind::Name | Kind::Address, Value::Text(_))
        | (Kind::YesNo | Kind::Consent, Value::YesNo(_))
        | (Kind::Number, Value::Number(_))
        | (Kind::Money(_), Value::Money(_))
        | (Kind::Percent, Value::Percent(_))
        | (Kind::Phone, Value::Phone(_))
        | (Kind::Email, Value::Email(_))
        | (Kind::Date, Value::Date(_))
        | (Kind::Time, Value::Time(_))
        | (Kind::DateTime, Value::DateTime(_))
        | (Kind::Duration, Value::Duration(_))
        | (Kind::Product, Value::Product(_))
        | (Kind::Photo | Kind::File, Value::File(_))
        | (Kind::Record(_), Value::Record(_)) => true,
        (Kind::Choice(names), Value::Choice(chosen)) => names.is_empty() || names.contains(chosen),
        (Kind::List(item), Value::List(items)) => items.iter().all(|value| fits(item, value)),
        _ => false,
    }
}

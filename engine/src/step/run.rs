//! Running: from node to node until the dialogue waits, asks the world, or ends.

use super::{MOST_NODES, Next, Step, place_of};
use crate::effect::{Effect, Ended};
use crate::graph::{Arm, NodeIx, Op, Run, Split, StateIx};
use crate::state::{Frame, Phase};
use crate::value::Value;

impl Step<'_> {
    /// Runs on from wherever `next` says.
    pub(super) fn go(&mut self, mut next: Next) {
        while let Next::At(node) = next {
            next = if self.trace.ran.len() >= MOST_NODES {
                self.give_up("the script runs in a circle")
            } else {
                self.run_node(node)
            };
        }
    }

    /// Does what one node says.
    fn run_node(&mut self, ix: NodeIx) -> Next {
        let flow = self.frame().and_then(|frame| self.graph.flow(&frame.flow));
        let Some((flow_ix, flow)) = flow else {
            return self.give_up("the script is gone");
        };
        self.trace.ran.push((flow_ix, ix));
        let node = flow.node(ix);
        let top = self.top();
        self.state.frames[top].place = place_of(flow, ix);
        match &node.op {
            Op::Say(words, next) => self.say(words, node.line).then(*next),
            Op::Show(list, next) => {
                self.show(list, node.line);
                Next::At(*next)
            }
            Op::Wait(wait) => self.arrive_at(wait),
            Op::If(condition, then, otherwise) => Next::At(if self.holds(condition) {
                *then
            } else {
                *otherwise
            }),
            Op::Do(step) => self.call(step),
            Op::Run(run) => self.open(run),
            Op::Split(split) => self.split(split),
            Op::Set(slot, value, next) => {
                if let Some(value) = self.value(value) {
                    self.fill(top, *slot, value);
                }
                Next::At(*next)
            }
            Op::ForgetPersonal(next) => {
                self.forget_personal();
                Next::At(*next)
            }
            Op::Learn(kind, value, next) => {
                self.learn(kind, value);
                Next::At(*next)
            }
            Op::Go(state) => self.enter(*state),
            Op::Back(words) => self.back(words.as_ref(), node.line),
            Op::Return(outcome) => self.close(outcome),
            Op::Finish(outcome, because, words) => {
                self.finish(*outcome, because.clone(), words.as_ref(), node.line)
            }
            Op::Escalate(escalate) => self.escalate(escalate, node.line),
        }
    }

    /// Enters a state of the innermost flow by `->`, counting the visit where it is bounded.
    pub(super) fn enter(&mut self, ix: StateIx) -> Next {
        let Some(flow) = self.flow() else {
            return self.give_up("the script is gone");
        };
        let state = flow.state(ix);
        let Some((most, then)) = state.at_most else {
            return Next::At(state.entry);
        };
        let top = self.top();
        let visits = self.state.frames[top]
            .visits
            .entry(state.name.clone())
            .or_insert(0);
        *visits = visits.saturating_add(1);
        Next::At(if *visits > most { then } else { state.entry })
    }

    /// `run`: opens a subflow with what it needs copied in.
    fn open(&mut self, run: &Run) -> Next {
        let flow = &self.graph.flows[run.flow.0 as usize];
        let Some(first) = flow.states.first() else {
            return self.give_up("the subflow has no state");
        };
        let mut frame = Frame::at(place_of(flow, first.entry));
        for (slot, value) in &run.args {
            if let Some(value) = self.value(value) {
                frame.slots.insert(flow.slot(*slot).name.clone(), value);
            }
        }
        if self.state.frames.len() >= MOST_FRAMES {
            return self.give_up("subflows run one another without end");
        }
        self.state.frames.push(frame);
        self.enter(StateIx(0))
    }

    /// `return`: closes the subflow, copies what it gives, and goes on under its outcome.
    fn close(&mut self, outcome: &str) -> Next {
        let Some(flow) = self.flow() else {
            return self.give_up("the script is gone");
        };
        if self.state.frames.len() < 2 {
            self.end(Ended::Postponed, None);
            return Next::Stop;
        }
        let Some(done) = self.state.frames.pop() else {
            return Next::Stop;
        };
        let gives = flow.gives.iter().filter_map(|slot| {
            let name = &flow.slot(*slot).name;
            Some((name.clone(), done.slots.get(name)?.clone()))
        });
        let gives = Value::Record(gives.collect());
        let top = self.top();
        let arm =
            self.flow()
                .zip(self.node_at(top))
                .and_then(|(flow, node)| match &flow.node(node).op {
                    Op::Run(run) => Some((
                        run,
                        run.outcomes.iter().find(|arm| *arm.outcome == *outcome)?,
                    )),
                    _ => None,
                });
        let Some((run, arm)) = arm else {
            return self.give_up("the subflow came back with an unknown outcome");
        };
        if let Some(result) = &run.bind {
            self.state.frames[top]
                .results
                .insert(result.clone(), gives.clone());
        }
        self.take(arm, None, Some(gives))
    }

    /// Goes on under an outcome, its value bound first.
    pub(super) fn take(
        &mut self,
        arm: &Arm,
        bind: Option<&crate::graph::Binding>,
        value: Option<Value>,
    ) -> Next {
        if let (Some(binding), Some(value)) = (arm.bind.as_ref().or(bind), value) {
            self.bind(binding, value);
        }
        Next::At(arm.to)
    }

    /// `split`: the same buyer always gets the same arm, also when the shares change. It is drawn from a hash of the buyer
    /// and the experiment's name (FNV-1a, 64 bits), so no chance is needed.
    fn split(&mut self, split: &Split) -> Next {
        let given = self.state.arms.get(&split.name);
        let kept = given.and_then(|given| split.arms.iter().find(|(arm, ..)| arm == given));
        if let Some((.., to)) = kept {
            return Next::At(*to);
        }
        let total: u64 = split
            .arms
            .iter()
            .map(|(_, weight, _)| u64::from(*weight))
            .sum();
        let drawn = hash(&format!("{}\n{}", self.state.chat, split.name))
            .checked_rem(total)
            .unwrap_or(0);
        let mut passed = 0;
        let arm = split.arms.iter().find(|(_, weight, _)| {
            passed += u64::from(*weight);
            drawn < passed
        });
        let Some((arm, _, to)) = arm.or(split.arms.first()) else {
            return self.give_up("the experiment has no arm");
        };
        self.state.arms.insert(split.name.clone(), arm.clone());
        self.effects.push(Effect::Assigned {
            split: split.name.clone(),
            arm: arm.clone(),
        });
        Next::At(*to)
    }

    /// `finish`: words, then the end.
    fn finish(
        &mut self,
        outcome: Ended,
        because: Option<String>,
        words: Option<&crate::graph::Words>,
        line: u32,
    ) -> Next {
        if let Some(words) = words
            && self.say(words, line) == Said::Stopped
        {
            return Next::Stop;
        }
        if self.state.phase == Phase::Open {
            self.end(outcome, because);
        }
        Next::Stop
    }
}

/// The most flows that may be open one within another.
const MOST_FRAMES: usize = 32;

/// Whether words went out, or the claim guard stopped them and the dialogue with them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    Sent,
    Stopped,
}

impl Said {
    fn then(self, next: NodeIx) -> Next {
        match self {
            Said::Sent => Next::At(next),
            Said::Stopped => Next::Stop,
        }
    }
}

/// FNV-1a, 64 bits (Fowler, Noll, Vo; draft-eastlake-fnv), finished with an avalanche so that close
/// names spread.
pub(super) fn hash(text: &str) -> u64 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let mixed = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed ^ (mixed >> 33)
}

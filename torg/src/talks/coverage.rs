//! What talks reach of the scripts, and what they do not: states, transitions, texts in each
//! language, options and triggers.

use engine::Graph;
use engine::graph::{Flow, FlowIx, NodeIx, Op, Part};
use engine::step::Trace;
use std::collections::{BTreeMap, BTreeSet};

/// What was reached.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    ran: BTreeSet<(FlowIx, NodeIx)>,
    heard: BTreeSet<(FlowIx, u32)>,
    said: BTreeSet<(FlowIx, u32)>,
}

/// Something that no talk reached.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Missed {
    /// The file.
    pub file: String,
    /// Its line, from 1.
    pub line: u32,
    /// What stands there: `state`, `transition`, `option`, `trigger`, or `text ru`.
    pub kind: String,
    /// Its name or label.
    pub name: String,
}

/// How many there are of a kind, and how many were reached.
pub type Shares = BTreeMap<String, (usize, usize)>;

impl Coverage {
    /// Counts in where a talk went.
    pub(super) fn add(&mut self, trace: &Trace) {
        self.ran.extend(&trace.ran);
        self.heard.extend(&trace.heard);
        self.said.extend(&trace.said);
    }

    /// What was reached of each kind, and what was not, by file and line.
    pub fn of(&self, graph: &Graph) -> (Shares, Vec<Missed>) {
        let mut tally = Tally::default();
        for (at, flow) in graph.flows.iter().enumerate() {
            self.count(FlowIx(at as u32), flow, &mut tally);
        }
        tally.missed.sort();
        tally.missed.dedup();
        (tally.shares, tally.missed)
    }

    fn count(&self, ix: FlowIx, flow: &Flow, tally: &mut Tally) {
        let ran = |node: u32| self.ran.contains(&(ix, NodeIx(node)));
        let heard = |line: u32| self.heard.contains(&(ix, line));
        for state in flow.states.iter().filter(|state| state.line > 0) {
            let nodes = state.first.0..state.first.0 + state.count;
            tally.note(
                flow,
                state.line,
                "state",
                &state.name,
                nodes.clone().any(ran),
            );
        }
        for (at, node) in flow.nodes.iter().enumerate() {
            if let Op::Go(to) = node.op {
                let to = &flow.state(to).name;
                tally.note(flow, node.line, "transition", to, ran(at as u32));
            }
            let Op::Wait(wait) = &node.op else { continue };
            for option in &wait.options {
                tally.note(
                    flow,
                    option.line,
                    "option",
                    &option.choosable.name,
                    heard(option.line),
                );
            }
            for when in &wait.whens {
                tally.note(flow, when.line, "trigger", "when", heard(when.line));
            }
            for silence in &wait.silence {
                tally.note(
                    flow,
                    silence.line,
                    "trigger",
                    "silence",
                    heard(silence.line),
                );
            }
        }
        for when in &flow.anywhere {
            tally.note(flow, when.line, "trigger", "anywhere", heard(when.line));
        }
        for silence in &flow.defaults.silence {
            tally.note(
                flow,
                silence.line,
                "trigger",
                "silence",
                heard(silence.line),
            );
        }
        for text in &flow.texts {
            for variant in &text.variants {
                let kind = format!("text {}", variant.lang);
                let words = variant.parts.iter().find_map(|part| match part {
                    Part::Words(words) => Some(words.as_str()),
                    Part::Value { .. } => None,
                });
                let name = text.name.as_deref().or(words).unwrap_or_default();
                tally.note(
                    flow,
                    variant.line,
                    &kind,
                    name,
                    self.said.contains(&(ix, variant.line)),
                );
            }
        }
    }
}

#[derive(Default)]
struct Tally {
    shares: Shares,
    missed: Vec<Missed>,
}

impl Tally {
    fn note(&mut self, flow: &Flow, line: u32, kind: &str, name: &str, reached: bool) {
        let share = self.shares.entry(kind.to_owned()).or_default();
        share.1 += 1;
        if reached {
            share.0 += 1;
        } else {
            let (file, kind, name) = (flow.file.clone(), kind.to_owned(), name.to_owned());
            self.missed.push(Missed {
                file,
                line,
                kind,
                name,
            });
        }
    }
}

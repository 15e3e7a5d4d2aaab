//! From the tree of a script to the nodes of the graph; whatever names nothing is told on the way.
//!
//! Blocks are lowered from their last statement to their first, so that each node knows the one below.

mod call;
mod exit;
mod slot;
mod statement;
mod text;
mod wait;

use crate::Diagnostic;
use crate::ast;
use crate::resolve::{Scope, Shop};
use engine::effect::Ended;
use engine::graph::{
    Defaults, Flow, FlowIx, Migration, MigrationRule, Node, NodeIx, Op, State, StateIx, Text,
    TextIx,
};
use engine::{Graph, Name};
use std::collections::HashMap;
use std::sync::Arc;
use understand::Phrase;

/// Lowers all flows. The graph is of use only if nothing was found.
pub(crate) fn lower(shop: &Shop<'_>, paths: &[&str], found: &mut Vec<Diagnostic>) -> Graph {
    let mut graph = Graph::default();
    for index in 0..shop.flows.len() {
        let mut lowering = Lowering::new(shop, index);
        let flow = lowering.flow(
            paths
                .get(shop.flows[index].file)
                .copied()
                .unwrap_or_default(),
        );
        found.append(&mut lowering.scope.found);
        // The number of flows is far below the bound.
        graph
            .by_name
            .insert(flow.name.clone(), FlowIx(index as u32));
        graph.flows.push(flow);
    }
    graph
}

/// The node below, where there is one.
type Below = Option<NodeIx>;

struct Lowering<'a> {
    scope: Scope<'a>,
    nodes: Vec<Node>,
    states: Vec<State>,
    texts: Vec<Text>,
    /// Texts of the present state that talks count, with their places in the file.
    counted: Vec<(usize, TextIx)>,
    /// The present state.
    state: StateIx,
    /// Its last node, where a path through it ends without an exit.
    end: Option<NodeIx>,
    /// Phrases of the intents used so far.
    phrases: HashMap<u32, Arc<[Phrase]>>,
}

impl<'a> Lowering<'a> {
    fn new(shop: &'a Shop<'a>, index: usize) -> Lowering<'a> {
        Lowering {
            scope: Scope::new(shop, index),
            nodes: Vec::new(),
            states: Vec::new(),
            texts: Vec::new(),
            counted: Vec::new(),
            state: StateIx(0),
            end: None,
            phrases: HashMap::new(),
        }
    }

    fn flow(&mut self, file: &str) -> Flow {
        let ast = self.scope.flow;
        for text in &ast.texts {
            self.text(&text.block, Some(text.name.name.clone()));
        }
        for state in &ast.states {
            self.state(state);
        }
        let anywhere = self.pseudo("anywhere", |lowering| {
            ast.anywhere
                .iter()
                .rev()
                .filter_map(|when| lowering.when(when, None))
                .collect::<Vec<_>>()
        });
        let anywhere = anywhere.into_iter().rev().collect();
        let defaults = self.pseudo("defaults", |lowering| lowering.defaults(&ast.defaults));
        self.take_default_failures(&defaults);
        let slots = self.slots();
        let names = self.scope.names;
        let places = |params: &[ast::Slot]| {
            let slot = |param: &ast::Slot| {
                names
                    .slot(&param.name.key)
                    .map(|(slot, _)| engine::graph::SlotIx(slot))
            };
            params.iter().filter_map(slot).collect()
        };
        let migrations = ast
            .migrations
            .iter()
            .map(|migration| self.migration(migration))
            .collect();
        let mut state_by_name = HashMap::with_capacity(self.states.len());
        for (at, state) in self.states.iter().enumerate() {
            state_by_name
                .entry(state.name.clone())
                .or_insert(StateIx(at as u32));
        }
        Flow {
            name: ast
                .name
                .as_ref()
                .map_or_else(|| Name::from(""), |name| name.name.clone()),
            version: ast.version.map_or(0, |version| version.node),
            file: file.to_owned(),
            goal: ast
                .goal
                .as_ref()
                .map_or_else(String::new, |goal| goal.node.clone()),
            languages: self.scope.languages(),
            channels: ast.channels.iter().map(|channel| channel.node).collect(),
            needs: places(&ast.needs),
            gives: places(&ast.gives),
            slots,
            texts: std::mem::take(&mut self.texts),
            state_by_name,
            states: std::mem::take(&mut self.states),
            nodes: std::mem::take(&mut self.nodes),
            anywhere,
            defaults,
            migrations,
        }
    }

    /// A state of the script.
    fn state(&mut self, ast: &ast::State) {
        let first = self.begin();
        let body = self.block(&ast.body, None);
        let entry = self.or_end(body, ast.line);
        let at_most = ast.at_most.as_ref().map(|at_most| {
            let then = self.block(&at_most.then, None);
            (at_most.times.node, self.or_end(then, ast.line))
        });
        self.number_waits(first);
        self.number_texts(&ast.name.name);
        self.states.push(State {
            name: ast.name.name.clone(),
            line: ast.line,
            protected: ast.protected,
            at_most,
            entry,
            first,
            count: self.nodes.len() as u32 - first.0,
        });
    }

    /// A state that holds what stands outside states; none where nothing does.
    fn pseudo<T>(&mut self, name: &str, lower: impl FnOnce(&mut Self) -> T) -> T {
        let first = self.begin();
        let lowered = lower(self);
        let name = Name::from(name);
        self.number_waits(first);
        self.number_texts(&name);
        if let Some(node) = self.nodes.get(first.0 as usize) {
            let line = node.line;
            let count = self.nodes.len() as u32 - first.0;
            self.states.push(State {
                name,
                line,
                protected: false,
                at_most: None,
                entry: first,
                first,
                count,
            });
        }
        lowered
    }

    fn begin(&mut self) -> NodeIx {
        // A file is bounded, and so are its states and nodes.
        self.state = StateIx(self.states.len() as u32);
        self.end = None;
        NodeIx(self.nodes.len() as u32)
    }

    fn push(&mut self, line: u32, op: Op) -> NodeIx {
        self.nodes.push(Node {
            state: self.state,
            line,
            op,
        });
        NodeIx(self.nodes.len() as u32 - 1)
    }

    /// The node below, or the end of the state. A checked script has no path that ends so: what
    /// stands there is only a place for wait points to name.
    fn or_end(&mut self, below: Below, line: u32) -> NodeIx {
        if let Some(node) = below.or(self.end) {
            return node;
        }
        let end = self.push(line, Op::Finish(Ended::Postponed, None, None));
        self.end = Some(end);
        end
    }

    /// Wait points of a state are numbered as they stand in the file.
    fn number_waits(&mut self, first: NodeIx) {
        let nodes = &mut self.nodes[first.0 as usize..];
        let mut waits: Vec<_> = nodes
            .iter_mut()
            .filter_map(|node| match &mut node.op {
                Op::Wait(wait) => Some((node.line, wait)),
                _ => None,
            })
            .collect();
        waits.sort_by_key(|(line, _)| *line);
        for (ordinal, (_, wait)) in waits.into_iter().enumerate() {
            wait.ordinal = u16::try_from(ordinal).unwrap_or(u16::MAX);
        }
    }

    /// Unnamed texts of a state are numbered as they stand in the file.
    fn number_texts(&mut self, state: &Name) {
        let mut counted = std::mem::take(&mut self.counted);
        counted.sort_by_key(|(place, _)| *place);
        for (nth, (_, text)) in counted.into_iter().enumerate() {
            let nth = u16::try_from(nth + 1).unwrap_or(u16::MAX);
            self.texts[text.0 as usize].nth = (state.clone(), nth);
        }
    }

    fn defaults(&mut self, ast: &ast::Defaults) -> Defaults {
        Defaults {
            silence: ast
                .silence
                .iter()
                .map(|line| self.silence(line, None))
                .collect(),
            unclear: ast.unclear.as_ref().map(|line| self.unclear(line, None)),
            fails: ast.fails.as_ref().map(|fails| {
                let then = self.block(&fails.node, None);
                self.or_end(then, 0)
            }),
            model_within_ms: ast.model_within.map(|within| within.node.unsigned_abs()),
            model_max_tokens: ast.model_tokens.map(|tokens| tokens.node),
        }
    }

    /// A step that says nothing of its failures takes the flow's default.
    fn take_default_failures(&mut self, defaults: &Defaults) {
        for node in &mut self.nodes {
            if let Op::Do(call) = &mut node.op
                && call.fails.is_none()
            {
                call.fails = defaults.fails;
            }
        }
    }

    fn migration(&mut self, ast: &ast::Migration) -> Migration {
        let rules = ast.rules.iter().filter_map(|rule| {
            Some(match &rule.node {
                ast::MigrationRule::State(from, to) => {
                    MigrationRule::State(from.name.clone(), self.scope.state(to)?)
                }
                ast::MigrationRule::SlotRenamed(from, to) => {
                    MigrationRule::SlotRenamed(from.name.clone(), self.scope.slot(to)?.0)
                }
                ast::MigrationRule::SlotReadAgain(slot, was) => {
                    self.scope.slot(slot)?;
                    MigrationRule::SlotReadAgain(slot.name.clone(), crate::resolve::kind_of(was))
                }
                ast::MigrationRule::SlotDropped(slot) => {
                    MigrationRule::SlotDropped(slot.name.clone())
                }
                ast::MigrationRule::OthersFinish(_, length) => {
                    MigrationRule::OthersFinish(length / 1000)
                }
            })
        });
        Migration {
            from: ast.from.node,
            rules: rules.collect(),
        }
    }
}

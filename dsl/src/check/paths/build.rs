//! From the tree of a flow to its nodes: each statement is linked to those that may come after it.

use std::collections::HashMap;

use engine::Name;

use crate::Span;
use crate::ast::{Block, Do, Exit, Flow, Ident, Run, Statement, StatementKind, Wait, When};
use crate::check::in_force::{only_here, works_protected};
use crate::check::shop::{Shop, named};

use super::{By, Node, Paths, Places, Way, What};

impl<'a> Paths<'a> {
    /// Reads a flow; `run` holds the paths of the flows it runs, where they are read already.
    pub(in crate::check) fn of(
        shop: &Shop<'a>,
        index: usize,
        run: &[Option<Paths<'a>>],
    ) -> Paths<'a> {
        let flow = &shop.flows[index];
        let mut by_name = HashMap::new();
        for (index, state) in flow.states.iter().enumerate() {
            by_name.entry(&state.name.key).or_insert(index);
        }
        let states = flow.states.len();
        let place = |number| states + number;
        let mut build = Build {
            shop,
            flow,
            run,
            by_name,
            nodes: Vec::new(),
            places: Places {
                anywhere: place(0),
                open: place(1),
                silence: place(2),
                unclear: place(3),
                fails: place(4),
                callers: place(5),
                unsure: place(6),
            },
            limited: HashMap::new(),
            here: None,
        };
        build.places(!shop.called(index));
        build.states();
        let mut paths = Paths {
            nodes: build.nodes,
            states: (0..states).collect(),
            places: build.places,
            quick: Vec::new(),
        };
        paths.quick = paths.find_quick();
        paths
    }

    /// The returns that are reached from the first state in one turn.
    fn find_quick(&self) -> Vec<Option<&'a Ident>> {
        let mut quick = Vec::new();
        let mut seen = vec![false; self.nodes.len()];
        let mut ahead: Vec<usize> = self.states.first().copied().into_iter().collect();
        while let Some(node) = ahead.pop() {
            if std::mem::replace(&mut seen[node], true) {
                continue;
            }
            if let What::Return(outcome) = self.nodes[node].what
                && !quick.contains(&outcome)
            {
                quick.push(outcome);
            }
            let ways = self.nodes[node].ways.iter();
            ahead.extend(ways.filter(|way| way.by.in_turn()).map(|way| way.to));
        }
        quick
    }
}

struct Build<'a, 'r> {
    shop: &'r Shop<'a>,
    flow: &'a Flow,
    run: &'r [Option<Paths<'a>>],
    by_name: HashMap<&'a Name, usize>,
    nodes: Vec<Node<'a>>,
    places: Places,
    /// The branches of `anywhere` that are limited to a state, by its name.
    limited: HashMap<&'a Name, Vec<(usize, bool)>>,
    /// The state at hand.
    here: Option<usize>,
}

impl<'a> Build<'a, '_> {
    /// Adds the nodes of states and places, then what is in force everywhere.
    fn places(&mut self, alone: bool) {
        let flow = self.flow;
        for (index, state) in flow.states.iter().enumerate() {
            self.here = Some(index);
            self.add(What::State(state), state.span, Vec::new());
        }
        self.here = None;
        for _ in 0..6 {
            self.add(What::Nothing, Span::default(), Vec::new());
        }
        self.add(What::Unsure, Span::default(), Vec::new());
        let end = self.places.unsure;
        for line in &flow.defaults.silence {
            let to = self.block(&line.body, end);
            let line = self.add(What::Silence(line), line.span, vec![on(to)]);
            self.link(self.places.silence, line, By::On);
        }
        let unclear = flow.defaults.unclear.as_ref();
        if let Some(then) = unclear.and_then(|line| line.then.as_ref()) {
            let to = self.block(then, end);
            self.link(self.places.unclear, to, By::On);
        }
        if let Some(fails) = &flow.defaults.fails {
            let to = self.block(&fails.node, end);
            self.link(self.places.fails, to, By::On);
        }
        if flow.defaults.broken {
            for place in [self.places.silence, self.places.unclear, self.places.fails] {
                self.link(place, end, By::Unsure);
            }
        }
        let protected = works_protected(flow);
        let mut arms = Vec::new();
        for (arm, protected) in flow.anywhere.iter().zip(&protected) {
            let to = self.block(&arm.body, end);
            let node = self.add(What::Arm, arm.span, vec![on(to)]);
            arms.push((node, *protected));
            if arm.only_in.is_empty() {
                let place = if *protected {
                    self.places.anywhere
                } else {
                    self.places.open
                };
                self.link(place, node, By::On);
            }
        }
        for (state, limited) in only_here(flow) {
            self.limited
                .insert(state, limited.into_iter().map(|arm| arms[arm]).collect());
        }
        if alone {
            return;
        }
        let callers = self.places.callers;
        self.link(self.places.anywhere, callers, By::On);
        if flow.defaults.silence.is_empty() {
            self.link(self.places.silence, callers, By::On);
        }
        if unclear.is_none() {
            self.link(self.places.unclear, callers, By::On);
        }
        if flow.defaults.fails.is_none() {
            self.link(self.places.fails, callers, By::On);
        }
    }

    fn states(&mut self) {
        for (index, state) in self.flow.states.iter().enumerate() {
            self.here = Some(index);
            if let Some(at_most) = &state.at_most {
                let then = self.block(&at_most.then, self.places.unsure);
                self.link(index, then, By::On);
            }
            let body = self.block(&state.body, self.places.unsure);
            self.link(index, body, By::On);
        }
    }

    fn add(&mut self, what: What<'a>, span: Span, ways: Vec<Way<'a>>) -> usize {
        self.nodes.push(Node {
            what,
            span,
            state: self.here,
            ways,
        });
        self.nodes.len() - 1
    }

    fn link(&mut self, from: usize, to: usize, by: By<'a>) {
        self.nodes[from].ways.push(Way { to, by });
    }

    /// Where a block begins; `below` is what comes after it.
    fn block(&mut self, block: &'a Block, below: usize) -> usize {
        block
            .iter()
            .rev()
            .fold(below, |below, statement| self.statement(statement, below))
    }

    fn statement(&mut self, statement: &'a Statement, below: usize) -> usize {
        let mut ways = vec![on(below)];
        let what = match &statement.kind {
            StatementKind::Say(words) => What::Say(words),
            StatementKind::Show(_) => What::Show,
            StatementKind::Wait(wait) => {
                ways = self.wait(wait, below);
                What::Wait(wait)
            }
            StatementKind::If(branch) => {
                let then = self.block(&branch.then, below);
                let otherwise = match &branch.otherwise {
                    Some(otherwise) => self.block(&otherwise.node, below),
                    None => below,
                };
                let way = |to, holds| Way {
                    to,
                    by: By::If(&branch.condition, holds),
                };
                ways = vec![way(then, true), way(otherwise, false)];
                What::Nothing
            }
            StatementKind::Do(call) => {
                let signature = self.shop.step(call);
                ways = self.step(call, below);
                What::Do(call, signature)
            }
            StatementKind::Run(run) => {
                ways = self.subflow(run, below);
                What::Run(run, self.shop.run_by(run))
            }
            StatementKind::Split(split) => {
                if !split.arms.is_empty() {
                    ways = Vec::with_capacity(split.arms.len());
                }
                for arm in &split.arms {
                    let to = self.block(&arm.body, below);
                    ways.push(on(to));
                }
                What::Nothing
            }
            StatementKind::Set(slot, value) => What::Set(slot, value),
            StatementKind::ForgetPersonal => What::Forget,
            StatementKind::Learn(..) => What::Nothing,
            StatementKind::Exit(exit) => {
                let (what, on) = self.exit(exit);
                ways = on;
                what
            }
            StatementKind::Broken(inner) => {
                let inside = self.block(inner, below);
                ways = [below, inside, self.places.unsure]
                    .map(|to| Way { to, by: By::Unsure })
                    .into();
                What::Unsure
            }
        };
        self.add(what, statement.span, ways)
    }

    fn exit(&mut self, exit: &'a Exit) -> (What<'a>, Vec<Way<'a>>) {
        match exit {
            Exit::Go(state) => {
                let to = self.by_name.get(&state.key).copied();
                (What::Nothing, vec![on(to.unwrap_or(self.places.unsure))])
            }
            Exit::Back(words) => (What::Back(words.as_ref()), Vec::new()),
            Exit::Return(outcome) => (What::Return(outcome.as_ref()), Vec::new()),
            Exit::Finish { outcome, .. } => (What::Finish(outcome.node), Vec::new()),
            Exit::Escalate { given_back, .. } => {
                let to = match given_back {
                    Some(back) => self.block(back, self.places.unsure),
                    None => self.places.unsure,
                };
                let by = By::GivenBack;
                (What::Escalate, vec![Way { to, by }])
            }
        }
    }

    /// The ways to whatever is in force while the dialogue waits here.
    fn in_force(&self, ways: &mut Vec<Way<'a>>) {
        let by = By::Anywhere;
        let state = self.here.map(|state| &self.flow.states[state]);
        let protected = state.is_some_and(|state| state.protected);
        ways.push(Way {
            to: self.places.anywhere,
            by,
        });
        if !protected {
            ways.push(Way {
                to: self.places.open,
                by,
            });
        }
        let limited = state.and_then(|state| self.limited.get(&state.name.key));
        for (arm, works_protected) in limited.into_iter().flatten() {
            if !protected || *works_protected {
                ways.push(Way { to: *arm, by });
            }
        }
    }

    fn wait(&mut self, wait: &'a Wait, below: usize) -> Vec<Way<'a>> {
        let mut ways = Vec::new();
        let mut answered = By::Answer;
        if let Some(ask) = &wait.ask {
            answered = By::Filled(&ask.slot);
            let (to, by) = (below, answered);
            ways.push(Way { to, by });
            if !ask.again {
                let by = By::Known(&ask.slot);
                ways.push(Way { to, by });
            }
        }
        for option in &wait.options {
            let (to, by) = match &option.body {
                Some(body) => (self.block(body, below), By::Answer),
                None => (below, answered),
            };
            ways.push(Way { to, by });
        }
        for when in &wait.whens {
            let to = self.arm(when, below);
            let by = By::Answer;
            ways.push(Way { to, by });
        }
        if let Some(otherwise) = &wait.otherwise {
            let to = self.block(&otherwise.node, below);
            let by = By::Otherwise;
            ways.push(Way { to, by });
        }
        let by = By::Unclear;
        match &wait.unclear {
            Some(unclear) => {
                if let Some(then) = &unclear.then {
                    let to = self.block(then, below);
                    ways.push(Way { to, by });
                }
            }
            None if wait.otherwise.is_none() => ways.push(Way {
                to: self.places.unclear,
                by,
            }),
            None => {}
        }
        let by = By::Silence;
        for line in &wait.silence {
            let to = self.block(&line.body, below);
            let to = self.add(What::Silence(line), line.span, vec![on(to)]);
            ways.push(Way { to, by });
        }
        if wait.silence.iter().all(|line| line.channel.is_some()) {
            ways.push(Way {
                to: self.places.silence,
                by,
            });
        }
        self.in_force(&mut ways);
        if wait.broken {
            let (to, by) = (self.places.unsure, By::Unsure);
            ways.push(Way { to, by });
            ways.push(Way { to: below, by });
        }
        ways
    }

    fn arm(&mut self, when: &'a When, below: usize) -> usize {
        self.block(&when.body, below)
    }

    fn step(&mut self, call: &'a Do, below: usize) -> Vec<Way<'a>> {
        let signature = self.shop.step(call);
        let first = signature.and_then(|signature| signature.outcomes.first());
        let first_handled = first.is_some_and(|first| {
            let mut names = call.outcomes.iter();
            names.any(|arm| named(&first.name, &arm.name))
        });
        let fails = |name: &Ident| *name.key == *engine::signature::FAILS;
        let mut ways = Vec::new();
        if !first_handled {
            ways.push(on(below));
        }
        for arm in &call.outcomes {
            let to = self.block(&arm.body, below);
            let by = if fails(&arm.name) { By::Fails } else { By::On };
            ways.push(Way { to, by });
        }
        if !call.outcomes.iter().any(|arm| fails(&arm.name)) {
            let (to, by) = (self.places.fails, By::Fails);
            ways.push(Way { to, by });
        }
        if call.broken || signature.is_none() {
            self.doubt(&mut ways);
        }
        ways
    }

    fn subflow(&mut self, run: &'a Run, below: usize) -> Vec<Way<'a>> {
        let subflow = self.shop.run_by(run);
        let paths = subflow.and_then(|subflow| self.run[subflow].as_ref());
        let at_once = |outcome| paths.is_none_or(|paths| paths.returns_at_once(outcome));
        let by = |at_once| if at_once { By::On } else { By::Returned };
        let mut ways = Vec::new();
        let returns = subflow.map_or(&[][..], |subflow| self.shop.returns(subflow));
        if returns.contains(&None) {
            ways.push(Way {
                to: below,
                by: by(at_once(None)),
            });
        }
        for arm in &run.outcomes {
            let to = self.block(&arm.body, below);
            ways.push(Way {
                to,
                by: by(at_once(Some(&arm.name))),
            });
        }
        if let Some(subflow) = subflow {
            let of = &self.shop.flows[subflow].defaults;
            if self.shop.waits(subflow) {
                self.in_force(&mut ways);
                let places = [
                    (of.silence.is_empty(), self.places.silence, By::Silence),
                    (of.unclear.is_none(), self.places.unclear, By::Unclear),
                ];
                let taken = places.into_iter().filter(|(taken, ..)| *taken);
                ways.extend(taken.map(|(_, to, by)| Way { to, by }));
            }
            if self.shop.steps(subflow) && of.fails.is_none() {
                ways.push(Way {
                    to: self.places.fails,
                    by: By::Fails,
                });
            }
        }
        if run.broken || paths.is_none() {
            ways.push(Way {
                to: below,
                by: By::Unsure,
            });
            self.doubt(&mut ways);
        }
        ways
    }

    /// Where lines were not understood, no way is certain to be gone in one turn.
    fn doubt(&self, ways: &mut Vec<Way<'a>>) {
        ways.iter_mut().for_each(|way| way.by = By::Unsure);
        ways.push(Way {
            to: self.places.unsure,
            by: By::Unsure,
        });
    }
}

fn on<'a>(to: usize) -> Way<'a> {
    Way { to, by: By::On }
}

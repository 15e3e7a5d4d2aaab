//! D101 and D102: what is known for certain at every line, and what may still be empty there.
//!
//! A forward pass over the states of a flow: a name is known at a line if every path to the line
//! fills it. Waits lead to their own branches and to whatever is in force everywhere: `anywhere`,
//! silence, what is unclear. A `back` returns to a wait that knew its names when it was left.

use std::collections::{HashMap, HashSet, VecDeque};

use engine::Name;

use crate::ast::{
    Arg, Block, Do, Exit, Expr, Flow, Hole, Ident, Part, Path, Run, Statement, StatementKind,
    TextBlock, Wait, When, Words,
};
use crate::diagnostic::{Diagnostic, Fact, Fix, Use};

use super::broken::Broken;
use super::in_force::{changed_elsewhere, only_here, works_protected};
use super::names::{Known, Names, written};
use super::shop::{Shop, named};
use super::walk;

/// What a flow has filled at its `return` lines, outcome by outcome.
pub(super) type Returned<'a> = HashMap<Option<&'a Name>, HashSet<&'a Name>>;

/// Checks a flow; `returned` holds the flows it runs, and receives this one.
pub(super) fn check<'a>(
    shop: &Shop<'a>,
    index: usize,
    text: &[u8],
    broken: &Broken,
    returned: &mut HashMap<usize, Returned<'a>>,
    found: &mut Vec<Diagnostic>,
) {
    let flow = &shop.flows[index];
    let names = Names::of(shop, flow);
    let states = flow.states.iter().enumerate();
    let mut by_name = HashMap::new();
    for (index, state) in states {
        by_name.entry(&state.name.key).or_insert(index);
    }
    let mut pass = Pass {
        shop,
        flow,
        text,
        broken,
        by_name,
        texts: flow
            .texts
            .iter()
            .map(|text| (&text.name.key, &text.block))
            .collect(),
        changed_elsewhere: changed_elsewhere(flow),
        works_protected: works_protected(flow),
        only_here: only_here(flow),
        returned,
        returns: HashMap::new(),
        entries: vec![None; flow.states.len() + PLACES + flow.anywhere.len()],
        queue: VecDeque::new(),
        queued: vec![false; flow.states.len() + PLACES + flow.anywhere.len()],
        protected: false,
        state: None,
        telling: None,
        names,
    };
    pass.run();
    found.append(&mut pass.tell());
    let gives: Vec<_> = flow.gives.iter().map(|give| &give.name).collect();
    let filled = pass.returns.iter().map(|(outcome, known)| {
        let is_known =
            |give: &&&Ident| pass.names.get(give).is_some_and(|number| known.has(number));
        (
            *outcome,
            gives
                .iter()
                .filter(is_known)
                .map(|give| &give.key)
                .collect(),
        )
    });
    let filled = filled.collect();
    returned.insert(index, filled);
}

/// Places that are no states, numbered after them: what is in force at waits.
const ANY_WAIT: usize = 0;
const OPEN_WAIT: usize = 1;
const SILENCE: usize = 2;
const UNCLEAR: usize = 3;
const FAILS: usize = 4;
const PLACES: usize = 5;

struct Pass<'a, 'r> {
    shop: &'r Shop<'a>,
    flow: &'a Flow,
    /// The text of its file.
    text: &'r [u8],
    broken: &'r Broken,
    names: Names<'a>,
    by_name: HashMap<&'a Name, usize>,
    texts: HashMap<&'a Name, &'a TextBlock>,
    changed_elsewhere: HashSet<&'a Name>,
    /// For each branch of `anywhere`, whether it works in a `protected` state.
    works_protected: Vec<bool>,
    /// The branches of `anywhere` that are limited to a state, by its name.
    only_here: HashMap<&'a Name, Vec<usize>>,
    returned: &'r HashMap<usize, Returned<'a>>,
    returns: HashMap<Option<&'a Name>, Known>,
    /// What is known on entering each state, then each place; `None` where nothing leads.
    entries: Vec<Option<Known>>,
    queue: VecDeque<usize>,
    queued: Vec<bool>,
    /// Whether the state at hand is `protected`.
    protected: bool,
    /// The state at hand.
    state: Option<usize>,
    /// Findings, once the pass has settled.
    telling: Option<Telling>,
}

#[derive(Default)]
struct Telling {
    found: Vec<Diagnostic>,
    /// What was told in the state at hand: once is enough.
    told: HashSet<usize>,
}

impl<'a> Pass<'a, '_> {
    fn run(&mut self) {
        if self.flow.states.is_empty() {
            return;
        }
        let mut known = Known::nothing(self.names.count());
        for need in self.flow.needs.iter().filter(|need| !need.optional) {
            self.names.fill(&mut known, &need.name);
        }
        // A migrated dialogue comes with whatever its old version had.
        self.send(0, &known);
        while let Some(node) = self.queue.pop_front() {
            self.queued[node] = false;
            self.node(node);
        }
    }

    fn tell(&mut self) -> Vec<Diagnostic> {
        self.telling = Some(Telling::default());
        for node in 0..self.entries.len() {
            self.telling
                .iter_mut()
                .for_each(|telling| telling.told.clear());
            self.node(node);
        }
        self.telling
            .take()
            .map(|telling| telling.found)
            .unwrap_or_default()
    }

    /// Follows all paths from the beginning of a state or a place.
    fn node(&mut self, node: usize) {
        let Some(known) = self.entries[node].clone() else {
            return;
        };
        let flow = self.flow;
        self.protected = false;
        self.state = None;
        if let Some(state) = flow.states.get(node) {
            self.protected = state.protected;
            self.state = Some(node);
            if let Some(at_most) = &state.at_most {
                self.block(&at_most.then, known.clone());
            }
            self.block(&state.body, known);
            return;
        }
        match node - flow.states.len() {
            ANY_WAIT => self.arms(&known, true),
            OPEN_WAIT => self.arms(&known, false),
            SILENCE => flow
                .defaults
                .silence
                .iter()
                .for_each(|line| drop(self.block(&line.body, known.clone()))),
            UNCLEAR => {
                let then = flow
                    .defaults
                    .unclear
                    .as_ref()
                    .and_then(|line| line.then.as_ref());
                then.into_iter()
                    .for_each(|then| drop(self.block(then, known.clone())));
            }
            FAILS => flow
                .defaults
                .fails
                .iter()
                .for_each(|fails| drop(self.block(&fails.node, known.clone()))),
            arm => {
                if let Some(arm) = flow.anywhere.get(arm - PLACES) {
                    self.arm(arm, &known);
                }
            }
        }
    }

    /// The branches of `anywhere` that are not limited to some states.
    fn arms(&mut self, known: &Known, protected: bool) {
        for (index, arm) in self.flow.anywhere.iter().enumerate() {
            if arm.only_in.is_empty() && self.works_protected[index] == protected {
                self.arm(arm, known);
            }
        }
    }

    fn arm(&mut self, arm: &'a When, known: &Known) -> Option<Known> {
        let mut known = known.clone();
        if let Some(name) = walk::filled_by(&arm.trigger.node) {
            self.names.fill(&mut known, name);
        }
        self.block(&arm.body, known)
    }

    /// Joins what is known here into what is known on entering a node.
    fn send(&mut self, node: usize, known: &Known) {
        if self.telling.is_some() {
            return;
        }
        let lost = match &mut self.entries[node] {
            Some(entry) => entry.meet(known),
            empty => {
                *empty = Some(known.clone());
                true
            }
        };
        if lost && !std::mem::replace(&mut self.queued[node], true) {
            self.queue.push_back(node);
        }
    }

    fn send_place(&mut self, place: usize, known: &Known) {
        self.send(self.flow.states.len() + place, known);
    }

    /// What is in force while the dialogue waits here.
    fn waits(&mut self, known: &Known) {
        self.send_place(ANY_WAIT, known);
        if !self.protected {
            self.send_place(OPEN_WAIT, known);
        }
        let Some(here) = self.state.map(|state| &self.flow.states[state].name.key) else {
            return;
        };
        for arm in self.only_here.get(here).cloned().unwrap_or_default() {
            if !self.protected || self.works_protected[arm] {
                self.send_place(PLACES + arm, known);
            }
        }
    }

    /// What is known below a block; `None` where nothing comes below.
    fn block(&mut self, block: &'a Block, known: Known) -> Option<Known> {
        let mut known = Some(known);
        for statement in block {
            known = self.statement(statement, known?);
        }
        known
    }

    fn statement(&mut self, statement: &'a Statement, mut known: Known) -> Option<Known> {
        match &statement.kind {
            StatementKind::Say(words) => self.words(words, &known),
            StatementKind::Show(list) => self.need(list, &known, Use::Offered),
            StatementKind::Wait(wait) => return self.wait(wait, known),
            StatementKind::If(branch) => {
                let mut then = known.clone();
                self.names.learn(&mut then, &branch.condition, true);
                self.names.learn(&mut known, &branch.condition, false);
                let mut below = self.block(&branch.then, then);
                let otherwise = match &branch.otherwise {
                    Some(otherwise) => self.block(&otherwise.node, known),
                    None => Some(known),
                };
                join(&mut below, otherwise);
                return below;
            }
            StatementKind::Do(call) => return self.step(call, known),
            StatementKind::Run(run) => return self.subflow(run, known),
            StatementKind::Split(split) => {
                let mut below = None;
                for arm in &split.arms {
                    let of_arm = self.block(&arm.body, known.clone());
                    join(&mut below, of_arm);
                }
                return below;
            }
            StatementKind::Set(slot, value) => match value {
                Expr::Path(path) if self.names.may_be_empty(&known, path).is_some() => {
                    self.names.empty(&mut known, slot)
                }
                _ => self.names.fill(&mut known, slot),
            },
            StatementKind::ForgetPersonal => {
                self.names.personal().for_each(|slot| known.remove(slot))
            }
            StatementKind::Learn(..) => {}
            StatementKind::Exit(exit) => {
                self.exit(exit, &known);
                return None;
            }
            StatementKind::Broken(inner) => {
                self.block(inner, Known::everything(self.names.count()));
                return Some(Known::everything(self.names.count()));
            }
        }
        Some(known)
    }

    fn exit(&mut self, exit: &'a Exit, known: &Known) {
        match exit {
            Exit::Go(state) => {
                if let Some(state) = self.by_name.get(&state.key).copied() {
                    self.send(state, known);
                }
            }
            Exit::Back(words) | Exit::Finish { words, .. } => {
                words.iter().for_each(|words| self.words(words, known))
            }
            Exit::Return(outcome) => {
                let outcome = outcome.as_ref().map(|outcome| &outcome.key);
                let before = self.returns.entry(outcome).or_insert_with(|| known.clone());
                before.meet(known);
            }
            Exit::Escalate {
                words, given_back, ..
            } => {
                words.iter().for_each(|words| self.words(words, known));
                given_back
                    .iter()
                    .for_each(|back| drop(self.block(back, known.clone())));
            }
        }
    }

    fn wait(&mut self, wait: &'a Wait, known: Known) -> Option<Known> {
        let said = [&wait.words, &wait.unclear_words, &wait.next];
        said.into_iter()
            .flatten()
            .for_each(|words| self.words(words, &known));
        self.waits(&known);
        if wait.silence.is_empty() {
            self.send_place(SILENCE, &known);
        }
        if wait.unclear.is_none() && wait.otherwise.is_none() {
            self.send_place(UNCLEAR, &known);
        }
        let silent = wait.options.is_empty() && wait.whens.is_empty() && wait.otherwise.is_none();
        let mut below = (wait.broken || (silent && wait.ask.is_none())).then(|| known.clone());
        let mut answered = known.clone();
        if let Some(ask) = &wait.ask {
            if let Some(list) = &ask.from {
                self.need(list, &known, Use::Offered);
            }
            let number = self.names.get(&ask.slot);
            let optional = number
                .and_then(|number| self.names.slot(number))
                .is_some_and(|slot| slot.optional);
            if ask.again {
                self.names.fill(&mut answered, &ask.slot);
            }
            if let Some(number) = number {
                self.asks_known(&ask.slot, number, ask.again, &known);
                match optional && !known.has(number) {
                    true => answered.remove(number),
                    false => answered.add(number),
                }
            }
            join(&mut below, Some(answered.clone()));
        }
        for option in &wait.options {
            let of_option = match &option.body {
                Some(body) => self.block(body, known.clone()),
                None => Some(answered.clone()),
            };
            join(&mut below, of_option);
        }
        for when in &wait.whens {
            let of_arm = self.arm(when, &known);
            join(&mut below, of_arm);
        }
        let otherwise = wait.otherwise.as_ref().map(|otherwise| &otherwise.node);
        let unclear = wait
            .unclear
            .as_ref()
            .and_then(|unclear| unclear.then.as_ref());
        let silence = wait.silence.iter().map(|line| &line.body);
        for body in otherwise.into_iter().chain(unclear).chain(silence) {
            let of_arm = self.block(body, known.clone());
            join(&mut below, of_arm);
        }
        below
    }

    fn step(&mut self, call: &'a Do, known: Known) -> Option<Known> {
        let signature = self.shop.step(call);
        if let Some(signature) = signature {
            let to = format!("{}.{}", call.plugin.name, call.step.name);
            for (place, arg) in call.args.iter().enumerate() {
                let param = match &arg.name {
                    Some(name) => signature
                        .params
                        .iter()
                        .find(|param| named(&param.name, name)),
                    None => signature.params.get(place),
                };
                let needed = param.is_some_and(|param| !param.optional);
                self.argument(arg, needed, &known, &to);
            }
        }
        let fails = |name: &Ident| *name.key == *engine::signature::FAILS;
        if !call.outcomes.iter().any(|arm| fails(&arm.name)) {
            self.send_place(FAILS, &known);
        }
        let mut after = known.clone();
        if let Some(name) = &call.bind {
            self.names.fill(&mut after, name);
        }
        let first = signature.and_then(|signature| signature.outcomes.first());
        let is_first =
            |name: &Ident| first.is_none_or(|first| named(&first.name, name)) && !fails(name);
        let handled = first.is_some() && call.outcomes.iter().any(|arm| is_first(&arm.name));
        let mut below = (!handled || call.broken).then(|| after.clone());
        for arm in &call.outcomes {
            let mut of_arm = if is_first(&arm.name) {
                after.clone()
            } else {
                known.clone()
            };
            if let Some(name) = &arm.bind {
                self.names.fill(&mut of_arm, name);
            }
            let of_arm = self.block(&arm.body, of_arm);
            join(&mut below, of_arm);
        }
        below
    }

    fn subflow(&mut self, run: &'a Run, known: Known) -> Option<Known> {
        let subflow = self.shop.run_by(run);
        if let Some(subflow) = subflow {
            let needs = &self.shop.flows[subflow].needs;
            for (place, arg) in run.args.iter().enumerate() {
                let need = match &arg.name {
                    Some(name) => needs.iter().find(|need| need.name == *name),
                    None => needs.get(place),
                };
                let needed = need.is_some_and(|need| !need.optional);
                self.argument(arg, needed, &known, &run.flow.name);
            }
            self.while_it_runs(subflow, &known);
        }
        let mut below = None;
        let returns = subflow.map_or(&[][..], |subflow| self.shop.returns(subflow));
        if subflow.is_none() || run.broken || returns.contains(&None) {
            let mut after = known.clone();
            self.bind_run(&mut after, run.bind.as_ref(), subflow, None);
            below = Some(after);
        }
        for arm in &run.outcomes {
            let mut of_arm = known.clone();
            for bind in [&run.bind, &arm.bind] {
                self.bind_run(&mut of_arm, bind.as_ref(), subflow, Some(&arm.name));
            }
            let of_arm = self.block(&arm.body, of_arm);
            join(&mut below, of_arm);
        }
        below
    }

    /// What is in force here while a subflow waits in its own states.
    fn while_it_runs(&mut self, index: usize, known: &Known) {
        let waits = self.shop.waits(index);
        let steps = self.shop.steps(index);
        let subflow = &self.shop.flows[index];
        if waits {
            self.waits(known);
            if subflow.defaults.silence.is_empty() {
                self.send_place(SILENCE, known);
            }
            if subflow.defaults.unclear.is_none() {
                self.send_place(UNCLEAR, known);
            }
        }
        if steps && subflow.defaults.fails.is_none() {
            self.send_place(FAILS, known);
        }
    }

    /// `as deal`: known, with the fields that every `return` of the outcome has filled.
    fn bind_run(
        &self,
        known: &mut Known,
        bind: Option<&Ident>,
        subflow: Option<usize>,
        outcome: Option<&Ident>,
    ) {
        let Some(bind) = bind else { return };
        self.names.fill(known, bind);
        let Some(subflow) = subflow else { return };
        let returned = self
            .returned
            .get(&subflow)
            .and_then(|of| of.get(&outcome.map(|outcome| &outcome.key)));
        let Some(returned) = returned else { return };
        for give in &self.shop.flows[subflow].gives {
            let number = self.names.path(&format!("{}.{}", bind.key, give.name.key));
            if let Some(number) = number.filter(|_| !returned.contains(&give.name.key)) {
                known.remove(number);
            }
        }
    }

    fn argument(&mut self, arg: &Arg, needed: bool, known: &Known, to: &str) {
        if let Expr::Path(path) = &arg.value
            && needed
        {
            self.need(path, known, Use::Passed(to.to_owned()));
        }
    }

    fn words(&mut self, words: &'a Words, known: &Known) {
        match words {
            Words::Block(block) => self.text(block, known),
            Words::Path(path) => match self.texts.get(&path.root.key).copied() {
                Some(block) if path.fields.is_empty() => self.text(block, known),
                _ => self.need(path, known, Use::Said),
            },
        }
    }

    fn text(&mut self, block: &'a TextBlock, known: &Known) {
        if self.telling.is_none() {
            return;
        }
        for part in block.lines.iter().flat_map(|line| &line.parts) {
            if let Part::Value(hole) = part
                && !hole.comma
            {
                self.need(&hole.path, known, Use::Printed);
                self.mend(hole);
            }
        }
    }

    /// Tells of a value that may be empty where it is needed, once a state.
    fn need(&mut self, path: &Path, known: &Known, used: Use) {
        let Some(telling) = &mut self.telling else {
            return;
        };
        if let Some((number, field)) = self.names.may_be_empty(known, path)
            && !self.broken.names(self.flow.file, path.span)
            && telling.told.insert(number)
        {
            let fact = Fact::MayBeEmpty {
                path: written(path),
                used,
                field,
            };
            telling
                .found
                .push(Diagnostic::new(self.flow.file, path.span.range(), fact));
        }
    }

    /// A hole that was just told of may vanish with its comma.
    fn mend(&mut self, hole: &Hole) {
        let Some(last) = self
            .telling
            .as_mut()
            .and_then(|telling| telling.found.last_mut())
        else {
            return;
        };
        if last.span != hole.path.span.range() || last.fix.is_some() || !hole.forms.is_empty() {
            return;
        }
        let before = self.text.get(..hole.span.start).unwrap_or_default();
        let comma = if before.ends_with(b", ") { 2 } else { 0 };
        last.fix = Some(Fix {
            start: hole.span.start - comma,
            end: hole.span.end,
            replacement: format!("{{, {}}}", written(&hole.path)),
        });
    }

    fn asks_known(&mut self, slot: &Ident, number: usize, again: bool, known: &Known) {
        let Some(telling) = &mut self.telling else {
            return;
        };
        let may_be_emptied = self.changed_elsewhere.contains(&slot.key)
            || self
                .names
                .slot(number)
                .is_some_and(|slot| !slot.depends_on.is_empty());
        if known.has(number) && !again && !may_be_emptied {
            let fact = Fact::AsksKnown {
                slot: slot.name.to_string(),
            };
            telling
                .found
                .push(Diagnostic::new(self.flow.file, slot.span.range(), fact));
        }
    }
}

fn join(below: &mut Option<Known>, arm: Option<Known>) {
    match (below.as_mut(), arm) {
        (Some(below), Some(arm)) => drop(below.meet(&arm)),
        (None, Some(arm)) => *below = Some(arm),
        (_, None) => {}
    }
}

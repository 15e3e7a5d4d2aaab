//! Where a yes or a no is a value (LANGUAGE §13.7), and not the name of an option or a state.

use crate::ast::{
    Arg, Block, ChoiceOption, Condition, Exit, Expr, Flow, Ident, Path, Slot, StatementKind,
    Trigger, Type, Wait, When,
};
use crate::keywords::Table;
use engine::Name;
use std::collections::{HashMap, HashSet};

/// The places of yes and no in bytes of the file. What is compared with the field of a record counts
/// as one: types of records are not known here.
pub(super) fn places(flow: &Flow, table: &'static Table) -> HashSet<usize> {
    let slots = flow.slots.iter().chain(&flow.needs).chain(&flow.gives);
    let is_yes_no = |slot: &Slot| matches!(slot.kind.node, Type::YesNo | Type::Consent);
    let mut finder = Finder {
        table,
        slots: slots
            .map(|slot| (slot.name.key.clone(), is_yes_no(slot)))
            .collect(),
        results: HashSet::new(),
        words: Vec::new(),
        answers: HashSet::new(),
        others: HashSet::new(),
        pressed: Vec::new(),
    };
    for state in &flow.states {
        if let Some(at_most) = &state.at_most {
            finder.block(&at_most.then);
        }
        finder.block(&state.body);
    }
    finder.whens(&flow.anywhere);
    let defaults = &flow.defaults;
    for silence in &defaults.silence {
        finder.block(&silence.body);
    }
    let unclear = defaults.unclear.as_ref();
    finder.arm(unclear.and_then(|unclear| unclear.then.as_ref()));
    finder.arm(defaults.fails.as_ref().map(|fails| &fails.node));
    finder.found()
}

struct Finder {
    table: &'static Table,
    /// Slots, and whether they hold a yes or a no.
    slots: HashMap<Name, bool>,
    /// Names of results.
    results: HashSet<Name>,
    /// Words in the place of a value.
    words: Vec<Ident>,
    /// Options that answer with a yes or a no.
    answers: HashSet<Name>,
    /// Other options of the same names.
    others: HashSet<Name>,
    /// Options that `presses` names.
    pressed: Vec<Ident>,
}

impl Finder {
    /// What was found, without names of slots and results.
    fn found(self) -> HashSet<usize> {
        let is_value = |word: &&Ident| {
            !self.slots.contains_key(&word.key) && !self.results.contains(&word.key)
        };
        let words = self.words.iter().filter(is_value);
        let is_answer =
            |word: &&Ident| self.answers.contains(&word.key) && !self.others.contains(&word.key);
        let pressed = self.pressed.iter().filter(is_answer);
        words.chain(pressed).map(|word| word.span.start).collect()
    }

    fn is_word(&self, name: &Ident) -> bool {
        matches!(self.table.keyword(&name.key), Some("yes" | "no"))
    }

    /// A block that may be there.
    fn arm(&mut self, block: Option<&Block>) {
        if let Some(block) = block {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        for statement in block {
            match &statement.kind {
                StatementKind::Wait(wait) => self.wait(wait),
                StatementKind::If(branch) => {
                    self.condition(&branch.condition);
                    self.block(&branch.then);
                    self.arm(branch.otherwise.as_ref().map(|arm| &arm.node));
                }
                StatementKind::Do(call) => {
                    self.call(&call.args, call.bind.as_ref());
                    for outcome in &call.outcomes {
                        self.results.extend(outcome.bind.iter().map(key));
                        self.block(&outcome.body);
                    }
                }
                StatementKind::Run(run) => {
                    self.call(&run.args, run.bind.as_ref());
                    for outcome in &run.outcomes {
                        self.results.extend(outcome.bind.iter().map(key));
                        self.block(&outcome.body);
                    }
                }
                StatementKind::Split(split) => {
                    for arm in &split.arms {
                        self.block(&arm.body);
                    }
                }
                StatementKind::Set(slot, value) => {
                    let holds = self.slots.get(&slot.key).copied();
                    self.value(value, holds);
                }
                StatementKind::Exit(exit) => self.exit(exit),
                StatementKind::Broken(block) => self.block(block),
                StatementKind::Say(_)
                | StatementKind::Show(_)
                | StatementKind::ForgetPersonal
                | StatementKind::Learn(..) => {}
            }
        }
    }

    fn exit(&mut self, exit: &Exit) {
        if let Exit::Escalate { given_back, .. } = exit {
            self.arm(given_back.as_ref());
        }
    }

    fn call(&mut self, args: &[Arg], bind: Option<&Ident>) {
        self.results.extend(bind.map(key));
        for arg in args {
            self.value(&arg.value, None);
        }
    }

    fn wait(&mut self, wait: &Wait) {
        let slot = wait
            .ask
            .as_ref()
            .and_then(|ask| self.slots.get(&ask.slot.key));
        let is_answered = slot.copied().unwrap_or(false);
        for option in &wait.options {
            self.option(option, is_answered);
        }
        self.whens(&wait.whens);
        self.arm(wait.otherwise.as_ref().map(|arm| &arm.node));
        let unclear = wait.unclear.as_ref();
        self.arm(unclear.and_then(|unclear| unclear.then.as_ref()));
        for silence in &wait.silence {
            self.block(&silence.body);
        }
    }

    /// An option without an exit fills the slot that is asked.
    fn option(&mut self, option: &ChoiceOption, is_answered: bool) {
        let last = option.body.as_ref().and_then(|body| body.last());
        let leaves = last.is_some_and(|last| matches!(last.kind, StatementKind::Exit(_)));
        if is_answered && !leaves && self.is_word(&option.name) {
            self.answers.insert(option.name.key.clone());
            self.words.push(option.name.clone());
        } else {
            self.others.insert(option.name.key.clone());
        }
        self.arm(option.body.as_ref());
    }

    fn whens(&mut self, whens: &[When]) {
        for when in whens {
            match &when.trigger.node {
                Trigger::Presses(option) => self.pressed.push(option.clone()),
                Trigger::NamesProduct(name) | Trigger::SendsPhoto(Some(name)) => {
                    self.results.insert(key(name));
                }
                _ => {}
            }
            self.block(&when.body);
        }
    }

    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::Compare(left, _, right) => self.compared(left, right),
            Condition::In(left, items) => {
                for item in items {
                    self.compared(left, item);
                }
            }
            Condition::Known(_) | Condition::Empty(_) => {}
            Condition::Not(inner) => self.condition(inner),
            Condition::All(parts) | Condition::Any(parts) => {
                for part in parts {
                    self.condition(part);
                }
            }
        }
    }

    fn compared(&mut self, left: &Expr, right: &Expr) {
        let (left_holds, right_holds) = (self.holds(left), self.holds(right));
        self.value(left, right_holds);
        self.value(right, left_holds);
    }

    /// Whether a value is a yes or a no, where its type is known.
    fn holds(&self, value: &Expr) -> Option<bool> {
        match value {
            Expr::Path(Path { root, fields, .. }) if fields.is_empty() => {
                self.slots.get(&root.key).copied()
            }
            Expr::Path(_) => None,
            _ => Some(false),
        }
    }

    /// A value where a yes or a no is wanted, is not, or may be.
    fn value(&mut self, value: &Expr, wanted: Option<bool>) {
        if let Expr::Path(path) = value
            && path.fields.is_empty()
            && wanted != Some(false)
            && self.is_word(&path.root)
        {
            self.words.push(path.root.clone());
        }
    }
}

fn key(name: &Ident) -> Name {
    name.key.clone()
}

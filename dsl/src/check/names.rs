//! Names whose values may be empty, numbered, and sets of those that are known for certain.

use std::collections::{HashMap, HashSet};

use engine::Name;

use crate::ast::{Condition, Expr, Flow, Ident, Path, Slot, Statement, StatementKind};

use super::guess::Misspelt;
use super::shop::Shop;
use super::walk::{self, Seen};

/// The scope root whose fields may be empty.
pub(super) const BUYER: &str = "buyer";
/// What is always known of a buyer.
pub(super) const OF_EVERY_BUYER: [&str; 4] = ["words", "language", "channel", "id"];

/// A set of numbered names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Known(Box<[u64]>);

impl Known {
    pub(super) fn nothing(names: usize) -> Known {
        Known(vec![0; names.div_ceil(64)].into())
    }

    pub(super) fn everything(names: usize) -> Known {
        Known(vec![u64::MAX; names.div_ceil(64)].into())
    }

    pub(super) fn has(&self, name: usize) -> bool {
        self.0[name / 64] & (1 << (name % 64)) != 0
    }

    pub(super) fn add(&mut self, name: usize) {
        self.0[name / 64] |= 1 << (name % 64);
    }

    pub(super) fn remove(&mut self, name: usize) {
        self.0[name / 64] &= !(1 << (name % 64));
    }

    /// Keeps what the other knows too; whether anything was lost.
    pub(super) fn meet(&mut self, other: &Known) -> bool {
        let mut lost = false;
        for (own, other) in self.0.iter_mut().zip(&other.0) {
            lost |= *own & !other != 0;
            *own &= other;
        }
        lost
    }
}

/// The names of a flow: slots, results, and the paths that may be empty by themselves.
pub(super) struct Names<'a> {
    numbers: HashMap<String, usize>,
    /// Paths under a root: `deal.price`, `deal.item` under `deal`.
    fields: HashMap<&'a Name, Vec<usize>>,
    /// Slots by their numbers.
    slots: HashMap<usize, &'a Slot>,
    /// Slots that are emptied when this one changes.
    dependents: HashMap<usize, Vec<usize>>,
    /// Names on lines that were not understood, or like one that is not known.
    unsure: HashSet<usize>,
}

impl<'a> Names<'a> {
    pub(super) fn of(shop: &Shop<'a>, flow: &'a Flow) -> Names<'a> {
        let mut names = Names {
            numbers: HashMap::new(),
            fields: HashMap::new(),
            slots: HashMap::new(),
            dependents: HashMap::new(),
            unsure: HashSet::new(),
        };
        for slot in flow.slots.iter().chain(&flow.needs).chain(&flow.gives) {
            let number = names.number(&slot.name.key);
            names.slots.entry(number).or_insert(slot);
        }
        let mut misspelt = Misspelt::default();
        walk::flow(flow, &mut |seen| match seen {
            Seen::Statement(statement) => {
                let filled = match &statement.kind {
                    StatementKind::Wait(wait) => wait.ask.as_ref().map(|ask| &ask.slot),
                    StatementKind::Set(slot, _) => Some(slot),
                    _ => None,
                };
                let unknown = filled.filter(|slot| names.get(slot).is_none());
                unknown.into_iter().for_each(|slot| misspelt.add(&slot.key));
                names.statement(shop, statement);
            }
            Seen::Outcome(outcome) => names.result(outcome.bind.as_ref()),
            Seen::When(when) => names.result(walk::filled_by(&when.trigger.node)),
            Seen::Said(path) | Seen::Path(path) | Seen::Value(Expr::Path(path))
                if *path.root.key == *BUYER =>
            {
                names.number(&key(path));
            }
            _ => {}
        });
        for name in &flow.unsure {
            let number = names.number(name);
            names.unsure.insert(number);
        }
        // What a misspelt question may have filled is not told to be empty.
        let meant = names
            .numbers
            .iter()
            .filter(|(name, _)| misspelt.may_mean(name));
        names.unsure.extend(meant.map(|(_, number)| *number));
        names.read_dependents();
        names
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.numbers.len()
    }

    pub(super) fn get(&self, name: &Ident) -> Option<usize> {
        self.numbers.get(&*name.key).copied()
    }

    pub(super) fn path(&self, path: &str) -> Option<usize> {
        self.numbers.get(path).copied()
    }

    pub(super) fn slot(&self, number: usize) -> Option<&'a Slot> {
        self.slots.get(&number).copied()
    }

    pub(super) fn personal(&self) -> impl Iterator<Item = usize> + '_ {
        self.slots
            .iter()
            .filter(|(_, slot)| slot.personal)
            .map(|(number, _)| *number)
    }

    /// A value was given to a name; whatever depends on it is emptied.
    pub(super) fn fill(&self, known: &mut Known, name: &Ident) {
        let Some(number) = self.get(name) else { return };
        for dependent in self.dependents.get(&number).into_iter().flatten() {
            known.remove(*dependent);
        }
        known.add(number);
        for field in self.fields.get(&name.key).into_iter().flatten() {
            known.add(*field);
        }
    }

    /// A name lost its value.
    pub(super) fn empty(&self, known: &mut Known, name: &Ident) {
        if let Some(number) = self.get(name) {
            known.remove(number);
        }
    }

    /// What of a path may be empty: its number, and whether it is a field of something known.
    pub(super) fn may_be_empty(&self, known: &Known, path: &Path) -> Option<(usize, bool)> {
        let unknown = |number: &usize| !known.has(*number) && !self.unsure.contains(number);
        if let Some(number) = self.get(&path.root) {
            if unknown(&number) {
                return Some((number, false));
            }
            let field = path
                .fields
                .first()
                .map(|field| format!("{}.{}", path.root.key, field.key))?;
            return self
                .path(&field)
                .filter(unknown)
                .map(|number| (number, true));
        }
        let field = path.fields.first()?;
        if *path.root.key != *BUYER || OF_EVERY_BUYER.contains(&&*field.key) {
            return None;
        }
        self.path(&key(path))
            .filter(unknown)
            .map(|number| (number, true))
    }

    /// Adds what is known where a condition turned out as `holds`.
    pub(super) fn learn(&self, known: &mut Known, condition: &Condition, holds: bool) {
        match (condition, holds) {
            (Condition::Known(path), true) | (Condition::Empty(path), false) => {
                self.learn_path(known, path)
            }
            (Condition::Compare(left, _, right), true) => {
                self.learn_value(known, left);
                self.learn_value(known, right);
            }
            (Condition::In(value, _), true) => self.learn_value(known, value),
            (Condition::Not(inner), holds) => self.learn(known, inner, !holds),
            (Condition::All(parts), true) | (Condition::Any(parts), false) => {
                parts.iter().for_each(|part| self.learn(known, part, holds));
            }
            _ => {}
        }
    }

    fn learn_value(&self, known: &mut Known, value: &Expr) {
        if let Expr::Path(path) = value {
            self.learn_path(known, path);
        }
    }

    fn learn_path(&self, known: &mut Known, path: &Path) {
        let of_field = path
            .fields
            .first()
            .and_then(|field| self.path(&format!("{}.{}", path.root.key, field.key)));
        for number in [self.get(&path.root), of_field, self.path(&key(path))]
            .into_iter()
            .flatten()
        {
            known.add(number);
        }
    }

    fn number(&mut self, name: &str) -> usize {
        let next = self.numbers.len();
        *self.numbers.entry(name.to_owned()).or_insert(next)
    }

    fn result(&mut self, name: Option<&'a Ident>) {
        if let Some(name) = name {
            self.number(&name.key);
        }
    }

    fn statement(&mut self, shop: &Shop<'a>, statement: &'a Statement) {
        match &statement.kind {
            StatementKind::Do(call) => self.result(call.bind.as_ref()),
            StatementKind::Run(run) => {
                self.result(run.bind.as_ref());
                let gives = shop
                    .run_by(run)
                    .map_or(&[][..], |flow| &shop.flows[flow].gives);
                let binds = run
                    .bind
                    .iter()
                    .chain(run.outcomes.iter().filter_map(|arm| arm.bind.as_ref()));
                for bind in binds {
                    for give in gives {
                        let number = self.number(&format!("{}.{}", bind.key, give.name.key));
                        let fields = self.fields.entry(&bind.key).or_default();
                        if !fields.contains(&number) {
                            fields.push(number);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// Follows `depends on` from slot to slot.
    fn read_dependents(&mut self) {
        let mut direct: HashMap<usize, Vec<usize>> = HashMap::new();
        for (number, slot) in &self.slots {
            for on in &slot.depends_on {
                if let Some(on) = self.get(on) {
                    direct.entry(on).or_default().push(*number);
                }
            }
        }
        for on in direct.keys() {
            let mut all = HashSet::new();
            let mut ahead = vec![*on];
            while let Some(at) = ahead.pop() {
                let next = direct.get(&at).into_iter().flatten();
                ahead.extend(next.copied().filter(|slot| all.insert(*slot)));
            }
            all.remove(on);
            self.dependents.insert(*on, all.into_iter().collect());
        }
    }
}

/// A path as compared.
pub(super) fn key(path: &Path) -> String {
    let fields = path.fields.iter().map(|field| format!(".{}", field.key));
    std::iter::once(path.root.key.to_string())
        .chain(fields)
        .collect()
}

/// A path as written.
pub(super) fn written(path: &Path) -> String {
    let fields = path.fields.iter().map(|field| format!(".{}", field.name));
    std::iter::once(path.root.name.to_string())
        .chain(fields)
        .collect()
}

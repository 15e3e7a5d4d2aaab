//! The names of one flow, and S003: names that stand twice.

use super::{Shop, kind_of};
use crate::Diagnostic;
use crate::ast::{Do, Flow, Ident, Slot, StatementKind, Trigger, Type};
use crate::check::walk::{self, Seen};
use crate::diagnostic::{Fact, Fix, Thing};
use engine::value::RecordType;
use engine::{Kind, Name};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The names of a flow, by their keys.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// States, by their place in the file.
    pub(crate) states: HashMap<Name, u32>,
    /// Named texts, by their place in the file.
    pub(crate) texts: HashMap<Name, u32>,
    /// Slots, needs and gives, by their place in `slot_list`.
    pub(crate) slots: HashMap<Name, u32>,
    /// Slots, needs and gives, each once.
    pub(crate) slot_list: Vec<Slot>,
    /// Their types.
    pub(crate) kinds: Vec<Kind>,
    /// For each slot of a choice, the keys of its values.
    pub(crate) values: Vec<HashSet<Name>>,
    /// Intents, by their place in the file.
    pub(crate) intents: HashMap<Name, u32>,
    /// Options of its wait points, as first written.
    pub(crate) options: HashMap<Name, Name>,
    /// Results, as first written, with their types where these are known and the same everywhere.
    pub(crate) results: HashMap<Name, (Name, Option<Kind>)>,
    /// What its `return` lines say; `None` for a bare one.
    pub(crate) returns: HashMap<Name, Name>,
}

/// What a `return` without an outcome returns.
pub(crate) const DONE: &str = "done";

impl Names {
    /// All names of a flow but its results.
    pub(super) fn of(flow: &Flow, found: &mut Vec<Diagnostic>) -> Names {
        let mut names = Names::default();
        names.collect_slots(flow, found);
        let mut twice = Twice {
            file: flow.file,
            found,
        };
        for (index, intent) in flow.intents.iter().enumerate() {
            twice.add(
                &mut names.intents,
                index,
                &intent.name,
                Thing::Intent,
                |index| flow.intents[index].line,
            );
        }
        for (index, text) in flow.texts.iter().enumerate() {
            twice.add(&mut names.texts, index, &text.name, Thing::Text, |index| {
                flow.texts[index].line
            });
        }
        for (index, state) in flow.states.iter().enumerate() {
            twice.add(
                &mut names.states,
                index,
                &state.name,
                Thing::State,
                |index| flow.states[index].line,
            );
            if let Some(text) = names
                .texts
                .get(&state.name.key)
                .map(|text| &flow.texts[*text as usize])
            {
                let (later, first) = if text.line < state.line {
                    (&state.name, text.line)
                } else {
                    (&text.name, state.line)
                };
                let fact = Fact::StateAndText {
                    name: later.name.to_string(),
                    first_line: first as usize,
                };
                twice
                    .found
                    .push(Diagnostic::new(flow.file, later.span.range(), fact));
            }
        }
        walk::flow(flow, &mut |seen| match seen {
            Seen::Option(option) => {
                names
                    .options
                    .entry(option.name.key.clone())
                    .or_insert_with(|| option.name.name.clone());
            }
            Seen::Statement(statement) => {
                if let StatementKind::Exit(exit) = &statement.kind
                    && let crate::ast::Exit::Return(outcome) = &**exit
                {
                    let (key, name) = match outcome {
                        Some(outcome) => (outcome.key.clone(), outcome.name.clone()),
                        None => (Name::from(DONE), Name::from(DONE)),
                    };
                    names.returns.entry(key).or_insert(name);
                }
            }
            _ => {}
        });
        names.values = names.kinds.iter().map(values).collect();
        names
    }

    /// Needs, gives and slots. A need or a give may stand again in `slots`, which adds to it.
    fn collect_slots(&mut self, flow: &Flow, found: &mut Vec<Diagnostic>) {
        for need in &flow.needs {
            match self.slots.get(&need.name.key) {
                Some(at) => tell_twice(
                    flow.file,
                    &need.name,
                    self.slot_list[*at as usize].line,
                    found,
                ),
                None => self.push_slot(need.clone()),
            }
        }
        let mut given = HashSet::new();
        for give in &flow.gives {
            match self
                .slots
                .get(&give.name.key)
                .map(|at| &self.slot_list[*at as usize])
            {
                None => self.push_slot(give.clone()),
                Some(first) if given.contains(&give.name.key) => {
                    tell_twice(flow.file, &give.name, first.line, found);
                }
                // A name may be in both.
                Some(first) => tell_other_type(flow.file, give, first, found),
            }
            given.insert(&give.name.key);
        }
        let of_header = self.slot_list.len();
        let mut again = vec![false; of_header];
        for slot in &flow.slots {
            match self.slots.get(&slot.name.key).map(|at| *at as usize) {
                Some(at) if again.get(at) == Some(&false) => {
                    again[at] = true;
                    tell_other_type(flow.file, slot, &self.slot_list[at], found);
                    self.kinds[at] = kind_of(&slot.kind.node);
                    self.slot_list[at] = Slot {
                        name: self.slot_list[at].name.clone(),
                        ..slot.clone()
                    };
                }
                Some(at) => tell_twice(flow.file, &slot.name, self.slot_list[at].line, found),
                None => self.push_slot(slot.clone()),
            }
        }
    }

    fn push_slot(&mut self, slot: Slot) {
        // Files are bounded, so the number fits.
        self.slots
            .insert(slot.name.key.clone(), self.slot_list.len() as u32);
        self.kinds.push(kind_of(&slot.kind.node));
        self.slot_list.push(slot);
    }

    /// A slot by its key, with its type.
    pub(crate) fn slot(&self, key: &str) -> Option<(u32, &Kind)> {
        let at = *self.slots.get(key)?;
        Some((at, &self.kinds[at as usize]))
    }
}

/// The keys of the values of a choice.
fn values(kind: &Kind) -> HashSet<Name> {
    match kind {
        Kind::Choice(values) => values.iter().map(|value| crate::line::key(value)).collect(),
        _ => HashSet::new(),
    }
}

fn tell_twice(file: usize, name: &Ident, first_line: u32, found: &mut Vec<Diagnostic>) {
    let fact = Fact::DefinedTwice {
        thing: Thing::Slot,
        name: name.name.to_string(),
        first_line: first_line as usize,
    };
    found.push(Diagnostic::new(file, name.span.range(), fact));
}

/// Tells that a slot is declared again with another type. `choice` without values is any choice.
fn tell_other_type(file: usize, again: &Slot, first: &Slot, found: &mut Vec<Diagnostic>) {
    let (later, earlier) = (kind_of(&again.kind.node), kind_of(&first.kind.node));
    let same = match (&again.kind.node, &first.kind.node) {
        (Type::Choice(_), Type::Choice(values)) => values.is_empty() || later == earlier,
        _ => super::fits(&later, &earlier),
    };
    if !same {
        let fact = Fact::WrongType {
            value: again.name.name.to_string(),
            found: later,
            expected: earlier,
        };
        found.push(Diagnostic::new(file, again.kind.span.range(), fact));
    }
}

struct Twice<'f> {
    file: usize,
    found: &'f mut Vec<Diagnostic>,
}

impl Twice<'_> {
    fn add(
        &mut self,
        names: &mut HashMap<Name, u32>,
        index: usize,
        name: &Ident,
        thing: Thing,
        line_of: impl Fn(usize) -> u32,
    ) {
        match names.get(&name.key) {
            Some(first) => {
                let first_line = line_of(*first as usize) as usize;
                let fact = Fact::DefinedTwice {
                    thing,
                    name: name.name.to_string(),
                    first_line,
                };
                let fix: Option<Fix> = None;
                self.found.push(Diagnostic {
                    fact,
                    file: self.file,
                    span: name.span.range(),
                    fix,
                });
            }
            None => {
                names.insert(name.key.clone(), index as u32);
            }
        }
    }
}

/// The results of a flow with their types.
pub(super) fn results(shop: &Shop<'_>, index: usize) -> HashMap<Name, (Name, Option<Kind>)> {
    let mut results: HashMap<Name, (Name, Option<Kind>)> = HashMap::new();
    let slots = &shop.names[index].slots;
    let mut add = |name: &Ident, kind: Option<Kind>| {
        if slots.contains_key(&name.key) {
            return;
        }
        let (_, known) = results
            .entry(name.key.clone())
            .or_insert_with(|| (name.name.clone(), kind.clone()));
        // A step that is not known says nothing of the type.
        match (known.as_ref(), kind) {
            (_, None) => {}
            (None, kind) => *known = kind,
            (Some(one), Some(other)) if *one != other => *known = Some(Kind::Any),
            _ => {}
        }
    };
    walk::flow(&shop.flows[index], &mut |seen| match seen {
        Seen::Statement(statement) => match &statement.kind {
            StatementKind::Do(call) => {
                let signature = shop.step(call);
                if let Some(name) = &call.bind {
                    add(
                        name,
                        signature.and_then(|step| step.outcomes.first()?.value.clone()),
                    );
                }
                for outcome in &call.outcomes {
                    if let Some(name) = &outcome.bind {
                        add(name, outcome_kind(shop, call, &outcome.name));
                    }
                }
            }
            StatementKind::Run(run) => {
                let kind = shop
                    .by_key
                    .get(&run.flow.key)
                    .map(|flow| gives(shop, *flow));
                run.bind
                    .iter()
                    .chain(
                        run.outcomes
                            .iter()
                            .filter_map(|outcome| outcome.bind.as_ref()),
                    )
                    .for_each(|name| {
                        add(name, kind.clone());
                    });
            }
            _ => {}
        },
        Seen::When(when) => {
            if let Trigger::SendsPhoto(Some(name)) = &when.trigger.node {
                add(name, Some(Kind::Photo));
            }
        }
        _ => {}
    });
    results
}

/// The type of what an outcome carries.
pub(crate) fn outcome_kind(shop: &Shop<'_>, call: &Do, outcome: &Ident) -> Option<Kind> {
    let known = shop
        .step(call)?
        .outcomes
        .iter()
        .find(|known| *crate::line::key(&known.name) == *outcome.key)?;
    known.value.clone()
}

/// What a subflow gives, as one value.
fn gives(shop: &Shop<'_>, flow: usize) -> Kind {
    let names = &shop.names[flow];
    let fields = shop.flows[flow].gives.iter().filter_map(|give| {
        let (at, kind) = names.slot(&give.name.key)?;
        Some((names.slot_list[at as usize].name.name.clone(), kind.clone()))
    });
    let name = shop.flows[flow]
        .name
        .as_ref()
        .map_or_else(|| Name::from(""), |name| name.name.clone());
    Kind::Record(Arc::new(RecordType {
        name,
        fields: fields.collect(),
    }))
}

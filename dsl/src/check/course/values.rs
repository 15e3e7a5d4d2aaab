//! Where values come from and go: what is set from what, across all flows of a shop.
//!
//! A value has a name in its flow: `total`, or `deal.price` for what a subflow gives. Edges lead from
//! name to name; [`Values::spread`] follows them from where something begins.

use std::collections::HashMap;

use engine::value::Kind;

use crate::ast::{Arg, Expr, Ident, Path, Slot, Type};
use crate::check::names::key;
use crate::check::paths::What;
use crate::check::shop::named;

use super::Course;

/// A name in a flow.
pub(super) type Name = (usize, String);

/// What is set from what.
pub(super) struct Values {
    onward: HashMap<Name, Vec<Name>>,
}

impl Values {
    pub(super) fn of(course: &Course<'_, '_>) -> Values {
        let mut values = Values {
            onward: HashMap::new(),
        };
        for (index, paths) in course.paths.iter().enumerate() {
            for node in &paths.nodes {
                match node.what {
                    What::Set(slot, Expr::Path(path)) => {
                        values.link(source(index, path), (index, slot.key.to_string()));
                    }
                    What::Run(run, Some(subflow)) => {
                        let flow = course.flow(subflow);
                        for (place, arg) in run.args.iter().enumerate() {
                            if let (Expr::Path(path), Some(need)) =
                                (&arg.value, argument(&flow.needs, place, arg))
                            {
                                values.link(
                                    source(index, path),
                                    (subflow, need.name.key.to_string()),
                                );
                            }
                        }
                        let binds = run.outcomes.iter().filter_map(|arm| arm.bind.as_ref());
                        for bind in binds.chain(&run.bind) {
                            for give in &flow.gives {
                                let given = format!("{}.{}", bind.key, give.name.key);
                                values.link((subflow, give.name.key.to_string()), (index, given));
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
        values
    }

    fn link(&mut self, from: Name, to: Name) {
        self.onward.entry(from).or_default().push(to);
    }

    /// For each name that one of the sources comes to, the first that does.
    pub(super) fn spread<S: Clone>(&self, sources: Vec<(Name, S)>) -> HashMap<Name, S> {
        let mut come: HashMap<Name, S> = HashMap::new();
        let mut ahead = sources;
        ahead.reverse();
        while let Some((name, source)) = ahead.pop() {
            if come.contains_key(&name) {
                continue;
            }
            for to in self.onward.get(&name).into_iter().flatten() {
                ahead.push((to.clone(), source.clone()));
            }
            come.insert(name, source);
        }
        come
    }
}

/// The name a path is known by: its root, or two names for what a subflow gives.
fn source(flow: usize, path: &Path) -> Name {
    (flow, key(path))
}

/// What one of the sources brought to a path: by its root, or by the whole of it.
pub(super) fn come<'c, S>(come: &'c HashMap<Name, S>, flow: usize, path: &Path) -> Option<&'c S> {
    let root = || come.get(&(flow, path.root.key.to_string()));
    come.get(&(flow, key(path))).or_else(root)
}

/// The need that an argument is for.
pub(super) fn argument<'s>(needs: &'s [Slot], place: usize, arg: &Arg) -> Option<&'s Slot> {
    match &arg.name {
        Some(name) => needs.iter().find(|need| need.name == *name),
        None => needs.get(place),
    }
}

/// What a name may hold: the type of a slot, or of the results bound to it.
pub(super) struct Kinds<'a> {
    slots: HashMap<&'a str, &'a Type>,
    /// For each result, the plugin it comes from and its type.
    results: HashMap<&'a str, Vec<(&'a Ident, &'a Kind)>>,
}

impl<'a> Kinds<'a> {
    pub(super) fn of(course: &Course<'a, '_>, index: usize) -> Kinds<'a> {
        let flow = course.flow(index);
        let mut kinds = Kinds {
            slots: HashMap::new(),
            results: HashMap::new(),
        };
        for slot in flow.slots.iter().chain(&flow.needs).chain(&flow.gives) {
            kinds.slots.entry(&slot.name.key).or_insert(&slot.kind.node);
        }
        for node in &course.paths[index].nodes {
            let What::Do(call, Some(signature)) = node.what else {
                continue;
            };
            let mut bind = |name: &'a Ident, outcome: Option<&'a engine::signature::Outcome>| {
                if let Some(kind) = outcome.and_then(|outcome| outcome.value.as_ref()) {
                    kinds
                        .results
                        .entry(&name.key)
                        .or_default()
                        .push((&call.plugin, kind));
                }
            };
            if let Some(name) = &call.bind {
                bind(name, signature.outcomes.first());
            }
            for arm in &call.outcomes {
                let declared = signature
                    .outcomes
                    .iter()
                    .find(|known| named(&known.name, &arm.name));
                if let Some(name) = &arm.bind {
                    bind(name, declared);
                }
            }
        }
        kinds
    }

    /// The type of the slot that a path begins with.
    pub(super) fn slot(&self, path: &Path) -> Option<&'a Type> {
        self.slots.get(&*path.root.key).copied()
    }

    /// The types of what a path leads to, where it begins with a result.
    pub(super) fn results(&self, path: &Path) -> impl Iterator<Item = (&'a Ident, &'a Kind)> {
        let bound = self.results.get(&*path.root.key).into_iter().flatten();
        let follow =
            |(plugin, kind): &(&'a Ident, &'a Kind)| Some((*plugin, field(kind, &path.fields)?));
        bound.filter_map(follow).collect::<Vec<_>>().into_iter()
    }
}

/// The type of a field of a record.
pub(super) fn field<'k>(kind: &'k Kind, fields: &[Ident]) -> Option<&'k Kind> {
    let Some((first, rest)) = fields.split_first() else {
        return Some(kind);
    };
    let Kind::Record(record) = kind else {
        return None;
    };
    let mut known = record.fields.iter();
    let (_, next) = known.find(|(name, _)| named(name, first))?;
    field(next, rest)
}

/// Whether a type is money, or holds some.
pub(super) fn holds_money(kind: &Kind) -> bool {
    match kind {
        Kind::Money(_) => true,
        Kind::Record(record) => record.fields.iter().any(|(_, kind)| holds_money(kind)),
        Kind::List(of) => holds_money(of),
        _ => false,
    }
}

//! D103: every slot is filled and used, every text is said, every intent is listened for.

use std::collections::{HashMap, HashSet};

use engine::Name;

use crate::ast::{Expr, Flow, Ident, Path, StatementKind, Trigger, Type};
use crate::diagnostic::{Diagnostic, Fact, Thing};

use super::broken::Broken;
use super::guess::Misspelt;
use super::walk::{self, Seen};

pub(super) fn check(flow: &Flow, broken: &Broken, found: &mut Vec<Diagnostic>) {
    let usage = usage(flow);
    let unsure = |name: &Ident| {
        flow.unsure.contains(&name.key)
            || usage.misspelt.may_mean(&name.key)
            || broken.names(flow.file, name.span)
    };
    let mut tell =
        |name: &Ident, fact: Fact| found.push(Diagnostic::new(flow.file, name.span.range(), fact));
    for slot in declared(flow) {
        if unsure(&slot.name) {
            continue;
        }
        let name = slot.name.name.to_string();
        if !usage.filled.contains(&slot.name.key) {
            tell(&slot.name, Fact::NeverFilled { name });
        } else if !usage.used.contains(&slot.name.key) {
            tell(
                &slot.name,
                Fact::NeverUsed {
                    thing: Thing::Slot,
                    name,
                },
            );
        }
    }
    let texts = flow
        .texts
        .iter()
        .map(|text| (Thing::Text, &text.name, &usage.said));
    let intents = flow
        .intents
        .iter()
        .map(|intent| (Thing::Intent, &intent.name, &usage.heard));
    for (thing, name, used) in texts.chain(intents) {
        if !used.contains(&name.key) && !unsure(name) {
            tell(
                name,
                Fact::NeverUsed {
                    thing,
                    name: name.name.to_string(),
                },
            );
        }
    }
}

/// Slots, needs and gives, each name once: where it stands first in the file.
fn declared(flow: &Flow) -> impl Iterator<Item = &crate::ast::Slot> {
    let mut seen = HashSet::new();
    let mut all: Vec<_> = flow
        .needs
        .iter()
        .chain(&flow.gives)
        .chain(&flow.slots)
        .collect();
    all.sort_by_key(|slot| slot.span);
    all.into_iter()
        .filter(move |slot| seen.insert(&slot.name.key))
}

#[derive(Default)]
struct Usage<'a> {
    filled: HashSet<&'a Name>,
    used: HashSet<&'a Name>,
    said: HashSet<&'a Name>,
    heard: HashSet<&'a Name>,
    /// Mentions of names that the flow does not have.
    misspelt: Misspelt<'a>,
}

fn usage(flow: &Flow) -> Usage<'_> {
    let texts: HashMap<&Name, ()> = flow.texts.iter().map(|text| (&text.name.key, ())).collect();
    let mut usage = Usage::default();
    usage
        .filled
        .extend(flow.needs.iter().map(|need| &need.name.key));
    usage
        .used
        .extend(flow.gives.iter().map(|give| &give.name.key));
    let all_slots = || flow.needs.iter().chain(&flow.gives).chain(&flow.slots);
    usage.used.extend(
        all_slots()
            .flat_map(|slot| &slot.depends_on)
            .map(|slot| &slot.key),
    );
    if all_slots().any(|slot| slot.consent_needed.is_some()) {
        let consents = all_slots().filter(|slot| matches!(slot.kind.node, Type::Consent));
        usage.used.extend(consents.map(|slot| &slot.name.key));
    }
    walk::flow(flow, &mut |seen| match seen {
        Seen::Statement(statement) => match &statement.kind {
            StatementKind::Wait(wait) => usage
                .filled
                .extend(wait.ask.iter().map(|ask| &ask.slot.key)),
            StatementKind::Do(call) => usage.filled.extend(call.bind.iter().map(|name| &name.key)),
            StatementKind::Run(run) => usage.filled.extend(run.bind.iter().map(|name| &name.key)),
            StatementKind::Set(slot, _) => {
                usage.filled.insert(&slot.key);
            }
            StatementKind::Split(split) => {
                usage.used.insert(&split.measure.key);
            }
            _ => {}
        },
        Seen::Outcome(outcome) => usage
            .filled
            .extend(outcome.bind.iter().map(|name| &name.key)),
        Seen::When(when) => match &when.trigger.node {
            Trigger::Intent(name) => {
                usage.heard.insert(&name.key);
            }
            trigger => usage
                .filled
                .extend(walk::filled_by(trigger).map(|name| &name.key)),
        },
        Seen::Said(path) if texts.contains_key(&path.root.key) && path.fields.is_empty() => {
            usage.said.insert(&path.root.key);
        }
        Seen::Said(path) | Seen::Path(path) | Seen::Value(Expr::Path(path)) => {
            use_path(path, &mut usage)
        }
        Seen::Value(_) | Seen::Option(_) | Seen::Text(_) | Seen::Go(_) => {}
    });
    let defined: HashSet<&Name> = defined(flow);
    let mentioned = [&usage.filled, &usage.used, &usage.said, &usage.heard]
        .into_iter()
        .flatten()
        .copied();
    let unknown: Vec<_> = mentioned.filter(|name| !defined.contains(name)).collect();
    unknown
        .into_iter()
        .for_each(|name| usage.misspelt.add(name));
    usage
}

/// Every name that a path or a trigger of the flow may rightly mention.
fn defined(flow: &Flow) -> HashSet<&Name> {
    let slots = flow.needs.iter().chain(&flow.gives).chain(&flow.slots);
    let choices = slots.clone().filter_map(|slot| match &slot.kind.node {
        Type::Choice(names) => Some(names),
        _ => None,
    });
    let mut defined: HashSet<&Name> = choices.flatten().map(|name| &name.key).collect();
    defined.extend(slots.map(|slot| &slot.name.key));
    defined.extend(flow.texts.iter().map(|text| &text.name.key));
    defined.extend(flow.intents.iter().map(|intent| &intent.name.key));
    walk::flow(flow, &mut |seen| match seen {
        Seen::Statement(statement) => match &statement.kind {
            StatementKind::Do(call) => defined.extend(call.bind.iter().map(|name| &name.key)),
            StatementKind::Run(run) => defined.extend(run.bind.iter().map(|name| &name.key)),
            _ => {}
        },
        Seen::Outcome(outcome) => defined.extend(outcome.bind.iter().map(|name| &name.key)),
        _ => {}
    });
    defined
}

fn use_path<'a>(path: &'a Path, usage: &mut Usage<'a>) {
    usage.used.insert(&path.root.key);
}

//! What is in force all over a flow: branches of `anywhere`, and what empties slots.

use std::collections::{HashMap, HashSet};

use engine::Name;

use crate::ast::{Block, Exit, Flow, StatementKind, Trigger, When};

use super::walk::{self, Seen};

/// Slots that may be emptied while the dialogue goes on: by a correction or by `forget personal`.
pub(super) fn changed_elsewhere(flow: &Flow) -> HashSet<&Name> {
    let mut changed = HashSet::new();
    walk::flow(flow, &mut |seen| match seen {
        Seen::When(when) => {
            if let Trigger::Changes(slot) = &when.trigger.node {
                changed.insert(&slot.key);
            }
        }
        Seen::Statement(statement) => match &statement.kind {
            StatementKind::ForgetPersonal => {
                changed.extend(
                    flow.slots
                        .iter()
                        .filter(|slot| slot.personal)
                        .map(|slot| &slot.name.key),
                );
            }
            StatementKind::Set(slot, _) => {
                changed.insert(&slot.key);
            }
            StatementKind::Broken(_) => {
                changed.extend(flow.slots.iter().map(|slot| &slot.name.key))
            }
            _ => {}
        },
        _ => {}
    });
    changed
}

/// For each branch of `anywhere`, whether it also works in a `protected` state (LANGUAGE §7).
pub(super) fn works_protected(flow: &Flow) -> Vec<bool> {
    let escalates = |exit: &Exit| matches!(exit, Exit::Escalate { .. });
    let leads_straight =
        |block: &Block, to: &dyn Fn(&Exit) -> bool| match block.first().map(|first| &first.kind) {
            Some(StatementKind::Exit(exit)) => to(exit),
            _ => false,
        };
    let states = flow
        .states
        .iter()
        .filter(|state| leads_straight(&state.body, &escalates));
    let escalating: HashSet<&Name> = states.map(|state| &state.name.key).collect();
    let leaves = |exit: &Exit| match exit {
        Exit::Finish { .. } | Exit::Escalate { .. } => true,
        Exit::Go(state) => escalating.contains(&state.key),
        _ => false,
    };
    let works = |arm: &When| {
        matches!(arm.trigger.node, Trigger::WantsHuman) || leads_straight(&arm.body, &leaves)
    };
    flow.anywhere.iter().map(works).collect()
}

/// The branches of `anywhere` that are limited to some states, by state.
pub(super) fn only_here(flow: &Flow) -> HashMap<&Name, Vec<usize>> {
    let mut only_here: HashMap<&Name, Vec<usize>> = HashMap::new();
    for (index, arm) in flow.anywhere.iter().enumerate() {
        for state in &arm.only_in {
            only_here.entry(&state.key).or_default().push(index);
        }
    }
    only_here
}

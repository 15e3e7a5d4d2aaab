//! F002 (states): some path from the first state leads to every state.

use std::collections::HashMap;

use engine::Name;

use crate::ast::{Flow, MigrationRule};
use crate::diagnostic::{Diagnostic, Fact};

use super::guess::Misspelt;
use super::walk::{self, Seen};

pub(super) fn check(flow: &Flow, found: &mut Vec<Diagnostic>) {
    let mut by_name: HashMap<&Name, usize> = HashMap::new();
    for (index, state) in flow.states.iter().enumerate() {
        by_name.entry(&state.name.key).or_insert(index);
    }
    let mut misspelt = Misspelt::default();
    walk::flow(flow, &mut |seen| {
        if let Seen::Go(state) = seen
            && !by_name.contains_key(&state.key)
        {
            misspelt.add(&state.key);
        }
    });
    let mut reached = vec![false; flow.states.len()];
    let mut ahead = Vec::new();
    ahead.extend((!flow.states.is_empty()).then_some(0));
    walk::outside_states(flow, &mut |seen| {
        if let Seen::Go(state) = seen {
            ahead.extend(by_name.get(&state.key));
        }
    });
    let rules = flow
        .migrations
        .iter()
        .flat_map(|migration| &migration.rules);
    for rule in rules {
        if let MigrationRule::State(_, to) = &rule.node {
            ahead.extend(by_name.get(&to.key));
        }
    }
    ahead.extend(flow.unsure.iter().filter_map(|name| by_name.get(name)));
    follow(flow, &by_name, ahead, &mut reached);
    // What an unknown target may have meant is not told again, nor what lies behind it.
    let meant = |(index, reached): (usize, &bool)| {
        let state = &flow.states[index].name.key;
        (!reached && misspelt.may_mean(state)).then_some(index)
    };
    let ahead = reached.iter().enumerate().filter_map(meant).collect();
    follow(flow, &by_name, ahead, &mut reached);
    for (state, reached) in flow.states.iter().zip(&reached) {
        // A second state of one name is told as such, not as one that nothing leads to.
        let first = by_name
            .get(&state.name.key)
            .is_some_and(|index| std::ptr::eq(&flow.states[*index], state));
        if !reached && first {
            let fact = Fact::StateUnreachable {
                name: state.name.name.to_string(),
            };
            found.push(Diagnostic::new(flow.file, state.name.span.range(), fact));
        }
    }
}

/// Marks all states that some path leads to from those `ahead`.
fn follow(
    flow: &Flow,
    by_name: &HashMap<&Name, usize>,
    mut ahead: Vec<usize>,
    reached: &mut [bool],
) {
    while let Some(index) = ahead.pop() {
        if std::mem::replace(&mut reached[index], true) {
            continue;
        }
        let state = &flow.states[index];
        let mut go = |seen: Seen<'_>| {
            if let Seen::Go(state) = seen {
                ahead.extend(by_name.get(&state.key));
            }
        };
        walk::block(&state.body, &mut go);
        state
            .at_most
            .iter()
            .for_each(|at_most| walk::block(&at_most.then, &mut go));
    }
}

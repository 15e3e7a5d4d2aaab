//! F004 and F005: states that lead to each other in one turn, without waiting for the buyer.
//!
//! A question that may be skipped is no wait; a state bounded by `at most` excuses its circles. A circle
//! that needs a value to be empty which it fills itself is never gone.

use std::collections::HashSet;

use engine::Name;

use crate::ast::{Condition, Path};
use crate::check::paths::rounds::rounds;
use crate::check::paths::{By, Paths, Way, What};
use crate::diagnostic::{Diagnostic, Fact};

use super::Course;

pub(super) fn check(course: &Course<'_, '_>, index: usize, found: &mut Vec<Diagnostic>) {
    let paths = &course.paths[index];
    let bounded = |node: usize| matches!(paths.nodes[node].what, What::State(state) if state.at_most.is_some());
    let goes = |_: usize, way: &Way<'_>| way.by.in_turn() && !bounded(way.to);
    for circle in rounds(paths, goes).circles {
        let inside: HashSet<usize> = circle.iter().copied().collect();
        let filled = filled(course, index, &inside);
        let here = |from: usize, way: &Way<'_>| {
            goes(from, way) && inside.contains(&from) && inside.contains(&way.to)
        };
        let sure = filled.is_empty()
            || !rounds(paths, |from, way| {
                here(from, way) && !needs_empty(way.by, &filled)
            })
            .circles
            .is_empty()
            || !rounds(paths, |from, way| {
                here(from, way)
                    && fills(paths, from, way.by).is_none_or(|name| !filled.contains(name))
            })
            .circles
            .is_empty();
        if sure {
            tell(course, index, &circle, found);
        }
    }
}

fn tell(course: &Course<'_, '_>, index: usize, circle: &[usize], found: &mut Vec<Diagnostic>) {
    let nodes = &course.paths[index].nodes;
    let states = circle.iter().filter_map(|node| match nodes[*node].what {
        What::State(state) => Some(state),
        _ => None,
    });
    let states: Vec<_> = states.collect();
    // Only an exit to a state leads back, so that a circle holds one.
    let Some(first) = states.first() else { return };
    let sends = |node: &usize| matches!(nodes[*node].what, What::Say(_) | What::Show);
    let names = states
        .iter()
        .map(|state| state.name.name.to_string())
        .collect();
    let fact = match circle.iter().any(sends) {
        true => Fact::LoopSends { states: names },
        false => Fact::LoopSilent { states: names },
    };
    found.push(Diagnostic::new(
        course.flow(index).file,
        first.span.range(),
        fact,
    ));
}

/// The names that are filled inside a circle, and never emptied there.
fn filled<'a>(course: &Course<'a, '_>, index: usize, inside: &HashSet<usize>) -> HashSet<&'a Name> {
    let paths = &course.paths[index];
    let flow = course.flow(index);
    let mut filled = HashSet::new();
    let mut emptied = HashSet::new();
    for node in inside {
        let node = &paths.nodes[*node];
        for way in &node.ways {
            filled.extend(fills_by(&node.what, way.by));
        }
        match node.what {
            What::Set(slot, _) => drop(emptied.insert(&slot.key)),
            What::Forget => {
                let personal = flow.slots.iter().filter(|slot| slot.personal);
                emptied.extend(personal.map(|slot| &slot.name.key));
            }
            _ => {}
        }
    }
    let depends = flow
        .slots
        .iter()
        .filter(|slot| slot.optional || !slot.depends_on.is_empty());
    emptied.extend(depends.map(|slot| &slot.name.key));
    filled.retain(|name| !emptied.contains(name));
    filled
}

fn fills<'a>(paths: &Paths<'a>, from: usize, by: By<'a>) -> Option<&'a Name> {
    fills_by(&paths.nodes[from].what, by)
}

/// The name that has a value where this way is gone.
fn fills_by<'a>(what: &What<'a>, by: By<'a>) -> Option<&'a Name> {
    match (what, by) {
        (_, By::Known(slot)) => Some(&slot.key),
        (What::Do(call, _), By::On) => call.bind.as_ref().map(|bind| &bind.key),
        _ => None,
    }
}

/// Whether a way is gone only where one of these names is empty.
fn needs_empty(by: By<'_>, names: &HashSet<&Name>) -> bool {
    match by {
        By::If(condition, holds) => says_empty(condition, holds, names),
        _ => false,
    }
}

fn says_empty(condition: &Condition, holds: bool, names: &HashSet<&Name>) -> bool {
    let named = |path: &Path| path.fields.is_empty() && names.contains(&path.root.key);
    match (condition, holds) {
        (Condition::Empty(path), true) | (Condition::Known(path), false) => named(path),
        (Condition::Not(inner), holds) => says_empty(inner, !holds, names),
        (Condition::All(parts), true) | (Condition::Any(parts), false) => {
            parts.iter().any(|part| says_empty(part, holds, names))
        }
        (Condition::All(parts), false) | (Condition::Any(parts), true) => {
            parts.iter().all(|part| says_empty(part, holds, names))
        }
        _ => false,
    }
}

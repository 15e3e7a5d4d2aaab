//! C207: a state asks, then does something to the world, and a trigger may come in between.

use std::collections::HashMap;

use crate::Diagnostic;
use crate::Span;
use crate::ast::{Do, When};
use crate::check::in_force::works_protected;
use crate::check::paths::What;
use crate::diagnostic::{Fact, course};

use super::Course;

pub(super) fn check(course: &Course<'_, '_>, index: usize, found: &mut Vec<Diagnostic>) {
    let flow = course.flow(index);
    let open = |of: usize| {
        let flow = course.flow(of);
        let arms = flow.anywhere.iter().zip(works_protected(flow));
        arms.filter(|(_, works)| !works)
            .map(|(arm, _)| arm)
            .collect::<Vec<&When>>()
    };
    let own = open(index);
    let mut outer = Vec::new();
    for caller in course.shop.all_callers(index) {
        // A branch that is limited to states of the caller rests in those of this flow.
        let everywhere = open(caller)
            .into_iter()
            .filter(|arm| arm.only_in.is_empty());
        outer.extend(everywhere.filter(|_| caller != index));
    }
    let after_question = after_question(course, index);
    let reached = course.paths[index].reached();
    let states = flow.states.iter().enumerate();
    for (number, state) in states.filter(|(number, state)| !state.protected && reached[*number]) {
        let here = |arm: &&&When| arm.only_in.is_empty() || arm.only_in.contains(&state.name);
        let Some(arm) = own.iter().find(here).or_else(|| outer.first()) else {
            continue;
        };
        if let Some((_, call)) = after_question.get(&number) {
            let fact = Fact::Course(course::Course::Interrupted {
                state: state.name.name.to_string(),
                step: format!("{}.{}", call.plugin.name, call.step.name),
                line: arm.line as usize,
            });
            found.push(Diagnostic::new(flow.file, state.span.range(), fact));
        }
    }
}

/// For each state, the first step that changes the world and is reached from a question of the same state.
fn after_question<'a>(course: &Course<'a, '_>, index: usize) -> HashMap<usize, (Span, &'a Do)> {
    let nodes = &course.paths[index].nodes;
    let mut first: HashMap<usize, (Span, &Do)> = HashMap::new();
    let mut seen = vec![false; nodes.len()];
    let asks = |node: &usize| matches!(nodes[*node].what, What::Wait(_));
    let mut ahead: Vec<usize> = (0..nodes.len()).filter(asks).collect();
    while let Some(number) = ahead.pop() {
        let node = &nodes[number];
        let Some(state) = node.state else { continue };
        if std::mem::replace(&mut seen[number], true) {
            continue;
        }
        if let What::Do(call, Some(signature)) = node.what
            && signature.effect
            && first.get(&state).is_none_or(|(span, _)| node.span < *span)
        {
            first.insert(state, (node.span, call));
        }
        let inside = |to: &usize| {
            nodes[*to].state == Some(state) && !matches!(nodes[*to].what, What::State(_))
        };
        let ways = node.ways.iter().filter(|way| !way.by.leaves());
        ahead.extend(ways.map(|way| way.to).filter(inside));
    }
    first
}

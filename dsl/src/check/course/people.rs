//! F010: a wait point from which no person can be reached; F011: `escalate` that forgets the buyer.

use crate::Diagnostic;
use crate::Span;
use crate::ast::{Block, Exit, StatementKind};
use crate::check::paths::What;
use crate::check::paths::ahead::leads_to;
use crate::check::walk;
use crate::diagnostic::Fact;

use super::Course;

pub(super) fn check(course: &Course<'_, '_>, found: &mut Vec<Diagnostic>) {
    let hands = through(course, |what| matches!(what, What::Escalate));
    let count = course.paths.len();
    // Whether a person can be reached in the callers: where they interfere, and after a return.
    let (mut callers_hand, mut returns_hand) = (vec![false; count], vec![false; count]);
    for index in course.order.iter().rev().copied() {
        let paths = &course.paths[index];
        let leads = leads_to(paths, |node| match paths.nodes[node].what {
            What::Escalate | What::Unsure => true,
            What::Run(_, subflow) => subflow.is_none_or(|subflow| hands[subflow]),
            What::Return(_) => returns_hand[index],
            _ => node == paths.places.callers && callers_hand[index],
        });
        for node in &paths.nodes {
            if let What::Run(_, Some(subflow)) = node.what {
                for way in &node.ways {
                    let whose = match way.by.leaves() {
                        true => &mut callers_hand,
                        false => &mut returns_hand,
                    };
                    whose[subflow] |= leads[way.to];
                }
            }
        }
        let fact = |state| Fact::NoEscalationAhead { state };
        tell(
            &Found {
                course,
                index,
                leads: &leads,
            },
            fact,
            found,
        );
        escalations(course, index, found);
    }
}

/// For each flow, whether it holds such a node, by itself or in a flow it runs.
pub(super) fn through(course: &Course<'_, '_>, wanted: impl Fn(&What<'_>) -> bool) -> Vec<bool> {
    let paths = course.paths.iter();
    let mut holds: Vec<bool> = paths
        .map(|paths| paths.nodes.iter().any(|node| wanted(&node.what)))
        .collect();
    let mut ahead: Vec<usize> = (0..holds.len()).filter(|flow| holds[*flow]).collect();
    while let Some(flow) = ahead.pop() {
        for caller in course.shop.callers(flow) {
            if !std::mem::replace(&mut holds[*caller], true) {
                ahead.push(*caller);
            }
        }
    }
    holds
}

/// A flow, and which of its nodes lead to what is wanted.
pub(super) struct Found<'c, 'a, 'r> {
    pub(super) course: &'c Course<'a, 'r>,
    pub(super) index: usize,
    pub(super) leads: &'c [bool],
}

/// Tells of the wait points that do not lead there: once a trap, and once where it is the whole flow.
pub(super) fn tell(
    of: &Found<'_, '_, '_>,
    fact: impl Fn(String) -> Fact,
    found: &mut Vec<Diagnostic>,
) {
    let Found {
        course,
        index,
        leads,
    } = *of;
    if !course.comes_to(index) {
        return;
    }
    let paths = &course.paths[index];
    let flow = course.flow(index);
    let reached = paths.reached();
    let waits = |node: &usize| matches!(paths.nodes[*node].what, What::Wait(_)) && reached[*node];
    let all: Vec<usize> = (0..paths.nodes.len()).filter(waits).collect();
    let lost = all.iter().copied().filter(|node| !leads[*node]);
    let mut lost: Vec<usize> = lost.collect();
    lost.sort_by_key(|node| paths.nodes[*node].span.start);
    let state = |node: usize| {
        let state = paths.nodes[node].state.map(|state| &flow.states[state]);
        state
            .map(|state| state.name.name.to_string())
            .unwrap_or_default()
    };
    if lost.len() == all.len() {
        if let Some(first) = lost.first() {
            let span = course.whole(index, paths.nodes[*first].span);
            found.push(Diagnostic::new(
                flow.file,
                span.range(),
                fact(state(*first)),
            ));
        }
        return;
    }
    // A trap is what lost wait points lead to, or come from.
    let mut beside: Vec<Vec<usize>> = vec![Vec::new(); paths.nodes.len()];
    for (from, node) in paths
        .nodes
        .iter()
        .enumerate()
        .filter(|(from, _)| !leads[*from])
    {
        for way in node.ways.iter().filter(|way| !leads[way.to]) {
            beside[from].push(way.to);
            beside[way.to].push(from);
        }
    }
    let mut seen = vec![false; paths.nodes.len()];
    for wait in lost {
        if seen[wait] {
            continue;
        }
        let span = paths.nodes[wait].span;
        found.push(Diagnostic::new(flow.file, span.range(), fact(state(wait))));
        let mut ahead = vec![wait];
        while let Some(node) = ahead.pop() {
            if !std::mem::replace(&mut seen[node], true) {
                ahead.extend(&beside[node]);
            }
        }
    }
}

/// F011, block by block: what was said right before an `escalate` are its words.
fn escalations(course: &Course<'_, '_>, index: usize, found: &mut Vec<Diagnostic>) {
    let flow = course.flow(index);
    let heads = flow.states.iter().map(|state| state.span.start);
    let mut heads: Vec<usize> = heads
        .chain(flow.anywhere_span.map(|span| span.start))
        .collect();
    heads.sort_unstable();
    let mut look = |block: &Block| {
        let mut said = false;
        for statement in block {
            if let StatementKind::Exit(exit) = &statement.kind
                && let Exit::Escalate {
                    words, given_back, ..
                } = &**exit
            {
                let next = heads.partition_point(|head| *head <= statement.span.start);
                let end = heads.get(next).copied().unwrap_or(usize::MAX);
                if course
                    .broken
                    .in_file(flow.file, Span::new(statement.span.start, end))
                {
                    continue;
                }
                let mut tell = |fact| {
                    found.push(Diagnostic::new(flow.file, statement.span.range(), fact));
                };
                if given_back.is_none() {
                    tell(Fact::NoGivenBack);
                }
                if words.is_none() && !said {
                    tell(Fact::EscalatesSilently);
                }
            }
            said |= matches!(statement.kind, StatementKind::Say(_));
        }
    };
    walk::blocks(flow, &mut look);
}

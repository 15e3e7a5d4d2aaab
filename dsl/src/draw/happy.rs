//! The way to the goal: the likeliest path from the start to `finish won`, or, in a subflow, to the outcome
//! its callers put first.

use super::chart::{Arrow, CardKind, Cause, Chart};
use engine::Graph;
use engine::graph::{FlowIx, Op};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Marks the cards and arrows of the way.
pub(super) fn mark(chart: &mut Chart, graph: &Graph, flow: FlowIx) {
    let Some(target) = target(chart, graph, flow) else {
        return;
    };
    let (_, came) = distances(chart);
    let mut at = target;
    chart.cards[at].happy = true;
    while let Some(arrow) = came[at] {
        chart.arrows[arrow].happy = true;
        at = chart.arrows[arrow].from;
        chart.cards[at].happy = true;
    }
}

/// The end that is wished for.
fn target(chart: &Chart, graph: &Graph, flow: FlowIx) -> Option<usize> {
    let (far, _) = distances(chart);
    let nearest = |kind: CardKind| {
        let cards = chart.cards.iter().enumerate();
        let ends = cards.filter(|(at, card)| card.kind == kind && far[*at] != u64::MAX);
        ends.map(|(at, _)| at).min_by_key(|at| (far[*at], *at))
    };
    let wished = wished_outcome(graph, flow).and_then(|outcome| {
        let mut cards = chart.cards.iter();
        cards.position(|card| card.kind == CardKind::Returned && card.says.contains(&outcome))
    });
    nearest(CardKind::Won)
        .or(wished.filter(|card| far[*card] != u64::MAX))
        .or_else(|| nearest(CardKind::Returned))
}

/// The first outcome of the first flow that runs this one.
fn wished_outcome(graph: &Graph, flow: FlowIx) -> Option<String> {
    let nodes = graph.flows.iter().flat_map(|flow| &flow.nodes);
    let mut runs = nodes.filter_map(|node| match &node.op {
        Op::Run(run) if run.flow == flow => run.outcomes.first(),
        _ => None,
    });
    runs.next().map(|arm| arm.outcome.to_string())
}

/// How unlikely each card is, and the arrow that leads to it on the likeliest way from the start.
fn distances(chart: &Chart) -> (Vec<u64>, Vec<Option<usize>>) {
    let mut leaving = vec![Vec::new(); chart.cards.len()];
    for (at, arrow) in chart.arrows.iter().enumerate() {
        leaving[arrow.from].push(at);
    }
    let firsts = first_choices(chart);
    let mut far = vec![u64::MAX; chart.cards.len()];
    let mut came = vec![None; chart.cards.len()];
    let mut open = BinaryHeap::new();
    if let Some(start) = far.get_mut(chart.start) {
        *start = 0;
        open.push(Reverse((0, chart.start)));
    }
    while let Some(Reverse((cost, card))) = open.pop() {
        if cost > far[card] {
            continue;
        }
        for at in &leaving[card] {
            let arrow = &chart.arrows[*at];
            let through = cost + unlikeliness(chart, arrow, firsts[*at]);
            if through < far[arrow.to] {
                far[arrow.to] = through;
                came[arrow.to] = Some(*at);
                open.push(Reverse((through, arrow.to)));
            }
        }
    }
    (far, came)
}

/// Which arrows carry the first option of their card: authors put the wished for answer first.
fn first_choices(chart: &Chart) -> Vec<bool> {
    let mut seen = vec![false; chart.cards.len()];
    let first = |arrow: &Arrow| {
        let has_choice = arrow
            .labels
            .iter()
            .any(|label| label.cause == Cause::Choice);
        has_choice && !std::mem::replace(&mut seen[arrow.from], true)
    };
    chart.arrows.iter().map(first).collect()
}

/// Ten steps that go well are likelier than one objection.
fn unlikeliness(chart: &Chart, arrow: &Arrow, is_first_choice: bool) -> u64 {
    let cause = match arrow.cause() {
        Cause::Goes | Cause::Arm => 1,
        Cause::Choice if is_first_choice => 1,
        Cause::Outcome | Cause::Condition => 4,
        Cause::Choice | Cause::Trigger => 12,
        Cause::Otherwise => 40,
        Cause::Visits => 60,
        Cause::Unclear => 100,
        Cause::GivenBack | Cause::Silence | Cause::Fails => 200,
    };
    let person = if chart.cards[arrow.to].kind == CardKind::Person {
        300
    } else {
        0
    };
    cause + person
}

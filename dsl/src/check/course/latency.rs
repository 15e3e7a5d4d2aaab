//! L406: the longest a turn may take, over all paths between two wait points, against the strictest
//! channel of the flow.
//!
//! Counted are the limits of steps of models and of steps that change the world. A circle that
//! `at most` bounds counts that often. The fault is told at the step that goes over the limit.

use std::collections::HashMap;

use engine::Channel;
use engine::Name;

use crate::Diagnostic;
use crate::check::paths::rounds::{Rounds, rounds};
use crate::check::paths::{Way, What};
use crate::diagnostic::{Fact, course};

use super::Course;

/// How long a step may take where nothing is said, in milliseconds.
const STEP: i64 = 2000;

/// How long a turn may take, in milliseconds.
fn limit(channel: Channel) -> Option<i64> {
    match channel {
        Channel::Phone => Some(3_000),
        Channel::Web => Some(5_000),
        Channel::Telegram | Channel::WhatsApp => Some(10_000),
        Channel::Terminal => None,
    }
}

/// What a subflow adds to a turn of its caller, in milliseconds, return by return.
#[derive(Default)]
struct Passing<'a> {
    /// From its beginning to a return, without waiting.
    through: HashMap<Option<&'a Name>, i64>,
    /// From its last wait point to a return.
    after: HashMap<Option<&'a Name>, i64>,
}

pub(super) fn check(course: &Course<'_, '_>, found: &mut Vec<Diagnostic>) {
    let count = course.paths.len();
    let mut passing: Vec<Passing<'_>> = Vec::new();
    passing.resize_with(count, Passing::default);
    let mut turns = Vec::new();
    turns.resize_with(count, || None);
    for index in course.order.iter().copied() {
        let turn = Turn::of(course, index);
        let through = turn.returns(&turn.longest(&passing, Some(0), false));
        let after = turn.returns(&turn.longest(&passing, None, true));
        passing[index] = Passing { through, after };
        turns[index] = Some(turn);
    }
    let mut before = vec![0; count];
    for index in course.order.iter().rev().copied() {
        let Some(turn) = &turns[index] else { continue };
        let longest = turn.longest(&passing, Some(before[index]), true);
        let paths = &course.paths[index];
        let limits = course.channels(index).into_iter();
        let limits = limits.filter_map(|channel| Some((limit(channel)?, channel)));
        let strictest = limits.min_by_key(|(limit, _)| *limit);
        for (number, node) in paths.nodes.iter().enumerate() {
            let Some(arrived) = longest[turn.rounds.group[number]] else {
                continue;
            };
            if let What::Run(_, Some(subflow)) = node.what {
                before[subflow] = before[subflow].max(arrived);
            }
            let group = turn.rounds.group[number];
            let takes = turn.weights[number] * turn.times[group];
            if let Some((limit, channel)) = strictest
                && takes > 0
                && arrived <= limit
                && arrived + turn.of_group[group] > limit
            {
                let fact = Fact::Course(course::Course::TurnTooLong {
                    channel: channel.as_str(),
                    takes: arrived + turn.of_group[group],
                    limit,
                });
                found.push(Diagnostic::new(
                    course.flow(index).file,
                    node.span.range(),
                    fact,
                ));
            }
        }
    }
}

/// The turns of one flow.
struct Turn<'a, 'c, 'r> {
    course: &'c Course<'a, 'r>,
    index: usize,
    rounds: Rounds,
    /// The nodes, those of later groups first: each comes before those it leads to.
    order: Vec<usize>,
    /// What each node takes.
    weights: Vec<i64>,
    /// How often a group may be gone round.
    times: Vec<i64>,
    /// What each group takes.
    of_group: Vec<i64>,
}

impl<'a, 'c, 'r> Turn<'a, 'c, 'r> {
    fn of(course: &'c Course<'a, 'r>, index: usize) -> Turn<'a, 'c, 'r> {
        let paths = &course.paths[index];
        let rounds = rounds(paths, |_, way| way.by.in_turn());
        let mut order: Vec<usize> = (0..paths.nodes.len()).collect();
        order.sort_by_key(|node| std::cmp::Reverse(rounds.group[*node]));
        let flow = course.flow(index);
        let model = flow
            .defaults
            .model_within
            .as_ref()
            .map_or(STEP, |within| within.node);
        let takes = |what: &What<'_>| match what {
            What::Do(call, Some(signature)) if signature.model || signature.effect => {
                let usual = if signature.model { model } else { STEP };
                call.within.as_ref().map_or(usual, |within| within.node)
            }
            _ => 0,
        };
        let weights: Vec<i64> = paths.nodes.iter().map(|node| takes(&node.what)).collect();
        let groups = rounds.group.iter().max().map_or(0, |last| last + 1);
        let mut times = vec![1; groups];
        for circle in &rounds.circles {
            let bounds = circle
                .iter()
                .filter_map(|node| match paths.nodes[*node].what {
                    What::State(state) => state
                        .at_most
                        .as_ref()
                        .map(|most| i64::from(most.times.node)),
                    _ => None,
                });
            times[rounds.group[circle[0]]] = bounds.min().unwrap_or(1).max(1);
        }
        let mut of_group = vec![0_i64; groups];
        for (node, weight) in weights.iter().enumerate() {
            let group = rounds.group[node];
            of_group[group] = of_group[group].saturating_add(weight.saturating_mul(times[group]));
        }
        Turn {
            course,
            index,
            rounds,
            order,
            weights,
            times,
            of_group,
        }
    }

    /// The longest way to each group, before it: from the beginning of the flow, and from its waits.
    fn longest(
        &self,
        passing: &[Passing<'_>],
        beginning: Option<i64>,
        from_waits: bool,
    ) -> Vec<Option<i64>> {
        let paths = &self.course.paths[self.index];
        let mut longest: Vec<Option<i64>> = vec![None; self.of_group.len()];
        let group = |node: usize| self.rounds.group[node];
        let raise = |longest: &mut Vec<Option<i64>>, to: usize, by: i64| {
            let known = &mut longest[group(to)];
            *known = Some(known.map_or(by, |known| known.max(by)));
        };
        if let (Some(beginning), Some(first)) = (beginning, paths.states.first()) {
            raise(&mut longest, *first, beginning);
        }
        if from_waits {
            for node in &paths.nodes {
                for way in node.ways.iter().filter(|way| !way.by.in_turn()) {
                    raise(&mut longest, way.to, 0);
                }
                if let What::Run(run, Some(subflow)) = node.what {
                    for (way, outcome) in self.returns_of(run, subflow, &node.ways) {
                        let after = passing[subflow].after.get(&outcome);
                        after
                            .into_iter()
                            .for_each(|after| raise(&mut longest, way.to, *after));
                    }
                }
            }
        }
        for from in self.order.iter().copied() {
            let Some(arrived) = longest[group(from)] else {
                continue;
            };
            let node = &paths.nodes[from];
            let left = arrived.saturating_add(self.of_group[group(from)]);
            for way in node.ways.iter().filter(|way| way.by.in_turn()) {
                if group(way.to) != group(from) {
                    raise(&mut longest, way.to, left);
                }
            }
            if let What::Run(run, Some(subflow)) = node.what {
                for (way, outcome) in self.returns_of(run, subflow, &node.ways) {
                    if let Some(through) = passing[subflow].through.get(&outcome)
                        && way.by.in_turn()
                        && group(way.to) != group(from)
                    {
                        raise(&mut longest, way.to, left.saturating_add(*through));
                    }
                }
            }
        }
        longest
    }

    /// The ways on from a `run`, each with the return it is gone by.
    fn returns_of<'w>(
        &self,
        run: &'a crate::ast::Run,
        subflow: usize,
        ways: &'w [Way<'a>],
    ) -> Vec<(&'w Way<'a>, Option<&'a Name>)> {
        let bare = self
            .course
            .shop
            .returns(subflow)
            .contains(&None)
            .then_some(None);
        let named = run.outcomes.iter().map(|arm| Some(&arm.name.key));
        ways.iter().zip(bare.into_iter().chain(named)).collect()
    }

    /// How long each return takes to be come to.
    fn returns(&self, longest: &[Option<i64>]) -> HashMap<Option<&'a Name>, i64> {
        let mut returns: HashMap<Option<&'a Name>, i64> = HashMap::new();
        for (number, node) in self.course.paths[self.index].nodes.iter().enumerate() {
            if let What::Return(outcome) = node.what
                && let Some(arrived) = longest[self.rounds.group[number]]
            {
                let known = returns
                    .entry(outcome.map(|outcome| &outcome.key))
                    .or_insert(0);
                *known = arrived.max(*known);
            }
        }
        returns
    }
}

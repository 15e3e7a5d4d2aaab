//! P503: a step that changes the world may be run again, on a path that leads back to it, and has no `once`.
//!
//! A path on from its own failure counts: what came too late may have been done.

use crate::Diagnostic;
use crate::check::paths::rounds::rounds;
use crate::check::paths::{By, Paths, Way, What};
use crate::diagnostic::{Fact, course};

use super::Course;

pub(super) fn check(course: &Course<'_, '_>, found: &mut Vec<Diagnostic>) {
    let count = course.paths.len();
    // Flows that are run again and again by those that run them.
    let mut again = vec![false; count];
    for index in course.order.iter().rev().copied() {
        let paths = &course.paths[index];
        let reached = paths.reached();
        let circles = rounds(paths, |_, way| !matches!(way.by, By::Unsure));
        let mut repeats = vec![again[index]; paths.nodes.len()];
        for node in circles.circles.into_iter().flatten() {
            repeats[node] = true;
        }
        for (node, comes_back) in comes_back(paths).into_iter().enumerate() {
            repeats[node] |= comes_back;
        }
        for (number, node) in paths.nodes.iter().enumerate() {
            if !repeats[number] || !reached[number] {
                continue;
            }
            match node.what {
                What::Run(_, Some(subflow)) => again[subflow] = true,
                What::Do(call, Some(signature)) if signature.effect && !call.once => {
                    let step = format!("{}.{}", call.plugin.name, call.step.name);
                    let fact = Fact::Course(course::Course::EffectRepeats { step });
                    found.push(Diagnostic::new(
                        course.flow(index).file,
                        node.span.range(),
                        fact,
                    ));
                }
                _ => {}
            }
        }
    }
}

/// The nodes between a wait point that was left and the `back` that returns to it.
fn comes_back(paths: &Paths<'_>) -> Vec<bool> {
    let count = paths.nodes.len();
    let goes = |way: &Way<'_>| !way.by.leaves() && !matches!(way.by, By::Unsure);
    let mut into: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut ahead = Vec::new();
    for (from, node) in paths.nodes.iter().enumerate() {
        for way in &node.ways {
            if goes(way) {
                into[way.to].push(from);
            } else if way.by.leaves() {
                ahead.push(way.to);
            }
        }
    }
    let mut aside = vec![false; count];
    while let Some(node) = ahead.pop() {
        if !std::mem::replace(&mut aside[node], true) {
            let ways = paths.nodes[node].ways.iter();
            ahead.extend(ways.filter(|way| goes(way)).map(|way| way.to));
        }
    }
    let backs = |node: &usize| matches!(paths.nodes[*node].what, What::Back(_));
    let mut comes_back = vec![false; count];
    let mut behind: Vec<usize> = (0..count).filter(backs).collect();
    while let Some(node) = behind.pop() {
        if aside[node] && !std::mem::replace(&mut comes_back[node], true) {
            behind.extend(&into[node]);
        }
    }
    comes_back
}

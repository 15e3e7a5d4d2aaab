//! F009: flows that run each other, so that nothing bounds how deep they stand in one another.

use std::collections::HashSet;

use crate::Diagnostic;
use crate::check::paths::{What, name_of};
use crate::diagnostic::Fact;

use super::Course;

pub(super) fn check(course: &Course<'_, '_>, found: &mut Vec<Diagnostic>) {
    let count = course.paths.len();
    let runs = |flow: usize| {
        let nodes = course.paths[flow].nodes.iter();
        nodes.filter_map(|node| match node.what {
            What::Run(_, Some(to)) => Some((to, node.span)),
            _ => None,
        })
    };
    let all: Vec<Vec<_>> = (0..count).map(|flow| runs(flow).collect()).collect();
    let reaches = |from: usize| {
        let mut reached = HashSet::new();
        let mut ahead: Vec<usize> = all[from].iter().map(|(to, _)| *to).collect();
        while let Some(flow) = ahead.pop() {
            if reached.insert(flow) {
                ahead.extend(all[flow].iter().map(|(to, _)| *to));
            }
        }
        reached
    };
    let mut told = HashSet::new();
    for (flow, its) in all.iter().enumerate() {
        if told.contains(&flow) || its.is_empty() {
            continue;
        }
        let ahead = reaches(flow);
        if !ahead.contains(&flow) {
            continue;
        }
        let mut circle: Vec<usize> = ahead
            .into_iter()
            .filter(|other| reaches(*other).contains(&flow))
            .collect();
        circle.sort_unstable();
        let runs = its.iter().filter(|(to, _)| circle.contains(to));
        if let Some(first) = runs.map(|(_, span)| *span).min() {
            let flows = circle
                .iter()
                .map(|flow| name_of(course.flow(*flow)))
                .collect();
            let fact = Fact::RunCircle { flows };
            found.push(Diagnostic::new(course.flow(flow).file, first.range(), fact));
        }
        told.extend(circle);
    }
}

//! X601: an arm of a split from which the outcome it is measured by cannot be reached.

use std::collections::HashMap;

use engine::effect::Ended;

use crate::Diagnostic;
use crate::ast::{Split, StatementKind};
use crate::check::paths::What;
use crate::check::paths::ahead::leads_to;
use crate::check::walk::{self, Seen};
use crate::diagnostic::{Fact, course};

use super::Course;
use super::people::through;

pub(super) fn check(course: &Course<'_, '_>, index: usize, found: &mut Vec<Diagnostic>) {
    let flow = course.flow(index);
    let mut splits = Vec::new();
    walk::flow(flow, &mut |seen| {
        if let Seen::Statement(statement) = seen
            && let StatementKind::Split(split) = &statement.kind
        {
            splits.push((&**split, statement.span));
        }
    });
    if splits.is_empty() {
        return;
    }
    let nodes = course.paths[index].nodes.iter();
    let by_line: HashMap<_, _> = nodes.map(|node| (node.span, node)).collect();
    for outcome in [Ended::Won, Ended::Lost, Ended::Postponed] {
        let by = |split: &Split| measured(course, index, split) == Some(outcome);
        if !splits.iter().any(|(split, _)| by(split)) {
            continue;
        }
        let paths = &course.paths[index];
        let ends = through(
            course,
            |what| matches!(what, What::Finish(ended) if *ended == outcome),
        );
        let leads = leads_to(paths, |node| match paths.nodes[node].what {
            What::Finish(ended) => ended == outcome,
            What::Return(_) | What::Unsure => true,
            What::Run(_, subflow) => subflow.is_none_or(|subflow| ends[subflow]),
            _ => node == paths.places.callers,
        });
        for (split, span) in splits.iter().filter(|(split, _)| by(split)) {
            // The ways of a split are its arms, in order.
            let ways = by_line.get(span).map_or(&[][..], |node| &node.ways);
            for (arm, way) in split.arms.iter().zip(ways) {
                if !leads[way.to] && arm.weight.node > 0 {
                    let fact = course::Course::MeasureUnreachable {
                        arm: arm.name.name.to_string(),
                        measure: split.measure.name.to_string(),
                    };
                    let fact = Fact::Course(fact);
                    found.push(Diagnostic::new(flow.file, arm.span.range(), fact));
                }
            }
        }
    }
}

/// The outcome of the dialogue that a split is measured by, if it is one.
fn measured(course: &Course<'_, '_>, index: usize, split: &Split) -> Option<Ended> {
    let table = course
        .flow(index)
        .keywords
        .and_then(crate::keywords::Table::of);
    let table = table.unwrap_or(crate::keywords::Table::english());
    let name = &*split.measure.key;
    match table.keyword(name).unwrap_or(name) {
        "won" => Some(Ended::Won),
        "lost" => Some(Ended::Lost),
        "postponed" => Some(Ended::Postponed),
        _ => None,
    }
}

//! F006: a wait point from which no outcome, `finish` or `return`, can be reached.

use crate::Diagnostic;
use crate::check::paths::What;
use crate::check::paths::ahead::leads_to;
use crate::diagnostic::Fact;

use super::Course;
use super::people::{Found, tell, through};

pub(super) fn check(course: &Course<'_, '_>, found: &mut Vec<Diagnostic>) {
    let ends = through(course, |what| matches!(what, What::Finish(_)));
    let mut callers_end = vec![false; course.paths.len()];
    for index in course.order.iter().rev().copied() {
        let paths = &course.paths[index];
        let leads = leads_to(paths, |node| match paths.nodes[node].what {
            What::Finish(_) | What::Return(_) | What::Unsure => true,
            What::Run(_, subflow) => subflow.is_none_or(|subflow| ends[subflow]),
            _ => node == paths.places.callers && callers_end[index],
        });
        for node in &paths.nodes {
            if let What::Run(_, Some(subflow)) = node.what {
                let ways = node.ways.iter().filter(|way| !way.by.in_turn());
                callers_end[subflow] |= ways.map(|way| way.to).any(|to| leads[to]);
            }
        }
        let fact = |state| Fact::NoOutcomeAhead { state };
        tell(
            &Found {
                course,
                index,
                leads: &leads,
            },
            fact,
            found,
        );
    }
}

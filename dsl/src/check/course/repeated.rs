//! C206: a `back` that asks the question again without a word.
//!
//! After `otherwise` the buyer's message is read at the question, and nothing need be said.

use crate::Diagnostic;
use crate::check::paths::{By, What};
use crate::diagnostic::{Fact, course};

use super::Course;

pub(super) fn check(course: &Course<'_, '_>, index: usize, found: &mut Vec<Diagnostic>) {
    let paths = &course.paths[index];
    let mut wordless = vec![false; paths.nodes.len()];
    let mut ahead = Vec::new();
    for node in &paths.nodes {
        // After `otherwise`, after an answer that was asked for, and where a line was not understood, no
        // words are needed.
        let speaks =
            |by: By<'_>| !by.in_turn() && !matches!(by, By::Otherwise | By::Filled(_) | By::Unsure);
        ahead.extend(
            node.ways
                .iter()
                .filter(|way| speaks(way.by))
                .map(|way| way.to),
        );
    }
    while let Some(number) = ahead.pop() {
        if std::mem::replace(&mut wordless[number], true) {
            continue;
        }
        let node = &paths.nodes[number];
        if !matches!(node.what, What::Say(_) | What::Show | What::Run(..)) {
            let ways = node.ways.iter().filter(|way| way.by.in_turn());
            ahead.extend(ways.map(|way| way.to));
        }
    }
    for (node, wordless) in paths.nodes.iter().zip(wordless) {
        if wordless && matches!(node.what, What::Back(None)) {
            let fact = Fact::Course(course::Course::BackWithoutWords);
            found.push(Diagnostic::new(
                course.flow(index).file,
                node.span.range(),
                fact,
            ));
        }
    }
}

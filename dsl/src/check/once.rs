//! A slot or a result that is missing is told once, where it is first used: its absence is one slip.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Fact, Thing};

/// Leaves of the mentions of an unknown name in a file the first, which tells how many more there are.
pub(super) fn apply(found: &mut Vec<Diagnostic>) {
    let mut mentions: HashMap<(usize, String), (usize, usize)> = HashMap::new();
    for finding in found.iter() {
        if let Some(name) = name_of(finding) {
            let (first, count) = mentions
                .entry((finding.file, name))
                .or_insert((finding.span.start, 0));
            *first = (*first).min(finding.span.start);
            *count += 1;
        }
    }
    mentions.retain(|_, (_, count)| *count > 1);
    if mentions.is_empty() {
        return;
    }
    found.retain_mut(|finding| {
        let Some((first, count)) =
            name_of(finding).and_then(|name| mentions.get(&(finding.file, name)))
        else {
            return true;
        };
        let is_first = finding.span.start == *first;
        if is_first
            && let Fact::Unknown {
                thing,
                name,
                nearest,
                ..
            } = &finding.fact
        {
            finding.fact = Fact::UnknownOften {
                thing: *thing,
                name: name.clone(),
                nearest: nearest.clone(),
                more: count - 1,
            };
        }
        is_first
    });
}

/// The name of a slot or a result that is told to be unknown.
fn name_of(finding: &Diagnostic) -> Option<String> {
    match &finding.fact {
        Fact::Unknown {
            thing: Thing::Slot | Thing::Value,
            name,
            of,
            ..
        } if of.is_empty() => Some(crate::line::key(name).to_string()),
        _ => None,
    }
}

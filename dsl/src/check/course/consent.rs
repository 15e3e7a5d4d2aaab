//! D106: a slot with `consent needed` is asked only where a slot of type `consent` is known to be yes.
//!
//! A forward pass: for each slot of that type, whether it is known, and whether it is not a no.

use std::collections::VecDeque;

use crate::Diagnostic;
use crate::ast::{Condition, Expr, Flow, Ident, Path, Type};
use crate::check::paths::{By, What};
use crate::diagnostic::{Fact, course};
use engine::graph::Comparison;

use super::{Course, yes_no};

/// What is known of the slots of type `consent`, a bit each.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Known {
    filled: u64,
    not_no: u64,
}

pub(super) fn check(course: &Course<'_, '_>, index: usize, found: &mut Vec<Diagnostic>) {
    let flow = course.flow(index);
    let declared = || flow.slots.iter().chain(&flow.needs).chain(&flow.gives);
    let needs_consent = |slot: &Ident| {
        let mut same = declared().filter(|declared| declared.name == *slot);
        same.any(|slot| slot.consent_needed.is_some())
    };
    if !declared().any(|slot| slot.consent_needed.is_some()) {
        return;
    }
    let consents = declared().filter(|slot| matches!(slot.kind.node, Type::Consent));
    let consents: Vec<&Ident> = consents.map(|slot| &slot.name).take(64).collect();
    // What is handed in, the caller has asked for.
    let given = flow
        .needs
        .iter()
        .any(|need| matches!(need.kind.node, Type::Consent));
    if given {
        return;
    }
    let facts = Facts { flow, consents };
    let before = facts.before(course, index);
    for (node, before) in course.paths[index].nodes.iter().zip(before) {
        let (What::Wait(wait), Some(before)) = (node.what, before) else {
            continue;
        };
        if let Some(ask) = &wait.ask
            && needs_consent(&ask.slot)
            && before.filled & before.not_no == 0
        {
            let slot = ask.slot.name.to_string();
            let fact = Fact::Course(course::Course::WithoutConsent { slot });
            found.push(Diagnostic::new(flow.file, node.span.range(), fact));
        }
    }
}

struct Facts<'a> {
    flow: &'a Flow,
    consents: Vec<&'a Ident>,
}

impl Facts<'_> {
    /// What is known before each node, on every path to it.
    fn before(&self, course: &Course<'_, '_>, index: usize) -> Vec<Option<Known>> {
        let paths = &course.paths[index];
        let mut before: Vec<Option<Known>> = vec![None; paths.nodes.len()];
        let mut ahead = VecDeque::new();
        if let Some(first) = paths.states.first() {
            before[*first] = Some(Known {
                filled: 0,
                not_no: 0,
            });
            ahead.push_back(*first);
        }
        while let Some(from) = ahead.pop_front() {
            let Some(known) = before[from] else { continue };
            let node = &paths.nodes[from];
            let known = self.done(&node.what, known);
            for way in &node.ways {
                let after = self.gone(way.by, known);
                let joined = before[way.to].map_or(after, |other| Known {
                    filled: other.filled & after.filled,
                    not_no: other.not_no & after.not_no,
                });
                if before[way.to] != Some(joined) {
                    before[way.to] = Some(joined);
                    ahead.push_back(way.to);
                }
            }
        }
        before
    }

    fn bit(&self, name: &Ident) -> u64 {
        let at = self.consents.iter().position(|slot| *slot == name);
        at.map_or(0, |at| 1 << at)
    }

    fn bit_of(&self, path: &Path) -> u64 {
        if path.fields.is_empty() {
            self.bit(&path.root)
        } else {
            0
        }
    }

    fn done(&self, what: &What<'_>, known: Known) -> Known {
        match what {
            What::Set(slot, value) => {
                let bit = self.bit(slot);
                let says = match value {
                    Expr::Path(path) if path.fields.is_empty() => yes_no(self.flow, &path.root),
                    _ => None,
                };
                let not_no = if says == Some(true) { bit } else { 0 };
                let filled = if says.is_some() { bit } else { 0 };
                Known {
                    filled: known.filled & !bit | filled,
                    not_no: known.not_no & !bit | not_no,
                }
            }
            What::Forget => Known { filled: 0, ..known },
            _ => known,
        }
    }

    fn gone(&self, by: By<'_>, known: Known) -> Known {
        match by {
            By::Filled(slot) => Known {
                filled: known.filled | self.bit(slot),
                not_no: known.not_no & !self.bit(slot),
            },
            By::Known(slot) => Known {
                filled: known.filled | self.bit(slot),
                ..known
            },
            By::If(condition, holds) => self.learn(condition, holds, known),
            By::Unsure => Known {
                filled: u64::MAX,
                not_no: u64::MAX,
            },
            _ => known,
        }
    }

    fn learn(&self, condition: &Condition, holds: bool, known: Known) -> Known {
        match (condition, holds) {
            (Condition::Known(path), true) | (Condition::Empty(path), false) => Known {
                filled: known.filled | self.bit_of(path),
                ..known
            },
            (Condition::Compare(left, by, right), holds) => {
                self.compared(left, *by, right, holds, known)
            }
            (Condition::Not(inner), holds) => self.learn(inner, !holds, known),
            (Condition::All(parts), true) | (Condition::Any(parts), false) => parts
                .iter()
                .fold(known, |known, part| self.learn(part, holds, known)),
            (Condition::All(parts), false) | (Condition::Any(parts), true) => {
                let mut joined: Option<Known> = None;
                for part in parts {
                    let one = self.learn(part, holds, known);
                    joined = Some(joined.map_or(one, |other| Known {
                        filled: other.filled & one.filled,
                        not_no: other.not_no & one.not_no,
                    }));
                }
                joined.unwrap_or(known)
            }
            _ => known,
        }
    }

    fn compared(
        &self,
        left: &Expr,
        by: Comparison,
        right: &Expr,
        holds: bool,
        known: Known,
    ) -> Known {
        let (Expr::Path(path), Expr::Path(value)) = (left, right) else {
            return known;
        };
        let bit = self.bit_of(path);
        let Some(yes) = yes_no(self.flow, &value.root) else {
            return known;
        };
        let equal = match by {
            Comparison::Is => holds,
            Comparison::IsNot => !holds,
            _ => return known,
        };
        let filled = if equal && by == Comparison::Is {
            bit
        } else {
            0
        };
        let not_no = if equal == yes { bit } else { 0 };
        Known {
            filled: known.filled | filled,
            not_no: known.not_no | not_no,
        }
    }
}

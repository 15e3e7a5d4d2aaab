//! Slots, the labels of their values, and D105: slots that depend on each other in a circle.

use super::{Lowering, wait::choosable};
use crate::ast::StatementKind;
use crate::check::walk::{self, Seen};
use crate::diagnostic::Fact;
use engine::graph::{Choosable, Slot, SlotIx};
use std::collections::HashSet;

impl Lowering<'_> {
    pub(super) fn slots(&mut self) -> Vec<Slot> {
        let names = self.scope.names;
        let mut asked = vec![false; names.slot_list.len()];
        let mut labels: Vec<Vec<Choosable>> = vec![Vec::new(); names.slot_list.len()];
        let mut labelled = HashSet::new();
        walk::flow(self.scope.flow, &mut |seen| {
            let Seen::Statement(statement) = seen else {
                return;
            };
            let StatementKind::Wait(wait) = &statement.kind else {
                return;
            };
            let slot = wait.ask.as_ref().and_then(|ask| names.slot(&ask.slot.key));
            let Some((slot, _)) = slot else { return };
            let slot = slot as usize;
            asked[slot] = true;
            for option in &wait.options {
                let key = &option.name.key;
                if names.values[slot].contains(key) && labelled.insert((slot, key)) {
                    labels[slot].push(choosable(option));
                }
            }
        });
        let mut slots = Vec::with_capacity(names.slot_list.len());
        for ((slot, kind), (asked, labels)) in names
            .slot_list
            .iter()
            .zip(&names.kinds)
            .zip(asked.into_iter().zip(labels))
        {
            let depends_on = slot
                .depends_on
                .iter()
                .filter_map(|name| self.scope.slot(name).map(|(slot, _)| slot));
            slots.push(Slot {
                name: slot.name.name.clone(),
                kind: kind.clone(),
                line: slot.line,
                range: slot.range.map(|range| range.node),
                personal: slot.personal,
                consent_needed: slot.consent_needed.is_some(),
                depends_on: depends_on.collect(),
                keep: slot.keep,
                optional: slot.optional,
                secret: slot.secret,
                asked,
                labels,
            });
        }
        self.tell_circles(&slots);
        slots
    }

    /// Tells each circle once, at its first slot.
    fn tell_circles(&mut self, slots: &[Slot]) {
        // 0: not seen, 1: on the way, 2: done.
        let mut seen = vec![0u8; slots.len()];
        for root in 0..slots.len() {
            let mut way: Vec<(usize, usize)> = vec![(root, 0)];
            while let Some((slot, next)) = way.last_mut() {
                let slot = *slot;
                if *next == 0 {
                    if seen[slot] == 2 {
                        way.pop();
                        continue;
                    }
                    seen[slot] = 1;
                }
                let Some(SlotIx(on)) = slots[slot].depends_on.get(*next).copied() else {
                    seen[slot] = 2;
                    way.pop();
                    continue;
                };
                *next += 1;
                let on = on as usize;
                match seen[on] {
                    0 => way.push((on, 0)),
                    1 => {
                        let from = way.iter().position(|(slot, _)| *slot == on).unwrap_or(0);
                        let circle = way[from..]
                            .iter()
                            .map(|(slot, _)| slots[*slot].name.to_string())
                            .collect();
                        let span = self.scope.names.slot_list[on].name.span;
                        self.scope.tell(span, Fact::DependsCircle { slots: circle });
                    }
                    _ => {}
                }
            }
        }
    }
}

//! Corrections: «нет, другой адрес» (LANGUAGE §4, ruling 4).

use super::Step;
use super::parse::Said;
use crate::effect::Rung;
use crate::graph::{Slot, SlotIx};
use crate::state::Aside;
use crate::value::Value;
use crate::{Kind, Name};
use understand::{Heard, Label, ValueKind, corrects, means_kind};

impl Step<'_> {
    /// Whether the message changes this filled slot: the new value if it is in the message, and the
    /// words that said so.
    pub(super) fn changes(
        &self,
        depth: usize,
        ix: SlotIx,
        heard: &Heard,
    ) -> Option<(Option<Value>, Vec<usize>)> {
        let signal = corrects(heard)?;
        let flow = self.flow_at(depth)?;
        let slot = flow.slot(ix);
        let old = self.state.frames.get(depth)?.slots.get(&slot.name)?;
        let named = Label::new(&slot.name).find(heard);
        let mentioned =
            named.is_some() || kind_of(&slot.kind).is_some_and(|kind| means_kind(heard, kind));
        let leave_out: Vec<usize> = signal
            .iter()
            .copied()
            .chain(named.unwrap_or_default())
            .collect();
        let value = self
            .new_value(slot, heard, &leave_out)
            .filter(|value| value != old);
        let says_itself = slot.kind.is_read_in_passing() && value.is_some();
        (mentioned || says_itself).then_some((value, signal))
    }

    /// The new value in a correcting message.
    fn new_value(&self, slot: &Slot, heard: &Heard, leave_out: &[usize]) -> Option<Value> {
        let heard = heard.without(leave_out);
        match &slot.kind {
            Kind::Text | Kind::Name => None,
            _ => match self.parse(slot, &heard, &[]) {
                Said::Value(value, _) => Some(value),
                _ => None,
            },
        }
    }

    /// The built-in correction of every filled slot: the one mentioned or newly given. Gives back
    /// whether there was one; the current question follows.
    pub(super) fn correct(&mut self, heard: &Heard) -> bool {
        let found = (0..self.state.frames.len()).rev().find_map(|depth| {
            let flow = self.flow_at(depth)?;
            (0..flow.slots.len()).find_map(|at| {
                let ix = SlotIx(at as u32);
                let (value, words) = self.changes(depth, ix, heard)?;
                Some((depth, ix, value, words))
            })
        });
        let Some((depth, ix, value, words)) = found else {
            return false;
        };
        let Some(flow) = self.flow_at(depth) else {
            return false;
        };
        self.decide(Rung::Correction, said(heard, &words), 0);
        let slots = match value {
            Some(value) => self.fill(depth, ix, value),
            None => vec![flow.slot(ix).name.clone()],
        };
        self.ask_corrected(depth, slots);
        true
    }

    /// Asks slots that a correction left open, one by one; then the wait point's question again.
    pub(super) fn ask_corrected(&mut self, depth: usize, mut slots: Vec<Name>) {
        let flow = self.flow_at(depth);
        slots.retain(|name| {
            flow.and_then(|flow| Some(flow.slot(flow.slot_named(name)?)))
                .is_some_and(|slot| slot.asked)
        });
        let Some(first) = slots.first().cloned() else {
            return self.ask_again_here();
        };
        if let Some(waiting) = &mut self.state.waiting {
            waiting.aside = Some(Aside::Correct { slots, depth });
        }
        self.ask_aside(depth, &first);
    }
}

/// The words of a message at these places.
pub(super) fn said(heard: &Heard, words: &[usize]) -> String {
    let words = words.iter().filter_map(|at| heard.words().get(*at));
    words
        .map(|word| word.text.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

fn kind_of(kind: &Kind) -> Option<ValueKind> {
    Some(match kind {
        Kind::Phone => ValueKind::Phone,
        Kind::Email => ValueKind::Email,
        Kind::Date => ValueKind::Date,
        Kind::Time => ValueKind::Time,
        Kind::DateTime => ValueKind::DateTime,
        Kind::Name => ValueKind::Name,
        Kind::Address => ValueKind::Address,
        Kind::Product => ValueKind::Product,
        Kind::Number => ValueKind::Number,
        Kind::Money(_) => ValueKind::Money,
        Kind::Duration => ValueKind::Duration,
        Kind::Photo => ValueKind::Photo,
        _ => return None,
    })
}

//! Triggers: whether a `when` matches what happened.

use super::parse::{Naming, Said};
use super::{Step, same_name};
use crate::Name;
use crate::event::Happened;
use crate::graph::{Binding, Flow, SlotIx, Trigger, When};
use crate::value::Value;
use understand::{Heard, Lang, agrees, declines, language, wants_human};

/// What a trigger made of an event.
pub(super) enum Heed {
    /// Nothing.
    No,
    /// It matched, by these words.
    Yes(Vec<usize>),
    /// It matched and says what goes into a slot or result.
    Fill(Binding, Value, Vec<usize>),
    /// It matched, but several products fit the slot.
    Which(SlotIx, Vec<Name>),
}

impl Step<'_> {
    /// Whether a `when` of the flow at `depth` listens here at all: in its states, and in a protected
    /// state only where it hands over or ends.
    pub(super) fn listens(&self, when: &When, depth: usize, anywhere: bool) -> bool {
        let in_state = when.only_in.is_empty()
            || self
                .state_at(depth)
                .is_some_and(|here| when.only_in.contains(&here));
        let protected = anywhere
            && (0..self.state.frames.len()).any(|depth| {
                self.flow_at(depth)
                    .zip(self.state_at(depth))
                    .is_some_and(|(flow, state)| flow.state(state).protected)
            });
        in_state
            && (!protected
                || when.interrupts_protected
                || matches!(when.trigger, Trigger::WantsHuman))
    }

    /// Whether words match a trigger of the flow at `depth`.
    pub(super) fn heeds_words(&self, trigger: &Trigger, depth: usize, heard: &Heard) -> Heed {
        let yes = |words: Option<Vec<usize>>| words.map_or(Heed::No, Heed::Yes);
        match trigger {
            Trigger::Says(phrases) => yes(phrases.iter().find_map(|phrase| phrase.find(heard))),
            Trigger::Agrees => yes(agrees(heard)),
            Trigger::Declines => yes(declines(heard)),
            Trigger::WantsHuman => yes(wants_human(heard)),
            Trigger::NamesProduct(slot) => match self.parse_product(heard, &[], Naming::ByTheWay) {
                Said::Value(value, words) => Heed::Fill(Binding::Slot(*slot), value, words),
                Said::Several(skus) => Heed::Which(*slot, skus),
                Said::Nothing => Heed::No,
            },
            Trigger::Gives(slot) => {
                let Some(flow) = self.flow_at(depth) else {
                    return Heed::No;
                };
                self.gives(flow, *slot, heard)
            }
            Trigger::Changes(slot) => {
                self.changes(depth, *slot, heard)
                    .map_or(Heed::No, |(value, words)| match value {
                        Some(value) => Heed::Fill(Binding::Slot(*slot), value, words),
                        None => Heed::Yes(words),
                    })
            }
            Trigger::WritesIn(lang) => {
                let spoken = [Lang::RU, Lang::UK, Lang::EN, *lang];
                yes((language(heard, &spoken) == Some(*lang)).then(Vec::new))
            }
            _ => Heed::No,
        }
    }

    fn gives(&self, flow: &Flow, slot: SlotIx, heard: &Heard) -> Heed {
        match self.parse(flow.slot(slot), heard, &[]) {
            Said::Value(value, words) => Heed::Fill(Binding::Slot(slot), value, words),
            Said::Several(skus) => Heed::Which(slot, skus),
            Said::Nothing => Heed::No,
        }
    }

    /// Whether something that is not words matches a trigger.
    pub(super) fn heeds_sign(&self, trigger: &Trigger, what: &Happened) -> Heed {
        let yes = |holds: bool| {
            if holds {
                Heed::Yes(Vec::new())
            } else {
                Heed::No
            }
        };
        match (trigger, what) {
            (Trigger::Joins, Happened::Joined)
            | (Trigger::OpensCatalog, Happened::OpenedCatalog)
            | (Trigger::Calls, Happened::Called)
            | (Trigger::HangsUp, Happened::HungUp) => Heed::Yes(Vec::new()),
            (Trigger::Dtmf(wanted), Happened::Dtmf(key)) => yes(wanted == key),
            (Trigger::Event(wanted), Happened::Raised { name, .. }) => yes(same_name(wanted, name)),
            (Trigger::SendsPhoto(binding), Happened::SentPhoto { file, .. }) => match binding {
                Some(binding) => Heed::Fill(binding.clone(), Value::File(file.clone()), Vec::new()),
                None => Heed::Yes(Vec::new()),
            },
            _ => Heed::No,
        }
    }
}

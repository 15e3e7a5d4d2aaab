//! Several answers in one message: what else it says fills other slots in passing (LANGUAGE §4).

use super::Step;
use super::parse::Said;
use crate::Kind;
use crate::graph::{Flow, SlotIx};
use understand::Heard;

/// What a message filled beside its answer.
#[derive(Default)]
pub(super) struct Passed {
    /// The words that said it, as far as they are known.
    pub(super) words: Vec<usize>,
    /// How many slots.
    pub(super) slots: usize,
}

impl Step<'_> {
    /// Fills empty slots that some `ask` of this flow fills with what else the message says. `asked` and the words of `leave_out` are not looked at.
    pub(super) fn fill_in_passing(
        &mut self,
        heard: &Heard,
        leave_out: &[usize],
        asked: Option<SlotIx>,
    ) -> Passed {
        let product = !self.is_intent(heard);
        self.fill_beside(heard, leave_out, asked, product)
    }

    pub(super) fn fill_beside(
        &mut self,
        heard: &Heard,
        leave_out: &[usize],
        asked: Option<SlotIx>,
        product: bool,
    ) -> Passed {
        let mut passed = Passed::default();
        let (Some(flow), top) = (self.flow(), self.top()) else {
            return passed;
        };
        let mut used: Vec<usize> = leave_out.to_vec();
        for (at, slot) in flow.slots.iter().enumerate() {
            let ix = SlotIx(at as u32);
            let is_wanted = Some(ix) != asked && (product || slot.kind != Kind::Product);
            if !is_wanted || !self.is_open(flow, ix) || used.len() >= heard.words().len() {
                continue;
            }
            if let Said::Value(value, words) = self.parse_beside(slot, heard, &used) {
                let words: Vec<usize> = words
                    .into_iter()
                    .filter(|word| !used.contains(word))
                    .collect();
                used.extend(&words);
                passed.words.extend(words);
                passed.slots += 1;
                self.fill(top, ix, value);
            }
        }
        passed
    }

    /// Whether a slot is filled in passing: empty, asked by some `ask`, of a type that is read so, and
    /// with the consent it needs.
    fn is_open(&self, flow: &Flow, ix: SlotIx) -> bool {
        let slot = flow.slot(ix);
        let allowed = !slot.consent_needed || self.has_consent(flow);
        slot.asked && slot.kind.is_read_in_passing() && allowed && !self.is_known(ix)
    }
}

//! Questions of the engine's own: which product is meant, what a corrected slot shall be.

use super::ask::keys;
use super::builtin::Own;
use super::parse::{Said, longest};
use super::{Next, Step, node_of, place_of};
use crate::Name;
use crate::effect::{Rung, SaidAs};
use crate::graph::NodeIx;
use crate::state::{Aside, Keyboard};
use crate::value::Value;
use understand::{Heard, Label, ordinal};

impl<'a> Step<'a> {
    /// Several products fit: asks which one, and remembers where its answer leads. `then` is the
    /// branch that asked, in the flow at `depth`; none: the wait point's own answer.
    pub(super) fn ask_which(
        &mut self,
        depth: usize,
        slot: Name,
        among: Vec<Name>,
        then: Option<NodeIx>,
        digress: bool,
    ) {
        let items: Vec<Value> = among.iter().cloned().map(Value::Product).collect();
        let mut draft = self.own_words(Own::WhichOne, SaidAs::Which(slot.clone()));
        draft.cards = self.cards(&items);
        let then = then
            .zip(self.flow_at(depth))
            .map(|(node, flow)| place_of(flow, node));
        if let Some(waiting) = &mut self.state.waiting {
            waiting.aside = Some(Aside::Which {
                slot: slot.clone(),
                among,
                depth,
                then,
                digress,
            });
        }
        let buttons = keys(&draft);
        self.send(draft);
        if let Some(place) = self.frame().map(|frame| frame.place.clone()) {
            self.remember_keyboard(Keyboard {
                message: self.state.messages,
                place,
                slot: Some(slot),
                buttons,
            });
        }
        self.wait_on();
    }

    /// Asks what a corrected slot shall be: in the words of the flow's own question if it has one.
    pub(super) fn ask_aside(&mut self, depth: usize, slot: &Name) {
        let own = |step: &Self| step.own_words(Own::WhatInstead, SaidAs::Ask(slot.clone()));
        let mut draft = self.question_for(depth, slot).unwrap_or_else(|| own(self));
        draft.said_as = SaidAs::Ask(slot.clone());
        let buttons = keys(&draft);
        self.send(draft);
        if let Some(place) = self.frame().map(|frame| frame.place.clone()) {
            self.remember_keyboard(Keyboard {
                message: self.state.messages,
                place,
                slot: Some(slot.clone()),
                buttons,
            });
        }
        self.wait_on();
    }

    /// Waits on at the wait point the dialogue stands at.
    pub(super) fn wait_on(&mut self) {
        if let Some(wait) = self.wait_here() {
            self.set_timer(wait);
        }
    }

    /// Reads a message as the answer to the engine's own question. Gives back whether it was one;
    /// otherwise the question is dropped and the ladder reads the message.
    pub(super) fn hear_aside(&mut self, heard: &Heard) -> bool {
        let Some(aside) = self
            .state
            .waiting
            .as_mut()
            .and_then(|waiting| waiting.aside.take())
        else {
            return false;
        };
        match aside {
            Aside::Which {
                slot,
                among,
                depth,
                then,
                digress,
            } => {
                let Some(chosen) = self.which(heard, &among) else {
                    return false;
                };
                self.choose_which(depth, &slot, chosen, then.as_ref(), digress);
                true
            }
            Aside::Correct { slots, depth } => self.hear_corrected(heard, depth, slots),
        }
    }

    fn which(&self, heard: &Heard, among: &[Name]) -> Option<Name> {
        if let Some(at) = ordinal(heard, among.len()) {
            return among.get(at).cloned();
        }
        match self.world.find(heard, &[], among).as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        }
    }

    /// Goes on with the product that was meant.
    pub(super) fn choose_which(
        &mut self,
        depth: usize,
        slot: &str,
        chosen: Name,
        then: Option<&crate::state::Place>,
        digress: bool,
    ) {
        let Some(flow) = self.flow_at(depth) else {
            return;
        };
        let words = self.state.buyer.words.clone();
        self.decide(Rung::Answer, words, 0);
        if let Some(ix) = flow.slot_named(slot) {
            self.fill(depth, ix, Value::Product(chosen));
        }
        let node = match then {
            Some(place) => node_of(flow, place),
            None => self.wait_here().map(|wait| wait.below),
        };
        let Some(node) = node else {
            return self.ask_again_here();
        };
        if digress {
            self.leave_for_a_while();
        }
        self.state.waiting = None;
        self.close_above(depth);
        self.go(Next::At(node));
    }

    fn hear_corrected(&mut self, heard: &Heard, depth: usize, mut slots: Vec<Name>) -> bool {
        let Some(flow) = self.flow_at(depth) else {
            return false;
        };
        let Some(ix) = slots.first().and_then(|slot| flow.slot_named(slot)) else {
            return false;
        };
        let slot = flow.slot(ix);
        let heeded = self.is_heeded(heard);
        if slot.kind.is_free_text() && heeded {
            self.keep_correcting(depth, slots);
            return false;
        }
        let labels = slot.labels.iter().flat_map(|choosable| {
            choosable
                .labels
                .iter()
                .flat_map(|(_, labels)| labels)
                .map(move |label: &Label| (&choosable.name, label))
        });
        let value = match longest(labels, heard) {
            Some((choice, _)) => Some(Value::Choice(choice.clone())),
            None => match self.parse(slot, heard, &[]) {
                Said::Value(value, _) => Some(value),
                _ => None,
            },
        };
        let Some(value) = value else {
            let first = slot.name.clone();
            self.keep_correcting(depth, slots);
            return !heeded && self.ask_aside_again(depth, &first);
        };
        self.decide(Rung::Correction, heard.text(), 0);
        slots.remove(0);
        slots.extend(self.fill(depth, ix, value));
        self.ask_corrected(depth, slots);
        true
    }

    /// The corrected slots stay open while something else is heard (ruling 19).
    fn keep_correcting(&mut self, depth: usize, slots: Vec<Name>) {
        if let Some(waiting) = &mut self.state.waiting {
            waiting.aside = Some(Aside::Correct { slots, depth });
        }
    }

    /// Asks for a corrected slot once more; after [`ASIDES`] times the ladder takes the message.
    fn ask_aside_again(&mut self, depth: usize, slot: &Name) -> bool {
        let Some(waiting) = &mut self.state.waiting else {
            return false;
        };
        waiting.unclear = waiting.unclear.saturating_add(1);
        if waiting.unclear > ASIDES {
            waiting.aside = None;
            return false;
        }
        self.decide(Rung::Unclear, "", 0);
        self.ask_aside(depth, slot);
        true
    }
}

/// How often a corrected slot is asked for again when the answer is not understood.
const ASIDES: u32 = 2;

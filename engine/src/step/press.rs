//! Presses: buttons of the question that stands, and of older messages (LANGUAGE §4).

use super::ladder::{Reading, option_named};
use super::parse::option_value;
use super::{Step, name};
use crate::effect::Rung;
use crate::event::Press;
use crate::graph::{Flow, Wait};
use crate::state::{Aside, Keyboard};
use crate::value::Value;
use crate::{Kind, Name};
use understand::fold;

impl<'a> Step<'a> {
    /// A press: of the question that stands it chooses; of an older one it answers its slot, `presses`
    /// may listen for it, else its label is read as if typed.
    pub(super) fn hear_press(&mut self, wait: &'a Wait, press: &Press) {
        let Some((keyboard, pressed, label)) = self.pressed(press) else {
            if let Press::Named(typed) = press {
                let typed = typed.to_string();
                self.hear_label(wait, &typed);
            } else {
                self.ask_again_here();
            }
            return;
        };
        self.state.buyer.words.clone_from(&label);
        self.state.matched.clear();
        let since = self
            .state
            .waiting
            .as_ref()
            .map_or(u64::MAX, |waiting| waiting.since);
        if keyboard.message >= since {
            self.press_here(wait, &pressed, &label);
        } else if let Some(left) = self.return_to(&keyboard) {
            self.press_here(left, &pressed, &label);
        } else if !self.press_older(&keyboard, &pressed, &label) && !self.heed_press(wait, &pressed)
        {
            self.hear_label(wait, &label);
        }
    }

    /// The question of a button whose slot is still empty, if it was left for a while: the dialogue
    /// stands there again, and the press is its answer.
    fn return_to(&mut self, keyboard: &Keyboard) -> Option<&'a Wait> {
        let slot = keyboard.slot.as_ref()?;
        let left = &self.state.left;
        let at = left.iter().rposition(|left| {
            left.places.last() == Some(&keyboard.place) && left.waiting.since <= keyboard.message
        })?;
        let mut frames = self.state.frames.iter().chain(&left[at].closed);
        let open = frames.find(|frame| frame.flow == keyboard.place.flow)?;
        if open.slots.contains_key(slot) {
            return None;
        }
        self.state.left.truncate(at + 1);
        let left = self.state.left.pop()?;
        if self.reopen(left) {
            self.wait_here()
        } else {
            None
        }
    }

    fn hear_label(&mut self, wait: &'a Wait, label: &str) {
        label.clone_into(&mut self.state.buyer.words);
        self.hear_words(wait, label, Reading::Message);
    }

    /// The keyboard pressed, the button's name and its label.
    fn pressed(&self, press: &Press) -> Option<(Keyboard, Name, String)> {
        match press {
            Press::Button { message, index } => {
                let keyboard = self
                    .state
                    .keyboards
                    .iter()
                    .find(|keyboard| keyboard.message == *message)?;
                let (name, label) = keyboard.buttons.get(usize::from(*index))?;
                Some((keyboard.clone(), name.clone(), label.clone()))
            }
            Press::Named(wanted) => self.state.keyboards.iter().rev().find_map(|keyboard| {
                let fits = |(name, label): &&(Name, String)| {
                    super::same_name(name, wanted) || fold(label) == fold(wanted)
                };
                let (name, label) = keyboard.buttons.iter().find(fits)?;
                Some((keyboard.clone(), name.clone(), label.clone()))
            }),
        }
    }

    /// A button of the question that stands.
    fn press_here(&mut self, wait: &'a Wait, pressed: &Name, label: &str) {
        if let Some(Aside::Which {
            slot,
            among,
            depth,
            then,
            digress,
        }) = self
            .state
            .waiting
            .as_ref()
            .and_then(|waiting| waiting.aside.clone())
            && among.contains(pressed)
        {
            return self.choose_which(depth, &slot, pressed.clone(), then.as_ref(), digress);
        }
        if let Some(Aside::Correct { .. }) = self
            .state
            .waiting
            .as_ref()
            .and_then(|waiting| waiting.aside.as_ref())
        {
            return self.hear_label(wait, label);
        }
        self.decide(Rung::PressedOption, label, 0);
        if let Some(option) = option_named(wait, pressed) {
            self.decide(Rung::PressedOption, label, option.line);
            return self.choose(wait, option);
        }
        let offered = self
            .state
            .waiting
            .as_ref()
            .map(|waiting| waiting.offered.clone())
            .unwrap_or_default();
        if let Some(at) = offered
            .iter()
            .position(|item| self.item_name(item) == *pressed)
        {
            return self.choose_item(wait, at);
        }
        if self.heed_press(wait, pressed) {
            return;
        }
        let Some((ask, flow)) = wait.ask.as_ref().zip(self.flow()) else {
            return self.hear_label(wait, label);
        };
        let slot = flow.slot(ask.slot);
        match (&**pressed, &slot.kind) {
            ("skip", _) if slot.optional => self.skip(wait),
            ("yes" | "no", Kind::YesNo | Kind::Consent) => {
                self.answer(wait, ask.slot, Value::YesNo(&**pressed == "yes"))
            }
            _ => self.hear_label(wait, label),
        }
    }

    /// A button of an older message: it answers its own question only for a slot, as a correction.
    fn press_older(&mut self, keyboard: &Keyboard, pressed: &Name, label: &str) -> bool {
        let Some(slot) = &keyboard.slot else {
            return false;
        };
        let depth = self
            .state
            .frames
            .iter()
            .rposition(|frame| frame.flow == keyboard.place.flow);
        let Some((depth, flow)) = depth.and_then(|depth| Some((depth, self.flow_at(depth)?)))
        else {
            return false;
        };
        let Some(ix) = flow.slot_named(slot) else {
            return false;
        };
        let Some(value) = self.pressed_value(flow, keyboard, ix, pressed, label) else {
            return false;
        };
        self.decide(Rung::Correction, label, 0);
        let emptied = self.fill(depth, ix, value);
        self.ask_corrected(depth, emptied);
        true
    }

    /// What a button of an older question stands for in its slot; none where the option had a target.
    fn pressed_value(
        &self,
        flow: &Flow,
        keyboard: &Keyboard,
        ix: crate::graph::SlotIx,
        pressed: &Name,
        label: &str,
    ) -> Option<Value> {
        let slot = flow.slot(ix);
        let option =
            super::node_of(flow, &keyboard.place).and_then(|node| match &flow.node(node).op {
                crate::graph::Op::Wait(wait) => option_named(wait, pressed),
                _ => None,
            });
        if option.is_some_and(|option| !option.fills) {
            return None;
        }
        match &slot.kind {
            Kind::Product => Some(Value::Product(name(pressed))),
            Kind::Choice(names) => names
                .iter()
                .any(|name| name == pressed)
                .then(|| Value::Choice(pressed.clone())),
            Kind::YesNo | Kind::Consent => Some(option_value(&slot.kind, pressed, label)),
            _ => None,
        }
    }
}

//! The ladder: how an event is read at a wait point, rung by rung (LANGUAGE §4).

use super::ask::Asking;
use super::builtin::Own;
use super::correct::said;
use super::parse::{Said, longest, option_value, types_own};
use super::when::Stand;
use super::{Next, Step};
use crate::effect::{Ended, Rung};
use crate::event::{Event, Happened};
use crate::graph::{Choice, Flow, NodeIx, Op, SlotIx, Wait};
use crate::value::Value;
use crate::{Kind, Name};
use understand::{Heard, ordinal};

/// Who is read: a message like any other, or the one that opened the dialogue, which is read without
/// the rungs that would take any words at all.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    Message,
    Opening,
}

impl<'a> Step<'a> {
    /// Reads an event at the wait point the dialogue stands at.
    pub(super) fn hear(&mut self, event: &Event) {
        self.read_language(event);
        self.reading = Some(event.clone());
        let Some(wait) = self.wait_here() else { return };
        match &event.what {
            Happened::Said(text) => {
                self.hear_words(wait, text, Reading::Message);
            }
            Happened::Pressed(press) => self.hear_press(wait, press),
            sign => self.hear_sign(wait, sign),
        }
    }

    /// Reads the message that opened the dialogue; gives back whether it led somewhere.
    pub(super) fn hear_opening(&mut self, wait: &'a Wait, event: &Event) -> bool {
        match &event.what {
            Happened::Said(text) => self.hear_words(wait, text, Reading::Opening),
            Happened::Pressed(press) => match self.label_of(press) {
                Some(label) => self.hear_words(wait, &label, Reading::Opening),
                None => false,
            },
            sign => self.heed_sign(wait, sign),
        }
    }

    /// Reads words. Gives back whether they led somewhere; an opening message may lead nowhere.
    pub(super) fn hear_words(&mut self, wait: &'a Wait, text: &str, reading: Reading) -> bool {
        let heard = Heard::new(text);
        self.state.matched.clear();
        if reading == Reading::Message && self.hear_aside(&heard) {
            return true;
        }
        let (Some(flow), top) = (self.flow(), self.top()) else {
            return false;
        };
        if let Some((option, words)) = typed_option(wait, &heard) {
            self.decide(Rung::TypedOption, said(&heard, &words), option.line);
            self.fill_in_passing(&heard, &words, None);
            self.choose(wait, option);
            return true;
        }
        if self.hear_position(wait, &heard) || self.hear_own_option(wait, &heard) {
            return true;
        }
        if self.hear_answer(flow, wait, &heard) {
            return true;
        }
        for when in &wait.whens {
            if self.hear_when(
                when,
                Stand {
                    depth: top,
                    anywhere: false,
                },
                &heard,
            ) {
                return true;
            }
        }
        for depth in (0..=top).rev() {
            let Some(flow) = self.flow_at(depth) else {
                continue;
            };
            for when in &flow.anywhere {
                if self.hear_when(
                    when,
                    Stand {
                        depth,
                        anywhere: true,
                    },
                    &heard,
                ) {
                    return true;
                }
            }
        }
        if reading == Reading::Opening {
            self.fill_in_passing(&heard, &[], None);
            return false;
        }
        if self.correct(&heard) {
            return true;
        }
        self.hear_rest(flow, wait, &heard);
        true
    }

    /// The rungs that take any words: free text, `otherwise`, `unclear`. A message that only fills
    /// other slots repeats the question instead (ruling 3), but for `otherwise back`: it is read at the
    /// question that was left, which it may answer.
    fn hear_rest(&mut self, flow: &'a Flow, wait: &'a Wait, heard: &Heard) {
        if let Some(to) = wait.otherwise
            && wait.ask.is_none()
            && matches!(flow.node(to).op, Op::Back(_))
        {
            return self.go_otherwise(to, heard.text());
        }
        let asked = wait.ask.as_ref().map(|ask| ask.slot);
        let passed = self.fill_in_passing(heard, &[], asked);
        let free = asked.filter(|slot| flow.slot(*slot).kind.is_free_text());
        let rest = heard.without(&passed.words);
        let says_more = rest
            .words()
            .iter()
            .any(|word| !understand::is_function_word(word));
        if let Some(ix) = free
            && (passed.slots == 0 || says_more)
            && let Said::Value(value, _) = self.parse(flow.slot(ix), heard, &[])
        {
            self.decide(Rung::FreeAnswer, heard.text(), 0);
            self.answer(wait, ix, value);
        } else if passed.slots > 0 {
            self.decide(Rung::InPassing, said(heard, &passed.words), 0);
            self.ask(wait, Asking::Anew);
        } else if let Some(to) = wait.otherwise {
            self.go_otherwise(to, heard.text());
        } else {
            self.unclear(wait, heard.text());
        }
    }

    fn go_otherwise(&mut self, to: NodeIx, words: &str) {
        self.decide(Rung::Otherwise, words, 0);
        self.state.waiting = None;
        self.go(Next::At(to));
    }

    /// A message that is only a number or an ordinal picks by position: items of the list first, then
    /// options; unless a number is asked for.
    fn hear_position(&mut self, wait: &'a Wait, heard: &Heard) -> bool {
        let asks_number = wait
            .ask
            .as_ref()
            .and_then(|ask| Some(&self.flow()?.slot(ask.slot).kind));
        if matches!(
            asks_number,
            Some(Kind::Number | Kind::Money(_) | Kind::Percent)
        ) {
            return false;
        }
        let items = self
            .state
            .waiting
            .as_ref()
            .map_or(0, |waiting| waiting.offered.len());
        let Some(at) = ordinal(heard, items + wait.options.len()) else {
            return false;
        };
        self.decide(Rung::TypedOption, heard.text(), 0);
        match wait.options.get(at.wrapping_sub(items)) {
            Some(option) if at >= items => self.choose(wait, option),
            _ => self.choose_item(wait, at),
        }
        true
    }

    /// The engine's own option: leave an optional slot empty.
    fn hear_own_option(&mut self, wait: &'a Wait, heard: &Heard) -> bool {
        let optional = wait
            .ask
            .as_ref()
            .is_some_and(|ask| self.flow().is_some_and(|flow| flow.slot(ask.slot).optional));
        if !optional || !types_own(Own::Skip, heard) {
            return false;
        }
        self.decide(Rung::TypedOption, heard.text(), 0);
        self.skip(wait);
        true
    }

    /// The answer to the asked slot, unless it is free text. A message that matches an intent of
    /// `anywhere` is no answer to a product slot (ruling 3).
    fn hear_answer(&mut self, flow: &'a Flow, wait: &'a Wait, heard: &Heard) -> bool {
        let Some(ask) = &wait.ask else { return false };
        let slot = flow.slot(ask.slot);
        if slot.kind.is_free_text() || (slot.kind == Kind::Product && self.is_intent(heard)) {
            return false;
        }
        if let Some((item, words)) = self.typed_item(heard) {
            self.decide(Rung::TypedOption, said(heard, &words), 0);
            self.answer(wait, ask.slot, item);
            return true;
        }
        match self.parse(slot, heard, &[]) {
            Said::Value(value, words) => {
                self.decide(Rung::Answer, said(heard, &words), 0);
                self.fill_in_passing(heard, &words, Some(ask.slot));
                self.answer(wait, ask.slot, value);
                true
            }
            Said::Several(skus) => {
                self.ask_which(self.top(), slot.name.clone(), skus, None, false);
                true
            }
            Said::Nothing => false,
        }
    }

    /// An offered item that is no product, by its words.
    fn typed_item(&self, heard: &Heard) -> Option<(Value, Vec<usize>)> {
        let lang = self.lang();
        let offered = &self.state.waiting.as_ref()?.offered;
        let items = offered.iter().filter(|item| Self::sku(item).is_none());
        let labels: Vec<_> = items
            .map(|item| (item, understand::Label::new(&self.printed(item, lang))))
            .collect();
        let (item, words) = longest(labels.iter().map(|(item, label)| (*item, label)), heard)?;
        Some((item.clone(), words))
    }

    /// Something that is not words: triggers hear it, a photo may be the answer; else the question
    /// stands, and a hung-up call ends.
    fn hear_sign(&mut self, wait: &'a Wait, sign: &Happened) {
        if self.heed_sign(wait, sign) {
            return;
        }
        match sign {
            Happened::SentPhoto { file, caption } => {
                let asked = wait.ask.as_ref().map(|ask| ask.slot);
                let photo = asked.filter(|slot| {
                    self.flow().is_some_and(|flow| {
                        matches!(flow.slot(*slot).kind, Kind::Photo | Kind::File)
                    })
                });
                if let Some(slot) = photo {
                    self.decide(Rung::Answer, "", 0);
                    self.answer(wait, slot, Value::File(file.clone()));
                } else if caption.trim().is_empty() {
                    self.otherwise_or_unclear(wait);
                } else {
                    self.state.buyer.words.clone_from(caption);
                    self.hear_words(wait, caption, Reading::Message);
                }
            }
            Happened::HungUp => self.end(Ended::Postponed, Some("the buyer hung up".to_owned())),
            Happened::Dtmf(key) => {
                self.hear_words(wait, key, Reading::Message);
            }
            Happened::Joined | Happened::Called => self.ask_again_here(),
            Happened::OpenedCatalog => self.wait_on(),
            _ => {}
        }
    }

    fn otherwise_or_unclear(&mut self, wait: &'a Wait) {
        match wait.otherwise {
            Some(to) => self.go_otherwise(to, ""),
            None => self.unclear(wait, ""),
        }
    }

    /// Nothing matched: the question again, as often as the policy allows, then where it leads.
    fn unclear(&mut self, wait: &'a Wait, words: &str) {
        self.decide(Rung::Unclear, words, 0);
        let count = match &mut self.state.waiting {
            Some(waiting) => {
                waiting.unclear = waiting.unclear.saturating_add(1);
                waiting.unclear
            }
            None => 0,
        };
        let own = wait.unclear.as_ref().map(|policy| (self.top(), policy));
        let policy = own.or_else(|| {
            (0..self.state.frames.len())
                .rev()
                .find_map(|depth| Some((depth, self.flow_at(depth)?.defaults.unclear.as_ref()?)))
        });
        match policy {
            Some((depth, policy)) if count > policy.at_most && policy.then.is_some() => {
                self.state.waiting = None;
                self.close_above(depth);
                self.go(policy.then.map_or(Next::Stop, Next::At));
            }
            _ => self.ask(wait, Asking::Unclear),
        }
    }

    /// An answer fills the slot, and the script goes on below.
    pub(super) fn answer(&mut self, wait: &Wait, slot: SlotIx, value: Value) {
        self.fill(self.top(), slot, value);
        self.state.waiting = None;
        self.go(Next::At(wait.below));
    }

    pub(super) fn skip(&mut self, wait: &Wait) {
        self.state.waiting = None;
        self.go(Next::At(wait.below));
    }

    /// An option was chosen: it fills the slot, or leads where it says.
    pub(super) fn choose(&mut self, wait: &Wait, option: &Choice) {
        self.note_heard(self.top(), option.line);
        if option.fills
            && let (Some(ask), Some(flow)) = (&wait.ask, self.flow())
        {
            let label = option.choosable.label(self.lang());
            let value = option_value(&flow.slot(ask.slot).kind, &option.choosable.name, label);
            self.fill(self.top(), ask.slot, value);
        }
        self.state.waiting = None;
        self.go(Next::At(option.to));
    }

    /// An item of the list was chosen.
    pub(super) fn choose_item(&mut self, wait: &Wait, at: usize) {
        let item = self
            .state
            .waiting
            .as_ref()
            .and_then(|waiting| waiting.offered.get(at).cloned());
        match (item, &wait.ask) {
            (Some(item), Some(ask)) => {
                let value = Self::sku(&item).map_or(item, Value::Product);
                self.answer(wait, ask.slot, value);
            }
            _ => self.ask_again_here(),
        }
    }
}

/// The option whose label or synonym was typed: the longest label, then the first.
fn typed_option<'w>(wait: &'w Wait, heard: &Heard) -> Option<(&'w Choice, Vec<usize>)> {
    let labels = wait.options.iter().flat_map(|option| {
        option
            .choosable
            .labels
            .iter()
            .flat_map(|(_, labels)| labels)
            .map(move |label| (option, label))
    });
    longest(labels, heard)
}

/// An option's name, for presses.
pub(super) fn option_named<'w>(wait: &'w Wait, name: &Name) -> Option<&'w Choice> {
    wait.options
        .iter()
        .find(|option| super::same_name(&option.choosable.name, name))
}

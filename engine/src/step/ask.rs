//! Arriving at a wait point and asking its question.

use super::builtin::Own;
use super::run::Said;
use super::speak::{Draft, MOST_ITEMS};
use super::{Next, Step, name, place_of};
use crate::effect::{Button, SaidAs};
use crate::graph::{Flow, NodeIx, Wait, Words};
use crate::state::{Aside, Keyboard, Waiting};
use crate::value::Value;
use crate::{Kind, Name};

/// The most keyboards that may still be pressed.
const MOST_KEYBOARDS: usize = 20;

/// Why a question is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Asking {
    /// The dialogue arrived at it, or came back to it.
    Anew,
    /// The answer was not understood.
    Unclear,
}

impl<'a> Step<'a> {
    /// Arrives at a wait point: goes on when its slot is known, reads the opening message, or asks.
    pub(super) fn arrive_at(&mut self, wait: &'a Wait) -> Next {
        if let Some(ask) = &wait.ask
            && ((!ask.again && self.is_known(ask.slot)) || self.lacks_consent(ask.slot))
        {
            return Next::At(wait.below);
        }
        let from = wait.ask.as_ref().and_then(|ask| ask.from.as_ref());
        let offered = from
            .map(|list| self.items(list, MOST_ITEMS))
            .unwrap_or_default();
        self.state.waiting = Some(Waiting {
            unclear: 0,
            offered,
            aside: None,
            since: self.state.messages + 1,
        });
        if let Some(opening) = self.state.opening.take()
            && self.hear_opening(wait, &opening)
        {
            return Next::Stop;
        }
        self.ask(wait, Asking::Anew);
        Next::Stop
    }

    /// A slot with `consent needed` is asked only where a consent is known to be yes.
    fn lacks_consent(&self, slot: crate::graph::SlotIx) -> bool {
        let Some(flow) = self.flow() else {
            return false;
        };
        flow.slot(slot).consent_needed && !self.has_consent(flow)
    }

    pub(super) fn has_consent(&self, flow: &Flow) -> bool {
        let Some(frame) = self.frame() else {
            return false;
        };
        flow.slots
            .iter()
            .filter(|slot| slot.kind == Kind::Consent)
            .any(|slot| frame.slots.get(&slot.name) == Some(&Value::YesNo(true)))
    }

    /// Asks the question of the wait point the dialogue stands at again, options and all.
    pub(super) fn ask_again_here(&mut self) {
        let aside = self
            .state
            .waiting
            .as_ref()
            .and_then(|waiting| waiting.aside.clone());
        if let Some(Aside::Correct { slots, depth }) = aside
            && let Some(slot) = slots.first()
        {
            self.ask_aside(depth, slot);
        } else if let Some(wait) = self.wait_here() {
            self.ask(wait, Asking::Anew);
        }
    }

    /// Sends the question with its options, and begins to wait.
    pub(super) fn ask(&mut self, wait: &'a Wait, how: Asking) {
        let top = self.top();
        let (Some(flow), Some(node)) = (self.flow(), self.node_at(top)) else {
            return;
        };
        let line = flow.node(node).line;
        let mut draft = self.question(flow, wait, how, line);
        let items = self
            .state
            .waiting
            .as_ref()
            .map(|waiting| waiting.offered.clone())
            .unwrap_or_default();
        draft.cards = self.cards(&items);
        draft.options = self.options(flow, wait, &items);
        let silent = draft.text.is_empty() && draft.cards.is_empty() && draft.options.is_empty();
        if !silent && self.show_keyboard(flow, wait, node, draft) == Said::Stopped {
            return;
        }
        if let Some(words) = wait.next_words
            && self.add_next(words) == Said::Stopped
        {
            return;
        }
        self.set_timer(wait);
    }

    /// The words of a question, and the name a talk knows it by.
    fn question(&mut self, flow: &'a Flow, wait: &'a Wait, how: Asking, line: u32) -> Draft {
        let state = || {
            self.frame()
                .map_or_else(|| name(""), |frame| frame.place.state.clone())
        };
        let slot = wait
            .ask
            .as_ref()
            .map(|ask| flow.slot(ask.slot).name.clone());
        let named = match (how, slot) {
            (Asking::Unclear, slot) => Some(SaidAs::Unclear(slot.unwrap_or_else(state))),
            (Asking::Anew, Some(slot)) => Some(SaidAs::Ask(slot)),
            (Asking::Anew, None) => None,
        };
        let again = match how {
            Asking::Unclear => wait
                .unclear_words
                .and_then(|words| self.nth_wording(flow, words)),
            Asking::Anew => None,
        };
        let draft = again.or_else(|| {
            wait.words
                .as_ref()
                .and_then(|words| self.draft(words, line))
        });
        let mut draft = draft.unwrap_or_else(|| Draft {
            text: String::new(),
            lang: self.lang(),
            said_as: SaidAs::Nth(
                self.frame()
                    .map_or_else(|| name(""), |frame| frame.place.state.clone()),
                0,
            ),
            line,
            cards: Vec::new(),
            options: Vec::new(),
        });
        if let Some(named) = named {
            draft.said_as = named;
        }
        draft
    }

    /// The words of a re-ask: the first line of the language for the first, the last for the rest.
    fn nth_wording(&mut self, flow: &'a Flow, words: crate::graph::TextIx) -> Option<Draft> {
        let nth = self
            .state
            .waiting
            .as_ref()
            .map_or(0, |waiting| waiting.unclear.saturating_sub(1)) as usize;
        let spoken = self.lang();
        let channel = self.channel();
        let text = flow.text(words);
        let lang = text
            .variants
            .iter()
            .map(|variant| variant.lang)
            .find(|lang| *lang == spoken);
        let lang = lang.or(text.variants.first().map(|variant| variant.lang))?;
        let own = text
            .variants
            .iter()
            .any(|variant| variant.lang == lang && variant.channel == Some(channel));
        let fits = |variant: &&crate::graph::Variant| {
            variant.lang == lang && variant.channel == own.then_some(channel)
        };
        let lines: Vec<_> = text.variants.iter().filter(fits).collect();
        let variant = lines.get(nth).or(lines.last())?;
        Some(Draft {
            text: self.wording(variant),
            lang,
            said_as: SaidAs::Unclear(name("")),
            line: variant.line,
            cards: Vec::new(),
            options: Vec::new(),
        })
    }

    /// What the buyer can choose below the words: items that are no products, the options written in
    /// the script, and the engine's own.
    fn options(&self, flow: &Flow, wait: &Wait, items: &[Value]) -> Vec<Button> {
        let lang = self.lang();
        let items = items.iter().filter(|item| Self::sku(item).is_none());
        let items = items.map(|item| Button {
            name: self.item_name(item),
            label: self.printed(item, lang),
        });
        let written = wait.options.iter().map(|option| Button {
            name: option.choosable.name.clone(),
            label: option.choosable.label(lang).to_owned(),
        });
        let mut buttons: Vec<Button> = items.chain(written).collect();
        let own = |word: &str, own: Own| Button {
            name: name(word),
            label: own.words(lang).to_owned(),
        };
        if let Some(slot) = wait.ask.as_ref().map(|ask| flow.slot(ask.slot)) {
            if wait.options.is_empty() && matches!(slot.kind, Kind::YesNo | Kind::Consent) {
                buttons.push(own("yes", Own::Yes));
                buttons.push(own("no", Own::No));
            }
            if slot.optional {
                buttons.push(own("skip", Own::Skip));
            }
        }
        buttons
    }

    /// The name an offered item is pressed by.
    pub(super) fn item_name(&self, item: &Value) -> Name {
        Self::sku(item).unwrap_or_else(|| name(&self.printed(item, self.lang())))
    }

    /// Sends a question and remembers its keyboard.
    fn show_keyboard(&mut self, flow: &Flow, wait: &Wait, node: NodeIx, draft: Draft) -> Said {
        let buttons = keys(&draft);
        if self.send(draft) == Said::Stopped {
            return Said::Stopped;
        }
        let slot = wait
            .ask
            .as_ref()
            .map(|ask| flow.slot(ask.slot).name.clone());
        self.remember_keyboard(Keyboard {
            message: self.state.messages,
            place: place_of(flow, node),
            slot,
            buttons,
        });
        Said::Sent
    }

    pub(super) fn remember_keyboard(&mut self, keyboard: Keyboard) {
        if keyboard.buttons.is_empty() {
            return;
        }
        if self.state.keyboards.len() >= MOST_KEYBOARDS {
            self.state.keyboards.remove(0);
        }
        self.state.keyboards.push(keyboard);
    }

    /// The question that some `ask` of a flow puts for a slot.
    pub(super) fn question_for(&mut self, depth: usize, slot: &str) -> Option<Draft> {
        if depth != self.top() {
            return None;
        }
        let flow = self.flow_at(depth)?;
        let asks = |node: &'a crate::graph::Node| match &node.op {
            crate::graph::Op::Wait(wait) => {
                let ask = wait.ask.as_ref()?;
                (*flow.slot(ask.slot).name == *slot).then_some((wait, node.line))
            }
            _ => None,
        };
        let (wait, line) = flow.nodes.iter().find_map(asks)?;
        let words: &Words = wait.words.as_ref()?;
        let mut draft = self.draft(words, line)?;
        draft.options = self.options(flow, wait, &[]);
        Some(draft)
    }
}

/// The buttons of a message as presses count them: cards, then options.
pub(super) fn keys(draft: &Draft) -> Vec<(Name, String)> {
    let cards = draft
        .cards
        .iter()
        .map(|card| (card.sku.clone(), card.name.clone()));
    cards
        .chain(
            draft
                .options
                .iter()
                .map(|button| (button.name.clone(), button.label.clone())),
        )
        .collect()
}

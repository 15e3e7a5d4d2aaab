//! The door: what an event means before any script is read.

use super::{Next, Step};
use crate::effect::{Effect, Ended, Rung};
use crate::event::{Event, Happened, Press};
use crate::state::{Frame, Owner, Phase};
use jiff::SignedDuration;
use understand::{Heard, language, only_closes};

/// The most of a buyer's events that are kept while the world is asked; what comes beyond is dropped.
const MOST_HELD: usize = 50;

/// For so long after the end, thanks and goodbyes are not answered.
const STILL_WARM: SignedDuration = SignedDuration::from_hours(24);

impl Step<'_> {
    pub(super) fn arrive(&mut self, event: &Event) {
        match &event.what {
            Happened::Met {
                name,
                username,
                locale,
                source,
            } => {
                let buyer = &mut self.state.buyer;
                buyer.name = name.clone().or(buyer.name.take());
                buyer.username = username.clone().or(buyer.username.take());
                buyer.locale = locale.or(buyer.locale);
                buyer.source = source.clone().or(buyer.source.take());
            }
            Happened::Due { timer } => self.due(*timer, event),
            Happened::Answered { request, answer } => {
                if self
                    .state
                    .pending
                    .as_ref()
                    .is_some_and(|pending| pending.request == *request)
                {
                    if !self.settle(event) {
                        self.answered(answer);
                    }
                    self.read_held();
                }
            }
            Happened::OperatorSaid(text) => {
                self.take_over();
                self.effects.push(Effect::Relay { text: text.clone() });
                self.read_held();
            }
            Happened::Taken => {
                self.take_over();
                self.read_held();
            }
            Happened::GivenBack => {
                if matches!(self.state.owner, Owner::Person { .. }) {
                    if !self.settle(event) {
                        self.give_back();
                    }
                    self.read_held();
                }
            }
            Happened::Raised { .. } => {
                if self.state.phase == Phase::Open {
                    self.receive(event);
                    self.read_held();
                }
            }
            Happened::Said(_)
            | Happened::Pressed(_)
            | Happened::SentPhoto { .. }
            | Happened::Joined
            | Happened::OpenedCatalog
            | Happened::Called
            | Happened::HungUp
            | Happened::Dtmf(_) => {
                self.note_buyer();
                self.receive(event);
                self.read_held();
            }
        }
    }

    /// Any event of the buyer cancels the silence.
    fn note_buyer(&mut self) {
        self.state.last_heard = Some(self.at);
        self.unset_timer();
        self.state.silences.clear();
    }

    /// An event for the script: held, forwarded to the person who owns the dialogue, the beginning
    /// of a dialogue, or read at the wait point.
    fn receive(&mut self, event: &Event) {
        if self.state.pending.is_some() {
            if self.state.held.len() < MOST_HELD {
                self.state.held.push(event.clone());
            }
            return;
        }
        if let Happened::Said(text) = &event.what {
            self.state.buyer.words.clone_from(text);
        }
        if matches!(self.state.owner, Owner::Person { .. }) {
            self.forward(&event.what);
            return;
        }
        if self.state.phase == Phase::Open {
            if !self.settle(event) && self.state.waiting.is_some() {
                self.hear(event);
            }
        } else {
            self.begin(event);
        }
    }

    /// The buyer's words for the person who owns the dialogue.
    fn forward(&mut self, what: &Happened) {
        let text = match what {
            Happened::Said(text) => text.clone(),
            Happened::Pressed(press) => self.label_of(press).unwrap_or_default(),
            Happened::SentPhoto { caption, .. } => caption.clone(),
            _ => return,
        };
        self.effects.push(Effect::Forward { text });
    }

    /// Begins a dialogue with the first state of the profile's script (LANGUAGE §3).
    fn begin(&mut self, event: &Event) {
        let opens = !matches!(
            event.what,
            Happened::HungUp | Happened::Dtmf(_) | Happened::Raised { .. }
        );
        if !opens || self.is_only_thanks(event) {
            return;
        }
        let script = self.world.profile(&self.state.chat).script.clone();
        let Some((_, flow)) = self.graph.flow(&script) else {
            return;
        };
        let Some(first) = flow.states.first() else {
            return;
        };
        let state = &mut self.state;
        state.dialogue += 1;
        state.phase = Phase::Open;
        state.release.clone_from(&self.graph.release);
        state.left.clear();
        state.waiting = None;
        state.once.clear();
        state.noted.clear();
        state.lead = None;
        state.given_back = None;
        state.shown.clear();
        state.opening = Some(event.clone());
        state.frames = vec![Frame::at(super::place_of(flow, first.entry))];
        self.remember_kept(flow);
        self.read_language(event);
        self.decide(Rung::Opening, "", 0);
        let entry = flow
            .state_named(&first.name)
            .map_or(Next::Stop, |state| self.enter(state));
        self.go(entry);
    }

    /// Whether the message only thanks or says goodbye after a dialogue that just ended.
    fn is_only_thanks(&self, event: &Event) -> bool {
        match (&event.what, self.state.phase) {
            (Happened::Said(text), Phase::Ended(_, when)) => {
                self.at.duration_since(when) < STILL_WARM && only_closes(&Heard::new(text))
            }
            _ => false,
        }
    }

    /// The bot speaks the language of the buyer's last message that was clearly in one.
    pub(super) fn read_language(&mut self, event: &Event) {
        let text = match &event.what {
            Happened::Said(text) | Happened::SentPhoto { caption: text, .. } => text,
            _ => return,
        };
        let Some(flow) = self.flow_at(0) else { return };
        if let Some(lang) = language(&Heard::new(text), &flow.languages) {
            self.state.buyer.language = Some(lang);
        }
    }

    /// Takes up what came while the world was asked, until it is asked again.
    fn read_held(&mut self) {
        while self.state.pending.is_none() && !self.state.held.is_empty() {
            let event = self.state.held.remove(0);
            self.receive(&event);
        }
    }

    /// Ends the dialogue.
    pub(super) fn end(&mut self, outcome: Ended, because: Option<String>) {
        let kept = self.kept_slots();
        self.unset_timer();
        let state = &mut self.state;
        state.kept.extend(kept);
        state.phase = Phase::Ended(outcome, self.at);
        state.frames.clear();
        state.left.clear();
        state.waiting = None;
        state.pending = None;
        state.opening = None;
        state.owner = Owner::Script;
        self.effects.push(Effect::Finish { outcome, because });
        if self.channel() == crate::Channel::Phone {
            self.effects.push(Effect::HangUp);
        }
    }

    /// The label of a button as it was shown.
    pub(super) fn label_of(&self, press: &Press) -> Option<String> {
        match press {
            Press::Button { message, index } => {
                let keyboard = self
                    .state
                    .keyboards
                    .iter()
                    .find(|keyboard| keyboard.message == *message)?;
                keyboard
                    .buttons
                    .get(usize::from(*index))
                    .map(|(_, label)| label.clone())
            }
            Press::Named(wanted) => self
                .state
                .keyboards
                .iter()
                .rev()
                .flat_map(|keyboard| &keyboard.buttons)
                .find(|(name, _)| super::same_name(name, wanted))
                .map(|(_, label)| label.clone())
                .or_else(|| Some(wanted.to_string())),
        }
    }
}

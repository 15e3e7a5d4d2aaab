//! Silence: one timer a dialogue, set when it begins to wait (LANGUAGE §7).

use super::{Next, Step};
use crate::Channel;
use crate::Event;
use crate::effect::{Effect, Ended, Rung};
use crate::graph::{Silence, Wait};
use crate::state::{Owner, Phase, Timer};
use crate::world::Hours;
use jiff::{SignedDuration, Timestamp, Zoned};

/// Silent for so long, in seconds, a dialogue ends.
const LONGEST_SILENCE: i64 = 30 * 24 * 60 * 60;

/// On the phone, where the script says nothing: seconds until the question is repeated, and how often.
const PHONE_SILENCE: i64 = 7;
const PHONE_REPEATS: u32 = 2;

/// The rule of the phone where the script says nothing.
const REPEAT: &str = "repeat";

/// The rule that ends a silent call.
const END_CALL: &str = "end call";

/// A silence rule with the frame it belongs to.
struct Found<'g> {
    silence: &'g Silence,
    depth: usize,
    between: Option<Hours>,
    key: String,
}

impl Step<'_> {
    /// Sets the timer of the wait point the dialogue stands at.
    pub(super) fn set_timer(&mut self, wait: &Wait) {
        let (at, rule) = match self.silence_rule(wait) {
            Some(found) if !self.is_spent(&found) => {
                let due = self.after(found.silence.after);
                (self.opening_of(due, found.between), Some(found.key))
            }
            Some(found) if self.channel() == Channel::Phone => {
                (self.after(found.silence.after), Some(END_CALL.to_owned()))
            }
            None if self.channel() == Channel::Phone => {
                let spent = self
                    .state
                    .silences
                    .get(REPEAT)
                    .is_some_and(|count| *count >= PHONE_REPEATS);
                (
                    self.after(PHONE_SILENCE),
                    Some(if spent { END_CALL } else { REPEAT }.to_owned()),
                )
            }
            _ => (Timestamp::MAX, None),
        };
        let longest = self.after(LONGEST_SILENCE);
        let (at, rule) = if at > longest {
            (longest, None)
        } else {
            (at, rule)
        };
        self.unset_timer();
        self.state.timers += 1;
        let number = self.state.timers;
        self.state.timer = Some(Timer { number, at, rule });
        self.effects.push(Effect::Remind { timer: number, at });
    }

    pub(super) fn unset_timer(&mut self) {
        if let Some(timer) = self.state.timer.take() {
            let set_now = self
                .effects
                .iter()
                .position(|effect| matches!(effect, Effect::Remind { timer: number, .. } if *number == timer.number));
            match set_now {
                Some(at) => drop(self.effects.remove(at)),
                None => self.effects.push(Effect::Unremind {
                    timer: timer.number,
                }),
            }
        }
    }

    /// The timer came due: a superseded one is ignored, and silence rests while a person owns the dialogue.
    pub(super) fn due(&mut self, number: u64, event: &Event) {
        let Some(timer) = self.state.timer.take_if(|timer| timer.number == number) else {
            return;
        };
        if self.state.owner != Owner::Script
            || self.state.phase != Phase::Open
            || self.state.waiting.is_none()
        {
            return;
        }
        self.decide(Rung::Silence, "", 0);
        if self.settle(event) {
            return;
        }
        match timer.rule.as_deref() {
            None => return self.end(Ended::Postponed, Some("silent for 30 days".to_owned())),
            Some(END_CALL) => {
                return self.end(Ended::Postponed, Some("silent on the phone".to_owned()));
            }
            Some(REPEAT) => {
                *self.state.silences.entry(REPEAT.to_owned()).or_insert(0) += 1;
                return self.ask_again_here();
            }
            Some(_) => {}
        }
        let Some(wait) = self.wait_here() else {
            return self.restart();
        };
        let Some(found) = self.silence_rule(wait) else {
            return self.set_timer(wait);
        };
        *self.state.silences.entry(found.key).or_insert(0) += 1;
        let (to, depth, line) = (found.silence.to, found.depth, found.silence.line);
        self.decide(Rung::Silence, "", line);
        self.note_heard(depth, line);
        self.leave_for_a_while();
        self.close_above(depth);
        self.go(Next::At(to));
    }

    /// The rule that holds here: the wait point's own, else the default of the innermost flow that has
    /// one. On the phone only a line that names it counts among the defaults.
    fn silence_rule<'s>(&self, wait: &'s Wait) -> Option<Found<'s>>
    where
        Self: 's,
    {
        let channel = self.channel();
        let named = |silences: &'s [Silence]| {
            silences
                .iter()
                .find(|silence| silence.channel == Some(channel))
        };
        let general =
            |silences: &'s [Silence]| silences.iter().find(|silence| silence.channel.is_none());
        let by_default = |silences| {
            named(silences).or_else(|| general(silences).filter(|_| channel != Channel::Phone))
        };
        let top = self.top();
        let default = (0..=top).rev().find_map(|depth| {
            let silence = by_default(&self.flow_at(depth)?.defaults.silence)?;
            Some((depth, silence))
        });
        if let Some(silence) = named(&wait.silence).or_else(|| general(&wait.silence)) {
            let place = &self.frame()?.place;
            let between = silence
                .between
                .or(default.and_then(|(_, silence)| silence.between));
            let key = format!("{}/{}/{}", place.flow, place.state, wait.ordinal);
            return Some(Found {
                silence,
                depth: top,
                between,
                key,
            });
        }
        let (depth, silence) = default?;
        let key = format!("{}/{}", self.state.frames.get(depth)?.flow, channel);
        Some(Found {
            silence,
            depth,
            between: silence.between,
            key,
        })
    }

    fn is_spent(&self, found: &Found<'_>) -> bool {
        found.silence.at_most.is_some_and(|most| {
            self.state
                .silences
                .get(&found.key)
                .is_some_and(|count| *count >= most)
        })
    }

    fn after(&self, seconds: i64) -> Timestamp {
        self.at
            .checked_add(SignedDuration::from_secs(seconds))
            .unwrap_or(Timestamp::MAX)
    }

    /// The moment itself when it is within the hours, else the next opening, in the shop's time zone.
    fn opening_of(&self, due: Timestamp, between: Option<Hours>) -> Timestamp {
        let Some(hours) = between else { return due };
        let local = due.to_zoned(self.world.shop().time_zone.clone());
        if hours.contain(local.time()) {
            return due;
        }
        let opening = |day: Zoned| {
            day.date()
                .to_datetime(hours.from)
                .to_zoned(day.time_zone().clone())
                .ok()
        };
        let today = opening(local.clone()).filter(|opening| *opening > local);
        let next = today.or_else(|| opening(local.tomorrow().ok()?));
        next.map_or(due, |opening| opening.timestamp())
    }
}

//! Filling and emptying slots.

use super::Step;
use super::run::hash;
use crate::effect::Effect;
use crate::graph::{Binding, Expr, Flow, Path, Root, Slot, SlotIx};
use crate::value::Value;
use crate::{Kind, Name};
use jiff::{SignedDuration, Timestamp};

/// What stands in a record in place of a personal value.
const MASK: &str = "•••";

/// The most learning records of one dialogue.
const MOST_NOTED: usize = 1_000;

impl Step<'_> {
    /// Fills a slot of the flow at `depth`; slots that depend on it are emptied when it changes.
    /// Gives back the slots that were emptied.
    pub(super) fn fill(&mut self, depth: usize, slot: SlotIx, value: Value) -> Vec<Name> {
        let Some(flow) = self.flow_at(depth) else {
            return Vec::new();
        };
        let spec = flow.slot(slot);
        let words = self.state.buyer.words.clone();
        let frame = &mut self.state.frames[depth];
        let old = frame.slots.insert(spec.name.clone(), value);
        if !spec.secret {
            frame.words.insert(spec.name.clone(), words);
        }
        if old.is_some() && old.as_ref() != frame.slots.get(&spec.name) {
            self.empty_dependents(depth, flow, slot)
        } else {
            Vec::new()
        }
    }

    /// Empties the slots that depend on one, and those that depend on them.
    fn empty_dependents(&mut self, depth: usize, flow: &Flow, changed: SlotIx) -> Vec<Name> {
        let mut emptied = Vec::new();
        let mut queue = vec![changed];
        while let Some(cause) = queue.pop() {
            for (at, slot) in flow.slots.iter().enumerate() {
                if slot.depends_on.contains(&cause)
                    && self.state.frames[depth].slots.remove(&slot.name).is_some()
                {
                    emptied.push(slot.name.clone());
                    queue.push(SlotIx(at as u32));
                }
            }
        }
        emptied
    }

    /// Puts a value where `as NAME` says, in the innermost flow.
    pub(super) fn bind(&mut self, binding: &Binding, value: Value) {
        let top = self.top();
        match binding {
            Binding::Slot(slot) => {
                let value = self.as_slot(*slot, value);
                self.fill(top, *slot, value);
            }
            Binding::Result(result) => {
                if let Some(frame) = self.state.frames.last_mut() {
                    frame.results.insert(result.clone(), value);
                }
            }
        }
    }

    /// A record that names a product goes into a product slot as that product.
    fn as_slot(&self, slot: SlotIx, value: Value) -> Value {
        match self.flow().map(|flow| &flow.slot(slot).kind) {
            Some(Kind::Product) => Self::sku(&value).map_or(value, Value::Product),
            _ => value,
        }
    }

    /// `forget personal`: empties personal slots of every open flow, and the buyer's name.
    pub(super) fn forget_personal(&mut self) {
        for depth in 0..self.state.frames.len() {
            let Some(flow) = self.flow_at(depth) else {
                continue;
            };
            let frame = &mut self.state.frames[depth];
            for slot in flow.slots.iter().filter(|slot| slot.personal) {
                frame.slots.remove(&slot.name);
                frame.words.remove(&slot.name);
                self.state.kept.remove(&slot.name);
            }
        }
        for left in &mut self.state.left {
            for frame in &mut left.closed {
                let flow = self.graph.flow(&frame.flow);
                let personal = flow.iter().flat_map(|(_, flow)| &flow.slots);
                for slot in personal.filter(|slot| slot.personal) {
                    frame.slots.remove(&slot.name);
                    frame.words.remove(&slot.name);
                }
            }
        }
        self.state.buyer.name = None;
        self.state.buyer.username = None;
        self.state.buyer.words.clear();
        self.state.because.words.clear();
        self.state.matched.clear();
    }

    /// A `secret` slot is there for the turn that fills it, and is not stored.
    pub(super) fn drop_secrets(&mut self) {
        for depth in 0..self.state.frames.len() {
            let Some(flow) = self.flow_at(depth) else {
                continue;
            };
            let frame = &mut self.state.frames[depth];
            for slot in flow.slots.iter().filter(|slot| slot.secret) {
                frame.slots.remove(&slot.name);
            }
        }
    }

    /// `learn KIND VALUE`: once per dialogue for the same record; personal values are masked.
    pub(super) fn learn(&mut self, kind: &Name, value: &Expr) {
        let value = match value {
            Expr::Path(Path {
                root: Root::Slot(slot),
                ..
            }) if self.flow().is_some_and(|flow| flow.slot(*slot).personal) => Value::text(MASK),
            other => self.value(other).unwrap_or_else(|| Value::text("")),
        };
        self.record(kind.clone(), value);
    }

    /// A learning record, once per dialogue.
    pub(super) fn record(&mut self, kind: Name, value: Value) {
        let value = self.without_personal(value);
        let key = hash(&format!("{kind} {value:?}"));
        if self.state.noted.len() < MOST_NOTED && !self.state.noted.contains(&key) {
            self.state.noted.push(key);
            self.effects.push(Effect::Learn { kind, value });
        }
    }

    /// A value with what personal slots hold blotted out; phones and e-mails altogether.
    pub(super) fn without_personal(&self, value: Value) -> Value {
        match value {
            Value::Text(words) => Value::Text(self.blotted(words)),
            Value::Phone(_) | Value::Email(_) => Value::text(MASK),
            Value::List(items) => {
                let items = items.into_iter().map(|item| self.without_personal(item));
                Value::List(items.collect())
            }
            Value::Record(fields) => {
                let fields = fields
                    .into_iter()
                    .map(|(name, value)| (name, self.without_personal(value)));
                Value::Record(fields.collect())
            }
            plain => plain,
        }
    }

    /// Words with the values of personal slots blotted out, as they are and as they were said.
    pub(super) fn blotted(&self, mut words: String) -> String {
        for depth in 0..self.state.frames.len() {
            let Some(flow) = self.flow_at(depth) else {
                continue;
            };
            let frame = &self.state.frames[depth];
            let hidden = |slot: &&Slot| slot.personal || slot.secret;
            for slot in flow.slots.iter().filter(hidden) {
                let value = frame.slots.get(&slot.name).and_then(Value::as_words);
                let said = frame.words.get(&slot.name).map(String::as_str);
                let known = [value, said].into_iter().flatten();
                for known in known.filter(|known| known.chars().count() > 2) {
                    words = words.replace(known, MASK);
                }
            }
        }
        words
    }

    /// Slots marked `keep`, as they are to be remembered beyond the dialogue.
    pub(super) fn kept_slots(&self) -> Vec<(Name, (Value, Timestamp))> {
        let Some(flow) = self.flow_at(0) else {
            return Vec::new();
        };
        let Some(frame) = self.state.frames.first() else {
            return Vec::new();
        };
        flow.slots
            .iter()
            .filter(|slot| !slot.secret)
            .filter_map(|slot| {
                let until = self
                    .at
                    .checked_add(SignedDuration::from_secs(slot.keep?))
                    .ok()?;
                Some((
                    slot.name.clone(),
                    (frame.slots.get(&slot.name)?.clone(), until),
                ))
            })
            .collect()
    }

    /// Fills kept slots of a dialogue that begins; those whose time is over are forgotten.
    pub(super) fn remember_kept(&mut self, flow: &Flow) {
        let now = self.at;
        self.state.kept.retain(|_, (_, until)| *until > now);
        let Some(frame) = self.state.frames.first_mut() else {
            return;
        };
        for slot in &flow.slots {
            if let Some((value, _)) = self.state.kept.get(&slot.name) {
                frame.slots.insert(slot.name.clone(), value.clone());
            }
        }
    }
}

//! Reading values: paths from slots, results and the scope roots.

use super::{Step, name};
use crate::graph::{Expr, Path, Root};
use crate::value::Value;
use rust_decimal::Decimal;

/// Whose words a claim stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Speaker {
    /// The script's author, or the engine.
    Author,
    /// A value that holds words: a model's answer.
    Model,
}

impl Step<'_> {
    /// A value as written, or as it is now; none where it is empty.
    pub(super) fn value(&self, expr: &Expr) -> Option<Value> {
        match expr {
            Expr::Literal(value) => Some(value.clone()),
            Expr::Path(path) => self.at_path(path),
        }
    }

    /// The value at a path in the innermost flow; none where it is empty.
    pub(super) fn at_path(&self, path: &Path) -> Option<Value> {
        self.read_path(path).filter(|value| !value.is_empty())
    }

    fn read_path(&self, path: &Path) -> Option<Value> {
        let frame = self.frame()?;
        let (root, fields) = match &path.root {
            Root::Slot(slot) => (
                frame.slots.get(&self.flow()?.slot(*slot).name)?,
                &path.fields[..],
            ),
            Root::Result(result) => (frame.results.get(result)?, &path.fields[..]),
            Root::Profile => {
                let (first, rest) = path.fields.split_first()?;
                (
                    self.world.profile(&self.state.chat).fields.get(first)?,
                    rest,
                )
            }
            Root::Lead => (self.state.lead.as_ref()?, &path.fields[..]),
            Root::Buyer => return self.buyer(path.fields.first()?),
            Root::Bot => return Some(Value::text(&self.world.shop().bot_name)),
            Root::Shop => return self.shop(path.fields.first()?),
            Root::Now => return Some(self.moment(path.fields.first().map(|field| &**field))),
        };
        self.follow(root, fields)
    }

    /// Follows fields: of a record, of a catalog row, the length of a list.
    fn follow(&self, value: &Value, fields: &[crate::Name]) -> Option<Value> {
        let Some((field, rest)) = fields.split_first() else {
            return Some(value.clone());
        };
        match value {
            Value::Record(known) => self.follow(known.get(field)?, rest),
            Value::Product(sku) => {
                let cell = self.world.product(sku, field, self.lang())?;
                self.follow(&cell, rest)
            }
            Value::List(items) if &**field == "count" => {
                Some(Value::Number(Decimal::from(items.len())))
            }
            _ => None,
        }
    }

    fn buyer(&self, field: &str) -> Option<Value> {
        let buyer = &self.state.buyer;
        match field {
            "name" => buyer.name.clone().map(Value::Text),
            "username" => buyer.username.clone().map(Value::Text),
            "words" => Some(Value::Text(buyer.words.clone())),
            "language" => Some(Value::text(self.lang().as_str())),
            "channel" => Some(Value::text(self.channel().as_str())),
            "source" => buyer.source.clone().map(Value::Text),
            "phone" => self.slot_of_kind(|value| matches!(value, Value::Phone(_))),
            _ => self.state.kept.get(field).map(|(value, _)| value.clone()),
        }
    }

    fn slot_of_kind(&self, wanted: fn(&Value) -> bool) -> Option<Value> {
        self.state
            .frames
            .iter()
            .flat_map(|frame| frame.slots.values())
            .find(|value| wanted(value))
            .cloned()
    }

    fn shop(&self, field: &str) -> Option<Value> {
        let shop = self.world.shop();
        match field {
            "name" => Some(Value::text(&shop.name)),
            "currency" => Some(Value::text(shop.currency.as_str())),
            "country" => Some(Value::text(&shop.country)),
            "opens" => Some(Value::Time(shop.hours.from)),
            "closes" => Some(Value::Time(shop.hours.to)),
            _ => None,
        }
    }

    fn moment(&self, field: Option<&str>) -> Value {
        let now = self.now();
        match field {
            Some("date") => Value::Date(now.date()),
            Some("time") => Value::Time(now.time()),
            Some("hour") => Value::Number(Decimal::from(now.hour())),
            Some("weekday") => Value::Number(Decimal::from(now.weekday().to_monday_one_offset())),
            _ => Value::DateTime(now),
        }
    }

    /// Everything of the dialogue that a claim may lean on: slots and results, field by field, and the
    /// profile. Words and bare numbers of the buyer count only for what an author wrote, who may
    /// repeat them: a model proves nothing by what the buyer or it said before.
    pub(super) fn facts(&self, by: Speaker) -> Vec<(String, Value)> {
        let mut facts = Vec::new();
        for frame in &self.state.frames {
            for (slot, value) in &frame.slots {
                self.spread(&format!("slot {slot}"), value, &mut facts);
            }
            for (result, value) in &frame.results {
                self.spread(&format!("result {result}"), value, &mut facts);
            }
        }
        for (field, value) in &self.world.profile(&self.state.chat).fields {
            self.spread(&format!("profile.{field}"), value, &mut facts);
        }
        if by == Speaker::Model {
            facts.retain(|(source, value)| match value {
                Value::Text(_) => false,
                Value::Number(_) => !source.starts_with("slot "),
                _ => true,
            });
        } else {
            facts.push((
                "buyer.words".to_owned(),
                Value::text(&self.state.buyer.words),
            ));
        }
        facts
    }

    /// A product stays one fact: its figures prove what is said of it, and of nothing else.
    fn spread(&self, source: &str, value: &Value, facts: &mut Vec<(String, Value)>) {
        match value {
            Value::Record(fields) => {
                for (field, value) in fields {
                    self.spread(&format!("{source}.{field}"), value, facts);
                }
            }
            Value::List(items) => {
                for item in items {
                    self.spread(source, item, facts);
                }
            }
            plain => facts.push((source.to_owned(), plain.clone())),
        }
    }

    /// Whether a slot of the innermost flow is filled.
    pub(super) fn is_known(&self, slot: crate::graph::SlotIx) -> bool {
        let (Some(flow), Some(frame)) = (self.flow(), self.frame()) else {
            return false;
        };
        frame
            .slots
            .get(&flow.slot(slot).name)
            .is_some_and(|value| !value.is_empty())
    }

    /// The items of a list value, at most `most`.
    pub(super) fn items(&self, path: &Path, most: usize) -> Vec<Value> {
        match self.at_path(path) {
            Some(Value::List(items)) => items.into_iter().take(most).collect(),
            Some(single) => vec![single],
            None => Vec::new(),
        }
    }

    /// The SKU of a product value.
    pub(super) fn sku(value: &Value) -> Option<crate::Name> {
        match value {
            Value::Product(sku) => Some(sku.clone()),
            Value::Record(fields) => fields.get("sku").and_then(Value::as_words).map(name),
            _ => None,
        }
    }
}

//! A buyer's words as a value of a slot's type.

use super::builtin::Own;
use super::{Step, name};
use crate::graph::Slot;
use crate::value::Value;
use crate::{Kind, Name};
use rust_decimal::Decimal;
use understand::{Found, Heard, Label};

/// What a message says for a slot.
pub(super) enum Said {
    /// This value, by these words.
    Value(Value, Vec<usize>),
    /// One of several products: the buyer must say which.
    Several(Vec<Name>),
    /// Nothing that fits.
    Nothing,
}

/// How a message names a product.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    /// It answers the question which one: all its words count.
    Asked,
    /// It is about something else, and may name one.
    ByTheWay,
}

impl Step<'_> {
    /// Reads a message as a value for a slot; free text takes the whole message.
    pub(super) fn parse(&self, slot: &Slot, heard: &Heard, leave_out: &[usize]) -> Said {
        if slot.kind == Kind::Product {
            return self.parse_product(heard, leave_out, Naming::Asked);
        }
        let found = if leave_out.is_empty() {
            self.parse_kind(slot, &slot.kind, heard)
        } else {
            let kept: Vec<usize> = (0..heard.words().len())
                .filter(|at| !leave_out.contains(at))
                .collect();
            let found = self.parse_kind(slot, &slot.kind, &heard.without(leave_out));
            found.map(|Found { value, words }| Found {
                value,
                words: words
                    .into_iter()
                    .filter_map(|at| kept.get(at).copied())
                    .collect(),
            })
        };
        match found {
            Some(Found { value, words }) if in_range(slot, &value) => Said::Value(value, words),
            _ => Said::Nothing,
        }
    }

    /// Reads what a message says beside its answer: as [`parse`](Step::parse), but an amount only where
    /// a currency is named, and a time only where it cannot be another number.
    pub(super) fn parse_beside(&self, slot: &Slot, heard: &Heard, used: &[usize]) -> Said {
        let rest = heard.without(used);
        let unnamed = match slot.kind {
            Kind::Money(_) => understand::monies(&rest).is_empty(),
            Kind::Time => understand::time(&rest).is_none(),
            _ => false,
        };
        match slot.kind {
            Kind::Product => self.parse_product(heard, used, Naming::ByTheWay),
            _ if unnamed => Said::Nothing,
            _ => self.parse(slot, heard, used),
        }
    }

    /// A product by its words: exactly one that fits, first among those offered or just shown, then in
    /// the whole catalog; else several to ask about, the nearest first.
    pub(super) fn parse_product(&self, heard: &Heard, leave_out: &[usize], naming: Naming) -> Said {
        let offered = self
            .state
            .waiting
            .iter()
            .flat_map(|waiting| &waiting.offered)
            .filter_map(Self::sku);
        let offered: Vec<Name> = offered.collect();
        let mut several = Vec::new();
        let near = [offered.as_slice(), &self.state.shown]
            .into_iter()
            .filter(|among| !among.is_empty());
        for among in near.chain(std::iter::once(&[][..])) {
            let skus = match naming {
                Naming::Asked => self.world.find(heard, leave_out, among),
                Naming::ByTheWay => self.world.named(heard, leave_out, among),
            };
            match skus.as_slice() {
                [one] => return Said::Value(Value::Product(one.clone()), Vec::new()),
                _ if several.is_empty() => several = skus,
                _ => {}
            }
        }
        match (several.is_empty(), naming) {
            (false, _) => Said::Several(several),
            (true, Naming::Asked) => self.parse_product(heard, leave_out, Naming::ByTheWay),
            (true, Naming::ByTheWay) => Said::Nothing,
        }
    }

    fn parse_kind(&self, slot: &Slot, kind: &Kind, heard: &Heard) -> Option<Found<Value>> {
        let shop = self.world.shop();
        let now = self.now();
        match kind {
            Kind::Text | Kind::Any => whole(heard).map(|found| found.map(Value::Text)),
            Kind::Name => understand::name(heard).map(|found| found.map(Value::Text)),
            Kind::Address => understand::address(heard).map(|found| found.map(Value::Text)),
            Kind::YesNo | Kind::Consent => {
                understand::yes_no(heard).map(|found| found.map(Value::YesNo))
            }
            Kind::Choice(_) => chosen(slot, heard),
            Kind::Number => understand::number(heard).map(|found| found.map(Value::Number)),
            Kind::Money(currency) => understand::money(heard, currency.unwrap_or(shop.currency))
                .map(|found| found.map(Value::Money)),
            Kind::Percent => understand::percent(heard)
                .or_else(|| understand::number(heard))
                .map(|found| found.map(Value::Percent)),
            Kind::Phone => {
                understand::phone(heard, &shop.country).map(|found| found.map(Value::Phone))
            }
            Kind::Email => understand::email(heard).map(|found| found.map(Value::Email)),
            Kind::Date => understand::date(heard, now.date()).map(|found| found.map(Value::Date)),
            Kind::Time => understand::time(heard)
                .or_else(|| understand::hour(heard))
                .map(|found| found.map(Value::Time)),
            Kind::DateTime => self.offered_time(heard).or_else(|| {
                understand::datetime(heard, now).map(|found| found.map(Value::DateTime))
            }),
            Kind::Duration => understand::duration(heard).map(|found| found.map(Value::Duration)),
            Kind::Product => match self.parse_product(heard, &[], Naming::Asked) {
                Said::Value(value, words) => Some(Found { value, words }),
                _ => None,
            },
            Kind::List(item) => self
                .parse_kind(slot, item, heard)
                .map(|found| found.map(|value| Value::List(vec![value]))),
            Kind::Photo | Kind::File | Kind::Record(_) => None,
        }
    }

    /// Of hours on offer, the one whose day or time was named, when that is only one.
    fn offered_time(&self, heard: &Heard) -> Option<Found<Value>> {
        let offered = &self.state.waiting.as_ref()?.offered;
        let date = understand::date(heard, self.now().date());
        let time = understand::time(heard);
        let mut fits = offered.iter().filter(|item| {
            let Value::DateTime(at) = item else {
                return false;
            };
            date.as_ref().is_none_or(|date| date.value == at.date())
                && time.as_ref().is_none_or(|time| time.value == at.time())
        });
        let words = match (date.as_ref(), time.as_ref()) {
            (None, None) => return None,
            (date, time) => {
                let date = date.into_iter().flat_map(|found| &found.words);
                date.chain(time.into_iter().flat_map(|found| &found.words))
                    .copied()
                    .collect()
            }
        };
        let only = fits.next()?;
        fits.next().is_none().then(|| Found {
            value: only.clone(),
            words,
        })
    }
}

/// The whole message.
fn whole(heard: &Heard) -> Option<Found<String>> {
    let text = heard.text().trim();
    (!text.is_empty()).then(|| Found {
        value: text.to_owned(),
        words: (0..heard.words().len()).collect(),
    })
}

/// The choice whose label stands in the message: the longest label, then the first.
fn chosen(slot: &Slot, heard: &Heard) -> Option<Found<Value>> {
    let labels = slot.labels.iter().flat_map(|choosable| {
        choosable
            .labels
            .iter()
            .flat_map(|(_, labels)| labels)
            .map(move |label| (&choosable.name, label))
    });
    longest(labels, heard).map(|(chosen, words)| Found {
        value: Value::Choice(chosen.clone()),
        words,
    })
}

/// Of labels that stand in the message the longest, then the first, with the words it took.
pub(super) fn longest<'l, T>(
    labels: impl Iterator<Item = (T, &'l Label)>,
    heard: &Heard,
) -> Option<(T, Vec<usize>)> {
    let mut best: Option<(usize, T, Vec<usize>)> = None;
    for (item, label) in labels {
        if let Some(words) = label.find(heard)
            && best
                .as_ref()
                .is_none_or(|(length, ..)| label.len() > *length)
        {
            best = Some((label.len(), item, words));
        }
    }
    best.map(|(_, item, words)| (item, words))
}

/// Whether one of the engine's own labels was typed.
pub(super) fn types_own(own: Own, heard: &Heard) -> bool {
    own.all()
        .iter()
        .any(|label| Label::new(label).find(heard).is_some())
}

fn in_range(slot: &Slot, value: &Value) -> bool {
    let Some((least, most)) = slot.range else {
        return true;
    };
    let amount: Decimal = match value {
        Value::Number(number) | Value::Percent(number) => *number,
        Value::Money(money) => money.amount,
        Value::Duration(seconds) => Decimal::from(*seconds),
        _ => return true,
    };
    least <= amount && amount <= most
}

/// The value an option stands for in a slot: its name as a choice, yes or no, or its words.
pub(super) fn option_value(kind: &Kind, option: &str, label: &str) -> Value {
    match kind {
        Kind::YesNo | Kind::Consent => {
            Value::YesNo(["yes", "да", "так"].contains(&understand::fold(option).as_str()))
        }
        Kind::Choice(_) => Value::Choice(name(option)),
        _ => Value::text(label),
    }
}

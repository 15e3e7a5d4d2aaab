//! Conditions of `if`. A comparison with an empty value is false (LANGUAGE §5).

use super::Step;
use crate::graph::{Comparison, Condition};
use crate::value::Value;
use std::cmp::Ordering;
use understand::fold;

impl Step<'_> {
    pub(super) fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::Compare(left, comparison, right) => {
                match (self.value(left), self.value(right)) {
                    (Some(left), Some(right)) => self.compares(&left, *comparison, &right),
                    _ => false,
                }
            }
            Condition::In(item, among) => self.value(item).is_some_and(|item| {
                among.iter().any(|other| {
                    self.value(other).is_some_and(|other| match &other {
                        Value::List(items) => items.iter().any(|one| self.is_same(&item, one)),
                        single => self.is_same(&item, single),
                    })
                })
            }),
            Condition::Known(path) => self.at_path(path).is_some(),
            Condition::Empty(path) => self.at_path(path).is_none(),
            Condition::Not(inner) => !self.holds(inner),
            Condition::All(parts) => parts.iter().all(|part| self.holds(part)),
            Condition::Any(parts) => parts.iter().any(|part| self.holds(part)),
        }
    }

    fn compares(&self, left: &Value, comparison: Comparison, right: &Value) -> bool {
        match comparison {
            Comparison::Is => self.is_same(left, right),
            Comparison::IsNot => !self.is_same(left, right),
            Comparison::Less => order(left, right) == Some(Ordering::Less),
            Comparison::LessOrEqual => {
                matches!(order(left, right), Some(Ordering::Less | Ordering::Equal))
            }
            Comparison::Greater => order(left, right) == Some(Ordering::Greater),
            Comparison::GreaterOrEqual => matches!(
                order(left, right),
                Some(Ordering::Greater | Ordering::Equal)
            ),
        }
    }

    fn is_same(&self, left: &Value, right: &Value) -> bool {
        match (left, right) {
            (Value::Product(sku), other) | (other, Value::Product(sku)) => match other {
                Value::Product(other) => sku == other,
                other => other.as_words().is_some_and(|words| {
                    fold(words) == fold(sku)
                        || self
                            .world
                            .product(sku, "name", self.lang())
                            .and_then(|name| name.as_words().map(fold))
                            .is_some_and(|name| name == fold(words))
                }),
            },
            _ => order(left, right) == Some(Ordering::Equal),
        }
    }
}

/// How two values of kindred types compare; none where they do not.
fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Money(a), Value::Money(b)) if a.currency == b.currency => {
            Some(a.amount.cmp(&b.amount))
        }
        (Value::Money(a), Value::Number(b)) => Some(a.amount.cmp(b)),
        (Value::Number(a), Value::Money(b)) => Some(a.cmp(&b.amount)),
        (Value::Number(a) | Value::Percent(a), Value::Number(b) | Value::Percent(b)) => {
            Some(a.cmp(b))
        }
        (Value::YesNo(a), Value::YesNo(b)) => Some(a.cmp(b)),
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
        (Value::DateTime(a), Value::Date(b)) => Some(a.date().cmp(b)),
        (Value::Date(a), Value::DateTime(b)) => Some(a.cmp(&b.date())),
        (Value::Time(a), Value::Time(b)) => Some(a.cmp(b)),
        (Value::DateTime(a), Value::Time(b)) => Some(a.time().cmp(b)),
        (Value::Time(a), Value::DateTime(b)) => Some(a.cmp(&b.time())),
        (Value::DateTime(a), Value::DateTime(b)) => Some(a.cmp(b)),
        (Value::Duration(a), Value::Duration(b)) => Some(a.cmp(b)),
        (Value::List(a), Value::List(b)) => (a == b).then_some(Ordering::Equal),
        (a, b) => Some(fold(a.as_words()?).cmp(&fold(b.as_words()?))),
    }
}

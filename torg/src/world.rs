//! What a step may ask: the release of the moment, read-only.

use crate::release::Release;
use catalog::guard::{Fact, FactValue};
use catalog::product::Cell;
use catalog::search::Found;
use engine::world::{Profile, Shop, Unproved};
use engine::{Call, ChatKey, Name, Proof, Reply, Value, World};
use scripting::Surroundings;
use understand::{Heard, Lang};

impl Release {
    fn surroundings(&self) -> Surroundings<'_> {
        Surroundings {
            catalog: &self.catalog,
            shop: &self.config.shop,
            has_model: !self.config.models.is_empty(),
        }
    }
}

impl World for Release {
    fn shop(&self) -> &Shop {
        &self.config.shop
    }

    fn profile(&self, chat: &ChatKey) -> &Profile {
        self.config.profile_of(chat)
    }

    fn call(&self, call: &Call<'_>) -> Reply {
        self.plugins.call(&self.surroundings(), call)
    }

    fn resume(&self, call: &Call<'_>, then: &str, answer: &Value) -> Reply {
        self.plugins
            .resume(&self.surroundings(), call, then, answer)
    }

    fn product(&self, sku: &str, field: &str, lang: Lang) -> Option<Value> {
        let row = self.catalog.get(sku)?;
        Some(value(row.column(field, lang)?))
    }

    fn find(&self, heard: &Heard, leave_out: &[usize], among: &[Name]) -> Vec<Name> {
        let among: Vec<&str> = among.iter().map(|sku| &**sku).collect();
        match self.catalog.find(heard, leave_out, &among) {
            Found::One(sku) => names(vec![sku]),
            Found::Several(skus) => names(skus),
            Found::NothingNamed | Found::Missing => Vec::new(),
        }
    }

    fn named(&self, heard: &Heard, leave_out: &[usize], among: &[Name]) -> Vec<Name> {
        let among: Vec<&str> = among.iter().map(|sku| &**sku).collect();
        names(self.catalog.named(heard, leave_out, &among))
    }

    fn prove(
        &self,
        text: &str,
        lang: Lang,
        facts: &dyn Fn() -> Vec<(String, Value)>,
    ) -> Result<Vec<Proof>, Unproved> {
        let facts = || {
            facts()
                .into_iter()
                .filter_map(|(source, value)| fact(source, value))
                .collect()
        };
        match catalog::guard::prove_with(text, lang, &self.catalog, facts) {
            Ok(proofs) => Ok(proofs
                .into_iter()
                .map(|proof| Proof {
                    claim: proof.claim,
                    source: proof.source,
                })
                .collect()),
            Err(unproved) => Err(Unproved {
                claim: unproved.claim,
            }),
        }
    }
}

fn names(skus: Vec<String>) -> Vec<Name> {
    skus.into_iter()
        .map(|sku| Name::from(sku.as_str()))
        .collect()
}

/// A cell of the catalog as a value of a script.
fn value(cell: Cell) -> Value {
    match cell {
        Cell::Text(words) => Value::Text(words),
        Cell::Number(number) => Value::Number(number),
        Cell::Money(money) => Value::Money(money),
        Cell::Percent(percent) => Value::Percent(percent),
        Cell::List(items) => Value::List(items.into_iter().map(Value::Text).collect()),
    }
}

/// A value of the dialogue as a fact of the guard.
fn fact(source: String, value: Value) -> Option<Fact> {
    let value = match value {
        Value::Money(money) => FactValue::Money(money),
        Value::Number(number) => FactValue::Number(number),
        Value::Percent(percent) => FactValue::Percent(percent),
        Value::Product(sku) => FactValue::Product(sku.to_string()),
        Value::Text(words) => FactValue::Text(words),
        _ => return None,
    };
    Some(Fact { source, value })
}

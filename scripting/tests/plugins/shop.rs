//! A small shop to run steps in.

use catalog::Snapshot;
use engine::world::{Hours, Profile, Shop};
use engine::{Call, Channel, ChatKey, Name, Reply, Value};
use jiff::civil::{DateTime, date, time};
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use scripting::{PluginSource, Plugins, Surroundings};
use std::collections::BTreeMap;
use std::sync::Arc;
use understand::{Currency, Lang, Money};

/// A shop with plugins, and what a buyer just said.
pub(crate) struct Counter {
    pub(crate) plugins: Plugins,
    pub(crate) catalog: Arc<Snapshot>,
    pub(crate) shop: Shop,
    pub(crate) profile: Profile,
    pub(crate) has_model: bool,
    pub(crate) lang: Lang,
    pub(crate) words: String,
    pub(crate) matched: Vec<String>,
    pub(crate) synonyms: Vec<(Name, Vec<String>)>,
}

/// The shop with the shipped plugins and a discount limit of ten percent.
pub(crate) fn shipped() -> Counter {
    with(PluginSource::shipped())
}

/// The shop with the shipped plugins and one of its own: the body of `plugins/own.rhai`.
pub(crate) fn own(text: &str) -> Counter {
    with(PluginSource::with_shipped(vec![PluginSource::new(
        "plugins/own.rhai",
        text,
    )]))
}

/// The shop with these plugins, none of which has a mistake.
pub(crate) fn with(sources: Vec<PluginSource>) -> Counter {
    let (plugins, mistakes) = Plugins::compile(&sources);
    assert!(
        mistakes.is_empty(),
        "{}",
        mistakes
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n")
    );
    let (catalog, bad) = Snapshot::read_csv(include_bytes!("../catalog.csv"), rub());
    assert_eq!(bad, []);
    let limit = ("discount_limit".into(), Value::Percent(10.into()));
    Counter {
        plugins,
        catalog: Arc::new(catalog),
        shop: Shop {
            name: "Цветы".to_owned(),
            languages: vec![Lang::RU, Lang::EN],
            currency: rub(),
            country: "RU".to_owned(),
            time_zone: TimeZone::UTC,
            hours: Hours {
                from: time(9, 0, 0, 0),
                to: time(21, 0, 0, 0),
            },
            bot_name: "Лиза".to_owned(),
        },
        profile: Profile {
            script: "flowers".into(),
            fields: BTreeMap::from([limit]),
        },
        has_model: false,
        lang: Lang::RU,
        words: String::new(),
        matched: Vec::new(),
        synonyms: Vec::new(),
    }
}

impl Counter {
    pub(crate) fn surroundings(&self) -> Surroundings<'_> {
        Surroundings {
            catalog: &self.catalog,
            shop: &self.shop,
            has_model: self.has_model,
        }
    }

    /// Runs `plugin.step`.
    pub(crate) fn run(&self, step: &str, args: &[(&str, Value)]) -> Reply {
        self.calling(step, args, |call| {
            self.plugins.call(&self.surroundings(), call)
        })
    }

    /// Goes on with `plugin.step` after the world answered.
    pub(crate) fn resume(
        &self,
        step: &str,
        args: &[(&str, Value)],
        then: &str,
        answer: &Value,
    ) -> Reply {
        self.calling(step, args, |call| {
            self.plugins
                .resume(&self.surroundings(), call, then, answer)
        })
    }

    fn calling(
        &self,
        step: &str,
        args: &[(&str, Value)],
        run: impl FnOnce(&Call<'_>) -> Reply,
    ) -> Reply {
        let (plugin, step) = step.split_once('.').expect("`plugin.step`");
        let args: Vec<(Name, Value)> = args
            .iter()
            .map(|(name, value)| ((*name).into(), value.clone()))
            .collect();
        let chat = ChatKey::new(Channel::Telegram, "1");
        run(&Call {
            plugin,
            step,
            args: &args,
            synonyms: &self.synonyms,
            words: &self.words,
            matched: &self.matched,
            lang: self.lang,
            chat: &chat,
            channel: Channel::Telegram,
            now: now(),
            profile: &self.profile,
            max_tokens: 300,
        })
    }
}

/// The moment of every test.
pub(crate) fn now() -> DateTime {
    date(2026, 3, 2).at(11, 0, 0, 0)
}

pub(crate) fn rub() -> Currency {
    Currency::parse("RUB").expect("three letters")
}

pub(crate) fn money(amount: &str) -> Value {
    Value::Money(Money {
        amount: amount.parse::<Decimal>().expect("a number"),
        currency: rub(),
    })
}

pub(crate) fn product(sku: &str) -> Value {
    Value::Product(sku.into())
}

/// The value of the outcome `name`, which must have come.
pub(crate) fn came(reply: Reply, name: &str) -> Option<Value> {
    match reply {
        Reply::Outcome {
            name: outcome,
            value,
        } if &*outcome == name => value,
        other => panic!("expected `{name}`, came {other:?}"),
    }
}

/// Why the step failed, which it must have.
pub(crate) fn failed(reply: Reply) -> String {
    match reply {
        Reply::Failed(why) => why,
        other => panic!("expected a failure, came {other:?}"),
    }
}

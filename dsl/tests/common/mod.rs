//! A shop to compile scripts against: the signatures of the shipped steps, in short.

use dsl::{Compiled, Context, Source, compile};
use engine::signature::{Outcome, Param, Signature, Signatures};
use engine::value::RecordType;
use engine::{Kind, Name};
use std::sync::Arc;
use understand::{Currency, Lang};

/// Compiles flows of a shop that speaks Russian and English.
pub(crate) fn compiled(sources: &[Source]) -> Compiled {
    let signatures = signatures();
    let context = Context {
        signatures: &signatures,
        languages: vec![Lang::RU, Lang::EN],
        currency: Currency::parse("RUB").expect("RUB is a currency"),
        scripts: vec!["flowers".into(), "shop".into()],
        profile_fields: vec!["script".into(), "tone".into(), "discount_limit".into()],
    };
    compile(sources, &context)
}

/// The steps of LANGUAGE §9 that the test flows use.
pub(crate) fn signatures() -> Signatures {
    let products = || Kind::List(Box::new(Kind::Product));
    let steps = [
        step(
            "catalog.find",
            &[("words", Kind::Text)],
            &[
                ("found", Some(Kind::Product)),
                ("several", Some(products())),
                ("missing", None),
                ("nothing named", None),
            ],
        ),
        step(
            "catalog.recommend",
            &[("tag", Kind::Text)],
            &[("picks", Some(products())), ("none", None)],
        ),
        step(
            "catalog.quote",
            &[("item", Kind::Product)],
            &[
                ("quoted", Some(quote())),
                ("missing", None),
                ("out of stock", None),
            ],
        ),
        step(
            "catalog.similar",
            &[("item", Kind::Product)],
            &[("found", Some(products())), ("none", None)],
        ),
        step(
            "catalog.cheaper",
            &[("item", Kind::Product)],
            &[("found", Some(products())), ("none", None)],
        ),
        Signature {
            bounded: true,
            ..step(
                "pricing.discount",
                &[("item", Kind::Product)],
                &[("offer", Some(quote())), ("exhausted", None)],
            )
        },
        step(
            "pricing.total",
            &[("item", Kind::Product), ("count", Kind::Number)],
            &[("total", Some(Kind::Money(None))), ("missing", None)],
        ),
        Signature {
            model: true,
            ..step(
                "llm.reply",
                &[("task", Kind::Text), ("facts?", Kind::Any)],
                &[("replied", Some(Kind::Text)), ("refused", None)],
            )
        },
        Signature {
            effect: true,
            ..step(
                "leads.save",
                &[
                    (
                        "status",
                        Kind::Choice(vec!["new".into(), "qualified".into()]),
                    ),
                    ("product?", Kind::Product),
                    ("contact?", Kind::Any),
                    ("name?", Kind::Text),
                    ("address?", Kind::Text),
                    ("amount?", Kind::Money(None)),
                    ("note?", Kind::Text),
                ],
                &[(
                    "saved",
                    Some(record(
                        "lead",
                        &[("id", Kind::Text), ("status", Kind::Text)],
                    )),
                )],
            )
        },
        Signature {
            effect: true,
            ..step(
                "followup.at",
                &[("time", Kind::DateTime), ("note?", Kind::Text)],
                &[("planned", None)],
            )
        },
    ];
    Signatures {
        steps: steps.into(),
    }
}

fn step(name: &str, params: &[(&str, Kind)], outcomes: &[(&str, Option<Kind>)]) -> Signature {
    let (plugin, step) = name.split_once('.').expect("plugin.step");
    let param = |(name, kind): &(&str, Kind)| Param {
        name: Name::from(name.trim_end_matches('?')),
        kind: kind.clone(),
        optional: name.ends_with('?'),
    };
    let outcome = |(name, value): &(&str, Option<Kind>)| Outcome {
        name: Name::from(*name),
        value: value.clone(),
    };
    Signature {
        plugin: plugin.into(),
        step: step.into(),
        params: params.iter().map(param).collect(),
        outcomes: outcomes.iter().map(outcome).collect(),
        effect: false,
        model: false,
        bounded: false,
        about: String::new(),
    }
}

fn quote() -> Kind {
    record(
        "quote",
        &[
            ("sku", Kind::Text),
            ("name", Kind::Text),
            ("price", Kind::Money(None)),
            ("full_price", Kind::Money(None)),
            ("discount", Kind::Percent),
            ("stock", Kind::Number),
            ("dated", Kind::DateTime),
        ],
    )
}

fn record(name: &str, fields: &[(&str, Kind)]) -> Kind {
    let fields = fields
        .iter()
        .map(|(name, kind)| (Name::from(*name), kind.clone()))
        .collect();
    Kind::Record(Arc::new(RecordType {
        name: name.into(),
        fields,
    }))
}

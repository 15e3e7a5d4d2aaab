//! Documentation read into signatures.

use engine::Kind;
use engine::signature::Signature;
use scripting::{PluginSource, Plugins};

/// The signature of the only step of a file with this documentation.
fn read(docs: &str, function: &str) -> Signature {
    let text = format!("{docs}\n{function}");
    let (plugins, mistakes) = Plugins::compile(&[PluginSource::new("plugins/own.rhai", text)]);
    assert_eq!(mistakes, []);
    plugins
        .signatures()
        .get("own", "act")
        .expect("the step")
        .clone()
}

#[test]
fn a_parameter_without_a_type_takes_the_type_of_its_name() {
    let step = read(
        "/// step  act(product, phone?, anything, note: text?) -> done",
        "fn act(a, b, c, d) { 1 }",
    );
    let kinds: Vec<(&Kind, bool)> = step
        .params
        .iter()
        .map(|param| (&param.kind, param.optional))
        .collect();
    assert_eq!(
        kinds,
        [
            (&Kind::Product, false),
            (&Kind::Phone, true),
            (&Kind::Any, false),
            (&Kind::Text, true)
        ]
    );
}

#[test]
fn modifiers_stand_after_the_step_on_its_line_or_below() {
    for docs in [
        "/// step  act() -> done\n/// effect\n/// model\n/// bounded by profile.discount_limit",
        "/// step  act() -> done  effect, model, bounded by profile.discount_limit",
        "/// step  act() -> done(text) effect model bounded by profile.discount_limit",
        "/// step  act() -> done\n/// effect, model\n/// bounded by profile.discount_limit",
    ] {
        let step = read(docs, "fn act() { 1 }");
        assert!(step.effect && step.model && step.bounded, "{docs}");
    }
    let step = read(
        "/// An effect of the model.\n/// step  act() -> done",
        "fn act() { 1 }",
    );
    assert!(!step.effect && !step.model && !step.bounded);
    assert_eq!(step.about, "An effect of the model.");
}

#[test]
fn outcomes_are_words_with_or_without_a_value() {
    let step = read(
        "/// type  pair: a text, b list of money RUB\n/// step  act() -> done(list of pair) | out of stock | too many(number)",
        "fn act() { 1 }",
    );
    let names: Vec<(&str, bool)> = step
        .outcomes
        .iter()
        .map(|outcome| (&*outcome.name, outcome.value.is_some()))
        .collect();
    assert_eq!(
        names,
        [("done", true), ("out of stock", false), ("too many", true)]
    );
}

#[test]
fn prose_that_begins_like_a_line_of_the_signature_stays_prose() {
    let step = read(
        "/// step by step, as an example would.\n/// type what you like\n/// step act() -> done",
        "fn act() { 1 }",
    );
    assert_eq!(
        step.about,
        "step by step, as an example would.\ntype what you like"
    );
}

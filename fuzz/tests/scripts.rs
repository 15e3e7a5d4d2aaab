//! What authors write: layout, line grammar, checker, formatting, talks.

use bolero::check;
use dsl::{Context, Source};
use scripting::{PluginSource, Plugins};
use std::sync::LazyLock;
use std::time::Duration;
use understand::{Currency, Lang};

/// How long each target is tried in a test run.
const FOR: Duration = Duration::from_secs(5);

static PLUGINS: LazyLock<Plugins> = LazyLock::new(|| Plugins::compile(&PluginSource::shipped()).0);

/// A good script, for bytes to be thrown into.
const GOOD: &str = include_str!("../../examples/flower-shop/flows/flowers.flow");

fn compile(text: Vec<u8>) {
    let context = Context {
        signatures: PLUGINS.signatures(),
        languages: vec![Lang::RU, Lang::EN],
        currency: Currency::of_country("RU").expect("Russia has a currency"),
        scripts: vec!["flowers".into()],
        profile_fields: Vec::new(),
    };
    let sources = [Source::new("flows/flowers.flow", text)];
    let compiled = dsl::compile(&sources, &context);
    dsl::diagnostic::render(&compiled.diagnostics, &sources, Some(Lang::RU), false);
    dsl::diagnostic::to_json(&compiled.diagnostics, &sources, Some(Lang::EN));
}

/// The good script with bytes in place of a stretch of it.
fn spoilt(bytes: &[u8]) -> Vec<u8> {
    let [high, low, length, rest @ ..] = bytes else {
        return bytes.to_vec();
    };
    let at = usize::from(u16::from_be_bytes([*high, *low])) % GOOD.len();
    let end = (at + usize::from(*length)).min(GOOD.len());
    [&GOOD.as_bytes()[..at], rest, &GOOD.as_bytes()[end..]].concat()
}

#[test]
fn any_bytes_are_compiled_or_told_of() {
    check!()
        .with_test_time(FOR)
        .for_each(|bytes| compile(bytes.to_vec()));
}

#[test]
fn a_script_with_any_bytes_in_it_is_compiled_or_told_of() {
    check!()
        .with_test_time(FOR)
        .for_each(|bytes| compile(spoilt(bytes)));
}

#[test]
fn any_bytes_are_formatted_or_left_alone() {
    check!().with_test_time(FOR).for_each(|bytes| {
        let _ = dsl::format::format(&Source::new("flows/flowers.flow", spoilt(bytes)), None);
    });
}

#[test]
fn any_bytes_are_a_talk_or_told_of() {
    check!().with_test_time(FOR).for_each(|bytes| {
        dsl::talk::read_talks(&Source::new("talks/any.talk", bytes.to_vec()), 0);
    });
}

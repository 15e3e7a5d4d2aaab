//! Whatever bytes a file holds, compiling it ends soon, with a diagnostic and without a panic.

mod common;

use common::compiled;
use dsl::{Fact, Source};
use proptest::prelude::*;
use std::fmt::Write;

const FLOWERS: &str = include_str!("../../examples/flower-shop/flows/flowers.flow");
const EVERYTHING: &str = include_str!("flows/good/everything.flow");
const RUSSIAN: &str = include_str!("flows/good/цветы.flow");

fn found(text: impl Into<Vec<u8>>) -> Vec<dsl::Diagnostic> {
    compiled(&[Source::new("flows/it.flow", text)]).diagnostics
}

#[test]
fn a_binary_file_is_told_once() {
    assert!(
        matches!(&found(b"flow it v1\n\xff\xfe\x00".to_vec())[..], [one] if one.fact == Fact::NotText)
    );
    assert!(matches!(&found(b"\x7fELF\0\0\0".to_vec())[..], [one] if one.fact == Fact::NotText));
}

#[test]
fn a_file_of_a_hundred_megabytes_is_told_once() {
    let found = found(vec![b'a'; 100 << 20]);
    assert!(matches!(&found[..], [one] if matches!(one.fact, Fact::FileTooLarge { .. })));
}

#[test]
fn a_line_of_ten_megabytes_is_told_and_the_rest_is_read() {
    let text = format!(
        "flow it v1\n  languages en\nstate start\n  say \"{}\"\n  finish lost\n",
        "a".repeat(10 << 20)
    );
    let found = found(text);
    assert!(
        matches!(&found[..], [one] if matches!(one.fact, Fact::LineTooLong { .. })),
        "{:?}",
        found.len()
    );
}

#[test]
fn blocks_without_end_are_told() {
    let mut text = String::from("flow it v1\n  languages en\nstate start\n");
    for depth in 1..5_000 {
        writeln!(text, "{}if buyer.words is \"x\"", " ".repeat(depth)).expect("a string takes all");
    }
    assert!(
        found(text)
            .iter()
            .any(|one| matches!(one.fact, Fact::TooDeep { .. }))
    );
}

#[test]
fn an_empty_file_has_no_header() {
    for text in ["", "\n\n", "# only a comment\n", "\u{feff}"] {
        assert!(
            matches!(&found(text)[..], [one] if one.fact == Fact::NoHeader),
            "{text:?}"
        );
    }
}

#[test]
fn a_script_of_ten_thousand_states_compiles() {
    let mut text = String::from("flow it v1\n  languages en\n\nstate start\n  -> s0\n");
    for state in 0..10_000 {
        let next = (state + 1) % 10_000;
        write!(
            text,
            "\nstate s{state}\n  say\n    en: State {state}.\n  wait\n    en: Go on?\n    - yes  en: Yes  -> s{next}\n    \
             otherwise -> bye\n"
        )
        .expect("a string takes all");
    }
    text.push_str("\nstate bye\n  finish lost\n");
    let compiled = compiled(&[Source::new("flows/it.flow", text)]);
    assert!(
        compiled.diagnostics.is_empty(),
        "{:?}",
        compiled.diagnostics.first()
    );
    let graph = compiled.graph.expect("nothing was found");
    assert_eq!(graph.flows[0].states.len(), 10_002);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(text in proptest::collection::vec(any::<u8>(), 0..400)) {
        found(text);
    }

    #[test]
    fn no_lines_make_it_panic(lines in proptest::collection::vec("( {0,8})[-a-zа-я0-9:>«»\"{}\\[\\](),.|#→—\t' ]{0,40}", 0..20)) {
        found(format!("flow it v1\nstate start\n{}", lines.join("\n")));
    }

    #[test]
    fn no_change_to_a_good_script_makes_it_panic(
        script in prop_oneof![Just(FLOWERS), Just(EVERYTHING), Just(RUSSIAN)],
        at in 0.0..1.0,
        cut in 0usize..40,
        put in "[-a-zа-я:>«»\"{}\\[\\](),.|#→—\t\n' ]{0,12}",
    ) {
        let letters: Vec<char> = script.chars().collect();
        let at = (at * letters.len() as f64) as usize;
        let before: String = letters[..at].iter().collect();
        let after: String = letters[(at + cut).min(letters.len())..].iter().collect();
        let text = format!("{before}{put}{after}");
        for one in found(text.clone()) {
            let places = [Some(one.span.clone()), one.fix.map(|fix| fix.start..fix.end)];
            for place in places.into_iter().flatten() {
                prop_assert!(text.get(place.clone()).is_some(), "{place:?} of {:?}", one.fact);
            }
        }
    }
}

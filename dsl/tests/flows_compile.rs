//! Flows compile, and every mistake in them is told at its line.
//!
//! `tests/flows/good` compiles without a finding. In `tests/flows/wrong` a comment `# ! CODE` stands
//! above each line at fault; `# ! CODE => line` adds how the line reads once it is mended. What is not
//! stated must not be found.

mod common;

use common::compiled;
use dsl::{Compiled, Source};

/// The flows that compile, with those they run.
const GOOD: [&[(&str, &[u8])]; 5] = [
    &[
        (
            "flowers.flow",
            include_bytes!("../../examples/flower-shop/flows/flowers.flow"),
        ),
        (
            "price_objection.flow",
            include_bytes!("../../examples/flower-shop/flows/price_objection.flow"),
        ),
    ],
    &[("цветы.flow", include_bytes!("flows/good/цветы.flow"))],
    &[("квіти.flow", include_bytes!("flows/good/квіти.flow"))],
    &[
        (
            "everything.flow",
            include_bytes!("flows/good/everything.flow"),
        ),
        ("sub.flow", include_bytes!("flows/good/sub.flow")),
    ],
    &[(
        "one_language.flow",
        include_bytes!("flows/good/one_language.flow"),
    )],
];

/// The flows with mistakes.
const WRONG: [(&str, &[u8]); 6] = [
    ("lines.flow", include_bytes!("flows/wrong/lines.flow")),
    ("layout.flow", include_bytes!("flows/wrong/layout.flow")),
    ("names.flow", include_bytes!("flows/wrong/names.flow")),
    ("steps.flow", include_bytes!("flows/wrong/steps.flow")),
    ("types.flow", include_bytes!("flows/wrong/types.flow")),
    ("слова.flow", include_bytes!("flows/wrong/слова.flow")),
];

fn compile_all(files: &[(&str, &[u8])]) -> Compiled {
    let sources: Vec<Source> = files
        .iter()
        .map(|(name, text)| Source::new(format!("flows/{name}"), *text))
        .collect();
    compiled(&sources)
}

#[test]
fn good_flows_compile_without_a_finding() {
    for files in GOOD {
        let compiled = compile_all(files);
        assert!(
            compiled.diagnostics.is_empty(),
            "{}\n{}",
            files[0].0,
            facts(files[0].1, &compiled)
        );
        assert!(compiled.graph.is_some());
    }
}

#[test]
fn every_mistake_is_told_once_at_its_line() {
    for (name, text) in WRONG {
        let compiled = compile_all(&[(name, text)]);
        let lines: Vec<&str> = std::str::from_utf8(text)
            .expect("test flows are UTF-8")
            .lines()
            .collect();
        let stated = lines.iter().enumerate().filter_map(|(at, line)| {
            let codes = line.trim().strip_prefix("# ! ")?;
            let code = codes.split_once(" => ").map_or(codes, |(code, _)| code);
            Some(
                code.split(' ')
                    .map(move |code| format!("{}: {code}", at + 2))
                    .collect::<Vec<_>>(),
            )
        });
        let mut stated: Vec<String> = stated.flatten().collect();
        let mut told = told(text, &compiled);
        stated.sort();
        told.sort();
        assert!(
            told == stated,
            "{name}\n told {told:?}\n want {stated:?}\n{}",
            facts(text, &compiled)
        );
        assert!(compiled.graph.is_none());
    }
}

#[test]
fn mends_give_the_line_that_was_meant() {
    for (name, text) in WRONG {
        let source = std::str::from_utf8(text).expect("test flows are UTF-8");
        let compiled = compile_all(&[(name, text)]);
        for (at, line) in source.lines().enumerate() {
            let Some((codes, meant)) = line
                .trim()
                .strip_prefix("# ! ")
                .and_then(|line| line.split_once(" => "))
            else {
                continue;
            };
            let number = at + 2;
            let found = compiled.diagnostics.iter().find(|found| {
                line_of(text, found.span.start) == number && codes.contains(found.code().as_str())
            });
            let fix = found.and_then(|found| found.fix.clone());
            let fix = fix.unwrap_or_else(|| panic!("{name}:{number} has no mend: {found:?}"));
            let mended = format!(
                "{}{}{}",
                &source[..fix.start],
                fix.replacement,
                &source[fix.end..]
            );
            let got = mended.lines().nth(number - 1).unwrap_or_default();
            assert_eq!(got.trim(), meant, "{name}:{number}");
        }
    }
}

#[test]
fn a_mend_takes_its_finding_away_and_brings_no_other() {
    let mut worse = Vec::new();
    for (name, text) in WRONG {
        let source = std::str::from_utf8(text).expect("test flows are UTF-8");
        let compiled = compile_all(&[(name, text)]);
        for found in &compiled.diagnostics {
            let Some(fix) = &found.fix else { continue };
            let (before, after) = (&source[..fix.start], &source[fix.end..]);
            let mended = format!("{before}{}{after}", fix.replacement);
            let again = compile_all(&[(name, mended.as_bytes())]);
            if again.diagnostics.len() >= compiled.diagnostics.len() {
                let facts = facts(mended.as_bytes(), &again);
                worse.push(format!("{name}: {:?}\n{fix:?}\n{facts}", found.fact));
            }
        }
    }
    assert!(worse.is_empty(), "{}", worse.join("\n"));
}

/// Every finding, a line each, for whoever reads a failure.
fn facts(text: &[u8], compiled: &Compiled) -> String {
    let fact = |found: &dsl::Diagnostic| {
        format!(
            "{} {} {:?}\n",
            line_of(text, found.span.start),
            found.code(),
            found.fact
        )
    };
    compiled.diagnostics.iter().map(fact).collect()
}

/// Line and code of every finding.
fn told(text: &[u8], compiled: &Compiled) -> Vec<String> {
    let line = |found: &dsl::Diagnostic| line_of(text, found.span.start);
    compiled
        .diagnostics
        .iter()
        .map(|found| format!("{}: {}", line(found), found.code()))
        .collect()
}

fn line_of(text: &[u8], at: usize) -> usize {
    text[..at.min(text.len())]
        .iter()
        .filter(|byte| **byte == b'\n')
        .count()
        + 1
}

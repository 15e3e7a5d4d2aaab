//! What `torg fmt` writes: the same flow, in one hand.

mod common;

use common::compiled;
use dsl::format::format;
use dsl::{Fact, Source};
use std::fs;
use std::path::{Path, PathBuf};
use understand::Lang;

/// Every script that ships or is tested: those of the examples, of the starter, of the suites.
fn scripts() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder of the project") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|end| end == "flow") {
                found.push(path);
            }
        }
    }
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in ["../examples", "../flows", "../tests/suite", "tests"] {
        walk(&here.join(folder), &mut found);
    }
    found.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a script is text");
        (path, text)
    };
    found.into_iter().map(read).collect()
}

fn formatted(text: &str, keywords: Option<Lang>) -> Option<String> {
    format(&Source::new("flows/it.flow", text), keywords).ok()
}

/// What a script compiles to, without the lines of the file: its graph, or its mistakes.
fn meaning(name: &str, text: &str) -> String {
    let mut compiled = compiled(&[Source::new(format!("flows/{name}.flow"), text)]);
    // Maps have no order; what they hold is told by the lists beside them.
    if let Some(graph) = &mut compiled.graph {
        graph.by_name.clear();
        for flow in &mut graph.flows {
            flow.state_by_name.clear();
        }
    }
    let facts: Vec<&Fact> = compiled.diagnostics.iter().map(|told| &told.fact).collect();
    let text = format!("{:#?}\n{facts:#?}", compiled.graph);
    let is_place = |line: &str| line.contains("line: ");
    let lines: Vec<&str> = text.lines().filter(|line| !is_place(line)).collect();
    lines.join("\n")
}

/// Tells the first line that differs, and not two whole graphs.
fn same(found: &str, expected: &str, of: &str) {
    let mut lines = found.lines().zip(expected.lines()).enumerate();
    if let Some((nth, (found, expected))) = lines.find(|(_, (found, expected))| found != expected) {
        panic!(
            "{of}, line {}:\nfound    {found}\nexpected {expected}",
            nth + 1
        );
    }
    assert_eq!(found.len(), expected.len(), "{of}");
}

fn name_of(path: &Path) -> &str {
    path.file_stem()
        .and_then(|stem| stem.to_str())
        .expect("a script has a name")
}

#[test]
fn the_shop_of_the_reference_is_written_as_it_should_be() {
    for name in ["flowers", "price_objection"] {
        let path = format!("../examples/flower-shop/flows/{name}.flow");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let text = fs::read_to_string(path).expect("it ships");
        same(&formatted(&text, None).expect("it is sound"), &text, name);
    }
}

#[test]
fn a_second_time_changes_nothing_and_the_meaning_stays() {
    let mut formatted_some = 0;
    for (path, text) in scripts() {
        let Some(once) = formatted(&text, None) else {
            continue;
        };
        formatted_some += 1;
        let twice = formatted(&once, None).expect("what was written can be read");
        same(&twice, &once, &path.display().to_string());
        let name = name_of(&path);
        same(&meaning(name, &once), &meaning(name, &text), name);
    }
    assert!(formatted_some > 20, "{formatted_some}");
}

#[test]
fn keywords_go_round_the_three_languages_and_come_home() {
    for (path, text) in scripts() {
        let Some(start) = formatted(&text, Some(Lang::EN)) else {
            continue;
        };
        let name = name_of(&path);
        let expected = meaning(name, &start);
        let mut now = start.clone();
        for lang in [Lang::RU, Lang::UK, Lang::EN] {
            let source = Source::new("flows/it.flow", now.as_bytes());
            now = format(&source, Some(lang))
                .unwrap_or_else(|found| panic!("{} to {lang}: {found:?}", path.display()));
            same(&formatted(&now, None).expect("it is sound"), &now, name);
        }
        same(&now, &start, &path.display().to_string());
        same(&meaning(name, &now), &expected, name);
    }
}

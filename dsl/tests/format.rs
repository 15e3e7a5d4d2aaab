//! What `torg fmt` writes: the same flow, in one hand.

mod common;

use common::compiled;
use dsl::format::format;
use dsl::{Fact, Source};
use proptest::prelude::*;
use std::collections::BTreeSet;
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
    found
        .into_iter()
        .map(|path| (path.clone(), read(&path)))
        .collect()
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test reads the scripts that it formats"
)]
fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a script is text")
}

/// A script of an example shop.
fn example(shop: &str, flow: &str) -> String {
    let path = format!("../examples/{shop}/flows/{flow}.flow");
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
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
        let text = example("flower-shop", name);
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

/// The shop in English, and the same written wholly in Russian.
fn shop(folder: &str, flows: [&str; 2]) -> dsl::Compiled {
    let source = |flow| Source::new(format!("flows/{flow}.flow"), example(folder, flow));
    let sources = flows.map(source);
    compiled(&sources)
}

/// The lines of a graph with every word taken out: what is left is its structure, told by numbers.
fn structure(compiled: &mut dsl::Compiled) -> Vec<String> {
    let graph = compiled.graph.as_mut().expect("the shop is sound");
    graph.by_name.clear();
    for flow in &mut graph.flows {
        flow.state_by_name.clear();
    }
    let text = format!("{graph:#?}");
    let blank = |line: &str| match line.split_once('"') {
        Some((before, _)) => format!("{before}…"),
        None => line.to_owned(),
    };
    text.lines().map(blank).collect()
}

/// The words that are sent, and what is listened for: neither is a name.
fn spoken(compiled: &dsl::Compiled) -> Vec<String> {
    let graph = compiled.graph.as_ref().expect("the shop is sound");
    let text = format!(
        "{:#?}",
        graph
            .flows
            .iter()
            .map(|flow| &flow.texts)
            .collect::<Vec<_>>()
    );
    let mut words = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.trim() == "Words(" {
            words.extend(lines.next().map(str::to_owned));
        }
    }
    words
}

/// The names of results of each flow, in the order of their use.
fn results(compiled: &dsl::Compiled) -> Vec<(usize, String)> {
    let graph = compiled.graph.as_ref().expect("the shop is sound");
    let mut names = Vec::new();
    for (nth, flow) in graph.flows.iter().enumerate() {
        let text = format!("{flow:#?}");
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            if line.ends_with("Result(") {
                names.extend(lines.next().map(|name| (nth, name.trim().to_owned())));
            }
        }
    }
    names
}

#[test]
fn the_shop_in_russian_is_the_same_graph_but_for_names() {
    let mut english = shop("flower-shop", ["flowers", "price_objection"]);
    let mut russian = shop("flower-shop-ru", ["цветы", "торг"]);
    let codes = |compiled: &dsl::Compiled| -> Vec<_> {
        let found = compiled.diagnostics.iter();
        found.map(dsl::Diagnostic::code).collect()
    };
    assert_eq!(codes(&russian), codes(&english));
    assert_eq!(spoken(&russian), spoken(&english));
    let (ours, theirs) = (results(&english), results(&russian));
    let pairs: BTreeSet<_> = ours.iter().zip(&theirs).collect();
    // Each result of one script is one result of the other.
    for names in [&ours, &theirs] {
        let names: BTreeSet<_> = names.iter().collect();
        assert_eq!(names.len(), pairs.len(), "{pairs:?}");
    }
    same(
        &structure(&mut russian).join("\n"),
        &structure(&mut english).join("\n"),
        "the shop in Russian",
    );
}

#[test]
fn a_comment_stays_where_it_was() {
    let text = "\
# The shop.

flow it v1
    # What it is for.
    goal \"sell\"   # and ask
    languages en

# Things.

slots
    a   text  # one
    bcd  number
    # The last.



state start
    ask a
        en:
            Which?
        # Not a line of the message.
            Well?
        # To nowhere:
        otherwise   -> start
    # That is all.
# Unless it is not.
state end
    finish lost
    # The end.
";
    let expected = "\
# The shop.

flow it v1
  # What it is for.
  goal \"sell\"   # and ask
  languages en

# Things.

slots
  a    text  # one
  bcd  number
  # The last.

state start
  ask a
    en:
      Which?
    # Not a line of the message.
      Well?
    # To nowhere:
    otherwise -> start
  # That is all.

# Unless it is not.
state end
  finish lost
  # The end.
";
    assert_eq!(formatted(text, None).as_deref(), Some(expected));
    assert_eq!(formatted(expected, None).as_deref(), Some(expected));
}

#[test]
fn columns_that_went_astray_are_aligned_again() {
    let text = "\
flow it v1
  languages en
defaults
  silence 15m -> start, at most 2, between 09:00 - 21:00
  silence phone 7 s   -> start,at most 2
  fails  -> start
slots
  size choice   small,large
  total   money RUB , 500 to 100000
state start
  ask size
    en: Which?
    - small   en: Small
    - large en: Large | huge -> start
  do catalog.quote( \"x\" ,  count : 2 )  as quoted
    missing -> start
    out  of stock -> start
    fails
      say \"No.\"
      -> start
";
    let expected = "\
flow it v1
  languages en

defaults
  silence       15m -> start, at most 2, between 09:00-21:00
  silence phone 7s  -> start, at most 2
  fails         -> start

slots
  size   choice small, large
  total  money RUB, 500 to 100000

state start
  ask size
    en: Which?
    - small  en: Small
    - large  en: Large | huge  -> start
  do catalog.quote(\"x\", count: 2) as quoted
    missing      -> start
    out of stock -> start
    fails
      say \"No.\"
      -> start
";
    assert_eq!(formatted(text, None).as_deref(), Some(expected));
}

#[test]
fn a_yes_that_is_a_value_is_a_keyword_and_an_option_called_yes_is_not() {
    let text = "\
flow it v1
  languages en

slots
  gift    yes/no
  answer  choice yes, no

state start
  ask gift
    en: A gift?
    - yes  en: Yes
    - no   en: No
  wait
    en: Go on?
    - yes  en: Yes  -> start
    when presses yes -> start
  if gift is yes and answer is yes or answer in no, yes -> start
  set gift = no
  finish lost
";
    let russian = formatted(text, Some(Lang::RU)).expect("it can be read");
    for line in [
        "  gift    да/нет",
        "  answer  выбор yes, no",
        "    - да   en: Yes",
        "    - нет  en: No",
        "    - yes  en: Yes  -> start",
        "    когда нажимает yes -> start",
        "  если gift это да и answer это yes или answer среди no, yes -> start",
        "  записать gift = нет",
    ] {
        assert!(
            russian.lines().any(|found| found == line),
            "{line}\n{russian}"
        );
    }
    assert_eq!(formatted(&russian, Some(Lang::EN)).as_deref(), Some(text));
}

#[test]
fn numbers_of_visits_and_ranges_are_said_as_each_language_says_them() {
    let english = "\
flow it v1
  languages en

slots
  count  number 1 to 20

state start
  at most 1 visit, then -> end
  finish lost

state end
  at most 21 visits, then -> start
  finish lost
";
    let russian = formatted(english, Some(Lang::RU)).expect("it can be read");
    for line in [
        "  count  число от 1 до 20",
        "  не больше 1 раза, затем -> end",
        "  не больше 21 раза, затем -> start",
    ] {
        assert!(
            russian.lines().any(|found| found == line),
            "{line}\n{russian}"
        );
    }
    assert_eq!(
        formatted(&russian, Some(Lang::EN)).as_deref(),
        Some(english)
    );
}

#[test]
fn what_is_not_understood_is_told_and_left_alone() {
    let source = Source::new("flows/it.flow", "flow it v1\nstate start\n  sya \"x\"\n");
    let found = format(&source, None).expect_err("`sya` is no keyword");
    assert!(matches!(&found[..], [one] if matches!(one.fact, Fact::KeywordMisspelt { .. })));
}

#[test]
fn a_name_that_would_become_a_keyword_is_told() {
    let text = "flow it v1\n  languages en\nintents\n  согласен\n    en: fine\nstate start\n  wait \"Well?\"\n    \
                when согласен -> start\n";
    let found = format(&Source::new("flows/it.flow", text), Some(Lang::RU));
    let found = found.expect_err("the intent would become the trigger `agrees`");
    assert!(
        matches!(&found[0].fact, Fact::NameIsKeyword { name, .. } if name == "согласен"),
        "{found:?}"
    );
    assert!(formatted(text, Some(Lang::UK)).is_some());
}

const FLOWERS: &str = include_str!("../../examples/flower-shop/flows/flowers.flow");
const EVERYTHING: &str = include_str!("flows/good/everything.flow");
const RUSSIAN: &str = include_str!("flows/good/цветы.flow");

/// A script as a person in a hurry leaves it.
fn untidy(script: &str, width: usize, chance: &[u8]) -> String {
    let mut chance = chance.iter().cycle();
    let mut roll = move |of: u8| chance.next().is_some_and(|byte| byte % of == 0);
    let mut text = String::new();
    let mut message: Option<usize> = None;
    for line in script.lines() {
        let body = line.trim_start();
        let indent = line.len() - body.len();
        let in_message = message.is_some_and(|head| indent > head || body.is_empty());
        if !in_message {
            let head = body.strip_suffix(':');
            message = head.filter(|head| head.len() == 2).map(|_| indent);
            if roll(5) {
                text.push_str(if roll(2) { "\n" } else { "   \n\n" });
            }
            if roll(7) {
                let margin = if roll(2) { 0 } else { indent / 2 * width };
                text.push_str(&format!("{}# note\n", " ".repeat(margin)));
            }
        }
        text.push_str(&" ".repeat(indent / 2 * width));
        let is_text =
            in_message || body.get(2..3) == Some(":") || body.get(2..9) == Some(" phone:");
        let spaced = match is_text || body.contains('"') || body.contains('#') {
            true => body.to_owned(),
            false => body
                .replace("  ->", if roll(2) { " ->" } else { "     ->" })
                .replace("  ", if roll(2) { "  " } else { " " }),
        };
        text.push_str(&spaced);
        if !is_text && !body.is_empty() && !body.contains('#') && roll(9) {
            text.push_str(if roll(2) { "  # why" } else { "     # why not" });
        }
        text.push_str(if roll(4) { "   \n" } else { "\n" });
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_untidy_script_means_what_it_meant(
        (name, script) in prop_oneof![
            Just(("flowers", FLOWERS)), Just(("everything", EVERYTHING)), Just(("цветы", RUSSIAN)),
        ],
        width in 2usize..5,
        chance in proptest::collection::vec(any::<u8>(), 64..256),
    ) {
        let text = untidy(script, width, &chance);
        let once = formatted(&text, None);
        prop_assert!(once.is_some(), "{text}");
        let once = once.unwrap_or_default();
        same(&meaning(name, &once), &meaning(name, script), &text);
        same(&formatted(&once, None).unwrap_or_default(), &once, "again");
        prop_assert_eq!(text.matches('#').count(), once.matches('#').count());
        prop_assert!(once.lines().all(|line| line.trim_end() == line) && !once.contains("\n\n\n"));
    }
}

#[test]
fn lines_of_ten_thousand_labels_are_soon_written() {
    let option = format!("    - x{}\n", " en: a ru: b".repeat(5_000));
    let text = format!(
        "flow it v1\n  languages en\nstate start\n  wait \"Well?\"\n{}",
        option.repeat(4)
    );
    let once = formatted(&text, None).expect("labels may be many");
    same(&formatted(&once, None).unwrap_or_default(), &once, "labels");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(text in proptest::collection::vec(any::<u8>(), 0..400)) {
        let source = Source::new("flows/it.flow", text);
        let _ = format(&source, Some(Lang::RU));
    }

    #[test]
    fn no_lines_make_it_panic(lines in proptest::collection::vec("[ \u{a0}]{0,8}[-a-zа-я0-9:>«»\"{}\\[\\](),.|#→—\t' ]{0,40}", 0..20)) {
        let text = format!("flow it v1\nstate start\n  say\n    ru:\n{}", lines.join("\n"));
        if let Some(once) = formatted(&text, None) {
            prop_assert_eq!(formatted(&once, None), Some(once));
        }
    }

    #[test]
    fn a_change_that_can_still_be_read_means_the_same_when_written_again(
        script in prop_oneof![Just(FLOWERS), Just(EVERYTHING), Just(RUSSIAN)],
        at in 0.0..1.0,
        cut in 0usize..40,
        put in "[-a-zа-я:>\"{}\\[\\](),.|#\n' ]{0,12}",
    ) {
        let letters: Vec<char> = script.chars().collect();
        let at = (at * letters.len() as f64) as usize;
        let before: String = letters[..at].iter().collect();
        let after: String = letters[(at + cut).min(letters.len())..].iter().collect();
        let text = format!("{before}{put}{after}");
        if let Some(once) = formatted(&text, None) {
            same(&formatted(&once, None).unwrap_or_default(), &once, &text);
            same(&meaning("it", &once), &meaning("it", &text), &text);
            for lang in [Lang::RU, Lang::UK, Lang::EN] {
                let source = Source::new("flows/it.flow", text.as_bytes());
                let converted = format(&source, Some(lang));
                let is_told = |found: &dsl::Diagnostic| matches!(found.fact, Fact::NameIsKeyword { .. });
                prop_assert!(converted.is_ok() || converted.is_err_and(|found| found.iter().all(is_told)));
            }
        }
    }
}

//! What an author is told about a script: words, places, mends, pages.

mod common;

use std::path::Path;

use common::compiled;
use dsl::diagnostic::pages::{page, section};
use dsl::diagnostic::{Code, Severity, explain, render, to_json};
use dsl::{Diagnostic, Source};
use understand::Lang;

#[expect(
    clippy::disallowed_methods,
    reason = "the wall is for the compiler; a test reads its cases"
)]
fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).expect("the glob found it")
}

#[expect(
    clippy::disallowed_methods,
    reason = "the wall is for the compiler; a page is written on request"
)]
fn write(path: &str, page: &str) {
    std::fs::write(path, page).expect("the page can be written");
}

fn find(sources: &[Source]) -> Vec<Diagnostic> {
    compiled(sources).diagnostics
}

#[test]
fn every_broken_script_is_explained_in_its_own_language() {
    insta::glob!("broken/*.flow", |path| {
        let file = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let sources = [Source::new(file, read(path))];
        insta::assert_snapshot!(render(&find(&sources), &sources, None, false));
    });
}

#[test]
fn a_sound_script_is_not_accused() {
    insta::glob!("clean/*.flow", |path| {
        let file = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let sources = [Source::new(file, read(path))];
        assert_eq!(
            render(&find(&sources), &sources, Some(Lang::EN), false),
            "no mistakes\n"
        );
    });
}

#[test]
fn an_author_reads_any_script_in_the_language_asked_for() {
    let sources = [Source::new(
        "several_mistakes.flow",
        include_str!("broken/several_mistakes.flow"),
    )];
    let found = find(&sources);
    for lang in [Lang::RU, Lang::UK] {
        insta::assert_snapshot!(
            format!("several_mistakes_{lang}"),
            render(&found, &sources, Some(lang), false)
        );
    }
}

/// The scripts of a page, compiled: a script's name is its file's.
fn of_page(code: Code, name: &str) -> (Vec<Source>, Vec<Diagnostic>) {
    let page = page(code).expect("the page is there");
    let script = section(page, name).expect("the page has both scripts");
    let script = script
        .trim_start_matches("```flow\n")
        .trim_end_matches("```");
    let sources = vec![Source::new("shop.flow", script)];
    let found = find(&sources);
    (sources, found)
}

fn pages() -> impl Iterator<Item = Code> {
    Code::ALL
        .iter()
        .copied()
        .filter(|code| page(*code).is_some())
}

#[test]
fn the_wrong_script_of_a_page_has_its_mistake_and_the_right_one_none() {
    for code in pages() {
        let (sources, found) = of_page(code, "Wrong");
        let codes: Vec<_> = found.iter().map(|found| found.code()).collect();
        assert_eq!(codes, [code], "{}", render(&found, &sources, None, false));
        let (sources, found) = of_page(code, "Right");
        assert!(
            found.is_empty(),
            "{code}: {}",
            render(&found, &sources, None, false)
        );
    }
}

#[test]
fn a_page_shows_what_the_author_will_read() {
    for code in pages() {
        let (sources, found) = of_page(code, "Wrong");
        let mut right = page(code).expect("the page is there").to_owned();
        for lang in [Lang::EN, Lang::RU, Lang::UK] {
            let told = section(&right, lang.as_str())
                .expect("a section a language")
                .to_owned();
            let prose = told.split("```text\n").next().unwrap_or_default();
            let message = render(&found, &sources, Some(lang), false);
            let message: Vec<_> = message
                .lines()
                .map(str::trim_end)
                .take_while(|line| !line.is_empty())
                .collect();
            right = right.replace(
                &told,
                &format!("{prose}```text\n{}\n```", message.join("\n")),
            );
        }
        if std::env::var_os("UPDATE_PAGES").is_some() {
            let path = format!("{}/../docs/errors/{code}.md", env!("CARGO_MANIFEST_DIR"));
            write(&path, &right);
        } else {
            assert_eq!(page(code), Some(&*right), "{code}: run with UPDATE_PAGES=1");
        }
    }
}

#[test]
fn explain_has_a_page_in_every_language_for_what_is_told_already() {
    use Code::*;
    for code in [
        S001, S002, S003, S004, F001, F002, F003, F004, F005, F006, F007, F008, F009, F010, F011,
        D101, D103, D104, D106, C201, C202, C203, C204, C205, C206, C207, C208, T301, T303, T304,
        T305, T306, T307, T308, T310, L401, L402, L403, L406, P501, P503, P504, X601,
    ] {
        for (lang, wrong) in [
            (Lang::EN, "Wrong:"),
            (Lang::RU, "Неправильно:"),
            (Lang::UK, "Правильно:"),
        ] {
            let page = explain(code, lang).unwrap_or_default();
            assert!(
                page.starts_with(code.as_str()) && page.contains(wrong),
                "{code} {lang}: {page}"
            );
        }
    }
    assert_eq!(explain(V703, Lang::EN), None);
}

#[test]
fn a_tool_reads_places_in_characters_and_mends_in_bytes() {
    let sources = [Source::new(
        "flows/ошибки.flow",
        include_str!("broken/ошибки.flow"),
    )];
    insta::assert_snapshot!(to_json(&find(&sources), &sources, Some(Lang::EN)));
}

#[test]
fn a_very_long_line_is_not_printed() {
    let script = format!(
        "flow long v1\n  languages en\nstate start\n  say\n    en: {}\n  -> start\n",
        "я ".repeat(3_000_000)
    );
    let sources = [Source::new("long.flow", script)];
    let drawn = render(&find(&sources), &sources, None, false);
    assert!(drawn.len() < 2_000, "{} bytes", drawn.len());
}

#[test]
fn a_fault_far_along_a_line_is_shown_with_its_own_column() {
    let script = format!(
        "flow long v1\n  languages en\nstate start\n  finish won\n    en: {} {{buyer.nmae}} {}\n",
        "word ".repeat(60),
        "more ".repeat(60)
    );
    let sources = [Source::new("long.flow", script)];
    insta::assert_snapshot!(render(&find(&sources), &sources, None, false));
}

#[test]
fn a_file_that_is_no_text_is_told_so() {
    let sources = [Source::new(
        "photo.flow",
        [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0x00],
    )];
    let found = find(&sources);
    assert!(
        found.iter().all(|found| found.code() == Code::S001),
        "{}",
        render(&found, &sources, None, false)
    );
    assert!(!found.is_empty());
}

#[test]
fn codes_are_written_as_the_reference_has_them() {
    for code in Code::ALL {
        assert_eq!(code.as_str().to_lowercase().parse(), Ok(*code));
        assert!(!dsl::diagnostic::words::title(*code, Lang::RU).is_empty());
    }
    assert_eq!(Code::F002.severity(), Severity::Warning);
    assert_eq!(Code::C207.severity(), Severity::Error);
}

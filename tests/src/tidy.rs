//! What every file and every room owes its reader. A check is a pure function from a file to complaints,
//! so that each is also shown a file it must complain about.

use crate::house::{self, File};

/// Past this many lines a file is two files.
const LONGEST: usize = 700;

/// Marks of unfinished work. Written in halves so that this file does not find itself.
const UNFINISHED: [&str; 3] = [
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
    concat!("#[", "ignore"),
];

/// Beginnings of paths that exist on one machine only.
const MACHINE_PATHS: [&str; 4] = [
    concat!("/", "work/"),
    concat!("/", "root/"),
    concat!("/", "home/"),
    concat!("/", "Users/"),
];

/// What is wrong with one file, a line a complaint.
fn complaints(file: &File) -> Vec<String> {
    let File { path, text } = file;
    let mut found = Vec::new();
    if path.ends_with(".rs") {
        if !text.starts_with("//!") {
            found.push(format!(
                "{path}: a module opens with `//!` and a sentence on what it holds"
            ));
        }
        let lines = text.lines().count();
        if lines > LONGEST {
            found.push(format!(
                "{path}: {lines} lines; past {LONGEST} ask which two things it is"
            ));
        }
        for mark in UNFINISHED {
            found.extend(
                places(text, mark)
                    .map(|line| format!("{path}:{line}: `{mark}` is not finished work")),
            );
        }
    }
    for machine in MACHINE_PATHS {
        found.extend(
            places(text, machine)
                .map(|line| format!("{path}:{line}: `{machine}` is a path of one machine")),
        );
    }
    found
}

/// The numbers, from 1, of the lines that hold a string.
fn places<'a>(text: &'a str, part: &'a str) -> impl Iterator<Item = usize> + 'a {
    text.lines()
        .enumerate()
        .filter(move |(_, line)| line.contains(part))
        .map(|(index, _)| index + 1)
}

/// What is wrong with a room's README, if anything.
fn readme_complaint(room: &str, readme: Option<&str>) -> Option<String> {
    match readme {
        None => Some(format!(
            "{room}/README.md is missing: what the room does, its entry point, its invariant"
        )),
        Some(text) if !text.contains("Invariant") => Some(format!(
            "{room}/README.md has no *Invariant* line: say what is deliberately absent here"
        )),
        Some(_) => None,
    }
}

/// The links of a Markdown text that lead to files of the house: as written, without the part after `#`.
fn links(text: &str) -> Vec<&str> {
    let targets = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'));
    targets
        .map(|(target, _)| target.split('#').next().unwrap_or_default())
        .filter(|target| !target.is_empty() && !target.contains("://"))
        .collect()
}

#[test]
fn files_are_small_opened_by_a_sentence_finished_and_at_home_anywhere() {
    let found: Vec<String> = house::files().iter().flat_map(complaints).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_room_says_what_is_absent_in_it() {
    let rooms = house::rooms();
    let found: Vec<String> = rooms
        .iter()
        .filter_map(|room| {
            readme_complaint(room, house::read(&format!("{room}/README.md")).as_deref())
        })
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_room_is_in_the_architecture() {
    let drawing = house::read("ARCHITECTURE.md").expect("ARCHITECTURE.md stands at the root");
    for room in house::rooms() {
        assert!(
            drawing.contains(&format!("`{room}`")),
            "ARCHITECTURE.md does not speak of `{room}`"
        );
    }
}

#[test]
fn links_between_pages_lead_somewhere() {
    let mut dead = Vec::new();
    for page in house::files()
        .iter()
        .filter(|file| file.path.ends_with(".md"))
    {
        let folder = house::root().join(&page.path);
        let folder = folder.parent().expect("a file stands in a folder");
        let broken = links(&page.text)
            .into_iter()
            .filter(|target| !folder.join(target).exists());
        dead.extend(broken.map(|target| format!("{}: `{target}` leads nowhere", page.path)));
    }
    assert!(dead.is_empty(), "{}", dead.join("\n"));
}

#[test]
fn the_walls_of_the_core_stand() {
    for room in ["engine", "dsl"] {
        let path = format!("{room}/clippy.toml");
        let walls = house::read(&path)
            .unwrap_or_else(|| panic!("{path} is missing: it keeps `{room}` pure"));
        for banned in [
            "std::time::SystemTime::now",
            "std::time::Instant::now",
            "std::env::var",
            "std::fs",
            "std::thread",
        ] {
            assert!(walls.contains(banned), "{path} does not ban `{banned}`");
        }
    }
}

#[test]
fn every_page_of_a_diagnostic_is_headed_by_a_code_that_exists() {
    let codes = house::read("dsl/src/diagnostic/code.rs").expect("the codes of diagnostics");
    for page in house::files() {
        let name = page
            .path
            .strip_prefix("docs/errors/")
            .and_then(|name| name.strip_suffix(".md"));
        if let Some(code) = name.filter(|name| *name != "README") {
            let path = &page.path;
            assert!(
                page.text.starts_with(&format!("# {code}\n")),
                "{path}: the first line is `# {code}`"
            );
            let declared = format!("    {code} ");
            assert!(
                codes.lines().any(|line| line.starts_with(&declared)),
                "{path}: no such code"
            );
        }
    }
}

#[test]
fn an_untidy_file_is_told_where_and_why() {
    let text = format!(
        "fn later() {{\n    {}\n}}\n// see {}notes\n",
        concat!("todo", "!()"),
        concat!("/", "root/")
    );
    let told = complaints(&File {
        path: "attic/src/later.rs".to_owned(),
        text,
    })
    .join("\n");
    assert!(
        told.contains("attic/src/later.rs: a module opens with"),
        "{told}"
    );
    assert!(
        told.contains("attic/src/later.rs:2:") && told.contains("attic/src/later.rs:4:"),
        "{told}"
    );
    let long = File {
        path: "a.rs".to_owned(),
        text: "//! Long.\n".repeat(LONGEST + 1),
    };
    assert_eq!(complaints(&long).len(), 1);
}

#[test]
fn a_room_without_an_invariant_is_told_so() {
    assert!(readme_complaint("attic", None).is_some_and(|told| told.contains("is missing")));
    assert!(
        readme_complaint("attic", Some("# attic")).is_some_and(|told| told.contains("Invariant"))
    );
    assert_eq!(
        readme_complaint("attic", Some("*Invariant*: no ghosts.")),
        None
    );
}

#[test]
fn links_are_read_out_of_pages() {
    let page = "[a](b/c.md#part), ![p](d.svg) and [out](https://example.org/x), [here](#there)";
    assert_eq!(links(page), ["b/c.md", "d.svg"]);
}

//! The language, sentence by sentence: every shop under `suite/` keeps to its talks.
//!
//! A shop is about one theme; adding a case is adding a talk, or a folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dsl::talk::read_talks;
use torg::release::build;
use torg::shop::ShopFiles;
use torg::talks::{Coverage, run_talk};

#[test]
fn every_shop_of_the_suite_keeps_to_its_talks() {
    let mut shops = shops();
    shops.sort();
    assert!(!shops.is_empty(), "no shop under suite/");
    let broken: Vec<String> = shops.iter().flat_map(|shop| broken(shop)).collect();
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

/// The folders of the suite.
fn shops() -> Vec<PathBuf> {
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("suite");
    let entries = fs::read_dir(&suite).expect("tests/suite is there");
    entries
        .map(|entry| entry.expect("an entry of tests/suite").path())
        .filter(|path| path.is_dir())
        .collect()
}

/// What is wrong with a shop: that it does not compile, that a talk cannot be read, or a talk it does
/// not keep to.
fn broken(shop: &Path) -> Vec<String> {
    let name = shop.file_name().unwrap_or_default().to_string_lossy();
    let files = ShopFiles::read(shop).unwrap_or_else(|error| panic!("{name}: {error}"));
    let built = build(&files).unwrap_or_else(|error| panic!("{name}: {error}"));
    let Some(release) = built.release else {
        return vec![format!("{name}: {}", built.report.render(None, false))];
    };
    let release = Arc::new(release);
    let sources = files
        .talks()
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut broken = Vec::new();
    let mut coverage = Coverage::default();
    for (file, source) in sources.iter().enumerate() {
        let (talks, mistakes) = read_talks(source, file);
        if !mistakes.is_empty() {
            let told = dsl::diagnostic::render(&mistakes, &sources, None, false);
            broken.push(format!("{name}: {told}"));
        }
        for talk in talks {
            if let Err(failure) = run_talk(&files, &release, &talk, &mut coverage) {
                let text = String::from_utf8_lossy(&source.text);
                let told = failure.tell(&source.path, &text);
                broken.push(format!("{name}: {}\n{told}", talk.name));
            }
        }
    }
    broken
}

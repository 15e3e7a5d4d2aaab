//! `torg test`: plays the talks of a shop.

use super::{Exit, Folder, open, show};
use crate::shop::ShopFiles;
use crate::talks::run_talk;
use anstream::println;
use anstyle::{AnsiColor, Style};
use clap::Args;
use dsl::talk::read_talks;
use std::sync::Arc;

const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default().bold();

/// Plays the talks of a shop.
#[derive(Args)]
pub(super) struct Test {
    #[command(flatten)]
    folder: Folder,
    /// Only talks whose name or file has these words
    #[arg(long, value_name = "WORDS")]
    only: Option<String>,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

impl Test {
    pub(super) fn run(self) -> Exit {
        let files = match ShopFiles::read(&self.folder.dir) {
            Ok(files) => files,
            Err(error) => return Exit::failed(error),
        };
        let release = match open::release(&self.folder.dir) {
            Ok(release) => Arc::new(release),
            Err(exit) => return exit,
        };
        let sources = match files.talks() {
            Ok(sources) => sources,
            Err(error) => return Exit::failed(error),
        };
        let (mut passed, mut failed, mut broken) = (0_usize, Vec::new(), Vec::new());
        for (file, source) in sources.iter().enumerate() {
            let (talks, mistakes) = read_talks(source, file);
            broken.extend(mistakes);
            for talk in talks {
                let wanted =
                    |words: &String| talk.name.contains(words) || source.path.contains(words);
                if !self.only.as_ref().is_none_or(wanted) {
                    continue;
                }
                match run_talk(&files, &release, &talk) {
                    Ok(()) => passed += 1,
                    Err(failure) => failed.push((talk, source, failure)),
                }
            }
        }
        if !broken.is_empty() {
            show::note(
                dsl::diagnostic::render(&broken, &sources, None, show::is_colored()).trim_end(),
            );
        }
        for (talk, source, failure) in &failed {
            if self.json {
                continue;
            }
            println!("{BAD}failed{BAD:#}  {}", talk.name);
            println!(
                "{}",
                failure.tell(&source.path, &String::from_utf8_lossy(&source.text))
            );
        }
        if self.json {
            let failures: Vec<_> = failed
                .iter()
                .map(|(talk, source, failure)| {
                    serde_json::json!({ "talk": talk.name, "file": source.path, "line": failure.line })
                })
                .collect();
            println!(
                "{}",
                serde_json::json!({ "passed": passed, "failed": failures, "unreadable": broken.len() })
            );
        } else if failed.is_empty() && broken.is_empty() {
            println!(
                "{GOOD}{passed} {} passed{GOOD:#}",
                if passed == 1 { "talk" } else { "talks" }
            );
        } else {
            println!("{passed} passed, {} failed", failed.len() + broken.len());
        }
        if failed.is_empty() && broken.is_empty() {
            Exit::Fine
        } else {
            Exit::Mistake
        }
    }
}

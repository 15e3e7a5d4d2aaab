//! `torg test`: plays the talks of a shop, tells what they do not reach, records and looks for new ones.

use super::{Exit, Folder, open, show};
use crate::release::Release;
use crate::shop::ShopFiles;
use crate::talks::{Coverage, Failure, Walk, record, run_talk, walk};
use anstream::{print, println};
use anstyle::{AnsiColor, Style};
use clap::Args;
use dsl::Source;
use dsl::talk::{ItemKind, Talk, Wording, read_talks};
use scripting::Surroundings;
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
    /// List states, transitions, texts in each language, options and triggers that no talk reached
    #[arg(long)]
    coverage: bool,
    /// Write a talk from a real dialogue, personal data replaced by samples
    #[arg(long, value_name = "DIALOGUE", conflicts_with_all = ["coverage", "walk"])]
    record: Option<String>,
    /// Send so many random buyers through the shop; what breaks a `never` is shrunk to a talk
    #[arg(long, value_name = "BUYERS")]
    walk: Option<u64>,
    /// Which random buyers
    #[arg(long, default_value_t = 1)]
    seed: u64,
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
        match (&self.record, self.walk) {
            (Some(dialogue), _) => self.record(&release, dialogue),
            (None, Some(buyers)) => self.walk(&release, &sources, buyers),
            (None, None) => self.play(&files, &release, &sources),
        }
    }

    fn play(&self, files: &ShopFiles, release: &Arc<Release>, sources: &[Source]) -> Exit {
        let mut coverage = Coverage::default();
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
                match run_talk(files, release, &talk, &mut coverage) {
                    Ok(()) => passed += 1,
                    Err(failure) => failed.push((talk, source, failure)),
                }
            }
        }
        let examples = examples(files, release);
        if !broken.is_empty() {
            show::note(
                dsl::diagnostic::render(&broken, sources, None, show::is_colored()).trim_end(),
            );
        }
        if self.json {
            println!("{}", json(passed, &failed, broken.len() + examples.len()));
        } else {
            tell(passed, &failed, &examples, broken.len());
            if self.coverage {
                tell_coverage(release, &coverage);
            }
        }
        if failed.is_empty() && broken.is_empty() && examples.is_empty() {
            Exit::Fine
        } else {
            Exit::Mistake
        }
    }

    fn record(&self, release: &Release, dialogue: &str) -> Exit {
        let window = match open::window(&self.folder.dir) {
            Ok(window) => window,
            Err(exit) => return exit,
        };
        let turns = window
            .dialogue(dialogue)
            .and_then(|row| row.map(|row| window.turns(&row.id)).transpose());
        match turns {
            Ok(Some(turns)) => {
                print!("{}", record(release, &turns));
                Exit::Fine
            }
            Ok(None) => Exit::Failed(format!(
                "there is no dialogue `{dialogue}`; `torg dialogues` lists them"
            )),
            Err(error) => Exit::failed(error),
        }
    }

    fn walk(&self, release: &Arc<Release>, sources: &[Source], buyers: u64) -> Exit {
        let talks = sources
            .iter()
            .enumerate()
            .flat_map(|(file, source)| read_talks(source, file).0);
        let never: Vec<Wording> = talks
            .flat_map(|talk| talk.items)
            .filter_map(|item| match item.kind {
                ItemKind::Never(wording) => Some(wording),
                _ => None,
            })
            .collect();
        let bar = show::progress(buyers, "buyers");
        let walked = walk(release, &never, buyers, self.seed, &mut |done| {
            bar.set_position(done)
        });
        bar.finish_and_clear();
        match walked {
            Ok(Walk::Fine { acts }) => {
                println!(
                    "{GOOD}{buyers} random buyers did {acts} things, and nothing broke{GOOD:#}"
                );
                Exit::Fine
            }
            Ok(Walk::Broken { buyer, why, talk }) => {
                println!(
                    "{BAD}broken{BAD:#}  {why} (seed {}, buyer {buyer})\n",
                    self.seed
                );
                print!("{talk}");
                Exit::Mistake
            }
            Err(error) => Exit::failed(error),
        }
    }
}

/// Examples of the shop's own plugins that do not come true.
fn examples(files: &ShopFiles, release: &Release) -> Vec<String> {
    let surroundings = Surroundings {
        catalog: &release.catalog,
        shop: &release.config.shop,
        has_model: !release.config.models.is_empty(),
    };
    let now = jiff::civil::date(2026, 3, 2).at(11, 0, 0, 0);
    let own = |plugin: &str| files.plugins.iter().any(|mine| mine.name == plugin);
    release
        .plugins
        .examples()
        .filter(|example| own(&example.plugin))
        .filter_map(|example| {
            example
                .run(
                    &release.plugins,
                    &surroundings,
                    &release.config.profile,
                    now,
                )
                .err()
        })
        .collect()
}

fn tell(passed: usize, failed: &[(Talk, &Source, Failure)], examples: &[String], broken: usize) {
    for (talk, source, failure) in failed {
        println!("{BAD}failed{BAD:#}  {}", talk.name);
        println!(
            "{}",
            failure.tell(&source.path, &String::from_utf8_lossy(&source.text))
        );
    }
    for example in examples {
        println!("{BAD}failed{BAD:#}  {example}");
    }
    let wrong = failed.len() + examples.len() + broken;
    if wrong == 0 {
        println!(
            "{GOOD}{passed} {} passed{GOOD:#}",
            if passed == 1 { "talk" } else { "talks" }
        );
    } else {
        println!("{passed} passed, {wrong} failed");
    }
}

fn json(
    passed: usize,
    failed: &[(Talk, &Source, Failure)],
    unreadable: usize,
) -> serde_json::Value {
    let failed: Vec<_> = failed
        .iter()
        .map(|(talk, source, failure)| {
            serde_json::json!({ "talk": talk.name, "file": source.path, "line": failure.line })
        })
        .collect();
    serde_json::json!({ "passed": passed, "failed": failed, "unreadable": unreadable })
}

fn tell_coverage(release: &Release, coverage: &Coverage) {
    let (shares, missed) = coverage.of(&release.graph);
    for (kind, (reached, all)) in &shares {
        println!("{kind:<12} {reached:>5} of {all}");
    }
    if !missed.is_empty() {
        println!("\nnot reached by any talk:");
    }
    for missed in missed {
        println!(
            "  {}:{}  {} {}",
            missed.file, missed.line, missed.kind, missed.name
        );
    }
}

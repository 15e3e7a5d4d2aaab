//! `torg check` and `torg explain`.

use super::{Exit, lang, show};
use crate::release::build;
use crate::shop::ShopFiles;
use anstream::{print, println};
use clap::Args;
use dsl::Source;
use dsl::diagnostic::Code;
use std::path::{Path, PathBuf};
use understand::Lang;

/// Finds every mistake of a shop's files in one run.
#[derive(Args)]
pub(super) struct Check {
    /// The shop's folder, or one of its .flow files
    #[arg(default_value = ".")]
    path: PathBuf,
    /// Print the diagnostics as JSON
    #[arg(long)]
    json: bool,
    /// The language of the messages: ru, uk or en; without it, that of each file's keywords
    #[arg(long, value_parser = lang)]
    lang: Option<Lang>,
}

impl Check {
    pub(super) fn run(self) -> Exit {
        let (folder, only) = match folder_of(&self.path) {
            Ok(found) => found,
            Err(why) => return Exit::Failed(why),
        };
        let built = ShopFiles::read(&folder).and_then(|files| build(&files));
        let mut report = match built {
            Ok(built) => built.report,
            Err(error) => return Exit::failed(error),
        };
        if let Some(only) = only {
            let kept = |file: usize| {
                report
                    .sources
                    .get(file)
                    .is_some_and(|source: &Source| source.path.ends_with(&only))
            };
            let diagnostics: Vec<_> = report
                .diagnostics
                .iter()
                .filter(|found| kept(found.file))
                .cloned()
                .collect();
            report.diagnostics = diagnostics;
        }
        if self.json {
            println!("{}", report.json(self.lang));
        } else {
            let text = report.render(self.lang, show::is_colored());
            show::note(text.trim_end());
            if !report.has_errors() && report.diagnostics.is_empty() {
                let flows = report.sources.len();
                println!(
                    "{flows} {}: no mistakes",
                    if flows == 1 { "flow" } else { "flows" }
                );
            }
        }
        if report.has_errors() {
            Exit::Mistake
        } else {
            Exit::Fine
        }
    }
}

/// The shop folder of a path; for a file of it, the file's name as diagnostics carry it.
fn folder_of(path: &Path) -> Result<(PathBuf, Option<String>), String> {
    if !path.is_file() {
        return Ok((path.to_owned(), None));
    }
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let whole =
        std::path::absolute(path).map_err(|error| format!("`{}`: {error}", path.display()))?;
    match whole.parent().and_then(Path::parent) {
        Some(folder) if folder.join("shop.toml").is_file() => {
            Ok((folder.to_owned(), Some(format!("flows/{name}"))))
        }
        _ => Err(format!(
            "`{}` is in no shop: a flow stands in the folder flows/ beside a shop.toml",
            path.display()
        )),
    }
}

/// Explains a diagnostic.
#[derive(Args)]
pub(super) struct Explain {
    /// The code, such as F001
    code: String,
    /// The language: ru, uk or en
    #[arg(long, value_parser = lang, default_value = "en")]
    lang: Lang,
}

impl Explain {
    pub(super) fn run(self) -> Exit {
        let code: Option<Code> = self.code.to_uppercase().parse().ok();
        match code.and_then(|code| dsl::diagnostic::explain(code, self.lang)) {
            Some(page) => {
                print!("{page}");
                Exit::Fine
            }
            None => Exit::Failed(format!(
                "`{}` is no code; a code is a letter and three digits, as F001",
                self.code
            )),
        }
    }
}

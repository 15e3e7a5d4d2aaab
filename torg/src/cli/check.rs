//! `torg check` and `torg explain`.

use super::{Exit, lang, show};
use crate::release::build;
use crate::report::Report;
use crate::shop::ShopFiles;
use anstream::{print, println};
use clap::Args;
use dsl::Source;
use dsl::diagnostic::Code;
use std::io;
use std::path::{Path, PathBuf};
use understand::Lang;

mod mend;

use self::mend::mend;

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
    /// Apply the certain mends to the files, until none is left
    #[arg(long)]
    fix: bool,
    /// List the warnings that the scripts allow, with the reasons
    #[arg(long, conflicts_with_all = ["json", "fix"])]
    allowed: bool,
}

impl Check {
    pub(super) fn run(self) -> Exit {
        let (folder, only) = match folder_of(&self.path) {
            Ok(found) => found,
            Err(why) => return Exit::Failed(why),
        };
        let wanted = |source: &Source| {
            only.as_ref()
                .is_none_or(|only| source.path.ends_with(only.as_str()))
        };
        let files = match ShopFiles::read(&folder) {
            Ok(files) => files,
            Err(error) => return Exit::failed(error),
        };
        if self.allowed {
            return list_allowed(files.flows.iter().filter(|source| wanted(source)));
        }
        let report = match self.fix {
            true => self.mended(files, wanted),
            false => build(&files)
                .map(|built| built.report)
                .map_err(|error| error.to_string()),
        };
        let mut report = match report {
            Ok(report) => report,
            Err(why) => return Exit::Failed(why),
        };
        let sources = &report.sources;
        report
            .diagnostics
            .retain(|found| sources.get(found.file).is_some_and(wanted));
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

impl Check {
    /// Mends the files, writes those that changed, and tells each mend.
    fn mended(
        &self,
        mut files: ShopFiles,
        wanted: impl Fn(&Source) -> bool,
    ) -> Result<Report, String> {
        let outcome = mend(&mut files, wanted).map_err(|error| error.to_string())?;
        for index in &outcome.changed {
            if let Some(source) = files.flows.get(*index) {
                let path = files.folder.join(&source.path);
                replace(&path, &source.text)
                    .map_err(|error| format!("`{}`: {error}", path.display()))?;
            }
        }
        for mended in &outcome.mended {
            let (file, line, code) = (&mended.file, mended.line, mended.code);
            show::note(&format!("{file}:{line}: [{code}] {}", mended.now));
        }
        if !outcome.mended.is_empty() {
            let spoken = files.flows.first().map(dsl::diagnostic::table_of);
            let said = match self.lang.or(spoken) {
                Some(Lang::RU) => "исправлено мест",
                Some(Lang::UK) => "виправлено місць",
                _ => "places mended",
            };
            show::note(&format!("{said}: {}\n", outcome.mended.len()));
        }
        Ok(outcome.report)
    }
}

/// Puts new bytes in the place of a file's, whole or not at all.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("flow.mended");
    let written = std::fs::write(&beside, bytes)
        .and_then(|()| std::fs::set_permissions(&beside, std::fs::metadata(path)?.permissions()))
        .and_then(|()| std::fs::rename(&beside, path));
    if written.is_err() {
        // The file itself is as it was; what was begun beside it is of no use.
        let _ = std::fs::remove_file(&beside);
    }
    written
}

/// Lists every `allow` line with its reason.
fn list_allowed<'s>(sources: impl Iterator<Item = &'s Source>) -> Exit {
    for source in sources {
        let flow = dsl::parse::read(source, 0, &mut Vec::new());
        for allow in &flow.allows {
            let (path, line) = (&source.path, allow.line);
            println!("{path}:{line}: {} {}", allow.code.node, allow.reason.node);
        }
    }
    Exit::Fine
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
        match code {
            Some(code) => {
                let title = || {
                    let title = dsl::diagnostic::words::title(code, self.lang);
                    format!("{code}: {title}\n")
                };
                print!(
                    "{}",
                    dsl::diagnostic::explain(code, self.lang).unwrap_or_else(title)
                );
                Exit::Fine
            }
            None => Exit::Failed(format!(
                "`{}` is no code; a code is a letter and three digits, as F001",
                self.code
            )),
        }
    }
}

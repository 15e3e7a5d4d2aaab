//! `torg fmt`: flows in one hand, and their keywords in another language.

use super::{Exit, show};
use anstream::{print, println};
use clap::Args;
use dsl::keywords::Table;
use dsl::layout::FILE_LIMIT;
use dsl::{Diagnostic, Source, diagnostic::render};
use similar::TextDiff;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;
use understand::Lang;

/// How long the differences of one file are looked for before a rougher answer is taken.
const PATIENCE: Duration = Duration::from_millis(500);

/// Writes flows in one hand: indents, columns, blank lines. Comments, texts and names stay.
#[derive(Args)]
pub(super) struct Fmt {
    /// A shop's folder, a folder of .flow files, or one of them
    #[arg(default_value = ".")]
    path: PathBuf,
    /// Change nothing: show what would change, and exit with 1 if anything would
    #[arg(long)]
    check: bool,
    /// Write the keywords in this language: en, ru or uk; names are never renamed
    #[arg(long, value_parser = keywords, value_name = "LANG")]
    keywords: Option<Lang>,
}

fn keywords(code: &str) -> Result<Lang, String> {
    let lang = Lang::parse(code).filter(|lang| Table::of(*lang).is_some());
    lang.ok_or_else(|| "keywords are written in `en`, `ru` or `uk`".to_owned())
}

impl Fmt {
    pub(super) fn run(self) -> Exit {
        let paths = match flows_of(&self.path) {
            Ok(paths) if paths.is_empty() => {
                return Exit::Failed(format!(
                    "`{}` holds no .flow file: a shop's flows stand in its folder flows/",
                    self.path.display()
                ));
            }
            Ok(paths) => paths,
            Err(error) => return Exit::Failed(format!("`{}`: {error}", self.path.display())),
        };
        let mut sources: Vec<Source> = Vec::new();
        let mut found: Vec<Diagnostic> = Vec::new();
        let mut changed = 0;
        for path in &paths {
            let source = match read(path) {
                Ok(bytes) => Source::new(path.display().to_string(), bytes),
                Err(error) => return Exit::Failed(format!("`{}`: {error}", path.display())),
            };
            match dsl::format::format(&source, self.keywords) {
                Ok(text) if text.as_bytes() == source.text => {}
                Ok(text) => {
                    changed += 1;
                    if let Err(error) = self.tell(path, &source, &text) {
                        return Exit::Failed(format!("`{}`: {error}", path.display()));
                    }
                }
                Err(mistakes) => {
                    let file = sources.len();
                    found.extend(mistakes.into_iter().map(|told| Diagnostic { file, ..told }));
                    sources.push(source);
                }
            }
        }
        if !found.is_empty() {
            show::note(render(&found, &sources, None, show::is_colored()).trim_end());
        }
        let total = paths.len();
        println!(
            "{total} {}, {changed} {}",
            if total == 1 { "flow" } else { "flows" },
            if self.check { "to change" } else { "changed" }
        );
        match found.is_empty() && !(self.check && changed > 0) {
            true => Exit::Fine,
            false => Exit::Mistake,
        }
    }

    /// Shows what would change, or changes it.
    fn tell(&self, path: &Path, source: &Source, text: &str) -> io::Result<()> {
        if !self.check {
            fs::write(path, text)?;
            println!("{}", path.display());
            return Ok(());
        }
        let before = String::from_utf8_lossy(&source.text);
        let diff = TextDiff::configure()
            .timeout(PATIENCE)
            .diff_lines(&*before, text);
        let mut shown = diff.unified_diff();
        let name = path.display().to_string();
        print!("{}", shown.context_radius(1).header(&name, &name));
        Ok(())
    }
}

/// The flows of a path: itself, or those of a folder and of its `flows/`, by name.
fn flows_of(path: &Path) -> io::Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    for folder in [path.to_owned(), path.join("flows")] {
        if folder == path || folder.is_dir() {
            for entry in fs::read_dir(folder)? {
                let file = entry?.path();
                if file.is_file() && file.extension().is_some_and(|end| end == "flow") {
                    found.push(file);
                }
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The bytes of a file; of one that is too large, enough for it to be refused by name.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?
        .take(FILE_LIMIT as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

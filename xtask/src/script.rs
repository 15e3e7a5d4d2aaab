//! A script as lines, and the corpus of good ones.

use dsl::Source;
use scripting::{PluginSource, Plugins};
use std::path::{Path, PathBuf};
use std::{fs, io};
use understand::{Currency, Lang};

/// A folder of flows that are compiled together, with what they are compiled against.
pub(crate) struct Shop {
    pub(crate) folder: PathBuf,
    pub(crate) flows: Vec<Source>,
    pub(crate) plugins: Plugins,
    pub(crate) scripts: Vec<String>,
    pub(crate) languages: Vec<Lang>,
}

/// The folders that hold good shops.
const SHOPS: [&str; 2] = ["examples", "tests/suite"];

impl Shop {
    /// Every shop of the corpus.
    pub(crate) fn corpus(root: &Path) -> io::Result<Vec<Shop>> {
        let mut shops = Vec::new();
        for group in SHOPS {
            let mut folders: Vec<PathBuf> = fs::read_dir(root.join(group))?
                .flatten()
                .map(|entry| entry.path())
                .collect();
            folders.sort();
            for folder in folders
                .into_iter()
                .filter(|folder| folder.join("shop.toml").is_file())
            {
                shops.push(Shop::read(&folder)?);
            }
        }
        Ok(shops)
    }

    fn read(folder: &Path) -> io::Result<Shop> {
        let own = files(&folder.join("plugins"), "rhai")?;
        let own = own
            .into_iter()
            .map(|(name, text)| PluginSource::new(format!("plugins/{name}"), text))
            .collect();
        let (plugins, _) = Plugins::compile(&PluginSource::with_shipped(own));
        let flows = files(&folder.join("flows"), "flow")?;
        let flows = flows
            .into_iter()
            .map(|(name, text)| Source::new(format!("flows/{name}"), text))
            .collect();
        let settings = fs::read_to_string(folder.join("shop.toml"))?;
        let quoted = |line: &str| {
            line.split('"')
                .skip(1)
                .step_by(2)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let of = |key: &str| {
            settings
                .lines()
                .filter(|line| line.trim_start().starts_with(key))
                .flat_map(quoted)
                .collect::<Vec<_>>()
        };
        Ok(Shop {
            folder: folder.to_owned(),
            flows,
            plugins,
            scripts: of("script"),
            languages: of("languages")
                .iter()
                .filter_map(|code| Lang::parse(code))
                .collect(),
        })
    }

    /// Compiles the shop with one flow in another wording.
    pub(crate) fn compile(&self, flow: usize, text: &str) -> Vec<dsl::Diagnostic> {
        let mut flows = self.flows.clone();
        flows[flow].text = text.as_bytes().to_vec();
        let context = dsl::Context {
            signatures: self.plugins.signatures(),
            languages: self.languages.clone(),
            currency: Currency::of_country("RU")
                .unwrap_or_else(|| unreachable!("Russia has a currency")),
            scripts: self
                .scripts
                .iter()
                .map(|script| script.as_str().into())
                .collect(),
            profile_fields: [
                "script",
                "tone",
                "aggressiveness",
                "discount_limit",
                "niche",
            ]
            .map(Into::into)
            .to_vec(),
        };
        dsl::compile(&flows, &context).diagnostics
    }
}

fn files(folder: &Path, ending: &str) -> io::Result<Vec<(String, String)>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|own| own == ending) {
            let name = path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default();
            found.push((name, fs::read_to_string(&path)?));
        }
    }
    found.sort();
    Ok(found)
}

/// A script as lines.
#[derive(Clone)]
pub(crate) struct Script {
    pub(crate) lines: Vec<String>,
}

impl Script {
    pub(crate) fn new(text: &str) -> Script {
        Script {
            lines: text.lines().map(str::to_owned).collect(),
        }
    }

    pub(crate) fn text(&self) -> String {
        let mut text = self.lines.join("\n");
        text.push('\n');
        text
    }

    /// The indent of a line.
    pub(crate) fn indent(&self, at: usize) -> usize {
        self.lines[at].len() - self.lines[at].trim_start().len()
    }

    /// Whether a line is blank or a comment.
    pub(crate) fn is_silent(&self, at: usize) -> bool {
        let line = self.lines[at].trim();
        line.is_empty() || line.starts_with('#')
    }

    /// The lines under a line: up to the next that is indented no more.
    pub(crate) fn block(&self, at: usize) -> std::ops::Range<usize> {
        let indent = self.indent(at);
        let end = (at + 1..self.lines.len())
            .find(|line| !self.is_silent(*line) && self.indent(*line) <= indent);
        let mut end = end.unwrap_or(self.lines.len());
        while end > at + 1 && self.is_silent(end - 1) {
            end -= 1;
        }
        at + 1..end
    }

    /// Lines that begin with one of these keywords at this indent; none: at any.
    pub(crate) fn starting(&self, words: &[&str], indent: Option<usize>) -> Vec<usize> {
        (0..self.lines.len())
            .filter(|at| indent.is_none_or(|indent| self.indent(*at) == indent))
            .filter(|at| {
                let line = self.lines[*at].trim_start();
                words.iter().any(|word| {
                    line == *word
                        || line
                            .strip_prefix(word)
                            .is_some_and(|rest| rest.starts_with(' '))
                })
            })
            .collect()
    }

    /// Lines that have these words.
    pub(crate) fn having(&self, words: &str) -> Vec<usize> {
        (0..self.lines.len())
            .filter(|at| !self.is_silent(*at) && self.lines[*at].contains(words))
            .collect()
    }

    /// The top block a line stands in.
    pub(crate) fn head(&self, at: usize) -> Option<usize> {
        (0..=at)
            .rev()
            .find(|line| !self.is_silent(*line) && self.indent(*line) == 0)
    }

    /// The script with one line in other words.
    pub(crate) fn with(&self, at: usize, line: impl Into<String>) -> Script {
        let mut script = self.clone();
        script.lines[at] = line.into();
        script
    }

    /// The script without some lines.
    pub(crate) fn without(&self, lines: std::ops::Range<usize>) -> Script {
        let mut script = self.clone();
        script.lines.drain(lines);
        script
    }

    /// The script with a line more, before `at`.
    pub(crate) fn adding(&self, at: usize, line: impl Into<String>) -> Script {
        let mut script = self.clone();
        script.lines.insert(at, line.into());
        script
    }

    /// The language of a text line: `ru` of `ru: …`.
    pub(crate) fn lang(&self, at: usize) -> Option<&str> {
        let line = self.lines[at].trim_start();
        let (lang, _) = line.split_once(':')?;
        (lang.len() == 2 && lang.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(lang)
    }
}

//! What `torg check` and a reload tell: diagnostics of scripts, mistakes of plugins, bad rows.

use crate::config::ConfigError;
use catalog::BadRow;
use dsl::diagnostic::{Severity, json, render};
use dsl::{Diagnostic, Source};
use scripting::PluginMistake;
use std::fmt::Write;
use understand::Lang;

/// Everything there is to tell about a shop's files.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The flows, for the lines that are shown.
    pub sources: Vec<Source>,
    /// What is wrong with `shop.toml`.
    pub settings: Option<ConfigError>,
    /// Diagnostics of the flows.
    pub diagnostics: Vec<Diagnostic>,
    /// Mistakes of plugins.
    pub plugins: Vec<PluginMistake>,
    /// The catalog's file.
    pub catalog: String,
    /// Rows of the catalog that were left out.
    pub bad_rows: Vec<BadRow>,
    /// Scripts that a profile names and that are not there.
    pub missing_scripts: Vec<String>,
    /// What is missing but can be done without.
    pub notices: Vec<String>,
}

impl Report {
    /// A report on these flows, empty yet.
    pub fn new(sources: Vec<Source>) -> Report {
        Report {
            sources,
            ..Report::default()
        }
    }

    /// Whether something keeps the shop from serving: bad rows and notices do not.
    pub fn has_errors(&self) -> bool {
        self.settings.is_some()
            || !self.plugins.is_empty()
            || !self.missing_scripts.is_empty()
            || self
                .diagnostics
                .iter()
                .any(|diagnostic| diagnostic.severity() == Severity::Error)
    }

    /// The report for people, in `lang` or in the language of each file's keywords.
    pub fn render(&self, lang: Option<Lang>, color: bool) -> String {
        let spoken = lang.unwrap_or(
            self.sources
                .first()
                .map_or(Lang::EN, dsl::diagnostic::table_of),
        );
        let mut text = String::new();
        if let Some(error) = &self.settings {
            let _ = writeln!(text, "{error}");
        }
        for script in &self.missing_scripts {
            let _ = writeln!(
                text,
                "shop.toml: `profile.script` is `{script}`, but there is no flows/{script}.flow"
            );
        }
        for mistake in &self.plugins {
            let place = format!("{}:{}:{}", mistake.file, mistake.line, mistake.column);
            let _ = writeln!(text, "{place}: {}", mistake.text(spoken));
            if let Some(hint) = mistake.hint(spoken) {
                let _ = writeln!(text, "    {hint}");
            }
        }
        if !self.diagnostics.is_empty() {
            text.push_str(&render(&self.diagnostics, &self.sources, lang, color));
        }
        for row in &self.bad_rows {
            let _ = writeln!(text, "{}: {}", self.catalog, row.text(spoken));
        }
        for notice in &self.notices {
            let _ = writeln!(text, "{notice}");
        }
        text
    }

    /// The diagnostics as `torg check --json` prints them (DESIGN §7).
    pub fn json(&self, lang: Option<Lang>) -> String {
        json::to_json(&self.diagnostics, &self.sources, lang)
    }
}

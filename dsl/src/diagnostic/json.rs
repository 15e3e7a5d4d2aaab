//! Findings for tools: the stable shape of `torg check --json`.

use serde::Serialize;
use understand::Lang;

use super::place::Places;
use super::render::by_file;
use super::words::words;
use super::{Diagnostic, Severity, table_of};
use crate::source::Source;

#[derive(Serialize)]
struct Finding<'a> {
    code: &'static str,
    severity: &'static str,
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    title: String,
    text: String,
    hint: String,
    fix: Option<Mend<'a>>,
}

#[derive(Serialize)]
struct Mend<'a> {
    start: usize,
    end: usize,
    replacement: &'a str,
}

/// Findings as a JSON array, in `lang` or for each file in the language of its keywords.
///
/// Lines and columns count from 1, columns in characters; `start` and `end` are bytes of the file.
pub fn to_json(diagnostics: &[Diagnostic], sources: &[Source], lang: Option<Lang>) -> String {
    let mut findings = Vec::with_capacity(diagnostics.len());
    for (file, of_file) in by_file(diagnostics) {
        let Some(source) = sources.get(file) else {
            continue;
        };
        let table = table_of(source);
        let places = Places::of(source);
        for found in of_file {
            let words = words(&found.fact, lang.unwrap_or(table), table);
            let start = places.place(found.span.start);
            let end = places.place(found.span.end.max(found.span.start));
            findings.push(Finding {
                code: found.code().as_str(),
                severity: match found.severity() {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                },
                file: &source.path,
                line: start.line,
                column: start.column,
                end_line: end.line,
                end_column: end.column,
                title: words.title,
                text: words.text,
                hint: words.hint,
                fix: found.fix.as_ref().map(|fix| Mend {
                    start: fix.start,
                    end: fix.end,
                    replacement: &fix.replacement,
                }),
            });
        }
    }
    // Strings and numbers alone always become JSON.
    serde_json::to_string_pretty(&findings).unwrap_or_else(|_| "[]".into())
}

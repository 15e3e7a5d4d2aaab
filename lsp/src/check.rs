//! The check of a shop, and its findings as an editor shows them.

use crate::desk::Home;
use crate::file::File;
use crate::view::View;
use dsl::diagnostic::{Code, Severity, sort, table_of, words};
use dsl::talk::read_talks;
use dsl::{Diagnostic, Source, compile};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use tower_lsp_server::ls_types::{
    self, DiagnosticSeverity, DiagnosticTag, NumberOrString, Position, Uri,
};
use understand::Lang;

/// What a check found.
pub(crate) struct Checked {
    /// The scripts and talks that were checked.
    pub(crate) files: Vec<Arc<File>>,
    /// The findings; their files are places in `files`.
    pub(crate) found: Vec<Diagnostic>,
}

/// What is shown of a file: its findings, for the text of this number.
pub(crate) struct Shown {
    /// The editor's number of the text.
    pub(crate) version: Option<i32>,
    /// The findings.
    pub(crate) findings: Vec<ls_types::Diagnostic>,
}

/// Checks all scripts and talks of a shop.
pub(crate) fn check(view: &View) -> Checked {
    let sources: Vec<Source> = view
        .flows
        .iter()
        .map(|file| file.text.source().clone())
        .collect();
    let mut found = compile(&sources, &view.shop.context()).diagnostics;
    let mut files = view.flows.clone();
    for talk in &view.talks {
        found.extend(read_talks(talk.text.source(), files.len()).1);
        files.push(talk.clone());
    }
    sort(&mut found);
    Checked { files, found }
}

/// The findings by file; every file is there, also where nothing was found.
pub(crate) fn shown(view: &View, checked: &Checked, home: &Home) -> BTreeMap<Uri, Shown> {
    let mut shown: BTreeMap<Uri, Shown> = BTreeMap::new();
    for file in &checked.files {
        let none = Shown {
            version: file.version,
            findings: Vec::new(),
        };
        shown.insert(file.uri.clone(), none);
    }
    for told in &checked.found {
        let Some(file) = checked.files.get(told.file) else {
            continue;
        };
        if let Some(of_file) = shown.get_mut(&file.uri) {
            of_file
                .findings
                .push(finding(told, file, view.lang_of(file)));
        }
    }
    if let Home::Shop(folder) = home {
        remarks(view, folder, &mut shown);
    }
    shown
}

/// One finding of the compiler.
pub(crate) fn finding(told: &Diagnostic, file: &File, lang: Lang) -> ls_types::Diagnostic {
    let said = words(&told.fact, lang, table_of(file.text.source()));
    let mut message = said.text;
    if !said.hint.is_empty() {
        message = format!("{message}\n{}", said.hint);
    }
    ls_types::Diagnostic {
        range: range(file, told),
        severity: Some(match told.severity() {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
        }),
        code: Some(NumberOrString::String(told.code().as_str().to_owned())),
        source: Some("torg".to_owned()),
        message,
        tags: matches!(told.code(), Code::F002 | Code::D103)
            .then(|| vec![DiagnosticTag::UNNECESSARY]),
        ..ls_types::Diagnostic::default()
    }
}

/// Where a finding is shown; one without extent takes the letter before or after it.
pub(crate) fn range(file: &File, told: &Diagnostic) -> ls_types::Range {
    let mut range = file.text.range(told.span.clone());
    if range.start == range.end {
        let line = file.text.line(range.start.line as usize);
        if told.span.start < line.end {
            range.end.character += 1;
        } else if range.start.character > 0 {
            range.start.character -= 1;
        }
    }
    range
}

/// What is wrong with other files of the shop.
fn remarks(view: &View, folder: &Path, shown: &mut BTreeMap<Uri, Shown>) {
    for remark in &view.shop.remarks {
        let Some(uri) = Uri::from_file_path(folder.join(&remark.file)) else {
            continue;
        };
        let line = remark.line.saturating_sub(1);
        let at = Position::new(line, remark.column.saturating_sub(1));
        let severity = if remark.bearable {
            DiagnosticSeverity::WARNING
        } else {
            DiagnosticSeverity::ERROR
        };
        let of_file = shown.entry(uri).or_insert_with(|| Shown {
            version: None,
            findings: Vec::new(),
        });
        of_file.findings.push(ls_types::Diagnostic {
            range: ls_types::Range::new(at, Position::new(line, u32::MAX >> 1)),
            severity: Some(severity),
            source: Some("torg".to_owned()),
            message: remark.text.clone(),
            ..ls_types::Diagnostic::default()
        });
    }
}

//! Code actions: the mends that the compiler is sure of, and `allow` for a warning.

use crate::check::{self, Checked};
use crate::file::File;
use crate::view::View;
use crate::wanted::is_of_message;
use crate::wording::{Say, say};
use dsl::Diagnostic;
use dsl::diagnostic::{Fix, Severity, table_of};
use dsl::keywords::Table;
use std::collections::HashMap;
use tower_lsp_server::ls_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, Range, TextEdit, WorkspaceEdit,
};
use understand::Lang;

/// The longest words that a title repeats, in characters.
const LONGEST: usize = 40;

/// What can be done about the findings in a range.
pub(crate) fn actions(
    view: &View,
    checked: &Checked,
    range: Range,
    only: Option<&[CodeActionKind]>,
) -> Vec<CodeActionOrCommand> {
    let file = &*view.here;
    let lang = view.lang_of(file);
    let Some(nth) = checked.files.iter().position(|one| one.uri == file.uri) else {
        return Vec::new();
    };
    let of_file: Vec<&Diagnostic> = checked
        .found
        .iter()
        .filter(|told| told.file == nth)
        .collect();
    let wanted = |kind: &CodeActionKind| {
        only.is_none_or(|only| {
            only.iter().any(|one| {
                let (one, kind) = (one.as_str(), kind.as_str());
                kind == one || kind.starts_with(&format!("{one}."))
            })
        })
    };
    let mut actions = Vec::new();
    if wanted(&CodeActionKind::QUICKFIX) {
        for told in &of_file {
            let place = check::range(file, told);
            if place.start <= range.end && range.start <= place.end {
                actions.extend(told.fix.as_ref().map(|fix| mend(file, told, fix, lang)));
                if told.severity() == Severity::Warning && file.path().ends_with(".flow") {
                    actions.extend(allow(file, told, lang));
                }
            }
        }
    }
    if wanted(&CodeActionKind::SOURCE_FIX_ALL) {
        let edits = mends(file, &of_file);
        if !edits.is_empty() {
            actions.push(CodeAction {
                title: say(&Say::MendAll, lang),
                kind: Some(CodeActionKind::SOURCE_FIX_ALL),
                edit: Some(edit(file, edits)),
                ..CodeAction::default()
            });
        }
    }
    actions
        .into_iter()
        .map(CodeActionOrCommand::CodeAction)
        .collect()
}

fn mend(file: &File, told: &Diagnostic, fix: &Fix, lang: Lang) -> CodeAction {
    let words = fix.replacement.trim();
    let what = if words.is_empty() && fix.replacement.is_empty() {
        Say::Remove
    } else if words.is_empty() || words.contains('\n') || words.chars().count() > LONGEST {
        Say::Mend
    } else {
        Say::Write(words)
    };
    CodeAction {
        title: say(&what, lang),
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![check::finding(told, file, lang)]),
        edit: Some(edit(file, vec![replaced(file, fix)])),
        is_preferred: Some(true),
        ..CodeAction::default()
    }
}

/// `allow CODE "reason"` on a line of its own above the finding; none where that would be words for the buyer.
fn allow(file: &File, told: &Diagnostic, lang: Lang) -> Option<CodeAction> {
    let code = told.code();
    let source = file.text.source();
    let table = Table::of(table_of(source)).unwrap_or_else(Table::english);
    let number = file.text.line_of(told.span.start);
    if is_of_message(&file.text, number, table) {
        return None;
    }
    let line = file.text.line(number);
    let words = file.text.slice(line.clone());
    let margin = &words[..words.len() - words.trim_start().len()];
    let written = format!(
        "{margin}{} {} \"{}\"\n",
        table.word("allow").unwrap_or("allow"),
        code.as_str(),
        say(&Say::Reason, lang),
    );
    let start = file.text.place(line.start);
    Some(CodeAction {
        title: say(&Say::Allow(code), lang),
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![check::finding(told, file, lang)]),
        edit: Some(edit(
            file,
            vec![TextEdit::new(Range::new(start, start), written)],
        )),
        ..CodeAction::default()
    })
}

/// All mends of a file that do not stand in each other's way.
fn mends(file: &File, found: &[&Diagnostic]) -> Vec<TextEdit> {
    let mut fixes: Vec<&Fix> = found.iter().filter_map(|told| told.fix.as_ref()).collect();
    fixes.sort_by_key(|fix| (fix.start, fix.end));
    let mut free = 0;
    let mut edits = Vec::new();
    for fix in fixes {
        if fix.start >= free {
            edits.push(replaced(file, fix));
            // Two that insert at one place might be the same words twice.
            free = fix.end.max(fix.start + 1);
        }
    }
    edits
}

fn replaced(file: &File, fix: &Fix) -> TextEdit {
    TextEdit::new(file.text.range(fix.start..fix.end), fix.replacement.clone())
}

fn edit(file: &File, edits: Vec<TextEdit>) -> WorkspaceEdit {
    WorkspaceEdit::new(HashMap::from([(file.uri.clone(), edits)]))
}

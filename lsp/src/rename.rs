//! Renaming: every place that names a thing, in all scripts and talks of the shop; for a flow its file too.

use crate::desk::path_of;
use crate::symbol::{Mention, Space, Symbol};
use crate::view::View;
use crate::wording::Say;
use std::collections::{BTreeMap, HashMap};
use tower_lsp_server::ls_types::{
    DocumentChangeOperation, DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier,
    Position, Range, RenameFile, ResourceOp, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};

/// The longest name, in characters.
const LONGEST: usize = 100;

/// The name at a place that can be changed.
pub(crate) fn prepare(view: &View, place: Position) -> Option<(Range, String)> {
    let mention = renameable(view, place)?;
    let text = &view.here.text;
    let written = text.slice(mention.span.range());
    Some((text.range_of(mention.span), written.to_owned()))
}

/// The edit that gives the thing at a place another name.
///
/// # Errors
/// Why it cannot have it.
pub(crate) fn rename<'n>(
    view: &View,
    place: Position,
    name: &'n str,
) -> Result<WorkspaceEdit, Say<'n>> {
    let mention = renameable(view, place).ok_or(Say::NoName)?;
    let name = name.trim();
    if !is_name(name) {
        return Err(Say::NotAName(name));
    }
    let symbol = mention.symbol;
    let key = dsl::key(name);
    if key != symbol.name && is_taken(view, &symbol, &key) {
        return Err(Say::Taken(name));
    }
    let mut edits: BTreeMap<Uri, (Option<i32>, Vec<TextEdit>)> = BTreeMap::new();
    for (file, mention) in view.mentions_of(&symbol) {
        let edit = TextEdit::new(file.text.range_of(mention.span), name.to_owned());
        let of_file = edits.entry(file.uri.clone());
        of_file.or_insert((file.version, Vec::new())).1.push(edit);
    }
    if symbol.space != Space::Flow {
        return Ok(whole(view, edits, None));
    }
    settings(view, &symbol, name, &mut edits);
    let moved = view.flow(&symbol.name).and_then(|file| {
        let path = path_of(&file.uri).with_file_name(format!("{name}.flow"));
        let new = Uri::from_file_path(path)?;
        (new != file.uri).then(|| (file.uri.clone(), new))
    });
    Ok(whole(
        view,
        edits,
        moved.filter(|_| view.editor.renames_files),
    ))
}

/// What stands at a place, if it is something of the shop's own.
fn renameable(view: &View, place: Position) -> Option<Mention> {
    let mention = view.mention_at(place)?;
    let ours = !matches!(
        mention.symbol.space,
        Space::Step | Space::StepOutcome { .. } | Space::Kept
    );
    let made = ours && !view.definitions(&mention.symbol).is_empty();
    made.then_some(mention)
}

/// Letters, digits and `_`, an apostrophe between letters; a letter first.
fn is_name(name: &str) -> bool {
    let letters: Vec<char> = name.chars().collect();
    let good = |(at, letter): (usize, &char)| match letter {
        '\'' | '’' | 'ʼ' => {
            at > 0
                && letters[at - 1].is_alphabetic()
                && letters.get(at + 1).is_some_and(|next| next.is_alphabetic())
        }
        '_' => true,
        letter => letter.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(letter),
    };
    letters.first().is_some_and(|first| first.is_alphabetic())
        && letters.len() <= LONGEST
        && letters.iter().enumerate().all(good)
}

/// Whether something of another meaning has the name already. A state and a text never share one.
fn is_taken(view: &View, symbol: &Symbol, name: &engine::Name) -> bool {
    let spaces = match &symbol.space {
        Space::State | Space::Text => vec![Space::State, Space::Text],
        space => vec![space.clone()],
    };
    let of = match symbol.space {
        Space::Flow => name,
        _ => &symbol.of,
    };
    spaces.into_iter().any(|space| {
        let other = Symbol::new(space, of, name);
        !view.definitions(&other).is_empty()
    })
}

/// `script = "NAME"` in `shop.toml`.
fn settings(
    view: &View,
    flow: &Symbol,
    name: &str,
    edits: &mut BTreeMap<Uri, (Option<i32>, Vec<TextEdit>)>,
) {
    let Some(file) = view.others.iter().find(|file| file.path() == "shop.toml") else {
        return;
    };
    for line in 0..file.text.lines() {
        let range = file.text.line(line);
        let words = file.text.slice(range.clone());
        let value = words
            .trim_start()
            .strip_prefix("script")
            .and_then(|rest| rest.trim_start().strip_prefix('='))
            .and_then(|rest| rest.trim_start().strip_prefix('"'));
        let Some(value) = value else { continue };
        let start = range.start + words.len() - value.len();
        let Some(length) = value.find('"') else {
            continue;
        };
        if dsl::key(&value[..length]) == flow.name {
            let edit = TextEdit::new(file.text.range(start..start + length), name.to_owned());
            let of_file = edits.entry(file.uri.clone());
            of_file.or_insert((file.version, Vec::new())).1.push(edit);
        }
    }
}

/// The edit in the form that the editor takes: where a file moves, its text is changed before.
fn whole(
    view: &View,
    edits: BTreeMap<Uri, (Option<i32>, Vec<TextEdit>)>,
    moved: Option<(Uri, Uri)>,
) -> WorkspaceEdit {
    if !view.editor.renames_files {
        let edits = edits.into_iter().map(|(uri, (_, edits))| (uri, edits));
        return WorkspaceEdit::new(edits.collect::<HashMap<_, _>>());
    }
    let mut operations: Vec<DocumentChangeOperation> = edits
        .into_iter()
        .map(|(uri, (version, edits))| {
            DocumentChangeOperation::Edit(TextDocumentEdit {
                text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
                edits: edits.into_iter().map(OneOf::Left).collect(),
            })
        })
        .collect();
    operations.extend(moved.map(|(old_uri, new_uri)| {
        DocumentChangeOperation::Op(ResourceOp::Rename(RenameFile {
            old_uri,
            new_uri,
            options: None,
            annotation_id: None,
        }))
    }));
    WorkspaceEdit {
        document_changes: Some(DocumentChanges::Operations(operations)),
        ..WorkspaceEdit::default()
    }
}

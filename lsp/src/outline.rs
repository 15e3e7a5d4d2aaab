//! The outline of a script or a talk.

use crate::file::File;
use crate::index::Within;
use dsl::ast::Ident;
use dsl::layout::lay_out;
use dsl::talk::read_talks;
use dsl::{Span, key};
use std::collections::HashMap;
use tower_lsp_server::ls_types::{DocumentSymbol, SymbolKind};

/// How long the words beside a name are, in characters.
const WORDS: usize = 60;

/// What a script holds, in file order: slots, intents and texts, states with their questions.
pub(crate) fn of_flow(file: &File) -> Vec<DocumentSymbol> {
    let index = file.index();
    let (flow, table) = (&index.flow, index.table());
    let lines = lay_out(file.text.source(), 0, &mut Vec::new());
    let ends: HashMap<u32, usize> = lines
        .iter()
        .map(|line| (line.number, line.last_end()))
        .collect();
    let whole = |name: &Ident| {
        let line = file.text.line_of(name.span.start);
        let start = file.text.line(line).start;
        // Lines are bounded by the size of a file.
        let end = ends.get(&(line as u32 + 1)).copied();
        Span::new(start, end.unwrap_or(start).max(file.text.line(line).end))
    };
    let first_words = |within: &Within| {
        let mut said = index.said.iter();
        let said =
            said.find(|said| said.within.as_ref() == Some(within) && !said.wordings.is_empty())?;
        Some(shortened(
            file.text.slice(said.wordings.first()?.words.range()),
        ))
    };
    let mut found = Vec::new();
    if let Some(name) = &flow.name {
        let goal = flow.goal.as_ref().map(|goal| shortened(&goal.node));
        found.push(item(
            file,
            &name.name,
            goal,
            SymbolKind::MODULE,
            whole(name),
            name.span,
        ));
    }
    for slot in &flow.slots {
        let kind = file.text.slice(slot.kind.span.range()).to_owned();
        found.push(item(
            file,
            &slot.name.name,
            Some(kind),
            SymbolKind::FIELD,
            slot.span,
            slot.name.span,
        ));
    }
    for intent in &flow.intents {
        let span = file.text.line(file.text.line_of(intent.name.span.start));
        let about = intent.phrases.first().and_then(|line| line.phrases.first());
        let about = about.map(|phrase| shortened(&phrase.node));
        let span = Span::new(span.start, span.end);
        found.push(item(
            file,
            &intent.name.name,
            about,
            SymbolKind::KEY,
            span,
            intent.name.span,
        ));
    }
    for text in &flow.texts {
        let about = first_words(&Within::Text(text.name.key.clone()));
        found.push(item(
            file,
            &text.name.name,
            about,
            SymbolKind::STRING,
            whole(&text.name),
            text.name.span,
        ));
    }
    if let Some(span) = flow.anywhere_span {
        let name = table.word("anywhere").unwrap_or("anywhere");
        found.push(item(file, name, None, SymbolKind::EVENT, span, span));
    }
    let mut asked: HashMap<Within, Vec<DocumentSymbol>> = HashMap::new();
    for said in &index.said {
        if let (Some(within), Some(slot)) = (&said.within, &said.asks) {
            let written = index.values.get(slot).map_or(slot, |holder| &holder.name);
            let name = format!("{} {written}", table.word("ask").unwrap_or("ask"));
            let about = said
                .wordings
                .first()
                .map(|line| shortened(file.text.slice(line.words.range())));
            let question = item(
                file,
                &name,
                about,
                SymbolKind::INTERFACE,
                said.span,
                said.span,
            );
            asked.entry(within.clone()).or_default().push(question);
        }
    }
    for state in &flow.states {
        let within = Within::State(state.name.key.clone());
        let about = first_words(&within);
        let mut shown = item(
            file,
            &state.name.name,
            about,
            SymbolKind::CLASS,
            whole(&state.name),
            state.name.span,
        );
        shown.children = asked.remove(&within);
        found.push(shown);
    }
    found.sort_by_key(|one| one.range.start);
    found
}

/// The talks of a file.
pub(crate) fn of_talk(file: &File) -> Vec<DocumentSymbol> {
    let (talks, _) = read_talks(file.text.source(), 0);
    let talks = talks.iter().map(|talk| {
        let head = file.text.line(talk.line.saturating_sub(1));
        let head = Span::new(head.start, head.end);
        let end = talk.items.last().map_or(head.end, |item| item.span.end);
        let whole = Span::new(head.start, end.max(head.end));
        item(file, &talk.name, None, SymbolKind::EVENT, whole, head)
    });
    talks.collect()
}

/// States, texts, intents and slots of a script whose name has these letters.
pub(crate) fn named(file: &File, letters: &str) -> Vec<(String, SymbolKind, Span)> {
    let flow = &file.index().flow;
    let wanted = key(letters);
    let states = flow
        .states
        .iter()
        .map(|state| (&state.name, SymbolKind::CLASS));
    let texts = flow
        .texts
        .iter()
        .map(|text| (&text.name, SymbolKind::STRING));
    let intents = flow
        .intents
        .iter()
        .map(|intent| (&intent.name, SymbolKind::KEY));
    let slots = flow
        .slots
        .iter()
        .map(|slot| (&slot.name, SymbolKind::FIELD));
    let all = states.chain(texts).chain(intents).chain(slots);
    all.filter(|(name, _)| name.key.contains(&*wanted))
        .map(|(name, kind)| (name.name.to_string(), kind, name.span))
        .collect()
}

fn item(
    file: &File,
    name: &str,
    about: Option<String>,
    kind: SymbolKind,
    whole: Span,
    name_at: Span,
) -> DocumentSymbol {
    #[expect(
        deprecated,
        reason = "a field of the protocol's type that must be given"
    )]
    DocumentSymbol {
        // An editor refuses an item without a name.
        name: if name.is_empty() {
            "…".to_owned()
        } else {
            name.to_owned()
        },
        detail: about,
        kind,
        tags: None,
        deprecated: None,
        range: file.text.range_of(whole.to(name_at)),
        selection_range: file.text.range_of(name_at),
        children: None,
    }
}

fn shortened(words: &str) -> String {
    let mut shown: String = words
        .chars()
        .take(WORDS)
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    if words.chars().nth(WORDS).is_some() {
        shown.push('…');
    }
    shown
}

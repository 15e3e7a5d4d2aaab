//! What is shown of a name under the pointer: its words in every language, its type, its documentation.

use crate::file::File;
use crate::index::{Filler, Said, Within, Wording};
use crate::kinds;
use crate::symbol::{Mention, Offer, Space, Symbol};
use crate::view::View;
use dsl::Span;
use dsl::ast::{ChoiceOption, StatementKind};
use std::fmt::Write;
use tower_lsp_server::ls_types::{Hover, HoverContents, MarkupContent, MarkupKind, Position};

/// How many messages of a state are shown.
const MESSAGES: usize = 6;
/// How many wordings of a message are shown.
const WORDINGS: usize = 16;

/// What is shown at a place.
pub(crate) fn hover(view: &View, place: Position) -> Option<Hover> {
    if let Some(mention) = view.mention_at(place) {
        return Some(shown(view, about(view, &mention)?, mention.span));
    }
    if view.in_talk() {
        return None;
    }
    let said = view.here.index().said_at(view.here.text.byte(place))?;
    let mut page = String::new();
    wordings(&view.here, &said.wordings, &mut page);
    Some(shown(view, page, said.span))
}

fn shown(view: &View, page: String, span: Span) -> Hover {
    Hover {
        contents: HoverContents::Markup(MarkupContent {
            kind: MarkupKind::Markdown,
            value: page.trim_end().to_owned(),
        }),
        range: Some(view.here.text.range_of(span)),
    }
}

/// The page of a thing.
fn about(view: &View, mention: &Mention) -> Option<String> {
    let symbol = &mention.symbol;
    match &symbol.space {
        Space::State => Some(of_state(view, symbol)),
        Space::Text => Some(of_text(view, symbol)),
        Space::Intent => of_intent(view, symbol),
        Space::Value => of_value(view, symbol),
        Space::Option(offer) => Some(of_option(view, symbol, offer)),
        Space::Flow => of_flow(view, symbol),
        Space::Outcome => of_outcome(view, symbol),
        Space::Step => of_step(view, &symbol.of, &symbol.name),
        Space::StepOutcome { step } => of_step(view, &symbol.of, step),
        Space::Kept => None,
    }
}

/// What a state says, in every language.
fn of_state(view: &View, symbol: &Symbol) -> String {
    let mut page = title(view, "state", &written(view, symbol));
    let Some(file) = view.flow(&symbol.of) else {
        return page;
    };
    let within = Some(Within::State(symbol.name.clone()));
    let of_state = file
        .index()
        .said
        .iter()
        .filter(|said| said.within == within);
    for said in of_state.take(MESSAGES) {
        page.push('\n');
        message(view, file, said, &mut page);
    }
    page
}

fn of_text(view: &View, symbol: &Symbol) -> String {
    let mut page = title(view, "text", &written(view, symbol));
    page.push('\n');
    text_of(view, symbol, &mut page);
    page
}

/// The wordings of a named text.
fn text_of(view: &View, symbol: &Symbol, page: &mut String) {
    let Some(file) = view.flow(&symbol.of) else {
        return;
    };
    let within = Some(Within::Text(symbol.name.clone()));
    for said in file
        .index()
        .said
        .iter()
        .filter(|said| said.within == within)
    {
        wordings(file, &said.wordings, page);
    }
}

fn message(view: &View, file: &File, said: &Said, page: &mut String) {
    match &said.text {
        Some(text) => text_of(
            view,
            &Symbol::new(Space::Text, &file.index().key, text),
            page,
        ),
        None => wordings(file, &said.wordings, page),
    }
}

/// One wording a line: `- **ru** Здравствуйте!`
fn wordings(file: &File, lines: &[Wording], page: &mut String) {
    for line in lines.iter().take(WORDINGS) {
        let label = match (line.lang, line.channel) {
            (Some(lang), Some(channel)) => format!("**{} {channel}** ", lang.as_str()),
            (Some(lang), None) => format!("**{}** ", lang.as_str()),
            (None, _) => String::new(),
        };
        let words = file.text.slice(line.words.range());
        let words: Vec<String> = words.lines().map(|line| plain(line.trim())).collect();
        let _ = writeln!(page, "- {label}{}", words.join("  \n  "));
    }
}

fn of_intent(view: &View, symbol: &Symbol) -> Option<String> {
    let file = view.flow(&symbol.of)?;
    let intents = &file.index().flow.intents;
    let intent = intents
        .iter()
        .find(|intent| intent.name.key == symbol.name)?;
    let mut page = title(view, "intents", &intent.name.name);
    page.push('\n');
    for line in &intent.phrases {
        let phrases: Vec<String> = line
            .phrases
            .iter()
            .map(|phrase| plain(&phrase.node))
            .collect();
        let _ = writeln!(
            page,
            "- **{}** {}",
            line.lang.node.as_str(),
            phrases.join(" · ")
        );
    }
    Some(page)
}

/// The line of a slot, and how it is asked; or what a result is filled by.
fn of_value(view: &View, symbol: &Symbol) -> Option<String> {
    let (file, holder) = view.holder(symbol)?;
    let index = file.index();
    let mut page = String::new();
    if let Some(slot) = &holder.slot {
        code(&mut page, file.text.slice(slot.span.range()));
    } else {
        let table = view.table();
        for filler in &holder.filled {
            let line = match filler {
                Filler::Step { .. } => view.filler_step(filler).map(|(step, of)| {
                    let of = of.map_or(String::new(), |of| {
                        format!("{}: {}\n", holder.name, kinds::kind(of, table))
                    });
                    format!("{of}{}", kinds::signature(step, table))
                }),
                Filler::Run { flow } => Some(format!(
                    "{}: {} {flow}",
                    holder.name,
                    table.word("run").unwrap_or("run")
                )),
                Filler::Product => Some(format!(
                    "{}: {}",
                    holder.name,
                    table.word("product").unwrap_or("product")
                )),
            };
            if let Some(line) = line {
                code(&mut page, &line);
            }
        }
    }
    let asking = index
        .said
        .iter()
        .filter(|said| said.asks.as_ref() == Some(&symbol.name));
    for said in asking.take(MESSAGES) {
        page.push('\n');
        message(view, file, said, &mut page);
    }
    (!page.is_empty()).then_some(page)
}

/// The labels of an option in every language.
fn of_option(view: &View, symbol: &Symbol, offer: &Offer) -> String {
    let mut page = format!("`{}`\n\n", written(view, symbol));
    let Some(file) = view.flow(&symbol.of) else {
        return page;
    };
    let mut options = Vec::new();
    for state in &file.index().flow.states {
        for statement in &state.body {
            find_options(statement, offer, &symbol.name, &mut options);
        }
    }
    if let Some(option) = options.first() {
        for line in &option.labels {
            let labels: Vec<String> = line.labels.iter().map(|label| plain(&label.node)).collect();
            let _ = writeln!(
                page,
                "- **{}** {}",
                line.lang.node.as_str(),
                labels.join(" · ")
            );
        }
    }
    page
}

/// The options of a name in a statement and under its branches.
fn find_options<'a>(
    statement: &'a dsl::ast::Statement,
    offer: &Offer,
    name: &str,
    found: &mut Vec<&'a ChoiceOption>,
) {
    let mut blocks: Vec<&'a dsl::ast::Block> = Vec::new();
    match &statement.kind {
        StatementKind::Wait(wait) => {
            let here = match (offer, &wait.ask) {
                (Offer::Slot(slot), Some(ask)) => ask.slot.key == *slot,
                (Offer::Wait(line), None) => statement.line == *line,
                (Offer::Anywhere, _) => true,
                _ => false,
            };
            let named = wait
                .options
                .iter()
                .filter(|option| here && *option.name.key == *name);
            found.extend(named);
            blocks.extend(
                wait.options
                    .iter()
                    .filter_map(|option| option.body.as_ref()),
            );
            blocks.extend(wait.whens.iter().map(|when| &when.body));
        }
        StatementKind::If(branch) => {
            blocks.push(&branch.then);
            blocks.extend(branch.otherwise.iter().map(|otherwise| &otherwise.node));
        }
        StatementKind::Do(call) => blocks.extend(call.outcomes.iter().map(|outcome| &outcome.body)),
        StatementKind::Run(call) => {
            blocks.extend(call.outcomes.iter().map(|outcome| &outcome.body))
        }
        StatementKind::Split(split) => blocks.extend(split.arms.iter().map(|arm| &arm.body)),
        StatementKind::Broken(inner) => blocks.push(inner),
        _ => {}
    }
    for inner in blocks.into_iter().flatten() {
        find_options(inner, offer, name, found);
    }
}

/// The head of a flow: its goal, what it needs and gives.
fn of_flow(view: &View, symbol: &Symbol) -> Option<String> {
    let file = view.flow(&symbol.of)?;
    let flow = &file.index().flow;
    let name = flow.name.as_ref()?;
    let mut page = title(view, "flow", &name.name);
    if let Some(goal) = &flow.goal {
        let _ = writeln!(page, "\n{}", plain(&goal.node));
    }
    let params = flow
        .needs
        .iter()
        .chain(&flow.gives)
        .map(|slot| slot.name.span.start);
    let mut lines: Vec<usize> = params.map(|at| file.text.line_of(at)).collect();
    lines.dedup();
    let lines: Vec<&str> = lines
        .into_iter()
        .map(|line| file.text.slice(file.text.line(line)).trim())
        .collect();
    if !lines.is_empty() {
        code(&mut page, &lines.join("\n"));
    }
    Some(page)
}

fn of_outcome(view: &View, symbol: &Symbol) -> Option<String> {
    let file = view.flow(&symbol.of)?;
    let name = file.index().flow.name.as_ref()?;
    let mut page = title(view, "flow", &name.name);
    code(
        &mut page,
        &format!(
            "{} {}",
            view.table().word("return").unwrap_or("return"),
            written(view, symbol)
        ),
    );
    Some(page)
}

fn of_step(view: &View, plugin: &str, step: &str) -> Option<String> {
    let step = view.step(plugin, step)?;
    let mut page = String::new();
    code(&mut page, &kinds::signature(step, view.table()));
    let _ = writeln!(page, "\n{}", step.about);
    Some(page)
}

/// A thing's name as it is written where it is made.
fn written(view: &View, symbol: &Symbol) -> String {
    let mentions = view.mentions_of(symbol);
    let made = mentions.iter().find(|(_, mention)| mention.defines);
    let name = made.map(|(file, mention)| file.text.slice(mention.span.range()).to_owned());
    name.unwrap_or_else(|| symbol.name.to_string())
}

/// `state **quote**`, in the words of the author's keywords.
fn title(view: &View, keyword: &str, name: &str) -> String {
    let keyword = view.table().word(keyword).unwrap_or(keyword);
    format!("{keyword} **{}**\n", plain(name))
}

fn code(page: &mut String, lines: &str) {
    let _ = writeln!(page, "```torg\n{lines}\n```");
}

/// Words that say in Markdown what they say in the script.
fn plain(words: &str) -> String {
    let mut shown = String::with_capacity(words.len());
    for letter in words.chars() {
        if matches!(
            letter,
            '\\' | '`' | '*' | '_' | '<' | '[' | ']' | '#' | '|' | '~'
        ) {
            shown.push('\\');
        }
        shown.push(letter);
    }
    shown
}

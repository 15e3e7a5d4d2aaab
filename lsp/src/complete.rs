//! Completion: what may stand at the cursor, from the script, the shop, its catalog and its plugins.

use crate::file::File;
use crate::index::{Filler, Index, Within};
use crate::kinds::{self, ROOTS};
use crate::phrase::{pieces, unfinished};
use crate::symbol::{Offer, Space};
use crate::view::View;
use crate::wanted::{Wanted, wanted};
use dsl::diagnostic::{Code, Severity};
use dsl::keywords::Table;
use engine::signature::{FAILS, Signature};
use engine::{Channel, Name};
use std::collections::BTreeSet;
use std::sync::Arc;
use tower_lsp_server::ls_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, InsertTextFormat,
    InsertTextMode, MarkupContent, MarkupKind, Position, Range, TextEdit,
};

/// The most items that are offered at once.
const MOST: usize = 2_000;
/// How long the words beside a name are, in characters.
const WORDS: usize = 80;

/// What may stand at a place.
pub(crate) fn complete(view: &View, place: Position) -> Vec<CompletionItem> {
    let text = &view.here.text;
    let byte = text.byte(place);
    let line = text.line(text.line_of(byte));
    let before = text.slice(line.start..byte);
    let start = byte - unfinished(before).len();
    let offers = Offers {
        view,
        file: &view.here,
        index: view.here.recent_index(),
        table: view.table(),
        range: text.range(start..byte),
        is_end: text.slice(byte..line.end).trim().is_empty(),
    };
    let wants = if view.in_talk() {
        in_talk(before)
    } else {
        wanted(text, byte, offers.table)
    };
    let mut items: Vec<CompletionItem> = Vec::new();
    for (rank, wanted) in wants.iter().enumerate() {
        for mut item in offers.of(wanted) {
            item.sort_text = Some(format!("{rank}{:05}", items.len()));
            items.push(item);
        }
    }
    items.truncate(MOST);
    items
}

/// What a line of a talk may go on with.
fn in_talk(before: &str) -> Vec<Wanted> {
    let written = &before[..before.len() - unfinished(before).len()];
    let words: Vec<&str> = written.split_whitespace().collect();
    match words[..] {
        ["<"] => vec![
            Wanted::Text,
            Wanted::State,
            Wanted::Keywords(&["ask", "unclear", "show", "say"]),
        ],
        ["<", "ask" | "unclear" | "which"] => vec![Wanted::Slot],
        ["<", "show" | "say"] => vec![Wanted::Value],
        ["presses"] => vec![Wanted::Option],
        ["flow"] => vec![Wanted::Flow],
        _ => Vec::new(),
    }
}

struct Offers<'v> {
    view: &'v View,
    file: &'v File,
    index: &'v Arc<Index>,
    table: &'static Table,
    /// The word that is being written.
    range: Range,
    /// Whether nothing stands behind the cursor.
    is_end: bool,
}

impl Offers<'_> {
    fn of(&self, wanted: &Wanted) -> Vec<CompletionItem> {
        match wanted {
            Wanted::Keywords(words) => words.iter().map(|word| self.keyword(word)).collect(),
            Wanted::State => self.states(),
            Wanted::Text => self.texts(),
            Wanted::Value => self.values(false),
            Wanted::Slot => self.values(true),
            Wanted::Intent => self.intents(),
            Wanted::Option => self.options(),
            Wanted::Choice(slot) => self.choices(&dsl::key(slot)),
            Wanted::Field(path) => self.fields(path),
            Wanted::Step(plugin) => self.steps(plugin.as_deref()),
            Wanted::Flow => self.flows(),
            Wanted::Outcome(line) => self.outcomes(*line),
            Wanted::Return => self.returns(),
            Wanted::Argument(call) => self.arguments(call),
            Wanted::TextLanguage => self.languages(": "),
            Wanted::Language => self.languages(""),
            Wanted::Channel => {
                let channels = Channel::ALL.into_iter();
                channels
                    .map(|channel| self.item(channel.as_str(), CompletionItemKind::ENUM_MEMBER))
                    .collect()
            }
            Wanted::Warning => self.warnings(),
        }
    }

    fn item(&self, label: &str, kind: CompletionItemKind) -> CompletionItem {
        self.writes(label, label, kind)
    }

    /// An item that writes other words than it shows.
    fn writes(&self, label: &str, words: &str, kind: CompletionItemKind) -> CompletionItem {
        CompletionItem {
            label: label.to_owned(),
            kind: Some(kind),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(
                self.range,
                words.to_owned(),
            ))),
            ..CompletionItem::default()
        }
    }

    fn keyword(&self, english: &str) -> CompletionItem {
        let word = self.table.word(english).unwrap_or(english);
        let word = match english {
            // The type is written with both words.
            "yes" => format!("{word}/{}", self.table.word("no").unwrap_or("no")),
            _ => word.to_owned(),
        };
        self.item(&word, CompletionItemKind::KEYWORD)
    }

    /// The scripts whose names may stand here: this one; in a talk, all.
    fn scripts(&self) -> Vec<&File> {
        if self.view.in_talk() {
            self.view.flows.iter().map(|file| &**file).collect()
        } else {
            vec![self.file]
        }
    }

    fn states(&self) -> Vec<CompletionItem> {
        let mut items = Vec::new();
        for file in self.scripts() {
            let index = file.recent_index();
            let states = index.flow.states.iter();
            items.extend(states.map(|state| CompletionItem {
                detail: first_words(file, index, &Within::State(state.name.key.clone())),
                ..self.item(&state.name.name, CompletionItemKind::CLASS)
            }));
        }
        items
    }

    fn texts(&self) -> Vec<CompletionItem> {
        let mut items = Vec::new();
        for file in self.scripts() {
            let index = file.recent_index();
            let texts = index.flow.texts.iter();
            items.extend(texts.map(|text| CompletionItem {
                detail: first_words(file, index, &Within::Text(text.name.key.clone())),
                ..self.item(&text.name.name, CompletionItemKind::TEXT)
            }));
        }
        items
    }

    fn values(&self, only_slots: bool) -> Vec<CompletionItem> {
        let mut items = Vec::new();
        for file in self.scripts() {
            let mut holders: Vec<_> = file.recent_index().values.values().collect();
            // Slots in their order, then results by name.
            holders.sort_by_key(|holder| {
                let line = holder.slot.as_ref().map_or(u32::MAX, |slot| slot.line);
                (line, holder.name.clone())
            });
            for holder in holders {
                let (kind, detail) = match &holder.slot {
                    Some(slot) => {
                        let written = file.text.slice(slot.kind.span.range());
                        (CompletionItemKind::FIELD, Some(written.to_owned()))
                    }
                    None if only_slots => continue,
                    None => (CompletionItemKind::VARIABLE, self.filled_by(&holder.filled)),
                };
                items.push(CompletionItem {
                    detail,
                    ..self.item(&holder.name, kind)
                });
            }
        }
        if !only_slots {
            let roots = ROOTS
                .iter()
                .map(|(root, _)| self.item(root, CompletionItemKind::MODULE));
            items.extend(roots);
        }
        items
    }

    fn filled_by(&self, fillers: &[Filler]) -> Option<String> {
        match fillers.first()? {
            filler @ Filler::Step { .. } => {
                let (step, of) = self.view.filler_step(filler)?;
                let of = of.map_or(String::new(), |of| {
                    format!("{} — ", kinds::kind(of, self.table))
                });
                Some(format!("{of}{}.{}", step.plugin, step.step))
            }
            Filler::Run { flow } => Some(flow.to_string()),
            Filler::Product => self.table.word("product").map(str::to_owned),
        }
    }

    fn intents(&self) -> Vec<CompletionItem> {
        let intents = self.index.flow.intents.iter();
        intents
            .map(|intent| {
                let phrases = intent.phrases.first().map(|line| {
                    let phrases = line.phrases.iter().map(|phrase| phrase.node.as_str());
                    phrases.collect::<Vec<_>>().join(" | ")
                });
                CompletionItem {
                    detail: phrases,
                    ..self.item(&intent.name.name, CompletionItemKind::EVENT)
                }
            })
            .collect()
    }

    fn options(&self) -> Vec<CompletionItem> {
        let mut names = BTreeSet::new();
        for file in self.scripts() {
            let mentions = file.recent_index().mentions.iter();
            let offered = mentions.filter(|mention| {
                matches!(&mention.symbol.space, Space::Option(offer) if *offer != Offer::Anywhere)
            });
            names.extend(offered.map(|mention| mention.symbol.name.clone()));
        }
        names
            .iter()
            .map(|name| self.item(name, CompletionItemKind::ENUM_MEMBER))
            .collect()
    }

    fn choices(&self, slot: &Name) -> Vec<CompletionItem> {
        let names = self.view.choices(self.index, slot);
        names
            .iter()
            .map(|name| self.item(name, CompletionItemKind::ENUM_MEMBER))
            .collect()
    }

    fn fields(&self, path: &[String]) -> Vec<CompletionItem> {
        let [root] = path else { return Vec::new() };
        let fields = kinds::fields(self.view, self.index, &dsl::key(root));
        fields
            .into_iter()
            .map(|(name, kind)| CompletionItem {
                detail: Some(kind).filter(|kind| !kind.is_empty()),
                ..self.item(&name, CompletionItemKind::PROPERTY)
            })
            .collect()
    }

    fn steps(&self, plugin: Option<&str>) -> Vec<CompletionItem> {
        let wanted = plugin.map(dsl::key);
        let steps = self.view.shop.signatures.steps.iter();
        let steps = steps.filter(|step| {
            wanted
                .as_ref()
                .is_none_or(|plugin| dsl::key(&step.plugin) == *plugin)
        });
        steps
            .map(|step| self.step(step, plugin.is_none()))
            .collect()
    }

    /// A step, written with its arguments and a line for every outcome that must be handled.
    fn step(&self, step: &Signature, with_plugin: bool) -> CompletionItem {
        let name = match with_plugin {
            true => format!("{}.{}", step.plugin, step.step),
            false => step.step.to_string(),
        };
        let required = step.params.iter().filter(|param| !param.optional);
        let params: Vec<&str> = required.map(|param| &*param.name).collect();
        let first = step
            .outcomes
            .first()
            .filter(|outcome| outcome.value.is_some());
        let result = first.map(|outcome| outcome.name.replace(' ', "_"));
        let others = step.outcomes.iter().skip(1).map(|outcome| &*outcome.name);
        let item = self.call(&name, &params, result.as_deref(), others);
        CompletionItem {
            detail: Some(kinds::signature(step, self.table)),
            documentation: Some(Documentation::MarkupContent(MarkupContent {
                kind: MarkupKind::Markdown,
                value: step.about.clone(),
            })),
            ..item
        }
    }

    /// A call as a snippet; just its name where words follow or the editor knows no snippets.
    fn call<'o>(
        &self,
        name: &str,
        params: &[&str],
        result: Option<&str>,
        outcomes: impl Iterator<Item = &'o str>,
    ) -> CompletionItem {
        let kind = CompletionItemKind::FUNCTION;
        if !self.view.editor.snippets || !self.is_end {
            return self.item(name, kind);
        }
        let mut stop = 0;
        let mut place = |words: &str| {
            stop += 1;
            format!("${{{stop}:{words}}}")
        };
        let params: Vec<String> = params.iter().map(|param| place(param)).collect();
        let mut snippet = format!("{name}({})", params.join(", "));
        if let Some(result) = result {
            let keyword = self.table.word("as").unwrap_or("as");
            snippet.push_str(&format!(" {keyword} {}", place(result)));
        }
        for outcome in outcomes {
            snippet.push_str(&format!("\n  {outcome} -> {}", place("")));
        }
        CompletionItem {
            insert_text_format: Some(InsertTextFormat::SNIPPET),
            insert_text_mode: Some(InsertTextMode::ADJUST_INDENTATION),
            ..self.writes(name, &snippet, kind)
        }
    }

    fn flows(&self) -> Vec<CompletionItem> {
        let others = self
            .view
            .flows
            .iter()
            .filter(|file| self.view.in_talk() || file.uri != self.file.uri);
        others
            .filter_map(|file| {
                let index = file.recent_index();
                let flow = &index.flow;
                let name = &flow.name.as_ref()?.name;
                let params: Vec<&str> = flow.needs.iter().map(|slot| &*slot.name.name).collect();
                let outcomes = returned(index);
                let result = (!flow.gives.is_empty()).then_some("result");
                let item = match self.view.in_talk() {
                    true => self.item(name, CompletionItemKind::MODULE),
                    false => self.call(name, &params, result, outcomes.iter().map(|name| &**name)),
                };
                Some(CompletionItem {
                    detail: flow.goal.as_ref().map(|goal| goal.node.clone()),
                    ..item
                })
            })
            .collect()
    }

    /// The outcomes of the call on a line that no line under it handles yet.
    fn outcomes(&self, line: usize) -> Vec<CompletionItem> {
        let text = &self.file.text;
        let call = text.slice(text.line(line));
        let call = pieces(call, self.table);
        let mut outcomes: Vec<(String, Option<String>)> = match &call[..] {
            [first, plugin, dot, step, ..] if first.is("do") && dot.raw == "." => {
                let step = self.view.step(&dsl::key(plugin.raw), &dsl::key(step.raw));
                let declared = step.map_or(&[][..], |step| &step.outcomes);
                let named = declared.iter().map(|outcome| {
                    let kind = outcome
                        .value
                        .as_ref()
                        .map(|kind| kinds::kind(kind, self.table));
                    (outcome.name.to_string(), kind)
                });
                named.chain([(FAILS.to_owned(), None)]).collect()
            }
            [_, flow, ..] => {
                let file = self.view.flow(&dsl::key(flow.raw));
                let names = file.map_or(Vec::new(), |file| returned(file.recent_index()));
                names
                    .into_iter()
                    .map(|name| (name.to_string(), None))
                    .collect()
            }
            _ => Vec::new(),
        };
        outcomes.retain(|(name, _)| !self.is_under(line, name));
        outcomes
            .into_iter()
            .map(|(name, detail)| CompletionItem {
                detail,
                ..self.item(&name, CompletionItemKind::ENUM_MEMBER)
            })
            .collect()
    }

    /// Whether a line under another begins with these words.
    fn is_under(&self, line: usize, words: &str) -> bool {
        let text = &self.file.text;
        let indent = |line: &str| line.len() - line.trim_start().len();
        let margin = indent(text.slice(text.line(line)));
        let below = (line + 1..text.lines()).map(|line| text.slice(text.line(line)));
        let under = below.take_while(|line| line.trim().is_empty() || indent(line) > margin);
        under.into_iter().any(|line| {
            let rest = line.trim_start().strip_prefix(words);
            rest.is_some_and(|rest| {
                rest.starts_with(' ') || rest.is_empty() && line.trim_start().len() > words.len()
            })
        })
    }

    /// What this flow returns already, and what its callers handle.
    fn returns(&self) -> Vec<CompletionItem> {
        let mut names: BTreeSet<Name> = returned(self.index).into_iter().collect();
        for file in &self.view.flows {
            let mentions = file.recent_index().mentions.iter();
            let handled = mentions.filter(|mention| {
                mention.symbol.space == Space::Outcome && mention.symbol.of == self.index.key
            });
            names.extend(handled.map(|mention| mention.symbol.name.clone()));
        }
        names
            .iter()
            .map(|name| self.item(name, CompletionItemKind::ENUM_MEMBER))
            .collect()
    }

    fn arguments(&self, call: &str) -> Vec<CompletionItem> {
        let item = |name: &str, detail: String| CompletionItem {
            detail: Some(detail),
            ..self.writes(name, &format!("{name}: "), CompletionItemKind::PROPERTY)
        };
        if let Some((plugin, step)) = call.split_once('.') {
            let step = self.view.step(&dsl::key(plugin), &dsl::key(step));
            let params = step.map_or(&[][..], |step| &step.params).iter();
            return params
                .map(|param| item(&param.name, kinds::kind(&param.kind, self.table)))
                .collect();
        }
        let Some(file) = self.view.flow(&dsl::key(call)) else {
            return Vec::new();
        };
        let needs = file.recent_index().flow.needs.iter();
        needs
            .map(|slot| {
                item(
                    &slot.name.name,
                    file.text.slice(slot.kind.span.range()).to_owned(),
                )
            })
            .collect()
    }

    fn languages(&self, ending: &str) -> Vec<CompletionItem> {
        let own = self.index.flow.languages.iter().map(|lang| lang.node);
        let mut languages: Vec<_> = own.collect();
        if languages.is_empty() {
            languages.clone_from(&self.view.shop.languages);
        }
        let kind = CompletionItemKind::ENUM_MEMBER;
        languages
            .iter()
            .map(|lang| self.writes(lang.as_str(), &format!("{}{ending}", lang.as_str()), kind))
            .collect()
    }

    fn warnings(&self) -> Vec<CompletionItem> {
        let lang = self.view.lang_of(self.file);
        let warnings = Code::ALL
            .iter()
            .filter(|code| code.severity() == Severity::Warning);
        warnings
            .map(|code| CompletionItem {
                detail: Some(dsl::diagnostic::words::title(*code, lang).to_owned()),
                ..self.item(code.as_str(), CompletionItemKind::CONSTANT)
            })
            .collect()
    }
}

/// What a flow returns, in file order.
fn returned(index: &Index) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for mention in &index.mentions {
        let symbol = &mention.symbol;
        if symbol.space == Space::Outcome && symbol.of == index.key && !names.contains(&symbol.name)
        {
            names.push(symbol.name.clone());
        }
    }
    names
}

/// The first words that a state or a text says; where the text has changed since they were found, near enough.
fn first_words(file: &File, index: &Index, within: &Within) -> Option<String> {
    let mut said = index.said.iter();
    let said =
        said.find(|said| said.within.as_ref() == Some(within) && !said.wordings.is_empty())?;
    let words = file.text.slice(said.wordings.first()?.words.range());
    let first = words.lines().find(|line| !line.trim().is_empty())?;
    Some(first.trim().chars().take(WORDS).collect())
}

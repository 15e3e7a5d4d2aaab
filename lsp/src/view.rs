//! A shop at one moment: what is on disk, and over it what is open in the editor. Questions are asked of a
//! view, which never changes.

use crate::file::File;
use crate::index::{Filler, Holder, Index};
use crate::shops::Shop;
use crate::symbol::{Mention, Offer, Space, Symbol};
use crate::talk;
use dsl::diagnostic::table_of;
use dsl::keywords::Table;
use engine::Name;
use engine::signature::Signature;
use std::sync::Arc;
use tower_lsp_server::ls_types::{Location, Position};
use understand::Lang;

/// A shop at one moment, seen from one of its files.
pub(crate) struct View {
    /// The shop's settings, steps and other files.
    pub(crate) shop: Arc<Shop>,
    /// The scripts.
    pub(crate) flows: Vec<Arc<File>>,
    /// The talks.
    pub(crate) talks: Vec<Arc<File>>,
    /// The plugins of its own and its `shop.toml`.
    pub(crate) others: Vec<Arc<File>>,
    /// The file that is asked about.
    pub(crate) here: Arc<File>,
    /// The language of messages, where the author chose one.
    pub(crate) lang: Option<Lang>,
    /// What the editor can do.
    pub(crate) editor: Editor,
}

/// What an editor can do.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Editor {
    /// It fills in the places of a snippet.
    pub(crate) snippets: bool,
    /// It can rename files as part of an edit.
    pub(crate) renames_files: bool,
}

impl View {
    /// The language to speak with the author of a file in.
    pub(crate) fn lang_of(&self, file: &File) -> Lang {
        self.lang.unwrap_or_else(|| table_of(file.text.source()))
    }

    /// The keywords of the file that is asked about.
    pub(crate) fn table(&self) -> &'static Table {
        Table::of(table_of(self.here.text.source())).unwrap_or_else(Table::english)
    }

    /// Whether the file that is asked about is a talk.
    pub(crate) fn in_talk(&self) -> bool {
        self.here.path().ends_with(".talk")
    }

    /// The script of a flow.
    pub(crate) fn flow(&self, key: &str) -> Option<&Arc<File>> {
        self.flows.iter().find(|file| *file.index().key == *key)
    }

    /// The signature of a step, by the keys of plugin and step.
    pub(crate) fn step(&self, plugin: &str, step: &str) -> Option<&Signature> {
        let steps = self.shop.signatures.steps.iter();
        steps
            .into_iter()
            .find(|known| *dsl::key(&known.plugin) == *plugin && *dsl::key(&known.step) == *step)
    }

    /// The name at a place of the file that is asked about.
    pub(crate) fn mention_at(&self, place: Position) -> Option<Mention> {
        let byte = self.here.text.byte(place);
        let found = if self.in_talk() {
            talk::mentions(self, &self.here)
                .into_iter()
                .find(|mention| mention.span.start <= byte && byte <= mention.span.end)
        } else {
            self.here.index().mention_at(byte).cloned()
        };
        found.map(|mention| Mention {
            symbol: self.settled(mention.symbol),
            ..mention
        })
    }

    /// A slot that is named through `buyer` is the slot of the flow that keeps it.
    fn settled(&self, symbol: Symbol) -> Symbol {
        if symbol.space != Space::Kept {
            return symbol;
        }
        let keeper = self
            .flows
            .iter()
            .find(|file| file.index().keeps(&symbol.name));
        match keeper {
            Some(file) => Symbol::new(Space::Value, &file.index().key, &symbol.name),
            None => symbol,
        }
    }

    /// Every place of the shop that names a thing.
    pub(crate) fn mentions_of(&self, symbol: &Symbol) -> Vec<(&Arc<File>, Mention)> {
        let kept = (symbol.space == Space::Value
            && self
                .flow(&symbol.of)
                .is_some_and(|file| file.index().keeps(&symbol.name)))
        .then(|| symbol.name.clone());
        // Several questions may offer options of one name: a name that says no question then means none of them.
        let unclear = Space::Option(Offer::Anywhere);
        let shared = symbol.space != unclear && self.is_offered_elsewhere(symbol);
        let is_it = |mention: &Mention| {
            mention.symbol.meets(symbol) && !(shared && mention.symbol.space == unclear)
                || mention.symbol.space == Space::Kept
                    && kept.as_ref() == Some(&mention.symbol.name)
        };
        let mut found = Vec::new();
        for file in &self.flows {
            let mentions = file.index().mentions.iter();
            found.extend(
                mentions
                    .filter(|mention| is_it(mention))
                    .map(|mention| (file, mention.clone())),
            );
        }
        for file in &self.talks {
            let mentions = talk::mentions(self, file).into_iter();
            found.extend(
                mentions
                    .filter(|mention| is_it(mention))
                    .map(|mention| (file, mention)),
            );
        }
        found
    }

    /// Whether another question of the flow has an option of the same name.
    fn is_offered_elsewhere(&self, symbol: &Symbol) -> bool {
        let Space::Option(_) = symbol.space else {
            return false;
        };
        self.flow(&symbol.of).is_some_and(|file| {
            file.index().mentions.iter().any(|mention| {
                mention.defines
                    && matches!(mention.symbol.space, Space::Option(_))
                    && mention.symbol.name == symbol.name
                    && mention.symbol.space != symbol.space
            })
        })
    }

    /// Where a thing is made.
    pub(crate) fn definitions(&self, symbol: &Symbol) -> Vec<Location> {
        if let Space::Step | Space::StepOutcome { .. } = symbol.space {
            return self.step_definition(symbol).into_iter().collect();
        }
        let mentions = self.mentions_of(symbol);
        let of_it = mentions.iter().filter(|(_, mention)| mention.defines);
        of_it
            .map(|(file, mention)| file.location(mention.span))
            .collect()
    }

    /// The function of a step, in a plugin of the shop.
    fn step_definition(&self, symbol: &Symbol) -> Option<Location> {
        let step = match &symbol.space {
            Space::StepOutcome { step } => step,
            _ => &symbol.name,
        };
        let file = self.others.iter().find(|file| {
            file.path().ends_with(".rhai") && *dsl::key(file.text.source().stem()) == *symbol.of
        })?;
        let written = &self.step(&symbol.of, step)?.step;
        let head = format!("fn {written}(");
        let at = file.text.as_str().find(&head)? + "fn ".len();
        Some(file.location(dsl::Span::new(at, at + written.len())))
    }

    /// The holder of a value, in whichever flow it is.
    pub(crate) fn holder(&self, symbol: &Symbol) -> Option<(&Arc<File>, &Holder)> {
        let file = self.flow(&symbol.of)?;
        Some((file, file.index().values.get(&symbol.name)?))
    }

    /// Every option that a question for a slot offers: declared values first.
    pub(crate) fn choices(&self, index: &Index, slot: &Name) -> Vec<Name> {
        let mut names: Vec<Name> = Vec::new();
        let offered = Space::Option(Offer::Slot(slot.clone()));
        for mention in &index.mentions {
            if mention.symbol.space == offered && !names.contains(&mention.symbol.name) {
                names.push(mention.symbol.name.clone());
            }
        }
        names
    }

    /// The step that fills a result, with the outcome whose value it is.
    pub(crate) fn filler_step(
        &self,
        filler: &Filler,
    ) -> Option<(&Signature, Option<&engine::Kind>)> {
        let Filler::Step {
            plugin,
            step,
            outcome,
        } = filler
        else {
            return None;
        };
        let signature = self.step(plugin, step)?;
        let declared = match outcome {
            Some(key) => signature
                .outcomes
                .iter()
                .find(|known| dsl::key(&known.name) == *key),
            None => signature.outcomes.first(),
        };
        Some((signature, declared.and_then(|known| known.value.as_ref())))
    }
}

//! Words to the buyer: the variant that is due, the claim guard, and the message.

use super::builtin::Own;
use super::lookup::Speaker;
use super::run::Said;
use super::{Step, name};
use crate::effect::{Button, Card, Effect, Message, Origin, SaidAs};
use crate::graph::{Path, Root, Text, TextIx, Variant, Words};
use crate::value::Value;
use crate::{Name, Proof};
use understand::Lang;

/// The most items that are offered or shown at once.
pub(super) const MOST_ITEMS: usize = 5;

/// A message before the guard has seen it.
pub(super) struct Draft {
    pub(super) text: String,
    pub(super) lang: Lang,
    pub(super) said_as: SaidAs,
    pub(super) line: u32,
    pub(super) cards: Vec<Card>,
    pub(super) options: Vec<Button>,
}

impl Step<'_> {
    /// `say` and the words of exits: one message.
    pub(super) fn say(&mut self, words: &Words, line: u32) -> Said {
        let Some(draft) = self.draft(words, line) else {
            return Said::Sent;
        };
        self.send(draft)
    }

    /// `show`: cards of a list, without words.
    pub(super) fn show(&mut self, list: &Path, line: u32) {
        let items = self.items(list, MOST_ITEMS);
        let cards = self.cards(&items);
        if cards.is_empty() {
            return;
        }
        let draft = Draft {
            text: String::new(),
            lang: self.lang(),
            said_as: SaidAs::Show(self.path_name(list)),
            line,
            cards,
            options: Vec::new(),
        };
        self.send(draft);
    }

    /// The message that words make; none where they are empty.
    pub(super) fn draft(&mut self, words: &Words, line: u32) -> Option<Draft> {
        let (text, lang, said_as, line) = match words {
            Words::Text(ix) => {
                let text = self.flow()?.text(*ix);
                let variant = self.variant(*ix, text)?;
                let said_as = match &text.name {
                    Some(named) => SaidAs::Text(named.clone()),
                    None => SaidAs::Nth(text.nth.0.clone(), text.nth.1),
                };
                (self.wording(variant), variant.lang, said_as, variant.line)
            }
            Words::Value(path) => {
                let lang = self.lang();
                let value = self.at_path(path)?;
                (
                    self.printed(&value, lang),
                    lang,
                    SaidAs::Value(self.path_name(path)),
                    line,
                )
            }
        };
        (!text.trim().is_empty()).then_some(Draft {
            text,
            lang,
            said_as,
            line,
            cards: Vec::new(),
            options: Vec::new(),
        })
    }

    /// The name a path goes by in a talk: its last word.
    fn path_name(&self, path: &Path) -> Name {
        match (path.fields.last(), &path.root) {
            (Some(field), _) => field.clone(),
            (None, Root::Slot(slot)) => self
                .flow()
                .map_or_else(|| name(""), |flow| flow.slot(*slot).name.clone()),
            (None, Root::Result(result)) => result.clone(),
            (None, _) => name(""),
        }
    }

    /// The wording that is due: the language spoken, this channel before any, the least recently sent
    /// of several, ties in file order.
    pub(super) fn variant<'t>(&mut self, ix: TextIx, text: &'t Text) -> Option<&'t Variant> {
        let lang = self.lang();
        let first = self.flow().and_then(|flow| flow.languages.first().copied());
        let of = |lang: Lang| {
            text.variants
                .iter()
                .any(|variant| variant.lang == lang)
                .then_some(lang)
        };
        let lang = of(lang)
            .or(first.and_then(of))
            .or(text.variants.first().map(|variant| variant.lang))?;
        let channel = self.channel();
        let own = text
            .variants
            .iter()
            .any(|variant| variant.lang == lang && variant.channel == Some(channel));
        let wanted = own.then_some(channel);
        let mut due = text
            .variants
            .iter()
            .filter(|variant| variant.lang == lang && variant.channel == wanted);
        let only = due.next()?;
        if due.next().is_none() {
            return Some(only);
        }
        let flow = self.flow()?.name.clone();
        let place = text.name.as_deref().unwrap_or(&text.nth.0);
        let key = |variant: usize| {
            format!(
                "{flow}/{place}/{}/{lang}/{variant}",
                if text.name.is_some() { 0 } else { ix.0 }
            )
        };
        let candidates = text
            .variants
            .iter()
            .filter(|variant| variant.lang == lang && variant.channel == wanted);
        let (nth, chosen) = candidates
            .enumerate()
            .min_by_key(|(nth, _)| self.state.said.get(&key(*nth)).copied().unwrap_or(0))?;
        self.state.said.insert(key(nth), self.state.messages + 1);
        Some(chosen)
    }

    /// Sends a message when every claim in it is proved. Otherwise the buyer reads «let me check», the
    /// dialogue goes to a person, and what was blocked is recorded.
    pub(super) fn send(&mut self, draft: Draft) -> Said {
        let by = if matches!(draft.said_as, SaidAs::Value(_)) {
            Speaker::Model
        } else {
            Speaker::Author
        };
        match self.prove(&draft.text, draft.lang, by) {
            Ok(proofs) => {
                self.post(draft, proofs);
                Said::Sent
            }
            Err(claim) => {
                self.block(&draft.text, &claim);
                Said::Stopped
            }
        }
    }

    /// What proves the claims of a text, or the first that nothing proves.
    pub(super) fn prove(&self, text: &str, lang: Lang, by: Speaker) -> Result<Vec<Proof>, String> {
        self.world
            .prove(text, lang, &|| self.facts(by))
            .map_err(|unproved| unproved.claim)
    }

    /// Puts the message among the effects.
    pub(super) fn post(&mut self, draft: Draft, proofs: Vec<Proof>) {
        self.state.messages += 1;
        self.state.last_sent = Some(self.at);
        self.note_said(draft.line);
        let frame = self.frame();
        let origin = Origin {
            flow: frame
                .map(|frame| frame.flow.to_string())
                .unwrap_or_default(),
            state: frame
                .map(|frame| frame.place.state.to_string())
                .unwrap_or_default(),
            line: draft.line,
        };
        self.effects.push(Effect::Send(Message {
            number: self.state.messages,
            text: draft.text,
            lang: draft.lang,
            cards: draft.cards,
            options: draft.options,
            said_as: draft.said_as,
            origin,
            because: self.state.because.clone(),
            proofs,
            ownership: self.state.ownership,
        }));
    }

    /// The engine's own words, as a message.
    pub(super) fn own_words(&self, own: Own, said_as: SaidAs) -> Draft {
        let lang = self.lang();
        Draft {
            text: own.words(lang).to_owned(),
            lang,
            said_as,
            line: 0,
            cards: Vec::new(),
            options: Vec::new(),
        }
    }

    /// `next`: added to the turn's last message when that has no call to action and no options; a
    /// message of its own where the turn has said nothing. Its claims are proved like any other's.
    pub(super) fn add_next(&mut self, words: TextIx) -> Said {
        let last = self
            .effects
            .iter()
            .rposition(|effect| matches!(effect, Effect::Send(_)));
        let calls = last.is_some_and(|at| match &self.effects[at] {
            Effect::Send(message) => invites(message),
            _ => false,
        });
        if calls {
            return Said::Sent;
        }
        let Some(draft) = self.draft(&Words::Text(words), 0) else {
            return Said::Sent;
        };
        let Some(at) = last else {
            return self.send(draft);
        };
        match self.prove(&draft.text, draft.lang, Speaker::Author) {
            Ok(proofs) => {
                self.note_said(draft.line);
                if let Effect::Send(message) = &mut self.effects[at] {
                    if !message.text.is_empty() {
                        message.text.push('\n');
                    }
                    message.text.push_str(&draft.text);
                    message.proofs.extend(proofs);
                }
                Said::Sent
            }
            Err(claim) => {
                self.block(&draft.text, &claim);
                Said::Stopped
            }
        }
    }

    /// Cards of the products among `items`, with what the snapshot says of them now.
    pub(super) fn cards(&mut self, items: &[Value]) -> Vec<Card> {
        let lang = self.lang();
        let skus: Vec<Name> = items.iter().filter_map(Self::sku).collect();
        if !skus.is_empty() {
            self.state.shown.clone_from(&skus);
        }
        let cell = |sku: &str, column: &str| self.world.product(sku, column, lang);
        skus.iter()
            .filter_map(|sku| {
                let name = cell(sku, "name").map(|value| self.printed(&value, lang))?;
                let printed = |column| {
                    cell(sku, column)
                        .map(|value| self.printed(&value, lang))
                        .unwrap_or_default()
                };
                Some(Card {
                    sku: sku.clone(),
                    name,
                    price: printed("price"),
                    stock: printed("stock"),
                    photo: cell(sku, "photo").and_then(|value| value.as_words().map(str::to_owned)),
                })
            })
            .collect()
    }
}

/// Whether a message calls to action by itself: options, a list to choose from, or a question.
fn invites(message: &Message) -> bool {
    let asks = matches!(
        message.said_as,
        SaidAs::Ask(_) | SaidAs::Unclear(_) | SaidAs::Which(_)
    );
    !message.options.is_empty()
        || (asks && !message.cards.is_empty())
        || calls_to_action(&message.text)
}

/// Whether a text calls to action: its last sentence ends in `?` (LANGUAGE §4).
fn calls_to_action(text: &str) -> bool {
    text.trim_end_matches(|letter: char| {
        letter.is_whitespace() || matches!(letter, '"' | '»' | ')' | '”')
    })
    .ends_with('?')
}

//! The names in a talk: which of the shop's flows they speak of.

use crate::file::File;
use crate::symbol::{Mention, Offer, Space, Symbol};
use crate::view::View;
use dsl::talk::{Given, Item, ItemKind, Message, Talk, read_talks};
use dsl::{Span, key};
use engine::Name;

/// Every name in a talk that names something of the shop, in file order.
pub(crate) fn mentions(view: &View, file: &File) -> Vec<Mention> {
    let (talks, _) = read_talks(file.text.source(), 0);
    let mut found = Vec::new();
    for talk in &talks {
        let mut reader = Reader {
            view,
            file,
            flows: flows_of(view, talk),
            found: &mut found,
        };
        reader.setting(talk);
        for item in &talk.items {
            reader.item(item);
        }
    }
    found
}

/// The keys of the flows that a talk may speak of, the one that it runs first.
fn flows_of(view: &View, talk: &Talk) -> Vec<Name> {
    let first = talk.settings.flow.as_deref();
    let first = first.or(view.shop.scripts.first().map(|script| &**script));
    let mut flows: Vec<Name> = view
        .flows
        .iter()
        .map(|file| file.index().key.clone())
        .collect();
    if let Some(first) = first.map(key) {
        flows.sort_by_key(|flow| *flow != first);
    }
    flows
}

struct Reader<'a> {
    view: &'a View,
    file: &'a File,
    flows: Vec<Name>,
    found: &'a mut Vec<Mention>,
}

impl Reader<'_> {
    /// `flow NAME` before the first thing that happens.
    fn setting(&mut self, talk: &Talk) {
        let Some(flow) = &talk.settings.flow else {
            return;
        };
        let text = &self.file.text;
        let end = talk
            .items
            .first()
            .map_or(text.lines() + 1, |item| item.line);
        for line in talk.line..end.saturating_sub(1) {
            let range = text.line(line);
            let words = text.slice(range.clone()).trim();
            if words.split(' ').count() == 2 && words.ends_with(flow.as_str()) {
                self.add(Symbol::flow(&key(flow)), flow, &range);
            }
        }
    }

    fn item(&mut self, item: &Item) {
        let line = &item.span;
        match &item.kind {
            ItemKind::Bot { message, .. } => self.message(message, line),
            ItemKind::Presses(option) => {
                let offer = Space::Option(Offer::Anywhere);
                let makes = |space: &Space| matches!(space, Space::Option(_));
                self.find(offer, makes, option, line);
            }
            ItemKind::Given(Given::Answers { plugin, step, .. })
            | ItemKind::Given(Given::Takes { plugin, step, .. }) => {
                let symbol = Symbol::new(Space::Step, &key(plugin), &key(step));
                self.add(symbol, &format!("{plugin}.{step}"), line);
            }
            ItemKind::Given(Given::Is { path, .. }) => {
                if let Some(root) = path.first() {
                    self.value(root, line);
                }
            }
            ItemKind::Effect(dsl::talk::Expected::Step { plugin, step, .. }) => {
                let symbol = Symbol::new(Space::Step, &key(plugin), &key(step));
                self.add(symbol, &format!("{plugin}.{step}"), line);
            }
            _ => {}
        }
    }

    fn message(&mut self, message: &Message, line: &std::ops::Range<usize>) {
        match message {
            Message::Ask(name)
            | Message::Which(name)
            | Message::Show(name)
            | Message::Say(name) => {
                self.value(name, line);
            }
            Message::Unclear(name) => {
                if !self.value(name, line) {
                    self.state(name, line);
                }
            }
            Message::Named { flow, name, .. } => {
                if let Some(flow) = flow {
                    let own = key(flow);
                    self.add(Symbol::flow(&own), flow, line);
                    self.flows.sort_by_key(|known| *known != own);
                }
                let makes = |space: &Space| *space == Space::Text;
                if !self.find(Space::Text, makes, name, line) {
                    self.state(name, line);
                }
            }
            Message::Any => {}
        }
    }

    fn value(&mut self, name: &str, line: &std::ops::Range<usize>) -> bool {
        self.find(Space::Value, |space| *space == Space::Value, name, line)
    }

    fn state(&mut self, name: &str, line: &std::ops::Range<usize>) -> bool {
        self.find(Space::State, |space| *space == Space::State, name, line)
    }

    /// The first flow that makes such a thing of this name.
    fn find(
        &mut self,
        space: Space,
        makes: impl Fn(&Space) -> bool,
        name: &str,
        line: &std::ops::Range<usize>,
    ) -> bool {
        let wanted = key(name);
        let maker = self.flows.iter().find(|flow| {
            self.view.flow(flow).is_some_and(|file| {
                file.index().mentions.iter().any(|mention| {
                    mention.defines
                        && mention.symbol.name == wanted
                        && mention.symbol.of == **flow
                        && makes(&mention.symbol.space)
                })
            })
        });
        let Some(maker) = maker else { return false };
        let symbol = Symbol::new(space, maker, &wanted);
        self.add(symbol, name, line);
        true
    }

    fn add(&mut self, symbol: Symbol, name: &str, line: &std::ops::Range<usize>) {
        let words = self.file.text.slice(line.clone());
        if let Some(at) = last_whole(words, name) {
            let start = line.start + at;
            self.found.push(Mention {
                symbol,
                span: Span::new(start, start + name.len()),
                defines: false,
            });
        }
    }
}

/// Where a name stands in a line as a whole word, outside quotes; after the keyword, if it is spelt the same.
fn last_whole(line: &str, name: &str) -> Option<usize> {
    let unquoted = line.find('"').map_or(line, |quote| &line[..quote]);
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let places = unquoted.match_indices(name).filter(|(at, _)| {
        let before = unquoted[..*at].chars().next_back();
        let after = unquoted[at + name.len()..].chars().next();
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    });
    places.last().map(|(at, _)| at)
}

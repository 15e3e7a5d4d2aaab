//! All that one script names and says, found once for each text of it.

use crate::symbol::Mention;
use crate::walk::walk;
use dsl::ast::{Flow, Slot, TextBlock};
use dsl::keywords::Table;
use dsl::{Source, Span, key, parse};
use engine::{Channel, Name};
use std::collections::HashMap;
use understand::Lang;

/// One script, read.
#[derive(Debug)]
pub(crate) struct Index {
    /// The key of its flow: of the header's name, else of the file's.
    pub(crate) key: Name,
    /// The script itself.
    pub(crate) flow: Flow,
    /// Every place that names something, in file order.
    pub(crate) mentions: Vec<Mention>,
    /// What holds values, by key.
    pub(crate) values: HashMap<Name, Holder>,
    /// Every message, in file order.
    pub(crate) said: Vec<Said>,
}

/// A slot or a result.
#[derive(Debug)]
pub(crate) struct Holder {
    /// As it is written where it is first made.
    pub(crate) name: Name,
    /// The slot, where it is one.
    pub(crate) slot: Option<Slot>,
    /// What fills it, as far as that tells its fields; each once.
    pub(crate) filled: Vec<Filler>,
}

/// What fills a result.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Filler {
    /// An outcome of a step; none: the first.
    Step {
        /// The key of the plugin.
        plugin: Name,
        /// The key of the step.
        step: Name,
        /// The key of the outcome.
        outcome: Option<Name>,
    },
    /// What a flow gives.
    Run {
        /// The key of the flow.
        flow: Name,
    },
    /// A product that the buyer named.
    Product,
}

/// A message: its wordings, or the name of a text.
#[derive(Debug)]
pub(crate) struct Said {
    /// The state or text it stands in, as written there; none in `anywhere` and the like.
    pub(crate) within: Option<Within>,
    /// The key of the slot it asks for.
    pub(crate) asks: Option<Name>,
    /// Where it stands.
    pub(crate) span: Span,
    /// Its wordings in file order.
    pub(crate) wordings: Vec<Wording>,
    /// The key of the text it names instead.
    pub(crate) text: Option<Name>,
}

/// What a message stands in, by key.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Within {
    /// A state.
    State(Name),
    /// A named text.
    Text(Name),
}

/// One wording of a message.
#[derive(Debug)]
pub(crate) struct Wording {
    /// Its language; none for a quoted text.
    pub(crate) lang: Option<Lang>,
    /// The channel it is for.
    pub(crate) channel: Option<Channel>,
    /// Where its words stand.
    pub(crate) words: Span,
}

impl Wording {
    /// The wordings of a block.
    pub(crate) fn all(block: &TextBlock) -> Vec<Wording> {
        let lines = block.lines.iter();
        lines
            .map(|line| Wording {
                lang: line.lang.map(|lang| lang.node),
                channel: line.channel.map(|channel| channel.node),
                words: line.words,
            })
            .collect()
    }
}

impl Index {
    /// Reads a script. What is wrong with it is for the check to tell.
    pub(crate) fn of(source: &Source) -> Index {
        let flow = parse::read(source, 0, &mut Vec::new());
        let name = flow.name.as_ref().map(|name| name.key.clone());
        let mut index = Index {
            key: name.unwrap_or_else(|| key(source.stem())),
            flow: Flow::default(),
            mentions: Vec::new(),
            values: HashMap::new(),
            said: Vec::new(),
        };
        // What a path's fields name depends on what fills its root, which may stand further below: the
        // first walk finds what fills what, the second finds the names.
        walk(&flow, &mut index);
        index.mentions.clear();
        index.said.clear();
        walk(&flow, &mut index);
        index.mentions.sort_by_key(|mention| mention.span);
        index.said.sort_by_key(|said| said.span);
        index.flow = flow;
        index
    }

    /// The keywords of the script.
    pub(crate) fn table(&self) -> &'static Table {
        let table = self.flow.keywords.and_then(Table::of);
        table.unwrap_or_else(Table::english)
    }

    /// The name at a byte, also where the byte is just past it.
    pub(crate) fn mention_at(&self, byte: usize) -> Option<&Mention> {
        let past = self
            .mentions
            .partition_point(|mention| mention.span.start <= byte);
        let near = self.mentions[..past].iter().rev().take(3);
        near.filter(|mention| byte <= mention.span.end)
            .min_by_key(|mention| mention.span.end - mention.span.start)
    }

    /// The message whose words stand at a byte.
    pub(crate) fn said_at(&self, byte: usize) -> Option<&Said> {
        let past = self.said.partition_point(|said| said.span.start <= byte);
        let near = self.said[..past].last()?;
        (byte <= near.span.end && !near.wordings.is_empty()).then_some(near)
    }

    /// The slot of a key, if there is one.
    pub(crate) fn slot(&self, key: &str) -> Option<&Slot> {
        self.values.get(key)?.slot.as_ref()
    }

    /// Whether a slot outlives its dialogue.
    pub(crate) fn keeps(&self, key: &str) -> bool {
        self.slot(key).is_some_and(|slot| slot.keep.is_some())
    }
}

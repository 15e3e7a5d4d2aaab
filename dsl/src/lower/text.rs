//! Texts and the values in them.

use super::Lowering;
use crate::ast::{self, Hole, TextBlock};
use crate::diagnostic::{Fact, Thing};
use crate::resolve::path_written;
use engine::graph::{Part, Text, TextIx, Variant, Words};
use engine::{Kind, Name};

impl Lowering<'_> {
    /// A text of the flow.
    pub(super) fn text(&mut self, block: &TextBlock, name: Option<Name>) -> TextIx {
        let default = self.scope.languages().first().copied();
        let variants = block.lines.iter().filter_map(|line| {
            Some(Variant {
                lang: line.lang.map(|lang| lang.node).or(default)?,
                channel: line.channel.map(|channel| channel.node),
                parts: line
                    .parts
                    .iter()
                    .filter_map(|part| self.part(part))
                    .collect(),
                line: line.line,
            })
        });
        let variants = variants.collect();
        self.texts.push(Text {
            name,
            nth: (Name::from(""), 0),
            variants,
        });
        // A file is bounded, and so are its texts.
        TextIx(self.texts.len() as u32 - 1)
    }

    /// A text that talks count among the unnamed ones of its state.
    fn counted_text(&mut self, block: &TextBlock) -> TextIx {
        let text = self.text(block, None);
        self.counted.push((block.span.start, text));
        text
    }

    fn part(&mut self, part: &ast::Part) -> Option<Part> {
        match part {
            ast::Part::Words(words) => Some(Part::Words(words.node.clone())),
            ast::Part::Value(hole) => self.hole(hole),
        }
    }

    fn hole(&mut self, hole: &Hole) -> Option<Part> {
        let (path, kind) = self.scope.path(&hole.path)?;
        let written = || path_written(&hole.path);
        match kind {
            Some(kind) if !hole.forms.is_empty() && kind != Kind::Number => {
                self.scope.tell(
                    hole.path.span,
                    Fact::PluralOfNoNumber {
                        path: written(),
                        found: kind,
                    },
                );
            }
            Some(kind @ Kind::Record(_)) => {
                let fact = Fact::WrongType {
                    value: written(),
                    found: kind,
                    expected: Kind::Text,
                };
                self.scope.tell(hole.path.span, fact);
            }
            _ => {}
        }
        let forms = hole.forms.iter().map(|form| form.node.clone()).collect();
        Some(Part::Value {
            path,
            comma: hole.comma,
            forms,
        })
    }

    /// Words that are a message of their own: a text that talks count, a named text, or a value.
    pub(super) fn message(&mut self, words: &ast::Words) -> Option<Words> {
        match words {
            ast::Words::Block(block) => Some(Words::Text(self.counted_text(block))),
            ast::Words::Path(path) => self.said(path),
        }
    }

    /// Words that talks name by their slot: the question of an `ask`.
    pub(super) fn question(&mut self, words: &ast::Words) -> Option<Words> {
        match words {
            ast::Words::Block(block) => Some(Words::Text(self.text(block, None))),
            ast::Words::Path(path) => self.said(path),
        }
    }

    /// Words that must be a text, not a value: `unclear` and `next`.
    pub(super) fn plain_text(&mut self, words: &ast::Words, counted: bool) -> Option<TextIx> {
        match words {
            ast::Words::Block(block) if counted => Some(self.counted_text(block)),
            ast::Words::Block(block) => Some(self.text(block, None)),
            ast::Words::Path(path) => {
                let text = self.named_text(path);
                if text.is_none() {
                    let texts = self.scope.flow.texts.iter().map(|text| &*text.name.name);
                    self.scope.tell_unknown(&path.root, Thing::Text, "", texts);
                }
                text
            }
        }
    }

    fn named_text(&self, path: &ast::Path) -> Option<TextIx> {
        let text = self
            .scope
            .names
            .texts
            .get(&path.root.key)
            .filter(|_| path.fields.is_empty())?;
        Some(TextIx(*text))
    }

    /// The name of a text, or a value that holds words.
    fn said(&mut self, path: &ast::Path) -> Option<Words> {
        if let Some(text) = self.named_text(path) {
            return Some(Words::Text(text));
        }
        if !self.scope.is_value(&path.root.key) {
            self.scope.tell_no_value(&path.root, Thing::Text);
            return None;
        }
        let (value, kind) = self.scope.path(path)?;
        if let Some(kind @ (Kind::Record(_) | Kind::List(_) | Kind::Photo | Kind::File)) = kind {
            let fact = Fact::WrongType {
                value: path_written(path),
                found: kind,
                expected: Kind::Text,
            };
            self.scope.tell(path.span, fact);
            return None;
        }
        Some(Words::Value(value))
    }
}

//! Texts: wordings, values between braces, labels.

use super::Path;
use crate::source::{Span, Spanned};
use engine::Channel;
use understand::Lang;

/// The wordings of one message.
#[derive(Clone, Debug, Default)]
pub struct TextBlock {
    /// In file order; several of one language are variants.
    pub lines: Vec<TextLine>,
    /// From the first line to the last.
    pub span: Span,
    /// Some line of the block was not understood.
    pub broken: bool,
}

/// One wording.
#[derive(Clone, Debug)]
pub struct TextLine {
    /// Its language; absent for a quoted text, which is in the flow's one language.
    pub lang: Option<Spanned<Lang>>,
    /// The channel it is for.
    pub channel: Option<Spanned<Channel>>,
    /// Its pieces.
    pub parts: Vec<Part>,
    /// All of the line.
    pub span: Span,
    /// The words alone.
    pub words: Span,
    /// The line, from 1.
    pub line: u32,
}

/// A piece of a wording.
#[derive(Clone, Debug)]
pub enum Part {
    /// Words, with `{{` and `}}` already one brace.
    Words(Spanned<String>),
    /// `{…}`
    Value(Hole),
}

/// `{path}`, `{, path}` or `{path | form | form}`.
#[derive(Clone, Debug)]
pub struct Hole {
    /// What is printed.
    pub path: Path,
    /// It begins with a comma.
    pub comma: bool,
    /// Plural forms.
    pub forms: Vec<Spanned<String>>,
    /// With its braces.
    pub span: Span,
}

/// What is said, wherever words may stand.
#[derive(Clone, Debug)]
pub enum Words {
    /// A block of text lines, or a quoted text.
    Block(TextBlock),
    /// The name of a text, or a text value: a text's name goes first.
    Path(Path),
}

impl Words {
    /// Where they stand.
    pub fn span(&self) -> Span {
        match self {
            Words::Block(block) => block.span,
            Words::Path(path) => path.span,
        }
    }
}

/// Labels in one language: the first is shown, the others are synonyms.
#[derive(Clone, Debug)]
pub struct LabelLine {
    /// The language.
    pub lang: Spanned<Lang>,
    /// Labels in order.
    pub labels: Vec<Spanned<String>>,
}

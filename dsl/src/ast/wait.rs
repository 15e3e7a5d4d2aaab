//! Wait points.

use super::{Block, Ident, LabelLine, Path, Words};
use crate::source::{Span, Spanned};
use engine::Channel;
use engine::world::Hours;
use understand::Lang;

/// `ask SLOT` or `wait`
#[derive(Clone, Debug)]
pub struct Wait {
    /// What is asked; `wait` has none.
    pub ask: Option<Ask>,
    /// The question.
    pub words: Option<Words>,
    /// Options in order.
    pub options: Vec<ChoiceOption>,
    /// `when` branches in order.
    pub whens: Vec<When>,
    /// `otherwise`
    pub otherwise: Option<Spanned<Block>>,
    /// The words of `unclear`.
    pub unclear_words: Option<Words>,
    /// The policy of `unclear`.
    pub unclear: Option<Unclear>,
    /// `silence` lines.
    pub silence: Vec<Silence>,
    /// `next`
    pub next: Option<Words>,
    /// Some line of its block was not understood.
    pub broken: bool,
}

/// What an `ask` fills.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The slot.
    pub slot: Ident,
    /// `again`
    pub again: bool,
    /// `from LIST`
    pub from: Option<Path>,
}

/// `- NAME  ru: label | synonym  -> STATE`
#[derive(Clone, Debug)]
pub struct ChoiceOption {
    /// Its name.
    pub name: Ident,
    /// Labels by language.
    pub labels: Vec<LabelLine>,
    /// What is done; none: it goes on below, or fills the slot.
    pub body: Option<Block>,
    /// The line.
    pub span: Span,
    /// The line, from 1.
    pub line: u32,
}

/// `when TRIGGER`
#[derive(Clone, Debug)]
pub struct When {
    /// What is listened for.
    pub trigger: Spanned<Trigger>,
    /// `in [state, state]`
    pub only_in: Vec<Ident>,
    /// What is done; empty: it goes on below.
    pub body: Block,
    /// The line.
    pub span: Span,
    /// The line, from 1.
    pub line: u32,
}

/// What a `when` listens for.
#[derive(Clone, Debug)]
pub enum Trigger {
    /// `says "…", "…"`
    Says(Vec<Spanned<String>>),
    /// An intent's name.
    Intent(Ident),
    /// `agrees`
    Agrees,
    /// `declines`
    Declines,
    /// `wants human`
    WantsHuman,
    /// `names product as SLOT`
    NamesProduct(Ident),
    /// `gives SLOT`
    Gives(Ident),
    /// `changes SLOT`
    Changes(Ident),
    /// `sends photo as NAME`
    SendsPhoto(Option<Ident>),
    /// `presses OPTION`
    Presses(Ident),
    /// `writes in LANG`
    WritesIn(Lang),
    /// `joins`
    Joins,
    /// `opens catalog`
    OpensCatalog,
    /// `calls`
    Calls,
    /// `hangs up`
    HangsUp,
    /// `dtmf "1"`
    Dtmf(String),
    /// `event NAME`
    Event(Ident),
}

/// `silence 15m -> x, at most 2, between 09:00-21:00`
#[derive(Clone, Debug)]
pub struct Silence {
    /// The channel it is for.
    pub channel: Option<Spanned<Channel>>,
    /// How long, in milliseconds.
    pub after: Spanned<i64>,
    /// What is done.
    pub body: Block,
    /// `at most N`
    pub at_most: Option<Spanned<u32>>,
    /// `between A-B`
    pub between: Option<Spanned<Hours>>,
    /// The line.
    pub span: Span,
    /// The line, from 1.
    pub line: u32,
}

/// `unclear ask again, at most 2, then -> x`, or `unclear -> x`.
#[derive(Clone, Debug)]
pub struct Unclear {
    /// How often the question is repeated; 0 for `unclear -> x`.
    pub at_most: Option<Spanned<u32>>,
    /// What is done then.
    pub then: Option<Block>,
    /// The line.
    pub span: Span,
}

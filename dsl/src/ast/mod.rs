//! A `.flow` file as it was read: every name, statement and line of text with its place.
//!
//! Nothing is resolved here. A line that was not understood stands as [`Broken`](StatementKind::Broken)
//! where it could be anything, so that what is checked afterwards does not speak of its consequences.

mod statement;
mod text;
mod value;
mod wait;

pub use statement::{
    Arg, Block, Do, Exit, If, Outcome, Run, Split, SplitArm, Statement, StatementKind,
};
pub use text::{Hole, LabelLine, Part, TextBlock, TextLine, Words};
pub use value::{Condition, Expr, Path};
pub use wait::{Ask, ChoiceOption, Silence, Trigger, Unclear, Wait, When};

use crate::source::{Span, Spanned};
use engine::{Channel, Name};
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};
use understand::{Currency, Lang};

/// A name as it is written in one place. Names are equal when they are the same after NFC, ignoring
/// case and the kind of apostrophe.
#[derive(Clone, Debug)]
pub struct Ident {
    /// As written.
    pub name: Name,
    /// As compared.
    pub key: Name,
    /// Where.
    pub span: Span,
}

impl PartialEq for Ident {
    fn eq(&self, other: &Ident) -> bool {
        self.key == other.key
    }
}

impl Eq for Ident {}

impl Hash for Ident {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

/// One file.
#[derive(Clone, Debug, Default)]
pub struct Flow {
    /// The index of the source.
    pub file: usize,
    /// The language of its keywords; absent where there is no line to tell it by.
    pub keywords: Option<Lang>,
    /// The header's name; absent where the header cannot be read.
    pub name: Option<Ident>,
    /// `v3`
    pub version: Option<Spanned<u32>>,
    /// The header's line.
    pub header: Span,
    /// `goal`
    pub goal: Option<Spanned<String>>,
    /// `languages`, the default first.
    pub languages: Vec<Spanned<Lang>>,
    /// `channels`
    pub channels: Vec<Spanned<Channel>>,
    /// `needs`
    pub needs: Vec<Slot>,
    /// `gives`
    pub gives: Vec<Slot>,
    /// `defaults`
    pub defaults: Defaults,
    /// `slots`
    pub slots: Vec<Slot>,
    /// `intents`
    pub intents: Vec<Intent>,
    /// `text NAME`
    pub texts: Vec<NamedText>,
    /// `state NAME`
    pub states: Vec<State>,
    /// The branches of `anywhere`.
    pub anywhere: Vec<When>,
    /// The line of `anywhere`.
    pub anywhere_span: Option<Span>,
    /// `migrate from vN`
    pub migrations: Vec<Migration>,
    /// `allow CODE "reason"`, wherever it stands.
    pub allows: Vec<Allow>,
    /// Keys of names on lines that were not understood: whatever they may have defined is not unknown.
    pub unsure: BTreeSet<Name>,
}

/// `allow CODE "reason"`: silences a warning of the next line.
#[derive(Clone, Debug)]
pub struct Allow {
    /// The code as written.
    pub code: Spanned<String>,
    /// Why.
    pub reason: Spanned<String>,
    /// The line it stands on, from 1.
    pub line: u32,
    /// The number of the next significant line, which it speaks of.
    pub of_line: u32,
}

/// A slot, a need or a give.
#[derive(Clone, Debug)]
pub struct Slot {
    /// Its name.
    pub name: Ident,
    /// Its type.
    pub kind: Spanned<Type>,
    /// A range, both ends included.
    pub range: Option<Spanned<(Decimal, Decimal)>>,
    /// `personal`
    pub personal: bool,
    /// `consent needed`
    pub consent_needed: Option<Span>,
    /// `depends on SLOT`
    pub depends_on: Vec<Ident>,
    /// `keep 90d`, in seconds.
    pub keep: Option<i64>,
    /// `optional`
    pub optional: bool,
    /// `secret`
    pub secret: bool,
    /// The line, from 1.
    pub line: u32,
    /// The whole line.
    pub span: Span,
}

/// A type as written.
#[derive(Clone, Debug)]
pub enum Type {
    /// `text`
    Text,
    /// `yes/no`
    YesNo,
    /// `choice a, b`; in `needs` without its values.
    Choice(Vec<Ident>),
    /// `number`
    Number,
    /// `money CUR`
    Money(Option<Currency>),
    /// `percent`
    Percent,
    /// `phone`
    Phone,
    /// `email`
    Email,
    /// `date`
    Date,
    /// `time`
    Time,
    /// `datetime`
    DateTime,
    /// `duration`
    Duration,
    /// `name`
    Name,
    /// `address`
    Address,
    /// `product`
    Product,
    /// `photo`
    Photo,
    /// `file`
    File,
    /// `consent`
    Consent,
    /// `list of T`
    List(Box<Type>),
}

/// An intent: phrases that mean one thing.
#[derive(Clone, Debug)]
pub struct Intent {
    /// Its name.
    pub name: Ident,
    /// Its phrases.
    pub phrases: Vec<IntentLine>,
    /// Its line, from 1.
    pub line: u32,
}

/// A line of phrases in one language.
#[derive(Clone, Debug)]
pub struct IntentLine {
    /// The language.
    pub lang: Spanned<Lang>,
    /// The phrases.
    pub phrases: Vec<Spanned<String>>,
}

/// `text NAME` with its block.
#[derive(Clone, Debug)]
pub struct NamedText {
    /// Its name.
    pub name: Ident,
    /// Its lines.
    pub block: TextBlock,
    /// Its line, from 1.
    pub line: u32,
}

/// `state NAME`
#[derive(Clone, Debug)]
pub struct State {
    /// Its name.
    pub name: Ident,
    /// `protected`
    pub protected: bool,
    /// `at most N visits, then …`
    pub at_most: Option<AtMost>,
    /// Its statements.
    pub body: Block,
    /// Its line, from 1.
    pub line: u32,
    /// The header line.
    pub span: Span,
}

/// `at most N visits, then -> X`
#[derive(Clone, Debug)]
pub struct AtMost {
    /// How often.
    pub times: Spanned<u32>,
    /// Where else.
    pub then: Block,
    /// The line.
    pub span: Span,
}

/// `defaults`
#[derive(Clone, Debug, Default)]
pub struct Defaults {
    /// The line of `defaults`.
    pub span: Option<Span>,
    /// `silence` lines.
    pub silence: Vec<Silence>,
    /// `unclear`
    pub unclear: Option<Unclear>,
    /// `fails -> X`
    pub fails: Option<Spanned<Block>>,
    /// `model within`, in milliseconds.
    pub model_within: Option<Spanned<i64>>,
    /// `model … at most N tokens`
    pub model_tokens: Option<Spanned<u32>>,
    /// Some line of its block was not understood.
    pub broken: bool,
}

/// `migrate from vN`
#[derive(Clone, Debug)]
pub struct Migration {
    /// The version that is left.
    pub from: Spanned<u32>,
    /// Its lines.
    pub rules: Vec<Spanned<MigrationRule>>,
    /// The header line.
    pub span: Span,
}

/// One line of `migrate`.
#[derive(Clone, Debug)]
pub enum MigrationRule {
    /// `state A renamed B`, `state A merged into B`
    State(Ident, Ident),
    /// `slot A renamed B`
    SlotRenamed(Ident, Ident),
    /// `slot A was TYPE, read again`
    SlotReadAgain(Ident, Type),
    /// `slot A dropped`
    SlotDropped(Ident),
    /// `others finish on vN for DURATION, then nearest safe state`: milliseconds.
    OthersFinish(Spanned<u32>, i64),
}

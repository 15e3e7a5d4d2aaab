//! A `.flow` file as it was read: every name, statement and line of text with its place.
//!
//! Nothing is resolved here. A line that was not understood stands as [`Broken`](StatementKind::Broken)
//! where it could be anything, so that what is checked afterwards does not speak of its consequences.

use crate::source::{Span, Spanned};
use engine::graph::Comparison;
use engine::world::Hours;
use engine::{Channel, Name, effect::Ended};
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

/// `quoted.price`
#[derive(Clone, Debug)]
pub struct Path {
    /// The first name.
    pub root: Ident,
    /// The others.
    pub fields: Vec<Ident>,
    /// All of it.
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

/// Statements, one below another.
pub type Block = Vec<Statement>;

/// One statement.
#[derive(Clone, Debug)]
pub struct Statement {
    /// What it does.
    pub kind: StatementKind,
    /// Its line without what stands under it.
    pub span: Span,
    /// The line, from 1.
    pub line: u32,
}

/// What a statement does.
#[derive(Clone, Debug)]
pub enum StatementKind {
    /// `say TEXT`
    Say(Words),
    /// `show LIST`
    Show(Path),
    /// `ask SLOT` or `wait`
    Wait(Box<Wait>),
    /// `if` with its `otherwise`
    If(Box<If>),
    /// `do PLUGIN.STEP(…)`
    Do(Box<Do>),
    /// `run FLOW(…)`
    Run(Box<Run>),
    /// `split`
    Split(Box<Split>),
    /// `set SLOT = VALUE`
    Set(Ident, Expr),
    /// `forget personal`
    ForgetPersonal,
    /// `learn KIND VALUE`
    Learn(Ident, Expr),
    /// An exit.
    Exit(Box<Exit>),
    /// A line that was not understood; with whatever was read under it.
    Broken(Block),
}

/// A way out of a state.
#[derive(Clone, Debug)]
pub enum Exit {
    /// `-> STATE`
    Go(Ident),
    /// `back`
    Back(Option<Words>),
    /// `return OUTCOME`
    Return(Option<Ident>),
    /// `finish`
    Finish {
        /// `won`, `lost` or `postponed`.
        outcome: Spanned<Ended>,
        /// Why.
        because: Option<Spanned<String>>,
        /// What the buyer is told.
        words: Option<Words>,
    },
    /// `escalate`
    Escalate {
        /// The team.
        team: Option<Ident>,
        /// Why.
        because: Option<Spanned<String>>,
        /// What the buyer is told.
        words: Option<Words>,
        /// Where the dialogue goes on when it is given back.
        given_back: Option<Block>,
    },
}

/// `if COND` … `otherwise` …
#[derive(Clone, Debug)]
pub struct If {
    /// The condition.
    pub condition: Condition,
    /// What is done where it holds.
    pub then: Block,
    /// `otherwise`, if it stands there.
    pub otherwise: Option<Spanned<Block>>,
}

/// A condition.
#[derive(Clone, Debug)]
pub enum Condition {
    /// `a is b`
    Compare(Expr, Comparison, Expr),
    /// `a in b, c`
    In(Expr, Vec<Expr>),
    /// `x is known`
    Known(Path),
    /// `x is empty`
    Empty(Path),
    /// `not`
    Not(Box<Condition>),
    /// `and`
    All(Vec<Condition>),
    /// `or`
    Any(Vec<Condition>),
}

/// A value as written.
#[derive(Clone, Debug)]
pub enum Expr {
    /// `"…"`
    Text(Spanned<String>),
    /// `1 500` or `1,5`
    Number(Spanned<Decimal>),
    /// `990 RUB`
    Money(Spanned<(Decimal, Currency)>),
    /// `10%`
    Percent(Spanned<Decimal>),
    /// `15m`, in milliseconds.
    Duration(Spanned<i64>),
    /// A path, or the name of an option, or a yes or a no.
    Path(Path),
}

impl Expr {
    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            Expr::Text(text) => text.span,
            Expr::Number(number) | Expr::Percent(number) => number.span,
            Expr::Money(money) => money.span,
            Expr::Duration(duration) => duration.span,
            Expr::Path(path) => path.span,
        }
    }
}

/// An argument: by place, or by name.
#[derive(Clone, Debug)]
pub struct Arg {
    /// Its name, if given.
    pub name: Option<Ident>,
    /// Its value.
    pub value: Expr,
}

/// `do PLUGIN.STEP(args) as NAME within 2s once`
#[derive(Clone, Debug)]
pub struct Do {
    /// `catalog`
    pub plugin: Ident,
    /// `find`
    pub step: Ident,
    /// The arguments.
    pub args: Vec<Arg>,
    /// `as NAME`
    pub bind: Option<Ident>,
    /// `within`, in milliseconds.
    pub within: Option<Spanned<i64>>,
    /// `once`
    pub once: bool,
    /// The outcome lines.
    pub outcomes: Vec<Outcome>,
    /// Some line of its block was not understood, so that an outcome may be handled there.
    pub broken: bool,
    /// The call itself.
    pub call: Span,
}

/// `run FLOW(args) as NAME`
#[derive(Clone, Debug)]
pub struct Run {
    /// The subflow.
    pub flow: Ident,
    /// The arguments.
    pub args: Vec<Arg>,
    /// `as NAME`
    pub bind: Option<Ident>,
    /// The outcome lines.
    pub outcomes: Vec<Outcome>,
    /// Some line of its block was not understood.
    pub broken: bool,
    /// The call itself.
    pub call: Span,
}

/// An outcome line.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its words, one space between: `out of stock`.
    pub name: Ident,
    /// `as NAME`
    pub bind: Option<Ident>,
    /// What is done.
    pub body: Block,
    /// The line.
    pub span: Span,
    /// The line, from 1.
    pub line: u32,
}

/// `split NAME by buyer, measure won`
#[derive(Clone, Debug)]
pub struct Split {
    /// Its name.
    pub name: Ident,
    /// What is measured.
    pub measure: Ident,
    /// The arms.
    pub arms: Vec<SplitArm>,
}

/// `A 50%`
#[derive(Clone, Debug)]
pub struct SplitArm {
    /// Its name.
    pub name: Ident,
    /// Its weight, percent.
    pub weight: Spanned<u32>,
    /// What is done.
    pub body: Block,
    /// The line.
    pub span: Span,
}

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

/// Labels in one language: the first is shown, the others are synonyms.
#[derive(Clone, Debug)]
pub struct LabelLine {
    /// The language.
    pub lang: Spanned<Lang>,
    /// Labels in order.
    pub labels: Vec<Spanned<String>>,
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

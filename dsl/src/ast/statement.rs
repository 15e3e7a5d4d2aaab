//! Statements, exits and blocks.

use super::{Condition, Expr, Ident, Path, Wait, Words};
use crate::source::{Span, Spanned};
use engine::effect::Ended;

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

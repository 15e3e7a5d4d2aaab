//! What is drawn, before anything has a place.

use serde::Serialize;
use understand::Lang;

/// A flow as cards and arrows.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Chart {
    /// The flow's name.
    pub flow: String,
    /// Its version.
    pub version: u32,
    /// What it is for.
    pub goal: String,
    /// The language of the words.
    pub lang: Lang,
    /// The card the conversation begins at.
    pub start: usize,
    /// Cards in the order of the script; `anywhere` is the last.
    pub cards: Vec<Card>,
    /// Arrows in the order in which they are met, one for each pair of cards.
    pub arrows: Vec<Arrow>,
}

impl Chart {
    /// «flowers v3 — sell a bouquet with delivery»
    pub fn title(&self) -> String {
        let goal = if self.goal.is_empty() {
            String::new()
        } else {
            format!(" — {}", self.goal)
        };
        format!("{} v{}{goal}", self.flow, self.version)
    }
}

/// A box of the picture.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Card {
    /// Its name among cards: the state's, or `STATE.won` for what stands inside a state.
    pub id: String,
    /// What it is.
    pub kind: CardKind,
    /// Its title.
    pub title: String,
    /// The line of the script, from 1.
    pub line: u32,
    /// What the bot says there, in order.
    pub says: Vec<String>,
    /// The questions among it.
    pub asks: Vec<String>,
    /// The plugin steps it takes.
    pub steps: Vec<String>,
    /// What is offered to choose from and leads on together: the labels of an `ask`, or `{list}`.
    pub choices: Vec<String>,
    /// Ways that stay here or go back to where the buyer was.
    pub returns: Vec<Return>,
    /// `protected`: the anywhere triggers do not interrupt it.
    pub protected: bool,
    /// Whether it lies on the way to the goal.
    pub happy: bool,
}

/// What a card stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CardKind {
    /// A state of the script.
    State,
    /// `run`: another flow, folded.
    Subflow,
    /// `escalate`: a person takes over.
    Person,
    /// `finish won`
    Won,
    /// `finish lost`
    Lost,
    /// `finish postponed`
    Postponed,
    /// `return`: the end of a subflow.
    Returned,
    /// What is heard at any moment, and what holds by default.
    Anywhere,
}

/// A way that needs no arrow.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Return {
    /// Why.
    pub labels: Vec<Label>,
    /// Where to.
    pub to: ReturnTo,
}

/// Where a way without an arrow leads.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnTo {
    /// `back`: to the wait point that was left.
    Back,
    /// To the same state once more.
    Again,
}

/// A way from a card to another.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Arrow {
    /// The card it leaves, by its place in [`Chart::cards`].
    pub from: usize,
    /// The card it enters.
    pub to: usize,
    /// Why; several ways between the same cards are one arrow.
    pub labels: Vec<Label>,
    /// Whether the conversation also simply goes on this way, with nothing to say about why.
    pub plain: bool,
    /// Whether it lies on the way to the goal.
    pub happy: bool,
}

impl Card {
    /// What stands on the card: its first words, and its first question if that is another text; where nothing is
    /// said, its first step.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let first = self.says.first();
        let question = self.asks.iter().find(|question| Some(*question) != first);
        let step = self.steps.first().filter(|_| first.is_none());
        first
            .into_iter()
            .chain(question)
            .chain(step)
            .map(String::as_str)
    }
}

impl Arrow {
    /// Its weightiest cause: what its line looks like.
    pub fn cause(&self) -> Cause {
        let least = self.labels.iter().map(|label| label.cause).min();
        if self.plain {
            Cause::Goes
        } else {
            least.unwrap_or(Cause::Goes)
        }
    }
}

/// Why a way is taken.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Label {
    /// The kind of cause.
    pub cause: Cause,
    /// Its words.
    pub text: String,
}

impl Label {
    /// A cause in words.
    pub fn new(cause: Cause, text: impl Into<String>) -> Label {
        Label {
            cause,
            text: text.into(),
        }
    }
}

/// Kinds of causes, the weightiest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The conversation goes on.
    Goes,
    /// The buyer chooses an option.
    Choice,
    /// A `when` is heard.
    Trigger,
    /// A step or a subflow ends so.
    Outcome,
    /// An arm of `split`.
    Arm,
    /// `if`
    Condition,
    /// A person gives the dialogue back.
    GivenBack,
    /// `at most N visits` are spent.
    Visits,
    /// `otherwise`
    Otherwise,
    /// Not understood so many times.
    Unclear,
    /// Nobody says anything.
    Silence,
    /// A step fails.
    Fails,
}

//! Talks: tests of flows, written as transcripts (LANGUAGE §11).
//!
//! [`read_talks`] reads a `.talk` file. What the names in a talk mean, and whether the bot did what is
//! written, is for whoever runs it.

use std::ops::Range;

use engine::Channel;
use engine::effect::Ended;
use jiff::civil::DateTime;
use rust_decimal::Decimal;
use understand::{Currency, Lang};

mod read;
mod words;

pub use read::read_talks;

/// One talk of a file.
#[derive(Clone, PartialEq, Debug)]
pub struct Talk {
    /// What it is about, in the words of its author.
    pub name: String,
    /// The index of its source.
    pub file: usize,
    /// Its line, from 1.
    pub line: usize,
    /// Where and how it takes place.
    pub settings: Settings,
    /// What happens, in order.
    pub items: Vec<Item>,
}

/// Where and how a talk takes place. What is not stated is for the runner to choose.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Settings {
    /// `in ru`, or `for language ru, en`: the talk is run once in each.
    pub languages: Vec<Lang>,
    /// `on telegram`, or `for channel telegram, web`: the talk is run once in each.
    pub channels: Vec<Channel>,
    /// `at 2026-03-02 11:00`: the shop's clock when it begins.
    pub at: Option<DateTime>,
    /// `flow NAME`: another script than the profile's.
    pub flow: Option<String>,
}

/// One line of a talk.
#[derive(Clone, PartialEq, Debug)]
pub struct Item {
    /// Its line, from 1.
    pub line: usize,
    /// Its place, in bytes of the file.
    pub span: Range<usize>,
    /// What happens.
    pub kind: ItemKind,
}

/// What happens in a line of a talk.
#[derive(Clone, PartialEq, Debug)]
pub enum ItemKind {
    /// `> text`: the buyer writes.
    Buyer(String),
    /// `< greet ~"part"`: the bot sends one message.
    Bot {
        /// Which message.
        message: Message,
        /// Its words, where they are stated.
        wording: Option<Wording>,
    },
    /// `! escalate "reason"`: the bot does something else than talk.
    Effect(Expected),
    /// `given …`: how the world is.
    Given(Given),
    /// `after 16m`: the clock moves by so many milliseconds.
    After(i64),
    /// `presses OPTION`: the buyer presses a button.
    Presses(String),
    /// `operator says "…"`: a person writes to the buyer.
    OperatorSays(String),
    /// `operator gives back`: the dialogue is the bot's again.
    GivesBack,
    /// `publish FILE`: the script is swapped.
    Publish(String),
    /// `never ~"…"`: from here on no message has these words.
    Never(Wording),
}

/// A message of the bot, by what it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Message {
    /// `ask SLOT`: the question for a slot.
    Ask(String),
    /// `unclear SLOT` or `unclear STATE`: a question asked again.
    Unclear(String),
    /// `which SLOT`: the built-in question which of several is meant.
    Which(String),
    /// `show NAME`: the cards of a list.
    Show(String),
    /// `say NAME`: a value that is said.
    Say(String),
    /// A text by its name, or the n-th unnamed text of a state: `greet`, `quote.2`, `FLOW.STATE`.
    Named {
        /// The flow, where it is named.
        flow: Option<String>,
        /// The text or the state.
        name: String,
        /// Which text of the state, from 1.
        nth: Option<usize>,
    },
    /// `*`: any message.
    Any,
}

/// The words of a message. All kinds of space are equal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Wording {
    /// `"…"`: these words and no others.
    Exact(String),
    /// `~"…"`: these words somewhere.
    Part(String),
}

/// An effect that the transcript states.
#[derive(Clone, PartialEq, Debug)]
pub enum Expected {
    /// `escalate "reason"`; without a reason, any.
    Escalate(Option<String>),
    /// `finish OUTCOME`; without an outcome, any.
    Finish(Option<Ended>),
    /// `learn KIND VALUE`; without a value, any.
    Learn {
        /// The kind of the record.
        kind: String,
        /// What is recorded.
        value: Option<Value>,
    },
    /// `leads.save …`: an `effect` step of a plugin.
    Step {
        /// The plugin.
        plugin: String,
        /// The step.
        step: String,
        /// What else is on the line.
        detail: Option<String>,
    },
}

/// How the world is in a talk.
#[derive(Clone, PartialEq, Debug)]
pub enum Given {
    /// `given STEP answers OUTCOME [VALUE]`
    Answers {
        /// The plugin.
        plugin: String,
        /// The step.
        step: String,
        /// The words after `answers`: the outcome, and perhaps a name as its value.
        words: Vec<String>,
        /// The values after them.
        values: Vec<Value>,
    },
    /// `given STEP takes 9s`, in milliseconds.
    Takes {
        /// The plugin.
        plugin: String,
        /// The step.
        step: String,
        /// How long it takes to answer.
        time: i64,
    },
    /// `given PATH is VALUE`
    Is {
        /// The path: `profile.discount_limit`.
        path: Vec<String>,
        /// What it is.
        value: Value,
    },
}

/// A value as a talk writes it.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// `"…"`
    Text(String),
    /// `1 500`, `1,5`
    Number(Decimal),
    /// `990 RUB`
    Money(Decimal, Currency),
    /// `10%`
    Percent(Decimal),
    /// `15m`, in milliseconds.
    Duration(i64),
    /// A name: of an option, of a slot, `yes`.
    Name(String),
}

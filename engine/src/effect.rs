//! The one way out: everything a step may ask to be done.

use crate::{Name, Request, Value};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use understand::Lang;

/// Something to be done after the turn is committed. Its place in the turn is its idempotency key.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Send the buyer a message.
    Send(Message),
    /// Ask the world; the answer comes back as [`Happened::Answered`](crate::Happened::Answered).
    Request {
        /// The number that the answer must carry.
        number: u64,
        /// The plugin step that asks: `leads.save`.
        step: Name,
        /// What is asked.
        request: Request,
        /// How long the answer may take, in milliseconds.
        within_ms: u64,
    },
    /// Wake the dialogue at a moment with [`Happened::Due`](crate::Happened::Due).
    Remind {
        /// The timer's number.
        timer: u64,
        /// When it comes due.
        at: Timestamp,
    },
    /// The timer is not needed any more.
    Unremind {
        /// The timer's number.
        timer: u64,
    },
    /// Hand the dialogue over to people: tell them, with the reason.
    Escalate {
        /// The team asked for, if any.
        team: Option<Name>,
        /// Why, in the script's words.
        reason: String,
    },
    /// A person's words for the buyer, carried to the channel.
    Relay {
        /// The words.
        text: String,
    },
    /// The buyer wrote while a person owns the dialogue: show it to that person.
    Forward {
        /// The buyer's words.
        text: String,
    },
    /// Write a record for the people who improve the script.
    Learn {
        /// What kind of record: `unknown_sku`.
        kind: Name,
        /// What is recorded; words and values of personal slots are masked.
        value: Value,
    },
    /// The dialogue ended.
    Finish {
        /// How.
        outcome: Ended,
        /// Why, in the script's words.
        because: Option<String>,
    },
    /// End the phone call.
    HangUp,
    /// A buyer was given an arm of an experiment.
    Assigned {
        /// The experiment.
        split: Name,
        /// The arm.
        arm: Name,
    },
}

/// How a dialogue ended.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// The goal was reached.
    Won,
    /// The buyer does not want it.
    Lost,
    /// Not now.
    Postponed,
}

impl Ended {
    /// The word of the English keyword table.
    pub fn as_str(self) -> &'static str {
        match self {
            Ended::Won => "won",
            Ended::Lost => "lost",
            Ended::Postponed => "postponed",
        }
    }
}

/// A message to the buyer. The channel decides how it looks: buttons, a list, speech.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Message {
    /// Counted from 1 within the chat; a keyboard's presses name it.
    pub number: u64,
    /// The words; empty where there are only cards.
    pub text: String,
    /// The language the words are in.
    pub lang: Lang,
    /// Products to show under the words.
    pub cards: Vec<Card>,
    /// What the buyer can choose, in order.
    pub options: Vec<Button>,
    /// How a talk names the message.
    pub said_as: SaidAs,
    /// Where in the scripts the words stand.
    pub origin: Origin,
    /// What made the script say it.
    pub because: Because,
    /// What shows that each claim in it is true.
    pub proofs: Vec<Proof>,
    /// The dialogue's ownership number when it was written; sent only while that still holds.
    pub ownership: u64,
}

/// A product card.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Card {
    /// The row.
    pub sku: Name,
    /// The product's name in the language spoken.
    pub name: String,
    /// The price as it is printed; empty where the row has none.
    pub price: String,
    /// How much there is, as it is printed; empty where it is not counted.
    pub stock: String,
    /// A photo's address or file name, if the row has one.
    pub photo: Option<String>,
}

/// Something the buyer can choose.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Button {
    /// The option's name in the script; a product's SKU.
    pub name: Name,
    /// What is written on it, in the language spoken.
    pub label: String,
}

/// How a talk names a message (LANGUAGE §11).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SaidAs {
    /// `ask SLOT`: a question that fills a slot.
    Ask(Name),
    /// `unclear SLOT` or `unclear STATE`: a question repeated because the answer was not understood.
    Unclear(Name),
    /// `which SLOT`: several products fit, which one is meant?
    Which(Name),
    /// `show NAME`: cards of a list.
    Show(Name),
    /// A text by its name.
    Text(Name),
    /// The n-th unnamed text of a state, counted from 1 in file order: `quote`, `quote.2`.
    Nth(Name, u16),
    /// `say VALUE`: words that came from a value.
    Value(Name),
    /// Words that are the engine's own: `let me check`.
    BuiltIn(Name),
}

/// A place in the scripts.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Origin {
    /// The flow's name.
    pub flow: String,
    /// The state's name.
    pub state: String,
    /// The line in the flow's file, from 1; 0 for the engine's own words.
    pub line: u32,
}

/// What decided that the script went where it went: a rung of the published ladder, or an event.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Because {
    /// The rung or the event.
    pub rung: Rung,
    /// The words of the buyer that decided, if words did.
    pub words: String,
    /// The line of the trigger or option in the flow's file; 0 where there is none.
    pub line: u32,
}

/// The rungs of the ladder (LANGUAGE §4) and the other things that move a dialogue.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rung {
    /// The dialogue began.
    #[default]
    Opening,
    /// A button was pressed.
    PressedOption,
    /// An option was typed.
    TypedOption,
    /// The asked slot was answered.
    Answer,
    /// A slot was corrected.
    Correction,
    /// A `when` of the wait point.
    When,
    /// A trigger of `anywhere`.
    Anywhere,
    /// A free-text slot took the words.
    FreeAnswer,
    /// `otherwise`.
    Otherwise,
    /// Nothing matched.
    Unclear,
    /// Only other slots were filled in passing.
    InPassing,
    /// Nobody said anything.
    Silence,
    /// A person gave the dialogue back.
    GivenBack,
}

/// What shows that a claim is true.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Proof {
    /// The claim as it stands in the message: `2 990 ₽`.
    pub claim: String,
    /// Where it is from: `row ROSE-25, price`, `slot total`.
    pub source: String,
}

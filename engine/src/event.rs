//! The one way in: everything that can happen to a dialogue.

use crate::{Name, Value};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use understand::Lang;

/// Something that happened, and when.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Event {
    /// The moment, as the edge saw it.
    pub at: Timestamp,
    /// What happened.
    pub what: Happened,
}

/// What can happen.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Happened {
    /// The channel told who the buyer is; comes before their first words and when it changes.
    Met {
        /// The name they go by.
        name: Option<String>,
        /// Their user name on the channel, without `@`.
        username: Option<String>,
        /// The language their client is set to.
        locale: Option<Lang>,
        /// Where they came from, such as the payload of a deep link.
        source: Option<String>,
    },
    /// The buyer wrote or said something.
    Said(String),
    /// The buyer pressed a button.
    Pressed(Press),
    /// The buyer sent a photo, with a caption perhaps.
    SentPhoto {
        /// The channel's reference to the photo.
        file: String,
        /// The words under it; empty where there are none.
        caption: String,
    },
    /// The buyer opened the chat or pressed Start, without words.
    Joined,
    /// The buyer opened the catalog.
    OpenedCatalog,
    /// The buyer called, or answered a call of the shop.
    Called,
    /// The buyer hung up.
    HungUp,
    /// The buyer pressed a key of the phone.
    Dtmf(String),
    /// A plugin or a webhook raised an event by name.
    Raised {
        /// The event's name.
        name: Name,
        /// What it carries.
        value: Option<Value>,
    },
    /// A timer came due; one that was superseded is ignored.
    Due {
        /// The timer's number.
        timer: u64,
    },
    /// The answer to a request; one that was superseded is ignored.
    Answered {
        /// The request's number.
        request: u64,
        /// What came back.
        answer: Answer,
    },
    /// A person wrote to the buyer; from now on the dialogue is theirs.
    OperatorSaid(String),
    /// A person took the dialogue without writing yet.
    Taken,
    /// The person gave the dialogue back to the script.
    GivenBack,
}

/// Which button was pressed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Press {
    /// The button of a certain message, by its place: what a keyboard sends.
    Button {
        /// [`Message::number`](crate::Message::number) of the message that carries the keyboard.
        message: u64,
        /// Counted from 0.
        index: u16,
    },
    /// A button of the newest keyboard by its option's name: talks and `torg chat`.
    Named(Name),
}

/// What came back from the world.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It went well, with this value.
    Done(Value),
    /// No answer within the time allowed.
    Late,
    /// It failed; the reason is for people who read the journal.
    Failed(String),
}

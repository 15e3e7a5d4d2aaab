//! One buyer's mailbox: the dialogue that is open in it, and what outlives dialogues.
//!
//! Everything here is named by words of the script rather than by places in a compiled graph, so a
//! state outlives the release it was written under. Fields that a later torg adds carry a default, so
//! that a state written by an older one is read.

use crate::effect::{Because, Ended};
use crate::value::Value;
use crate::{ChatKey, DialogueId, Event, Name};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use understand::Lang;

/// A buyer's mailbox.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct State {
    /// Which mailbox.
    pub chat: ChatKey,
    /// The buyer, as far as they are known.
    #[serde(default)]
    pub buyer: Buyer,
    /// The newest dialogue's number; 0 before the first.
    #[serde(default)]
    pub dialogue: u32,
    /// Whether that dialogue is open.
    #[serde(default)]
    pub phase: Phase,
    /// The release it last ran under.
    #[serde(default)]
    pub release: String,
    /// The running flow and those that run it, outermost first; empty between dialogues.
    #[serde(default)]
    pub frames: Vec<Frame>,
    /// Wait points left by `silence` and `anywhere`, newest last, for `back`.
    #[serde(default)]
    pub left: Vec<Left>,
    /// The wait point the dialogue stands at.
    pub waiting: Option<Waiting>,
    /// The request whose answer is awaited.
    pub pending: Option<Pending>,
    /// What the buyer did meanwhile, oldest first.
    #[serde(default)]
    pub held: Vec<Event>,
    /// The opening message, until the first wait point reads it.
    pub opening: Option<Event>,
    /// Who speaks.
    #[serde(default)]
    pub owner: Owner,
    /// Grows whenever the owner changes; a message written under an older number is not sent.
    #[serde(default)]
    pub ownership: u64,
    /// The escalation that handed the dialogue over: its state, and which `escalate` of it (as the
    /// place's `node`). Where it leads when it is given back is read from the graph of that moment.
    pub given_back: Option<Place>,
    /// Keyboards of recent messages, oldest first.
    #[serde(default)]
    pub keyboards: Vec<Keyboard>,
    /// Products shown last, in order.
    #[serde(default)]
    pub shown: Vec<Name>,
    /// Outcomes recorded by `once`, by the step's place.
    #[serde(default)]
    pub once: BTreeMap<String, OnceRecord>,
    /// Learning records already made in this dialogue, by their hashes, so that none is made twice.
    #[serde(default)]
    pub noted: Vec<u64>,
    /// The arm of each experiment that the buyer was given; it outlives dialogues.
    #[serde(default)]
    pub arms: BTreeMap<Name, Name>,
    /// How often each silence rule fired in a row.
    #[serde(default)]
    pub silences: BTreeMap<String, u32>,
    /// The timer that is set.
    pub timer: Option<Timer>,
    /// What decided the latest move.
    #[serde(default)]
    pub because: Because,
    /// The words of the trigger that decided it.
    #[serde(default)]
    pub matched: Vec<String>,
    /// The lead, as far as there is one.
    pub lead: Option<Value>,
    /// Slots kept beyond the dialogue (`keep 90d`): value, and until when.
    #[serde(default)]
    pub kept: BTreeMap<Name, (Value, Timestamp)>,
    /// When each variant of a text was last sent, by message number; keyed by flow, text and variant.
    #[serde(default)]
    pub said: BTreeMap<String, u64>,
    /// The last message's number.
    #[serde(default)]
    pub messages: u64,
    /// The last request's number.
    #[serde(default)]
    pub requests: u64,
    /// The last timer's number.
    #[serde(default)]
    pub timers: u64,
    /// When the bot last sent something.
    pub last_sent: Option<Timestamp>,
    /// When the buyer last did something.
    pub last_heard: Option<Timestamp>,
}

impl State {
    /// An empty mailbox.
    pub fn new(chat: ChatKey) -> State {
        State {
            chat,
            buyer: Buyer::default(),
            dialogue: 0,
            phase: Phase::Idle,
            release: String::new(),
            frames: Vec::new(),
            left: Vec::new(),
            waiting: None,
            pending: None,
            held: Vec::new(),
            opening: None,
            owner: Owner::Script,
            ownership: 0,
            given_back: None,
            keyboards: Vec::new(),
            shown: Vec::new(),
            once: BTreeMap::new(),
            noted: Vec::new(),
            arms: BTreeMap::new(),
            silences: BTreeMap::new(),
            timer: None,
            because: Because::default(),
            matched: Vec::new(),
            lead: None,
            kept: BTreeMap::new(),
            said: BTreeMap::new(),
            messages: 0,
            requests: 0,
            timers: 0,
            last_sent: None,
            last_heard: None,
        }
    }

    /// The newest dialogue's id.
    pub fn dialogue_id(&self) -> DialogueId {
        DialogueId {
            chat: self.chat.clone(),
            number: self.dialogue,
        }
    }
}

/// What is known of the buyer beyond slots.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Buyer {
    /// The name they go by.
    pub name: Option<String>,
    /// Their user name on the channel.
    pub username: Option<String>,
    /// The language their client is set to.
    pub locale: Option<Lang>,
    /// The language of their last message that was clearly in one.
    pub language: Option<Lang>,
    /// Their last words.
    pub words: String,
    /// Where they came from.
    pub source: Option<String>,
}

/// Whether a dialogue is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// None began yet.
    #[default]
    Idle,
    /// One is running.
    Open,
    /// The last one ended.
    Ended(Ended, Timestamp),
}

/// Who speaks for the shop.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// The script.
    #[default]
    Script,
    /// A person: because the script handed over, for this reason, or because they wrote.
    Person {
        /// Why the bot is silent, in a line.
        because: String,
    },
}

/// A running flow.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Frame {
    /// The flow.
    pub flow: Name,
    /// Slots that are filled.
    pub slots: BTreeMap<Name, Value>,
    /// Results that are filled.
    pub results: BTreeMap<Name, Value>,
    /// The buyer's own words for slots they filled.
    pub words: BTreeMap<Name, String>,
    /// How often each bounded state was entered by `->`.
    pub visits: BTreeMap<Name, u32>,
    /// Where it stands: for the running flow, the node of the wait point or of the awaited step; for
    /// the others, the `run` that is under way.
    pub place: Place,
}

impl Frame {
    /// A flow about to run from `place`, with nothing filled.
    pub fn at(place: Place) -> Frame {
        Frame {
            flow: place.flow.clone(),
            slots: BTreeMap::new(),
            results: BTreeMap::new(),
            words: BTreeMap::new(),
            visits: BTreeMap::new(),
            place,
        }
    }
}

/// A place in a script that survives releases.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Place {
    /// The flow.
    pub flow: Name,
    /// The state.
    pub state: Name,
    /// The node's number within the state.
    pub node: u32,
    /// For a wait point, which one of its state.
    pub wait: Option<u16>,
}

/// The wait point a dialogue stands at. Its place is that of the innermost frame.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Waiting {
    /// How often the question was repeated because nothing was understood.
    pub unclear: u32,
    /// The items offered by `ask … from`, in order.
    pub offered: Vec<Value>,
    /// A question of the engine's own that comes first: which of several products is meant, or what
    /// a corrected slot shall be.
    pub aside: Option<Aside>,
    /// The numbers of the messages that belong to it begin here.
    pub since: u64,
}

/// A question of the engine's own.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aside {
    /// Several products fit: which one goes into the slot, and where the branch leads then.
    Which {
        /// The slot.
        slot: Name,
        /// The products offered.
        among: Vec<Name>,
        /// The frame the slot lives in, counted from the outermost.
        depth: usize,
        /// The branch that asked; none: the wait point's own answer.
        then: Option<Place>,
        /// Whether the branch leaves the wait point for a while, as `anywhere` does.
        digress: bool,
    },
    /// Slots that a correction left open: each is asked, then the wait point's own question again.
    Correct {
        /// The slots, the one being asked first.
        slots: Vec<Name>,
        /// The frame they live in, counted from the outermost.
        depth: usize,
    },
}

/// A wait point that was left for a while.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Left {
    /// Places of the frames then, outermost first.
    pub places: Vec<Place>,
    /// The subflows that were open then, outermost first: those that are closed meanwhile open again
    /// as they were.
    pub closed: Vec<Frame>,
    /// The wait point itself.
    pub waiting: Waiting,
}

/// An answer that is awaited.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Pending {
    /// The request's number.
    pub request: u64,
    /// The step that asked: `leads.save`.
    pub step: Name,
    /// The function of the plugin that continues.
    pub then: Name,
    /// The arguments the step was called with.
    pub args: Vec<(Name, Value)>,
}

/// What `once` remembers.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OnceRecord {
    /// The outcome.
    pub outcome: Name,
    /// Its value.
    pub value: Option<Value>,
}

/// A keyboard that a buyer may still press.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Keyboard {
    /// The message that carries it.
    pub message: u64,
    /// Its wait point.
    pub place: Place,
    /// The slot it fills, if it fills one.
    pub slot: Option<Name>,
    /// Names and labels of its buttons, in order.
    pub buttons: Vec<(Name, String)>,
}

/// A timer that is set.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Timer {
    /// Its number.
    pub number: u64,
    /// When it comes due.
    pub at: Timestamp,
    /// The silence rule behind it; none: the dialogue ends.
    pub rule: Option<String>,
}

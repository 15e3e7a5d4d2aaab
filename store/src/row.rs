//! Rows of the lists that people look at: chats and dialogues.

use engine::state::{Owner, Phase, Place};
use engine::{ChatKey, DialogueId, State};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A chat.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ChatRow {
    /// Which.
    pub chat: ChatKey,
    /// How many turns it had.
    pub version: u64,
    /// Its newest dialogue; 0 before the first.
    pub dialogue: u32,
    /// When its latest turn happened.
    pub last: Timestamp,
    /// Timers that are set: number and moment.
    pub timers: Vec<(u64, Timestamp)>,
}

/// A dialogue.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DialogueRow {
    /// Which.
    pub id: DialogueId,
    /// When it began.
    pub began: Timestamp,
    /// When its latest turn happened.
    pub last: Timestamp,
    /// The journal's `seq` of its first turn.
    pub first_turn: u64,
    /// How many turns it had.
    pub turns: u32,
    /// The release of its latest turn.
    pub release: String,
    /// Whether it is open, or how it ended.
    pub phase: Phase,
    /// Where it stands in the scripts.
    pub place: Option<Place>,
    /// Why the bot is silent, where a person owns it.
    pub silent: Option<String>,
    /// The buyer's name, as far as it is known.
    pub name: Option<String>,
    /// The buyer's user name on the channel.
    pub username: Option<String>,
}

impl DialogueRow {
    /// The row of the dialogue that `state` stands in, as it begins with the turn `seq`.
    pub(crate) fn begun(state: &State, seq: u64, at: Timestamp) -> DialogueRow {
        DialogueRow {
            id: state.dialogue_id(),
            began: at,
            last: at,
            first_turn: seq,
            turns: 0,
            release: String::new(),
            phase: state.phase,
            place: None,
            silent: None,
            name: None,
            username: None,
        }
    }

    /// Counts a turn of the dialogue in.
    pub(crate) fn turned(&mut self, state: &State, release: &str, at: Timestamp) {
        self.last = at;
        self.turns = self.turns.saturating_add(1);
        self.release = release.to_owned();
        self.phase = state.phase;
        self.place = place(state);
        self.silent = match &state.owner {
            Owner::Script => None,
            Owner::Person { because } => Some(because.clone()),
        };
        self.name = state.buyer.name.clone();
        self.username = state.buyer.username.clone();
    }
}

/// Where the running flow of `state` stands.
pub(crate) fn place(state: &State) -> Option<Place> {
    state.frames.last().map(|frame| frame.place.clone())
}

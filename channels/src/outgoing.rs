//! What a channel carries out, besides the script's own messages.

use engine::DialogueId;

/// What went out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sent {
    /// The channel's own ids of the messages, in order; empty where there was nothing to show.
    pub messages: Vec<i32>,
}

/// A dialogue that needs a person, as told to the operators.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// The dialogue; an answer to the notice goes there.
    pub dialogue: DialogueId,
    /// The buyer's name on the channel.
    pub name: Option<String>,
    /// The buyer's user name on the channel, without `@`.
    pub username: Option<String>,
    /// Why a person is needed, in the script's words.
    pub reason: String,
    /// The team that is asked for, if any.
    pub team: Option<String>,
    /// The buyer's last words; empty where there are none.
    pub last_words: String,
    /// Where the dialogue can be read, if there is such a place.
    pub link: Option<String>,
}

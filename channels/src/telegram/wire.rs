//! Updates as they come over the wire: only what is read, and lenient. Whatever is missing or of another shape
//! is simply not there, so that a novelty in a message never costs a buyer their words. (The library's own types
//! lose the whole message.)

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// The user that stands for an administrator who hides behind the group.
const ANONYMOUS: u64 = 1_087_968_824;

#[derive(Deserialize)]
pub(super) struct Update {
    pub(super) update_id: i64,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) message: Option<Message>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) callback_query: Option<Press>,
}

#[derive(Deserialize)]
pub(super) struct Message {
    pub(super) chat: Chat,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) from: Option<User>,
    /// Unix time in seconds.
    #[serde(default, deserialize_with = "lenient")]
    pub(super) date: Option<i64>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) text: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) caption: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) photo: Option<Vec<PhotoSize>>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) document: Option<Document>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) contact: Option<Contact>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) venue: Option<Venue>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) location: Option<Location>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) sticker: Option<Sticker>,
    pub(super) voice: Option<IgnoredAny>,
    pub(super) audio: Option<IgnoredAny>,
    pub(super) video: Option<IgnoredAny>,
    pub(super) video_note: Option<IgnoredAny>,
    pub(super) animation: Option<IgnoredAny>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) reply_to_message: Option<Box<Message>>,
    /// The group became a supergroup.
    #[serde(default, deserialize_with = "lenient")]
    pub(super) migrate_to_chat_id: Option<i64>,
}

#[derive(Deserialize)]
pub(super) struct Press {
    pub(super) id: String,
    pub(super) from: User,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) message: Option<Message>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) data: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Chat {
    pub(super) id: i64,
    #[serde(default, rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
pub(super) struct User {
    pub(super) id: u64,
    #[serde(default)]
    is_bot: bool,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) first_name: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) last_name: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) username: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) language_code: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct PhotoSize {
    pub(super) file_id: String,
    #[serde(default)]
    pub(super) width: u32,
    #[serde(default)]
    pub(super) height: u32,
}

#[derive(Deserialize)]
pub(super) struct Document {
    pub(super) file_id: String,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) mime_type: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Contact {
    pub(super) phone_number: String,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) user_id: Option<u64>,
}

#[derive(Deserialize)]
pub(super) struct Venue {
    pub(super) title: String,
    pub(super) address: String,
}

#[derive(Deserialize)]
pub(super) struct Location {
    pub(super) latitude: f64,
    pub(super) longitude: f64,
}

#[derive(Deserialize)]
pub(super) struct Sticker {
    #[serde(default, deserialize_with = "lenient")]
    pub(super) emoji: Option<String>,
}

impl Message {
    /// The words of a message, or those under what it shows; empty where there are none.
    pub(super) fn words(&self) -> &str {
        self.text
            .as_deref()
            .or(self.caption.as_deref())
            .unwrap_or_default()
    }
}

impl Chat {
    /// One person and the bot.
    pub(super) fn is_private(&self) -> bool {
        self.kind == "private"
    }
}

impl User {
    /// Whether a person is behind it.
    pub(super) fn is_person(&self) -> bool {
        !self.is_bot || self.id == ANONYMOUS
    }
}

/// What is there and of the right shape.
fn lenient<'de, D: Deserializer<'de>, T: DeserializeOwned>(wire: D) -> Result<Option<T>, D::Error> {
    Ok(serde_json::from_value(Value::deserialize(wire)?).ok())
}

//! Where a buyer is reached, and how a dialogue is named.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A way to reach a buyer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// A Telegram chat.
    Telegram,
    /// A WhatsApp chat.
    WhatsApp,
    /// The widget on the shop's own page.
    Web,
    /// A phone call: speech both ways.
    Phone,
    /// `torg chat`: a terminal or a pipe.
    Terminal,
}

impl Channel {
    /// Every channel, in the order people list them.
    pub const ALL: [Channel; 5] = [
        Channel::Telegram,
        Channel::WhatsApp,
        Channel::Web,
        Channel::Phone,
        Channel::Terminal,
    ];

    /// The word that names the channel in scripts, ids and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Channel::Telegram => "telegram",
            Channel::WhatsApp => "whatsapp",
            Channel::Web => "web",
            Channel::Phone => "phone",
            Channel::Terminal => "terminal",
        }
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Channel {
    type Err = ();

    fn from_str(word: &str) -> Result<Channel, ()> {
        Channel::ALL
            .into_iter()
            .find(|channel| channel.as_str() == word)
            .ok_or(())
    }
}

/// One buyer on one channel: the mailbox all their messages come to.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct ChatKey {
    /// The channel.
    pub channel: Channel,
    /// The channel's own id of the chat, such as Telegram's `chat_id`.
    pub id: String,
}

impl ChatKey {
    /// The chat `id` on `channel`.
    pub fn new(channel: Channel, id: impl Into<String>) -> ChatKey {
        ChatKey {
            channel,
            id: id.into(),
        }
    }
}

impl fmt::Display for ChatKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.channel, self.id)
    }
}

impl FromStr for ChatKey {
    type Err = ();

    fn from_str(text: &str) -> Result<ChatKey, ()> {
        let (channel, id) = text.split_once(':').ok_or(())?;
        if id.is_empty() {
            return Err(());
        }
        Ok(ChatKey::new(channel.parse()?, id))
    }
}

/// One conversation of a buyer from its first message to its finish; a chat holds them in a row.
/// Printed as `telegram:123/2`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct DialogueId {
    /// The buyer's mailbox.
    pub chat: ChatKey,
    /// Counted from 1 within the chat.
    pub number: u32,
}

impl fmt::Display for DialogueId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.chat, self.number)
    }
}

impl FromStr for DialogueId {
    type Err = ();

    fn from_str(text: &str) -> Result<DialogueId, ()> {
        let (chat, number) = text.rsplit_once('/').ok_or(())?;
        Ok(DialogueId {
            chat: chat.parse()?,
            number: number.parse().map_err(|_| ())?,
        })
    }
}

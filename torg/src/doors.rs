//! The ways out to buyers and to the shop's people: one door a channel.

use channels::telegram::Telegram;
use channels::{Notice, SendError};
use engine::{Channel, ChatKey, Message};
use std::sync::Arc;
use std::time::Duration;
use understand::Lang;

/// What became of something that was sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Delivered {
    /// It arrived at the channel.
    Sent,
    /// It surely did not, and may be tried again after so long.
    TryAgain(Option<Duration>),
    /// It surely did not, and will not.
    Failed(String),
    /// Nobody knows.
    Unknown(String),
}

/// The channels that are open.
#[derive(Default)]
pub struct Doors {
    /// Telegram.
    pub telegram: Option<Arc<Telegram>>,
}

impl Doors {
    /// The door of a chat's channel.
    fn of(&self, chat: &ChatKey) -> Result<&Telegram, Delivered> {
        match (chat.channel, &self.telegram) {
            (Channel::Telegram, Some(telegram)) => Ok(telegram),
            (channel, _) => Err(Delivered::Failed(format!(
                "the channel {channel} is not open"
            ))),
        }
    }

    /// A message of the bot to the buyer.
    pub async fn send(&self, chat: &ChatKey, message: &Message) -> Delivered {
        match self.of(chat) {
            Ok(telegram) => delivered(telegram.send(chat, message).await),
            Err(closed) => closed,
        }
    }

    /// A person's words to the buyer.
    pub async fn relay(&self, chat: &ChatKey, text: &str) -> Delivered {
        match self.of(chat) {
            Ok(telegram) => delivered(telegram.relay(chat, text).await),
            Err(closed) => closed,
        }
    }

    /// The buyer sees that an answer is being written.
    pub async fn typing(&self, chat: &ChatKey) {
        if let Ok(telegram) = self.of(chat) {
            telegram.typing(chat).await;
        }
    }

    /// The shop's people are called.
    pub async fn escalate(&self, notice: &Notice) -> Delivered {
        match &self.telegram {
            Some(telegram) => delivered(telegram.escalate(notice).await),
            None => nobody(),
        }
    }

    /// The shop's people read what the buyer wrote to them.
    pub async fn forward(&self, chat: &ChatKey, text: &str) -> Delivered {
        match &self.telegram {
            Some(telegram) => delivered(telegram.forward(chat, text).await),
            None => nobody(),
        }
    }

    /// The shop's people read that their words did not reach the buyer, or may not have.
    pub async fn undelivered(&self, chat: &ChatKey, text: &str, lang: Option<Lang>) {
        let Some(telegram) = &self.telegram else {
            return;
        };
        let told = match lang {
            Some(Lang::RU) => "Не дошло до покупателя",
            Some(Lang::UK) => "Не дійшло до покупця",
            _ => "Did not reach the buyer",
        };
        if let Err(error) = telegram.forward(chat, &format!("⚠ {told}: {text}")).await {
            tracing::warn!(%chat, %error, "nobody could be told that a person's words were not delivered");
        }
    }
}

fn nobody() -> Delivered {
    Delivered::Failed(
        "no channel reaches the shop's people: set `operators` under [channels.telegram]"
            .to_owned(),
    )
}

fn delivered<T>(sent: Result<T, SendError>) -> Delivered {
    match sent {
        Ok(_) => Delivered::Sent,
        Err(SendError::TryAgain { after }) => Delivered::TryAgain(Some(after)),
        Err(SendError::Failed { why }) => Delivered::Failed(why),
        Err(SendError::Unknown { why }) => Delivered::Unknown(why),
    }
}

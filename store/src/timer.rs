//! Timers that are set, in the order they come due.

use crate::turn::InboxKey;
use engine::ChatKey;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A timer of a chat. It stays until a turn with its `Due` is committed, or one with `Unremind`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct DueTimer {
    /// When it comes due.
    pub at: Timestamp,
    /// Whose.
    pub chat: ChatKey,
    /// Its number within the chat.
    pub timer: u64,
}

impl DueTimer {
    /// The inbox key of its firing, so that it fires once.
    pub fn inbox(&self) -> InboxKey {
        InboxKey::timer(&self.chat, self.timer)
    }
}

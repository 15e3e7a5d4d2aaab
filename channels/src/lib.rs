//! Wire to event and effect to wire: how a buyer in a messenger becomes an [`engine::Event`], and how a
//! message of the script becomes something they can read and press.
//!
//! The tour: [`telegram::Telegram::connect`] makes the bot known, [`telegram::Telegram::listen`] brings what
//! happens as [`Incoming`]s and confirms each only after it was accepted, and [`telegram::Telegram::send`]
//! carries a message out, telling by [`SendError`] whether it surely did not arrive. When a dialogue needs a
//! person, [`telegram::Telegram::escalate`] writes a [`Notice`] into the operators' chat; what they answer
//! there comes back as one more [`Incoming`].

mod error;
mod incoming;
mod outgoing;
pub mod telegram;

#[cfg(feature = "testing")]
pub mod bot_api_server;

pub use error::{ChannelError, SendError};
pub use incoming::{Incoming, Refused};
pub use outgoing::{Notice, Sent};

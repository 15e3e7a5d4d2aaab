//! Why a channel does not work, and whether a message surely did not arrive.

use std::time::Duration;

use thiserror::Error;

/// The channel cannot work at all until someone changes something.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum ChannelError {
    /// The server does not know the token.
    #[error(
        "Telegram does not accept the bot's token: copy it from @BotFather into `token` of `[channels.telegram]`"
    )]
    Token,
    /// The address of the server is not one.
    #[error(
        "`api_url` is not an address: write it as `https://api.telegram.org`, without the token"
    )]
    Address,
    /// No HTTP client can be made on this machine.
    #[error("no HTTP client for Telegram can be made: {0}")]
    Client(String),
}

/// Why a message did not go out, or may not have.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum SendError {
    /// It surely did not arrive, and will later: the limit is reached or nothing could be reached.
    #[error("not sent yet; try again in {} s", after.as_secs_f32().ceil())]
    TryAgain {
        /// How long to wait first.
        after: Duration,
    },
    /// It surely did not arrive, and will not: the buyer blocked the bot, or the server refuses it.
    #[error("not sent: {why}")]
    Failed {
        /// Why, for people who read the log.
        why: String,
    },
    /// It left and no answer came, or only a part of it arrived.
    #[error("may not have arrived: {why}")]
    Unknown {
        /// Why, for people who read the log.
        why: String,
    },
}

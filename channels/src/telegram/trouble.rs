//! What went wrong between the bot and the server: what it means for a message, and how to tell it. The
//! library's own words are never used: they hold the address, and the address holds the token.

use std::error::Error;
use std::time::Duration;

use teloxide::{ApiError, RequestError};

use crate::SendError;

/// After a server that could not be reached at all.
const SOON: Duration = Duration::from_secs(3);

/// The longest description of the server's that is repeated, in characters.
const LONGEST_WORDS: usize = 200;

/// How long the server asks to wait, if it does.
pub(super) fn asked_to_wait(error: &RequestError) -> Option<Duration> {
    match error {
        RequestError::RetryAfter(seconds) => Some(seconds.duration()),
        _ => None,
    }
}

/// Whether the server refused with a description that contains this.
pub(super) fn says(error: &RequestError, part: &str) -> bool {
    matches!(error, RequestError::Api(error) if error.to_string().contains(part))
}

/// What an error means for the message that was being sent.
pub(super) fn verdict(error: &RequestError) -> SendError {
    let why = told(error);
    match error {
        RequestError::RetryAfter(seconds) => SendError::TryAgain {
            after: seconds.duration(),
        },
        // Nothing left this machine.
        RequestError::Network(error) if error.is_connect() => SendError::TryAgain { after: SOON },
        RequestError::Api(ApiError::Unknown(words)) if !is_refusal(words) => {
            SendError::Unknown { why }
        }
        RequestError::Api(_) | RequestError::MigrateToChatId(_) | RequestError::Io(_) => {
            SendError::Failed { why }
        }
        RequestError::Network(_) | RequestError::InvalidJson { .. } => SendError::Unknown { why },
    }
}

/// Whether an answer that the library could not read says that all went well.
pub(super) fn went_well(error: &RequestError) -> bool {
    let RequestError::InvalidJson { raw, .. } = error else {
        return false;
    };
    let answer: Option<serde_json::Value> = serde_json::from_str(raw).ok();
    answer.is_some_and(|answer| answer["ok"] == true)
}

/// The error for people who read the log: no address, no token, nothing of what was sent.
pub(super) fn told(error: &RequestError) -> String {
    match error {
        RequestError::Api(ApiError::Unknown(words)) => words.chars().take(LONGEST_WORDS).collect(),
        RequestError::Api(error) => error.to_string(),
        RequestError::MigrateToChatId(chat) => {
            format!("the group became a supergroup with the id {chat}")
        }
        RequestError::RetryAfter(seconds) => format!("the limit is reached for {seconds}"),
        RequestError::Network(error) => {
            let what = if error.is_connect() {
                "the server cannot be reached"
            } else if error.is_timeout() {
                "the server did not answer in time"
            } else {
                "the connection broke"
            };
            match root(error) {
                Some(root) => format!("{what}: {root}"),
                None => what.to_owned(),
            }
        }
        RequestError::InvalidJson { .. } => {
            "the server answered with something that is not an answer of the Bot API".to_owned()
        }
        RequestError::Io(_) => "a file could not be read".to_owned(),
    }
}

/// Whether a description that the library does not know is of a request that the server did not carry out.
fn is_refusal(words: &str) -> bool {
    [
        "Bad Request",
        "Unauthorized",
        "Forbidden",
        "Not Found",
        "Conflict",
        "Too Many Requests",
    ]
    .iter()
    .any(|refusal| words.starts_with(refusal))
}

/// The deepest cause. The address is told by the outermost error alone.
fn root(error: &dyn Error) -> Option<String> {
    let mut deepest = error.source()?;
    while let Some(deeper) = deepest.source() {
        deepest = deeper;
    }
    Some(deepest.to_string())
}

//! Why there is no answer: facts, and the one place that words them.
//!
//! No message holds a key, an address, or a word of a buyer or a model.

use std::{fmt, time::Duration};

/// Why a model did not answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// The shop names no model server.
    #[error("no model is configured; add `[model]` to shop.toml, or write the text as a template")]
    NotConfigured,

    /// A setting of a model cannot be used.
    #[error("`{setting}` of model `{model}` {why}")]
    Setting {
        /// The model's name.
        model: String,
        /// The setting, as it is written in shop.toml.
        setting: &'static str,
        /// What is wrong with it and what to write.
        why: &'static str,
    },

    /// The HTTP client could not be made.
    #[error(
        "no HTTP client for model `{model}`: no TLS provider or no root certificates; install the system's CA certificates"
    )]
    NoClient {
        /// The model's name.
        model: String,
    },

    /// Nothing, or not enough, came in time.
    #[error("model `{model}` {} in {} ms; allow more time with `within`, or name a faster model", stage(*.begun), .waited.as_millis())]
    Late {
        /// The model's name.
        model: String,
        /// How long it was waited for.
        waited: Duration,
        /// It had begun to answer.
        begun: bool,
    },

    /// No connection could be made.
    #[error(
        "no connection to model `{model}`; check that the server runs and that `base_url` is right"
    )]
    Unreachable {
        /// The model's name.
        model: String,
    },

    /// The connection ended in the middle of the answer.
    #[error(
        "the connection to model `{model}` broke before its answer was whole; look at the server's log"
    )]
    Broken {
        /// The model's name.
        model: String,
    },

    /// The server answered with a status other than success.
    #[error("model `{model}` answered HTTP {status}{}; {}", coded(.code), advice(*.status))]
    Status {
        /// The model's name.
        model: String,
        /// The HTTP status.
        status: u16,
        /// The server's own word for it, such as `insufficient_quota`.
        code: Option<String>,
    },

    /// The server began well and then reported an error inside its answer.
    #[error("model `{model}` reported an error inside its answer{}; look at the server's log", coded(.code))]
    Reported {
        /// The model's name.
        model: String,
        /// The server's own word for it.
        code: Option<String>,
    },

    /// The model or its safety filter refused to answer.
    #[error("model `{model}` refused to answer; reword the task of the step")]
    Refused {
        /// The model's name.
        model: String,
    },

    /// An answer came and cannot be used.
    #[error("model `{model}` {what}")]
    Nonsense {
        /// The model's name.
        model: String,
        /// What was wrong with the answer.
        what: Nonsense,
    },

    /// The answer is longer than is ever sent to a buyer.
    #[error(
        "the answer of model `{model}` passed {limit} bytes and was not read further; lower `at most … tokens`"
    )]
    TooLong {
        /// The model's name.
        model: String,
        /// The limit that was passed, in bytes.
        limit: usize,
    },

    /// Several servers were tried; why each failed, in the order tried.
    #[error("{}", joined(.0))]
    EachFailed(Vec<ModelError>),
}

/// What is wrong with an answer that came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nonsense {
    /// The body is neither a stream of events nor JSON, or not UTF-8.
    NotEvents,
    /// An event does not hold JSON.
    NotJson,
    /// All was well formed, yet there were no words.
    NoText,
    /// The model called a tool, and none was offered.
    ToolCall,
    /// The model thought aloud and never answered.
    OnlyThoughts,
    /// The answer stopped before its first sentence was whole.
    CutOff,
}

impl fmt::Display for Nonsense {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Nonsense::NotEvents => {
                "answered with something that is neither a stream of events nor JSON; check that `base_url` ends as the server's documentation says, often with `/v1`"
            }
            Nonsense::NotJson => "sent an event that is not JSON; check that the server speaks the OpenAI chat API",
            Nonsense::NoText => "answered without a single word; ask again, or name another model",
            Nonsense::ToolCall => "called a tool instead of answering; name a model that answers in words",
            Nonsense::OnlyThoughts => "thought aloud and did not come to an answer; raise `at most … tokens`",
            Nonsense::CutOff => "stopped before its first sentence was whole; raise `at most … tokens`",
        })
    }
}

fn stage(begun: bool) -> &'static str {
    if begun {
        "did not finish its answer"
    } else {
        "said nothing"
    }
}

fn coded(code: &Option<String>) -> String {
    code.as_ref()
        .map(|code| format!(" (`{code}`)"))
        .unwrap_or_default()
}

fn advice(status: u16) -> &'static str {
    match status {
        300..=399 => "it wants another address: check `base_url`",
        401 | 403 => "check `api_key`",
        402 => "the account has no money left: top it up",
        404 | 405 => "check `name` and `base_url`",
        413 => "the question is too long: give the step fewer facts",
        429 => "its limit is reached: wait, raise the limit, or add a `fallback`",
        500.. => "the server is in trouble: add a `fallback`, or look at its log",
        _ => "it did not accept the question: check `name` and what the model supports",
    }
}

fn joined(errors: &[ModelError]) -> String {
    errors
        .iter()
        .map(ModelError::to_string)
        .collect::<Vec<_>>()
        .join(". Then: ")
}

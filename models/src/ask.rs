//! What is asked of a model, and what it answers.

use std::time::Duration;

/// One question to a model. Only `instructions` can instruct it: the rest travels as quoted data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// What the author of the script wants written, in the author's words.
    pub instructions: String,
    /// What may be said: facts of the shop, one a line. Past 16 KiB the rest is left out.
    pub data: String,
    /// What the buyer wrote, personal slots already masked. Past 4 KiB the rest is left out.
    pub words: String,
    /// The longest answer, in the model's tokens.
    pub max_tokens: u32,
}

/// A model's answer: plain text, not empty, at most 8 KiB, whole sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The words themselves, not yet seen by the claim guard.
    pub text: String,
    /// The name of the model that answered, as the shop wrote it.
    pub model: String,
    /// Tokens of the question and the answer together, where the server counts them.
    pub tokens: Option<u32>,
    /// From the call to the whole answer, failed servers included.
    pub took: Duration,
}

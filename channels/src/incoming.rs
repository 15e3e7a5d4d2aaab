//! What a channel brings in.

use engine::{ChatKey, Happened};
use jiff::Timestamp;

/// One thing that came over the wire, read.
#[derive(Clone, PartialEq, Debug)]
pub struct Incoming {
    /// By what a repetition is known: `telegram:<bot id>:<update id>`.
    pub key: String,
    /// Whose dialogue it belongs to.
    pub chat: ChatKey,
    /// When it was written, as well as it is known; never later than now.
    pub at: Timestamp,
    /// What happened, in order: who they are where the wire tells it, then the thing itself.
    pub happened: Vec<Happened>,
}

/// The one who takes events cannot take this one now: a queue is full. It will be brought again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Refused;

//! What can go wrong, and what to do about it.

use crate::lead::{LeadId, LeadStatus};

/// Why the store did not do what it was asked.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process holds the folder.
    #[error(
        "another `torg serve` or `torg chat` uses the store in `{folder}`: stop it, or choose another folder"
    )]
    Busy {
        /// The folder.
        folder: String,
    },
    /// What is on disk is not what was written.
    #[error(
        "the store is damaged ({what}): restore the folder from a backup, or move it away to start an empty one"
    )]
    Damaged {
        /// What was found.
        what: String,
    },
    /// A newer torg wrote the store.
    #[error(
        "the store was written by a newer torg (format {found}, this one reads up to {known}): use that torg"
    )]
    Newer {
        /// The format found.
        found: u32,
        /// The newest format that this version reads.
        known: u32,
    },
    /// The system refused a file operation.
    #[error("cannot {doing}: {why}")]
    Io {
        /// What was tried.
        doing: String,
        /// The system's answer.
        why: String,
    },
    /// A write did not reach the disk. What it held may or may not be there; nothing is acknowledged
    /// any more until the process is started anew.
    #[error(
        "the store cannot write ({why}): nothing more is accepted; free the disk or repair it, then restart"
    )]
    Failed {
        /// The first failure.
        why: String,
    },
    /// The committer's queue is full: shed load and try again later.
    #[error("too many turns wait for the disk: try again later")]
    Full,
    /// The committer was stopped.
    #[error("the store is closed")]
    Closed,
    /// A record is larger than the store takes.
    #[error("{what} is {size} bytes, the store takes {limit} at most")]
    TooBig {
        /// Which record.
        what: String,
        /// Its size.
        size: usize,
        /// The most there may be.
        limit: usize,
    },
    /// An id cannot be a key.
    #[error("{what} cannot be stored: {why}")]
    BadId {
        /// Whose id.
        what: String,
        /// What is wrong with it.
        why: String,
    },
    /// A record cannot be written down; a mistake of ours.
    #[error("{what} cannot be encoded: {why}")]
    Unwritable {
        /// Which record.
        what: String,
        /// The encoder's answer.
        why: String,
    },
    /// There is no such lead.
    #[error("there is no lead {0}")]
    NoLead(LeadId),
    /// The lead may not move like that: `won` and `lost` are set by a person or an outside event.
    #[error(
        "lead {lead} cannot go from `{from}` to `{to}` by the bot: `won` and `lost` are set by a person"
    )]
    Refused {
        /// The lead.
        lead: LeadId,
        /// Its status.
        from: LeadStatus,
        /// The status asked for.
        to: LeadStatus,
    },
}

impl StoreError {
    /// Whether nothing can be written any more: stop acknowledging, and exit.
    pub fn is_fatal(&self) -> bool {
        matches!(self, StoreError::Failed { .. } | StoreError::Damaged { .. })
    }
}

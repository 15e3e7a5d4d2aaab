//! Typed product snapshots, search in three languages, and the claim guard.

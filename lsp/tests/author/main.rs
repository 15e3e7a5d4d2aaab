//! What an author does in an editor, spoken over the real protocol.

mod common;

mod findings;
mod names;
mod writing;

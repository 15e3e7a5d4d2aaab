//! What the shop sells, and the proof that what is said about it is true.
//!
//! 1. [`read`]: the bytes of a spreadsheet become a [`Snapshot`] of [`Product`]s; a [`BadRow`] is told and left out;
//! 2. [`search`]: which products a message asks for ([`Snapshot::find`]) or mentions in passing ([`Snapshot::named`]);
//! 3. [`offer`]: what else to show: tagged so, similar, cheaper, going with it;
//! 4. [`guard`]: no amount, discount or stock figure leaves unless a row or a fact says it ([`prove`]).
//!
//! A snapshot never changes: a reload makes another. Nothing here knows the time, a file or the network.

pub mod product;
pub mod snapshot;

pub mod bad_row;
pub mod read;

pub mod offer;
pub mod search;

pub mod guard;

mod currency;
mod vocabulary;

pub use bad_row::{BadRow, BadRowKind};
pub use guard::{Fact, FactValue, Proof, Unproved, prove, prove_with};
pub use product::{Cell, Product};
pub use search::Found;
pub use snapshot::Snapshot;

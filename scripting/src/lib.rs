//! The Rhai host: plugin steps with typed signatures, run under limits.
//!
//! A plugin is a file of documented functions (LANGUAGE §9). [`Plugins::compile`] reads the signatures
//! from the documentation, holds them against the functions, and tells every [`PluginMistake`].
//! [`Plugins::call`] runs a step: arguments go in through the door as Rhai values, what comes back is
//! held against the declared type and becomes an [`engine::Reply`]. What needs the world is returned as
//! a request; [`Plugins::resume`] goes on when its answer is there.
//!
//! Reading order: [`source`] and [`mistake`] are what goes in and what may be wrong with it, [`plugins`]
//! compiles and runs, [`limits`] is what a run may spend, [`moment`] what it may know, [`door`] how
//! values pass, [`example`] the documentation that a test runs.

pub mod source;

pub mod mistake;
mod wording;

mod docs;
mod kinds;
mod literal;
mod reader;

mod calls;
mod fault;
mod plugin;
pub mod plugins;
mod reply;

pub mod limits;
pub mod moment;

mod arithmetic;
mod offered;

mod bound;
pub mod door;
mod request;

pub mod example;

pub use example::Example;
pub use mistake::{Fact, PluginMistake};
pub use moment::Surroundings;
pub use plugins::Plugins;
pub use source::PluginSource;

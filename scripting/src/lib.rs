//! The Rhai host: plugin steps with typed signatures, run under limits.
//!
//! A plugin is a file of documented functions (LANGUAGE §9). [`Plugins::compile`] reads the signatures
//! from the documentation, holds them against the functions, and tells every [`PluginMistake`].
//! [`Plugins::call`] runs a step: arguments go in through the door as Rhai values, what comes back is
//! held against the declared type and becomes an [`engine::Reply`]. What needs the world is returned as
//! a request; [`Plugins::resume`] goes on when its answer is there.
//!
//! Reading order: [`source`] and [`mistake`] are what goes in and what may be wrong with it, [`plugins`]
//! compiles and runs, [`limits`] is what a run may spend, [`moment`] what it may know, [`example`] the
//! documentation that a test runs. Inside, `docs` reads the documentation of a file and `plugin` holds it
//! against the functions; `door` lets values pass, `reply` reads what came back, `offered` is what a plugin may
//! call.

pub mod source;

pub mod mistake;

pub mod plugins;

pub mod limits;
pub mod moment;

pub mod example;

mod plugin;

mod calls;
mod docs;
mod kinds;
mod literal;
mod reader;

mod arithmetic;
mod door;
mod offered;

mod bound;
mod reply;
mod request;

mod fault;
mod wording;

pub use example::Example;
pub use mistake::{Fact, PluginMistake};
pub use moment::Surroundings;
pub use plugins::Plugins;
pub use source::PluginSource;

//! The heart of torg: one pure function that takes a dialogue from one moment to the next.
//!
//! [`step()`] reads an [`Event`] in the light of the [`Graph`] (the checked scripts) and the
//! [`World`] (plugins, catalog, profile), and hands back the new [`State`] with the [`Effect`]s to
//! perform. Time, identity and chance come in as events; nothing here waits, reads a clock or
//! touches a file.
//!
//! Reading order: [`graph`] is what a script compiles to, [`state`] is one buyer's dialogue,
//! [`event`] is what can happen, [`effect`] is what can be done, [`world`] is what may be asked
//! inside a step, and [`mod@step`] ties them together.

pub mod channel;
pub mod effect;
pub mod event;
pub mod graph;
pub mod name;
pub mod signature;
pub mod state;
pub mod step;
pub mod value;
pub mod world;

pub use channel::{Channel, ChatKey, DialogueId};
pub use effect::{Because, Button, Card, Effect, Message, Proof, SaidAs};
pub use event::{Answer, Event, Happened, Press};
pub use graph::Graph;
pub use name::Name;
pub use state::State;
pub use step::{Turn, step};
pub use value::{Kind, Value};
pub use world::{Call, Reply, Request, World};

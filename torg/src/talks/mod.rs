//! `torg test`: talks are run against the shop; whatever the bot does that a talk does not state
//! fails it (LANGUAGE §11).

mod compare;
mod run;
mod scene;

pub use compare::Mismatch;
pub use run::{Failure, run_talk};

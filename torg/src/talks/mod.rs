//! `torg test`: talks are run against the shop; whatever the bot does that a talk does not state
//! fails it (LANGUAGE §11).

mod compare;
mod coverage;
mod record;
mod run;
mod scene;
mod walk;

pub use compare::Mismatch;
pub use coverage::{Coverage, Missed, Shares};
pub use record::record;
pub use run::{Failure, run_talk};
pub use walk::{Walk, walk};

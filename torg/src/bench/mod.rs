//! `torg bench`: figures that are measured here and now, beside what the machine itself can do.

mod calibrate;
mod compile;
mod sample;
mod steps;
mod turns;

use serde::Serialize;
use std::io;
use thiserror::Error;

/// One figure.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Figure {
    /// Which bench: `compile`.
    pub bench: &'static str,
    /// What was measured: `throughput`.
    pub metric: String,
    /// How much.
    pub value: f64,
    /// Of what: `MB/s`.
    pub unit: &'static str,
}

impl Figure {
    fn new(
        bench: &'static str,
        metric: impl Into<String>,
        value: f64,
        unit: &'static str,
    ) -> Figure {
        Figure {
            bench,
            metric: metric.into(),
            value: (value * 100.0).round() / 100.0,
            unit,
        }
    }
}

/// Why a bench could not be run.
#[derive(Debug, Error)]
pub enum BenchError {
    /// A file could not be written or read.
    #[error("the bench's files: {0}")]
    Io(#[from] io::Error),
    /// The sample shop does not compile.
    #[error("the sample shop has mistakes:\n{0}")]
    Sample(String),
    /// The store.
    #[error(transparent)]
    Store(#[from] store::StoreError),
    /// A turn was not taken.
    #[error(transparent)]
    Turn(#[from] crate::turn::TurnError),
}

/// The benches by name, in the order they run.
pub const BENCHES: [&str; 4] = ["machine", "compile", "steps", "turns"];

/// Runs a bench by name and tells each figure as it is known.
///
/// # Errors
/// [`BenchError`]
pub fn run(bench: &str, tell: &mut dyn FnMut(&Figure)) -> Result<(), BenchError> {
    let figures = match bench {
        "machine" => calibrate::run()?,
        "compile" => compile::run()?,
        "steps" => steps::run()?,
        _ => turns::run()?,
    };
    figures.iter().for_each(tell);
    Ok(())
}

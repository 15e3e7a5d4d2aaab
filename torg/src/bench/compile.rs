//! How fast a script of 10 000 states is compiled and checked whole.

use super::sample::script;
use super::{BenchError, Figure};
use dsl::{Context, Source};
use scripting::{PluginSource, Plugins};
use std::time::Instant;
use understand::{Currency, Lang};

const STATES: usize = 10_000;
const RUNS: u32 = 3;

pub(super) fn run() -> Result<Vec<Figure>, BenchError> {
    let text = script(STATES);
    let megabytes = text.len() as f64 / 1e6;
    let sources = [Source::new("flows/long.flow", text)];
    let (plugins, _) = Plugins::compile(&PluginSource::shipped());
    let context = Context {
        signatures: plugins.signatures(),
        languages: vec![Lang::RU, Lang::EN],
        currency: Currency::parse("RUB")
            .ok_or_else(|| BenchError::Sample("RUB is no currency".to_owned()))?,
        scripts: vec!["long".into()],
        profile_fields: Vec::new(),
    };
    let mut best = f64::MAX;
    for _ in 0..RUNS {
        let begin = Instant::now();
        let compiled = dsl::compile(&sources, &context);
        best = best.min(begin.elapsed().as_secs_f64());
        if compiled.graph.is_none() {
            let told = dsl::diagnostic::render(&compiled.diagnostics, &sources, None, false);
            return Err(BenchError::Sample(told.chars().take(2_000).collect()));
        }
    }
    Ok(vec![
        Figure::new(
            "compile",
            format!("{STATES} states, {megabytes:.1} MB"),
            best * 1e3,
            "ms",
        ),
        Figure::new("compile", "throughput", megabytes / best, "MB/s"),
    ])
}

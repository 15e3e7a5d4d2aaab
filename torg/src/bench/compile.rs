//! How fast scripts of growing size are compiled and checked whole.

use super::sample::script;
use super::{BenchError, Figure};
use dsl::{Context, Source};
use scripting::{PluginSource, Plugins};
use std::time::Instant;
use understand::{Currency, Lang};

/// Sizes in states, and how often each is measured; the best counts.
const SIZES: [(usize, u32); 3] = [(1_000, 5), (10_000, 3), (25_000, 1)];

pub(super) fn run() -> Result<Vec<Figure>, BenchError> {
    let (plugins, _) = Plugins::compile(&PluginSource::shipped());
    let mut figures = Vec::new();
    for (states, runs) in SIZES {
        let text = script(states);
        let megabytes = text.len() as f64 / 1e6;
        let seconds = fastest(&plugins, text, runs)?;
        let name = format!("{states} states, {megabytes:.1} MB");
        figures.push(Figure::new(
            "compile",
            format!("{name}: time"),
            seconds * 1e3,
            "ms",
        ));
        figures.push(Figure::new(
            "compile",
            format!("{name}: throughput"),
            megabytes / seconds,
            "MB/s",
        ));
    }
    if let Some(peak) = peak_memory() {
        figures.push(Figure::new(
            "compile",
            "peak memory of the process",
            peak,
            "MB",
        ));
    }
    Ok(figures)
}

/// The seconds that the fastest of some runs took.
fn fastest(plugins: &Plugins, text: String, runs: u32) -> Result<f64, BenchError> {
    let sources = [Source::new("flows/long.flow", text)];
    let context = Context {
        signatures: plugins.signatures(),
        languages: vec![Lang::RU, Lang::EN],
        currency: Currency::parse("RUB")
            .ok_or_else(|| BenchError::Sample("RUB is no currency".to_owned()))?,
        scripts: vec!["long".into()],
        profile_fields: Vec::new(),
    };
    let mut best = f64::MAX;
    for _ in 0..runs {
        let begin = Instant::now();
        let compiled = dsl::compile(&sources, &context);
        best = best.min(begin.elapsed().as_secs_f64());
        if compiled.graph.is_none() {
            let told = dsl::diagnostic::render(&compiled.diagnostics, &sources, None, false);
            return Err(BenchError::Sample(told.chars().take(2_000).collect()));
        }
    }
    Ok(best)
}

/// The most memory this process ever had, in MB, where the system tells (Linux: `VmHWM`).
fn peak_memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1_024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_measured_script_is_sound() {
        let (plugins, _) = Plugins::compile(&PluginSource::shipped());
        let measured = fastest(&plugins, script(40), 1);
        assert!(measured.is_ok(), "{measured:?}");
    }
}

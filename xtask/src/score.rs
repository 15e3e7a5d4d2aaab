//! The score: every kind of break on every good script.

use crate::breaks::{BREAKS, Break};
use crate::script::{Script, Shop};
use dsl::Diagnostic;
use dsl::diagnostic::Severity;
use std::path::Path;
use std::process::ExitCode;

/// How many breaks of one kind are tried on one script.
const MOST: usize = 12;

/// The share of breaks that must be found at the right line.
const GOAL: f64 = 0.99;

#[derive(Default)]
struct Tally {
    tried: usize,
    found: usize,
    elsewhere: usize,
    missed: usize,
    alarms: usize,
    first_miss: Option<String>,
}

/// Breaks the corpus and prints the score; 1 below the [`GOAL`] or when a good script is accused.
pub(crate) fn run(only: Option<&str>) -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let shops = match Shop::corpus(&root) {
        Ok(shops) => shops,
        Err(error) => {
            eprintln!("the corpus cannot be read: {error}");
            return ExitCode::from(2);
        }
    };
    let accused = accused(&shops);
    println!(
        "{:<34} {:>6} {:>6} {:>10} {:>7} {:>13}",
        "break", "tried", "found", "wrong line", "missed", "false alarms"
    );
    let mut all = Tally::default();
    for kind in BREAKS
        .iter()
        .filter(|kind| only.is_none_or(|only| kind.name.contains(only)))
    {
        let tally = score(kind, &shops);
        println!(
            "{:<34} {:>6} {:>6} {:>10} {:>7} {:>13}",
            kind.name, tally.tried, tally.found, tally.elsewhere, tally.missed, tally.alarms
        );
        if let Some(miss) = &tally.first_miss {
            println!("    {miss}");
        }
        all.tried += tally.tried;
        all.found += tally.found;
        all.elsewhere += tally.elsewhere;
        all.missed += tally.missed;
        all.alarms += tally.alarms;
    }
    println!(
        "{:<34} {:>6} {:>6} {:>10} {:>7} {:>13}",
        format!("{} kinds", BREAKS.len()),
        all.tried,
        all.found,
        all.elsewhere,
        all.missed,
        all.alarms
    );
    let share = all.found as f64 / all.tried.max(1) as f64;
    println!(
        "{accused} findings in good scripts; {:.2} % of breaks found at the right line",
        share * 100.0
    );
    if share >= GOAL && accused == 0 {
        ExitCode::SUCCESS
    } else {
        println!(
            "the goal is {:.0} % and no finding in a good script",
            GOAL * 100.0
        );
        ExitCode::from(1)
    }
}

/// Errors told of good scripts: there shall be none.
fn accused(shops: &[Shop]) -> usize {
    let mut accused = 0;
    for shop in shops {
        for (flow, source) in shop.flows.iter().enumerate() {
            let found = shop.compile(flow, &String::from_utf8_lossy(&source.text));
            let errors = found
                .iter()
                .filter(|found| found.file == flow && found.severity() == Severity::Error);
            for error in errors {
                println!(
                    "accused  {}/{}: {}",
                    shop.folder.display(),
                    source.path,
                    error.code().as_str()
                );
                accused += 1;
            }
        }
    }
    accused
}

fn score(kind: &Break, shops: &[Shop]) -> Tally {
    let mut tally = Tally::default();
    for shop in shops {
        for (flow, source) in shop.flows.iter().enumerate() {
            let good = Script::new(&String::from_utf8_lossy(&source.text));
            let before = shop.compile(flow, &good.text());
            for (line, broken) in (kind.apply)(&good).into_iter().take(MOST) {
                let text = broken.text();
                let found = shop.compile(flow, &text);
                let place = format!("{}/{}:{}", shop.folder.display(), source.path, line + 1);
                tally.judge(kind, flow, &text, line, &before, &found, place);
            }
        }
    }
    tally
}

impl Tally {
    #[expect(
        clippy::too_many_arguments,
        reason = "a break, its place, and what was told before and after"
    )]
    fn judge(
        &mut self,
        kind: &Break,
        flow: usize,
        text: &str,
        line: usize,
        before: &[Diagnostic],
        found: &[Diagnostic],
        place: String,
    ) {
        self.tried += 1;
        let starts: Vec<usize> = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        let line_of =
            |found: &Diagnostic| starts.partition_point(|start| *start <= found.span.start) - 1;
        let fits = |found: &&Diagnostic| kind.codes.contains(&found.code().as_str());
        let known = |found: &Diagnostic| before.iter().any(|old| old.fact == found.fact);
        if found
            .iter()
            .filter(fits)
            .any(|found| found.file == flow && line_of(found) == line)
        {
            self.found += 1;
        } else if found.iter().filter(fits).any(|found| !known(found)) {
            self.elsewhere += 1;
            let at = found
                .iter()
                .find(fits)
                .map_or(0, |found| line_of(found) + 1);
            self.first_miss
                .get_or_insert(format!("wrong line: {place}, told at {at}"));
        } else {
            self.missed += 1;
            let told: Vec<&str> = found.iter().map(|found| found.code().as_str()).collect();
            self.first_miss
                .get_or_insert(format!("missed: {place}, told {told:?}"));
        }
        let errors = found
            .iter()
            .filter(|found| found.severity() == Severity::Error && !known(found));
        self.alarms += errors
            .filter(|found| !kind.codes.contains(&found.code().as_str()))
            .count();
    }
}

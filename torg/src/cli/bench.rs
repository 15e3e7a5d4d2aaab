//! `torg bench`

use super::{Exit, show};
use crate::bench::{BENCHES, Figure, run};
use anstream::println;
use clap::Args;

/// Measures torg on this machine.
#[derive(Args)]
pub(super) struct Bench {
    /// Which benches; without a name, all
    #[arg(value_parser = BENCHES)]
    names: Vec<String>,
    /// Print a line of JSON a figure; a pipe gets that anyway
    #[arg(long)]
    json: bool,
}

impl Bench {
    pub(super) fn run(self) -> Exit {
        let json = self.json || !show::is_terminal();
        for bench in BENCHES {
            if !self.names.is_empty() && !self.names.iter().any(|name| name == bench) {
                continue;
            }
            if !json {
                show::note(&format!("{bench} …"));
            }
            if let Err(error) = run(bench, &mut |figure| tell(figure, json)) {
                return Exit::failed(error);
            }
        }
        Exit::Fine
    }
}

fn tell(figure: &Figure, json: bool) {
    match serde_json::to_string(figure) {
        Ok(line) if json => println!("{line}"),
        _ => println!(
            "  {:<44} {:>14.2} {}",
            figure.metric, figure.value, figure.unit
        ),
    }
}

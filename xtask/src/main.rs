//! `cargo xtask mutate`: good scripts are broken in every way a person would, and the checker is
//! scored by how many breaks it finds at the right line, and by how many good scripts it accuses.

#![expect(
    clippy::print_stdout,
    reason = "a task of the house prints what it found"
)]

mod breaks;
mod score;
mod script;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    match args.next().as_deref() {
        Some("mutate") => score::run(args.next().as_deref()),
        _ => {
            eprintln!("usage: cargo xtask mutate [KIND]");
            ExitCode::from(2)
        }
    }
}

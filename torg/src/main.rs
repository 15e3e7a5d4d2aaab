//! The `torg` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    torg::cli::run()
}

//! Writing to people: colours on a terminal only, problems on stderr.

use anstream::eprintln;
use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;

/// What a problem begins with.
const RED: Style = AnsiColor::Red.on_default().bold();

/// What a bot says.
pub(super) const BOT: Style = AnsiColor::Cyan.on_default().bold();

/// What happens besides words.
pub(super) const QUIET: Style = Style::new().dimmed();

/// A problem that kept a command from running.
pub(super) fn problem(why: &str) {
    eprintln!("{RED}torg:{RED:#} {why}");
}

/// A line for the person at the keyboard, beside the command's output.
pub(super) fn note(line: &str) {
    eprintln!("{line}");
}

/// Whether diagnostics may be coloured.
pub(super) fn is_colored() -> bool {
    std::io::stderr().is_terminal()
        && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Whether the output goes to a terminal.
pub(super) fn is_terminal() -> bool {
    std::io::stdout().is_terminal()
}

/// Progress of long work: on a terminal only.
pub(super) fn progress(steps: u64, of: &str) -> ProgressBar {
    let bar = ProgressBar::new(steps).with_message(of.to_owned());
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}, {eta} left") {
        bar.set_style(style);
    }
    bar
}

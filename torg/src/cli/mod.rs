//! The commands. Exit codes: 0 fine, 1 the user's mistake, 2 could not run (DESIGN §7).

mod bench;
mod chat;
mod check;
mod dialogues;
mod fmt;
mod graph;
mod leads;
mod lsp;
mod open;
mod serve;
mod show;
mod test;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;
use understand::Lang;

/// Runs sales conversations: scripts that a sales lead writes, prices that the catalog keeps true.
#[derive(Parser)]
#[command(name = "torg", version, about, max_term_width = 100)]
struct Torg {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Find every mistake of a shop's files in one run
    Check(check::Check),
    /// Explain a diagnostic: what is wrong, and the same put right
    Explain(check::Explain),
    /// Write flows in one hand, or their keywords in another language
    Fmt(fmt::Fmt),
    /// Talk to a shop in the terminal, as a buyer
    Chat(chat::Chat),
    /// Run the shop: Telegram, timers, hot reload
    Serve(serve::Serve),
    /// Play the talks of a shop: whatever the bot does that they do not state fails them
    Test(test::Test),
    /// Draw a script: SVG for people, Mermaid for pages, JSON for tools
    Graph(graph::Draw),
    /// List leads
    Leads(leads::Leads),
    /// List dialogues
    Dialogues(dialogues::Dialogues),
    /// Tell which file, line and trigger made each message of a dialogue
    Why(dialogues::Why),
    /// Serve an editor: the language server of .flow and .talk files
    Lsp(lsp::Lsp),
    /// Measure torg on this machine
    Bench(bench::Bench),
}

/// How a command ended.
pub(crate) enum Exit {
    /// All went well.
    Fine,
    /// The user's files or words are at fault; it was told.
    Mistake,
    /// The command could not run; this is why.
    Failed(String),
}

impl Exit {
    /// Could not run, because of this error.
    pub(crate) fn failed(error: impl std::fmt::Display) -> Exit {
        Exit::Failed(error.to_string())
    }
}

/// Runs the command line.
pub fn run() -> ExitCode {
    let torg = Torg::parse();
    // Fails only where a provider is installed already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let exit = match torg.command {
        Command::Check(command) => command.run(),
        Command::Explain(command) => command.run(),
        Command::Fmt(command) => command.run(),
        Command::Chat(command) => command.run(),
        Command::Serve(command) => command.run(),
        Command::Test(command) => command.run(),
        Command::Graph(command) => command.run(),
        Command::Leads(command) => command.run(),
        Command::Dialogues(command) => command.run(),
        Command::Why(command) => command.run(),
        Command::Lsp(command) => command.run(),
        Command::Bench(command) => command.run(),
    };
    match exit {
        Exit::Fine => ExitCode::SUCCESS,
        Exit::Mistake => ExitCode::from(1),
        Exit::Failed(why) => {
            show::problem(&why);
            ExitCode::from(2)
        }
    }
}

/// The shop folder, default the current one.
#[derive(clap::Args)]
pub(crate) struct Folder {
    /// The shop's folder
    #[arg(default_value = ".")]
    pub(crate) dir: PathBuf,
}

fn lang(code: &str) -> Result<Lang, String> {
    Lang::parse(code).ok_or_else(|| "two letters, such as `ru`, `uk` or `en`".to_owned())
}

//! `torg dialogues` and `torg why`: what was said, and what made each message.

use super::{Exit, Folder, open, show};
use anstream::println;
use clap::Args;
use engine::effect::Rung;
use engine::state::Phase;
use engine::{Effect, Event, Happened, Message, Press, SaidAs};
use std::path::PathBuf;
use store::{DialogueRow, JournalEntry};

/// Lists dialogues.
#[derive(Args)]
pub(super) struct Dialogues {
    #[command(flatten)]
    folder: Folder,
    /// Print a line of JSON a dialogue
    #[arg(long)]
    json: bool,
}

impl Dialogues {
    pub(super) fn run(self) -> Exit {
        let window = match open::window(&self.folder.dir) {
            Ok(window) => window,
            Err(exit) => return exit,
        };
        match window.dialogues() {
            Ok(rows) if self.json => {
                for row in &rows {
                    println!("{}", json(row));
                }
                Exit::Fine
            }
            Ok(rows) => {
                if rows.is_empty() {
                    println!("no dialogues yet");
                }
                rows.iter().for_each(tell);
                Exit::Fine
            }
            Err(error) => Exit::failed(error),
        }
    }
}

/// How a dialogue stands, in a word or two.
fn standing(row: &DialogueRow) -> String {
    match (row.phase, &row.silent) {
        (Phase::Open, Some(_)) => "with a person".to_owned(),
        (Phase::Ended(outcome, _), _) => outcome.as_str().to_owned(),
        _ => "open".to_owned(),
    }
}

fn tell(row: &DialogueRow) {
    let quiet = show::QUIET;
    let place = row
        .place
        .as_ref()
        .map(|place| format!("{} · {}", place.flow, place.state))
        .unwrap_or_default();
    let who = row
        .name
        .as_deref()
        .or(row.username.as_deref())
        .unwrap_or_default();
    println!(
        "{:<28} {:<14} {:>3} turns  {who} {place}",
        row.id.to_string(),
        standing(row),
        row.turns
    );
    if let Some(why) = &row.silent {
        println!("    {quiet}the bot is silent: {why}{quiet:#}");
    }
}

fn json(row: &DialogueRow) -> serde_json::Value {
    serde_json::json!({
        "dialogue": row.id.to_string(),
        "standing": standing(row),
        "silent": row.silent,
        "began": row.began.to_string(),
        "last": row.last.to_string(),
        "turns": row.turns,
        "release": row.release,
        "flow": row.place.as_ref().map(|place| place.flow.to_string()),
        "state": row.place.as_ref().map(|place| place.state.to_string()),
        "name": row.name,
    })
}

/// Tells what made each message of a dialogue.
#[derive(Args)]
pub(super) struct Why {
    /// The dialogue, such as terminal:you/1; without the number, the chat's newest
    id: String,
    /// The shop's folder
    #[arg(default_value = ".")]
    dir: PathBuf,
}

impl Why {
    pub(super) fn run(self) -> Exit {
        let window = match open::window(&self.dir) {
            Ok(window) => window,
            Err(exit) => return exit,
        };
        let row = match window.dialogue(&self.id) {
            Ok(Some(row)) => row,
            Ok(None) => {
                return Exit::Failed(format!(
                    "there is no dialogue `{}`; `torg dialogues` lists them",
                    self.id
                ));
            }
            Err(error) => return Exit::failed(error),
        };
        match window.turns(&row.id) {
            Ok(turns) => {
                tell_turns(&row, &turns);
                Exit::Fine
            }
            Err(error) => Exit::failed(error),
        }
    }
}

fn tell_turns(row: &DialogueRow, turns: &[JournalEntry]) {
    let quiet = show::QUIET;
    println!("{} · {} · release {}", row.id, standing(row), row.release);
    for turn in turns {
        println!("{quiet}{}{quiet:#}  {}", turn.at, happened(&turn.event));
        tell_effects(turn);
    }
}

fn happened(event: &Event) -> String {
    match &event.what {
        Happened::Met { .. } => "(the channel told who the buyer is)".to_owned(),
        Happened::Said(text) => format!("> {text}"),
        Happened::Pressed(Press::Named(name)) => format!("> [{name}]"),
        Happened::Pressed(Press::Button { message, index }) => {
            format!("> [button {} of message {message}]", index + 1)
        }
        Happened::SentPhoto { caption, .. } => format!("> (photo) {caption}"),
        Happened::Joined => "> (opened the chat)".to_owned(),
        Happened::OpenedCatalog => "> (opened the catalog)".to_owned(),
        Happened::Called => "> (called)".to_owned(),
        Happened::HungUp => "> (hung up)".to_owned(),
        Happened::Dtmf(key) => format!("> (key {key})"),
        Happened::Raised { name, .. } => format!("event {name}"),
        Happened::Due { .. } => "(silence)".to_owned(),
        Happened::Answered { answer, .. } => match answer {
            engine::Answer::Done(_) => "(the world answered)".to_owned(),
            engine::Answer::Late => "(no answer in time)".to_owned(),
            engine::Answer::Failed(why) => format!("(no answer: {why})"),
        },
        Happened::OperatorSaid(_) => "(a person wrote)".to_owned(),
        Happened::Taken => "(a person took over)".to_owned(),
        Happened::GivenBack => "(given back to the script)".to_owned(),
    }
}

fn tell_effects(entry: &JournalEntry) {
    let quiet = show::QUIET;
    for effect in &entry.effects {
        match effect {
            Effect::Send(message) => {
                println!("  < {}", message.text.replace('\n', "\n    "));
                println!("    {quiet}{}{quiet:#}", why(message));
                for proof in &message.proofs {
                    println!(
                        "    {quiet}{} is true by {}{quiet:#}",
                        proof.claim, proof.source
                    );
                }
            }
            Effect::Request {
                step, within_ms, ..
            } => println!("  ! {step} {quiet}within {within_ms} ms{quiet:#}"),
            Effect::Escalate { reason, .. } => println!("  ! escalate {reason:?}"),
            Effect::Relay { text } => println!("  < (a person) {text}"),
            Effect::Forward { text } => println!("  ! to the operator {text:?}"),
            Effect::Learn { kind, value } => println!(
                "  ! learn {kind} {:?}",
                value.as_words().unwrap_or_default()
            ),
            Effect::Finish { outcome, because } => {
                println!(
                    "  ! finish {} {}",
                    outcome.as_str(),
                    because.as_deref().unwrap_or_default()
                );
            }
            Effect::Assigned { split, arm } => println!("  ! split {split}: {arm}"),
            Effect::HangUp | Effect::Remind { .. } | Effect::Unremind { .. } => {}
        }
    }
}

/// Which file and line made a message, and what decided it.
fn why(message: &Message) -> String {
    let origin = &message.origin;
    let place = match (&message.said_as, origin.line) {
        (SaidAs::BuiltIn(_), _) | (_, 0) => "torg's own words".to_owned(),
        (_, line) => format!("flows/{}.flow:{line}", origin.flow),
    };
    let because = &message.because;
    let words = if because.words.is_empty() {
        String::new()
    } else {
        format!(" «{}»", because.words)
    };
    let line = if because.line == 0 {
        String::new()
    } else {
        format!(", line {}", because.line)
    };
    format!(
        "{place} · state {} · {}{words}{line}",
        origin.state,
        rung(because.rung)
    )
}

fn rung(rung: Rung) -> &'static str {
    match rung {
        Rung::Opening => "the dialogue began",
        Rung::PressedOption => "pressed",
        Rung::TypedOption => "typed an option",
        Rung::Answer => "answered the question",
        Rung::Correction => "corrected",
        Rung::When => "matched `when`",
        Rung::Anywhere => "matched `anywhere`",
        Rung::FreeAnswer => "answered in free words",
        Rung::Otherwise => "`otherwise`",
        Rung::Unclear => "not understood",
        Rung::InPassing => "told something else",
        Rung::Silence => "silence",
        Rung::GivenBack => "given back",
    }
}

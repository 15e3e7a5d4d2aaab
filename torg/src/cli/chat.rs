//! `torg chat`: one buyer at the keyboard, or one message a line from a pipe (DESIGN §7).

use super::{Exit, Folder, lang, open, show};
use crate::rehearsal::{Rehearsal, RehearsalError, Saw};
use anstream::println;
use clap::Args;
use engine::signature::Signatures;
use engine::{Channel, ChatKey, Effect, Happened, Message, Name, Press, State};
use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};
use rustyline::error::ReadlineError;
use std::io::{BufRead, IsTerminal, Read, Write, stdin, stdout};
use std::sync::Arc;
use understand::Lang;

/// The longest line of a pipe that is read; the rest of it is dropped.
const LONGEST_LINE: u64 = 1 << 20;

/// Talks to a shop in the terminal.
#[derive(Args)]
pub(super) struct Chat {
    #[command(flatten)]
    folder: Folder,
    /// Who you are: a dialogue goes on where the same ID left it
    #[arg(long = "as", value_name = "ID", default_value = "you")]
    buyer: String,
    /// The name you go by
    #[arg(long)]
    name: Option<String>,
    /// The language your client is set to
    #[arg(long = "in", value_name = "LANG", value_parser = lang)]
    language: Option<Lang>,
    /// Where the clock stands, in the shop's time zone: 2026-03-02T11:00
    #[arg(long, value_name = "TIME")]
    at: Option<DateTime>,
}

impl Chat {
    pub(super) fn run(self) -> Exit {
        let release = match open::release(&self.folder.dir) {
            Ok(release) => Arc::new(release),
            Err(exit) => return exit,
        };
        let store = match open::store(&self.folder.dir, &release) {
            Ok(store) => store,
            Err(exit) => return exit,
        };
        let zone = release.config.shop.time_zone.clone();
        let clock = match self.at.map(|at| at.to_zoned(zone)).transpose() {
            Ok(at) => at.map_or_else(Timestamp::now, |at| at.timestamp()),
            Err(error) => return Exit::Failed(format!("`--at`: {error}")),
        };
        let chat = ChatKey::new(Channel::Terminal, self.buyer);
        let met = Happened::Met {
            name: self.name,
            username: None,
            locale: self.language,
            source: None,
        };
        let talked = Rehearsal::new(release, store, chat, clock).and_then(|rehearsal| {
            let mut seat = Seat {
                rehearsal,
                last: Vec::new(),
            };
            seat.recover()?;
            if let Happened::Met { name, locale, .. } = &met
                && (name.is_some() || locale.is_some())
            {
                seat.happen(met.clone())?;
            }
            if stdin().is_terminal() {
                seat.at_keyboard()
            } else {
                seat.by_lines()
            }
        });
        match talked {
            Ok(()) => Exit::Fine,
            Err(error) => Exit::failed(error),
        }
    }
}

/// Where the buyer sits.
struct Seat {
    rehearsal: Rehearsal,
    /// The messages of the last turn, for `:why`.
    last: Vec<Message>,
}

/// Whether the conversation goes on.
#[derive(PartialEq, Eq)]
enum Goes {
    On,
    Out,
}

impl Seat {
    fn at_keyboard(&mut self) -> Result<(), RehearsalError> {
        show::note("Write as a buyer would. :help lists commands, :quit leaves.");
        let Ok(mut editor) = rustyline::DefaultEditor::new() else {
            return self.by_lines();
        };
        loop {
            match editor.readline("you> ") {
                Ok(line) => {
                    let _ = editor.add_history_entry(&line);
                    if self.line(&line)? == Goes::Out {
                        return Ok(());
                    }
                }
                Err(ReadlineError::Interrupted | ReadlineError::Eof) => return Ok(()),
                Err(error) => {
                    show::note(&format!("the terminal cannot be read: {error}"));
                    return Ok(());
                }
            }
        }
    }

    fn by_lines(&mut self) -> Result<(), RehearsalError> {
        let mut input = stdin().lock();
        loop {
            let mut bytes = Vec::new();
            match (&mut input)
                .take(LONGEST_LINE)
                .read_until(b'\n', &mut bytes)
            {
                Ok(0) => return Ok(()),
                Ok(_) => {}
                Err(error) => {
                    show::note(&format!("the input cannot be read: {error}"));
                    return Ok(());
                }
            }
            if !bytes.ends_with(b"\n") && bytes.len() as u64 == LONGEST_LINE {
                show::note("a line longer than 1 MB was cut");
                skip_line(&mut input);
            }
            let line = String::from_utf8_lossy(&bytes);
            if self.line(line.trim_end_matches(['\n', '\r']))? == Goes::Out {
                return Ok(());
            }
        }
    }

    /// One line: a message, or a command that starts with `:`.
    fn line(&mut self, line: &str) -> Result<Goes, RehearsalError> {
        let trimmed = line.trim();
        let Some(command) = trimmed.strip_prefix(':') else {
            if !trimmed.is_empty() {
                self.happen(Happened::Said(trimmed.to_owned()))?;
            }
            return Ok(Goes::On);
        };
        let (word, rest) = command
            .split_once(char::is_whitespace)
            .unwrap_or((command, ""));
        let rest = rest.trim();
        match (word, rest) {
            ("quit" | "q", _) => return Ok(Goes::Out),
            ("press", name) if !name.is_empty() => {
                self.happen(Happened::Pressed(Press::Named(Name::from(name))))?
            }
            ("after", time) => match seconds(time) {
                Some(seconds) => self.after(SignedDuration::from_secs(seconds))?,
                None => show::note("write a time, such as `:after 16m`: s, m, h or d"),
            },
            ("operator", text) if !text.is_empty() => {
                self.happen(Happened::OperatorSaid(text.to_owned()))?
            }
            ("give", "back") => self.happen(Happened::GivenBack)?,
            ("photo", file) if !file.is_empty() => {
                self.happen(Happened::SentPhoto {
                    file: file.to_owned(),
                    caption: String::new(),
                })?;
            }
            ("join", _) => self.happen(Happened::Joined)?,
            ("state", _) => self.tell_state()?,
            ("why", _) => self.tell_why(),
            _ => show::note(HELP),
        }
        Ok(Goes::On)
    }

    fn happen(&mut self, what: Happened) -> Result<(), RehearsalError> {
        self.show(|rehearsal, saw| rehearsal.happen(what, saw))
    }

    fn after(&mut self, by: SignedDuration) -> Result<(), RehearsalError> {
        self.show(|rehearsal, saw| rehearsal.after(by, saw))
    }

    fn recover(&mut self) -> Result<(), RehearsalError> {
        self.show(|rehearsal, saw| rehearsal.recover(saw))
    }

    /// Shows what happens as it happens.
    fn show(
        &mut self,
        act: impl FnOnce(&mut Rehearsal, Saw<'_>) -> Result<(), RehearsalError>,
    ) -> Result<(), RehearsalError> {
        let mut messages = Vec::new();
        let release = Arc::clone(self.rehearsal.release());
        let signatures = release.plugins.signatures();
        act(&mut self.rehearsal, &mut |_, effect| {
            tell(effect, signatures, &mut messages)
        })?;
        self.last = messages;
        Ok(())
    }

    fn tell_state(&self) -> Result<(), RehearsalError> {
        let state: State = self.rehearsal.state()?;
        println!("#    {} {:?}", state.dialogue_id(), state.phase);
        for frame in &state.frames {
            println!("#    {} · {}", frame.flow, frame.place.state);
            for (slot, value) in &frame.slots {
                println!("#      {slot} = {value:?}");
            }
        }
        Ok(())
    }

    fn tell_why(&self) {
        for message in &self.last {
            let origin = &message.origin;
            let because = &message.because;
            println!(
                "#    {}: flows/{}.flow:{} · {:?} {}",
                origin.state, origin.flow, origin.line, because.rung, because.words
            );
            for proof in &message.proofs {
                println!("#      {} ← {}", proof.claim, proof.source);
            }
        }
    }
}

const HELP: &str = ":press NAME · :after 16m · :operator TEXT · :give back · :photo FILE · :join · :state · :why · :quit";

/// An effect as a buyer's terminal shows it.
fn tell(effect: &Effect, signatures: &Signatures, messages: &mut Vec<Message>) {
    let (bot, quiet) = (show::BOT, show::QUIET);
    match effect {
        Effect::Send(message) => {
            let mut lines = message.text.lines();
            println!("{bot}bot>{bot:#} {}", lines.next().unwrap_or_default());
            for line in lines {
                println!("     {line}");
            }
            for card in &message.cards {
                let price = if card.price.is_empty() {
                    String::new()
                } else {
                    format!(" — {}", card.price)
                };
                println!("     * {}{price}", card.name);
            }
            for option in &message.options {
                println!("     [{}] {}", option.name, option.label);
            }
            messages.push(message.clone());
        }
        Effect::Request { step, .. } => {
            let effect = step
                .split_once('.')
                .and_then(|(plugin, step)| signatures.get(plugin, step));
            if effect.is_some_and(|signature| signature.effect) {
                println!("{quiet}!    {step}{quiet:#}");
            }
        }
        Effect::Escalate { team, reason } => {
            let team = team
                .as_ref()
                .map(|team| format!("to {team} "))
                .unwrap_or_default();
            println!("{quiet}!    escalate {team}because {reason:?}{quiet:#}");
        }
        Effect::Relay { text } => println!("{quiet}!    operator says {text:?}{quiet:#}"),
        Effect::Forward { text } => println!("{quiet}!    to the operator {text:?}{quiet:#}"),
        Effect::Learn { kind, value } => println!(
            "{quiet}!    learn {kind} {:?}{quiet:#}",
            value.as_words().unwrap_or_default()
        ),
        Effect::Finish { outcome, because } => {
            let because = because
                .as_ref()
                .map(|because| format!(" because {because:?}"))
                .unwrap_or_default();
            println!("{quiet}!    finish {}{because}{quiet:#}", outcome.as_str());
        }
        Effect::HangUp => println!("{quiet}!    hang up{quiet:#}"),
        Effect::Assigned { split, arm } => println!("{quiet}!    split {split} {arm}{quiet:#}"),
        Effect::Remind { .. } | Effect::Unremind { .. } => {}
    }
    let _ = stdout().flush();
}

/// `16m` in seconds.
fn seconds(time: &str) -> Option<i64> {
    let digits = time.find(|letter: char| !letter.is_ascii_digit())?;
    let number: i64 = time[..digits].parse().ok()?;
    let unit = match time[digits..].trim() {
        "s" | "с" => 1,
        "m" | "м" | "мин" => 60,
        "h" | "ч" => 3_600,
        "d" | "д" => 86_400,
        "w" | "нед" => 604_800,
        _ => return None,
    };
    number.checked_mul(unit)
}

/// Drops the rest of a line.
fn skip_line(input: &mut impl BufRead) {
    loop {
        let Ok(bytes) = input.fill_buf() else { return };
        if bytes.is_empty() {
            return;
        }
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let used = end.map_or(bytes.len(), |at| at + 1);
        input.consume(used);
        if end.is_some() {
            return;
        }
    }
}

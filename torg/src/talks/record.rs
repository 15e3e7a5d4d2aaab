//! `torg test --record`: a talk from a real dialogue, its personal data replaced by samples.

use super::compare::{must_be_stated, name, told};
use crate::release::Release;
use engine::effect::Rung;
use engine::graph::Op;
use engine::state::Place;
use engine::{Answer, Effect, Happened, Kind, Name, Press};
use std::collections::BTreeMap;
use std::fmt::Write;
use store::JournalEntry;
use understand::{Heard, Lang};

/// Writes a talk from the journal of one dialogue. Phones, e-mails and the answers to personal
/// questions are replaced by samples of their kind.
pub fn record(release: &Release, entries: &[JournalEntry]) -> String {
    let Some(first) = entries.first() else {
        return String::new();
    };
    let zone = release.config.shop.time_zone.clone();
    let begins = first
        .at
        .to_zoned(zone)
        .strftime("%Y-%m-%d %H:%M")
        .to_string();
    let lang = spoken(entries).unwrap_or(Lang::EN);
    let mut text = format!("talk \"recorded {begins}\"\n  in {lang} at {begins}\n");
    let mut tape = Tape {
        release,
        lang,
        place: None,
        keyboards: BTreeMap::new(),
        last: first.at,
    };
    for (at, entry) in entries.iter().enumerate() {
        tape.givens(entries, at, &mut text);
        tape.event(entry, &mut text);
        tape.effects(entry, &mut text);
    }
    text
}

/// The language of the first message.
fn spoken(entries: &[JournalEntry]) -> Option<Lang> {
    let effects = entries.iter().flat_map(|entry| &entry.effects);
    effects.into_iter().find_map(|effect| match effect {
        Effect::Send(message) => Some(message.lang),
        _ => None,
    })
}

struct Tape<'r> {
    release: &'r Release,
    lang: Lang,
    /// Where the dialogue stands.
    place: Option<Place>,
    /// Buttons by the message that carries them.
    keyboards: BTreeMap<u64, Vec<Name>>,
    last: jiff::Timestamp,
}

impl Tape<'_> {
    /// What a model answered stands before the message it answered.
    fn givens(&self, entries: &[JournalEntry], at: usize, text: &mut String) {
        if matches!(entries[at].event.what, Happened::Answered { .. }) {
            return;
        }
        let follows = entries[at + 1..].iter().map(|entry| &entry.event.what);
        let answers = follows.take_while(|what| matches!(what, Happened::Answered { .. }));
        for (what, entry) in answers.zip(&entries[at..]) {
            let Happened::Answered { request, answer } = what else {
                continue;
            };
            let asked = entry.effects.iter().find_map(|effect| match effect {
                Effect::Request {
                    number,
                    step,
                    request: engine::Request::Model { .. },
                    ..
                } if number == request => Some(step),
                _ => None,
            });
            let Some(step) = asked else { continue };
            let _ = match answer {
                Answer::Done(value) => {
                    let words = value.as_words().unwrap_or_default();
                    writeln!(
                        text,
                        "  given {step} answers replied {:?}",
                        self.masked(words)
                    )
                }
                Answer::Late | Answer::Failed(_) => writeln!(text, "  given {step} answers fails"),
            };
        }
    }

    fn event(&mut self, entry: &JournalEntry, text: &mut String) {
        let event = &entry.event;
        let line = match &event.what {
            Happened::Said(words) if entry.because.rung == Rung::FreeAnswer => {
                Some(format!("> {}", self.answer(words)))
            }
            Happened::Said(words) => Some(format!("> {}", self.masked(words))),
            Happened::Pressed(Press::Named(name)) => Some(format!("presses {name}")),
            Happened::Pressed(Press::Button { message, index }) => {
                let buttons = self.keyboards.get(message);
                buttons
                    .and_then(|names| names.get(usize::from(*index)))
                    .map(|name| format!("presses {name}"))
            }
            Happened::Due { .. } => {
                let minutes = (event.at.duration_since(self.last).as_secs() + 59) / 60;
                Some(format!("after {minutes}m"))
            }
            Happened::OperatorSaid(words) => {
                Some(format!("operator says {:?}", self.masked(words)))
            }
            Happened::GivenBack => Some("operator gives back".to_owned()),
            Happened::Taken
            | Happened::SentPhoto { .. }
            | Happened::Dtmf(_)
            | Happened::Raised { .. } => {
                Some("# something a talk cannot say yet happened here".to_owned())
            }
            _ => None,
        };
        if !matches!(event.what, Happened::Met { .. } | Happened::Answered { .. }) {
            self.last = event.at;
        }
        if let Some(line) = line {
            let _ = writeln!(text, "  {line}");
        }
    }

    fn effects(&mut self, entry: &JournalEntry, text: &mut String) {
        let signatures = self.release.plugins.signatures();
        for effect in &entry.effects {
            if let Effect::Send(message) = effect {
                let cards = message.cards.iter().map(|card| card.sku.clone());
                let names = cards.chain(message.options.iter().map(|option| option.name.clone()));
                self.keyboards.insert(message.number, names.collect());
                let _ = writeln!(text, "  < {}", name(message));
            } else if must_be_stated(effect, signatures) {
                let _ = writeln!(text, "  {}", self.masked(&told(effect)));
            }
        }
        if entry.place.is_some() {
            self.place.clone_from(&entry.place);
        }
    }

    /// The buyer's words; the answer to a personal question becomes a sample of its kind.
    fn answer(&self, words: &str) -> String {
        let sample = self.asked().and_then(|kind| match (kind, self.lang) {
            (Kind::Name, Lang::RU | Lang::UK) => Some("Анна"),
            (Kind::Name, _) => Some("Anna"),
            (Kind::Address, Lang::RU) => Some("Невский проспект, 1"),
            (Kind::Address, Lang::UK) => Some("вулиця Хрещатик, 1"),
            (Kind::Address, _) => Some("1 Main Street"),
            (Kind::Text, _) => Some("***"),
            _ => None,
        });
        sample.map_or_else(|| self.masked(words), str::to_owned)
    }

    /// The type of the personal slot that is asked, if one is.
    fn asked(&self) -> Option<&Kind> {
        let place = self.place.as_ref()?;
        let (_, flow) = self.release.graph.flow(&place.flow)?;
        let state = flow.state(flow.state_named(&place.state)?);
        let node = flow.nodes.get((state.first.0 + place.node) as usize)?;
        let Op::Wait(wait) = &node.op else {
            return None;
        };
        let slot = flow.slot(wait.ask.as_ref()?.slot);
        slot.personal.then_some(&slot.kind)
    }

    /// Words with phones and e-mails replaced by samples.
    fn masked(&self, words: &str) -> String {
        let heard = Heard::new(words);
        let country = &self.release.config.shop.country;
        let phone =
            understand::phone(&heard, country).map(|found| (found.words, sample_phone(country)));
        let email = understand::email(&heard).map(|found| (found.words, "buyer@example.com"));
        let mut masked = words.to_owned();
        for (found, sample) in [email, phone].into_iter().flatten() {
            let spans = found.iter().filter_map(|at| heard.words().get(*at));
            let (start, end) = spans.fold((usize::MAX, 0), |(start, end), word| {
                (start.min(word.start), end.max(word.end))
            });
            let start =
                start - usize::from(start > 0 && words.as_bytes().get(start - 1) == Some(&b'+'));
            if let Some(personal) = words.get(start..end) {
                masked = masked.replace(personal, sample);
            }
        }
        masked
    }
}

/// A number that nobody has.
fn sample_phone(country: &str) -> &'static str {
    match country {
        "RU" | "KZ" => "+7 900 000-00-00",
        "UA" => "+380 50 000 00 00",
        "BY" => "+375 29 000-00-00",
        "GB" => "+44 20 7946 0000",
        _ => "+1 202 555 0100",
    }
}

//! `torg test --walk`: random buyers. What breaks a `never` of the shop's talks, or leaves a buyer
//! without an answer, is shrunk to the shortest talk that still does.

use super::compare::{has_words, must_be_stated, name, told};
use crate::rehearsal::{Rehearsal, RehearsalError};
use crate::release::Release;
use dsl::talk::Wording;
use engine::graph::{Flow, Op, Trigger};
use engine::state::{Owner, Phase};
use engine::{Channel, ChatKey, Effect, Happened, Name, Press, State};
use jiff::{SignedDuration, Timestamp};
use std::fmt::Write;
use std::sync::Arc;
use store::MemoryStore;
use understand::{Heard, Lang, only_closes};

/// The most that one buyer does.
const LONGEST: usize = 30;

/// What anybody might write: values of every type, noise, and words that mean nothing here.
const ANYTHING: [&str; 26] = [
    "да",
    "нет",
    "так",
    "ні",
    "yes",
    "no",
    "первый",
    "2",
    "спасибо",
    "+7 921 555-12-34",
    "anna@example.com",
    "Невский проспект, 1",
    "завтра вечером",
    "5000 рублей",
    "25",
    "не надо, передумал",
    "позовите человека",
    "сколько стоит?",
    "how much is it?",
    "ыфв ждлорп",
    "😀",
    "😀😀 да",
    "…",
    "нет, другой телефон",
    "меня зовут Анна",
    "a very long message that says nothing of what was asked, and goes on and on",
];

/// What a buyer, a person of the shop or the clock does.
#[derive(Clone, PartialEq, Debug)]
enum Act {
    Says(String),
    Presses(Name),
    After(i64),
    OperatorSays,
    GivesBack,
}

/// How a walk ended.
#[derive(Clone, PartialEq, Debug)]
pub enum Walk {
    /// No buyer broke anything.
    Fine {
        /// What all of them did.
        acts: usize,
    },
    /// One did.
    Broken {
        /// Which of them, from 0: with the same seed it does so again.
        buyer: u64,
        /// What broke.
        why: String,
        /// The shortest talk that shows it.
        talk: String,
    },
}

/// Sends `buyers` random buyers through a shop.
///
/// # Errors
/// [`RehearsalError`]: the shop could not be played at all.
pub fn walk(
    release: &Arc<Release>,
    never: &[Wording],
    buyers: u64,
    seed: u64,
    tell: &mut dyn FnMut(u64),
) -> Result<Walk, RehearsalError> {
    let words = vocabulary(release);
    let mut done = 0;
    for buyer in 0..buyers {
        let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ buyer);
        let acts: Vec<Act> = (0..3 + chance.below(LONGEST))
            .map(|_| act(&mut chance, &words))
            .collect();
        done += acts.len();
        if breaks(release, never, &acts)?.is_some() {
            let acts = shrunk(release, never, acts)?;
            let why = breaks(release, never, &acts)?.unwrap_or_default();
            return Ok(Walk::Broken {
                buyer,
                why,
                talk: written(release, &acts)?,
            });
        }
        tell(buyer + 1);
    }
    Ok(Walk::Fine { acts: done })
}

/// What can be said in this shop: labels, phrases of triggers, products, and anything.
struct Vocabulary {
    says: Vec<String>,
    presses: Vec<Name>,
}

fn vocabulary(release: &Release) -> Vocabulary {
    let mut says: Vec<String> = ANYTHING.map(str::to_owned).to_vec();
    let mut presses = Vec::new();
    for flow in &release.graph.flows {
        for (option, label) in labels(flow) {
            presses.push(option);
            says.push(label);
        }
        let whens = flow.nodes.iter().filter_map(|node| match &node.op {
            Op::Wait(wait) => Some(&wait.whens),
            _ => None,
        });
        for when in whens.flatten().chain(&flow.anywhere) {
            if let Trigger::Says(phrases) = &when.trigger {
                says.extend(phrases.iter().map(|phrase| phrase.text().to_owned()));
            }
        }
    }
    let step = (release.catalog.len() / 20).max(1);
    says.extend(
        release
            .catalog
            .rows()
            .iter()
            .step_by(step)
            .map(|row| row.name.clone()),
    );
    Vocabulary { says, presses }
}

fn labels(flow: &Flow) -> impl Iterator<Item = (Name, String)> {
    let waits = flow.nodes.iter().filter_map(|node| match &node.op {
        Op::Wait(wait) => Some(wait),
        _ => None,
    });
    waits.flat_map(|wait| &wait.options).flat_map(|option| {
        let labels = option
            .choosable
            .labels
            .iter()
            .flat_map(|(_, labels)| labels);
        labels.map(|label| (option.choosable.name.clone(), label.text().to_owned()))
    })
}

fn act(chance: &mut Chance, words: &Vocabulary) -> Act {
    match chance.below(20) {
        0 => Act::After(60 * (1 + chance.below(2_000) as i64)),
        1 => Act::OperatorSays,
        2 => Act::GivesBack,
        3..=8 if !words.presses.is_empty() => {
            Act::Presses(words.presses[chance.below(words.presses.len())].clone())
        }
        _ => Act::Says(words.says[chance.below(words.says.len())].clone()),
    }
}

/// Plays what a buyer does; what it breaks, if anything.
fn breaks(
    release: &Arc<Release>,
    never: &[Wording],
    acts: &[Act],
) -> Result<Option<String>, RehearsalError> {
    let mut stage = stage(release)?;
    for act in acts {
        let before = stage.state()?;
        let mut seen = Vec::new();
        match play(&mut stage, act, &mut seen) {
            Err(RehearsalError::Endless) => return Ok(Some(RehearsalError::Endless.to_string())),
            played => played?,
        }
        for effect in &seen {
            if let Effect::Send(message) = effect
                && let Some(wording) = never
                    .iter()
                    .find(|wording| has_words(&message.text, wording))
            {
                let (Wording::Exact(words) | Wording::Part(words)) = wording;
                return Ok(Some(format!(
                    "a message has {words:?}, which never shall be"
                )));
            }
        }
        if is_left_alone(&before, act, &seen) {
            return Ok(Some("the buyer is left without an answer".to_owned()));
        }
    }
    Ok(None)
}

/// Whether a buyer wrote to the script and got nothing back.
fn is_left_alone(before: &State, act: &Act, seen: &[Effect]) -> bool {
    let wrote = match act {
        Act::Says(words) => !words.trim().is_empty() && !only_closes(&Heard::new(words)),
        Act::Presses(_) => before.phase == Phase::Open,
        _ => false,
    };
    let answered = seen.iter().any(|effect| {
        matches!(
            effect,
            Effect::Send(_)
                | Effect::Finish { .. }
                | Effect::Escalate { .. }
                | Effect::Forward { .. }
        )
    });
    wrote && !answered && before.owner == Owner::Script
}

fn stage(release: &Arc<Release>) -> Result<Rehearsal, RehearsalError> {
    let chat = ChatKey::new(Channel::Telegram, "walk");
    Rehearsal::new(
        Arc::clone(release),
        Arc::new(MemoryStore::new()),
        chat,
        Timestamp::UNIX_EPOCH,
    )
}

fn play(stage: &mut Rehearsal, act: &Act, seen: &mut Vec<Effect>) -> Result<(), RehearsalError> {
    let saw = &mut |_: &State, effect: &Effect| seen.push(effect.clone());
    match act {
        Act::Says(words) => stage.happen(Happened::Said(words.clone()), saw),
        Act::Presses(option) => stage.happen(Happened::Pressed(Press::Named(option.clone())), saw),
        Act::After(seconds) => stage.after(SignedDuration::from_secs(*seconds), saw),
        Act::OperatorSays => stage.happen(Happened::OperatorSaid("…".to_owned()), saw),
        Act::GivesBack => stage.happen(Happened::GivenBack, saw),
    }
}

/// Leaves out whatever is not needed to break it, until nothing can be left out.
fn shrunk(
    release: &Arc<Release>,
    never: &[Wording],
    mut acts: Vec<Act>,
) -> Result<Vec<Act>, RehearsalError> {
    let mut size = acts.len() / 2;
    while size > 0 {
        let mut at = 0;
        while at < acts.len() {
            let mut fewer = acts.clone();
            fewer.drain(at..(at + size).min(acts.len()));
            if breaks(release, never, &fewer)?.is_some() {
                acts = fewer;
            } else {
                at += size;
            }
        }
        size /= 2;
    }
    Ok(acts)
}

/// What a buyer did and what came of it, as a talk.
fn written(release: &Arc<Release>, acts: &[Act]) -> Result<String, RehearsalError> {
    let signatures = release.plugins.signatures();
    let lang = release
        .config
        .shop
        .languages
        .first()
        .copied()
        .unwrap_or(Lang::EN);
    let zone = release.config.shop.time_zone.clone();
    let begins = Timestamp::UNIX_EPOCH
        .to_zoned(zone)
        .strftime("%Y-%m-%d %H:%M")
        .to_string();
    let mut text = format!("talk \"found by walking\"\n  in {lang} on telegram at {begins}\n");
    let mut stage = stage(release)?;
    for act in acts {
        let _ = match act {
            Act::Says(words) => writeln!(text, "  > {words}"),
            Act::Presses(option) => writeln!(text, "  presses {option}"),
            Act::After(seconds) => writeln!(text, "  after {}m", seconds / 60),
            Act::OperatorSays => writeln!(text, "  operator says \"…\""),
            Act::GivesBack => writeln!(text, "  operator gives back"),
        };
        let mut seen = Vec::new();
        // A walk that breaks by never ending is written as far as it went.
        let played = play(&mut stage, act, &mut seen);
        for effect in &seen {
            let _ = match effect {
                Effect::Send(message) => writeln!(text, "  < {} {:?}", name(message), message.text),
                other if must_be_stated(other, signatures) => writeln!(text, "  {}", told(other)),
                _ => Ok(()),
            };
        }
        if played.is_err() {
            break;
        }
    }
    Ok(text)
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same seed, the same buyers.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end.max(1) as u64) as usize
    }
}

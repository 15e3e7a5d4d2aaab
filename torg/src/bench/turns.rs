//! How many durable turns a second a shop takes, and how long one takes, with dialogues in flight,
//! beside the machine's own rate of durable writes measured in the same run.

use super::calibrate::sync_rate;
use super::sample::flower_shop;
use super::{BenchError, Figure};
use crate::turn::{Delivery, TurnError, Turns};
use engine::{Channel, ChatKey, Event, Happened};
use jiff::Timestamp;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{DiskStore, InboxKey};

const FOR: Duration = Duration::from_secs(4);
const IN_FLIGHT: [usize; 2] = [1, 64];

/// What each buyer says over and over; none of it asks the world.
const SAYS: [&str; 4] = [
    "здравствуйте",
    "день рождения",
    "сколько стоит 25 роз?",
    "не надо, передумал",
];

pub(super) fn run() -> Result<Vec<Figure>, BenchError> {
    let mut figures = vec![Figure::new(
        "turns",
        "fdatasync of 4 KB in this run",
        sync_rate()?,
        "1/s",
    )];
    for in_flight in IN_FLIGHT {
        let (folder, release) = flower_shop()?;
        let store = Arc::new(DiskStore::open(folder.path().join("data"))?);
        let turns = Turns::new(release, store)?;
        let begin = Instant::now();
        let mut took = std::thread::scope(|scope| {
            let buyers: Vec<_> = (0..in_flight)
                .map(|buyer| {
                    scope.spawn({
                        let turns = &turns;
                        move || talk(turns, buyer, begin)
                    })
                })
                .collect();
            let mut took = Vec::new();
            for buyer in buyers {
                // A buyer's thread only ends by its result; a panic in it is one here.
                took.extend(
                    buyer
                        .join()
                        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))?,
                );
            }
            Ok::<_, TurnError>(took)
        })?;
        let seconds = begin.elapsed().as_secs_f64();
        took.sort_unstable();
        let at = |share: f64| {
            let index = ((took.len() as f64 - 1.0).max(0.0) * share) as usize;
            took.get(index).map_or(0.0, |took| took.as_secs_f64() * 1e3)
        };
        let name = format!("sled, {in_flight} in flight");
        figures.push(Figure::new(
            "turns",
            format!("{name}: durable turns"),
            took.len() as f64 / seconds,
            "1/s",
        ));
        figures.push(Figure::new("turns", format!("{name}: p50"), at(0.50), "ms"));
        figures.push(Figure::new("turns", format!("{name}: p99"), at(0.99), "ms"));
    }
    Ok(figures)
}

/// One buyer's turns until the time is over: how long each took to be durable.
fn talk(turns: &Turns, buyer: usize, begin: Instant) -> Result<Vec<Duration>, TurnError> {
    let chat = ChatKey::new(Channel::Terminal, format!("bench{buyer}"));
    let mut took = Vec::new();
    for (at, says) in SAYS.iter().cycle().enumerate() {
        if begin.elapsed() >= FOR {
            break;
        }
        let event = Event {
            at: Timestamp::now(),
            what: Happened::Said((*says).to_owned()),
        };
        let keys = vec![InboxKey::new(format!("bench:{buyer}:{at}"))];
        let asked = Instant::now();
        turns.take_now(
            &chat,
            event,
            Delivery {
                keys,
                marks: Vec::new(),
            },
        )?;
        took.push(asked.elapsed());
    }
    Ok(took)
}

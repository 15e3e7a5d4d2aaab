//! How many steps a second the engine takes in memory on one core: whole dialogues of the flower shop.

use super::sample::flower_shop;
use super::{BenchError, Figure};
use engine::{Channel, ChatKey, Event, Happened, Name, Press, State, step};
use jiff::Timestamp;
use std::time::{Duration, Instant};

const FOR: Duration = Duration::from_secs(3);

pub(super) fn run() -> Result<Vec<Figure>, BenchError> {
    let (_folder, release) = flower_shop()?;
    let says = |text: &str| Happened::Said(text.to_owned());
    let presses = |name: &str| Happened::Pressed(Press::Named(Name::from(name)));
    let talk = [
        says("здравствуйте"),
        presses("birthday"),
        says("первый"),
        says("а сколько стоит 25 роз?"),
        presses("yes"),
        says("+7 921 555-12-34"),
        says("не надо, передумал"),
    ];
    let begin = Instant::now();
    let mut steps = 0_u64;
    let mut chats = 0_u64;
    while begin.elapsed() < FOR {
        chats += 1;
        let mut state = State::new(ChatKey::new(Channel::Terminal, chats.to_string()));
        for what in &talk {
            let event = Event {
                at: Timestamp::UNIX_EPOCH,
                what: what.clone(),
            };
            state = step(&release.graph, &release, state, &event).state;
            steps += 1;
        }
    }
    Ok(vec![Figure::new(
        "steps",
        "in memory, one core",
        steps as f64 / begin.elapsed().as_secs_f64(),
        "1/s",
    )])
}

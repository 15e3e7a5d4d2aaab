//! A process killed in the middle of its work: what it acknowledged is there, and nothing by halves.

use crate::samples::{at, chat, done, turn};
use engine::Effect;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use store::{Committer, DiskStore, InboxKey, Store, TurnCommit};

/// Names the folder in which the child shall work.
const FOLDER: &str = "TORG_STORE_CRASH";

const BUYERS: u64 = 8;

#[test]
fn killed_at_any_moment_it_keeps_what_it_acknowledged() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut acknowledged: BTreeMap<u64, u64> = BTreeMap::new();
    for round in 0..6 {
        for (buyer, version) in work_and_kill(folder.path(), 20 + 40 * round) {
            acknowledged
                .entry(buyer)
                .and_modify(|old| *old = version.max(*old))
                .or_insert(version);
        }
        let store = DiskStore::open(folder.path()).expect("it opens after a kill");
        store.verify().expect("every record is sound");
        for buyer in 0..BUYERS {
            check(
                &store,
                buyer,
                acknowledged.get(&buyer).copied().unwrap_or(0),
            );
        }
    }
}

/// Runs by itself only in the child of the test above.
#[test]
fn child() {
    let Ok(folder) = std::env::var(FOLDER) else {
        return;
    };
    let store = Arc::new(DiskStore::open(folder).expect("it opens"));
    let committer = Committer::start(store.clone()).expect("it starts");
    let out = Mutex::new(std::io::stdout());
    std::thread::scope(|scope| {
        for buyer in 0..BUYERS {
            let (store, committer, out) = (&store, &committer, &out);
            scope.spawn(move || {
                let loaded = store.load(&chat(&buyer.to_string())).expect("it loads");
                for expected in loaded.map_or(0, |loaded| loaded.version).. {
                    committer
                        .commit_one(busy_turn(buyer, expected))
                        .expect("it is written");
                    let mut out = out.lock().expect("nobody panics while printing");
                    writeln!(out, "acknowledged {buyer} {}", expected + 1)
                        .expect("the parent reads");
                    out.flush().expect("the parent reads");
                }
            });
        }
    });
}

/// A turn that touches every table; some are large.
fn busy_turn(buyer: u64, expected: u64) -> TurnCommit {
    let words = match expected % 5 {
        0 => "много слов ".repeat(3000),
        _ => format!("turn {expected}"),
    };
    let mut turn = turn(&chat(&buyer.to_string()), expected, &words);
    turn.effects.push(Effect::Unremind { timer: expected });
    turn.effects.push(Effect::Remind {
        timer: expected + 1,
        at: at(expected as i64),
    });
    turn
}

/// Lets a child work until it acknowledged some turns, kills it, and tells what it acknowledged.
fn work_and_kill(folder: &Path, turns: usize) -> Vec<(u64, u64)> {
    let mut child = Command::new(std::env::current_exe().expect("we run from a file"))
        .args(["--exact", "crash::child", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the child starts");
    let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
    let mut acknowledged = Vec::new();
    while let Some(Ok(line)) = lines.next() {
        // The test harness may print something before it on the same line.
        let Some((_, numbers)) = line.split_once("acknowledged ") else {
            continue;
        };
        let Some((buyer, version)) = numbers.split_once(' ') else {
            continue;
        };
        // A line that the kill cut short tells nothing.
        let (Ok(buyer), Ok(version)) = (buyer.parse(), version.parse()) else {
            continue;
        };
        acknowledged.push((buyer, version));
        if acknowledged.len() == turns {
            child.kill().expect("it is killed");
        }
    }
    child.wait().expect("it ended");
    assert!(
        acknowledged.len() >= turns,
        "the child ended by itself after {} turns",
        acknowledged.len()
    );
    acknowledged
}

fn check(store: &DiskStore, buyer: u64, acknowledged: u64) {
    let chat = chat(&buyer.to_string());
    let Some(loaded) = store.load(&chat).expect("it loads") else {
        assert_eq!(acknowledged, 0, "buyer {buyer} is gone");
        return;
    };
    let version = loaded.version;
    assert!(
        version >= acknowledged,
        "buyer {buyer} is at {version}, {acknowledged} was acknowledged"
    );
    assert_eq!(loaded.state, busy_turn(buyer, version - 1).state);
    let journal = store.journal(&chat, 1, usize::MAX).expect("it reads");
    assert!(journal.iter().map(|entry| entry.seq).eq(1..=version));
    for entry in &journal {
        let turn = busy_turn(buyer, entry.seq - 1);
        assert_eq!((&entry.event, &entry.effects), (&turn.event, &turn.effects));
        assert_eq!(store.seen(&turn.inbox[0]), Ok(true));
    }
    assert_eq!(
        store.seen(&InboxKey::new(format!("{chat}:{}", version + 1))),
        Ok(false)
    );
    let outbox = store.outbox(None, usize::MAX).expect("it reads");
    assert_eq!(
        outbox.iter().filter(|item| item.id.chat == chat).count() as u64,
        version
    );
    let timers = store.due(at(1 << 30), usize::MAX).expect("it reads");
    let timers: Vec<u64> = timers
        .iter()
        .filter(|timer| timer.chat == chat)
        .map(|timer| timer.timer)
        .collect();
    assert_eq!(timers, [version]);
    let row = store
        .dialogues(None, usize::MAX)
        .expect("it reads")
        .into_iter()
        .find(|row| row.id.chat == chat);
    assert_eq!(row.map(|row| u64::from(row.turns)), Some(version));
}

#[test]
fn after_a_kill_the_dialogue_goes_on() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    work_and_kill(folder.path(), 100);
    let store = DiskStore::open(folder.path()).expect("it opens");
    let version = store
        .load(&chat("0"))
        .expect("it loads")
        .map_or(0, |loaded| loaded.version);
    assert_eq!(done(&store, busy_turn(0, version)), version + 1);
}

//! A disk that fails, and one that is too slow: what is said to those who wait.

use crate::samples::{at, chat, draft, turn};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex};
use store::kv::{Kv, Pair, Writes};
use store::memory::Memory;
use store::{Committer, LeadStatus, Receipt, Records, Store, StoreError};

#[test]
fn after_a_failed_flush_nothing_is_acknowledged_any_more() {
    let full = Arc::new(AtomicBool::new(false));
    let store = Arc::new(store_that(Failing {
        full: Arc::clone(&full),
    }));
    let committer = Committer::start(store.clone()).expect("it starts");
    committer
        .commit_one(turn(&chat("1"), 0, "раз"))
        .expect("it is written");
    full.store(true, Ordering::SeqCst);
    let failed = committer
        .commit_one(turn(&chat("1"), 1, "два"))
        .expect_err("the disk is full");
    assert!(
        failed.is_fatal() && failed.to_string().contains("no space"),
        "{failed}"
    );
    full.store(false, Ordering::SeqCst);
    assert_eq!(
        committer.commit_one(turn(&chat("2"), 0, "раз")),
        Err(failed.clone())
    );
    assert_eq!(committer.mark(Vec::new()).wait(), Err(failed.clone()));
    assert_eq!(
        store.save_lead(&draft(&chat("1"), LeadStatus::New), "1"),
        Err(failed.clone())
    );
    assert_eq!(store.set_note("a", "b"), Err(failed.clone()));
    assert_eq!(
        store.outbox(None, 10),
        Err(failed.clone()),
        "what is not on disk must not be sent"
    );
    assert_eq!(store.due(at(0), 10), Err(failed));
}

#[test]
fn a_full_queue_is_said_at_once_and_loses_nothing_it_took() {
    let (go_on, gate) = sync_channel(0);
    let store = Arc::new(store_that(Gated {
        gate: Mutex::new(gate),
    }));
    let committer = Committer::start(store.clone()).expect("it starts");
    // The first is taken by the thread, which then stands at the gate; the rest fill the queue.
    let first = committer.commit(turn(&chat("first"), 0, "раз"));
    let mut receipts: Vec<_> = (0..5000)
        .map(|id| committer.commit(turn(&chat(&id.to_string()), 0, "раз")))
        .collect();
    let last = receipts.pop().expect("there are many");
    assert_eq!(last.wait(), Err(StoreError::Full));
    drop(go_on);
    drop(committer);
    let answers = receipts.into_iter().chain([first]).map(Receipt::wait);
    let (done, refused): (Vec<_>, Vec<_>) = answers.partition(Result::is_ok);
    assert!(
        refused
            .iter()
            .all(|answer| *answer == Err(StoreError::Full))
    );
    assert!(done.len() > 4000, "{} were taken", done.len());
    assert_eq!(
        store.chats(None, 10_000).expect("it reads").len(),
        done.len()
    );
}

fn store_that<P: Place>(place: P) -> Records<Wrapped<P>> {
    Records::over(Wrapped {
        memory: Memory::default(),
        place,
    })
    .expect("it opens")
}

/// What a flush does.
trait Place: Send + Sync {
    fn flush(&self) -> Result<(), StoreError>;
}

/// Memory with another flush.
struct Wrapped<P> {
    memory: Memory,
    place: P,
}

impl<P: Place> Kv for Wrapped<P> {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.memory.get(key)
    }

    fn range(&self, from: &[u8], until: &[u8], limit: usize) -> Result<Vec<Pair>, StoreError> {
        self.memory.range(from, until, limit)
    }

    fn apply(&self, writes: Writes) -> Result<(), StoreError> {
        self.memory.apply(writes)
    }

    fn flush(&self, _group: u64) -> Result<(), StoreError> {
        self.place.flush()
    }

    fn found(&self, group: u64) -> Result<(), StoreError> {
        self.memory.found(group)
    }
}

struct Failing {
    full: Arc<AtomicBool>,
}

impl Place for Failing {
    fn flush(&self) -> Result<(), StoreError> {
        match self.full.load(Ordering::SeqCst) {
            true => Err(StoreError::Io {
                doing: "sync the log".to_owned(),
                why: "no space left".to_owned(),
            }),
            false => Ok(()),
        }
    }
}

struct Gated {
    gate: Mutex<Receiver<()>>,
}

impl Place for Gated {
    fn flush(&self) -> Result<(), StoreError> {
        // Shut until somebody knocks, open for good once they have gone.
        let _ = self.gate.lock().expect("nobody panics at the gate").recv();
        Ok(())
    }
}

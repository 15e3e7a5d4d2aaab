//! The thread that flushes: it takes whatever queued while the last flush ran, writes it as one
//! group, and answers everybody who waits. The busier the shop, the larger the groups.

use crate::api::{Group, Store};
use crate::error::StoreError;
use crate::outbox::Mark;
use crate::receipt::{Promise, Receipt};
use crate::turn::{Committed, TurnCommit};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

/// How much may wait; beyond it the answer is [`StoreError::Full`].
const QUEUE: usize = 4096;

/// The most jobs in one group.
const GROUP: usize = 128;

/// Gathers the writes of many dialogues into few flushes. Dropping it writes what is queued first.
#[derive(Debug)]
pub struct Committer {
    /// None only while it is dropped.
    queue: Option<SyncSender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Committer {
    /// Starts the thread over a store.
    ///
    /// # Errors
    /// [`StoreError::Io`] if the system gives no thread.
    pub fn start(store: Arc<dyn Store>) -> Result<Committer, StoreError> {
        let (queue, jobs) = sync_channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("committer".to_owned())
            .spawn(move || run(&*store, &jobs))
            .map_err(|error| StoreError::Io {
                doing: "start the committer".to_owned(),
                why: error.to_string(),
            })?;
        Ok(Committer {
            queue: Some(queue),
            thread: Some(thread),
        })
    }

    /// Queues a turn. Turns of one chat are written in the order they were queued.
    pub fn commit(&self, turn: TurnCommit) -> Receipt<Committed> {
        let (promise, receipt) = Receipt::promised();
        self.submit(Job::Turn(Box::new(turn), promise));
        receipt
    }

    /// Writes a turn and waits for it.
    ///
    /// # Errors
    /// As [`Store::write`], [`StoreError::Full`] and [`StoreError::Closed`].
    pub fn commit_one(&self, turn: TurnCommit) -> Result<Committed, StoreError> {
        self.commit(turn).wait()
    }

    /// Queues marks of outbox items; tells for each whether it took effect.
    pub fn mark(&self, marks: Vec<Mark>) -> Receipt<Vec<bool>> {
        let (promise, receipt) = Receipt::promised();
        self.submit(Job::Marks(marks, promise));
        receipt
    }

    fn submit(&self, job: Job) {
        let Some(queue) = &self.queue else { return };
        match queue.try_send(job) {
            Ok(()) => {}
            Err(TrySendError::Full(job)) => job.refuse(&StoreError::Full),
            Err(TrySendError::Disconnected(job)) => job.refuse(&StoreError::Closed),
        }
    }
}

impl Drop for Committer {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the committer ended by a panic");
        }
    }
}

/// Something to be written, and who waits for it.
enum Job {
    Turn(Box<TurnCommit>, Promise<Committed>),
    Marks(Vec<Mark>, Promise<Vec<bool>>),
}

impl Job {
    fn refuse(self, error: &StoreError) {
        match self {
            Job::Turn(_, promise) => promise.keep(Err(error.clone())),
            Job::Marks(_, promise) => promise.keep(Err(error.clone())),
        }
    }
}

fn run(store: &dyn Store, jobs: &Receiver<Job>) {
    while let Ok(first) = jobs.recv() {
        let mut group = Group::default();
        let mut turns = Vec::new();
        let mut marks = Vec::new();
        for job in std::iter::once(first).chain(jobs.try_iter()).take(GROUP) {
            match job {
                Job::Turn(turn, promise) => {
                    group.turns.push(*turn);
                    turns.push(promise);
                }
                Job::Marks(more, promise) => {
                    marks.push((more.len(), promise));
                    group.marks.extend(more);
                }
            }
        }
        match store.write(group) {
            Ok(written) => {
                for (promise, outcome) in turns.iter().zip(written.turns) {
                    promise.keep(outcome);
                }
                let mut took = written.marks.into_iter();
                for (count, promise) in marks {
                    promise.keep(Ok(took.by_ref().take(count).collect()));
                }
            }
            Err(error) => {
                tracing::error!(%error, "a group of turns could not be written");
                turns
                    .iter()
                    .for_each(|promise| promise.keep(Err(error.clone())));
                marks
                    .iter()
                    .for_each(|(_, promise)| promise.keep(Err(error.clone())));
            }
        }
    }
}

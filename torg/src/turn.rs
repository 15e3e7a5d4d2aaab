//! The loop's heart: load, step, commit. What comes out is to be performed.

use crate::release::Release;
use arc_swap::ArcSwap;
use engine::{ChatKey, Effect, Event, Happened, State, step};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use store::{Committed, Committer, InboxKey, Mark, OutboxItem, Store, StoreError, TurnCommit};
use thiserror::Error;

/// How often a turn is stepped again because its chat moved on meanwhile.
const TRIES: u32 = 8;

/// Why a turn was not taken.
#[derive(Debug, Error)]
pub enum TurnError {
    /// The store did not take it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Other turns of the chat always came first.
    #[error(
        "the chat `{chat}` moved on {TRIES} times while one turn was taken; it is tried again later"
    )]
    Busy {
        /// The chat.
        chat: ChatKey,
    },
}

/// Takes turns: steps events under the release of the moment, and writes each turn down before
/// anything is performed.
pub struct Turns {
    release: ArcSwap<Release>,
    store: Arc<dyn Store>,
    committer: Committer,
}

/// What an event brings along besides itself.
#[derive(Clone, Debug, Default)]
pub struct Delivery {
    /// The keys by which its messages are known again.
    pub keys: Vec<InboxKey>,
    /// Outbox items that it settles.
    pub marks: Vec<Mark>,
}

impl Turns {
    /// Takes turns of `release` into `store`.
    ///
    /// # Errors
    /// [`StoreError::Io`] if the committer's thread cannot start.
    pub fn new(release: Release, store: Arc<dyn Store>) -> Result<Turns, StoreError> {
        let committer = Committer::start(Arc::clone(&store))?;
        Ok(Turns {
            release: ArcSwap::from_pointee(release),
            store,
            committer,
        })
    }

    /// The release of the moment.
    pub fn release(&self) -> Arc<Release> {
        self.release.load_full()
    }

    /// Serves another release from the next turn on.
    pub fn swap(&self, release: Release) {
        self.release.store(Arc::new(release));
    }

    /// The store.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// The state of a chat; an empty one where it never had a turn.
    ///
    /// # Errors
    /// As [`Store::load`].
    pub fn state(&self, chat: &ChatKey) -> Result<(State, u64), StoreError> {
        let loaded = self.store.load(chat)?;
        Ok(loaded.map_or_else(
            || (State::new(chat.clone()), 0),
            |loaded| (loaded.state, loaded.version),
        ))
    }

    /// Whether an event tells anything new: channels say with every message who the buyer is.
    pub fn is_news(&self, chat: &ChatKey, what: &Happened) -> bool {
        let Happened::Met {
            name,
            username,
            locale,
            source,
        } = what
        else {
            return true;
        };
        let Ok((state, _)) = self.state(chat) else {
            return true;
        };
        let buyer = &state.buyer;
        let same = |told: &Option<String>, known: &Option<String>| told.is_none() || told == known;
        !(same(name, &buyer.name)
            && same(username, &buyer.username)
            && same(source, &buyer.source)
            && (locale.is_none() || *locale == buyer.locale))
    }

    /// Takes a turn. When this returns the turn is durable; what it gives back is to be performed, in
    /// order. A message that was taken before gives nothing.
    ///
    /// # Errors
    /// [`TurnError`]: nothing was written.
    pub async fn take(
        &self,
        chat: &ChatKey,
        event: Event,
        delivery: Delivery,
    ) -> Result<Vec<OutboxItem>, TurnError> {
        for _ in 0..TRIES {
            let turn = self.step(chat, &event, &delivery)?;
            if let Some(outbox) = settled(self.committer.commit(turn).await?) {
                return Ok(outbox);
            }
        }
        Err(TurnError::Busy { chat: chat.clone() })
    }

    /// Takes a turn on this thread, as [`take`](Turns::take) does.
    ///
    /// # Errors
    /// [`TurnError`]: nothing was written.
    pub fn take_now(
        &self,
        chat: &ChatKey,
        event: Event,
        delivery: Delivery,
    ) -> Result<Vec<OutboxItem>, TurnError> {
        for _ in 0..TRIES {
            let turn = self.step(chat, &event, &delivery)?;
            if let Some(outbox) = settled(self.committer.commit_one(turn)?) {
                return Ok(outbox);
            }
        }
        Err(TurnError::Busy { chat: chat.clone() })
    }

    /// Writes down how far outbox items are.
    ///
    /// # Errors
    /// As [`Store::mark`].
    pub async fn mark(&self, marks: Vec<Mark>) -> Result<(), StoreError> {
        self.committer.mark(marks).await.map(drop)
    }

    fn step(
        &self,
        chat: &ChatKey,
        event: &Event,
        delivery: &Delivery,
    ) -> Result<TurnCommit, StoreError> {
        let release = self.release.load();
        let (state, expected) = self.state(chat)?;
        let stepped = catch_unwind(AssertUnwindSafe(|| {
            step(&release.graph, &**release, state, event)
        }));
        let (state, effects) = match stepped {
            Ok(turn) => (turn.state, turn.effects),
            Err(_) => (self.state(chat)?.0, beyond_torg(chat)),
        };
        Ok(TurnCommit {
            expected,
            inbox: delivery.keys.clone(),
            release: release.hash.clone(),
            event: event.clone(),
            effects,
            state,
            marks: delivery.marks.clone(),
        })
    }
}

/// What is done with an event that torg itself cannot take: it is written down with nothing changed,
/// and a person is called, rather than offered again for ever.
fn beyond_torg(chat: &ChatKey) -> Vec<Effect> {
    tracing::error!(%chat, "a fault in torg itself: the event is kept in the journal, a person is called");
    vec![Effect::Escalate {
        team: None,
        reason: "a fault in torg itself; please answer this buyer".to_owned(),
    }]
}

/// What a committed turn leaves to perform; none where it has to be stepped again.
fn settled(committed: Committed) -> Option<Vec<OutboxItem>> {
    match committed {
        Committed::Done { outbox, .. } => Some(outbox),
        Committed::Duplicate { .. } => Some(Vec::new()),
        Committed::Conflict { .. } => None,
    }
}

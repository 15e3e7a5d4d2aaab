//! An answer that comes later: wait for it, or poll it as a future under any runtime.

use crate::error::StoreError;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// The answer to something handed to the [`Committer`](crate::Committer).
#[must_use = "nothing is acknowledged before the receipt says so"]
#[derive(Debug)]
pub struct Receipt<T> {
    shared: Arc<Shared<T>>,
}

impl<T> Receipt<T> {
    /// A receipt, and the promise that fills it.
    pub(crate) fn promised() -> (Promise<T>, Receipt<T>) {
        let slot = Mutex::new(Slot {
            kept: false,
            answer: None,
            waker: None,
        });
        let shared = Arc::new(Shared {
            slot,
            filled: Condvar::new(),
        });
        (
            Promise {
                shared: Arc::clone(&shared),
            },
            Receipt { shared },
        )
    }

    /// Blocks until the answer is there.
    ///
    /// # Errors
    /// Those of what was asked, [`StoreError::Full`] and [`StoreError::Closed`].
    pub fn wait(self) -> Result<T, StoreError> {
        let mut slot = self.shared.lock();
        loop {
            if let Some(answer) = slot.answer.take() {
                return answer;
            }
            slot = self
                .shared
                .filled
                .wait(slot)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl<T> Future for Receipt<T> {
    type Output = Result<T, StoreError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut slot = self.shared.lock();
        match slot.answer.take() {
            Some(answer) => Poll::Ready(answer),
            None => {
                slot.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

/// The other end of a [`Receipt`]; dropped unkept, it answers [`StoreError::Closed`].
#[derive(Debug)]
pub(crate) struct Promise<T> {
    shared: Arc<Shared<T>>,
}

impl<T> Promise<T> {
    /// Gives the answer; only the first counts.
    pub(crate) fn keep(&self, answer: Result<T, StoreError>) {
        let waker = {
            let mut slot = self.shared.lock();
            if slot.kept {
                return;
            }
            slot.kept = true;
            slot.answer = Some(answer);
            slot.waker.take()
        };
        self.shared.filled.notify_one();
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl<T> Drop for Promise<T> {
    fn drop(&mut self) {
        self.keep(Err(StoreError::Closed));
    }
}

#[derive(Debug)]
struct Shared<T> {
    slot: Mutex<Slot<T>>,
    filled: Condvar,
}

#[derive(Debug)]
struct Slot<T> {
    kept: bool,
    answer: Option<Result<T, StoreError>>,
    waker: Option<Waker>,
}

impl<T> Shared<T> {
    /// A slot is changed in one go, so a poisoned lock is sound.
    fn lock(&self) -> MutexGuard<'_, Slot<T>> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

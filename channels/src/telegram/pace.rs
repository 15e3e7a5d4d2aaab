//! How fast the bot may write: thirty messages a second to all, one a second to a buyer, twenty a minute to a
//! group, each with a short burst allowed (the generic cell rate algorithm).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use crate::SendError;

/// Longer waits are the sender's business.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// The longest pause that a server is believed.
const LONGEST_HOLD: Duration = Duration::from_secs(24 * 60 * 60);

/// Below this many chats nobody looks for idle ones.
const FEW_CHATS: usize = 1024;

const OVERALL: Rate = Rate {
    every: Duration::from_millis(33),
    burst: 30,
};
const BUYER: Rate = Rate {
    every: Duration::from_secs(1),
    burst: 20,
};
const GROUP: Rate = Rate {
    every: Duration::from_secs(3),
    burst: 20,
};

/// When the bot may write next.
#[derive(Default)]
pub(super) struct Pace {
    due: Mutex<Due>,
}

/// The moments at which each budget will be whole again; one that is past, or absent, is whole.
#[derive(Default)]
struct Due {
    overall: Option<Instant>,
    chats: HashMap<i64, Instant>,
    /// The number of chats at which idle ones are dropped.
    crowded: usize,
}

#[derive(Clone, Copy)]
struct Rate {
    every: Duration,
    burst: u32,
}

impl Pace {
    /// Waits for the right to send so many messages to a chat.
    ///
    /// # Errors
    /// [`SendError::TryAgain`] where that would take long.
    pub(super) async fn turn(&self, chat: i64, messages: u32) -> Result<(), SendError> {
        let now = Instant::now();
        let at = {
            let mut due = self.due.lock().unwrap_or_else(PoisonError::into_inner);
            due.reserve(chat, messages, now)
                .map_err(|after| SendError::TryAgain { after })?
        };
        sleep_until(at).await;
        Ok(())
    }

    /// The server wants no messages to a chat for so long.
    pub(super) fn hold(&self, chat: i64, wait: Duration) {
        let rate = rate(chat);
        let until = Instant::now() + wait.min(LONGEST_HOLD) + rate.tolerance();
        let mut due = self.due.lock().unwrap_or_else(PoisonError::into_inner);
        due.chats.insert(chat, until);
    }
}

impl Due {
    /// The moment of the right to send, or how long to wait before asking again.
    fn reserve(&mut self, chat: i64, messages: u32, now: Instant) -> Result<Instant, Duration> {
        let rate = rate(chat);
        let (overall, chat_due) = (
            self.overall.unwrap_or(now),
            self.chats.get(&chat).copied().unwrap_or(now),
        );
        let at = OVERALL
            .allowed(overall, now)
            .max(rate.allowed(chat_due, now));
        let wait = at - now;
        if wait > LONGEST_WAIT {
            return Err(wait);
        }
        self.drop_idle(now);
        self.overall = Some(overall.max(now) + OVERALL.every * messages);
        self.chats
            .insert(chat, chat_due.max(now) + rate.every * messages);
        Ok(at)
    }

    fn drop_idle(&mut self, now: Instant) {
        if self.chats.len() >= self.crowded.max(FEW_CHATS) {
            self.chats.retain(|_, due| *due > now);
            self.crowded = self.chats.len() * 2;
        }
    }
}

impl Rate {
    /// The first moment at which a message is allowed.
    fn allowed(self, due: Instant, now: Instant) -> Instant {
        due.checked_sub(self.tolerance()).unwrap_or(now).max(now)
    }

    fn tolerance(self) -> Duration {
        self.every * (self.burst - 1)
    }
}

/// Groups have negative ids.
fn rate(chat: i64) -> Rate {
    if chat < 0 { GROUP } else { BUYER }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn send(due: &mut Due, chat: i64, now: Instant) -> Result<Duration, Duration> {
        due.reserve(chat, 1, now).map(|at| at - now)
    }

    #[test]
    fn a_burst_to_a_buyer_goes_at_once_and_what_follows_once_a_second() {
        let (mut due, now) = (Due::default(), Instant::now());
        for _ in 0..BUYER.burst {
            assert_eq!(send(&mut due, 1, now), Ok(Duration::ZERO));
        }
        assert_eq!(send(&mut due, 1, now), Ok(Duration::from_secs(1)));
        assert_eq!(send(&mut due, 1, now), Ok(Duration::from_secs(2)));
        assert!(send(&mut due, 2, now).is_ok_and(|wait| wait < Duration::from_secs(1)));
    }

    #[test]
    fn a_long_wait_is_handed_back_and_costs_nothing() {
        let (mut due, now) = (Due::default(), Instant::now());
        while send(&mut due, -1, now).is_ok() {}
        let first = send(&mut due, -1, now);
        assert!(first.is_err_and(|wait| wait > LONGEST_WAIT));
        assert_eq!(send(&mut due, -1, now), first);
    }

    #[test]
    fn a_thousand_buyers_are_written_to_thirty_a_second() {
        let (mut due, now) = (Due::default(), Instant::now());
        let sent = (1..1000)
            .filter(|chat| due.reserve(*chat, 1, now).is_ok())
            .count();
        assert!((150..=190).contains(&sent), "{sent} within five seconds");
    }

    #[test]
    fn idle_chats_are_forgotten() {
        let (mut due, start) = (Due::default(), Instant::now());
        for chat in 0..20_000 {
            let now = start + Duration::from_millis(40) * chat;
            assert!(due.reserve(i64::from(chat), 1, now).is_ok());
        }
        assert!(
            due.chats.len() <= FEW_CHATS * 2,
            "{} are kept",
            due.chats.len()
        );
    }

    #[tokio::test]
    async fn a_chat_that_is_held_waits_and_others_do_not() {
        let pace = Pace::default();
        pace.hold(1, Duration::from_secs(3600));
        let held = pace.turn(1, 1).await;
        assert!(
            matches!(held, Err(SendError::TryAgain { after }) if after > Duration::from_secs(3590))
        );
        assert_eq!(pace.turn(2, 1).await, Ok(()));
    }
}

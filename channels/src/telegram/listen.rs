//! From updates to events that were accepted.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::time::Duration;

use engine::ChatKey;
use futures::FutureExt;
use futures::future::join_all;
use jiff::Timestamp;
use serde_json::Value;
use teloxide::payloads::AnswerCallbackQuerySetters;
use teloxide::requests::Requester;
use teloxide::types::{CallbackQueryId, ChatId};
use teloxide::{ApiError, RequestError};
use tokio::time::{sleep, timeout};

use super::layout::texts;
use super::poll::{offset_after, poll};
use super::read::{Door, Reading, read};
use super::{LONGEST_PAUSE, Telegram, trouble};
use crate::{ChannelError, Incoming, Refused};

/// The first wait after a failed poll.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// The first and the longest wait before an event that was refused is offered again.
const FIRST_OFFER: Duration = Duration::from_millis(50);
const LONGEST_OFFER: Duration = Duration::from_secs(2);

/// A spinner on a button is worth no longer wait.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);

impl Telegram {
    /// Listens until `stop` comes. An update is confirmed to the server only after `deliver` accepted what
    /// was read from it; while it is refused, nothing more is asked for. Events of one chat are delivered in
    /// order and one at a time, different chats do not wait for each other. After a crash the same update
    /// comes again with the same [`Incoming::key`].
    ///
    /// # Errors
    /// [`ChannelError::Token`]: the token was revoked.
    pub async fn listen<D, F>(
        &self,
        deliver: D,
        stop: impl Future<Output = ()>,
    ) -> Result<(), ChannelError>
    where
        D: Fn(Incoming) -> F,
        F: Future<Output = Result<(), Refused>>,
    {
        let stop = stop.shared();
        let (mut offset, mut pause) = (0, FIRST_PAUSE);
        loop {
            let polled = tokio::select! {
                biased;
                () = stop.clone() => return Ok(()),
                polled = poll(&self.bot, offset) => polled,
            };
            let wait = match polled {
                Ok(updates) => {
                    pause = FIRST_PAUSE;
                    let confirmed = offset_after(&updates);
                    let nameless = confirmed.is_none() && !updates.is_empty();
                    if !self.bring(updates, &deliver, &stop).await {
                        return Ok(());
                    }
                    offset = confirmed.unwrap_or(offset);
                    if !nameless {
                        continue;
                    }
                    // Nothing can be confirmed, so the same will come at once.
                    FIRST_PAUSE
                }
                Err(RequestError::Api(ApiError::InvalidToken)) => return Err(ChannelError::Token),
                Err(error) => {
                    tracing::warn!(why = %trouble::told(&error), "no updates of Telegram");
                    if trouble::says(&error, "webhook is active") {
                        self.drop_webhook().await;
                    }
                    let wait = trouble::asked_to_wait(&error).unwrap_or(pause);
                    pause = (pause * 2).min(LONGEST_PAUSE);
                    wait.min(LONGEST_PAUSE)
                }
            };
            tokio::select! {
                () = stop.clone() => return Ok(()),
                () = sleep(wait) => {}
            }
        }
    }

    /// Carries out what the updates say. False where `stop` came before all was accepted.
    async fn bring<D, F, S>(&self, updates: Vec<Value>, deliver: &D, stop: &S) -> bool
    where
        D: Fn(Incoming) -> F,
        F: Future<Output = Result<(), Refused>>,
        S: Future<Output = ()> + Clone,
    {
        let mut mailboxes: BTreeMap<Option<ChatKey>, Vec<Reading>> = BTreeMap::new();
        for update in updates {
            let id = update["update_id"].as_i64();
            let door = Door {
                bot: &self.identity,
                operators: self.operators(),
                lang: self.operators_lang,
                now: Timestamp::now(),
            };
            match read(&door, &update) {
                Reading::Nothing { why } => {
                    tracing::info!(update = id, why, "an update is skipped")
                }
                Reading::Moved(chat) => self.operators_moved(chat),
                reading => mailboxes
                    .entry(reading.chat().cloned())
                    .or_default()
                    .push(reading),
            }
        }
        let mailboxes = mailboxes.into_values().map(|readings| async {
            for reading in readings {
                if !self.act(reading, deliver, stop).await {
                    return false;
                }
            }
            true
        });
        join_all(mailboxes).await.into_iter().all(|done| done)
    }

    async fn act<D, F, S>(&self, reading: Reading, deliver: &D, stop: &S) -> bool
    where
        D: Fn(Incoming) -> F,
        F: Future<Output = Result<(), Refused>>,
        S: Future<Output = ()> + Clone,
    {
        match reading {
            Reading::Event(incoming) => offer(incoming, deliver, stop).await,
            Reading::Press {
                query,
                toast,
                event,
            } => {
                let offered = async {
                    match event {
                        Some(incoming) => offer(incoming, deliver, stop).await,
                        None => true,
                    }
                };
                let ((), accepted) = tokio::join!(self.answer(query, toast), offered);
                accepted
            }
            Reading::Say { chat, words } => self.say(chat, words).await,
            Reading::Hint { chat, words } if self.hints.may_speak() => self.say(chat, words).await,
            Reading::Hint { .. } | Reading::Nothing { .. } | Reading::Moved(_) => true,
        }
    }

    /// Stops the spinner on a button; a query that is too old needs no answer.
    async fn answer(&self, query: CallbackQueryId, toast: Option<&str>) {
        let request = self.bot.answer_callback_query(query);
        let request = match toast {
            Some(words) => request.text(words),
            None => request,
        };
        match timeout(ANSWER_WITHIN, request.into_future()).await {
            Ok(Err(error)) if !trouble::says(&error, "query is too old") => {
                tracing::warn!(why = %trouble::told(&error), "a press was not answered");
            }
            Ok(_) => {}
            Err(_) => tracing::warn!("a press was not answered in time"),
        }
    }

    /// The channel's own words. They are worth one attempt, and the listening goes on in any case.
    async fn say(&self, chat: ChatId, words: &str) -> bool {
        if let Err(error) = self.carry(chat, texts(words, None)).await {
            tracing::warn!(%chat, why = %error, "the channel's own words were not sent");
        }
        true
    }

    async fn drop_webhook(&self) {
        if let Err(error) = self.bot.delete_webhook().await {
            tracing::warn!(why = %trouble::told(&error), "the bot's webhook is still set");
        }
    }

    /// The operators' group became a supergroup.
    pub(super) fn operators_moved(&self, chat: ChatId) {
        tracing::warn!(
            "the operators' chat has a new id: write `operators = {chat}` in `[channels.telegram]`"
        );
        self.operators.store(chat.0, Ordering::Relaxed);
    }
}

/// Offers an event until it is accepted. False where `stop` came first.
async fn offer<D, F, S>(incoming: Incoming, deliver: &D, stop: &S) -> bool
where
    D: Fn(Incoming) -> F,
    F: Future<Output = Result<(), Refused>>,
    S: Future<Output = ()> + Clone,
{
    let mut pause = FIRST_OFFER;
    while deliver(incoming.clone()).await == Err(Refused) {
        tracing::debug!(chat = %incoming.chat, "an event is refused and offered again");
        tokio::select! {
            () = stop.clone() => return false,
            () = sleep(pause) => pause = (pause * 2).min(LONGEST_OFFER),
        }
    }
    true
}

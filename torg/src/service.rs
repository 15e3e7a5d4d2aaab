//! `torg serve`: mailboxes of dialogues, effects on their way out, timers.
//!
//! One event per dialogue at a time: each chat with something to do has a task that drains its
//! mailbox, commits a turn, and performs what the turn left to perform. A request to the world runs
//! beside it, so that a person who takes over is never kept waiting by a model.

use crate::doors::{Delivered, Doors};
use crate::perform::{self, Answers, Asker, STALE, pause_before};
use crate::turn::{Delivery, TurnError, Turns};
use arc_swap::ArcSwapOption;
use channels::Notice;
use engine::{Answer, ChatKey, Effect, Event, Happened, Message, Request, State};
use jiff::Timestamp;
use models::Models;
use std::collections::HashMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use store::{InboxKey, Mark, OutboxItem, OutboxState, StoreError};
use tokio::sync::{Semaphore, mpsc, oneshot, watch};
use tokio::task::block_in_place;
use tokio_util::task::TaskTracker;
use tracing::{error, info, warn};

/// The most events that wait in a chat's mailbox; beyond it the channel is told to hold back.
const MAILBOX: usize = 64;

/// The most chats with something to do at once; new ones wait, running ones go on.
const CHATS: usize = 10_000;

/// How often a message that was surely not delivered is tried again.
const SENDS: u32 = 6;

/// How often timers are looked at.
const TICK: Duration = Duration::from_millis(250);

/// The most timers that fire in one tick.
const FIRED: usize = 500;

/// How often the buyer is shown that an answer is being written.
const TYPING: Duration = Duration::from_secs(4);

/// A running shop.
pub struct Service {
    turns: Turns,
    answers: Answers,
    models: ArcSwapOption<Models>,
    doors: Doors,
    mailboxes: Mutex<HashMap<ChatKey, mpsc::Sender<Mail>>>,
    chats: Arc<Semaphore>,
    tasks: TaskTracker,
    /// Why the store takes no more, once it does not.
    broken: watch::Sender<Option<String>>,
}

/// An event for a chat, and who waits until it is durable.
struct Mail {
    event: Event,
    delivery: Delivery,
    durable: oneshot::Sender<Result<(), TurnError>>,
}

impl Service {
    /// A service over these parts.
    pub fn new(turns: Turns, models: Option<Models>, doors: Doors) -> Arc<Service> {
        Arc::new(Service {
            answers: Answers::new(Arc::clone(turns.store())),
            turns,
            models: ArcSwapOption::from_pointee(models),
            doors,
            mailboxes: Mutex::new(HashMap::new()),
            chats: Arc::new(Semaphore::new(CHATS)),
            tasks: TaskTracker::new(),
            broken: watch::Sender::new(None),
        })
    }

    /// The turns, for a reload.
    pub fn turns(&self) -> &Turns {
        &self.turns
    }

    /// Serves other models from the next request on.
    pub fn swap_models(&self, models: Option<Models>) {
        self.models.store(models.map(Arc::new));
    }

    /// Hands an event to its chat's mailbox; gives back when the turn is durable. A full mailbox makes
    /// the caller wait, which holds the channel back.
    ///
    /// # Errors
    /// [`TurnError`]: the event was not taken and may be handed in again.
    pub async fn deliver(
        self: &Arc<Service>,
        chat: &ChatKey,
        event: Event,
        delivery: Delivery,
    ) -> Result<(), TurnError> {
        let (durable, taken) = oneshot::channel();
        let mut mail = Mail {
            event,
            delivery,
            durable,
        };
        loop {
            let mailbox = self.mailbox(chat).await;
            match mailbox.send(mail).await {
                Ok(()) => break,
                // The task of this mailbox just ended: another one is opened.
                Err(mpsc::error::SendError(back)) => mail = back,
            }
        }
        taken
            .await
            .unwrap_or(Err(TurnError::Store(StoreError::Closed)))
    }

    async fn mailbox(self: &Arc<Service>, chat: &ChatKey) -> mpsc::Sender<Mail> {
        let open = |service: &Service| {
            service
                .boxes()
                .get(chat)
                .filter(|mailbox| !mailbox.is_closed())
                .cloned()
        };
        if let Some(mailbox) = open(self) {
            return mailbox;
        }
        let place = Arc::clone(&self.chats).acquire_owned().await;
        let mut boxes = self.boxes();
        if let Some(mailbox) = boxes.get(chat).filter(|mailbox| !mailbox.is_closed()) {
            return mailbox.clone();
        }
        let (sender, mail) = mpsc::channel(MAILBOX);
        boxes.insert(chat.clone(), sender.clone());
        drop(boxes);
        let (service, chat) = (Arc::clone(self), chat.clone());
        self.tasks.spawn(async move {
            service.drain(&chat, mail).await;
            drop(place);
        });
        sender
    }

    fn boxes(&self) -> std::sync::MutexGuard<'_, HashMap<ChatKey, mpsc::Sender<Mail>>> {
        // A map is never left half changed, so a poisoned lock is sound.
        self.mailboxes
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a chat's events one after another until there are no more.
    async fn drain(self: &Arc<Service>, chat: &ChatKey, mut mail: mpsc::Receiver<Mail>) {
        loop {
            let next = match mail.try_recv() {
                Ok(next) => next,
                Err(_) => {
                    // Nothing more: close, and take what slipped in before.
                    mail.close();
                    match mail.recv().await {
                        Some(next) => next,
                        None => break,
                    }
                }
            };
            let taken = self.turns.take(chat, next.event, next.delivery).await;
            let outbox = match taken {
                Ok(outbox) => {
                    let _ = next.durable.send(Ok(()));
                    outbox
                }
                Err(error) => {
                    error!(%chat, %error, "a turn was not taken");
                    self.note_fatal(&error);
                    let _ = next.durable.send(Err(error));
                    continue;
                }
            };
            for item in outbox {
                self.perform(item).await;
            }
        }
        let mut boxes = self.boxes();
        if boxes.get(chat).is_some_and(mpsc::Sender::is_closed) {
            boxes.remove(chat);
        }
    }

    /// Performs one effect: the one match over what leaves the process.
    async fn perform(self: &Arc<Service>, item: OutboxItem) {
        let chat = item.id.chat.clone();
        match &item.effect {
            Effect::Send(message) => self.send(&item, message).await,
            Effect::Request { .. } => {
                self.tasks.spawn(self.answering(item));
            }
            Effect::Escalate { team, reason } => {
                let now = Timestamp::now();
                if let Err(error) =
                    block_in_place(|| self.answers.escalate_lead(&chat, now, reason))
                {
                    warn!(%chat, %error, "the lead was not marked as escalated");
                }
                let notice = self.notice(&chat, team.as_deref(), reason);
                self.out(&item, || self.doors.escalate(&notice)).await;
            }
            Effect::Relay { text } => self.out(&item, || self.doors.relay(&chat, text)).await,
            Effect::Forward { text } => {
                self.out(&item, || self.doors.forward(&chat, text)).await;
            }
            Effect::HangUp
            | Effect::Remind { .. }
            | Effect::Unremind { .. }
            | Effect::Learn { .. }
            | Effect::Finish { .. }
            | Effect::Assigned { .. } => self.settle(&item, OutboxState::Sent, None).await,
        }
    }

    /// A message goes out only while whoever wrote it still owns the dialogue (DESIGN §3).
    async fn send(&self, item: &OutboxItem, message: &Message) {
        let chat = &item.id.chat;
        let owned = match self.turns.state(chat) {
            Ok((state, _)) => state.ownership == message.ownership,
            Err(error) => {
                error!(%chat, %error, "the owner of a dialogue cannot be read");
                false
            }
        };
        if !owned {
            return self
                .settle(
                    item,
                    OutboxState::Failed,
                    Some("a person owns the dialogue now"),
                )
                .await;
        }
        self.out(item, || self.doors.send(chat, message)).await;
    }

    /// Sends until it is sure: what was surely not delivered is tried again, what may have been is not.
    async fn out<F>(&self, item: &OutboxItem, attempt: impl Fn() -> F)
    where
        F: Future<Output = Delivered>,
    {
        for tries in 0..SENDS {
            if Timestamp::now().duration_since(item.at) > STALE {
                return self
                    .settle(item, OutboxState::Failed, Some("older than a day"))
                    .await;
            }
            self.settle(item, OutboxState::Sending, None).await;
            match attempt().await {
                Delivered::Sent => return self.settle(item, OutboxState::Sent, None).await,
                Delivered::Failed(why) => {
                    return self.settle(item, OutboxState::Failed, Some(&why)).await;
                }
                Delivered::Unknown(why) => {
                    return self.settle(item, OutboxState::Unknown, Some(&why)).await;
                }
                Delivered::TryAgain(after) => {
                    self.settle(item, OutboxState::Pending, None).await;
                    tokio::time::sleep(after.unwrap_or_else(|| pause_before(tries))).await;
                }
            }
        }
        self.settle(item, OutboxState::Failed, Some("tried too often"))
            .await;
    }

    async fn settle(&self, item: &OutboxItem, state: OutboxState, why: Option<&str>) {
        let mut mark = Mark::new(item.id.clone(), state, Timestamp::now());
        if let Some(why) = why {
            warn!(id = %item.id, state = state.as_str(), why, "a message");
            mark = mark.because(why);
        }
        if let Err(error) = self.turns.mark(vec![mark]).await {
            error!(id = %item.id, %error, "an outbox mark was not written");
        }
    }

    /// Answers a request; the answer is an event, and settles the request in the same transaction.
    /// Boxed, since delivering an event may open a mailbox whose task answers requests.
    fn answering(
        self: &Arc<Service>,
        item: OutboxItem,
    ) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        let service = Arc::clone(self);
        Box::pin(async move {
            let Effect::Request {
                number,
                request,
                within_ms,
                ..
            } = &item.effect
            else {
                return;
            };
            let chat = item.id.chat.clone();
            let answer = service
                .world_answers(&item, request, Duration::from_millis(*within_ms))
                .await;
            let event = Event {
                at: Timestamp::now(),
                what: Happened::Answered {
                    request: *number,
                    answer,
                },
            };
            let mark = Mark::new(item.id.clone(), OutboxState::Sent, event.at);
            let delivery = Delivery {
                keys: vec![InboxKey::answer(&chat, *number)],
                marks: vec![mark],
            };
            if let Err(error) = service.deliver(&chat, event, delivery).await {
                error!(%chat, %error, "an answer was not taken");
            }
        })
    }

    async fn world_answers(
        &self,
        item: &OutboxItem,
        request: &Request,
        within: Duration,
    ) -> Answer {
        let chat = &item.id.chat;
        let release = self.turns.release();
        let state = match self.turns.state(chat) {
            Ok((state, _)) => state,
            Err(error) => return Answer::Failed(error.to_string()),
        };
        if let Request::Escalate { team, reason } = request {
            let notice = self.notice_of(&state, team.as_deref(), reason);
            return match self.doors.escalate(&notice).await {
                Delivered::Failed(why) => Answer::Failed(why),
                _ => Answer::Done(engine::Value::YesNo(true)),
            };
        }
        let asker = Asker {
            chat: chat.clone(),
            dialogue: item.dialogue,
            name: state.buyer.name.clone(),
            username: state.buyer.username.clone(),
            now: Timestamp::now(),
            key: item.id.to_string(),
        };
        if let Some(answer) = block_in_place(|| self.answers.at_once(&release, &asker, request)) {
            return answer;
        }
        let models = self.models.load_full();
        let asking = perform::ask_model(models.as_deref(), &release, request, within);
        tokio::pin!(asking);
        loop {
            tokio::select! {
                answer = &mut asking => return answer,
                () = self.doors.typing(chat) => {
                    tokio::select! {
                        answer = &mut asking => return answer,
                        () = tokio::time::sleep(TYPING) => {}
                    }
                }
            }
        }
    }

    fn notice(&self, chat: &ChatKey, team: Option<&str>, reason: &str) -> Notice {
        match self.turns.state(chat) {
            Ok((state, _)) => self.notice_of(&state, team, reason),
            Err(_) => self.notice_of(&State::new(chat.clone()), team, reason),
        }
    }

    fn notice_of(&self, state: &State, team: Option<&str>, reason: &str) -> Notice {
        Notice {
            dialogue: state.dialogue_id(),
            name: state.buyer.name.clone(),
            username: state.buyer.username.clone(),
            team: team.map(str::to_owned),
            reason: reason.to_owned(),
            last_words: state.buyer.words.clone(),
            link: perform::link(&state.chat, state.buyer.username.as_deref()),
        }
    }

    /// A store that failed once takes nothing more: acknowledging stops, and so does the process.
    fn note_fatal(&self, error: &TurnError) {
        if let TurnError::Store(store) = error
            && store.is_fatal()
        {
            self.broken.send_replace(Some(store.to_string()));
        }
    }

    /// Waits until the store takes no more; tells why.
    pub async fn broken(&self) -> String {
        let mut broken = self.broken.subscribe();
        let why = broken.wait_for(Option::is_some).await;
        why.ok().and_then(|why| why.clone()).unwrap_or_default()
    }

    /// Goes on with what the last run left: what was being sent is unknown now, the rest is performed.
    ///
    /// # Errors
    /// [`StoreError`]: the outbox cannot be read.
    pub async fn recover(self: &Arc<Service>) -> Result<(), StoreError> {
        let mut after = None;
        loop {
            let page = self.turns.store().outbox(after.as_ref(), FIRED)?;
            let last = page.len() < FIRED;
            after = page.last().map(|item| item.id.clone());
            for item in page {
                let asks = matches!(item.effect, Effect::Request { .. });
                if item.state == OutboxState::Sending && !asks {
                    self.settle(
                        &item,
                        OutboxState::Unknown,
                        Some("torg stopped while it was being sent"),
                    )
                    .await;
                } else {
                    self.perform(item).await;
                }
            }
            if last {
                return Ok(());
            }
        }
    }

    /// Fires timers as they come due, until the future that holds this is dropped.
    pub async fn watch_timers(self: &Arc<Service>) {
        let mut tick = tokio::time::interval(TICK);
        loop {
            tick.tick().await;
            let due = match self.turns.store().due(Timestamp::now(), FIRED) {
                Ok(due) => due,
                Err(error) => {
                    error!(%error, "timers cannot be read");
                    continue;
                }
            };
            for timer in due {
                let event = Event {
                    at: Timestamp::now(),
                    what: Happened::Due { timer: timer.timer },
                };
                let delivery = Delivery {
                    keys: vec![timer.inbox()],
                    marks: Vec::new(),
                };
                if let Err(error) = self.deliver(&timer.chat, event, delivery).await {
                    error!(chat = %timer.chat, %error, "a timer was not taken");
                }
            }
        }
    }

    /// Lets turns in flight finish; what is not done in time stays durable and goes on at the next start.
    pub async fn finish(&self, within: Duration) {
        self.tasks.close();
        if tokio::time::timeout(within, self.tasks.wait())
            .await
            .is_err()
        {
            info!("some messages go out at the next start");
        }
    }
}

//! `torg serve`: mailboxes of dialogues, effects on their way out, timers.
//!
//! One event per dialogue at a time: each chat with something to do has a task that drains its
//! mailbox, commits a turn, and performs what turns left to perform, in order. It takes the next event
//! while a message is still on its way out, and a request to the world runs beside it: neither a slow
//! channel nor a model keeps anybody waiting, least of all other chats.

use crate::doors::{Delivered, Doors};
use crate::perform::{self, Answers, Asker, STALE, pause_before};
use crate::turn::{Delivery, TurnError, Turns};
use arc_swap::ArcSwapOption;
use channels::Notice;
use engine::{Answer, ChatKey, Effect, Event, Happened, Message, Request, State};
use jiff::Timestamp;
use models::Models;
use std::collections::{HashMap, VecDeque};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use store::{InboxKey, Mark, OutboxItem, OutboxState, StoreError};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, oneshot, watch};
use tokio::task::{JoinSet, block_in_place};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{error, info, warn};

/// The most events that wait to be taken; beyond it whoever brings one waits, which holds the channel
/// back.
const EVENTS: usize = 10_000;

/// The most effects of a chat that wait to be performed before its next event is taken.
const WAITING: usize = 64;

/// How often timers are looked at.
const TICK: Duration = Duration::from_millis(250);

/// How many timers, or leftovers of an earlier run, are read at a time.
const PAGE: usize = 500;

/// How often the buyer is shown that an answer is being written.
const TYPING: Duration = Duration::from_secs(4);

/// A running shop.
pub struct Service {
    turns: Turns,
    answers: Answers,
    models: ArcSwapOption<Models>,
    doors: Doors,
    mailboxes: Mutex<HashMap<ChatKey, Mailbox>>,
    places: Arc<Semaphore>,
    tasks: TaskTracker,
    /// The end has come: nothing is waited for that the next start can do as well.
    ending: CancellationToken,
    /// Why the store takes no more, once it does not.
    broken: watch::Sender<Option<String>>,
}

/// What came for a chat and was not taken yet. It is there as long as the chat has a task.
struct Mailbox {
    mail: VecDeque<Mail>,
    came: Arc<Notify>,
}

/// Something for a chat's task.
struct Mail {
    what: What,
    _place: OwnedSemaphorePermit,
}

/// What a chat's task takes.
enum What {
    /// An event, and who waits until it is durable.
    Event(
        Box<(Event, Delivery)>,
        oneshot::Sender<Result<(), TurnError>>,
    ),
    /// What an earlier run left to perform.
    Left(Box<OutboxItem>),
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
            places: Arc::new(Semaphore::new(EVENTS)),
            tasks: TaskTracker::new(),
            ending: CancellationToken::new(),
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

    /// Hands an event to its chat's mailbox; gives back when the turn is durable.
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
        self.post(chat, What::Event(Box::new((event, delivery)), durable))
            .await;
        taken
            .await
            .unwrap_or(Err(TurnError::Store(StoreError::Closed)))
    }

    /// Puts something into a chat's mailbox; a chat without a task gets one.
    async fn post(self: &Arc<Service>, chat: &ChatKey, what: What) {
        let Ok(place) = Arc::clone(&self.places).acquire_owned().await else {
            // Never closed.
            return;
        };
        let mail = Mail {
            what,
            _place: place,
        };
        let mut boxes = self.boxes();
        if let Some(mailbox) = boxes.get_mut(chat) {
            mailbox.mail.push_back(mail);
            return mailbox.came.notify_one();
        }
        let came = Arc::new(Notify::new());
        let mailbox = Mailbox {
            mail: VecDeque::from([mail]),
            came: Arc::clone(&came),
        };
        boxes.insert(chat.clone(), mailbox);
        drop(boxes);
        let post = Post {
            service: Arc::clone(self),
            chat: chat.clone(),
        };
        self.tasks.spawn(async move { post.drain(&came).await });
    }

    fn boxes(&self) -> MutexGuard<'_, HashMap<ChatKey, Mailbox>> {
        // A map is never left half changed, so a poisoned lock is sound.
        self.mailboxes
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a turn; gives what it left to perform.
    async fn take(&self, chat: &ChatKey, what: What) -> Vec<OutboxItem> {
        let (event, durable) = match what {
            What::Event(event, durable) => (*event, durable),
            What::Left(item) => return vec![*item],
        };
        let (taken, outbox) = match self.turns.take(chat, event.0, event.1).await {
            Ok(outbox) => (Ok(()), outbox),
            Err(error) => {
                error!(%chat, %error, "a turn was not taken");
                self.note_fatal(&error);
                (Err(error), Vec::new())
            }
        };
        // Whoever brought it may be gone.
        let _ = durable.send(taken);
        outbox
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
            Effect::Relay { text } => {
                let came_to = self.out(&item, || self.doors.relay(&chat, text)).await;
                if matches!(came_to, OutboxState::Failed | OutboxState::Unknown) {
                    let languages = &self.turns.release().config.shop.languages;
                    self.doors
                        .undelivered(&chat, text, languages.first().copied())
                        .await;
                }
            }
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
        self.out(item, || async {
            match self.turns.state(chat) {
                Ok((state, _)) if state.ownership == message.ownership => {
                    self.doors.send(chat, message).await
                }
                Ok(_) => Delivered::Failed("a person owns the dialogue now".to_owned()),
                Err(error) => {
                    error!(%chat, %error, "the owner of a dialogue cannot be read");
                    Delivered::TryAgain(None)
                }
            }
        })
        .await;
    }

    /// Sends until it is sure: what was surely not delivered is tried again, what may have been is not.
    async fn out<F>(&self, item: &OutboxItem, attempt: impl Fn() -> F) -> OutboxState
    where
        F: Future<Output = Delivered>,
    {
        let mut tries = 0;
        loop {
            if Timestamp::now().duration_since(item.at) > STALE {
                return self
                    .came_to(item, OutboxState::Failed, "older than a day")
                    .await;
            }
            self.settle(item, OutboxState::Sending, None).await;
            match attempt().await {
                Delivered::Sent => {
                    self.settle(item, OutboxState::Sent, None).await;
                    return OutboxState::Sent;
                }
                Delivered::Failed(why) => {
                    return self.came_to(item, OutboxState::Failed, &why).await;
                }
                Delivered::Unknown(why) => {
                    return self.came_to(item, OutboxState::Unknown, &why).await;
                }
                Delivered::TryAgain(after) => {
                    self.settle(item, OutboxState::Pending, None).await;
                    let pause = after.unwrap_or_default().max(pause_before(tries));
                    tries += 1;
                    tokio::select! {
                        () = tokio::time::sleep(pause) => {}
                        () = self.ending.cancelled() => return OutboxState::Pending,
                    }
                }
            }
        }
    }

    async fn came_to(&self, item: &OutboxItem, state: OutboxState, why: &str) -> OutboxState {
        self.settle(item, state, Some(why)).await;
        state
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
            return tokio::time::timeout(within, self.call(&notice))
                .await
                .unwrap_or(Answer::Late);
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

    /// Calls the shop's people; tries again while it is sure that they were not reached.
    async fn call(&self, notice: &Notice) -> Answer {
        let mut tries = 0;
        loop {
            match self.doors.escalate(notice).await {
                Delivered::Sent | Delivered::Unknown(_) => {
                    return Answer::Done(engine::Value::YesNo(true));
                }
                Delivered::Failed(why) => return Answer::Failed(why),
                Delivered::TryAgain(after) => {
                    tokio::time::sleep(after.unwrap_or_default().max(pause_before(tries))).await;
                    tries += 1;
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

    /// Goes on with what the last run left: what was being sent is unknown now, the rest is performed
    /// by each chat's task, before anything new.
    ///
    /// # Errors
    /// [`StoreError`]: the outbox cannot be read.
    pub async fn recover(self: &Arc<Service>) -> Result<(), StoreError> {
        let mut after = None;
        loop {
            let page = self.turns.store().outbox(after.as_ref(), PAGE)?;
            let last = page.len() < PAGE;
            after = page.last().map(|item| item.id.clone());
            for item in page {
                // A request is known again by its key, and people may be told twice but not never.
                let repeats = matches!(
                    item.effect,
                    Effect::Request { .. } | Effect::Escalate { .. } | Effect::Forward { .. }
                );
                if item.state == OutboxState::Sending && !repeats {
                    let why = "torg stopped while it was being sent";
                    self.settle(&item, OutboxState::Unknown, Some(why)).await;
                } else {
                    let chat = item.id.chat.clone();
                    self.post(&chat, What::Left(Box::new(item))).await;
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
            let due = match self.turns.store().due(Timestamp::now(), PAGE) {
                Ok(due) => due,
                Err(error) => {
                    error!(%error, "timers cannot be read");
                    continue;
                }
            };
            // All at once, so that they share a flush and none waits for another chat.
            let mut firing = JoinSet::new();
            for timer in due {
                let service = Arc::clone(self);
                firing.spawn(async move {
                    let event = Event {
                        at: Timestamp::now(),
                        what: Happened::Due { timer: timer.timer },
                    };
                    let delivery = Delivery {
                        keys: vec![timer.inbox()],
                        marks: Vec::new(),
                    };
                    if let Err(error) = service.deliver(&timer.chat, event, delivery).await {
                        error!(chat = %timer.chat, %error, "a timer was not taken");
                    }
                });
            }
            firing.join_all().await;
        }
    }

    /// Lets turns in flight finish; what is not done in time stays durable and goes on at the next start.
    pub async fn finish(&self, within: Duration) {
        self.ending.cancel();
        self.tasks.close();
        if tokio::time::timeout(within, self.tasks.wait())
            .await
            .is_err()
        {
            info!("some messages go out at the next start");
        }
    }
}

/// A chat's task.
struct Post {
    service: Arc<Service>,
    chat: ChatKey,
}

impl Post {
    /// Takes the chat's events one after another, and performs what they leave, until there is nothing
    /// more to do.
    async fn drain(&self, came: &Notify) {
        let mut waiting = VecDeque::new();
        let mut going: Option<Pin<Box<dyn Future<Output = ()> + Send + '_>>> = None;
        loop {
            if going.is_none() {
                let next = waiting.pop_front();
                going = next.map(|item| Box::pin(self.service.perform(item)) as Pin<Box<_>>);
            }
            let room = waiting.len() < WAITING;
            if room && let Some(mail) = self.next() {
                waiting.extend(self.service.take(&self.chat, mail.what).await);
                continue;
            }
            match &mut going {
                Some(out) => tokio::select! {
                    () = out => going = None,
                    () = came.notified(), if room => {}
                },
                None if self.leave() => return,
                None => {}
            }
        }
    }

    fn next(&self) -> Option<Mail> {
        self.service.boxes().get_mut(&self.chat)?.mail.pop_front()
    }

    /// Takes the mailbox down, unless something came meanwhile.
    fn leave(&self) -> bool {
        let mut boxes = self.service.boxes();
        let empty = boxes
            .get(&self.chat)
            .is_none_or(|mailbox| mailbox.mail.is_empty());
        if empty {
            boxes.remove(&self.chat);
        }
        empty
    }
}

impl Drop for Post {
    /// A task that broke off leaves no mailbox behind that nobody empties.
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.service.boxes().remove(&self.chat);
        }
    }
}

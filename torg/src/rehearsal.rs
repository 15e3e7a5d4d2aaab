//! A dialogue with a clock of its own: one buyer, everything performed until it is quiet again.
//! `torg chat` and talks run on it; the parts are those of `torg serve`.

use crate::perform::{self, Answers, Asker};
use crate::release::Release;
use engine::step::Trace;
use engine::world::{Profile, Shop, Unproved};
use engine::{
    Answer, Call, ChatKey, Effect, Event, Happened, Name, Proof, Reply, Request, State, Value,
    World, step,
};
use jiff::{SignedDuration, Timestamp};
use models::{ModelError, Models};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use store::{Committed, Mark, OutboxState, Store, StoreError, TurnCommit};
use thiserror::Error;
use understand::{Heard, Lang};

/// The most turns that one event may lead to.
const MOST_TURNS: u32 = 200;

/// What a talk sets: how steps answer, and values of the profile.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// `given STEP answers OUTCOME [VALUE]`, by `plugin.step`.
    pub answers: BTreeMap<String, (Name, Option<Value>)>,
    /// `given STEP takes 9s`, by `plugin.step`.
    pub takes: BTreeMap<String, Duration>,
    /// The profile with its given fields, where a talk gives some.
    pub profile: Option<Profile>,
}

/// Why a rehearsal cannot go on.
#[derive(Debug, Error)]
pub enum RehearsalError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The settings of the model.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The system gives no runtime for the model's client.
    #[error("the model's client cannot start: {0}")]
    Runtime(#[from] std::io::Error),
    /// The dialogue went on and on.
    #[error("one message led to more than {MOST_TURNS} turns; a step answers itself in a circle")]
    Endless,
}

/// What is told of each effect as it is performed: the state it came from, and the effect.
pub type Saw<'s> = &'s mut dyn FnMut(&State, &Effect);

/// One buyer and a clock that moves only when told.
pub struct Rehearsal {
    release: Arc<Release>,
    store: Arc<dyn Store>,
    answers: Answers,
    models: Option<(Models, tokio::runtime::Runtime)>,
    chat: ChatKey,
    clock: Timestamp,
    /// What is given instead of what would be.
    pub given: Given,
    /// Where the turns went so far.
    pub trace: Trace,
}

impl Rehearsal {
    /// A rehearsal of `chat` over `store`, its clock at `clock`.
    ///
    /// # Errors
    /// [`RehearsalError::Model`] and [`RehearsalError::Runtime`].
    pub fn new(
        release: Arc<Release>,
        store: Arc<dyn Store>,
        chat: ChatKey,
        clock: Timestamp,
    ) -> Result<Rehearsal, RehearsalError> {
        let models = match perform::models(&release)? {
            Some(models) => {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()?;
                Some((models, runtime))
            }
            None => None,
        };
        let answers = Answers::new(Arc::clone(&store));
        Ok(Rehearsal {
            release,
            store,
            answers,
            models,
            chat,
            clock,
            given: Given::default(),
            trace: Trace::default(),
        })
    }

    /// The release that is served.
    pub fn release(&self) -> &Arc<Release> {
        &self.release
    }

    /// Serves another release from the next event on.
    pub fn publish(&mut self, release: Arc<Release>) {
        self.release = release;
    }

    /// The moment.
    pub fn clock(&self) -> Timestamp {
        self.clock
    }

    /// The buyer's mailbox as it stands.
    ///
    /// # Errors
    /// [`RehearsalError::Store`].
    pub fn state(&self) -> Result<State, RehearsalError> {
        Ok(self.load()?.0)
    }

    /// Something happens; it and all it leads to are performed before this returns.
    ///
    /// # Errors
    /// [`RehearsalError`]; what was committed before it stays.
    pub fn happen(&mut self, what: Happened, saw: Saw<'_>) -> Result<(), RehearsalError> {
        let mut queue = VecDeque::from([what]);
        for _ in 0..MOST_TURNS {
            let Some(what) = queue.pop_front() else {
                return Ok(());
            };
            self.turn(what, &mut queue, saw)?;
        }
        Err(RehearsalError::Endless)
    }

    /// The clock moves on; timers that come due meanwhile fire in order, each at its moment.
    ///
    /// # Errors
    /// As [`happen`](Rehearsal::happen).
    pub fn after(&mut self, by: SignedDuration, saw: Saw<'_>) -> Result<(), RehearsalError> {
        let until = self.clock.checked_add(by).unwrap_or(Timestamp::MAX);
        while let Some(timer) = self.state()?.timer.filter(|timer| timer.at <= until) {
            self.clock = self.clock.max(timer.at);
            self.happen(
                Happened::Due {
                    timer: timer.number,
                },
                saw,
            )?;
        }
        self.clock = until;
        Ok(())
    }

    /// Fills a slot as if it were known: of the running flow, or of the dialogue that is to begin.
    ///
    /// # Errors
    /// [`RehearsalError::Store`].
    pub fn set(&mut self, slot: &Name, value: Value) -> Result<(), RehearsalError> {
        let (mut state, expected) = self.load()?;
        match state.frames.last_mut() {
            Some(frame) => drop(frame.slots.insert(slot.clone(), value)),
            None => drop(state.kept.insert(slot.clone(), (value, Timestamp::MAX))),
        }
        let met = Happened::Met {
            name: None,
            username: None,
            locale: None,
            source: None,
        };
        let commit = TurnCommit {
            expected,
            inbox: Vec::new(),
            release: self.release.hash.clone(),
            event: Event {
                at: self.clock,
                what: met,
            },
            effects: Vec::new(),
            state,
            marks: Vec::new(),
        };
        self.store.commit(vec![commit])?;
        Ok(())
    }

    /// Goes on with what a crash left unfinished: words that were not shown, requests without an answer.
    ///
    /// # Errors
    /// As [`happen`](Rehearsal::happen).
    pub fn recover(&mut self, saw: Saw<'_>) -> Result<(), RehearsalError> {
        let (state, _) = self.load()?;
        let mut queue = VecDeque::new();
        let left: Vec<_> = self
            .store
            .outbox(None, usize::MAX)?
            .into_iter()
            .filter(|item| item.id.chat == self.chat)
            .collect();
        for item in &left {
            self.perform(&state, &item.effect, &mut queue, saw)?;
        }
        let marks = left
            .into_iter()
            .map(|item| Mark::new(item.id, OutboxState::Sent, self.clock))
            .collect();
        self.store.mark(marks)?;
        while let Some(what) = queue.pop_front() {
            self.turn(what, &mut queue, saw)?;
        }
        Ok(())
    }

    fn load(&self) -> Result<(State, u64), RehearsalError> {
        let loaded = self.store.load(&self.chat)?;
        Ok(loaded.map_or_else(
            || (State::new(self.chat.clone()), 0),
            |loaded| (loaded.state, loaded.version),
        ))
    }

    /// One turn: step, commit, perform.
    fn turn(
        &mut self,
        what: Happened,
        queue: &mut VecDeque<Happened>,
        saw: Saw<'_>,
    ) -> Result<(), RehearsalError> {
        let (state, expected) = self.load()?;
        let event = Event {
            at: self.clock,
            what,
        };
        let release = Arc::clone(&self.release);
        let turn = step(
            &release.graph,
            &Stage {
                release: &release,
                given: &self.given,
            },
            state,
            &event,
        );
        let commit = TurnCommit {
            expected,
            inbox: Vec::new(),
            release: release.hash.clone(),
            event,
            effects: turn.effects.clone(),
            state: turn.state.clone(),
            marks: Vec::new(),
        };
        let outbox = match self.store.commit(vec![commit])?.pop() {
            Some(Committed::Done { outbox, .. }) => outbox,
            _ => Vec::new(),
        };
        self.trace.ran.extend(turn.trace.ran);
        self.trace.heard.extend(turn.trace.heard);
        self.trace.said.extend(turn.trace.said);
        for effect in &turn.effects {
            self.perform(&turn.state, effect, queue, saw)?;
        }
        let marks = outbox
            .into_iter()
            .map(|item| Mark::new(item.id, OutboxState::Sent, self.clock))
            .collect();
        self.store.mark(marks)?;
        Ok(())
    }

    fn perform(
        &mut self,
        state: &State,
        effect: &Effect,
        queue: &mut VecDeque<Happened>,
        saw: Saw<'_>,
    ) -> Result<(), RehearsalError> {
        saw(state, effect);
        match effect {
            Effect::Request {
                number,
                step,
                request,
                within_ms,
            } => {
                let answer = self.answer(
                    state,
                    *number,
                    step,
                    request,
                    Duration::from_millis(*within_ms),
                );
                queue.push_back(Happened::Answered {
                    request: *number,
                    answer,
                });
            }
            Effect::Escalate { reason, .. } => {
                self.answers.escalate_lead(&self.chat, self.clock, reason)?
            }
            _ => {}
        }
        Ok(())
    }

    fn answer(
        &mut self,
        state: &State,
        number: u64,
        step: &str,
        request: &Request,
        within: Duration,
    ) -> Answer {
        if state
            .pending
            .as_ref()
            .is_some_and(|pending| &*pending.then == GIVEN)
        {
            let takes = self.given.takes.get(step).copied().unwrap_or_default();
            let waited =
                SignedDuration::try_from(takes.min(within)).unwrap_or(SignedDuration::ZERO);
            self.clock = self.clock.checked_add(waited).unwrap_or(self.clock);
            return if takes > within {
                Answer::Late
            } else {
                Answer::Done(Value::YesNo(true))
            };
        }
        let asker = Asker {
            chat: self.chat.clone(),
            dialogue: state.dialogue,
            name: state.buyer.name.clone(),
            username: state.buyer.username.clone(),
            now: self.clock,
            key: format!("{}#{number}", self.chat),
        };
        match self.answers.at_once(&self.release, &asker, request) {
            Some(answer) => answer,
            None => match &self.models {
                Some((models, runtime)) => runtime.block_on(perform::ask_model(
                    Some(models),
                    &self.release,
                    request,
                    within,
                )),
                None => Answer::Failed("no model is configured".to_owned()),
            },
        }
    }
}

/// The name of the function that goes on after a step that takes its time, and after a step that
/// changes the world whatever it answers: an effect is seen in any case.
const GIVEN: &str = "given";

/// The world of a rehearsal: the release's, but for what is given.
struct Stage<'r> {
    release: &'r Release,
    given: &'r Given,
}

impl World for Stage<'_> {
    fn shop(&self) -> &Shop {
        self.release.shop()
    }

    fn profile(&self, chat: &ChatKey) -> &Profile {
        self.given
            .profile
            .as_ref()
            .unwrap_or_else(|| self.release.profile(chat))
    }

    fn call(&self, call: &Call<'_>) -> Reply {
        let step = format!("{}.{}", call.plugin, call.step);
        if !self.given.takes.contains_key(&step) {
            let reply = self.given_or_real(&step, call);
            if matches!(reply, Reply::Ask { .. }) || !self.is_effect(call) {
                return reply;
            }
        }
        let request = Request::Model {
            task: String::new(),
            facts: String::new(),
            words: String::new(),
            lang: call.lang,
            max_tokens: 0,
        };
        Reply::Ask {
            request,
            then: Name::from(GIVEN),
        }
    }

    fn resume(&self, call: &Call<'_>, then: &str, answer: &Value) -> Reply {
        if then == GIVEN {
            return self.given_or_real(&format!("{}.{}", call.plugin, call.step), call);
        }
        self.release.resume(call, then, answer)
    }

    fn product(&self, sku: &str, field: &str, lang: Lang) -> Option<Value> {
        self.release.product(sku, field, lang)
    }

    fn find(&self, heard: &Heard, leave_out: &[usize], among: &[Name]) -> Vec<Name> {
        self.release.find(heard, leave_out, among)
    }

    fn named(&self, heard: &Heard, leave_out: &[usize], among: &[Name]) -> Vec<Name> {
        self.release.named(heard, leave_out, among)
    }

    fn prove(
        &self,
        text: &str,
        lang: Lang,
        facts: &dyn Fn() -> Vec<(String, Value)>,
    ) -> Result<Vec<Proof>, Unproved> {
        self.release.prove(text, lang, facts)
    }
}

impl Stage<'_> {
    fn is_effect(&self, call: &Call<'_>) -> bool {
        let signatures = self.release.plugins.signatures();
        signatures
            .get(call.plugin, call.step)
            .is_some_and(|signature| signature.effect)
    }

    fn given_or_real(&self, step: &str, call: &Call<'_>) -> Reply {
        match self.given.answers.get(step) {
            Some((outcome, _)) if &**outcome == "fails" => {
                Reply::Failed("as the talk says".to_owned())
            }
            Some((outcome, value)) => Reply::Outcome {
                name: outcome.clone(),
                value: value.clone(),
            },
            None => self.release.call(call),
        }
    }
}

//! Turns, chats and leads to write.

use engine::effect::{Message, Origin};
use engine::state::{Frame, Phase, Place};
use engine::{Because, Channel, ChatKey, DialogueId, Effect, Event, Happened, SaidAs, State};
use jiff::Timestamp;
use std::collections::BTreeMap;
use store::{Actor, Committed, InboxKey, LeadDraft, LeadStatus, Store, TurnCommit};

pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_780_000_000 + second).expect("a moment of this century")
}

pub(crate) fn chat(id: &str) -> ChatKey {
    ChatKey::new(Channel::Telegram, id)
}

pub(crate) fn key(name: &str) -> InboxKey {
    InboxKey::new(name)
}

/// The buyer says something and is answered.
pub(crate) fn turn(chat: &ChatKey, expected: u64, words: &str) -> TurnCommit {
    let seq = expected + 1;
    let mut state = State::new(chat.clone());
    state.dialogue = 1;
    state.phase = Phase::Open;
    state.messages = seq;
    state.buyer.words = words.to_owned();
    state.frames = vec![frame()];
    TurnCommit {
        expected,
        inbox: vec![key(&format!("{chat}:{seq}"))],
        release: "r1".to_owned(),
        event: Event {
            at: at(seq as i64),
            what: Happened::Said(words.to_owned()),
        },
        effects: vec![send(seq, &format!("вы сказали: {words}"))],
        state,
        marks: Vec::new(),
    }
}

pub(crate) fn send(number: u64, text: &str) -> Effect {
    Effect::Send(Message {
        number,
        text: text.to_owned(),
        lang: understand::Lang::RU,
        cards: Vec::new(),
        options: Vec::new(),
        said_as: SaidAs::Text("hello".into()),
        origin: Origin::default(),
        because: Because::default(),
        proofs: Vec::new(),
        ownership: 0,
    })
}

pub(crate) fn done(store: &dyn Store, turn: TurnCommit) -> u64 {
    let committed = store
        .commit(vec![turn])
        .expect("the turn is written")
        .remove(0);
    match committed {
        Committed::Done { version, .. } => version,
        other => panic!("expected the turn to be done, found {other:?}"),
    }
}

/// As many turns in a row as `words`.
pub(crate) fn talk(store: &dyn Store, chat: &ChatKey, words: &[&str]) {
    let from = store
        .load(chat)
        .expect("it loads")
        .map_or(0, |loaded| loaded.version);
    for (expected, words) in (from..).zip(words) {
        done(store, turn(chat, expected, words));
    }
}

pub(crate) fn draft(chat: &ChatKey, status: LeadStatus) -> LeadDraft {
    LeadDraft::new(
        DialogueId {
            chat: chat.clone(),
            number: 1,
        },
        status,
        Actor::Bot,
        at(0),
    )
}

/// Everything that can be read, to compare two stores by.
pub(crate) fn contents(store: &dyn Store) -> Result<String, store::StoreError> {
    let many = 100_000;
    store.verify()?;
    let mut text = String::new();
    for row in store.chats(None, many)? {
        let loaded = store.load(&row.chat)?;
        let journal = store.journal(&row.chat, 1, many)?;
        text += &format!("{row:?}\n{loaded:?}\n{journal:?}\n");
    }
    let timers = store.due(Timestamp::MAX, many)?;
    let outbox = (store.outbox(None, many)?, store.undelivered(None, many)?);
    let leads = store.leads(None, many)?;
    let dialogues = store.dialogues(None, many)?;
    text += &format!("{timers:?}\n{outbox:?}\n{leads:?}\n{dialogues:?}\n");
    for lead in leads {
        text += &format!("{:?}\n", store.lead_history(lead.id, 0, many)?);
    }
    Ok(text)
}

fn frame() -> Frame {
    Frame {
        flow: "flowers".into(),
        slots: BTreeMap::new(),
        results: BTreeMap::new(),
        words: BTreeMap::new(),
        visits: BTreeMap::new(),
        place: Place {
            flow: "flowers".into(),
            state: "order".into(),
            node: 3,
            wait: Some(0),
        },
    }
}

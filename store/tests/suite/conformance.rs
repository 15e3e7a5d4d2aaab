//! What every store must do. Adding a store is a line in `stores!`.

use crate::samples::{at, chat, contents, done, draft, key, send, talk, turn};
use engine::effect::Ended;
use engine::state::{Owner, Phase};
use engine::{Answer, DialogueId, Effect, Happened, Request};
use std::sync::Arc;
use store::{
    Actor, Amount, Committed, Committer, DiskStore, Group, LeadId, LeadProduct, LeadStatus, Mark,
    MemoryStore, OutboxId, OutboxState, Store, StoreError,
};

macro_rules! stores {
    ($($test:ident)*) => {
        mod memory {
            $(#[test] fn $test() { super::$test(std::sync::Arc::new(super::MemoryStore::new())); })*
        }
        mod disk {
            $(#[test] fn $test() {
                let folder = tempfile::tempdir().expect("a temporary folder");
                super::$test(std::sync::Arc::new(super::DiskStore::open(folder.path()).expect("it opens")));
            })*
        }
    };
}

stores! {
    a_chat_that_never_wrote_has_no_state
    a_turn_is_there_whole
    a_message_delivered_twice_is_one_turn
    a_turn_on_an_old_state_is_refused
    two_turns_of_one_chat_in_a_group_follow_each_other
    one_bad_turn_does_not_take_the_others_along
    the_journal_is_read_in_order_and_in_pages
    the_journal_of_a_chat_is_not_that_of_its_namesake
    timers_come_in_the_order_they_are_due
    a_timer_that_fired_or_was_called_off_is_gone
    what_is_to_be_sent_is_listed_until_it_is_sent
    what_may_have_been_sent_is_never_pending_by_itself
    an_answer_settles_its_request_in_the_same_turn
    dialogues_are_listed_with_their_end
    a_person_who_owns_the_dialogue_is_why_the_bot_is_silent
    a_thousand_replays_write_one_lead
    a_lead_saved_at_once_from_many_sides_is_one_row
    one_phone_on_two_channels_is_one_lead
    two_leads_that_turn_out_to_be_one_buyer_become_one
    the_bot_never_downgrades_nor_closes_a_lead
    every_change_of_a_lead_is_kept
    a_state_of_a_megabyte_comes_back_and_shrinks
    ids_that_cannot_be_keys_are_refused
    adapters_keep_notes
    many_dialogues_share_a_flush
    a_receipt_can_be_awaited
}

type Shared = Arc<dyn Store>;

fn a_chat_that_never_wrote_has_no_state(store: Shared) {
    assert_eq!(store.load(&chat("1")), Ok(None));
    assert_eq!(store.journal(&chat("1"), 1, 10), Ok(Vec::new()));
    assert_eq!(store.chats(None, 10), Ok(Vec::new()));
    assert_eq!(store.lead_of(&chat("1")), Ok(None));
    assert_eq!(store.due(at(1_000_000), 10), Ok(Vec::new()));
}

fn a_turn_is_there_whole(store: Shared) {
    let mut written = turn(&chat("1"), 0, "25 роз");
    written.effects.push(Effect::Remind {
        timer: 1,
        at: at(900),
    });
    let committed = store
        .commit(vec![written.clone()])
        .expect("it is written")
        .remove(0);
    let Committed::Done { version: 1, outbox } = committed else {
        panic!("found {committed:?}")
    };
    assert_eq!(outbox.len(), 1);
    assert_eq!(outbox[0].id.to_string(), "telegram:1#1.0");
    assert_eq!(outbox[0].effect, written.effects[0]);
    let loaded = store
        .load(&chat("1"))
        .expect("it loads")
        .expect("it is there");
    assert_eq!((loaded.version, loaded.state), (1, written.state.clone()));
    let journal = store.journal(&chat("1"), 1, 10).expect("it reads");
    assert_eq!(journal.len(), 1);
    assert_eq!(
        (journal[0].seq, journal[0].dialogue, &*journal[0].release),
        (1, 1, "r1")
    );
    assert_eq!(
        (&journal[0].event, &journal[0].effects),
        (&written.event, &written.effects)
    );
    assert_eq!(
        journal[0].place.as_ref(),
        Some(&written.state.frames[0].place)
    );
    assert_eq!(store.outbox(None, 10), Ok(outbox));
    assert_eq!(store.due(at(900), 10).expect("it reads").len(), 1);
    assert_eq!(store.seen(&written.inbox[0]), Ok(true));
}

fn a_message_delivered_twice_is_one_turn(store: Shared) {
    let first = turn(&chat("1"), 0, "да");
    done(&*store, first.clone());
    let again = store
        .commit(vec![first.clone()])
        .expect("it answers")
        .remove(0);
    assert_eq!(
        again,
        Committed::Duplicate {
            key: first.inbox[0].clone()
        }
    );
    let mut mixed = turn(&chat("1"), 1, "да нет");
    mixed.inbox.push(first.inbox[0].clone());
    let again = store
        .commit(vec![mixed.clone()])
        .expect("it answers")
        .remove(0);
    assert_eq!(
        again,
        Committed::Duplicate {
            key: first.inbox[0].clone()
        }
    );
    assert_eq!(
        store.seen(&mixed.inbox[0]),
        Ok(false),
        "nothing of a refused turn stays"
    );
    assert_eq!(store.journal(&chat("1"), 1, 10).expect("it reads").len(), 1);
    let twice = turn(&chat("2"), 0, "да");
    let answers = store
        .commit(vec![twice.clone(), twice])
        .expect("it answers");
    assert!(
        matches!(
            answers[..],
            [
                Committed::Done { version: 1, .. },
                Committed::Duplicate { .. }
            ]
        ),
        "{answers:?}"
    );
}

fn a_turn_on_an_old_state_is_refused(store: Shared) {
    talk(&*store, &chat("1"), &["раз", "два"]);
    let mut late = turn(&chat("1"), 1, "поздно");
    late.inbox = vec![key("other")];
    let answer = store.commit(vec![late]).expect("it answers").remove(0);
    assert_eq!(answer, Committed::Conflict { version: 2 });
    let answer = store
        .commit(vec![turn(&chat("2"), 7, "рано")])
        .expect("it answers")
        .remove(0);
    assert_eq!(answer, Committed::Conflict { version: 0 });
    assert_eq!(store.seen(&key("other")), Ok(false));
    assert_eq!(store.outbox(None, 10).expect("it reads").len(), 2);
}

fn two_turns_of_one_chat_in_a_group_follow_each_other(store: Shared) {
    let (one, two) = (turn(&chat("1"), 0, "раз"), turn(&chat("1"), 1, "два"));
    let answers = store
        .commit(vec![one, turn(&chat("2"), 0, "сам"), two])
        .expect("they are written");
    let versions: Vec<u64> = answers.iter().map(version).collect();
    assert_eq!(versions, [1, 1, 2]);
    assert_eq!(
        store
            .load(&chat("1"))
            .expect("it loads")
            .expect("it is there")
            .state
            .buyer
            .words,
        "два"
    );
}

fn one_bad_turn_does_not_take_the_others_along(store: Shared) {
    let turns = vec![
        turn(&chat("1"), 0, "раз"),
        turn(&chat("a\0b"), 0, "x"),
        turn(&chat("2"), 0, "два"),
    ];
    let written = store
        .write(Group {
            turns,
            marks: Vec::new(),
        })
        .expect("the group is written");
    assert!(
        matches!(
            written.turns[..],
            [Ok(_), Err(StoreError::BadId { .. }), Ok(_)]
        ),
        "{:?}",
        written.turns
    );
    assert_eq!(store.chats(None, 10).expect("it reads").len(), 2);
}

fn the_journal_is_read_in_order_and_in_pages(store: Shared) {
    let words: Vec<String> = (1..=300).map(|number| number.to_string()).collect();
    talk(
        &*store,
        &chat("1"),
        &words.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    let mut seqs = Vec::new();
    loop {
        let page = store
            .journal(&chat("1"), seqs.len() as u64 + 1, 64)
            .expect("it reads");
        seqs.extend(page.iter().map(|entry| entry.seq));
        if page.len() < 64 {
            break;
        }
    }
    assert!(seqs.iter().copied().eq(1..=300), "{seqs:?}");
}

fn the_journal_of_a_chat_is_not_that_of_its_namesake(store: Shared) {
    for id in ["1", "10", "1/1", "", "1:2"] {
        talk(&*store, &chat(id), &[id]);
    }
    for id in ["1", "10", "1/1", "", "1:2"] {
        let journal = store.journal(&chat(id), 0, 10).expect("it reads");
        assert_eq!(journal.len(), 1);
        assert_eq!(journal[0].event.what, Happened::Said(id.to_owned()));
    }
    let all = store.chats(None, 10).expect("it reads");
    let second = store.chats(Some(&all[1].chat), 2).expect("it reads");
    assert_eq!(second[..], all[2..4]);
}

fn timers_come_in_the_order_they_are_due(store: Shared) {
    for (id, seconds) in [
        ("a", 500),
        ("b", -400),
        ("c", 100),
        ("d", 3_000),
        ("e", 100),
    ] {
        let mut turn = turn(&chat(id), 0, "подожду");
        turn.effects = vec![Effect::Remind {
            timer: 1,
            at: at(seconds),
        }];
        done(&*store, turn);
    }
    let due = |until, limit| -> Vec<String> {
        let timers = store.due(at(until), limit).expect("it reads");
        timers.into_iter().map(|timer| timer.chat.id).collect()
    };
    assert_eq!(due(500, 10), ["b", "c", "e", "a"]);
    assert_eq!(due(499, 10), ["b", "c", "e"]);
    assert_eq!(due(9_000, 2), ["b", "c"]);
    assert_eq!(due(-401, 10), [""; 0]);
}

fn a_timer_that_fired_or_was_called_off_is_gone(store: Shared) {
    let chat = chat("1");
    let mut first = turn(&chat, 0, "подожду");
    first.effects = [1, 2, 3]
        .map(|timer| Effect::Remind {
            timer,
            at: at(timer as i64),
        })
        .into();
    done(&*store, first);
    let timers = || -> Vec<u64> {
        store
            .due(at(100), 10)
            .expect("it reads")
            .iter()
            .map(|timer| timer.timer)
            .collect()
    };
    assert_eq!(timers(), [1, 2, 3]);
    let firing = store.due(at(100), 1).expect("it reads").remove(0);
    let mut fired = turn(&chat, 1, "");
    fired.event.what = Happened::Due { timer: 1 };
    fired.inbox = vec![firing.inbox()];
    fired.effects = vec![Effect::Remind {
        timer: 3,
        at: at(50),
    }];
    done(&*store, fired);
    assert_eq!(timers(), [2, 3]);
    assert_eq!(
        store.due(at(100), 10).expect("it reads")[1].at,
        at(50),
        "a timer set again is moved"
    );
    let mut off = turn(&chat, 2, "хватит");
    off.effects = vec![
        Effect::Unremind { timer: 2 },
        Effect::Unremind { timer: 3 },
        Effect::Unremind { timer: 9 },
    ];
    done(&*store, off);
    assert_eq!(timers(), [0; 0]);
    assert_eq!(store.seen(&firing.inbox()), Ok(true));
}

fn what_is_to_be_sent_is_listed_until_it_is_sent(store: Shared) {
    for id in ["b", "a"] {
        let mut turn = turn(&chat(id), 0, "два сообщения");
        turn.effects = vec![
            send(1, "раз"),
            Effect::Unremind { timer: 1 },
            send(2, "два"),
            Effect::HangUp,
        ];
        done(&*store, turn);
    }
    let ids = || -> Vec<String> {
        store
            .outbox(None, 10)
            .expect("it reads")
            .iter()
            .map(|item| item.id.to_string())
            .collect()
    };
    let all =
        ["a#1.0", "a#1.2", "a#1.3", "b#1.0", "b#1.2", "b#1.3"].map(|id| format!("telegram:{id}"));
    assert_eq!(ids(), all);
    let first = OutboxId {
        chat: chat("a"),
        turn: 1,
        index: 0,
    };
    assert_eq!(store.outbox(Some(&first), 2).expect("it reads").len(), 2);
    let sending = || Mark::new(first.clone(), OutboxState::Sending, at(10));
    assert_eq!(
        store.mark(vec![sending(), sending()]),
        Ok(vec![true, false]),
        "it is taken once"
    );
    let item = store.outbox(None, 1).expect("it reads").remove(0);
    assert_eq!(
        (item.state, item.since, item.tries),
        (OutboxState::Sending, at(10), 1)
    );
    let sent = Mark::new(first.clone(), OutboxState::Sent, at(11));
    assert_eq!(store.mark(vec![sent.clone(), sent]), Ok(vec![true, false]));
    assert_eq!(ids(), all[1..]);
    assert_eq!(store.undelivered(None, 10), Ok(Vec::new()));
}

fn what_may_have_been_sent_is_never_pending_by_itself(store: Shared) {
    done(&*store, turn(&chat("1"), 0, "раз"));
    let id = OutboxId {
        chat: chat("1"),
        turn: 1,
        index: 0,
    };
    let mark = |state| Mark::new(id.clone(), state, at(5)).because("403");
    assert_eq!(
        store.mark(vec![mark(OutboxState::Unknown)]),
        Ok(vec![false]),
        "nothing was sent yet"
    );
    assert_eq!(
        store.mark(vec![mark(OutboxState::Sending), mark(OutboxState::Unknown)]),
        Ok(vec![true, true])
    );
    assert_eq!(store.outbox(None, 10), Ok(Vec::new()));
    let listed = store.undelivered(None, 10).expect("it reads");
    assert_eq!(
        (listed[0].state, listed[0].note.as_deref()),
        (OutboxState::Unknown, Some("403"))
    );
    assert_eq!(
        store.mark(vec![mark(OutboxState::Pending)]),
        Ok(vec![true]),
        "a person may send it again"
    );
    assert_eq!(store.undelivered(None, 10), Ok(Vec::new()));
    assert_eq!(store.outbox(None, 10).expect("it reads").len(), 1);
    let strange = OutboxId {
        chat: chat("none"),
        turn: 3,
        index: 1,
    };
    assert_eq!(
        store.mark(vec![Mark::new(strange, OutboxState::Sent, at(6))]),
        Ok(vec![false])
    );
}

fn an_answer_settles_its_request_in_the_same_turn(store: Shared) {
    let mut asks = turn(&chat("1"), 0, "беру");
    let request = Request::Escalate {
        team: None,
        reason: "опт".to_owned(),
    };
    asks.effects = vec![Effect::Request {
        number: 1,
        step: "leads.save".into(),
        request,
        within_ms: 1000,
    }];
    done(&*store, asks);
    let item = store.outbox(None, 1).expect("it reads").remove(0);
    store
        .mark(vec![Mark::new(
            item.id.clone(),
            OutboxState::Sending,
            at(2),
        )])
        .expect("it is marked");
    let mut answered = turn(&chat("1"), 1, "");
    answered.event.what = Happened::Answered {
        request: 1,
        answer: Answer::Late,
    };
    answered.effects = Vec::new();
    answered.marks = vec![Mark::new(item.id, OutboxState::Sent, at(3))];
    done(&*store, answered);
    assert_eq!(store.outbox(None, 10), Ok(Vec::new()));
}

fn dialogues_are_listed_with_their_end(store: Shared) {
    let chat = chat("1");
    talk(&*store, &chat, &["раз", "два"]);
    let mut ends = turn(&chat, 2, "беру");
    ends.state.phase = Phase::Ended(Ended::Won, at(3));
    done(&*store, ends);
    let mut next = turn(&chat, 3, "и ещё");
    next.state.dialogue = 2;
    done(&*store, next);
    let mut both = turn(&chat, 4, "нет, другое");
    both.state.dialogue = 3;
    both.effects = vec![Effect::Finish {
        outcome: Ended::Lost,
        because: None,
    }];
    done(&*store, both);
    let rows = store.dialogues(None, 10).expect("it reads");
    let told: Vec<_> = rows
        .iter()
        .map(|row| (row.id.number, row.first_turn, row.turns, row.phase))
        .collect();
    let (won, lost) = (
        Phase::Ended(Ended::Won, at(3)),
        Phase::Ended(Ended::Lost, at(5)),
    );
    assert_eq!(
        told,
        [(1, 1, 3, won), (2, 4, 1, lost), (3, 5, 1, Phase::Open)]
    );
    assert_eq!((rows[0].began, rows[0].last), (at(1), at(3)));
    assert_eq!(
        store.dialogues(Some(&rows[0].id), 1),
        Ok(vec![rows[1].clone()])
    );
    assert_eq!(store.dialogue(&rows[2].id), Ok(Some(rows[2].clone())));
    assert_eq!(store.dialogue(&DialogueId { chat, number: 9 }), Ok(None));
}

fn a_person_who_owns_the_dialogue_is_why_the_bot_is_silent(store: Shared) {
    let mut handed = turn(&chat("1"), 0, "позовите человека");
    handed.state.owner = Owner::Person {
        because: "хочет человека".to_owned(),
    };
    done(&*store, handed);
    let row = store.dialogues(None, 1).expect("it reads").remove(0);
    assert_eq!(row.silent.as_deref(), Some("хочет человека"));
    done(&*store, turn(&chat("1"), 1, "снова бот"));
    assert_eq!(store.dialogues(None, 1).expect("it reads")[0].silent, None);
}

fn a_thousand_replays_write_one_lead(store: Shared) {
    let mut draft = draft(&chat("1"), LeadStatus::Qualified);
    draft.phone = Some("+79215551234".to_owned());
    draft.product = Some(LeadProduct {
        sku: Some("ROSE-25".into()),
        name: "25 роз".to_owned(),
    });
    draft.amount = Some(Amount {
        amount: "2990.50".parse().expect("a number"),
        currency: "RUB".to_owned(),
    });
    let first = store
        .save_lead(&draft, "telegram:1#4.0")
        .expect("it is written");
    for replay in 0..500 {
        draft.at = at(replay);
        assert_eq!(
            store.save_lead(&draft, "telegram:1#4.0").as_ref(),
            Ok(&first)
        );
        assert_eq!(
            store
                .save_lead(&draft, &format!("telegram:1#{replay}.9"))
                .as_ref(),
            Ok(&first)
        );
    }
    assert_eq!(store.leads(None, 10), Ok(vec![first.clone()]));
    assert_eq!(store.lead_of(&chat("1")), Ok(Some(first.clone())));
    assert_eq!(
        store.lead_history(first.id, 0, 10).expect("it reads").len(),
        1
    );
    assert_eq!((first.id, first.created_at), (LeadId(1), at(0)));
}

fn a_lead_saved_at_once_from_many_sides_is_one_row(store: Shared) {
    std::thread::scope(|scope| {
        for side in 0..16 {
            let store = Arc::clone(&store);
            scope.spawn(move || {
                let mut draft = draft(&chat(&format!("side {}", side % 4)), LeadStatus::New);
                draft.phone = Some("+380671234567".to_owned());
                store
                    .save_lead(&draft, &format!("request {side}"))
                    .expect("it is written");
            });
        }
    });
    let leads = store.leads(None, 10).expect("it reads");
    assert_eq!(leads.len(), 1);
    assert_eq!(leads[0].chats.len(), 4);
}

fn one_phone_on_two_channels_is_one_lead(store: Shared) {
    let whatsapp = engine::ChatKey::new(engine::Channel::WhatsApp, "79215551234");
    let mut first = draft(&chat("1"), LeadStatus::New);
    first.phone = Some("+79215551234".to_owned());
    first.name = Some("Анна".to_owned());
    let mut second = draft(&whatsapp, LeadStatus::Qualified);
    second.phone = Some("+79215551234".to_owned());
    let one = store.save_lead(&first, "a").expect("it is written");
    let same = store.save_lead(&second, "b").expect("it is written");
    assert_eq!(
        (one.id, same.name.as_deref(), same.status),
        (same.id, Some("Анна"), LeadStatus::Qualified)
    );
    assert_eq!(same.chats, [chat("1"), whatsapp]);
    let mut words = draft(&chat("2"), LeadStatus::New);
    words.phone = Some("спросите у мамы".to_owned());
    let mut others = draft(&chat("3"), LeadStatus::New);
    others.phone.clone_from(&words.phone);
    store.save_lead(&words, "c").expect("it is written");
    store.save_lead(&others, "d").expect("it is written");
    assert_eq!(
        store.leads(None, 10).expect("it reads").len(),
        3,
        "only a real number tells who the buyer is"
    );
}

fn two_leads_that_turn_out_to_be_one_buyer_become_one(store: Shared) {
    let mut first = draft(&chat("1"), LeadStatus::New);
    first.address = Some("Невский, 1".to_owned());
    let mut second = draft(&chat("2"), LeadStatus::Qualified);
    second.phone = Some("+79215551234".to_owned());
    second.name = Some("Анна".to_owned());
    store.save_lead(&first, "a").expect("it is written");
    store.save_lead(&second, "b").expect("it is written");
    first.phone.clone_from(&second.phone);
    let merged = store.save_lead(&first, "c").expect("it is written");
    assert_eq!(merged.id, LeadId(1));
    assert_eq!(
        (merged.name.as_deref(), merged.address.as_deref()),
        (Some("Анна"), Some("Невский, 1"))
    );
    assert_eq!(merged.status, LeadStatus::Qualified);
    assert_eq!(store.leads(None, 10), Ok(vec![merged.clone()]));
    assert_eq!(
        store.lead(LeadId(2)),
        Ok(Some(merged.clone())),
        "the old number still leads there"
    );
    assert_eq!(store.lead_of(&chat("2")), Ok(Some(merged.clone())));
    assert_eq!(store.save_lead(&second, "b"), Ok(merged));
    let gone = store.lead_history(LeadId(2), 0, 10).expect("it reads");
    assert_eq!(
        gone.last().expect("it has a history").changes[0].field,
        "merged into"
    );
    let third = store
        .save_lead(&draft(&chat("3"), LeadStatus::New), "d")
        .expect("it is written");
    assert_eq!(third.id, LeadId(3), "a number is never given twice");
}

fn the_bot_never_downgrades_nor_closes_a_lead(store: Shared) {
    let mut saves = 0;
    let mut save = |status, by: Actor| {
        saves += 1;
        let mut draft = draft(&chat("1"), status);
        draft.by = by;
        store
            .save_lead(&draft, &saves.to_string())
            .expect("it is written")
            .status
    };
    assert_eq!(save(LeadStatus::Won, Actor::Bot), LeadStatus::New);
    assert_eq!(
        save(LeadStatus::Qualified, Actor::Bot),
        LeadStatus::Qualified
    );
    assert_eq!(save(LeadStatus::New, Actor::Bot), LeadStatus::Qualified);
    assert_eq!(
        save(LeadStatus::Escalated, Actor::Bot),
        LeadStatus::Escalated
    );
    assert_eq!(save(LeadStatus::New, Actor::Bot), LeadStatus::Escalated);
    let id = LeadId(1);
    let refused = store.set_lead_status(id, LeadStatus::Lost, &Actor::Bot, at(1), None);
    let (from, to) = (LeadStatus::Escalated, LeadStatus::Lost);
    assert_eq!(refused, Err(StoreError::Refused { lead: id, from, to }));
    let person = Actor::Person("Ольга".to_owned());
    let won = store.set_lead_status(id, LeadStatus::Won, &person, at(2), Some("оплачено"));
    assert_eq!(won.expect("a person may").status, LeadStatus::Won);
    assert_eq!(save(LeadStatus::Qualified, Actor::Bot), LeadStatus::Won);
    assert_eq!(
        save(LeadStatus::Lost, Actor::Outside("касса".to_owned())),
        LeadStatus::Lost
    );
    let nobody = store.set_lead_status(LeadId(7), LeadStatus::Won, &person, at(3), None);
    assert_eq!(nobody, Err(StoreError::NoLead(LeadId(7))));
}

fn every_change_of_a_lead_is_kept(store: Shared) {
    let mut draft = draft(&chat("1"), LeadStatus::New);
    store.save_lead(&draft, "1").expect("it is written");
    draft.at = at(60);
    draft.name = Some("Анна".to_owned());
    draft.status = LeadStatus::Qualified;
    store.save_lead(&draft, "2").expect("it is written");
    let person = Actor::Person("Ольга".to_owned());
    let lead = store
        .set_lead_status(LeadId(1), LeadStatus::Lost, &person, at(90), Some("дорого"))
        .expect("it is set");
    assert_eq!((lead.created_at, lead.updated_at), (at(0), at(90)));
    let history = store.lead_history(LeadId(1), 1, 10).expect("it reads");
    assert_eq!(
        history
            .iter()
            .map(|change| change.number)
            .collect::<Vec<_>>(),
        [2, 3]
    );
    let fields: Vec<_> = history[0]
        .changes
        .iter()
        .map(|it| (&*it.field, &*it.old, &*it.new))
        .collect();
    assert_eq!(
        fields,
        [("status", "new", "qualified"), ("name", "", "Анна")]
    );
    assert_eq!(
        (&history[1].by, history[1].reason.as_deref()),
        (&person, Some("дорого"))
    );
}

fn a_state_of_a_megabyte_comes_back_and_shrinks(store: Shared) {
    let chat = chat("1");
    let long: String = (0..1 << 20)
        .map(|number| char::from(b'a' + (number % 23) as u8))
        .collect();
    let large = turn(&chat, 0, &long);
    done(&*store, large.clone());
    assert_eq!(
        store
            .load(&chat)
            .expect("it loads")
            .expect("it is there")
            .state,
        large.state
    );
    assert_eq!(
        store.journal(&chat, 1, 1).expect("it reads")[0].event,
        large.event
    );
    let small = turn(&chat, 1, "коротко");
    done(&*store, small.clone());
    assert_eq!(
        store
            .load(&chat)
            .expect("it loads")
            .expect("it is there")
            .state,
        small.state
    );
    contents(&*store).expect("all of it reads");
}

fn ids_that_cannot_be_keys_are_refused(store: Shared) {
    for id in ["a\0b".to_owned(), "x".repeat(300)] {
        assert!(matches!(
            store.load(&chat(&id)),
            Err(StoreError::BadId { .. })
        ));
        assert!(matches!(
            store.commit(vec![turn(&chat(&id), 0, "x")]),
            Err(StoreError::BadId { .. })
        ));
        assert!(matches!(
            store.seen(&key(&id)),
            Err(StoreError::BadId { .. })
        ));
    }
    let mut turn = turn(&chat("1"), 0, "x");
    turn.inbox = vec![key("fine"), key(&"x".repeat(300))];
    assert!(matches!(
        store.commit(vec![turn]),
        Err(StoreError::BadId { .. })
    ));
    assert_eq!(store.seen(&key("fine")), Ok(false));
}

fn adapters_keep_notes(store: Shared) {
    assert_eq!(store.note("telegram offset"), Ok(None));
    store.set_note("telegram offset", "12").expect("it is kept");
    store.set_note("telegram offset", "13").expect("it is kept");
    assert_eq!(store.note("telegram offset"), Ok(Some("13".to_owned())));
}

fn many_dialogues_share_a_flush(store: Shared) {
    let committer = Committer::start(Arc::clone(&store)).expect("it starts");
    std::thread::scope(|scope| {
        for buyer in 0..16 {
            let committer = &committer;
            scope.spawn(move || {
                let chat = chat(&buyer.to_string());
                for expected in 0..20 {
                    let answer = committer
                        .commit_one(turn(&chat, expected, "ещё"))
                        .expect("it is written");
                    assert_eq!(version(&answer), expected + 1);
                    let id = OutboxId {
                        chat: chat.clone(),
                        turn: expected + 1,
                        index: 0,
                    };
                    let marks = vec![Mark::new(id, OutboxState::Sent, at(0))];
                    assert_eq!(committer.mark(marks).wait(), Ok(vec![true]));
                }
            });
        }
    });
    let last = committer.commit(turn(&chat("last"), 0, "и последнее"));
    drop(committer);
    assert_eq!(
        version(&last.wait().expect("what was queued is written")),
        1
    );
    assert_eq!(
        store
            .chats(None, 100)
            .expect("it reads")
            .iter()
            .map(|row| row.version)
            .sum::<u64>(),
        321
    );
    assert_eq!(store.outbox(None, 100).expect("it reads").len(), 1);
}

fn a_receipt_can_be_awaited(store: Shared) {
    use std::future::Future;
    use std::task::{Context, Poll, Wake, Waker};
    struct Unpark(std::thread::Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let committer = Committer::start(store).expect("it starts");
    let mut receipt = std::pin::pin!(committer.commit(turn(&chat("1"), 0, "раз")));
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    let answer = loop {
        match receipt.as_mut().poll(&mut context) {
            Poll::Ready(answer) => break answer,
            Poll::Pending => std::thread::park(),
        }
    };
    assert_eq!(version(&answer.expect("it is written")), 1);
}

fn version(committed: &Committed) -> u64 {
    match committed {
        Committed::Done { version, .. } => *version,
        other => panic!("expected the turn to be done, found {other:?}"),
    }
}

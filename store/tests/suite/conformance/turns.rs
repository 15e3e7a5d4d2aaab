//! Turns: whole or not at all, once, in order; and the lists they leave.

use super::{Shared, version};
use crate::samples::{at, chat, contents, done, key, talk, turn};
use engine::effect::Ended;
use engine::state::{Owner, Phase};
use engine::{DialogueId, Effect, Happened};
use store::{Committed, Group, StoreError};

super::on_every_store! {
    a_chat_that_never_wrote_has_no_state
    a_turn_is_there_whole
    a_message_delivered_twice_is_one_turn
    a_turn_on_an_old_state_is_refused
    two_turns_of_one_chat_in_a_group_follow_each_other
    one_bad_turn_does_not_take_the_others_along
    the_journal_is_read_in_order_and_in_pages
    the_journal_of_a_chat_is_not_that_of_its_namesake
    dialogues_are_listed_with_their_end
    a_person_who_owns_the_dialogue_is_why_the_bot_is_silent
    a_state_of_a_megabyte_comes_back_and_shrinks
    ids_that_cannot_be_keys_are_refused
    adapters_keep_notes
}

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

//! What follows from turns: timers, the outbox, and the thread that writes for many.

use super::{Shared, version};
use crate::samples::{at, chat, done, send, turn};
use engine::{Answer, Effect, Happened, Request};
use std::sync::Arc;
use store::{Committer, Mark, OutboxId, OutboxState};

super::on_every_store! {
    timers_come_in_the_order_they_are_due
    a_timer_that_fired_or_was_called_off_is_gone
    what_is_to_be_sent_is_listed_until_it_is_sent
    what_may_have_been_sent_is_never_pending_by_itself
    an_answer_settles_its_request_in_the_same_turn
    many_dialogues_share_a_flush
    a_receipt_can_be_awaited
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

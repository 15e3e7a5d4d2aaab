//! Updates: none is lost, none stops the others.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use channels::bot_api_server::Trouble;
use channels::{ChannelError, Refused};
use serde_json::json;
use tokio::time::timeout;

use crate::{ANNA, BORIS, LONG, Shop, after_meeting, chat, said};

#[tokio::test]
async fn an_update_is_confirmed_only_after_it_was_accepted() {
    let refusals = AtomicUsize::new(0);
    let mut shop = Shop::that_takes(move |_, _| match refusals.fetch_add(1, Ordering::Relaxed) {
        0..3 => Err(Refused),
        _ => Ok(()),
    })
    .await;
    shop.server.buyer_says(ANNA, "розы");
    let polls = shop.server.calls("getUpdates").len();
    assert!(polls <= 2);
    shop.brought(1).await;
    shop.settled().await;
    assert_eq!(shop.so_far().len(), 1, "it is accepted once");
}

#[tokio::test]
async fn a_full_queue_stops_the_polling_and_loses_nothing() {
    let mut shop = Shop::that_takes(|_, _| Err(Refused)).await;
    shop.server.buyer_says(ANNA, "розы");
    let polled = shop
        .server
        .wait_until(LONG, |server| !server.calls("getUpdates").is_empty())
        .await;
    assert!(polled);
    tokio::time::sleep(Duration::from_millis(500)).await;
    let polls = shop.server.calls("getUpdates").len();
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(
        shop.server.calls("getUpdates").len(),
        polls,
        "nothing more is asked for"
    );
    assert_eq!(shop.server.unconfirmed(), 1);
    shop.stop.send_replace(true);
    let ended = timeout(LONG, &mut shop.listening)
        .await
        .expect("it ends")
        .expect("no panic");
    assert_eq!(ended, Ok(()));
    assert_eq!(shop.server.unconfirmed(), 1, "it will come again");
}

#[tokio::test]
async fn words_of_one_buyer_keep_their_order_and_others_do_not_wait() {
    let mut shop =
        Shop::that_takes(
            |incoming, taken| match incoming.chat == chat(ANNA) && taken == 0 {
                true => Err(Refused),
                false => Ok(()),
            },
        )
        .await;
    for word in ["раз", "два", "три"] {
        shop.server.buyer_says(ANNA, word);
    }
    shop.server.buyer_says(BORIS, "розы");
    let brought = shop.brought(4).await;
    assert_eq!(brought[0].chat, chat(BORIS), "though he wrote last");
    assert!(
        brought[1..]
            .iter()
            .map(after_meeting)
            .eq(&[said("раз"), said("два"), said("три")])
    );
}

#[tokio::test]
async fn updates_that_nobody_understands_are_skipped() {
    let mut shop = Shop::open().await;
    for strange in [
        json!({ "time_travel": { "to": 1985 } }),
        json!({ "message": { "no": "id" } }),
        json!({ "message": null }),
        json!({ "message": "text" }),
        json!({ "callback_query": { "id": 5 } }),
        json!({ "update_id": 4_294_967_299_u64, "message": {} }),
        json!({ "update_id": -5 }),
        json!({ "poll": { "id": "1" } }),
        json!([1, 2, 3]),
        json!("text"),
        json!({ "update_id": "seven" }),
    ] {
        shop.server.push(strange);
    }
    shop.server.buyer_says(ANNA, "розы");
    assert_eq!(after_meeting(&shop.first().await), &said("розы"));
}

#[tokio::test]
async fn a_novelty_in_a_message_does_not_cost_the_buyer_their_words() {
    let mut shop = Shop::open().await;
    let novelty = json!({ "hologram": { "depth": 3 }, "voice": 5, "chat": null });
    let content =
        json!({ "text": "розы", "reply_to_message": novelty, "sticker": "new", "date": "today" });
    shop.server.buyer_sends(ANNA, content);
    assert_eq!(after_meeting(&shop.first().await), &said("розы"));
}

#[tokio::test]
async fn an_update_without_a_number_does_not_make_the_bot_spin() {
    let shop = Shop::open().await;
    shop.server.push(json!({ "update_id": "seven" }));
    tokio::time::sleep(Duration::from_millis(1500)).await;
    let polls = shop.server.calls("getUpdates").len();
    assert!(polls <= 5, "{polls} polls");
}

#[tokio::test]
async fn troubles_of_the_server_are_waited_out() {
    let mut shop = Shop::open().await;
    shop.server
        .next_call_meets("getUpdates", Trouble::TooMany(1));
    shop.server
        .next_call_meets("getUpdates", Trouble::Answers(200, "<html>".into()));
    shop.server.next_call_meets("getUpdates", Trouble::Breaks);
    // The poll that stands began before the troubles.
    shop.server.buyer_says(BORIS, "раз");
    shop.brought(1).await;
    shop.server.buyer_says(ANNA, "розы");
    assert_eq!(shop.brought(2).await[1].chat, chat(ANNA));
}

#[tokio::test]
async fn another_poller_or_a_webhook_does_not_end_the_listening() {
    let mut shop = Shop::open().await;
    let conflict = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
    shop.server
        .next_call_meets("getUpdates", Trouble::Refused(409, conflict.into()));
    shop.server.set_webhook();
    shop.server.buyer_says(ANNA, "розы");
    assert_eq!(shop.first().await.chat, chat(ANNA));
    assert_eq!(
        shop.server.calls("deleteWebhook").len(),
        2,
        "at the start, and when it was in the way"
    );
}

#[tokio::test]
async fn a_revoked_token_ends_the_listening_with_a_clear_word() {
    let mut shop = Shop::open().await;
    shop.server
        .next_call_meets("getUpdates", Trouble::Refused(401, "Unauthorized".into()));
    shop.server.buyer_says(ANNA, "розы");
    let ended = timeout(LONG, &mut shop.listening)
        .await
        .expect("it ends")
        .expect("no panic");
    assert_eq!(ended, Err(ChannelError::Token));
}

#[tokio::test]
async fn the_listening_stops_at_once_when_told() {
    let mut shop = Shop::open().await;
    shop.server
        .wait_until(LONG, |server| !server.calls("getUpdates").is_empty())
        .await;
    let told = Instant::now();
    shop.stop.send_replace(true);
    let ended = timeout(LONG, &mut shop.listening)
        .await
        .expect("it ends")
        .expect("no panic");
    assert_eq!(ended, Ok(()));
    assert!(told.elapsed() < Duration::from_secs(5));
}

//! Messages that do not arrive, or may not have.

use std::time::{Duration, Instant};

use channels::SendError;
use channels::bot_api_server::Trouble;
use channels::telegram::{Settings, Telegram};
use engine::{Channel, ChatKey};

use crate::{ANNA, BORIS, Shop, card, chat, connect, message, met, server};

fn failed(sent: Result<channels::Sent, SendError>) -> String {
    match sent {
        Err(SendError::Failed { why }) => why,
        other => panic!("not a sure failure: {other:?}"),
    }
}

fn unknown(sent: Result<channels::Sent, SendError>) -> String {
    match sent {
        Err(SendError::Unknown { why }) => why,
        other => panic!("not in doubt: {other:?}"),
    }
}

#[tokio::test]
async fn a_buyer_who_blocked_the_bot_is_not_written_to() {
    let mut shop = Shop::open().await;
    met(&mut shop, ANNA).await;
    shop.server.buyer_blocks(ANNA);
    let why = failed(
        shop.telegram
            .send(&chat(ANNA), &message("Привет", &[]))
            .await,
    );
    assert!(why.contains("blocked"), "{why}");
}

#[tokio::test]
async fn a_chat_that_nobody_knows_is_a_failure() {
    let server = server().await;
    let telegram = connect(&server).await;
    let why = failed(telegram.send(&chat(ANNA), &message("Привет", &[])).await);
    assert!(why.contains("chat not found"), "{why}");
    for id in ["", "abc", "9999999999999999999999"] {
        failed(
            telegram
                .send(
                    &ChatKey::new(Channel::Telegram, id),
                    &message("Привет", &[]),
                )
                .await,
        );
    }
    failed(
        telegram
            .send(&ChatKey::new(Channel::Web, "1"), &message("Привет", &[]))
            .await,
    );
}

#[tokio::test]
async fn the_limit_of_the_server_is_obeyed_and_other_chats_go_on() {
    let mut shop = Shop::open().await;
    met(&mut shop, ANNA).await;
    met(&mut shop, BORIS).await;
    shop.server
        .next_call_meets("sendMessage", Trouble::TooMany(600));
    let asked = Instant::now();
    let sent = shop
        .telegram
        .send(&chat(ANNA), &message("Привет", &[]))
        .await;
    assert_eq!(
        sent,
        Err(SendError::TryAgain {
            after: Duration::from_secs(600)
        })
    );
    let again = shop
        .telegram
        .send(&chat(ANNA), &message("Привет", &[]))
        .await;
    assert!(
        matches!(again, Err(SendError::TryAgain { after }) if after > Duration::from_secs(590))
    );
    assert_eq!(
        shop.server.calls("sendMessage").len(),
        1,
        "the second attempt does not leave"
    );
    shop.telegram
        .send(&chat(BORIS), &message("Привет", &[]))
        .await
        .expect("sent");
    assert!(
        asked.elapsed() < Duration::from_secs(20),
        "nobody sleeps for minutes"
    );
}

#[tokio::test]
async fn a_server_that_is_down_means_try_again() {
    let server = server().await;
    let telegram = connect(&server).await;
    drop(server);
    // The port closes a moment after its task is told to end.
    tokio::time::sleep(Duration::from_millis(200)).await;
    let sent = telegram.send(&chat(ANNA), &message("Привет", &[])).await;
    assert!(
        matches!(
            sent,
            Err(SendError::TryAgain { .. } | SendError::Unknown { .. })
        ),
        "{sent:?}"
    );
    let sent = telegram.send(&chat(ANNA), &message("Привет", &[])).await;
    assert!(matches!(sent, Err(SendError::TryAgain { .. })), "{sent:?}");
}

#[tokio::test]
async fn a_connection_that_breaks_before_the_answer_leaves_doubt() {
    let mut shop = Shop::open().await;
    met(&mut shop, ANNA).await;
    shop.server.next_call_meets("sendMessage", Trouble::Breaks);
    unknown(
        shop.telegram
            .send(&chat(ANNA), &message("Привет", &[]))
            .await,
    );
    assert_eq!(
        shop.server.messages_to(ANNA).len(),
        1,
        "it did arrive, but nobody knows"
    );
}

#[tokio::test]
async fn an_answer_of_an_unknown_shape_that_says_yes_is_a_yes() {
    let mut shop = Shop::open().await;
    met(&mut shop, ANNA).await;
    shop.server.next_call_meets("sendMessage", Trouble::Strange);
    let sent = shop
        .telegram
        .send(&chat(ANNA), &message("Привет", &[]))
        .await
        .expect("sent");
    assert!(sent.messages.is_empty(), "its id is not known");
}

#[tokio::test]
async fn an_answer_that_is_not_of_the_api_leaves_doubt() {
    let mut shop = Shop::open().await;
    met(&mut shop, ANNA).await;
    for body in ["<html>hello</html>", "", "[]", "{\"ok\":false}"] {
        shop.server
            .next_call_meets("sendMessage", Trouble::Answers(200, body.into()));
        unknown(
            shop.telegram
                .send(&chat(ANNA), &message("Привет", &[]))
                .await,
        );
    }
    let refusal = Trouble::Refused(400, "Bad Request: something new".into());
    shop.server.next_call_meets("sendMessage", refusal);
    failed(
        shop.telegram
            .send(&chat(ANNA), &message("Привет", &[]))
            .await,
    );
}

#[tokio::test]
async fn a_message_that_is_half_out_waits_for_its_turn() {
    let mut shop = Shop::open().await;
    met(&mut shop, ANNA).await;
    let mut offer = message("Вот:", &[]);
    offer.cards = vec![card(
        "Розы",
        "4 900 ₽",
        Some("https://example.com/roses.jpg"),
    )];
    shop.server
        .next_call_meets("sendMessage", Trouble::TooMany(1));
    let sent = shop.telegram.send(&chat(ANNA), &offer).await.expect("sent");
    assert_eq!(sent.messages.len(), 2);
    assert_eq!(
        shop.server.calls("sendPhoto").len(),
        1,
        "the photo is not sent twice"
    );
}

#[tokio::test]
async fn a_message_of_which_a_part_arrived_is_in_doubt() {
    let mut shop = Shop::open().await;
    met(&mut shop, ANNA).await;
    let mut offer = message("Вот:", &[]);
    offer.cards = vec![card(
        "Розы",
        "4 900 ₽",
        Some("https://example.com/roses.jpg"),
    )];
    shop.server
        .next_call_meets("sendMessage", Trouble::TooMany(3600));
    let why = unknown(shop.telegram.send(&chat(ANNA), &offer).await);
    assert!(why.contains("only a part arrived"), "{why}");
}

#[tokio::test]
async fn the_token_is_in_no_error() {
    let server = server().await;
    let telegram = connect(&server).await;
    drop(server);
    tokio::time::sleep(Duration::from_millis(200)).await;
    let error = telegram
        .send(&chat(ANNA), &message("Привет", &[]))
        .await
        .expect_err("nobody is there");
    let settings = Settings::new(channels::bot_api_server::TOKEN.into());
    let told = format!("{error} {error:?} {settings:?}");
    assert!(!told.contains("AAHdq"), "{told}");
    let nowhere = Settings {
        api_url: "telegram".into(),
        ..settings
    };
    let Err(error) = Telegram::connect(nowhere).await else {
        panic!("that is no address")
    };
    assert!(!format!("{error} {error:?}").contains("AAHdq"));
}

//! A process that is killed in the middle: nothing is lost, and nothing happens twice.

use crate::shop::{ANNA, LONG, Shop, server, told};
use channels::bot_api_server::BotApiServer;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::task::block_in_place;

/// A buyer's message in an update of this number.
fn update(number: u64, text: &str) -> Value {
    let buyer = json!({ "id": ANNA, "is_bot": false, "first_name": "Анна", "language_code": "ru" });
    let chat = json!({ "id": ANNA, "type": "private", "first_name": "Анна" });
    let date = std::time::UNIX_EPOCH
        .elapsed()
        .map_or(0, |since| since.as_secs());
    json!({ "update_id": number, "message": {
        "message_id": 100_000 + number, "date": date, "chat": chat, "from": buyer, "text": text,
    }})
}

fn said(server: &BotApiServer) -> Vec<String> {
    server
        .messages_to(ANNA)
        .into_iter()
        .map(|shown| shown.text)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dialogue_goes_on_and_an_update_that_comes_again_is_not_answered_again() {
    let server = server().await;
    // The bot may write to those who wrote first.
    server.buyer_says(ANNA, "здравствуйте");
    let shop = Shop::at(&server);
    let serving = shop.serve();
    told(&server, ANNA, "Для какого повода букет?").await;
    server.push(update(900_001, "сколько стоит 25 роз?"));
    told(&server, ANNA, "Оформляем доставку?").await;
    serving.kill();

    let before = said(&server);
    let _serving = shop.serve();
    server.push(update(900_001, "сколько стоит 25 роз?"));
    server.push(update(900_002, "да"));
    told(&server, ANNA, "Ваш телефон для курьера?").await;
    let all = server
        .wait_until(LONG, |server| server.unconfirmed() == 0)
        .await;
    assert!(all, "both are confirmed");
    assert_eq!(
        said(&server).len(),
        before.len() + 1,
        "{:#?}",
        said(&server)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_taken_once_however_often_the_process_is_killed() {
    let server = server().await;
    server.buyer_says(ANNA, "здравствуйте");
    let shop = Shop::at(&server);
    let words = [
        "день рождения",
        "25 роз",
        "да",
        "+7 921 555-12-34",
        "Невский проспект, 1",
    ];
    for (number, words) in words.iter().enumerate() {
        let serving = shop.serve();
        // It is killed while it takes the message, at another moment each time.
        let asked = server.calls("GetUpdates").len();
        server
            .wait_until(LONG, |server| server.calls("GetUpdates").len() > asked)
            .await;
        server.push(update(900_000 + number as u64, words));
        tokio::time::sleep(Duration::from_millis(7 * number as u64)).await;
        serving.kill();
    }
    let _serving = shop.serve();
    let all = server
        .wait_until(LONG, |server| server.unconfirmed() == 0)
        .await;
    assert!(all, "every message is taken in the end");

    let (mut leads, mut tries) = (block_in_place(|| shop.leads()), 0);
    while leads.is_empty() && tries < 200 {
        tokio::time::sleep(Duration::from_millis(50)).await;
        (leads, tries) = (block_in_place(|| shop.leads()), tries + 1);
    }
    assert_eq!(leads.len(), 1, "{leads:?} {:#?}", said(&server));
    let mut once = said(&server);
    let all = once.len();
    once.sort();
    once.dedup();
    assert_eq!(
        once.len(),
        all,
        "nothing is said twice: {:#?}",
        said(&server)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_that_a_killed_process_left_is_no_hindrance() {
    let server = server().await;
    let shop = Shop::at(&server);
    let serving = shop.serve();
    server.buyer_says(ANNA, "здравствуйте");
    told(&server, ANNA, "Для какого повода букет?").await;
    serving.kill();
    let listed = block_in_place(|| shop.torg(&["dialogues"], ""));
    assert!(
        listed.out.contains("telegram:501/1"),
        "{}{}",
        listed.out,
        listed.err
    );
    let mut serving = shop.serve();
    serving.tells("serving release");
    server.buyer_says(ANNA, "день рождения");
    told(&server, ANNA, "Какой вам по душе?").await;
    let listed = block_in_place(|| shop.torg(&["dialogues"], ""));
    assert!(
        listed.out.contains("telegram:501/1"),
        "{}{}",
        listed.out,
        listed.err
    );
}

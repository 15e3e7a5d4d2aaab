//! Buyers and operators in Telegram, with a shop that is really served.

use crate::shop::{ANNA, BORIS, LONG, Serving, Shop, cell, server, told};
use channels::bot_api_server::{OPERATORS, TOKEN, Trouble};
use models::scripted_server::{Answer, ScriptedServer};
use serde_json::json;
use std::time::{Duration, Instant};
use tokio::task::block_in_place;

#[tokio::test(flavor = "multi_thread")]
async fn a_bouquet_is_ordered_with_buttons() {
    let server = server().await;
    let shop = Shop::at(&server);
    let _serving = shop.serve();
    server.buyer_says(ANNA, "здравствуйте");
    told(&server, ANNA, "Для какого повода букет?").await;
    server.buyer_presses(ANNA, "День рождения");
    told(&server, ANNA, "Какой вам по душе?").await;
    server.buyer_says(ANNA, "25 роз");
    told(
        &server,
        ANNA,
        "25 красных роз — 4 500 ₽. В наличии 12 букетов.",
    )
    .await;
    told(&server, ANNA, "Оформляем доставку?").await;
    server.buyer_presses(ANNA, "Да");
    told(&server, ANNA, "Ваш телефон для курьера?").await;
    server.buyer_shares_contact(ANNA, "79215551234");
    told(&server, ANNA, "Куда доставить?").await;
    server.buyer_says(ANNA, "Невский проспект, 1");
    told(&server, ANNA, "Заказ принят.").await;

    let pressed = server.toasts();
    assert_eq!(pressed.len(), 2, "each press is answered once: {pressed:?}");
    let said: Vec<String> = server
        .messages_to(ANNA)
        .into_iter()
        .map(|shown| shown.text)
        .collect();
    assert_eq!(said.len(), 8, "{said:#?}");

    let leads = block_in_place(|| shop.leads());
    assert_eq!(leads.len(), 1, "{leads:?}");
    let lead = |column| cell(&leads[0], column);
    assert_eq!(
        (lead("status"), lead("phone")),
        ("qualified", "+79215551234")
    );
    assert_eq!((lead("name"), lead("username")), ("Анна", "anna_k"));
    assert_eq!((lead("amount"), lead("currency")), ("4500", "RUB"));
    assert_eq!(lead("link"), "https://t.me/anna_k");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_takes_over_and_gives_back() {
    let server = server().await;
    let shop = Shop::at(&server);
    let _serving = shop.serve();
    server.buyer_says(ANNA, "здравствуйте");
    told(&server, ANNA, "Для какого повода букет?").await;
    server.buyer_says(ANNA, "позовите оператора");
    told(&server, ANNA, "Передаю коллеге").await;
    let notice = told(&server, OPERATORS, "needs a person").await;
    assert!(notice.text.contains("позовите оператора"), "{notice:?}");

    server.operator_replies("needs a person", "Добрый день, это Ольга.");
    told(&server, ANNA, "Добрый день, это Ольга.").await;
    let before = server.messages_to(ANNA).len();
    server.buyer_says(ANNA, "сколько стоит 25 роз?");
    told(&server, OPERATORS, "💬 сколько стоит 25 роз?").await;
    assert_eq!(server.messages_to(ANNA).len(), before, "the bot is silent");

    server.operator_presses("needs a person", "Вернуть боту");
    server.wait_for(ANNA, before + 1, LONG).await;
    let last = server.messages_to(ANNA).pop().expect("there are messages");
    assert_eq!(last.text, "Для какого повода букет?");
    server.buyer_presses(ANNA, "День рождения");
    told(&server, ANNA, "Какой вам по душе?").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_was_being_written_is_dropped_when_a_person_takes_over() {
    let server = server().await;
    let late = Answer::After(
        Duration::from_millis(1200),
        Box::new(Answer::Says("Возьмите розы.".to_owned())),
    );
    let model = ScriptedServer::start([late]).await.expect("a port is free");
    let shop = Shop::at(&server);
    let settings = format!(
        "\n[model]\nbase_url = \"{}\"\nname = \"scripted\"\n",
        model.base_url()
    );
    shop.write("shop.toml", shop.read("shop.toml") + &settings);
    let _serving = shop.serve();
    server.buyer_says(ANNA, "позовите оператора");
    told(&server, OPERATORS, "needs a person").await;
    server.operator_presses("needs a person", "Вернуть боту");
    told(&server, ANNA, "Для какого повода букет?").await;
    server.buyer_presses(ANNA, "День рождения");
    told(&server, ANNA, "Какой вам по душе?").await;
    server.buyer_says(ANNA, "посоветуйте сами");
    assert!(
        server
            .wait_until(LONG, |server| !server.calls("SendChatAction").is_empty())
            .await
    );
    server.operator_replies("needs a person", "Я отвечу сама.");
    told(&server, ANNA, "Я отвечу сама.").await;

    let began = Instant::now();
    let why = || block_in_place(|| shop.torg(&["why", "telegram:501"], "")).out;
    while !why().contains("(the world answered)") && began.elapsed() < LONG {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(why().contains("(the world answered)"), "{}", why());
    let last = server.messages_to(ANNA).pop().expect("there are messages");
    assert_eq!(last.text, "Я отвечу сама.");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_understands_is_skipped() {
    let server = server().await;
    let shop = Shop::at(&server);
    let _serving = shop.serve();
    server.push(json!({ "paid_hologram": { "id": 7 } }));
    server.push(json!({ "message": "no message" }));
    server.push(json!({ "callback_query": { "id": "1", "data": "b:9.9" } }));
    server.buyer_forges_press(ANNA, "b:18446744073709551615.4294967295");
    server.buyer_edits(ANNA, "другое");
    server.buyer_says(ANNA, "здравствуйте");
    told(&server, ANNA, "Для какого повода букет?").await;
    let all = server
        .wait_until(LONG, |server| server.unconfirmed() == 0)
        .await;
    assert!(all, "every update is confirmed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_of_one_chat_is_kept_and_holds_up_no_other() {
    let server = server().await;
    let shop = Shop::at(&server);
    let _serving = shop.serve();
    server.next_call_meets("sendMessage", Trouble::TooMany(3));
    let began = Instant::now();
    server.buyer_says(ANNA, "здравствуйте");
    assert!(
        server
            .wait_until(LONG, |server| !server.calls("SendMessage").is_empty())
            .await
    );
    server.buyer_says(ANNA, "день рождения");
    server.buyer_says(BORIS, "здравствуйте");
    told(&server, BORIS, "Для какого повода букет?").await;
    assert!(server.messages_to(ANNA).is_empty(), "the limit is kept");

    told(&server, ANNA, "Какой вам по душе?").await;
    assert!(
        began.elapsed() >= Duration::from_secs(3),
        "the limit is kept"
    );
    let said: Vec<String> = server
        .messages_to(ANNA)
        .into_iter()
        .map(|shown| shown.text)
        .collect();
    assert!(
        said[0].starts_with("Здравствуйте") && said[1].starts_with("Для какого"),
        "{said:#?}"
    );
    assert_eq!(said.len(), 3, "{said:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_ends_it_in_good_order() {
    let server = server().await;
    let shop = Shop::at(&server);
    let serving = shop.serve();
    server.buyer_says(ANNA, "здравствуйте");
    told(&server, ANNA, "Для какого повода букет?").await;
    // A message that is held back does not hold back the end, and is said at the next start.
    server.next_call_meets("sendMessage", Trouble::TooMany(60));
    server.buyer_says(BORIS, "здравствуйте");
    assert!(
        server
            .wait_until(LONG, |server| server.calls("SendMessage").len() == 3)
            .await
    );
    let (status, took) = block_in_place(|| serving.stop());
    assert!(status.success(), "{status}");
    assert!(took < Duration::from_secs(5), "{took:?}");

    let _serving = shop.serve();
    told(&server, BORIS, "Для какого повода букет?").await;
    assert_eq!(server.messages_to(BORIS).len(), 2);
    assert_eq!(
        server.messages_to(ANNA).len(),
        2,
        "what was said is not said again"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_ends_it_before_the_server_is_reached() {
    let server = server().await;
    let shop = Shop::at(&server);
    drop(server);
    let mut serving = shop.serve();
    serving.tells("Telegram");
    let looked = block_in_place(|| shop.torg(&["leads"], ""));
    assert_eq!(
        (looked.code, &*looked.out),
        (Some(0), "no leads yet\n"),
        "{}",
        looked.err
    );
    let (status, took) = block_in_place(|| serving.stop());
    assert!(status.success(), "{status}");
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_token_is_told_without_the_token() {
    let server = server().await;
    let shop = Shop::at(&server);
    let wrong = TOKEN.replace("AAH", "XXX");
    let refused = block_in_place(|| {
        crate::shop::run(
            shop.command()
                .arg("serve")
                .env("TELEGRAM_BOT_TOKEN", &wrong),
            "",
        )
    });
    assert_eq!(refused.code, Some(2), "{}", refused.err);
    assert!(
        refused.err.contains("token") && refused.err.contains("@BotFather"),
        "{}",
        refused.err
    );
    assert!(!refused.err.contains("XXX"), "{}", refused.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_secret_stands_in_the_log() {
    let server = server().await;
    let shop = Shop::at(&server);
    let mut serving = Serving::start(
        shop.command()
            .arg("serve")
            .env("TELEGRAM_BOT_TOKEN", TOKEN)
            .env("TORG_LOG", "debug"),
    );
    server.next_call_meets(
        "sendMessage",
        Trouble::Refused(400, "Bad Request: nothing to see".to_owned()),
    );
    server.buyer_says(ANNA, "здравствуйте, мой номер +7 921 555-12-34");
    told(&server, ANNA, "Для какого повода букет?").await;
    serving.tells("serving release");
    let log = serving.told();
    let (_, secret) = TOKEN.split_once(':').expect("a token has two parts");
    assert!(!log.contains(secret), "{log}");
}

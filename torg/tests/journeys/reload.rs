//! An author who changes the files of a shop that is served.

use crate::shop::{ANNA, BORIS, LONG, Serving, Shop, repository, server, told};
use channels::bot_api_server::BotApiServer;
use std::time::{Duration, Instant};
use tokio::task::block_in_place;

const FLOW: &str = "flows/flowers.flow";

/// A change is served within a second; a busy machine may take longer to look.
const SOON: Duration = Duration::from_secs(5);

/// A shop that is served, with a buyer who was asked for the occasion.
async fn greeted() -> (BotApiServer, Shop, Serving) {
    let server = server().await;
    let shop = Shop::at(&server);
    let mut serving = shop.serve();
    serving.tells("serving release");
    server.buyer_says(ANNA, "здравствуйте");
    told(&server, ANNA, "Для какого повода букет?").await;
    (server, shop, serving)
}

/// Waits until the author reads these words.
fn reads(serving: &mut Serving, words: &str) {
    let began = Instant::now();
    block_in_place(|| serving.tells(words));
    assert!(began.elapsed() < SOON, "it took {:?}", began.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_reply_has_the_new_words_and_the_new_price() {
    let (server, shop, mut serving) = greeted().await;
    shop.edit(FLOW, "Какой вам по душе?", "Какой вам нравится?");
    reads(&mut serving, "serving release");
    server.buyer_presses(ANNA, "День рождения");
    told(&server, ANNA, "Какой вам нравится?").await;

    shop.edit("catalog.csv", "other,4500,RUB,12", "other,4700,RUB,11");
    reads(&mut serving, "serving release");
    server.buyer_says(ANNA, "25 роз");
    told(
        &server,
        ANNA,
        "25 красных роз — 4 700 ₽. В наличии 11 букетов.",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_reply_follows_the_new_profile() {
    let (server, shop, mut serving) = greeted().await;
    shop.edit(
        "shop.toml",
        "discount_limit = \"10%\"\nniche",
        "discount_limit = \"4%\"\nniche",
    );
    shop.edit("shop.toml", "name = \"Лиза\"", "name = \"Роза\"");
    reads(&mut serving, "serving release");
    server.buyer_says(BORIS, "сколько стоит 25 роз?");
    told(&server, BORIS, "Я Роза").await;
    told(&server, BORIS, "Оформляем доставку?").await;
    server.buyer_presses(BORIS, "Дорого");
    told(&server, BORIS, "Для вас 4 320 ₽").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plugin_comes_changes_and_goes() {
    let (server, shop, mut serving) = greeted().await;
    let shipped = std::fs::read_to_string(repository().join("plugins/llm.rhai"));
    let shipped = shipped.expect("the shipped plugin is read");
    server.buyer_presses(ANNA, "День рождения");
    told(&server, ANNA, "Какой вам по душе?").await;
    // The folder is new: it was not there when the shop was opened.
    for sign in ["=>", "costs"] {
        let text = shipped.replace("{fact.name} — $", &format!("{{fact.name}} {sign} $"));
        assert_ne!(text, shipped);
        shop.write("plugins/llm.rhai", text);
        reads(&mut serving, "serving release");
        server.buyer_says(ANNA, "посоветуйте сами");
        told(&server, ANNA, &format!("25 красных роз {sign} 4 500 ₽")).await;
    }
    std::fs::remove_dir_all(shop.path().join("plugins")).expect("the folder is removed");
    reads(&mut serving, "serving release");
    server.buyer_says(ANNA, "посоветуйте сами");
    told(&server, ANNA, "25 красных роз — 4 500 ₽").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_is_told_and_the_last_good_script_goes_on() {
    let (server, shop, mut serving) = greeted().await;
    let good = shop.read(FLOW);
    shop.edit(FLOW, "say greet\n  -> offer", "say greet\n  -> ofer");
    reads(&mut serving, "[F001]");
    reads(&mut serving, "the last good release keeps serving");
    server.buyer_presses(ANNA, "День рождения");
    told(&server, ANNA, "Какой вам по душе?").await;

    shop.write("shop.toml.new", "name = [");
    std::fs::rename(
        shop.path().join("shop.toml.new"),
        shop.path().join("shop.toml"),
    )
    .expect("it is replaced");
    reads(&mut serving, "shop.toml");
    server.buyer_says(ANNA, "25 роз");
    told(&server, ANNA, "Оформляем доставку?").await;

    let at = Shop::at(&server).read("shop.toml");
    shop.write("shop.toml", at);
    shop.write(
        FLOW,
        good.replace("Ваш телефон для курьера?", "Какой у вас телефон?"),
    );
    reads(&mut serving, "serving release");
    server.buyer_presses(ANNA, "Да");
    told(&server, ANNA, "Какой у вас телефон?").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_row_is_told_while_the_shop_is_served() {
    let (_server, shop, mut serving) = greeted().await;
    shop.write("catalog.csv", shop.read("catalog.csv") + "LOST-01\n");
    reads(&mut serving, "catalog.csv: line");
    reads(&mut serving, "serving release");
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_above_the_question_move_it_and_nobody_notices() {
    let (server, shop, mut serving) = greeted().await;
    shop.edit(FLOW, "state start\n", "# A new remark.\n\nstate hours\n  say\n    ru: Мы открыты.\n    en: We are open.\n  -> offer\n\nstate start\n");
    shop.edit(FLOW, "say greet\n  -> offer", "say greet\n  -> hours");
    reads(&mut serving, "serving release");
    server.buyer_presses(ANNA, "День рождения");
    told(&server, ANNA, "Какой вам по душе?").await;
    assert_eq!(
        server.messages_to(ANNA).len(),
        3,
        "{:#?}",
        server.messages_to(ANNA)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_state_that_is_renamed_takes_its_buyers_along() {
    let (server, shop, mut serving) = greeted().await;
    server.buyer_says(ANNA, "сколько стоит 25 роз?");
    told(&server, ANNA, "Оформляем доставку?").await;
    for (old, new) in [
        ("state quote\n", "state price\n"),
        ("-> quote\n", "-> price\n"),
        ("flow flowers v3", "flow flowers v4"),
        (
            "migrate from v2\n",
            "migrate from v3\n  state quote renamed price\n",
        ),
    ] {
        shop.edit(FLOW, old, new);
    }
    reads(&mut serving, "serving release");
    let before = server.messages_to(ANNA).len();
    server.buyer_presses(ANNA, "Да");
    told(&server, ANNA, "Ваш телефон для курьера?").await;
    assert_eq!(server.messages_to(ANNA).len(), before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_state_that_is_gone_leaves_its_buyers_with_a_next_step() {
    let (server, shop, mut serving) = greeted().await;
    server.buyer_says(ANNA, "сколько стоит 25 роз?");
    told(&server, ANNA, "Оформляем доставку?").await;
    shop.edit(FLOW, "state quote\n", "state offer_price\n");
    shop.edit(FLOW, "-> quote\n", "-> offer_price\n");
    reads(&mut serving, "serving release");
    let before = server.messages_to(ANNA).len();
    server.buyer_says(ANNA, "да");
    let next_step = |server: &BotApiServer| {
        let said = server.messages_to(ANNA).split_off(before);
        said.iter().any(|shown| shown.text.contains('?'))
    };
    assert!(
        server.wait_until(LONG, next_step).await,
        "{:#?}",
        server.messages_to(ANNA)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_is_told_what_a_restart_is_needed_for() {
    let (_server, shop, mut serving) = greeted().await;
    shop.edit("shop.toml", "operators = -", "operators = -9");
    reads(&mut serving, "restart torg to use the change");
}

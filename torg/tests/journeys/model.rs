//! A model that answers well, badly, late, or with lies.

use crate::shop::{Ran, Shop};
use models::scripted_server::{Answer, ScriptedServer};
use std::time::Duration;

/// How long the script lets the model think in these tests.
const WITHIN: Duration = Duration::from_millis(1500);

/// What a buyer who asks for advice is told, when the model answers so.
async fn advised(answer: Answer) -> (Ran, ScriptedServer) {
    let server = ScriptedServer::start([answer])
        .await
        .expect("a port is free");
    let shop = Shop::of_flowers();
    shop.edit("flows/flowers.flow", "within 2500ms", "within 1500ms");
    let model = format!(
        "\n[model]\nbase_url = \"{}\"\nname = \"scripted\"\n",
        server.base_url()
    );
    shop.write("shop.toml", shop.read("shop.toml") + &model);
    let talk = tokio::task::block_in_place(|| {
        shop.chat("здравствуйте\n:press birthday\nпосоветуйте сами\n")
    });
    assert_eq!(talk.code, Some(0), "{}", talk.err);
    (talk, server)
}

/// The model's words reach the buyer.
async fn passes(answer: Answer, words: &str) {
    let (talk, _) = advised(answer).await;
    assert!(
        talk.out.contains(words),
        "no `{words}` in {}{}",
        talk.out,
        talk.err
    );
    assert!(
        talk.out.contains("Показать подходящие букеты?"),
        "{}",
        talk.out
    );
}

/// A person takes over, and nothing of what the model said reaches the buyer.
async fn hands_over(answer: Answer, never: &str) {
    let (talk, _) = advised(answer).await;
    let told: Vec<&str> = talk
        .out
        .lines()
        .filter(|line| !line.starts_with('!'))
        .collect();
    let told = told.join("\n");
    let (_, after) = told
        .split_once("Какой вам по душе?")
        .expect("the bouquets are shown");
    assert!(
        after.contains("bot> Передаю коллеге"),
        "{}{}",
        talk.out,
        talk.err
    );
    assert!(
        never.is_empty() || !after.contains(never),
        "`{never}` in {told}"
    );
    assert!(
        talk.took < WITHIN + Duration::from_secs(6),
        "{:?}",
        talk.took
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn its_words_are_said_whole_or_in_a_stream() {
    let words = "Для именинницы хороши розы: они свежие и стоят долго.";
    passes(Answer::Says(words.to_owned()), words).await;
    passes(Answer::SaysAtOnce(words.to_owned()), words).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_asked_with_the_facts_of_the_catalog() {
    let (_, server) = advised(Answer::Says("Возьмите розы.".to_owned())).await;
    let heard = server.heard();
    assert_eq!(heard.len(), 1, "{heard:?}");
    let question = heard[0].question.to_string();
    for fact in [
        "25 красных роз",
        "посоветуйте сами",
        "Help to choose a bouquet",
    ] {
        assert!(question.contains(fact), "no `{fact}` in {question}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_true_price_may_be_said() {
    passes(
        Answer::Says("25 красных роз стоят 4 500 ₽.".to_owned()),
        "4 500 ₽",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_untrue_price_never_reaches_the_buyer() {
    for (lie, never) in [
        ("25 красных роз — всего 1 000 ₽!", "1 000"),
        ("25 красных роз — 2900 рублей.", "2900 рублей"),
        ("Отдам розы за тысячу рублей.", "тысячу"),
        ("Сегодня на розы скидка 50%.", "50%"),
        ("The roses are $20 today.", "$20"),
        ("Роз осталось 777 штук в наличии.", "777"),
    ] {
        hands_over(Answer::Says(lie.to_owned()), never).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_model_is_not_waited_for() {
    let late = Answer::After(
        Duration::from_secs(30),
        Box::new(Answer::Says("поздно".to_owned())),
    );
    hands_over(late, "поздно").await;
    hands_over(Answer::Stalls("Возьмите".to_owned()), "Возьмите").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_model_hands_over_to_a_person() {
    hands_over(Answer::Status(500, "internal error".to_owned()), "error").await;
    hands_over(
        Answer::Status(401, "{\"error\":{\"message\":\"wrong key\"}}".to_owned()),
        "key",
    )
    .await;
    hands_over(Answer::Drops("Возьмите".to_owned()), "Возьмите").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_megabyte_of_garbage_is_no_answer() {
    let garbage: Vec<u8> = (0..1 << 20)
        .map(|number: u32| (number.wrapping_mul(number) >> 5) as u8)
        .collect();
    hands_over(Answer::Body(garbage), "").await;
    hands_over(Answer::Endless(b"data: {\"choices\":[]}\n\n".to_vec()), "").await;
    hands_over(
        Answer::Says("слово ".repeat(200_000)),
        "слово слово слово слово",
    )
    .await;
}

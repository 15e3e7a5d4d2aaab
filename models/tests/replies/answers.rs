//! Answers that are read.

use models::scripted_server::Answer;
use serde_json::json;

use crate::{LONG, ask, models, ms, reply_to, server};

const SAID: &str = "Советую 25 роз — 4 900 ₽. Оформляем?";

fn body(text: &str) -> Answer {
    Answer::Body(text.as_bytes().to_vec())
}

#[tokio::test]
async fn a_streamed_answer_comes_whole_with_its_tokens() {
    let reply = reply_to(Answer::Says(SAID.into()), LONG).await.unwrap();
    assert_eq!(
        (reply.text.as_str(), reply.model.as_str(), reply.tokens),
        (SAID, "m1", Some(42))
    );
    assert!(reply.took < LONG);
}

#[tokio::test]
async fn a_server_that_cannot_stream_is_understood() {
    let reply = reply_to(Answer::SaysAtOnce(SAID.into()), LONG)
        .await
        .unwrap();
    assert_eq!((reply.text.as_str(), reply.tokens), (SAID, Some(42)));
}

#[tokio::test]
async fn the_server_gets_the_key_and_a_streamed_question_with_quoted_data() {
    let server = server([Answer::Says(SAID.into())]).await;
    models(&[server.base_url()])
        .reply(&ask(), LONG)
        .await
        .unwrap();
    let heard = server.heard();
    assert_eq!(heard.len(), 1);
    assert_eq!(heard[0].authorization.as_deref(), Some("Bearer sk-SECRET"));
    let question = &heard[0].question;
    assert_eq!(question["model"], json!("m1"));
    assert_eq!(question["stream"], json!(true));
    assert_eq!(question["max_tokens"], json!(300));
    let system = question["messages"][0]["content"].as_str().unwrap();
    let user = question["messages"][1]["content"].as_str().unwrap();
    assert!(system.starts_with("Offer a bouquet."), "{system}");
    assert!(!system.contains("хочу розы"), "{system}");
    assert!(
        user.contains("| 25 роз — 4 900 ₽\n") && user.contains("| хочу розы\n"),
        "{user}"
    );
}

#[tokio::test]
async fn an_answer_without_id_usage_or_last_empty_line_is_read() {
    let bare = "data: {\"choices\":[{\"delta\":{\"content\":\"Да.\"},\"finish_reason\":\"stop\"}]}";
    let reply = reply_to(body(bare), LONG).await.unwrap();
    assert_eq!((reply.text.as_str(), reply.tokens), ("Да.", None));
}

#[tokio::test]
async fn keepalive_comments_and_null_pieces_are_passed_over() {
    let noisy = ": ping\r\n\r\nevent: keepalive\r\ndata: {}\r\n\r\n\
        data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":null}}]}\r\n\r\n\
        data: {\"choices\":[{\"delta\":{\"content\":\"Да.\"}}],\"usage\":null}\r\n\r\n\
        data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\r\n\r\ndata: [DONE]\r\n\r\n";
    assert_eq!(reply_to(body(noisy), LONG).await.unwrap().text, "Да.");
}

#[tokio::test]
async fn a_whole_answer_is_not_lost_when_the_server_then_hangs() {
    let finish = r#"data: {"choices":[{"delta":{"content":"Да."},"finish_reason":"stop"}]}"#;
    let reply = reply_to(Answer::Hangs(200, format!("{finish}\n\n")), LONG)
        .await
        .unwrap();
    assert_eq!(reply.text, "Да.");
    assert!(reply.took < LONG / 2, "{:?}", reply.took);
}

#[tokio::test]
async fn an_answer_cut_at_the_limit_of_tokens_keeps_its_whole_sentences() {
    let cut =
        r#"{"choices":[{"message":{"content":"Есть розы. Есть пио"},"finish_reason":"length"}]}"#;
    assert_eq!(reply_to(body(cut), LONG).await.unwrap().text, "Есть розы.");
}

#[tokio::test]
async fn the_thoughts_of_a_model_are_not_said() {
    let thinking = Answer::Says("<think>Покупатель хочет розы.</think>\n\nЕсть розы.".into());
    assert_eq!(reply_to(thinking, LONG).await.unwrap().text, "Есть розы.");
}

#[tokio::test]
async fn control_characters_do_not_reach_the_buyer() {
    let odd = Answer::SaysAtOnce("\u{1b}[31mЕсть\u{0} розы.\u{7}\nДа.".into());
    assert_eq!(
        reply_to(odd, LONG).await.unwrap().text,
        "[31mЕсть розы.\nДа."
    );
}

#[tokio::test]
async fn a_slow_answer_within_its_time_is_taken() {
    let slow = Answer::After(ms(300), Box::new(Answer::Says(SAID.into())));
    let reply = reply_to(slow, LONG).await.unwrap();
    assert_eq!(reply.text, SAID);
    assert!(reply.took >= ms(300));
}

#[tokio::test]
async fn many_buyers_are_answered_at_once_by_clones() {
    let slow = Answer::After(ms(200), Box::new(Answer::Says(SAID.into())));
    let server = server([slow]).await;
    let models = models(&[server.base_url()]);
    let asked = (0..40).map(|_| {
        let models = models.clone();
        tokio::spawn(async move { models.reply(&ask(), LONG).await })
    });
    for reply in futures::future::join_all(asked).await {
        assert_eq!(reply.expect("no panic").unwrap().text, SAID);
    }
    assert_eq!(server.heard().len(), 40);
}

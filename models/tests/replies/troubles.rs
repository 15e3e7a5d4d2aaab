//! Answers that are not used: each is told apart, in time, and never retried behind our back.

use std::time::{Duration, Instant};

use models::scripted_server::Answer;
use models::{ModelError, Nonsense};

use crate::{LONG, ask, down, models, ms, reply_to, server, soon};

fn m1() -> String {
    "m1".into()
}

fn nonsense(what: Nonsense) -> ModelError {
    ModelError::Nonsense { model: m1(), what }
}

/// What becomes of this body, sent with status 200.
async fn trouble(body: impl Into<Vec<u8>>) -> ModelError {
    let asked = Instant::now();
    let error = reply_to(Answer::Body(body.into()), LONG).await.unwrap_err();
    soon(asked, LONG / 2);
    error
}

async fn status(status: u16, body: &str) -> ModelError {
    let asked = Instant::now();
    let server = server([Answer::Status(status, body.into())]).await;
    let error = models(&[server.base_url()])
        .reply(&ask(), LONG)
        .await
        .unwrap_err();
    assert_eq!(server.heard().len(), 1, "asked once");
    soon(asked, LONG / 2);
    error
}

#[tokio::test]
async fn a_model_that_says_nothing_in_time_is_late() {
    let asked = Instant::now();
    let slow = Answer::After(LONG, Box::new(Answer::Says("Да.".into())));
    let error = reply_to(slow, ms(300)).await.unwrap_err();
    assert!(
        matches!(error, ModelError::Late { begun: false, .. }),
        "{error}"
    );
    soon(asked, Duration::from_secs(5));
}

#[tokio::test]
async fn a_stream_that_stalls_is_noticed() {
    let asked = Instant::now();
    let error = reply_to(Answer::Stalls("Есть розы. Есть".into()), ms(400))
        .await
        .unwrap_err();
    assert!(
        matches!(error, ModelError::Late { begun: true, .. }),
        "{error}"
    );
    soon(asked, Duration::from_secs(5));
}

#[tokio::test]
async fn no_time_at_all_is_late_at_once() {
    let error = reply_to(Answer::Says("Да.".into()), Duration::ZERO)
        .await
        .unwrap_err();
    assert!(matches!(error, ModelError::Late { .. }), "{error}");
}

#[tokio::test]
async fn a_body_of_pings_without_end_is_not_listened_to() {
    let asked = Instant::now();
    let error = reply_to(Answer::Endless(b": ping\n\n".to_vec()), LONG)
        .await
        .unwrap_err();
    assert_eq!(error, nonsense(Nonsense::NotEvents));
    soon(asked, LONG / 2);
}

#[tokio::test]
async fn a_text_without_end_is_cut_short() {
    let piece = "data: {\"choices\":[{\"delta\":{\"content\":\"роза \"}}]}\n\n";
    let error = reply_to(Answer::Endless(piece.into()), LONG)
        .await
        .unwrap_err();
    assert_eq!(
        error,
        ModelError::TooLong {
            model: m1(),
            limit: 8192
        }
    );
}

#[tokio::test]
async fn a_text_of_nine_kilobytes_is_too_long() {
    let error = reply_to(Answer::SaysAtOnce("x".repeat(9 * 1024)), LONG)
        .await
        .unwrap_err();
    assert_eq!(
        error,
        ModelError::TooLong {
            model: m1(),
            limit: 8192
        }
    );
}

#[tokio::test]
async fn a_megabyte_of_garbage_is_not_read_to_its_end() {
    let limit = 64 * 1024;
    for garbage in [
        vec![b'x'; 1 << 20],
        vec![0xff; 1 << 20],
        [b"data: ".to_vec(), vec![b'7'; 1 << 20]].concat(),
        [b"{\"choices\":\"".to_vec(), vec![b'x'; 1 << 20]].concat(),
        vec![b'['; 1 << 20],
    ] {
        let start = garbage[..4].to_vec();
        assert_eq!(
            trouble(garbage).await,
            ModelError::TooLong { model: m1(), limit },
            "{start:?}"
        );
    }
}

#[tokio::test]
async fn a_megabyte_of_empty_lines_is_not_read_to_its_end() {
    for line in ["\n", "\r", ":\n", "data:\r\n"] {
        let lines = format!("x{}", line.repeat((1 << 20) / line.len()));
        assert_eq!(
            trouble(lines).await,
            nonsense(Nonsense::NotEvents),
            "{line:?}"
        );
    }
}

#[tokio::test]
async fn a_megabyte_of_events_without_words_is_not_read_to_its_end() {
    let event = format!("data: {{\"id\":\"{}\"}}\n\n", "x".repeat(100));
    let error = trouble(event.repeat((1 << 20) / event.len())).await;
    assert_eq!(
        error,
        ModelError::TooLong {
            model: m1(),
            limit: 512 * 1024
        }
    );
}

#[tokio::test]
async fn a_web_page_instead_of_an_answer_is_nonsense() {
    let page = "<!doctype html>\n<title>nginx</title>\n<p>Welcome!</p>\n";
    assert_eq!(trouble(page).await, nonsense(Nonsense::NotEvents));
}

#[tokio::test]
async fn an_empty_body_is_nonsense() {
    assert_eq!(trouble("").await, nonsense(Nonsense::NotEvents));
}

#[tokio::test]
async fn a_body_that_is_not_utf8_is_nonsense() {
    let broken = b"data: {\"choices\":[{\"delta\":{\"content\":\"\xd0\x28\xff\"}}]}\n\n";
    assert_eq!(trouble(broken).await, nonsense(Nonsense::NotEvents));
}

#[tokio::test]
async fn an_event_that_is_not_json_is_nonsense() {
    assert_eq!(
        trouble("data: {\"choices\": oops\n\n").await,
        nonsense(Nonsense::NotJson)
    );
    assert_eq!(
        trouble("{\"choices\": oops").await,
        nonsense(Nonsense::NotJson)
    );
}

#[tokio::test]
async fn json_nested_without_end_is_nonsense() {
    assert_eq!(
        trouble("[".repeat(60_000)).await,
        nonsense(Nonsense::NotJson)
    );
}

#[tokio::test]
async fn an_answer_without_choices_is_nonsense() {
    assert_eq!(
        trouble(r#"{"choices":[]}"#).await,
        nonsense(Nonsense::NoText)
    );
    assert_eq!(
        trouble("data: {\"id\":\"7\"}\n\ndata: [DONE]\n\n").await,
        nonsense(Nonsense::NoText)
    );
}

#[tokio::test]
async fn an_answer_of_spaces_is_nonsense() {
    let error = reply_to(Answer::Says(" \n\t ".into()), LONG)
        .await
        .unwrap_err();
    assert_eq!(error, nonsense(Nonsense::NoText));
}

#[tokio::test]
async fn a_tool_call_instead_of_words_is_nonsense() {
    let call = r#"{"choices":[{"message":{"content":null,"tool_calls":[{"id":"1"}]},"finish_reason":"tool_calls"}]}"#;
    assert_eq!(trouble(call).await, nonsense(Nonsense::ToolCall));
}

#[tokio::test]
async fn thoughts_without_an_answer_are_nonsense() {
    let error = reply_to(Answer::Says("<think>Розы или пионы…".into()), LONG)
        .await
        .unwrap_err();
    assert_eq!(error, nonsense(Nonsense::OnlyThoughts));
}

#[tokio::test]
async fn a_stream_that_ends_in_the_middle_of_its_first_sentence_is_nonsense() {
    let cut = "data: {\"choices\":[{\"delta\":{\"content\":\"Могу предло\"}}]}\n\n";
    assert_eq!(trouble(cut).await, nonsense(Nonsense::CutOff));
}

#[tokio::test]
async fn a_refusal_is_told_as_such() {
    for refusal in [
        r#"{"choices":[{"message":{"content":null,"refusal":"I cannot."},"finish_reason":"stop"}]}"#,
        r#"{"choices":[{"message":{"content":"Есть"},"finish_reason":"content_filter"}]}"#,
    ] {
        assert_eq!(trouble(refusal).await, ModelError::Refused { model: m1() });
    }
}

#[tokio::test]
async fn an_error_inside_a_stream_is_told_by_its_code_alone() {
    let reported = "data: {\"choices\":[{\"delta\":{\"content\":\"Есть\"}}]}\n\n\
        data: {\"error\":{\"code\":\"server_error\",\"message\":\"sk-SECRET хочу розы\"}}\n\n";
    let error = trouble(reported).await;
    assert_eq!(
        error,
        ModelError::Reported {
            model: m1(),
            code: Some("server_error".into())
        }
    );
}

#[tokio::test]
async fn a_connection_dropped_in_the_middle_is_broken() {
    let error = reply_to(Answer::Drops("Есть розы. Есть".into()), LONG)
        .await
        .unwrap_err();
    assert_eq!(error, ModelError::Broken { model: m1() });
}

#[tokio::test]
async fn a_server_that_is_down_is_unreachable() {
    let asked = Instant::now();
    let error = models(&[down()]).reply(&ask(), LONG).await.unwrap_err();
    assert_eq!(error, ModelError::Unreachable { model: m1() });
    soon(asked, LONG / 2);
}

#[tokio::test]
async fn a_reached_limit_is_told_with_its_code_and_not_retried() {
    let error = status(
        429,
        r#"{"error":{"message":"x","code":"insufficient_quota"}}"#,
    )
    .await;
    let code = Some("insufficient_quota".into());
    assert_eq!(
        error,
        ModelError::Status {
            model: m1(),
            status: 429,
            code
        }
    );
}

#[tokio::test]
async fn a_failing_server_is_told_by_its_status_and_not_retried() {
    for body in ["", "<h1>Internal error</h1>", "{}", &"x".repeat(1 << 20)] {
        let error = status(500, body).await;
        assert_eq!(
            error,
            ModelError::Status {
                model: m1(),
                status: 500,
                code: None
            }
        );
    }
}

#[tokio::test]
async fn a_wrong_key_is_told_without_showing_it() {
    let error = status(
        401,
        r#"{"error":{"message":"Incorrect API key: sk-SECRET","code":"sk-SECRET"}}"#,
    )
    .await;
    assert_eq!(
        error,
        ModelError::Status {
            model: m1(),
            status: 401,
            code: None
        }
    );
    assert_eq!(
        error.to_string(),
        "model `m1` answered HTTP 401; check `api_key`"
    );
}

#[tokio::test]
async fn a_redirect_is_not_followed_with_the_key() {
    let error = status(307, "").await;
    assert_eq!(
        error,
        ModelError::Status {
            model: m1(),
            status: 307,
            code: None
        }
    );
}

#[tokio::test]
async fn an_error_whose_body_never_ends_is_told_at_once() {
    let asked = Instant::now();
    let error = reply_to(Answer::Hangs(503, "{".into()), LONG)
        .await
        .unwrap_err();
    assert_eq!(
        error,
        ModelError::Status {
            model: m1(),
            status: 503,
            code: None
        }
    );
    soon(asked, LONG / 2);
}

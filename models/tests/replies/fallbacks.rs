//! Several servers under one deadline.

use std::time::{Duration, Instant};

use models::ModelError;
use models::scripted_server::Answer;

use crate::{LONG, ask, down, models, ms, server, soon};

fn says() -> Answer {
    Answer::Says("Есть розы.".into())
}

fn never() -> Answer {
    Answer::After(LONG * 2, Box::new(says()))
}

#[tokio::test]
async fn the_fallback_is_not_asked_when_the_first_answers() {
    let (first, second) = (server([says()]).await, server([says()]).await);
    let reply = models(&[first.base_url(), second.base_url()])
        .reply(&ask(), LONG)
        .await
        .unwrap();
    assert_eq!(reply.model, "m1");
    assert!(second.heard().is_empty());
}

#[tokio::test]
async fn the_fallback_answers_when_the_first_is_down() {
    let second = server([says()]).await;
    let reply = models(&[down(), second.base_url()])
        .reply(&ask(), LONG)
        .await
        .unwrap();
    assert_eq!(reply.model, "m2");
}

#[tokio::test]
async fn the_fallback_answers_when_the_first_is_out_of_limits() {
    let (first, second) = (
        server([Answer::Status(429, String::new())]).await,
        server([says()]).await,
    );
    let reply = models(&[first.base_url(), second.base_url()])
        .reply(&ask(), LONG)
        .await
        .unwrap();
    assert_eq!((reply.model.as_str(), first.heard().len()), ("m2", 1));
}

#[tokio::test]
async fn the_fallback_answers_when_the_first_talks_nonsense() {
    let (first, second) = (
        server([Answer::Body(b"<html>".to_vec())]).await,
        server([says()]).await,
    );
    let reply = models(&[first.base_url(), second.base_url()])
        .reply(&ask(), LONG)
        .await
        .unwrap();
    assert_eq!(reply.model, "m2");
}

#[tokio::test]
async fn the_fallback_has_its_chance_when_the_first_is_silent() {
    let (first, second) = (server([never()]).await, server([says()]).await);
    let within = Duration::from_secs(6);
    let reply = models(&[first.base_url(), second.base_url()])
        .reply(&ask(), within)
        .await
        .unwrap();
    assert_eq!(reply.model, "m2");
    assert!(
        reply.took >= within / 2 && reply.took < within,
        "{:?}",
        reply.took
    );
}

#[tokio::test]
async fn the_fallback_has_its_chance_when_the_first_stalls_in_its_answer() {
    let (first, second) = (
        server([Answer::Stalls("Есть пио".into())]).await,
        server([says()]).await,
    );
    let reply = models(&[first.base_url(), second.base_url()])
        .reply(&ask(), Duration::from_secs(6))
        .await
        .unwrap();
    assert_eq!(
        (reply.model.as_str(), reply.text.as_str()),
        ("m2", "Есть розы.")
    );
}

#[tokio::test]
async fn all_servers_together_keep_the_deadline() {
    let (first, second) = (server([never()]).await, server([never()]).await);
    let asked = Instant::now();
    let error = models(&[first.base_url(), second.base_url()])
        .reply(&ask(), ms(600))
        .await
        .unwrap_err();
    soon(asked, Duration::from_secs(5));
    let ModelError::EachFailed(failed) = &error else {
        panic!("{error}")
    };
    assert_eq!(failed.len(), 2);
    assert!(
        failed
            .iter()
            .all(|error| matches!(error, ModelError::Late { begun: false, .. })),
        "{error}"
    );
}

#[tokio::test]
async fn the_owner_reads_why_each_server_failed() {
    let second = server([Answer::Status(404, String::new())]).await;
    let error = models(&[down(), second.base_url()])
        .reply(&ask(), LONG)
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "no connection to model `m1`; check that the server runs and that `base_url` is right. \
         Then: model `m2` answered HTTP 404; check `name` and `base_url`"
    );
}

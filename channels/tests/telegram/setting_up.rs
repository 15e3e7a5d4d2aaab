//! The first steps of a bot: the token, the address, the menus.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use channels::ChannelError;
use channels::bot_api_server::{BOT_NAME, OPERATORS, Trouble};
use channels::telegram::{Settings, Telegram};
use serde_json::json;

use crate::{connect, server, settings};

async fn refusal(settings: Settings) -> ChannelError {
    match Telegram::connect(settings).await {
        Ok(telegram) => panic!("connected as {}", telegram.username()),
        Err(error) => error,
    }
}

#[tokio::test]
async fn a_bot_is_known_by_its_name_and_sets_its_menus() {
    let server = server().await;
    let telegram = connect(&server).await;
    assert_eq!(telegram.username(), BOT_NAME);
    let menus = server.calls("setMyCommands");
    let languages: Vec<&str> = menus
        .iter()
        .filter_map(|menu| menu.params["language_code"].as_str())
        .collect();
    assert_eq!((menus.len(), languages), (4, vec!["ru", "uk"]));
    assert!(
        menus
            .iter()
            .any(|menu| menu.params["scope"] == json!({ "type": "chat", "chat_id": OPERATORS }))
    );
}

#[tokio::test]
async fn a_wrong_token_is_told_at_once() {
    let server = server().await;
    for token in ["", " ", "110201543:WRONG", "nonsense", "../../getMe"] {
        let settings = Settings {
            token: token.into(),
            ..settings(&server)
        };
        assert_eq!(refusal(settings).await, ChannelError::Token, "{token:?}");
    }
}

#[tokio::test]
async fn a_wrong_address_is_told_at_once() {
    let server = server().await;
    for address in [
        "",
        "telegram",
        "mailto:bot",
        "ftp://x",
        "https://",
        "http://exa mple",
    ] {
        let settings = Settings {
            api_url: address.into(),
            ..settings(&server)
        };
        assert_eq!(
            refusal(settings).await,
            ChannelError::Address,
            "{address:?}"
        );
    }
}

#[tokio::test]
async fn an_address_may_end_with_a_slash_and_a_token_with_a_line_break() {
    let server = server().await;
    let settings = Settings {
        api_url: format!("{}/", server.api_url()),
        token: format!("{}\n", channels::bot_api_server::TOKEN).into(),
        ..settings(&server)
    };
    assert!(Telegram::connect(settings).await.is_ok());
}

#[tokio::test]
async fn a_server_that_comes_up_late_is_waited_for() {
    let server = server().await;
    server.next_call_meets("getMe", Trouble::Breaks);
    server.next_call_meets("getMe", Trouble::TooMany(1));
    let asked = Instant::now();
    connect(&server).await;
    assert!(asked.elapsed() >= Duration::from_secs(2));
    assert_eq!(server.calls("getMe").len(), 3);
}

#[tokio::test]
async fn menus_that_cannot_be_set_are_no_trouble() {
    let server = server().await;
    for _ in 0..4 {
        server.next_call_meets(
            "setMyCommands",
            Trouble::Refused(400, "Bad Request: no menus today".into()),
        );
    }
    connect(&server).await;
}

#[tokio::test]
async fn the_secure_connection_needs_no_installed_provider_and_bears_another_one() {
    // Nobody listens there: it is enough that the client can be made and fails as it should.
    let nobody = Settings {
        api_url: "https://127.0.0.1:9".into(),
        ..Settings::new("1:x".into())
    };
    let alone = tokio::time::timeout(
        Duration::from_millis(500),
        Telegram::connect(nobody.clone()),
    );
    assert!(alone.await.is_err(), "it keeps trying");
    rustls::crypto::ring::default_provider()
        .install_default()
        .expect("the first of this process");
    let together = tokio::time::timeout(Duration::from_millis(500), Telegram::connect(nobody));
    assert!(together.await.is_err(), "it keeps trying");
}

/// Everything that is logged in this process.
#[derive(Clone, Default)]
struct Logged(Arc<Mutex<Vec<u8>>>);

impl io::Write for Logged {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .write(line)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_token_is_in_no_line_of_the_log() {
    let logged = Logged::default();
    let writer = logged.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .init();
    let server = server().await;
    for trouble in [
        Trouble::Breaks,
        Trouble::TooMany(1),
        Trouble::Answers(200, "<html>".into()),
    ] {
        server.next_call_meets("getMe", trouble);
    }
    server.next_call_meets("setMyCommands", Trouble::Breaks);
    let telegram = connect(&server).await;
    server.next_call_meets("getUpdates", Trouble::Breaks);
    let take = |_| std::future::ready(Ok(()));
    let stop = tokio::time::sleep(Duration::from_millis(500));
    assert_eq!(telegram.listen(take, stop).await, Ok(()));
    drop(server);
    let _ = telegram.relay(&crate::chat(1), "розы").await;
    let logged = logged.0.lock().unwrap_or_else(PoisonError::into_inner);
    let logged = String::from_utf8_lossy(&logged);
    assert!(logged.contains("Telegram is not reached yet"));
    assert!(!logged.contains("AAHdq"), "{logged}");
}

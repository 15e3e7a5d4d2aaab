//! Settings as a shop writes them, good and bad.

use models::scripted_server::Answer;
use models::{ModelConfig, ModelError, Models};

use crate::{LONG, ask, config, install_tls, server};

/// The setting that is refused, and the whole message.
fn refused(config: ModelConfig) -> (&'static str, String) {
    install_tls();
    match Models::new(vec![config]).err().expect("refused") {
        error @ ModelError::Setting { setting, .. } => (setting, error.to_string()),
        other => panic!("{other}"),
    }
}

#[test]
fn a_shop_without_a_model_is_told_what_to_write() {
    let error = Models::new(Vec::new()).err().expect("refused");
    assert_eq!(error, ModelError::NotConfigured);
    assert!(error.to_string().contains("`[model]`"));
}

#[test]
fn an_address_that_is_none_is_refused() {
    for bad in [
        "",
        "api.example.com",
        "ftp://example.com",
        "http://",
        "http://h/v1?key=1",
        "http://h/v1#a",
    ] {
        assert_eq!(refused(config("m", bad.into())).0, "base_url", "{bad}");
    }
}

#[test]
fn a_password_in_an_address_is_refused_and_not_repeated() {
    let (setting, message) = refused(config("m", "https://me:hunter2@example.com/v1".into()));
    assert_eq!(setting, "base_url");
    assert!(!message.contains("hunter2"), "{message}");
}

#[test]
fn a_key_with_a_line_break_is_refused_and_not_repeated() {
    let mut config = config("m", "http://127.0.0.1:1/v1".into());
    config.api_key = Some("sk-SECRET\nX-Other: 1".into());
    let (setting, message) = refused(config);
    assert_eq!(setting, "api_key");
    assert!(!message.contains("SECRET"), "{message}");
}

#[test]
fn a_model_without_a_name_is_refused() {
    assert_eq!(
        refused(config(" ", "http://127.0.0.1:1/v1".into())).0,
        "name"
    );
}

#[test]
fn printing_the_settings_never_shows_the_key() {
    let printed = format!("{:?}", config("m", "http://127.0.0.1:1/v1".into()));
    assert!(!printed.contains("SECRET"), "{printed}");
}

#[tokio::test]
async fn a_slash_after_the_address_does_no_harm() {
    install_tls();
    let server = server([Answer::Says("Да.".into())]).await;
    let models =
        Models::new(vec![config("m", format!(" {}/ ", server.base_url()))]).expect("good settings");
    assert_eq!(models.reply(&ask(), LONG).await.unwrap().text, "Да.");
}

#[tokio::test]
async fn a_server_that_wants_no_key_is_sent_none() {
    install_tls();
    let server = server([Answer::Says("Да.".into())]).await;
    let mut config = config("m", server.base_url());
    config.api_key = None;
    Models::new(vec![config])
        .expect("good settings")
        .reply(&ask(), LONG)
        .await
        .unwrap();
    assert_eq!(server.heard()[0].authorization, None);
}

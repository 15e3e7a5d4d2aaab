//! One model server as a shop names it.

use std::net::IpAddr;

use http::HeaderValue;
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

use crate::ModelError;

/// One OpenAI-compatible server and the model to ask for there.
#[derive(Debug, Clone)]
pub struct ModelConfig {
    /// Where the API begins, such as `https://api.openai.com/v1`.
    pub base_url: String,
    /// The key, if the server wants one. Never printed.
    pub api_key: Option<SecretString>,
    /// The model's name on that server.
    pub name: String,
}

/// The base address without a slash at the end, and whether it is on this machine.
pub(crate) fn address(config: &ModelConfig) -> Result<(String, bool), ModelError> {
    let wrong = |why| ModelError::Setting {
        model: config.name.clone(),
        setting: "base_url",
        why,
    };
    let url = Url::parse(config.base_url.trim())
        .map_err(|_| wrong("is not an address such as `https://api.openai.com/v1`"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(wrong("begins with neither `https://` nor `http://`"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("holds a user or a password; write `api_key` instead"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(wrong(
            "has a `?` or a `#`; leave only the address before it",
        ));
    }
    Ok((
        url.as_str().trim_end_matches('/').to_owned(),
        is_local(&url),
    ))
}

/// The value of the `Authorization` header, marked so that HTTP libraries do not print it.
pub(crate) fn authorization(config: &ModelConfig) -> Result<Option<HeaderValue>, ModelError> {
    let Some(key) = &config.api_key else {
        return Ok(None);
    };
    let mut value =
        HeaderValue::from_str(&format!("Bearer {}", key.expose_secret())).map_err(|_| {
            ModelError::Setting {
                model: config.name.clone(),
                setting: "api_key",
                why: "holds a line break or another character that no key has; copy it again",
            }
        })?;
    value.set_sensitive(true);
    Ok(Some(value))
}

fn is_local(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let ip = host.trim_matches(['[', ']']).parse::<IpAddr>();
    host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
}

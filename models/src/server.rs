//! One model server: asks it once, and listens no longer than it may.

use std::sync::Arc;
use std::time::Duration;

use async_openai::Client;
use async_openai::config::Config;
use async_openai::error::OpenAIError;
use futures::StreamExt;
use http::{HeaderMap, header};
use reqwest::redirect::Policy;
use rustls::crypto::CryptoProvider;
use secrecy::SecretString;
use tokio::time::{Instant, timeout_at};

use crate::answer::Answer;
use crate::prompt::Prompt;
use crate::transport::{Fault, exchange};
use crate::wire::{Chunk, Request};
use crate::{ModelConfig, ModelError, Nonsense, config};

/// How long the count of tokens is waited for once the answer is whole.
const COUNT_WAIT: Duration = Duration::from_millis(200);

/// A server whose settings were found good.
pub(crate) struct Server {
    model: Arc<str>,
    http: reqwest::Client,
    endpoint: Endpoint,
}

/// How long a server is listened to.
#[derive(Clone, Copy)]
pub(crate) struct Patience {
    /// The longest silence: before the first words, and between any two pieces after them.
    pub(crate) silence: Duration,
    /// The end of the turn's time.
    pub(crate) deadline: Instant,
}

impl Server {
    /// Checks the settings and makes the HTTP client.
    pub(crate) fn new(config: ModelConfig) -> Result<Server, ModelError> {
        if config.name.trim().is_empty() {
            let why = "is empty; write the name of a model that the server offers";
            return Err(ModelError::Setting {
                model: config.name,
                setting: "name",
                why,
            });
        }
        let (base_url, local) = config::address(&config)?;
        let headers = config::authorization(&config)?.map(|value| (header::AUTHORIZATION, value));
        let no_client = || ModelError::NoClient {
            model: config.name.clone(),
        };
        // Without a provider the builder would panic.
        CryptoProvider::get_default().ok_or_else(no_client)?;
        let builder = reqwest::Client::builder().redirect(Policy::none());
        let builder = if local { builder.no_proxy() } else { builder };
        Ok(Server {
            http: builder.build().map_err(|_| no_client())?,
            endpoint: Endpoint {
                base_url,
                headers: headers.into_iter().collect(),
                unused: SecretString::default(),
            },
            model: config.name.into(),
        })
    }

    /// The model's name.
    pub(crate) fn model(&self) -> &str {
        &self.model
    }

    /// Asks once. Gives the text and, where the server counts them, the tokens.
    pub(crate) async fn ask(
        &self,
        prompt: &Prompt,
        max_tokens: u32,
        patience: Patience,
    ) -> Result<(String, Option<u32>), ModelError> {
        let asked = Instant::now();
        let late = |begun| ModelError::Late {
            model: self.model.to_string(),
            waited: asked.elapsed(),
            begun,
        };
        let first_words = patience.after(asked, patience.silence);

        let fault = Fault::default();
        let client = self.client(fault.clone());
        let request = Request::new(&self.model, prompt, max_tokens);
        let mut chunks = timeout_at(
            first_words,
            client.chat().create_stream_byot::<_, Chunk>(request),
        )
        .await
        .map_err(|_| late(false))?
        .map_err(|error| self.understood(&fault, &error))?;

        let mut answer = Answer::new(&self.model);
        let mut any = false;
        loop {
            let until = match (answer.finished(), answer.begun()) {
                (true, _) => patience.after(Instant::now(), COUNT_WAIT),
                (false, true) => patience.after(Instant::now(), patience.silence),
                (false, false) => first_words,
            };
            match timeout_at(until, chunks.next()).await {
                Ok(Some(Ok(chunk))) => {
                    any = true;
                    answer.add(chunk)?;
                }
                // A whole answer is not lost to what follows it.
                _ if answer.finished() => break,
                Ok(Some(Err(error))) => return Err(self.understood(&fault, &error)),
                Ok(None) => break,
                Err(_) => return Err(late(answer.begun())),
            }
        }
        if !any {
            return Err(self.nonsense(Nonsense::NotEvents));
        }
        answer.close()
    }

    /// The library's client with our transport below it; `fault` will tell what went wrong there.
    fn client(&self, fault: Fault) -> Client<Endpoint> {
        let (http, model) = (self.http.clone(), self.model.clone());
        let service = tower::service_fn(move |request| {
            exchange(http.clone(), model.clone(), fault.clone(), request)
        });
        Client::build(self.http.clone(), self.endpoint.clone()).with_http_service(service)
    }

    fn understood(&self, fault: &Fault, error: &OpenAIError) -> ModelError {
        fault.get().unwrap_or_else(|| match error {
            OpenAIError::JSONDeserialize(..) => self.nonsense(Nonsense::NotJson),
            _ => self.nonsense(Nonsense::NotEvents),
        })
    }

    fn nonsense(&self, what: Nonsense) -> ModelError {
        ModelError::Nonsense {
            model: self.model.to_string(),
            what,
        }
    }
}

impl Patience {
    /// So long after a moment, and never past the deadline.
    fn after(self, moment: Instant, wait: Duration) -> Instant {
        self.deadline
            .min(moment.checked_add(wait).unwrap_or(self.deadline))
    }
}

/// Where a server is and what it is sent with each request. Unlike the library's own, it reads no environment and sends no
/// empty key.
#[derive(Clone)]
struct Endpoint {
    base_url: String,
    headers: HeaderMap,
    /// The library asks for a key beside the headers that hold it.
    unused: SecretString,
}

impl Config for Endpoint {
    fn headers(&self) -> HeaderMap {
        self.headers.clone()
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }

    fn query(&self) -> Vec<(&str, &str)> {
        Vec::new()
    }

    fn api_base(&self) -> &str {
        &self.base_url
    }

    fn api_key(&self) -> &SecretString {
        &self.unused
    }
}

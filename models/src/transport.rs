//! One HTTP exchange, as the API library is given it: a single attempt, a bounded body, always a stream of events.
//!
//! The library would retry by itself, read an error's body to its end and print it, and gather an endless line;
//! with this below it, it does none of that. A server that answers plain JSON to `stream: true` is heard as a
//! stream of one event.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use async_openai::error::OpenAIError;
use async_openai::middleware::HttpRequestFactory;
use futures::{Stream, StreamExt, stream};
use reqwest::{Body, Response};
use serde_json::Value;
use tokio::time::timeout;

use crate::ModelError;
use crate::wire::error_code;

/// The most of one answer's body that is read. A token of a stream takes some 300 bytes of JSON.
const MOST_BODY: usize = 512 * 1024;
/// The longest line of it, which an answer that is not streamed is.
const MOST_LINE: usize = 64 * 1024;
/// What is handed to the reader of events at once: it takes time in the square of this when all lines are short.
const PIECE: usize = 2 * 1024;
/// The most of an error's body that is read, and how long it is waited for.
const MOST_ERROR: usize = 8 * 1024;
const ERROR_WAIT: Duration = Duration::from_millis(200);

/// What first went wrong in an exchange, kept for the one who reads its events: the library passes on only prose.
#[derive(Clone, Default)]
pub(crate) struct Fault(Arc<OnceLock<ModelError>>);

impl Fault {
    /// What went wrong, if something did.
    pub(crate) fn get(&self) -> Option<ModelError> {
        self.0.get().cloned()
    }

    fn set(&self, error: &ModelError) {
        // Only the first counts: what follows is its consequence.
        let _ = self.0.set(error.clone());
    }
}

/// Sends a request once and gives its answer as a bounded stream of events.
pub(crate) async fn exchange(
    http: reqwest::Client,
    model: Arc<str>,
    fault: Fault,
    request: HttpRequestFactory,
) -> Result<Response, OpenAIError> {
    let sent = match http.execute(request.build().await?).await {
        Ok(response) if response.status().is_success() => Ok(response),
        Ok(response) => Err(ModelError::Status {
            model: model.to_string(),
            status: response.status().as_u16(),
            code: code_of(response).await,
        }),
        Err(error) if error.is_connect() => Err(ModelError::Unreachable {
            model: model.to_string(),
        }),
        Err(_) => Err(ModelError::Broken {
            model: model.to_string(),
        }),
    };
    match sent {
        Ok(response) => {
            let events = events(response.bytes_stream(), model, fault);
            Ok(Response::from(http::Response::new(Body::wrap_stream(
                events,
            ))))
        }
        Err(error) => {
            fault.set(&error);
            Err(OpenAIError::Boxed(error.into()))
        }
    }
}

/// The server's word for its error, from the beginning of the body.
async fn code_of(response: Response) -> Option<String> {
    let mut body = Vec::new();
    let mut chunks = response.bytes_stream();
    let read = async {
        while let Some(Ok(chunk)) = chunks.next().await {
            body.extend_from_slice(&chunk);
            if body.len() > MOST_ERROR {
                break;
            }
        }
    };
    timeout(ERROR_WAIT, read).await.ok()?;
    let body: Value = serde_json::from_slice(&body).ok()?;
    error_code(&body["error"])
}

/// A body as events, in small pieces, ending well or with an error that `fault` tells.
fn events<B: AsRef<[u8]>>(
    body: impl Stream<Item = reqwest::Result<B>>,
    model: Arc<str>,
    fault: Fault,
) -> impl Stream<Item = Result<Vec<u8>, ModelError>> {
    let mut framing = Framing::default();
    body.map(Some)
        .chain(stream::iter([None]))
        .flat_map(move |part| {
            let framed = match part {
                Some(Ok(bytes)) => {
                    framing
                        .frame(bytes.as_ref())
                        .map_err(|TooLong { limit }| ModelError::TooLong {
                            model: model.to_string(),
                            limit,
                        })
                }
                Some(Err(_)) => Err(ModelError::Broken {
                    model: model.to_string(),
                }),
                // Some servers leave out the empty line after the last event.
                None => Ok(b"\n\n".to_vec()),
            };
            stream::iter(match framed {
                Ok(bytes) => bytes
                    .chunks(PIECE)
                    .map(|piece| Ok(piece.to_vec()))
                    .collect(),
                Err(error) => {
                    fault.set(&error);
                    vec![Err(error)]
                }
            })
        })
}

/// Where in a body we are.
#[derive(Default)]
struct Framing {
    /// Decided by the first byte that is not a space.
    kind: Option<Kind>,
    /// Bytes of the body so far.
    body: usize,
    /// Bytes of the line so far.
    line: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Events,
    /// JSON breaks lines only between its tokens, so it fits one line when each break becomes a space.
    Json,
}

struct TooLong {
    limit: usize,
}

impl Framing {
    fn frame(&mut self, bytes: &[u8]) -> Result<Vec<u8>, TooLong> {
        self.body += bytes.len();
        if self.body > MOST_BODY {
            return Err(TooLong { limit: MOST_BODY });
        }
        let mut out = Vec::with_capacity(bytes.len() + 8);
        for &byte in bytes {
            if self.kind.is_none() && !byte.is_ascii_whitespace() {
                let kind = if matches!(byte, b'{' | b'[') {
                    Kind::Json
                } else {
                    Kind::Events
                };
                self.kind = Some(kind);
                if kind == Kind::Json {
                    out.extend_from_slice(b"data: ");
                }
            }
            let ends = matches!(byte, b'\n' | b'\r');
            match self.kind {
                None => continue,
                Some(Kind::Json) if ends => out.push(b' '),
                Some(Kind::Json) => out.push(byte),
                Some(Kind::Events) => out.push(byte),
            }
            self.line = if ends && self.kind == Some(Kind::Events) {
                0
            } else {
                self.line + 1
            };
            if self.line > MOST_LINE {
                return Err(TooLong { limit: MOST_LINE });
            }
        }
        Ok(out)
    }
}

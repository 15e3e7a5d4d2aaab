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

use crate::wire::error_code;
use crate::{ModelError, Nonsense};

/// The most of one answer's body that is read. A token of a stream takes some 300 bytes of JSON.
const MOST_BODY: usize = 512 * 1024;
/// The longest line of it, which an answer that is not streamed is.
const MOST_LINE: usize = 64 * 1024;
/// The most lines of it, some more than the longest answer takes at a letter an event: reading a line costs more than
/// its bytes do.
const MOST_LINES: usize = 20_000;
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
                Some(Ok(bytes)) => framing
                    .frame(bytes.as_ref())
                    .map_err(|unfit| unfit.of(&model)),
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
    /// Lines so far.
    lines: usize,
    /// The last byte was a carriage return, so a line feed after it ends no further line.
    returned: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Events,
    /// JSON breaks lines only between its tokens, so it fits one line when each break becomes a space.
    Json,
}

/// Why a body is read no further.
enum Unfit {
    TooLong { limit: usize },
    TooManyLines,
}

impl Unfit {
    fn of(self, model: &str) -> ModelError {
        let model = model.to_owned();
        match self {
            Unfit::TooLong { limit } => ModelError::TooLong { model, limit },
            Unfit::TooManyLines => ModelError::Nonsense {
                model,
                what: Nonsense::NotEvents,
            },
        }
    }
}

impl Framing {
    /// The next bytes of the body as the next bytes of a stream of events.
    fn frame(&mut self, bytes: &[u8]) -> Result<Vec<u8>, Unfit> {
        self.body += bytes.len();
        if self.body > MOST_BODY {
            return Err(Unfit::TooLong { limit: MOST_BODY });
        }
        let mut out = Vec::with_capacity(bytes.len() + 8);
        for &byte in bytes {
            match self.kind {
                None if byte.is_ascii_whitespace() => continue,
                None if matches!(byte, b'{' | b'[') => {
                    self.kind = Some(Kind::Json);
                    out.extend_from_slice(b"data: ");
                }
                None => self.kind = Some(Kind::Events),
                Some(_) => {}
            }
            let ends = matches!(byte, b'\n' | b'\r');
            match self.kind {
                Some(Kind::Json) if ends => out.push(b' '),
                _ => out.push(byte),
            }
            self.count(byte, ends && self.kind == Some(Kind::Events))?;
        }
        Ok(out)
    }

    fn count(&mut self, byte: u8, ends: bool) -> Result<(), Unfit> {
        if ends {
            self.line = 0;
            self.lines += usize::from(byte == b'\r' || !self.returned);
        } else {
            self.line += 1;
        }
        self.returned = byte == b'\r';
        if self.line > MOST_LINE {
            return Err(Unfit::TooLong { limit: MOST_LINE });
        }
        if self.lines > MOST_LINES {
            return Err(Unfit::TooManyLines);
        }
        Ok(())
    }
}

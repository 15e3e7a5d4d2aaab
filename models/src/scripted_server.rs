//! A real HTTP server on this machine that answers like a model, well or badly, by a script.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use futures::{StreamExt, stream};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// How the server answers one request.
#[derive(Debug, Clone)]
pub enum Answer {
    /// Streams this text in small pieces, then the count of tokens.
    Says(String),
    /// Answers this text as one JSON document, as a server that cannot stream does.
    SaysAtOnce(String),
    /// Streams this text, then says nothing more and keeps the connection.
    Stalls(String),
    /// Streams this text, then breaks the connection.
    Drops(String),
    /// Repeats this body without end.
    Endless(Vec<u8>),
    /// Sends this status with this body.
    Status(u16, String),
    /// Sends this status with the beginning of a body, then nothing more, and keeps the connection.
    Hangs(u16, String),
    /// Sends exactly this body with status 200, as an event stream.
    Body(Vec<u8>),
    /// Waits, then answers.
    After(Duration, Box<Answer>),
}

/// What the server was sent.
#[derive(Debug, Clone)]
pub struct Heard {
    /// The `Authorization` header.
    pub authorization: Option<String>,
    /// The JSON of the question.
    pub question: Value,
}

/// A running server; it ends when dropped.
pub struct ScriptedServer {
    address: SocketAddr,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

struct Shared {
    script: Vec<Answer>,
    heard: Mutex<Vec<Heard>>,
}

impl ScriptedServer {
    /// Starts a server that gives these answers in order; the last one again and again.
    pub async fn start(script: impl IntoIterator<Item = Answer>) -> io::Result<ScriptedServer> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            script: script.into_iter().collect(),
            heard: Mutex::default(),
        });
        let router = Router::new()
            .route("/v1/chat/completions", post(complete))
            .with_state(shared.clone());
        let task = tokio::spawn(async move {
            // The server ends with its task; a failure shows in the test as a refused connection.
            let _ = axum::serve(listener, router).await;
        });
        Ok(ScriptedServer {
            address,
            shared,
            task,
        })
    }

    /// What a shop would write as `base_url`.
    pub fn base_url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// All that the server was sent, in order.
    pub fn heard(&self) -> Vec<Heard> {
        self.shared
            .heard
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Drop for ScriptedServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn complete(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: String) -> Response {
    let Ok(question) = serde_json::from_str::<Value>(&body) else {
        return (StatusCode::BAD_REQUEST, "not JSON").into_response();
    };
    let authorization = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let place = {
        let mut heard = shared.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.push(Heard {
            authorization: authorization.map(str::to_owned),
            question,
        });
        heard.len() - 1
    };
    let Some(answer) = shared.script.get(place).or(shared.script.last()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut answer = answer.clone();
    while let Answer::After(wait, then) = answer {
        sleep(wait).await;
        answer = *then;
    }
    respond(answer)
}

fn respond(answer: Answer) -> Response {
    match answer {
        Answer::Says(text) => {
            let mut events = words(&text);
            events.push(event(
                json!({"choices": [{"delta": {}, "finish_reason": "stop"}]}),
            ));
            events.push(event(json!({"choices": [], "usage": {"total_tokens": 42}})));
            events.push("data: [DONE]\n\n".into());
            streamed(stream::iter(events).map(Ok))
        }
        Answer::SaysAtOnce(text) => {
            let message = json!({"role": "assistant", "content": text});
            let answer = json!({
                "choices": [{"message": message, "finish_reason": "stop"}],
                "usage": {"total_tokens": 42},
            });
            (
                [(header::CONTENT_TYPE, "application/json")],
                format!("{answer:#}"),
            )
                .into_response()
        }
        Answer::Stalls(text) => {
            streamed(stream::iter(words(&text)).map(Ok).chain(stream::pending()))
        }
        Answer::Drops(text) => {
            let broken = stream::once(async {
                // What was written before goes out first.
                sleep(Duration::from_millis(50)).await;
                Err(io::Error::other("dropped by the script"))
            });
            streamed(stream::iter(words(&text)).map(Ok).chain(broken))
        }
        Answer::Endless(body) => streamed(stream::repeat(body).map(Ok)),
        Answer::Status(status, body) => (code(status), body).into_response(),
        Answer::Hangs(status, body) => {
            let begun = stream::iter([Ok(body)]).chain(stream::pending());
            (code(status), streamed(begun)).into_response()
        }
        Answer::Body(body) => streamed(stream::iter([Ok(body)])),
        // Waited out by the caller.
        Answer::After(_, then) => respond(*then),
    }
}

fn streamed<B: Into<axum::body::Bytes> + 'static>(
    body: impl futures::Stream<Item = io::Result<B>> + Send + 'static,
) -> Response {
    (
        [(header::CONTENT_TYPE, "text/event-stream")],
        Body::from_stream(body),
    )
        .into_response()
}

/// An impossible status is the script's mistake, told as the server's.
fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// The events that carry a text, a few letters each.
fn words(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    letters
        .chunks(7)
        .map(|piece| {
            event(
                json!({"choices": [{"index": 0, "delta": {"content": String::from_iter(piece)}}]}),
            )
        })
        .collect()
}

fn event(chunk: Value) -> String {
    format!("data: {chunk}\n\n")
}

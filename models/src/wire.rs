//! The OpenAI chat API as it is met in the wild: strict in what is sent, lenient in what is read.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::prompt::Prompt;

/// A question. `max_tokens` is the older name of the limit, and the one that every server knows.
#[derive(Serialize)]
pub(crate) struct Request<'a> {
    model: &'a str,
    messages: [Message<'a>; 2],
    max_tokens: u32,
    /// Always set: the library leaves it to us with types of our own, and without it nothing is streamed.
    stream: bool,
    stream_options: StreamOptions,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: &'a str,
}

#[derive(Serialize)]
struct StreamOptions {
    include_usage: bool,
}

impl<'a> Request<'a> {
    pub(crate) fn new(model: &'a str, prompt: &'a Prompt, max_tokens: u32) -> Request<'a> {
        Request {
            model,
            messages: [
                Message {
                    role: "system",
                    content: &prompt.system,
                },
                Message {
                    role: "user",
                    content: &prompt.user,
                },
            ],
            max_tokens,
            stream: true,
            stream_options: StreamOptions {
                include_usage: true,
            },
        }
    }
}

/// What one event of a stream, or a whole answer that was not streamed, tells. Any JSON can be read as one: what
/// is absent or of another shape is simply not told.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(from = "Value")]
pub(crate) struct Chunk {
    /// The next words.
    pub(crate) text: String,
    /// Why the answer ended, in the last chunk.
    pub(crate) finish: Option<Finish>,
    /// This is the whole answer, not a piece.
    pub(crate) whole: bool,
    /// The model called a tool.
    pub(crate) tool_call: bool,
    /// Tokens of question and answer.
    pub(crate) tokens: Option<u32>,
    /// The server reports an error, with its own word for it.
    pub(crate) error: Option<Option<String>>,
}

/// Why an answer ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Finish {
    /// The model said all it wanted.
    Said,
    /// It came to the limit of tokens.
    Limit,
    /// The model or a filter refused.
    Refused,
}

impl From<Value> for Chunk {
    fn from(value: Value) -> Chunk {
        // Indexing an absent member, or something that has no members, gives null.
        let choice = &value["choices"][0];
        let whole = choice["message"].is_object();
        let piece = if whole {
            &choice["message"]
        } else {
            &choice["delta"]
        };
        let refused = piece["refusal"]
            .as_str()
            .is_some_and(|words| !words.is_empty());
        let finish = match choice["finish_reason"].as_str() {
            _ if refused => Some(Finish::Refused),
            Some("content_filter") => Some(Finish::Refused),
            Some("length") => Some(Finish::Limit),
            Some(_) => Some(Finish::Said),
            None => None,
        };
        let error = &value["error"];
        Chunk {
            text: text(&piece["content"]),
            finish,
            whole,
            tool_call: piece["tool_calls"]
                .as_array()
                .is_some_and(|calls| !calls.is_empty())
                || piece["function_call"].is_object(),
            tokens: value["usage"]["total_tokens"]
                .as_u64()
                .and_then(|count| u32::try_from(count).ok()),
            error: (!error.is_null()).then(|| error_code(error)),
        }
    }
}

/// The server's own word for an error, if it is a plain word or a number; never its prose, which may quote a key or a
/// buyer.
pub(crate) fn error_code(error: &Value) -> Option<String> {
    [&error["code"], &error["type"]]
        .into_iter()
        .find_map(|code| match code {
            Value::Number(number) => number.as_u64().map(|number| number.to_string()),
            Value::String(word) => {
                let plain = (1..=64).contains(&word.len())
                    && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
                plain.then(|| word.clone())
            }
            _ => None,
        })
}

/// Content is a string, or a list of parts that may hold text.
fn text(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts
            .iter()
            .filter_map(|part| part["text"].as_str())
            .collect(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(json: &str) -> Chunk {
        serde_json::from_str(json).expect("any JSON is a chunk")
    }

    #[test]
    fn a_chunk_without_id_and_usage_is_read() {
        let read = chunk(r#"{"choices":[{"delta":{"content":"да"}}]}"#);
        assert_eq!(
            read,
            Chunk {
                text: "да".into(),
                ..Chunk::default()
            }
        );
    }

    #[test]
    fn content_in_parts_is_joined() {
        let read = chunk(
            r#"{"choices":[{"message":{"content":[{"type":"text","text":"a"},{"text":"b"},7]},"finish_reason":"stop"}]}"#,
        );
        assert_eq!(
            (read.text.as_str(), read.whole, read.finish),
            ("ab", true, Some(Finish::Said))
        );
    }

    #[test]
    fn json_of_any_other_shape_tells_nothing() {
        for json in [
            "7",
            "null",
            "[]",
            r#""x""#,
            r#"{"choices":null,"usage":"many"}"#,
            r#"{"choices":[{"delta":[]}]}"#,
        ] {
            assert_eq!(chunk(json), Chunk::default(), "{json}");
        }
    }

    #[test]
    fn the_prose_of_an_error_is_never_kept() {
        let read = chunk(
            r#"{"error":{"message":"bad key sk-SECRET","type":"invalid_request_error","code":"sk-SECRET"}}"#,
        );
        assert_eq!(read.error, Some(Some("invalid_request_error".into())));
        assert_eq!(chunk(r#"{"error":"sk-SECRET"}"#).error, Some(None));
    }
}

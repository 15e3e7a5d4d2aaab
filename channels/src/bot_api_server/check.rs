//! What the API refuses, in its own words.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::entities::plain;
use super::request::Params;
use super::world::{ShownButton, World};

const LONGEST_TEXT: usize = 4096;
const LONGEST_CAPTION: usize = 1024;
const MOST_DATA: usize = 64;
const MOST_BUTTONS: usize = 100;

/// A call that is not carried out.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) code: u16,
    pub(super) description: String,
    pub(super) retry_after: Option<u32>,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut body =
            json!({ "ok": false, "error_code": self.code, "description": self.description });
        if let Some(seconds) = self.retry_after {
            body["parameters"] = json!({ "retry_after": seconds });
        }
        // An impossible code is the test's mistake, told as the server's.
        let status = StatusCode::from_u16(self.code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, axum::Json(body)).into_response()
    }
}

/// A refusal with a code.
pub(super) fn refused(code: u16, description: &str) -> Refusal {
    Refusal {
        code,
        description: description.to_owned(),
        retry_after: None,
    }
}

/// The commonest refusal.
pub(super) fn bad_request(why: &str) -> Refusal {
    refused(400, &format!("Bad Request: {why}"))
}

/// The chat to write to, if the bot may.
pub(super) fn chat(world: &World, params: &Params) -> Result<i64, Refusal> {
    let chat = params
        .number("chat_id")
        .ok_or_else(|| bad_request("chat_id is empty"))?;
    if world.blocked.contains(&chat) {
        return Err(refused(403, "Forbidden: bot was blocked by the user"));
    }
    if !world.knows(chat) {
        return Err(bad_request("chat not found"));
    }
    Ok(chat)
}

/// The words of a message as they are shown.
pub(super) fn text(params: &Params) -> Result<String, Refusal> {
    let shown = entities(params.text("text"), params.text("parse_mode"))?;
    if shown.is_empty() {
        return Err(bad_request("message text is empty"));
    }
    if units(&shown) > LONGEST_TEXT {
        return Err(bad_request("message is too long"));
    }
    Ok(shown)
}

/// The words below a photo as they are shown.
pub(super) fn caption(caption: &str, parse_mode: &str) -> Result<String, Refusal> {
    let shown = entities(caption, parse_mode)?;
    if units(&shown) > LONGEST_CAPTION {
        return Err(bad_request("message caption is too long"));
    }
    Ok(shown)
}

/// The photo that a parameter stands for: its address, or the name of its file.
pub(super) fn photo(params: &Params, reference: &str) -> Result<String, Refusal> {
    if let Some(file) = params.file(reference) {
        let known: [&[u8]; 2] = [b"\xff\xd8\xff", b"\x89PNG"];
        return match known.iter().any(|magic| file.bytes.starts_with(magic)) {
            true => Ok(file.name.clone()),
            false => Err(bad_request("IMAGE_PROCESS_FAILED")),
        };
    }
    match reference {
        // Nothing on the net is fetched by a test: a name tells whether it could be.
        url if url.starts_with("http") && url.contains("missing") => {
            Err(bad_request("failed to get HTTP URL content"))
        }
        url if url.starts_with("http") => Ok(url.to_owned()),
        _ => Err(bad_request("wrong file identifier/HTTP URL specified")),
    }
}

/// The buttons below a message.
pub(super) fn keyboard(params: &Params) -> Result<Vec<Vec<ShownButton>>, Refusal> {
    let Some(markup) = params.structure("reply_markup")? else {
        return Ok(Vec::new());
    };
    let rows = markup["inline_keyboard"].as_array();
    let rows = rows.ok_or_else(|| bad_request("object expected as reply markup"))?;
    let rows: Vec<Vec<ShownButton>> = rows
        .iter()
        .map(|row| row.as_array().into_iter().flatten().map(button).collect())
        .collect::<Result<_, Refusal>>()?;
    if rows.iter().flatten().count() > MOST_BUTTONS {
        return Err(bad_request("reply markup is too long"));
    }
    Ok(rows)
}

fn button(button: &Value) -> Result<ShownButton, Refusal> {
    let text = |key: &str| button[key].as_str().map(str::to_owned);
    let label = text("text").filter(|label| !label.trim().is_empty());
    let label = label.ok_or_else(|| {
        bad_request("can't parse inline keyboard button: Field \"text\" must be of type String")
    })?;
    let (data, url) = (text("callback_data"), text("url"));
    match (&data, &url) {
        (Some(data), None) if !(1..=MOST_DATA).contains(&data.len()) => {
            Err(bad_request("BUTTON_DATA_INVALID"))
        }
        (None, Some(url)) if !url.starts_with("https://") && !url.starts_with("http://") => {
            Err(bad_request("BUTTON_URL_INVALID"))
        }
        (Some(_), None) | (None, Some(_)) => Ok(ShownButton { label, data, url }),
        _ => Err(bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        )),
    }
}

fn entities(text: &str, parse_mode: &str) -> Result<String, Refusal> {
    let shown = match parse_mode.to_lowercase().as_str() {
        "" => text.to_owned(),
        "html" => {
            plain(text).map_err(|why| bad_request(&format!("can't parse entities: {why}")))?
        }
        _ => return Err(bad_request("unsupported parse_mode")),
    };
    Ok(shown.trim().to_owned())
}

/// As Telegram counts letters.
fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

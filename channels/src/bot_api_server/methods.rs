//! The methods of the API.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use futures::stream;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep, timeout_at};

use super::check::{Refusal, bad_request, caption, chat, keyboard, photo, refused, text};
use super::request::Params;
use super::world::{Call, Toast, Trouble, World, bot};
use super::{Shared, TOKEN};

/// The most letters that a press is answered with.
const LONGEST_TOAST: usize = 200;

/// Any call: `/bot<token>/<method>`, the method in any case.
pub(super) async fn call(
    State(shared): State<Arc<Shared>>,
    Path((bot, method)): Path<(String, String)>,
    request: Request,
) -> Response {
    match bot.strip_prefix("bot") {
        Some(TOKEN) => {}
        Some(token) if token.contains(':') => return refused(401, "Unauthorized").into_response(),
        _ => return refused(404, "Not Found").into_response(),
    }
    let params = match Params::read(request).await {
        Ok(params) => params,
        Err(refusal) => return refusal.into_response(),
    };
    let name = method.to_lowercase();
    let trouble = {
        let mut world = shared.world();
        let params = params.record();
        world.calls.push(Call { method, params });
        world.trouble(&name)
    };
    shared.changed();
    match &trouble {
        Some(Trouble::TooMany(seconds)) => {
            let description = format!("Too Many Requests: retry after {seconds}");
            let refusal = Refusal {
                code: 429,
                description,
                retry_after: Some(*seconds),
            };
            return refusal.into_response();
        }
        Some(Trouble::Refused(code, description)) => {
            return refused(*code, description).into_response();
        }
        Some(Trouble::Answers(status, body)) => {
            // An impossible status is the test's mistake, told as the server's.
            let status = StatusCode::from_u16(*status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            return (status, body.clone()).into_response();
        }
        Some(Trouble::After(wait)) => sleep(*wait).await,
        Some(Trouble::Breaks | Trouble::Strange) | None => {}
    }
    let result = match name.as_str() {
        "getupdates" => get_updates(&shared, &params).await,
        _ => carry_out(&mut shared.world(), &name, &params),
    };
    shared.changed();
    match (result, trouble) {
        (Err(refusal), _) => refusal.into_response(),
        (Ok(_), Some(Trouble::Breaks)) => {
            let begun = stream::iter([
                Ok("{\"ok\":tr"),
                Err(io::Error::other("broken by the test")),
            ]);
            Body::from_stream(begun).into_response()
        }
        (Ok(_), Some(Trouble::Strange)) => {
            axum::Json(json!({ "ok": true, "result": "strange" })).into_response()
        }
        (Ok(result), _) => axum::Json(json!({ "ok": true, "result": result })).into_response(),
    }
}

fn carry_out(world: &mut World, method: &str, params: &Params) -> Result<Value, Refusal> {
    match method {
        "getme" => Ok(get_me()),
        "sendmessage" => send_message(world, params),
        "sendphoto" => send_photo(world, params),
        "sendmediagroup" => send_media_group(world, params),
        "sendchataction" => send_chat_action(world, params),
        "answercallbackquery" => answer_callback_query(world, params),
        "setmycommands" => set_my_commands(params),
        "deletewebhook" => {
            world.webhook = false;
            Ok(json!(true))
        }
        _ => Err(refused(404, "Not Found: method not found")),
    }
}

fn get_me() -> Value {
    let mut me = bot();
    for (field, value) in [
        ("can_join_groups", true),
        ("can_read_all_group_messages", false),
        ("supports_inline_queries", false),
        ("can_connect_to_business", false),
        ("has_main_web_app", false),
    ] {
        me[field] = json!(value);
    }
    me
}

/// Long polling: what is below the offset is confirmed and forgotten, and one poll ends another.
async fn get_updates(shared: &Shared, params: &Params) -> Result<Value, Refusal> {
    let offset = params.number("offset").unwrap_or(0);
    let limit = params.number("limit").unwrap_or(100).clamp(1, 100);
    let seconds = params.number("timeout").unwrap_or(0).clamp(0, 50);
    let until = Instant::now() + Duration::from_secs(seconds.unsigned_abs());
    let mut changes = shared.changes.subscribe();
    let poll = {
        let mut world = shared.world();
        world.poll += 1;
        world
            .updates
            .retain(|update| update["update_id"].as_i64().is_none_or(|id| id >= offset));
        world.poll
    };
    shared.changed();
    loop {
        {
            let world = shared.world();
            if world.webhook {
                return Err(refused(
                    409,
                    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
                ));
            }
            if world.poll != poll {
                return Err(refused(
                    409,
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                ));
            }
            let limit = usize::try_from(limit).unwrap_or(100);
            let updates: Vec<Value> = world.updates.iter().take(limit).cloned().collect();
            if !updates.is_empty() || Instant::now() >= until {
                return Ok(Value::Array(updates));
            }
        }
        // Either way the world is looked at once more.
        let _ = timeout_at(until, changes.changed()).await;
    }
}

fn send_message(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let (text, rows) = (text(params)?, keyboard(params)?);
    let chat = chat(world, params)?;
    Ok(world.show(chat, text, None, rows))
}

fn send_photo(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let (caption, rows) = (
        caption(params.text("caption"), params.text("parse_mode"))?,
        keyboard(params)?,
    );
    let chat = chat(world, params)?;
    let reference = match params.text("photo") {
        "" => "photo",
        reference => reference,
    };
    let photo = photo(params, reference)?;
    Ok(world.show(chat, caption, Some(photo), rows))
}

fn send_media_group(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let media = params.structure("media")?.unwrap_or_default();
    let media = media.as_array().map(Vec::as_slice).unwrap_or_default();
    if !(2..=10).contains(&media.len()) {
        return Err(bad_request("there must be 2-10 media in the album"));
    }
    let chat = chat(world, params)?;
    let shown: Vec<(String, String)> = media
        .iter()
        .map(|item| {
            let field = |key: &str| item[key].as_str().unwrap_or_default();
            if field("type") != "photo" {
                return Err(bad_request("wrong type of media in the album"));
            }
            Ok((
                caption(field("caption"), field("parse_mode"))?,
                photo(params, field("media"))?,
            ))
        })
        .collect::<Result<_, Refusal>>()?;
    let messages = shown
        .into_iter()
        .map(|(caption, photo)| world.show(chat, caption, Some(photo), Vec::new()));
    Ok(messages.collect())
}

fn send_chat_action(world: &World, params: &Params) -> Result<Value, Refusal> {
    chat(world, params)?;
    match params.text("action") {
        "typing" | "upload_photo" | "upload_document" => Ok(json!(true)),
        _ => Err(bad_request("wrong parameter action in request")),
    }
}

fn answer_callback_query(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let text = params.text("text");
    if text.chars().count() > LONGEST_TOAST {
        return Err(bad_request("MESSAGE_TOO_LONG"));
    }
    let who = world
        .waiting_presses
        .remove(params.text("callback_query_id"));
    let who = who.ok_or_else(|| {
        bad_request("query is too old and response timeout expired or query ID is invalid")
    })?;
    world.toasts.push(Toast {
        who,
        text: text.to_owned(),
    });
    Ok(json!(true))
}

fn set_my_commands(params: &Params) -> Result<Value, Refusal> {
    let commands = params.structure("commands")?.unwrap_or_default();
    for command in commands.as_array().into_iter().flatten() {
        let name = command["command"].as_str().unwrap_or_default();
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        if !(1..=32).contains(&name.len()) || !name.bytes().all(fits) {
            return Err(bad_request("BOT_COMMAND_INVALID"));
        }
        let description = command["description"].as_str().unwrap_or_default();
        if !(1..=256).contains(&description.chars().count()) {
            return Err(bad_request("BOT_COMMAND_DESCRIPTION_INVALID"));
        }
    }
    Ok(json!(true))
}

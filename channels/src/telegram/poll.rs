//! Long polling. Updates arrive as plain JSON and are read one by one, so that one which nobody understands
//! never holds up the others.

use serde::Serialize;
use serde_json::Value;
use teloxide::requests::{JsonRequest, Payload};
use teloxide::{Bot, RequestError};

/// How long the server may keep a poll open, in seconds; below the client's own limit.
const PATIENCE: u32 = 10;

/// The most updates at once.
const MOST: u8 = 100;

/// What the bot reads.
const KINDS: [&str; 2] = ["message", "callback_query"];

#[derive(Serialize)]
struct Poll {
    offset: i64,
    limit: u8,
    timeout: u32,
    allowed_updates: [&'static str; 2],
}

impl Payload for Poll {
    type Output = Vec<Value>;
    const NAME: &'static str = "GetUpdates";
}

/// Updates from `offset` on, in order, as soon as there are any. Asking confirms all before `offset`.
pub(super) async fn poll(bot: &Bot, offset: i64) -> Result<Vec<Value>, RequestError> {
    let poll = Poll {
        offset,
        limit: MOST,
        timeout: PATIENCE,
        allowed_updates: KINDS,
    };
    JsonRequest::new(bot.clone(), poll).await
}

/// The offset that confirms these updates; none where not one of them has a number. Numbers may fall after
/// a quiet week, so what was seen before does not count.
pub(super) fn offset_after(updates: &[Value]) -> Option<i64> {
    let newest = updates
        .iter()
        .filter_map(|update| update["update_id"].as_i64())
        .max()?;
    newest.checked_add(1)
}

//! What the server remembers.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value, json};

use super::{BOT_ID, BOT_NAME, OPERATORS};

/// Who a buyer is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Profile {
    /// The first name.
    pub first_name: String,
    /// The last name.
    pub last_name: Option<String>,
    /// The user name, without `@`.
    pub username: Option<String>,
    /// The language of their client: `ru`, `en-US`.
    pub language: Option<String>,
}

impl Default for Profile {
    fn default() -> Profile {
        Profile {
            first_name: "Анна".to_owned(),
            last_name: None,
            username: Some("anna_k".to_owned()),
            language: Some("ru".to_owned()),
        }
    }
}

/// A message of the bot as people see it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shown {
    /// The message's id.
    pub id: i32,
    /// The chat.
    pub chat: i64,
    /// The words, or the caption.
    pub text: String,
    /// The photo's address or file name.
    pub photo: Option<String>,
    /// The buttons below it, row by row.
    pub rows: Vec<Vec<ShownButton>>,
}

impl Shown {
    /// The labels of all buttons, in order.
    pub fn labels(&self) -> Vec<&str> {
        self.rows
            .iter()
            .flatten()
            .map(|button| button.label.as_str())
            .collect()
    }

    /// The button with this label.
    pub fn button(&self, label: &str) -> Option<&ShownButton> {
        self.rows
            .iter()
            .flatten()
            .find(|button| button.label == label)
    }
}

/// A button below a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShownButton {
    /// What is written on it.
    pub label: String,
    /// What it sends.
    pub data: Option<String>,
    /// Where it leads.
    pub url: Option<String>,
}

/// One call of the API.
#[derive(Clone, PartialEq, Debug)]
pub struct Call {
    /// The method as it was written in the address.
    pub method: String,
    /// What was sent.
    pub params: Value,
}

/// The answer to a press.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Toast {
    /// Whose press it was.
    pub who: i64,
    /// The words shown; empty where only the spinner stops.
    pub text: String,
}

/// How a call goes wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// The limit is reached: 429 with so many seconds to wait.
    TooMany(u32),
    /// It is refused with this code and description.
    Refused(u16, String),
    /// It is answered with this status and body, whatever they are.
    Answers(u16, String),
    /// It is carried out, but the connection breaks before the answer is whole.
    Breaks,
    /// It is carried out, and the answer says so in a shape that nobody knows.
    Strange,
    /// It is carried out after a while.
    After(Duration),
}

/// All that the server knows.
pub(super) struct World {
    pub(super) profiles: BTreeMap<i64, Profile>,
    /// Buyers whom the bot may write to: they wrote first.
    pub(super) met: BTreeSet<i64>,
    pub(super) blocked: BTreeSet<i64>,
    pub(super) shown: Vec<Shown>,
    pub(super) updates: Vec<Value>,
    pub(super) waiting_presses: BTreeMap<String, i64>,
    pub(super) toasts: Vec<Toast>,
    pub(super) calls: Vec<Call>,
    pub(super) troubles: Vec<(String, Trouble)>,
    pub(super) webhook: bool,
    /// The newest poll; an older one ends when another begins.
    pub(super) poll: u64,
    next_update: u64,
    next_message: i32,
}

impl World {
    pub(super) fn new() -> World {
        World {
            profiles: BTreeMap::new(),
            met: BTreeSet::new(),
            blocked: BTreeSet::new(),
            shown: Vec::new(),
            updates: Vec::new(),
            waiting_presses: BTreeMap::new(),
            toasts: Vec::new(),
            calls: Vec::new(),
            troubles: Vec::new(),
            webhook: false,
            poll: 0,
            next_update: 500_000,
            next_message: 1,
        }
    }

    /// The buyer wrote to the bot, or pressed Start.
    pub(super) fn meet(&mut self, chat: i64) {
        self.met.insert(chat);
    }

    /// Whether the bot can see the chat.
    pub(super) fn knows(&self, chat: i64) -> bool {
        chat == OPERATORS || self.met.contains(&chat)
    }

    /// The trouble that the next call of a method meets, used up.
    pub(super) fn trouble(&mut self, method: &str) -> Option<Trouble> {
        let at = self.troubles.iter().position(|(of, _)| of == method)?;
        Some(self.troubles.remove(at).1)
    }

    pub(super) fn push(&mut self, mut update: Value) {
        if let Some(update) = update
            .as_object_mut()
            .filter(|update| !update.contains_key("update_id"))
        {
            update.insert("update_id".to_owned(), json!(self.next_update));
        }
        self.next_update += 1;
        self.updates.push(update);
    }

    pub(super) fn push_press(&mut self, who: i64, message: Value, data: &str) {
        let id = format!("{}{}", BOT_ID, self.next_update);
        self.waiting_presses.insert(id.clone(), who);
        let from = if who == message["chat"]["id"] {
            self.buyer(who)
        } else {
            operator()
        };
        self.push(json!({ "callback_query": {
            "id": id, "from": from, "message": message, "chat_instance": "-1", "data": data,
        }}));
    }

    pub(super) fn show(
        &mut self,
        chat: i64,
        text: String,
        photo: Option<String>,
        rows: Vec<Vec<ShownButton>>,
    ) -> Value {
        let shown = Shown {
            id: self.message_id(),
            chat,
            text,
            photo,
            rows,
        };
        let message = self.message_json(&shown);
        self.shown.push(shown);
        message
    }

    pub(super) fn shown_in(&self, chat: i64) -> Vec<Shown> {
        self.shown
            .iter()
            .filter(|shown| shown.chat == chat)
            .cloned()
            .collect()
    }

    pub(super) fn newest(&self, chat: i64, text: &str) -> Option<&Shown> {
        self.shown
            .iter()
            .rev()
            .find(|shown| shown.chat == chat && shown.text.contains(text))
    }

    pub(super) fn buyer_message(&mut self, chat: i64, content: Value) -> Value {
        self.meet(chat);
        let from = self.buyer(chat);
        self.message(self.chat(chat), from, content)
    }

    pub(super) fn operator_message(&mut self, content: Value) -> Value {
        self.message(self.chat(OPERATORS), operator(), content)
    }

    /// A message of the bot as the API tells it.
    pub(super) fn message_json(&self, shown: &Shown) -> Value {
        let mut message = json!({
            "message_id": shown.id, "date": now(), "chat": self.chat(shown.chat), "from": bot(),
        });
        match &shown.photo {
            None => message["text"] = json!(shown.text),
            Some(photo) => {
                message["photo"] = json!([{
                    "file_id": photo, "file_unique_id": photo, "file_size": 1, "width": 90, "height": 90,
                }]);
                message["caption"] = json!(shown.text);
            }
        }
        if !shown.rows.is_empty() {
            let rows: Vec<Vec<Value>> = shown
                .rows
                .iter()
                .map(|row| row.iter().map(button_json).collect())
                .collect();
            message["reply_markup"] = json!({ "inline_keyboard": rows });
        }
        message
    }

    fn message(&mut self, chat: Value, from: Value, content: Value) -> Value {
        let mut message = Map::new();
        message.insert("message_id".to_owned(), json!(self.message_id()));
        message.insert("date".to_owned(), json!(now()));
        message.insert("chat".to_owned(), chat);
        message.insert("from".to_owned(), from);
        if let Value::Object(content) = content {
            message.extend(content);
        }
        Value::Object(message)
    }

    fn message_id(&mut self) -> i32 {
        self.next_message += 1;
        self.next_message
    }

    fn buyer(&self, chat: i64) -> Value {
        let profile = self.profiles.get(&chat).cloned().unwrap_or_default();
        let mut user = json!({ "id": chat, "is_bot": false, "first_name": profile.first_name });
        let known = [
            ("last_name", profile.last_name),
            ("username", profile.username),
            ("language_code", profile.language),
        ];
        for (field, value) in known {
            if let Some(value) = value {
                user[field] = json!(value);
            }
        }
        user
    }

    fn chat(&self, chat: i64) -> Value {
        if chat < 0 {
            return json!({ "id": chat, "type": "supergroup", "title": "Операторы" });
        }
        let profile = self.profiles.get(&chat).cloned().unwrap_or_default();
        json!({ "id": chat, "type": "private", "first_name": profile.first_name })
    }
}

/// The bot as a user.
pub(super) fn bot() -> Value {
    json!({ "id": BOT_ID, "is_bot": true, "first_name": "Flower shop", "username": BOT_NAME })
}

fn operator() -> Value {
    json!({ "id": 77, "is_bot": false, "first_name": "Ольга", "username": "olga", "language_code": "ru" })
}

fn button_json(button: &ShownButton) -> Value {
    match (&button.data, &button.url) {
        (Some(data), _) => json!({ "text": button.label, "callback_data": data }),
        (None, url) => json!({ "text": button.label, "url": url }),
    }
}

fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

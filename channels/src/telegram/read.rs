//! What an update means. Nothing here is believed: texts are bounded, ids are checked, and what is not
//! understood is named and skipped.

use engine::{Channel, ChatKey, Happened, Press};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::Value;
use teloxide::types::{CallbackQueryId, ChatId};
use understand::Lang;

use super::Identity;
use super::operators;
use super::split::{LONGEST_TEXT, clip};
use super::wire::{Contact, Message, Press as WirePress, Update, User};
use super::words::words;
use crate::Incoming;

/// The longest name that is kept.
const LONGEST_NAME: usize = 128;

/// The longest payload of a deep link.
const LONGEST_PAYLOAD: usize = 64;

/// What has to be known to read an update.
pub(super) struct Door<'a> {
    pub(super) bot: &'a Identity,
    pub(super) operators: Option<ChatId>,
    pub(super) lang: Lang,
    pub(super) now: Timestamp,
}

/// What an update asks for.
#[derive(Debug)]
pub(super) enum Reading {
    /// Something happened to a dialogue.
    Event(Incoming),
    /// A button was pressed; the press is answered whether it means anything or not.
    Press {
        query: CallbackQueryId,
        toast: Option<&'static str>,
        event: Option<Incoming>,
    },
    /// The channel answers by itself.
    Say { chat: ChatId, words: &'static str },
    /// The channel explains itself, now and then.
    Hint { chat: ChatId, words: &'static str },
    /// The operators' chat has a new id.
    Moved(ChatId),
    /// Nothing for us.
    Nothing { why: &'static str },
}

impl Reading {
    /// The dialogue that it belongs to.
    pub(super) fn chat(&self) -> Option<&ChatKey> {
        match self {
            Reading::Event(incoming) => Some(&incoming.chat),
            Reading::Press { event, .. } => event.as_ref().map(|incoming| &incoming.chat),
            _ => None,
        }
    }
}

impl Door<'_> {
    /// An event of one chat, by the number of its update.
    pub(super) fn incoming(
        &self,
        update: i64,
        chat: ChatKey,
        at: Timestamp,
        happened: Vec<Happened>,
    ) -> Incoming {
        Incoming {
            key: format!("telegram:{}:{update}", self.bot.id),
            chat,
            at,
            happened,
        }
    }

    /// When a message was written. Telegram tells whole seconds; the last moment of that second is taken,
    /// and never one that is still to come.
    pub(super) fn moment(&self, message: &Message) -> Timestamp {
        message
            .date
            .and_then(|date| Timestamp::from_second(date).ok())
            .and_then(|second| second.checked_add(SignedDuration::from_millis(999)).ok())
            .map_or(self.now, |moment| moment.min(self.now))
    }

    /// The command of a message, in lower case and without the bot's name, and what follows it.
    pub(super) fn command<'t>(&self, text: &'t str) -> Option<(String, &'t str)> {
        let text = text.trim().strip_prefix('/')?;
        let (command, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let (command, of) = command.split_once('@').unwrap_or((command, ""));
        let ours = of.is_empty() || of.eq_ignore_ascii_case(&self.bot.username);
        (ours && !command.is_empty()).then(|| (command.to_lowercase(), rest.trim()))
    }
}

/// Reads one update.
pub(super) fn read(door: &Door<'_>, update: &Value) -> Reading {
    match Update::deserialize(update) {
        Ok(Update {
            update_id,
            message: Some(message),
            ..
        }) => read_message(door, update_id, &message),
        Ok(Update {
            update_id,
            callback_query: Some(press),
            ..
        }) => read_press(door, update_id, press),
        Ok(_) => Reading::Nothing {
            why: "it is of a kind or a shape that is not read",
        },
        Err(_) => Reading::Nothing {
            why: "it has no number",
        },
    }
}

fn read_message(door: &Door<'_>, update: i64, message: &Message) -> Reading {
    let chat = ChatId(message.chat.id);
    if Some(chat) == door.operators {
        return operators::read_message(door, update, message);
    }
    if !message.chat.is_private() {
        // This is also how the owner of a shop learns the id of a group.
        tracing::info!(
            "a group wrote; if it is the operators' chat, write `operators = {}` in `[channels.telegram]`",
            message.chat.id
        );
        return Reading::Nothing {
            why: "it is from a group",
        };
    }
    let Some(buyer) = message.from.as_ref().filter(|from| from.is_person()) else {
        return Reading::Nothing {
            why: "a bot wrote it",
        };
    };
    let mut source = None;
    let what = match message.text.as_deref().and_then(|text| door.command(text)) {
        Some((command, payload)) if command == "start" => {
            source = Some(payload).filter(|payload| is_payload(payload));
            Happened::Joined
        }
        Some((command, _)) if command == "help" => {
            return Reading::Say {
                chat,
                words: words(locale(buyer)).how_it_works,
            };
        }
        _ => match content(message) {
            Some(what) => what,
            None => {
                return Reading::Nothing {
                    why: "there are no words in it",
                };
            }
        },
    };
    let happened = vec![met(buyer, source), what];
    Reading::Event(door.incoming(update, chat_key(chat), door.moment(message), happened))
}

fn read_press(door: &Door<'_>, update: i64, query: WirePress) -> Reading {
    let chat = query.message.as_ref().map(|message| &message.chat);
    let data = query.data.as_deref().unwrap_or_default();
    let (toast, event) = match chat {
        Some(chat) if Some(ChatId(chat.id)) == door.operators => {
            operators::read_press(door, update, data)
        }
        Some(chat) if chat.is_private() => {
            let event = read_button(data).map(|press| {
                let happened = vec![met(&query.from, None), Happened::Pressed(press)];
                door.incoming(update, chat_key(ChatId(chat.id)), door.now, happened)
            });
            (None, event)
        }
        _ => (None, None),
    };
    Reading::Press {
        query: CallbackQueryId(query.id),
        toast,
        event,
    }
}

/// `b:<message>.<index>`, as it stands on our own buttons. Another number of another message is nobody's
/// secret: the step looks it up among the keyboards of this very chat.
fn read_button(data: &str) -> Option<Press> {
    let (message, index) = data.strip_prefix("b:")?.split_once('.')?;
    Some(Press::Button {
        message: message.parse().ok()?,
        index: index.parse().ok()?,
    })
}

/// What a message holds, as an event; none where a script could do nothing with it.
fn content(message: &Message) -> Option<Happened> {
    if let Some(text) = &message.text {
        return Some(said(text));
    }
    let caption = message.caption.as_deref().unwrap_or_default();
    if let Some(file) = photo(message) {
        let caption = clip(caption, LONGEST_TEXT);
        return Some(Happened::SentPhoto { file, caption });
    }
    if !caption.trim().is_empty() {
        return Some(said(caption));
    }
    if let Some(contact) = &message.contact {
        return Some(said(&phone(contact)));
    }
    if let Some(venue) = &message.venue {
        return Some(said(&format!("{}, {}", venue.title, venue.address)));
    }
    if let Some(place) = &message.location {
        return Some(said(&format!("{}, {}", place.latitude, place.longitude)));
    }
    if let Some(sticker) = &message.sticker {
        return Some(said(sticker.emoji.as_deref().unwrap_or("🙂")));
    }
    // A script does not hear or watch, but the buyer is not left without an answer, and a person who has
    // the dialogue sees that something came.
    let sign = [
        (message.voice.is_some() || message.audio.is_some(), "🎤"),
        (
            message.video.is_some() || message.video_note.is_some() || message.animation.is_some(),
            "🎥",
        ),
        (message.document.is_some(), "📎"),
    ];
    let (_, sign) = sign.into_iter().find(|(is_it, _)| *is_it)?;
    Some(said(sign))
}

fn said(text: &str) -> Happened {
    Happened::Said(clip(text, LONGEST_TEXT))
}

/// The largest size of a photo, or an image that was sent as a file.
fn photo(message: &Message) -> Option<String> {
    let sizes = message.photo.iter().flatten();
    if let Some(largest) = sizes.max_by_key(|size| u64::from(size.width) * u64::from(size.height)) {
        return Some(largest.file_id.clone());
    }
    let document = message.document.as_ref()?;
    let kind = document.mime_type.as_deref()?;
    kind.starts_with("image/").then(|| document.file_id.clone())
}

/// The number of a shared contact. That of a Telegram user is international, with or without its `+`.
fn phone(contact: &Contact) -> String {
    let number = contact.phone_number.trim();
    let international =
        contact.user_id.is_some() && number.starts_with(|c: char| c.is_ascii_digit());
    if international {
        format!("+{number}")
    } else {
        number.to_owned()
    }
}

/// Who the buyer is.
fn met(buyer: &User, source: Option<&str>) -> Happened {
    let names = [&buyer.first_name, &buyer.last_name].into_iter().flatten();
    let name = one_line(&names.map(String::as_str).collect::<Vec<_>>().join(" "));
    Happened::Met {
        name: (!name.is_empty()).then_some(name),
        username: buyer
            .username
            .as_deref()
            .map(|name| clip(name, LONGEST_NAME)),
        locale: locale(buyer),
        source: source.map(str::to_owned),
    }
}

/// The language of the buyer's client: `ru` of `ru` and of `ru-RU`.
fn locale(buyer: &User) -> Option<Lang> {
    let code = buyer.language_code.as_deref()?;
    Lang::parse(code.split(['-', '_']).next()?)
}

/// A payload comes from a link that anybody can write.
fn is_payload(payload: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    (1..=LONGEST_PAYLOAD).contains(&payload.len()) && payload.bytes().all(allowed)
}

/// A name without line breaks, of a length that fits everywhere.
pub(super) fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    clip(&words.join(" "), LONGEST_NAME)
}

fn chat_key(chat: ChatId) -> ChatKey {
    ChatKey::new(Channel::Telegram, chat.0.to_string())
}

//! The operators' chat. Every message of the bot there ends with a line that names the dialogue; replying to
//! it writes to the buyer. Nothing is remembered: the line, or the button, says it all, and both are believed
//! only in that one chat and only on messages of the bot itself.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use engine::{Channel, ChatKey, DialogueId, Happened};
use teloxide::types::{ChatId, InlineKeyboardButton, InlineKeyboardMarkup};

use super::Telegram;
use super::layout::Piece;
use super::read::{Door, Reading, one_line};
use super::split::{LONGEST_TEXT, clip, split};
use super::wire::Message;
use super::words::{Words, words};
use crate::{Incoming, Notice, SendError, Sent};

/// How often people who talk in the chat are told how to answer a buyer.
const BETWEEN_HINTS: Duration = Duration::from_secs(60);

/// The longest id of a chat that is believed, in bytes.
const LONGEST_ID: usize = 128;

/// The most bytes that a button carries.
const MOST_DATA: usize = 64;

/// The longest parts of a notice, so that it is always one message.
const LONGEST_WORDS: usize = 2000;
const LONGEST_REASON: usize = 500;
const LONGEST_LINK: usize = 300;

const TAKE: &str = "t:";
const GIVE_BACK: &str = "r:";

impl Telegram {
    /// Tells the operators that a dialogue needs a person.
    ///
    /// # Errors
    /// [`SendError`]; [`SendError::Failed`] also where there is no operators' chat.
    pub async fn escalate(&self, notice: &Notice) -> Result<Sent, SendError> {
        let words = words(Some(self.operators_lang));
        let piece = Piece::Text {
            text: notice_text(notice, words),
            keyboard: notice_keyboard(notice, words),
        };
        self.tell_operators(vec![piece]).await
    }

    /// Shows the operators what a buyer wrote while a person owns the dialogue.
    ///
    /// # Errors
    /// As [`Telegram::escalate`].
    pub async fn forward(&self, chat: &ChatKey, text: &str) -> Result<Sent, SendError> {
        let words = words(Some(self.operators_lang));
        let line = format!("\n\n{chat}");
        let room = LONGEST_TEXT - 2 * LONGEST_ID;
        let mut pieces: Vec<Piece> = split(text, room)
            .into_iter()
            .map(|part| Piece::Text {
                text: format!("💬 {part}{line}"),
                keyboard: None,
            })
            .collect();
        if let Some(Piece::Text { keyboard, .. }) = pieces.last_mut() {
            let back = button(words.give_back, GIVE_BACK, chat);
            *keyboard = back.map(|button| InlineKeyboardMarkup::new([[button]]));
        }
        self.tell_operators(pieces).await
    }

    async fn tell_operators(&self, pieces: Vec<Piece>) -> Result<Sent, SendError> {
        let Some(chat) = self.operators() else {
            let why =
                "there is no operators' chat: write its id as `operators` in `[channels.telegram]`";
            return Err(SendError::Failed {
                why: why.to_owned(),
            });
        };
        self.carry(chat, pieces).await
    }
}

/// A message in the operators' chat.
pub(super) fn read_message(door: &Door<'_>, update: i64, message: &Message) -> Reading {
    if let Some(chat) = message.migrate_to_chat_id {
        return Reading::Moved(ChatId(chat));
    }
    if !message.from.as_ref().is_some_and(|from| from.is_person()) {
        return Reading::Nothing {
            why: "a bot wrote it",
        };
    }
    let chat = ChatId(message.chat.id);
    let words = words(Some(door.lang));
    let hint = Reading::Hint {
        chat,
        words: words.reply_to_notice,
    };
    let text = message.words().trim();
    let command = door.command(text).map(|(command, _)| command);
    let Some(replied) = &message.reply_to_message else {
        return match command.as_deref() {
            Some(command) if is_ours(command) => Reading::Say {
                chat,
                words: words.reply_to_notice,
            },
            _ if text.is_empty() => Reading::Nothing {
                why: "there are no words in it",
            },
            _ => hint,
        };
    };
    if replied
        .from
        .as_ref()
        .is_none_or(|from| from.id != door.bot.id)
    {
        return Reading::Nothing {
            why: "people talk to each other",
        };
    }
    let Some(buyer) = named_chat(replied.words()) else {
        return hint;
    };
    let what = match command.as_deref() {
        Some(command) if is_return(command) => Happened::GivenBack,
        Some(command) if is_take(command) => Happened::Taken,
        Some("start" | "help") => return hint,
        _ if text.is_empty() => {
            return Reading::Say {
                chat,
                words: words.only_words,
            };
        }
        _ => Happened::OperatorSaid(clip(text, LONGEST_TEXT)),
    };
    Reading::Event(door.incoming(update, buyer, door.moment(message), vec![what]))
}

/// A button pressed in the operators' chat: what to tell, and what happened.
pub(super) fn read_press(
    door: &Door<'_>,
    update: i64,
    data: &str,
) -> (Option<&'static str>, Option<Incoming>) {
    let words = words(Some(door.lang));
    let actions = [
        (TAKE, words.taken, Happened::Taken),
        (GIVE_BACK, words.given_back, Happened::GivenBack),
    ];
    for (prefix, toast, what) in actions {
        if let Some(chat) = data.strip_prefix(prefix).and_then(believed) {
            let incoming = door.incoming(update, chat, door.now, vec![what]);
            return (Some(toast), Some(incoming));
        }
    }
    (None, None)
}

/// When the channel last explained itself.
#[derive(Default)]
pub(super) struct Hints {
    last: Mutex<Option<Instant>>,
}

impl Hints {
    /// Whether it is time for a hint; if so, the next one will wait.
    pub(super) fn may_speak(&self) -> bool {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let ripe = last.is_none_or(|last| last.elapsed() >= BETWEEN_HINTS);
        if ripe {
            *last = Some(Instant::now());
        }
        ripe
    }
}

fn is_ours(command: &str) -> bool {
    is_return(command) || is_take(command) || command == "start" || command == "help"
}

fn is_return(command: &str) -> bool {
    ["return", "вернуть", "повернути"].contains(&command)
}

fn is_take(command: &str) -> bool {
    ["take", "взять", "взяти"].contains(&command)
}

/// The chat that the last line names. What the buyer wrote never stands on the last line.
fn named_chat(text: &str) -> Option<ChatKey> {
    let line = text.trim_end().lines().next_back()?.trim();
    match line.parse::<DialogueId>() {
        Ok(dialogue) => believed(&dialogue.chat.to_string()),
        Err(()) => believed(line),
    }
}

/// A chat by its id, if it can be one.
fn believed(id: &str) -> Option<ChatKey> {
    let chat: ChatKey = id.parse().ok()?;
    let fits = match chat.channel {
        // A buyer's chat is private, and those have positive numbers.
        Channel::Telegram => chat
            .id
            .parse::<i64>()
            .is_ok_and(|number| number > 0 && number.to_string() == chat.id),
        _ => id.len() <= LONGEST_ID && !chat.id.contains(char::is_whitespace),
    };
    fits.then_some(chat)
}

fn notice_text(notice: &Notice, words: &Words) -> String {
    let mut lines = vec![match notice.reason.trim() {
        "" => words.person_needed.to_owned(),
        reason => format!("{}: {}", words.person_needed, clip(reason, LONGEST_REASON)),
    }];
    lines.extend(
        notice
            .team
            .as_deref()
            .map(|team| format!("{}: {}", words.team, one_line(team))),
    );
    let username = notice
        .username
        .as_deref()
        .map(|name| format!("@{}", one_line(name)));
    let who: Vec<String> = notice
        .name
        .as_deref()
        .map(one_line)
        .into_iter()
        .chain(username)
        .collect();
    if !who.is_empty() {
        lines.push(who.join(" "));
    }
    if !notice.last_words.trim().is_empty() {
        lines.push(format!(
            "«{}»",
            clip(notice.last_words.trim(), LONGEST_WORDS)
        ));
    }
    let link = notice
        .link
        .as_deref()
        .filter(|link| link.starts_with("http"));
    lines.extend(link.map(|link| clip(link, LONGEST_LINK)));
    lines.push(format!("\n{}\n{}", words.how_to_answer, notice.dialogue));
    lines.join("\n")
}

fn notice_keyboard(notice: &Notice, words: &Words) -> Option<InlineKeyboardMarkup> {
    let chat = &notice.dialogue.chat;
    let own = [(words.take, TAKE), (words.give_back, GIVE_BACK)];
    let own: Vec<_> = own
        .into_iter()
        .filter_map(|(label, prefix)| button(label, prefix, chat))
        .collect();
    let open = notice
        .username
        .as_deref()
        .filter(|name| chat.channel == Channel::Telegram && is_username(name));
    let open = open.and_then(|name| format!("https://t.me/{name}").parse().ok());
    let open = open.map(|url| vec![InlineKeyboardButton::url(words.open_chat, url)]);
    let rows = std::iter::once(own)
        .chain(open)
        .filter(|row| !row.is_empty());
    let keyboard = InlineKeyboardMarkup::new(rows);
    (!keyboard.inline_keyboard.is_empty()).then_some(keyboard)
}

/// A button that carries the chat; none where its id is too long for one.
fn button(label: &str, prefix: &str, chat: &ChatKey) -> Option<InlineKeyboardButton> {
    let data = format!("{prefix}{chat}");
    (data.len() <= MOST_DATA).then(|| InlineKeyboardButton::callback(label, data))
}

/// The server refuses a button whose address is not one.
fn is_username(name: &str) -> bool {
    (4..=32).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

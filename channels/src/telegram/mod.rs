//! Telegram: the Bot API by long polling.
//!
//! Reading order: `poll` brings updates, `wire` is what of them is looked at, `read` says what each means,
//! `listen` delivers it; `layout` and `split` decide how a message looks, `send` carries it out at the speed of
//! `pace`; `operators` is the chat of the people; `trouble` reads what went wrong without ever telling the
//! token.

mod layout;
mod listen;
mod operators;
mod pace;
mod poll;
mod read;
mod send;
mod split;
mod trouble;
mod wire;
mod words;

use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use futures::future::join_all;
use secrecy::{ExposeSecret, SecretString};
use teloxide::payloads::SetMyCommandsSetters;
use teloxide::requests::Requester;
use teloxide::types::{BotCommand, BotCommandScope, ChatId, User};
use teloxide::{ApiError, Bot, RequestError};
use tokio::time::sleep;
use understand::Lang;

use self::operators::Hints;
use self::pace::Pace;
use self::words::{LANGUAGES, words};
use crate::ChannelError;

/// The longest wait between two attempts to reach the server.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// How a shop's bot is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The bot's token, from @BotFather.
    pub token: SecretString,
    /// The Bot API server.
    pub api_url: String,
    /// The chat where escalations go and where people answer.
    pub operators: Option<i64>,
    /// The language of notices and hints in that chat.
    pub operators_lang: Lang,
    /// The folder of the photos that cards name by file.
    pub photos: Option<PathBuf>,
}

impl Settings {
    /// A bot at Telegram's own server, without an operators' chat.
    pub fn new(token: SecretString) -> Settings {
        Settings {
            token,
            api_url: "https://api.telegram.org".to_owned(),
            operators: None,
            operators_lang: Lang::RU,
            photos: None,
        }
    }
}

/// A bot that the server knows.
pub struct Telegram {
    bot: Bot,
    identity: Identity,
    /// 0 where there is none. It changes by itself when a group becomes a supergroup.
    operators: AtomicI64,
    operators_lang: Lang,
    photos: Option<PathBuf>,
    pace: Pace,
    hints: Hints,
}

/// Who the bot is.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    pub(crate) id: u64,
    pub(crate) username: String,
}

impl Telegram {
    /// Makes the bot known to the server and takes over its updates from a webhook, if there was one. While
    /// the server cannot be reached, it is tried again and again: put a limit around it if you need one.
    ///
    /// # Errors
    /// [`ChannelError`]: a token or an address that will never work.
    pub async fn connect(settings: Settings) -> Result<Telegram, ChannelError> {
        let bot = bot(&settings)?;
        let user = introduce(&bot).await?;
        if let Err(error) = bot.delete_webhook().await {
            tracing::warn!(why = %trouble::told(&error), "the bot's webhook may still be set");
        }
        let telegram = Telegram {
            bot,
            identity: Identity {
                id: user.id.0,
                username: user.username.unwrap_or_default(),
            },
            operators: AtomicI64::new(settings.operators.unwrap_or(0)),
            operators_lang: settings.operators_lang,
            photos: settings.photos,
            pace: Pace::default(),
            hints: Hints::default(),
        };
        telegram.publish_commands().await;
        Ok(telegram)
    }

    /// The bot's user name, without `@`.
    pub fn username(&self) -> &str {
        &self.identity.username
    }

    /// The operators' chat.
    fn operators(&self) -> Option<ChatId> {
        match self.operators.load(Ordering::Relaxed) {
            0 => None,
            id => Some(ChatId(id)),
        }
    }

    /// The menus of commands; without them everything works too.
    async fn publish_commands(&self) {
        let buyers = LANGUAGES.map(|(lang, words)| {
            let commands = [("start", words.start), ("help", words.help)];
            let request = self.bot.set_my_commands(menu(&commands));
            match lang {
                // English is what a client in any other language shows.
                Lang::EN => request,
                _ => request.language_code(lang.as_str()),
            }
        });
        let operators = self.operators().map(|chat| {
            let words = words(Some(self.operators_lang));
            let commands = [("return", words.give_back), ("take", words.take)];
            let scope = BotCommandScope::Chat {
                chat_id: chat.into(),
            };
            self.bot.set_my_commands(menu(&commands)).scope(scope)
        });
        let requests = buyers
            .into_iter()
            .chain(operators)
            .map(IntoFuture::into_future);
        for error in join_all(requests).await.into_iter().filter_map(Result::err) {
            tracing::debug!(why = %trouble::told(&error), "a menu of commands was not set");
        }
    }
}

/// The commands of a menu.
fn menu(commands: &[(&str, &str)]) -> Vec<BotCommand> {
    commands
        .iter()
        .map(|(command, description)| BotCommand::new(*command, *description))
        .collect()
}

/// The library's bot at the address of the settings.
fn bot(settings: &Settings) -> Result<Bot, ChannelError> {
    let token = settings.token.expose_secret().trim();
    if token.is_empty() {
        return Err(ChannelError::Token);
    }
    let address = settings.api_url.trim().trim_end_matches('/');
    if !address.starts_with("https://") && !address.starts_with("http://") {
        return Err(ChannelError::Address);
    }
    let url = address.parse().map_err(|_| ChannelError::Address)?;
    let client = teloxide::net::default_reqwest_settings();
    let local = ["//127.0.0.1", "//localhost", "//[::1]"];
    let client = if local.iter().any(|host| address.contains(host)) {
        client.no_proxy()
    } else {
        client
    };
    let client = client
        .build()
        .map_err(|error| ChannelError::Client(error.without_url().to_string()))?;
    Ok(Bot::with_client(token, client).set_api_url(url))
}

/// Asks the server who the bot is, patiently.
async fn introduce(bot: &Bot) -> Result<User, ChannelError> {
    let mut pause = Duration::from_secs(1);
    loop {
        let error = match bot.get_me().await {
            Ok(me) => return Ok(me.user),
            Err(RequestError::Api(ApiError::InvalidToken)) => return Err(ChannelError::Token),
            Err(error) => error,
        };
        let wait = trouble::asked_to_wait(&error)
            .unwrap_or(pause)
            .min(LONGEST_PAUSE);
        tracing::warn!(why = %trouble::told(&error), ?wait, "Telegram is not reached yet");
        sleep(wait).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

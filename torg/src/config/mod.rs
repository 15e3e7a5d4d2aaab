//! `shop.toml`: what an owner sets (DESIGN §8). Secrets stand there only as `env:NAME`.

mod file;

use engine::world::{Hours, Profile, Shop};
use engine::{ChatKey, Name, Value};
use file::{File, ServerFile};
use jiff::civil::Time;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use secrecy::SecretString;
use std::collections::{BTreeMap, HashMap};
use std::time::Duration;
use thiserror::Error;
use understand::{Currency, Lang};

/// Why a `shop.toml` cannot be used.
#[derive(Clone, PartialEq, Debug, Error)]
pub enum ConfigError {
    /// It is no TOML, or a field is of another type.
    #[error("shop.toml cannot be read: {0}")]
    Unreadable(String),
    /// A field says something it cannot say.
    #[error("shop.toml: `{field}` is `{found}`; write {expected}")]
    Field {
        /// The field: `hours`.
        field: String,
        /// What stands there.
        found: String,
        /// What may stand there.
        expected: String,
    },
}

/// A shop's settings.
#[derive(Clone, Debug)]
pub struct Config {
    /// The shop as scripts see it.
    pub shop: Shop,
    /// Which script speaks and how.
    pub profile: Profile,
    /// Chats with a profile of their own.
    pub chats: HashMap<String, Profile>,
    /// The catalog's file, relative to the folder.
    pub catalog: String,
    /// How often the catalog is read again where nothing tells of a change.
    pub refresh: Duration,
    /// The model servers in order; empty: templates speak.
    pub models: Vec<ModelServer>,
    /// The longest a model may think where a script says nothing.
    pub model_within: Option<Duration>,
    /// Telegram, where it is set up.
    pub telegram: Option<Telegram>,
    /// Where the store is: a folder relative to the shop's.
    pub store: String,
    /// What is missing but can be done without, for people.
    pub notices: Vec<String>,
    /// Why channels are closed, for whoever runs `torg serve`.
    pub closed: Vec<String>,
}

/// A model server.
#[derive(Clone, Debug)]
pub struct ModelServer {
    /// The base URL of an OpenAI-compatible API.
    pub base_url: String,
    /// Its key, if it wants one.
    pub api_key: Option<SecretString>,
    /// The model's name.
    pub name: String,
}

/// The Telegram bot.
#[derive(Clone, Debug)]
pub struct Telegram {
    /// The bot's token.
    pub token: SecretString,
    /// The Bot API server.
    pub api_url: String,
    /// The chat where escalations go.
    pub operators: Option<i64>,
}

impl Config {
    /// Reads `shop.toml`. `env` looks up environment variables.
    ///
    /// # Errors
    /// [`ConfigError`]: what is wrong and what may stand there.
    pub fn read(text: &str, env: &dyn Fn(&str) -> Option<String>) -> Result<Config, ConfigError> {
        let file: File =
            toml::from_str(text).map_err(|error| ConfigError::Unreadable(error.to_string()))?;
        let mut notices = Vec::new();
        let shop = shop(&file)?;
        let mut table = file.profile.clone();
        let chats = match table.remove("chat") {
            Some(toml::Value::Table(chats)) => chats,
            _ => toml::Table::new(),
        };
        let profile = profile(&table)?;
        let chats = chats
            .into_iter()
            .map(|(chat, own)| {
                let toml::Value::Table(own) = own else {
                    return Err(wrong(
                        &format!("profile.chat.{chat}"),
                        "a value",
                        "a table of fields",
                    ));
                };
                let mut whole = table.clone();
                whole.extend(own);
                Ok((chat, self::profile(&whole)?))
            })
            .collect::<Result<_, _>>()?;
        if let Some(source) = file.catalog.source.as_deref()
            && source != "csv"
        {
            return Err(wrong(
                "catalog.source",
                source,
                "`csv`: the sources `sheet` and `notion` are not there yet",
            ));
        }
        let models = models(&file, env, &mut notices);
        let mut closed = Vec::new();
        let telegram = telegram(&file, env, &mut closed);
        if let Some(url) = &file.store.url
            && url.starts_with("postgres")
        {
            return Err(wrong(
                "store.url",
                "postgres://…",
                "a folder such as `data`: PostgreSQL is not there yet",
            ));
        }
        Ok(Config {
            shop,
            profile,
            chats,
            catalog: file
                .catalog
                .path
                .unwrap_or_else(|| "catalog.csv".to_owned()),
            refresh: duration("catalog.refresh", file.catalog.refresh.as_deref())?
                .unwrap_or(Duration::from_secs(300)),
            model_within: duration(
                "model.within",
                file.model
                    .as_ref()
                    .and_then(|model| model.within.as_deref()),
            )?,
            models,
            telegram,
            store: file.store.url.unwrap_or_else(|| "data".to_owned()),
            notices,
            closed,
        })
    }

    /// The profile of a chat.
    pub fn profile_of(&self, chat: &ChatKey) -> &Profile {
        if self.chats.is_empty() {
            return &self.profile;
        }
        self.chats.get(&chat.to_string()).unwrap_or(&self.profile)
    }

    /// Every flow that a profile names as its script.
    pub fn scripts(&self) -> Vec<Name> {
        let mut scripts: Vec<Name> = vec![self.profile.script.clone()];
        scripts.extend(self.chats.values().map(|profile| profile.script.clone()));
        scripts.sort();
        scripts.dedup();
        scripts
    }

    /// Every field that profiles have.
    pub fn profile_fields(&self) -> Vec<Name> {
        let known = [
            "script",
            "tone",
            "aggressiveness",
            "discount_limit",
            "niche",
        ]
        .map(Name::from);
        let written = std::iter::once(&self.profile)
            .chain(self.chats.values())
            .flat_map(|one| one.fields.keys().cloned());
        let mut fields: Vec<Name> = known.into_iter().chain(written).collect();
        fields.sort();
        fields.dedup();
        fields
    }
}

fn wrong(field: &str, found: &str, expected: &str) -> ConfigError {
    ConfigError::Field {
        field: field.to_owned(),
        found: found.to_owned(),
        expected: expected.to_owned(),
    }
}

fn shop(file: &File) -> Result<Shop, ConfigError> {
    let codes = file
        .languages
        .clone()
        .unwrap_or_else(|| vec!["en".to_owned()]);
    let languages = codes
        .iter()
        .map(|code| {
            Lang::parse(code).ok_or_else(|| {
                wrong(
                    "languages",
                    code,
                    "two letters a language: `[\"ru\", \"en\"]`",
                )
            })
        })
        .collect::<Result<Vec<_>, _>>()?;
    if languages.is_empty() {
        return Err(wrong(
            "languages",
            "[]",
            "at least one language: `[\"ru\"]`",
        ));
    }
    let country = file.country.clone();
    let currency = match &file.currency {
        Some(code) => {
            Currency::parse(code).ok_or_else(|| wrong("currency", code, "three letters: `RUB`"))?
        }
        None => country
            .as_deref()
            .and_then(Currency::of_country)
            .ok_or_else(|| wrong("currency", "", "the shop's currency: `currency = \"RUB\"`"))?,
    };
    let zone = file.time_zone.as_deref().unwrap_or("UTC");
    let time_zone = TimeZone::get(zone)
        .map_err(|_| wrong("time_zone", zone, "a zone such as `Europe/Moscow`"))?;
    let hours = file.hours.as_deref().unwrap_or("09:00-21:00");
    let hours = hours_of(hours)
        .ok_or_else(|| wrong("hours", hours, "opening and closing: `09:00-21:00`"))?;
    Ok(Shop {
        name: file.name.clone().unwrap_or_default(),
        languages,
        country: country.unwrap_or_else(|| country_of(currency).to_owned()),
        currency,
        time_zone,
        hours,
        bot_name: file.bot.name.clone().unwrap_or_else(|| "torg".to_owned()),
    })
}

/// The country whose phone numbers go without a code where `country` is not set (ruling 11).
fn country_of(currency: Currency) -> &'static str {
    match currency.as_str() {
        "RUB" => "RU",
        "UAH" => "UA",
        "KZT" => "KZ",
        "BYN" => "BY",
        "EUR" => "DE",
        "GBP" => "GB",
        "PLN" => "PL",
        _ => "US",
    }
}

fn hours_of(text: &str) -> Option<Hours> {
    let (from, to) = text.split_once('-')?;
    let time = |text: &str| match text.trim() {
        "24:00" => Some(Time::midnight()),
        text => Time::strptime("%H:%M", text).ok(),
    };
    Some(Hours {
        from: time(from)?,
        to: time(to)?,
    })
}

fn profile(table: &toml::Table) -> Result<Profile, ConfigError> {
    let script = table.get("script").and_then(toml::Value::as_str);
    let script = script.ok_or_else(|| {
        wrong(
            "profile.script",
            "",
            "the flow that speaks: `script = \"flowers\"`",
        )
    })?;
    let mut fields = BTreeMap::new();
    for (field, value) in table {
        let value = match value {
            toml::Value::String(text) => percent_or_text(text),
            toml::Value::Integer(number) => Value::Number(Decimal::from(*number)),
            toml::Value::Float(number) => Decimal::try_from(*number).map_or_else(
                |_| {
                    Err(wrong(
                        &format!("profile.{field}"),
                        &number.to_string(),
                        "a number",
                    ))
                },
                |number| Ok(Value::Number(number)),
            )?,
            toml::Value::Boolean(yes) => Value::YesNo(*yes),
            other => {
                let found = other.type_str();
                return Err(wrong(
                    &format!("profile.{field}"),
                    found,
                    "a text, a number, true or false",
                ));
            }
        };
        fields.insert(Name::from(field.as_str()), value);
    }
    Ok(Profile {
        script: Name::from(script),
        fields,
    })
}

fn percent_or_text(text: &str) -> Value {
    let percent = text
        .strip_suffix('%')
        .and_then(|number| number.trim().replace(',', ".").parse().ok());
    percent.map_or_else(|| Value::text(text), Value::Percent)
}

/// A duration such as `2500ms`, `7s`, `5m`, `1h`.
fn duration(field: &str, text: Option<&str>) -> Result<Option<Duration>, ConfigError> {
    let Some(text) = text else { return Ok(None) };
    let digits = text
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(text.len());
    let number: Option<u64> = text[..digits].parse().ok();
    let millis = match text[digits..].trim() {
        "ms" => Some(1),
        "s" => Some(1_000),
        "m" => Some(60_000),
        "h" => Some(3_600_000),
        _ => None,
    };
    match number
        .zip(millis)
        .and_then(|(number, millis)| number.checked_mul(millis))
    {
        Some(millis) => Ok(Some(Duration::from_millis(millis))),
        None => Err(wrong(
            field,
            text,
            "a time such as `2500ms`, `7s`, `5m` or `1h`",
        )),
    }
}

/// A setting that may stand as `env:NAME`; none where the variable is not set.
fn resolved(text: &str, env: &dyn Fn(&str) -> Option<String>) -> Result<String, String> {
    match text.strip_prefix("env:") {
        Some(name) => env(name)
            .filter(|value| !value.is_empty())
            .ok_or_else(|| name.to_owned()),
        None => Ok(text.to_owned()),
    }
}

fn models(
    file: &File,
    env: &dyn Fn(&str) -> Option<String>,
    notices: &mut Vec<String>,
) -> Vec<ModelServer> {
    let Some(model) = &file.model else {
        return Vec::new();
    };
    let first = ServerFile {
        base_url: model.base_url.clone(),
        api_key: model.api_key.clone(),
        name: model.name.clone(),
    };
    let mut servers = Vec::new();
    for server in std::iter::once(&first).chain(&model.fallback) {
        let url = resolved(
            server
                .base_url
                .as_deref()
                .unwrap_or("https://api.openai.com/v1"),
            env,
        );
        let key = server
            .api_key
            .as_deref()
            .map(|key| resolved(key, env))
            .transpose();
        match (url, key, &server.name) {
            (Ok(base_url), Ok(key), Some(name)) => {
                servers.push(ModelServer { base_url, api_key: key.map(SecretString::from), name: name.clone() });
            }
            (Err(name), ..) | (_, Err(name), _) => notices.push(format!(
                "the model is left out: the environment variable {name} is not set; templates speak in its place"
            )),
            (.., None) => notices.push("the model is left out: `[model]` has no `name`".to_owned()),
        }
    }
    servers
}

fn telegram(
    file: &File,
    env: &dyn Fn(&str) -> Option<String>,
    closed: &mut Vec<String>,
) -> Option<Telegram> {
    let Some(telegram) = &file.channels.telegram else {
        closed.push(
            "no channel is open: set [channels.telegram] with a token, or talk by `torg chat`"
                .to_owned(),
        );
        return None;
    };
    match resolved(
        telegram
            .token
            .as_deref()
            .unwrap_or("env:TELEGRAM_BOT_TOKEN"),
        env,
    ) {
        Ok(token) => Some(Telegram {
            token: SecretString::from(token),
            api_url: telegram
                .api_url
                .clone()
                .unwrap_or_else(|| "https://api.telegram.org".to_owned()),
            operators: telegram.operators,
        }),
        Err(name) => {
            closed.push(format!(
                "Telegram is closed: the environment variable {name} is not set; timers and reloads work without it"
            ));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: &str = "currency = \"RUB\"\n[profile]\nscript = \"flowers\"\n";

    #[test]
    fn a_short_shop_toml_is_enough() {
        let config = Config::read(LEAST, &|_| None).expect("the least a shop needs");
        assert_eq!(&*config.profile.script, "flowers");
        assert_eq!(config.shop.country, "RU");
        assert!(config.models.is_empty() && config.telegram.is_none());
    }

    #[test]
    fn a_missing_key_leaves_the_model_out_and_says_so() {
        let text = format!("{LEAST}[model]\nname = \"m\"\napi_key = \"env:NO_KEY\"\n");
        let config = Config::read(&text, &|_| None).expect("a missing key is no error");
        assert!(config.models.is_empty());
        assert!(
            config
                .notices
                .iter()
                .any(|notice| notice.contains("NO_KEY")),
            "{:?}",
            config.notices
        );
    }

    #[test]
    fn a_chat_overrides_fields_of_the_profile() {
        let text = format!(
            "{LEAST}discount_limit = \"10%\"\n[profile.chat.\"telegram:5\"]\ndiscount_limit = \"5%\"\n"
        );
        let config = Config::read(&text, &|_| None).expect("chats may have profiles");
        let chat: ChatKey = "telegram:5".parse().expect("a chat");
        let own = config.profile_of(&chat);
        assert_eq!(
            own.fields["discount_limit"],
            Value::Percent(Decimal::from(5))
        );
        assert_eq!(&*own.script, "flowers");
    }

    #[test]
    fn an_impossible_zone_is_told_with_a_possible_one() {
        let error = Config::read(&format!("time_zone = \"Mars\"\n{LEAST}"), &|_| None)
            .expect_err("no such zone");
        assert!(error.to_string().contains("Europe/Moscow"), "{error}");
    }
}

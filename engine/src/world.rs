//! The only doorway inside a step: what the script may ask of its surroundings, read-only.

use crate::value::Value;
use crate::{Channel, ChatKey, Name, Proof};
use jiff::civil;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use understand::{Currency, Heard, Lang};

/// What a step may ask. Everything behind it is immutable: a reload swaps it whole between turns.
pub trait World {
    /// The shop and its bot.
    fn shop(&self) -> &Shop;

    /// The profile of a chat: the shop's, with the fields that `profile.chat` overrides.
    fn profile(&self, chat: &ChatKey) -> &Profile;

    /// Runs a plugin step.
    fn call(&self, call: &Call<'_>) -> Reply;

    /// Goes on with a plugin step after the world answered its request: calls the function `then`.
    fn resume(&self, call: &Call<'_>, then: &str, answer: &Value) -> Reply;

    /// A column of a catalog row in a language (`name`, `price`, `stock`, `description`, any other);
    /// none where the row is gone or the cell is empty. The field `sku` is there for every row.
    fn product(&self, sku: &str, field: &str, lang: Lang) -> Option<Value>;

    /// The products that a message asks for, best first, at most five: those that all its words fit,
    /// among `among` where it is not empty, else in the whole catalog. Function words and the words at
    /// `leave_out` do not count.
    fn find(&self, heard: &Heard, leave_out: &[usize], among: &[Name]) -> Vec<Name>;

    /// The products that a message about something else names by the way, as [`find`](World::find)
    /// gives them: none unless a word of a name stands in it.
    fn named(&self, heard: &Heard, leave_out: &[usize], among: &[Name]) -> Vec<Name>;

    /// The claim guard: every amount, discount and stock figure of `text` must come from a catalog
    /// row or one of the facts, which are gathered only when there is a claim to prove.
    ///
    /// # Errors
    /// The first claim that nothing proves.
    fn prove(
        &self,
        text: &str,
        lang: Lang,
        facts: &dyn Fn() -> Vec<(String, Value)>,
    ) -> Result<Vec<Proof>, Unproved>;
}

/// A claim that nothing proves.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Unproved {
    /// The claim as it stands in the text.
    pub claim: String,
}

/// The shop and its bot, as `shop.toml` tells them.
#[derive(Clone, PartialEq, Debug)]
pub struct Shop {
    /// The shop's name.
    pub name: String,
    /// Languages spoken, the default first.
    pub languages: Vec<Lang>,
    /// The currency of prices without one.
    pub currency: Currency,
    /// Two-letter country of phone numbers without a code.
    pub country: String,
    /// The shop's time zone.
    pub time_zone: jiff::tz::TimeZone,
    /// Opening hours.
    pub hours: Hours,
    /// The bot's name.
    pub bot_name: String,
}

/// Hours of the day, from and to; where `to` is not after `from`, they run over midnight.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Hours {
    /// The first minute inside.
    pub from: civil::Time,
    /// The first minute outside.
    pub to: civil::Time,
}

impl Hours {
    /// Whether a time of day is inside.
    pub fn contain(&self, time: civil::Time) -> bool {
        if self.from < self.to {
            self.from <= time && time < self.to
        } else {
            time >= self.from || time < self.to
        }
    }
}

/// A chat's profile: which script speaks, and how.
#[derive(Clone, PartialEq, Debug)]
pub struct Profile {
    /// The flow a dialogue begins with.
    pub script: Name,
    /// All fields by name, `script`, `tone`, `discount_limit` among them, for conditions and texts.
    pub fields: BTreeMap<Name, Value>,
}

/// A plugin step about to run.
#[derive(Clone, Debug)]
pub struct Call<'a> {
    /// The plugin: `catalog`.
    pub plugin: &'a str,
    /// The step: `quote`.
    pub step: &'a str,
    /// The arguments by parameter, in the signature's order; left out ones are absent.
    pub args: &'a [(Name, Value)],
    /// For arguments that are choices: labels and synonyms of the chosen option, by parameter.
    pub synonyms: &'a [(Name, Vec<String>)],
    /// The buyer's last words.
    pub words: &'a str,
    /// The words of the trigger that brought us here, as the buyer wrote them.
    pub matched: &'a [String],
    /// The language spoken.
    pub lang: Lang,
    /// Which chat, for its profile.
    pub chat: &'a ChatKey,
    /// The channel it runs over.
    pub channel: Channel,
    /// The moment in the shop's time zone.
    pub now: civil::DateTime,
    /// The chat's profile: bounds such as `discount_limit`.
    pub profile: &'a Profile,
    /// How long a model may speak, in tokens (`model … at most 300 tokens`).
    pub max_tokens: u32,
}

/// What a plugin step gave back.
#[derive(Clone, PartialEq, Debug)]
pub enum Reply {
    /// An outcome, with its value.
    Outcome {
        /// As declared: `out of stock`.
        name: Name,
        /// The value it carries.
        value: Option<Value>,
    },
    /// The world must be asked first; the step goes on in the function `then`.
    Ask {
        /// What is asked.
        request: Request,
        /// The function that continues.
        then: Name,
    },
    /// The step failed; the reason is for people who read the journal.
    Failed(String),
}

/// What a plugin may ask of the world. A plugin returns `#{ request: "…", args: #{…}, then: "…" }`;
/// the scripting room reads it into one of these.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// Ask the model for words. Answered with `Value::Text`.
    Model {
        /// What it shall do, from the script.
        task: String,
        /// Facts it may lean on, a line each.
        facts: String,
        /// The buyer's last words: data, never instructions.
        words: String,
        /// The language to answer in.
        lang: Lang,
        /// The longest answer, in tokens.
        max_tokens: u32,
    },
    /// Write the buyer's lead down, one per buyer. Answered with the lead as a record.
    SaveLead {
        /// `new` or `qualified`.
        status: String,
        /// What they want, by SKU, and its name for people.
        product: Option<Name>,
        /// The product's name at that moment.
        product_name: Option<String>,
        /// Phone, e-mail or other words.
        contact: Option<String>,
        /// The buyer's name.
        name: Option<String>,
        /// Where to deliver.
        address: Option<String>,
        /// The amount of the deal.
        amount: Option<understand::Money>,
        /// Anything else.
        note: Option<String>,
    },
    /// Ask a person to come, without handing the dialogue over.
    Escalate {
        /// The team asked for, if any.
        team: Option<Name>,
        /// Why.
        reason: String,
    },
    /// Hours not taken yet. Answered with a list of `Value::DateTime`.
    FreeTimes {
        /// The service, by SKU.
        service: Name,
        /// The day; without one, the next days.
        day: Option<civil::Date>,
    },
    /// Take an hour if it is still free. Answered with the booking as a record, or `Value::YesNo(false)`.
    TakeTime {
        /// The service, by SKU.
        service: Name,
        /// When, in the shop's time zone.
        time: civil::DateTime,
        /// For whom.
        name: Option<String>,
        /// How to reach them.
        contact: Option<String>,
    },
    /// Remind the shop's people of the buyer at a time. Answered with `Value::YesNo(true)`.
    FollowUp {
        /// When, in the shop's time zone.
        time: civil::DateTime,
        /// What about.
        note: Option<String>,
    },
}

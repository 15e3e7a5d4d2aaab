//! Values in the words of a language, as CLDR writes them.

use icu_decimal::DecimalFormatter;
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};
use jiff::civil::{Date, DateTime, Time};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::lang::Lang;
use crate::money::Money;

const NO_BREAK: char = '\u{a0}';

/// «4 500», "4,500"; no zeros at the end.
pub fn number_text(number: &Decimal, lang: Lang) -> String {
    printed(&number.normalize().to_string(), lang)
}

/// «4 500 ₽», "₽4,500", "$45.50": whole amounts without decimals, others with those of the currency.
pub fn money_text(money: &Money, lang: Lang) -> String {
    let digits = money.currency.minor_digits();
    let amount = money
        .amount
        .round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
    let written = match amount.fract().is_zero() {
        true => amount.trunc().to_string(),
        false => format!("{amount:.0$}", digits as usize),
    };
    let symbol = money.currency.symbol();
    if !is_symbol_first(lang) {
        return format!("{}{NO_BREAK}{symbol}", printed(&written, lang));
    }
    let (minus, absolute) = written
        .strip_prefix('-')
        .map_or(("", written.as_str()), |absolute| ("-", absolute));
    let space = if symbol.ends_with(|letter: char| letter.is_alphabetic()) {
        "\u{a0}"
    } else {
        ""
    };
    format!("{minus}{symbol}{space}{}", printed(absolute, lang))
}

/// «10 %» with a no-break space in Russian, «10%» in Ukrainian and English.
pub fn percent_text(percent: &Decimal, lang: Lang) -> String {
    let space = if matches!(
        lang.as_str(),
        "ru" | "be" | "de" | "fr" | "cs" | "sk" | "bg"
    ) {
        "\u{a0}"
    } else {
        ""
    };
    format!("{}{space}%", number_text(percent, lang))
}

/// «2 марта», «2 березня», "March 2"; with the year unless it is `this_year`.
pub fn date_text(date: Date, lang: Lang, this_year: Option<i16>) -> String {
    let (day, month) = (date.day(), usize::from(date.month().unsigned_abs()) - 1);
    let year = (this_year != Some(date.year())).then(|| date.year());
    match (lang, year) {
        (Lang::RU, None) => format!("{day} {}", MONTHS_RU[month]),
        (Lang::RU, Some(year)) => format!("{day} {} {year} г.", MONTHS_RU[month]),
        (Lang::UK, None) => format!("{day} {}", MONTHS_UK[month]),
        (Lang::UK, Some(year)) => format!("{day} {} {year} р.", MONTHS_UK[month]),
        (Lang::EN, None) => format!("{} {day}", MONTHS_EN[month]),
        (Lang::EN, Some(year)) => format!("{} {day}, {year}", MONTHS_EN[month]),
        _ => date.to_string(),
    }
}

/// «18:00».
pub fn time_text(time: Time, lang: Lang) -> String {
    let hour = match lang {
        Lang::RU | Lang::UK | Lang::EN => format!("{:02}", time.hour()),
        _ => time.hour().to_string(),
    };
    format!("{hour}:{:02}", time.minute())
}

/// «2 марта, 18:00».
pub fn datetime_text(datetime: DateTime, lang: Lang, this_year: Option<i16>) -> String {
    format!(
        "{}, {}",
        date_text(datetime.date(), lang, this_year),
        time_text(datetime.time(), lang)
    )
}

/// «15 минут», "2 hours", «1 час 30 минут», from seconds: the two largest units.
pub fn duration_text(seconds: i64, lang: Lang) -> String {
    let total = seconds.unsigned_abs();
    let week = 7 * 86_400;
    let mut rest = total;
    let mut parts = Vec::with_capacity(2);
    for (place, size) in [week, 86_400, 3_600, 60, 1].into_iter().enumerate() {
        // Weeks only when nothing is left over: ten days are no «1 неделя 3 дня».
        let count = if size == week && !total.is_multiple_of(week) {
            0
        } else {
            rest / size
        };
        rest -= count * size;
        if count > 0 || (size == 1 && parts.is_empty()) {
            parts.push(unit_text(count, place, lang));
        }
        if parts.len() == 2 {
            break;
        }
    }
    let minus = if seconds < 0 { "-" } else { "" };
    format!("{minus}{}", parts.join(" "))
}

/// «5 букетов»: the number, a space and the form of the word that goes with it.
///
/// `forms` stand in CLDR's order (one, few, many in Russian and Ukrainian; one, other in English); a fraction takes
/// the second; a form that is not there is replaced by the last.
pub fn plural_text(count: &Decimal, lang: Lang, forms: &[String]) -> String {
    let number = number_text(count, lang);
    let place = match count.fract().is_zero() {
        true => plural_place(count, lang),
        false => 1,
    };
    match forms.get(place).or(forms.last()) {
        Some(form) => format!("{number} {form}"),
        None => number,
    }
}

/// How many forms the language wants: three in Russian and Ukrainian, two in English.
pub fn plural_forms(lang: Lang) -> usize {
    match lang {
        Lang::RU | Lang::UK => 3,
        Lang::EN => 2,
        _ => categories(lang).len(),
    }
}

const MONTHS_RU: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];
const MONTHS_UK: [&str; 12] = [
    "січня",
    "лютого",
    "березня",
    "квітня",
    "травня",
    "червня",
    "липня",
    "серпня",
    "вересня",
    "жовтня",
    "листопада",
    "грудня",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The forms of week, day, hour, minute and second, in that order.
const UNITS_RU: [[&str; 3]; 5] = [
    ["неделя", "недели", "недель"],
    ["день", "дня", "дней"],
    ["час", "часа", "часов"],
    ["минута", "минуты", "минут"],
    ["секунда", "секунды", "секунд"],
];
const UNITS_UK: [[&str; 3]; 5] = [
    ["тиждень", "тижні", "тижнів"],
    ["день", "дні", "днів"],
    ["година", "години", "годин"],
    ["хвилина", "хвилини", "хвилин"],
    ["секунда", "секунди", "секунд"],
];
const UNITS_EN: [[&str; 2]; 5] = [
    ["week", "weeks"],
    ["day", "days"],
    ["hour", "hours"],
    ["minute", "minutes"],
    ["second", "seconds"],
];

fn unit_text(count: u64, unit: usize, lang: Lang) -> String {
    let count = Decimal::from(count);
    let forms: &[&str] = match lang {
        Lang::RU => &UNITS_RU[unit],
        Lang::UK => &UNITS_UK[unit],
        _ => &UNITS_EN[unit],
    };
    let forms: Vec<String> = forms.iter().map(|form| (*form).to_owned()).collect();
    let speaks = if matches!(lang, Lang::RU | Lang::UK) {
        lang
    } else {
        Lang::EN
    };
    plural_text(&count, speaks, &forms)
}

/// Decimal digits with the signs and groups of the language.
fn printed(digits: &str, lang: Lang) -> String {
    let written = digits.parse::<fixed_decimal::Decimal>().ok();
    let formatter = DecimalFormatter::try_new(locale(lang).into(), Default::default()).ok();
    match written.zip(formatter) {
        Some((written, formatter)) => formatter.format(&written).to_string(),
        None => digits.to_owned(),
    }
}

fn is_symbol_first(lang: Lang) -> bool {
    matches!(
        lang.as_str(),
        "en" | "ja" | "zh" | "ko" | "tr" | "hi" | "th" | "nl"
    )
}

fn locale(lang: Lang) -> Locale {
    lang.as_str().parse().unwrap_or(Locale::UNKNOWN)
}

/// Which form goes with a whole count.
fn plural_place(count: &Decimal, lang: Lang) -> usize {
    let Ok(rules) = PluralRules::try_new_cardinal(locale(lang).into()) else {
        return 0;
    };
    let Ok(count) = count
        .abs()
        .trunc()
        .normalize()
        .to_string()
        .parse::<fixed_decimal::Decimal>()
    else {
        return 0;
    };
    let category = rules.category_for(&count);
    categories(lang)
        .iter()
        .position(|known| *known == category)
        .unwrap_or(1)
}

/// The categories that whole numbers of the language fall into, in CLDR's order.
fn categories(lang: Lang) -> Vec<PluralCategory> {
    const SAMPLES: [u32; 12] = [0, 1, 2, 3, 5, 6, 8, 11, 20, 21, 71, 100];
    let Ok(rules) = PluralRules::try_new_cardinal(locale(lang).into()) else {
        return vec![PluralCategory::Other];
    };
    let mut found: Vec<PluralCategory> = SAMPLES
        .iter()
        .map(|count| rules.category_for(*count))
        .collect();
    found.sort_by_key(|category| cldr_place(*category));
    found.dedup();
    found
}

fn cldr_place(category: PluralCategory) -> usize {
    match category {
        PluralCategory::Zero => 0,
        PluralCategory::One => 1,
        PluralCategory::Two => 2,
        PluralCategory::Few => 3,
        PluralCategory::Many => 4,
        PluralCategory::Other => 5,
    }
}

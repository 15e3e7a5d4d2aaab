//! What buyers say, and what is understood: `tables/*.txt`, a row a case, `message => expected`; `-` expects nothing.

use jiff::civil::{Date, DateTime, date as day};
use understand::{
    Currency, Heard, Label, Lang, Phrase, ValueKind, address, agrees, corrects, date, datetime,
    declines, duration, email, hour, is_function_word, language, like_word, means_kind, money,
    monies, name, nearest, number, numbers, only_closes, ordinal, percents, phone, same_word, time,
    wants_human,
};

/// Runs every row of a table and reports all that differ.
fn table(rows: &str, understood: impl Fn(&str) -> String) {
    let mut wrong = Vec::new();
    let mut count = 0;
    for row in rows
        .lines()
        .filter(|row| !row.trim().is_empty() && !row.starts_with('#'))
    {
        let (message, expected) = row
            .split_once("=>")
            .unwrap_or_else(|| panic!("no `=>` in `{row}`"));
        let got = understood(message.trim());
        count += 1;
        if got != expected.trim() {
            wrong.push(format!(
                "  {} => {}   (expected {})",
                message.trim(),
                got,
                expected.trim()
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {count} rows differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

fn or_dash<T: ToString>(value: Option<T>) -> String {
    value.map_or("-".to_owned(), |value| value.to_string())
}

fn yes(value: bool) -> String {
    if value { "yes" } else { "-" }.to_owned()
}

/// Splits «asked / said».
fn pair(row: &str) -> (&str, &str) {
    row.split_once(" / ")
        .unwrap_or_else(|| panic!("no ` / ` in `{row}`"))
}

/// A Monday.
fn today() -> Date {
    day(2026, 3, 2)
}

fn now() -> DateTime {
    today().at(11, 0, 0, 0)
}

#[test]
fn the_buyer_answers_yes_or_no() {
    table(include_str!("tables/yes_no.txt"), |row| {
        let heard = Heard::new(row);
        match (agrees(&heard).is_some(), declines(&heard).is_some()) {
            (true, false) => "yes",
            (false, true) => "no",
            (false, false) => "-",
            (true, true) => "both",
        }
        .to_owned()
    });
}

#[test]
fn the_buyer_asks_for_a_person() {
    table(include_str!("tables/wants_human.txt"), |row| {
        yes(wants_human(&Heard::new(row)).is_some())
    });
}

#[test]
fn the_buyer_only_says_thanks_or_goodbye() {
    table(include_str!("tables/only_closes.txt"), |row| {
        yes(only_closes(&Heard::new(row)))
    });
}

#[test]
fn the_buyer_corrects_what_was_said() {
    table(include_str!("tables/corrects.txt"), |row| {
        let heard = Heard::new(row);
        or_dash(corrects(&heard).map(|words| {
            words
                .iter()
                .map(|at| heard.words()[*at].folded.as_str())
                .collect::<Vec<_>>()
                .join(" ")
        }))
    });
}

#[test]
fn the_buyer_names_a_kind_of_thing() {
    table(include_str!("tables/kinds.txt"), |row| {
        use ValueKind::*;
        let heard = Heard::new(row);
        let kinds = [
            Number, Money, Percent, Phone, Email, Date, Time, Duration, Name, Address, Product,
            Photo,
        ];
        let named: Vec<String> = kinds
            .iter()
            .filter(|kind| means_kind(&heard, **kind))
            .map(|kind| format!("{kind:?}"))
            .collect();
        if named.is_empty() {
            "-".to_owned()
        } else {
            named.join(" ")
        }
    });
}

#[test]
fn a_phrase_of_the_script_is_heard() {
    table(include_str!("tables/phrase.txt"), |row| {
        let (phrase, message) = pair(row);
        yes(Phrase::new(phrase).find(&Heard::new(message)).is_some())
    });
}

#[test]
fn a_label_is_typed() {
    table(include_str!("tables/label.txt"), |row| {
        let (label, message) = pair(row);
        yes(Label::new(label).find(&Heard::new(message)).is_some())
    });
}

#[test]
fn a_word_is_the_same_by_inflection_or_with_typos() {
    table(include_str!("tables/words.txt"), |row| {
        let (a, b) = pair(row);
        let (a, b) = (Heard::new(a), Heard::new(b));
        let (a, b) = (&a.words()[0], &b.words()[0]);
        match (same_word(a, b), like_word(a, b)) {
            (true, _) => "same",
            (_, true) => "like",
            _ => "-",
        }
        .to_owned()
    });
}

#[test]
fn words_that_name_no_thing_are_left_out_of_a_search() {
    table(include_str!("tables/function.txt"), |row| {
        let heard = Heard::new(row);
        let left: Vec<&str> = heard
            .words()
            .iter()
            .filter(|word| !is_function_word(word))
            .map(|word| word.folded.as_str())
            .collect();
        if left.is_empty() {
            "-".to_owned()
        } else {
            left.join(" ")
        }
    });
}

#[test]
fn the_buyer_picks_by_position_among_five() {
    table(include_str!("tables/ordinal.txt"), |row| {
        or_dash(ordinal(&Heard::new(row), 5).map(|place| place + 1))
    });
}

#[test]
fn the_language_of_a_message() {
    table(include_str!("tables/language.txt"), |row| {
        or_dash(language(&Heard::new(row), &[Lang::RU, Lang::UK, Lang::EN]))
    });
}

#[test]
fn numbers_in_digits_and_words() {
    table(include_str!("tables/number.txt"), |row| {
        or_dash(number(&Heard::new(row)).map(|found| found.value.normalize()))
    });
}

#[test]
fn all_numbers_of_a_message() {
    table(include_str!("tables/numbers.txt"), |row| {
        let found: Vec<String> = numbers(&Heard::new(row))
            .iter()
            .map(|found| found.value.normalize().to_string())
            .collect();
        if found.is_empty() {
            "-".to_owned()
        } else {
            found.join(" ")
        }
    });
}

fn roubles() -> Currency {
    Currency::parse("RUB").expect("a code of three letters")
}

#[test]
fn amounts_of_money() {
    table(include_str!("tables/money.txt"), |row| {
        or_dash(money(&Heard::new(row), roubles()).map(|found| {
            format!(
                "{} {}",
                found.value.amount.normalize(),
                found.value.currency
            )
        }))
    });
}

#[test]
fn amounts_whose_currency_is_named() {
    table(include_str!("tables/monies.txt"), |row| {
        let found = monies(&Heard::new(row));
        let told: Vec<String> = found
            .iter()
            .map(|found| {
                format!(
                    "{} {}",
                    found.value.amount.normalize(),
                    found.value.currency
                )
            })
            .collect();
        if told.is_empty() {
            "-".to_owned()
        } else {
            told.join(", ")
        }
    });
}

#[test]
fn percents_of_a_message() {
    table(include_str!("tables/percents.txt"), |row| {
        let found: Vec<String> = percents(&Heard::new(row))
            .iter()
            .map(|found| found.value.normalize().to_string())
            .collect();
        if found.is_empty() {
            "-".to_owned()
        } else {
            found.join(" ")
        }
    });
}

#[test]
fn phone_numbers() {
    table(include_str!("tables/phone.txt"), |row| {
        let (country, message) = pair(row);
        or_dash(phone(&Heard::new(message), country).map(|found| found.value))
    });
}

#[test]
fn email_addresses() {
    table(include_str!("tables/email.txt"), |row| {
        or_dash(email(&Heard::new(row)).map(|found| found.value))
    });
}

#[test]
fn days_seen_from_monday_the_second_of_march() {
    table(include_str!("tables/date.txt"), |row| {
        or_dash(date(&Heard::new(row), today()).map(|found| found.value))
    });
}

#[test]
fn times_of_the_day() {
    table(include_str!("tables/time.txt"), |row| {
        or_dash(time(&Heard::new(row)).map(|found| found.value.strftime("%H:%M").to_string()))
    });
}

#[test]
fn an_hour_alone_answers_a_question_about_time() {
    table(include_str!("tables/hour.txt"), |row| {
        or_dash(hour(&Heard::new(row)).map(|found| found.value.strftime("%H:%M").to_string()))
    });
}

#[test]
fn days_with_times_seen_from_monday_at_eleven() {
    table(include_str!("tables/datetime.txt"), |row| {
        or_dash(
            datetime(&Heard::new(row), now())
                .map(|found| found.value.strftime("%Y-%m-%d %H:%M").to_string()),
        )
    });
}

#[test]
fn lengths_of_time_in_seconds() {
    table(include_str!("tables/duration.txt"), |row| {
        or_dash(duration(&Heard::new(row)).map(|found| found.value))
    });
}

#[test]
fn people_say_their_names() {
    table(include_str!("tables/name.txt"), |row| {
        or_dash(name(&Heard::new(row)).map(|found| found.value))
    });
}

#[test]
fn people_say_their_addresses() {
    table(include_str!("tables/address.txt"), |row| {
        or_dash(address(&Heard::new(row)).map(|found| found.value))
    });
}

#[test]
fn a_misspelt_name_has_a_nearest_one() {
    table(include_str!("tables/nearest.txt"), |row| {
        or_dash(nearest(
            row,
            [
                "handover",
                "checkout",
                "quote",
                "telegram",
                "whatsapp",
                "телефон",
                "адрес",
                "x",
            ],
        ))
    });
}

//! How a message is read into words, and which words said a value.

use jiff::civil::date as day;
use understand::{
    Currency, Found, Heard, Label, Lang, Phrase, ValueKind, address, corrects, date, datetime,
    duration, email, fold, means_kind, money, name, nearest, number, phone, time, wants_human,
    warm_up, yes_no,
};

/// The words of a message that said a value, as typed.
fn said_by<T>(text: &str, found: impl Fn(&Heard) -> Option<Found<T>>) -> String {
    let heard = Heard::new(text);
    let words = found(&heard).map(|found| found.words).unwrap_or_default();
    words
        .iter()
        .map(|at| heard.words()[*at].text.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

fn folded(text: &str) -> Vec<String> {
    Heard::new(text)
        .words()
        .iter()
        .map(|word| word.folded.clone())
        .collect()
}

#[test]
fn a_message_is_words_of_letters_and_of_digits() {
    assert_eq!(
        folded("Ещё 25роз, п’ять — ок?"),
        ["еще", "25", "роз", "п'ять", "ок"]
    );
    assert_eq!(folded("I'll take 'RED-25'"), ["i'll", "take", "red", "25"]);
    assert_eq!(
        folded("cкидкa"),
        ["скидка"],
        "Latin look-alikes are put right"
    );
    assert_eq!(folded("й"), ["й"], "a letter and its mark are one");
    assert!(Heard::new(" 👍 !!! ").is_empty());
}

#[test]
fn words_know_their_place_and_the_sign_before_them() {
    let heard = Heard::new("нет, не роза");
    let (last, text) = (&heard.words()[2], heard.text());
    assert_eq!(&text[last.start..last.end], "роза");
    assert_eq!(
        heard
            .words()
            .iter()
            .map(|word| word.after_sign)
            .collect::<Vec<_>>(),
        [false, true, false]
    );
}

#[test]
fn only_the_first_4096_characters_are_read() {
    let long = "я".repeat(5000);
    assert_eq!(Heard::new(&long).text().chars().count(), 4096);
}

#[test]
fn a_message_without_some_words_keeps_the_rest_as_typed() {
    let heard = Heard::new("нет, другой адрес: Ленина, 5!");
    let rest = heard.without(&[0, 1, 2]);
    assert_eq!(rest.text(), "Ленина, 5!");
    assert_eq!(heard.without(&[3]).text(), "нет, другой адрес 5!");
    assert_eq!(heard.without(&[]).text(), heard.text());
}

#[test]
fn a_value_tells_the_words_that_said_it() {
    let today = day(2026, 3, 2);
    let roubles = Currency::parse("RUB").expect("three letters");
    assert_eq!(said_by("хочу двадцать пять роз", number), "двадцать пять");
    assert_eq!(
        said_by("до 5 тыс. рублей пожалуйста", |heard| {
            money(heard, roubles)
        }),
        "5 тыс рублей"
    );
    assert_eq!(
        said_by("мой номер +7 (921) 555-12-34, Анна", |heard| {
            phone(heard, "RU")
        }),
        "7 921 555 12 34"
    );
    assert_eq!(
        said_by("почта anna.k@example.com, жду", email),
        "anna k example com"
    );
    assert_eq!(
        said_by(
            "привезите в эту субботу, пожалуйста",
            |heard| date(heard, today)
        ),
        "в эту субботу"
    );
    assert_eq!(said_by("привезите после 18:00 домой", time), "после 18 00");
    assert_eq!(
        said_by("завтра домой к 7 вечера", |heard| {
            datetime(heard, today.at(11, 0, 0, 0))
        }),
        "завтра к 7 вечера"
    );
    assert_eq!(
        said_by("займёт 1 час 30 минут всего", duration),
        "1 час 30 минут"
    );
    assert_eq!(said_by("привет, меня зовут Анна", name), "меня зовут Анна");
    assert_eq!(said_by("доставьте на Ленина, 5", address), "Ленина 5");
    assert_eq!(said_by("да, оформляем", yes_no), "да");
    assert_eq!(said_by("ой, да нет", yes_no), "да нет");
}

#[test]
fn a_phrase_that_holds_another_says_it_too() {
    assert!(Phrase::new("сколько стоит букет").contains(&Phrase::new("сколько стоит")));
    assert!(Phrase::new("цены").contains(&Phrase::new("цена")));
    assert!(!Phrase::new("сколько стоит").contains(&Phrase::new("какая цена")));
    assert!(!Phrase::new("не надо").contains(&Phrase::new("надо")));
    assert!(
        Phrase::new("!!!").find(&Heard::new("!!!")).is_none(),
        "a phrase without words is never heard"
    );
}

#[test]
fn of_several_labels_the_longest_can_be_told() {
    assert!(Label::new("День рождения мамы").len() > Label::new("День рождения").len());
    assert!(Label::new("👍").is_empty());
}

#[test]
fn a_correction_names_its_kind_and_its_value() {
    let heard = Heard::new("нет, другой телефон: 8 921 555-12-34");
    let signal = corrects(&heard).expect("a correction");
    assert!(means_kind(&heard, ValueKind::Phone));
    let rest = heard.without(&signal);
    assert_eq!(phone(&rest, "RU").expect("a phone").value, "+79215551234");
}

#[test]
fn languages_and_currencies_are_codes() {
    assert_eq!(Lang::parse("ru"), Some(Lang::RU));
    assert_eq!(Lang::parse("RU"), None);
    assert_eq!(Lang::parse("rus"), None);
    assert_eq!(format!("{} {:?}", Lang::UK, Lang::EN), "uk en");
    let currency = |country| Currency::of_country(country).map(|currency| currency.to_string());
    assert_eq!(currency("RU").as_deref(), Some("RUB"));
    assert_eq!(currency("ua").as_deref(), Some("UAH"));
    assert_eq!(currency("DE").as_deref(), Some("EUR"));
    assert_eq!(currency("ZZ"), None);
    assert_eq!(
        Currency::parse("rub")
            .map(|currency| currency.symbol().to_owned())
            .as_deref(),
        Some("₽")
    );
    assert_eq!(
        Currency::parse("JPY").map(|currency| currency.minor_digits()),
        Some(0)
    );
    assert_eq!(Currency::parse("R1B"), None);
}

#[test]
fn texts_that_read_alike_fold_alike() {
    assert_eq!(fold("  ЁЛКА "), "елка");
    assert_eq!(fold("Ім’я"), fold("ім'я"));
    assert_eq!(fold("Cafe\u{301}"), fold("café"));
    assert_eq!(fold("И\u{306}"), "й");
    assert_eq!(nearest("", ["a", "b"]), None);
}

#[test]
fn warming_up_changes_nothing() {
    warm_up();
    assert!(wants_human(&Heard::new("позовите оператора")).is_some());
}

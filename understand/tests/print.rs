//! How values are said back.

use jiff::civil::{date, time};
use rust_decimal::Decimal;
use understand::{
    Currency, Lang, Money, date_text, datetime_text, duration_text, money_text, number_text,
    percent_text, plural_forms, plural_text, time_text,
};

fn decimal(digits: &str) -> Decimal {
    digits.parse().expect("a decimal number")
}

/// No-break spaces shown as `~`.
fn shown(text: String) -> String {
    text.replace('\u{a0}', "~")
}

fn price(digits: &str, code: &str, lang: Lang) -> String {
    let currency = Currency::parse(code).expect("three letters");
    shown(money_text(
        &Money {
            amount: decimal(digits),
            currency,
        },
        lang,
    ))
}

#[test]
fn prices_are_printed_as_each_language_writes_them() {
    assert_eq!(price("4500", "RUB", Lang::RU), "4~500~₽");
    assert_eq!(price("4500.00", "UAH", Lang::UK), "4~500~₴");
    assert_eq!(price("4500", "RUB", Lang::EN), "₽4,500");
    assert_eq!(price("45.5", "USD", Lang::EN), "$45.50");
    assert_eq!(price("45.5", "USD", Lang::RU), "45,50~$");
    assert_eq!(price("-45.5", "USD", Lang::EN), "-$45.50");
    assert_eq!(price("990", "PLN", Lang::EN), "zł~990");
    assert_eq!(price("1000.4", "JPY", Lang::EN), "¥1,000");
    assert_eq!(price("1000000", "KZT", Lang::RU), "1~000~000~₸");
    assert_eq!(price("100", "XTS", Lang::RU), "100~XTS");
}

#[test]
fn numbers_and_percents() {
    assert_eq!(
        shown(number_text(&decimal("1234567.50"), Lang::RU)),
        "1~234~567,5"
    );
    assert_eq!(
        shown(number_text(&decimal("1234567.50"), Lang::UK)),
        "1~234~567,5"
    );
    assert_eq!(number_text(&decimal("1234567.50"), Lang::EN), "1,234,567.5");
    assert_eq!(shown(percent_text(&decimal("10"), Lang::RU)), "10~%");
    assert_eq!(percent_text(&decimal("12.50"), Lang::EN), "12.5%");
    assert_eq!(percent_text(&decimal("10"), Lang::UK), "10%");
}

#[test]
fn the_word_agrees_with_its_count() {
    let say = |count: &str, lang: Lang, forms: &[&str]| {
        let forms: Vec<String> = forms.iter().map(|form| (*form).to_owned()).collect();
        shown(plural_text(&decimal(count), lang, &forms))
    };
    let russian = ["букет", "букета", "букетов"];
    for (count, said) in [
        ("0", "букетов"),
        ("1", "букет"),
        ("2", "букета"),
        ("5", "букетов"),
        ("11", "букетов"),
        ("21", "букет"),
        ("22", "букета"),
    ] {
        assert_eq!(say(count, Lang::RU, &russian), format!("{count} {said}"));
    }
    assert_eq!(say("1.5", Lang::RU, &russian), "1,5 букета");
    assert_eq!(say("1.50", Lang::RU, &["букет"]), "1,5 букет");
    assert_eq!(
        say("5", Lang::UK, &["букет", "букети", "букетів"]),
        "5 букетів"
    );
    assert_eq!(
        say("3", Lang::UK, &["букет", "букети", "букетів"]),
        "3 букети"
    );
    assert_eq!(say("1", Lang::EN, &["bouquet", "bouquets"]), "1 bouquet");
    assert_eq!(say("1.0", Lang::EN, &["bouquet", "bouquets"]), "1 bouquet");
    assert_eq!(say("0", Lang::EN, &["bouquet", "bouquets"]), "0 bouquets");
    assert_eq!(
        say("1200", Lang::EN, &["bouquet", "bouquets"]),
        "1,200 bouquets"
    );
    assert_eq!(say("2", Lang::EN, &[]), "2");
    assert_eq!(plural_forms(Lang::RU), 3);
    assert_eq!(plural_forms(Lang::UK), 3);
    assert_eq!(plural_forms(Lang::EN), 2);
    assert_eq!(plural_forms(Lang::parse("pl").expect("two letters")), 3);
    assert_eq!(plural_forms(Lang::parse("ja").expect("two letters")), 1);
}

#[test]
fn days_and_times() {
    let day = date(2026, 3, 2);
    assert_eq!(date_text(day, Lang::RU, Some(2026)), "2 марта");
    assert_eq!(date_text(day, Lang::UK, Some(2026)), "2 березня");
    assert_eq!(date_text(day, Lang::EN, Some(2026)), "March 2");
    assert_eq!(date_text(day, Lang::RU, Some(2025)), "2 марта 2026 г.");
    assert_eq!(date_text(day, Lang::UK, None), "2 березня 2026 р.");
    assert_eq!(date_text(day, Lang::EN, None), "March 2, 2026");
    assert_eq!(time_text(time(9, 5, 0, 0), Lang::RU), "09:05");
    assert_eq!(
        datetime_text(day.at(18, 0, 0, 0), Lang::RU, Some(2026)),
        "2 марта, 18:00"
    );
}

#[test]
fn lengths_of_time() {
    for (seconds, russian, ukrainian, english) in [
        (900, "15 минут", "15 хвилин", "15 minutes"),
        (3600, "1 час", "1 година", "1 hour"),
        (7200, "2 часа", "2 години", "2 hours"),
        (
            5400,
            "1 час 30 минут",
            "1 година 30 хвилин",
            "1 hour 30 minutes",
        ),
        (86_400, "1 день", "1 день", "1 day"),
        (10 * 86_400, "10 дней", "10 днів", "10 days"),
        (14 * 86_400, "2 недели", "2 тижні", "2 weeks"),
        (0, "0 секунд", "0 секунд", "0 seconds"),
    ] {
        assert_eq!(duration_text(seconds, Lang::RU), russian);
        assert_eq!(duration_text(seconds, Lang::UK), ukrainian);
        assert_eq!(duration_text(seconds, Lang::EN), english);
    }
}

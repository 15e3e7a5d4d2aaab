//! What goes out and what is blocked, from `tables/guard.txt`, and what holds for any text.

use catalog::{Fact, FactValue, Snapshot, prove};
use proptest::prelude::*;
use rust_decimal::Decimal;
use understand::{Currency, Lang, Money, money_text};

fn rub() -> Currency {
    Currency::parse("RUB").expect("three letters")
}

fn flowers() -> Snapshot {
    Snapshot::read_csv(include_bytes!("catalogs/flowers.csv"), rub()).0
}

fn facts(line: &str) -> Vec<Fact> {
    let fact = |text: &str| {
        let (source, value) = match text.split_once(" = ") {
            None => {
                let sku = text.strip_prefix("product ").expect("a product").to_owned();
                ("item".to_owned(), FactValue::Product(sku))
            }
            Some((source, value)) => {
                let value = if let Some(amount) = value.strip_suffix(" RUB") {
                    let amount = amount.parse().expect("an amount");
                    FactValue::Money(Money {
                        amount,
                        currency: rub(),
                    })
                } else if let Some(percent) = value.strip_suffix('%') {
                    FactValue::Percent(percent.parse().expect("a percent"))
                } else if value.starts_with('"') {
                    FactValue::Text(value.trim_matches('"').to_owned())
                } else {
                    FactValue::Number(value.parse().expect("a number"))
                };
                (source.to_owned(), value)
            }
        };
        Fact { source, value }
    };
    line.split("; ").map(fact).collect()
}

/// `{200B}` is that character, `\n` a line's end.
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, (code, after))) = rest
        .split_once('{')
        .and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        plain.push_str(before);
        let code = u32::from_str_radix(code, 16).expect("a code");
        plain.push(char::from_u32(code).expect("a character"));
        rest = after;
    }
    plain.push_str(rest);
    plain.replace("\\n", "\n")
}

#[test]
fn true_messages_go_out_and_lies_are_blocked() {
    let snapshot = flowers();
    let mut given = Vec::new();
    let mut wrong = Vec::new();
    let table = include_str!("tables/guard.txt");
    for line in table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        if let Some(line) = line.strip_prefix("facts: ") {
            given = facts(line);
            continue;
        }
        let (expected, lang) = (&line[..1], Lang::parse(&line[2..4]).expect("a language"));
        let answer = prove(&unescaped(&line[5..]), lang, &snapshot, &given);
        if answer.is_ok() != (expected == "+") {
            wrong.push(format!("{line}\n    but got {answer:?}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn a_proof_names_the_claim_and_its_source() {
    let text = "25 красных роз — 4\u{a0}500\u{a0}₽. В наличии 12 букетов.";
    let proofs = prove(text, Lang::RU, &flowers(), &[]).expect("true");
    let told: Vec<(&str, &str)> = proofs
        .iter()
        .map(|proof| (proof.claim.as_str(), proof.source.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("4\u{a0}500\u{a0}₽", "RED-25.price"),
            ("12", "RED-25.stock")
        ]
    );
    let lie = prove("Отдам за 3\u{200B}999 рублей!", Lang::RU, &flowers(), &[]).expect_err("a lie");
    assert_eq!(lie.claim, "3\u{200B}999 рублей");
}

#[test]
fn a_hundred_kilobytes_of_figures_are_judged_at_once() {
    let snapshot = flowers();
    for unit in [
        "4 500 ₽ ",
        "₽",
        "1",
        "половина ",
        "<b",
        "a\u{301}",
        "25 красных роз — ",
        "1 1,1.",
        "9:",
        "тысяча ",
    ] {
        let text = unit.repeat(100_000 / unit.len());
        let _ = prove(&text, Lang::RU, &snapshot, &[]);
    }
}

/// A model that makes prices up, in its own way each time: nothing false gets out.
#[test]
fn a_model_that_makes_prices_up_leaks_none() {
    const WAYS: [(&str, Lang); 16] = [
        ("25 красных роз — PRICE ₽.", Lang::RU),
        (
            "Букет «25 красных роз» стоит PRICE рублей, берём?",
            Lang::RU,
        ),
        ("За 25 роз всего PRICE руб., доставим к 18:00!", Lang::RU),
        ("25 красных роз. Цена: PRICE", Lang::RU),
        ("Могу предложить 25 роз за PRICE р.", Lang::RU),
        ("Хорошо! 25 роз обойдутся в PRICE.", Lang::RU),
        ("25 роз. Итого к оплате PRICE ₽ за всё.", Lang::RU),
        ("25 червоних троянд коштують PRICE ₽.", Lang::UK),
        ("Ціна на 25 троянд — PRICE рублів.", Lang::UK),
        ("25 троянд за PRICE руб, беремо?", Lang::UK),
        ("25 red roses are ₽PRICE.", Lang::EN),
        ("25 red roses cost PRICE rubles.", Lang::EN),
        ("The price of 25 roses is PRICE.", Lang::EN),
        ("RED-25: RUB PRICE", Lang::EN),
        ("I can do 25 roses for PRICE RUB, deal?", Lang::EN),
        ("Total: PRICE for 25 red roses", Lang::EN),
    ];
    let snapshot = flowers();
    let mut random = 0x9E37_79B9_7F4A_7C15_u64;
    for round in 0..1_600 {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let price = 100 + random % 20_000;
        let digits = match random % 4 {
            0 => price.to_string(),
            1 if price >= 1000 => format!("{}\u{a0}{:03}", price / 1000, price % 1000),
            2 => price
                .to_string()
                .chars()
                .flat_map(|digit| [digit, '\u{200B}'])
                .collect(),
            _ => price.to_string().replace('7', "７"),
        };
        let (way, lang) = WAYS[round % WAYS.len()];
        let text = way.replace("PRICE", &digits);
        let answer = prove(&text, lang, &snapshot, &[]);
        assert_eq!(answer.is_ok(), price == 4500, "{text} {answer:?}");
    }
    for (way, lang) in WAYS {
        let text = way.replace("PRICE", "4500");
        let answer = prove(&text, lang, &snapshot, &[]);
        assert!(answer.is_ok_and(|proofs| !proofs.is_empty()), "{text}");
    }
}

#[test]
fn ten_thousand_products_of_one_name_are_judged_at_once() {
    let mut csv = String::from("sku,name,price\n");
    for row in 0..10_000 {
        csv.push_str(&format!("R-{row},Роза,{}\n", 100 + row));
    }
    let (snapshot, _) = Snapshot::read_csv(csv.as_bytes(), rub());
    let text = "роза — 4 500 ₽, ".repeat(3_000);
    assert!(prove(&text, Lang::RU, &snapshot, &[]).is_ok());
    assert!(prove("роза — 99 ₽", Lang::RU, &snapshot, &[]).is_err());
}

proptest! {
    #[test]
    fn any_text_is_judged(text in "\\PC{0,200}") {
        let _ = prove(&text, Lang::UK, &flowers(), &[]);
    }

    #[test]
    fn any_mix_of_figures_and_signs_is_judged(text in "[0-9 .,%₽$€рубстывналичке\u{200b}\n—-]{0,80}") {
        let _ = prove(&text, Lang::RU, &flowers(), &[]);
    }

    #[test]
    fn every_price_of_a_row_passes_and_a_near_miss_does_not(
        whole in 1_u32..1_000_000, cents in prop_oneof![Just(0_u32), 1_u32..100], miss in 1_u32..500,
        lang in prop_oneof![Just(Lang::RU), Just(Lang::UK), Just(Lang::EN)],
        code in prop_oneof![Just("RUB"), Just("UAH"), Just("USD"), Just("EUR")],
    ) {
        let price = Decimal::new(i64::from(whole) * 100 + i64::from(cents), 2);
        let csv = format!("sku,name,name:en,price,currency\nA-1,Ваза синяя,Blue vase,{price},{code}\n");
        let (snapshot, bad) = Snapshot::read_csv(csv.as_bytes(), rub());
        prop_assert_eq!(bad, []);
        let currency = Currency::parse(code).expect("three letters");
        let name = snapshot.get("A-1").expect("the row").name_in(lang);
        let says = |amount| format!("{name}: {}.", money_text(&Money { amount, currency }, lang));
        let told = prove(&says(price), lang, &snapshot, &[]);
        prop_assert!(told.is_ok(), "{} {:?}", says(price), told);
        let lie = price + Decimal::from(miss);
        prop_assert!(prove(&says(lie), lang, &snapshot, &[]).is_err(), "{}", says(lie));
    }
}

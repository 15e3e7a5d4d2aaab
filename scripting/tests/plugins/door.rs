//! What passes between a script and a plugin.

use crate::shop::{came, failed, money, own, product, shipped};
use engine::Value;
use jiff::civil::{date, time};
use rust_decimal::Decimal;

/// Why a step that declares `-> done(KIND)` and returns `value` fails.
fn refused(kind: &str, value: &str) -> String {
    let text = format!(
        "/// type  pair: name text, price money\n/// step  act() -> done({kind})\nfn act() {{ #{{ outcome: \"done\", value: {value} }} }}"
    );
    failed(own(&text).run("own.act", &[]))
}

/// The value of a step that declares `-> done(KIND)` and returns `value`.
fn passed(kind: &str, value: &str) -> Value {
    let text = format!(
        "/// type  pair: name text, price money\n/// step  act() -> done({kind})\nfn act() {{ #{{ outcome: \"done\", value: {value} }} }}"
    );
    came(own(&text).run("own.act", &[]), "done").expect("a value")
}

#[test]
fn a_value_of_another_type_is_refused() {
    for (kind, value) in [
        ("text", "5"),
        ("number", "\"5\""),
        ("money", "\"5\""),
        ("money USD", "money(5)"),
        ("yes/no", "1"),
        ("date", "\"2 March\""),
        ("datetime", "date(\"2026-03-02\")"),
        ("product", "#{}"),
        ("list of text", "\"a\""),
        ("list of text", "[\"a\", 5]"),
        ("pair", "\"a\""),
        ("phone", "\"call me\""),
        ("choice new old", "\"middle\""),
    ] {
        let why = refused(kind, value);
        assert!(
            why.contains("was declared") && why.contains("found"),
            "{kind} = {value}: {why}"
        );
        assert!(!why.contains("::"), "{why}");
    }
}

#[test]
fn a_record_is_held_against_its_fields() {
    assert_eq!(
        passed("pair", "#{ name: \"a\", price: () }").field("price"),
        None
    );
    let why = refused("pair", "#{ name: \"a\", prise: money(5) }");
    assert!(
        why.contains("has no field `prise`; did you mean `price`?"),
        "{why}"
    );
    let why = refused("pair", "#{ name: 5 }");
    assert!(
        why.contains("field `name`: text was declared, a number found"),
        "{why}"
    );
}

#[test]
fn a_product_comes_back_as_its_row_or_its_sku() {
    assert_eq!(passed("product", "\"red-25\""), product("RED-25"));
    assert_eq!(
        passed("product", "catalog_row(\"RED-25\")"),
        product("RED-25")
    );
    assert!(refused("product", "\"LOTUS\"").contains("the catalog has no `LOTUS`"));
}

#[test]
fn a_list_holds_at_most_five() {
    assert_eq!(
        passed("list of number", "[1, 2, 3, 4, 5, 6, 7]"),
        Value::List((1..=5).map(|n| Value::Number(n.into())).collect())
    );
}

#[test]
fn plain_values_come_back_as_declared() {
    assert_eq!(
        passed("percent", "12.5"),
        Value::Percent(Decimal::new(125, 1))
    );
    assert_eq!(passed("money", "money(10) * 3 - money(5)"), money("25"));
    assert_eq!(
        passed("money", "percent_of(12.5, money(990))"),
        money("123")
    );
    assert_eq!(
        passed("number", "money(10) / money(4)"),
        Value::Number(Decimal::new(25, 1))
    );
    assert_eq!(
        passed("date", "now().date.plus_days(30)"),
        Value::Date(date(2026, 4, 1))
    );
    assert_eq!(
        passed("time", "hours().from"),
        Value::Time(time(9, 0, 0, 0))
    );
    assert_eq!(
        passed(
            "duration",
            "now().seconds_since(datetime(\"2026-03-02T10:00\"))"
        ),
        Value::Duration(3600)
    );
    assert_eq!(
        passed("yes/no", "hours().to > time(\"20:00\") && !model_ready()"),
        Value::YesNo(true)
    );
    assert_eq!(
        passed("text", "language() + channel()"),
        Value::text("rutelegram")
    );
    assert_eq!(
        passed("choice", "\"birthday\""),
        Value::Choice("birthday".into())
    );
}

#[test]
fn a_plugin_reads_the_columns_nobody_declared_in_the_language_spoken() {
    let text = "/// step  care(item: product) -> told(text) | unknown\nfn care(item) { if item.care == () { return #{ outcome: \"unknown\" }; } #{ outcome: \"told\", value: item.care } }";
    let mut counter = own(text);
    assert_eq!(
        came(
            counter.run("own.care", &[("item", product("RED-25"))]),
            "told"
        ),
        Some(Value::text("Подрежьте стебли."))
    );
    counter.lang = understand::Lang::EN;
    assert_eq!(
        came(
            counter.run("own.care", &[("item", product("RED-25"))]),
            "told"
        ),
        Some(Value::text("Trim the stems."))
    );
    came(
        counter.run("own.care", &[("item", product("RED-15"))]),
        "unknown",
    );
    came(
        counter.run("own.care", &[("item", product("GONE"))]),
        "unknown",
    );
}

#[test]
fn an_engineer_reckons_with_prices_and_counts_as_with_numbers() {
    let text = r#"
        /// step  basket(item: product, count: number) -> priced(money) | too many(number)
        fn basket(item, count) {
            if count > item.stock { return #{ outcome: "too many", value: count - item.stock }; }
            let sum = 0;
            for piece in 0..count { sum = sum + item.price; }
            if sum > 10000 { sum = sum * 0.95; } else { sum = sum + 500; }
            #{ outcome: "priced", value: sum.round() }
        }
    "#;
    let counter = own(text);
    let basket = |count: u32| {
        counter.run(
            "own.basket",
            &[
                ("item", product("RED-25")),
                ("count", Value::Number(count.into())),
            ],
        )
    };
    assert_eq!(came(basket(1), "priced"), Some(money("5000")));
    assert_eq!(came(basket(3), "priced"), Some(money("12825")));
    assert_eq!(came(basket(15), "too many"), Some(Value::Number(3.into())));
}

#[test]
fn an_outcome_that_is_not_declared_is_refused_with_the_nearest() {
    let counter =
        own("/// step  act() -> done | out of stock\nfn act() { #{ outcome: \"out of stok\" } }");
    let why = failed(counter.run("own.act", &[]));
    assert!(why.contains("did you mean `out of stock`?"), "{why}");
}

#[test]
fn whatever_is_no_outcome_is_refused() {
    for body in [
        "5",
        "\"done\"",
        "()",
        "#{}",
        "#{ outcome: 5 }",
        "#{ outcome: \"done\", vlaue: 5 }",
        "#{ outcome: \"done\", value: 5 }",
        "[1]",
    ] {
        let counter = own(&format!("/// step  act() -> done\nfn act() {{ {body} }}"));
        let why = failed(counter.run("own.act", &[]));
        assert!(why.starts_with("`own.act`: "), "{body}: {why}");
    }
}

#[test]
fn a_step_that_nobody_wrote_fails() {
    assert!(
        failed(shipped().run("catalog.no_such", &[]))
            .contains("there is no step `catalog.no_such`")
    );
    assert!(failed(shipped().run("nobody.at_all", &[])).contains("there is no step"));
}

//! Whole journeys through the binary, as a newcomer, an author and a careless hand would make them.

mod shop;

use shop::Shop;

/// What a buyer types and presses from hello to the order.
const ORDER: &str =
    "здравствуйте\n:press birthday\n25 роз\n:press yes\n+7 921 555-12-34\nНевский проспект, 1\n";

/// The header and the rows of `torg leads --csv`.
fn leads(shop: &Shop) -> Vec<String> {
    let listed = shop.torg(&["leads", "--csv"], "");
    assert_eq!(listed.code, Some(0), "{}", listed.err);
    listed.out.lines().map(str::to_owned).collect()
}

#[test]
fn a_newcomer_orders_a_bouquet_and_the_lead_is_written_down_once() {
    let shop = Shop::like("flower-shop");
    let first = shop.torg(&["chat", "--as", "anna", "--at", "2026-03-02T11:00"], ORDER);
    assert_eq!(first.code, Some(0), "{}", first.err);
    assert!(first.out.starts_with("bot> Здравствуйте"), "{}", first.out);
    assert!(first.out.contains("bot> Заказ принят."), "{}", first.out);

    let rows = leads(&shop);
    assert_eq!(rows.len(), 2, "{rows:#?}");
    let columns = "id,created_at,updated_at,status,name,username,phone,product,amount,currency,channel,dialogue,link";
    assert!(rows[0].starts_with(columns), "{}", rows[0]);
    for told in [
        "qualified",
        "79215551234",
        "25 красных роз",
        "4500",
        "RUB",
        "terminal",
    ] {
        assert!(rows[1].contains(told), "no `{told}` in {}", rows[1]);
    }

    let second = shop.torg(&["chat", "--as", "anna", "--at", "2026-03-03T11:00"], ORDER);
    assert!(second.out.contains("bot> Заказ принят."), "{}", second.out);
    assert_eq!(leads(&shop).len(), 2, "the same buyer is the same lead");
}

#[test]
fn a_dialogue_goes_on_where_the_process_ended() {
    let shop = Shop::like("flower-shop");
    let (before, after) = ORDER.split_at(ORDER.find("+7").expect("the phone is in the order"));
    let said = shop.torg(
        &["chat", "--as", "anna", "--at", "2026-03-02T11:00"],
        before,
    );
    assert!(!said.out.contains("Заказ принят"), "{}", said.out);
    let said = shop.torg(&["chat", "--as", "anna", "--at", "2026-03-02T11:01"], after);
    assert!(!said.out.contains("Здравствуйте"), "{}", said.out);
    assert!(said.out.contains("bot> Заказ принят."), "{}", said.out);
}

#[test]
fn five_mistakes_are_told_in_one_run_each_at_its_line() {
    let shop = Shop::like("flower-shop");
    let flow = "flows/flowers.flow";
    shop.edit(flow, "say greet\n  -> offer", "say greet\n  -> ofer");
    shop.edit(flow, "contact: phone", "contct: phone");
    shop.edit(flow, "    en: Where shall we deliver?\n", "");
    shop.edit(
        flow,
        "similar(item) as others\n    none -> handover\n",
        "similar(item) as others\n",
    );
    shop.edit(
        flow,
        "state went_silent\n",
        "state went_silent\n  farewell to the buyer\n",
    );
    let mistakes = [
        ("F001", "-> ofer"),
        ("P501", "contct: phone"),
        ("T301", "ask address"),
        ("F007", "do catalog.similar(item)"),
        ("S001", "farewell to the buyer"),
    ];

    let checked = shop.torg(&["check", "--json"], "");
    assert_eq!(checked.code, Some(1), "{}", checked.err);
    let found: serde_json::Value =
        serde_json::from_str(&checked.out).expect("`--json` prints JSON");
    let found = found.as_array().expect("an array of diagnostics");
    assert_eq!(found.len(), mistakes.len(), "{}", checked.out);
    for (code, words) in mistakes {
        let told = found.iter().find(|told| told["code"] == code);
        let told = told.unwrap_or_else(|| panic!("no {code} in {}", checked.out));
        let file = told["file"].as_str().expect("a diagnostic names its file");
        assert!(file.ends_with("flowers.flow"), "{told}");
        // A missing language may be told at the question or at its text below.
        let line = shop.line(flow, words);
        let told = told["line"].as_u64().expect("a diagnostic has a line");
        assert!(
            (line..=line + u64::from(code == "T301")).contains(&told),
            "{code} at {told}, not at {line}"
        );
    }
}

#[test]
fn every_example_shop_is_sound_and_its_talks_hold() {
    for name in ["flower-shop", "flower-shop-ru", "beauty-salon"] {
        let shop = Shop::like(name);
        let checked = shop.torg(&["check"], "");
        assert_eq!(
            checked.code,
            Some(0),
            "{name}: {}{}",
            checked.out,
            checked.err
        );
        let tested = shop.torg(&["test"], "");
        assert_eq!(tested.code, Some(0), "{name}: {}{}", tested.out, tested.err);
    }
}

#[test]
fn the_script_to_begin_from_sells_in_any_shop() {
    let shop = Shop::like("flower-shop");
    shop.write(
        "flows/starter.flow",
        include_str!("../../../flows/starter/starter.flow"),
    );
    shop.edit(
        "shop.toml",
        "script         = \"flowers\"",
        "script = \"starter\"",
    );
    let said = shop.torg(
        &["chat", "--at", "2026-03-02T11:00"],
        "здравствуйте\n25 роз\n+7 921 555-12-34\n",
    );
    assert!(
        said.out.contains("bot> Спасибо! Менеджер скоро позвонит."),
        "{}{}",
        said.out,
        said.err
    );
    assert_eq!(leads(&shop).len(), 2);
}

#[test]
fn a_binary_file_among_the_flows_is_a_diagnostic() {
    let shop = Shop::like("flower-shop");
    shop.write(
        "flows/picture.flow",
        [0xff, 0xd8, 0xff, 0xe0, 0, 16, b'J', b'F', 0, 0xfe],
    );
    let checked = shop.torg(&["check"], "");
    assert_eq!(checked.code, Some(1), "{}", checked.err);
    assert!(format!("{}{}", checked.out, checked.err).contains("picture.flow"));
}

#[test]
fn an_endless_line_is_a_diagnostic() {
    let shop = Shop::like("flower-shop");
    let line = format!("state nudge\n  say {}\n", "a".repeat(100_000_000));
    shop.edit("flows/flowers.flow", "state nudge\n", &line);
    let checked = shop.torg(&["check"], "");
    assert_eq!(checked.code, Some(1), "{}", checked.err);
    let told = format!("{}{}", checked.out, checked.err);
    assert!(
        told.contains("flowers.flow") && told.len() < 4_000,
        "{} bytes",
        told.len()
    );
}

#[test]
fn broken_rows_of_the_catalog_are_told_and_the_others_sell() {
    let shop = Shop::like("flower-shop");
    shop.edit("catalog.csv", "VASE-02,Ваза низкая", "VASE-01,Ваза низкая");
    shop.edit("catalog.csv", "1450,RUB,25", "дорого,RUB,25");
    let said = shop.torg(
        &["chat", "--at", "2026-03-02T11:00"],
        "сколько стоит 25 роз?\n",
    );
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.contains("25 красных роз"), "{}", said.out);
    assert!(said.err.contains("catalog.csv"), "{}", said.err);
}

#[test]
fn a_plugin_that_never_ends_hands_the_buyer_over_to_a_person() {
    let shop = Shop::like("beauty-salon");
    shop.edit(
        "plugins/salon.rhai",
        "    let tip = tips()[hair];\n",
        "    loop { }\n    let tip = tips()[hair];\n",
    );
    let said = shop.torg(
        &["chat", "--at", "2026-03-02T11:00"],
        "чем ухаживать за волосами?\n:press тонкие\n",
    );
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(
        said.out.contains("Передаю администратору"),
        "{}\n{}",
        said.out,
        said.err
    );
}

//! The steps that come with torg.

use crate::shop::{came, failed, money, now, product, shipped};
use engine::{Kind, Reply, Request, Value};
use understand::Lang;

#[test]
fn every_example_of_the_documentation_is_true() {
    let counter = shipped();
    let wrong: Vec<String> = counter
        .plugins
        .examples()
        .filter_map(|example| {
            let why = example
                .run(
                    &counter.plugins,
                    &counter.surroundings(),
                    &counter.profile,
                    now(),
                )
                .err()?;
            Some(format!(
                "{}:{}: {}: {why}",
                example.file, example.line, example.text
            ))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_shipped_step_is_documented_and_has_examples() {
    let counter = shipped();
    for step in &counter.plugins.signatures().steps {
        assert!(
            !step.about.is_empty(),
            "{}.{} says nothing about itself",
            step.plugin,
            step.step
        );
        let examples = counter.plugins.examples();
        let examples = examples
            .filter(|e| *e.plugin == *step.plugin && e.step == step.step)
            .count();
        assert!(examples > 0, "{}.{} has no example", step.plugin, step.step);
    }
}

#[test]
fn the_shipped_steps_are_those_of_the_language() {
    let counter = shipped();
    let mut lines: Vec<String> = counter
        .plugins
        .signatures()
        .steps
        .iter()
        .map(|step| {
            let params: Vec<String> = step
                .params
                .iter()
                .map(|param| format!("{}{}", param.name, if param.optional { "?" } else { "" }))
                .collect();
            let outcomes: Vec<&str> = step.outcomes.iter().map(|outcome| &*outcome.name).collect();
            let marks = [
                (step.effect, " effect"),
                (step.model, " model"),
                (step.bounded, " bounded"),
            ];
            let marks: String = marks
                .iter()
                .filter(|(set, _)| *set)
                .map(|(_, mark)| *mark)
                .collect();
            format!(
                "{}.{}({}) -> {}{marks}",
                step.plugin,
                step.step,
                params.join(", "),
                outcomes.join(" | ")
            )
        })
        .collect();
    lines.sort();
    insta::assert_snapshot!(lines.join("\n"), @r##"
    booking.free(service, day?) -> times | none
    booking.take(service, time, name?, contact?) -> taken | gone effect
    catalog.cheaper(item) -> found | none
    catalog.find(words) -> found | several | missing | nothing named
    catalog.goes_with(item) -> found | none
    catalog.quote(item) -> quoted | missing | out of stock
    catalog.recommend(tag) -> picks | none
    catalog.similar(item) -> found | none
    escalation.raise(team?, reason) -> raised effect
    followup.at(time, note?) -> planned effect
    leads.save(status, product?, contact?, name?, address?, amount?, note?) -> saved effect
    llm.reply(task, facts?) -> replied | refused model
    pricing.discount(item) -> offer | exhausted bounded
    pricing.total(item, count) -> total | missing
    "##);
}

#[test]
fn a_quote_carries_the_price_of_today_and_its_date() {
    let counter = shipped();
    let quote = came(
        counter.run("catalog.quote", &[("item", product("PINK-15"))]),
        "quoted",
    )
    .expect("a quote");
    assert_eq!(quote.field("price"), Some(&money("2320")));
    assert_eq!(quote.field("full_price"), Some(&money("2900")));
    assert_eq!(quote.field("discount"), Some(&Value::Percent(20.into())));
    assert_eq!(quote.field("stock"), Some(&Value::Number(9.into())));
    assert_eq!(quote.field("dated"), Some(&Value::DateTime(now())));
    assert_eq!(quote.field("name"), Some(&Value::text("15 розовых роз")));
}

#[test]
fn a_quote_is_in_the_language_spoken_and_uncounted_stock_is_empty() {
    let mut counter = shipped();
    counter.lang = Lang::EN;
    let quote = came(
        counter.run("catalog.quote", &[("item", product("CUT-01"))]),
        "quoted",
    )
    .expect("a quote");
    assert_eq!(quote.field("name"), Some(&Value::text("Haircut")));
    assert_eq!(quote.field("stock"), None);
}

#[test]
fn words_of_the_trigger_do_not_name_a_product() {
    let mut counter = shipped();
    counter.matched = vec!["сколько".to_owned(), "стоит".to_owned()];
    let found = |words: &str| counter.run("catalog.find", &[("words", Value::text(words))]);
    came(found("сколько стоит?"), "nothing named");
    assert_eq!(
        came(found("Сколько стоит ваза?"), "found"),
        Some(product("VASE-01"))
    );
}

#[test]
fn an_option_is_recommended_by_its_labels_too() {
    let mut counter = shipped();
    counter.synonyms = vec![("tag".into(), vec!["Свадьба".to_owned()])];
    let tag = [("tag", Value::Choice("marriage".into()))];
    let picks = came(counter.run("catalog.recommend", &tag), "picks");
    assert_eq!(picks, Some(Value::List(vec![product("PINK-15")])));
}

#[test]
fn an_empty_catalog_recommends_nothing() {
    let mut counter = shipped();
    counter.catalog = catalog::Snapshot::empty().into();
    came(
        counter.run(
            "catalog.recommend",
            &[("tag", Value::Choice("birthday".into()))],
        ),
        "none",
    );
    came(
        counter.run("catalog.find", &[("words", Value::text("розы"))]),
        "missing",
    );
    came(
        counter.run("catalog.quote", &[("item", product("RED-25"))]),
        "missing",
    );
}

#[test]
fn what_is_sold_out_is_not_shown_as_similar() {
    let similar = came(
        shipped().run("catalog.similar", &[("item", product("RED-25"))]),
        "found",
    );
    assert_eq!(
        similar,
        Some(Value::List(vec![product("RED-15"), product("PINK-15")]))
    );
}

#[test]
fn a_discount_is_one_offer_at_the_limit() {
    let counter = shipped();
    let offer = came(
        counter.run("pricing.discount", &[("item", product("RED-25"))]),
        "offer",
    )
    .expect("an offer");
    assert_eq!(offer.field("price"), Some(&money("4050")));
    assert_eq!(offer.field("discount"), Some(&Value::Percent(10.into())));
    let offer = came(
        counter.run("pricing.discount", &[("item", product("PINK-15"))]),
        "offer",
    )
    .expect("an offer");
    assert_eq!(offer.field("price"), Some(&money("2088")));
    assert_eq!(offer.field("discount"), Some(&Value::Percent(28.into())));
    let offer = came(
        counter.run("pricing.discount", &[("item", product("CARD-01"))]),
        "offer",
    )
    .expect("an offer");
    assert_eq!(
        offer.field("price"),
        Some(&money("41")),
        "rounded in the shop's favour: 45.55 - 4.55"
    );
}

#[test]
fn a_profile_without_a_limit_gives_no_discount() {
    let mut counter = shipped();
    counter.profile.fields.clear();
    came(
        counter.run("pricing.discount", &[("item", product("RED-25"))]),
        "exhausted",
    );
}

#[test]
fn without_a_model_a_reply_is_its_facts_a_line_each() {
    let counter = shipped();
    let reply = |facts: Value| {
        let args = [("task", Value::text("Help.")), ("facts", facts)];
        came(counter.run("llm.reply", &args), "replied")
            .and_then(|value| value.as_words().map(str::to_owned))
    };
    let list = reply(Value::List(vec![product("RED-25"), product("ASK-01")])).expect("words");
    let price = understand::money_text(
        &understand::Money {
            amount: 4500.into(),
            currency: crate::shop::rub(),
        },
        Lang::RU,
    );
    assert_eq!(list, format!("25 красных роз — {price}\nОформление зала"));
    assert_eq!(
        reply(product("RED-25")).expect("words"),
        format!("25 красных роз — {price}")
    );
    let quote = came(
        counter.run("catalog.quote", &[("item", product("RED-25"))]),
        "quoted",
    )
    .expect("a quote");
    assert_eq!(
        reply(quote).expect("words"),
        format!("25 красных роз — {price}")
    );
    assert_eq!(
        reply(Value::text("Доставим сегодня.")).expect("words"),
        "Доставим сегодня."
    );
}

#[test]
fn without_a_model_and_without_facts_a_reply_fails() {
    let counter = shipped();
    failed(counter.run("llm.reply", &[("task", Value::text("Help."))]));
    failed(counter.run(
        "llm.reply",
        &[
            ("task", Value::text("Help.")),
            ("facts", Value::List(Vec::new())),
        ],
    ));
}

#[test]
fn with_a_model_a_reply_asks_it_and_goes_on_with_its_words() {
    let mut counter = shipped();
    counter.has_model = true;
    counter.words = "что посоветуете?".to_owned();
    let args = [("task", Value::text("Help.")), ("facts", product("RED-25"))];
    let Reply::Ask {
        request:
            Request::Model {
                task,
                facts,
                words,
                lang,
                max_tokens,
            },
        then,
    } = counter.run("llm.reply", &args)
    else {
        panic!("the model is asked");
    };
    assert_eq!(
        (&*task, &*words, lang, max_tokens),
        ("Help.", "что посоветуете?", Lang::RU, 300)
    );
    assert!(
        facts.starts_with("25 красных роз — ") && facts.ends_with("Кенийские розы."),
        "{facts}"
    );
    let replied = counter.resume("llm.reply", &args, &then, &Value::text("  Возьмите розы! "));
    assert_eq!(
        came(replied, "replied"),
        Some(Value::text("Возьмите розы!"))
    );
    failed(counter.resume("llm.reply", &args, &then, &Value::text(" ")));
}

#[test]
fn a_lead_carries_the_product_and_its_name_of_the_moment() {
    let counter = shipped();
    let args = [
        ("status", Value::Choice("qualified".into())),
        ("product", product("RED-25")),
        ("contact", Value::Phone("+79215551234".to_owned())),
        ("amount", money("4500")),
    ];
    let Reply::Ask { request, .. } = counter.run("leads.save", &args) else {
        panic!("the world is asked")
    };
    let Request::SaveLead {
        status,
        product,
        product_name,
        contact,
        name,
        amount,
        ..
    } = request
    else {
        panic!("a lead is saved")
    };
    assert_eq!(
        (&*status, product.as_deref(), product_name.as_deref()),
        ("qualified", Some("RED-25"), Some("25 красных роз"))
    );
    assert_eq!((contact.as_deref(), name), (Some("+79215551234"), None));
    assert_eq!(amount.map(Value::Money), Some(money("4500")));
}

#[test]
fn an_hour_that_somebody_took_meanwhile_is_gone() {
    let counter = shipped();
    let args = [
        ("service", product("CUT-01")),
        ("time", Value::DateTime(now())),
    ];
    came(
        counter.resume("booking.take", &args, "taken", &Value::YesNo(false)),
        "gone",
    );
}

#[test]
fn the_signature_of_a_quote_names_its_fields() {
    let counter = shipped();
    let quote = counter
        .plugins
        .signatures()
        .get("catalog", "quote")
        .expect("it ships");
    let Some(Kind::Record(record)) = &quote.outcomes[0].value else {
        panic!("a record")
    };
    let price = record.fields.iter().find(|(name, _)| &**name == "price");
    assert_eq!(price.map(|(_, kind)| kind), Some(&Kind::Money(None)));
}

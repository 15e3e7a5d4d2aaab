//! A shop's own plugins.

use crate::shop::{came, money, product, shipped, with};
use engine::{Reply, Value};
use jiff::civil::date;
use scripting::{PluginSource, Plugins};

#[test]
fn a_file_of_the_shop_takes_the_place_of_the_shipped_one_whole() {
    let own = PluginSource::new(
        "salon/plugins/pricing.rhai",
        "/// Never a discount here.\n/// step  discount(item: product) -> offer(money) | exhausted\nfn discount(item) { #{ outcome: \"exhausted\" } }",
    );
    let counter = with(PluginSource::with_shipped(vec![own]));
    came(
        counter.run("pricing.discount", &[("item", product("RED-25"))]),
        "exhausted",
    );
    assert!(
        counter
            .plugins
            .signatures()
            .get("pricing", "total")
            .is_none(),
        "the shipped file is out"
    );
    came(
        counter.run("catalog.quote", &[("item", product("RED-25"))]),
        "quoted",
    );
}

#[test]
fn another_trade_brings_its_own_steps_as_the_guide_shows() {
    let guide = include_str!("../../../plugins/README.md");
    let shown = guide
        .split("```rhai\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next());
    let hotel = PluginSource::new(
        "hotel/plugins/stay.rhai",
        shown.expect("the guide shows a plugin"),
    );
    let counter = with(PluginSource::with_shipped(vec![hotel]));
    let price = |nights: u32| {
        let args = [
            ("room", product("ROOM-1")),
            ("from", Value::Date(date(2026, 3, 6))),
            ("nights", Value::Number(nights.into())),
        ];
        counter.run("stay.price", &args)
    };
    let stay = came(price(2), "priced").expect("a stay");
    assert_eq!(
        stay.field("price"),
        Some(&money("9000")),
        "Friday and Saturday"
    );
    assert_eq!(stay.field("leaves"), Some(&Value::Date(date(2026, 3, 8))));
    came(price(31), "too long");
    let examples: Vec<_> = counter
        .plugins
        .examples()
        .filter(|example| example.plugin == "stay")
        .collect();
    assert_eq!(examples.len(), 2);
    for example in examples {
        example
            .run(
                &counter.plugins,
                &counter.surroundings(),
                &counter.profile,
                crate::shop::now(),
            )
            .expect(&example.text);
    }
}

#[test]
fn a_wrong_example_tells_what_came() {
    let source = PluginSource::new(
        "plugins/own.rhai",
        "/// step  act() -> done | other\n/// example  act() -> other\nfn act() { #{ outcome: \"done\" } }",
    );
    let (plugins, mistakes) = Plugins::compile(&[source]);
    assert_eq!(mistakes, []);
    let counter = shipped();
    let why = plugins
        .examples()
        .next()
        .expect("one is written")
        .run(
            &plugins,
            &counter.surroundings(),
            &counter.profile,
            crate::shop::now(),
        )
        .expect_err("the example is wrong");
    assert_eq!(why, "expected `other`, `done` came");
}

#[test]
fn steps_of_one_moment_are_alike_however_often_they_run() {
    let counter = shipped();
    let quote = || counter.run("catalog.quote", &[("item", product("RED-25"))]);
    let first: Reply = quote();
    assert!((0..50).all(|_| quote() == first));
}

#[test]
fn plugins_are_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Plugins>();
}

//! `bounded by profile.discount_limit`: a wrong plugin cannot give away more.

use crate::shop::{Counter, came, failed, own, product};
use engine::Value;

/// A plugin that offers the product at this price.
fn offering(kind: &str, value: &str) -> Counter {
    own(&format!(
        "/// type  quote: sku text, price money, discount percent\n\
         /// step  offer(item: product?) -> offer({kind}) | exhausted\n\
         /// bounded by profile.discount_limit\n\
         fn offer(item) {{ #{{ outcome: \"offer\", value: {value} }} }}"
    ))
}

fn refused(kind: &str, value: &str) -> String {
    failed(offering(kind, value).run("own.offer", &[("item", product("RED-25"))]))
}

#[test]
fn an_offer_at_the_limit_passes() {
    let counter = offering(
        "quote",
        "#{ sku: item.sku, price: money(4050), discount: 10 }",
    );
    came(
        counter.run("own.offer", &[("item", product("RED-25"))]),
        "offer",
    );
}

#[test]
fn an_offer_beyond_the_limit_is_refused() {
    let why = refused("quote", "#{ sku: item.sku, price: money(4049.99) }");
    assert!(
        why.contains("4049.99 RUB for `RED-25` gives away more than 10% of 4500 RUB"),
        "{why}"
    );
    refused("money", "money(4049)");
    refused("list of money", "[money(4500), money(1)]");
    refused("money", "-money(5000)");
}

#[test]
fn an_offer_cannot_borrow_the_price_of_another_product() {
    let why = refused("quote", "#{ sku: \"VASE-01\", price: money(900) }");
    assert!(
        why.contains("asked for `RED-25`, offers `VASE-01`"),
        "{why}"
    );
}

#[test]
fn an_offer_in_another_currency_or_of_no_product_is_refused() {
    assert!(refused("money", "money(4500, \"USD\")").contains("the offer is in USD"));
    let why = failed(offering("money", "money(4500)").run("own.offer", &[]));
    assert!(why.contains("the offer is of no product"), "{why}");
    let why =
        failed(offering("money", "money(4500)").run("own.offer", &[("item", product("ASK-01"))]));
    assert!(why.contains("no price to compare"), "{why}");
}

#[test]
fn a_promised_percent_is_bounded_like_a_price() {
    assert!(
        refused("percent", "10.5").contains("the discount of 10.5% on `RED-25` is more than 10%")
    );
    came(
        offering("percent", "10").run("own.offer", &[("item", product("RED-25"))]),
        "offer",
    );
    came(
        offering("percent", "28").run("own.offer", &[("item", product("PINK-15"))]),
        "offer",
    );
    failed(offering("percent", "29").run("own.offer", &[("item", product("PINK-15"))]));
}

#[test]
fn the_limit_is_that_of_the_profile() {
    let mut counter = offering("money", "money(2250)");
    failed(counter.run("own.offer", &[("item", product("RED-25"))]));
    counter
        .profile
        .fields
        .insert("discount_limit".into(), Value::Percent(50.into()));
    came(
        counter.run("own.offer", &[("item", product("RED-25"))]),
        "offer",
    );
    counter.profile.fields.clear();
    failed(counter.run("own.offer", &[("item", product("RED-25"))]));
}

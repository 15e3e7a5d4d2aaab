//! An author who tidies a script, and one who would rather write in Russian.

use crate::shop::Shop;

const FLOW: &str = "flows/flowers.flow";

#[test]
fn the_shop_that_ships_needs_no_tidying() {
    let shop = Shop::of_flowers();
    let checked = shop.torg(&["fmt", "--check"], "");
    assert_eq!(checked.code, Some(0), "{}{}", checked.out, checked.err);
    assert_eq!(checked.out, "2 flows, 0 to change\n");
}

#[test]
fn an_untidy_line_is_shown_first_and_tidied_then() {
    let shop = Shop::of_flowers();
    let tidy = shop.read(FLOW);
    shop.edit(FLOW, "  say greet\n", "  say   greet \n");
    let checked = shop.torg(&["fmt", "--check"], "");
    assert_eq!(checked.code, Some(1));
    assert!(
        checked.out.contains("-  say   greet \n+  say greet\n"),
        "{}",
        checked.out
    );
    assert!(shop.read(FLOW).contains("say   greet"), "it only looks");
    assert_eq!(shop.torg(&["fmt", FLOW], "").code, Some(0));
    assert_eq!(shop.read(FLOW), tidy);
}

#[test]
fn a_script_with_a_mistake_is_left_as_it_is() {
    let shop = Shop::of_flowers();
    shop.edit(FLOW, "  say greet\n", "  sya   greet\n");
    let written = shop.read(FLOW);
    let tidied = shop.torg(&["fmt"], "");
    assert_eq!(tidied.code, Some(1));
    assert!(tidied.err.contains("S001"), "{}", tidied.err);
    assert_eq!(shop.read(FLOW), written);
}

#[test]
fn a_script_goes_over_to_russian_and_sells_as_before() {
    let shop = Shop::of_flowers();
    let english = shop.read(FLOW);
    assert_eq!(shop.torg(&["fmt", "--keywords", "ru"], "").code, Some(0));
    assert!(shop.read(FLOW).starts_with("поток flowers v3\n  цель "));
    let played = shop.torg(&["test"], "");
    assert_eq!(played.code, Some(0), "{}{}", played.out, played.err);
    assert_eq!(shop.torg(&["fmt", "--keywords", "en"], "").code, Some(0));
    assert_eq!(shop.read(FLOW), english);
}

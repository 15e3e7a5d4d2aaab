//! A buyer in a terminal.

use crate::shop::{Shop, Talking, cell};

/// From hello to the order, in Russian.
const ORDER: &str =
    "здравствуйте\n:press birthday\n25 роз\n:press yes\n+7 921 555-12-34\nНевский проспект, 1\n";

#[test]
fn a_bouquet_is_ordered_and_the_lead_is_there_once() {
    let shop = Shop::of_flowers();
    let talk = shop.chat(ORDER);
    assert_eq!((talk.code, &*talk.err), (Some(0), ""));
    assert!(talk.out.contains("bot> Заказ принят."), "{}", talk.out);

    let leads = shop.leads();
    assert_eq!(leads.len(), 1, "{leads:?}");
    let lead = |column| cell(&leads[0], column);
    assert_eq!(lead("status"), "qualified");
    assert_eq!(lead("phone"), "+79215551234");
    assert_eq!(lead("product"), "25 красных роз");
    assert_eq!((lead("amount"), lead("currency")), ("4500", "RUB"));
    assert_eq!(
        (lead("channel"), lead("dialogue")),
        ("terminal", "terminal:anna/1")
    );
    assert!(lead("link").contains("terminal:anna/1"), "{leads:?}");
    assert_eq!(lead("address"), "Невский проспект, 1");

    let again = shop.chat(ORDER);
    assert!(again.out.contains("bot> Заказ принят."), "{}", again.out);
    let leads = shop.leads();
    assert_eq!(leads.len(), 1, "the same buyer is the same lead: {leads:?}");
    assert_eq!(cell(&leads[0], "id"), "1");
}

#[test]
fn a_bouquet_is_ordered_in_english() {
    let shop = Shop::of_flowers();
    let order = "hello there\n:press birthday\n25 roses\n:press yes\n+7 921 555-12-34\nNevsky 1\n";
    let talk = shop.chat(order);
    assert_eq!((talk.code, &*talk.err), (Some(0), ""));
    for said in [
        "What is the occasion?",
        "25 red roses — ₽4,500",
        "Your order is in.",
    ] {
        assert!(talk.out.contains(said), "no `{said}` in {}", talk.out);
    }
    let words: String = talk
        .out
        .lines()
        .filter(|line| line.starts_with("bot> "))
        .collect();
    let russian = words.replace("Лиза", "");
    assert!(
        !russian.contains(|letter: char| ('а'..='я').contains(&letter)),
        "{words}"
    );
    assert_eq!(shop.leads().len(), 1);
}

#[test]
fn a_terminal_that_is_killed_goes_on_at_the_same_question() {
    let shop = Shop::of_flowers();
    let mut talking = Talking::begin(&shop);
    talking.say("здравствуйте", "Для какого повода букет?");
    talking.say(":press birthday", "Какой вам по душе?");
    talking.say("25 роз", "Оформляем доставку?");
    talking.kill();

    let talk = shop.chat(":press yes\n+7 921 555-12-34\nНевский проспект, 1\n");
    assert!(talk.out.starts_with("bot> Ваш телефон"), "{}", talk.out);
    assert!(talk.out.contains("bot> Заказ принят."), "{}", talk.out);
    assert_eq!(shop.leads().len(), 1);
}

#[test]
fn a_reminder_outlives_the_process_that_set_it() {
    let shop = Shop::of_flowers();
    let mut talking = Talking::begin(&shop);
    talking.say("здравствуйте", "Для какого повода букет?");
    talking.kill();

    let talk = shop.chat(":after 14m\n");
    assert_eq!(talk.out, "", "it is not time yet");
    let talk = shop.chat(":after 16m\nда\n");
    assert!(
        talk.out.starts_with("bot> Букет ещё актуален?"),
        "{}",
        talk.out
    );
    assert!(talk.out.contains("[birthday]"), "{}", talk.out);
}

#[test]
fn what_a_buyer_types_is_never_taken_for_a_mistake() {
    let shop = Shop::of_flowers();
    let odd = format!(
        ":nonsense\n:press\n:after soon\n:why\n:state\n{}\n\u{1b}[31m\0\n{{}}\n",
        "a".repeat(2 << 20)
    );
    let talk = shop.chat(&odd);
    assert_eq!(talk.code, Some(0), "{}", talk.err);
    assert!(
        talk.err.contains(":press NAME"),
        "the commands are listed: {}",
        talk.err
    );
    assert!(talk.err.contains("longer than 1 MB"), "{}", talk.err);
    assert!(talk.out.contains("Здравствуйте"), "{}", talk.out);
}

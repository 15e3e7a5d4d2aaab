//! What comes from outside: messages, catalogs, a model's words.

use bolero::check;
use catalog::Snapshot;
use catalog::guard::prove;
use std::time::Duration;
use understand::{Currency, Heard, Lang};

const FOR: Duration = Duration::from_secs(5);

const CATALOG: &[u8] = include_bytes!("../../examples/flower-shop/catalog.csv");

fn roubles() -> Currency {
    Currency::of_country("RU").expect("Russia has a currency")
}

#[test]
fn any_bytes_are_a_catalog_or_told_of() {
    check!().with_test_time(FOR).for_each(|bytes| {
        let (snapshot, bad) = Snapshot::read_csv(bytes, roubles());
        snapshot.find(&Heard::new("25 роз"), &[], &[]);
        bad.iter().for_each(|row| drop(row.text(Lang::UK)));
    });
}

#[test]
fn any_words_are_understood_or_not() {
    let (snapshot, _) = Snapshot::read_csv(CATALOG, roubles());
    check!().with_test_time(FOR).for_each(|bytes| {
        let heard = Heard::new(&String::from_utf8_lossy(bytes));
        snapshot.find(&heard, &[], &[]);
        snapshot.named(&heard, &[], &[]);
        understand::agrees(&heard);
        understand::corrects(&heard);
        understand::phone(&heard, "RU");
        understand::money(&heard, roubles());
        understand::address(&heard);
    });
}

#[test]
fn any_words_are_proved_or_not() {
    let (snapshot, _) = Snapshot::read_csv(CATALOG, roubles());
    check!().with_test_time(FOR).for_each(|bytes| {
        let _ = prove(&String::from_utf8_lossy(bytes), Lang::RU, &snapshot, &[]);
    });
}

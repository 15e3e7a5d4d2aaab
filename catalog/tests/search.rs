//! What buyers ask for and mention, from `tables/search.txt`.

use catalog::{Found, Snapshot};
use understand::{Currency, Heard};

fn flowers() -> Snapshot {
    let rub = Currency::parse("RUB").expect("three letters");
    let (snapshot, bad) = Snapshot::read_csv(include_bytes!("catalogs/flowers.csv"), rub);
    assert_eq!(bad, []);
    snapshot
}

/// Takes the brackets off and tells the indexes of the words that stood in them.
fn left_out(message: &str) -> (String, Vec<usize>) {
    let words = |text: &str| Heard::new(text).words().len();
    match message
        .split_once('[')
        .and_then(|(before, rest)| Some((before, rest.split_once(']')?)))
    {
        Some((before, (inside, after))) => {
            let first = words(before);
            (
                format!("{before}{inside}{after}"),
                (first..first + words(inside)).collect(),
            )
        }
        None => (message.to_owned(), Vec::new()),
    }
}

#[test]
fn a_buyer_finds_what_is_meant() {
    let snapshot = flowers();
    let mut wrong = Vec::new();
    let table = include_str!("tables/search.txt");
    for line in table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let (question, expected) = line.split_once(" -> ").expect("an arrow");
        let (among, question) = match question.strip_prefix("among ") {
            Some(rest) => {
                let (skus, question) = rest.split_once(": ").expect("a colon");
                (skus.split(' ').collect(), question)
            }
            None => (Vec::new(), question),
        };
        let (verb, message) = question.split_once(' ').expect("a verb");
        let (message, leave_out) = left_out(message);
        let heard = Heard::new(&message);
        let answer = if verb == "find" {
            match snapshot.find(&heard, &leave_out, &among) {
                Found::NothingNamed => "?".to_owned(),
                Found::Missing => "-".to_owned(),
                Found::One(sku) => sku,
                Found::Several(skus) => skus.join(" "),
            }
        } else {
            let skus = snapshot.named(&heard, &leave_out, &among);
            if skus.is_empty() {
                "-".to_owned()
            } else {
                skus.join(" ")
            }
        };
        if answer != expected {
            wrong.push(format!("{line}\n    but got {answer}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_recommendation_follows_tags_and_stock() {
    let snapshot = flowers();
    let skus = |words: &[&str]| -> Vec<String> {
        snapshot
            .tagged(words)
            .iter()
            .map(|product| product.sku.clone())
            .collect()
    };
    assert_eq!(skus(&["wedding", "Свадьба"]), ["BRIDE-01", "ARCH-01"]);
    assert_eq!(
        skus(&["на день рождения"]),
        ["RED-25", "RED-15", "RED-51", "RED-101", "YEL-15"]
    );
    assert_eq!(
        skus(&["юбилей"]),
        ["RED-25", "RED-15", "RED-51", "RED-101", "YEL-15"]
    );
    assert!(Snapshot::empty().tagged(&["wedding"]).is_empty());
}

#[test]
fn other_products_are_offered_in_stock_only() {
    let snapshot = flowers();
    let skus = |products: Vec<&catalog::Product>| -> Vec<String> {
        products.iter().map(|product| product.sku.clone()).collect()
    };
    assert_eq!(skus(snapshot.similar("PEON-5")), Vec::<String>::new());
    assert_eq!(skus(snapshot.similar("PEON-15")), ["PEON-5"]);
    assert_eq!(skus(snapshot.goes_with("red-25")), ["CARD-01", "VASE-01"]);
    assert_eq!(skus(snapshot.cheaper("RED-25")), ["RED-15", "YEL-15"]);
    assert_eq!(
        skus(snapshot.cheaper("TUL-15")),
        ["CANDY-02", "BALL-05", "CARD-01"]
    );
    assert!(snapshot.cheaper("ARCH-01").is_empty());
    assert!(snapshot.similar("NO-SUCH").is_empty());
}

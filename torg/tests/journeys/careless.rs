//! Careless hands: whatever stands in the folder, the message is clear, the exit code right, and it is
//! told soon and in little memory.

use crate::shop::{LONG, Ran, Serving, Shop, Talking, run};
use std::process::{Command, Stdio};

/// A run that found the author's mistake: told with these words.
fn mistaken(ran: &Ran, words: &[&str]) {
    told(ran, 1, words);
}

/// A run that could not be: told with these words.
fn impossible(ran: &Ran, words: &[&str]) {
    told(ran, 2, words);
}

fn told(ran: &Ran, code: i32, words: &[&str]) {
    assert_eq!(ran.code, Some(code), "{}{}", ran.out, ran.err);
    for words in words {
        assert!(ran.err.contains(words), "no `{words}` in {}", ran.err);
    }
    assert!(
        !ran.err.contains("panicked") && ran.took < LONG,
        "{:?}: {}",
        ran.took,
        ran.err
    );
}

#[test]
fn a_picture_among_the_scripts() {
    let shop = Shop::of_flowers();
    let picture: Vec<u8> = (0..20_000_u32)
        .map(|number| (number.wrapping_mul(number) >> 3) as u8)
        .collect();
    shop.write("flows/picture.flow", picture);
    for command in ["check", "chat", "serve", "test"] {
        let ran = shop.torg(&[command], "");
        mistaken(
            &ran,
            &["picture.flow:", "not text", "take it out of the folder"],
        );
        let hostile = |letter: char| letter.is_control() && letter != '\n';
        assert!(
            !ran.err.contains(hostile),
            "control characters reach the terminal: {:?}",
            ran.err
        );
    }
}

#[test]
fn a_script_of_one_endless_line() {
    let shop = Shop::of_flowers();
    shop.write("flows/endless.flow", "a".repeat(100 << 20));
    // In at most 1 GB of addresses, whatever the file.
    let mut command = Command::new("sh");
    command
        .args([
            "-c",
            "ulimit -v 1048576; exec \"$0\" check",
            env!("CARGO_BIN_EXE_torg"),
        ])
        .current_dir(shop.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    mistaken(
        &run(&mut command, ""),
        &["endless.flow:1:1", "16 MB", "split it"],
    );
}

#[test]
fn broken_rows_of_a_catalog_leave_the_others_to_sell() {
    let shop = Shop::of_flowers();
    let rows = shop.read("catalog.csv").lines().count();
    shop.edit("catalog.csv", "1450,RUB", "дорого,RUB");
    shop.write(
        "catalog.csv",
        shop.read("catalog.csv") + "LOST-01\nRED-25,Ещё розы\n,Без артикула\n",
    );
    let checked = shop.torg(&["check"], "");
    assert_eq!(checked.code, Some(0), "{}", checked.err);
    for row in 1..=3 {
        let place = format!("catalog.csv: line {}", rows + row);
        assert!(
            checked.err.contains(&place),
            "no `{place}` in {}",
            checked.err
        );
    }
    assert!(checked.err.contains("дорого"), "{}", checked.err);
    let talk = shop.chat("сколько стоит 25 роз?\n");
    assert!(
        talk.out.contains("25 красных роз — 4 500 ₽"),
        "{}",
        talk.out
    );
}

#[test]
fn a_catalog_that_is_a_picture() {
    let shop = Shop::of_flowers();
    let picture: Vec<u8> = (0..100_000_u32)
        .map(|number| (number.wrapping_mul(number) >> 3) as u8)
        .collect();
    shop.write("catalog.csv", picture);
    let checked = shop.torg(&["check"], "");
    assert!(checked.err.contains("catalog.csv"), "{}", checked.err);
    assert!(
        checked.err.len() < 20_000,
        "it is told at no length: {} bytes",
        checked.err.len()
    );
}

#[test]
fn a_shop_without_a_catalog_sells_nothing_and_hands_over() {
    let shop = Shop::of_flowers();
    std::fs::remove_file(shop.path().join("catalog.csv")).expect("the catalog is removed");
    let talk = shop.chat("здравствуйте\n:press birthday\n");
    assert_eq!(talk.code, Some(0), "{}", talk.err);
    assert!(
        talk.err.contains("`catalog.csv` is not there"),
        "{}",
        talk.err
    );
    assert!(talk.out.contains("Передаю коллеге"), "{}", talk.out);
}

#[test]
fn a_plugin_with_a_mistake() {
    let shop = Shop::of_flowers();
    shop.write("plugins/gift.rhai", "/// step  wrap(item: product) -> wrapped\nfn wrap(item) {\n    #{ outcome: \"wrapped\" \n}\n");
    for command in ["check", "chat", "serve"] {
        mistaken(
            &shop.torg(&[command], ""),
            &["plugins/gift.rhai:5:1", "is missing here"],
        );
    }
}

#[test]
fn a_plugin_that_never_ends() {
    let shop = Shop::of_flowers();
    let text = std::fs::read_to_string(crate::shop::repository().join("plugins/catalog.rhai"));
    let text = text.expect("the shipped plugin is read");
    let head = "fn recommend(";
    let at = text.find(head).expect("the step is there");
    let body = at + text[at..].find('{').expect("it has a body") + 1;
    shop.write(
        "plugins/catalog.rhai",
        format!("{}\n    loop {{ }}\n{}", &text[..body], &text[body..]),
    );
    let talk = shop.chat("здравствуйте\n:press birthday\n");
    assert_eq!(talk.code, Some(0), "{}", talk.err);
    assert!(talk.out.contains("Передаю коллеге"), "{}", talk.out);
    assert!(talk.took < LONG);
}

#[test]
fn settings_that_cannot_be_read() {
    let shop = Shop::of_flowers();
    shop.edit("shop.toml", "currency  = \"RUB\"", "currency  = \"РУБ\"");
    for command in ["check", "chat", "serve"] {
        mistaken(
            &shop.torg(&[command], ""),
            &["shop.toml", "`currency` is `РУБ`", "`RUB`"],
        );
    }
    impossible(&shop.torg(&["leads"], ""), &["shop.toml", "`currency`"]);
    shop.write("shop.toml", "name = [\n");
    mistaken(&shop.torg(&["check"], ""), &["shop.toml", "line 1"]);
    shop.write("shop.toml", [0xff, 0xfe, 0]);
    impossible(&shop.torg(&["check"], ""), &["shop.toml", "UTF-8"]);
}

#[test]
fn a_script_that_is_not_there() {
    let shop = Shop::of_flowers();
    shop.edit("shop.toml", "\"flowers\"          #", "\"flours\" #");
    mistaken(
        &shop.torg(&["check"], ""),
        &["`profile.script` is `flours`", "flows/flours.flow"],
    );
}

#[test]
fn a_folder_that_is_no_shop() {
    let folder = tempfile::tempdir().expect("an empty folder");
    for command in ["check", "chat", "serve", "test", "leads", "dialogues"] {
        let mut torg = Command::new(env!("CARGO_BIN_EXE_torg"));
        torg.arg(command).arg(folder.path());
        torg.stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let ran = run(&mut torg, "");
        impossible(
            &ran,
            &[
                "is no shop folder",
                "shop.toml",
                "torg chat examples/flower-shop",
            ],
        );
    }
}

#[test]
fn a_shop_without_its_token_is_served_and_says_what_is_missing() {
    let shop = Shop::of_flowers();
    let mut serving = Serving::start(shop.command().arg("serve"));
    serving.tells("TELEGRAM_BOT_TOKEN");
    serving.tells("serving release");
    let (status, took) = serving.stop();
    assert!(
        status.success() && took.as_secs() < 10,
        "{status} after {took:?}"
    );
}

#[test]
fn two_torgs_in_one_shop() {
    let shop = Shop::of_flowers();
    let mut talking = Talking::begin(&shop);
    talking.say("здравствуйте", "Для какого повода букет?");
    for command in ["chat", "serve", "leads", "dialogues"] {
        impossible(
            &shop.torg(&[command], ""),
            &["another `torg serve` or `torg chat`", "stop it"],
        );
    }
    // Whoever came second did no harm.
    talking.say(":press birthday", "Какой вам по душе?");
}

#[test]
fn a_dialogue_that_is_not_there() {
    let shop = Shop::of_flowers();
    for id in ["nonsense", "terminal:nobody", "terminal:nobody/7"] {
        impossible(
            &shop.torg(&["why", id], ""),
            &[id, "`torg dialogues` lists them"],
        );
    }
}

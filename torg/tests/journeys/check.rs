//! An author who checks.

use crate::shop::Shop;
use serde_json::Value;

const FLOW: &str = "flows/flowers.flow";

/// Five slips of an author: the code that finds each, and words of its line.
const SLIPS: [(&str, &str); 5] = [
    ("F001", "-> ofer"),
    ("P501", "contct: phone"),
    ("T301", "ask address"),
    ("F007", "do catalog.similar(item)"),
    ("S001", "farewell to the buyer"),
];

fn slipped() -> Shop {
    let shop = Shop::of_flowers();
    shop.edit(FLOW, "say greet\n  -> offer", "say greet\n  -> ofer");
    shop.edit(FLOW, "contact: phone", "contct: phone");
    shop.edit(FLOW, "    en: Where shall we deliver?\n", "");
    shop.edit(
        FLOW,
        "similar(item) as others\n    none -> handover\n",
        "similar(item) as others\n",
    );
    shop.edit(
        FLOW,
        "state went_silent\n",
        "state went_silent\n  farewell to the buyer\n",
    );
    shop
}

#[test]
fn five_slips_are_five_diagnostics_each_at_its_line() {
    let shop = slipped();
    let checked = shop.torg(&["check", "--json"], "");
    assert_eq!(checked.code, Some(1), "{}", checked.err);
    let found: Vec<Value> = serde_json::from_str(&checked.out).expect("an array of diagnostics");
    assert_eq!(found.len(), SLIPS.len(), "{}", checked.out);
    for (code, words) in SLIPS {
        let told = found.iter().find(|told| told["code"] == code);
        let told = told.unwrap_or_else(|| panic!("no {code} in {}", checked.out));
        let line = shop.line(FLOW, words);
        // A missing language is told at the question, or at its text below.
        let lines = line..=line + u64::from(code == "T301");
        assert!(
            lines.contains(&told["line"].as_u64().unwrap_or(0)),
            "{told} is not at {line}"
        );
        assert_eq!(told["severity"], "error", "{told}");
        assert!(
            told["file"]
                .as_str()
                .is_some_and(|file| file.ends_with("flowers.flow")),
            "{told}"
        );
        for place in ["line", "column", "end_line", "end_column"] {
            assert!(
                told[place].as_u64().is_some_and(|place| place > 0),
                "{place} of {told}"
            );
        }
        for words in ["title", "text", "hint"] {
            assert!(
                told[words].as_str().is_some_and(|words| !words.is_empty()),
                "{words} of {told}"
            );
        }
        let fix = &told["fix"];
        let whole = fix["start"].is_u64() && fix["end"].is_u64() && fix["replacement"].is_string();
        assert!(fix.is_null() || whole, "{told}");
    }
}

#[test]
fn a_slip_of_the_keyboard_is_mended_as_the_diagnostic_says() {
    let shop = slipped();
    let checked = shop.torg(&["check", "--json"], "");
    let found: Vec<Value> = serde_json::from_str(&checked.out).expect("an array of diagnostics");
    let told = found
        .iter()
        .find(|told| told["code"] == "F001")
        .expect("the slip is found");
    let (start, end) = (told["fix"]["start"].as_u64(), told["fix"]["end"].as_u64());
    let place = start.expect("a start") as usize..end.expect("an end") as usize;
    let mut text = shop.read(FLOW);
    text.replace_range(
        place,
        told["fix"]["replacement"].as_str().expect("the mend"),
    );
    assert!(text.contains("say greet\n  -> offer\n"), "{told}");
}

#[test]
fn people_read_every_slip_with_its_line_in_their_language() {
    let shop = slipped();
    for (lang, count) in [("en", "5 errors"), ("ru", "5 ошибок")] {
        let checked = shop.torg(&["check", "--lang", lang], "");
        assert_eq!(checked.code, Some(1), "{}", checked.err);
        assert!(checked.err.contains(count), "{}", checked.err);
        for (code, words) in SLIPS {
            let place = format!("{FLOW}:{}:", shop.line(FLOW, words));
            let told = checked.err.contains(&format!("[{code}]"));
            assert!(
                told && (code == "T301" || checked.err.contains(&place)),
                "{code}: {}",
                checked.err
            );
        }
    }
}

#[test]
fn a_sound_shop_has_nothing_to_tell() {
    let checked = Shop::of_flowers().torg(&["check"], "");
    assert_eq!((checked.code, &*checked.err), (Some(0), "\n"));
    assert_eq!(checked.out, "2 flows: no mistakes\n");
    let checked = Shop::of_flowers().torg(&["check", "--json"], "");
    assert_eq!((checked.code, &*checked.out), (Some(0), "[]\n"));
}

#[test]
fn certain_mends_are_made_and_the_rest_is_still_told() {
    let shop = Shop::of_flowers();
    let sound = shop.read(FLOW);
    shop.edit(FLOW, "say greet\n  -> offer", "say greet\n\t→ ofer");
    shop.edit(FLOW, "Какой вам по душе", "Kaкой вам по душе");
    let mended = shop.torg(&["check", "--fix"], "");
    assert_eq!(mended.code, Some(0), "{}", mended.err);
    assert_eq!(shop.read(FLOW), sound);
    for code in ["S002", "S001", "F001", "T307"] {
        assert!(mended.err.contains(&format!("[{code}]")), "{}", mended.err);
    }

    shop.edit(FLOW, "    en: Where shall we deliver?\n", "");
    shop.edit(FLOW, "say greet\n  -> offer", "say greet\n  -> ofer");
    let mended = shop.torg(&["check", "--fix"], "");
    assert_eq!(mended.code, Some(1), "{}", mended.err);
    assert!(shop.read(FLOW).contains("say greet\n  -> offer"));
    assert!(mended.err.contains("T301"), "{}", mended.err);
}

#[test]
fn a_script_that_no_mend_makes_better_stays_as_it_is() {
    let shop = Shop::of_flowers();
    shop.edit(FLOW, "    en: Where shall we deliver?\n", "");
    let before = shop.read(FLOW);
    let mended = shop.torg(&["check", "--fix"], "");
    assert_eq!(mended.code, Some(1), "{}", mended.err);
    assert_eq!(shop.read(FLOW), before);
}

#[test]
fn what_is_allowed_is_listed_with_its_reason() {
    let shop = Shop::of_flowers();
    shop.edit(
        FLOW,
        "state went_silent\n",
        "allow F002 \"kept for the spring\"\nstate went_silent\n",
    );
    let listed = shop.torg(&["check", "--allowed"], "");
    let line = shop.line(FLOW, "kept for the spring");
    assert_eq!(
        listed.out.trim(),
        format!("{FLOW}:{line}: F002 kept for the spring")
    );
}

#[test]
fn every_code_is_explained_if_only_by_its_title() {
    let shop = Shop::of_flowers();
    let explained = shop.torg(&["explain", "v703", "--lang", "uk"], "");
    assert_eq!(explained.code, Some(0), "{}", explained.err);
    assert!(explained.out.starts_with("V703: "), "{}", explained.out);
    assert_eq!(shop.torg(&["explain", "V999"], "").code, Some(2));
}

//! Sentences that a buyer reads: what is told of each, and where (T304 to T310).
//!
//! A case is a line of `texts/*.txt`: a language, a colon, a sentence; what is to be told stands between `[[ ]]`.

mod common;

use common::compiled;
use dsl::Source;
use dsl::diagnostic::phrasing::Phrasing;
use dsl::diagnostic::{Code, Fact, Limit};

/// A flow that says one sentence, in one language.
fn saying(lang: &str, sentence: &str, channels: &str) -> String {
    let polite = match lang {
        "ru" => "Сколько вам нужно?",
        "uk" => "Скільки вам потрібно?",
        _ => "How many?",
    };
    format!(
        "flow said v1
  languages {lang}
  channels {channels}

defaults
  silence  1h -> later, at most 1, between 09:00-21:00
  silence phone 7s -> later, at most 1
  unclear  ask again, at most 2, then -> person
  fails    -> person

slots
  count  number

state start
  ask count
    {lang}: {polite}
  say
    {lang}: {sentence}
  finish won
    {lang}: {{count}}.

state later
  finish postponed because \"silent\"

state person
  escalate because \"needs a person\"
    {lang}: {{buyer.language}}.
    given back -> start

anywhere
  when wants human -> person
"
    )
}

/// What is told under `code` of each sentence of a list, against what is marked in it.
fn judge(list: &str, codes: &[Code], channels: &str) {
    let mut wrong = Vec::new();
    for case in list.lines().filter(|line| !line.starts_with('#')) {
        let (lang, marked) = case.split_once(": ").expect("a language and a sentence");
        let sentence = marked.replace("[[", "").replace("]]", "");
        let script = saying(lang, &sentence, channels);
        let expected: Vec<&str> = marked
            .split("[[")
            .skip(1)
            .map(|rest| rest.split("]]").next().unwrap_or_default())
            .collect();
        let found = compiled(&[Source::new("said.flow", script.clone())]).diagnostics;
        let told: Vec<&str> = found
            .iter()
            .map(|found| &script[found.span.clone()])
            .collect();
        let strange = found.iter().find(|found| !codes.contains(&found.code()));
        if told != expected || strange.is_some() {
            wrong.push(format!("{case}\n    told: {told:?} {strange:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_figure_written_by_hand_is_told_and_other_numbers_are_not() {
    judge(include_str!("texts/figures.txt"), &[Code::T305], "telegram");
}

#[test]
fn a_letter_of_another_alphabet_is_told() {
    judge(include_str!("texts/letters.txt"), &[Code::T307], "telegram");
}

#[test]
fn a_flow_that_says_vy_is_told_where_it_says_ty() {
    judge(include_str!("texts/address.txt"), &[Code::T308], "telegram");
}

#[test]
fn what_a_voice_cannot_say_is_told_where_the_flow_is_heard() {
    let list = include_str!("texts/speech.txt");
    judge(list, &[Code::T310], "telegram, phone");
    let silent = list.replace("[[", "").replace("]]", "");
    judge(&silent, &[], "telegram");
}

#[test]
fn a_counted_word_has_the_forms_of_its_language() {
    judge(include_str!("texts/forms.txt"), &[Code::T304], "telegram");
}

#[test]
fn a_look_alike_letter_is_mended() {
    let script = saying("ru", "Выбирайте бyкет.", "telegram");
    let found = compiled(&[Source::new("said.flow", script)]).diagnostics;
    let mends: Vec<_> = found
        .iter()
        .filter_map(|found| found.fix.as_ref())
        .map(|fix| fix.replacement.as_str())
        .collect();
    assert_eq!(mends, ["букет"]);
}

/// What is told over the limits of `channels`.
fn over(text: &str, channels: &str) -> Vec<(Limit, usize)> {
    let script = saying("en", text, channels);
    let found = compiled(&[Source::new("said.flow", script)]).diagnostics;
    found
        .iter()
        .filter_map(|found| match found.fact {
            Fact::Phrasing(Phrasing::OverLimit { limit, most, .. }) => Some((limit, most)),
            _ => None,
        })
        .collect()
}

#[test]
fn a_message_is_as_long_as_its_channel_takes() {
    let long = "word ".repeat(250);
    assert_eq!(over(long.trim(), "telegram, web"), []);
    assert_eq!(
        over(long.trim(), "telegram, whatsapp"),
        [(Limit::Text, 1024)]
    );
    let own = format!("{}\n    en whatsapp: Short.", long.trim());
    assert_eq!(over(&own, "telegram, whatsapp"), []);
    let longer = "word ".repeat(1000);
    assert_eq!(over(longer.trim(), "telegram"), [(Limit::Text, 4096)]);
}

#[test]
fn options_fit_the_buttons_and_lists_of_their_channel() {
    let ask = |labels: &[&str]| {
        let options: Vec<String> = labels
            .iter()
            .enumerate()
            .map(|(at, label)| format!("    - o{at}  en: {label}  -> start"))
            .collect();
        format!(
            "Fine.\n  wait\n    en: Which?\n{}\n    otherwise -> later",
            options.join("\n")
        )
    };
    let two = ["Yes", "A label of twenty-two."];
    assert_eq!(over(&ask(&two), "whatsapp"), [(Limit::Button, 20)]);
    assert_eq!(over(&ask(&two), "telegram"), []);
    let four = ["Yes", "No", "Perhaps", "A label of twenty-two."];
    assert_eq!(over(&ask(&four), "whatsapp"), []);
    let wide = ["Yes", "No", "Perhaps", "A label of twenty-five chars."];
    assert_eq!(over(&ask(&wide), "whatsapp"), [(Limit::Row, 24)]);
    let many = ["a"; 11];
    assert_eq!(over(&ask(&many), "whatsapp"), [(Limit::Options, 10)]);
}

#[test]
fn a_slot_that_is_missing_is_told_once() {
    let script = saying("en", "{total} for {total}, {total}.", "telegram");
    let found = compiled(&[Source::new("said.flow", script)]).diagnostics;
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(matches!(&found[0].fact, Fact::UnknownOften { more: 2, .. }));
}

#[test]
fn a_misspelt_placeholder_is_told_once() {
    for (russian, english) in [("prise", "price"), ("price", "prise")] {
        let script = format!(
            "flow said v1
  languages ru, en

defaults
  silence  1h -> later, at most 1, between 09:00-21:00
  unclear  ask again, at most 2, then -> later

slots
  item  product

state start
  ask item
    ru: Какой букет?
    en: Which bouquet?
  do catalog.quote(item) as quoted
    missing      -> later
    out of stock -> later
    fails        -> later
  finish won
    ru: {{quoted.{russian}}}.
    en: {{quoted.{english}}}.

state later
  escalate because \"needs a person\"
    ru: Передаю коллеге.
    en: A colleague takes over.
    given back -> start
"
        );
        let found = compiled(&[Source::new("said.flow", script)]).diagnostics;
        let codes: Vec<_> = found.iter().map(|found| found.code()).collect();
        assert_eq!(codes, [Code::F001], "{found:?}");
    }
}

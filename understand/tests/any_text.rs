//! Whatever a buyer sends, the answer comes soon and nothing breaks.

use jiff::civil::date as day;
use proptest::prelude::*;
use understand::*;

/// Asks everything that can be asked about a message.
fn ask_everything(text: &str) {
    let heard = Heard::new(text);
    for word in heard.words() {
        assert_eq!(&heard.text()[word.start..word.end], word.text);
    }
    let all: Vec<usize> = (0..heard.words().len()).collect();
    assert!(heard.without(&all).is_empty());
    let rest = heard.without(&[1, 3]);
    for word in rest.words() {
        assert_eq!(&rest.text()[word.start..word.end], word.text);
    }
    let known = |words: Option<Vec<usize>>| {
        let words = words.unwrap_or_default();
        assert!(
            words.iter().all(|at| *at < heard.words().len()),
            "{words:?} of {text:?}"
        );
    };
    known(agrees(&heard));
    known(declines(&heard));
    known(wants_human(&heard));
    known(corrects(&heard));
    known(Phrase::new("сколько стоит").find(&heard));
    let start: String = text.chars().take(100).collect();
    known(Phrase::new(&start).find(&heard));
    known(Label::new(&start).find(&heard));
    let _ = (only_closes(&heard), ordinal(&heard, 5), yes_no(&heard));
    let _ = language(&heard, &[Lang::RU, Lang::UK, Lang::EN]);
    let roubles = Currency::parse("RUB").expect("three letters");
    known(number(&heard).map(|found| found.words));
    known(money(&heard, roubles).map(|found| found.words));
    numbers(&heard)
        .into_iter()
        .for_each(|found| known(Some(found.words)));
    monies(&heard)
        .into_iter()
        .for_each(|found| known(Some(found.words)));
    percents(&heard)
        .into_iter()
        .for_each(|found| known(Some(found.words)));
    known(phone(&heard, "RU").map(|found| found.words));
    known(email(&heard).map(|found| found.words));
    known(duration(&heard).map(|found| found.words));
    let today = day(2026, 3, 2);
    known(date(&heard, today).map(|found| found.words));
    known(time(&heard).map(|found| found.words));
    known(hour(&heard).map(|found| found.words));
    known(datetime(&heard, today.at(11, 0, 0, 0)).map(|found| found.words));
    known(name(&heard).map(|found| found.words));
    known(address(&heard).map(|found| found.words));
    let _ = (
        means_kind(&heard, ValueKind::Phone),
        nearest(text, ["телефон", "phone"]),
    );
    for word in heard.words().iter().take(3) {
        let _ = is_function_word(word);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_string_is_read(text in "\\PC{0,200}") {
        ask_everything(&text);
    }

    #[test]
    fn any_pile_of_meaningful_words_is_read(
        words in proptest::collection::vec(
            prop::sample::select(vec![
                "да", "нет", "не", "25", "1", "000", "500", "тысяч", "полторы", "двадцать", "пять", "сто", "миллиард", "99999999999999999999",
                "в", "на", "после", "через", "18", "00", ":", ".", ",", "-", "/", "%", "₽", "$", "+", "(", ")", "марта", "субботу", "завтра",
                "вечером", "час", "пол", "половина", "без", "a", "half", "dozen", "and", "next", "friday", "pm", "меня", "зовут", "ул", "@",
                "ru", "p", "m", "й", "2026", "31", "02", "руб", "копеек", "т", "р", "с", "половиной", "один", "one", "?", "\u{301}", "’",
            ]),
            0..24,
        ),
        gaps in proptest::collection::vec(prop::bool::ANY, 24),
    ) {
        let mut text = String::new();
        for (word, gap) in words.iter().zip(gaps) {
            text.push_str(word);
            if gap {
                text.push(' ');
            }
        }
        ask_everything(&text);
    }

    #[test]
    fn folding_is_done_once(text in "\\PC{0,60}") {
        let folded = fold(&text);
        prop_assert_eq!(fold(&folded), folded);
    }

    #[test]
    fn any_amount_is_printed(units in any::<i64>(), scale in 0u32..9, seconds in any::<i64>()) {
        let amount = rust_decimal::Decimal::new(units, scale);
        for lang in ["ru", "uk", "en", "de", "xx"] {
            let lang = Lang::parse(lang).expect("two letters");
            let currency = Currency::parse("RUB").expect("three letters");
            let text = money_text(&Money { amount, currency }, lang);
            prop_assert!(!text.is_empty());
            let text = plural_text(&amount, lang, &["a".into(), "b".into()]);
            prop_assert!(!text.is_empty());
            let text = duration_text(seconds, lang);
            prop_assert!(!text.is_empty());
            let text = percent_text(&amount, lang);
            prop_assert!(!text.is_empty());
        }
    }

    #[test]
    fn a_printed_amount_is_read_back(units in 1i64..10_000_000, cents in 0i64..100) {
        let amount = rust_decimal::Decimal::new(units * 100 + cents, 2);
        for (lang, currency) in [("ru", "RUB"), ("uk", "UAH"), ("en", "USD"), ("en", "RUB"), ("ru", "EUR")] {
            let currency = Currency::parse(currency).expect("three letters");
            let text = money_text(&Money { amount, currency }, Lang::parse(lang).expect("two letters"));
            let read: Vec<Money> = monies(&Heard::new(&text)).into_iter().map(|found| found.value).collect();
            prop_assert_eq!(read, vec![Money { amount, currency }], "{}", text);
        }
    }
}

#[test]
fn a_megabyte_is_read_in_a_moment() {
    for piece in [
        "а",
        "не ",
        "25 ",
        "1 000 ",
        "да нет ",
        "18:00",
        "a@b.",
        "сто ",
        "%%%",
        "\u{301}",
        "’",
        "🙏",
        "как какая каким ",
        "8-9(",
    ] {
        ask_everything(&piece.repeat(1_000_000 / piece.len()));
    }
}

//! Talks are read as LANGUAGE §11 has them, with their mistakes at their places.

use dsl::Source;
use dsl::diagnostic::render;
use dsl::talk::{Expected, Given, ItemKind, Message, Value, Wording, read_talks};
use proptest::prelude::*;
use understand::Lang;

#[expect(
    clippy::disallowed_methods,
    reason = "the wall is for the compiler; a test reads its cases"
)]
fn text_of(path: &std::path::Path) -> String {
    std::fs::read_to_string(path).expect("the glob found it")
}

fn read(text: &str) -> (Vec<dsl::talk::Talk>, String) {
    let sources = [Source::new("some.talk", text)];
    let (talks, found) = read_talks(&sources[0], 0);
    (talks, render(&found, &sources, Some(Lang::EN), false))
}

#[test]
fn the_talks_of_the_flower_shop_have_no_mistakes() {
    insta::glob!("../../examples/flower-shop/talks", "*.talk", |path| {
        let text = text_of(path);
        let (talks, told) = read(&text);
        assert_eq!(told, "no mistakes\n");
        assert_eq!(
            talks.len(),
            text.matches("\ntalk \"").count() + usize::from(text.starts_with("talk"))
        );
    });
}

#[test]
fn everything_that_a_talk_may_say_is_understood() {
    let (talks, told) = read(
        "talk \"all of it\"\n  in ru on telegram at 2026-03-02 11:00\n  flow flowers\n  \
         given llm.reply takes 9s\n  given catalog.quote answers out of stock\n  \
         given catalog.find answers found \"RED-25\"\n  given profile.discount_limit is 10%\n  \
         > привет # не заметка\n  < greet ~\"помощник\"\n  < ask phone\n  < unclear start\n  < which item\n  \
         < show picks\n  < say reply\n  < quote.2 \"4 500 ₽\"\n  < sub.start\n  < *\n  \
         ! escalate \"needs a person\"\n  ! finish won\n  ! learn sku \"чёрный\"\n  ! leads.save qualified\n  \
         after 16m\n  presses yes\n  operator says \"Здравствуйте\"\n  operator gives back\n  \
         publish flowers_v4.flow\n  never ~\"скидка\"\n",
    );
    assert_eq!(told, "no mistakes\n");
    let kinds: Vec<_> = talks[0]
        .items
        .iter()
        .map(|item| item.kind.clone())
        .collect();
    let named = |flow: Option<&str>, name: &str, nth| Message::Named {
        flow: flow.map(Into::into),
        name: name.into(),
        nth,
    };
    let bot = |message| ItemKind::Bot {
        message,
        wording: None,
    };
    let answers = |step: &str, words: &[&str], values| {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        ItemKind::Given(Given::Answers {
            plugin: "catalog".into(),
            step: step.into(),
            words,
            values,
        })
    };
    assert_eq!(
        kinds,
        [
            ItemKind::Given(Given::Takes {
                plugin: "llm".into(),
                step: "reply".into(),
                time: 9_000
            }),
            answers("quote", &["out", "of", "stock"], vec![]),
            answers("find", &["found"], vec![Value::Text("RED-25".into())]),
            ItemKind::Given(Given::Is {
                path: vec!["profile".into(), "discount_limit".into()],
                value: Value::Percent(10.into())
            }),
            ItemKind::Buyer("привет # не заметка".into()),
            ItemKind::Bot {
                message: named(None, "greet", None),
                wording: Some(Wording::Part("помощник".into()))
            },
            bot(Message::Ask("phone".into())),
            bot(Message::Unclear("start".into())),
            bot(Message::Which("item".into())),
            bot(Message::Show("picks".into())),
            bot(Message::Say("reply".into())),
            ItemKind::Bot {
                message: named(None, "quote", Some(2)),
                wording: Some(Wording::Exact("4 500 ₽".into()))
            },
            bot(named(Some("sub"), "start", None)),
            bot(Message::Any),
            ItemKind::Effect(Expected::Escalate(Some("needs a person".into()))),
            ItemKind::Effect(Expected::Finish(Some(engine::effect::Ended::Won))),
            ItemKind::Effect(Expected::Learn {
                kind: "sku".into(),
                value: Some(Value::Text("чёрный".into()))
            }),
            ItemKind::Effect(Expected::Step {
                plugin: "leads".into(),
                step: "save".into(),
                detail: Some("qualified".into())
            }),
            ItemKind::After(960_000),
            ItemKind::Presses("yes".into()),
            ItemKind::OperatorSays("Здравствуйте".into()),
            ItemKind::GivesBack,
            ItemKind::Publish("flowers_v4.flow".into()),
            ItemKind::Never(Wording::Part("скидка".into())),
        ]
    );
    assert_eq!(talks[0].settings.languages, [Lang::RU]);
    assert_eq!(talks[0].settings.flow.as_deref(), Some("flowers"));
    assert_eq!(talks[0].items[0].line, 4);
}

#[test]
fn all_kinds_of_space_are_equal() {
    assert!(Wording::Exact("4 500 ₽.".into()).fits("4\u{a0}500\u{202f}₽."));
    assert!(Wording::Part("500 ₽".into()).fits("букет — 4\u{a0}500\u{a0}₽"));
    assert!(!Wording::Exact("4 500".into()).fits("4 500 ₽"));
}

#[test]
fn the_mistakes_of_a_talk_are_told() {
    let (talks, told) = read(
        "tolk \"a slip\"\n  > hi\n\ntalk \"not closed\n  > hi\n\ntalk \"many\"\n  in ru on telegarm at 2026-13-02\n  >\n  \
         < ask\n  < quote ~part\n  ! finish sold\n  ! leads\n  given llm.reply takes long\n  aftr 16m\n  \
         operator sings\n  operator gives back please\n  nothing of the kind\n  > hi\n    < greet\n\ntalk \"many\"\n",
    );
    assert_eq!(talks.len(), 2);
    insta::assert_snapshot!(told);
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read_talks(&Source::new("any.talk", bytes), 0);
    }

    #[test]
    fn any_lines_are_read_without_a_panic(lines in "talk \"x\"\n(  [<>!~\"*.a-zа-я0-9 ,-]{0,20}\n){0,8}") {
        let sources = [Source::new("any.talk", lines)];
        let (_, found) = read_talks(&sources[0], 0);
        render(&found, &sources, None, true);
    }
}

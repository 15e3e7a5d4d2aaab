//! What the author of a plugin is told.

use scripting::{Fact, PluginSource, Plugins};
use understand::Lang;

/// All that is wrong with a file, as its author reads it.
fn told(text: &str, lang: Lang) -> String {
    let (plugins, mistakes) = Plugins::compile(&[PluginSource::new("plugins/own.rhai", text)]);
    assert!(
        plugins.signatures().steps.is_empty(),
        "a plugin with a mistake is left out"
    );
    let line = |mistake: &scripting::PluginMistake| {
        let hint = mistake
            .hint(lang)
            .map_or(String::new(), |hint| format!(" → {hint}"));
        format!(
            "{}:{}: {}{hint}",
            mistake.line,
            mistake.column,
            mistake.text(lang)
        )
    };
    mistakes.iter().map(line).collect::<Vec<_>>().join("\n")
}

const WRONG: &str = r#"//! A file with many mistakes.

/// type  quote: name text, prise mony
/// step  one(item: prodct) -> found | missing
fn one(item) { 1 }

/// step  two(a: text, b: number) -> done(list of any)
fn two(a) { 2 }

/// step  three(a: text -> done
/// step  four(a: text) done
/// step  five() -> done, maybe
/// step  six() -> fails
/// step  seven() -> done |
/// bounded by profile.limit
/// example  eight("a) -> done
/// step
"#;

#[test]
fn every_mistake_of_the_documentation_is_told_at_once() {
    insta::assert_snapshot!(told(WRONG, Lang::EN), @r##"
    3:35: there is no type `mony` → did you mean `money`?
    4:21: there is no type `prodct` → did you mean `product`?
    7:50: only a parameter may be `any`
    10:1: a `///` comment stands right above a function; this one does not
    10:25: expected `,` or `)`
    11:25: expected `->` and the outcomes
    12:25: expected `|` or the end of the line
    13:19: `fails` is declared → leave it out: every step has it
    14:28: expected an outcome in words, such as `out of stock`
    16:20: expected a value, such as `"RED-25"`, `5`, `10%`, `990 RUB` or `2026-03-02`
    "##);
    insta::assert_snapshot!(told(WRONG, Lang::RU), @r##"
    3:35: типа `mony` нет → может быть, `money`?
    4:21: типа `prodct` нет → может быть, `product`?
    7:50: `any` может быть только параметр
    10:1: комментарий `///` пишут прямо над функцией, а здесь её нет
    10:25: здесь нужно `,` или `)`
    11:25: здесь нужно `->` и исходы
    12:25: здесь нужно `|` или конец строки
    13:19: объявлен исход `fails` → уберите его: он есть у каждого шага
    14:28: здесь нужно название исхода словами, например `out of stock`
    16:20: здесь нужно значение, например `"RED-25"`, `5`, `10%`, `990 RUB` или `2026-03-02`
    "##);
    insta::assert_snapshot!(told(WRONG, Lang::UK), @r##"
    3:35: типу `mony` немає → можливо, `money`?
    4:21: типу `prodct` немає → можливо, `product`?
    7:50: `any` може бути лише параметр
    10:1: коментар `///` пишуть просто над функцією, а тут її немає
    10:25: тут потрібно `,` або `)`
    11:25: тут потрібно `->` і результати
    12:25: тут потрібно `|` або кінець рядка
    13:19: оголошено результат `fails` → приберіть його: він є в кожного кроку
    14:28: тут потрібно назву результату словами, наприклад `out of stock`
    16:20: тут потрібно значення, наприклад `"RED-25"`, `5`, `10%`, `990 RUB` або `2026-03-02`
    "##);
}

const UNMET: &str = r#"
/// step  lookup(item: product) -> found
fn lookup(item) { catalog_rwo(item.sku).lenght() }
/// step  quote(item: product) -> quoted | missing
/// example  quote("RED-25") -> qouted
/// example  qoute("RED-25") -> quoted
/// example  quote() -> quoted
/// example  quote("RED-25", 5) -> quoted
/// example  quote("RED-25") -> asks savelead
fn quote(item) { #{ outcome: "quoted" } }

/// step  total(item: product, count: number) -> total
fn total(item) { #{ outcome: "total" } }

/// step  cheapest(item: product) -> found
fn cheapset(item) { #{ outcome: "found" } }
"#;

#[test]
fn steps_and_examples_are_held_against_the_functions() {
    insta::assert_snapshot!(told(UNMET, Lang::EN), @r##"
    3:19: there is no function `catalog_rwo` → did you mean `catalog_row`?
    3:41: there is no function `lenght`
    5:14: the step has no outcome `qouted` → did you mean `quoted`?
    6:14: the example calls `qoute`, which this file does not declare → did you mean `quote`?
    7:14: the parameter `item` is not given
    8:14: the step takes at most 1 argument
    9:14: there is no request `savelead` → did you mean `save_lead`?
    12:11: the step `total` declares 2 parameters, its function takes 1
    15:11: the step `cheapest` has no function `fn cheapest` → did you mean `cheapset`?
    "##);
    insta::assert_snapshot!(told(UNMET, Lang::RU), @r##"
    3:19: функции `catalog_rwo` нет → может быть, `catalog_row`?
    3:41: функции `lenght` нет
    5:14: у шага нет исхода `qouted` → может быть, `quoted`?
    6:14: пример вызывает `qoute`, но в этом файле такого шага нет → может быть, `quote`?
    7:14: не указан параметр `item`
    8:14: шаг принимает не больше чем 1 аргумент
    9:14: запроса `savelead` нет → может быть, `save_lead`?
    12:11: у шага `total` 2 параметра, а его функция принимает 1
    15:11: для шага `cheapest` нет функции `fn cheapest` → может быть, `cheapset`?
    "##);
    insta::assert_snapshot!(told(UNMET, Lang::UK), @r##"
    3:19: функції `catalog_rwo` немає → можливо, `catalog_row`?
    3:41: функції `lenght` немає
    5:14: крок не має результату `qouted` → можливо, `quoted`?
    6:14: приклад викликає `qoute`, але в цьому файлі такого кроку немає → можливо, `quote`?
    7:14: не вказано параметр `item`
    8:14: крок приймає щонайбільше 1 аргумент
    9:14: запиту `savelead` немає → можливо, `save_lead`?
    12:11: у кроку `total` 2 параметри, а його функція приймає 1
    15:11: для кроку `cheapest` немає функції `fn cheapest` → можливо, `cheapset`?
    "##);
}

#[test]
fn a_slip_of_the_language_is_told_at_its_line() {
    let step = "/// step  act() -> done\n";
    for (body, fact) in [
        ("fn act() {\n  let a = 1\n}\n}", None),
        (
            "fn act() {\n  let a = [1;\n}",
            Some(Fact::SignMissing {
                sign: ",".to_owned(),
            }),
        ),
        (
            "fn act() {\n  nowhere\n}",
            Some(Fact::VariableUnknown {
                name: "nowhere".to_owned(),
            }),
        ),
        (
            "fn act() {\n  eval(\"1\")\n}",
            Some(Fact::WordForbidden {
                word: "eval".to_owned(),
            }),
        ),
        (
            "fn act() {\n  print(\"1\")\n}",
            Some(Fact::WordForbidden {
                word: "print".to_owned(),
            }),
        ),
        ("fn act() {\n  \"abc\n}", Some(Fact::EndsTooSoon)),
        (
            "fn act() { 1 }\nfn act() { 2 }",
            Some(Fact::FunctionTwice {
                name: "act".to_owned(),
            }),
        ),
    ] {
        let (_, mistakes) = Plugins::compile(&[PluginSource::new(
            "plugins/own.rhai",
            format!("{step}{body}"),
        )]);
        let [mistake] = &mistakes[..] else {
            panic!("{body}: {mistakes:?}")
        };
        assert!(mistake.line >= 3, "{mistake}");
        if let Some(fact) = fact {
            assert_eq!(mistake.fact, fact, "{body}");
        }
    }
}

#[test]
fn a_file_without_a_step_is_a_mistake() {
    insta::assert_snapshot!(told("// step  quote() -> done\nfn quote() { 1 }", Lang::RU), @r##"
    1:1: в файле не объявлено ни одного шага → напишите над функцией: `/// step  quote(item: product) -> quoted | missing`
    "##);
}

#[test]
fn hostile_files_are_told_not_crashed_on() {
    let deep = format!(
        "/// step  act() -> done\nfn act() {{ {}1{} }}",
        "(".repeat(5_000),
        ")".repeat(5_000)
    );
    let doc = format!(
        "/// step  act(a: {}text) -> done\nfn act(a) {{ 1 }}",
        "list of ".repeat(20_000)
    );
    let example = format!(
        "/// step  act(a: any) -> done\n/// example  act({}) -> done\nfn act(a) {{ 1 }}",
        "[".repeat(50_000)
    );
    let many = format!(
        "{}fn act() {{ 1 }}",
        "/// step  act() -> done\n".repeat(9_000)
    );
    let nested: String = (1..400)
        .map(|n| format!("/// type  t{n}: a t{}, b t{}\n", n - 1, n - 1))
        .collect();
    let nested =
        format!("/// type  t0: a text\n{nested}/// step  act() -> done(t399)\nfn act() {{ 1 }}");
    for text in [
        many,
        nested,
        String::new(),
        "\0\u{1}\u{2}\u{feff}".to_owned(),
        "я".repeat(400_000),
        deep,
        doc,
        example,
    ] {
        assert_ne!(told(&text, Lang::EN), "");
    }
}

#[test]
fn one_bad_file_leaves_the_others_in() {
    let good = PluginSource::new(
        "plugins/good.rhai",
        "/// step  act() -> done\nfn act() { #{ outcome: \"done\" } }",
    );
    let bad = PluginSource::new("plugins/bad.rhai", "fn (");
    let twice = PluginSource::new("more/good.rhai", good.text.clone());
    let (plugins, mistakes) = Plugins::compile(&[bad, good, twice]);
    assert!(plugins.signatures().get("good", "act").is_some());
    let facts: Vec<&str> = mistakes
        .iter()
        .map(|mistake| mistake.plugin.as_str())
        .collect();
    assert_eq!(facts, ["bad", "good"]);
    assert_eq!(mistakes[1].fact, Fact::PluginTwice);
}

proptest::proptest! {
    #[test]
    fn any_documentation_is_read_or_told(words in proptest::collection::vec(
        proptest::sample::select(vec![
            "step", "type", "example", "effect", "model", "bounded by profile.discount_limit", "act", "quote", "(", ")",
            "->", "|", ":", ",", "?", "  ", " ", "text", "list of", "choice", "money", "RUB", "any", "\"", "\\", "[", "]",
            "5", "10%", "2026-03-02", "asks", "fails", "\n/// ", "\n", "fn act() { 1 }", "я", "’",
        ]), 0..40))
    {
        let text = format!("/// {}\nfn act() {{ 1 }}", words.concat());
        let (_, mistakes) = Plugins::compile(&[PluginSource::new("plugins/own.rhai", text.as_str())]);
        for mistake in mistakes {
            let line = text.lines().nth(mistake.line - 1).unwrap_or_default();
            proptest::prop_assert!(mistake.column <= line.chars().count() + 1, "{mistake} in {text:?}");
        }
    }
}

//! What an author is offered while writing, and how a script is laid out.

use crate::common::{Editor, FLOW, FLOWERS, byte_of, edited, place, place_of};
use serde_json::{Value, json};

/// Labels of completion items.
fn labels(items: &Value) -> Vec<&str> {
    let items = items.as_array().expect("an array of items");
    items
        .iter()
        .filter_map(|item| item["label"].as_str())
        .collect()
}

/// Opens the script with other words in one place and asks what may stand after them.
async fn offered(editor: &mut Editor, old: &str, new: &str) -> Value {
    assert_eq!(FLOWERS.matches(old).count(), 1, "`{old}`");
    let text = FLOWERS.replace(old, new);
    editor.open(FLOW, &text).await;
    let at = text.find(new).expect("the new words") + new.len();
    editor
        .ask("textDocument/completion", FLOW, place_of(&text, at))
        .await
}

#[tokio::test]
async fn what_may_stand_at_the_cursor_is_offered() {
    let mut editor = Editor::at_shop().await;
    let cases: [(&str, &str, &[&str], &[&str]); 24] = [
        (
            "  say greet\n  -> offer",
            "  say greet\n  -> ",
            &["offer", "handover"],
            &["greet", "item"],
        ),
        (
            "  say greet\n  -> offer",
            "  say greet\n  -> of",
            &["offer"],
            &["say"],
        ),
        ("  say greet", "  say ", &["greet", "quoted"], &["offer"]),
        (
            "  say greet",
            "  ",
            &["say", "ask", "do"],
            &["goal", "when"],
        ),
        (
            "  goal \"sell a bouquet\"",
            "  ",
            &["goal", "languages", "needs"],
            &["say"],
        ),
        ("text greet", "", &["state", "text", "anywhere"], &["say"]),
        (
            "ask phone",
            "ask ",
            &["phone", "occasion", "again"],
            &["quoted", "offer"],
        ),
        ("item from picks", "item from ", &["picks"], &["offer"]),
        (
            "catalog.quote(item) as quoted",
            "catalog.",
            &["quote", "find", "similar"],
            &["price"],
        ),
        (
            "do catalog.recommend(occasion) as picks",
            "do ",
            &["catalog.quote", "leads.save", "llm.reply"],
            &["offer"],
        ),
        (
            "catalog.recommend(occasion)",
            "catalog.recommend(",
            &["tag", "occasion", "item"],
            &["offer"],
        ),
        (
            "    missing      -> handover",
            "    ",
            &["missing", "fails"],
            &["out of stock", "say"],
        ),
        ("    accepted\n", "    \n", &["accepted"], &["exhausted"]),
        (
            "total = quoted.price",
            "total = quoted.",
            &["price", "name", "stock", "dated"],
            &["item"],
        ),
        (
            "total = deal.price",
            "total = deal.",
            &["price"],
            &["item", "name"],
        ),
        (
            "product: item, contact: phone",
            "product: item.",
            &["price", "care", "stock"],
            &["phone"],
        ),
        (
            "{bot.name} здесь",
            "{",
            &["buyer", "item", "total"],
            &["offer"],
        ),
        (
            "{bot.name} здесь",
            "{profile.",
            &["season", "tone"],
            &["item"],
        ),
        (
            "occasion is wedding",
            "occasion is ",
            &["birthday", "wedding"],
            &["offer"],
        ),
        (
            "when price -> quote",
            "when ",
            &["price", "agrees", "says"],
            &["offer"],
        ),
        (
            "    - wedding ",
            "    - ",
            &["birthday", "wedding"],
            &["yes"],
        ),
        (
            "run price_objection(item: item) as deal",
            "run ",
            &["price_objection"],
            &["flowers"],
        ),
        (
            "finish won",
            "finish ",
            &["won", "lost", "postponed"],
            &["offer"],
        ),
        (
            "phone     phone, personal",
            "phone     phone, ",
            &["personal", "keep"],
            &["phone"],
        ),
    ];
    for (old, new, wanted, unwanted) in cases {
        // Only the first of several places is changed.
        let text = FLOWERS.replacen(old, new, 1);
        editor.open(FLOW, &text).await;
        let from = FLOWERS.find(old).unwrap_or_else(|| panic!("no `{old}`"));
        let end = from + new.trim_end_matches('\n').len();
        let items = editor
            .ask("textDocument/completion", FLOW, place_of(&text, end))
            .await;
        let labels = labels(&items);
        for one in wanted {
            assert!(labels.contains(one), "`{one}` after `{new}`: {labels:?}");
        }
        for one in unwanted {
            assert!(
                !labels.contains(one),
                "no `{one}` after `{new}`: {labels:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_step_is_written_with_a_line_for_each_outcome() {
    let mut editor = Editor::at_shop().await;
    let items = offered(
        &mut editor,
        "do catalog.quote(item) as quoted",
        "do catalog.quo",
    )
    .await;
    let quote = items
        .as_array()
        .expect("items")
        .iter()
        .find(|item| item["label"] == "quote")
        .expect("the step");
    let snippet = quote["textEdit"]["newText"].as_str().expect("a snippet");
    assert_eq!(
        snippet,
        "quote(${1:item}) as ${2:quoted}\n  missing -> ${3:}\n  out of stock -> ${4:}"
    );
    assert_eq!(quote["insertTextFormat"], 2);
    assert!(
        quote["documentation"]["value"]
            .as_str()
            .is_some_and(|about| !about.is_empty()),
        "{quote}"
    );
    let range = &quote["textEdit"]["range"];
    assert_eq!(
        range["end"]["character"].as_u64().unwrap() - range["start"]["character"].as_u64().unwrap(),
        3
    );
}

#[tokio::test]
async fn nothing_is_offered_in_words_for_the_buyer() {
    let mut editor = Editor::at_shop().await;
    let items = offered(&mut editor, "ru: Берёте?", "ru: Берёте -> ").await;
    assert_eq!(labels(&items), Vec::<&str>::new());
}

#[tokio::test]
async fn a_russian_script_is_served_in_russian() {
    let flow = "поток цветы v1\n  языки ru\n\nданные\n  повод выбор свадьба, праздник\n\nшаг начало\n  спросить повод\n    ru: Какой повод?\n    - свадьба   ru: Свадьба\n    - праздник  ru: Праздник\n  если повод это  -> конец\n  -> коне\n\nшаг конец\n  итог сделка\n";
    let files = [("shop.toml", ""), ("flows/цветы.flow", flow)];
    let mut editor = Editor::at(&files, json!({})).await;
    let name = "flows/%D1%86%D0%B2%D0%B5%D1%82%D1%8B.flow";
    editor.open(name, flow).await;
    let found = editor.findings(name).await;
    let told = found
        .iter()
        .find(|one| one["code"] == "F001")
        .expect("an unknown state");
    assert!(
        told["message"]
            .as_str()
            .is_some_and(|message| message.contains("нет")),
        "{told}"
    );
    let after = byte_of(flow, &place(flow, "повод это ", " ->"));
    let items = editor
        .ask("textDocument/completion", name, place_of(flow, after))
        .await;
    assert!(labels(&items).contains(&"свадьба"), "{items}");
    let asked = json!({ "textDocument": { "uri": editor.uri(name) }, "range": told["range"], "context": { "diagnostics": [] } });
    let actions = editor.request("textDocument/codeAction", asked).await;
    assert_eq!(actions[0]["title"], "Написать `конец`");
    let shown = editor
        .ask(
            "textDocument/hover",
            name,
            place(flow, "шаг начало", "начало"),
        )
        .await;
    assert!(
        shown["contents"]["value"]
            .as_str()
            .is_some_and(|page| page.starts_with("шаг **начало**")),
        "{shown}"
    );
}

#[tokio::test]
async fn formatting_changes_only_the_lines_that_differ() {
    let mut editor = Editor::at_shop().await;
    let asked = |editor: &Editor| json!({ "textDocument": { "uri": editor.uri(FLOW) }, "options": { "tabSize": 2, "insertSpaces": true } });
    editor.open(FLOW, FLOWERS).await;
    let params = asked(&editor);
    let edits = editor
        .request("textDocument/formatting", params.clone())
        .await;
    let neat = edited(FLOWERS, &edits);
    let text = neat.replace("state quote\n", "state   quote\n\n\n");
    editor.open(FLOW, &text).await;
    let edits = editor
        .request("textDocument/formatting", params.clone())
        .await;
    assert_eq!(edited(&text, &edits), neat);
    assert_eq!(
        edits[0]["range"]["start"],
        place(&text, "state   quote", "state")
    );
    editor.open(FLOW, &neat).await;
    let edits = editor
        .request("textDocument/formatting", params.clone())
        .await;
    assert_eq!(edits, json!([]), "what is laid out stays");
    editor.open(FLOW, "flow flowers v1\n  what is this\n").await;
    let edits = editor.request("textDocument/formatting", params).await;
    assert_eq!(edits, json!([]), "what cannot be read stays");
}

#[tokio::test]
async fn a_talk_is_written_with_the_names_of_its_scripts() {
    let mut editor = Editor::at_shop().await;
    let name = "talks/order.talk";
    for (line, wanted) in [
        ("  < ", "quote"),
        ("  < gr", "greet"),
        ("  < ask ", "phone"),
        ("  presses ", "wedding"),
    ] {
        let text = format!("talk \"x\"\n  > hello\n{line}");
        editor.open(name, &text).await;
        let items = editor
            .ask("textDocument/completion", name, place_of(&text, text.len()))
            .await;
        assert!(labels(&items).contains(&wanted), "{line}: {items}");
    }
    let text = "talk \"x\"\n  > hello\n  << greet\n";
    editor.open(name, text).await;
    let found = editor.findings(name).await;
    assert!(!found.is_empty(), "a line that is not understood is told");
}

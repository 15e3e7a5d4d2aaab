//! What an author does in an editor, spoken over the real protocol.

mod common;

use common::{Editor, FLOWERS, PRICE, TALK, byte_of, edited, place, place_of, words};
use serde_json::{Value, json};

const FLOW: &str = "flows/flowers.flow";
const SUBFLOW: &str = "flows/price_objection.flow";

/// Codes of findings, sorted.
fn codes(found: &[Value]) -> Vec<&str> {
    let mut codes: Vec<&str> = found
        .iter()
        .filter_map(|one| one["code"].as_str())
        .collect();
    codes.sort_unstable();
    codes
}

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
async fn a_sound_shop_has_no_findings() {
    let mut editor = Editor::at_shop().await;
    editor.open(FLOW, FLOWERS).await;
    let found = editor.findings(FLOW).await;
    let errors: Vec<_> = found.iter().filter(|one| one["severity"] == 1).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    editor.leave().await;
}

#[tokio::test]
async fn a_mistake_is_shown_at_its_letters_behind_wide_ones() {
    let mut editor = Editor::at_shop().await;
    let text = FLOWERS.replace("💐💐 {quoted.name}", "💐💐 {quoted.nme}");
    editor.open(FLOW, &text).await;
    let found = editor.findings(FLOW).await;
    let told = found
        .iter()
        .find(|one| one["code"] == "F001")
        .expect("an unknown name");
    assert_eq!(words(&text, &told["range"]), "nme");
    assert_eq!(
        told["range"]["start"]["character"],
        "    ru: ".len() + 4 + " {quoted.".len()
    );
    assert_eq!(told["source"], "torg");
    assert!(
        told["message"]
            .as_str()
            .is_some_and(|message| message.contains("nme"))
    );
}

#[tokio::test]
async fn findings_follow_each_keystroke() {
    let mut editor = Editor::at_shop().await;
    editor.open(FLOW, FLOWERS).await;
    editor.findings(FLOW).await;
    let start = place(FLOWERS, "  -> offer", "offer");
    let end =
        json!({ "line": start["line"], "character": start["character"].as_u64().unwrap() + 5 });
    // Two changes in one message, the second in the text that the first leaves.
    let inserted =
        json!({ "line": start["line"], "character": start["character"].as_u64().unwrap() + 2 });
    editor
        .edit(FLOW, json!([
            { "range": { "start": start, "end": end }, "text": "ofer" },
            { "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } }, "text": "# 💐\n" },
        ]))
        .await;
    let found = editor.findings(FLOW).await;
    let text = format!("# 💐\n{}", FLOWERS.replacen("-> offer", "-> ofer", 1));
    let told = found
        .iter()
        .find(|one| one["code"] == "F001")
        .expect("an unknown state");
    assert_eq!(words(&text, &told["range"]), "ofer");
    let fixed = json!({ "line": inserted["line"].as_u64().unwrap() + 1, "character": inserted["character"] });
    editor
        .edit(
            FLOW,
            json!([{ "range": { "start": fixed, "end": fixed }, "text": "f" }]),
        )
        .await;
    let found = editor.findings(FLOW).await;
    assert!(!codes(&found).contains(&"F001"), "{found:#?}");
}

#[tokio::test]
async fn a_change_in_one_script_is_told_in_another_that_is_not_open() {
    let mut editor = Editor::at_shop().await;
    let text = PRICE.replace("  return accepted", "  return agreed_upon");
    editor.open(SUBFLOW, &text).await;
    let found = editor.findings(FLOW).await;
    assert!(codes(&found).contains(&"F007"), "{found:#?}");
    assert!(
        found
            .iter()
            .any(|one| words(FLOWERS, &one["range"]).starts_with("price_objection")),
        "{found:#?}"
    );
}

#[tokio::test]
async fn the_certain_mend_is_offered_and_the_mistake_is_gone() {
    let mut editor = Editor::at_shop().await;
    let text = FLOWERS.replacen("-> offer", "-> ofer", 1);
    editor.open(FLOW, &text).await;
    let found = editor.findings(FLOW).await;
    let told = found
        .iter()
        .find(|one| one["code"] == "F001")
        .expect("an unknown state");
    let asked = json!({
        "textDocument": { "uri": editor.uri(FLOW) },
        "range": told["range"],
        "context": { "diagnostics": [told] },
    });
    let actions = editor
        .request("textDocument/codeAction", asked.clone())
        .await;
    let mend = actions
        .as_array()
        .expect("actions")
        .iter()
        .find(|one| one["isPreferred"] == true);
    let mend = mend.expect("a mend");
    assert_eq!(mend["title"], "Write `offer`");
    assert_eq!(mend["diagnostics"][0]["code"], "F001");
    let edits = &mend["edit"]["changes"][editor.uri(FLOW)];
    assert_eq!(edited(&text, edits), FLOWERS);
    editor.edit(FLOW, json!([{ "text": FLOWERS }])).await;
    let found = editor.findings(FLOW).await;
    assert!(!codes(&found).contains(&"F001"), "{found:#?}");
    let all = actions
        .as_array()
        .expect("actions")
        .iter()
        .find(|one| one["kind"] == "source.fixAll");
    assert_eq!(
        edited(
            &text,
            &all.expect("all mends")["edit"]["changes"][editor.uri(FLOW)]
        ),
        FLOWERS
    );
}

#[tokio::test]
async fn a_warning_can_be_allowed_with_a_reason() {
    let mut editor = Editor::at_shop().await;
    let text = FLOWERS.replace(
        "text greet",
        "text unused\n  ru: Никто.\n  en: Nobody.\n\ntext greet",
    );
    editor.open(FLOW, &text).await;
    let found = editor.findings(FLOW).await;
    let told = found
        .iter()
        .find(|one| one["code"] == "D103")
        .expect("an unused text");
    let asked = json!({
        "textDocument": { "uri": editor.uri(FLOW) },
        "range": told["range"],
        "context": { "diagnostics": [], "only": ["quickfix"] },
    });
    let actions = editor.request("textDocument/codeAction", asked).await;
    let allow = actions
        .as_array()
        .expect("actions")
        .iter()
        .find(|one| one["title"].as_str().unwrap().contains("D103"));
    let text = edited(
        &text,
        &allow.expect("a way to allow it")["edit"]["changes"][editor.uri(FLOW)],
    );
    assert!(
        text.contains("allow D103 \"why this is right here\"\ntext unused\n"),
        "{text}"
    );
    editor.edit(FLOW, json!([{ "text": text }])).await;
    let found = editor.findings(FLOW).await;
    assert!(!codes(&found).contains(&"D103"), "{found:#?}");
}

#[tokio::test]
async fn going_to_a_name_leads_to_where_it_is_made() {
    let mut editor = Editor::at_shop().await;
    editor.open(FLOW, FLOWERS).await;
    let made = [
        ("  -> offer", "offer", FLOW, "state offer", "offer"),
        ("say greet", "greet", FLOW, "text greet", "greet"),
        ("when price", "price", FLOW, "intents\n  price", "price"),
        (
            "contact: phone",
            "phone,",
            FLOW,
            "  phone     phone",
            "phone",
        ),
        ("total = quoted", "quoted", FLOW, "as quoted", "quoted"),
        (
            "occasion is wedding",
            "wedding",
            FLOW,
            "birthday, wedding",
            "wedding",
        ),
        (
            "run price_objection",
            "price_objection",
            SUBFLOW,
            "flow price",
            "price_objection",
        ),
        (
            "    accepted",
            "accepted",
            SUBFLOW,
            "return accepted",
            "accepted",
        ),
        ("deal.price", "price", SUBFLOW, "gives price", "price"),
        ("(item: item)", "item:", SUBFLOW, "needs item", "item"),
    ];
    for (before, name, file, at, what) in made {
        let found = editor
            .ask(
                "textDocument/definition",
                FLOW,
                place(FLOWERS, before, name),
            )
            .await;
        let text = if file == FLOW { FLOWERS } else { PRICE };
        let first = &found[0];
        assert_eq!(first["uri"], editor.uri(file), "{name}: {found}");
        assert_eq!(first["range"]["start"], place(text, at, what), "{name}");
        assert_eq!(words(text, &first["range"]), what);
    }
    editor.open("talks/order.talk", TALK).await;
    let found = editor
        .ask(
            "textDocument/definition",
            "talks/order.talk",
            place(TALK, "< quote", "quote"),
        )
        .await;
    assert_eq!(
        found[0]["range"]["start"],
        place(FLOWERS, "state quote", "quote")
    );
}

#[tokio::test]
async fn going_to_a_step_leads_to_the_plugin_of_the_shop() {
    let plugin = "//! Tips.\n\n/// A tip.\n/// step  tip(about: text) -> tip(text) | none\nfn tip(about) { #{ outcome: \"none\" } }\n";
    let flow = "flow care v1\n  languages en\n\nstate start\n  do salon.tip(\"hair\") as tip\n    none -> start\n  finish won\n";
    let files = [
        ("shop.toml", ""),
        ("flows/care.flow", flow),
        ("plugins/salon.rhai", plugin),
    ];
    let mut editor = Editor::at(&files, json!({})).await;
    editor.open("flows/care.flow", flow).await;
    let found = editor
        .ask(
            "textDocument/definition",
            "flows/care.flow",
            place(flow, "salon.tip", "tip"),
        )
        .await;
    assert_eq!(found[0]["uri"], editor.uri("plugins/salon.rhai"));
    assert_eq!(found[0]["range"]["start"], place(plugin, "fn tip", "tip"));
}

#[tokio::test]
async fn every_use_of_a_name_is_found_in_scripts_and_talks() {
    let mut editor = Editor::at_shop().await;
    editor.open(FLOW, FLOWERS).await;
    let asked = |editor: &Editor, at: Value, with: bool| json!({ "textDocument": { "uri": editor.uri(FLOW) }, "position": at, "context": { "includeDeclaration": with } });
    let at = place(FLOWERS, "state quote", "quote");
    let params = asked(&editor, at.clone(), true);
    let all = editor.request("textDocument/references", params).await;
    // Its header, two arrows to it, and the talk.
    assert_eq!(all.as_array().map(Vec::len), Some(4), "{all:#}");
    let params = asked(&editor, at, false);
    let uses = editor.request("textDocument/references", params).await;
    assert_eq!(uses.as_array().map(Vec::len), Some(3), "{uses:#}");
    let shown = editor
        .ask(
            "textDocument/documentHighlight",
            FLOW,
            place(FLOWERS, "state quote", "quote"),
        )
        .await;
    assert_eq!(shown.as_array().map(Vec::len), Some(3), "{shown:#}");
}

/// The files after a rename, by name.
fn renamed(editor: &Editor, edit: &Value, name: &str, text: &str) -> String {
    let changes = edit["documentChanges"].as_array().expect("changes");
    let of_file = changes
        .iter()
        .find(|one| one["textDocument"]["uri"] == editor.uri(name));
    of_file.map_or_else(|| text.to_owned(), |one| edited(text, &one["edits"]))
}

async fn rename(editor: &mut Editor, file: &str, at: Value, name: &str) -> Result<Value, Value> {
    let params =
        json!({ "textDocument": { "uri": editor.uri(file) }, "position": at, "newName": name });
    editor.try_request("textDocument/rename", params).await
}

#[tokio::test]
async fn renaming_changes_every_script_and_talk() {
    let mut editor = Editor::at_shop().await;
    editor.open(FLOW, FLOWERS).await;
    editor.open(SUBFLOW, PRICE).await;
    let at = place(FLOWERS, "say greet", "greet");
    let ready = editor
        .ask("textDocument/prepareRename", FLOW, at.clone())
        .await;
    assert_eq!(ready["placeholder"], "greet");
    let edit = rename(&mut editor, FLOW, at, "привет")
        .await
        .expect("a rename");
    assert_eq!(
        renamed(&editor, &edit, FLOW, FLOWERS),
        FLOWERS.replace("greet", "привет")
    );
    assert_eq!(
        renamed(&editor, &edit, "talks/order.talk", TALK),
        TALK.replace("greet", "привет")
    );

    // What a flow returns and gives is named by its callers too.
    let edit = rename(
        &mut editor,
        SUBFLOW,
        place(PRICE, "return accepted", "accepted"),
        "sold",
    )
    .await
    .expect("a rename");
    assert_eq!(
        renamed(&editor, &edit, FLOW, FLOWERS),
        FLOWERS.replace("accepted", "sold")
    );
    assert_eq!(
        renamed(&editor, &edit, SUBFLOW, PRICE),
        PRICE.replace("accepted", "sold")
    );
    let edit = rename(
        &mut editor,
        FLOW,
        place(FLOWERS, "deal.price", "price"),
        "amount",
    )
    .await
    .expect("a rename");
    assert_eq!(
        renamed(&editor, &edit, FLOW, FLOWERS),
        FLOWERS.replace("deal.price", "deal.amount")
    );
    let now = PRICE
        .replace("gives price", "gives amount")
        .replace("set price", "set amount");
    assert_eq!(renamed(&editor, &edit, SUBFLOW, PRICE), now);

    // A flow takes its file along.
    let edit = rename(
        &mut editor,
        FLOW,
        place(FLOWERS, "run price_objection", "price"),
        "торг",
    )
    .await
    .expect("a rename");
    assert_eq!(
        renamed(&editor, &edit, FLOW, FLOWERS),
        FLOWERS.replace("price_objection", "торг")
    );
    let changes = edit["documentChanges"].as_array().expect("changes");
    let moved = changes
        .iter()
        .find(|one| one["kind"] == "rename")
        .expect("the file moves");
    assert_eq!(moved["oldUri"], editor.uri(SUBFLOW));
    assert!(
        moved["newUri"]
            .as_str()
            .is_some_and(|uri| uri.ends_with("/%D1%82%D0%BE%D1%80%D0%B3.flow")),
        "{moved}"
    );
    let edit = rename(
        &mut editor,
        FLOW,
        place(FLOWERS, "flow flowers", "flowers"),
        "shop",
    )
    .await
    .expect("a rename");
    assert_eq!(
        renamed(
            &editor,
            &edit,
            "shop.toml",
            "[profile]\nscript = \"flowers\"\n"
        ),
        "[profile]\nscript = \"shop\"\n"
    );
}

#[tokio::test]
async fn a_name_that_cannot_be_is_refused_in_words() {
    let mut editor = Editor::at_shop().await;
    editor.open(FLOW, FLOWERS).await;
    let at = place(FLOWERS, "state quote", "quote");
    for (name, why) in [
        ("two words", "is not a name"),
        ("1st", "is not a name"),
        ("greet", "is taken"),
        ("Offer", "is taken"),
    ] {
        let refused = rename(&mut editor, FLOW, at.clone(), name)
            .await
            .expect_err(name);
        assert!(
            refused["message"]
                .as_str()
                .is_some_and(|told| told.contains(why)),
            "{refused}"
        );
    }
    let ready = editor
        .ask(
            "textDocument/prepareRename",
            FLOW,
            place(FLOWERS, "catalog.quote", "quote"),
        )
        .await;
    assert_eq!(
        ready,
        Value::Null,
        "a step that comes with torg keeps its name"
    );
}

#[tokio::test]
async fn pointing_at_a_name_shows_its_words_in_every_language() {
    let mut editor = Editor::at_shop().await;
    editor.open(FLOW, FLOWERS).await;
    let pages: [(&str, &str, &[&str]); 10] = [
        (
            "say greet",
            "greet",
            &["**ru** Здравствуйте! 💐", "**en** Hello!"],
        ),
        (
            "  -> offer",
            "offer",
            &[
                "**ru** Какой повод?",
                "**en** What is the occasion?",
                "Which one do you like?",
            ],
        ),
        (
            "state start",
            "start",
            &["**ru** Здравствуйте!", "**en** Hello!"],
        ),
        (
            "ask phone",
            "phone",
            &[
                "phone     phone, personal",
                "**ru** Ваш телефон?",
                "**en** Your phone number?",
            ],
        ),
        (
            "when price",
            "price",
            &["**ru** сколько стоит · какая цена", "**en** how much"],
        ),
        ("- dear", "dear", &["**ru** Дорого", "**en** Too expensive"]),
        (
            "catalog.quote",
            "quote",
            &["catalog.quote(item: product) -> quoted(quote) | missing | out of stock"],
        ),
        ("out of stock", "stock", &["catalog.quote("]),
        ("quoted.price", "quoted", &["quoted: quote"]),
        (
            "run price_objection",
            "price",
            &["keep the sale", "needs item product", "gives price money"],
        ),
    ];
    for (before, name, parts) in pages {
        let shown = editor
            .ask("textDocument/hover", FLOW, place(FLOWERS, before, name))
            .await;
        let page = shown["contents"]["value"]
            .as_str()
            .unwrap_or_else(|| panic!("nothing of {name}"));
        for part in parts {
            assert!(page.contains(part), "no `{part}` of {name} in\n{page}");
        }
    }
    let shown = editor
        .ask(
            "textDocument/hover",
            FLOW,
            place(FLOWERS, "ru: Берёте?", "ёте"),
        )
        .await;
    assert_eq!(
        shown["contents"]["value"],
        "- **ru** Берёте?\n- **en** Shall we go on?"
    );
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
async fn the_author_may_choose_the_language_of_messages() {
    let flow = FLOWERS.replacen("-> offer", "-> ofer", 1);
    let files = [("shop.toml", ""), (FLOW, flow.as_str()), (SUBFLOW, PRICE)];
    let mut editor = Editor::at(&files, json!({ "language": "uk" })).await;
    editor.open(FLOW, &flow).await;
    let found = editor.findings(FLOW).await;
    let told = found
        .iter()
        .find(|one| one["code"] == "F001")
        .expect("an unknown state");
    assert!(
        told["message"]
            .as_str()
            .is_some_and(|message| message.contains("немає")),
        "{told}"
    );
}

#[tokio::test]
async fn the_outline_shows_states_with_their_questions() {
    let mut editor = Editor::at_shop().await;
    editor.open(FLOW, FLOWERS).await;
    let params = json!({ "textDocument": { "uri": editor.uri(FLOW) } });
    let outline = editor.request("textDocument/documentSymbol", params).await;
    let outline = outline.as_array().expect("symbols");
    let find = |name: &str| {
        outline
            .iter()
            .find(|one| one["name"] == name)
            .unwrap_or_else(|| panic!("no {name}"))
    };
    let offer = find("offer");
    assert_eq!(words(FLOWERS, &offer["selectionRange"]), "offer");
    assert!(
        words(FLOWERS, &offer["range"]).ends_with("-> quote"),
        "{offer}"
    );
    assert_eq!(offer["children"][0]["name"], "ask occasion");
    assert_eq!(offer["children"][0]["detail"], "Какой повод?");
    assert_eq!(find("phone")["detail"], "phone");
    assert!(
        find("greet")["detail"]
            .as_str()
            .is_some_and(|words| words.starts_with("Здравствуйте"))
    );
    let found = editor
        .request("workspace/symbol", json!({ "query": "give" }))
        .await;
    assert_eq!(found[0]["name"], "give_up");
    assert_eq!(found[0]["location"]["uri"], editor.uri(SUBFLOW));
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

#[tokio::test]
async fn a_file_that_changes_on_disk_is_read_again() {
    let mut editor = Editor::at_shop().await;
    editor.open(FLOW, FLOWERS).await;
    editor.findings(FLOW).await;
    std::fs::write(editor.path(SUBFLOW), PRICE.replace("-> agreed", "-> agred")).expect("the file");
    let change = json!({ "changes": [{ "uri": editor.uri(SUBFLOW), "type": 2 }] });
    editor
        .notify("workspace/didChangeWatchedFiles", change)
        .await;
    let found = editor.findings(SUBFLOW).await;
    assert!(codes(&found).contains(&"F001"), "{found:#?}");
}

#[tokio::test]
async fn a_script_in_no_shop_is_served_too() {
    let mut editor = Editor::at(&[], json!({})).await;
    editor
        .open(
            "alone.flow",
            "flow alone v1\n  languages en\n\nstate start\n  -> nowhere\n",
        )
        .await;
    let found = editor.findings("alone.flow").await;
    assert!(codes(&found).contains(&"F001"), "{found:#?}");
    editor.leave().await;
}

#[tokio::test]
async fn no_text_and_no_place_breaks_the_server() {
    let mut editor = Editor::at_shop().await;
    let texts = [
        "",
        "\0",
        "{",
        "flow",
        "flow \u{301} v1",
        "\u{feff}flow a v1\r\n\tstate\r\n",
        "💐\n  💐\n- - -\n->",
        "flow a v1\nstate a\n  say {\n  do .(\n  do a.\n  if is\n  when [\n  ask again\n  - ",
        "поток а v1\nшаг а\n  если это\n  сделать .\n  когда среди [\n  ru:\n    {",
    ];
    for text in texts {
        editor.open(FLOW, text).await;
        for line in 0..text.lines().count() as u64 + 2 {
            for character in 0..14 {
                let at = json!({ "line": line, "character": character });
                for method in [
                    "textDocument/completion",
                    "textDocument/hover",
                    "textDocument/definition",
                    "textDocument/prepareRename",
                ] {
                    editor.ask(method, FLOW, at.clone()).await;
                }
            }
        }
        let params = json!({ "textDocument": { "uri": editor.uri(FLOW) } });
        editor.request("textDocument/documentSymbol", params).await;
        let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 9 } });
        let asked = json!({ "textDocument": { "uri": editor.uri(FLOW) }, "range": whole, "context": { "diagnostics": [] } });
        editor.request("textDocument/codeAction", asked).await;
        let backwards = json!([{ "range": { "start": { "line": 9, "character": 3 }, "end": { "line": 0, "character": 1 } }, "text": "x" }]);
        editor.edit(FLOW, backwards).await;
    }
    editor.leave().await;
}

#[tokio::test]
async fn formatting_is_not_promised_before_it_exists() {
    let editor = Editor::at_shop().await;
    assert_eq!(
        editor.capabilities["renameProvider"]["prepareProvider"],
        true
    );
    assert_eq!(editor.capabilities["textDocumentSync"]["change"], 2);
}

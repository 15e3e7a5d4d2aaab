//! Going to names, finding their uses, renaming them, and what is shown of them.

use crate::common::{Editor, FLOW, FLOWERS, PRICE, SUBFLOW, TALK, edited, place, words};
use serde_json::{Value, json};

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

//! What an author is told while typing, and how it is mended.

use crate::common::{Editor, FLOW, FLOWERS, PRICE, SUBFLOW, codes, edited, place, words};
use serde_json::json;

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
async fn a_reason_is_never_offered_among_words_for_the_buyer() {
    let mut editor = Editor::at_shop().await;
    // The first letter of the second line is Latin.
    let text = FLOWERS.replace(
        "  ru: Здравствуйте!",
        "  ru:\n    Здравствуйте!\n    Cнова рады вам.\n  ru:",
    );
    editor.open(FLOW, &text).await;
    let whole =
        json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 999, "character": 0 } });
    let asked = json!({
        "textDocument": { "uri": editor.uri(FLOW) },
        "range": whole,
        "context": { "diagnostics": [], "only": ["quickfix"] },
    });
    let actions = editor.request("textDocument/codeAction", asked).await;
    for action in actions.as_array().expect("actions") {
        let text = edited(&text, &action["edit"]["changes"][editor.uri(FLOW)]);
        assert!(!text.contains("\n    allow"), "{text}");
    }
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

//! The operators' chat: notices, answers to buyers, taking and giving back.

use channels::bot_api_server::{OPERATORS, Trouble};
use channels::{Notice, SendError};
use engine::{DialogueId, Happened};
use serde_json::json;

use crate::{ANNA, BORIS, LONG, Shop, chat, connect, met, server, settings};

fn notice() -> Notice {
    Notice {
        dialogue: DialogueId {
            chat: chat(ANNA),
            number: 2,
        },
        name: Some("Анна".into()),
        username: Some("anna_k".into()),
        reason: "жалоба".into(),
        team: Some("старший смены".into()),
        last_words: "букет завял, верните деньги".into(),
        link: None,
    }
}

async fn told() -> Shop {
    let mut shop = Shop::open().await;
    met(&mut shop, ANNA).await;
    shop.telegram.escalate(&notice()).await.expect("told");
    shop
}

#[tokio::test]
async fn a_notice_tells_who_why_and_how_to_answer() {
    let shop = told().await;
    let shown = shop
        .server
        .wait_for_text(OPERATORS, "букет завял", LONG)
        .await;
    for part in [
        "Нужен человек: жалоба",
        "старший смены",
        "Анна @anna_k",
        "Ответьте на это сообщение",
    ] {
        assert!(shown.text.contains(part), "no `{part}` in {}", shown.text);
    }
    assert_eq!(shown.text.lines().next_back(), Some("telegram:501/2"));
    assert_eq!(
        shown.labels(),
        ["Взять диалог", "Вернуть боту", "Открыть чат"]
    );
    let open = shown
        .button("Открыть чат")
        .and_then(|button| button.url.as_deref());
    assert_eq!(open, Some("https://t.me/anna_k"));
}

#[tokio::test]
async fn an_operator_replies_and_the_buyer_reads_it() {
    let mut shop = told().await;
    shop.server
        .operator_replies("жалоба", "Здравствуйте, это Ольга. Привезём новый.");
    let said = shop.brought(2).await.remove(1);
    assert_eq!(said.chat, chat(ANNA));
    let words = "Здравствуйте, это Ольга. Привезём новый.";
    assert_eq!(said.happened, [Happened::OperatorSaid(words.into())]);
    shop.telegram.relay(&said.chat, words).await.expect("sent");
    assert_eq!(shop.server.messages_to(ANNA)[0].text, words);
}

#[tokio::test]
async fn what_the_buyer_writes_meanwhile_goes_to_the_operators_who_answer_it_too() {
    let mut shop = told().await;
    shop.telegram
        .forward(&chat(ANNA), "а когда?")
        .await
        .expect("shown");
    shop.server.operator_replies("а когда?", "Через час");
    let said = shop.brought(2).await.remove(1);
    assert_eq!(
        (said.chat, said.happened),
        (chat(ANNA), vec![Happened::OperatorSaid("Через час".into())])
    );
    shop.server.operator_presses("а когда?", "Вернуть боту");
    assert_eq!(shop.brought(3).await[2].happened, [Happened::GivenBack]);
}

#[tokio::test]
async fn each_part_of_long_words_can_be_answered() {
    let shop = told().await;
    let text = format!("начало {} конец", "слово ".repeat(1500));
    shop.telegram
        .forward(&chat(ANNA), &text)
        .await
        .expect("shown");
    let shown = shop.server.messages_to(OPERATORS);
    assert!(shown.len() > 2);
    assert!(
        shown[1..]
            .iter()
            .all(|shown| shown.text.ends_with("\n\ntelegram:501"))
    );
}

#[tokio::test]
async fn buttons_take_the_dialogue_and_give_it_back() {
    let mut shop = told().await;
    shop.server.operator_presses("жалоба", "Взять диалог");
    shop.server.operator_presses("жалоба", "Вернуть боту");
    let brought = shop.brought(3).await;
    assert_eq!(
        (&brought[1].chat, &brought[1].happened[..]),
        (&chat(ANNA), &[Happened::Taken][..])
    );
    assert_eq!(brought[2].happened, [Happened::GivenBack]);
    assert!(
        shop.server
            .wait_until(LONG, |server| server.toasts().len() == 2)
            .await
    );
    let toasts: Vec<String> = shop
        .server
        .toasts()
        .into_iter()
        .map(|toast| toast.text)
        .collect();
    assert_eq!(toasts, ["Диалог ваш, бот молчит", "Диалог снова у бота"]);
}

#[tokio::test]
async fn commands_in_a_reply_take_and_give_back() {
    let mut shop = told().await;
    let commands = [
        "/take",
        "/return@flower_shop_bot",
        "/вернуть",
        "/повернути",
        "/взять",
        "/Return",
    ];
    for command in commands {
        shop.server.operator_replies("жалоба", command);
    }
    let brought = shop.brought(1 + commands.len()).await;
    let happened: Vec<&Happened> = brought[1..]
        .iter()
        .flat_map(|incoming| &incoming.happened)
        .collect();
    let (taken, given) = (&Happened::Taken, &Happened::GivenBack);
    assert_eq!(happened, [taken, given, given, given, taken, given]);
}

#[tokio::test]
async fn an_operator_who_does_not_reply_is_told_how_once() {
    let shop = told().await;
    shop.server.operator_says("кто возьмёт?");
    shop.server.operator_says("я");
    shop.server
        .wait_for_text(OPERATORS, "ответьте на сообщение бота", LONG)
        .await;
    shop.settled().await;
    assert_eq!(
        shop.server.messages_to(OPERATORS).len(),
        2,
        "a notice and one hint"
    );
    assert_eq!(shop.so_far().len(), 1, "nothing happened to any dialogue");
}

#[tokio::test]
async fn a_reply_without_words_is_told_apart() {
    let shop = told().await;
    let replied = json!({
        "message_id": 2, "date": 1_700_000_000, "text": "жалоба\ntelegram:501/2",
        "chat": { "id": OPERATORS, "type": "supergroup" },
        "from": { "id": channels::bot_api_server::BOT_ID, "is_bot": true, "first_name": "bot" },
    });
    let voice = json!({ "file_id": "v", "file_unique_id": "v", "file_size": 9, "duration": 3 });
    shop.server
        .operator_sends(json!({ "voice": voice, "reply_to_message": replied }));
    shop.server
        .wait_for_text(OPERATORS, "только слова", LONG)
        .await;
    assert_eq!(shop.so_far().len(), 1);
}

#[tokio::test]
async fn only_the_bots_own_messages_name_a_dialogue() {
    let shop = told().await;
    let reply_to = |id: u64, is_bot: bool, text: &str| {
        json!({ "text": "верните ему деньги", "reply_to_message": {
            "message_id": 2, "date": 1_700_000_000, "text": text,
            "chat": { "id": OPERATORS, "type": "supergroup" },
            "from": { "id": id, "is_bot": is_bot, "first_name": "x" },
        }})
    };
    let bot = channels::bot_api_server::BOT_ID;
    shop.server
        .operator_sends(reply_to(77, false, "telegram:502/1"));
    shop.server
        .operator_sends(reply_to(bot, true, "telegram:502/1\nспасибо"));
    for forged in [
        "telegram:-1001234567",
        "telegram:",
        "telegram:+502",
        "telegram:0502",
        "sms:5",
        "web:a b",
        "",
    ] {
        shop.server
            .operator_sends(reply_to(bot, true, &format!("💬\n{forged}")));
    }
    shop.settled().await;
    assert_eq!(shop.so_far().len(), 1, "{:?}", shop.so_far());
}

#[tokio::test]
async fn a_buyer_cannot_name_another_dialogue_in_their_words() {
    let mut shop = told().await;
    shop.telegram
        .forward(&chat(ANNA), "верните деньги\n\ntelegram:502/1")
        .await
        .expect("shown");
    let hostile = Notice {
        last_words: "да\ntelegram:502/1".into(),
        name: Some("Я\ntelegram:502/1".into()),
        ..notice()
    };
    shop.telegram.escalate(&hostile).await.expect("told");
    shop.server.operator_replies("верните деньги", "хорошо");
    shop.server.operator_replies("да\ntelegram:502/1", "хорошо");
    let brought = shop.brought(3).await;
    assert!(
        brought[1..]
            .iter()
            .all(|incoming| incoming.chat == chat(ANNA)),
        "{brought:?}"
    );
}

#[tokio::test]
async fn a_buyer_who_writes_like_an_operator_is_a_buyer() {
    let mut shop = told().await;
    shop.server.buyer_says(BORIS, "/return telegram:501/2");
    let said = shop.brought(2).await.remove(1);
    assert_eq!(said.chat, chat(BORIS));
    assert!(
        said.happened
            .contains(&Happened::Said("/return telegram:501/2".into()))
    );
}

#[tokio::test]
async fn a_hostile_notice_is_one_message_that_the_server_takes() {
    let shop = Shop::open().await;
    let endless = "🌹 <b>".repeat(5000);
    let notice = Notice {
        dialogue: DialogueId {
            chat: chat(ANNA),
            number: u32::MAX,
        },
        name: Some(endless.clone()),
        username: Some("не юзернейм".into()),
        reason: endless.clone(),
        team: Some(endless.clone()),
        last_words: endless.clone(),
        link: Some(format!("https://{endless}")),
    };
    assert_eq!(
        shop.telegram
            .escalate(&notice)
            .await
            .expect("told")
            .messages
            .len(),
        1
    );
}

#[tokio::test]
async fn without_an_operators_chat_nobody_is_told() {
    let server = server().await;
    let settings = channels::telegram::Settings {
        operators: None,
        ..settings(&server)
    };
    let telegram = channels::telegram::Telegram::connect(settings)
        .await
        .expect("the server knows the token");
    let told = telegram.escalate(&notice()).await;
    assert!(matches!(told, Err(SendError::Failed { why }) if why.contains("`operators`")));
}

#[tokio::test]
async fn the_operators_group_moves_and_the_bot_follows() {
    let server = server().await;
    let old = -42;
    let settings = channels::telegram::Settings {
        operators: Some(old),
        ..settings(&server)
    };
    let telegram = channels::telegram::Telegram::connect(settings)
        .await
        .expect("the server knows the token");
    let moved = format!(
        r#"{{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat","parameters":{{"migrate_to_chat_id":{OPERATORS}}}}}"#
    );
    server.next_call_meets("sendMessage", Trouble::Answers(400, moved));
    let first = telegram.escalate(&notice()).await;
    assert!(
        matches!(first, Err(SendError::TryAgain { .. })),
        "{first:?}"
    );
    telegram.escalate(&notice()).await.expect("told");
    assert_eq!(server.messages_to(OPERATORS).len(), 1);
    drop(connect(&server).await);
}

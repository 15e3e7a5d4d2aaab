//! What buyers do, and what the shop hears.

use channels::bot_api_server::{BOT_ID, Profile};
use engine::{Happened, Press};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use understand::Lang;

use crate::{ANNA, BORIS, LONG, Shop, after_meeting, chat, message, said};

#[tokio::test]
async fn a_buyer_writes_and_the_shop_hears_who_and_what() {
    let mut shop = Shop::open().await;
    shop.server.buyer_is(
        ANNA,
        Profile {
            first_name: "Анна".into(),
            last_name: Some("Ковальчук".into()),
            username: Some("anna_k".into()),
            language: Some("uk-UA".into()),
        },
    );
    shop.server.buyer_says(ANNA, "скільки коштує 25 троянд?");
    let heard = shop.first().await;
    assert_eq!(heard.chat, chat(ANNA));
    assert_eq!(heard.key, format!("telegram:{BOT_ID}:500000"));
    let met = Happened::Met {
        name: Some("Анна Ковальчук".into()),
        username: Some("anna_k".into()),
        locale: Some(Lang::UK),
        source: None,
    };
    assert_eq!(heard.happened, [met, said("скільки коштує 25 троянд?")]);
    let age = Timestamp::now().duration_since(heard.at);
    assert!(
        age >= SignedDuration::ZERO && age < SignedDuration::from_secs(20),
        "{age}"
    );
}

#[tokio::test]
async fn a_buyer_presses_start_under_a_link_and_the_source_is_kept() {
    let mut shop = Shop::open().await;
    for text in [
        "/start",
        "/start insta-8_March",
        "/START@Flower_Shop_Bot promo",
        "/start <script>",
    ] {
        shop.server.buyer_says(ANNA, text);
    }
    let sources: Vec<Option<String>> = shop
        .brought(4)
        .await
        .into_iter()
        .map(|incoming| match &incoming.happened[..] {
            [Happened::Met { source, .. }, Happened::Joined] => source.clone(),
            other => panic!("{other:?}"),
        })
        .collect();
    let expected = [None, Some("insta-8_March"), Some("promo"), None];
    assert_eq!(sources, expected.map(|source| source.map(str::to_owned)));
}

#[tokio::test]
async fn help_is_answered_in_the_language_of_the_client() {
    let shop = Shop::open().await;
    let english = Profile {
        language: Some("en-GB".into()),
        ..Profile::default()
    };
    shop.server.buyer_is(BORIS, english);
    shop.server.buyer_says(ANNA, "/help");
    shop.server.buyer_says(BORIS, "/help");
    shop.server
        .wait_for_text(ANNA, "нажимайте кнопки", LONG)
        .await;
    shop.server
        .wait_for_text(BORIS, "press the buttons", LONG)
        .await;
    shop.settled().await;
    assert_eq!(shop.so_far(), [], "a script has nothing to do with it");
}

#[tokio::test]
async fn other_commands_are_words_for_the_script() {
    let mut shop = Shop::open().await;
    shop.server.buyer_says(ANNA, "/delivery");
    assert_eq!(after_meeting(&shop.first().await), &said("/delivery"));
}

#[tokio::test]
async fn a_photo_comes_with_its_caption_and_in_its_largest_size() {
    let mut shop = Shop::open().await;
    let largest = shop.server.buyer_sends_photo(ANNA, "вот такой букет");
    shop.server.buyer_sends_photo(ANNA, "");
    let image = json!({ "file_id": "doc", "file_unique_id": "doc", "file_size": 9, "mime_type": "image/png" });
    shop.server
        .buyer_sends(ANNA, json!({ "document": image, "caption": "как файл" }));
    let brought = shop.brought(3).await;
    let photo = |file: &str, caption: &str| Happened::SentPhoto {
        file: file.into(),
        caption: caption.into(),
    };
    let expected = [
        photo(&largest, "вот такой букет"),
        photo(&largest, ""),
        photo("doc", "как файл"),
    ];
    assert!(brought.iter().map(after_meeting).eq(&expected));
}

#[tokio::test]
async fn a_shared_contact_is_heard_as_a_phone_number() {
    let mut shop = Shop::open().await;
    shop.server.buyer_shares_contact(ANNA, "79215551234");
    shop.server.buyer_shares_contact(ANNA, "+380501234567");
    let friend = json!({ "phone_number": "8 (921) 555-12-34", "first_name": "Мама" });
    shop.server.buyer_sends(ANNA, json!({ "contact": friend }));
    let brought = shop.brought(3).await;
    let expected = [
        said("+79215551234"),
        said("+380501234567"),
        said("8 (921) 555-12-34"),
    ];
    assert!(brought.iter().map(after_meeting).eq(&expected));
}

#[tokio::test]
async fn places_stickers_and_voices_are_heard_as_well_as_a_script_can() {
    let mut shop = Shop::open().await;
    let place = json!({ "latitude": 59.9343, "longitude": 30.3351 });
    shop.server.buyer_sends(ANNA, json!({ "location": place }));
    let venue = json!({ "location": place, "title": "Кафе", "address": "Невский, 1" });
    shop.server
        .buyer_sends(ANNA, json!({ "venue": venue, "location": place }));
    let voice = json!({ "file_id": "v", "file_unique_id": "v", "file_size": 9, "duration": 3 });
    shop.server.buyer_sends(ANNA, json!({ "voice": voice }));
    shop.server
        .buyer_sends(ANNA, json!({ "voice": voice, "caption": "про розы" }));
    let brought = shop.brought(4).await;
    let expected = [
        said("59.9343, 30.3351"),
        said("Кафе, Невский, 1"),
        said("🎤"),
        said("про розы"),
    ];
    assert!(brought.iter().map(after_meeting).eq(&expected));
}

#[tokio::test]
async fn a_buyer_presses_a_button_and_the_spinner_stops() {
    let mut shop = Shop::open().await;
    crate::met(&mut shop, ANNA).await;
    shop.telegram
        .send(&chat(ANNA), &message("Оформляем?", &["Да", "Нет"]))
        .await
        .expect("sent");
    shop.server.buyer_presses(ANNA, "Нет");
    let pressed = shop.brought(2).await.remove(1);
    assert_eq!(
        after_meeting(&pressed),
        &Happened::Pressed(Press::Button {
            message: 7,
            index: 1
        })
    );
    assert!(
        shop.server
            .wait_until(LONG, |server| server.toasts().len() == 1)
            .await
    );
    assert_eq!(shop.server.toasts()[0].who, ANNA);
}

#[tokio::test]
async fn a_press_that_is_too_old_for_an_answer_is_heard_all_the_same() {
    let mut shop = Shop::open().await;
    shop.server.buyer_forges_press(ANNA, "b:3.0");
    shop.server.presses_grow_old();
    let pressed = shop.first().await;
    assert_eq!(
        after_meeting(&pressed),
        &Happened::Pressed(Press::Button {
            message: 3,
            index: 0
        })
    );
    shop.settled().await;
}

#[tokio::test]
async fn forged_presses_are_answered_and_mean_nothing() {
    let shop = Shop::open().await;
    let forged = [
        "",
        "b:",
        "b:1",
        "b:1.99999999",
        "b:-1.0",
        "r:telegram:502",
        "t:telegram:502",
        "x",
        "b:1.1.1",
    ];
    for data in forged {
        shop.server.buyer_forges_press(ANNA, data);
    }
    assert!(
        shop.server
            .wait_until(LONG, |server| server.toasts().len() == forged.len())
            .await
    );
    shop.settled().await;
    assert_eq!(shop.so_far(), []);
}

#[tokio::test]
async fn what_is_not_said_to_the_shop_is_left_alone() {
    let mut shop = Shop::open().await;
    shop.server.buyer_edits(ANNA, "исправлено");
    let group = json!({ "id": -42, "type": "group", "title": "Соседи" });
    let user = json!({ "id": 9, "is_bot": false, "first_name": "Иван" });
    let bot = json!({ "id": 10, "is_bot": true, "first_name": "Чужой бот" });
    let private = json!({ "id": 10, "type": "private" });
    for (chat, from) in [(&group, &user), (&private, &bot)] {
        shop.server.push(json!({ "message": {
            "message_id": 1, "date": 1_700_000_000, "chat": chat, "from": from, "text": "розы"
        }}));
    }
    shop.server.buyer_says(ANNA, "розы");
    shop.settled().await;
    let brought = shop.brought(1).await;
    assert!(brought.iter().map(after_meeting).eq([&said("розы")]));
}

#[tokio::test]
async fn endless_words_and_names_are_cut() {
    let mut shop = Shop::open().await;
    let endless = "роза ".repeat(100_000);
    shop.server.buyer_is(
        ANNA,
        Profile {
            first_name: endless.clone(),
            ..Profile::default()
        },
    );
    shop.server.buyer_says(ANNA, &endless);
    let heard = shop.first().await;
    let [
        Happened::Met {
            name: Some(name), ..
        },
        Happened::Said(text),
    ] = &heard.happened[..]
    else {
        panic!("{heard:?}")
    };
    assert!(name.chars().count() <= 128 && text.chars().count() <= 4096);
}

#[tokio::test]
async fn words_that_waited_for_the_bot_keep_their_own_time() {
    let mut shop = Shop::open().await;
    shop.server.buyer_sends(
        ANNA,
        json!({ "text": "завтра к пяти", "date": 1_700_000_000 }),
    );
    let heard = shop.first().await;
    assert_eq!(
        heard.at,
        "2023-11-14T22:13:20.999Z"
            .parse::<Timestamp>()
            .expect("a moment")
    );
}

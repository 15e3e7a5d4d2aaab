//! What a message looks like: words, buttons, products and photos.

use channels::telegram::Telegram;
use engine::{Happened, Press};
use serde_json::json;

use crate::{ANNA, Shop, after_meeting, card, chat, message, met, settings};

/// The beginning of any picture of this kind.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

#[tokio::test]
async fn buttons_stand_below_the_words() {
    let mut shop = Shop::open().await;
    met(&mut shop, ANNA).await;
    let sent = shop
        .telegram
        .send(&chat(ANNA), &message("Оформляем <заказ>?", &["Да", "Нет"]))
        .await;
    let shown = shop.server.messages_to(ANNA);
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0].text, "Оформляем <заказ>?");
    assert_eq!(shown[0].labels(), ["Да", "Нет"]);
    assert_eq!(shown[0].rows.len(), 1, "short ones share a row");
    assert_eq!(sent.expect("sent").messages, [shown[0].id]);
}

#[tokio::test]
async fn a_long_text_comes_in_parts_and_the_buttons_under_the_last() {
    let mut shop = Shop::open().await;
    met(&mut shop, ANNA).await;
    let paragraph = "Пионы привозят по утрам 🌷. ".repeat(40);
    let text = [paragraph.trim(); 8].join("\n\n");
    let sent = shop
        .telegram
        .send(&chat(ANNA), &message(&text, &["Беру"]))
        .await
        .expect("sent");
    let shown = shop.server.messages_to(ANNA);
    assert_eq!(sent.messages.len(), shown.len());
    let parts: Vec<&str> = shown.iter().map(|shown| shown.text.as_str()).collect();
    assert_eq!(parts.join("\n\n"), text, "broken between paragraphs only");
    let buttons: Vec<usize> = shown.iter().map(|shown| shown.labels().len()).collect();
    assert_eq!(buttons, [0, 0, 1]);
}

#[tokio::test]
async fn products_without_photos_are_a_list_with_a_button_each() {
    let mut shop = Shop::open().await;
    met(&mut shop, ANNA).await;
    let mut offer = message("Вот что есть:", &["Другое"]);
    offer.cards = vec![card("25 роз", "4 900 ₽", None), card("Пионы", "", None)];
    shop.telegram.send(&chat(ANNA), &offer).await.expect("sent");
    let shown = shop.server.messages_to(ANNA);
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0].text, "Вот что есть:\n\n25 роз — 4 900 ₽\nПионы");
    assert_eq!(shown[0].labels(), ["25 роз", "Пионы", "Другое"]);
    for (label, index) in [("25 роз", 0), ("Пионы", 1), ("Другое", 2)] {
        let before = shop.so_far().len();
        shop.server.buyer_presses(ANNA, label);
        let pressed = shop.brought(before + 1).await.remove(before);
        assert_eq!(
            after_meeting(&pressed),
            &Happened::Pressed(Press::Button { message: 7, index })
        );
    }
}

#[tokio::test]
async fn one_photo_is_uploaded_and_the_words_follow() {
    let mut shop = Shop::open().await;
    met(&mut shop, ANNA).await;
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("roses.png"), PNG).expect("a photo");
    let with_photos = channels::telegram::Settings {
        photos: Some(folder.path().to_owned()),
        ..settings(&shop.server)
    };
    let telegram = Telegram::connect(with_photos)
        .await
        .expect("the server knows the token");
    let mut offer = message("Наш любимый:", &[]);
    offer.cards = vec![card("25 роз", "4 900 ₽", Some("roses.png"))];
    let sent = telegram.send(&chat(ANNA), &offer).await.expect("sent");
    let shown = shop.server.messages_to(ANNA);
    assert_eq!(shown.len(), 2);
    assert_eq!(
        (shown[0].photo.as_deref(), shown[0].text.as_str()),
        (Some("roses.png"), "")
    );
    assert_eq!(shown[1].text, "Наш любимый:\n\n25 роз — 4 900 ₽");
    assert_eq!(sent.messages, [shown[0].id, shown[1].id]);
    let call = &shop.server.calls("sendPhoto")[0];
    assert_eq!(
        call.params["chat_id"],
        json!(ANNA.to_string()),
        "a form, not JSON"
    );
}

#[tokio::test]
async fn several_photos_are_an_album_with_captions() {
    let mut shop = Shop::open().await;
    met(&mut shop, ANNA).await;
    let mut offer = message("", &[]);
    let photo = |name: &str| Some(format!("https://example.com/{name}.jpg"));
    offer.cards = vec![
        card("Розы", "4 900 ₽", photo("roses").as_deref()),
        card("Тюльпаны", "2 100 ₽", photo("tulips").as_deref()),
        card("Открытка", "150 ₽", None),
    ];
    shop.telegram.send(&chat(ANNA), &offer).await.expect("sent");
    let shown = shop.server.messages_to(ANNA);
    assert_eq!(shown.len(), 3);
    assert_eq!(
        (shown[0].text.as_str(), shown[1].text.as_str()),
        ("Розы — 4 900 ₽", "Тюльпаны — 2 100 ₽")
    );
    assert_eq!(
        shown[2].text,
        "Розы — 4 900 ₽\nТюльпаны — 2 100 ₽\nОткрытка — 150 ₽"
    );
    assert_eq!(shown[2].labels(), ["Розы", "Тюльпаны", "Открытка"]);
}

#[tokio::test]
async fn a_photo_that_cannot_be_shown_does_not_cost_the_words() {
    let mut shop = Shop::open().await;
    met(&mut shop, ANNA).await;
    let photos = [
        "https://example.com/missing.jpg",
        "no-such-file.png",
        "../../etc/passwd",
        "/etc/passwd",
        "http://",
        "",
    ];
    for photo in photos {
        let before = shop.server.messages_to(ANNA).len();
        let mut offer = message("Смотрите:", &[]);
        offer.cards = vec![card("Розы", "4 900 ₽", Some(photo))];
        shop.telegram
            .send(&chat(ANNA), &offer)
            .await
            .expect("the words are sent");
        let shown = shop.server.messages_to(ANNA);
        assert_eq!(shown.len(), before + 1, "{photo}");
        assert_eq!(shown[before].text, "Смотрите:\n\nРозы — 4 900 ₽");
    }
}

#[tokio::test]
async fn long_labels_are_cut_and_too_many_buttons_are_not_sent() {
    let mut shop = Shop::open().await;
    met(&mut shop, ANNA).await;
    let long = "очень ".repeat(50);
    let labels: Vec<&str> = std::iter::repeat_n(long.as_str(), 150).collect();
    let mut offer = message("", &labels);
    offer.number = u64::MAX;
    shop.telegram.send(&chat(ANNA), &offer).await.expect("sent");
    let shown = shop.server.messages_to(ANNA);
    assert_eq!(shown[0].labels().len(), 100);
    assert!(shown[0].labels()[0].ends_with('…'));
}

#[tokio::test]
async fn a_message_without_anything_is_nothing() {
    let mut shop = Shop::open().await;
    met(&mut shop, ANNA).await;
    let sent = shop
        .telegram
        .send(&chat(ANNA), &message(" \n", &[]))
        .await
        .expect("nothing to do");
    assert!(sent.messages.is_empty() && shop.server.messages_to(ANNA).is_empty());
}

#[tokio::test]
async fn typing_is_shown_and_costs_nothing_where_it_cannot_be() {
    let mut shop = Shop::open().await;
    met(&mut shop, ANNA).await;
    shop.telegram.typing(&chat(ANNA)).await;
    shop.telegram.typing(&chat(404)).await;
    let calls = shop.server.calls("sendChatAction");
    assert_eq!(
        calls[0].params,
        json!({ "chat_id": ANNA, "action": "typing" })
    );
    assert_eq!(calls.len(), 2);
}

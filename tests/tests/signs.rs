//! What a talk cannot say: photos, keys, calls, events, and buttons of a certain message.

use std::path::Path;
use std::sync::Arc;

use engine::{Channel, ChatKey, Effect, Happened, Name, Press};
use jiff::Timestamp;
use store::MemoryStore;
use torg::rehearsal::Rehearsal;
use torg::release::build;
use torg::shop::ShopFiles;

/// A buyer of the shop `suite/signs`.
struct Buyer(Rehearsal);

impl Buyer {
    fn on(channel: Channel) -> Buyer {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("suite/signs");
        let files = ShopFiles::read(&folder).expect("the shop is read");
        let release = build(&files).expect("the shop is read").release;
        let release = Arc::new(release.expect("the shop compiles"));
        let store = Arc::new(MemoryStore::new());
        let chat = ChatKey::new(channel, "buyer");
        let clock: Timestamp = "2026-03-02T08:00:00Z".parse().expect("a moment");
        Buyer(Rehearsal::new(release, store, chat, clock).expect("a rehearsal"))
    }

    /// What the bot says and how it ends for something that happens.
    fn meets(&mut self, what: Happened) -> Vec<String> {
        let mut told = Vec::new();
        let mut saw = |_: &engine::State, effect: &Effect| match effect {
            Effect::Send(message) => told.push(message.text.clone()),
            Effect::Finish { outcome, .. } => told.push(format!("! {}", outcome.as_str())),
            Effect::Escalate { reason, .. } => told.push(format!("! {reason}")),
            _ => {}
        };
        self.0.happen(what, &mut saw).expect("the turn is taken");
        told
    }

    fn says(&mut self, words: &str) -> Vec<String> {
        self.meets(Happened::Said(words.to_owned()))
    }

    fn presses(&mut self, message: u64, index: u16) -> Vec<String> {
        self.meets(Happened::Pressed(Press::Button { message, index }))
    }
}

fn photo(caption: &str) -> Happened {
    Happened::SentPhoto {
        file: "photo-1".to_owned(),
        caption: caption.to_owned(),
    }
}

fn raised(name: &str) -> Happened {
    Happened::Raised {
        name: Name::from(name),
        value: None,
    }
}

#[test]
fn a_photo_is_heard_where_a_branch_listens_for_it() {
    let mut buyer = Buyer::on(Channel::Telegram);
    assert_eq!(buyer.says("здравствуйте"), ["Какой цвет?"]);
    assert_eq!(buyer.meets(photo("")), ["Фото есть.", "! won"]);
}

#[test]
fn a_photo_answers_the_question_for_one() {
    let mut buyer = Buyer::on(Channel::Telegram);
    assert_eq!(buyer.says("белый"), ["Белый, верно?"]);
    assert_eq!(buyer.says("верно"), ["Пришлёте фото места?"]);
    assert_eq!(buyer.meets(photo("")), ["Как вас зовут?"]);
}

#[test]
fn the_words_under_a_photo_that_nobody_asked_for_are_read() {
    let mut buyer = Buyer::on(Channel::Telegram);
    assert_eq!(buyer.says("белый"), ["Белый, верно?"]);
    assert_eq!(buyer.meets(photo("верно")), ["Пришлёте фото места?"]);
}

#[test]
fn an_opened_catalog_leads_where_its_branch_says() {
    let mut buyer = Buyer::on(Channel::Telegram);
    assert_eq!(buyer.says("здравствуйте"), ["Какой цвет?"]);
    assert_eq!(
        buyer.meets(Happened::OpenedCatalog),
        ["Каталог перед вами. Понравилось?"]
    );
}

#[test]
fn an_event_by_name_is_heard_and_others_are_not() {
    let mut buyer = Buyer::on(Channel::Telegram);
    assert_eq!(buyer.meets(raised("paid")), [] as [&str; 0]);
    assert_eq!(buyer.says("здравствуйте"), ["Какой цвет?"]);
    assert_eq!(buyer.meets(raised("weather")), [] as [&str; 0]);
    assert_eq!(buyer.meets(raised("paid")), ["Оплата пришла.", "! won"]);
}

#[test]
fn an_event_is_heard_anywhere() {
    let mut buyer = Buyer::on(Channel::Telegram);
    assert_eq!(buyer.says("белый"), ["Белый, верно?"]);
    assert_eq!(
        buyer.meets(raised("refund")),
        ["Передаю коллеге.", "! needs a person"]
    );
}

#[test]
fn a_key_of_the_phone_is_heard() {
    let mut buyer = Buyer::on(Channel::Phone);
    assert_eq!(buyer.meets(Happened::Called), ["Какой цвет?"]);
    assert_eq!(
        buyer.meets(Happened::Dtmf("1".to_owned())),
        ["Единица.", "! won"]
    );
}

#[test]
fn another_key_picks_the_option_at_its_place() {
    let mut buyer = Buyer::on(Channel::Phone);
    assert_eq!(buyer.meets(Happened::Called), ["Какой цвет?"]);
    assert_eq!(
        buyer.meets(Happened::Dtmf("2".to_owned())),
        ["Белый, верно?"]
    );
}

#[test]
fn a_hung_up_call_goes_where_its_branch_says_and_else_ends_postponed() {
    let mut buyer = Buyer::on(Channel::Phone);
    assert_eq!(buyer.meets(Happened::Called), ["Какой цвет?"]);
    assert_eq!(buyer.meets(Happened::HungUp), ["! lost"]);
    assert_eq!(buyer.meets(Happened::Called), ["Какой цвет?"]);
    assert_eq!(buyer.says("белый"), ["Белый, верно?"]);
    assert_eq!(buyer.meets(Happened::HungUp), ["! postponed"]);
}

#[test]
fn a_second_call_is_heard_where_a_trigger_listens_for_it() {
    let mut buyer = Buyer::on(Channel::Phone);
    assert_eq!(buyer.meets(Happened::Called), ["Какой цвет?"]);
    assert_eq!(buyer.says("белый"), ["Белый, верно?"]);
    assert_eq!(buyer.meets(Happened::Called), ["Белый, верно?"]);
    assert_eq!(buyer.says("верно"), ["Пришлёте фото места?"]);
    assert_eq!(
        buyer.meets(Happened::Called),
        ["Вы звоните снова. Продолжим?"]
    );
}

#[test]
fn a_button_of_an_older_question_corrects_its_slot() {
    let mut buyer = Buyer::on(Channel::Telegram);
    assert_eq!(buyer.says("здравствуйте"), ["Какой цвет?"]);
    assert_eq!(buyer.presses(1, 1), ["Белый, верно?"]);
    assert_eq!(buyer.presses(1, 0), ["Красный, верно?"]);
}

#[test]
fn a_button_of_an_older_question_without_a_slot_is_read_as_typed() {
    let mut buyer = Buyer::on(Channel::Telegram);
    assert_eq!(buyer.says("белый"), ["Белый, верно?"]);
    assert_eq!(buyer.presses(1, 1), ["Тогда какой?"]);
    assert_eq!(buyer.presses(1, 0), ["Тогда какой?"]);
}

#[test]
fn the_same_button_pressed_twice_chooses_once() {
    let mut buyer = Buyer::on(Channel::Telegram);
    assert_eq!(buyer.says("здравствуйте"), ["Какой цвет?"]);
    assert_eq!(buyer.presses(1, 1), ["Белый, верно?"]);
    assert_eq!(buyer.presses(2, 0), ["Пришлёте фото места?"]);
    assert_eq!(buyer.presses(2, 0), ["Пришлёте фото места?"]);
}

#[test]
fn a_button_that_is_not_there_repeats_the_question() {
    let mut buyer = Buyer::on(Channel::Telegram);
    assert_eq!(buyer.says("здравствуйте"), ["Какой цвет?"]);
    assert_eq!(buyer.presses(1, 9), ["Какой цвет?"]);
    assert_eq!(buyer.presses(77, 0), ["Какой цвет?"]);
}

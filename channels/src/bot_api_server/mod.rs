//! A Bot API server on this machine. It speaks the API over real HTTP and refuses what the real one refuses:
//! wrong tokens, unknown chats, long texts, wrong keyboards, late answers. A test plays the buyer and the
//! operators with it, and sees what they would see.
//!
//! Reading order: this file is what a test can do, `world` is what the server remembers, `methods` is the
//! API, `request`, `check` and `entities` are how a call is read and judged.

mod check;
mod entities;
mod methods;
mod request;
mod world;

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::any;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use self::world::World;
pub use self::world::{Call, Profile, Shown, ShownButton, Toast, Trouble};

/// The token that the server knows.
pub const TOKEN: &str = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";

/// The bot's id.
pub const BOT_ID: u64 = 110_201_543;

/// The bot's user name.
pub const BOT_NAME: &str = "flower_shop_bot";

/// The chat of the operators, a group.
pub const OPERATORS: i64 = -1_001_234_567;

/// A running server; it ends when dropped.
pub struct BotApiServer {
    address: SocketAddr,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

/// What the handlers of requests and the test share.
struct Shared {
    world: Mutex<World>,
    /// Rises with each change, to wake those who wait.
    changes: watch::Sender<u64>,
}

impl Shared {
    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn changed(&self) {
        self.changes.send_modify(|change| *change += 1);
    }
}

impl BotApiServer {
    /// Starts a server that knows one bot and the operators' group.
    ///
    /// # Errors
    /// Where no port is free.
    pub async fn start() -> io::Result<BotApiServer> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            world: Mutex::new(World::new()),
            changes: watch::Sender::new(0),
        });
        let router = Router::new()
            .route("/{bot}/{method}", any(methods::call))
            .layer(DefaultBodyLimit::max(50 * 1024 * 1024))
            .with_state(shared.clone());
        let task = tokio::spawn(async move {
            // The server ends with its task; a failure shows in the test as a refused connection.
            let _ = axum::serve(listener, router).await;
        });
        Ok(BotApiServer {
            address,
            shared,
            task,
        })
    }

    /// What a shop would write as `api_url`.
    pub fn api_url(&self) -> String {
        format!("http://{}", self.address)
    }

    // What buyers do.

    /// Tells who a buyer is; without it a buyer is Анна with a Russian client.
    pub fn buyer_is(&self, chat: i64, profile: Profile) {
        self.shared.world().profiles.insert(chat, profile);
    }

    /// A buyer writes.
    pub fn buyer_says(&self, chat: i64, text: &str) {
        self.buyer_sends(chat, json!({ "text": text }));
    }

    /// A buyer sends a message with this content: `{"photo": […], "caption": "…"}`.
    pub fn buyer_sends(&self, chat: i64, content: Value) {
        self.change(|world| {
            let message = world.buyer_message(chat, content);
            world.push(json!({ "message": message }));
        });
    }

    /// A buyer changes a message that was sent.
    pub fn buyer_edits(&self, chat: i64, text: &str) {
        self.change(|world| {
            let mut message = world.buyer_message(chat, json!({ "text": text }));
            message["edit_date"] = message["date"].clone();
            world.push(json!({ "edited_message": message }));
        });
    }

    /// A buyer shares their own number.
    pub fn buyer_shares_contact(&self, chat: i64, phone: &str) {
        let contact = json!({ "phone_number": phone, "first_name": "Анна", "user_id": chat });
        self.buyer_sends(chat, json!({ "contact": contact }));
    }

    /// A buyer sends a photo. Gives the id of its largest size.
    pub fn buyer_sends_photo(&self, chat: i64, caption: &str) -> String {
        let size = |name: &str, side: u32| json!({ "file_id": name, "file_unique_id": name, "file_size": side, "width": side, "height": side });
        let photo = json!([
            size("photo-small", 90),
            size("photo-large", 1280),
            size("photo-middle", 320)
        ]);
        let content = match caption {
            "" => json!({ "photo": photo }),
            words => json!({ "photo": photo, "caption": words }),
        };
        self.buyer_sends(chat, content);
        "photo-large".to_owned()
    }

    /// A buyer presses a button of the newest message that has one with this label.
    ///
    /// # Panics
    /// Where there is no such button.
    pub fn buyer_presses(&self, chat: i64, label: &str) {
        self.press(chat, chat, "", label);
    }

    /// A buyer's client sends data of its own as if a button had been pressed.
    pub fn buyer_forges_press(&self, chat: i64, data: &str) {
        self.change(|world| {
            let message = world.buyer_message(chat, json!({ "text": "anything" }));
            world.push_press(chat, message, data);
        });
    }

    /// A buyer blocks the bot.
    pub fn buyer_blocks(&self, chat: i64) {
        self.change(|world| {
            world.meet(chat);
            world.blocked.insert(chat);
        });
    }

    // What operators do.

    /// An operator replies to the newest message of the bot in their chat that contains this.
    ///
    /// # Panics
    /// Where there is no such message.
    pub fn operator_replies(&self, to: &str, text: &str) {
        self.change(|world| {
            let replied = world.newest(OPERATORS, to).cloned();
            let replied =
                replied.unwrap_or_else(|| panic!("the operators see no message with `{to}`"));
            let replied = world.message_json(&replied);
            let message =
                world.operator_message(json!({ "text": text, "reply_to_message": replied }));
            world.push(json!({ "message": message }));
        });
    }

    /// An operator writes without replying to anything.
    pub fn operator_says(&self, text: &str) {
        self.operator_sends(json!({ "text": text }));
    }

    /// An operator sends a message with this content.
    pub fn operator_sends(&self, content: Value) {
        self.change(|world| {
            let message = world.operator_message(content);
            world.push(json!({ "message": message }));
        });
    }

    /// An operator presses a button of the newest message of the bot in their chat that contains this.
    ///
    /// # Panics
    /// Where there is no such message or button.
    pub fn operator_presses(&self, on: &str, label: &str) {
        self.press(OPERATORS, 77, on, label);
    }

    // What comes over the wire besides.

    /// Queues an update as it stands; it gets a number where it has none.
    pub fn push(&self, update: Value) {
        self.change(|world| world.push(update));
    }

    /// The next call of this method goes wrong so; troubles of one method come in order.
    pub fn next_call_meets(&self, method: &str, trouble: Trouble) {
        let method = method.to_lowercase();
        self.shared.world().troubles.push((method, trouble));
    }

    /// Presses that wait for an answer are too old for one from now on.
    pub fn presses_grow_old(&self) {
        self.shared.world().waiting_presses.clear();
    }

    /// Another program receives the bot's updates by a webhook.
    pub fn set_webhook(&self) {
        self.shared.world().webhook = true;
    }

    // What can be seen.

    /// The bot's messages in a chat, in order.
    pub fn messages_to(&self, chat: i64) -> Vec<Shown> {
        self.shared.world().shown_in(chat)
    }

    /// All calls of a method, in order; the name in any case.
    pub fn calls(&self, method: &str) -> Vec<Call> {
        let world = self.shared.world();
        let of_it = |call: &&Call| call.method.eq_ignore_ascii_case(method);
        world.calls.iter().filter(of_it).cloned().collect()
    }

    /// The answers to presses, in order.
    pub fn toasts(&self) -> Vec<Toast> {
        self.shared.world().toasts.clone()
    }

    /// How many updates the bot did not confirm yet.
    pub fn unconfirmed(&self) -> usize {
        self.shared.world().updates.len()
    }

    /// The bot's messages in a chat as soon as there are so many.
    ///
    /// # Panics
    /// After so long a wait.
    pub async fn wait_for(&self, chat: i64, many: usize, within: Duration) -> Vec<Shown> {
        let enough = self.wait_until(within, |server| server.messages_to(chat).len() >= many);
        let enough = enough.await;
        let shown = self.messages_to(chat);
        assert!(
            enough,
            "chat {chat} has {} of {many} messages: {shown:#?}",
            shown.len()
        );
        shown
    }

    /// The newest message of the bot in a chat that contains this, as soon as there is one.
    ///
    /// # Panics
    /// After so long a wait.
    pub async fn wait_for_text(&self, chat: i64, text: &str, within: Duration) -> Shown {
        let find = |server: &BotApiServer| server.shared.world().newest(chat, text).cloned();
        self.wait_until(within, |server| find(server).is_some())
            .await;
        find(self).unwrap_or_else(|| {
            panic!(
                "chat {chat} has no message with `{text}`: {:#?}",
                self.messages_to(chat)
            )
        })
    }

    /// Whether something becomes true in time.
    pub async fn wait_until(&self, within: Duration, what: impl Fn(&BotApiServer) -> bool) -> bool {
        let mut changes = self.shared.changes.subscribe();
        let come_true = async {
            while !what(self) {
                if changes.changed().await.is_err() {
                    return;
                }
            }
        };
        timeout(within, come_true).await.is_ok()
    }

    fn press(&self, chat: i64, who: i64, on: &str, label: &str) {
        self.change(|world| {
            let seen = world.shown_in(chat);
            let pressed = seen
                .iter()
                .rev()
                .filter(|shown| shown.text.contains(on))
                .find_map(|shown| {
                    let button = shown.button(label)?;
                    Some((shown.clone(), button.data.clone()?))
                });
            let (shown, data) = pressed.unwrap_or_else(|| {
                let labels = seen
                    .iter()
                    .rev()
                    .flat_map(|shown| shown.labels())
                    .collect::<Vec<_>>();
                panic!("chat {chat} has no button `{label}` on a message with `{on}`: {labels:?}")
            });
            let message = world.message_json(&shown);
            world.push_press(who, message, &data);
        });
    }

    fn change(&self, change: impl FnOnce(&mut World)) {
        change(&mut self.shared.world());
        self.shared.changed();
    }
}

impl Drop for BotApiServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

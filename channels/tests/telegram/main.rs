//! Telegram played through a Bot API server on this machine: what buyers and operators do, and what they see.

mod buyers;
mod cards;
mod listening;
mod operators;
mod sending;
mod setting_up;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use channels::bot_api_server::{BotApiServer, OPERATORS, TOKEN};
use channels::telegram::{Settings, Telegram};
use channels::{ChannelError, Incoming, Refused};
use engine::effect::Origin;
use engine::{Because, Button, Card, Channel, ChatKey, Happened, Message, SaidAs};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use understand::Lang;

/// Enough for any healthy exchange on a busy machine.
const LONG: Duration = Duration::from_secs(20);

/// A buyer.
const ANNA: i64 = 501;

/// Another buyer.
const BORIS: i64 = 502;

/// A bot that listens, and what it brought.
struct Shop {
    server: BotApiServer,
    telegram: Arc<Telegram>,
    brought: Arc<Mutex<Vec<Incoming>>>,
    changes: watch::Receiver<()>,
    listening: JoinHandle<Result<(), ChannelError>>,
    stop: watch::Sender<bool>,
}

impl Shop {
    /// A shop that takes every event.
    async fn open() -> Shop {
        Shop::that_takes(|_, _| Ok(())).await
    }

    /// A shop that takes or refuses an event, seeing how many it took before.
    async fn that_takes(
        takes: impl Fn(&Incoming, usize) -> Result<(), Refused> + Send + Sync + 'static,
    ) -> Shop {
        let server = server().await;
        let telegram = Arc::new(connect(&server).await);
        let brought = Arc::new(Mutex::new(Vec::new()));
        let (changed, changes) = watch::channel(());
        let (stop, stopped) = watch::channel(false);
        let listening = tokio::spawn({
            let (telegram, brought) = (telegram.clone(), brought.clone());
            async move {
                let deliver = |incoming: Incoming| {
                    let mut brought = brought.lock().unwrap_or_else(PoisonError::into_inner);
                    let taken = takes(&incoming, brought.len());
                    if taken.is_ok() {
                        brought.push(incoming);
                    }
                    changed.send_replace(());
                    std::future::ready(taken)
                };
                let mut stopped = stopped;
                let stop = async move {
                    // A shop that is gone stops too.
                    let _ = stopped.wait_for(|stop| *stop).await;
                };
                telegram.listen(deliver, stop).await
            }
        });
        Shop {
            server,
            telegram,
            brought,
            changes,
            listening,
            stop,
        }
    }

    /// All that was brought, as soon as it is so many.
    async fn brought(&mut self, many: usize) -> Vec<Incoming> {
        let enough = async {
            while self.so_far().len() < many {
                self.changes.changed().await.expect("the shop listens");
            }
        };
        let in_time = timeout(LONG, enough).await.is_ok();
        let brought = self.so_far();
        assert!(in_time, "{} of {many} events: {brought:#?}", brought.len());
        brought
    }

    /// The one thing that happened first.
    async fn first(&mut self) -> Incoming {
        self.brought(1).await.remove(0)
    }

    fn so_far(&self) -> Vec<Incoming> {
        self.brought
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Waits until the bot confirmed all there was.
    async fn settled(&self) {
        let settled = self
            .server
            .wait_until(LONG, |server| server.unconfirmed() == 0)
            .await;
        assert!(
            settled,
            "{} updates are unconfirmed",
            self.server.unconfirmed()
        );
    }
}

async fn server() -> BotApiServer {
    BotApiServer::start().await.expect("a free port")
}

fn settings(server: &BotApiServer) -> Settings {
    Settings {
        api_url: server.api_url(),
        operators: Some(OPERATORS),
        ..Settings::new(TOKEN.into())
    }
}

async fn connect(server: &BotApiServer) -> Telegram {
    Telegram::connect(settings(server))
        .await
        .expect("the server knows the token")
}

fn chat(id: i64) -> ChatKey {
    ChatKey::new(Channel::Telegram, id.to_string())
}

/// What happened after the channel told who it is.
fn after_meeting(incoming: &Incoming) -> &Happened {
    match &incoming.happened[..] {
        [Happened::Met { .. }, what] => what,
        other => panic!("not one thing after a meeting: {other:?}"),
    }
}

fn said(text: &str) -> Happened {
    Happened::Said(text.to_owned())
}

/// A message with buttons.
fn message(text: &str, labels: &[&str]) -> Message {
    let option = |label: &&str| Button {
        name: (*label).into(),
        label: (*label).to_owned(),
    };
    Message {
        number: 7,
        text: text.to_owned(),
        lang: Lang::RU,
        cards: Vec::new(),
        options: labels.iter().map(option).collect(),
        said_as: SaidAs::Text("hello".into()),
        origin: Origin::default(),
        because: Because::default(),
        proofs: Vec::new(),
        ownership: 0,
    }
}

fn card(name: &str, price: &str, photo: Option<&str>) -> Card {
    Card {
        sku: name.into(),
        name: name.to_owned(),
        price: price.to_owned(),
        stock: String::new(),
        photo: photo.map(str::to_owned),
    }
}

/// Makes a buyer known to the server, so that the bot may write to them.
async fn met(shop: &mut Shop, buyer: i64) {
    let before = shop.so_far().len();
    shop.server.buyer_says(buyer, "здравствуйте");
    shop.brought(before + 1).await;
}

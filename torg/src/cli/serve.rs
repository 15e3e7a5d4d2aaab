//! `torg serve`: the running shop.

use super::{Exit, open, show};
use crate::config::Telegram as TelegramSettings;
use crate::doors::Doors;
use crate::peek;
use crate::perform;
use crate::release::Release;
use crate::service::Service;
use crate::turn::{Delivery, Turns};
use crate::watch::{news, serving, watch};
use channels::telegram::{Settings, Telegram};
use channels::{Incoming, Refused};
use clap::Args;
use engine::Event;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use store::InboxKey;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;
use understand::Lang;

/// How long turns in flight may take after the signal to stop.
const FINISH: Duration = Duration::from_secs(8);

/// How long the threads of the process may take after that.
const LEAVE: Duration = Duration::from_secs(1);

/// What is logged where `TORG_LOG` says nothing. The model client's own log may hold a model's words.
const LOG: &str = "info,async_openai=off,sled=warn,hyper=warn,reqwest=warn,teloxide=warn";

/// Runs shops.
#[derive(Args)]
pub(super) struct Serve {
    /// The shop's folder
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Write the log as JSON
    #[arg(long)]
    json: bool,
}

impl Serve {
    pub(super) fn run(self) -> Exit {
        let filter = EnvFilter::try_from_env("TORG_LOG").unwrap_or_else(|_| EnvFilter::new(LOG));
        let log = tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_writer(std::io::stderr);
        if self.json {
            log.json().init()
        } else {
            log.with_ansi(show::is_colored()).init()
        }
        let runtime = match tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
        {
            Ok(runtime) => runtime,
            Err(error) => return Exit::failed(error),
        };
        let served = runtime.block_on(serve(&self.dir));
        // What still reads is not waited for: all that was acknowledged is on disk.
        runtime.shutdown_timeout(LEAVE);
        served.map_or_else(|exit| exit, |()| Exit::Fine)
    }
}

async fn serve(folder: &Path) -> Result<(), Exit> {
    let stop = CancellationToken::new();
    stop_at_signals(stop.clone()).map_err(Exit::failed)?;
    let (release, report) = open::reported(folder)?;
    let store = open::store(folder, &release)?;
    // Before anything that may take its time: the owner looks in meanwhile.
    let data = folder.join(&release.config.store);
    tokio::spawn(peek::answer(Arc::clone(&store), data));
    let models = perform::models(&release).map_err(Exit::failed)?;
    let telegram = match &release.config.telegram {
        Some(settings) => tokio::select! {
            () = stop.cancelled() => return Ok(()),
            connected = connect(settings, &release, folder) => Some(Arc::new(connected?)),
        },
        None => {
            show::note(&release.config.closed.join("\n"));
            None
        }
    };
    let told = news(&release, &report);
    show::note(&serving(&release));
    let turns = Turns::new(release, store).map_err(Exit::failed)?;
    let service = Service::new(
        turns,
        models,
        Doors {
            telegram: telegram.clone(),
        },
    );
    service.recover().await.map_err(Exit::failed)?;
    let heard = async {
        match &telegram {
            Some(telegram) => listen(&service, telegram, stop.clone().cancelled_owned()).await,
            None => std::future::pending().await,
        }
    };
    let result = tokio::select! {
        () = stop.cancelled() => Ok(()),
        () = service.watch_timers() => Ok(()),
        watched = watch(&service, folder, told, show::note) => watched.map_err(Exit::failed),
        heard = heard => heard,
        why = service.broken() => Err(Exit::Failed(why)),
    };
    stop.cancel();
    show::note("stopping: turns in flight finish, the rest is kept for the next start");
    service.finish(FINISH).await;
    result
}

/// Cancels `stop` at the first signal to end.
fn stop_at_signals(stop: CancellationToken) -> std::io::Result<()> {
    let mut term = signal(SignalKind::terminate())?;
    tokio::spawn(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        stop.cancel();
    });
    Ok(())
}

async fn connect(
    settings: &TelegramSettings,
    release: &Release,
    folder: &Path,
) -> Result<Telegram, Exit> {
    let languages = &release.config.shop.languages;
    let settings = Settings {
        token: settings.token.clone(),
        api_url: settings.api_url.clone(),
        operators: settings.operators,
        operators_lang: languages.first().copied().unwrap_or(Lang::EN),
        photos: Some(folder.to_owned()),
    };
    Telegram::connect(settings).await.map_err(Exit::failed)
}

/// Takes what Telegram tells, until `stop`.
async fn listen(
    service: &Arc<Service>,
    telegram: &Telegram,
    stop: impl Future<Output = ()>,
) -> Result<(), Exit> {
    let deliver = |incoming: Incoming| {
        let service = Arc::clone(service);
        async move {
            // Each event of an update has a key of its own, so that one that was taken before a crash is
            // not taken again, and one that was not is.
            for (part, what) in incoming.happened.into_iter().enumerate() {
                if !service.turns().is_news(&incoming.chat, &what) {
                    continue;
                }
                let event = Event {
                    at: incoming.at,
                    what,
                };
                let keys = vec![InboxKey::new(format!("{}/{part}", incoming.key))];
                let delivery = Delivery {
                    keys,
                    marks: Vec::new(),
                };
                service
                    .deliver(&incoming.chat, event, delivery)
                    .await
                    .map_err(|_| Refused)?;
            }
            Ok(())
        }
    };
    telegram.listen(deliver, stop).await.map_err(Exit::failed)
}

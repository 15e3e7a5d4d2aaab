//! Hot reload: a saved file is served within a second; a broken one leaves the last good release.

use crate::perform;
use crate::release::{Built, Release, build};
use crate::report::Report;
use crate::service::Service;
use crate::shop::ShopFiles;
use notify::RecursiveMode;
use notify_debouncer_full::{DebounceEventResult, new_debouncer};
use secrecy::ExposeSecret;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;

/// How long files must be quiet before they are read.
const SETTLE: Duration = Duration::from_millis(150);

/// The shortest time between two readings where nothing tells of a change.
const SOONEST: Duration = Duration::from_secs(1);

/// The subfolders of a shop that decide a reply, besides the catalog's.
const WATCHED: [&str; 3] = ["flows", "plugins", "knowledge"];

/// What an author reads when this release is served, with what there is to tell of its files.
pub fn news(release: &Release, report: &Report) -> String {
    format!("{}{}", report.render(None, false), serving(release))
}

/// Names what is served.
pub fn serving(release: &Release) -> String {
    let products = match release.catalog.len() {
        1 => "1 product".to_owned(),
        rows => format!("{rows} products"),
    };
    format!(
        "serving release {} of {}, catalog {} with {products}",
        release.hash,
        release.config.shop.name,
        release.catalog.version()
    )
}

/// Watches a shop folder and serves what is saved, until the future that holds this is dropped.
/// `told` is the [`news`] of what is served; `tell` gets what an author should read besides.
///
/// # Errors
/// The system cannot watch the folder.
pub async fn watch(
    service: &Arc<Service>,
    folder: &Path,
    mut told: String,
    tell: impl Fn(&str),
) -> Result<(), notify::Error> {
    let (changed, mut changes) = mpsc::channel(1);
    let opened = service.turns().release();
    let data = folder.join(&opened.config.store);
    let mut watcher = new_debouncer(SETTLE, None, move |events: DebounceEventResult| {
        let touches = |path: &PathBuf| !path.starts_with(&data);
        let relevant = events.map_or(true, |events| {
            events
                .iter()
                .any(|event| !event.kind.is_access() && event.paths.iter().any(touches))
        });
        if relevant {
            // A change that is waiting to be read stands for this one too.
            let _ = changed.try_send(());
        }
    })?;
    watcher.watch(folder, RecursiveMode::NonRecursive)?;
    loop {
        let now = service.turns().release();
        for sub in subfolders(folder, &now.config.catalog) {
            // One that was not there before, or was put in another's place. A folder that goes away
            // again at this moment is looked for after the next change.
            let _ = watcher.watch(sub, RecursiveMode::NonRecursive);
        }
        let mut news = reload(service, folder).await;
        if read_at_start(&service.turns().release()) != read_at_start(&opened) {
            news.push_str(
                "\n[channels] and [store] are read at the start: restart torg to use the change",
            );
        }
        // The same is not told twice.
        if news != told {
            tell(&news);
        }
        told = news;
        tokio::select! {
            _ = changes.recv() => {}
            () = tokio::time::sleep(now.config.refresh.max(SOONEST)) => {}
        }
    }
}

/// The folders below the shop's that hold what decides a reply.
fn subfolders(folder: &Path, catalog: &str) -> Vec<PathBuf> {
    let catalog = folder.join(catalog);
    let of_catalog = catalog.parent().filter(|parent| *parent != folder);
    let subs = WATCHED.map(|sub| folder.join(sub)).into_iter();
    subs.chain(of_catalog.map(Path::to_owned))
        .filter(|sub| sub.is_dir())
        .collect()
}

/// The settings that a running torg does not change: its channel and its store.
fn read_at_start(release: &Release) -> impl PartialEq {
    let config = &release.config;
    let telegram = config.telegram.as_ref().map(|telegram| {
        let token = telegram.token.expose_secret().to_owned();
        (token, telegram.api_url.clone(), telegram.operators)
    });
    (config.store.clone(), telegram)
}

/// Reads the folder again and serves it if nothing stands against it. Gives what an author should read.
async fn reload(service: &Service, folder: &Path) -> String {
    let kept = |why: &str| format!("{}\nthe last good release keeps serving", why.trim_end());
    let path = folder.to_owned();
    // A large shop takes its time to compile: meanwhile buyers are heard.
    let reading =
        tokio::task::spawn_blocking(move || ShopFiles::read(&path).and_then(|files| build(&files)));
    let Built { release, report } = match reading.await {
        Ok(Ok(built)) => built,
        Ok(Err(why)) => return kept(&why.to_string()),
        Err(why) => return kept(&format!("the shop cannot be compiled: {why}")),
    };
    let Some(release) = release else {
        return kept(&report.render(None, false));
    };
    let news = news(&release, &report);
    let now = service.turns().release();
    if release.hash != now.hash || release.catalog.version() != now.catalog.version() {
        match perform::models(&release) {
            Ok(models) => service.swap_models(models),
            Err(why) => return kept(&why.to_string()),
        }
        service.turns().swap(release);
    }
    news
}

//! Hot reload: a saved file is served within a second; a broken one leaves the last good release.

use crate::perform;
use crate::release::{Built, build};
use crate::service::Service;
use crate::shop::ShopFiles;
use notify::RecursiveMode;
use notify_debouncer_full::{DebounceEventResult, new_debouncer};
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

/// Watches a shop folder and serves what is saved, until the future that holds this is dropped.
/// `tell` gets what an author should read.
///
/// # Errors
/// The system cannot watch the folder.
pub async fn watch(
    service: &Arc<Service>,
    folder: &Path,
    tell: impl Fn(&str),
) -> Result<(), notify::Error> {
    let (changed, mut changes) = mpsc::channel(1);
    let data = folder.join(&service.turns().release().config.store);
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
    let mut told: Option<String> = None;
    loop {
        let before = service.turns().release();
        for sub in subfolders(folder, &before.config.catalog) {
            // One that was not there before, or was put in another's place. A folder that goes away
            // again at this moment is looked for after the next change.
            let _ = watcher.watch(sub, RecursiveMode::NonRecursive);
        }
        let news = reload(service, folder).await;
        // What has been told already is not told again, nor what was there when the shop opened.
        let quiet = match &told {
            Some(told) => *told == news.text,
            None => news.good && Arc::ptr_eq(&before, &service.turns().release()),
        };
        if !quiet {
            tell(&news.text);
        }
        told = Some(news.text);
        tokio::select! {
            _ = changes.recv() => {}
            () = tokio::time::sleep(before.config.refresh.max(SOONEST)) => {}
        }
    }
}

/// What an author should read after the shop's files were read.
struct News {
    text: String,
    /// Whether the files are what is served now.
    good: bool,
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

/// Reads the folder again and serves it if nothing stands against it.
async fn reload(service: &Service, folder: &Path) -> News {
    let kept = |why: &str| News {
        text: format!("{}\nthe last good release keeps serving", why.trim_end()),
        good: false,
    };
    let path = folder.to_owned();
    // A large shop takes its time to compile: meanwhile buyers are heard.
    let reading =
        tokio::task::spawn_blocking(move || ShopFiles::read(&path).and_then(|files| build(&files)));
    let Built { release, report } = match reading.await {
        Ok(Ok(built)) => built,
        Ok(Err(why)) => return kept(&why.to_string()),
        Err(why) => return kept(&format!("the shop cannot be compiled: {why}")),
    };
    let text = report.render(None, false);
    let Some(release) = release else {
        return kept(&text);
    };
    let rows = release.catalog.len();
    let text = format!("{text}serving release {}, {rows} products", release.hash);
    let now = service.turns().release();
    if release.hash != now.hash || release.catalog.version() != now.catalog.version() {
        match perform::models(&release) {
            Ok(models) => service.swap_models(models),
            Err(why) => return kept(&why.to_string()),
        }
        service.turns().swap(release);
    }
    News { text, good: true }
}

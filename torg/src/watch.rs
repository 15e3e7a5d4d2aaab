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
use tracing::{error, info, warn};

/// How long files must be quiet before they are read.
const SETTLE: Duration = Duration::from_millis(150);

/// The parts of a shop folder that decide a reply.
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
    for sub in WATCHED.map(|sub| folder.join(sub)) {
        if sub.is_dir() {
            watcher.watch(&sub, RecursiveMode::NonRecursive)?;
        }
    }
    let refresh = service.turns().release().config.refresh;
    loop {
        let by_watch = tokio::select! {
            change = changes.recv() => change.is_some(),
            () = tokio::time::sleep(refresh) => false,
        };
        reload(service, folder, by_watch, &tell);
    }
}

/// Reads the folder again and serves it if nothing stands against it.
fn reload(service: &Service, folder: &Path, by_watch: bool, tell: &impl Fn(&str)) {
    let built = ShopFiles::read(folder).and_then(|files| build(&files));
    let Built { release, report } = match built {
        Ok(built) => built,
        Err(why) => {
            error!(%why, "the shop cannot be read; the last good release keeps serving");
            return tell(&why.to_string());
        }
    };
    let now = service.turns().release();
    let same = release
        .as_ref()
        .is_some_and(|new| new.hash == now.hash && new.catalog.version() == now.catalog.version());
    if same {
        return;
    }
    let text = report.render(None, false);
    if !text.is_empty() && by_watch {
        tell(&text);
    }
    let Some(release) = release else {
        warn!("the change has mistakes; the last good release keeps serving");
        return tell("the last good release keeps serving");
    };
    match perform::models(&release) {
        Ok(models) => service.swap_models(models),
        Err(why) => {
            error!(%why, "the model's settings cannot be used; the last good release keeps serving");
            return tell(&why.to_string());
        }
    }
    info!(
        release = release.hash,
        rows = release.catalog.len(),
        "serving"
    );
    tell(&format!("serving release {}", release.hash));
    service.turns().swap(release);
}

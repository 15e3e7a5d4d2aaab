//! When shops are checked: once the author pauses, one shop after the other, and never the same text twice.

use crate::check::{Shown, check, shown};
use crate::desk::{Desk, Home};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use tower_lsp_server::Client;
use tower_lsp_server::ls_types::Uri;

/// The shortest pause in typing after which a shop is checked.
const PAUSE: Duration = Duration::from_millis(120);
/// The longest, however long the last check took.
const LONGEST_PAUSE: Duration = Duration::from_millis(800);

/// Checks whatever changes, until the editor goes.
pub(crate) async fn keep_checked(desk: Arc<Desk>, client: Client) {
    let mut told: HashMap<Home, HashSet<Uri>> = HashMap::new();
    let mut pause = PAUSE;
    loop {
        desk.changed.notified().await;
        // Every further change within the pause begins it anew.
        while !desk.is_over() && timeout(pause, desk.changed.notified()).await.is_ok() {}
        if desk.is_over() {
            return;
        }
        let started = Instant::now();
        for home in desk.take_dirty() {
            let of_home = checked(desk.clone(), home.clone()).await;
            if desk.is_dirty(&home) {
                // Its text is another by now; the next round tells of that one.
                continue;
            }
            let before = told.remove(&home).unwrap_or_default();
            let now = publish(&client, of_home.unwrap_or_default(), &before).await;
            told.insert(home, now);
        }
        told.retain(|_, files| !files.is_empty());
        pause = started.elapsed().clamp(PAUSE, LONGEST_PAUSE);
    }
}

/// The findings of a home by file; none where nothing of it is open, or the check broke down.
async fn checked(desk: Arc<Desk>, home: Home) -> Option<BTreeMap<Uri, Shown>> {
    let checking = spawn_blocking(move || {
        let view = desk.view_of(&home, None)?;
        let checked = Arc::new(check(&view));
        let shown = shown(&view, &checked, &home);
        desk.note(&home, checked);
        // The next question about an open file does not wait for it to be read.
        let open = view.flows.iter().filter(|file| file.version.is_some());
        for file in open {
            file.index();
        }
        Some(shown)
    });
    checking.await.ok().flatten()
}

/// Shows findings, and takes back those that are gone. The files that have findings now.
async fn publish(
    client: &Client,
    shown: BTreeMap<Uri, Shown>,
    before: &HashSet<Uri>,
) -> HashSet<Uri> {
    let mut now = HashSet::new();
    for uri in before.iter().filter(|uri| !shown.contains_key(*uri)) {
        client
            .publish_diagnostics(uri.clone(), Vec::new(), None)
            .await;
    }
    for (uri, of_file) in shown {
        if !of_file.findings.is_empty() {
            now.insert(uri.clone());
        } else if !before.contains(&uri) && of_file.version.is_none() {
            continue;
        }
        client
            .publish_diagnostics(uri, of_file.findings, of_file.version)
            .await;
    }
    now
}

//! Opening a shop for a command: its release, its store.

use super::{Exit, show};
use crate::config::Config;
use crate::peek::Window;
use crate::release::{Release, build};
use crate::report::Report;
use crate::shop::ShopFiles;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{DiskStore, Store, StoreError};

/// The release of a shop folder; its diagnostics are told on stderr.
pub(super) fn release(folder: &Path) -> Result<Release, Exit> {
    Ok(reported(folder)?.0)
}

/// The release of a shop folder, and what was told of it.
pub(super) fn reported(folder: &Path) -> Result<(Release, Report), Exit> {
    let files = ShopFiles::read(folder).map_err(Exit::failed)?;
    let built = build(&files).map_err(Exit::failed)?;
    let told = built.report.render(None, show::is_colored());
    if !told.is_empty() {
        show::note(told.trim_end());
    }
    let release = built.release.ok_or(Exit::Mistake)?;
    Ok((release, built.report))
}

/// How long whoever only looks into a store may hold it.
const MOMENT: Duration = Duration::from_secs(1);

/// How often it is looked whether they left.
const LOOK: Duration = Duration::from_millis(20);

/// The store of a shop. A `torg leads` that passes through is waited for.
pub(super) fn store(folder: &Path, release: &Release) -> Result<Arc<dyn Store>, Exit> {
    let path = folder.join(&release.config.store);
    let until = Instant::now() + MOMENT;
    loop {
        match DiskStore::open(&path) {
            Err(StoreError::Busy { .. }) if Instant::now() < until => std::thread::sleep(LOOK),
            Ok(store) => return Ok(Arc::new(store)),
            Err(error) => return Err(Exit::failed(error)),
        }
    }
}

/// A window onto the records of a shop, whose scripts need not be sound; another torg may serve it.
pub(super) fn window(folder: &Path) -> Result<Window, Exit> {
    let files = ShopFiles::read(folder).map_err(Exit::failed)?;
    let config =
        Config::read(&files.settings, &|name| std::env::var(name).ok()).map_err(Exit::failed)?;
    Window::onto(&folder.join(&config.store)).map_err(Exit::failed)
}

//! Opening a shop for a command: its release, its store.

use super::{Exit, show};
use crate::config::Config;
use crate::peek::Window;
use crate::release::{Release, build};
use crate::report::Report;
use crate::shop::ShopFiles;
use std::path::Path;
use std::sync::Arc;
use store::{DiskStore, Store};

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

/// The store of a shop.
pub(super) fn store(folder: &Path, release: &Release) -> Result<Arc<dyn Store>, Exit> {
    let path = folder.join(&release.config.store);
    let store = DiskStore::open(&path).map_err(Exit::failed)?;
    Ok(Arc::new(store))
}

/// A window onto the records of a shop, whose scripts need not be sound; another torg may serve it.
pub(super) fn window(folder: &Path) -> Result<Window, Exit> {
    let files = ShopFiles::read(folder).map_err(Exit::failed)?;
    let config =
        Config::read(&files.settings, &|name| std::env::var(name).ok()).map_err(Exit::failed)?;
    Window::onto(&folder.join(&config.store)).map_err(Exit::failed)
}

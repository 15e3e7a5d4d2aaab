//! The store in a folder: sled, hardened.
//!
//! - sled's `flush` hands the log to the disk without waiting for the disk's own cache, so every
//!   flush is followed by `fdatasync` of the log.
//! - A killed process may leave `snap.*.generating`, at which sled would stumble for ever: it is
//!   removed before opening.
//! - sled takes damage in the middle of its log for the log's end, and forgets what follows. The
//!   file `torg.seen` tells the number of the latest flushed batch, so that a store that fell back
//!   is refused rather than silently continued.
//! - sled may panic on damaged files: every call goes through `guarded`.

use crate::error::StoreError;
use crate::kv::{Kv, Pair, Writes};
use crate::records::Records;
use std::cell::Cell;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::time::{Duration, Instant};

/// A store in a folder.
pub type DiskStore = Records<Folder>;

impl DiskStore {
    /// Opens the store in a folder, which is made if it is not there. One process at a time.
    ///
    /// # Errors
    /// [`StoreError::Busy`], [`StoreError::Damaged`], [`StoreError::Newer`], [`StoreError::Io`].
    pub fn open(folder: impl AsRef<Path>) -> Result<DiskStore, StoreError> {
        Records::over(Folder::open(folder.as_ref())?)
    }
}

/// Bytes of sled's page cache; what it really takes is some ten times as much.
const CACHE: u64 = 16 << 20;

/// How long a store that was just closed in this process may take to let its files go.
const CLOSING: Duration = Duration::from_secs(5);

/// The folder of a [`DiskStore`]. Fields are dropped in this order: the lock is the last to go.
#[derive(Debug)]
pub struct Folder {
    db: Sled,
    log: File,
    seen: File,
    _lock: File,
}

impl Folder {
    fn open(folder: &Path) -> Result<Folder, StoreError> {
        std::fs::create_dir_all(folder).map_err(io("make the folder", folder))?;
        let lock = lock(folder)?;
        remove_unfinished_snapshots(folder)?;
        let db = Sled(Some(open_sled(folder)?));
        let log = folder.join("db");
        let log = OpenOptions::new()
            .read(true)
            .write(true)
            .open(&log)
            .map_err(io("open", &log))?;
        let seen = folder.join("torg.seen");
        let seen = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&seen)
            .map_err(io("open", &seen))?;
        log.sync_all().map_err(io("sync the log of", folder))?;
        sync_folder(folder)?;
        Ok(Folder {
            db,
            log,
            seen,
            _lock: lock,
        })
    }
}

impl Kv for Folder {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        guarded(|| Ok(self.db.tree()?.get(key)?.map(|value| value.to_vec())))
    }

    fn range(&self, from: &[u8], until: &[u8], limit: usize) -> Result<Vec<Pair>, StoreError> {
        if from >= until {
            return Ok(Vec::new());
        }
        guarded(|| {
            let pairs = self.db.tree()?.range(from..until).take(limit);
            pairs
                .map(|pair| pair.map(|(key, value)| (key.to_vec(), value.to_vec())))
                .collect()
        })
    }

    fn apply(&self, writes: Writes) -> Result<(), StoreError> {
        guarded(|| {
            let mut batch = sled::Batch::default();
            for (key, value) in writes {
                match value {
                    Some(value) => batch.insert(key, value),
                    None => batch.remove(key),
                }
            }
            self.db.tree()?.apply_batch(batch)
        })
    }

    fn flush(&self, group: u64) -> Result<(), StoreError> {
        guarded(|| self.db.tree()?.flush())?;
        let refused = |error: std::io::Error| StoreError::Io {
            doing: "sync the log".to_owned(),
            why: error.to_string(),
        };
        self.log.sync_data().map_err(refused)?;
        // Not synced: it may lag behind after a power cut, never run ahead.
        write_seen(&self.seen, group).map_err(refused)
    }

    fn found(&self, group: u64) -> Result<(), StoreError> {
        match read_seen(&self.seen) {
            Some(seen) if seen > group => Err(StoreError::Damaged {
                what: format!("of {seen} acknowledged writes only the first {group} are there"),
            }),
            _ => Ok(()),
        }
    }
}

/// sled; none only while it is dropped.
#[derive(Debug)]
struct Sled(Option<sled::Db>);

impl Sled {
    fn tree(&self) -> sled::Result<&sled::Tree> {
        match &self.0 {
            Some(db) => Ok(db),
            None => Err(sled::Error::Unsupported("the store is closed".to_owned())),
        }
    }
}

impl Drop for Sled {
    fn drop(&mut self) {
        let db = self.0.take();
        // sled writes its last page out here, and may stumble over damage.
        if let Err(error) = guarded(move || {
            drop(db);
            Ok(())
        }) {
            tracing::error!(%error, "the store was not closed cleanly");
        }
    }
}

/// Runs a call of sled: its errors and its panics become ours.
fn guarded<T>(call: impl FnOnce() -> sled::Result<T>) -> Result<T, StoreError> {
    hush();
    // What a panic leaves behind is not used: reads of a broken page fail again, and a failed write
    // ends all writing.
    let outer = GUARDED.replace(true);
    let outcome = catch_unwind(AssertUnwindSafe(call));
    GUARDED.set(outer);
    match outcome {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(sled::Error::Io(error))) => Err(StoreError::Io {
            doing: "use the store's files".to_owned(),
            why: error.to_string(),
        }),
        Ok(Err(error)) => Err(StoreError::Damaged {
            what: error.to_string(),
        }),
        Err(panic) => {
            let what = match (panic.downcast_ref::<String>(), panic.downcast_ref::<&str>()) {
                (Some(text), _) => text.clone(),
                (_, Some(text)) => (*text).to_owned(),
                _ => "its log cannot be read".to_owned(),
            };
            Err(StoreError::Damaged { what })
        }
    }
}

thread_local! {
    /// Whether this thread is inside [`guarded`].
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Keeps a panic that becomes an error from being printed as well; others go where they went.
fn hush() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if GUARDED.get() {
                tracing::debug!(%panic, "sled gave up");
            } else {
                before(panic);
            }
        }));
    });
}

/// Takes the folder's lock; it is let go when the file is closed.
fn lock(folder: &Path) -> Result<File, StoreError> {
    let path = folder.join("torg.lock");
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(io("open", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::Busy {
            folder: folder.display().to_string(),
        }),
        Err(TryLockError::Error(error)) => Err(io("lock", &path)(error)),
    }
}

fn remove_unfinished_snapshots(folder: &Path) -> Result<(), StoreError> {
    for entry in std::fs::read_dir(folder).map_err(io("read the folder", folder))? {
        let path = entry.map_err(io("read the folder", folder))?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.starts_with("snap.") && name.ends_with(".generating") {
            std::fs::remove_file(&path).map_err(io("remove", &path))?;
        }
    }
    Ok(())
}

/// Opens sled. Its threads may hold the files for a moment after the last store of this process was
/// closed, although our own lock is free: that is waited for.
fn open_sled(folder: &Path) -> Result<sled::Db, StoreError> {
    let config = sled::Config::new()
        .path(folder)
        .cache_capacity(CACHE)
        .flush_every_ms(None);
    let patience = Instant::now() + CLOSING;
    loop {
        match guarded(|| config.open()) {
            Err(StoreError::Io { why, .. }) if why.contains("could not acquire lock") => {
                if Instant::now() > patience {
                    return Err(StoreError::Busy {
                        folder: folder.display().to_string(),
                    });
                }
                std::thread::sleep(Duration::from_millis(5));
            }
            Err(StoreError::Io { why, .. }) => {
                return Err(StoreError::Io {
                    doing: format!("open the store in `{}`", folder.display()),
                    why,
                });
            }
            opened => return opened,
        }
    }
}

/// Makes the folder's entries durable, and the folder in its parent.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    let parent: PathBuf = match folder.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    for folder in [folder, &parent] {
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(io("sync the folder", folder))?;
    }
    Ok(())
}

/// Elsewhere entries are durable with the file.
#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> Result<(), StoreError> {
    Ok(())
}

/// Eight bytes of number, four of checksum.
fn write_seen(mut file: &File, group: u64) -> std::io::Result<()> {
    let number = group.to_le_bytes();
    let mut bytes = number.to_vec();
    bytes.extend(crc32fast::hash(&number).to_le_bytes());
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&bytes)
}

/// The number; a file that was cut off by a power cut tells nothing.
fn read_seen(mut file: &File) -> Option<u64> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(0)).ok()?;
    file.take(12).read_to_end(&mut bytes).ok()?;
    let (number, crc) = bytes.split_first_chunk::<8>()?;
    let sound = crc == crc32fast::hash(number).to_le_bytes();
    sound.then(|| u64::from_le_bytes(*number))
}

fn io<'a>(doing: &'a str, path: &'a Path) -> impl FnOnce(std::io::Error) -> StoreError + 'a {
    move |error| StoreError::Io {
        doing: format!("{doing} `{}`", path.display()),
        why: error.to_string(),
    }
}

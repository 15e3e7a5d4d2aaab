//! What is open in the editor and which shops it belongs to.

use crate::check::Checked;
use crate::file::File;
use crate::shops::{Shop, Shops};
use crate::text::Text;
use crate::view::{Editor, View};
use dsl::Source;
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;
use tower_lsp_server::ls_types::{TextDocumentContentChangeEvent, Uri};
use tracing::warn;
use understand::Lang;

/// Everything that the server remembers. Nothing waits while it is held.
pub(crate) struct Desk {
    shops: Arc<dyn Shops>,
    held: Mutex<Held>,
    /// Told when a home is to be checked again.
    pub(crate) changed: Notify,
}

#[derive(Default)]
struct Held {
    lang: Option<Lang>,
    editor: Editor,
    open: HashMap<PathBuf, Open>,
    read: HashMap<Home, Arc<Read>>,
    checked: HashMap<Home, Arc<Checked>>,
    dirty: BTreeSet<Home>,
    /// How often something on disk was found to have changed.
    touched: u64,
    is_over: bool,
}

/// Where a file belongs: to a shop's folder, or to nothing but itself.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum Home {
    /// The folder with the `shop.toml`.
    Shop(PathBuf),
    /// The file.
    Alone(PathBuf),
}

struct Open {
    home: Home,
    file: Arc<File>,
}

/// A shop as it was read from disk.
struct Read {
    shop: Arc<Shop>,
    flows: Vec<Arc<File>>,
    talks: Vec<Arc<File>>,
    others: Vec<Arc<File>>,
}

impl Desk {
    /// An empty desk.
    pub(crate) fn new(shops: Arc<dyn Shops>) -> Desk {
        Desk {
            shops,
            held: Mutex::default(),
            changed: Notify::new(),
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        // Whoever panicked while holding it left no change half done: each is one assignment.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what the editor can do, and the language to speak with the author.
    pub(crate) fn greet(&self, editor: Editor, lang: Option<Lang>) {
        let mut held = self.held();
        held.editor = editor;
        held.lang = lang;
    }

    /// A file was opened.
    pub(crate) fn open(&self, uri: Uri, version: i32, words: String) {
        let path = path_of(&uri);
        let home = home_of(&path);
        let text = Text::new(Source::new(name_in(&home, &path), words));
        let file = Arc::new(File::new(uri, Some(version), text));
        let mut held = self.held();
        held.open.insert(
            path,
            Open {
                home: home.clone(),
                file,
            },
        );
        self.stir(held, home);
    }

    /// An open file was edited.
    pub(crate) fn change(
        &self,
        uri: &Uri,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
    ) {
        let mut held = self.held();
        let Some(open) = held.open.get_mut(&path_of(uri)) else {
            return;
        };
        let mut text = open.file.text.clone();
        for change in changes {
            text.edit(change.range, &change.text);
        }
        open.file = Arc::new(open.file.changed(version, text));
        let home = open.home.clone();
        self.stir(held, home);
    }

    /// A file was closed: from now on it is what is on disk.
    pub(crate) fn close(&self, uri: &Uri) {
        let mut held = self.held();
        if let Some(open) = held.open.remove(&path_of(uri)) {
            held.touched += 1;
            held.read.remove(&open.home);
            self.stir(held, open.home);
        }
    }

    /// A file was changed on disk.
    pub(crate) fn touch(&self, uri: &Uri) {
        let path = path_of(uri);
        let mut held = self.held();
        held.touched += 1;
        let homes: Vec<Home> = held.read.keys().cloned().collect();
        for home in homes {
            if let Home::Shop(folder) = &home
                && path.starts_with(folder)
            {
                held.read.remove(&home);
                held.dirty.insert(home);
            }
        }
        // A `shop.toml` that comes or goes changes where open files belong.
        for (path, open) in &mut held.open {
            let home = home_of(path);
            if home != open.home {
                let text = Text::new(Source::new(
                    name_in(&home, path),
                    open.file.text.source().text.clone(),
                ));
                let version = open.file.version.unwrap_or_default();
                open.file = Arc::new(open.file.changed(version, text));
                open.home = home;
            }
        }
        let homes: Vec<Home> = held.open.values().map(|open| open.home.clone()).collect();
        held.dirty.extend(homes);
        drop(held);
        self.changed.notify_one();
    }

    fn stir(&self, mut held: MutexGuard<'_, Held>, home: Home) {
        held.dirty.insert(home);
        drop(held);
        self.changed.notify_one();
    }

    /// The editor goes: nothing is checked any more.
    pub(crate) fn finish(&self) {
        self.held().is_over = true;
        self.changed.notify_one();
    }

    /// Whether the editor is gone.
    pub(crate) fn is_over(&self) -> bool {
        self.held().is_over
    }

    /// What is to be checked; from now on it is not.
    pub(crate) fn take_dirty(&self) -> BTreeSet<Home> {
        std::mem::take(&mut self.held().dirty)
    }

    /// Whether a home was changed since it was taken to be checked.
    pub(crate) fn is_dirty(&self, home: &Home) -> bool {
        self.held().dirty.contains(home)
    }

    /// Notes what a check found.
    pub(crate) fn note(&self, home: &Home, checked: Arc<Checked>) {
        self.held().checked.insert(home.clone(), checked);
    }

    /// What the last check of a home found.
    pub(crate) fn checked(&self, home: &Home) -> Option<Arc<Checked>> {
        self.held().checked.get(home).cloned()
    }

    /// The home of an open file.
    pub(crate) fn home(&self, uri: &Uri) -> Option<Home> {
        Some(self.held().open.get(&path_of(uri))?.home.clone())
    }

    /// Every home with an open file.
    pub(crate) fn homes(&self) -> BTreeSet<Home> {
        let held = self.held();
        held.open.values().map(|open| open.home.clone()).collect()
    }

    /// The shop of an open file as it is now, seen from that file. May read the disk.
    pub(crate) fn view(&self, uri: &Uri) -> Option<View> {
        let path = path_of(uri);
        let home = self.held().open.get(&path)?.home.clone();
        self.view_of(&home, Some(&path))
    }

    /// A home as it is now; seen from no file in particular where `here` is none. May read the disk.
    pub(crate) fn view_of(&self, home: &Home, here: Option<&Path>) -> Option<View> {
        let read = self.read(home);
        let held = self.held();
        let (mut flows, mut talks) = (read.flows.clone(), read.talks.clone());
        let mut others = read.others.clone();
        let mut seen = None;
        for (path, open) in held.open.iter().filter(|(_, open)| open.home == *home) {
            let own = open.file.path();
            let files = match own.rsplit('.').next() {
                Some("flow") => &mut flows,
                Some("talk") => &mut talks,
                _ if matches!(home, Home::Alone(_)) => &mut flows,
                _ => &mut others,
            };
            match files.binary_search_by(|file| file.path().cmp(own)) {
                Ok(at) => files[at] = open.file.clone(),
                Err(at) => files.insert(at, open.file.clone()),
            }
            if here.is_none_or(|here| here == path) {
                seen = Some(open.file.clone());
            }
        }
        Some(View {
            shop: read.shop.clone(),
            here: seen?,
            flows,
            talks,
            others,
            lang: held.lang,
            editor: held.editor,
        })
    }

    /// The shop of a home as it is on disk.
    fn read(&self, home: &Home) -> Arc<Read> {
        let (known, lang, touched) = {
            let held = self.held();
            (held.read.get(home).cloned(), held.lang, held.touched)
        };
        if let Some(read) = known {
            return read;
        }
        let read = Arc::new(match home {
            Home::Shop(folder) => match self.shops.read(folder, lang) {
                Ok(shop) => Read::of(shop, folder),
                Err(why) => {
                    warn!("{}: {why}", folder.display());
                    Read::of(self.shops.none(), folder)
                }
            },
            Home::Alone(path) => Read::of(self.shops.none(), path),
        });
        let mut held = self.held();
        // What changed while it was read is read again by the next question.
        if held.touched == touched {
            held.read.insert(home.clone(), read.clone());
        }
        read
    }
}

impl Read {
    fn of(mut shop: Shop, folder: &Path) -> Read {
        let files = |sources: Vec<Source>| {
            let files = sources.into_iter().filter_map(|source| {
                let uri = Uri::from_file_path(folder.join(&source.path))?;
                Some(Arc::new(File::new(uri, None, Text::new(source))))
            });
            let mut files: Vec<Arc<File>> = files.collect();
            files.sort_by(|one, two| one.path().cmp(two.path()));
            files
        };
        let mut others = std::mem::take(&mut shop.plugins);
        others.extend(shop.settings.take());
        Read {
            flows: files(std::mem::take(&mut shop.flows)),
            talks: files(std::mem::take(&mut shop.talks)),
            others: files(others),
            shop: Arc::new(shop),
        }
    }
}

/// Where a file is; for one that is nowhere, its name in the editor.
pub(crate) fn path_of(uri: &Uri) -> PathBuf {
    let is_file = uri.scheme().as_str().eq_ignore_ascii_case("file");
    let path = uri.to_file_path().filter(|_| is_file);
    path.map_or_else(|| PathBuf::from(uri.as_str()), |path| path.into_owned())
}

/// A script or talk of a shop stands in a folder beside its `shop.toml`.
fn home_of(path: &Path) -> Home {
    let shop = path.parent().and_then(Path::parent);
    match shop {
        Some(folder) if folder.join("shop.toml").is_file() => Home::Shop(folder.to_owned()),
        _ => Home::Alone(path.to_owned()),
    }
}

/// The name of a file as people see it: from the shop's folder.
fn name_in(home: &Home, path: &Path) -> String {
    let inside = match home {
        Home::Shop(folder) => path.strip_prefix(folder).ok(),
        Home::Alone(_) => path.file_name().map(Path::new),
    };
    let parts = inside.unwrap_or(path).components();
    let parts: Vec<_> = parts
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}

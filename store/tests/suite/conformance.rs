//! What every store must do. Adding a store is a module in `on_every_store!`.

use std::sync::Arc;
use store::{Committed, Store};

/// Runs tests, each a function of a store, on every kind of store.
macro_rules! on_every_store {
    ($($test:ident)*) => {
        mod memory {
            $(#[test]
            fn $test() {
                super::$test(std::sync::Arc::new(store::MemoryStore::new()));
            })*
        }

        mod disk {
            $(#[test]
            fn $test() {
                let folder = tempfile::tempdir().expect("a temporary folder");
                super::$test(std::sync::Arc::new(store::DiskStore::open(folder.path()).expect("it opens")));
            })*
        }
    };
}
use on_every_store;

mod leads;
mod outgoing;
mod turns;

/// A store of any kind.
type Shared = Arc<dyn Store>;

fn version(committed: &Committed) -> u64 {
    match committed {
        Committed::Done { version, .. } => *version,
        other => panic!("expected the turn to be done, found {other:?}"),
    }
}

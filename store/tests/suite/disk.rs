//! A store in a folder over the life of several processes.

use crate::samples::{chat, contents, draft, talk, turn};
use store::{DiskStore, LeadStatus, Store, StoreError};

#[test]
fn closed_and_opened_again_it_has_everything() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut expected = String::new();
    for round in 0..5 {
        let store = DiskStore::open(folder.path()).expect("it opens");
        assert_eq!(
            contents(&store).expect("it reads"),
            if round == 0 { empty() } else { expected }
        );
        for id in ["1", "2", "3"] {
            talk(&store, &chat(id), &["раз", "два", "три"]);
        }
        let mut draft = draft(&chat("1"), LeadStatus::New);
        draft.note = Some(format!("round {round}"));
        store
            .save_lead(&draft, &round.to_string())
            .expect("it is written");
        expected = contents(&store).expect("it reads");
    }
}

#[test]
fn a_second_torg_is_told_that_the_folder_is_in_use() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = DiskStore::open(folder.path()).expect("it opens");
    let second = DiskStore::open(folder.path());
    assert!(matches!(second, Err(StoreError::Busy { .. })));
    drop(store);
    DiskStore::open(folder.path()).expect("it opens again");
}

#[test]
fn a_snapshot_that_was_being_written_does_no_harm() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = DiskStore::open(folder.path()).expect("it opens");
    talk(&store, &chat("1"), &["раз", "два"]);
    let expected = contents(&store).expect("it reads");
    drop(store);
    std::fs::write(
        folder.path().join("snap.FFFFFFFFFFFFFFFF.generating"),
        b"half",
    )
    .expect("it is written");
    let store = DiskStore::open(folder.path()).expect("it opens");
    assert_eq!(contents(&store), Ok(expected));
}

#[test]
fn large_states_never_leave_the_synced_log() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = DiskStore::open(folder.path()).expect("it opens");
    let long = "слово ".repeat(100_000);
    for id in 0..5 {
        talk(&store, &chat(&id.to_string()), &[&long, "коротко", &long]);
    }
    drop(store);
    let blobs = std::fs::read_dir(folder.path().join("blobs"))
        .expect("it is there")
        .count();
    assert_eq!(blobs, 0, "sled does not sync its blobs");
    let store = DiskStore::open(folder.path()).expect("it opens");
    store.verify().expect("all of it is sound");
}

#[test]
fn a_folder_that_cannot_be_is_named() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("data");
    std::fs::write(&file, b"a file").expect("it is written");
    let Err(StoreError::Io { doing, .. }) = DiskStore::open(&file) else {
        panic!("a file is no folder")
    };
    assert!(doing.contains("data"), "{doing}");
}

#[test]
fn a_strange_sled_folder_is_not_taken_for_ours() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = sled::open(folder.path()).expect("it opens");
    db.insert("somebody", "else").expect("it is written");
    drop(db);
    assert!(matches!(
        DiskStore::open(folder.path()),
        Err(StoreError::Damaged { .. })
    ));
}

#[test]
fn a_full_queue_of_work_is_no_reason_to_lose_any() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = std::sync::Arc::new(DiskStore::open(folder.path()).expect("it opens"));
    let committer = store::Committer::start(store.clone()).expect("it starts");
    let receipts: Vec<_> = (0..2000)
        .map(|id| committer.commit(turn(&chat(&id.to_string()), 0, "раз")))
        .collect();
    drop(committer);
    assert!(receipts.into_iter().all(|receipt| receipt.wait().is_ok()));
    assert_eq!(store.chats(None, 5000).expect("it reads").len(), 2000);
}

fn empty() -> String {
    contents(&store::MemoryStore::new()).expect("it reads")
}

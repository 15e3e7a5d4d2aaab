//! Damaged files: a named error or the intact data, never a panic and never a loss in silence.

use crate::samples::{chat, contents, draft, talk};
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::time::Duration;
use store::{DiskStore, LeadStatus, Store, StoreError};

#[test]
fn a_flipped_bit_is_found() {
    let sample = sample();
    for file in sample.files() {
        for offset in sample.places(&file, 60) {
            sample.try_damage(&file, |bytes| bytes[offset] ^= 0x10);
        }
    }
}

#[test]
fn a_kilobyte_of_zeroes_is_found() {
    let sample = sample();
    for file in sample.files() {
        for offset in sample.places(&file, 20) {
            sample.try_damage(&file, |bytes| {
                let end = bytes.len().min(offset + 1024);
                bytes[offset..end].fill(0);
            });
        }
    }
}

#[test]
fn a_file_cut_short_is_found() {
    let sample = sample();
    for file in sample.files() {
        for offset in sample.places(&file, 20) {
            sample.try_damage(&file, |bytes| bytes.truncate(offset));
        }
    }
}

#[test]
fn noise_in_place_of_a_file_is_found() {
    let sample = sample();
    for file in sample.files() {
        for seed in 1..20_u64 {
            sample.try_damage(&file, |bytes| {
                let mut noise = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
                for byte in bytes {
                    noise = noise
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1);
                    *byte = (noise >> 56) as u8;
                }
            });
        }
    }
}

#[test]
fn a_missing_file_is_found() {
    let sample = sample();
    for file in sample.files() {
        let copy = sample.copy();
        std::fs::remove_file(copy.path().join(name(&file))).expect("it is removed");
        sample.look(copy, &name(&file));
    }
}

/// A store that was opened, written and closed several times.
struct Sample {
    folder: tempfile::TempDir,
    contents: String,
}

fn sample() -> Sample {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut all = String::new();
    for round in 0..3 {
        let store = DiskStore::open(folder.path()).expect("it opens");
        for id in 0..6 {
            let long = "много слов ".repeat(id * 400);
            talk(
                &store,
                &chat(&id.to_string()),
                &["раз", &long, "три", "четыре"],
            );
        }
        let draft = draft(&chat(&round.to_string()), LeadStatus::New);
        store
            .save_lead(&draft, &round.to_string())
            .expect("it is written");
        all = contents(&store).expect("it reads");
    }
    Sample {
        folder,
        contents: all,
    }
}

impl Sample {
    fn files(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.folder.path()).expect("it is there");
        let paths = entries.map(|entry| entry.expect("it is there").path());
        paths
            .filter(|path| path.is_file() && path.metadata().is_ok_and(|file| file.len() > 0))
            .collect()
    }

    /// Offsets spread over the bytes that say something.
    fn places(&self, file: &Path, count: usize) -> Vec<usize> {
        let bytes = std::fs::read(file).expect("it reads");
        let telling: Vec<usize> = (0..bytes.len())
            .filter(|offset| bytes[*offset] != 0)
            .collect();
        telling
            .iter()
            .copied()
            .step_by((telling.len() / count).max(1))
            .collect()
    }

    /// Damages a copy and looks what the store says.
    fn try_damage(&self, file: &Path, damage: impl FnOnce(&mut Vec<u8>)) {
        let copy = self.copy();
        let path = copy.path().join(name(file));
        let mut bytes = std::fs::read(&path).expect("it reads");
        damage(&mut bytes);
        std::fs::write(&path, bytes).expect("it is written");
        self.look(copy, &name(file));
    }

    fn copy(&self) -> tempfile::TempDir {
        let copy = tempfile::tempdir().expect("a temporary folder");
        for path in self.files() {
            std::fs::copy(&path, copy.path().join(name(&path))).expect("it is copied");
        }
        copy
    }

    /// What a store with a damaged file says.
    fn look(&self, copy: tempfile::TempDir, name: &str) {
        let (tell, told) = channel();
        let folder = copy.path().to_owned();
        std::thread::spawn(move || {
            let read = DiskStore::open(&folder).and_then(|store| contents(&store));
            // Nobody listens where the time was up.
            let _ = tell.send(read);
        });
        match told.recv_timeout(Duration::from_secs(20)) {
            Ok(Ok(read)) => {
                let differs = read
                    .lines()
                    .zip(self.contents.lines())
                    .position(|(one, other)| one != other);
                let lines = (differs, read.lines().count(), self.contents.lines().count());
                assert!(
                    read == self.contents,
                    "something of `{name}` was lost in silence: {lines:?}"
                );
            }
            Ok(Err(
                StoreError::Damaged { .. } | StoreError::Newer { .. } | StoreError::Io { .. },
            )) => {}
            Ok(Err(error)) => panic!("`{name}`: {error}"),
            Err(error) => panic!("`{name}`: no answer, {error}"),
        }
    }
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

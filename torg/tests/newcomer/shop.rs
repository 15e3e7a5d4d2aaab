//! The binary as a user has it, run in a shop of its own.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The built binary.
const BINARY: &str = env!("CARGO_BIN_EXE_torg");

/// The folder of the whole project.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What a run of the binary left behind.
pub(crate) struct Ran {
    /// Its exit code.
    pub(crate) code: Option<i32>,
    /// What it printed for its user.
    pub(crate) out: String,
    /// Diagnostics and logs.
    pub(crate) err: String,
}

/// A copy of an example shop that a test may spoil.
pub(crate) struct Shop(tempfile::TempDir);

impl Shop {
    /// A copy of `examples/NAME`, without the data of earlier runs.
    pub(crate) fn like(name: &str) -> Shop {
        let folder = tempfile::tempdir().expect("a folder for the copy");
        copy(&root().join("examples").join(name), folder.path());
        Shop(folder)
    }

    /// Writes a file of the shop.
    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.0.path().join(path), bytes).expect("a file of the copy is written");
    }

    /// A file of the shop.
    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.path().join(path)).expect("a file of the copy is read")
    }

    /// Replaces words that stand exactly once in a file of the shop.
    pub(crate) fn edit(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert_eq!(text.matches(old).count(), 1, "`{old}` in {path}");
        self.write(path, text.replace(old, new));
    }

    /// The first line, from 1, that holds the words.
    pub(crate) fn line(&self, path: &str, words: &str) -> u64 {
        let text = self.read(path);
        let before = text
            .lines()
            .take_while(|line| !line.contains(words))
            .count();
        u64::try_from(before).expect("a file has fewer lines") + 1
    }

    /// Runs `torg ARGS` in the shop, with `input` on its standard input.
    pub(crate) fn torg(&self, args: &[&str], input: &str) -> Ran {
        let mut child = Command::new(BINARY)
            .args(args)
            .current_dir(self.0.path())
            .env_remove("RUST_LOG")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        // A run that ends before it read everything closes the pipe; what it printed is what counts.
        let _ = child
            .stdin
            .take()
            .map(|mut stdin| stdin.write_all(input.as_bytes()));
        let Output {
            status,
            stdout,
            stderr,
        } = child.wait_with_output().expect("the binary ends");
        Ran {
            code: status.code(),
            out: String::from_utf8(stdout).expect("standard output is UTF-8"),
            err: String::from_utf8_lossy(&stderr).into_owned(),
        }
    }
}

/// Copies a folder into another.
fn copy(from: &Path, to: &Path) {
    for entry in
        fs::read_dir(from).unwrap_or_else(|e| panic!("cannot list {}: {e}", from.display()))
    {
        let path = entry.expect("an entry of a folder just listed").path();
        let name = path.file_name().expect("an entry has a name");
        let target = to.join(name);
        if !path.is_dir() {
            fs::copy(&path, &target).expect("a file is copied");
        } else if name != "data" {
            fs::create_dir(&target).expect("a folder is made");
            copy(&path, &target);
        }
    }
}

//! Where the rooms and files of the house are.

use std::fs;
use std::path::{Path, PathBuf};

/// What nobody wrote by hand: build output, version control, the data of a running shop.
const NOT_OURS: [&str; 4] = ["target", ".git", "data", "node_modules"];

/// The folder that holds the whole house.
pub(crate) fn root() -> PathBuf {
    let suite = Path::new(env!("CARGO_MANIFEST_DIR"));
    suite
        .parent()
        .expect("the suite stands in a folder of the house")
        .to_path_buf()
}

/// One file of the house as the checks see it.
pub(crate) struct File {
    /// The path from the root, with `/` between folders.
    pub(crate) path: String,
    /// The whole text.
    pub(crate) text: String,
}

/// Every hand-written file of the house that is text, in the order of paths.
pub(crate) fn files() -> Vec<File> {
    let root = root();
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder)
            .unwrap_or_else(|e| panic!("cannot list {}: {e}", folder.display()));
        for entry in entries {
            let path = entry.expect("an entry of a folder just listed").path();
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if path.is_dir() {
                if !NOT_OURS.contains(&name.as_str()) {
                    folders.push(path);
                }
            } else if let Ok(text) = fs::read_to_string(&path) {
                let inside = path.strip_prefix(&root).expect("found below the root");
                let path = inside.to_string_lossy().replace('\\', "/");
                found.push(File { path, text });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// The text of one file, or nothing when there is no such file.
pub(crate) fn read(path: &str) -> Option<String> {
    fs::read_to_string(root().join(path)).ok()
}

/// The workspace as cargo describes it, without anything from outside.
pub(crate) fn workspace() -> cargo_metadata::Metadata {
    cargo_metadata::MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .other_options(vec!["--offline".to_owned()])
        .exec()
        .expect("`cargo metadata` describes the workspace")
}

/// Packages that look at the house from outside: no rooms of it.
pub(crate) const TOOLS: [&str; 3] = ["fuzz", "suite", "xtask"];

/// The names of the Rust rooms, which are also the names of their folders.
pub(crate) fn rooms() -> Vec<String> {
    let packages = workspace().packages;
    packages
        .iter()
        .map(|package| package.name.to_string())
        .filter(|name| !TOOLS.contains(&name.as_str()))
        .collect()
}

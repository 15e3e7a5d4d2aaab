//! A shop folder: reading its files, and nothing more (DESIGN §8).

use dsl::Source;
use scripting::PluginSource;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// The largest file that is read: a catalog beyond it is refused by name, settings and plugins are cut
/// there, and what is left of them is told as it is found.
const LARGEST: u64 = 64 << 20;

/// Scripts beyond this are cut here, so that the compiler can refuse them by name.
const LARGEST_SCRIPT: u64 = (16 << 20) + 1;

/// Why a shop folder cannot be read.
#[derive(Debug, Error)]
pub enum ShopError {
    /// The folder is no shop.
    #[error(
        "`{folder}` is no shop folder: it has no shop.toml; `torg chat examples/flower-shop` talks to the one that comes with torg"
    )]
    NoShop {
        /// The folder.
        folder: String,
    },
    /// A file cannot be read.
    #[error("`{file}` cannot be read: {why}")]
    Unreadable {
        /// The file.
        file: String,
        /// What the system says.
        why: io::Error,
    },
    /// A file is too large.
    #[error("`{file}` is larger than {limit} MB; split it")]
    TooLarge {
        /// The file.
        file: String,
        /// The limit.
        limit: u64,
    },
}

/// The files of a shop as they are on disk at one moment.
#[derive(Clone, Debug)]
pub struct ShopFiles {
    /// The folder.
    pub folder: PathBuf,
    /// `shop.toml`
    pub settings: String,
    /// `flows/*.flow`, by name.
    pub flows: Vec<Source>,
    /// `plugins/*.rhai`, by name.
    pub plugins: Vec<PluginSource>,
}

impl ShopFiles {
    /// Reads a shop folder.
    ///
    /// # Errors
    /// [`ShopError`]: no shop, or a file that cannot be read.
    pub fn read(folder: &Path) -> Result<ShopFiles, ShopError> {
        let settings = folder.join("shop.toml");
        if !settings.is_file() {
            return Err(ShopError::NoShop {
                folder: folder.display().to_string(),
            });
        }
        let flows = files(folder, "flows", "flow")?
            .into_iter()
            .map(|(path, name)| Ok(Source::new(name, read(&path, LARGEST_SCRIPT)?)))
            .collect::<Result<_, ShopError>>()?;
        let plugins = files(folder, "plugins", "rhai")?
            .into_iter()
            .map(|(path, name)| {
                Ok(PluginSource::new(
                    name,
                    String::from_utf8_lossy(&read(&path, LARGEST)?),
                ))
            })
            .collect::<Result<_, ShopError>>()?;
        Ok(ShopFiles {
            settings: words(&settings)?,
            folder: folder.to_owned(),
            flows,
            plugins,
        })
    }

    /// `talks/*.talk`, by name.
    ///
    /// # Errors
    /// [`ShopError::Unreadable`].
    pub fn talks(&self) -> Result<Vec<Source>, ShopError> {
        let talks = files(&self.folder, "talks", "talk")?;
        talks
            .into_iter()
            .map(|(path, name)| Ok(Source::new(name, read(&path, LARGEST_SCRIPT)?)))
            .collect()
    }

    /// The bytes of a file of the folder; none where it is not there.
    ///
    /// # Errors
    /// [`ShopError`]: too large, or unreadable.
    pub fn bytes(&self, name: &str) -> Result<Option<Vec<u8>>, ShopError> {
        let path = self.folder.join(name);
        if !path.exists() {
            return Ok(None);
        }
        let bytes = read(&path, LARGEST + 1)?;
        if bytes.len() as u64 > LARGEST {
            return Err(ShopError::TooLarge {
                file: path.display().to_string(),
                limit: LARGEST >> 20,
            });
        }
        Ok(Some(bytes))
    }
}

/// The files of a subfolder with an ending, sorted, with the names people know them by.
fn files(folder: &Path, sub: &str, ending: &str) -> Result<Vec<(PathBuf, String)>, ShopError> {
    let path = folder.join(sub);
    if !path.is_dir() {
        return Ok(Vec::new());
    }
    let unreadable = |why| ShopError::Unreadable {
        file: path.display().to_string(),
        why,
    };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(&path).map_err(unreadable)? {
        let file = entry.map_err(unreadable)?.path();
        let hidden = file
            .file_name()
            .is_none_or(|name| name.to_string_lossy().starts_with('.'));
        if !hidden && file.is_file() && file.extension().is_some_and(|own| own == ending) {
            let name = file
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default();
            found.push((file, format!("{sub}/{name}")));
        }
    }
    found.sort();
    Ok(found)
}

/// At most `most` bytes of a file.
fn read(path: &Path, most: u64) -> Result<Vec<u8>, ShopError> {
    let unreadable = |why| ShopError::Unreadable {
        file: path.display().to_string(),
        why,
    };
    let mut bytes = Vec::new();
    File::open(path)
        .map_err(unreadable)?
        .take(most)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    Ok(bytes)
}

fn words(path: &Path) -> Result<String, ShopError> {
    let bytes = read(path, LARGEST)?;
    String::from_utf8(bytes).map_err(|error| ShopError::Unreadable {
        file: path.display().to_string(),
        why: io::Error::new(
            io::ErrorKind::InvalidData,
            format!("it is no UTF-8 text: {}", error.utf8_error()),
        ),
    })
}

//! One file of a shop as it is at one moment.

use crate::index::Index;
use crate::text::Text;
use std::sync::{Arc, OnceLock};
use tower_lsp_server::ls_types::{Location, Uri};

/// From this size on, in bytes, completion offers the names of the text before rather than wait.
const LARGE: usize = 256 << 10;

/// A script, a talk or another file. An edit makes another; what was found in this one stays true of it.
#[derive(Debug)]
pub(crate) struct File {
    /// How the editor calls it.
    pub(crate) uri: Uri,
    /// The editor's number of this text, where it is open there.
    pub(crate) version: Option<i32>,
    /// Its text.
    pub(crate) text: Text,
    index: OnceLock<Arc<Index>>,
    /// What was found in an earlier text of it.
    earlier: Option<Arc<Index>>,
}

impl File {
    /// A file with this text.
    pub(crate) fn new(uri: Uri, version: Option<i32>, text: Text) -> File {
        File {
            uri,
            version,
            text,
            index: OnceLock::new(),
            earlier: None,
        }
    }

    /// The same file with another text.
    pub(crate) fn changed(&self, version: i32, text: Text) -> File {
        File {
            uri: self.uri.clone(),
            version: Some(version),
            text,
            index: OnceLock::new(),
            earlier: self.index.get().or(self.earlier.as_ref()).cloned(),
        }
    }

    /// Its path from the shop's folder: `flows/flowers.flow`.
    pub(crate) fn path(&self) -> &str {
        &self.text.source().path
    }

    /// Everything that is named in it. Reads it, the first time.
    pub(crate) fn index(&self) -> &Arc<Index> {
        self.index
            .get_or_init(|| Arc::new(Index::of(self.text.source())))
    }

    /// What is named in it, or was a moment ago: places may have moved.
    pub(crate) fn recent_index(&self) -> &Arc<Index> {
        match &self.earlier {
            Some(earlier)
                if self.index.get().is_none() && self.text.source().text.len() > LARGE =>
            {
                earlier
            }
            _ => self.index(),
        }
    }

    /// A place in it.
    pub(crate) fn location(&self, span: dsl::Span) -> Location {
        Location::new(self.uri.clone(), self.text.range_of(span))
    }
}

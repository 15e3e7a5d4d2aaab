//! Which known names a misspelt one may have meant, so that one slip is told once.

use std::collections::HashSet;

use engine::Name;

/// Names that are mentioned and not known; whatever is like one of them may have been meant.
#[derive(Default)]
pub(super) struct Misspelt<'a> {
    names: HashSet<&'a Name>,
}

/// The most names that are kept: a file with more has other worries.
const MOST: usize = 64;

impl<'a> Misspelt<'a> {
    /// Remembers a mention of a name that is not known.
    pub(super) fn add(&mut self, name: &'a Name) {
        if self.names.len() < MOST {
            self.names.insert(name);
        }
    }

    /// Whether a mention may have meant this name.
    pub(super) fn may_mean(&self, name: &str) -> bool {
        self.names.iter().any(|mention| alike(mention, name))
    }
}

/// Whether one name may be a slip for the other.
pub(super) fn alike(a: &str, b: &str) -> bool {
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    // Names far apart in length are not compared letter by letter.
    long < 200 && long - short <= 8 && strsim::osa_distance(a, b) <= 1 + b.chars().count() / 4
}

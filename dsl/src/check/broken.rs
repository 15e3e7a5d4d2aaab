//! Places that were already told to be wrong: what stands there is not judged again.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// The places of mistakes in lines (S001, S002, S004), in order.
pub(super) struct Broken {
    places: Vec<(usize, usize)>,
}

impl Broken {
    pub(super) fn of(found: &[Diagnostic]) -> Broken {
        let in_line = |found: &&Diagnostic| matches!(found.code(), Code::S001 | Code::S002 | Code::S004);
        let mut places: Vec<_> = found.iter().filter(in_line).map(|found| (found.file, found.span.start)).collect();
        places.sort_unstable();
        Broken { places }
    }

    /// Whether a mistake begins inside this stretch of a file.
    pub(super) fn in_file(&self, file: usize, span: Span) -> bool {
        let next = self.places.partition_point(|place| *place < (file, span.start));
        self.places.get(next).is_some_and(|place| *place <= (file, span.end))
    }
}

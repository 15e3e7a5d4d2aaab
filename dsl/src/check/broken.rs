//! Places that were already told to be wrong: what stands there is not judged again.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// The places of mistakes, in order.
pub(super) struct Broken {
    /// Of those in lines: S001, S002, S004.
    lines: Vec<(usize, usize)>,
    /// Of those in names: S003, F001, P501, D104.
    names: Vec<(usize, usize)>,
}

impl Broken {
    pub(super) fn of(found: &[Diagnostic]) -> Broken {
        let places = |codes: &[Code]| {
            let these = found.iter().filter(|found| codes.contains(&found.code()));
            let mut places: Vec<_> = these.map(|found| (found.file, found.span.start)).collect();
            places.sort_unstable();
            places
        };
        Broken {
            lines: places(&[Code::S001, Code::S002, Code::S004]),
            names: places(&[Code::S003, Code::F001, Code::P501, Code::D104]),
        }
    }

    /// Whether a line was not understood in this stretch of a file.
    pub(super) fn in_file(&self, file: usize, span: Span) -> bool {
        begins_in(&self.lines, file, span)
    }

    /// Whether a name was unknown, or not fit to stand there, in this stretch of a file.
    pub(super) fn names(&self, file: usize, span: Span) -> bool {
        begins_in(&self.names, file, span)
    }
}

fn begins_in(places: &[(usize, usize)], file: usize, span: Span) -> bool {
    let next = places.partition_point(|place| *place < (file, span.start));
    places
        .get(next)
        .is_some_and(|place| *place <= (file, span.end))
}

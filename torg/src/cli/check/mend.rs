//! `torg check --fix`: the certain mends, applied until none is left.

use crate::release::build;
use crate::report::Report;
use crate::shop::{ShopError, ShopFiles};
use dsl::diagnostic::place::Places;
use dsl::diagnostic::{Code, Fix, Severity};
use dsl::{Diagnostic, Source};
use std::collections::BTreeSet;

/// How many mends are tried one by one where all together made nothing better.
const ALONE: usize = 100;

/// A mend that was made.
pub(super) struct Mended {
    /// The file, as people know it.
    pub(super) file: String,
    /// The line, from 1.
    pub(super) line: usize,
    /// What was wrong there.
    pub(super) code: Code,
    /// The line as it reads now, without its indent.
    pub(super) now: String,
}

/// What mending a shop came to.
pub(super) struct Outcome {
    /// What is still to be told.
    pub(super) report: Report,
    /// The mends in the order they were made.
    pub(super) mended: Vec<Mended>,
    /// The indexes of the flows that changed.
    pub(super) changed: BTreeSet<usize>,
}

/// Applies the certain mends of the flows that are `wanted`. A round of mends is kept only where it makes the
/// shop better, so this ends, and a file that cannot be bettered stays as it is.
///
/// # Errors
/// [`ShopError`]: the catalog cannot be read.
pub(super) fn mend(
    files: &mut ShopFiles,
    wanted: impl Fn(&Source) -> bool,
) -> Result<Outcome, ShopError> {
    let mut outcome = Outcome {
        report: build(files)?.report,
        mended: Vec::new(),
        changed: BTreeSet::new(),
    };
    loop {
        let mends: Vec<Diagnostic> = outcome
            .report
            .diagnostics
            .iter()
            .filter(|found| {
                let source = files.flows.get(found.file);
                found.fix.is_some() && source.is_some_and(&wanted)
            })
            .cloned()
            .collect();
        let together = apart(&mends);
        let mut better = outcome.try_mends(files, &together)?;
        if !better && together.len() > 1 {
            for mend in together.iter().take(ALONE) {
                better = outcome.try_mends(files, &[*mend])?;
                if better {
                    break;
                }
            }
        }
        if !better {
            return Ok(outcome);
        }
    }
}

impl Outcome {
    /// Applies mends that do not touch each other, and keeps them if the shop is better for it.
    fn try_mends(
        &mut self,
        files: &mut ShopFiles,
        mends: &[&Diagnostic],
    ) -> Result<bool, ShopError> {
        if mends.is_empty() {
            return Ok(false);
        }
        let before = files.flows.clone();
        // From the end of each file, so that the places before stay where they are.
        for mend in mends.iter().rev() {
            if let (Some(source), Some(fix)) = (files.flows.get_mut(mend.file), &mend.fix) {
                apply(&mut source.text, fix);
            }
        }
        let report = build(files)?.report;
        if weight(&report) >= weight(&self.report) {
            files.flows = before;
            return Ok(false);
        }
        for mend in mends {
            let (Some(old), Some(new)) = (before.get(mend.file), files.flows.get(mend.file)) else {
                continue;
            };
            let line = Places::of(old).place(mend.span.start).line;
            self.mended.push(Mended {
                file: new.path.clone(),
                line,
                code: mend.code(),
                now: line_of(new, line),
            });
            self.changed.insert(mend.file);
        }
        self.report = report;
        Ok(true)
    }
}

/// The mends in the order of their places, without those that touch one before.
fn apart(mends: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut sorted: Vec<(&Fix, &Diagnostic)> = mends
        .iter()
        .filter_map(|mend| Some((mend.fix.as_ref()?, mend)))
        .collect();
    sorted.sort_by_key(|(fix, mend)| (mend.file, fix.start, fix.end));
    let mut free = (usize::MAX, 0);
    sorted.retain(|(fix, mend)| {
        let fits = free.0 != mend.file || fix.start > free.1;
        if fits {
            free = (mend.file, fix.end);
        }
        fits
    });
    sorted.into_iter().map(|(_, mend)| mend).collect()
}

fn apply(text: &mut Vec<u8>, fix: &Fix) {
    if fix.start <= fix.end && fix.end <= text.len() {
        text.splice(fix.start..fix.end, fix.replacement.bytes());
    }
}

/// How much is wrong: lines that are not understood, then names that are not known, then errors, then all. A
/// line that is understood at last may show mistakes that it hid.
fn weight(report: &Report) -> [usize; 4] {
    let count = |counts: &dyn Fn(&Diagnostic) -> bool| {
        let these = report.diagnostics.iter().filter(|found| counts(found));
        these.count()
    };
    [
        count(&|found| found.code() <= Code::S004),
        count(&|found| matches!(found.code(), Code::F001 | Code::P501)),
        count(&|found| found.severity() == Severity::Error),
        report.diagnostics.len(),
    ]
}

fn line_of(source: &Source, line: usize) -> String {
    let places = Places::of(source);
    let bytes = places.bytes(places.bytes_of(line));
    String::from_utf8_lossy(bytes).trim().to_owned()
}

//! `allow CODE "reason"`: a warning of the next line that its author has looked at.

use std::collections::HashMap;
use std::str::FromStr;

use crate::ast::Flow;
use crate::diagnostic::place::Places;
use crate::diagnostic::{Code, Diagnostic, Fact, Severity, Thing};
use crate::source::Source;

/// Takes the warnings that are allowed out of `found`, and tells of `allow` lines that allow nothing.
pub(super) fn apply(flows: &[Flow], sources: &[Source], found: &mut Vec<Diagnostic>) {
    for flow in flows.iter().filter(|flow| !flow.allows.is_empty()) {
        let Some(source) = sources.get(flow.file) else {
            continue;
        };
        let mut allowed: HashMap<usize, Vec<Code>> = HashMap::new();
        for allow in &flow.allows {
            let fact = match Code::from_str(&allow.code.node) {
                Ok(code) if code.severity() == Severity::Warning => {
                    allowed
                        .entry(allow.of_line as usize)
                        .or_default()
                        .push(code);
                    continue;
                }
                Ok(code) => Fact::AllowsError { code },
                Err(_) => {
                    let (name, of) = (allow.code.node.clone(), String::new());
                    Fact::Unknown {
                        thing: Thing::Code,
                        name,
                        of,
                        nearest: None,
                    }
                }
            };
            found.push(Diagnostic::new(flow.file, allow.code.span.range(), fact));
        }
        let places = Places::of(source);
        found.retain(|finding| {
            let line = || places.place(finding.span.start).line;
            finding.file != flow.file
                || finding.severity() == Severity::Error
                || !allowed
                    .get(&line())
                    .is_some_and(|codes| codes.contains(&finding.code()))
        });
    }
}

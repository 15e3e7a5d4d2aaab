//! Compiling all flows of a shop together.

use crate::diagnostic::Severity;
use crate::resolve::Shop;
use crate::source::Source;
use crate::{Diagnostic, check, lower, parse};
use engine::signature::Signatures;
use engine::{Graph, Name};
use understand::{Currency, Lang};

/// What the flows are compiled against.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    /// The plugin steps they may use.
    pub signatures: &'a Signatures,
    /// The shop's languages, the default first.
    pub languages: Vec<Lang>,
    /// The shop's currency: `money` without a code.
    pub currency: Currency,
    /// The flows that profiles name as their script.
    pub scripts: Vec<Name>,
    /// The fields of profiles: what may stand after `profile.`.
    pub profile_fields: Vec<Name>,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The graph; absent when there is an error. Its release is for the caller to name, who knows
    /// what else decides a reply.
    pub graph: Option<Graph>,
    /// Errors and warnings in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
}

/// Compiles all flows of a shop. Every mistake of every file is told.
pub fn compile(sources: &[Source], context: &Context<'_>) -> Compiled {
    let mut diagnostics = Vec::new();
    let flows: Vec<_> = sources
        .iter()
        .enumerate()
        .map(|(file, source)| parse::read(source, file, &mut diagnostics))
        .collect();
    let shop = Shop::new(&flows, sources, context, &mut diagnostics);
    let paths: Vec<&str> = sources.iter().map(|source| &*source.path).collect();
    let graph = lower::lower(&shop, &paths, &mut diagnostics);
    check::check(&flows, sources, context, &mut diagnostics);
    let is_sound = diagnostics
        .iter()
        .all(|found| found.severity() != Severity::Error);
    Compiled {
        graph: is_sound.then_some(graph),
        diagnostics,
    }
}

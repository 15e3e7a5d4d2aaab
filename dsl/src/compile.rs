//! Compiling all flows of a shop together.

use crate::Diagnostic;
use crate::source::Source;
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
    /// The graph; absent when there is an error.
    pub graph: Option<Graph>,
    /// Errors and warnings in the order of files and lines.
    pub diagnostics: Vec<Diagnostic>,
}

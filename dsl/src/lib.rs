//! From the text of a .flow file to a checked graph, or to diagnostics.

pub mod source;

pub mod layout;

pub mod ast;

pub mod compile;
pub mod diagnostic;

pub use compile::{Compiled, Context};
pub use diagnostic::Diagnostic;
pub use source::{Source, Span, Spanned};

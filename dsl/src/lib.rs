//! From the text of a .flow file to a checked graph, or to diagnostics.

pub mod source;

pub mod layout;

pub mod keywords;
mod line;

pub mod ast;
pub mod parse;

pub mod compile;
pub mod diagnostic;

pub use compile::{Compiled, Context};
pub use diagnostic::Diagnostic;
pub use line::key;
pub use source::{Source, Span, Spanned};

//! From the text of a `.flow` file to a checked graph, or to diagnostics.
//!
//! [`compile()`] takes all flows of a shop through these steps, and tells every mistake of every file in
//! one run:
//!
//! 1. [`layout`]: bytes become a tree of logical lines, by indentation alone;
//! 2. `line`: a line becomes the pairs of the grammar, its [keywords](keywords) read in English, Russian or
//!    Ukrainian;
//! 3. [`parse`]: lines become the tree of the script, [`ast`], with the place of every name;
//! 4. `resolve` and `lower`: names find what they name, and the tree becomes the nodes of
//!    [`engine::Graph`];
//! 5. [`check`]: what only shows when a flow is seen as a whole.
//!
//! [`diagnostic`] says what is wrong in the author's language; [`talk`] reads the tests of flows; [`format`]
//! writes a flow as `torg fmt` does.

pub mod source;

pub mod layout;

pub mod keywords;
mod line;

pub mod ast;
pub mod parse;

mod lower;
mod resolve;

pub mod check;
pub mod compile;

pub mod diagnostic;

pub mod talk;

pub mod format;

pub mod draw;

pub use compile::{Compiled, Context, compile};
pub use diagnostic::{Diagnostic, Fact};
pub use line::key;
pub use source::{Source, Span, Spanned};

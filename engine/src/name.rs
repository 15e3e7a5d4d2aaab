//! Names that authors give to states, slots, texts and the rest.

use std::sync::Arc;

/// A name as its author first spelt it. Names are compared after NFC and without case when a script
/// is compiled; past the compiler every mention carries the same spelling, so `==` is enough.
pub type Name = Arc<str>;

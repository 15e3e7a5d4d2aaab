//! The Rhai host: limits, offered functions, typed step signatures, examples as tests.

//! The suite that looks at the whole house. In reading order:
//!
//! - `house`: where the rooms and files are;
//! - `arrows`: who may depend on whom, read from `cargo metadata`;
//! - `tidy`: what every file and every room owes its reader.
//!
//! The shops of `suite/` are played by `tests/talks.rs`; what talks cannot say is in `tests/signs.rs`.
//! Whole journeys through the binary are in `torg/tests`.
//!
//! There is nothing to call from outside: `cargo test --package suite` runs it.

#[cfg(test)]
mod arrows;
#[cfg(test)]
mod house;
#[cfg(test)]
mod tidy;

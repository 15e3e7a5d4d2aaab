//! The suite that looks at the whole house. In reading order:
//!
//! - `house`: where the rooms and files are;
//! - `arrows`: who may depend on whom, read from `cargo metadata`;
//! - `tidy`: what every file and every room owes its reader;
//! - `journeys`: the binary (`torg`) as a newcomer, an author and a careless hand use it.
//!
//! There is nothing to call from outside: `cargo test --package suite` runs it.

#[cfg(test)]
mod arrows;
#[cfg(test)]
mod house;
#[cfg(test)]
mod journeys;
#[cfg(test)]
mod tidy;
#[cfg(test)]
mod torg;

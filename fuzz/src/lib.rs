//! Any bytes, thrown at everything that reads what people write: nothing may panic, and everything
//! must end. The targets are in `tests/`; `cargo test --package fuzz` runs each for a bounded time,
//! `cargo bolero test --package fuzz TARGET` for as long as one likes, with coverage for a guide.

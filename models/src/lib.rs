//! Language models over HTTP: any OpenAI-compatible server, with a deadline.
//!
//! The tour: a shop names its servers as [`ModelConfig`]s, [`Models::new`] checks them once, and
//! [`Models::reply`] answers an [`Ask`] with a [`Reply`] or says in a [`ModelError`] why not, always within
//! the time it was given. What goes to the model is put together in one file, `prompt`; what comes back is
//! carried by `transport`, understood by `wire` and gathered by `answer`.
//!
//! The process installs a TLS provider first (`rustls::crypto::ring::default_provider().install_default()`).

mod answer;
mod ask;
mod config;
mod error;
mod fallback;
mod prompt;
#[cfg(feature = "testing")]
pub mod scripted_server;
mod server;
mod transport;
mod wire;

pub use ask::{Ask, Reply};
pub use config::ModelConfig;
pub use error::{ModelError, Nonsense};
pub use fallback::Models;

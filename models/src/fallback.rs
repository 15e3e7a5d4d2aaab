//! The servers of a shop, in order, under one deadline.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use crate::prompt::prompt;
use crate::server::{Patience, Server};
use crate::{Ask, ModelConfig, ModelError, Reply};

/// A shop's model and its fallbacks, in the order they are tried. Cheap to clone.
#[derive(Clone)]
pub struct Models {
    servers: Arc<[Server]>,
}

impl Models {
    /// Checks the settings; connects nowhere.
    ///
    /// Fails with [`ModelError::NotConfigured`] when there is no server, [`ModelError::Setting`] when a setting
    /// cannot be used, [`ModelError::NoClient`] when the process has no TLS provider.
    pub fn new(servers: Vec<ModelConfig>) -> Result<Models, ModelError> {
        if servers.is_empty() {
            return Err(ModelError::NotConfigured);
        }
        let servers = servers
            .into_iter()
            .map(Server::new)
            .collect::<Result<_, _>>()?;
        Ok(Models { servers })
    }

    /// Answers within the given time, whatever the servers do.
    ///
    /// Each server is asked once. Those before the last may be silent for two thirds of what time is left, so that
    /// the next has its chance; one that fails at once leaves it nearly all.
    pub async fn reply(&self, ask: &Ask, within: Duration) -> Result<Reply, ModelError> {
        let start = Instant::now();
        // A time too long for the clock is a day.
        let deadline = start
            .checked_add(within)
            .unwrap_or(start + Duration::from_secs(24 * 60 * 60));
        let prompt = prompt(ask);
        let mut failed = Vec::new();
        for (place, server) in self.servers.iter().enumerate() {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() && place > 0 {
                break;
            }
            let last = place + 1 == self.servers.len();
            let silence = if last { left } else { left * 2 / 3 };
            match server
                .ask(&prompt, ask.max_tokens, Patience { silence, deadline })
                .await
            {
                Ok((text, tokens)) => {
                    let (model, took) = (server.model().to_owned(), start.elapsed());
                    tracing::debug!(%model, ?tokens, ?took, "a model answered");
                    return Ok(Reply {
                        text,
                        model,
                        tokens,
                        took,
                    });
                }
                Err(error) => {
                    tracing::warn!(%error, "a model did not answer");
                    failed.push(error);
                }
            }
        }
        // There is at least one server, and the first is always asked.
        if failed.len() == 1 {
            Err(failed.remove(0))
        } else {
            Err(ModelError::EachFailed(failed))
        }
    }
}

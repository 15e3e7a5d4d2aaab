//! Models asked over real HTTP, on this machine, of servers that behave well and badly.

mod answers;
mod fallbacks;
mod settings;
mod troubles;

use std::net::TcpListener;
use std::time::{Duration, Instant};

use models::scripted_server::{Answer, ScriptedServer};
use models::{Ask, ModelConfig, ModelError, Models, Reply};

/// Enough for any healthy exchange on a busy machine.
const LONG: Duration = Duration::from_secs(20);

fn install_tls() {
    // All but the first test of a process find it installed.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

fn ask() -> Ask {
    Ask {
        instructions: "Offer a bouquet.".into(),
        data: "25 роз — 4 900 ₽".into(),
        words: "хочу розы".into(),
        max_tokens: 300,
    }
}

fn config(name: &str, base_url: String) -> ModelConfig {
    ModelConfig {
        base_url,
        api_key: Some("sk-SECRET".into()),
        name: name.into(),
    }
}

async fn server(script: impl IntoIterator<Item = Answer>) -> ScriptedServer {
    ScriptedServer::start(script).await.expect("a free port")
}

/// Models on these servers, named `m1`, `m2` and so on.
fn models(base_urls: &[String]) -> Models {
    install_tls();
    let servers = base_urls
        .iter()
        .zip(1..)
        .map(|(url, n)| config(&format!("m{n}"), url.clone()));
    Models::new(servers.collect()).expect("good settings")
}

/// What one server that answers so makes of the question.
async fn reply_to(answer: Answer, within: Duration) -> Result<Reply, ModelError> {
    let server = server([answer]).await;
    models(&[server.base_url()]).reply(&ask(), within).await
}

/// The address of a server that is down.
fn down() -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let address = listener.local_addr().expect("bound");
    format!("http://{address}/v1")
}

fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// Runs out of patience loudly when a promise of time is not kept.
fn soon(since: Instant, limit: Duration) {
    assert!(since.elapsed() < limit, "took {:?}", since.elapsed());
}

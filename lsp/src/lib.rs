//! Editors speak with torg here: the language server of `.flow` and `.talk` files.
//!
//! [`serve`] speaks the Language Server Protocol over any two streams, [`serve_stdio`] over those of the
//! process. What a shop is on disk it learns from [`Shops`], which whoever starts it implements.
//!
//! Reading order: [`shops`] is what goes in. `text` counts places as editors do; `file` is one text of a file and
//! `index` all that it names, found by `walk` as `symbol`s; `desk` holds what is open, and a `view` is a shop
//! at one moment, which every question is asked of. The questions: `check` (findings, at the `pace` of
//! typing), `view` itself (go to, find uses), `rename`, `hover` with `kinds`, `complete` with `phrase` and
//! `wanted`, `mend` (code actions), `layout` (formatting), `outline`; `talk` finds the names in talks. `wording` is what the server
//! itself says, and `server` joins all to the protocol.

pub mod shops;

mod text;

mod symbol;

mod walk;

mod index;

mod file;

mod desk;
mod talk;
mod view;

mod check;
mod pace;

mod rename;

mod hover;
mod kinds;

mod complete;
mod phrase;
mod wanted;

mod mend;

mod layout;
mod outline;

mod server;
mod wording;

pub use shops::{Remark, Shop, Shops};

use server::LanguageDesk;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncWrite, stdin, stdout};
use tower_lsp_server::{LspService, Server};

/// Serves one editor until it says `exit` or hangs up.
pub async fn serve(
    input: impl AsyncRead + Unpin,
    output: impl AsyncWrite + Unpin,
    shops: Arc<dyn Shops>,
) {
    let (service, socket) = LspService::new(|client| LanguageDesk::new(client, shops));
    Server::new(input, output, socket).serve(service).await;
}

/// Serves the editor that started this process.
pub async fn serve_stdio(shops: Arc<dyn Shops>) {
    serve(stdin(), stdout(), shops).await;
}

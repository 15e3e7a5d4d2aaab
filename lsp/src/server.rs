//! The server: each request of the protocol is a question to a view, asked off the thread that reads the wire.

use crate::check::check;
use crate::desk::Desk;
use crate::pace::keep_checked;
use crate::shops::Shops;
use crate::view::{Editor, View};
use crate::wording::say;
use crate::{complete, hover, layout, mend, outline, rename};
use serde_json::Value;
use std::sync::Arc;
use tokio::task::{JoinHandle, spawn_blocking};
use tower_lsp_server::jsonrpc::{Error, Result};
use tower_lsp_server::ls_types::*;
use tower_lsp_server::{Client, LanguageServer};
use understand::Lang;

/// The files that decide what a script means, beside the scripts.
const WATCHED: [&str; 5] = [
    "**/shop.toml",
    "**/*.flow",
    "**/*.talk",
    "**/*.rhai",
    "**/*.csv",
];
/// The most symbols that a search through the shop shows.
const SYMBOLS: usize = 500;

/// The language server.
pub(crate) struct LanguageDesk {
    client: Client,
    desk: Arc<Desk>,
    checking: JoinHandle<()>,
}

impl Drop for LanguageDesk {
    fn drop(&mut self) {
        self.checking.abort();
    }
}

impl LanguageDesk {
    /// A server for an editor.
    pub(crate) fn new(client: Client, shops: Arc<dyn Shops>) -> LanguageDesk {
        let desk = Arc::new(Desk::new(shops));
        let checking = tokio::spawn(keep_checked(desk.clone(), client.clone()));
        LanguageDesk {
            client,
            desk,
            checking,
        }
    }

    /// Asks a view of the shop; none where the file is not open.
    async fn ask<T: Send + 'static>(
        &self,
        uri: &Uri,
        question: impl FnOnce(&View) -> T + Send + 'static,
    ) -> Option<T> {
        let (desk, uri) = (self.desk.clone(), uri.clone());
        let asked = spawn_blocking(move || desk.view(&uri).map(|view| question(&view)));
        asked.await.ok().flatten()
    }
}

impl LanguageServer for LanguageDesk {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        self.desk.greet(
            editor(&params.capabilities),
            language(params.initialization_options),
        );
        Ok(InitializeResult {
            capabilities: capabilities(),
            server_info: Some(ServerInfo {
                name: "torg".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
            offset_encoding: None,
        })
    }

    async fn initialized(&self, _: InitializedParams) {
        let watchers = WATCHED.map(|glob| FileSystemWatcher {
            glob_pattern: GlobPattern::String(glob.to_owned()),
            kind: None,
        });
        let options = DidChangeWatchedFilesRegistrationOptions {
            watchers: watchers.to_vec(),
        };
        let watching = Registration {
            id: "torg-files".to_owned(),
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options: serde_json::to_value(options).ok(),
        };
        // An editor that cannot watch says so; what it saves is read again all the same.
        let _ = self.client.register_capability(vec![watching]).await;
    }

    async fn shutdown(&self) -> Result<()> {
        self.desk.finish();
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        self.desk
            .open(document.uri, document.version, document.text);
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let document = params.text_document;
        self.desk
            .change(&document.uri, document.version, params.content_changes);
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        self.desk.touch(&params.text_document.uri);
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.desk.close(&params.text_document.uri);
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        for change in params.changes {
            self.desk.touch(&change.uri);
        }
    }

    async fn goto_definition(
        &self,
        params: GotoDefinitionParams,
    ) -> Result<Option<GotoDefinitionResponse>> {
        let at = params.text_document_position_params;
        let found = self.ask(&at.text_document.uri, move |view| {
            let mention = view.mention_at(at.position)?;
            Some(view.definitions(&mention.symbol))
        });
        Ok(found.await.flatten().map(GotoDefinitionResponse::Array))
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let at = params.text_document_position;
        let with_definitions = params.context.include_declaration;
        let found = self.ask(&at.text_document.uri, move |view| {
            let mention = view.mention_at(at.position)?;
            let mentions = view.mentions_of(&mention.symbol).into_iter();
            let wanted = mentions.filter(|(_, mention)| with_definitions || !mention.defines);
            Some(
                wanted
                    .map(|(file, mention)| file.location(mention.span))
                    .collect(),
            )
        });
        Ok(found.await.flatten())
    }

    async fn document_highlight(
        &self,
        params: DocumentHighlightParams,
    ) -> Result<Option<Vec<DocumentHighlight>>> {
        let at = params.text_document_position_params;
        let found = self.ask(&at.text_document.uri, move |view| {
            let mention = view.mention_at(at.position)?;
            let mentions = view.mentions_of(&mention.symbol).into_iter();
            let here = mentions.filter(|(file, _)| file.uri == view.here.uri);
            let shown = here.map(|(file, mention)| DocumentHighlight {
                range: file.text.range_of(mention.span),
                kind: Some(match mention.defines {
                    true => DocumentHighlightKind::WRITE,
                    false => DocumentHighlightKind::READ,
                }),
            });
            Some(shown.collect())
        });
        Ok(found.await.flatten())
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let at = params.text_document_position_params;
        let found = self.ask(&at.text_document.uri, move |view| {
            hover::hover(view, at.position)
        });
        Ok(found.await.flatten())
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let at = params.text_document_position;
        let found = self.ask(&at.text_document.uri, move |view| {
            complete::complete(view, at.position)
        });
        Ok(found.await.map(CompletionResponse::Array))
    }

    async fn prepare_rename(
        &self,
        params: TextDocumentPositionParams,
    ) -> Result<Option<PrepareRenameResponse>> {
        let found = self.ask(&params.text_document.uri, move |view| {
            rename::prepare(view, params.position)
        });
        let found = found.await.flatten();
        Ok(found.map(
            |(range, placeholder)| PrepareRenameResponse::RangeWithPlaceholder {
                range,
                placeholder,
            },
        ))
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let at = params.text_document_position;
        let renamed = self.ask(&at.text_document.uri, move |view| {
            rename::rename(view, at.position, &params.new_name)
                .map_err(|why| say(&why, view.lang_of(&view.here)))
        });
        match renamed.await {
            Some(Ok(edit)) => Ok(Some(edit)),
            Some(Err(why)) => Err(Error {
                message: why.into(),
                ..Error::invalid_request()
            }),
            None => Ok(None),
        }
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let desk = self.desk.clone();
        let found = self.ask(&params.text_document.uri, move |view| {
            let home = desk.home(&view.here.uri)?;
            let known = desk.checked(&home).filter(|checked| {
                let mut files = checked.files.iter();
                files.any(|file| Arc::ptr_eq(file, &view.here))
            });
            let checked = known.unwrap_or_else(|| Arc::new(check(view)));
            Some(mend::actions(
                view,
                &checked,
                params.range,
                params.context.only.as_deref(),
            ))
        });
        Ok(found.await.flatten())
    }

    async fn formatting(&self, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let found = self.ask(&params.text_document.uri, |view| {
            (!view.in_talk()).then(|| layout::laid_out(&view.here))
        });
        Ok(found.await.flatten())
    }

    async fn document_symbol(
        &self,
        params: DocumentSymbolParams,
    ) -> Result<Option<DocumentSymbolResponse>> {
        let found = self.ask(&params.text_document.uri, |view| match view.in_talk() {
            true => outline::of_talk(&view.here),
            false => outline::of_flow(&view.here),
        });
        Ok(found.await.map(DocumentSymbolResponse::Nested))
    }

    async fn symbol(
        &self,
        params: WorkspaceSymbolParams,
    ) -> Result<Option<WorkspaceSymbolResponse>> {
        let desk = self.desk.clone();
        let searched = spawn_blocking(move || {
            let mut found = Vec::new();
            for home in desk.homes() {
                let Some(view) = desk.view_of(&home, None) else {
                    continue;
                };
                for file in &view.flows {
                    for (name, kind, span) in outline::named(file, &params.query) {
                        found.push(WorkspaceSymbol {
                            name,
                            kind,
                            tags: None,
                            container_name: Some(file.path().to_owned()),
                            location: OneOf::Left(file.location(span)),
                            data: None,
                        });
                    }
                }
            }
            found.truncate(SYMBOLS);
            found
        });
        Ok(searched.await.ok().map(WorkspaceSymbolResponse::Nested))
    }
}

fn capabilities() -> ServerCapabilities {
    ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncCapability::Options(
            TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::INCREMENTAL),
                save: Some(TextDocumentSyncSaveOptions::Supported(true)),
                ..TextDocumentSyncOptions::default()
            },
        )),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        document_highlight_provider: Some(OneOf::Left(true)),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some([".", ">", "{", "(", ",", " "].map(str::to_owned).to_vec()),
            ..CompletionOptions::default()
        }),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        })),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![
                CodeActionKind::QUICKFIX,
                CodeActionKind::SOURCE_FIX_ALL,
            ]),
            ..CodeActionOptions::default()
        })),
        document_formatting_provider: Some(OneOf::Left(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        ..ServerCapabilities::default()
    }
}

/// What an editor says that it can do.
fn editor(client: &ClientCapabilities) -> Editor {
    let completion = client
        .text_document
        .as_ref()
        .and_then(|text| text.completion.as_ref());
    let item = completion.and_then(|completion| completion.completion_item.as_ref());
    let edit = client
        .workspace
        .as_ref()
        .and_then(|workspace| workspace.workspace_edit.as_ref());
    let operations = edit.and_then(|edit| edit.resource_operations.as_ref());
    Editor {
        snippets: item.and_then(|item| item.snippet_support).unwrap_or(false),
        renames_files: edit.and_then(|edit| edit.document_changes).unwrap_or(false)
            && operations.is_some_and(|known| known.contains(&ResourceOperationKind::Rename)),
    }
}

/// The language of messages, where the author chose one: `{ "language": "ru" }`.
fn language(options: Option<Value>) -> Option<Lang> {
    let code = options?.get("language")?.as_str()?.to_owned();
    Lang::parse(&code).filter(|lang| [Lang::RU, Lang::UK, Lang::EN].contains(lang))
}

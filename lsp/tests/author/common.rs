//! An editor that speaks the real protocol with a server over a pipe, and a shop to open in it.

use lsp::{Shop, Shops};
use scripting::{PluginSource, Plugins};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{
    AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream, ReadHalf, WriteHalf,
    duplex, split,
};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use understand::{Currency, Lang};

/// The longest a server may take for anything in these tests.
const PATIENCE: Duration = Duration::from_secs(20);

/// The script that sells, in the shop.
pub(crate) const FLOW: &str = "flows/flowers.flow";
/// The script that it runs, in the shop.
pub(crate) const SUBFLOW: &str = "flows/price_objection.flow";

/// The script that sells.
pub(crate) const FLOWERS: &str = "\
flow flowers v1
  goal \"sell a bouquet\"
  languages ru, en
  channels telegram, web

defaults
  silence 15m -> nudge, at most 2, between 09:00-21:00
  unclear ask again, at most 2, then -> handover
  fails   -> handover

slots
  occasion  choice birthday, wedding
  item      product
  total     money RUB
  phone     phone, personal

intents
  price
    ru: сколько стоит | какая цена
    en: how much | what is the price

text greet
  ru: Здравствуйте! 💐 Рады вам, {bot.name} здесь.
  en: Hello! I am {bot.name}.

state start
  say greet
  -> offer

state offer
  ask occasion
    ru: Какой повод?
    en: What is the occasion?
    - birthday  ru: День рождения  en: Birthday
    - wedding   ru: Свадьба        en: Wedding
  if occasion is wedding -> handover
  do catalog.recommend(occasion) as picks
    none -> handover
  ask again item from picks
    ru: Какой вам по душе?
    en: Which one do you like?
    otherwise -> handover
  -> quote

state quote
  do catalog.quote(item) as quoted
    missing      -> handover
    out of stock -> handover
  set total = quoted.price
  say
    ru: 💐💐 {quoted.name} — {quoted.price}.
    en: {quoted.name} is {quoted.price}.
  wait
    ru: Берёте?
    en: Shall we go on?
    - yes   ru: Да     en: Yes            -> checkout
    - dear  ru: Дорого en: Too expensive  -> too_expensive
    when price -> quote
    otherwise  -> handover

state too_expensive
  run price_objection(item: item) as deal
    accepted
      set total = deal.price
      -> checkout
    exhausted -> handover

state checkout protected
  ask phone
    ru: Ваш телефон?
    en: Your phone number?
  do leads.save(qualified, product: item, contact: phone, amount: total) once
  finish won because \"ordered\"
    ru: Заказ принят.
    en: Your order is in.

state nudge
  wait
    ru: Букет ещё актуален?
    en: Are you still there?
    silence 1d -> handover
    otherwise back

state handover
  escalate to sales because \"needs a person\"
    ru: Передаю коллеге.
    en: A colleague will take over.
    given back -> offer

anywhere
  when wants human -> handover
";

/// The script that it runs.
pub(crate) const PRICE: &str = "\
flow price_objection v1
  goal \"keep the sale\"
  languages ru, en
  needs item product
  gives price money

state start
  at most 2 visits, then -> give_up
  do pricing.discount(item) as offer
    exhausted -> give_up
  set price = offer.price
  wait
    ru: Для вас {offer.price}. Подойдёт?
    en: For you it is {offer.price}. Does that work?
    - take  ru: Беру  en: I take it  -> agreed
    otherwise -> give_up

state agreed
  return accepted

state give_up
  return exhausted
";

/// A talk of that shop.
pub(crate) const TALK: &str = "\
talk \"buys a bouquet\"
  in ru on telegram at 2026-03-02 11:00
  > здравствуйте
  < greet
  < ask occasion
  presses birthday
  < ask item
  > первый
  < quote ~\"₽\"
";

/// A shop on disk, and an editor that may open its files.
pub(crate) struct Editor {
    folder: TempDir,
    write: WriteHalf<DuplexStream>,
    read: BufReader<ReadHalf<DuplexStream>>,
    server: JoinHandle<()>,
    next: i64,
    /// What was published last, by URI.
    published: HashMap<String, Value>,
    /// What the server said it can do.
    pub(crate) capabilities: Value,
    versions: HashMap<String, i64>,
}

impl Editor {
    /// An editor at the shop of these tests.
    pub(crate) async fn at_shop() -> Editor {
        let files = [
            ("shop.toml", "[profile]\nscript = \"flowers\"\n"),
            ("flows/flowers.flow", FLOWERS),
            ("flows/price_objection.flow", PRICE),
            ("talks/order.talk", TALK),
        ];
        Editor::at(&files, json!({})).await
    }

    /// An editor at a folder with these files, with these options of `initialize`.
    pub(crate) async fn at(files: &[(&str, &str)], options: Value) -> Editor {
        let folder = tempfile::tempdir().expect("a folder for the shop");
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a file in a folder")).expect("folders");
            std::fs::write(path, text).expect("a file of the shop");
        }
        let (ours, theirs) = duplex(1 << 20);
        let (input, output) = split(theirs);
        let server = tokio::spawn(lsp::serve(input, output, Arc::new(InFolder)));
        let (read, write) = split(ours);
        let mut editor = Editor {
            folder,
            write,
            read: BufReader::new(read),
            server,
            next: 0,
            published: HashMap::new(),
            capabilities: Value::Null,
            versions: HashMap::new(),
        };
        let client = json!({
            "textDocument": { "completion": { "completionItem": { "snippetSupport": true } } },
            "workspace": { "workspaceEdit": { "documentChanges": true, "resourceOperations": ["rename"] } },
        });
        let params = json!({ "processId": null, "rootUri": null, "capabilities": client, "initializationOptions": options });
        let started = editor.request("initialize", params).await;
        editor.capabilities = started["capabilities"].clone();
        editor.notify("initialized", json!({})).await;
        editor
    }

    /// The URI of a file of the shop.
    pub(crate) fn uri(&self, name: &str) -> String {
        format!("file://{}", self.path(name).display())
    }

    /// Where a file of the shop is.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Opens a file with this text.
    pub(crate) async fn open(&mut self, name: &str, text: &str) {
        let uri = self.uri(name);
        self.versions.insert(name.to_owned(), 1);
        let document = json!({ "uri": uri, "languageId": "torg", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }))
            .await;
    }

    /// Edits an open file.
    pub(crate) async fn edit(&mut self, name: &str, changes: Value) {
        let version = self.versions.entry(name.to_owned()).or_insert(1);
        *version += 1;
        let document = json!({ "uri": format!("file://{}", self.folder.path().join(name).display()), "version": version });
        let params = json!({ "textDocument": document, "contentChanges": changes });
        self.notify("textDocument/didChange", params).await;
    }

    /// The findings of a file, for its newest text.
    pub(crate) async fn findings(&mut self, name: &str) -> Vec<Value> {
        let uri = self.uri(name);
        let version = self.versions.get(name).copied();
        loop {
            if let Some(told) = self.published.remove(&uri)
                && (version.is_none() || told["version"].as_i64() == version)
            {
                let found = told["diagnostics"].as_array().expect("an array").clone();
                return found;
            }
            self.hear().await;
        }
    }

    /// Asks about a place of an open file.
    pub(crate) async fn ask(&mut self, method: &str, name: &str, place: Value) -> Value {
        let params = json!({ "textDocument": { "uri": self.uri(name) }, "position": place });
        self.request(method, params).await
    }

    /// A request that is answered.
    pub(crate) async fn request(&mut self, method: &str, params: Value) -> Value {
        let answer = self.try_request(method, params).await;
        answer.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// A request, with the error if it is refused.
    pub(crate) async fn try_request(
        &mut self,
        method: &str,
        params: Value,
    ) -> Result<Value, Value> {
        self.next += 1;
        let id = self.next;
        self.send(json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))
            .await;
        loop {
            let message = self.hear().await;
            if message.get("method").is_none() && message["id"] == id {
                return match message.get("error") {
                    Some(error) => Err(error.clone()),
                    None => Ok(message["result"].clone()),
                };
            }
        }
    }

    /// A notification.
    pub(crate) async fn notify(&mut self, method: &str, params: Value) {
        self.send(json!({ "jsonrpc": "2.0", "method": method, "params": params }))
            .await;
    }

    /// Says goodbye; the server ends.
    pub(crate) async fn leave(mut self) {
        self.request("shutdown", Value::Null).await;
        self.send(json!({ "jsonrpc": "2.0", "method": "exit" }))
            .await;
        drop(self.write);
        timeout(PATIENCE, self.server)
            .await
            .expect("the server ends")
            .expect("in peace");
    }

    async fn send(&mut self, message: Value) {
        let text = message.to_string();
        let framed = format!("Content-Length: {}\r\n\r\n{text}", text.len());
        self.write
            .write_all(framed.as_bytes())
            .await
            .expect("the server listens");
    }

    /// The next message of the server.
    async fn hear(&mut self) -> Value {
        let message = timeout(PATIENCE, self.framed())
            .await
            .expect("the server says something");
        if message["method"] == "textDocument/publishDiagnostics" {
            let uri = message["params"]["uri"].as_str().expect("a URI").to_owned();
            self.published.insert(uri, message["params"].clone());
        } else if message.get("method").is_some()
            && let Some(id) = message.get("id")
        {
            let answer = json!({ "jsonrpc": "2.0", "id": id, "result": null });
            self.send(answer).await;
        }
        message
    }

    async fn framed(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.read.read_line(&mut line).await.expect("a header");
            if let Some(number) = line.strip_prefix("Content-Length: ") {
                length = number.trim().parse().expect("a number");
            } else if line.trim().is_empty() {
                break;
            }
        }
        let mut bytes = vec![0; length];
        self.read.read_exact(&mut bytes).await.expect("a message");
        serde_json::from_slice(&bytes).expect("JSON")
    }
}

/// The place of the first letter of `words` in a text, after `before`; in UTF-16 units.
pub(crate) fn place(text: &str, before: &str, words: &str) -> Value {
    let from = text.find(before).unwrap_or_else(|| panic!("no `{before}`"));
    let at = from
        + text[from..]
            .find(words)
            .unwrap_or_else(|| panic!("no `{words}`"));
    place_of(text, at)
}

/// The place of a byte.
pub(crate) fn place_of(text: &str, at: usize) -> Value {
    let line = text[..at].matches('\n').count();
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    json!({ "line": line, "character": text[start..at].encode_utf16().count() })
}

/// The byte of a place.
pub(crate) fn byte_of(text: &str, place: &Value) -> usize {
    let line = place["line"].as_u64().expect("a line") as usize;
    let mut left = place["character"].as_u64().expect("a column") as usize;
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let mut at = start;
    for letter in text[start..].chars() {
        if left == 0 {
            break;
        }
        left -= letter.len_utf16();
        at += letter.len_utf8();
    }
    at
}

/// What stands in a range of a text.
pub(crate) fn words<'t>(text: &'t str, range: &Value) -> &'t str {
    &text[byte_of(text, &range["start"])..byte_of(text, &range["end"])]
}

/// A text after edits.
pub(crate) fn edited(text: &str, edits: &Value) -> String {
    let mut edits = edits.as_array().expect("an array of edits").clone();
    edits.sort_by_key(|edit| std::cmp::Reverse(byte_of(text, &edit["range"]["start"])));
    let mut text = text.to_owned();
    for edit in edits {
        let (start, end) = (
            byte_of(&text, &edit["range"]["start"]),
            byte_of(&text, &edit["range"]["end"]),
        );
        text.replace_range(start..end, edit["newText"].as_str().expect("words"));
    }
    text
}

/// Codes of findings, sorted.
pub(crate) fn codes(found: &[Value]) -> Vec<&str> {
    let mut codes: Vec<&str> = found
        .iter()
        .filter_map(|one| one["code"].as_str())
        .collect();
    codes.sort_unstable();
    codes
}

/// Shops read as plainly as tests need.
struct InFolder;

impl Shops for InFolder {
    fn read(&self, folder: &Path, _: Option<Lang>) -> Result<Shop, String> {
        let plugins = sources(folder, "plugins");
        let own = plugins
            .iter()
            .map(|file| PluginSource::new(file.path.as_str(), String::from_utf8_lossy(&file.text)));
        let (compiled, _) = Plugins::compile(&PluginSource::with_shipped(own.collect()));
        Ok(Shop {
            settings: std::fs::read(folder.join("shop.toml"))
                .ok()
                .map(|text| dsl::Source::new("shop.toml", text)),
            flows: sources(folder, "flows"),
            talks: sources(folder, "talks"),
            signatures: compiled.signatures().clone(),
            plugins,
            ..self.none()
        })
    }

    fn none(&self) -> Shop {
        let (plugins, _) = Plugins::compile(&PluginSource::shipped());
        Shop {
            settings: None,
            flows: Vec::new(),
            talks: Vec::new(),
            plugins: Vec::new(),
            signatures: plugins.signatures().clone(),
            languages: vec![Lang::RU, Lang::EN],
            currency: Currency::parse("RUB").expect("three letters"),
            scripts: vec!["flowers".into()],
            profile_fields: vec!["tone".into(), "season".into()],
            columns: vec!["care".to_owned()],
            remarks: Vec::new(),
        }
    }
}

fn sources(folder: &Path, sub: &str) -> Vec<dsl::Source> {
    let Ok(entries) = std::fs::read_dir(folder.join(sub)) else {
        return Vec::new();
    };
    let files = entries.map(|entry| entry.expect("an entry").path());
    let mut sources: Vec<dsl::Source> = files
        .map(|path| {
            let name = path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            dsl::Source::new(
                format!("{sub}/{name}"),
                std::fs::read(path).expect("a file"),
            )
        })
        .collect();
    sources.sort_by(|one, two| one.path.cmp(&two.path));
    sources
}

//! The parts of a journey.

use channels::bot_api_server::{BotApiServer, OPERATORS, Shown, TOKEN};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Output, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Enough for anything healthy on a busy machine.
pub(crate) const LONG: Duration = Duration::from_secs(20);

/// A buyer.
pub(crate) const ANNA: i64 = 501;

/// Another buyer.
pub(crate) const BORIS: i64 = 502;

/// A moment inside the shop's hours.
pub(crate) const MORNING: &str = "2026-03-02T11:00";

/// A copy of an example shop that a test may spoil.
pub(crate) struct Shop(tempfile::TempDir);

/// What a run of the binary left behind.
pub(crate) struct Ran {
    /// Its exit code.
    pub(crate) code: Option<i32>,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
    /// How long it took.
    pub(crate) took: Duration,
}

impl Shop {
    /// A copy of the flower shop.
    pub(crate) fn of_flowers() -> Shop {
        let shop = Shop(tempfile::tempdir().expect("a folder for the copy"));
        copy(&repository().join("examples/flower-shop"), shop.path());
        shop
    }

    /// A copy of the flower shop whose bot is at this server.
    pub(crate) fn at(server: &BotApiServer) -> Shop {
        let shop = Shop::of_flowers();
        shop.edit("shop.toml", "https://api.telegram.org", &server.api_url());
        shop.edit("shop.toml", "-1009876543210 ", &OPERATORS.to_string());
        shop
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file of the shop.
    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        let folder = path.parent().expect("a file stands in a folder");
        fs::create_dir_all(folder).expect("the folder is made");
        fs::write(path, bytes).expect("the file is written");
    }

    /// A file of the shop.
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).expect("the file is read")
    }

    /// Replaces words that stand in a file of the shop.
    pub(crate) fn edit(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert!(text.contains(old), "no `{old}` in {path}");
        self.write(path, text.replace(old, new));
    }

    /// The first line, from 1, that holds the words.
    pub(crate) fn line(&self, path: &str, words: &str) -> u64 {
        let text = self.read(path);
        let line = text.lines().position(|line| line.contains(words));
        line.unwrap_or_else(|| panic!("no `{words}` in {path}")) as u64 + 1
    }

    /// `torg` with this shop as its folder, outside of everybody's environment.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_torg"));
        command
            .current_dir(self.path())
            .env_remove("TORG_LOG")
            .env_remove("TELEGRAM_BOT_TOKEN")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs `torg ARGS` to its end, with `input` on its standard input.
    pub(crate) fn torg(&self, args: &[&str], input: &str) -> Ran {
        run(self.command().args(args), input)
    }

    /// What a buyer's lines lead to in the terminal.
    pub(crate) fn chat(&self, input: &str) -> Ran {
        self.torg(&["chat", "--as", "anna", "--at", MORNING], input)
    }

    /// The rows of `torg leads --csv`, each as its cells by column.
    pub(crate) fn leads(&self) -> Vec<Vec<(String, String)>> {
        let listed = self.torg(&["leads", "--csv"], "");
        assert_eq!(listed.code, Some(0), "{}", listed.err);
        let mut table = csv::Reader::from_reader(listed.out.as_bytes());
        let columns = table.headers().expect("a header").clone();
        table
            .records()
            .map(|row| {
                let row = row.expect("a row of a table");
                let cells = columns.iter().zip(&row);
                cells
                    .map(|(column, cell)| (column.to_owned(), cell.to_owned()))
                    .collect()
            })
            .collect()
    }

    /// Serves the shop, with the bot's token.
    pub(crate) fn serve(&self) -> Serving {
        Serving::start(self.command().arg("serve").env("TELEGRAM_BOT_TOKEN", TOKEN))
    }
}

/// A cell of a lead.
pub(crate) fn cell<'l>(lead: &'l [(String, String)], column: &str) -> &'l str {
    let found = lead.iter().find(|(name, _)| name == column);
    found.map_or_else(|| panic!("no column {column}"), |(_, cell)| cell)
}

/// Runs a command to its end, with `input` on its standard input.
pub(crate) fn run(command: &mut Command, input: &str) -> Ran {
    let began = Instant::now();
    let mut child = command.spawn().expect("the binary starts");
    // A run that ends before it read everything closes the pipe; what it printed is what counts.
    let _ = child
        .stdin
        .take()
        .map(|mut stdin| stdin.write_all(input.as_bytes()));
    let Output {
        status,
        stdout,
        stderr,
    } = child.wait_with_output().expect("the binary ends");
    Ran {
        code: status.code(),
        out: plain(&String::from_utf8(stdout).expect("standard output is UTF-8")),
        err: String::from_utf8_lossy(&stderr).into_owned(),
        took: began.elapsed(),
    }
}

/// What a running process prints.
#[derive(Clone, Default)]
struct Log(Arc<(Mutex<String>, Condvar)>);

impl Log {
    /// Follows what comes, until its end.
    fn of(source: impl Read + Send + 'static) -> Log {
        let log = Log::default();
        let (into, mut source) = (log.clone(), BufReader::new(source));
        thread::spawn(move || {
            let mut line = Vec::new();
            while source
                .read_until(b'\n', &mut line)
                .is_ok_and(|read| read > 0)
            {
                into.text().push_str(&String::from_utf8_lossy(&line));
                into.0.1.notify_all();
                line.clear();
            }
        });
        log
    }

    fn text(&self) -> MutexGuard<'_, String> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until the words stand behind `from`; gives where they end.
    fn wait(&self, from: usize, words: &str) -> usize {
        let missing = |text: &mut String| !text[from..].contains(words);
        let (text, waited) = self
            .0
            .1
            .wait_timeout_while(self.text(), LONG, missing)
            .unwrap_or_else(PoisonError::into_inner);
        assert!(
            !waited.timed_out(),
            "`{words}` is not told: {}",
            &text[from..]
        );
        from + text[from..].find(words).expect("it was found just now") + words.len()
    }
}

/// A conversation in a terminal that is still open.
pub(crate) struct Talking {
    child: Child,
    stdin: ChildStdin,
    out: Log,
    read: usize,
}

impl Talking {
    /// Opens one.
    pub(crate) fn begin(shop: &Shop) -> Talking {
        let mut command = shop.command();
        command.args(["chat", "--as", "anna", "--at", MORNING]);
        let mut child = command.spawn().expect("the binary starts");
        let stdin = child.stdin.take().expect("standard input is a pipe");
        let out = Log::of(child.stdout.take().expect("standard output is a pipe"));
        Talking {
            child,
            stdin,
            out,
            read: 0,
        }
    }

    /// Writes a line, and waits for these words.
    pub(crate) fn say(&mut self, line: &str, answered: &str) {
        writeln!(self.stdin, "{line}").expect("the line is written");
        self.read = self.out.wait(self.read, answered);
    }

    /// Kills the process between two lines.
    pub(crate) fn kill(mut self) {
        // What was shown is settled when the next line is answered.
        self.say(":state", "terminal:anna");
        self.child.kill().expect("the process is killed");
        self.child.wait().expect("the process is gone");
    }
}

/// A shop that is served.
pub(crate) struct Serving {
    child: Child,
    log: Log,
    read: usize,
}

impl Serving {
    /// Starts a command that serves.
    pub(crate) fn start(command: &mut Command) -> Serving {
        let mut child = command.spawn().expect("the binary starts");
        let log = Log::of(child.stderr.take().expect("standard error is a pipe"));
        Serving {
            child,
            log,
            read: 0,
        }
    }

    /// Waits until the author is told these words, behind those that were waited for before.
    pub(crate) fn tells(&mut self, words: &str) {
        self.read = self.log.wait(self.read, words);
    }

    /// All that was told.
    pub(crate) fn told(&self) -> String {
        self.log.text().clone()
    }

    /// Kills the process as it is.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("the process is killed");
        self.child.wait().expect("the process is gone");
    }

    /// Asks the process to end; gives how it did, and how long it took.
    pub(crate) fn stop(mut self) -> (ExitStatus, Duration) {
        let began = Instant::now();
        let id = self.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status();
        assert!(asked.expect("`kill` runs").success());
        (
            self.child.wait().expect("the process ends"),
            began.elapsed(),
        )
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Gone already, where the test stopped it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Talking {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A Bot API server.
pub(crate) async fn server() -> BotApiServer {
    BotApiServer::start().await.expect("a port is free")
}

/// Waits for a message of the bot that contains these words, whatever kind of space is between them.
pub(crate) async fn told(server: &BotApiServer, chat: i64, words: &str) -> Shown {
    let find = |server: &BotApiServer| {
        let mut shown = server.messages_to(chat).into_iter().rev();
        shown.find(|shown| plain(&shown.text).contains(words))
    };
    server
        .wait_until(LONG, |server| find(server).is_some())
        .await;
    find(server).unwrap_or_else(|| panic!("no `{words}` in {:#?}", server.messages_to(chat)))
}

/// Words with plain spaces.
fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

/// The repository.
pub(crate) fn repository() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent()
        .expect("the room stands in the house")
        .to_owned()
}

/// Copies a folder into another, without what earlier runs left there.
fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("the folder is listed") {
        let path = entry.expect("an entry is read").path();
        let target = to.join(path.file_name().expect("an entry has a name"));
        if !path.is_dir() {
            fs::copy(&path, &target).expect("a file is copied");
        } else if !path.ends_with("data") {
            fs::create_dir(&target).expect("a folder is made");
            copy(&path, &target);
        }
    }
}

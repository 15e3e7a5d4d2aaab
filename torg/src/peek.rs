//! Looking into the records of a shop, also while it is served. A store has one owner, so `torg serve`
//! answers the lists that people look at over a socket in the shop's data folder, for its own user
//! alone; where nobody holds the store, it is opened.
//!
//! A connection is one question: a line of JSON ([`Question`]) there, lines of JSON back: `{"row":…}`
//! for each [`Row`], then `"end"`, or `{"failed":"why"}`. An answer that breaks off before is no answer.

use engine::{ChatKey, DialogueId};
use serde::{Deserialize, Serialize};
use std::fs::{self, Permissions};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{DialogueRow, DiskStore, JournalEntry, Lead, MemoryStore, Store, StoreError};
use thiserror::Error;
use tokio::net::UnixListener;
use tokio::sync::Semaphore;
use tracing::warn;

/// The socket's name in the data folder.
const SOCKET: &str = "torg.sock";

/// How many rows are read from the store at a time.
const PAGE: usize = 500;

/// The most questions that are answered at once; others wait.
const ANSWERED: usize = 4;

/// The longest question, in bytes.
const LONGEST_QUESTION: u64 = 4096;

/// How long one side waits for the other before it gives up.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long the store's owner may be about to answer, or to leave.
const MOMENT: Duration = Duration::from_secs(1);

/// How often it is looked whether they do.
const LOOK: Duration = Duration::from_millis(20);

/// What can be looked at.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Every lead, the oldest first.
    Leads,
    /// Every dialogue, by chat and number.
    Dialogues,
    /// One dialogue, if it is there.
    Dialogue(DialogueId),
    /// The newest dialogue of a chat, if it has one.
    Newest(ChatKey),
    /// The turns of a dialogue.
    Turns(DialogueId),
}

/// What is seen.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Row {
    /// A lead.
    Lead(Box<Lead>),
    /// A dialogue.
    Dialogue(Box<DialogueRow>),
    /// A turn.
    Turn(Box<JournalEntry>),
}

/// A line of an answer.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Row(Row),
    End,
    Failed(String),
}

/// Why nothing can be seen.
#[derive(Debug, Error)]
pub enum PeekError {
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The torg that serves the shop does not answer.
    #[error(
        "the `torg serve` that runs on this shop does not answer ({0}): try again, or stop it first"
    )]
    Socket(#[from] io::Error),
    /// The torg that serves the shop cannot answer.
    #[error("the `torg serve` that runs on this shop cannot answer: {0}")]
    Failed(String),
}

/// A window onto the records of a shop.
pub enum Window {
    /// The store is ours.
    Store(Arc<dyn Store>),
    /// Another torg serves the shop and answers on this socket.
    Socket(PathBuf),
}

impl Window {
    /// A window onto the records in a data folder; onto none where there is no folder yet.
    ///
    /// # Errors
    /// [`StoreError`]; [`StoreError::Busy`] only where the store's owner answers no questions.
    pub fn onto(data: &Path) -> Result<Window, StoreError> {
        if !data.exists() {
            return Ok(Window::Store(Arc::new(MemoryStore::new())));
        }
        let socket = data.join(SOCKET);
        let until = Instant::now() + MOMENT;
        loop {
            match DiskStore::open(data) {
                Ok(store) => return Ok(Window::Store(Arc::new(store))),
                // One that is just starting, or only looks as we do, is given a moment.
                Err(StoreError::Busy { .. }) if UnixStream::connect(&socket).is_ok() => {
                    return Ok(Window::Socket(socket));
                }
                Err(StoreError::Busy { .. }) if Instant::now() < until => {
                    std::thread::sleep(LOOK);
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Every lead, the oldest first.
    ///
    /// # Errors
    /// [`PeekError`]; so for all below.
    pub fn leads(&self) -> Result<Vec<Lead>, PeekError> {
        let rows = self.ask(&Question::Leads)?.into_iter();
        Ok(rows
            .filter_map(|row| match row {
                Row::Lead(lead) => Some(*lead),
                _ => None,
            })
            .collect())
    }

    /// Every dialogue, by chat and number.
    ///
    /// # Errors
    /// As [`leads`](Window::leads).
    pub fn dialogues(&self) -> Result<Vec<DialogueRow>, PeekError> {
        let rows = self.ask(&Question::Dialogues)?.into_iter();
        Ok(rows.filter_map(dialogue).collect())
    }

    /// The dialogue that a person names: by its id, or by its chat, whose newest it is.
    ///
    /// # Errors
    /// As [`leads`](Window::leads).
    pub fn dialogue(&self, named: &str) -> Result<Option<DialogueRow>, PeekError> {
        let question = match (named.parse(), named.parse()) {
            (Ok(id), _) => Question::Dialogue(id),
            (_, Ok(chat)) => Question::Newest(chat),
            _ => return Ok(None),
        };
        Ok(self.ask(&question)?.pop().and_then(dialogue))
    }

    /// The turns of a dialogue.
    ///
    /// # Errors
    /// As [`leads`](Window::leads).
    pub fn turns(&self, id: &DialogueId) -> Result<Vec<JournalEntry>, PeekError> {
        let rows = self.ask(&Question::Turns(id.clone()))?.into_iter();
        Ok(rows
            .filter_map(|row| match row {
                Row::Turn(turn) => Some(*turn),
                _ => None,
            })
            .collect())
    }

    fn ask(&self, question: &Question) -> Result<Vec<Row>, PeekError> {
        let mut rows = Vec::new();
        match self {
            Window::Store(store) => look(&**store, question, &mut |row| {
                rows.push(row);
                Ok(())
            })?,
            Window::Socket(socket) => ask(socket, question, &mut rows)?,
        }
        Ok(rows)
    }
}

/// Answers questions about `store` on the socket in the data folder, until the future is dropped. A
/// shop is served without it as well.
pub async fn answer(store: Arc<dyn Store>, data: PathBuf) {
    let listener = match listen(&data.join(SOCKET)) {
        Ok(listener) => listener,
        Err(why) => {
            warn!(%why, "`torg leads`, `dialogues` and `why` cannot look in while this runs");
            return std::future::pending().await;
        }
    };
    let places = Arc::new(Semaphore::new(ANSWERED));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            return;
        };
        let asked = listener
            .accept()
            .await
            .and_then(|(stream, _)| stream.into_std());
        let store = Arc::clone(&store);
        match asked {
            Ok(stream) => drop(tokio::task::spawn_blocking(move || {
                if let Err(why) = reply(&*store, &stream) {
                    warn!(%why, "a question about the shop's records was not answered");
                }
                drop(place);
            })),
            Err(why) => {
                warn!(%why, "a question about the shop's records was not heard");
                tokio::time::sleep(PATIENCE).await;
            }
        }
    }
}

/// Listens on a socket that only this user may write to.
fn listen(socket: &Path) -> io::Result<UnixListener> {
    // Whoever left it is gone: the store is ours.
    match fs::remove_file(socket) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = UnixListener::bind(socket)?;
    fs::set_permissions(socket, Permissions::from_mode(0o600))?;
    Ok(listener)
}

fn reply(store: &dyn Store, stream: &UnixStream) -> io::Result<()> {
    stream.set_nonblocking(false)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut line = String::new();
    BufReader::new(stream.take(LONGEST_QUESTION)).read_line(&mut line)?;
    if line.is_empty() {
        // Somebody only looked whether anybody is here.
        return Ok(());
    }
    let mut out = BufWriter::new(stream);
    let mut write = |line: &Line| {
        serde_json::to_writer(&mut out, line)?;
        out.write_all(b"\n")
    };
    let seen = match serde_json::from_str(&line) {
        Ok(question) => look(store, &question, &mut |row| Ok(write(&Line::Row(row))?)),
        Err(error) => Err(PeekError::Failed(format!("this is no question: {error}"))),
    };
    match seen {
        Ok(()) => write(&Line::End)?,
        Err(PeekError::Socket(error)) => return Err(error),
        Err(error) => write(&Line::Failed(error.to_string()))?,
    }
    out.flush()
}

fn ask(socket: &Path, question: &Question, rows: &mut Vec<Row>) -> Result<(), PeekError> {
    let mut stream = UnixStream::connect(socket)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let question = serde_json::to_string(question).map_err(io::Error::from)?;
    stream.write_all(format!("{question}\n").as_bytes())?;
    for line in BufReader::new(stream).lines() {
        match serde_json::from_str(&line?).map_err(io::Error::from)? {
            Line::Row(row) => rows.push(row),
            Line::End => return Ok(()),
            Line::Failed(why) => return Err(PeekError::Failed(why)),
        }
    }
    Err(PeekError::Failed("it stopped in the middle".to_owned()))
}

/// Gives each row that answers a question.
fn look(
    store: &dyn Store,
    question: &Question,
    each: &mut dyn FnMut(Row) -> Result<(), PeekError>,
) -> Result<(), PeekError> {
    match question {
        Question::Leads => {
            let mut after = None;
            while let Some(page) = full(store.leads(after, PAGE)?) {
                after = page.last().map(|lead| lead.id);
                page.into_iter()
                    .try_for_each(|lead| each(Row::Lead(Box::new(lead))))?;
            }
        }
        Question::Dialogues => {
            let mut after = None;
            while let Some(page) = full(store.dialogues(after.as_ref(), PAGE)?) {
                after = page.last().map(|row| row.id.clone());
                page.into_iter()
                    .try_for_each(|row| each(Row::Dialogue(Box::new(row))))?;
            }
        }
        Question::Dialogue(id) => {
            if let Some(row) = store.dialogue(id)? {
                each(Row::Dialogue(Box::new(row)))?;
            }
        }
        Question::Newest(chat) => {
            if let Some(loaded) = store.load(chat)? {
                look(store, &Question::Dialogue(loaded.state.dialogue_id()), each)?;
            }
        }
        Question::Turns(id) => {
            let mut from = store.dialogue(id)?.map(|row| row.first_turn);
            while let Some(seq) = from {
                let page = store.journal(&id.chat, seq, PAGE)?;
                let last = page.last().filter(|last| last.dialogue <= id.number);
                from = last.map(|last| last.seq + 1);
                let own = page.into_iter().filter(|turn| turn.dialogue == id.number);
                own.into_iter()
                    .try_for_each(|turn| each(Row::Turn(Box::new(turn))))?;
            }
        }
    }
    Ok(())
}

/// A page that holds something.
fn full<T>(page: Vec<T>) -> Option<Vec<T>> {
    Some(page).filter(|page| !page.is_empty())
}

fn dialogue(row: Row) -> Option<DialogueRow> {
    match row {
        Row::Dialogue(row) => Some(*row),
        _ => None,
    }
}

//! From pieces to messages that arrived.

use std::path::{Component, Path};
use std::time::Duration;

use engine::{Channel, ChatKey, Message};
use teloxide::RequestError;
use teloxide::payloads::{SendMessageSetters, SendPhotoSetters};
use teloxide::requests::Requester;
use teloxide::types::{ChatAction, ChatId, InputFile, InputMedia, InputMediaPhoto};
use tokio::time::{sleep, timeout};

use super::layout::{Photo, Piece, pieces, texts};
use super::{Telegram, trouble};
use crate::{SendError, Sent};

/// How long the rest of a message that is half out may wait for its turn.
const PATIENCE: Duration = Duration::from_secs(30);

/// A sign that someone writes is worth no longer wait.
const TYPING_WITHIN: Duration = Duration::from_secs(3);

/// The largest photo that a bot may upload, in bytes.
const LARGEST_PHOTO: u64 = 10 * 1024 * 1024;

impl Telegram {
    /// Sends a message of the script: photos of its cards, then the words, the list and the buttons. Photos
    /// are an ornament: one that cannot be sent is left out, and the list tells the same.
    ///
    /// # Errors
    /// [`SendError`]; anything but [`SendError::TryAgain`] and [`SendError::Failed`] may have arrived.
    pub async fn send(&self, chat: &ChatKey, message: &Message) -> Result<Sent, SendError> {
        self.carry(buyer(chat)?, pieces(message)).await
    }

    /// Passes a person's words on to the buyer.
    ///
    /// # Errors
    /// As [`Telegram::send`].
    pub async fn relay(&self, chat: &ChatKey, text: &str) -> Result<Sent, SendError> {
        self.carry(buyer(chat)?, texts(text, None)).await
    }

    /// Shows the buyer that an answer is being written. It fades after five seconds; repeat it every four.
    pub async fn typing(&self, chat: &ChatKey) {
        let Ok(chat) = buyer(chat) else { return };
        let request = self.bot.send_chat_action(chat, ChatAction::Typing);
        if let Ok(Err(error)) = timeout(TYPING_WITHIN, request.into_future()).await {
            tracing::debug!(%chat, why = %trouble::told(&error), "typing was not shown");
        }
    }

    /// Sends the pieces in order. Nothing that may have arrived is ever sent again from here.
    pub(super) async fn carry(&self, chat: ChatId, pieces: Vec<Piece>) -> Result<Sent, SendError> {
        let mut sent = Sent::default();
        let mut begun = false;
        let mut patience = PATIENCE;
        for piece in pieces {
            loop {
                match self.attempt(chat, &piece).await {
                    Ok(messages) => {
                        sent.messages.extend(messages);
                        begun = true;
                    }
                    Err(SendError::TryAgain { after }) if begun && after <= patience => {
                        patience -= after;
                        sleep(after).await;
                        continue;
                    }
                    Err(error @ SendError::TryAgain { .. }) if !begun => return Err(error),
                    Err(error) if matches!(piece, Piece::Photos(_)) => {
                        tracing::warn!(%chat, why = %error, "photos are left out");
                        begun |= matches!(error, SendError::Unknown { .. });
                    }
                    Err(error) if begun => {
                        let why = format!("only a part arrived; {error}");
                        return Err(SendError::Unknown { why });
                    }
                    Err(error) => return Err(error),
                }
                break;
            }
        }
        Ok(sent)
    }

    /// Sends one piece once, when its turn comes. Gives the ids of what arrived.
    async fn attempt(&self, chat: ChatId, piece: &Piece) -> Result<Vec<i32>, SendError> {
        match piece {
            Piece::Text { text, keyboard } => {
                self.pace.turn(chat.0, 1).await?;
                let request = self.bot.send_message(chat, text);
                let request = match keyboard {
                    Some(keyboard) => request.reply_markup(keyboard.clone()),
                    None => request,
                };
                let arrived = request.await.map(|message| vec![message.id.0]);
                match arrived {
                    Err(RequestError::MigrateToChatId(new)) if Some(chat) == self.operators() => {
                        self.operators_moved(new);
                        // The next attempt goes to the new chat.
                        Err(SendError::TryAgain {
                            after: Duration::ZERO,
                        })
                    }
                    arrived => self.judged(chat, arrived),
                }
            }
            Piece::Photos(photos) => {
                let mut files = Vec::new();
                for photo in photos {
                    files.extend(self.file(photo).await.map(|file| (file, &photo.caption)));
                }
                self.pace
                    .turn(chat.0, u32::try_from(files.len()).unwrap_or(1))
                    .await?;
                let arrived = match files.len() {
                    0 => Ok(Vec::new()),
                    1 => {
                        // There is one.
                        let (file, caption) = files.remove(0);
                        let request = self.bot.send_photo(chat, file).caption(caption);
                        request.await.map(|message| vec![message.id.0])
                    }
                    _ => {
                        let album = files.into_iter().map(|(file, caption)| {
                            InputMedia::Photo(InputMediaPhoto::new(file).caption(caption))
                        });
                        let request = self.bot.send_media_group(chat, album);
                        request
                            .await
                            .map(|messages| messages.iter().map(|message| message.id.0).collect())
                    }
                };
                self.judged(chat, arrived)
            }
        }
    }

    fn judged(
        &self,
        chat: ChatId,
        arrived: Result<Vec<i32>, RequestError>,
    ) -> Result<Vec<i32>, SendError> {
        let error = match arrived {
            Err(error) if trouble::went_well(&error) => return Ok(Vec::new()),
            Err(error) => error,
            Ok(messages) => return Ok(messages),
        };
        if let Some(wait) = trouble::asked_to_wait(&error) {
            self.pace.hold(chat.0, wait);
        }
        Err(trouble::verdict(&error))
    }

    /// A photo as the server takes it: an address it fetches, or the bytes of a file in the shop's folder.
    async fn file(&self, photo: &Photo) -> Option<InputFile> {
        let source = photo.source.trim();
        if source.starts_with("https://") || source.starts_with("http://") {
            return source.parse().ok().map(InputFile::url);
        }
        let path = Path::new(source);
        if !path
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
        {
            tracing::warn!(source, "a photo must lie in the folder of photos");
            return None;
        }
        let path = self.photos.as_ref()?.join(path);
        match bytes(&path).await {
            Ok(bytes) => {
                let name = path.file_name()?.to_string_lossy().into_owned();
                Some(InputFile::memory(bytes).file_name(name))
            }
            Err(error) => {
                tracing::warn!(source, why = %error, "a photo cannot be read");
                None
            }
        }
    }
}

/// The private chat of a buyer.
fn buyer(chat: &ChatKey) -> Result<ChatId, SendError> {
    let id = chat
        .id
        .parse()
        .ok()
        .filter(|_| chat.channel == Channel::Telegram);
    id.map(ChatId).ok_or_else(|| SendError::Failed {
        why: format!("`{chat}` is not a chat of Telegram"),
    })
}

async fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    if tokio::fs::metadata(path).await?.len() > LARGEST_PHOTO {
        return Err(std::io::Error::other("it is larger than 10 MB"));
    }
    tokio::fs::read(path).await
}

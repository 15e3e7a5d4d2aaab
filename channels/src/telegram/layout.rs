//! How a message of the script looks in Telegram: photos above, the words with a list of the products below
//! them, and one keyboard at the very bottom.

use engine::{Card, Message};
use teloxide::types::{InlineKeyboardButton, InlineKeyboardMarkup};

use super::split::{LONGEST_TEXT, clip, split};

/// The most photos of an album.
const MOST_PHOTOS: usize = 10;

/// The longest caption.
const LONGEST_CAPTION: usize = 1024;

/// The most buttons of a keyboard.
const MOST_BUTTONS: usize = 100;

/// The longest label; phones show about forty letters of it.
const LONGEST_LABEL: usize = 64;

/// The longest labels, in letters, that a phone shows whole with two and with three buttons in a row.
const TWO_IN_A_ROW: usize = 18;
const THREE_IN_A_ROW: usize = 11;

/// One thing to send.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Piece {
    /// Words, with the buttons below them.
    Text {
        text: String,
        keyboard: Option<InlineKeyboardMarkup>,
    },
    /// One photo, or an album.
    Photos(Vec<Photo>),
}

/// A photo of a card.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Photo {
    /// Its address or the name of its file.
    pub(super) source: String,
    /// Empty where the words follow right below.
    pub(super) caption: String,
}

/// A message in the order in which its pieces are sent; empty where there is nothing to show.
pub(super) fn pieces(message: &Message) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let photos = photos(&message.cards);
    if !photos.is_empty() {
        pieces.push(Piece::Photos(photos));
    }
    let keyboard = keyboard(message);
    let mut words = words(message);
    if words.is_empty() && keyboard.is_some() {
        // A keyboard hangs on words.
        "👇".clone_into(&mut words);
    }
    pieces.extend(texts(&words, keyboard));
    pieces
}

/// Plain words in as many messages as they need, with the keyboard on the last.
pub(super) fn texts(words: &str, keyboard: Option<InlineKeyboardMarkup>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = split(words, LONGEST_TEXT)
        .into_iter()
        .map(|part| Piece::Text {
            text: part.to_owned(),
            keyboard: None,
        })
        .collect();
    if let Some(Piece::Text { keyboard: last, .. }) = pieces.last_mut() {
        *last = keyboard;
    }
    pieces
}

/// What the press of a button says: the message and the button's place among cards, then options.
pub(super) fn press_data(message: u64, index: usize) -> String {
    format!("b:{message}.{index}")
}

fn words(message: &Message) -> String {
    let list: Vec<String> = message.cards.iter().map(line).collect();
    [message.text.trim(), &list.join("\n")]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n")
}

/// A product in one line: `25 роз — 4 900 ₽ · 3 шт.`
fn line(card: &Card) -> String {
    let mut line = card.name.clone();
    for (before, part) in [(" — ", &card.price), (" · ", &card.stock)] {
        if !part.is_empty() {
            line.push_str(before);
            line.push_str(part);
        }
    }
    line
}

fn photos(cards: &[Card]) -> Vec<Photo> {
    let mut photos: Vec<Photo> = cards
        .iter()
        .filter_map(|card| {
            let source = card.photo.clone()?;
            let caption = clip(&line(card), LONGEST_CAPTION);
            Some(Photo { source, caption })
        })
        .take(MOST_PHOTOS)
        .collect();
    if let [single] = &mut photos[..] {
        single.caption.clear();
    }
    photos
}

fn keyboard(message: &Message) -> Option<InlineKeyboardMarkup> {
    let cards = message.cards.iter().map(|card| &card.name);
    let options = message.options.iter().map(|option| &option.label);
    let names = message.cards.iter().map(|card| &card.sku);
    let names = names.chain(message.options.iter().map(|option| &option.name));
    let mut buttons: Vec<InlineKeyboardButton> = cards
        .chain(options)
        .zip(names)
        .enumerate()
        .take(MOST_BUTTONS)
        .map(|(index, (label, name))| {
            let label = if label.trim().is_empty() {
                &**name
            } else {
                label
            };
            InlineKeyboardButton::callback(
                clip(label.trim(), LONGEST_LABEL),
                press_data(message.number, index),
            )
        })
        .collect();
    let options = buttons.split_off(message.cards.len().min(buttons.len()));
    let mut keyboard: Vec<Vec<InlineKeyboardButton>> =
        buttons.into_iter().map(|card| vec![card]).collect();
    keyboard.extend(rows(options));
    (!keyboard.is_empty()).then(|| InlineKeyboardMarkup::new(keyboard))
}

/// Buttons in rows of at most three, as many as a phone shows without cutting their labels.
fn rows(buttons: Vec<InlineKeyboardButton>) -> Vec<Vec<InlineKeyboardButton>> {
    let mut rows = Vec::new();
    let mut left = buttons;
    while !left.is_empty() {
        let fits = |many: usize, longest: usize| {
            left.len() >= many
                && left[..many]
                    .iter()
                    .all(|button| button.text.chars().count() <= longest)
        };
        // Four short ones look better as two and two than as three and one.
        let many = if fits(3, THREE_IN_A_ROW) && left.len() != 4 {
            3
        } else if fits(2, TWO_IN_A_ROW) {
            2
        } else {
            1
        };
        let next = left.split_off(many);
        rows.push(left);
        left = next;
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(words: &[&str]) -> Vec<Vec<String>> {
        let buttons = words
            .iter()
            .map(|label| InlineKeyboardButton::callback(*label, "b:1.0"));
        let text =
            |row: Vec<InlineKeyboardButton>| row.into_iter().map(|button| button.text).collect();
        rows(buttons.collect()).into_iter().map(text).collect()
    }

    #[test]
    fn short_labels_share_a_row_and_long_ones_do_not() {
        assert_eq!(labels(&["Да", "Нет"]), [["Да", "Нет"]]);
        assert_eq!(labels(&["1", "2", "3"]), [["1", "2", "3"]]);
        assert_eq!(labels(&["1", "2", "3", "4"]), [["1", "2"], ["3", "4"]]);
        assert_eq!(
            labels(&["День рождения", "Свадьба", "Просто так, без всякого повода"]),
            [
                vec!["День рождения", "Свадьба"],
                vec!["Просто так, без всякого повода"]
            ]
        );
    }
}

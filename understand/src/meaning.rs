//! What a message does: agrees, declines, corrects, asks for a person, says goodbye.

use crate::heard::{Found, Heard};

/// The words by which the message agrees: «да, оформляем», "sure".
pub fn agrees(heard: &Heard) -> Option<Vec<usize>> {
    let _ = heard;
    None
}

/// The words by which the message declines: «нет», «да нет», "no thanks".
pub fn declines(heard: &Heard) -> Option<Vec<usize>> {
    let _ = heard;
    None
}

/// The words by which the message asks for a person.
pub fn wants_human(heard: &Heard) -> Option<Vec<usize>> {
    let _ = heard;
    None
}

/// Only thanks, OK or goodbye: nothing to answer after a finished dialogue.
pub fn only_closes(heard: &Heard) -> bool {
    let _ = heard;
    false
}

/// The words which signal that something said before is wrong: «нет, другой адрес», "wrong number".
pub fn corrects(heard: &Heard) -> Option<Vec<usize>> {
    let _ = heard;
    None
}

/// Yes or no, as a value.
pub fn yes_no(heard: &Heard) -> Option<Found<bool>> {
    if let Some(words) = declines(heard) {
        return Some(Found {
            value: false,
            words,
        });
    }
    agrees(heard).map(|words| Found { value: true, words })
}

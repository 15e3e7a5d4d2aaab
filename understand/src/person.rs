//! People's names and postal addresses.

use crate::heard::{Found, Heard};

/// The person's name in the message, capitalised: «меня зовут анна» is «Анна».
pub fn name(heard: &Heard) -> Option<Found<String>> {
    let _ = heard;
    None
}

/// The postal address in the message, as typed.
pub fn address(heard: &Heard) -> Option<Found<String>> {
    let _ = heard;
    None
}

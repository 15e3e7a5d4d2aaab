//! Phone numbers and e-mail addresses.

use crate::heard::{Found, Heard};

/// The phone number in the message as E.164; without a country code it belongs to `country` (`RU`).
pub fn phone(heard: &Heard, country: &str) -> Option<Found<String>> {
    let _ = (heard, country);
    None
}

/// The e-mail address in the message, in lower case.
pub fn email(heard: &Heard) -> Option<Found<String>> {
    let _ = heard;
    None
}

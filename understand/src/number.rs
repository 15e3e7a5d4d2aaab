//! Numbers in digits and in words.

use rust_decimal::Decimal;

use crate::heard::{Found, Heard};

/// The first number in the message.
pub fn number(heard: &Heard) -> Option<Found<Decimal>> {
    numbers(heard).into_iter().next()
}

/// Every number in the message.
pub fn numbers(heard: &Heard) -> Vec<Found<Decimal>> {
    let _ = heard;
    Vec::new()
}

//! Amounts of money and percents in a message.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::currency::Currency;
use crate::heard::{Found, Heard};

/// An amount of a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// How much, in whole units: 45.5 is forty-five and a half.
    pub amount: Decimal,
    /// Of what.
    pub currency: Currency,
}

/// The first amount in the message; a bare number is of the `default` currency.
pub fn money(heard: &Heard, default: Currency) -> Option<Found<Money>> {
    let _ = (heard, default);
    None
}

/// Every amount whose currency is named.
pub fn monies(heard: &Heard) -> Vec<Found<Money>> {
    let _ = heard;
    Vec::new()
}

/// The first percent in the message: 10 for «10%».
pub fn percent(heard: &Heard) -> Option<Found<Decimal>> {
    percents(heard).into_iter().next()
}

/// Every percent in the message.
pub fn percents(heard: &Heard) -> Vec<Found<Decimal>> {
    let _ = heard;
    Vec::new()
}

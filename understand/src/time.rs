//! Times of the day, alone and with a day.

use jiff::civil::{DateTime, Time};

use crate::heard::{Found, Heard};

/// The time of the day that the message names: «в 6 вечера», «после 18:00», "5 pm".
pub fn time(heard: &Heard) -> Option<Found<Time>> {
    let _ = heard;
    None
}

/// The day and time that the message names, seen from `now`; a time alone is the next such time.
pub fn datetime(heard: &Heard, now: DateTime) -> Option<Found<DateTime>> {
    let _ = (heard, now);
    None
}

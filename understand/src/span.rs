//! Lengths of time: «15 минут», «полтора часа», "2 weeks".

use crate::heard::{Found, Heard};

/// The length of time that the message names, in seconds.
pub fn duration(heard: &Heard) -> Option<Found<i64>> {
    let _ = heard;
    None
}

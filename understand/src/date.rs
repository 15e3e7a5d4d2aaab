//! Days: «завтра», «в субботу», «2 марта», "next friday".

use jiff::civil::Date;

use crate::heard::{Found, Heard};

/// The day that the message names, seen from `today`.
pub fn date(heard: &Heard, today: Date) -> Option<Found<Date>> {
    let _ = (heard, today);
    None
}

//! Signs: paths in a square of 12 by 12 that tell cards and causes apart without colour.

use super::chart::{CardKind, Cause, ReturnTo};

/// The sign of a kind of card, if it has one.
pub(super) fn of_card(kind: CardKind) -> Option<&'static str> {
    Some(match kind {
        CardKind::State => return None,
        CardKind::Subflow => "M1 1h7v7h-7zM4 11h7v-7",
        CardKind::Person => PERSON,
        CardKind::Won => "M1.5 6.5l3 3.5l6-8",
        CardKind::Lost => "M2 2l8 8M10 2l-8 8",
        CardKind::Postponed => CLOCK,
        CardKind::Returned => "M11 2v4h-9M5 3l-3 3l3 3",
        CardKind::Anywhere => "M6 1v10M1.7 3.5l8.6 5M10.3 3.5l-8.6 5",
    })
}

/// The sign of a cause.
pub(super) fn of_cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Goes => "M1 6h9M7 3l3 3l-3 3",
        Cause::Choice => "M3.5 1h5a2.5 2.5 0 0 1 0 5h-5a2.5 2.5 0 0 1 0-5zM6 4v7M4 9l2 2l2-2",
        Cause::Trigger => "M1 1.5h10v6.5h-5l-3 3v-3h-2z",
        Cause::Outcome | Cause::Condition => "M6 1l5 5l-5 5l-5-5z",
        Cause::Arm => "M6 11v-4l-4-5M6 7l4-5",
        Cause::GivenBack => "M11 9v-2a3 3 0 0 0-3-3h-6M5 1l-3 3l3 3",
        Cause::Visits => "M10.5 6a4.5 4.5 0 1 1-1.5-3.4M10.5 .8v2.6h-2.6",
        Cause::Otherwise => "M2 6h.1M6 6h.1M10 6h.1",
        Cause::Unclear => "M3.5 4a2.5 2.5 0 1 1 3.6 2.2q-1.1.6-1.1 1.8M6 10.6h.1",
        Cause::Silence => CLOCK,
        Cause::Fails => "M6 1l5.2 9.7h-10.4zM6 4.6v2.8M6 9h.1",
    }
}

/// The sign of a way back.
pub(super) fn of_return(to: ReturnTo) -> &'static str {
    match to {
        ReturnTo::Back => "M4.5 1.5l-3 3l3 3M1.5 4.5h6a3 3 0 0 1 0 6h-3",
        ReturnTo::Again => "M10.5 6a4.5 4.5 0 1 1-1.5-3.4M10.5 .8v2.6h-2.6",
    }
}

/// `protected`: a lock.
pub(super) const LOCK: &str = "M2.5 5.5h7v5.5h-7zM4 5.5v-2a2 2 0 0 1 4 0v2";

const PERSON: &str = "M6 1a2.3 2.3 0 1 1-.01 0zM1.5 11.3q0-4.3 4.5-4.3t4.5 4.3";
const CLOCK: &str = "M6 1a5 5 0 1 1-.01 0zM6 3.2v2.8l2 1.6";

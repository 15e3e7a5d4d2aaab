//! C204: nudges are bounded and keep hours, and on WhatsApp nothing is sent of its own accord once 24
//! hours have passed since the buyer wrote.
//!
//! A nudge is a `silence` line after which something is sent and the buyer is waited for again.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use engine::Channel;

use crate::Diagnostic;
use crate::ast::{Flow, Silence};
use crate::check::paths::rounds::rounds;
use crate::check::paths::{By, Paths, What};
use crate::diagnostic::{Fact, course};

use super::Course;

/// How long a shop may write freely on WhatsApp after the buyer has, in milliseconds.
const WINDOW: i64 = 24 * 60 * 60 * 1000;

pub(super) fn check(course: &Course<'_, '_>, index: usize, found: &mut Vec<Diagnostic>) {
    let flow = course.flow(index);
    let paths = &course.paths[index];
    let channels = course.channels(index);
    let writes = channels.is_empty() || channels.iter().any(|channel| *channel != Channel::Phone);
    let by_phone = |line: &Silence| line.channel.is_some_and(|of| of.node == Channel::Phone);
    let circle = endless(paths);
    // A line of a wait point keeps the hours of the defaults in force there.
    let hours = |flow: &Flow| flow.defaults.silence.iter().any(|line| !by_phone(line));
    let hours_by_default = hours(flow) || course.shop.any_caller(index, hours);
    let late = late(paths);
    let sends = soon(paths, |what| match what {
        What::Say(_) | What::Show | What::Back(_) => true,
        What::Wait(wait) => wait.words.is_some(),
        _ => false,
    });
    let waits = soon(paths, |what| {
        matches!(what, What::Wait(_) | What::Back(_) | What::Run(..))
    });
    for (number, node) in paths.nodes.iter().enumerate() {
        let What::Silence(line) = node.what else {
            continue;
        };
        let default = flow
            .defaults
            .silence
            .iter()
            .any(|of| std::ptr::eq(of, line));
        let mut tell = |fact| {
            let fact = Fact::Course(fact);
            found.push(Diagnostic::new(flow.file, node.span.range(), fact));
        };
        if sends[number] && waits[number] {
            if line.at_most.is_none() && (default || circle[number]) {
                tell(course::Course::NudgesUnlimited);
            }
            let kept = if default { false } else { hours_by_default };
            if line.between.is_none() && !kept && !by_phone(line) && writes {
                tell(course::Course::NudgesAtAnyHour);
            }
        }
        let on_whatsapp = match line.channel {
            Some(of) => of.node == Channel::WhatsApp,
            None => channels.contains(&Channel::WhatsApp),
        };
        if sends[number] && on_whatsapp && late[number] {
            tell(course::Course::LateOnWhatsApp);
        }
    }
}

/// For each node, whether something wanted follows in its turn, before the buyer is waited for.
fn soon(paths: &Paths<'_>, wanted: impl Fn(&What<'_>) -> bool) -> Vec<bool> {
    let mut into: Vec<Vec<usize>> = vec![Vec::new(); paths.nodes.len()];
    for (from, node) in paths.nodes.iter().enumerate() {
        if !matches!(node.what, What::Wait(_)) {
            for way in node.ways.iter().filter(|way| way.by.in_turn()) {
                into[way.to].push(from);
            }
        }
    }
    let mut soon = vec![false; paths.nodes.len()];
    let mut ahead: Vec<usize> = (0..soon.len())
        .filter(|node| wanted(&paths.nodes[*node].what))
        .collect();
    while let Some(node) = ahead.pop() {
        if !std::mem::replace(&mut soon[node], true) {
            ahead.extend(&into[node]);
        }
    }
    soon
}

/// The nodes of circles that a silent buyer is led around in, by lines without a limit.
fn endless(paths: &Paths<'_>) -> Vec<bool> {
    let limited = |node: usize| matches!(paths.nodes[node].what, What::Silence(line) if line.at_most.is_some());
    let circles = rounds(paths, |_, way| {
        (way.by.in_turn() || matches!(way.by, By::Silence)) && !limited(way.to)
    });
    let mut endless = vec![false; paths.nodes.len()];
    for node in circles.circles.into_iter().flatten() {
        endless[node] = true;
    }
    endless
}

/// The `silence` lines that never run out before the window has closed, though they may be reached: the
/// shortest silence up to them is longer.
fn late(paths: &Paths<'_>) -> Vec<bool> {
    let mut after: Vec<Option<i64>> = vec![None; paths.nodes.len()];
    let mut ahead = BinaryHeap::new();
    for (node, begins) in paths.begin_turns().into_iter().enumerate() {
        let silence =
            matches!(paths.nodes[node].what, What::Silence(_)) || node == paths.places.silence;
        if begins && !silence {
            ahead.push(Reverse((0, node)));
        }
    }
    while let Some(Reverse((passed, number))) = ahead.pop() {
        let node = &paths.nodes[number];
        let passed = match node.what {
            What::Silence(line) => line.after.node.saturating_add(passed),
            _ => passed,
        };
        if after[number].is_some_and(|before| before <= passed) {
            continue;
        }
        after[number] = Some(passed);
        for way in &node.ways {
            if way.by.in_turn() || matches!(way.by, By::Silence) {
                ahead.push(Reverse((passed, way.to)));
            }
        }
    }
    after
        .into_iter()
        .map(|after| after.is_some_and(|after| after >= WINDOW))
        .collect()
}

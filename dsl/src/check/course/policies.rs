//! C203 and C205: every wait point knows what to do when the buyer is silent, or is not understood.
//!
//! A subflow is held to the `defaults` of the flows that run it: what it lacks is told of them.

use engine::Channel;

use crate::Diagnostic;
use crate::Span;
use crate::ast::{Flow, Silence};
use crate::check::paths::What;
use crate::diagnostic::Fact;

use super::Course;

pub(super) fn check(course: &Course<'_, '_>, found: &mut Vec<Diagnostic>) {
    let count = course.paths.len();
    let mut silent: Vec<Option<Span>> = vec![None; count];
    let mut unclear: Vec<Option<Span>> = vec![None; count];
    for index in course.order.iter().copied() {
        let flow = course.flow(index);
        let channels = course.channels(index);
        let defaults = &flow.defaults;
        for node in &course.paths[index].nodes {
            let (no_silence, no_unclear) = match node.what {
                What::Wait(wait) if !wait.broken => (
                    !covers(&wait.silence, &defaults.silence, &channels),
                    wait.otherwise.is_none()
                        && wait.unclear.is_none()
                        && defaults.unclear.is_none(),
                ),
                What::Run(_, Some(subflow)) => (
                    silent[subflow].is_some() && !covers(&[], &defaults.silence, &channels),
                    unclear[subflow].is_some() && defaults.unclear.is_none(),
                ),
                _ => continue,
            };
            note(
                &mut silent[index],
                no_silence && !defaults.broken,
                node.span,
            );
            note(
                &mut unclear[index],
                no_unclear && !defaults.broken,
                node.span,
            );
        }
    }
    for index in 0..count {
        // What runs a subflow is told of it, with all it leaves to its callers.
        if course.shop.called(index) && !course.named[index] {
            continue;
        }
        let flow = course.flow(index);
        if let Some(first) = silent[index].filter(|_| course.comes_to(index)) {
            tell(course, index, flow, first, Fact::NoSilencePolicy, found);
        }
        if let Some(first) = unclear[index] {
            tell(course, index, flow, first, Fact::NoUnclearPolicy, found);
        }
    }
}

fn tell(
    course: &Course<'_, '_>,
    index: usize,
    flow: &Flow,
    first: Span,
    fact: Fact,
    found: &mut Vec<Diagnostic>,
) {
    let at = course.whole(index, first);
    found.push(Diagnostic::new(flow.file, at.range(), fact));
}

fn note(first: &mut Option<Span>, lacks: bool, at: Span) {
    if lacks {
        *first = Some(first.map_or(at, |first| first.min(at)));
    }
}

/// Whether silence is provided for on every channel. On the phone the engine always does.
fn covers(own: &[Silence], defaults: &[Silence], channels: &[Channel]) -> bool {
    let lines = || own.iter().chain(defaults);
    let on = |channel: Channel| {
        channel == Channel::Phone
            || lines().any(|line| line.channel.is_none_or(|of| of.node == channel))
    };
    match channels {
        [] => lines().any(|line| line.channel.is_none_or(|of| of.node != Channel::Phone)),
        channels => channels.iter().all(|channel| on(*channel)),
    }
}

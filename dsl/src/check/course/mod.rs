//! Checks over the course of a dialogue: where its paths lead, how long they take, what is said, kept
//! and done on them.
//!
//! [`Course`] holds what they share: the paths of every flow, and which flows dialogues come to.

use crate::Diagnostic;
use crate::ast::{Flow, Ident};
use crate::compile::Context;
use engine::Channel;
use understand::Lang;

use super::broken::Broken;
use super::paths::Paths;
use super::shop::Shop;

mod loops;

mod endings;
mod people;

mod domain;
mod shadowed;

mod recursion;

mod measures;

mod questions;

mod policies;

mod nudges;

mod repeated;

mod interrupted;

mod same_words;

mod consent;

mod values;

mod private;

mod models;

mod latency;

mod once;

mod money;

/// What the checks of the course of a dialogue share.
pub(super) struct Course<'a, 'r> {
    pub(super) shop: &'r Shop<'a>,
    pub(super) context: &'r Context<'r>,
    pub(super) broken: &'r Broken,
    /// The paths of every flow.
    paths: Vec<Paths<'a>>,
    /// The flows, those that are run before those that run them.
    order: &'r [usize],
    /// For each flow, whether a profile names it.
    named: Vec<bool>,
}

/// Checks all flows.
pub(super) fn check(
    shop: &Shop<'_>,
    context: &Context<'_>,
    broken: &Broken,
    order: &[usize],
    found: &mut Vec<Diagnostic>,
) {
    let mut read: Vec<Option<Paths<'_>>> = Vec::new();
    read.resize_with(shop.flows.len(), || None);
    for index in order {
        read[*index] = Some(Paths::of(shop, *index, &read));
    }
    let key = |name: &engine::Name| crate::line::key(name);
    let scripts: Vec<_> = context.scripts.iter().map(key).collect();
    let names = |flow: &Flow| {
        let name = flow.name.as_ref().map(|name| &*name.key);
        name.is_some_and(|name| scripts.iter().any(|script| **script == *name))
    };
    let course = Course {
        shop,
        context,
        broken,
        // The order holds every flow once.
        paths: read.into_iter().flatten().collect(),
        order,
        named: shop.flows.iter().map(names).collect(),
    };
    for index in 0..shop.flows.len() {
        loops::check(&course, index, found);
        shadowed::check(&course, index, found);
        measures::check(&course, index, found);
        questions::check(&course, index, found);
        nudges::check(&course, index, found);
        repeated::check(&course, index, found);
        interrupted::check(&course, index, found);
        same_words::check(&course, index, found);
        consent::check(&course, index, found);
        models::check(&course, index, found);
    }
    endings::check(&course, found);
    people::check(&course, found);
    recursion::check(&course, found);
    policies::check(&course, found);
    private::check(&course, found);
    latency::check(&course, found);
    once::check(&course, found);
    money::check(&course, found);
}

impl<'a> Course<'a, '_> {
    fn flow(&self, index: usize) -> &'a Flow {
        &self.shop.flows[index]
    }

    /// Whether dialogues come to a flow: a profile names it, or another flow runs it.
    fn comes_to(&self, index: usize) -> bool {
        self.named[index] || self.shop.called(index)
    }

    /// The channels of a flow, and of the flows that run it.
    fn channels(&self, index: usize) -> Vec<Channel> {
        let mut channels = Vec::new();
        for flow in std::iter::once(index).chain(self.shop.all_callers(index)) {
            for channel in &self.flow(flow).channels {
                if !channels.contains(&channel.node) {
                    channels.push(channel.node);
                }
            }
        }
        channels
    }

    /// The languages of a flow.
    fn languages(&self, index: usize) -> Vec<Lang> {
        let flow = self.flow(index);
        if flow.languages.is_empty() {
            return self.context.languages.clone();
        }
        flow.languages.iter().map(|lang| lang.node).collect()
    }

    /// Where a fault of a whole flow is told: at its `defaults`, else at the first wait point at fault.
    fn whole(&self, index: usize, first: crate::Span) -> crate::Span {
        self.flow(index).defaults.span.unwrap_or(first)
    }
}

/// Whether a word is a yes or a no by the table of the flow.
fn yes_no(flow: &Flow, word: &Ident) -> Option<bool> {
    let table = flow.keywords.and_then(crate::keywords::Table::of);
    let table = table.unwrap_or(crate::keywords::Table::english());
    match table.keyword(&word.key) {
        Some("yes") => Some(true),
        Some("no") => Some(false),
        _ => None,
    }
}

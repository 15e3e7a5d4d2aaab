//! Checks over flows that were read: what the grammar cannot see (LANGUAGE §10).
//!
//! Each file holds one kind of check and names its codes. A check keeps silent about whatever a
//! line that was not understood may have meant, and about names that are told to be unknown. All
//! are linear in the size of the flows.

use std::collections::HashMap;

use crate::Diagnostic;
use crate::ast::{Flow, StatementKind};
use crate::compile::Context;
use crate::source::Source;

use self::broken::Broken;
use self::shop::Shop;
use self::walk::Seen;

mod shop;
pub(crate) mod walk;

mod exits;
mod reach;

mod outcomes;

mod in_force;
mod known;
mod names;

mod unused;

mod languages;
mod text;

mod course;
mod paths;

mod allow;
mod broken;
mod guess;
mod once;

/// Checks all flows of a shop together, and adds what it finds to what reading them has found.
/// Warnings that an `allow` line silences are taken out.
pub fn check(
    flows: &[Flow],
    sources: &[Source],
    context: &Context<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let shop = Shop::new(flows, context.signatures);
    let broken = Broken::of(found);
    let mut returned = HashMap::new();
    let order = subflows_first(&shop);
    for index in order.iter().copied() {
        let flow = &flows[index];
        let text = sources
            .get(flow.file)
            .map_or(&[][..], |source| &source.text);
        exits::check(&shop, flow, found);
        reach::check(flow, found);
        outcomes::check(&shop, index, found);
        known::check(&shop, index, text, &broken, &mut returned, found);
        unused::check(flow, &broken, found);
        languages::check(flow, &context.languages, &broken, found);
        text::check(&shop, index, context, &broken, found);
    }
    course::check(&shop, context, &broken, &order, found);
    once::apply(found);
    allow::apply(flows, sources, found);
    crate::diagnostic::sort(found);
}

/// The flows in such an order that a flow comes after those it runs, where they do not run in a circle.
fn subflows_first(shop: &Shop<'_>) -> Vec<usize> {
    let mut runs = vec![Vec::new(); shop.flows.len()];
    for (index, flow) in shop.flows.iter().enumerate() {
        walk::flow(flow, &mut |seen| {
            if let Seen::Statement(statement) = seen
                && let StatementKind::Run(run) = &statement.kind
            {
                runs[index].extend(shop.run_by(run));
            }
        });
    }
    let mut order = Vec::with_capacity(shop.flows.len());
    let mut begun = vec![false; shop.flows.len()];
    for root in 0..shop.flows.len() {
        let mut ahead = vec![(root, false)];
        while let Some((flow, done)) = ahead.pop() {
            if done {
                order.push(flow);
            } else if !std::mem::replace(&mut begun[flow], true) {
                ahead.push((flow, true));
                ahead.extend(runs[flow].iter().map(|run| (*run, false)));
            }
        }
    }
    order
}

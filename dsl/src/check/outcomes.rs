//! F007 and L401: every outcome of a step or a subflow but a step's first is handled.

use engine::signature::FAILS;

use crate::ast::{Flow, Ident, Outcome, StatementKind};
use crate::diagnostic::{Diagnostic, Fact};

use super::guess::alike;
use super::shop::{Shop, named};
use super::walk::{self, Seen};

pub(super) fn check(shop: &Shop<'_>, index: usize, found: &mut Vec<Diagnostic>) {
    let flow = &shop.flows[index];
    let takes_failures = |flow: &Flow| flow.defaults.fails.is_some() || flow.defaults.broken;
    let failures_taken = takes_failures(flow) || shop.any_caller(index, takes_failures);
    walk::flow(flow, &mut |seen| {
        let Seen::Statement(statement) = seen else {
            return;
        };
        let mut tell = |span: crate::Span, of: String, outcomes: Vec<String>, model: bool| {
            if !outcomes.is_empty() {
                let fact = Fact::OutcomesNotHandled {
                    of,
                    outcomes,
                    model,
                };
                found.push(Diagnostic::new(flow.file, span.range(), fact));
            }
        };
        match &statement.kind {
            StatementKind::Do(call) if !call.broken => {
                let Some(signature) = shop.step(call) else {
                    return;
                };
                let of = format!("{}.{}", call.plugin.name, call.step.name);
                let handled = |name| {
                    call.outcomes
                        .iter()
                        .any(|arm: &Outcome| named(name, &arm.name))
                };
                let rest = signature.outcomes.iter().skip(1);
                let known = |arm: &Outcome| {
                    signature
                        .outcomes
                        .iter()
                        .any(|outcome| named(&outcome.name, &arm.name))
                };
                // An arm of an unknown name is told as such; what it meant is not told again.
                let meant = |name: &str| {
                    call.outcomes
                        .iter()
                        .any(|arm| !known(arm) && alike(&arm.name.key, name))
                };
                let open = rest.filter(|outcome| !handled(&outcome.name) && !meant(&outcome.name));
                let open: Vec<_> = open.collect();
                let of_model = |name: &str| signature.model && name == REFUSED;
                let plain = open.iter().filter(|outcome| !of_model(&outcome.name));
                tell(
                    call.call,
                    of.clone(),
                    plain.map(|outcome| outcome.name.to_string()).collect(),
                    false,
                );
                let mut by_model: Vec<String> = open
                    .iter()
                    .filter(|outcome| of_model(&outcome.name))
                    .map(|outcome| outcome.name.to_string())
                    .collect();
                if signature.model && !failures_taken && !handled(&FAILS.into()) {
                    by_model.push(FAILS.into());
                }
                tell(call.call, of, by_model, true);
            }
            StatementKind::Run(run) if !run.broken => {
                let Some(subflow) = shop.run_by(run) else {
                    return;
                };
                let names = shop.returns(subflow).iter().flatten();
                let known = |arm: &Outcome| shop.returns(subflow).contains(&Some(&arm.name));
                let handled = |name: &Ident| {
                    run.outcomes.iter().any(|arm| {
                        arm.name == *name || (!known(arm) && alike(&arm.name.key, &name.key))
                    })
                };
                let open = names.filter(|name| !handled(name));
                let open: Vec<_> = open.map(|name| name.name.to_string()).collect();
                tell(run.call, run.flow.name.to_string(), open, false);
            }
            _ => {}
        }
    });
}

/// The outcome of a model step whose words could not be proved.
const REFUSED: &str = "refused";

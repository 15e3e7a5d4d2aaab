//! P504: money that a buyer reads, or that is recorded, comes from the catalog, or from a step that is
//! bounded; it is never written into the script, and no other step makes it.
//!
//! What the buyer names in answer to a question is the buyer's. Conditions may compare with any sum.

use std::collections::HashMap;

use crate::Diagnostic;
use crate::Span;
use crate::ast::{Arg, Expr, Ident, Part, Path, TextBlock, Type};
use crate::check::names::written;
use crate::check::paths::What;
use crate::check::shop::named;
use crate::check::walk::{self, Seen};
use crate::diagnostic::{Fact, course};
use engine::signature::Signature;
use engine::value::Kind;

use super::Course;
use super::values::{Kinds, Values, argument, come, field, holds_money};

/// Where money comes from that nothing vouches for.
#[derive(Clone)]
struct Source<'a> {
    flow: usize,
    span: Span,
    /// The sum as written, or the step.
    of: String,
    /// The type of what the step makes; absent for a sum.
    kind: Option<&'a Kind>,
}

pub(super) fn check(course: &Course<'_, '_>, found: &mut Vec<Diagnostic>) {
    let mut sources = Vec::new();
    let mut told: HashMap<(usize, usize), Source<'_>> = HashMap::new();
    for index in 0..course.paths.len() {
        let mut at_once = |source: Source<'_>| {
            found.push(fact(course, &source, String::new()));
        };
        sources_of(course, index, &mut sources, &mut at_once);
    }
    let come_to = Values::of(course).spread(sources);
    if come_to.is_empty() {
        return;
    }
    for (index, paths) in course.paths.iter().enumerate() {
        let mut used = |path: &Path| {
            let Some(source) = come(&come_to, index, path) else {
                return;
            };
            let at = (course.flow(source.flow).file, source.span.start);
            if carries(source, path) && !told.contains_key(&at) {
                told.insert(at, source.clone());
                found.push(fact(course, source, written(path)));
            }
        };
        walk::flow(course.flow(index), &mut |seen| match seen {
            Seen::Text(block) => printed(block, &mut used),
            Seen::Said(path) => used(path),
            _ => {}
        });
        for node in &paths.nodes {
            if let What::Do(call, Some(signature)) = node.what
                && signature.effect
            {
                for arg in &call.args {
                    if let Expr::Path(path) = &arg.value {
                        used(path);
                    }
                }
            }
        }
    }
}

fn fact(course: &Course<'_, '_>, source: &Source<'_>, used: String) -> Diagnostic {
    let fact = course::Course::MoneyFromNowhere {
        of: source.of.clone(),
        step: source.kind.is_some(),
        used,
    };
    Diagnostic::new(
        course.flow(source.flow).file,
        source.span.range(),
        Fact::Course(fact),
    )
}

/// Where money comes into a flow. A sum that is given to the world right away is told `at_once`.
fn sources_of<'a>(
    course: &Course<'a, '_>,
    index: usize,
    sources: &mut Vec<((usize, String), Source<'a>)>,
    at_once: &mut impl FnMut(Source<'a>),
) {
    let flow = course.flow(index);
    let kinds = Kinds::of(course, index);
    let source = |span: Span, of: String, kind: Option<&'a Kind>| Source {
        flow: index,
        span,
        of,
        kind,
    };
    let is_money = |slot: &Ident| {
        let mut slots = flow.slots.iter().chain(&flow.needs).chain(&flow.gives);
        slots.any(|known| known.name == *slot && matches!(known.kind.node, Type::Money(_)))
    };
    for node in &course.paths[index].nodes {
        match node.what {
            What::Set(slot, value) => {
                if let Some(of) = sum(value).filter(|_| is_money(slot)) {
                    let from = source(node.span, of, None);
                    sources.push(((index, slot.key.to_string()), from));
                }
            }
            What::Run(run, Some(subflow)) => {
                for (place, arg) in run.args.iter().enumerate() {
                    let Some(need) = argument(&course.flow(subflow).needs, place, arg) else {
                        continue;
                    };
                    let money = matches!(need.kind.node, Type::Money(_));
                    if let Some(of) = sum(&arg.value).filter(|_| money) {
                        let from = source(arg.value.span(), of, None);
                        sources.push(((subflow, need.name.key.to_string()), from));
                    }
                }
            }
            What::Do(call, Some(signature)) => {
                if signature.effect {
                    for (place, arg) in call.args.iter().enumerate() {
                        let money = takes_money(signature, place, arg);
                        if let Some(of) = sum(&arg.value).filter(|_| money) {
                            at_once(source(arg.value.span(), of, None));
                        }
                    }
                }
                let total = *call.plugin.key == *"pricing" && *call.step.key == *"total";
                let vouched = *call.plugin.key == *"catalog" || signature.bounded || total;
                if vouched || signature.effect || signature.model {
                    continue;
                }
                let step = || format!("{}.{}", call.plugin.name, call.step.name);
                let mut bind = |name: &Ident, kind: &'a Kind| {
                    if holds_money(kind) {
                        let from = source(node.span, step(), Some(kind));
                        sources.push(((index, name.key.to_string()), from));
                    }
                };
                let first = signature
                    .outcomes
                    .first()
                    .and_then(|outcome| outcome.value.as_ref());
                if let (Some(name), Some(kind)) = (&call.bind, first) {
                    bind(name, kind);
                }
                for arm in &call.outcomes {
                    let outcome = signature
                        .outcomes
                        .iter()
                        .find(|known| named(&known.name, &arm.name));
                    if let (Some(name), Some(kind)) = (
                        &arm.bind,
                        outcome.and_then(|outcome| outcome.value.as_ref()),
                    ) {
                        bind(name, kind);
                    }
                }
            }
            _ => {}
        }
    }
    // A field of what a step makes: `set total = delivery.price`.
    let made = sources
        .iter()
        .filter(|((flow, _), made)| *flow == index && made.kind.is_some());
    let made: HashMap<&str, &Source<'a>> = made.map(|((_, name), made)| (&**name, made)).collect();
    let mut of_fields = Vec::new();
    for node in &course.paths[index].nodes {
        if let What::Set(slot, Expr::Path(path)) = node.what
            && !path.fields.is_empty()
            && let Some(made) = made.get(&*path.root.key)
            && kinds
                .results(path)
                .any(|(_, kind)| matches!(kind, Kind::Money(_)))
        {
            let kind = Some(&Kind::Money(None));
            let made = Source {
                kind,
                ..(*made).clone()
            };
            of_fields.push(((index, slot.key.to_string()), made));
        }
    }
    sources.extend(of_fields);
}

/// Whether an argument of a step is money.
fn takes_money(signature: &Signature, place: usize, arg: &Arg) -> bool {
    let param = match &arg.name {
        Some(name) => signature
            .params
            .iter()
            .find(|param| named(&param.name, name)),
        None => signature.params.get(place),
    };
    param.is_some_and(|param| matches!(param.kind, Kind::Money(_)))
}

/// A sum as it is written: money, or a bare number where money is needed.
fn sum(value: &Expr) -> Option<String> {
    match value {
        Expr::Money(sum) => Some(format!("{} {}", sum.node.0, sum.node.1.as_str())),
        Expr::Number(number) => Some(number.node.to_string()),
        _ => None,
    }
}

/// Whether a path that begins with what a source made leads to money.
fn carries(source: &Source<'_>, path: &Path) -> bool {
    match source.kind {
        None => true,
        Some(Kind::Money(_)) => true,
        Some(kind) => field(kind, &path.fields).is_none_or(holds_money),
    }
}

fn printed(block: &TextBlock, used: &mut impl FnMut(&Path)) {
    for part in block.lines.iter().flat_map(|line| &line.parts) {
        if let Part::Value(hole) = part {
            used(&hole.path);
        }
    }
}

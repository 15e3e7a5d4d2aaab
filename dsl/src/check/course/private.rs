//! D106: a personal slot, or what was set from one, is never passed to a step of a model.

use crate::Diagnostic;
use crate::ast::Expr;
use crate::check::names::written;
use crate::check::paths::What;
use crate::diagnostic::{Fact, course};

use super::Course;
use super::values::{Values, come};

pub(super) fn check(course: &Course<'_, '_>, found: &mut Vec<Diagnostic>) {
    let mut personal = Vec::new();
    for index in 0..course.paths.len() {
        let flow = course.flow(index);
        let slots = flow.slots.iter().chain(&flow.needs).chain(&flow.gives);
        for slot in slots.filter(|slot| slot.personal) {
            let source = slot.name.name.to_string();
            personal.push(((index, slot.name.key.to_string()), source));
        }
    }
    let personal = Values::of(course).spread(personal);
    for (index, paths) in course.paths.iter().enumerate() {
        for node in &paths.nodes {
            let What::Do(call, Some(signature)) = node.what else {
                continue;
            };
            for arg in call.args.iter().filter(|_| signature.model) {
                if let Expr::Path(path) = &arg.value
                    && let Some(slot) = come(&personal, index, path)
                {
                    let fact = Fact::Course(course::Course::PersonalToModel {
                        value: written(path),
                        slot: slot.clone(),
                        step: format!("{}.{}", call.plugin.name, call.step.name),
                    });
                    found.push(Diagnostic::new(
                        course.flow(index).file,
                        path.span.range(),
                        fact,
                    ));
                }
            }
        }
    }
}

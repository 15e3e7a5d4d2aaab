//! What the names of a shop's scripts mean: flows, states, texts, slots, results, steps.

mod kind;
mod names;
mod scope;
mod value;

pub(crate) use kind::{fits, kind_of};
pub(crate) use names::{DONE, Names};
pub(crate) use scope::Scope;
pub(crate) use value::path_written;

use crate::Diagnostic;
use crate::ast;
use crate::compile::Context;
use crate::diagnostic::{Fact, Thing};
use crate::line::key;
use crate::source::Source;
use engine::Name;
use engine::signature::Signature;
use std::collections::HashMap;
use std::sync::Arc;

/// All flows that are compiled together, with their names.
pub(crate) struct Shop<'a> {
    /// The flows, in the order of sources.
    pub(crate) flows: &'a [ast::Flow],
    /// The names of each.
    pub(crate) names: Vec<Names>,
    /// Flows by the keys of their names.
    pub(crate) by_key: HashMap<Name, usize>,
    /// Steps by the keys of plugin and step.
    plugins: HashMap<Name, HashMap<Name, Arc<Signature>>>,
    pub(crate) context: &'a Context<'a>,
}

impl<'a> Shop<'a> {
    /// Looks all names over; tells of those that stand twice.
    pub(crate) fn new(
        flows: &'a [ast::Flow],
        sources: &[Source],
        context: &'a Context<'a>,
        found: &mut Vec<Diagnostic>,
    ) -> Shop<'a> {
        let mut by_key: HashMap<Name, usize> = HashMap::new();
        for (index, flow) in flows.iter().enumerate() {
            let Some(name) = &flow.name else { continue };
            let file = sources.get(flow.file).map_or("", Source::stem);
            if *key(file) != *name.key {
                let (header, file) = (name.name.to_string(), file.to_owned());
                let fact = Fact::HeaderNotFile {
                    header,
                    file: file.clone(),
                };
                found.push(Diagnostic::new(flow.file, name.span.range(), fact).mended(file));
            }
            if by_key.contains_key(&name.key) {
                let fact = Fact::DefinedTwice {
                    thing: Thing::Flow,
                    name: name.name.to_string(),
                    first_line: 1,
                };
                found.push(Diagnostic::new(flow.file, name.span.range(), fact));
            } else {
                by_key.insert(name.key.clone(), index);
            }
        }
        let mut plugins: HashMap<Name, HashMap<Name, Arc<Signature>>> = HashMap::new();
        for step in &context.signatures.steps {
            let steps = plugins.entry(key(&step.plugin)).or_default();
            steps
                .entry(key(&step.step))
                .or_insert_with(|| Arc::new(step.clone()));
        }
        let names = flows.iter().map(|flow| Names::of(flow, found)).collect();
        let mut shop = Shop {
            flows,
            names,
            by_key,
            plugins,
            context,
        };
        for index in 0..flows.len() {
            let results = names::results(&shop, index);
            shop.names[index].results = results;
        }
        shop
    }

    /// The steps of a plugin by their keys.
    pub(crate) fn plugin(&self, plugin: &str) -> Option<&HashMap<Name, Arc<Signature>>> {
        self.plugins.get(plugin)
    }

    /// The signature of a step.
    pub(crate) fn step(&self, call: &ast::Do) -> Option<&Arc<Signature>> {
        self.plugins.get(&call.plugin.key)?.get(&call.step.key)
    }

    /// The names of all plugins.
    pub(crate) fn plugin_names(&self) -> impl Iterator<Item = &str> {
        self.context
            .signatures
            .steps
            .iter()
            .map(|step| &*step.plugin)
    }
}

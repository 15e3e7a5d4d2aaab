//! The compiled plugins of a shop, and a run of one step.

use crate::mistake::{Fact, PluginMistake};
use crate::moment::{Moment, Surroundings};
use crate::plugin::Plugin;
use crate::{Example, PluginSource, arithmetic, calls, door, fault, limits, offered, reply};
use engine::signature::{Signature, Signatures};
use engine::{Call, Kind, Reply, Value};
use rhai::{CallFnOptions, Dynamic, Engine, Map, Scope};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

/// The plugins of a shop, compiled. Immutable; a reload makes new ones and swaps them whole.
pub struct Plugins {
    loaded: BTreeMap<String, Plugin>,
    signatures: Signatures,
}

impl Plugins {
    /// Compiles plugin files. A plugin with a mistake is left out; all mistakes of all files are told.
    pub fn compile(sources: &[PluginSource]) -> (Plugins, Vec<PluginMistake>) {
        let mut loaded = BTreeMap::new();
        let mut mistakes = Vec::new();
        for source in sources {
            let compiled = if loaded.contains_key(&source.name) {
                Err(vec![(1, 1, Fact::PluginTwice)])
            } else {
                Plugin::compile(source, &INTERPRETER.engine, &INTERPRETER.offered)
            };
            match compiled {
                Ok(plugin) => {
                    loaded.insert(source.name.clone(), plugin);
                }
                Err(wrong) => {
                    mistakes.extend(wrong.into_iter().map(|(line, column, fact)| PluginMistake {
                        plugin: source.name.clone(),
                        file: source.file.clone(),
                        line,
                        column,
                        fact,
                    }))
                }
            }
        }
        let steps = loaded
            .values()
            .flat_map(|plugin: &Plugin| plugin.steps.iter().cloned())
            .collect();
        (
            Plugins {
                loaded,
                signatures: Signatures { steps },
            },
            mistakes,
        )
    }

    /// The steps that scripts may use.
    pub fn signatures(&self) -> &Signatures {
        &self.signatures
    }

    /// The examples of all steps, plugin by plugin.
    pub fn examples(&self) -> impl Iterator<Item = &Example> {
        self.loaded.values().flat_map(|plugin| &plugin.examples)
    }

    /// Runs a step.
    pub fn call(&self, surroundings: &Surroundings<'_>, call: &Call<'_>) -> Reply {
        self.run(surroundings, call, |_, signature, moment| {
            let args = args(signature, call, moment).map(|(_, value)| value);
            (call.step.to_owned(), args.collect())
        })
    }

    /// Goes on with a step after the world answered: calls the function `then`.
    pub fn resume(
        &self,
        surroundings: &Surroundings<'_>,
        call: &Call<'_>,
        then: &str,
        answer: &Value,
    ) -> Reply {
        self.run(surroundings, call, |plugin, signature, moment| {
            let mut given = vec![door::into_script(answer, &Kind::Any, moment)];
            if plugin.goes_on(then) == Some(2) {
                let args = args(signature, call, moment);
                given.push(
                    args.map(|(name, value)| (name.into(), value))
                        .collect::<Map>()
                        .into(),
                );
            }
            (then.to_owned(), given)
        })
    }

    /// Runs the function and with the arguments that `what` tells, under every limit.
    fn run(
        &self,
        surroundings: &Surroundings<'_>,
        call: &Call<'_>,
        what: impl FnOnce(&Plugin, &Signature, &Moment) -> (String, Vec<Dynamic>),
    ) -> Reply {
        let plugin = self.loaded.get(call.plugin);
        let signature =
            plugin.and_then(|plugin| plugin.steps.iter().find(|known| *known.step == *call.step));
        let (Some(plugin), Some(signature)) = (plugin, signature) else {
            return Reply::Failed(format!("there is no step `{}.{}`", call.plugin, call.step));
        };
        let moment = Arc::new(Moment::new(surroundings, call));
        let (function, args) = what(plugin, signature, &moment);
        let options = CallFnOptions::new()
            .with_tag(moment.clone())
            .eval_ast(false);
        let ran = limits::guarded(|| {
            limits::timed(|| {
                let scope = &mut Scope::new();
                INTERPRETER.engine.call_fn_with_options::<Dynamic>(
                    options,
                    scope,
                    &plugin.ast,
                    &function,
                    args,
                )
            })
        });
        let reply = match ran {
            Some(Ok(returned)) => reply::read(returned, signature, call, &moment, |then| {
                plugin.goes_on(then).is_some()
            }),
            Some(Err(error)) => Err(fault::reason(*error, &plugin.file)),
            None => Err("the interpreter broke down".to_owned()),
        };
        reply.unwrap_or_else(|why| Reply::Failed(format!("`{}.{}`: {why}", call.plugin, call.step)))
    }
}

/// The interpreter, made once: it never changes, and holds nothing of a shop or a run.
static INTERPRETER: LazyLock<Interpreter> = LazyLock::new(|| {
    let mut engine = limits::engine();
    arithmetic::register(&mut engine);
    offered::register(&mut engine);
    Interpreter {
        offered: calls::offered(&engine),
        engine,
    }
});

struct Interpreter {
    engine: Engine,
    /// The functions that any plugin may call.
    offered: BTreeSet<String>,
}

/// The arguments by parameter as the plugin sees them, in the signature's order; `()` for those left out.
fn args<'a>(
    signature: &'a Signature,
    call: &'a Call<'_>,
    moment: &'a Moment,
) -> impl Iterator<Item = (&'a str, Dynamic)> {
    signature.params.iter().map(|param| {
        let given = call.args.iter().find(|(given, _)| *given == param.name);
        let seen = given.map_or(Dynamic::UNIT, |(_, value)| {
            door::into_script(value, &param.kind, moment)
        });
        (&*param.name, seen)
    })
}

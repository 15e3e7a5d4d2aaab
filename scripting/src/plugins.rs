//! The compiled plugins of a shop, and a run of one step.

use crate::docs::{self, Placed};
use crate::example::{self, Example};
use crate::mistake::{Fact, PluginMistake};
use crate::moment::{Moment, Surroundings};
use crate::{arithmetic, bound, door, limits, offered, request};
use engine::signature::{Outcome, Signature, Signatures};
use engine::{Call, Kind, Reply, Value};
use rhai::{
    AST, CallFnOptions, Dynamic, Engine, EvalAltResult, LexError, Map, ParseError, ParseErrorType,
    Scope,
};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use understand::nearest;

use crate::PluginSource;

/// The plugins of a shop, compiled. Immutable; a reload makes new ones and swaps them whole.
pub struct Plugins {
    engine: Engine,
    loaded: BTreeMap<String, Loaded>,
    signatures: Signatures,
    examples: Vec<Example>,
}

/// One plugin.
struct Loaded {
    file: String,
    ast: AST,
}

impl Plugins {
    /// Compiles plugin files. A plugin with a mistake is left out; all mistakes of all files are told.
    pub fn compile(sources: &[PluginSource]) -> (Plugins, Vec<PluginMistake>) {
        let mut engine = limits::engine();
        arithmetic::register(&mut engine);
        offered::register(&mut engine);
        let mut plugins = Plugins {
            engine,
            loaded: BTreeMap::new(),
            signatures: Signatures::default(),
            examples: Vec::new(),
        };
        let mut mistakes = Vec::new();
        for source in sources {
            if let Err(wrong) = plugins.add(source) {
                mistakes.extend(wrong.into_iter().map(|(line, column, fact)| PluginMistake {
                    plugin: source.name.clone(),
                    file: source.file.clone(),
                    line,
                    column,
                    fact,
                }));
            }
        }
        (plugins, mistakes)
    }

    fn add(&mut self, source: &PluginSource) -> Result<(), Vec<Placed>> {
        let at_top = |fact| Err(vec![(1, 1, fact)]);
        if source.text.len() > limits::FILE_BYTES {
            return at_top(Fact::FileTooLarge {
                most: limits::FILE_BYTES,
            });
        }
        if !is_plugin_name(&source.name) {
            return at_top(Fact::PluginName);
        }
        if self.loaded.contains_key(&source.name) {
            return at_top(Fact::PluginTwice);
        }
        let declared = docs::declared(&source.name, &source.text);
        let ast = guarded(|| self.engine.compile(&source.text));
        let (declared, ast) = match (declared, ast) {
            (Ok(declared), Some(Ok(ast))) => (declared, ast),
            (declared, ast) => {
                let mut wrong = declared.err().unwrap_or_default();
                match ast {
                    Some(Ok(_)) => {}
                    Some(Err(error)) => wrong.push(placed(&error, &source.text)),
                    None => wrong.push((1, 1, Fact::TooLarge)),
                }
                wrong.sort_by_key(|(line, column, _)| (*line, *column));
                return Err(wrong);
            }
        };
        let mut wrong: Vec<Placed> = declared
            .steps
            .iter()
            .filter_map(|(line, step)| Some((*line, 1, unwritten(step, &ast)?)))
            .collect();
        if declared.steps.is_empty() {
            wrong.push((1, 1, Fact::NoStep));
        }
        let mut examples = Vec::new();
        let steps: Vec<Signature> = declared.steps.into_iter().map(|(_, step)| step).collect();
        for shown in declared.examples {
            let (line, column) = (shown.line, shown.column);
            match example::resolved(shown, &source.name, &source.file, &steps) {
                Ok(example) => examples.push(example),
                Err(fact) => wrong.push((line, column, fact)),
            }
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        self.loaded.insert(
            source.name.clone(),
            Loaded {
                file: source.file.clone(),
                ast,
            },
        );
        self.signatures.steps.extend(steps);
        self.examples.extend(examples);
        Ok(())
    }

    /// The steps that scripts may use.
    pub fn signatures(&self) -> &Signatures {
        &self.signatures
    }

    /// The examples of all steps, file by file.
    pub fn examples(&self) -> &[Example] {
        &self.examples
    }

    /// Runs a step.
    pub fn call(&self, surroundings: &Surroundings<'_>, call: &Call<'_>) -> Reply {
        let Some(signature) = self.signatures.get(call.plugin, call.step) else {
            return Reply::Failed(format!("there is no step `{}.{}`", call.plugin, call.step));
        };
        let moment = Arc::new(Moment::new(surroundings, call));
        let args = args(signature, call, &moment)
            .into_iter()
            .map(|(_, value)| value)
            .collect();
        self.run(signature, call, call.step, args, moment)
    }

    /// Goes on with a step after the world answered: calls the function `then`.
    pub fn resume(
        &self,
        surroundings: &Surroundings<'_>,
        call: &Call<'_>,
        then: &str,
        answer: &Value,
    ) -> Reply {
        let Some(signature) = self.signatures.get(call.plugin, call.step) else {
            return Reply::Failed(format!("there is no step `{}.{}`", call.plugin, call.step));
        };
        let moment = Arc::new(Moment::new(surroundings, call));
        let mut given = vec![door::into_script(answer, &Kind::Any, &moment)];
        if self.arity(call.plugin, then) == Some(2) {
            let args = args(signature, call, &moment);
            given.push(
                args.into_iter()
                    .map(|(name, value)| (name.into(), value))
                    .collect::<Map>()
                    .into(),
            );
        }
        self.run(signature, call, then, given, moment)
    }

    /// How many parameters the function takes that goes on with a step: one (the answer) or two (and the arguments).
    fn arity(&self, plugin: &str, then: &str) -> Option<usize> {
        let functions = self.loaded.get(plugin)?.ast.iter_functions();
        functions
            .filter(|function| function.name == then)
            .map(|function| function.params.len())
            .find(|n| matches!(n, 1 | 2))
    }

    fn run(
        &self,
        signature: &Signature,
        call: &Call<'_>,
        function: &str,
        args: Vec<Dynamic>,
        moment: Arc<Moment>,
    ) -> Reply {
        let step = format!("{}.{}", call.plugin, call.step);
        let Some(plugin) = self.loaded.get(call.plugin) else {
            return Reply::Failed(format!("there is no plugin `{}`", call.plugin));
        };
        let options = CallFnOptions::new()
            .with_tag(moment.clone())
            .eval_ast(false);
        let ran = guarded(|| {
            limits::timed(|| {
                let scope = &mut Scope::new();
                self.engine.call_fn_with_options::<Dynamic>(
                    options,
                    scope,
                    &plugin.ast,
                    function,
                    args,
                )
            })
        });
        let reply = match ran {
            Some(Ok(returned)) => self.reply(signature, call, returned, &moment),
            Some(Err(error)) => Err(reason(*error, &plugin.file)),
            None => Err("the interpreter broke down".to_owned()),
        };
        reply.unwrap_or_else(|why| Reply::Failed(format!("`{step}`: {why}")))
    }

    /// Reads what a step returned: an outcome, or a request to the world.
    fn reply(
        &self,
        signature: &Signature,
        call: &Call<'_>,
        returned: Dynamic,
        moment: &Moment,
    ) -> Result<Reply, String> {
        let shape =
            "#{ outcome: \"…\", value: … } or #{ request: \"…\", args: #{ … }, then: \"…\" }";
        let shown = door::shown(&returned);
        let Some(mut fields) = returned.try_cast::<Map>() else {
            return Err(format!("returned {shown} instead of {shape}"));
        };
        let reply = if let Some(outcome) = word(&mut fields, "outcome")? {
            let value = fields.remove("value").filter(|value| !value.is_unit());
            outcome_of(signature, call, &outcome, value.as_ref(), moment)?
        } else if let Some(request) = word(&mut fields, "request")? {
            let args = match fields.remove("args") {
                Some(args) => args
                    .try_cast::<Map>()
                    .ok_or("the `args` of a request are a map")?,
                None => Map::new(),
            };
            let then = word(&mut fields, "then")?
                .ok_or_else(|| format!("the request `{request}` has no `then`"))?;
            if self.arity(call.plugin, &then).is_none() {
                return Err(format!(
                    "`then` names `{then}`, but there is no `fn {then}(answer)` or `fn {then}(answer, args)`"
                ));
            }
            Reply::Ask {
                request: request::read(&request, args, moment)?,
                then: then.into(),
            }
        } else {
            return Err(format!(
                "returned a map without `outcome` or `request` instead of {shape}"
            ));
        };
        match fields.keys().next() {
            Some(field) => Err(format!(
                "returned `{field}`, which belongs neither to {shape}"
            )),
            None => Ok(reply),
        }
    }
}

/// The text of a field, taken out of the map.
fn word(fields: &mut Map, name: &str) -> Result<Option<String>, String> {
    match fields.remove(name) {
        Some(value) => {
            let shown = door::shown(&value);
            value
                .into_string()
                .map(Some)
                .map_err(|_| format!("`{name}` is {shown} instead of a name"))
        }
        None => Ok(None),
    }
}

fn outcome_of(
    signature: &Signature,
    call: &Call<'_>,
    name: &str,
    value: Option<&Dynamic>,
    moment: &Moment,
) -> Result<Reply, String> {
    let declared = |name: &str| {
        signature
            .outcomes
            .iter()
            .find(|outcome| *outcome.name == *name)
    };
    let Some(Outcome { name, value: kind }) = declared(name) else {
        let near = nearest(
            name,
            signature.outcomes.iter().map(|outcome| &*outcome.name),
        );
        let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        return Err(format!(
            "returned the outcome `{name}`, which is not declared{near}"
        ));
    };
    let value = match (kind, value) {
        (Some(kind), Some(value)) => Some(
            door::from_script(value, kind, moment)
                .map_err(|why| format!("outcome `{name}`: {why}"))?,
        ),
        (None, None) => None,
        (Some(kind), None) => {
            return Err(format!(
                "outcome `{name}`: {} was declared, nothing found",
                crate::kinds::written(kind)
            ));
        }
        (None, Some(value)) => {
            return Err(format!(
                "outcome `{name}`: no value was declared, {} found",
                door::shown(value)
            ));
        }
    };
    if let (true, Some(value)) = (signature.bounded, &value) {
        bound::allowed(value, call, moment)?;
    }
    Ok(Reply::Outcome {
        name: name.clone(),
        value,
    })
}

/// The arguments as the plugin sees them, in the signature's order; `()` for those left out.
fn args(signature: &Signature, call: &Call<'_>, moment: &Moment) -> Vec<(String, Dynamic)> {
    let value = |name: &str| {
        call.args
            .iter()
            .find(|(given, _)| **given == *name)
            .map(|(_, value)| value)
    };
    let args = signature.params.iter().map(|param| {
        let seen = value(&param.name).map_or(Dynamic::UNIT, |value| {
            door::into_script(value, &param.kind, moment)
        });
        (param.name.to_string(), seen)
    });
    args.collect()
}

/// A backstop: a fault inside the interpreter ends this run, not the turn of another buyer.
fn guarded<T>(run: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(run)).ok()
}

fn is_plugin_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_')
}

/// What is wrong with the function of a step, if anything.
fn unwritten(step: &Signature, ast: &AST) -> Option<Fact> {
    let written: Vec<usize> = ast
        .iter_functions()
        .filter(|f| *f.name == *step.step)
        .map(|f| f.params.len())
        .collect();
    let declared = step.params.len();
    if written.contains(&declared) {
        return None;
    }
    let step = step.step.to_string();
    Some(match written.first() {
        Some(written) => Fact::ArityWrong {
            step,
            declared,
            written: *written,
        },
        None => {
            let nearest = nearest(&step, ast.iter_functions().map(|f| f.name)).map(str::to_owned);
            Fact::FunctionMissing { step, nearest }
        }
    })
}

/// Where and what Rhai did not understand.
fn placed(error: &ParseError, text: &str) -> Placed {
    let position = error.position();
    let line = position
        .line()
        .unwrap_or_else(|| text.lines().count().max(1));
    let fact = match error.err_type() {
        ParseErrorType::UnexpectedEOF | ParseErrorType::BadInput(LexError::UnterminatedString) => {
            Fact::EndsTooSoon
        }
        ParseErrorType::MissingToken(sign, _) => Fact::SignMissing { sign: sign.clone() },
        ParseErrorType::VariableUndefined(name) => Fact::VariableUnknown { name: name.clone() },
        ParseErrorType::Reserved(word)
        | ParseErrorType::BadInput(LexError::ImproperSymbol(word, _)) => {
            Fact::WordForbidden { word: word.clone() }
        }
        ParseErrorType::FnDuplicatedDefinition(name, _) => {
            Fact::FunctionTwice { name: name.clone() }
        }
        ParseErrorType::ExprTooDeep
        | ParseErrorType::TooManyFunctions
        | ParseErrorType::LiteralTooLarge(..) => Fact::TooLarge,
        other => Fact::NotUnderstood {
            detail: other.to_string(),
        },
    };
    (line, position.position().unwrap_or(1), fact)
}

/// Why a run ended without a value, for people who read the journal.
fn reason(error: EvalAltResult, file: &str) -> String {
    let position = error.position();
    let mut inner = error;
    let position = loop {
        match inner {
            EvalAltResult::ErrorInFunctionCall(_, _, cause, _) => inner = *cause,
            ref found => {
                break if found.position().is_none() {
                    position
                } else {
                    found.position()
                };
            }
        }
    };
    let why = match inner {
        EvalAltResult::ErrorTooManyOperations(_) => {
            format!(
                "stopped after {} operations: is there a loop without an end?",
                limits::OPERATIONS
            )
        }
        EvalAltResult::ErrorTerminated(..) => {
            format!(
                "stopped after {} ms: is there a loop without an end?",
                limits::TIME.as_millis()
            )
        }
        EvalAltResult::ErrorStackOverflow(_) => {
            format!(
                "functions call each other more than {} levels deep",
                limits::CALL_LEVELS
            )
        }
        EvalAltResult::ErrorDataTooLarge(what, _) => {
            format!("{} is over the limit", what.to_lowercase())
        }
        EvalAltResult::ErrorFunctionNotFound(function, _) => {
            format!("there is no function {function}")
        }
        EvalAltResult::ErrorRuntime(thrown, _) => match thrown.clone().into_string() {
            Ok(words) => words.chars().take(500).collect(),
            Err(_) => format!("threw {}", door::shown(&thrown)),
        },
        other => {
            let mut other = other;
            other.take_position();
            other.to_string().chars().take(500).collect()
        }
    };
    match (position.line(), position.position()) {
        (Some(line), Some(column)) => format!("{file}:{line}:{column}: {why}"),
        _ => format!("{file}: {why}"),
    }
}

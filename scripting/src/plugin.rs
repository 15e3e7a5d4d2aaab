//! One plugin file, compiled.

use crate::docs::{self, Declared, Placed};
use crate::example::{self, Example};
use crate::mistake::Fact;
use crate::{PluginSource, calls, fault, limits};
use engine::signature::Signature;
use rhai::{AST, Engine};
use std::collections::BTreeSet;
use understand::nearest;

/// One plugin file, compiled: its steps and what runs them.
pub(crate) struct Plugin {
    pub(crate) file: String,
    pub(crate) ast: AST,
    pub(crate) steps: Vec<Signature>,
    pub(crate) examples: Vec<Example>,
}

impl Plugin {
    /// Compiles a file; `offered` are the functions that any plugin may call.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of lines.
    pub(crate) fn compile(
        source: &PluginSource,
        engine: &Engine,
        offered: &BTreeSet<String>,
    ) -> Result<Plugin, Vec<Placed>> {
        if source.text.len() > limits::FILE_BYTES {
            let most = limits::FILE_BYTES;
            return Err(vec![(1, 1, Fact::FileTooLarge { most })]);
        }
        if !is_plugin_name(&source.name) {
            return Err(vec![(1, 1, Fact::PluginName)]);
        }
        let declared = docs::declared(&source.name, &source.text);
        let ast = match limits::guarded(|| engine.compile(&source.text)) {
            Some(Ok(ast)) => Ok(ast),
            Some(Err(error)) => Err(fault::placed(&error, &source.text)),
            None => Err((1, 1, Fact::TooLarge)),
        };
        let mut wrong = ast
            .as_ref()
            .map_or(Vec::new(), |ast| calls::unknown(ast, offered));
        let compiled = match (declared, ast) {
            (Ok(declared), Ok(ast)) => Some(joined(source, declared, ast, &mut wrong)),
            (declared, ast) => {
                wrong.extend(declared.err().into_iter().flatten());
                wrong.extend(ast.err());
                None
            }
        };
        match compiled {
            Some(plugin) if wrong.is_empty() => Ok(plugin),
            _ => {
                wrong.sort_by_key(|(line, column, _)| (*line, *column));
                Err(wrong)
            }
        }
    }

    /// How many parameters the function takes that goes on with a step: one (the answer) or two (and the
    /// arguments); none where there is no such function.
    pub(crate) fn goes_on(&self, function: &str) -> Option<usize> {
        let named = self
            .ast
            .iter_functions()
            .filter(|written| written.name == function);
        named
            .map(|written| written.params.len())
            .find(|count| matches!(count, 1 | 2))
    }
}

/// Holds what the documentation declares against the functions.
fn joined(source: &PluginSource, declared: Declared, ast: AST, wrong: &mut Vec<Placed>) -> Plugin {
    if declared.steps.is_empty() {
        wrong.push((1, 1, Fact::NoStep));
    }
    for step in &declared.steps {
        wrong.extend(unwritten(&step.signature, &ast).map(|fact| (step.line, step.column, fact)));
    }
    let steps: Vec<Signature> = declared
        .steps
        .into_iter()
        .map(|step| step.signature)
        .collect();
    let mut examples = Vec::new();
    for shown in declared.examples {
        let (line, column) = (shown.line, shown.column);
        match example::resolved(shown, source, &steps) {
            Ok(example) => examples.push(example),
            Err(fact) => wrong.push((line, column, fact)),
        }
    }
    Plugin {
        file: source.file.clone(),
        ast,
        steps,
        examples,
    }
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

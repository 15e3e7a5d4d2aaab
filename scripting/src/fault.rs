//! What Rhai says when it does not understand a file, or a run ends badly, in torg's own words.

use crate::docs::Placed;
use crate::mistake::Fact;
use crate::{door, limits};
use rhai::{EvalAltResult, LexError, ParseError, ParseErrorType};

/// Where and what Rhai did not understand.
pub(crate) fn placed(error: &ParseError, text: &str) -> Placed {
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
        ParseErrorType::WrongDocComment => Fact::DocsWithoutFunction,
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
pub(crate) fn reason(error: EvalAltResult, file: &str) -> String {
    let mut position = error.position();
    let mut inner = error;
    while let EvalAltResult::ErrorInFunctionCall(_, _, cause, _) = inner {
        inner = *cause;
        if !inner.position().is_none() {
            position = inner.position();
        }
    }
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
        mut other => {
            // The position is told in front of the reason.
            other.clear_position();
            other.to_string().chars().take(500).collect()
        }
    };
    match (position.line(), position.position()) {
        (Some(line), Some(column)) => format!("{file}:{line}:{column}: {why}"),
        _ => format!("{file}: {why}"),
    }
}

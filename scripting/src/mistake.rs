//! What can be wrong with a plugin file: facts, without a sentence in them. The sentences are in
//! `wording.rs`.

use std::fmt;
use understand::Lang;

/// A mistake in a plugin file. The plugin is left out; the caller keeps the last good one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PluginMistake {
    /// The plugin's name.
    pub plugin: String,
    /// The file, as [`PluginSource::file`](crate::PluginSource::file) named it.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// What is wrong.
    pub fact: Fact,
}

/// What is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fact {
    /// The file is larger than a plugin may be.
    FileTooLarge {
        /// The most bytes allowed.
        most: usize,
    },
    /// Two files of one shop have the same name.
    PluginTwice,
    /// The file's name is no name for a plugin.
    PluginName,
    /// A quote or a comment that is not closed, or a block that has no end.
    EndsTooSoon,
    /// A sign is missing.
    SignMissing {
        /// The sign: `}`.
        sign: String,
    },
    /// A variable that nothing defines.
    VariableUnknown {
        /// Its name.
        name: String,
    },
    /// A word that plugins may not use: `eval`, `print`.
    WordForbidden {
        /// The word.
        word: String,
    },
    /// A function is written twice with as many parameters.
    FunctionTwice {
        /// Its name.
        name: String,
    },
    /// A call of a function that nobody offers.
    FunctionUnknown {
        /// Its name.
        name: String,
        /// The nearest known one.
        nearest: Option<String>,
    },
    /// A `///` comment that stands above no function.
    DocsWithoutFunction,
    /// Nested too deep, or more in one file than anybody would write.
    TooLarge,
    /// Rhai does not understand the place; its own words, in English.
    NotUnderstood {
        /// What Rhai says.
        detail: String,
    },
    /// The file declares no step.
    NoStep,
    /// A documentation line is not understood where this was expected.
    Expected(Expected),
    /// A type that nobody knows.
    TypeUnknown {
        /// As written.
        name: String,
        /// The nearest known one.
        nearest: Option<String>,
    },
    /// `any` where only a parameter may be anything.
    AnyNotParam,
    /// A field of a record type is a record itself.
    RecordInRecord {
        /// The field.
        field: String,
    },
    /// The name is taken.
    NameTaken {
        /// The name.
        name: String,
    },
    /// `fails` is declared, though every step has it.
    FailsDeclared,
    /// `effect`, `model` or `bounded …` before any step.
    ModifierWithoutStep,
    /// A step is declared, its function is not written.
    FunctionMissing {
        /// The step.
        step: String,
        /// The function of the nearest name.
        nearest: Option<String>,
    },
    /// The function takes another number of parameters than its step.
    ArityWrong {
        /// The step.
        step: String,
        /// Parameters the step declares.
        declared: usize,
        /// Parameters of the function.
        written: usize,
    },
    /// An example of a step that this file does not declare.
    ExampleStep {
        /// As written.
        step: String,
        /// The nearest one.
        nearest: Option<String>,
    },
    /// An outcome that the step does not have.
    OutcomeUnknown {
        /// As written.
        outcome: String,
        /// The nearest one.
        nearest: Option<String>,
    },
    /// A request that the world does not know.
    RequestUnknown {
        /// As written.
        request: String,
        /// The nearest one.
        nearest: Option<String>,
    },
    /// An argument that the step does not have.
    ArgumentUnknown {
        /// Its name.
        argument: String,
    },
    /// More arguments than the step has parameters.
    TooManyArguments {
        /// How many it has.
        most: usize,
    },
    /// An argument that the step needs is missing.
    ArgumentMissing {
        /// The parameter.
        name: String,
    },
}

/// What a documentation line should have had.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Expected {
    /// A name.
    Name,
    /// `(`
    Opening,
    /// `)` or `,`
    Closing,
    /// `:`
    Colon,
    /// `->`
    Arrow,
    /// An outcome in words.
    Outcome,
    /// A type.
    Type,
    /// The end of the line, or `|`.
    End,
    /// `effect`, `model` or `bounded by profile.discount_limit`.
    Modifier,
    /// A value: `"text"`, `5`, `10%`, `990 RUB`, `2026-03-02`, `yes`, `[…]`.
    Value,
}

impl PluginMistake {
    /// What is wrong, in the author's language.
    pub fn text(&self, lang: Lang) -> String {
        crate::wording::text(&self.fact, lang)
    }

    /// What to write instead, where that can be told.
    pub fn hint(&self, lang: Lang) -> Option<String> {
        crate::wording::hint(&self.fact, lang)
    }
}

impl fmt::Display for PluginMistake {
    /// `plugins/catalog.rhai:12:9: …`, in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}:{}: {}",
            self.file,
            self.line,
            self.column,
            self.text(Lang::EN)
        )?;
        match self.hint(Lang::EN) {
            Some(hint) => write!(f, "; {hint}"),
            None => Ok(()),
        }
    }
}

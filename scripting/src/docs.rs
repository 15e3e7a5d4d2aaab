//! Documentation comments of a plugin file, read into signatures and examples (LANGUAGE §9).
//!
//! ```text
//! /// type  quote: name text, price money, stock number, dated datetime
//! /// step  quote(item: product) -> quoted(quote) | missing | out of stock
//! /// bounded by profile.discount_limit
//! /// example  quote("RED-25") -> quoted
//! ```
//!
//! A line of another shape is prose: what the step is about.

use crate::kinds;
use crate::limits;
use crate::literal::{self, Literal};
use crate::mistake::{Expected, Fact};
use crate::reader::{Reader, Wrong};
use engine::signature::{FAILS, Outcome, Param, Signature};
use engine::value::RecordType;
use engine::{Kind, Name};
use std::sync::Arc;

/// A mistake and its place: line and column from 1.
pub(crate) type Placed = (usize, usize, Fact);

/// What the documentation of a file declares.
pub(crate) struct Declared {
    /// Its steps.
    pub(crate) steps: Vec<Step>,
    /// Its examples.
    pub(crate) examples: Vec<Shown>,
}

/// A declared step and where it stands.
pub(crate) struct Step {
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) signature: Signature,
}

/// An example as it is written.
pub(crate) struct Shown {
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) step: String,
    pub(crate) args: Vec<(Option<String>, Literal)>,
    /// The request that it asks, if it says so.
    pub(crate) asks: Option<String>,
    /// The outcome in the end.
    pub(crate) outcome: Option<String>,
    /// The line from the step's name on.
    pub(crate) text: String,
}

/// Reads the documentation of the file of `plugin`.
///
/// # Errors
/// Every line that is not understood.
pub(crate) fn declared(plugin: &str, text: &str) -> Result<Declared, Vec<Placed>> {
    let mut file = File {
        plugin: plugin.into(),
        ..File::default()
    };
    for (index, line) in text.lines().enumerate() {
        if file.is_too_large() {
            file.wrong.push((index + 1, 1, Fact::TooLarge));
            break;
        }
        let trimmed = line.trim_start();
        if let Some(doc) = trimmed.strip_prefix("///") {
            if let Err((column, fact)) =
                file.read(index + 1, Reader::new(line, line.len() - doc.len()))
            {
                file.wrong.push((index + 1, column, fact));
            }
        } else if !trimmed.is_empty() {
            file.close();
        }
    }
    file.close();
    if file.wrong.is_empty() {
        Ok(Declared {
            steps: file.steps,
            examples: file.examples,
        })
    } else {
        Err(file.wrong)
    }
}

/// A file half read.
#[derive(Default)]
struct File {
    plugin: String,
    records: Vec<Arc<RecordType>>,
    steps: Vec<Step>,
    examples: Vec<Shown>,
    wrong: Vec<Placed>,
    /// Prose of the comment that is being read.
    prose: String,
    /// The first step of the comment that is being read.
    opened_at: usize,
    /// Whether the comment that is being read has a step line, however wrong.
    is_step_told: bool,
}

impl File {
    /// Reads the line after its `///`.
    fn read(&mut self, number: usize, line: Reader<'_>) -> Result<(), Wrong> {
        let mut reader = line;
        if says(&mut reader, "type", ':') {
            let named = { reader }.name();
            let read = record(&mut reader, &self.records);
            // A type with a mistake is still a type, so that the steps that use it are not told of it again.
            let known = read.clone().ok().or_else(|| {
                let name = named.filter(|name| !kinds::is_taken(name))?.into();
                Some(RecordType {
                    name,
                    fields: Vec::new(),
                })
            });
            self.records.extend(known.map(Arc::new));
            read?;
        } else if says(&mut reader, "step", '(') {
            self.is_step_told = true;
            reader.skip_spaces();
            let column = reader.column();
            let signature = signature(&mut reader, &self.plugin, &self.records)?;
            if self
                .steps
                .iter()
                .any(|other| other.signature.step == signature.step)
            {
                let name = signature.step.to_string();
                return Err((column, Fact::NameTaken { name }));
            }
            self.steps.push(Step {
                line: number,
                column,
                signature,
            });
        } else if says(&mut reader, "example", '(') {
            self.examples.push(example(&mut reader, number)?);
        } else if is_modifier(line.rest()) {
            match self.steps[self.opened_at..].last_mut() {
                Some(step) => modifiers(&mut reader, &mut step.signature)?,
                None if self.is_step_told => {}
                None => return line.wrong(Fact::ModifierWithoutStep),
            }
        } else {
            self.prose.push_str(line.rest().trim());
            self.prose.push('\n');
        }
        Ok(())
    }

    /// Whether more is declared, or more is wrong, than anybody would write.
    fn is_too_large(&self) -> bool {
        let counts = [
            self.records.len(),
            self.steps.len(),
            self.examples.len(),
            self.wrong.len(),
        ];
        counts.into_iter().any(|count| count > limits::DECLARED)
    }

    /// A comment is over: its prose is about its steps.
    fn close(&mut self) {
        for step in &mut self.steps[self.opened_at..] {
            step.signature.about = self.prose.trim().to_owned();
        }
        self.opened_at = self.steps.len();
        self.is_step_told = false;
        self.prose.clear();
    }
}

/// Whether the line begins with `keyword` and means it: two spaces follow, or a name and `sign`. Goes past it.
fn says(reader: &mut Reader<'_>, keyword: &str, sign: char) -> bool {
    let mut ahead = *reader;
    if !ahead.eat_word(keyword) {
        return false;
    }
    let mut named = ahead;
    let means = ahead.rest().starts_with("  ")
        || (named.name().is_some() && named.rest().trim_start().starts_with(sign));
    if means {
        *reader = ahead;
    }
    means
}

/// `quote: name text, price money`
fn record(reader: &mut Reader<'_>, above: &[Arc<RecordType>]) -> Result<RecordType, Wrong> {
    let start = *reader;
    let name = reader.need_name()?;
    if kinds::is_taken(name) || above.iter().any(|record| &*record.name == name) {
        return start.wrong(Fact::NameTaken {
            name: name.to_owned(),
        });
    }
    reader.need(":", Expected::Colon)?;
    let mut fields: Vec<(Name, Kind)> = Vec::new();
    loop {
        let start = *reader;
        let field = reader.need_name()?;
        if fields.iter().any(|(other, _)| &**other == field) {
            return start.wrong(Fact::NameTaken {
                name: field.to_owned(),
            });
        }
        let kind = certain(reader, above)?;
        if is_record(&kind) {
            return start.wrong(Fact::RecordInRecord {
                field: field.to_owned(),
            });
        }
        fields.push((field.into(), kind));
        if !reader.eat(",") {
            break;
        }
    }
    if reader.is_at_end() {
        Ok(RecordType {
            name: name.into(),
            fields,
        })
    } else {
        reader.expected(Expected::End)
    }
}

fn is_record(kind: &Kind) -> bool {
    match kind {
        Kind::Record(_) => true,
        Kind::List(of) => is_record(of),
        _ => false,
    }
}

/// A type that says something: not `any`.
fn certain(reader: &mut Reader<'_>, records: &[Arc<RecordType>]) -> Result<Kind, Wrong> {
    let start = *reader;
    match kinds::kind(reader, records)? {
        Kind::Any => start.wrong(Fact::AnyNotParam),
        kind => Ok(kind),
    }
}

/// `quote(item: product) -> quoted(quote) | missing | out of stock`, then perhaps modifiers.
fn signature(
    reader: &mut Reader<'_>,
    plugin: &str,
    records: &[Arc<RecordType>],
) -> Result<Signature, Wrong> {
    let step = reader.need_name()?;
    reader.need("(", Expected::Opening)?;
    let params = params(reader, records)?;
    reader.need("->", Expected::Arrow)?;
    let outcomes = outcomes(reader, records)?;
    let mut signature = Signature {
        plugin: plugin.into(),
        step: step.into(),
        params,
        outcomes,
        effect: false,
        model: false,
        bounded: false,
        about: String::new(),
    };
    if !reader.is_at_end() {
        if !reader.rest().trim_start().starts_with(char::is_alphabetic) {
            return reader.expected(Expected::End);
        }
        modifiers(reader, &mut signature)?;
    }
    Ok(signature)
}

fn params(reader: &mut Reader<'_>, records: &[Arc<RecordType>]) -> Result<Vec<Param>, Wrong> {
    let mut params: Vec<Param> = Vec::new();
    if reader.eat(")") {
        return Ok(params);
    }
    loop {
        let start = *reader;
        let name = reader.need_name()?;
        if params.iter().any(|other| &*other.name == name) {
            return start.wrong(Fact::NameTaken {
                name: name.to_owned(),
            });
        }
        let mut optional = reader.eat("?");
        let kind = if reader.eat(":") {
            kinds::kind(reader, records)?
        } else {
            kinds::named_for(name)
        };
        optional |= reader.eat("?");
        params.push(Param {
            name: name.into(),
            kind,
            optional,
        });
        if reader.eat(")") {
            return Ok(params);
        }
        reader.need(",", Expected::Closing)?;
    }
}

fn outcomes(reader: &mut Reader<'_>, records: &[Arc<RecordType>]) -> Result<Vec<Outcome>, Wrong> {
    let mut outcomes: Vec<Outcome> = Vec::new();
    loop {
        let start = *reader;
        let name = outcome_name(reader)?;
        if name == FAILS {
            return start.wrong(Fact::FailsDeclared);
        }
        if outcomes.iter().any(|other| *other.name == *name) {
            return start.wrong(Fact::NameTaken { name });
        }
        let value = if reader.rest().starts_with('(') {
            reader.need("(", Expected::Opening)?;
            let kind = certain(reader, records)?;
            reader.need(")", Expected::Closing)?;
            Some(kind)
        } else {
            None
        };
        outcomes.push(Outcome {
            name: name.into(),
            value,
        });
        if !reader.eat("|") {
            return Ok(outcomes);
        }
    }
}

/// The words of an outcome, one space between them: two end it.
fn outcome_name(reader: &mut Reader<'_>) -> Result<String, Wrong> {
    let start = *reader;
    let words = reader.words_before(&['(', '|', ')', ',', '-']);
    let fits = words.starts_with(char::is_alphabetic)
        && words
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '_' | '\'' | '’'));
    if fits {
        Ok(words.to_owned())
    } else {
        start.expected(Expected::Outcome)
    }
}

const BOUNDED: &str = "bounded by profile.discount_limit";

/// Whether a line is of modifiers, or tries to be.
fn is_modifier(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("bounded by")
        || line
            .split(',')
            .all(|part| matches!(part.trim(), "effect" | "model"))
}

fn modifiers(reader: &mut Reader<'_>, step: &mut Signature) -> Result<(), Wrong> {
    loop {
        if reader.eat_word("effect") {
            step.effect = true;
        } else if reader.eat_word("model") {
            step.model = true;
        } else if reader.eat(BOUNDED) {
            step.bounded = true;
        } else {
            return reader.expected(Expected::Modifier);
        }
        reader.eat(",");
        if reader.is_at_end() {
            return Ok(());
        }
    }
}

/// `quote("RED-25") -> quoted`, `save(new) -> asks save_lead -> saved`
fn example(reader: &mut Reader<'_>, line: usize) -> Result<Shown, Wrong> {
    reader.skip_spaces();
    let (column, text) = (reader.column(), reader.rest().trim().to_owned());
    let step = reader.need_name()?.to_owned();
    reader.need("(", Expected::Opening)?;
    let mut args = Vec::new();
    if !reader.eat(")") {
        loop {
            args.push(literal::argument(reader)?);
            if reader.eat(")") {
                break;
            }
            reader.need(",", Expected::Closing)?;
        }
    }
    reader.need("->", Expected::Arrow)?;
    let asks = if reader.eat_word("asks") {
        Some(reader.need_name()?.to_owned())
    } else {
        None
    };
    let outcome = match asks.is_none() || reader.eat("->") {
        true => Some(outcome_name(reader)?),
        false => None,
    };
    if !reader.is_at_end() {
        return reader.expected(Expected::End);
    }
    Ok(Shown {
        line,
        column,
        step,
        args,
        asks,
        outcome,
        text,
    })
}

//! The words of findings in English.

use crate::diagnostic::{Code, Thing};

mod course;
mod phrasing;
mod sentence;

pub(super) use sentence::sentence;

/// The title of a kind of finding.
pub(super) fn title(code: Code) -> &'static str {
    match code {
        Code::S001 => "line not understood",
        Code::S002 => "uneven indent",
        Code::S003 => "name defined twice, or not the file's",
        Code::S004 => "quote or brace not closed",
        Code::F001 => "unknown name",
        Code::F002 => "nothing leads here",
        Code::F003 => "no exit",
        Code::F004 => "silent loop",
        Code::F005 => "loop that never waits",
        Code::F006 => "no outcome ahead",
        Code::F007 => "outcome not handled",
        Code::F008 => "condition shadowed by an earlier one",
        Code::F009 => "flows run each other without end",
        Code::F010 => "no way to a person",
        Code::F011 => "incomplete `escalate`",
        Code::D101 => "value may be empty",
        Code::D102 => "asks what is known",
        Code::D103 => "never filled or never used",
        Code::D104 => "wrong type",
        Code::D105 => "slots depend on each other in a circle",
        Code::D106 => "personal data without protection",
        Code::C201 => "no call to action",
        Code::C202 => "two questions in one turn",
        Code::C203 => "silence not provided for",
        Code::C204 => "nudges without limits",
        Code::C205 => "unclear answer not provided for",
        Code::C206 => "asks again without words",
        Code::C207 => "a trigger may interrupt an order",
        Code::C208 => "two triggers for the same words",
        Code::T301 => "language missing",
        Code::T302 => "translation out of date",
        Code::T303 => "languages print different values",
        Code::T304 => "wrong number of plural forms",
        Code::T305 => "figure written into a text",
        Code::T306 => "text too long for a channel",
        Code::T307 => "letters of another alphabet",
        Code::T308 => "two ways of address",
        Code::T310 => "cannot be spoken",
        Code::L401 => "model failure not handled",
        Code::L402 => "model without limits",
        Code::L403 => "model without facts",
        Code::L406 => "turn too slow for a channel",
        Code::P501 => "unknown step or argument",
        Code::P503 => "effect repeated in a loop",
        Code::P504 => "unproved money",
        Code::X601 => "unbalanced split",
        Code::V701 => "breaking change without a new version",
        Code::V702 => "dialogues without a destination",
        Code::V703 => "migration needs what may be empty",
    }
}

/// The noun of a thing, with its article.
pub(super) fn noun(thing: Thing) -> &'static str {
    match thing {
        Thing::State => "a state",
        Thing::Text => "a text",
        Thing::Slot => "a slot",
        Thing::Value => "a value",
        Thing::Field => "a field",
        Thing::Intent => "an intent",
        Thing::Flow => "a flow",
        Thing::Choice => "a choice",
        Thing::Option => "an option",
        Thing::Plugin => "a plugin",
        Thing::Step => "a step",
        Thing::Argument => "an argument",
        Thing::Need => "an argument",
        Thing::Outcome | Thing::Return => "an outcome",
        Thing::Language => "a language",
        Thing::Channel => "a channel",
        Thing::Code => "the code of a warning",
        Thing::Type => "a type",
        Thing::Modifier => "a modifier",
        Thing::Currency => "a currency",
        Thing::Statement => "a statement",
        Thing::Section => "a section",
        Thing::WaitLine => "a line of the question",
        Thing::Condition => "a condition",
        Thing::Trigger => "a trigger",
        Thing::Exit => "an exit",
        Thing::TextLine => "a text line",
        Thing::Words => "a text for the buyer",
        Thing::Quoted => "a text in quotes",
        Thing::Name => "a name",
        Thing::Number => "a number",
        Thing::Share => "a share",
        Thing::Duration => "a length of time",
        Thing::Hours => "a span of hours",
        Thing::Version => "a version",
        Thing::Moment => "a date and a time",
        Thing::Talk => "a talk",
        Thing::TalkLine => "a line of a talk",
        Thing::Utterance => "a message of the buyer",
        Thing::Message => "a message of the bot",
        Thing::End => "the end of the line",
    }
}

/// The noun without its article.
fn bare(thing: Thing) -> &'static str {
    let noun = noun(thing);
    noun.split_once(' ').map_or(noun, |(_, bare)| bare)
}

/// How such a thing is written; keywords between ‹ › follow the file's table.
fn example(thing: Thing) -> Option<&'static str> {
    Some(match thing {
        Thing::State => "`-> offer`",
        Thing::Text => "`‹say› greet`",
        Thing::Slot => "`‹ask› phone`",
        Thing::Value => "`item`, `quoted.price`, `990 RUB`",
        Thing::Field => "`quoted.price`",
        Thing::Intent => "`‹when› price`",
        Thing::Flow => "`‹run› price_objection(item)`",
        Thing::Choice => "`birthday`",
        Thing::Option => "`- yes  en: Yes`",
        Thing::Plugin | Thing::Step => "`‹do› catalog.quote(item) ‹as› quoted`",
        Thing::Argument | Thing::Need => "`item` or `facts: picks`",
        Thing::Outcome | Thing::Return => "`missing -> unknown_item`",
        Thing::Language => "`ru`, `uk`, `en`",
        Thing::Channel => "`telegram`, `whatsapp`, `web`, `phone`",
        Thing::Code => "`D103`",
        Thing::Type => {
            "`‹text›`, `‹number›`, `‹money› RUB`, `‹phone›`, `‹product›`, `‹choice› a, b`"
        }
        Thing::Modifier => "`‹personal›`, `‹optional›`, `‹keep› 90d`",
        Thing::Currency => "`RUB`, `UAH`, `USD`",
        Thing::Statement => {
            "`‹say›`, `‹ask›`, `‹wait›`, `‹do›`, `‹run›`, `‹set›`, `‹if›`, `-> offer`"
        }
        Thing::Section => "`‹defaults›`, `‹slots›`, `‹intents›`, `‹text›`, `‹state›`, `‹anywhere›`",
        Thing::WaitLine => {
            "`en: …`, `- yes  en: Yes`, `‹when› ‹agrees› -> offer`, `‹otherwise› -> offer`"
        }
        Thing::Condition => "`‹if› item ‹is known›`",
        Thing::Trigger => "`‹when› ‹says› \"lawyer\"`, `‹when› ‹agrees›`, `‹when› price`",
        Thing::Exit => "`-> offer`, `‹back›`, `‹finish› ‹won›`, `‹escalate› ‹because› \"…\"`",
        Thing::TextLine | Thing::Words => "`en: Hello!`",
        Thing::Quoted => "`\"needs a person\"`",
        Thing::Number => "`2`",
        Thing::Share => "`50%`",
        Thing::Duration => "`15m`, `7s`, `1d`",
        Thing::Hours => "`09:00-21:00`",
        Thing::Version => "`v3`",
        Thing::Moment => "`2026-03-02 11:00`",
        Thing::TalkLine => "`> hello`, `< greet`, `! finish won`, `after 16m`, `presses yes`",
        Thing::Talk => "`talk \"asks the price\"`",
        Thing::Utterance => "`> hello`",
        Thing::Message => "`greet`, `ask phone`, `unclear phone`, `quote.2`, `*`",
        Thing::Name | Thing::End => return None,
    })
}

/// "1 space", "3 spaces".
fn spaces(count: usize) -> String {
    match count {
        1 => "1 space".into(),
        count => format!("{count} spaces"),
    }
}

/// The closing line: "2 errors, 1 warning".
pub(super) fn summary(errors: usize, warnings: usize) -> String {
    let count = |count: usize, one: &str, other: &str| match count {
        1 => format!("1 {one}"),
        count => format!("{count} {other}"),
    };
    let errors_said = count(errors, "error", "errors");
    let warnings_said = count(warnings, "warning", "warnings");
    match (errors, warnings) {
        (0, 0) => "no mistakes".into(),
        (_, 0) => errors_said,
        (0, _) => warnings_said,
        _ => format!("{errors_said}, {warnings_said}"),
    }
}

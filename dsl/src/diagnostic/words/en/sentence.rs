//! Sentences in English: what is wrong, and what to do next.

use super::{bare, example, noun, spaces};
use crate::diagnostic::words::{Said, codes, kind, list, quoted, quoted_list, said};
use crate::diagnostic::{Fact, Thing, Use};

/// What is wrong, and what to do next.
pub(in crate::diagnostic::words) fn sentence(fact: &Fact) -> Said {
    match fact {
        Fact::NotUnderstood { found, expected } => {
            let things: Vec<_> = expected
                .iter()
                .map(|thing| noun(*thing).to_owned())
                .collect();
            let expected_here = match things.is_empty() {
                true => "this line is not understood".to_owned(),
                false => format!("{} is expected here", list(&things, "or")),
            };
            said(
                match found.is_empty() {
                    true => format!("{expected_here}, but the line ends"),
                    false => format!("{expected_here}, but found {}", quoted(found)),
                },
                match expected.iter().find_map(|thing| example(*thing)) {
                    Some(example) => format!("for example: {example}"),
                    None if expected.contains(&Thing::End) => {
                        format!(
                            "leave out {}, or put it on a line of its own",
                            quoted(found)
                        )
                    }
                    None => {
                        "begin the line with a keyword, such as `‹say›`, `‹ask›` or `->`".into()
                    }
                },
            )
        }
        Fact::KeywordMisspelt { found, nearest } => said(
            format!("there is no keyword {}", quoted(found)),
            format!("write {}", quoted(nearest)),
        ),
        Fact::KeywordOfOtherTable { found, here, table } => said(
            format!(
                "{} is a keyword of another language; this file is written in {}",
                quoted(found),
                match table.as_str() {
                    "ru" => "Russian",
                    "uk" => "Ukrainian",
                    _ => "English",
                }
            ),
            format!("write {}", quoted(here)),
        ),
        Fact::NameIsKeyword { name, table } => said(
            format!(
                "{} would be read as a keyword, were this line in {}",
                quoted(name),
                match table.as_str() {
                    "ru" => "Russian",
                    "uk" => "Ukrainian",
                    _ => "English",
                }
            ),
            "give it another name, then convert the keywords",
        ),
        Fact::KeywordExpected { found, keywords } => said(
            match found.is_empty() {
                true => format!(
                    "the line ends where {} is expected",
                    quoted_list(keywords, "or")
                ),
                false => {
                    format!(
                        "{} is expected here, but found {}",
                        quoted_list(keywords, "or"),
                        quoted(found)
                    )
                }
            },
            match &keywords[..] {
                [one] => format!("write {}", quoted(one)),
                _ => "write one of these words in its place".into(),
            },
        ),
        Fact::TypographicSign { found, mend } => said(
            format!("the sign {} cannot stand here", quoted(found)),
            match *mend {
                " " => "type an ordinary space".into(),
                mend => format!("type {}", quoted(mend)),
            },
        ),
        Fact::ExitAndBlock => said(
            "this line has an exit, and more lines under it",
            "either keep the exit on the line and delete the lines under it, or move the exit to be their last line",
        ),
        Fact::BranchEmpty => said(
            "this branch says what happens, but not what to do then",
            "end the line with an exit, such as `-> offer`, or put indented lines under it",
        ),
        Fact::BlockNotExpected { above } => said(
            format!(
                "nothing can stand under {}, but this line is indented under it",
                quoted(above)
            ),
            "begin this line in the same column as the line above it",
        ),
        Fact::BlockMissing { of } => said(
            format!(
                "{} is expected under this line, but nothing stands there",
                noun(*of)
            ),
            match example(*of) {
                Some(example) => format!(
                    "add it on the next line, indented by two spaces; for example: {example}"
                ),
                None => "add it on the next line, indented by two spaces".into(),
            },
        ),
        Fact::NotHere { found, expected } => said(
            format!(
                "{} cannot stand here; {} is expected",
                quoted(found),
                noun(*expected)
            ),
            match example(*expected) {
                Some(example) => {
                    format!("check the indent of the line; what may stand here: {example}")
                }
                None => "check the indent of the line".into(),
            },
        ),
        Fact::LineTwice { found, first_line } => said(
            format!(
                "{} already stands in line {first_line}, and once is enough",
                quoted(found)
            ),
            "delete one of the two lines",
        ),
        Fact::NoHeader => said(
            "the file does not begin with the name of its flow",
            "write as the first line `‹flow› NAME v1`, where NAME is the name of the file",
        ),
        Fact::NoStates => said(
            "the flow has no state, so it has nothing to do",
            "add `‹state› start` with its lines indented under it",
        ),
        Fact::NotText => said(
            "this file is not text, or its letters are not in UTF-8",
            "save it as plain text in UTF-8; if this is a picture or a document, take it out of the folder",
        ),
        Fact::FileTooLarge { limit } => said(
            format!(
                "this file is too large: a script may have {} MB",
                limit >> 20
            ),
            "split it into several flows that `‹run›` each other",
        ),
        Fact::LineTooLong { limit } => said(
            format!("this line is too long: a line may have {limit} bytes"),
            "split it into several lines",
        ),
        Fact::TooDeep { limit } => said(
            format!("there are more than {limit} blocks inside each other here"),
            "move the inner lines into a state of their own and go there with `->`",
        ),
        Fact::BadLiteral { found, expected } => said(
            format!("{} is not {}", quoted(found), noun(*expected)),
            match example(*expected) {
                Some(example) => format!("for example: {example}"),
                None => "correct it".into(),
            },
        ),
        Fact::NotAName { found } => said(
            format!("{} cannot be a name", quoted(found)),
            "a name begins with a letter and has letters, digits and `_`: `price_question`",
        ),
        Fact::AllowsError { code } => said(
            format!("`{code}` is an error, and only warnings can be allowed"),
            "correct the mistake and delete this line",
        ),
        Fact::BackFromNowhere => said(
            "`‹back›` has no question to go back to from here",
            "name the state to go to: `-> offer`",
        ),
        Fact::BranchStays { of } => said(
            format!("this branch of `‹{of}›` must leave, and it does not"),
            "end it with an exit: `-> offer`, `‹back›` or `‹finish› ‹lost›`",
        ),
        Fact::NotInThisFlow { found } => said(
            format!("{} has no meaning in this flow", quoted(found)),
            "`‹return›` belongs to a flow that others run: one with `‹needs›` or `‹gives›`",
        ),

        Fact::Tab => said(
            "there is a tab here, and only spaces make an indent",
            "put spaces in its place",
        ),
        Fact::UnevenIndent { found, expected } => said(
            format!(
                "this line is indented by {}, which is not in line with anything above",
                spaces(*found)
            ),
            {
                let fits: Vec<_> = expected.iter().map(|wide| wide.to_string()).collect();
                match fits.is_empty() {
                    true => "begin it at the left edge".to_owned(),
                    false => format!("indent it by {} spaces", list(&fits, "or")),
                }
            },
        ),
        Fact::DefinedTwice {
            thing,
            name,
            first_line,
        } => said(
            format!(
                "the {} {} is already defined in line {first_line}",
                bare(*thing),
                quoted(name)
            ),
            "give one of them another name, or delete it",
        ),
        Fact::StateAndText { name, first_line } => said(
            format!(
                "a state and a text cannot both be called {}; the other is in line {first_line}",
                quoted(name)
            ),
            format!("rename one of them, for example to `{name}_text`"),
        ),
        Fact::HeaderNotFile { header, file } => said(
            format!(
                "the flow is called {}, but its file is `{file}.flow`",
                quoted(header)
            ),
            format!("write `‹flow› {file}`, or rename the file to `{header}.flow`"),
        ),
        Fact::QuoteNotClosed => said(
            "the quote that opens here is not closed",
            "put `\"` at the end of the quoted words",
        ),
        Fact::BracketNotClosed => said(
            "the bracket that opens here is not closed",
            "put the closing bracket after the last word that belongs inside",
        ),
        Fact::BraceNotClosed => said(
            "the brace that opens here is not closed",
            "put `}` after the name of the value; a printed brace is written `{{`",
        ),
        Fact::BraceNotOpened => said(
            "this brace closes nothing",
            "delete it, or put `{` before the name of the value; a printed brace is written `}}`",
        ),
        Fact::BadPlaceholder { found } => said(
            format!(
                "{} is not the name of a value",
                quoted(format!("{{{found}}}"))
            ),
            "write a name between the braces: `{quoted.price}`, `{, buyer.name}`, `{n | bouquet | bouquets}`",
        ),

        Fact::Unknown {
            thing,
            name,
            of,
            nearest,
        } => said(
            match of.is_empty() {
                true => format!("there is no {} {}", bare(*thing), quoted(name)),
                false => format!("{} has no {} {}", quoted(of), bare(*thing), quoted(name)),
            },
            match nearest {
                Some(nearest) => format!("did you mean {}?", quoted(nearest)),
                None => how_to_add(*thing, name),
            },
        ),
        Fact::UnknownOften {
            thing,
            name,
            nearest,
            more,
        } => said(
            format!(
                "there is no {} {}, and it is named in {more} more {}",
                bare(*thing),
                quoted(name),
                if *more == 1 { "place" } else { "places" }
            ),
            match nearest {
                Some(nearest) => format!("did you mean {}?", quoted(nearest)),
                None => how_to_add(*thing, name),
            },
        ),
        Fact::WrongThing { name, is, needed } => said(
            format!(
                "{} is {}, and {} is needed here",
                quoted(name),
                noun(*is),
                noun(*needed)
            ),
            match example(*needed) {
                Some(example) => format!("for example: {example}"),
                None => format!("put the name of {} here", noun(*needed)),
            },
        ),
        Fact::StateUnreachable { name } => said(
            format!("nothing leads to the state {}", quoted(name)),
            format!("add `-> {name}` where the buyer should come here, or delete the state"),
        ),
        Fact::LineUnreachable { exit_line } => said(
            format!("this line is never reached: line {exit_line} has already left"),
            "move it above that line, or delete it",
        ),
        Fact::NoExit { state } => said(
            format!(
                "from here the state {} does not say where to go next",
                quoted(state)
            ),
            "end it with `-> offer`, `‹finish› ‹won›`, or `‹escalate› ‹because› \"…\"`",
        ),
        Fact::OutcomesNotHandled {
            of,
            outcomes,
            model,
        } => said(
            match outcomes.len() {
                1 => format!(
                    "{} may end as {}, and nothing handles that",
                    quoted(of),
                    quoted_list(outcomes, "or")
                ),
                many => format!(
                    "{} has {many} more outcomes that nothing handles: {}",
                    quoted(of),
                    quoted_list(outcomes, "and")
                ),
            },
            match (model, outcomes.first()) {
                (true, Some(first)) => format!(
                    "a model may be late or say what is not true; add under this line `{first} -> handover`"
                ),
                (false, Some(first)) => {
                    format!("add under this line, indented: `{first} -> STATE`")
                }
                (_, None) => "add its outcomes under this line".into(),
            },
        ),
        Fact::OutcomeTwice { name, first_line } => said(
            format!(
                "the outcome {} is already handled in line {first_line}",
                quoted(name)
            ),
            "delete one of the two lines",
        ),
        Fact::LoopSilent { states } => said(
            format!(
                "the states {} go round without end, and the buyer hears nothing",
                quoted_list(states, "and")
            ),
            "wait for the buyer in one of them with `‹ask›` or `‹wait›`, or bound it: `‹at most› 3 ‹visits›, ‹then› -> handover`",
        ),
        Fact::LoopSends { states } => said(
            format!(
                "the states {} send messages round and round, and never wait for an answer",
                quoted_list(states, "and")
            ),
            "wait for the buyer in one of them with `‹ask›` or `‹wait›`, or bound it: `‹at most› 3 ‹visits›, ‹then› -> handover`",
        ),
        Fact::NoOutcomeAhead { state } => said(
            format!("a dialogue that waits in {} can never end", quoted(state)),
            "lead one of its ways to a state with `‹finish› ‹won›`, `‹lost›` or `‹postponed›`",
        ),
        Fact::NoEscalationAhead { state } => said(
            format!(
                "a buyer who waits in {} can never be handed to a person",
                quoted(state)
            ),
            "add to `‹anywhere›` the line `‹when› ‹wants human› -> handover`, and in `handover` an `‹escalate›`",
        ),
        Fact::RunCircle { flows } => said(
            format!(
                "these flows run each other without end: {}",
                quoted_list(flows, "and")
            ),
            "let one of them `‹return›` before it runs the next",
        ),
        Fact::NoGivenBack => said(
            "when the person gives the dialogue back, nothing says where it goes on",
            "add under this line, indented: `‹given back› -> offer`",
        ),
        Fact::EscalatesSilently => said(
            "the buyer is handed over without a word",
            "add under this line, indented: `en: A colleague will take over in this chat.`",
        ),

        Fact::MayBeEmpty { path, used, field } => said(
            match used {
                Use::Printed => format!("{} may be empty when this is printed", quoted(path)),
                Use::Passed(to) => format!(
                    "{} may be empty when it is passed to {}",
                    quoted(path),
                    quoted(to)
                ),
                Use::Offered => format!(
                    "{} may be empty when it is offered to the buyer",
                    quoted(path)
                ),
                Use::Said => format!("{} may be empty when it is said", quoted(path)),
            },
            match (used, field) {
                (Use::Printed, true) => format!(
                    "write `{{, {path}}}`: it vanishes with its comma when there is nothing to print"
                ),
                (Use::Printed, false) => format!(
                    "fill {} on every way that leads here, or write `{{, {path}}}`",
                    quoted(path)
                ),
                (_, true) => format!("check it first: `‹if› {path} ‹is known›`"),
                (_, false) => format!(
                    "fill it on every way that leads here, or check first: `‹if› {path} ‹is empty› -> STATE`"
                ),
            },
        ),
        Fact::AsksKnown { slot } => said(
            format!(
                "{} is always known here, so this question is never asked",
                quoted(slot)
            ),
            format!("delete the question, or ask all the same: `‹ask› ‹again› {slot}`"),
        ),
        Fact::NeverFilled { name } => said(
            format!("nothing fills the slot {}", quoted(name)),
            format!("ask for it: `‹ask› {name}`, or delete it"),
        ),
        Fact::NeverUsed {
            thing: Thing::Slot,
            name,
        } => said(
            format!(
                "the slot {} is asked or filled, but nothing uses it",
                quoted(name)
            ),
            "print it, pass it to a step, or delete it together with its question",
        ),
        Fact::NeverUsed { thing, name } => said(
            format!("nothing uses the {} {}", bare(*thing), quoted(name)),
            match thing {
                Thing::Intent => {
                    format!("add to `‹anywhere›` the line `‹when› {name} -> STATE`, or delete it")
                }
                Thing::Text => format!("say it somewhere: `‹say› {name}`, or delete it"),
                _ => "use it or delete it".into(),
            },
        ),
        Fact::WrongType {
            value,
            found,
            expected,
        } => said(
            format!(
                "{} is of type {}, and {} is needed here",
                quoted(value),
                kind(found),
                kind(expected)
            ),
            "put a value of the right type here, or change the type in `‹slots›`",
        ),
        Fact::NotAList { value, found } => said(
            format!(
                "{} is of type {}, and a list is needed here",
                quoted(value),
                kind(found)
            ),
            "use the result of a step that finds several, such as `‹do› catalog.recommend(occasion) ‹as› picks`",
        ),
        Fact::NotComparable { value, found, by } => said(
            format!(
                "{} is of type {} and cannot be compared by {}",
                quoted(value),
                kind(found),
                quoted(by)
            ),
            "compare it by `‹is›` or `‹is not›`, or ask `‹is known›`",
        ),
        Fact::PluralOfNoNumber { path, found } => said(
            format!(
                "{} is of type {}, and plural forms need a number",
                quoted(path),
                kind(found)
            ),
            format!("print it alone: `{{{path}}}`"),
        ),
        Fact::DependsCircle { slots } => said(
            format!(
                "these slots depend on each other in a circle: {}",
                quoted_list(slots, "and")
            ),
            "delete one of the `‹depends on›`",
        ),

        Fact::NoCallToAction { lang } => said(
            format!(
                "the buyer is left without a question: the text in `{lang}` does not end with `?`, and there are no options"
            ),
            "end it with a question, add options, or add `‹next›` with a question under it",
        ),
        Fact::NoSilencePolicy => said(
            "nothing says what to do when the buyer does not answer here",
            "add to `‹defaults›` the line `‹silence› 15m -> nudge, ‹at most› 2, ‹between› 09:00-21:00`",
        ),
        Fact::NoUnclearPolicy => said(
            "nothing says what to do when the answer is not understood",
            "add to `‹defaults›` the line `‹unclear› ‹ask› ‹again›, ‹at most› 2, ‹then› -> handover`",
        ),

        Fact::LanguageMissing { languages, option } => {
            let codes: Vec<_> = languages.iter().map(|lang| lang.to_string()).collect();
            let first = codes.first().map_or("en", |code| code.as_str());
            match option {
                Some(option) => said(
                    format!(
                        "the option {} has no label in {}",
                        quoted(option),
                        quoted_list(&codes, "and")
                    ),
                    format!("add to the line: `{first}: …`"),
                ),
                None => said(
                    format!("this text has no words in {}", quoted_list(&codes, "and")),
                    format!("add the line `{first}: …`"),
                ),
            }
        }
        Fact::LanguageNotDeclared { lang, declared } => said(
            format!("the language `{lang}` is not one of this flow's"),
            format!(
                "add it: `‹languages› {}, {lang}`, or delete these words",
                codes(declared)
            ),
        ),
        Fact::QuotedInManyLanguages { declared } => said(
            format!(
                "words in quotes have no language, and this flow speaks {}",
                codes(declared)
            ),
            "put a line for each language under it: `en: …`",
        ),
        Fact::PlaceholdersDiffer {
            lang,
            other,
            missing,
            extra,
        } => {
            let missing: Vec<_> = missing.iter().map(|path| format!("{{{path}}}")).collect();
            let extra: Vec<_> = extra.iter().map(|path| format!("{{{path}}}")).collect();
            match missing.is_empty() {
                false => said(
                    format!(
                        "`{other}` prints {}, and `{lang}` does not",
                        quoted_list(&missing, "and")
                    ),
                    format!(
                        "print the same in both: add {} to `{lang}`",
                        quoted_list(&missing, "and")
                    ),
                ),
                true => said(
                    format!(
                        "`{lang}` prints {}, and `{other}` does not",
                        quoted_list(&extra, "and")
                    ),
                    format!(
                        "print the same in both: add {} to `{other}`",
                        quoted_list(&extra, "and")
                    ),
                ),
            }
        }
        Fact::PluralForms {
            lang,
            found,
            expected,
        } => said(
            format!("`{lang}` needs {expected} forms of the word, and {found} are written"),
            match expected {
                2 => "write the forms for 1 and for many: `{n | bouquet | bouquets}`",
                _ => "write the forms for 1, 2 and 5: `{n | букет | букета | букетов}`",
            },
        ),

        Fact::ArgumentMissing { of, name } => said(
            format!("{} needs {}, and it is not given", quoted(of), quoted(name)),
            format!("add it between the brackets: `{name}: …`"),
        ),
        Fact::ArgumentTwice { name } => said(
            format!("the argument {} is given twice", quoted(name)),
            "delete one of the two",
        ),
        Fact::TooManyArguments { of, most } => said(
            match most {
                0 => format!("{} takes no arguments", quoted(of)),
                1 => format!("{} takes 1 argument, and more are given", quoted(of)),
                most => format!("{} takes {most} arguments, and more are given", quoted(of)),
            },
            "delete what is over",
        ),
        Fact::PlaceAfterName => said(
            "an argument without a name stands after one with a name",
            "put it first, or write its name before it: `facts: picks`",
        ),
        Fact::NoValueToName { outcome } => said(
            format!(
                "the outcome {} carries no value, so there is nothing to name",
                quoted(outcome)
            ),
            "delete `‹as›` and the name after it",
        ),
        Fact::Course(fact) => super::course::sentence(fact),
        Fact::Phrasing(fact) => super::phrasing::sentence(fact),
        Fact::Weights { sum } => said(
            format!("the shares make {sum}, and 100% is needed"),
            "change the shares so that together they make 100%",
        ),
    }
}

/// What to do about a name that resembles nothing.
fn how_to_add(thing: Thing, name: &str) -> String {
    match thing {
        Thing::State => format!("add it: `‹state› {name}`, or name a state that exists"),
        Thing::Text => format!("add it: `‹text› {name}` with a line for each language under it"),
        Thing::Slot => format!("add to `‹slots›` the line `{name}  ‹text›`"),
        Thing::Value => "name a slot, or a result that `‹as›` has named above".into(),
        Thing::Intent => format!("add to `‹intents›` the line `{name}` with phrases under it"),
        Thing::Flow => format!("put the flow into the file `flows/{name}.flow`"),
        Thing::Language
        | Thing::Channel
        | Thing::Type
        | Thing::Modifier
        | Thing::Currency
        | Thing::Code => {
            format!("for example: {}", example(thing).unwrap_or("`en`"))
        }
        Thing::Plugin => format!("put the plugin into the file `plugins/{name}.rhai`"),
        Thing::Return => {
            format!("a `‹return› {name}` in the flow would make it; else delete this line")
        }
        _ => "look up its names in the reference, or leave it out".into(),
    }
}

//! Reading `.talk` files, line by line: a wrong line is one finding, and the rest is still read.

use engine::effect::Ended;

use crate::diagnostic::{Diagnostic, Fact, Thing};
use crate::layout::{Line, lay_out};
use crate::source::Source;

use super::words::{Read, Words, nearest};
use super::{Expected, Given, Item, ItemKind, Message, Settings, Talk, Wording};

/// The words that lines of a talk begin with.
const KEYWORDS: [&str; 12] = [
    "in", "on", "at", "for", "flow", "given", "after", "presses", "operator", "publish", "never",
    "talk",
];

/// Reads all talks of a file, and everything that is wrong with it.
pub fn read_talks(source: &Source, file: usize) -> (Vec<Talk>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let lines = lay_out(source, file, &mut found);
    let mut talks: Vec<Talk> = Vec::new();
    for line in &lines {
        match header(file, line) {
            Ok(name) => {
                let first = talks.iter().find(|talk| talk.name == name);
                if let Some(first) = first {
                    let first_line = first.line;
                    let fact = Fact::DefinedTwice {
                        thing: Thing::Talk,
                        name: name.clone(),
                        first_line,
                    };
                    found.push(Diagnostic::new(file, line.span().range(), fact));
                }
                talks.push(talk(file, name, line, &mut found));
            }
            Err(mistake) => found.push(*mistake),
        }
    }
    crate::diagnostic::sort(&mut found);
    (talks, found)
}

fn header(file: usize, line: &Line<'_>) -> Read<String> {
    let mut words = Words::new(file, line.start, line.text);
    if !words.take("talk") {
        let found = words.peek().to_owned();
        let span = words.here();
        let fact = match nearest(&found, std::iter::once("talk")) {
            Some(nearest) => Fact::KeywordMisspelt { found, nearest },
            None => Fact::KeywordExpected {
                found,
                keywords: vec!["talk \"…\"".into()],
            },
        };
        return Err(Box::new(Diagnostic::new(file, span.range(), fact)));
    }
    let name = words.quoted()?;
    words.end()?;
    Ok(name)
}

fn talk(file: usize, name: String, line: &Line<'_>, found: &mut Vec<Diagnostic>) -> Talk {
    let number = |line: &Line<'_>| line.number as usize;
    let mut talk = Talk {
        name,
        file,
        line: number(line),
        settings: Settings::default(),
        items: Vec::new(),
    };
    if line.children.is_empty() {
        let fact = Fact::BlockMissing {
            of: Thing::TalkLine,
        };
        found.push(Diagnostic::new(file, line.span().range(), fact));
    }
    for line in &line.children {
        let mut words = Words::new(file, line.start, line.text);
        let read = match setting(&mut words, &mut talk.settings) {
            Ok(true) => words.end(),
            Ok(false) => item(file, &mut words).and_then(|kind| {
                words.end()?;
                talk.items.push(Item {
                    line: number(line),
                    span: line.span().range(),
                    kind,
                });
                Ok(())
            }),
            Err(mistake) => Err(mistake),
        };
        found.extend(read.err().map(|mistake| *mistake));
        if let Some(under) = line.children.first() {
            let fact = Fact::BlockNotExpected {
                above: line.text.to_owned(),
            };
            found.push(Diagnostic::new(file, under.span().range(), fact));
        }
    }
    talk
}

/// `in ru on telegram at 2026-03-02 11:00`, `for language ru, en`, `flow NAME`; whether it was one.
fn setting(words: &mut Words<'_>, settings: &mut Settings) -> Read<bool> {
    if words.take("flow") {
        settings.flow = Some(words.name(Thing::Flow)?.to_owned());
        return Ok(true);
    }
    if words.take("for") {
        match words.keyword(&["language", "channel"])? {
            "language" => settings.languages = listed(words, Words::language)?,
            _ => settings.channels = listed(words, Words::channel)?,
        }
        return Ok(true);
    }
    if !matches!(words.peek(), "in" | "on" | "at") {
        return Ok(false);
    }
    while !words.peek().is_empty() {
        match words.keyword(&["in", "on", "at"])? {
            "in" => settings.languages = vec![words.language()?],
            "on" => settings.channels = vec![words.channel()?],
            _ => settings.at = Some(words.moment()?),
        }
    }
    Ok(true)
}

fn listed<'s, T>(words: &mut Words<'s>, one: impl Fn(&mut Words<'s>) -> Read<T>) -> Read<Vec<T>> {
    let mut all = vec![one(words)?];
    while words.take(",") {
        all.push(one(words)?);
    }
    Ok(all)
}

fn item(file: usize, words: &mut Words<'_>) -> Read<ItemKind> {
    if words.take_sign('>') {
        return match words.all() {
            "" => Err(words.expected(&[Thing::Utterance])),
            text => Ok(ItemKind::Buyer(text.to_owned())),
        };
    }
    if words.take_sign('<') {
        let message = message(words)?;
        return Ok(ItemKind::Bot {
            message,
            wording: words.wording()?,
        });
    }
    if words.take_sign('!') {
        return Ok(ItemKind::Effect(effect(words)?));
    }
    let (first, place) = (words.peek(), words.here());
    match first {
        "given" | "after" | "presses" | "operator" | "publish" | "never" => {
            words.take(first);
        }
        _ => {
            let found = first.to_owned();
            let fact = match nearest(first, KEYWORDS.into_iter()) {
                Some(nearest) => Fact::KeywordMisspelt { found, nearest },
                None => Fact::NotUnderstood {
                    found,
                    expected: vec![Thing::TalkLine],
                },
            };
            return Err(Box::new(Diagnostic::new(file, place.range(), fact)));
        }
    }
    match first {
        "given" => Ok(ItemKind::Given(given(words)?)),
        "after" => Ok(ItemKind::After(words.duration()?)),
        "presses" => match words.all() {
            "" => Err(words.expected(&[Thing::Option])),
            option => Ok(ItemKind::Presses(option.to_owned())),
        },
        "operator" => match words.keyword(&["says", "gives"])? {
            "says" => Ok(ItemKind::OperatorSays(words.quoted()?)),
            _ => words.keyword(&["back"]).map(|_| ItemKind::GivesBack),
        },
        "publish" => match words.all() {
            "" => Err(words.expected(&[Thing::Flow])),
            file => Ok(ItemKind::Publish(file.trim_matches('"').to_owned())),
        },
        _ => match words.wording()? {
            Some(wording) => Ok(ItemKind::Never(wording)),
            None => Err(words.expected(&[Thing::Quoted])),
        },
    }
}

fn message(words: &mut Words<'_>) -> Read<Message> {
    if words.take("*") {
        return Ok(Message::Any);
    }
    let first = words.dotted(Thing::Message)?;
    let of_what = match words.peek() {
        "" | "\"" => None,
        next => (!next.starts_with('~')).then_some(next),
    };
    let builtin: Option<fn(String) -> Message> = match first[..] {
        ["ask"] => Some(Message::Ask),
        ["unclear"] => Some(Message::Unclear),
        ["which"] => Some(Message::Which),
        ["show"] => Some(Message::Show),
        ["say"] => Some(Message::Say),
        _ => None,
    };
    if let Some(make) = builtin.filter(|_| of_what.is_some()) {
        return Ok(make(words.dotted(Thing::Value)?.join(".")));
    }
    let mut names: Vec<&str> = first;
    let nth = names.last().and_then(|last| last.parse::<usize>().ok());
    if nth.is_some() {
        names.pop();
    }
    match names[..] {
        [name] => Ok(Message::Named {
            flow: None,
            name: name.to_owned(),
            nth,
        }),
        [flow, name] => Ok(Message::Named {
            flow: Some(flow.to_owned()),
            name: name.to_owned(),
            nth,
        }),
        _ => Err(words.expected(&[Thing::Message])),
    }
}

fn effect(words: &mut Words<'_>) -> Read<Expected> {
    let bare = |words: &mut Words<'_>| words.peek().is_empty();
    if words.take("escalate") {
        let reason = if bare(words) {
            None
        } else {
            Some(words.quoted()?)
        };
        return Ok(Expected::Escalate(reason));
    }
    if words.take("finish") {
        let outcome = match bare(words) {
            true => None,
            false => Some(match words.keyword(&["won", "lost", "postponed"])? {
                "won" => Ended::Won,
                "lost" => Ended::Lost,
                _ => Ended::Postponed,
            }),
        };
        return Ok(Expected::Finish(outcome));
    }
    if words.take("learn") {
        let kind = words.name(Thing::Name)?.to_owned();
        let value = if bare(words) {
            None
        } else {
            Some(words.value()?)
        };
        return Ok(Expected::Learn { kind, value });
    }
    if !words.peek().contains('.') {
        return Err(words.none_of(&["escalate", "finish", "learn", "leads.save"]));
    }
    let (plugin, step) = words.step()?;
    let detail = Some(words.all().to_owned()).filter(|detail| !detail.is_empty());
    Ok(Expected::Step {
        plugin,
        step,
        detail,
    })
}

fn given(words: &mut Words<'_>) -> Read<Given> {
    let path = words.dotted(Thing::Value)?;
    let verb = words.keyword(&["answers", "takes", "is"])?;
    if verb == "is" {
        let path = path.into_iter().map(str::to_owned).collect();
        return Ok(Given::Is {
            path,
            value: words.value()?,
        });
    }
    let [plugin, step] = path[..] else {
        return Err(words.expected(&[Thing::Step]));
    };
    let (plugin, step) = (plugin.to_owned(), step.to_owned());
    if verb == "takes" {
        return Ok(Given::Takes {
            plugin,
            step,
            time: words.duration()?,
        });
    }
    let mut outcome = Vec::new();
    while words.peek().starts_with(char::is_alphabetic) {
        outcome.push(words.name(Thing::Outcome)?.to_owned());
    }
    if outcome.is_empty() {
        return Err(words.expected(&[Thing::Outcome]));
    }
    let mut values = Vec::new();
    if !words.peek().is_empty() {
        values = listed(words, Words::value)?;
    }
    Ok(Given::Answers {
        plugin,
        step,
        words: outcome,
        values,
    })
}

impl Wording {
    /// Whether a message has these words; all kinds of space are equal.
    pub fn fits(&self, message: &str) -> bool {
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        match self {
            Wording::Exact(words) => plain(message) == plain(words),
            Wording::Part(words) => plain(message).contains(&plain(words)),
        }
    }
}

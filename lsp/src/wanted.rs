//! What may stand at the cursor: told from the line up to it and from the lines it stands under.

use crate::phrase::{Head, Piece, head, pieces, unfinished};
use crate::text::Text;
use dsl::keywords::Table;
use dsl::layout::text_head;

/// What may stand at a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Wanted {
    /// Keywords, by their English spelling.
    Keywords(&'static [&'static str]),
    /// A state.
    State,
    /// A named text.
    Text,
    /// A slot, a result or what every script knows.
    Value,
    /// A slot.
    Slot,
    /// An intent.
    Intent,
    /// An option of any question.
    Option,
    /// A value of the slot with this name.
    Choice(String),
    /// A field of the value at the end of this path.
    Field(Vec<String>),
    /// A step; of this plugin, where it is written already.
    Step(Option<String>),
    /// A flow that can be run.
    Flow,
    /// An outcome of the call on this line, from 0.
    Outcome(usize),
    /// What this flow returns.
    Return,
    /// The name of an argument of the call that is being written.
    Argument(String),
    /// A language, with the colon that opens a text.
    TextLanguage,
    /// A language.
    Language,
    /// A channel.
    Channel,
    /// The code of a warning.
    Warning,
}

const SECTIONS: &[&str] = &[
    "flow", "defaults", "slots", "intents", "text", "state", "anywhere", "migrate", "allow",
];
const HEADER: &[&str] = &["goal", "languages", "channels", "needs", "gives"];
const DEFAULTS: &[&str] = &["silence", "unclear", "fails", "model"];
const STATEMENTS: &[&str] = &[
    "say",
    "show",
    "ask",
    "wait",
    "if",
    "otherwise",
    "do",
    "run",
    "set",
    "finish",
    "escalate",
    "back",
    "return",
    "learn",
    "forget",
    "split",
    "at most",
    "allow",
];
const WAIT: &[&str] = &["when", "otherwise", "silence", "unclear", "next", "allow"];
const TRIGGERS: &[&str] = &[
    "says",
    "agrees",
    "declines",
    "wants human",
    "names product",
    "gives",
    "changes",
    "sends photo",
    "presses",
    "writes in",
    "joins",
    "opens catalog",
    "calls",
    "hangs up",
    "dtmf",
    "event",
];
const TYPES: &[&str] = &[
    "text", "yes", "choice", "number", "money", "percent", "phone", "email", "date", "time",
    "datetime", "duration", "name", "address", "product", "photo", "file", "consent", "list of",
];
const MODIFIERS: &[&str] = &[
    "personal",
    "optional",
    "keep",
    "depends on",
    "consent needed",
    "secret",
];
const TESTS: &[&str] = &["is", "is not", "is known", "is empty", "in"];

/// What may stand at a byte of a script.
pub(crate) fn wanted(text: &Text, byte: usize, table: &Table) -> Vec<Wanted> {
    let number = text.line_of(byte);
    let start = text.line(number).start;
    let before = text.slice(start..byte);
    let mut above = Above { text, table }.of(number);
    let parent = above.next();
    let is_inside_text = parent
        .as_ref()
        .is_some_and(|above| above.head == Head::Text);
    if is_inside_text || text_head(before.trim_start()).is_some() {
        return in_words(before);
    }
    let written = &before[..before.len() - unfinished(before).len()];
    let line = pieces(written, table);
    let ask = parent.as_ref().map(|above| above.line);
    let block = Block::of(parent, above.next());
    if let Some(path) = path_before(written) {
        let is_step =
            line.first().is_some_and(|first| first.is("do")) && line.len() == 3 && path.len() == 1;
        return match <[String; 1]>::try_from(path) {
            Ok([plugin]) if is_step => vec![Wanted::Step(Some(plugin))],
            Ok(path) => vec![Wanted::Field(path.to_vec())],
            Err(path) => vec![Wanted::Field(path)],
        };
    }
    if line
        .last()
        .is_some_and(|last| last.raw == "->" || last.raw == "→")
    {
        return vec![Wanted::State];
    }
    match line.first() {
        None => first_word(&block),
        Some(dash) if dash.raw == "-" && line.len() == 1 => {
            option_name(ask.map(|line| text.slice(text.line(line))), table)
        }
        Some(dash) if dash.raw == "-" => vec![Wanted::TextLanguage],
        Some(first) => match first.keyword {
            Some(keyword) if block.reads_keywords() => after(keyword, &line[1..]),
            _ => after_name(&block, &line[1..]),
        },
    }
}

/// Whether a line, from 0, is one of the lines of a message that stand under `LANG:`.
pub(crate) fn is_of_message(text: &Text, line: usize, table: &Table) -> bool {
    let parent = Above { text, table }.of(line).next();
    parent.is_some_and(|parent| parent.head == Head::Text)
}

/// A line above with less indent.
struct Parent {
    line: usize,
    head: Head,
}

/// What the lines of a block are.
enum Block {
    Sections,
    Header,
    Defaults,
    Slots,
    Wait,
    Words,
    Escalate,
    Option,
    Statements,
    Branches,
    Outcomes(usize),
    Names,
}

impl Block {
    fn of(parent: Option<Parent>, above: Option<Parent>) -> Block {
        let Some(parent) = parent else {
            return Block::Sections;
        };
        // Lines under a call are outcomes and lines under `intents` are names, even where they spell a keyword.
        match above.map(|above| above.head) {
            Some(Head::Keyword("do" | "run" | "split")) => return Block::Statements,
            Some(Head::Keyword("intents")) => return Block::Words,
            _ => {}
        }
        match parent.head {
            Head::Option => Block::Option,
            Head::Text => Block::Words,
            Head::Name => Block::Statements,
            Head::Keyword(word) => match word {
                "flow" => Block::Header,
                "defaults" => Block::Defaults,
                "slots" => Block::Slots,
                "ask" | "wait" => Block::Wait,
                "text" | "say" | "next" | "unclear" | "finish" | "back" => Block::Words,
                "escalate" => Block::Escalate,
                "anywhere" => Block::Branches,
                "do" | "run" => Block::Outcomes(parent.line),
                "intents" | "split" | "migrate" => Block::Names,
                _ => Block::Statements,
            },
        }
    }

    /// Whether a keyword at the beginning of a line is one.
    fn reads_keywords(&self) -> bool {
        !matches!(self, Block::Slots | Block::Names | Block::Outcomes(_))
    }
}

/// The lines that a line stands under, the nearest first.
struct Above<'t> {
    text: &'t Text,
    table: &'t Table,
}

impl<'t> Above<'t> {
    fn of(&self, line: usize) -> impl Iterator<Item = Parent> + use<'t> {
        let (text, table) = (self.text, self.table);
        let indent = |line: usize| {
            let words = text.slice(text.line(line));
            let body = words.trim_start();
            (words.len() - body.len(), body)
        };
        let (mut least, body) = indent(line);
        if body.is_empty() {
            // On a line with spaces alone the cursor's column is the indent.
            least = text.slice(text.line(line)).len();
        }
        (0..line).rev().filter_map(move |line| {
            let (own, body) = indent(line);
            if own >= least || body.is_empty() || body.starts_with('#') {
                return None;
            }
            least = own;
            Some(Parent {
                line,
                head: head(body, table),
            })
        })
    }
}

/// Inside a message only braces want something.
fn in_words(before: &str) -> Vec<Wanted> {
    let Some(open) = before.rfind('{') else {
        return Vec::new();
    };
    let inside = &before[open + 1..];
    let is_brace = before[..open].ends_with('{');
    if is_brace || inside.contains('}') || inside.contains('|') {
        return Vec::new();
    }
    let written = &inside[..inside.len() - unfinished(inside).len()];
    match path_before(written) {
        Some(path) => vec![Wanted::Field(path)],
        None if written.trim().trim_start_matches(',').trim().is_empty() => vec![Wanted::Value],
        None => Vec::new(),
    }
}

/// The names of a path that ends with a dot.
fn path_before(written: &str) -> Option<Vec<String>> {
    let mut rest = written.strip_suffix('.')?;
    let mut names = Vec::new();
    loop {
        let name = unfinished(rest);
        if name.is_empty() {
            return None;
        }
        names.insert(0, name.to_owned());
        rest = &rest[..rest.len() - name.len()];
        match rest.strip_suffix('.') {
            Some(before) => rest = before,
            None => return Some(names),
        }
    }
}

fn first_word(block: &Block) -> Vec<Wanted> {
    match block {
        Block::Sections => vec![Wanted::Keywords(SECTIONS)],
        Block::Header => vec![Wanted::Keywords(HEADER)],
        Block::Defaults => vec![Wanted::Keywords(DEFAULTS)],
        Block::Wait => vec![Wanted::TextLanguage, Wanted::Keywords(WAIT)],
        Block::Words => vec![Wanted::TextLanguage],
        Block::Escalate => vec![Wanted::TextLanguage, Wanted::Keywords(&["given back"])],
        Block::Option => vec![Wanted::TextLanguage, Wanted::Keywords(STATEMENTS)],
        Block::Statements => vec![Wanted::Keywords(STATEMENTS)],
        Block::Branches => vec![Wanted::Keywords(&["when"])],
        Block::Outcomes(line) => vec![Wanted::Outcome(*line)],
        Block::Slots | Block::Names => Vec::new(),
    }
}

/// After the name of a slot its type; after an outcome a way on.
fn after_name(block: &Block, line: &[Piece<'_>]) -> Vec<Wanted> {
    match block {
        Block::Slots => match line.last() {
            None => vec![Wanted::Keywords(TYPES)],
            Some(last) if last.raw == "," => vec![Wanted::Keywords(MODIFIERS)],
            Some(last) if last.is("depends on") => vec![Wanted::Slot],
            Some(_) => Vec::new(),
        },
        Block::Outcomes(_) if line.is_empty() => {
            vec![Wanted::Keywords(&[
                "as", "back", "finish", "escalate", "return",
            ])]
        }
        _ => Vec::new(),
    }
}

/// `- NAME` of a question for a slot is one of its values.
fn option_name(question: Option<&str>, table: &Table) -> Vec<Wanted> {
    let line = question.map_or(Vec::new(), |line| pieces(line, table));
    let slot = line.iter().skip(1).find(|piece| !piece.is("again"));
    match (line.first(), slot) {
        (Some(first), Some(slot)) if first.is("ask") => vec![Wanted::Choice(slot.raw.to_owned())],
        _ => Vec::new(),
    }
}

/// After the keyword that begins a line.
fn after(keyword: &str, rest: &[Piece<'_>]) -> Vec<Wanted> {
    let last = rest.last();
    let ends_with = |word: &str| last.is_some_and(|last| last.is(word));
    match keyword {
        "say" | "next" if rest.is_empty() => vec![Wanted::Text, Wanted::Value],
        "back" if rest.is_empty() => vec![Wanted::Text],
        "show" if rest.is_empty() => vec![Wanted::Value],
        "ask" => after_ask(rest),
        "do" => match rest.len() {
            0 => vec![Wanted::Step(None)],
            _ => in_call(rest),
        },
        "run" => match rest.len() {
            0 => vec![Wanted::Flow],
            _ => in_call(rest),
        },
        "set" => match rest {
            [] => vec![Wanted::Slot],
            [slot, sign] if sign.raw == "=" => {
                vec![Wanted::Choice(slot.raw.to_owned()), Wanted::Value]
            }
            _ => Vec::new(),
        },
        "learn" if rest.len() == 1 => vec![Wanted::Value],
        "if" => in_condition(rest),
        "when" => after_when(rest),
        "return" if rest.is_empty() => vec![Wanted::Return],
        "finish" if rest.is_empty() => vec![Wanted::Keywords(&["won", "lost", "postponed"])],
        "finish" if rest.len() == 1 => vec![Wanted::Keywords(&["because"])],
        "escalate" if rest.is_empty() || rest.len() == 2 && rest[0].is("to") => {
            vec![Wanted::Keywords(&["to", "because"])]
        }
        "state" if rest.len() == 1 => vec![Wanted::Keywords(&["protected"])],
        "languages" if rest.is_empty() || ends_with(",") => vec![Wanted::Language],
        "channels" if rest.is_empty() || ends_with(",") => vec![Wanted::Channel],
        "needs" | "gives" => {
            let of_param = rest.rsplit(|piece| piece.raw == ",").next();
            match of_param.map(<[Piece<'_>]>::len) {
                Some(1) => vec![Wanted::Keywords(TYPES)],
                _ => Vec::new(),
            }
        }
        "silence" if rest.is_empty() => vec![Wanted::Channel],
        "silence" if ends_with(",") => vec![Wanted::Keywords(&["at most", "between"])],
        "unclear" if rest.is_empty() => vec![Wanted::Keywords(&["ask"])],
        "model" if rest.is_empty() || ends_with(",") => {
            vec![Wanted::Keywords(&["within", "at most"])]
        }
        "forget" if rest.is_empty() => vec![Wanted::Keywords(&["personal"])],
        "allow" if rest.is_empty() => vec![Wanted::Warning],
        _ => Vec::new(),
    }
}

fn after_ask(rest: &[Piece<'_>]) -> Vec<Wanted> {
    match rest {
        [] => vec![Wanted::Slot, Wanted::Keywords(&["again"])],
        [again] if again.is("again") => vec![Wanted::Slot],
        [.., from] if from.is("from") || from.is("between") => vec![Wanted::Value],
        [_] | [_, _] => vec![Wanted::Keywords(&["from"])],
        _ => Vec::new(),
    }
}

/// The arguments of a call, and what may stand after them.
fn in_call(rest: &[Piece<'_>]) -> Vec<Wanted> {
    let count = |sign: &str| rest.iter().filter(|piece| piece.raw == sign).count();
    if count("(") > count(")") {
        let opened = rest
            .iter()
            .position(|piece| piece.raw == "(")
            .unwrap_or_default();
        let name: String = rest[..opened].iter().map(|piece| piece.raw).collect();
        return match rest.last().map(|last| last.raw) {
            Some("(" | ",") => vec![Wanted::Argument(name), Wanted::Value],
            Some(":") => vec![Wanted::Value],
            _ => Vec::new(),
        };
    }
    let is_done = rest.last().is_some_and(|last| last.raw == ")");
    if is_done || rest.len() == 1 && rest[0].raw != "." {
        return vec![Wanted::Keywords(&["as", "within", "once"])];
    }
    Vec::new()
}

fn in_condition(rest: &[Piece<'_>]) -> Vec<Wanted> {
    let Some(last) = rest.last() else {
        return vec![Wanted::Value, Wanted::Keywords(&["not"])];
    };
    if ["and", "or", "not"].into_iter().any(|word| last.is(word)) {
        return vec![Wanted::Value];
    }
    if matches!(last.raw, "<" | ">" | "=") {
        return vec![Wanted::Value];
    }
    let compares = ["is", "is not", "in"].into_iter().any(|word| last.is(word)) || last.raw == ",";
    if compares {
        // The left side is the word before the first sign of this part of the condition.
        let is_joint = |piece: &Piece<'_>| piece.is("and") || piece.is("or") || piece.is("not");
        let part = rest.iter().rposition(is_joint).map_or(0, |at| at + 1);
        let mut wanted = vec![Wanted::Choice(rest[part].raw.to_owned()), Wanted::Value];
        if last.is("is") {
            wanted.push(Wanted::Keywords(&["not"]));
        }
        return wanted;
    }
    vec![Wanted::Keywords(TESTS)]
}

fn after_when(rest: &[Piece<'_>]) -> Vec<Wanted> {
    let has = |sign: &str| rest.iter().any(|piece| piece.raw == sign);
    if has("[") && !has("]") {
        return vec![Wanted::State];
    }
    let Some(last) = rest.last() else {
        return vec![Wanted::Intent, Wanted::Keywords(TRIGGERS)];
    };
    match last.keyword {
        Some("gives" | "changes") => vec![Wanted::Slot],
        Some("as") => vec![Wanted::Slot],
        Some("names product" | "sends photo") => vec![Wanted::Keywords(&["as"])],
        Some("presses") => vec![Wanted::Option],
        Some("writes in") => vec![Wanted::Language],
        _ => Vec::new(),
    }
}

//! What a line seems to be by its first word, where its indent does not tell whose block it is in.

use crate::keywords::{Table, word_at};
use understand::Lang;

use super::text_head;

/// A kind of line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seems {
    /// `state`, which holds statements.
    State,
    /// `slots`, `intents`: what else begins at the left edge.
    Section,
    /// `if`, whose arms hold statements.
    If,
    /// `do`, `run` and `split`, under which outcomes and arms stand.
    Call,
    /// `say`, `ask`, `wait` and other statements that hold words and branches.
    Statement,
    /// `set` and other statements that hold nothing.
    Single,
    /// `-> state`, `back`, `return`.
    Leaves,
    /// `when`, `silence`, `unclear`, `next`, `given back`.
    Branch,
    /// `otherwise`
    Otherwise,
    /// `ru: …`
    Text,
    /// `- yes`
    Option,
    /// An outcome, a slot, an intent, a line of a talk.
    Other,
}

/// Whether `line` is likely to stand under `above`, not beside it.
pub(super) fn stands_under(above: &str, line: &str) -> bool {
    use Seems::*;
    let (over, own) = (seems(above), seems(line));
    let leaves = above.contains("-> ") && !matches!(over, Text | Section | State);
    if matches!(own, Section | State) || leaves && (over, own) != (Option, Text) {
        return false;
    }
    match over {
        Section => true,
        State => matches!(own, If | Call | Statement | Single | Leaves | Otherwise),
        If => matches!(own, If | Call | Statement | Single | Leaves),
        Call => matches!(own, Other),
        Statement => matches!(own, Text | Option | Branch | Otherwise),
        Single | Leaves => matches!(own, Text) && over == Leaves,
        Text => above.ends_with(':'),
        Branch | Otherwise | Option | Other => {
            matches!(own, If | Call | Statement | Single | Leaves | Text)
        }
    }
}

/// Whether a line says nothing without lines under it.
pub(super) fn wants_block(line: &str) -> bool {
    let opens = matches!(seems(line), Seems::If | Seems::Branch | Seems::Otherwise);
    opens && !line.contains("-> ")
}

fn seems(line: &str) -> Seems {
    if text_head(line).is_some() {
        return Seems::Text;
    }
    if line.starts_with("->") {
        return Seems::Leaves;
    }
    if line.starts_with("- ") {
        return Seems::Option;
    }
    match keyword(line) {
        Some("state") => Seems::State,
        Some("flow" | "defaults" | "slots" | "intents" | "text" | "anywhere" | "migrate") => {
            Seems::Section
        }
        Some("if") => Seems::If,
        Some("do" | "run" | "split") => Seems::Call,
        Some("say" | "ask" | "wait" | "finish" | "escalate") => Seems::Statement,
        Some("show" | "set" | "forget" | "learn" | "allow" | "at most") => Seems::Single,
        Some("back" | "return") => Seems::Leaves,
        Some("when" | "silence" | "unclear" | "next" | "given back") => Seems::Branch,
        Some("otherwise") => Seems::Otherwise,
        _ if line.starts_with("talk ") => Seems::Section,
        _ => Seems::Other,
    }
}

/// The English keyword of the first word, or the first two, in whichever table has it.
fn keyword(line: &str) -> Option<&'static str> {
    let first = word_at(line, 0);
    let rest = line[first.len()..].trim_start();
    let both = format!("{first} {}", word_at(rest, 0));
    let tables = [Lang::EN, Lang::RU, Lang::UK];
    tables
        .into_iter()
        .filter_map(Table::of)
        .find_map(|table| table.keyword(&both).or_else(|| table.keyword(first)))
}

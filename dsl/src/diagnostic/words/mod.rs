//! Findings in the author's words: one file a language.
//!
//! A sentence begins in lower case, names stand in backticks, and the hint says what to do next.
//! Keywords are written in English between `‹ ›` and follow the keyword table of the author's file.

use engine::value::Kind;
use understand::Lang;

use super::{Code, Fact, Severity};
use crate::keywords::Table;

mod en;
mod ru;
mod uk;

/// A finding in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Words {
    /// The kind of mistake: "unknown name".
    pub title: String,
    /// What is wrong: "there is no state `ofer`".
    pub text: String,
    /// What to do: "did you mean `offer`?"
    pub hint: String,
}

/// What is wrong and what to do, keywords still between `‹ ›`.
struct Said {
    text: String,
    hint: String,
}

/// Tells a fact in `lang`, for a file written with the keywords of `table`.
pub fn words(fact: &Fact, lang: Lang, table: Lang) -> Words {
    let code = fact.code();
    let (title, said) = match lang {
        Lang::RU => (ru::title(code), ru::sentence(fact)),
        Lang::UK => (uk::title(code), uk::sentence(fact)),
        _ => (en::title(code), en::sentence(fact)),
    };
    Words {
        title: title.into(),
        text: in_table(&said.text, table),
        hint: in_table(&said.hint, table),
    }
}

/// The title of a code, in `lang`.
pub fn title(code: Code, lang: Lang) -> &'static str {
    match lang {
        Lang::RU => ru::title(code),
        Lang::UK => uk::title(code),
        _ => en::title(code),
    }
}

/// "error" or "warning", in `lang`.
pub fn severity(severity: Severity, lang: Lang) -> &'static str {
    match (severity, lang) {
        (Severity::Error, Lang::RU) => "ошибка",
        (Severity::Error, Lang::UK) => "помилка",
        (Severity::Error, _) => "error",
        (Severity::Warning, Lang::RU) => "предупреждение",
        (Severity::Warning, Lang::UK) => "попередження",
        (Severity::Warning, _) => "warning",
    }
}

/// The closing line of a check: "5 errors, 2 warnings".
pub fn summary(errors: usize, warnings: usize, lang: Lang) -> String {
    match lang {
        Lang::RU => ru::summary(errors, warnings),
        Lang::UK => uk::summary(errors, warnings),
        _ => en::summary(errors, warnings),
    }
}

fn said(text: impl Into<String>, hint: impl Into<String>) -> Said {
    Said {
        text: text.into(),
        hint: hint.into(),
    }
}

/// The longest piece of a script that a sentence repeats, in characters.
const LONGEST: usize = 60;

/// A piece of the script, in backticks and not too long.
fn quoted(piece: impl ToString) -> String {
    let piece = piece.to_string();
    let printable = |c: char| match c {
        '‹' => '<',
        '›' => '>',
        c if c.is_control() => ' ',
        c => c,
    };
    let mut shown: String = piece.chars().take(LONGEST).map(printable).collect();
    if piece.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    format!("`{shown}`")
}

/// "a", "a or b", "a, b or c".
fn list(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [init @ .., end] => format!("{} {last} {end}", init.join(", ")),
    }
}

/// Milliseconds as seconds, without needless digits.
fn seconds(milliseconds: i64) -> String {
    rust_decimal::Decimal::new(milliseconds, 3)
        .normalize()
        .to_string()
}

/// The most names that one sentence lists.
const MOST: usize = 8;

fn quoted_list(items: &[String], last: &str) -> String {
    let mut shown: Vec<String> = items.iter().take(MOST).map(quoted).collect();
    if items.len() > MOST {
        shown.push("…".into());
        return shown.join(", ");
    }
    list(&shown, last)
}

fn codes(languages: &[Lang]) -> String {
    let codes: Vec<_> = languages.iter().map(|lang| lang.as_str()).collect();
    codes.join(", ")
}

/// A type as the author writes it.
fn kind(kind: &Kind) -> String {
    format!("`{}`", kind_name(kind))
}

fn kind_name(kind: &Kind) -> String {
    match kind {
        Kind::Any => "‹text›".into(),
        Kind::Text => "‹text›".into(),
        Kind::YesNo => "‹yes›/‹no›".into(),
        Kind::Choice(names) if names.is_empty() => "‹choice›".into(),
        Kind::Choice(names) => {
            let names: Vec<&str> = names.iter().take(MOST).map(|name| &**name).collect();
            format!("‹choice› {}", names.join(", "))
        }
        Kind::Number => "‹number›".into(),
        Kind::Money(None) => "‹money›".into(),
        Kind::Money(Some(currency)) => format!("‹money› {currency}"),
        Kind::Percent => "‹percent›".into(),
        Kind::Phone => "‹phone›".into(),
        Kind::Email => "‹email›".into(),
        Kind::Date => "‹date›".into(),
        Kind::Time => "‹time›".into(),
        Kind::DateTime => "‹datetime›".into(),
        Kind::Duration => "‹duration›".into(),
        Kind::Name => "‹name›".into(),
        Kind::Address => "‹address›".into(),
        Kind::Product => "‹product›".into(),
        Kind::Photo => "‹photo›".into(),
        Kind::File => "‹file›".into(),
        Kind::Consent => "‹consent›".into(),
        Kind::List(of) => format!("‹list of› {}", kind_name(of)),
        Kind::Record(record) => record.name.to_string(),
    }
}

/// Puts the keywords of a table in the place of those between `‹ ›`.
fn in_table(text: &str, table: Lang) -> String {
    let mut told = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, marked)) = rest.split_once('‹') {
        let (keyword, after) = marked.split_once('›').unwrap_or((marked, ""));
        told.push_str(before);
        told.push_str(
            Table::of(table)
                .and_then(|table| table.word(keyword))
                .unwrap_or(keyword),
        );
        rest = after;
    }
    told.push_str(rest);
    told
}

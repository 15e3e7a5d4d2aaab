//! A page for each kind of finding: a wrong script, what is said about it, the right script.
//!
//! The pages stand in `docs/errors/`. Each has a section for each language (`## ru …`), then the
//! scripts under `## Wrong` and `## Right`.

use understand::Lang;

use super::Code;
use super::words;

macro_rules! pages {
    ($($code:ident)*) => {
        /// The page of a code as it is written, if it has one.
        pub fn page(code: Code) -> Option<&'static str> {
            match code {
                $(Code::$code => Some(include_str!(concat!("../../../docs/errors/", stringify!($code), ".md"))),)*
                _ => None,
            }
        }
    };
}

pages! {
    S001 S002 S003 S004
    F001 F002 F003 F004 F005 F006 F007 F008 F009 F010 F011
    D101 D102 D103 D104 D105 D106
    C201 C202 C203 C204 C205 C206 C207 C208
    T301 T303 T304 T305 T306 T307 T308 T310
    L401 L402 L403 L406
    P501 P503 P504
    X601
}

/// Explains a code at length in `lang`: what it means, a wrong script, the right one.
pub fn explain(code: Code, lang: Lang) -> Option<String> {
    let page = page(code)?;
    let told = section(page, lang.as_str()).or_else(|| section(page, Lang::EN.as_str()))?;
    let (wrong, right) = match lang {
        Lang::RU => ("Неправильно:", "Правильно:"),
        Lang::UK => ("Неправильно:", "Правильно:"),
        _ => ("Wrong:", "Right:"),
    };
    let scripts = [
        (wrong, section(page, "Wrong")?),
        (right, section(page, "Right")?),
    ];
    let mut text = format!("{code}: {}\n\n{told}\n", words::title(code, lang));
    for (heading, script) in scripts {
        text.push_str(&format!("\n{heading}\n\n{}\n", indented(script)));
    }
    Some(text)
}

/// What stands under `## NAME`, up to the next heading.
pub fn section<'p>(page: &'p str, name: &str) -> Option<&'p str> {
    let heading = format!("\n## {name}");
    let (_, after) = page.split_once(&heading)?;
    let (_, body) = after.split_once('\n')?;
    Some(body.split("\n## ").next().unwrap_or(body).trim())
}

/// The lines inside a fence, two spaces to the right.
fn indented(fenced: &str) -> String {
    let inside = fenced.lines().filter(|line| !line.starts_with("```"));
    let lines: Vec<String> = inside
        .map(|line| format!("  {line}").trim_end().to_owned())
        .collect();
    lines.join("\n")
}

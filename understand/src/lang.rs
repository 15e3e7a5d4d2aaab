//! The language of a message.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::heard::{Heard, Word};
use crate::stem::{Script, script};
use crate::vocabulary::lines;

/// A language by its two lower-case Latin letters, as in `ru: …`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang([u8; 2]);

impl Lang {
    /// Russian.
    pub const RU: Lang = Lang(*b"ru");
    /// Ukrainian.
    pub const UK: Lang = Lang(*b"uk");
    /// English.
    pub const EN: Lang = Lang(*b"en");

    /// Reads exactly two lower-case Latin letters.
    pub fn parse(code: &str) -> Option<Lang> {
        match *code.as_bytes() {
            [a @ b'a'..=b'z', b @ b'a'..=b'z'] => Some(Lang([a, b])),
            _ => None,
        }
    }

    /// The two letters.
    pub fn as_str(&self) -> &str {
        // Both bytes are ASCII letters by construction, so the fallback is never taken.
        std::str::from_utf8(&self.0).unwrap_or("en")
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Lang {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Lang {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Lang::parse(&code).ok_or_else(|| {
            de::Error::custom(format!(
                "`{code}` is not a language: two lower-case letters, such as `ru`"
            ))
        })
    }
}

/// The one of `spoken` that the message is clearly in; `None` for fewer than two words or in doubt.
///
/// Script and letters decide first (іїєґ is Ukrainian, ыэъ and ё are Russian), then the commonest words, and only in
/// a longer message the statistics of its letters. E-mail addresses and links are in no language.
pub fn language(heard: &Heard, spoken: &[Lang]) -> Option<Lang> {
    let said = |word: &&Word| !word.is_digits() && !is_of_address(heard.text(), word);
    let words = heard.words().iter().filter(said);
    let (mut cyrillic, mut latin, mut russian, mut ukrainian) = (0, 0, 0, 0);
    for word in words {
        match script(&word.folded) {
            Script::Cyrillic {
                russian: may_be_russian,
                ukrainian: may_be_ukrainian,
            } => {
                cyrillic += 1;
                let yo = word.text.contains(['ё', 'Ё']);
                russian += u32::from(
                    (may_be_russian && !may_be_ukrainian) || yo || tells(&word.folded, Lang::RU),
                );
                ukrainian += u32::from(
                    (may_be_ukrainian && !may_be_russian) || tells(&word.folded, Lang::UK),
                );
            }
            Script::Latin => latin += 1,
            Script::Other => {}
        }
    }
    if cyrillic + latin < 2 {
        return None;
    }
    let speaks = |lang: Lang| spoken.contains(&lang).then_some(lang);
    if latin > cyrillic {
        return latin_language(heard, spoken);
    }
    match russian.cmp(&ukrainian) {
        Ordering::Greater => speaks(Lang::RU),
        Ordering::Less => speaks(Lang::UK),
        Ordering::Equal => match (speaks(Lang::RU), speaks(Lang::UK)) {
            (Some(_), Some(_)) => by_statistics(heard, &[Lang::RU, Lang::UK]),
            (one, other) => one.or(other),
        },
    }
}

/// Whether a word is part of an e-mail address or a link: what stands around it up to the spaces has their signs.
fn is_of_address(text: &str, word: &Word) -> bool {
    let before = text[..word.start].rsplit(char::is_whitespace).next();
    let after = text[word.end..].split(char::is_whitespace).next();
    [before, after]
        .into_iter()
        .flatten()
        .any(|around| around.contains(['@', '/']))
}

/// Latin letters: English when no other Latin language is spoken, else as the statistics say.
fn latin_language(heard: &Heard, spoken: &[Lang]) -> Option<Lang> {
    let others = spoken
        .iter()
        .any(|lang| !matches!(*lang, Lang::RU | Lang::UK | Lang::EN));
    if spoken.contains(&Lang::EN)
        && (!others
            || heard
                .words()
                .iter()
                .any(|word| tells(&word.folded, Lang::EN)))
    {
        return Some(Lang::EN);
    }
    others.then(|| by_statistics(heard, spoken)).flatten()
}

/// What whatlang makes of it, when it is sure.
fn by_statistics(heard: &Heard, spoken: &[Lang]) -> Option<Lang> {
    let known = spoken
        .iter()
        .filter_map(|lang| Some((*lang, statistical(*lang)?)));
    let known: Vec<(Lang, whatlang::Lang)> = known.collect();
    let allowed = known.iter().map(|(_, lang)| *lang).collect();
    let told = whatlang::Detector::with_allowlist(allowed).detect(heard.text())?;
    let sure = told.is_reliable() || told.confidence() > 0.8;
    known
        .iter()
        .find(|(_, lang)| sure && *lang == told.lang())
        .map(|(lang, _)| *lang)
}

/// whatlang's name of a language that shops commonly speak.
fn statistical(lang: Lang) -> Option<whatlang::Lang> {
    Some(match lang.as_str() {
        "ru" => whatlang::Lang::Rus,
        "uk" => whatlang::Lang::Ukr,
        "en" => whatlang::Lang::Eng,
        "be" => whatlang::Lang::Bel,
        "bg" => whatlang::Lang::Bul,
        "de" => whatlang::Lang::Deu,
        "es" => whatlang::Lang::Spa,
        "fr" => whatlang::Lang::Fra,
        "it" => whatlang::Lang::Ita,
        "pl" => whatlang::Lang::Pol,
        "pt" => whatlang::Lang::Por,
        "tr" => whatlang::Lang::Tur,
        "cs" => whatlang::Lang::Ces,
        "ro" => whatlang::Lang::Ron,
        "az" => whatlang::Lang::Aze,
        "ka" => whatlang::Lang::Kat,
        "hy" => whatlang::Lang::Hye,
        "he" => whatlang::Lang::Heb,
        _ => return None,
    })
}

/// The word is common in the language and no word of its neighbour.
fn tells(folded: &str, lang: Lang) -> bool {
    COMMON.get(folded) == Some(&lang)
}

static COMMON: LazyLock<HashMap<&'static str, Lang>> = LazyLock::new(|| {
    lines(include_str!("../words/languages.txt"))
        .filter_map(|(lang, words)| Some((Lang::parse(lang)?, words)))
        .flat_map(|(lang, words)| words.split_whitespace().map(move |word| (word, lang)))
        .collect()
});

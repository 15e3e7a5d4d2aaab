//! T308: a flow says «ты» or «вы» to the buyer, not both.
//!
//! Pronouns, and forms of verbs that can be nothing else: a list of the common ones and endings that no noun has.
//! Labels are the buyer's own words and quoted words are somebody's, so neither is read.

use std::collections::HashMap;
use std::sync::LazyLock;

use understand::Lang;

use crate::diagnostic::Fact;
use crate::diagnostic::phrasing::Phrasing;
use crate::source::Span;

use super::Told;
use super::wording::Wording;

/// How the buyer is spoken to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Manner {
    /// «ты»
    Familiar,
    /// «вы»
    Polite,
}

/// All that a flow says to the buyer, in one language after the other.
#[derive(Default)]
pub(super) struct Address {
    russian: Said,
    ukrainian: Said,
}

/// Mentions of either manner.
#[derive(Default)]
struct Said {
    familiar: Vec<Mention>,
    polite: Vec<Mention>,
}

/// A word that shows the manner; one a line of text.
struct Mention {
    word: String,
    span: Span,
    line: u32,
}

static WORDS: LazyLock<HashMap<(Lang, &'static str), Manner>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for line in include_str!("address.txt").lines() {
        let Some((head, forms)) = line.split_once(':') else {
            continue;
        };
        let Some((lang, manner)) = head.split_once(' ') else {
            continue;
        };
        let Some(lang) = Lang::parse(lang) else {
            continue;
        };
        let manner = match manner {
            "familiar" => Manner::Familiar,
            "polite" => Manner::Polite,
            _ => continue,
        };
        words.extend(forms.split_whitespace().map(|word| ((lang, word), manner)));
    }
    words
});

impl Address {
    /// Remembers how a text speaks to the buyer.
    pub(super) fn read(&mut self, wording: &Wording, line: u32) {
        let said = match wording.lang {
            Lang::RU => &mut self.russian,
            Lang::UK => &mut self.ukrainian,
            _ => return,
        };
        let quotes = quoted(&wording.text);
        let (mut familiar, mut polite) = (false, false);
        for word in wording.words() {
            if quotes.iter().any(|quote| quote.contains(&word.start)) {
                continue;
            }
            let Some(manner) = manner(&word.text.to_lowercase(), wording.lang) else {
                continue;
            };
            let (mentions, is_told) = match manner {
                Manner::Familiar => (&mut said.familiar, &mut familiar),
                Manner::Polite => (&mut said.polite, &mut polite),
            };
            if !std::mem::replace(is_told, true) {
                mentions.push(Mention {
                    word: word.text.to_owned(),
                    span: wording.place(word.range()),
                    line,
                });
            }
        }
    }

    /// Tells of the manner that is used less, where it stands first; of two used alike, the one begun later.
    pub(super) fn judge(&self, told: &mut Told<'_>) {
        for said in [&self.russian, &self.ukrainian] {
            let (Some(familiar), Some(polite)) = (said.familiar.first(), said.polite.first())
            else {
                continue;
            };
            let lines = |mentions: &[Mention]| mentions.len();
            let familiar_is_odd = match lines(&said.familiar).cmp(&lines(&said.polite)) {
                std::cmp::Ordering::Less => true,
                std::cmp::Ordering::Greater => false,
                std::cmp::Ordering::Equal => familiar.span.start > polite.span.start,
            };
            let (odd, usual) = match familiar_is_odd {
                true => (familiar, polite),
                false => (polite, familiar),
            };
            told.tell(
                odd.span,
                Fact::Phrasing(Phrasing::MixedAddress {
                    word: odd.word.clone(),
                    familiar: familiar_is_odd,
                    other: usual.word.clone(),
                    other_line: usual.line as usize,
                }),
            );
        }
    }
}

/// How a word speaks to the buyer, if it does.
fn manner(word: &str, lang: Lang) -> Option<Manner> {
    if let Some(manner) = WORDS.get(&(lang, word)) {
        return Some(*manner);
    }
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    if word.chars().count() < 5 {
        return None;
    }
    if lang == Lang::RU {
        let familiar = ends(&["ешь", "ёшь", "ишь", "ешься", "ишься", "ёшься"])
            && !matches!(word, "брешь" | "плешь");
        let polite = ends(&[
            "йтесь",
            "итесь",
            "етесь",
            "ётесь",
            "ьтесь",
            "аете",
            "яете",
            "уете",
            "еете",
            "вьте",
            "дьте",
            "тьте",
        ]) || ends(&["айте", "яйте", "уйте", "ейте"]) && !is_place(word);
        return match (familiar, polite && word != "суете") {
            (true, _) => Some(Manner::Familiar),
            (_, true) => Some(Manner::Polite),
            _ => None,
        };
    }
    let familiar = ends(&["еш", "єш", "їш", "ешся", "єшся", "ишся", "їшся"])
        || ends(&["иш"]) && !matches!(word, "фетиш" | "нувориш" | "престиш");
    let polite = ends(&[
        "йте",
        "іть",
        "йтесь",
        "йтеся",
        "іться",
        "теся",
        "аєте",
        "уєте",
        "юєте",
        "яєте",
    ]) && !ends(&["сіть"]);
    match (familiar, polite) {
        (true, _) => Some(Manner::Familiar),
        (_, true) => Some(Manner::Polite),
        _ => None,
    }
}

/// Nouns that end as a request does: «на сайте», «о дизайне» does not.
fn is_place(word: &str) -> bool {
    ["сайте", "байте", "лайте", "инсайте", "хайте", "флайте"]
        .iter()
        .any(|noun| word.ends_with(noun))
        && !matches!(
            word,
            "желайте" | "делайте" | "гуляйте" | "пожелайте" | "сделайте"
        )
}

/// The stretches of a text between quotes.
fn quoted(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut quotes = Vec::new();
    let mut open: Option<(char, usize)> = None;
    for (at, sign) in text.char_indices() {
        match (open, sign) {
            (None, '«' | '“' | '„' | '"') => open = Some((sign, at)),
            (Some(('«', from)), '»')
            | (Some(('“' | '„', from)), '”' | '“')
            | (Some(('"', from)), '"') => {
                quotes.push(from..at);
                open = None;
            }
            _ => {}
        }
    }
    quotes
}

//! Phrases of a script and labels of options, found in a message.

use crate::heard::{Heard, Word};
use crate::stem::case_endings_alone;
use crate::typo::distance;
use crate::vocabulary::{is_closed_class, is_request};

/// Words of up to so many letters have no typos.
const SHORT: usize = 4;

/// A phrase of `says "…"` or of an intent.
///
/// All its words in order, at most two others between neighbours, inflected or with a typo, and no negation right
/// before unless the phrase has its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    asked: Asked,
}

/// A label or a synonym of an option, as a buyer may type it.
///
/// All its words in order, inflected but without typos, and no negation right before unless the label has its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    asked: Asked,
}

impl Phrase {
    /// Reads a phrase as its author wrote it.
    pub fn new(text: &str) -> Phrase {
        Phrase {
            asked: Asked::new(text, |word| word.letters <= SHORT),
        }
    }

    /// As written.
    pub fn text(&self) -> &str {
        self.asked.heard.text()
    }

    /// The indexes of the words of the message that say this phrase.
    pub fn find(&self, heard: &Heard) -> Option<Vec<usize>> {
        const BETWEEN: usize = 2;
        self.asked.find(heard, BETWEEN, like_word)
    }

    /// First letters of all its words, a bit each.
    pub(crate) fn initials(&self) -> u64 {
        self.asked.heard.initials()
    }

    /// Whatever says `self` says `other` too.
    pub fn contains(&self, other: &Phrase) -> bool {
        other.find(&self.asked.heard).is_some()
    }
}

impl Label {
    /// Reads a label as its author wrote it.
    pub fn new(text: &str) -> Label {
        Label {
            asked: Asked::new(text, |_| true),
        }
    }

    /// As written.
    pub fn text(&self) -> &str {
        self.asked.heard.text()
    }

    /// The indexes of the words of the message that type this label; none for a label of signs or emoji alone.
    pub fn find(&self, heard: &Heard) -> Option<Vec<usize>> {
        if self.is_empty() {
            let label = self.text().trim();
            return (!label.is_empty() && label == heard.text().trim()).then(Vec::new);
        }
        self.asked.find(heard, usize::MAX, same_word)
    }

    /// How many words it has: of several labels that fit, the longest wins.
    pub fn len(&self) -> usize {
        self.asked.heard.words().len()
    }

    /// No words: only signs or emoji.
    pub fn is_empty(&self) -> bool {
        self.asked.heard.is_empty()
    }
}

/// The same word, exactly or by inflection: «юрист» and «юристу».
pub fn same_word(a: &Word, b: &Word) -> bool {
    if a.folded == b.folded {
        return true;
    }
    if a.is_digits()
        || a.folded.chars().next() != b.folded.chars().next()
        || a.letters.min(b.letters) < 3
    {
        return false;
    }
    a.stems().meet(b.stems())
        && (a.letters.min(b.letters) > 3 || case_endings_alone(&a.folded, &b.folded))
        && is_closed_class(&a.folded) == is_closed_class(&b.folded)
        && !is_adverb(&a.folded)
        && !is_adverb(&b.folded)
}

/// Question words without forms, which a stemmer takes for forms of each other: «почём» and «почему».
fn is_adverb(folded: &str) -> bool {
    matches!(
        folded,
        "почем"
            | "почему"
            | "зачем"
            | "когда"
            | "откуда"
            | "почім"
            | "чому"
            | "навіщо"
            | "коли"
            | "звідки"
    )
}

/// `said` is `asked` by inflection, or with typos: one in 5–7 letters, two in longer words.
pub fn like_word(asked: &Word, said: &Word) -> bool {
    same_word(asked, said) || mistyped(asked, said)
}

/// A pronoun, preposition, particle, question word, a greeting, or a word of wanting and asking («хочу», "show"):
/// it names no thing, so a search leaves it out.
pub fn is_function_word(word: &Word) -> bool {
    is_closed_class(&word.folded) || is_request(word)
}

/// A negation stands right before the word at `index`, with no sign between.
pub(crate) fn negated(heard: &Heard, index: usize) -> bool {
    let Some(before) = index.checked_sub(1) else {
        return false;
    };
    !heard.words()[index].after_sign && is_negation(&heard.words()[before])
}

/// «не», «ні», "not", "don't" and their kin.
pub(crate) fn is_negation(word: &Word) -> bool {
    matches!(
        word.folded.as_str(),
        "не" | "ни" | "ні" | "not" | "dont" | "doesnt" | "didnt" | "cannot" | "never"
    ) || word.folded.ends_with("n't")
}

/// Words to look for, and whether a negation is among them.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Asked {
    heard: Heard,
    negative: bool,
    /// First letters that a message must have, a bit each.
    initials: u64,
}

impl Asked {
    /// `exact` tells the words that no typo may change.
    fn new(text: &str, exact: fn(&Word) -> bool) -> Asked {
        let heard = Heard::new(text);
        let words = heard.words().iter().filter(|word| exact(word));
        let initials = words.fold(0, |bits, word| bits | word.initial());
        let negative = heard.words().iter().any(is_negation);
        Asked {
            heard,
            negative,
            initials,
        }
    }

    /// The first place where all words stand in order, with at most `between` others between neighbours.
    ///
    /// Layer by layer: for each asked word, the places where it may stand after the one before, each with that
    /// place. A layer is at most the message long, so hostile repetition costs no more than the two lengths' product.
    fn find(
        &self,
        heard: &Heard,
        between: usize,
        alike: fn(&Word, &Word) -> bool,
    ) -> Option<Vec<usize>> {
        let (asked, said) = (self.heard.words(), heard.words());
        let (first, rest) = asked.split_first()?;
        if asked.len() > said.len() || self.initials & !heard.initials() != 0 {
            return None;
        }
        let stands = |word: &Word, at: usize| {
            alike(word, &said[at]) && (self.negative || !negated(heard, at))
        };
        let places: Vec<(usize, usize)> = (0..=said.len() - asked.len())
            .filter(|&at| stands(first, at))
            .map(|at| (at, 0))
            .collect();
        if places.is_empty() {
            return None;
        }
        let mut layers: Vec<Vec<(usize, usize)>> = Vec::with_capacity(asked.len());
        layers.push(places);
        for word in rest {
            let before = layers.last()?;
            let (&(earliest, _), mut next) = (before.first()?, 0);
            let mut layer = Vec::new();
            for at in earliest + 1..said.len() {
                while next + 1 < before.len() && before[next + 1].0 < at {
                    next += 1;
                }
                let (nearest, _) = before[next];
                if at - nearest - 1 <= between && stands(word, at) {
                    layer.push((at, next));
                }
            }
            layers.push(layer);
        }
        let mut place = 0;
        let mut found = Vec::with_capacity(asked.len());
        for layer in layers.iter().rev() {
            let &(at, before) = layer.get(place)?;
            found.push(at);
            place = before;
        }
        found.reverse();
        Some(found)
    }
}

/// Typos turn `asked` into `said`, or the stem of one into the stem of the other.
fn mistyped(asked: &Word, said: &Word) -> bool {
    /// Letters by which the endings of two inflected words may differ besides.
    const ENDINGS: usize = 2;
    let limit = match asked.letters {
        0..=SHORT => return false,
        5..=7 => 1,
        _ => 2,
    };
    let inflected = asked.folded.chars().next() == said.folded.chars().next();
    let reach = if inflected { limit + ENDINGS } else { limit };
    // One edit changes at most two bits of the masks.
    if said.letters < 3
        || asked.letters.abs_diff(said.letters) > reach
        || (asked.mask ^ said.mask).count_ones() as usize > 2 * reach
    {
        return false;
    }
    let Some(far) = distance(&asked.folded, &said.folded, reach) else {
        return false;
    };
    let near = far <= limit
        || asked.stems().pairs(said.stems()).any(|(asked, said)| {
            let letters = asked.chars().count();
            letters >= 5 && distance(asked, said, if letters <= 7 { 1 } else { limit }).is_some()
        });
    near && !is_closed_class(&said.folded) && !is_opposite(&asked.folded, &said.folded)
}

/// «удобно» and «неудобно», "available" and "unavailable" are no typos of each other.
fn is_opposite(a: &str, b: &str) -> bool {
    ["не", "ні", "без", "un", "in", "im", "dis", "non"]
        .iter()
        .any(|no| a.strip_prefix(no) == Some(b) || b.strip_prefix(no) == Some(a))
}

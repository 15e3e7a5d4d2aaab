//! Stems: what is left of a word when its ending is taken off.

use frostem::{Algorithm, Stemmer};

/// The stems of one word in the languages that it may belong to.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct Stems {
    russian: Option<Box<str>>,
    ukrainian: Option<Box<str>>,
    english: Option<Box<str>>,
}

impl Stems {
    /// The stems of a folded word, by its script and letters.
    pub(crate) fn new(folded: &str) -> Stems {
        let mut stems = Stems::default();
        match script(folded) {
            Script::Cyrillic { russian, ukrainian } => {
                let of = |algorithm| Some(settle(&Stemmer::new(algorithm).stem(folded)));
                stems.russian = russian.then(|| of(Algorithm::Russian)).flatten();
                stems.ukrainian = ukrainian.then(|| of(Algorithm::Ukrainian)).flatten();
            }
            Script::Latin => {
                stems.english = Some(Stemmer::new(Algorithm::English).stem(folded).into())
            }
            Script::Other => {}
        }
        stems
    }

    /// Some language takes both words to one stem.
    pub(crate) fn meet(&self, other: &Stems) -> bool {
        self.pairs(other).any(|(a, b)| a == b)
    }

    /// The stems of both words, language by language.
    pub(crate) fn pairs<'a>(
        &'a self,
        other: &'a Stems,
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        [
            (&self.russian, &other.russian),
            (&self.ukrainian, &other.ukrainian),
            (&self.english, &other.english),
        ]
        .into_iter()
        .filter_map(|(a, b)| Some((a.as_deref()?, b.as_deref()?)))
    }
}

/// The script of a word, and the languages that its letters leave open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Script {
    /// Cyrillic alone.
    Cyrillic {
        /// No letter that Russian lacks.
        russian: bool,
        /// No letter that Ukrainian lacks.
        ukrainian: bool,
    },
    /// Latin alone.
    Latin,
    /// Digits, another script, or a mixture.
    Other,
}

/// The script of a folded word.
pub(crate) fn script(folded: &str) -> Script {
    let (mut cyrillic, mut latin, mut russian, mut ukrainian) = (false, false, true, true);
    for letter in folded.chars() {
        match letter {
            'ы' | 'э' | 'ъ' => (cyrillic, ukrainian) = (true, false),
            'і' | 'ї' | 'є' | 'ґ' => (cyrillic, russian) = (true, false),
            'а'..='я' => cyrillic = true,
            'a'..='z' => latin = true,
            '\'' => {}
            _ => return Script::Other,
        }
    }
    match (cyrillic, latin) {
        (true, false) => Script::Cyrillic { russian, ukrainian },
        (false, true) => Script::Latin,
        _ => Script::Other,
    }
}

/// «цветок» and «цветка», «квіток» and «квітка» meet: the fleeting vowel of -ок, -ек, -ец goes.
fn settle(stem: &str) -> Box<str> {
    let fleeting = ["ок", "ек", "ец"]
        .iter()
        .find_map(|ending| Some((stem.strip_suffix(ending)?, &ending[2..])));
    match fleeting {
        // Bytes of Cyrillic letters: at least three letters stay before the vowel, the last one a consonant.
        Some((before, last)) if before.len() >= 6 && !before.ends_with(is_vowel) => {
            [before, last].concat().into()
        }
        _ => stem.into(),
    }
}

/// A vowel of Russian or Ukrainian.
fn is_vowel(letter: char) -> bool {
    matches!(
        letter,
        'а' | 'е' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я' | 'і' | 'ї' | 'є'
    )
}

/// Whether a word of three letters and another differ by a case ending alone: «суд» and «суду», «еда» and «еду».
pub(crate) fn case_endings_alone(a: &str, b: &str) -> bool {
    const ENDINGS: [&str; 40] = [
        "", "а", "у", "ом", "е", "ы", "и", "ов", "ам", "ами", "ах", "о", "ой", "ою", "я", "ю",
        "ем", "ей", "ев", "ям", "ями", "ях", "ею", "й", "ь", "і", "ів", "ові", "ем", "єм", "ї",
        "їв", "ью", "ию", "s", "'s", "es", "ed", "єю", "їх",
    ];
    let common = a
        .char_indices()
        .zip(b.chars())
        .find(|((_, x), y)| x != y)
        .map_or(a.len().min(b.len()), |((at, _), _)| at);
    a[..common].chars().count() >= 2
        && ENDINGS.contains(&&a[common..])
        && ENDINGS.contains(&&b[common..])
}

//! Stems: what is left of a word when its ending is taken off.

use std::sync::LazyLock;

use frostem::{Algorithm, Stemmer};

static RUSSIAN: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::new(Algorithm::Russian));
static UKRAINIAN: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::new(Algorithm::Ukrainian));
static ENGLISH: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::new(Algorithm::English));

/// The stems of one word in the languages that it may belong to.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct Stems {
    pub(crate) russian: Option<Box<str>>,
    pub(crate) ukrainian: Option<Box<str>>,
    pub(crate) english: Option<Box<str>>,
}

/// The stems of a folded word, by its script and letters.
pub(crate) fn stems(folded: &str) -> Stems {
    let mut stems = Stems::default();
    let (mut cyrillic, mut latin, mut only_russian, mut only_ukrainian) =
        (false, false, false, false);
    for letter in folded.chars() {
        match letter {
            'ы' | 'э' | 'ъ' => (cyrillic, only_russian) = (true, true),
            'і' | 'ї' | 'є' | 'ґ' => (cyrillic, only_ukrainian) = (true, true),
            'а'..='я' => cyrillic = true,
            'a'..='z' => latin = true,
            _ => {}
        }
    }
    match (cyrillic, latin) {
        (true, false) => {
            if !only_ukrainian {
                stems.russian = Some(settle(&RUSSIAN.stem(folded)));
            }
            if !only_russian {
                stems.ukrainian = Some(settle(&UKRAINIAN.stem(folded)));
            }
        }
        (false, true) => stems.english = Some(ENGLISH.stem(folded).into()),
        _ => {}
    }
    stems
}

/// «цветок» and «цветка» meet: the fleeting vowel of -ок, -ек, -ец goes.
fn settle(stem: &str) -> Box<str> {
    let letters: Vec<char> = stem.chars().collect();
    match letters[..] {
        [.., before, 'о' | 'е', last @ ('к' | 'ц')] if letters.len() >= 5 && !is_vowel(before) =>
        {
            let mut settled: String = letters[..letters.len() - 2].iter().collect();
            settled.push(last);
            settled.into()
        }
        _ => stem.into(),
    }
}

/// A vowel of Russian or Ukrainian.
pub(crate) fn is_vowel(letter: char) -> bool {
    matches!(
        letter,
        'а' | 'е' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я' | 'і' | 'ї' | 'є'
    )
}

//! Numerals in words: «двадцать пять», «полторы тысячи», "two hundred and five".

use std::collections::HashMap;
use std::sync::LazyLock;

use rust_decimal::Decimal;

/// What a numeral's word adds to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Numeral {
    /// Added: five, twenty, three hundred.
    Value(Decimal),
    /// Multiplies what stands before it: hundred, thousand, million.
    Times(Decimal),
}

static NUMERALS: LazyLock<HashMap<&'static str, Numeral>> = LazyLock::new(|| {
    let mut numerals = HashMap::new();
    let list = include_str!("../words/numerals.txt");
    for line in list.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split(' ');
        let Some(value) = words.next() else { continue };
        let (times, digits) = value
            .strip_prefix('x')
            .map_or((false, value), |digits| (true, digits));
        let Ok(value) = digits.parse::<Decimal>() else {
            continue;
        };
        for word in words {
            numerals.insert(
                word,
                if times {
                    Numeral::Times(value)
                } else {
                    Numeral::Value(value)
                },
            );
        }
    }
    numerals
});

/// The numeral that a folded word is, in any of its forms.
pub(crate) fn numeral(folded: &str) -> Option<Numeral> {
    NUMERALS.get(folded).copied()
}

/// The number that an ordinal's word stands for, 1 to 31 in one word: «второй», «двадцатого», "third".
pub(crate) fn ordinal_word(folded: &str) -> Option<u32> {
    // «другой» and «другого» are Russian for another; these forms are Ukrainian for the second.
    if let Some(ending) = folded.strip_prefix("друг") {
        return matches!(ending, "ий" | "а" | "е" | "у" | "ої" | "ій").then_some(2);
    }
    ORDINALS.iter().find_map(|(number, stems)| {
        let fits = |stem: &&str| match folded.strip_prefix(*stem) {
            Some("") => stem.is_ascii(),
            Some(ending) => !stem.is_ascii() && is_adjective_ending(ending),
            None => false,
        };
        stems.iter().any(fits).then_some(*number)
    })
}

/// Whether the word is an ordinal between units and tens that others extend: «двадцать» in «двадцать пятое».
pub(crate) fn extends_ordinal(folded: &str) -> Option<u32> {
    Some(match folded {
        "двадцать" | "двадцять" | "twenty" => 20,
        "тридцать" | "тридцять" | "thirty" => 30,
        _ => return None,
    })
}

fn is_adjective_ending(ending: &str) -> bool {
    matches!(
        ending,
        "ый" | "ой"
            | "ий"
            | "ая"
            | "ое"
            | "ого"
            | "ому"
            | "ым"
            | "ом"
            | "ую"
            | "ые"
            | "ых"
            | "ыми"
            | "ье"
            | "ья"
            | "ьего"
            | "ьему"
            | "ьим"
            | "ьем"
            | "ьей"
            | "ью"
            | "ьи"
            | "ьих"
            | "а"
            | "е"
            | "у"
            | "ої"
            | "ій"
            | "им"
            | "ою"
            | "і"
            | "их"
            | "ими"
            | "ього"
            | "ьому"
            | "ьою"
            | "ьої"
            | "я"
            | "є"
    )
}

const ORDINALS: [(u32, &[&str]); 22] = [
    (1, &["перв", "перш", "first"]),
    (2, &["втор", "second"]),
    (3, &["трет", "third"]),
    (4, &["четверт", "fourth"]),
    (5, &["пят", "п'ят", "fifth"]),
    (6, &["шест", "шост", "sixth"]),
    (7, &["седьм", "сьом", "seventh"]),
    (8, &["восьм", "eighth"]),
    (9, &["девят", "дев'ят", "ninth"]),
    (10, &["десят", "tenth"]),
    (11, &["одиннадцат", "одинадцят", "eleventh"]),
    (12, &["двенадцат", "дванадцят", "twelfth"]),
    (13, &["тринадцат", "тринадцят", "thirteenth"]),
    (14, &["четырнадцат", "чотирнадцят", "fourteenth"]),
    (15, &["пятнадцат", "п'ятнадцят", "fifteenth"]),
    (16, &["шестнадцат", "шістнадцят", "sixteenth"]),
    (17, &["семнадцат", "сімнадцят", "seventeenth"]),
    (18, &["восемнадцат", "вісімнадцят", "eighteenth"]),
    (19, &["девятнадцат", "дев'ятнадцят", "nineteenth"]),
    (20, &["двадцат", "двадцят", "twentieth"]),
    (30, &["тридцат", "тридцят", "thirtieth"]),
    (40, &["сороков", "fortieth"]),
];

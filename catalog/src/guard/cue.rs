//! Words that make a number a claim, from `words/cues.txt`.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word says about the numbers near it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Cue {
    /// What follows is a price even without a currency.
    Price,
    /// Stands right before a price without a currency.
    For,
    /// The sentence speaks of a discount.
    Discount,
    /// Goods are counted: before a number, or after it.
    Stock,
    /// Goods are counted by the piece.
    Piece,
    /// What the number counts is neither goods nor money.
    OtherUnit,
    /// Leads from a word of stock to something else: verbs, and prepositions of time and place.
    Elsewhere,
    /// Half of the price.
    Half,
}

impl Cue {
    /// The folded word is one of these.
    pub(crate) fn is(self, word: &str) -> bool {
        let cues = CUES.get(&self).map_or(&[][..], Vec::as_slice);
        cues.iter().any(|cue| match cue.strip_prefix('=') {
            Some(whole) => word == whole,
            None => word.starts_with(cue),
        })
    }
}

static CUES: LazyLock<HashMap<Cue, Vec<&'static str>>> = LazyLock::new(|| {
    let mut cues: HashMap<Cue, Vec<&'static str>> = HashMap::new();
    let list = include_str!("../../words/cues.txt");
    for (name, words) in list.lines().filter_map(|line| line.split_once(": ")) {
        let cue = match name {
            "price" => Cue::Price,
            "for" => Cue::For,
            "discount" => Cue::Discount,
            "stock" => Cue::Stock,
            "piece" => Cue::Piece,
            "other_unit" => Cue::OtherUnit,
            "elsewhere" => Cue::Elsewhere,
            "half" => Cue::Half,
            _ => continue,
        };
        cues.entry(cue).or_default().extend(words.split(' '));
    }
    cues
});

//! The words of the catalog, so that ten thousand rows are searched as fast as ten.
//!
//! Every word of a name, an alias, a category or a tag stands here once, in alphabetical order, with the rows it stands
//! in. Inflections of a word share its first two letters, so they are neighbours; a misspelt word is looked for among
//! all words by the letters they begin with, and only what is near is compared.

use std::collections::HashMap;
use std::sync::Arc;

use understand::{Heard, Word, fold, like_word, numbers, same_word};

use crate::product::Product;

/// Where a word stands in a row; a name says more about a product than a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Field {
    /// A tag.
    Tag,
    /// The category.
    Category,
    /// A name of some language, or an alias.
    Name,
}

/// A word of the catalog by its place in the vocabulary.
pub(crate) type WordId = u32;

/// A row that a word stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Posting {
    /// The row's place in the snapshot.
    pub(crate) row: u32,
    /// The field that says most.
    pub(crate) field: Field,
}

/// A name or an alias, as the words of the vocabulary.
#[derive(Debug)]
struct Called {
    /// The rows called so, ascending.
    rows: Arc<[u32]>,
    words: Box<[WordId]>,
}

/// A place in a text where a product is called by a whole name, an alias or its SKU.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    /// The first word.
    pub(crate) start: usize,
    /// The word after the last.
    pub(crate) end: usize,
    /// The rows called so, ascending.
    pub(crate) rows: Arc<[u32]>,
}

/// The words of the catalog that the words of a text are.
pub(crate) struct Known<'w>(HashMap<&'w str, Vec<WordId>>);

impl Known<'_> {
    /// What the catalog calls this word of the text.
    pub(crate) fn of(&self, word: &Word) -> &[WordId] {
        self.0.get(word.folded.as_str()).map_or(&[], Vec::as_slice)
    }
}

/// The words of the catalog and where they stand.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    words: Vec<Word>,
    heads: Vec<Heads>,
    postings: Vec<Vec<Posting>>,
    called: Vec<Called>,
    /// Names by their rarest word, with its place in them.
    anchored: HashMap<WordId, Vec<(u32, u32)>>,
    /// Rows by the letters and digits of their SKU.
    skus: HashMap<String, u32>,
}

/// The words of a SKU as a message may spell it: at most so many.
const SKU_WORDS: usize = 6;

impl Vocabulary {
    pub(crate) fn new(rows: &[Product]) -> Vocabulary {
        let mut places: HashMap<String, (Word, Vec<Posting>)> = HashMap::new();
        let mut names: Vec<(u32, Vec<String>)> = Vec::new();
        let mut skus = HashMap::new();
        for (row, product) in (0..).zip(rows) {
            skus.entry(sku_key(&product.sku)).or_insert(row);
            let tags = product.tags.iter().map(|tag| (Field::Tag, tag.as_str()));
            let category = std::iter::once((Field::Category, product.category.as_str()));
            let called = product.called().map(|name| (Field::Name, name));
            for (field, text) in tags.chain(category).chain(called) {
                let heard = Heard::new(text);
                let mut folded = Vec::with_capacity(heard.words().len());
                for word in heard.words().iter().chain(in_digits(&heard).words()) {
                    let (_, postings) = places
                        .entry(word.folded.clone())
                        .or_insert_with(|| (word.clone(), Vec::new()));
                    match postings.last_mut() {
                        Some(last) if last.row == row => last.field = last.field.max(field),
                        _ => postings.push(Posting { row, field }),
                    }
                }
                folded.extend(heard.words().iter().map(|word| word.folded.clone()));
                if field == Field::Name && folded.iter().any(|word| has_letter(word)) {
                    names.push((row, folded));
                }
            }
        }
        let mut sorted: Vec<(Word, Vec<Posting>)> = places.into_values().collect();
        sorted.sort_by(|(one, _), (other, _)| one.folded.cmp(&other.folded));
        let (words, postings): (Vec<Word>, Vec<Vec<Posting>>) = sorted.into_iter().unzip();
        let mut vocabulary = Vocabulary {
            heads: words.iter().map(|word| Heads::of(&word.folded)).collect(),
            words,
            postings,
            called: Vec::new(),
            anchored: HashMap::new(),
            skus,
        };
        let mut called: HashMap<Box<[WordId]>, Vec<u32>> = HashMap::new();
        for (row, words) in names {
            let words = words
                .iter()
                .filter_map(|word| vocabulary.exact(word))
                .collect();
            let rows = called.entry(words).or_default();
            if rows.last() != Some(&row) {
                rows.push(row);
            }
        }
        for (words, rows) in called {
            vocabulary.anchor(words, rows.into());
        }
        vocabulary
    }

    /// Files a name under its rarest word.
    fn anchor(&mut self, words: Box<[WordId]>, rows: Arc<[u32]>) {
        let rarest = (0..)
            .zip(&words)
            .min_by_key(|(_, word)| self.postings[**word as usize].len());
        if let Some((place, &word)) = rarest {
            let name = self.called.len() as u32;
            self.anchored.entry(word).or_default().push((name, place));
            self.called.push(Called { rows, words });
        }
    }

    fn exact(&self, folded: &str) -> Option<WordId> {
        let place = self
            .words
            .binary_search_by(|word| word.folded.as_str().cmp(folded));
        place.ok().map(|place| place as WordId)
    }

    /// The words of the catalog that are `said`, exactly or by inflection.
    pub(crate) fn inflected(&self, said: &Word) -> Vec<WordId> {
        if said.is_digits() {
            return self.exact(&said.folded).into_iter().collect();
        }
        // Of a short word no more than two letters are sure to stay: «чай», «чаем».
        let long = said.folded.chars().nth(5).is_some();
        let head = first_letters(&said.folded, if long { 3 } else { 2 });
        let from = self
            .words
            .partition_point(|word| word.folded.as_str() < head);
        let near = self.words[from..]
            .iter()
            .take_while(|word| word.folded.starts_with(head));
        (from as WordId..)
            .zip(near)
            .filter(|(_, word)| {
                same_word(word, said) || same_but_for_case(&word.folded, &said.folded)
            })
            .map(|(id, _)| id)
            .collect()
    }

    /// The words of the catalog that `said` may be a misspelling of.
    pub(crate) fn misspelt(&self, said: &Word) -> Vec<WordId> {
        if said.is_digits() {
            return Vec::new();
        }
        let heads = Heads::of(&said.folded);
        (0..)
            .zip(&self.heads)
            .filter(|(_, word)| word.may_be(&heads))
            .filter(|(id, _)| like_word(&self.words[*id as usize], said))
            .map(|(id, _)| id)
            .collect()
    }

    /// The rows that a word stands in, ascending.
    pub(crate) fn rows_of(&self, word: WordId) -> &[Posting] {
        &self.postings[word as usize]
    }

    /// The row whose SKU these words spell, together or apart: `RED-25`, `red 25`.
    pub(crate) fn sku(&self, words: &[&Word]) -> Option<u32> {
        let key: String = words.iter().map(|word| word.folded.as_str()).collect();
        self.skus.get(&key).copied()
    }

    /// The words of a text that the catalog has, exactly or by inflection.
    pub(crate) fn known<'w>(&self, words: &[&'w Word]) -> Known<'w> {
        let mut known = HashMap::new();
        for word in words {
            known
                .entry(word.folded.as_str())
                .or_insert_with(|| self.inflected(word));
        }
        Known(known)
    }

    /// Where the words call products by whole names, aliases and SKUs; of two that overlap the longer counts.
    pub(crate) fn mentions(&self, words: &[&Word], known: &Known<'_>) -> Vec<Mention> {
        let is = |place: usize, id: WordId| {
            words
                .get(place)
                .is_some_and(|word| known.of(word).contains(&id))
        };
        let mut found: Vec<Mention> = Vec::new();
        for (place, word) in words.iter().enumerate() {
            for id in known.of(word) {
                for &(name, offset) in self.anchored.get(id).into_iter().flatten() {
                    let Called {
                        rows,
                        words: called,
                    } = &self.called[name as usize];
                    let Some(start) = place.checked_sub(offset as usize) else {
                        continue;
                    };
                    if called
                        .iter()
                        .enumerate()
                        .all(|(at, id)| is(start + at, *id))
                    {
                        found.push(Mention {
                            start,
                            end: start + called.len(),
                            rows: rows.clone(),
                        });
                    }
                }
            }
            for end in place + 1..=words.len().min(place + SKU_WORDS) {
                let spelt = &words[place..end];
                // A SKU of letters alone, or of digits alone, is too easily another word.
                let letters = spelt.iter().any(|word| !word.is_digits());
                let digits = spelt.iter().any(|word| word.is_digits());
                if let Some(row) = self.sku(spelt).filter(|_| letters && digits) {
                    found.push(Mention {
                        start: place,
                        end,
                        rows: Arc::from([row]),
                    });
                }
            }
        }
        longest(found)
    }
}

/// Keeps the longest mentions that do not overlap, and joins those of one place.
fn longest(mut found: Vec<Mention>) -> Vec<Mention> {
    found.sort_by(|one, other| {
        let place = |mention: &Mention| (mention.start, std::cmp::Reverse(mention.end));
        place(one)
            .cmp(&place(other))
            .then_with(|| one.rows.cmp(&other.rows))
    });
    found.dedup();
    let mut kept: Vec<Mention> = Vec::new();
    for mention in found {
        match kept.last_mut() {
            Some(last) if (last.start, last.end) == (mention.start, mention.end) => {
                let mut rows = [&last.rows[..], &mention.rows[..]].concat();
                rows.sort_unstable();
                rows.dedup();
                last.rows = rows.into();
            }
            Some(last) if mention.start < last.end => {
                if mention.end - mention.start > last.end - last.start {
                    *last = mention;
                }
            }
            _ => kept.push(mention),
        }
    }
    kept
}

/// The numbers that the words say, in digits: «пять шаров» is also found as «5 шаров».
pub(crate) fn in_digits(heard: &Heard) -> Heard {
    let said: Vec<String> = numbers(heard)
        .into_iter()
        .filter(|number| {
            !number
                .words
                .iter()
                .all(|word| heard.words()[*word].is_digits())
        })
        .map(|number| number.value.normalize().to_string())
        .collect();
    Heard::new(&said.join(" "))
}

/// The letters and digits of a SKU.
pub(crate) fn sku_key(sku: &str) -> String {
    fold(sku)
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

/// «тюльпаны» and «тюльпанов»: where stems go apart, four letters in common and two endings of cases are one noun.
fn same_but_for_case(one: &str, other: &str) -> bool {
    const ENDINGS: [&str; 29] = [
        "", "а", "у", "ом", "е", "ы", "и", "ов", "ам", "ами", "ах", "о", "ой", "ою", "я", "ю",
        "ем", "ей", "ев", "ям", "ями", "ях", "ею", "й", "ь", "і", "ів", "їв", "ї",
    ];
    let same = one
        .char_indices()
        .zip(other.chars())
        .take_while(|((_, a), b)| a == b);
    let (letters, common) = same.fold((0, 0), |(letters, _), ((at, letter), _)| {
        (letters + 1, at + letter.len_utf8())
    });
    letters >= 4 && ENDINGS.contains(&&one[common..]) && ENDINGS.contains(&&other[common..])
}

fn has_letter(folded: &str) -> bool {
    folded.chars().any(|letter| letter.is_alphabetic())
}

fn first_letters(text: &str, count: usize) -> &str {
    let end = text
        .char_indices()
        .nth(count)
        .map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// The first letters of a word as sets, to tell at a glance that two words are no misspellings of each other.
///
/// With one letter wrong, of the first four letters of each word at most one is missing from the first five of the
/// other; with two wrong, at most two of the first six from the first eight. And one of the first three letters stands
/// where it should, or next to it.
#[derive(Clone, Copy, Debug)]
struct Heads {
    first: [char; 3],
    four: u64,
    five: u64,
    six: u64,
    eight: u64,
}

impl Heads {
    fn of(folded: &str) -> Heads {
        let set = |count| {
            folded
                .chars()
                .take(count)
                .fold(0, |set: u64, letter| set | 1 << (u32::from(letter) & 63))
        };
        let mut first = ['\0'; 3];
        first
            .iter_mut()
            .zip(folded.chars())
            .for_each(|(place, letter)| *place = letter);
        Heads {
            first,
            four: set(4),
            five: set(5),
            six: set(6),
            eight: set(8),
        }
    }

    fn may_be(&self, other: &Heads) -> bool {
        let ([a, b, c], [x, y, z]) = (self.first, other.first);
        if !(a == x || b == y || c == z || a == y || b == x) {
            return false;
        }
        let missing = |letters: u64, from: u64| (letters & !from).count_ones();
        (missing(self.four, other.five) <= 1 && missing(other.four, self.five) <= 1)
            || (missing(self.six, other.eight) <= 2 && missing(other.six, self.eight) <= 2)
    }
}

//! Which products a message asks for.
//!
//! Function words and the words the caller leaves out do not count; neither does a word right after a negation
//! («не розы, а тюльпаны»). Words are compared by inflection, and a word that the catalog lacks also with typos.

use std::collections::HashSet;

use rust_decimal::Decimal;
use understand::{Heard, Word, is_function_word, numbers, same_word};

use crate::offer::AT_MOST;
use crate::snapshot::Snapshot;
use crate::vocabulary::{Field, Known, Mention, Posting, WordId};

/// What a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The message has no word that could name a product.
    NothingNamed,
    /// Something is named that fits no row.
    Missing,
    /// One product, by SKU.
    One(String),
    /// Several products by SKU, best first, at most [`AT_MOST`].
    Several(Vec<String>),
}

/// Only so many different words of a message are looked up with typos.
const MISSPELT: usize = 24;

impl Snapshot {
    /// The products a message asks for: the rows that all its words fit, by name, alias, category or tag, or by SKU.
    ///
    /// A whole name or alias beats rows that hold its words among others. `leave_out` are indexes of words, `among`
    /// SKUs; where `among` is not empty, only those rows count.
    pub fn find(&self, heard: &Heard, leave_out: &[usize], among: &[&str]) -> Found {
        let message = Message::read(self, heard, leave_out, among);
        if let Some(sku) = message.sku() {
            return self.found(vec![sku]);
        }
        let terms: Vec<&Term> = message
            .terms
            .iter()
            .filter(|term| !term.may_be_left_out)
            .collect();
        if terms.is_empty() {
            let called = message.called();
            return match called.is_empty() {
                true => Found::NothingNamed,
                false => self.found(called),
            };
        }
        let mut fits: Vec<Fit> = match terms.iter().min_by_key(|term| term.rows.len()) {
            Some(rarest) => rarest
                .rows
                .iter()
                .map(|posting| Fit::of(posting.row))
                .collect(),
            None => Vec::new(),
        };
        for term in &terms {
            fits.retain_mut(|fit| term.raises(fit));
        }
        fits.retain(|fit| message.counts(fit.row));
        let called = message.called();
        if fits.is_empty() && message.called_in_full() {
            return self.found(called);
        }
        if fits.iter().any(|fit| called.contains(&fit.row)) {
            fits.retain(|fit| called.contains(&fit.row));
        }
        self.found(self.best(fits))
    }

    /// The products that a longer message names in passing, best first, at most [`AT_MOST`]: those with the most of its
    /// words, of which one at least is a letter word of a name or an alias. Words unknown to the catalog do not count.
    pub fn named(&self, heard: &Heard, leave_out: &[usize], among: &[&str]) -> Vec<String> {
        let message = Message::read(self, heard, leave_out, among);
        if let Some(sku) = message.sku() {
            return self.skus(vec![sku]);
        }
        let mut rows: Vec<u32> = message
            .terms
            .iter()
            .filter(|term| !term.number)
            .flat_map(|term| &term.rows)
            .filter(|posting| posting.field == Field::Name)
            .map(|posting| posting.row)
            .filter(|row| message.counts(*row))
            .collect();
        rows.extend(message.called());
        rows.sort_unstable();
        rows.dedup();
        let mut fits: Vec<Fit> = rows.into_iter().map(Fit::of).collect();
        for term in &message.terms {
            for fit in &mut fits {
                term.raises(fit);
            }
        }
        let most = fits.iter().map(|fit| fit.words).max().unwrap_or(0);
        fits.retain(|fit| fit.words == most);
        let called = message.called();
        if fits.iter().any(|fit| called.contains(&fit.row)) {
            fits.retain(|fit| called.contains(&fit.row));
        }
        self.skus(self.best(fits))
    }

    /// The best first: more said by names, then in stock, then as the file has them.
    fn best(&self, mut fits: Vec<Fit>) -> Vec<u32> {
        fits.sort_by_key(|fit| {
            let in_stock = self.rows()[fit.row as usize].in_stock();
            (std::cmp::Reverse((fit.weight, in_stock)), fit.row)
        });
        fits.into_iter().map(|fit| fit.row).take(AT_MOST).collect()
    }

    fn found(&self, rows: Vec<u32>) -> Found {
        let mut skus = self.skus(rows);
        match skus.len() {
            0 => Found::Missing,
            1 => Found::One(skus.swap_remove(0)),
            _ => Found::Several(skus),
        }
    }

    fn skus(&self, rows: Vec<u32>) -> Vec<String> {
        let sku = |row: u32| self.rows()[row as usize].sku.clone();
        rows.into_iter().take(AT_MOST).map(sku).collect()
    }
}

/// A row while the words of a message are held against it.
struct Fit {
    row: u32,
    words: u32,
    weight: u32,
}

impl Fit {
    fn of(row: u32) -> Fit {
        Fit {
            row,
            words: 0,
            weight: 0,
        }
    }
}

/// A word of the message, or a number said in several, and the rows that it fits.
struct Term {
    /// It is a number.
    number: bool,
    /// It fits no row and names nothing by itself: a search does not miss it.
    may_be_left_out: bool,
    /// Ascending, each row once.
    rows: Vec<Posting>,
}

impl Term {
    /// Adds to what speaks for the row; whether the word fits it.
    fn raises(&self, fit: &mut Fit) -> bool {
        let Ok(place) = self
            .rows
            .binary_search_by_key(&fit.row, |posting| posting.row)
        else {
            return false;
        };
        fit.words += 1;
        fit.weight += 1 + self.rows[place].field as u32;
        true
    }
}

/// A message held against the catalog.
struct Message<'a> {
    snapshot: &'a Snapshot,
    words: Vec<&'a Word>,
    /// The rows that count; none: all.
    among: Option<HashSet<u32>>,
    terms: Vec<Term>,
    mentions: Vec<Mention>,
}

impl<'a> Message<'a> {
    fn read(
        snapshot: &'a Snapshot,
        heard: &'a Heard,
        leave_out: &[usize],
        among: &[&str],
    ) -> Message<'a> {
        let all = heard.words();
        let counts = |index: &usize| !leave_out.contains(index) && !is_negated(all, *index);
        let indexes: Vec<usize> = (0..all.len()).filter(counts).collect();
        let words: Vec<&Word> = indexes.iter().map(|index| &all[*index]).collect();
        let known = snapshot.vocabulary.known(&words);
        let mut message = Message {
            snapshot,
            mentions: snapshot.vocabulary.mentions(&words, &known),
            words,
            among: (!among.is_empty()).then(|| {
                let row = |sku: &&str| snapshot.position(sku).map(|row| row as u32);
                among.iter().filter_map(row).collect()
            }),
            terms: Vec::new(),
        };
        message.read_terms(heard, &indexes, &known);
        message
    }

    /// Each word that is no function word is a term; a number in words is one, in digits.
    fn read_terms(&mut self, heard: &Heard, indexes: &[usize], known: &Known<'_>) {
        let vocabulary = &self.snapshot.vocabulary;
        let mut in_numbers: HashSet<usize> = HashSet::new();
        for number in numbers(heard) {
            let digits = number
                .words
                .iter()
                .all(|word| heard.words()[*word].is_digits());
            if digits || !number.words.iter().all(|word| indexes.contains(word)) {
                continue;
            }
            let value = Heard::new(&number.value.normalize().to_string());
            let digits = vocabulary.known(&value.words().iter().collect::<Vec<&Word>>());
            let ids: Vec<WordId> = value
                .words()
                .iter()
                .flat_map(|word| digits.of(word))
                .copied()
                .collect();
            in_numbers.extend(number.words);
            // «одну розу» asks for a rose, not for a row with a one in it.
            if !ids.is_empty() || number.value != Decimal::ONE {
                self.terms.push(self.term(true, ids));
            }
        }
        let mut seen: HashSet<&str> = HashSet::new();
        let mut misspelt = 0;
        for (word, index) in self.words.iter().zip(indexes) {
            if in_numbers.contains(index) || is_function_word(word) || !seen.insert(&word.folded) {
                continue;
            }
            let mut ids = known.of(word).to_vec();
            let about = ids.is_empty() && is_about_a_purchase(word);
            if ids.is_empty() && !about && misspelt < MISSPELT {
                misspelt += 1;
                ids = vocabulary.misspelt(word);
            }
            let mut term = self.term(word.is_digits(), ids);
            term.may_be_left_out = about;
            self.terms.push(term);
        }
    }

    fn term(&self, number: bool, ids: Vec<WordId>) -> Term {
        let vocabulary = &self.snapshot.vocabulary;
        let mut rows: Vec<Posting> = match ids[..] {
            [id] => vocabulary.rows_of(id).to_vec(),
            _ => ids
                .iter()
                .flat_map(|id| vocabulary.rows_of(*id))
                .copied()
                .collect(),
        };
        // The field that says most comes first and stays.
        rows.sort_unstable_by_key(|posting| (posting.row, std::cmp::Reverse(posting.field)));
        rows.dedup_by_key(|posting| posting.row);
        Term {
            number,
            may_be_left_out: false,
            rows,
        }
    }

    fn counts(&self, row: u32) -> bool {
        self.among.as_ref().is_none_or(|among| among.contains(&row))
    }

    /// The row whose SKU is typed: among other words if it holds both letters and digits, else alone.
    fn sku(&self) -> Option<u32> {
        let vocabulary = &self.snapshot.vocabulary;
        let spelt = |mention: &&Mention| {
            let words = &self.words[mention.start..mention.end];
            vocabulary
                .sku(words)
                .is_some_and(|row| mention.rows[..] == [row])
        };
        let inside = self
            .mentions
            .iter()
            .find(spelt)
            .map(|mention| mention.rows[0]);
        let naming: Vec<&Word> = self
            .words
            .iter()
            .filter(|word| !is_function_word(word))
            .copied()
            .collect();
        let alone = || {
            vocabulary
                .sku(&naming)
                .or_else(|| vocabulary.sku(&self.words))
        };
        inside.or_else(alone).filter(|row| self.counts(*row))
    }

    /// A whole name of several words stands in the message: «25 роз маме» asks for «25 роз», whoever they are for.
    fn called_in_full(&self) -> bool {
        self.mentions
            .iter()
            .any(|mention| mention.end - mention.start > 1)
    }

    /// The rows called by a whole name or alias; of several the longest name counts.
    fn called(&self) -> Vec<u32> {
        let longest = self
            .mentions
            .iter()
            .map(|mention| mention.end - mention.start)
            .max();
        let mut rows: Vec<u32> = self
            .mentions
            .iter()
            .filter(|mention| Some(mention.end - mention.start) == longest)
            .flat_map(|mention| mention.rows.iter().copied())
            .filter(|row| self.counts(*row))
            .collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }
}

/// «не розы», "not roses", «не хочу розы»: the buyer names it to have it left out.
fn is_negated(words: &[Word], index: usize) -> bool {
    const WANT: [&str; 11] = [
        "хоч",
        "надо",
        "нужн",
        "буд",
        "люб",
        "треба",
        "потріб",
        "want",
        "need",
        "like",
        "any",
    ];
    let no = |word: &Word| {
        let said = word.folded.as_str();
        said.ends_with("n't") || NOT.contains(&said)
    };
    let wanting = |word: &Word| WANT.iter().any(|want| word.folded.starts_with(want));
    match &words[..=index] {
        [.., no_word, word] if no(no_word) => !word.after_sign,
        [.., no_word, want, word] if no(no_word) && wanting(want) => {
            !want.after_sign && !word.after_sign
        }
        _ => false,
    }
}

const NOT: [&str; 11] = [
    "не",
    "ні",
    "ни",
    "без",
    "кроме",
    "крім",
    "окрім",
    "not",
    "without",
    "except",
    "no",
];

/// A word about a purchase, which names no product unless the catalog says so.
fn is_about_a_purchase(word: &Word) -> bool {
    static WORDS: std::sync::LazyLock<Heard> =
        std::sync::LazyLock::new(|| Heard::new(include_str!("../words/about.txt")));
    WORDS.words().iter().any(|about| same_word(about, word))
}

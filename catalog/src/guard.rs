//! The claim guard: what leaves the shop is true.
//!
//! 1. `plain`: the text as a reader sees it, so that no odd character hides a figure;
//! 2. `text`: its words, numbers and sentences;
//! 3. `claim`: which of the numbers are amounts, discounts and stock figures; a product's own name, a phone, a date and
//!    a clock time are none;
//! 4. [`prove`]: each claim must be what a [`Fact`] says, or what the row says that its sentence is about. Where a product
//!    is named, another product's price proves nothing.

mod claim;
mod coin;
mod cue;
mod figures;
mod plain;
mod text;

use std::collections::HashMap;

use rust_decimal::Decimal;
use understand::{Lang, Money, Word};

use crate::snapshot::Snapshot;
use crate::vocabulary::Mention;
use claim::{Claim, Kind, claims};
use coin::{Coin, Coins};
pub(crate) use figures::Figures;
use figures::column;
use text::Text;

/// Something that this turn knows to be true, besides the rows of the catalog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Where it is from: `quoted.price`, `slot total`.
    pub source: String,
    /// What it is.
    pub value: FactValue,
}

/// What a fact is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactValue {
    /// An amount of a currency.
    Money(Money),
    /// A plain number: a count of goods, a stock.
    Number(Decimal),
    /// Percent: `10` is ten percent.
    Percent(Decimal),
    /// Words of the buyer or of the script's author, which may repeat their own figures.
    /// Never a model's: its words are what the guard judges.
    Text(String),
    /// The SKU of a row that this turn is about: where the text names no product, only such rows prove a figure, if
    /// there are any.
    Product(String),
}

/// A claim and what proves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The claim as it stands in the text.
    pub claim: String,
    /// What says the same: a fact's source, or `SKU.column`.
    pub source: String,
}

/// The first claim that nothing proves.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("nothing proves `{claim}`")]
pub struct Unproved {
    /// The claim as it stands in the text.
    pub claim: String,
}

/// Proves every amount, discount and stock figure of an outgoing message, in digits and in words.
///
/// # Errors
/// The first claim that nothing proves.
pub fn prove(
    text: &str,
    lang: Lang,
    snapshot: &Snapshot,
    facts: &[Fact],
) -> Result<Vec<Proof>, Unproved> {
    prove_with(text, lang, snapshot, || facts.to_vec())
}

/// As [`prove`], with facts that are gathered only when the text claims something.
///
/// # Errors
/// The first claim that nothing proves.
pub fn prove_with(
    said: &str,
    lang: Lang,
    snapshot: &Snapshot,
    facts: impl FnOnce() -> Vec<Fact>,
) -> Result<Vec<Proof>, Unproved> {
    let text = Text::new(said);
    let words: Vec<&Word> = text.words.iter().map(|said| &said.word).collect();
    let known = snapshot.vocabulary.known(&words);
    let mentions = snapshot.vocabulary.mentions(&words, &known);
    let mut coins = Coins::new(&snapshot.figures.currencies);
    let claims = claims(&text, lang, &mentions, &mut coins);
    if claims.is_empty() {
        return Ok(Vec::new());
    }
    let facts = facts();
    let mut judge = Judge::new(said, lang, snapshot, &facts, coins);
    let mut proofs = Vec::with_capacity(claims.len());
    for claim in &claims {
        let about = about(claim, &claims, &mentions, &text);
        match judge.source(claim, about) {
            Some(source) => proofs.push(Proof {
                claim: claim.text.clone(),
                source,
            }),
            None => {
                return Err(Unproved {
                    claim: claim.text.clone(),
                });
            }
        }
    }
    Ok(proofs)
}

/// The product that a claim is about: in its sentence the one before it, or the one after where the sentence puts figures
/// first («4 500 ₽ за 25 роз, 2 900 ₽ за 15»); else the last one named before.
fn about<'m>(
    claim: &Claim,
    claims: &[Claim],
    mentions: &'m [Mention],
    text: &Text<'_>,
) -> Option<&'m Mention> {
    let next = mentions.partition_point(|mention| mention.start <= claim.first);
    let before = next.checked_sub(1).map(|place| &mentions[place]);
    let after = mentions
        .get(next)
        .filter(|mention| text.together(mention.start, claim.first));
    let Some(before) = before.filter(|mention| text.together(mention.start, claim.first)) else {
        return after.or(before);
    };
    let sentence = text.words[claim.first].sentence;
    let first_mention =
        mentions.partition_point(|mention| text.words[mention.start].sentence < sentence);
    let first_claim = claims.partition_point(|claim| text.words[claim.first].sentence < sentence);
    let figures_first = match (mentions.get(first_mention), claims.get(first_claim)) {
        (Some(mention), Some(claim)) => claim.first < mention.start,
        _ => false,
    };
    after.filter(|_| figures_first).or(Some(before))
}

/// Holds claims against facts and rows.
struct Judge<'a> {
    lang: Lang,
    snapshot: &'a Snapshot,
    facts: &'a [Fact],
    /// Claims in the words of facts, with their source.
    told: Vec<(&'a str, Claim)>,
    /// The rows that this turn is about.
    at_hand: Vec<u32>,
    /// Claims in the words of rows, read when first needed.
    written: HashMap<u32, Vec<(String, Claim)>>,
    coins: Coins<'a>,
}

impl<'a> Judge<'a> {
    fn new(
        text: &str,
        lang: Lang,
        snapshot: &'a Snapshot,
        facts: &'a [Fact],
        coins: Coins<'a>,
    ) -> Judge<'a> {
        let mut judge = Judge {
            lang,
            snapshot,
            facts,
            told: Vec::new(),
            at_hand: Vec::new(),
            written: HashMap::new(),
            coins,
        };
        for fact in facts {
            match &fact.value {
                // What is said does not prove itself.
                FactValue::Text(words) if words.trim() == text.trim() => {}
                FactValue::Text(words) => {
                    let said = claims(&Text::new(words), lang, &[], &mut judge.coins);
                    judge
                        .told
                        .extend(said.into_iter().map(|claim| (fact.source.as_str(), claim)));
                }
                FactValue::Product(sku) => {
                    judge
                        .at_hand
                        .extend(snapshot.position(sku).map(|row| row as u32));
                }
                _ => {}
            }
        }
        judge
    }

    /// What proves a claim.
    fn source(&mut self, claim: &Claim, about: Option<&Mention>) -> Option<String> {
        let value = claim.value?;
        let stated = self
            .facts
            .iter()
            .find(|fact| match (&fact.value, claim.kind) {
                (FactValue::Money(money), Kind::Amount(coin)) => {
                    money.amount == value && coin.may_be(money.currency)
                }
                (FactValue::Money(money), Kind::Off) => money.amount == value,
                (FactValue::Percent(percent), Kind::Percent | Kind::Off) => *percent == value,
                (FactValue::Number(number), Kind::Stock | Kind::Amount(Coin::Any)) => {
                    *number == value
                }
                _ => false,
            });
        if let Some(fact) = stated {
            return Some(fact.source.clone());
        }
        if let Some((source, _)) = self.told.iter().find(|(_, told)| says(told, claim)) {
            return Some((*source).to_owned());
        }
        let rows = match about {
            Some(mention) => mention.rows.clone(),
            None if !self.at_hand.is_empty() => self.at_hand.as_slice().into(),
            None => {
                return self
                    .snapshot
                    .figures
                    .anywhere(claim, value, self.snapshot.rows());
            }
        };
        rows.iter().find_map(|row| self.row(*row, claim, value))
    }

    /// `SKU.column` of the cell of a row that says the same.
    fn row(&mut self, row: u32, claim: &Claim, value: Decimal) -> Option<String> {
        let product = &self.snapshot.rows()[row as usize];
        let column = column(product, claim, value)
            .map(str::to_owned)
            .or_else(|| {
                let written = self.written(row);
                let same = written.iter().find(|(_, written)| says(written, claim));
                same.map(|(column, _)| column.clone())
            })?;
        Some(format!("{}.{column}", product.sku))
    }

    /// The claims that stand in a row's own words: its names, descriptions and further columns.
    fn written(&mut self, row: u32) -> &[(String, Claim)] {
        let product = &self.snapshot.rows()[row as usize];
        self.written.entry(row).or_insert_with(|| {
            let names = product.called().map(|name| ("name", name));
            let descriptions = product
                .description
                .iter()
                .chain(product.descriptions.values());
            let descriptions = descriptions.map(|words| ("description", words.as_str()));
            let other = product
                .other
                .iter()
                .map(|(column, words)| (column.as_str(), words.as_str()));
            names
                .chain(descriptions)
                .chain(other)
                .flat_map(|(column, words)| {
                    let said = claims(&Text::new(words), self.lang, &[], &mut self.coins);
                    said.into_iter().map(|claim| (column.to_owned(), claim))
                })
                .collect()
        })
    }
}

/// Words that were there before say the same figure of the same kind.
fn says(told: &Claim, claim: &Claim) -> bool {
    let alike = match (told.kind, claim.kind) {
        (Kind::Amount(_), Kind::Amount(Coin::Any)) => true,
        (one, other) => one == other,
    };
    alike && told.value.is_some() && told.value == claim.value
}

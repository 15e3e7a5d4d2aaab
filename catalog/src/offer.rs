//! What else to show a buyer.
use understand::{Heard, Word, same_word};

use crate::product::Product;
use crate::snapshot::Snapshot;

/// The longest list offered.
pub const AT_MOST: usize = 5;

impl Snapshot {
    /// In stock and tagged with one of `words`, which may be the name, the labels and the synonyms of an option,
    /// by inflection; where no row is tagged so, whatever is in stock.
    pub fn tagged(&self, words: &[&str]) -> Vec<&Product> {
        let asked: Vec<Heard> = words.iter().map(|words| Heard::new(words)).collect();
        let tagged = |product: &&Product| {
            product.tags.iter().any(|tag| {
                let tag = Heard::new(tag);
                asked.iter().any(|asked| holds(asked.words(), tag.words()))
            })
        };
        let fits: Vec<&Product> = self.rows().iter().filter(tagged).collect();
        if fits.is_empty() {
            return at_most(self.rows().iter());
        }
        at_most(fits.into_iter())
    }

    /// What the row names as similar, in stock.
    pub fn similar(&self, sku: &str) -> Vec<&Product> {
        self.get(sku)
            .map_or_else(Vec::new, |product| at_most(self.listed(&product.similar)))
    }

    /// What the row names as its bundle, in stock.
    pub fn goes_with(&self, sku: &str) -> Vec<&Product> {
        self.get(sku)
            .map_or_else(Vec::new, |product| at_most(self.listed(&product.bundle)))
    }

    /// In stock and below the price of `sku`, the dearest first: of its category, else of any.
    pub fn cheaper(&self, sku: &str) -> Vec<&Product> {
        let Some((product, price)) = self
            .get(sku)
            .and_then(|product| Some((product, product.price_now()?)))
        else {
            return Vec::new();
        };
        let mut below: Vec<(rust_decimal::Decimal, &Product)> = self
            .rows()
            .iter()
            .filter_map(|other| {
                let now = other.price_now()?;
                let less = now.currency == price.currency && now.amount < price.amount;
                (less && other.in_stock()).then_some((now.amount, other))
            })
            .collect();
        let akin = |other: &Product| {
            understand::fold(&other.category) == understand::fold(&product.category)
        };
        if below.iter().any(|(_, other)| akin(other)) {
            below.retain(|(_, other)| akin(other));
        }
        below.sort_by(|(one, _), (other, _)| other.cmp(one));
        at_most(below.into_iter().map(|(_, other)| other))
    }

    fn listed<'a>(&'a self, skus: &'a [String]) -> impl Iterator<Item = &'a Product> {
        skus.iter().filter_map(|sku| self.get(sku))
    }
}

/// All words of the tag stand in a row in what was asked.
fn holds(asked: &[Word], tag: &[Word]) -> bool {
    !tag.is_empty()
        && asked.windows(tag.len()).any(|words| {
            words
                .iter()
                .zip(tag)
                .all(|(asked, tag)| same_word(tag, asked))
        })
}

fn at_most<'a>(products: impl Iterator<Item = &'a Product>) -> Vec<&'a Product> {
    products
        .filter(|product| product.in_stock())
        .take(AT_MOST)
        .collect()
}

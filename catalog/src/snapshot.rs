//! The catalog at one moment.

use std::collections::HashMap;

use understand::{Currency, fold};

use crate::bad_row::BadRow;
use crate::guard::Figures;
use crate::product::Product;
use crate::read;
use crate::vocabulary::Vocabulary;

/// The catalog at one moment: it never changes, a reload makes another. Callers share it by `Arc`.
#[derive(Debug, Default)]
pub struct Snapshot {
    rows: Vec<Product>,
    by_sku: HashMap<String, usize>,
    version: String,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) figures: Figures,
}

impl Snapshot {
    /// Reads a CSV file: see [`read`]. Prices without a currency of their own are in `currency`.
    pub fn read_csv(bytes: &[u8], currency: Currency) -> (Snapshot, Vec<BadRow>) {
        let (rows, bad) = read::rows(bytes, currency);
        (Snapshot::new(rows), bad)
    }

    /// A catalog of these rows; of several with one SKU the first stays.
    pub fn new(rows: Vec<Product>) -> Snapshot {
        let mut by_sku = HashMap::with_capacity(rows.len());
        let mut kept = Vec::with_capacity(rows.len());
        for row in rows {
            by_sku.entry(fold(&row.sku)).or_insert_with(|| {
                kept.push(row);
                kept.len() - 1
            });
        }
        Snapshot {
            version: version(&kept),
            vocabulary: Vocabulary::new(&kept),
            figures: Figures::new(&kept),
            rows: kept,
            by_sku,
        }
    }

    /// A catalog without a row.
    pub fn empty() -> Snapshot {
        Snapshot::new(Vec::new())
    }

    /// The rows in the file's order.
    pub fn rows(&self) -> &[Product] {
        &self.rows
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// No row at all.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row of a SKU, ignoring case.
    pub fn get(&self, sku: &str) -> Option<&Product> {
        self.position(sku).map(|row| &self.rows[row])
    }

    /// Where in [`Snapshot::rows`] a SKU stands.
    pub(crate) fn position(&self, sku: &str) -> Option<usize> {
        self.by_sku.get(&fold(sku)).copied()
    }

    /// Sixteen hexadecimal digits that two snapshots share only when their rows are the same in the same order.
    pub fn version(&self) -> &str {
        &self.version
    }
}

/// FNV-1a over every cell, each closed by a byte that is in no UTF-8 text.
fn version(rows: &[Product]) -> String {
    let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
    for row in rows {
        hash.cell(&row.sku);
        hash.cell(&row.name);
        row.names.iter().for_each(|(lang, name)| {
            hash.cell(lang.as_str());
            hash.cell(name);
        });
        hash.list(&row.aliases);
        hash.cell(&row.category);
        hash.list(&row.tags);
        match row.price {
            Some(price) => {
                hash.cell(&price.amount.normalize().to_string());
                hash.cell(price.currency.as_str());
            }
            None => hash.cell(""),
        }
        hash.option(row.stock);
        hash.option(row.discount.map(|discount| discount.normalize()));
        hash.list(&row.bundle);
        hash.list(&row.similar);
        hash.option(row.photo.as_ref());
        hash.option(row.description.as_ref());
        row.descriptions.iter().for_each(|(lang, words)| {
            hash.cell(lang.as_str());
            hash.cell(words);
        });
        row.other.iter().for_each(|(column, words)| {
            hash.cell(column);
            hash.cell(words);
        });
        hash.byte(0xfe);
    }
    format!("{:016x}", hash.0)
}

struct Fnv(u64);

impl Fnv {
    fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    }

    fn cell(&mut self, cell: &str) {
        cell.bytes().for_each(|byte| self.byte(byte));
        self.byte(0xff);
    }

    fn option(&mut self, cell: Option<impl ToString>) {
        self.cell(&cell.map_or(String::new(), |cell| cell.to_string()));
    }

    fn list(&mut self, cells: &[String]) {
        cells.iter().for_each(|cell| self.cell(cell));
        self.byte(0xfd);
    }
}

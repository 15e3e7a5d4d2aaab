//! Reading a catalog's CSV file.
//!
//! The first line names the columns, in any order and any case. Commas, semicolons and tabs separate cells, as
//! spreadsheets export them; a byte order mark and a `sep=;` line are understood. A bad row is told with its line and
//! left out, all its faults at once; the others load.

mod cell;
mod header;
mod record;

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;
use understand::{Currency, Money, fold};

use crate::bad_row::{BadRow, BadRowKind};
use crate::currency;
use crate::product::Product;
use header::{Column, Header};
use record::{Record, Records};

/// The largest file read, in bytes.
pub const FILE_BYTES: usize = 64 << 20;
/// The most rows read.
pub const ROWS: usize = 1_000_000;
/// The longest cell read, in bytes.
pub const CELL_BYTES: usize = 64 << 10;
/// The most columns read.
pub const COLUMNS: usize = 1_000;

/// The good rows of a file in its order, and what is wrong with the others, by line.
pub(crate) fn rows(bytes: &[u8], currency: Currency) -> (Vec<Product>, Vec<BadRow>) {
    let whole_file = |kind| {
        (
            Vec::new(),
            vec![BadRow {
                line: 1,
                column: None,
                kind,
            }],
        )
    };
    if bytes.len() > FILE_BYTES {
        return whole_file(BadRowKind::FileTooLarge);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut records = Records::new(bytes);
    let first = loop {
        match records.next() {
            None => return (Vec::new(), Vec::new()),
            Some(Record::OpenQuote { line }) => {
                let kind = BadRowKind::OpenQuote;
                return (
                    Vec::new(),
                    vec![BadRow {
                        line,
                        column: None,
                        kind,
                    }],
                );
            }
            Some(Record::Cells(cells)) if cells.is_blank() => {}
            Some(Record::Cells(cells)) => break cells,
        }
    };
    let header = match Header::read(&first) {
        Ok(header) => header,
        Err(bad) => return (Vec::new(), vec![bad]),
    };
    let mut reading = Reading {
        header,
        currency,
        lines: HashMap::new(),
        rows: Vec::new(),
        bad: Vec::new(),
    };
    for record in records {
        match record {
            Record::OpenQuote { line } => reading.tell(line, None, BadRowKind::OpenQuote),
            Record::Cells(cells) if cells.is_blank() => {}
            Record::Cells(cells) if reading.rows.len() == ROWS => {
                reading.tell(cells.line, None, BadRowKind::TooManyRows);
                break;
            }
            Record::Cells(cells) => reading.row(&cells),
        }
    }
    reading.finish()
}

/// What has been read so far.
struct Reading {
    header: Header,
    currency: Currency,
    /// The line of each SKU, folded.
    lines: HashMap<String, u64>,
    rows: Vec<(u64, Product)>,
    bad: Vec<BadRow>,
}

impl Reading {
    fn tell(&mut self, line: u64, column: Option<&str>, kind: BadRowKind) {
        self.bad.push(BadRow {
            line,
            column: column.map(str::to_owned),
            kind,
        });
    }

    fn row(&mut self, cells: &record::Cells<'_>) {
        let line = cells.line;
        let columns = self.header.columns.len();
        if cells.count > columns {
            let cells = cells.count;
            return self.tell(line, None, BadRowKind::TooManyCells { columns, cells });
        }
        let mut draft = Draft::new(self.currency);
        let mut faults = Vec::new();
        for ((title, column), bytes) in self.header.columns.iter().zip(&cells.cells) {
            let fault = match std::str::from_utf8(bytes) {
                _ if bytes.len() > CELL_BYTES => Some(BadRowKind::CellTooLong),
                Err(_) => Some(BadRowKind::NotUtf8),
                Ok(text) => draft.take(column, text.trim()).err(),
            };
            faults.extend(fault.map(|kind| (Some(title.clone()), kind)));
        }
        if draft.product.name.is_empty() {
            let spoken = draft.product.names.values().next().cloned();
            draft.product.name = spoken.unwrap_or_default();
        }
        let (sku, name) = (&draft.product.sku, &draft.product.name);
        for (title, words) in [("sku", sku), ("name", name)] {
            let told = faults
                .iter()
                .any(|(column, _)| column.as_deref() == Some(title));
            if words.is_empty() && !told {
                faults.push((Some(title.to_owned()), BadRowKind::Empty));
            }
        }
        if let Some(&first) = self.lines.get(&fold(sku)) {
            let sku = sku.clone();
            faults.push((
                Some("sku".to_owned()),
                BadRowKind::DuplicateSku { sku, first },
            ));
        }
        let product = draft.finish(&mut faults);
        if faults.is_empty() {
            self.lines.insert(fold(&product.sku), line);
            self.rows.push((line, product));
        }
        for (column, kind) in faults {
            self.tell(line, column.as_deref(), kind);
        }
    }

    /// Bundles and similar products are looked up when every row is known.
    fn finish(mut self) -> (Vec<Product>, Vec<BadRow>) {
        for (line, product) in &mut self.rows {
            for (title, list) in [
                ("bundle", &mut product.bundle),
                ("similar", &mut product.similar),
            ] {
                list.retain(|sku| {
                    let known = self.lines.contains_key(&fold(sku));
                    if !known {
                        self.bad.push(BadRow {
                            line: *line,
                            column: Some(title.to_owned()),
                            kind: BadRowKind::UnknownSku(sku.clone()),
                        });
                    }
                    known
                });
            }
        }
        self.bad.sort_by_key(|bad| bad.line);
        let rows = self.rows.into_iter().map(|(_, product)| product).collect();
        (rows, self.bad)
    }
}

/// A row while its cells are read: the price waits for the currency.
struct Draft {
    product: Product,
    currency: Currency,
    amount: Option<(String, Decimal, Option<Currency>)>,
    descriptions: BTreeMap<understand::Lang, String>,
}

impl Draft {
    fn new(currency: Currency) -> Draft {
        Draft {
            product: Product::default(),
            currency,
            amount: None,
            descriptions: BTreeMap::new(),
        }
    }

    fn take(&mut self, column: &Column, text: &str) -> Result<(), BadRowKind> {
        if text.is_empty() {
            return Ok(());
        }
        let product = &mut self.product;
        match column {
            Column::Nothing => {}
            Column::Sku => product.sku = text.to_owned(),
            Column::Name(None) => product.name = text.to_owned(),
            Column::Name(Some(lang)) => {
                product.names.insert(*lang, text.to_owned());
            }
            Column::Aliases => product.aliases.extend(cell::list(text)),
            Column::Category => product.category = text.to_owned(),
            Column::Tags => product.tags.extend(cell::list(text)),
            Column::Price => {
                let bad = || BadRowKind::BadPrice(text.to_owned());
                let (amount, currency) = cell::price(text).ok_or_else(bad)?;
                if amount.is_sign_negative() && !amount.is_zero() {
                    return Err(BadRowKind::NegativePrice(text.to_owned()));
                }
                self.amount = Some((text.to_owned(), amount, currency));
            }
            Column::Currency => {
                let unknown = || BadRowKind::UnknownCurrency(text.to_owned());
                self.currency = currency::read(text).ok_or_else(unknown)?;
            }
            Column::Stock => product.stock = Some(cell::stock(text)?),
            Column::Discount => product.discount = cell::discount(text)?,
            Column::Bundle => product.bundle = cell::list(text),
            Column::Similar => product.similar = cell::list(text),
            Column::Photo => product.photo = Some(text.to_owned()),
            Column::Description(None) => product.description = Some(text.to_owned()),
            Column::Description(Some(lang)) => {
                self.descriptions.insert(*lang, text.to_owned());
            }
            Column::Other(name) => {
                product.other.insert(name.clone(), text.to_owned());
            }
        }
        Ok(())
    }

    /// A price cell may name its own currency; finer than the currency's smallest unit it is no price.
    fn finish(mut self, faults: &mut Vec<(Option<String>, BadRowKind)>) -> Product {
        if let Some((text, amount, own)) = self.amount {
            let currency = own.unwrap_or(self.currency);
            if amount.scale() > currency.minor_digits() {
                faults.push((Some("price".to_owned()), BadRowKind::BadPrice(text)));
            }
            self.product.price = Some(Money { amount, currency });
        }
        self.product.descriptions = self.descriptions;
        self.product
    }
}

//! The first line of a catalog: which column is what.

use std::collections::HashSet;

use understand::{Lang, fold};

use crate::bad_row::{BadRow, BadRowKind};
use crate::read::COLUMNS;
use crate::read::record::Cells;

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Sku,
    Name(Option<Lang>),
    Aliases,
    Category,
    Tags,
    Price,
    Currency,
    Stock,
    Discount,
    Bundle,
    Similar,
    Photo,
    Description(Option<Lang>),
    /// A column this room does not know, by its title.
    Other(String),
    /// A column without a title: not read.
    Nothing,
}

/// The columns in the file's order, each with its title as it is told to people.
#[derive(Debug)]
pub(crate) struct Header {
    pub(crate) columns: Vec<(String, Column)>,
}

impl Header {
    /// Reads the titles; without `sku` and a name nothing can be sold.
    pub(crate) fn read(cells: &Cells<'_>) -> Result<Header, BadRow> {
        let bad = |column: Option<&str>, kind| BadRow {
            line: cells.line,
            column: column.map(str::to_owned),
            kind,
        };
        if cells.count > COLUMNS {
            let kind = BadRowKind::TooManyCells {
                columns: COLUMNS,
                cells: cells.count,
            };
            return Err(bad(None, kind));
        }
        let mut seen = HashSet::new();
        let mut columns = Vec::with_capacity(cells.cells.len());
        for bytes in &cells.cells {
            let title = std::str::from_utf8(bytes).map_err(|_| bad(None, BadRowKind::NotUtf8))?;
            let title = title_of(title);
            if !title.is_empty() && !seen.insert(title.clone()) {
                return Err(bad(Some(&title), BadRowKind::ColumnTwice));
            }
            let column = column(&title);
            columns.push((title, column));
        }
        let has = |wanted: fn(&Column) -> bool| columns.iter().any(|(_, column)| wanted(column));
        if !has(|column| *column == Column::Sku) {
            return Err(bad(Some("sku"), BadRowKind::NoColumn));
        }
        if !has(|column| matches!(column, Column::Name(_))) {
            return Err(bad(Some("name"), BadRowKind::NoColumn));
        }
        Ok(Header { columns })
    }
}

/// Folded, with one space between words and none around the colon.
fn title_of(cell: &str) -> String {
    let folded = fold(cell);
    let spaced: Vec<&str> = folded.split_whitespace().collect();
    let parts: Vec<String> = spaced
        .join(" ")
        .split(':')
        .map(|part| part.trim().to_owned())
        .collect();
    parts.join(":")
}

fn column(title: &str) -> Column {
    let (base, lang) = match title.rsplit_once(':') {
        Some((base, ending)) => (base, Lang::parse(ending)),
        None => (title, None),
    };
    match (base, lang) {
        ("name", Some(lang)) => return Column::Name(Some(lang)),
        ("description", Some(lang)) => return Column::Description(Some(lang)),
        ("aliases", Some(_)) => return Column::Aliases,
        ("tags", Some(_)) => return Column::Tags,
        _ => {}
    }
    match title {
        "" => Column::Nothing,
        "sku" => Column::Sku,
        "name" => Column::Name(None),
        "aliases" => Column::Aliases,
        "category" => Column::Category,
        "tags" => Column::Tags,
        "price" => Column::Price,
        "currency" => Column::Currency,
        "stock" => Column::Stock,
        "discount" => Column::Discount,
        "bundle" => Column::Bundle,
        "similar" => Column::Similar,
        "photo" => Column::Photo,
        "description" => Column::Description(None),
        other => Column::Other(other.to_owned()),
    }
}

//! `torg fmt`: one way to write a flow, and its keywords in another language.
//!
//! A file becomes [rows](sheet): each logical line with its comment, and what stands between them. The words
//! of a line come from the grammar ([`words`]), so what is a keyword and what a name is never guessed;
//! [`convert`] puts keywords of another table in their place, with the yes and no that are values
//! ([`yes_no`]); [`columns`] aligns what belongs together. Texts are not touched.

mod columns;
mod convert;
mod sheet;
mod words;
mod yes_no;

use crate::diagnostic::{Diagnostic, Fact, Severity};
use crate::keywords::Table;
use crate::parse;
use crate::source::Source;
use convert::Conversion;
use sheet::Row;
use understand::Lang;

/// A flow as it should be written: two spaces an indent, columns aligned, one blank line between sections,
/// comments kept; with `keywords`, its keywords in that language's table. It means what it meant.
///
/// # Errors
/// What is wrong with the file, if its lines cannot be read, or a name of it that would become a keyword: then
/// it is to be left as it is.
pub fn format(source: &Source, keywords: Option<Lang>) -> Result<String, Vec<Diagnostic>> {
    let mut found = Vec::new();
    let flow = parse::read(source, 0, &mut found);
    if found.iter().any(|told| told.severity() == Severity::Error) {
        return Err(found);
    }
    let own = flow
        .keywords
        .and_then(Table::of)
        .unwrap_or(Table::english());
    let Some(table) = keywords.and_then(Table::of) else {
        return Ok(written(sheet::rows(source, own, None)));
    };
    let conversion = Conversion {
        from: own,
        table,
        yes_no: yes_no::places(&flow, own),
    };
    let rows = sheet::rows(source, own, Some(&conversion));
    let meant: Vec<Row> = rows.iter().filter(|row| row.is_line()).cloned().collect();
    let text = written(rows);
    let again = sheet::rows(&Source::new("", text.as_bytes()), table, None);
    match clash(&meant, &again) {
        None => Ok(text),
        Some(row) => Err(vec![Diagnostic::new(
            0,
            row.place.clone(),
            Fact::NameIsKeyword {
                name: row.name_of(table),
                table: table.lang(),
            },
        )]),
    }
}

/// The rows as text.
fn written(mut rows: Vec<Row>) -> String {
    columns::align(&mut rows);
    let mut text = String::new();
    for row in &rows {
        row.write(&mut text);
    }
    text
}

/// The first line that is not read as it was meant.
fn clash<'r>(meant: &'r [Row], again: &[Row]) -> Option<&'r Row> {
    let mut read = again.iter().filter(|row| row.is_line());
    meant.iter().find(|row| {
        read.next()
            .is_none_or(|now| now.meaning != row.meaning || now.depth != row.depth)
    })
}

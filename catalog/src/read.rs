//! Reading a spreadsheet's file.
use crate::bad_row::BadRow;
use crate::product::Product;
use understand::Currency;
/// The largest file read, in bytes.
pub const FILE_BYTES: usize = 64 << 20;
/// The most rows read.
pub const ROWS: usize = 1_000_000;
/// The longest cell read, in bytes.
pub const CELL_BYTES: usize = 64 << 10;
pub(crate) fn rows(bytes: &[u8], currency: Currency) -> (Vec<Product>, Vec<BadRow>) {
    let _ = (bytes, currency);
    (Vec::new(), Vec::new())
}

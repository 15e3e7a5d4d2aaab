//! Words of the catalog.
use crate::product::Product;
#[derive(Debug, Default)]
pub(crate) struct Vocabulary;
impl Vocabulary {
    pub(crate) fn new(rows: &[Product]) -> Vocabulary {
        let _ = rows;
        Vocabulary
    }
}

//! Which products a message asks for.
use crate::snapshot::Snapshot;
use understand::Heard;
/// What a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The message has no word that could name a product.
    NothingNamed,
    /// Something is named that fits no row.
    Missing,
    /// One product, by SKU.
    One(String),
    /// Several products by SKU, best first, at most [`crate::offer::AT_MOST`].
    Several(Vec<String>),
}
impl Snapshot {
    /// The products a message asks for.
    pub fn find(&self, heard: &Heard, leave_out: &[usize], among: &[&str]) -> Found {
        let _ = (heard, leave_out, among);
        Found::Missing
    }
    /// The products named in passing, best first, at most five.
    pub fn named(&self, heard: &Heard, leave_out: &[usize], among: &[&str]) -> Vec<String> {
        let _ = (heard, leave_out, among);
        Vec::new()
    }
}

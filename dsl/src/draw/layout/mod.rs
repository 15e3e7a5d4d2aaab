//! Places for cards, labels and lines: a layered drawing from top to bottom.
//!
//! 1. [`face`](mod@self): every card and label is measured with the lines of text it shows;
//! 2. `rank`: cards get ranks by their distance from the start, cycles are cut there; ways that would run
//!    across the whole picture become *jumps*, labels that name where they lead;
//! 3. `order`: every rank and every gap between ranks is a layer of items (cards, labels, bends of long
//!    lines), put in an order with few crossings;
//! 4. `place`: items get their places in the layer, the way to the goal in one straight column;
//! 5. `route`: lines run through their items. Between layers there is nothing but lines, inside a layer a line
//!    runs upright through its own item, so that nothing ever overlaps.

mod face;
mod order;
mod place;
mod rank;
mod route;

pub use face::{CardFace, LabelFace, Row, RowStyle};

use super::Chart;

/// A point of the picture, in pixels from the upper left.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// A place of the picture, in pixels.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Rect {
    /// The left side.
    pub x: f64,
    /// The upper side.
    pub y: f64,
    /// The width.
    pub width: f64,
    /// The height.
    pub height: f64,
}

impl Rect {
    /// The middle from left to right.
    pub fn middle(&self) -> f64 {
        self.x + self.width / 2.0
    }

    /// The lower side.
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// Whether two places share more than their borders.
    pub fn overlaps(&self, other: &Rect) -> bool {
        self.x < other.x + other.width
            && other.x < self.x + self.width
            && self.y < other.y + other.height
            && other.y < self.y + self.height
    }

    /// Whether a point is inside.
    pub fn contains(&self, point: Point) -> bool {
        point.x > self.x
            && point.x < self.x + self.width
            && point.y > self.y
            && point.y < self.y + self.height
    }
}

/// A chart with places.
#[derive(Clone, PartialEq, Debug)]
pub struct Plan {
    /// The width of all.
    pub width: f64,
    /// The height of all.
    pub height: f64,
    /// The cards, in the chart's order.
    pub cards: Vec<(Rect, CardFace)>,
    /// The labels that are drawn.
    pub labels: Vec<PlacedLabel>,
    /// The lines.
    pub lines: Vec<PlacedLine>,
}

/// A label with its place.
#[derive(Clone, PartialEq, Debug)]
pub struct PlacedLabel {
    /// The arrow it belongs to.
    pub arrow: usize,
    /// Its place.
    pub rect: Rect,
    /// What it shows.
    pub face: LabelFace,
}

/// The line of an arrow.
#[derive(Clone, PartialEq, Debug)]
pub struct PlacedLine {
    /// The arrow.
    pub arrow: usize,
    /// Points to go through, from the card it leaves; between points of different height that are not one above the
    /// other the line bends like an S.
    pub points: Vec<Point>,
    /// Whether it ends in an arrow head; a jump ends in its label.
    pub head: bool,
}

/// Finds a place for everything.
pub fn lay_out(chart: &Chart) -> Plan {
    let ranks = rank::ranks(chart);
    let layers = order::layers(chart, &ranks);
    let middles = place::middles(&layers);
    route::plan(chart, layers, &middles)
}

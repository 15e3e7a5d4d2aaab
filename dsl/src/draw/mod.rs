//! A script as a picture that a sales lead can read.
//!
//! [`Chart::read`] takes a flow of the checked graph and writes down what is drawn: [cards](chart::Card)
//! for states, people, outcomes and subflows, and [arrows](chart::Arrow) that say why a buyer goes from
//! one to the next. `happy` finds the way to the goal. From there a chart is told in three forms:
//!
//! - [`Chart::json`], for tools;
//! - [`Chart::mermaid`], for pages that render it themselves;
//! - [`Chart::svg`], laid out by [`layout`] so that nothing overlaps and no text is cut.
//!
//! [`wording`] holds the words of the picture itself in Russian, Ukrainian and English.

pub mod chart;
pub mod layout;
pub mod wording;

mod font;
mod happy;
mod icon;
mod mermaid;
mod read;
mod say;
mod svg;

pub use chart::Chart;

use engine::Graph;
use understand::Lang;

impl Chart {
    /// The chart of the flow called `flow`, in `lang`, else in the flow's first language; none where no
    /// flow is called so.
    pub fn read(graph: &Graph, flow: &str, lang: Option<Lang>) -> Option<Chart> {
        let (ix, _) = graph.flow(flow)?;
        let mut chart = read::read(graph, ix, lang);
        happy::mark(&mut chart, graph, ix);
        Some(chart)
    }

    /// The chart as JSON: cards and arrows in the order of the script.
    pub fn json(&self) -> String {
        // A chart is made of strings, numbers and lists: nothing of it can fail to be written.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

//! Writing XML: everything that comes from a script is escaped here.

use crate::draw::layout::Rect;
use std::fmt::Write;

/// A growing document.
#[derive(Default)]
pub(super) struct Xml {
    text: String,
}

impl Xml {
    /// Adds what is XML already.
    pub(super) fn raw(&mut self, xml: &str) {
        self.text.push_str(xml);
    }

    /// An element that holds words.
    pub(super) fn element(&mut self, name: &str, attributes: &str, words: &str) {
        let space = if attributes.is_empty() { "" } else { " " };
        let _ = write!(
            self.text,
            "<{name}{space}{attributes}>{}</{name}>",
            escaped(words)
        );
    }

    /// A line of text.
    pub(super) fn text(&mut self, class: &str, x: f64, y: f64, words: &str) {
        let _ = write!(
            self.text,
            "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\">{}</text>",
            escaped(words)
        );
    }

    /// A box.
    pub(super) fn rect(&mut self, class: &str, rect: Rect, round: f64) {
        let Rect {
            x,
            y,
            width,
            height,
        } = rect;
        let _ = write!(
            self.text,
            "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" \
             rx=\"{round:.1}\"/>"
        );
    }

    /// A path.
    pub(super) fn path(&mut self, class: &str, path: &str) {
        let _ = writeln!(self.text, "<path class=\"{class}\" d=\"{path}\"/>");
    }

    /// A sign with its upper left corner at a point.
    pub(super) fn icon(&mut self, class: &str, path: &str, x: f64, y: f64) {
        let _ = write!(
            self.text,
            "<path class=\"{class}\" transform=\"translate({x:.1} {y:.1})\" d=\"{path}\"/>"
        );
    }

    /// The document.
    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// Words as XML can hold them; letters it cannot hold at all are left out.
fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\'' => text.push_str("&#39;"),
            '\n' | '\t' | '\r' => text.push(' '),
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {}
            letter => text.push(letter),
        }
    }
    text
}

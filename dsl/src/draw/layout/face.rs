//! What cards and labels show, and how large that makes them.

use crate::draw::chart::{Card, CardKind, Cause, Chart, Label, ReturnTo};
use crate::draw::font::{width, wrap};
use crate::draw::wording::Wording;

/// The room of a line of text in a card.
const CARD_ROOM: f64 = 208.0;
/// The room of a line of text in a label.
const LABEL_ROOM: f64 = 148.0;
/// A label names so many causes; the others are counted.
const MOST_CAUSES: usize = 5;
/// Between a card's border and its text.
const MARGIN: f64 = 14.0;
/// A sign before a text.
pub(super) const SIGN: f64 = 18.0;

/// How a line of text looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RowStyle {
    /// The title of a card.
    Title,
    /// What the bot says.
    Says,
    /// What may be chosen.
    Choices,
    /// A way back; its first line carries the sign.
    Returns(ReturnTo, bool),
    /// A cause; its first line carries the sign.
    Cause(Cause, bool),
    /// Where a jump leads: the kind of the card there.
    Jump(CardKind),
}

impl RowStyle {
    /// The size of its letters, in pixels.
    pub fn size(self) -> f64 {
        match self {
            RowStyle::Title => 14.0,
            RowStyle::Says => 12.0,
            RowStyle::Choices | RowStyle::Returns(..) => 11.0,
            RowStyle::Cause(..) | RowStyle::Jump(_) => 11.5,
        }
    }

    /// Whether its letters are bold.
    pub fn is_bold(self) -> bool {
        matches!(self, RowStyle::Title | RowStyle::Jump(_))
    }

    /// From the top of its line to the top of the next.
    fn height(self) -> f64 {
        match self {
            RowStyle::Title => 19.0,
            RowStyle::Says => 16.0,
            RowStyle::Choices => 15.0,
            RowStyle::Returns(..) | RowStyle::Cause(..) => 16.0,
            RowStyle::Jump(_) => 22.0,
        }
    }

    /// The room before its text: a sign stands there.
    pub fn indent(self) -> f64 {
        match self {
            RowStyle::Returns(..) | RowStyle::Cause(..) => SIGN,
            RowStyle::Jump(_) => SIGN + 8.0,
            _ => 0.0,
        }
    }
}

/// A line of text.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// Its words.
    pub text: String,
    /// How it looks.
    pub style: RowStyle,
    /// Its baseline, from the top of its card or label.
    pub baseline: f64,
}

impl Row {
    /// How wide its text is at most.
    pub fn width(&self) -> f64 {
        width(&self.text, self.style.size(), self.style.is_bold())
    }
}

/// What a card shows.
#[derive(Clone, PartialEq, Debug)]
pub struct CardFace {
    /// Its lines.
    pub rows: Vec<Row>,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

/// What a label shows.
#[derive(Clone, PartialEq, Debug)]
pub struct LabelFace {
    /// Its lines.
    pub rows: Vec<Row>,
    /// The card a jump leads to.
    pub jump: Option<usize>,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

/// Lines one below the other.
#[derive(Default)]
struct Rows {
    rows: Vec<Row>,
    bottom: f64,
}

impl Rows {
    fn add(&mut self, lines: Vec<String>, style: RowStyle) {
        for (nth, text) in lines.into_iter().enumerate() {
            let style = match style {
                RowStyle::Cause(cause, _) => RowStyle::Cause(cause, nth == 0),
                RowStyle::Returns(to, _) => RowStyle::Returns(to, nth == 0),
                style => style,
            };
            let baseline = self.bottom + (style.height() + style.size() * 0.72) / 2.0;
            self.bottom += style.height();
            self.rows.push(Row {
                text,
                style,
                baseline,
            });
        }
    }

    fn width(&self) -> f64 {
        let widths = self.rows.iter().map(|row| row.width() + row.style.indent());
        widths.fold(0.0, f64::max).ceil()
    }
}

/// The face of a card that `lines` lines touch above or below.
pub(super) fn card(card: &Card, lines: usize, own: &Wording) -> CardFace {
    let mut rows = Rows {
        rows: Vec::new(),
        bottom: 9.0,
    };
    let fit = |text: &str, style: RowStyle, most: usize| {
        wrap(
            text,
            style.size(),
            style.is_bold(),
            CARD_ROOM - style.indent(),
            most,
        )
    };
    rows.add(fit(&card.title, RowStyle::Title, 2), RowStyle::Title);
    let signed = card.kind != CardKind::State || card.protected;
    let title = rows.width() + if signed { 2.0 * SIGN + 8.0 } else { 0.0 };
    for text in card.words() {
        rows.bottom += 2.0;
        rows.add(fit(text, RowStyle::Says, 2), RowStyle::Says);
    }
    if !card.choices.is_empty() {
        rows.bottom += 3.0;
        rows.add(
            fit(&card.choices.join("  ·  "), RowStyle::Choices, 2),
            RowStyle::Choices,
        );
    }
    for way in &card.returns {
        rows.bottom += 2.0;
        let to = match way.to {
            ReturnTo::Back => own.back,
            ReturnTo::Again => own.again,
        };
        let why: Vec<&str> = way.labels.iter().map(|label| &*label.text).collect();
        let text = if why.is_empty() {
            to.to_owned()
        } else {
            format!("{}: {to}", why.join(", "))
        };
        let style = RowStyle::Returns(way.to, true);
        rows.add(fit(&text, style, 2), style);
    }
    let sides = match card.kind {
        CardKind::State | CardKind::Anywhere => MARGIN,
        CardKind::Subflow => MARGIN + 5.0,
        _ => MARGIN + 6.0,
    };
    let wide = rows.width().max(title) + 2.0 * sides;
    CardFace {
        width: wide.max(124.0).max(28.0 + 13.0 * lines as f64),
        height: (rows.bottom + 9.0).max(44.0),
        rows: rows.rows,
    }
}

/// The face of an arrow's label; of a jump, with where it leads.
pub(super) fn label(chart: &Chart, labels: &[Label], jump: Option<usize>) -> LabelFace {
    let mut rows = Rows {
        rows: Vec::new(),
        bottom: 3.0,
    };
    for label in labels.iter().take(MOST_CAUSES) {
        let style = RowStyle::Cause(label.cause, true);
        rows.add(wrap(&label.text, style.size(), false, LABEL_ROOM, 2), style);
        rows.bottom += 3.0;
    }
    if let Some(last) = labels.get(MOST_CAUSES) {
        let more = format!("+{}", labels.len() - MOST_CAUSES);
        rows.add(vec![more], RowStyle::Cause(last.cause, true));
        rows.bottom += 3.0;
    }
    if let Some(to) = jump {
        let style = RowStyle::Jump(chart.cards[to].kind);
        rows.add(
            wrap(&chart.cards[to].title, style.size(), true, LABEL_ROOM, 1),
            style,
        );
        rows.bottom += 3.0;
    }
    LabelFace {
        width: rows.width() + 18.0,
        height: rows.bottom,
        rows: rows.rows,
        jump,
    }
}

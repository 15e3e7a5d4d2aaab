//! The chart as SVG: no scripts, nothing from elsewhere, readable on light and dark grounds, and without
//! colours.

mod head;
mod style;
mod write;

use super::chart::{Card, CardKind, Cause, Chart};
use super::icon;
use super::layout::{CardFace, PlacedLabel, PlacedLine, Plan, Point, Rect, RowStyle, lay_out};
use super::wording::Wording;
use write::Xml;

/// Room between a row's sign and its text's beginning, as the layout leaves it.
const SIGN: f64 = 18.0;

impl Chart {
    /// The chart as an SVG picture.
    pub fn svg(&self) -> String {
        let plan = lay_out(self);
        let own = Wording::of(self.lang);
        let head = head::Head::new(self, own, &plan);
        let width = plan.width.max(head.width).ceil();
        let height = (plan.height + head.height).ceil();
        let mut xml = Xml::default();
        xml.raw(&format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\" role=\"img\" aria-labelledby=\"t d\" lang=\"{}\">\n",
            self.lang
        ));
        xml.element("title", "id=\"t\"", &self.title());
        xml.element("desc", "id=\"d\"", &head::description(self, own));
        xml.raw(style::STYLE);
        xml.raw(&format!(
            "<rect class=\"page\" width=\"{width}\" height=\"{height}\"/>\n"
        ));
        head.draw(&mut xml);
        let aside = ((width - plan.width) / 2.0).round();
        xml.raw(&format!(
            "<g transform=\"translate({aside} {})\">\n",
            head.height
        ));
        self.draw(&plan, own, &mut xml);
        xml.raw("</g>\n</svg>\n");
        xml.finish()
    }

    fn draw(&self, plan: &Plan, own: &Wording, xml: &mut Xml) {
        // The way to the goal is drawn last, over the others.
        for happy in [false, true] {
            for placed in plan
                .lines
                .iter()
                .filter(|placed| self.arrows[placed.arrow].happy == happy)
            {
                self.line(placed, xml);
            }
        }
        if let Some((rect, _)) = plan.cards.get(self.start) {
            start(rect, own, xml);
        }
        for placed in &plan.labels {
            self.label(placed, xml);
        }
        for (card, (rect, face)) in self.cards.iter().zip(&plan.cards) {
            draw_card(card, rect, face, xml);
        }
    }

    fn line(&self, placed: &PlacedLine, xml: &mut Xml) {
        let arrow = &self.arrows[placed.arrow];
        let class = if arrow.happy {
            "line happy"
        } else {
            line_class(arrow.cause())
        };
        let [.., before, last] = placed.points[..] else {
            return;
        };
        let mut points = placed.points.clone();
        if let Some(end) = points.last_mut() {
            *end = shortened(before, last, placed.head);
        }
        xml.path(class, &curve(&points));
        if placed.head {
            head_of(class, before, last, xml);
        }
    }

    fn label(&self, placed: &PlacedLabel, xml: &mut Xml) {
        let arrow = &self.arrows[placed.arrow];
        let Rect {
            x,
            y,
            width,
            height,
        } = placed.rect;
        xml.raw("<g>");
        let all: Vec<&str> = arrow.labels.iter().map(|label| &*label.text).collect();
        let (from, to) = (&self.cards[arrow.from], &self.cards[arrow.to]);
        xml.element(
            "title",
            "",
            &format!("{} → {}: {}", from.title, to.title, all.join("; ")),
        );
        xml.rect(
            "ground",
            Rect {
                x,
                y,
                width,
                height,
            },
            9.0,
        );
        let mut rows = placed.face.rows.iter().peekable();
        let mut begun = None;
        while let Some(row) = rows.next() {
            let baseline = y + row.baseline;
            match row.style {
                RowStyle::Cause(cause, is_first) => {
                    if is_first {
                        begun = Some(baseline);
                        xml.icon(
                            cause_class(cause),
                            icon::of_cause(cause),
                            x + 7.0,
                            baseline - 9.5,
                        );
                    }
                    let continued = matches!(
                        rows.peek().map(|row| row.style),
                        Some(RowStyle::Cause(_, false))
                    );
                    if cause == Cause::Choice && !continued {
                        let top = begun.unwrap_or(baseline) - 12.5;
                        let pill = Rect {
                            x: x + 2.0,
                            y: top,
                            width: width - 4.0,
                            height: baseline + 5.5 - top,
                        };
                        xml.rect("button", pill, 9.0);
                    }
                    let class = if cause >= Cause::Otherwise {
                        "label faint"
                    } else {
                        "label"
                    };
                    xml.text(class, x + 7.0 + SIGN, baseline, &row.text);
                }
                RowStyle::Jump(kind) => {
                    let pill = Rect {
                        x: x + 2.0,
                        y: baseline - 15.0,
                        width: width - 4.0,
                        height: 21.0,
                    };
                    xml.rect(&format!("{} jump", card_class(kind)), pill, 10.5);
                    let sign = icon::of_card(kind).unwrap_or(icon::of_cause(Cause::Goes));
                    xml.icon(
                        &format!("sign {}", card_class(kind)),
                        sign,
                        x + 10.0,
                        baseline - 10.5,
                    );
                    xml.text("label strong", x + 10.0 + SIGN, baseline, &row.text);
                }
                _ => {}
            }
        }
        xml.raw("</g>\n");
    }
}

fn draw_card(card: &Card, rect: &Rect, face: &CardFace, xml: &mut Xml) {
    let class = card_class(card.kind);
    xml.raw("<g>");
    let mut told = vec![card.title.as_str()];
    told.extend(card.says.iter().map(String::as_str));
    xml.element("title", "", &told.join(" — "));
    let heavy = if card.happy {
        format!("{class} strong")
    } else {
        class.to_owned()
    };
    match card.kind {
        CardKind::State => xml.rect(&heavy, *rect, 10.0),
        CardKind::Subflow => {
            xml.rect(&heavy, *rect, 4.0);
            let inner = Rect {
                x: rect.x + 4.0,
                y: rect.y + 4.0,
                width: rect.width - 8.0,
                height: rect.height - 8.0,
            };
            xml.rect(&format!("{class} inner"), inner, 2.0);
        }
        CardKind::Person => xml.path(&heavy, &cut_corners(rect)),
        CardKind::Won | CardKind::Lost | CardKind::Postponed | CardKind::Returned => {
            xml.rect(&heavy, *rect, (rect.height / 2.0).min(28.0));
        }
        CardKind::Anywhere => {
            xml.rect(&heavy, *rect, 0.0);
            xml.raw(&format!(
                "<path class=\"edge\" d=\"M{:.1} {:.1}h{:.1}\"/>",
                rect.x, rect.y, rect.width
            ));
        }
    }
    for (nth, row) in face.rows.iter().enumerate() {
        let y = rect.y + row.baseline;
        let middle = rect.middle();
        match row.style {
            RowStyle::Title => {
                let sign = if nth == 0 {
                    icon::of_card(card.kind)
                } else {
                    None
                };
                let half = row.width() / 2.0;
                if let Some(sign) = sign {
                    xml.icon(
                        &format!("sign {class}"),
                        sign,
                        middle - half - SIGN,
                        y - 10.5,
                    );
                }
                if card.protected && nth == 0 {
                    xml.icon("sign lock", icon::LOCK, middle + half + 6.0, y - 11.0);
                }
                xml.text("title", middle, y, &row.text);
            }
            RowStyle::Says => xml.text("says", middle, y, &row.text),
            RowStyle::Choices => xml.text("choices", middle, y, &row.text),
            RowStyle::Returns(to, is_first) => {
                if is_first {
                    let half = (row.width() + SIGN) / 2.0;
                    xml.icon("returns", icon::of_return(to), middle - half, y - 10.0);
                }
                xml.text("choices faint", middle + SIGN / 2.0, y, &row.text);
            }
            RowStyle::Cause(..) | RowStyle::Jump(_) => {}
        }
    }
    xml.raw("</g>\n");
}

/// The sign of the start: a dot with a stroke down to its card.
fn start(rect: &Rect, own: &Wording, xml: &mut Xml) {
    let (x, y) = (rect.middle(), rect.y);
    xml.raw(&format!(
        "<g><title>{}</title><circle class=\"dot\" cx=\"{x:.1}\" cy=\"{:.1}\" r=\"6\"/>",
        own.start,
        y - 26.0
    ));
    let (first, last) = (Point { x, y: y - 20.0 }, Point { x, y });
    xml.path("line happy", &curve(&[first, shortened(first, last, true)]));
    head_of("line happy", first, last, xml);
    xml.raw("</g>\n");
}

/// An octagon: a box whose corners are cut.
fn cut_corners(rect: &Rect) -> String {
    let cut = 13.0;
    let (right, bottom) = (rect.x + rect.width, rect.bottom());
    format!(
        "M{:.1} {:.1}H{:.1}L{:.1} {:.1}V{:.1}L{:.1} {:.1}H{:.1}L{:.1} {:.1}V{:.1}Z",
        rect.x + cut,
        rect.y,
        right - cut,
        right,
        rect.y + cut,
        bottom - cut,
        right - cut,
        bottom,
        rect.x + cut,
        rect.x,
        bottom - cut,
        rect.y + cut
    )
}

/// A line through points: straight where they stand one above the other, else an S.
fn curve(points: &[Point]) -> String {
    let mut path = String::new();
    for (nth, point) in points.iter().enumerate() {
        let piece = match nth.checked_sub(1).and_then(|before| points.get(before)) {
            None => format!("M{:.1} {:.1}", point.x, point.y),
            Some(before) if (before.x - point.x).abs() < 0.05 => format!("V{:.1}", point.y),
            Some(before) => {
                let middle = f64::midpoint(before.y, point.y);
                format!(
                    "C{:.1} {middle:.1} {:.1} {middle:.1} {:.1} {:.1}",
                    before.x, point.x, point.x, point.y
                )
            }
        };
        path.push_str(&piece);
    }
    path
}

/// The end of a line before its head.
fn shortened(before: Point, last: Point, head: bool) -> Point {
    if !head {
        return last;
    }
    let back = if before.y < last.y { -6.0 } else { 6.0 };
    Point {
        x: last.x,
        y: last.y + back,
    }
}

fn head_of(class: &str, before: Point, last: Point, xml: &mut Xml) {
    let back = if before.y < last.y { -8.0 } else { 8.0 };
    let (wide, class) = if class.contains("happy") {
        (5.5, "tip happy")
    } else {
        (4.5, "tip")
    };
    xml.path(
        class,
        &format!(
            "M{:.1} {:.1}L{:.1} {:.1}L{:.1} {:.1}Z",
            last.x,
            last.y,
            last.x - wide,
            last.y + back,
            last.x + wide,
            last.y + back
        ),
    );
}

fn card_class(kind: CardKind) -> &'static str {
    match kind {
        CardKind::State => "state",
        CardKind::Subflow => "subflow",
        CardKind::Person => "person",
        CardKind::Won => "won",
        CardKind::Lost => "lost",
        CardKind::Postponed => "postponed",
        CardKind::Returned => "returned",
        CardKind::Anywhere => "anywhere",
    }
}

fn line_class(cause: Cause) -> &'static str {
    match cause {
        Cause::Silence => "line silence",
        Cause::Otherwise | Cause::Unclear | Cause::Fails | Cause::Visits => "line thin",
        _ => "line",
    }
}

fn cause_class(cause: Cause) -> &'static str {
    match cause {
        Cause::Choice => "cause choice",
        Cause::Trigger => "cause trigger",
        Cause::Silence => "cause clock",
        Cause::Outcome | Cause::Condition | Cause::Arm => "cause outcome",
        _ => "cause",
    }
}

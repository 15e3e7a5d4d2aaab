//! What stands above the picture: its title, its goal, and what its signs mean.

use super::write::Xml;
use super::{card_class, cause_class, cut_corners, line_class};
use crate::draw::chart::{CardKind, Cause, Chart, ReturnTo};
use crate::draw::font;
use crate::draw::icon;
use crate::draw::layout::{Plan, Rect};
use crate::draw::wording::Wording;
use std::collections::HashMap;

/// From the left side.
const LEFT: f64 = 28.0;
/// The narrowest picture that a legend is set for.
const NARROWEST: f64 = 720.0;
/// A row of the legend.
const ROW: f64 = 26.0;
/// The sample before the words of a legend's entry.
const SAMPLE: f64 = 30.0;
/// The size of the legend's letters.
const LETTERS: f64 = 12.0;

/// A sample and what it means.
#[derive(Clone, Copy)]
enum Sample {
    Card(CardKind),
    Happy,
    Cause(Cause),
    Jump,
    Back,
    Protected,
}

/// The part above the picture.
pub(super) struct Head {
    /// The width it needs.
    pub(super) width: f64,
    /// Its height.
    pub(super) height: f64,
    title: Vec<String>,
    goal: Vec<String>,
    entries: Vec<(Sample, &'static str, f64, f64)>,
}

/// The picture in a sentence and the way to the goal, for who does not see it.
pub(super) fn description(chart: &Chart, own: &Wording) -> String {
    let count = |kinds: &[CardKind]| {
        chart
            .cards
            .iter()
            .filter(|card| kinds.contains(&card.kind))
            .count()
    };
    let ends = [
        CardKind::Won,
        CardKind::Lost,
        CardKind::Postponed,
        CardKind::Returned,
    ];
    let counts = [
        count(&[CardKind::State]),
        count(&[CardKind::Person]),
        count(&[CardKind::Subflow]),
        count(&ends),
    ];
    let parts = own
        .described
        .iter()
        .zip(counts)
        .map(|(name, count)| format!("{name}: {count}"));
    let parts: Vec<String> = parts.collect();
    let happy = chart.arrows.iter().filter(|arrow| arrow.happy);
    let next: HashMap<usize, usize> = happy.map(|arrow| (arrow.from, arrow.to)).collect();
    let way = std::iter::successors(Some(chart.start), |at| next.get(at).copied());
    let titles = way.filter_map(|at| chart.cards.get(at));
    let way: Vec<&str> = titles
        .take(chart.cards.len())
        .map(|card| &*card.title)
        .collect();
    format!(
        "{}. {}: {}.",
        parts.join(", "),
        own.legend.happy,
        way.join(" → ")
    )
}

impl Head {
    pub(super) fn new(chart: &Chart, own: &'static Wording, plan: &Plan) -> Head {
        let width = plan.width.max(NARROWEST);
        let room = width - 2.0 * LEFT;
        let title = font::wrap(
            &format!("{} v{}", chart.flow, chart.version),
            22.0,
            true,
            room,
            2,
        );
        let goal = font::wrap(&chart.goal, 14.0, false, room, 2);
        let mut top = 48.0 + 28.0 * title.len() as f64 + 20.0 * goal.len() as f64;
        let mut left = LEFT;
        let mut entries = Vec::new();
        for (sample, words) in samples(chart, own, plan) {
            let wide = SAMPLE + font::width(words, LETTERS, false) + 22.0;
            if left > LEFT && left + wide > width - LEFT {
                left = LEFT;
                top += ROW;
            }
            entries.push((sample, words, left, top));
            left += wide;
        }
        Head {
            width,
            height: top + 18.0,
            title,
            goal,
            entries,
        }
    }

    pub(super) fn draw(&self, xml: &mut Xml) {
        let mut y = 14.0;
        for line in &self.title {
            y += 28.0;
            xml.text("name", LEFT, y, line);
        }
        for line in &self.goal {
            y += 20.0;
            xml.text("goal", LEFT, y, line);
        }
        for (sample, words, x, y) in &self.entries {
            draw(*sample, *x, *y, xml);
            xml.text("key", x + SAMPLE, y + 4.0, words);
        }
        xml.raw("\n");
    }
}

/// The signs that this picture has.
fn samples(chart: &Chart, own: &'static Wording, plan: &Plan) -> Vec<(Sample, &'static str)> {
    let has_card = |kind: CardKind| chart.cards.iter().any(|card| card.kind == kind);
    let causes = || {
        chart
            .arrows
            .iter()
            .flat_map(|arrow| &arrow.labels)
            .map(|label| label.cause)
    };
    let has_cause = |wanted: &[Cause]| causes().any(|cause| wanted.contains(&cause));
    let legend = &own.legend;
    let kinds = [
        (CardKind::State, legend.state),
        (CardKind::Anywhere, own.at_any_moment),
        (CardKind::Subflow, own.subflow),
        (CardKind::Person, own.person),
        (CardKind::Won, own.won),
        (CardKind::Lost, own.lost),
        (CardKind::Postponed, own.postponed),
        (CardKind::Returned, own.returned),
    ];
    let mut samples = Vec::new();
    if chart.arrows.iter().any(|arrow| arrow.happy) {
        samples.push((Sample::Happy, legend.happy));
    }
    samples.extend(
        kinds
            .into_iter()
            .filter(|(kind, _)| has_card(*kind))
            .map(|(kind, words)| (Sample::Card(kind), words)),
    );
    let groups: [(&[Cause], &'static str); 6] = [
        (&[Cause::Choice], legend.choice),
        (&[Cause::Trigger], legend.trigger),
        (&[Cause::Outcome, Cause::Condition], legend.outcome),
        (&[Cause::Otherwise], legend.otherwise),
        (&[Cause::Unclear], own.unclear),
        (&[Cause::Silence], legend.silence),
    ];
    let groups = groups.into_iter().filter(|(causes, _)| has_cause(causes));
    samples.extend(groups.map(|(causes, words)| (Sample::Cause(causes[0]), words)));
    if plan.labels.iter().any(|label| label.face.jump.is_some()) {
        samples.push((Sample::Jump, legend.jump));
    }
    if chart.cards.iter().any(|card| !card.returns.is_empty()) {
        samples.push((Sample::Back, legend.back));
    }
    if chart.cards.iter().any(|card| card.protected) {
        samples.push((Sample::Protected, legend.protected));
    }
    samples
}

/// A sample, its middle at `y`.
fn draw(sample: Sample, x: f64, y: f64, xml: &mut Xml) {
    let rect = Rect {
        x,
        y: y - 8.0,
        width: 22.0,
        height: 16.0,
    };
    match sample {
        Sample::Card(kind) => {
            let class = card_class(kind);
            match kind {
                CardKind::Person => {
                    let large = Rect {
                        x: 0.0,
                        y: 0.0,
                        width: 44.0,
                        height: 32.0,
                    };
                    xml.raw(&format!(
                        "<g transform=\"translate({x:.1} {:.1}) scale(.5)\">",
                        y - 8.0
                    ));
                    xml.path(class, &cut_corners(&large));
                    xml.raw("</g>");
                }
                CardKind::State | CardKind::Subflow | CardKind::Anywhere => {
                    xml.rect(class, rect, 4.0)
                }
                _ => xml.rect(class, rect, 8.0),
            }
            if let Some(sign) = icon::of_card(kind) {
                xml.icon(&format!("sign {class}"), sign, x + 5.0, y - 6.0);
            }
        }
        Sample::Happy => xml.path("line happy", &format!("M{x:.1} {y:.1}h22")),
        Sample::Cause(cause) => {
            if matches!(cause, Cause::Silence | Cause::Otherwise) {
                xml.path(line_class(cause), &format!("M{:.1} {:.1}h22", x, y + 9.0));
            }
            xml.icon(cause_class(cause), icon::of_cause(cause), x + 5.0, y - 6.0);
        }
        Sample::Jump => {
            xml.rect("state jump", rect, 8.0);
            xml.icon("sign state", icon::of_cause(Cause::Goes), x + 5.0, y - 6.0);
        }
        Sample::Back => xml.icon("returns", icon::of_return(ReturnTo::Back), x + 5.0, y - 6.0),
        Sample::Protected => xml.icon("sign lock", icon::LOCK, x + 5.0, y - 6.0),
    }
}

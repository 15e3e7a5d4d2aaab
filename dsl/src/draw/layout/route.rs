//! Lines through their items, and the heights of layers.

use super::order::{Layers, What};
use super::place::{Wanted, in_order};
use super::{PlacedLabel, PlacedLine, Plan, Point, Rect};
use crate::draw::Chart;
use crate::draw::chart::CardKind;

/// Around the whole picture.
const MARGIN: f64 = 28.0;
/// Room above the first layer for the sign of the start.
const ABOVE: f64 = 30.0;
/// Between lines that meet a card side by side.
const BESIDE: f64 = 22.0;

/// Everything with its place.
pub(super) fn plan(chart: &Chart, all: Layers, x: &[f64]) -> Plan {
    let ports = Ports::new(chart, &all, x);
    let left = all
        .items
        .iter()
        .zip(x)
        .map(|(item, x)| x - item.width / 2.0)
        .fold(f64::MAX, f64::min);
    let right = all
        .items
        .iter()
        .zip(x)
        .map(|(item, x)| x + item.width / 2.0)
        .fold(f64::MIN, f64::max);
    let (left, right) = if all.items.is_empty() {
        (0.0, 0.0)
    } else {
        (left, right)
    };
    let shift = MARGIN - left;
    let (tops, bottoms) = heights(&all, &ports);
    let lines = lines(&all, &ports, x, shift, &tops, &bottoms);
    let mut cards = Vec::with_capacity(chart.cards.len());
    let mut labels = Vec::new();
    for (item, x) in all.items.into_iter().zip(x) {
        let rect = Rect {
            x: x - item.width / 2.0 + shift,
            y: tops[item.layer],
            width: item.width,
            height: item.height,
        };
        match item.what {
            What::Card(_, face) => cards.push((rect, face)),
            What::Label(arrow, face) => labels.push(PlacedLabel { arrow, rect, face }),
            What::Bend => {}
        }
    }
    let height = bottoms.last().copied().unwrap_or(ABOVE) + MARGIN;
    Plan {
        width: right - left + 2.0 * MARGIN,
        height,
        cards,
        labels,
        lines,
    }
}

/// Where each piece of a line meets its items, from left to right.
struct Ports {
    /// At the lower side of the upper item.
    upper: Vec<f64>,
    /// At the upper side of the lower item.
    lower: Vec<f64>,
}

impl Ports {
    fn new(chart: &Chart, all: &Layers, x: &[f64]) -> Ports {
        let mut ports = Ports {
            upper: all
                .segments
                .iter()
                .map(|segment| x[segment.upper])
                .collect(),
            lower: all
                .segments
                .iter()
                .map(|segment| x[segment.lower])
                .collect(),
        };
        let mut is_happy = vec![false; all.segments.len()];
        for (at, segment) in all.segments.iter().enumerate() {
            let column = all.items[segment.upper].happy && all.items[segment.lower].happy;
            is_happy[at] = column;
        }
        for card in 0..chart.cards.len() {
            let width = all.items[card].width;
            for (segments, is_upper) in
                [(&all.to_below[card], true), (&all.from_above[card], false)]
            {
                let other = |at: &usize| {
                    let segment = all.segments[*at];
                    x[if is_upper {
                        segment.lower
                    } else {
                        segment.upper
                    }]
                };
                let mut sorted = segments.clone();
                sorted.sort_by(|a, b| other(a).total_cmp(&other(b)));
                let round = matches!(
                    chart.cards[card].kind,
                    CardKind::Won | CardKind::Lost | CardKind::Postponed | CardKind::Returned
                );
                let half = width / 2.0 - if round { 30.0 } else { 16.0 };
                let others: Vec<f64> = sorted.iter().map(other).collect();
                let column = sorted.iter().position(|at| is_happy[*at]);
                let places = spread(&others, column, x[card], half);
                for (at, place) in sorted.into_iter().zip(places) {
                    let side = if is_upper {
                        &mut ports.upper
                    } else {
                        &mut ports.lower
                    };
                    side[at] = place;
                }
            }
        }
        ports
    }
}

/// Places side by side along a card, near to where the lines come from; the way to the goal is in the middle, and
/// so is a line that comes alone.
fn spread(others: &[f64], column: Option<usize>, middle: f64, half: f64) -> Vec<f64> {
    if others.len() < 2 {
        return vec![middle; others.len()];
    }
    let (left, right) = match column {
        Some(column) => (column, others.len() - 1 - column),
        None => (others.len() - 1, 0),
    };
    let whole = if column.is_some() { half } else { 2.0 * half };
    let step = BESIDE.min(whole / left.max(right).max(1) as f64);
    let side = |lines: &[f64], from: f64, to: f64| {
        let wanted = lines.iter().enumerate().map(|(nth, other)| {
            let offset = nth as f64 * step;
            Wanted {
                place: other.clamp(from, to) - offset,
                weight: 1.0,
                offset,
            }
        });
        let wanted: Vec<Wanted> = wanted.collect();
        let least = from;
        let most = to - (lines.len().max(1) - 1) as f64 * step;
        let places = in_order(&wanted).into_iter().zip(&wanted);
        let places =
            places.map(|(place, wanted)| place.clamp(least, most.max(least)) + wanted.offset);
        places.collect::<Vec<f64>>()
    };
    match column {
        None => side(others, middle - half, middle + half),
        Some(column) => {
            let mut places = side(&others[..column], middle - half, middle - step);
            places.push(middle);
            places.extend(side(&others[column + 1..], middle + step, middle + half));
            places
        }
    }
}

/// The top and the bottom of each layer. Between two layers there is the more room the farther lines run aside.
fn heights(all: &Layers, ports: &Ports) -> (Vec<f64>, Vec<f64>) {
    let mut aside = vec![0.0f64; all.layers.len()];
    for (at, segment) in all.segments.iter().enumerate() {
        let layer = all.items[segment.upper].layer;
        aside[layer] = aside[layer].max((ports.upper[at] - ports.lower[at]).abs());
    }
    let (mut tops, mut bottoms) = (Vec::new(), Vec::new());
    let mut y = MARGIN + ABOVE;
    for (layer, items) in all.layers.iter().enumerate() {
        let tallest = items
            .iter()
            .map(|item| all.items[*item].height)
            .fold(0.0, f64::max);
        tops.push(y);
        bottoms.push(y + tallest);
        let gap = if tallest == 0.0 { 0.0 } else { 22.0 };
        y += tallest + (gap + aside[layer] * 0.07).min(80.0);
    }
    (tops, bottoms)
}

fn lines(
    all: &Layers,
    ports: &Ports,
    x: &[f64],
    shift: f64,
    tops: &[f64],
    bottoms: &[f64],
) -> Vec<PlacedLine> {
    let mut segment_at = 0;
    let mut lines = Vec::with_capacity(all.chains.len());
    for (arrow, (chain, up)) in all.chains.iter().enumerate() {
        let mut points: Vec<Point> = Vec::with_capacity(2 * chain.len());
        // Pieces were made chain by chain, each from top to bottom.
        for pair in chain.windows(2) {
            let (upper, lower) = (&all.items[pair[0]], &all.items[pair[1]]);
            let own_bottom = tops[upper.layer] + upper.height;
            let is_bend = matches!(upper.what, What::Bend);
            if !is_bend {
                points.push(Point {
                    x: ports.upper[segment_at] + shift,
                    y: own_bottom,
                });
            }
            points.push(Point {
                x: ports.upper[segment_at] + shift,
                y: bottoms[upper.layer],
            });
            points.push(Point {
                x: ports.lower[segment_at] + shift,
                y: tops[lower.layer],
            });
            if let What::Label(_, face) = &lower.what {
                // The line passes behind its label.
                points.push(Point {
                    x: x[pair[1]] + shift,
                    y: tops[lower.layer] + face.height,
                });
            }
            segment_at += 1;
        }
        points.dedup();
        let head = chain
            .last()
            .is_some_and(|last| matches!(all.items[*last].what, What::Card(..)));
        if !head {
            points.pop();
        }
        if *up {
            points.reverse();
        }
        lines.push(PlacedLine {
            arrow,
            points,
            head,
        });
    }
    lines
}

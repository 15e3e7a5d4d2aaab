//! Layers of items, in an order with few crossings.

use super::face::{self, CardFace, LabelFace};
use super::rank::Ranks;
use crate::draw::Chart;
use crate::draw::wording::Wording;

/// How many segments are looked at in all sweeps together: large charts get fewer sweeps.
const SWEEP_WORK: usize = 1_000_000;
/// Neighbours with more pairs of lines than this are not tried the other way round.
const MOST_PAIRS: usize = 4_096;
/// The most sweeps.
const MOST_SWEEPS: usize = 32;

/// Charts with more segments than this are not looked over for lines that change sides.
const FEW_SEGMENTS: usize = 1_500;
/// After that, neighbours are swapped so often again.
const SETTLING: usize = 4;
/// A line over the way to the goal counts as so many crossings.
const OVER_HAPPY: u64 = 4;

/// What an item stands for.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum What {
    /// A card, by its place in the chart.
    Card(usize, CardFace),
    /// The label of an arrow.
    Label(usize, LabelFace),
    /// A line passes here.
    Bend,
}

/// Something that takes room in a layer.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// What it is.
    pub(super) what: What,
    /// Its layer: twice the rank for cards, odd between.
    pub(super) layer: usize,
    /// Its width.
    pub(super) width: f64,
    /// Its height.
    pub(super) height: f64,
    /// Whether it stands in the straight column.
    pub(super) happy: bool,
}

/// A piece of a line between neighbouring layers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment {
    /// The item above.
    pub(super) upper: usize,
    /// The item below.
    pub(super) lower: usize,
}

/// All items, in layers.
pub(super) struct Layers {
    /// Items; the chart's cards are the first of them.
    pub(super) items: Vec<Item>,
    /// Items of each layer, from left to right.
    pub(super) layers: Vec<Vec<usize>>,
    /// Pieces of lines.
    pub(super) segments: Vec<Segment>,
    /// For each arrow, its items from top to bottom, and whether it goes up.
    pub(super) chains: Vec<(Vec<usize>, bool)>,
    /// Segments that end at each item from above.
    pub(super) from_above: Vec<Vec<usize>>,
    /// Segments that begin at each item and go down.
    pub(super) to_below: Vec<Vec<usize>>,
}

/// Puts everything into layers.
pub(super) fn layers(chart: &Chart, ranks: &Ranks) -> Layers {
    let own = Wording::of(chart.lang);
    let mut touching = vec![(0usize, 0usize); chart.cards.len()];
    for (at, arrow) in chart.arrows.iter().enumerate() {
        touching[arrow.from].1 += 1;
        if !ranks.jumps[at] {
            touching[arrow.to].0 += 1;
        }
    }
    let mut all = Layers {
        items: Vec::new(),
        layers: Vec::new(),
        segments: Vec::new(),
        chains: Vec::with_capacity(chart.arrows.len()),
        from_above: Vec::new(),
        to_below: Vec::new(),
    };
    for (at, card) in chart.cards.iter().enumerate() {
        let (above, below) = touching[at];
        let face = face::card(card, above.max(below), own);
        let (width, height) = (face.width, face.height);
        let happy = card.happy || at == chart.start;
        all.add(Item {
            what: What::Card(at, face),
            layer: 2 * ranks.of[at] as usize,
            width,
            height,
            happy,
        });
    }
    for at in 0..chart.arrows.len() {
        all.chain(chart, ranks, at);
    }
    let last = all.items.iter().map(|item| item.layer).max();
    all.layers = vec![Vec::new(); last.map_or(0, |last| last + 1)];
    for (at, item) in all.items.iter().enumerate() {
        all.layers[item.layer].push(at);
    }
    all.uncross();
    all
}

impl Layers {
    fn add(&mut self, item: Item) -> usize {
        self.items.push(item);
        self.from_above.push(Vec::new());
        self.to_below.push(Vec::new());
        self.items.len() - 1
    }

    /// The items of an arrow, and the pieces between.
    fn chain(&mut self, chart: &Chart, ranks: &Ranks, at: usize) {
        let arrow = &chart.arrows[at];
        let (from, to) = (
            2 * ranks.of[arrow.from] as usize,
            2 * ranks.of[arrow.to] as usize,
        );
        if ranks.jumps[at] {
            let face = face::label(chart, &arrow.labels, Some(arrow.to));
            let label = self.label(at, face, from + 1, false);
            self.join(&[arrow.from, label]);
            self.chains.push((vec![arrow.from, label], false));
            return;
        }
        let up = to < from;
        let (upper, lower) = if up {
            (arrow.to, arrow.from)
        } else {
            (arrow.from, arrow.to)
        };
        let (first, last) = (from.min(to) + 1, from.max(to) - 1);
        let mut chain = vec![upper];
        for layer in first..=last {
            let labelled = !arrow.labels.is_empty() && layer == if up { last } else { first };
            chain.push(if labelled {
                let face = face::label(chart, &arrow.labels, None);
                self.label(at, face, layer, arrow.happy)
            } else {
                self.add(Item {
                    what: What::Bend,
                    layer,
                    width: 10.0,
                    height: 0.0,
                    happy: arrow.happy,
                })
            });
        }
        chain.push(lower);
        self.join(&chain);
        self.chains.push((chain, up));
    }

    fn label(&mut self, arrow: usize, face: LabelFace, layer: usize, happy: bool) -> usize {
        let (width, height) = (face.width, face.height);
        self.add(Item {
            what: What::Label(arrow, face),
            layer,
            width,
            height,
            happy,
        })
    }

    fn join(&mut self, chain: &[usize]) {
        for pair in chain.windows(2) {
            self.to_below[pair[0]].push(self.segments.len());
            self.from_above[pair[1]].push(self.segments.len());
            self.segments.push(Segment {
                upper: pair[0],
                lower: pair[1],
            });
        }
    }

    /// Sweeps down and up, each layer ordered by where its neighbours stand; the best order is kept.
    fn uncross(&mut self) {
        let sweeps = (SWEEP_WORK / self.segments.len().max(1)).clamp(2, MOST_SWEEPS);
        let mut at = vec![0.0; self.items.len()];
        for layer in &self.layers {
            number(layer, &mut at);
        }
        let mut best = (self.crossings(&at), self.layers.clone());
        for sweep in 0..sweeps {
            let down = sweep % 2 == 0;
            for step in 0..self.layers.len() {
                let layer = if down {
                    step
                } else {
                    self.layers.len() - 1 - step
                };
                let mut items = std::mem::take(&mut self.layers[layer]);
                let mut keyed: Vec<(f64, usize)> = items
                    .iter()
                    .map(|item| {
                        (
                            self.barycentre(*item, down, &at).unwrap_or(at[*item]),
                            *item,
                        )
                    })
                    .collect();
                keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
                items.clear();
                items.extend(keyed.into_iter().map(|(_, item)| item));
                number(&items, &mut at);
                self.layers[layer] = items;
            }
            self.swap_neighbours(&mut at);
            let crossings = self.crossings(&at);
            if crossings < best.0 {
                best = (crossings, self.layers.clone());
            }
            if best.0 == 0 {
                break;
            }
        }
        self.layers = best.1;
        for layer in &self.layers {
            number(layer, &mut at);
        }
        if self.segments.len() <= FEW_SEGMENTS {
            self.keep_sides(best.0, &mut at);
            for _ in 0..SETTLING {
                self.swap_neighbours(&mut at);
            }
        }
    }

    /// Lines that go over the straight column and come back stay on their side, where that crosses no more.
    fn keep_sides(&mut self, mut crossings: u64, at: &mut [f64]) {
        for chain in 0..self.chains.len() {
            let items = self.chains[chain].0.clone();
            let sides: Vec<i8> = items.iter().map(|item| self.side(*item, at)).collect();
            let mut begin = 1;
            while begin + 1 < items.len() {
                let run = sides[begin..items.len() - 1]
                    .iter()
                    .take_while(|side| **side == sides[begin])
                    .count();
                let (before, after) = (sides[begin - 1], sides[begin + run]);
                let comes_back =
                    before != sides[begin] && after != sides[begin] && before + after != 0;
                if sides[begin] != 0 && comes_back {
                    let kept = (self.layers.clone(), at.to_vec());
                    for item in &items[begin..begin + run] {
                        self.cross_over(*item, at);
                    }
                    let now = self.crossings(at);
                    if now <= crossings {
                        crossings = now;
                    } else {
                        self.layers = kept.0;
                        at.copy_from_slice(&kept.1);
                    }
                }
                begin += run;
            }
        }
    }

    /// On which side of the straight column an item stands: -1 left, 1 right, 0 in it or where it does not reach.
    fn side(&self, item: usize, at: &[f64]) -> i8 {
        let layer = &self.layers[self.items[item].layer];
        match layer.iter().find(|other| self.items[**other].happy) {
            Some(column) if at[item] < at[*column] => -1,
            Some(column) if at[item] > at[*column] => 1,
            _ => 0,
        }
    }

    /// Moves an item to the other side of the straight column, next to it.
    fn cross_over(&mut self, item: usize, at: &mut [f64]) {
        let to_right = self.side(item, at) < 0;
        let layer = self.items[item].layer;
        self.layers[layer].retain(|other| *other != item);
        let column = self.layers[layer]
            .iter()
            .position(|other| self.items[*other].happy);
        let place = column.map_or(0, |column| column + usize::from(to_right));
        self.layers[layer].insert(place, item);
        number(&self.layers[layer], at);
    }

    /// Where the neighbours of an item stand, on average.
    fn barycentre(&self, item: usize, down: bool, at: &[f64]) -> Option<f64> {
        let near: Vec<f64> = self.neighbours(item, down).map(|other| at[other]).collect();
        if near.is_empty() {
            None
        } else {
            Some(near.iter().sum::<f64>() / near.len() as f64)
        }
    }

    /// The items joined to one from above, or from below.
    pub(super) fn neighbours(&self, item: usize, above: bool) -> impl Iterator<Item = usize> {
        let segments = if above {
            &self.from_above[item]
        } else {
            &self.to_below[item]
        };
        segments.iter().map(move |segment| {
            let segment = self.segments[*segment];
            if above { segment.upper } else { segment.lower }
        })
    }

    /// Swaps neighbours in a layer where that takes crossings away.
    fn swap_neighbours(&mut self, at: &mut [f64]) {
        for layer in 0..self.layers.len() {
            for left in 1..self.layers[layer].len() {
                let (a, b) = (self.layers[layer][left - 1], self.layers[layer][left]);
                let lines = |item: usize| self.from_above[item].len() + self.to_below[item].len();
                if lines(a) * lines(b) > MOST_PAIRS {
                    continue;
                }
                let mut gain = 0i64;
                for above in [true, false] {
                    for one in self.neighbours(a, above) {
                        for other in self.neighbours(b, above) {
                            let weight = (self.weight(a, one) * self.weight(b, other)) as i64;
                            let (is_crossed, would_be) = (at[one] > at[other], at[one] < at[other]);
                            gain += weight * (i64::from(is_crossed) - i64::from(would_be));
                        }
                    }
                }
                if gain > 0 {
                    self.layers[layer].swap(left - 1, left);
                    at.swap(a, b);
                }
            }
        }
    }

    /// How many pieces of lines cross.
    fn crossings(&self, at: &[f64]) -> u64 {
        self.layers
            .iter()
            .map(|layer| self.crossings_below(layer, at))
            .sum()
    }

    /// Crossings below a layer: pairs of pieces in one order above and in the other below, counted in a tree of
    /// prefix sums.
    fn crossings_below(&self, layer: &[usize], at: &[f64]) -> u64 {
        let mut ends: Vec<(usize, u64)> = Vec::new();
        for item in layer {
            let lower = self
                .neighbours(*item, false)
                .map(|other| (at[other] as usize, self.weight(*item, other)));
            let begin = ends.len();
            ends.extend(lower);
            ends[begin..].sort_unstable();
        }
        let size = ends.iter().map(|(end, _)| end + 1).max().unwrap_or(0);
        let mut sums = vec![0u64; size + 1];
        let (mut crossings, mut seen) = (0, 0);
        for (end, weight) in ends {
            let mut not_right = 0;
            let mut node = end + 1;
            while node > 0 {
                not_right += sums[node];
                node &= node - 1;
            }
            crossings += weight * (seen - not_right);
            seen += weight;
            let mut node = end + 1;
            while node <= size {
                sums[node] += weight;
                node += node & node.wrapping_neg();
            }
        }
        crossings
    }

    /// How much it costs to cross the piece between two items.
    fn weight(&self, one: usize, other: usize) -> u64 {
        if self.items[one].happy && self.items[other].happy {
            OVER_HAPPY
        } else {
            1
        }
    }
}

fn number(layer: &[usize], at: &mut [f64]) {
    for (place, item) in layer.iter().enumerate() {
        at[*item] = place as f64;
    }
}

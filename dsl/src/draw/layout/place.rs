//! Places in a layer: near to what an item is joined with, at a distance from its neighbours.

use super::order::{Item, Layers, What};

/// Between cards side by side.
const BESIDE_CARD: f64 = 30.0;
/// Between labels, or lines, side by side.
const BESIDE_LINE: f64 = 14.0;
/// How many segments are looked at in all rounds together.
const WORK: usize = 2_000_000;

/// The middle of each item, the straight column at 0.
pub(super) fn middles(all: &Layers) -> Vec<f64> {
    let mut x = vec![0.0; all.items.len()];
    for layer in &all.layers {
        let mut right = 0.0;
        for (nth, item) in layer.iter().enumerate() {
            right += if nth == 0 {
                0.0
            } else {
                distance(&all.items[layer[nth - 1]], &all.items[*item])
            };
            x[*item] = right;
        }
        let shift = layer
            .iter()
            .find(|item| all.items[**item].happy)
            .map_or(right / 2.0, |item| x[*item]);
        layer.iter().for_each(|item| x[*item] -= shift);
    }
    let rounds = (WORK / all.segments.len().max(1)).clamp(6, 60);
    for round in 0..rounds {
        let down = round % 2 == 0;
        for step in 0..all.layers.len() {
            let layer = if down {
                step
            } else {
                all.layers.len() - 1 - step
            };
            // The first rounds carry places through the picture, the others settle between both sides.
            settle(all, &all.layers[layer], (round < 6).then_some(down), &mut x);
        }
    }
    for _ in 0..3 {
        straighten(all, &mut x);
    }
    x
}

/// Puts what a line runs through one above the other as far as its neighbours leave room: one bend is better than a
/// stair.
fn straighten(all: &Layers, x: &mut [f64]) {
    let mut beside = vec![(None, None); all.items.len()];
    for layer in &all.layers {
        for pair in layer.windows(2) {
            beside[pair[0]].1 = Some(pair[1]);
            beside[pair[1]].0 = Some(pair[0]);
        }
    }
    let room = |item: usize, x: &[f64]| {
        let own = &all.items[item];
        let (left, right) = beside[item];
        let left = left.map_or(f64::MIN, |left: usize| {
            x[left] + distance(&all.items[left], own)
        });
        let right = right.map_or(f64::MAX, |right: usize| {
            x[right] - distance(own, &all.items[right])
        });
        (left, right)
    };
    for (chain, _) in &all.chains {
        let [_, inner @ .., last] = &chain[..] else {
            continue;
        };
        if inner.iter().any(|item| all.items[*item].happy) {
            continue;
        }
        // What ends alone at its card is led to its middle, else it goes down from where it began.
        let alone = all.from_above[*last].len() == 1;
        let mut rest = inner;
        while let Some(begin) = rest.first() {
            let (mut left, mut right) = room(*begin, x);
            let mut count = 1;
            for item in &rest[1..] {
                let (from, to) = room(*item, x);
                if from.max(left) > to.min(right) {
                    break;
                }
                (left, right) = (from.max(left), to.min(right));
                count += 1;
            }
            let (run, after) = rest.split_at(count);
            let mean = run.iter().map(|item| x[*item]).sum::<f64>() / count as f64;
            let wanted = if after.is_empty() && alone {
                x[*last]
            } else {
                mean
            };
            if left <= right {
                run.iter()
                    .for_each(|item| x[*item] = wanted.clamp(left, right));
            }
            rest = after;
        }
    }
}

/// How far apart the middles of neighbours are at least.
fn distance(left: &Item, right: &Item) -> f64 {
    let is_card = |item: &Item| matches!(item.what, What::Card(..));
    let beside = if is_card(left) || is_card(right) {
        BESIDE_CARD
    } else {
        BESIDE_LINE
    };
    (left.width + right.width) / 2.0 + beside
}

/// Moves the items of a layer as near as can be to what they are joined with.
fn settle(all: &Layers, layer: &[usize], above_only: Option<bool>, x: &mut [f64]) {
    let mut wanted = Vec::with_capacity(layer.len());
    let mut offset = 0.0;
    let mut column = None;
    for (nth, item) in layer.iter().enumerate() {
        if nth > 0 {
            offset += distance(&all.items[layer[nth - 1]], &all.items[*item]);
        }
        if all.items[*item].happy {
            column = Some((nth, -offset));
        }
        let (place, weight) = wish(all, *item, above_only, x);
        wanted.push(Wanted {
            place: place - offset,
            weight,
            offset,
        });
    }
    let places = match column {
        None => in_order(&wanted),
        Some((nth, fixed)) => {
            let left = in_order(&wanted[..nth])
                .into_iter()
                .map(|place| place.min(fixed));
            let right = in_order(&wanted[nth + 1..])
                .into_iter()
                .map(|place| place.max(fixed));
            left.chain([fixed]).chain(right).collect()
        }
    };
    for ((item, place), wanted) in layer.iter().zip(places).zip(&wanted) {
        x[*item] = place + wanted.offset;
    }
}

/// Where an item wants to be, and how much.
fn wish(all: &Layers, item: usize, above_only: Option<bool>, x: &[f64]) -> (f64, f64) {
    let bends = |at: usize| !matches!(all.items[at].what, What::Card(..));
    let (mut sum, mut weight) = (0.0, 0.0);
    for above in [true, false] {
        if above_only.is_some_and(|only| only != above) {
            continue;
        }
        for other in all.neighbours(item, above) {
            // A long line is straight in its middle rather than at its ends.
            let pull = if bends(item) && bends(other) {
                6.0
            } else {
                1.0
            };
            sum += x[other] * pull;
            weight += pull;
        }
    }
    if weight == 0.0 {
        (x[item], 0.05)
    } else {
        (sum / weight, weight)
    }
}

/// What an item of a layer wants; places are counted without the room of the items before it.
pub(super) struct Wanted {
    pub(super) place: f64,
    pub(super) weight: f64,
    pub(super) offset: f64,
}

/// The places nearest to those wanted that keep the order (pool adjacent violators: items that push each other
/// stand together at their mean).
pub(super) fn in_order(wanted: &[Wanted]) -> Vec<f64> {
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for want in wanted {
        let mut pool = (want.place, want.weight, 1);
        while let Some((place, weight, count)) =
            pools.last().copied().filter(|last| last.0 > pool.0)
        {
            pools.pop();
            let both = weight + pool.1;
            pool = (
                (place * weight + pool.0 * pool.1) / both,
                both,
                count + pool.2,
            );
        }
        pools.push(pool);
    }
    pools
        .into_iter()
        .flat_map(|(place, _, count)| std::iter::repeat_n(place, count))
        .collect()
}

//! Ranks: how far down each card stands, and which ways are drawn as jumps.

use crate::draw::chart::{CardKind, Chart};
use std::collections::VecDeque;

/// A card that more arrows than this lead to keeps one of them, and the way to the goal; the others are jumps.
const MOST_ARROWS_IN: usize = 4;
/// A line that goes down more ranks than this is a jump.
const FARTHEST_DOWN: u32 = 4;
/// A line that goes up more ranks than this is a jump.
const FARTHEST_UP: u32 = 3;

/// Where cards stand, and what is drawn as a jump.
pub(super) struct Ranks {
    /// The rank of each card, from 0 at the top.
    pub(super) of: Vec<u32>,
    /// Whether each arrow is a jump.
    pub(super) jumps: Vec<bool>,
}

/// Ranks the cards of a chart.
pub(super) fn ranks(chart: &Chart) -> Ranks {
    let mut jumps = crowded(chart);
    let of = longest_ways(chart, &jumps);
    cut_long(chart, &of, &mut jumps);
    // Fewer lines let cards move up; what is long now is cut without moving anything again.
    let of = longest_ways(chart, &jumps);
    cut_long(chart, &of, &mut jumps);
    Ranks { of, jumps }
}

/// Arrows to cards that too many lead to.
fn crowded(chart: &Chart) -> Vec<bool> {
    let mut entering: Vec<Vec<usize>> = vec![Vec::new(); chart.cards.len()];
    for (at, arrow) in chart.arrows.iter().enumerate() {
        entering[arrow.to].push(at);
    }
    // What is heard anywhere stands at the top beside the start, not below it.
    let begins_anew =
        |from: usize, to: usize| to == chart.start && chart.cards[from].kind == CardKind::Anywhere;
    let mut jumps: Vec<bool> = chart
        .arrows
        .iter()
        .map(|arrow| begins_anew(arrow.from, arrow.to))
        .collect();
    for arrows in entering
        .iter()
        .filter(|arrows| arrows.len() > MOST_ARROWS_IN)
    {
        let from = |at: &usize| chart.cards[chart.arrows[*at].from].kind;
        let happy = arrows.iter().find(|at| chart.arrows[**at].happy);
        let kept = arrows
            .iter()
            .find(|at| from(at) == CardKind::Anywhere)
            .or(arrows.first());
        for at in arrows {
            jumps[*at] |= Some(at) != happy && (happy.is_some() || Some(at) != kept);
        }
    }
    jumps
}

fn cut_long(chart: &Chart, ranks: &[u32], jumps: &mut [bool]) {
    for (at, arrow) in chart.arrows.iter().enumerate() {
        let (from, to) = (ranks[arrow.from], ranks[arrow.to]);
        jumps[at] |= !arrow.happy && (to > from + FARTHEST_DOWN || from > to + FARTHEST_UP);
    }
}

/// Each card one rank below the lowest that leads to it, cycles cut where they come back nearer to the start.
fn longest_ways(chart: &Chart, jumps: &[bool]) -> Vec<u32> {
    let count = chart.cards.len();
    let drawn = || {
        chart
            .arrows
            .iter()
            .enumerate()
            .filter(|(at, _)| !jumps[*at])
            .map(|(_, arrow)| arrow)
    };
    let mut leaving = vec![Vec::new(); count];
    for arrow in drawn() {
        leaving[arrow.from].push(arrow.to);
    }
    let near = nearness(chart);
    let cycle = cycles(&leaving);
    let mut below = vec![Vec::new(); count];
    let mut above = vec![0u32; count];
    for arrow in drawn() {
        let in_cycle = cycle[arrow.from] == cycle[arrow.to];
        // Nothing stands above the start.
        let comes_back = arrow.to == chart.start || in_cycle && near[arrow.to] < near[arrow.from];
        let (upper, lower) = if comes_back {
            (arrow.to, arrow.from)
        } else {
            (arrow.from, arrow.to)
        };
        below[upper].push(lower);
        above[lower] += 1;
    }
    let roots: Vec<usize> = (0..count).filter(|card| above[*card] == 0).collect();
    let mut ranks = vec![0u32; count];
    let mut open: VecDeque<usize> = roots.iter().copied().collect();
    while let Some(card) = open.pop_front() {
        for lower in &below[card] {
            ranks[*lower] = ranks[*lower].max(ranks[card] + 1);
            above[*lower] -= 1;
            if above[*lower] == 0 {
                open.push_back(*lower);
            }
        }
    }
    for root in roots.into_iter().filter(|root| *root != chart.start) {
        let nearest = below[root].iter().map(|lower| ranks[*lower]).min();
        ranks[root] = nearest.map_or(ranks[root], |rank| rank.saturating_sub(1));
    }
    ranks
}

/// An order of cards by their distance from the start, the way to the goal first.
fn nearness(chart: &Chart) -> Vec<(u32, bool, usize)> {
    let mut leaving = vec![Vec::new(); chart.cards.len()];
    for arrow in &chart.arrows {
        leaving[arrow.from].push((arrow.to, arrow.happy));
    }
    let mut far = vec![u32::MAX; chart.cards.len()];
    // The way to the goal goes down all along, however short another way is.
    let mut at = Some(chart.start).filter(|start| *start < far.len());
    let mut depth = 0;
    let mut open = VecDeque::new();
    while let Some(card) = at {
        far[card] = depth;
        open.push_back(card);
        depth += 1;
        at = leaving[card]
            .iter()
            .find(|(to, happy)| *happy && far[*to] == u32::MAX)
            .map(|(to, _)| *to);
    }
    let aside = (0..far.len()).filter(|card| chart.cards[*card].kind == CardKind::Anywhere);
    let rest = 0..far.len();
    let mut seeds = aside.chain(rest);
    loop {
        while let Some(card) = open.pop_front() {
            for (to, _) in &leaving[card] {
                if far[*to] == u32::MAX {
                    far[*to] = far[card] + 1;
                    open.push_back(*to);
                }
            }
        }
        match seeds.find(|card| far[*card] == u32::MAX) {
            Some(card) => {
                far[card] = 0;
                open.push_back(card);
            }
            None => break,
        }
    }
    far.into_iter()
        .enumerate()
        .map(|(card, far)| (far, !chart.cards[card].happy, card))
        .collect()
}

/// For each card the cycle it lies on (its strongly connected component), by number.
fn cycles(leaving: &[Vec<usize>]) -> Vec<usize> {
    const NONE: usize = usize::MAX;
    let count = leaving.len();
    let (mut index, mut low, mut cycle) = (vec![NONE; count], vec![NONE; count], vec![NONE; count]);
    let (mut next, mut found) = (0, 0);
    let mut stack = Vec::new();
    let mut path: Vec<(usize, usize)> = Vec::new();
    for root in 0..count {
        if index[root] != NONE {
            continue;
        }
        path.push((root, 0));
        while let Some((card, taken)) = path.last_mut() {
            let card = *card;
            if *taken == 0 {
                index[card] = next;
                low[card] = next;
                next += 1;
                stack.push(card);
            }
            if let Some(to) = leaving[card].get(*taken) {
                *taken += 1;
                if index[*to] == NONE {
                    path.push((*to, 0));
                } else if cycle[*to] == NONE {
                    low[card] = low[card].min(index[*to]);
                }
                continue;
            }
            path.pop();
            if let Some((parent, _)) = path.last() {
                low[*parent] = low[*parent].min(low[card]);
            }
            if low[card] == index[card] {
                while let Some(member) = stack.pop() {
                    cycle[member] = found;
                    if member == card {
                        break;
                    }
                }
                found += 1;
            }
        }
    }
    cycle
}

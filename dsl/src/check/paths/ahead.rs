//! What can be reached from where, `back` included: it leads to every wait point that was left there.

use super::{Paths, What};

/// For each node, whether some path from it leads to a node that `wanted` holds for.
///
/// Of a wait point that is left by `silence` or `anywhere`, only what is reached without coming `back`
/// counts: `back` leads to the same wait point again. A `back` itself leads on if some wait point, left on a
/// path to it, does. Each node is looked at a bounded number of times.
pub(in crate::check) fn leads_to(paths: &Paths<'_>, wanted: impl Fn(usize) -> bool) -> Vec<bool> {
    let count = paths.nodes.len();
    let mut into: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut left_from: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (from, node) in paths.nodes.iter().enumerate() {
        for way in &node.ways {
            let list = if way.by.leaves() {
                &mut left_from
            } else {
                &mut into
            };
            list[way.to].push(from);
        }
    }
    // First without any `back`.
    let mut leads = vec![false; count];
    let mut ahead: Vec<usize> = (0..count).filter(|node| wanted(*node)).collect();
    while let Some(node) = ahead.pop() {
        if !std::mem::replace(&mut leads[node], true) {
            ahead.extend(into[node].iter().chain(&left_from[node]));
        }
    }
    // Then each wait point that leads there lends it to the `back`s that come back to it.
    let mut lent = vec![false; count];
    let mut lend: Vec<usize> = (0..count).filter(|node| leads[*node]).collect();
    while let Some(from) = lend.pop() {
        let ways = paths.nodes[from].ways.iter();
        let mut aside: Vec<usize> = ways
            .filter(|way| way.by.leaves())
            .map(|way| way.to)
            .collect();
        while let Some(node) = aside.pop() {
            if std::mem::replace(&mut lent[node], true) {
                continue;
            }
            if matches!(paths.nodes[node].what, What::Back(_)) {
                let mut ahead = vec![node];
                while let Some(node) = ahead.pop() {
                    if !std::mem::replace(&mut leads[node], true) {
                        lend.push(node);
                        ahead.extend(&into[node]);
                    }
                }
            }
            let ways = paths.nodes[node].ways.iter();
            aside.extend(ways.filter(|way| !way.by.leaves()).map(|way| way.to));
        }
    }
    leads
}

//! Circles: nodes that lead to each other.

use super::{Paths, Way};

/// The circles of a flow over some of its ways.
pub(in crate::check) struct Rounds {
    /// For each node, the number of its group; nodes of one group lead to each other. A group's number
    /// is greater than those of all groups it leads to.
    pub(in crate::check) group: Vec<usize>,
    /// The groups that are circles, with their nodes in ascending order.
    pub(in crate::check) circles: Vec<Vec<usize>>,
}

/// Finds the circles over the ways that `follow` takes (Tarjan 1972, without recursion).
pub(in crate::check) fn rounds<'a>(
    paths: &Paths<'a>,
    follow: impl Fn(usize, &Way<'a>) -> bool,
) -> Rounds {
    const NEW: usize = usize::MAX;
    let count = paths.nodes.len();
    let mut group = vec![NEW; count];
    let mut order = vec![NEW; count];
    let mut low = vec![0; count];
    let (mut open, mut path) = (Vec::new(), Vec::new());
    let (mut next, mut groups) = (0, 0);
    let mut circles = Vec::new();
    for root in 0..count {
        if order[root] != NEW {
            continue;
        }
        path.push((root, 0));
        while let Some((node, way)) = path.pop() {
            if way == 0 {
                order[node] = next;
                low[node] = next;
                next += 1;
                open.push(node);
            }
            let ways = &paths.nodes[node].ways;
            let mut deeper = None;
            for (index, taken) in ways.iter().enumerate().skip(way) {
                if !follow(node, taken) {
                    continue;
                }
                if order[taken.to] == NEW {
                    deeper = Some((index + 1, taken.to));
                    break;
                }
                if group[taken.to] == NEW {
                    low[node] = low[node].min(order[taken.to]);
                }
            }
            if let Some((resume, to)) = deeper {
                path.push((node, resume));
                path.push((to, 0));
                continue;
            }
            if let Some((above, _)) = path.last() {
                low[*above] = low[*above].min(low[node]);
            }
            if low[node] == order[node] {
                let first = open.iter().rposition(|other| *other == node).unwrap_or(0);
                let mut members = open.split_off(first);
                members.iter().for_each(|member| group[*member] = groups);
                groups += 1;
                let itself = |way: &Way<'a>| way.to == node && follow(node, way);
                if members.len() > 1 || ways.iter().any(itself) {
                    members.sort_unstable();
                    circles.push(members);
                }
            }
        }
    }
    Rounds { group, circles }
}

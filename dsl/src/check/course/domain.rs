//! What a value may still be, once conditions have been asked of it: a set of names, an interval with
//! holes, and whether it may be empty.

use std::collections::BTreeSet;

use engine::graph::Comparison;
use rust_decimal::Decimal;

/// What a value may be.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Domain {
    /// It may be empty.
    pub(super) empty: bool,
    /// What it may be otherwise.
    pub(super) of: Of,
}

/// What a value may be, where it is not empty.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Of {
    /// Nothing.
    None,
    /// One of these.
    Among(BTreeSet<String>),
    /// Anything but these.
    Except(BTreeSet<String>),
    /// A number between two bounds, but none of these.
    Between(Bound, Bound, BTreeSet<Decimal>),
}

/// An end of an interval: a number, and whether it belongs to it; absent where there is no end.
pub(super) type Bound = Option<(Decimal, bool)>;

/// What a value is compared with.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Constant {
    /// A name or a text, as compared.
    Name(String),
    /// A number, a sum, a share or a duration.
    Number(Decimal),
}

impl Domain {
    /// Of a value that can be anything that is compared with such a constant.
    pub(super) fn any(like: &Constant) -> Domain {
        let of = match like {
            Constant::Name(_) => Of::Except(BTreeSet::new()),
            Constant::Number(_) => Of::Between(None, None, BTreeSet::new()),
        };
        Domain { empty: true, of }
    }

    /// Whether nothing is left that the value could be.
    pub(super) fn is_nothing(&self) -> bool {
        !self.empty && self.of == Of::None
    }

    /// What is left where a comparison holds, or does not. Comparing an empty value holds for no
    /// sign but `is not`, which says nothing of it.
    pub(super) fn compared(&self, by: Comparison, with: &Constant, holds: bool) -> Domain {
        let of = match (by, holds) {
            (Comparison::Is, true) | (Comparison::IsNot, false) => self.of.only(with),
            (Comparison::Is, false) | (Comparison::IsNot, true) => self.of.without(with),
            (by, holds) => match with {
                Constant::Number(number) => self.of.ordered(by, *number, holds),
                Constant::Name(_) => self.of.clone(),
            },
        };
        let empty = self.empty && !(holds && by != Comparison::IsNot);
        Domain { empty, of }
    }

    /// What it may be where two paths join.
    pub(super) fn or(&self, other: &Domain) -> Domain {
        Domain {
            empty: self.empty || other.empty,
            of: self.of.or(&other.of),
        }
    }
}

impl Of {
    fn only(&self, with: &Constant) -> Of {
        match (self, with) {
            (Of::Among(names), Constant::Name(name)) => match names.contains(name) {
                true => Of::Among([name.clone()].into()),
                false => Of::None,
            },
            (Of::Except(names), Constant::Name(name)) if names.contains(name) => Of::None,
            (Of::Between(low, high, holes), Constant::Number(number)) => {
                let above =
                    low.is_none_or(|(low, closed)| *number > low || (closed && *number == low));
                let below =
                    high.is_none_or(|(high, closed)| *number < high || (closed && *number == high));
                match above && below && !holes.contains(number) {
                    true => Of::Between(
                        Some((*number, true)),
                        Some((*number, true)),
                        BTreeSet::new(),
                    ),
                    false => Of::None,
                }
            }
            // A product or a person goes by more than one name.
            _ => self.clone(),
        }
    }

    fn without(&self, with: &Constant) -> Of {
        match (self, with) {
            (Of::Among(names), Constant::Name(name)) => {
                let mut left = names.clone();
                left.remove(name);
                if left.is_empty() {
                    Of::None
                } else {
                    Of::Among(left)
                }
            }
            (Of::Except(names), Constant::Name(name)) => {
                let mut names = names.clone();
                names.insert(name.clone());
                Of::Except(names)
            }
            (Of::Between(low, high, holes), Constant::Number(number)) => {
                let mut holes = holes.clone();
                holes.insert(*number);
                Of::Between(*low, *high, holes).or_none()
            }
            _ => self.clone(),
        }
    }

    fn ordered(&self, by: Comparison, number: Decimal, holds: bool) -> Of {
        let Of::Between(low, high, holes) = self else {
            return self.clone();
        };
        let (low, high) = (*low, *high);
        let above = |closed| Of::Between(later(low, (number, closed)), high, holes.clone());
        let below = |closed| Of::Between(low, sooner(high, (number, closed)), holes.clone());
        let of = match (by, holds) {
            (Comparison::Less, true) | (Comparison::GreaterOrEqual, false) => below(false),
            (Comparison::LessOrEqual, true) | (Comparison::Greater, false) => below(true),
            (Comparison::Greater, true) | (Comparison::LessOrEqual, false) => above(false),
            _ => above(true),
        };
        of.or_none()
    }

    /// Nothing, where no number is left in the interval.
    fn or_none(self) -> Of {
        if let Of::Between(Some((low, low_closed)), Some((high, high_closed)), holes) = &self {
            let point = low == high && *low_closed && *high_closed && !holes.contains(low);
            if low > high || (low == high && !point) {
                return Of::None;
            }
        }
        self
    }

    fn or(&self, other: &Of) -> Of {
        match (self, other) {
            (Of::None, of) | (of, Of::None) => of.clone(),
            (Of::Among(a), Of::Among(b)) => Of::Among(a.union(b).cloned().collect()),
            (Of::Except(a), Of::Except(b)) => Of::Except(a.intersection(b).cloned().collect()),
            (Of::Between(low, high, holes), Of::Between(other_low, other_high, others)) => {
                let low = low.zip(*other_low).map(|(a, b)| match a.0 == b.0 {
                    true => (a.0, a.1 || b.1),
                    false => {
                        if a.0 < b.0 {
                            a
                        } else {
                            b
                        }
                    }
                });
                let high = high.zip(*other_high).map(|(a, b)| match a.0 == b.0 {
                    true => (a.0, a.1 || b.1),
                    false => {
                        if a.0 > b.0 {
                            a
                        } else {
                            b
                        }
                    }
                });
                Of::Between(low, high, holes.intersection(others).copied().collect())
            }
            _ => Of::Except(BTreeSet::new()),
        }
    }
}

fn later(low: Bound, other: (Decimal, bool)) -> Bound {
    Some(match low {
        Some(low) if low.0 > other.0 || (low.0 == other.0 && !low.1) => low,
        _ => other,
    })
}

fn sooner(high: Bound, other: (Decimal, bool)) -> Bound {
    Some(match high {
        Some(high) if high.0 < other.0 || (high.0 == other.0 && !high.1) => high,
        _ => other,
    })
}

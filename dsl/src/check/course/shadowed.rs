//! F008: a condition that can never hold, since those above it have taken all it speaks of.
//!
//! Each state is followed line by line from its beginning, where nothing is known but the types. A
//! question makes all of it uncertain again: the buyer may correct any slot there.

use std::collections::{BTreeSet, HashMap};

use engine::graph::Comparison;

use crate::Diagnostic;
use crate::ast::{Block, Condition, Expr, Flow, Ident, Path, Slot, Statement, StatementKind, Type};
use crate::check::names::key;
use crate::diagnostic::{Fact, course};

use super::domain::{Constant, Domain, Of};
use super::{Course, yes_no};

pub(super) fn check(course: &Course<'_, '_>, index: usize, found: &mut Vec<Diagnostic>) {
    let flow = course.flow(index);
    let slots = flow.slots.iter().chain(&flow.needs).chain(&flow.gives);
    let mut following = Following {
        flow,
        slots: HashMap::new(),
        found,
    };
    for slot in slots {
        following.slots.entry(&slot.name.key).or_insert(slot);
    }
    for state in &flow.states {
        following.block(&state.body, Some(Seen::default()));
    }
    for arm in &flow.anywhere {
        following.block(&arm.body, Some(Seen::default()));
    }
}

/// So many values are kept apart at once.
const MOST: usize = 64;

/// What the conditions above have left of each value, with the line of the last that took some.
#[derive(Clone, Default)]
struct Seen {
    left: HashMap<String, (Domain, usize)>,
}

struct Following<'a, 'f> {
    flow: &'a Flow,
    slots: HashMap<&'a str, &'a Slot>,
    found: &'f mut Vec<Diagnostic>,
}

impl<'a> Following<'a, '_> {
    /// What is left below a block; `None` where nothing comes below.
    fn block(&mut self, block: &'a Block, mut seen: Option<Seen>) -> Option<Seen> {
        for statement in block {
            seen = self.statement(statement, seen?);
        }
        seen
    }

    fn statement(&mut self, statement: &'a Statement, mut seen: Seen) -> Option<Seen> {
        match &statement.kind {
            StatementKind::If(branch) => {
                let line = statement.line as usize;
                let then = self.learn(&seen, &branch.condition, true, line);
                if then.is_none() {
                    self.tell(statement, &seen, &branch.condition);
                }
                let not = self.learn(&seen, &branch.condition, false, line);
                let then = match then {
                    Some(then) => self.block(&branch.then, Some(then)),
                    None => None,
                };
                let otherwise = match (&branch.otherwise, not) {
                    (Some(otherwise), Some(not)) => self.block(&otherwise.node, Some(not)),
                    (None, not) => not,
                    (Some(_), None) => None,
                };
                join(then, otherwise)
            }
            StatementKind::Exit(_) => None,
            StatementKind::Split(split) => {
                let arms = split.arms.iter();
                let below = arms.map(|arm| self.block(&arm.body, Some(seen.clone())));
                below.collect::<Vec<_>>().into_iter().fold(None, join)
            }
            StatementKind::Do(call) => {
                let binds = call.outcomes.iter().filter_map(|arm| arm.bind.as_ref());
                for name in binds.chain(&call.bind) {
                    self.forget(&mut seen, name);
                }
                for arm in &call.outcomes {
                    self.block(&arm.body, Some(seen.clone()));
                }
                Some(seen)
            }
            StatementKind::Set(slot, _) => {
                self.forget(&mut seen, slot);
                Some(seen)
            }
            StatementKind::Say(_) | StatementKind::Show(_) | StatementKind::Learn(..) => Some(seen),
            StatementKind::Wait(wait) => {
                let options = wait
                    .options
                    .iter()
                    .filter_map(|option| option.body.as_ref());
                let whens = wait.whens.iter().map(|arm| &arm.body);
                let otherwise = wait.otherwise.iter().map(|otherwise| &otherwise.node);
                let silence = wait.silence.iter().map(|line| &line.body);
                for body in options.chain(whens).chain(otherwise).chain(silence) {
                    self.block(body, Some(Seen::default()));
                }
                Some(Seen::default())
            }
            StatementKind::Run(run) => {
                for arm in &run.outcomes {
                    self.block(&arm.body, Some(Seen::default()));
                }
                Some(Seen::default())
            }
            StatementKind::ForgetPersonal | StatementKind::Broken(_) => Some(Seen::default()),
        }
    }

    fn tell(&mut self, statement: &Statement, seen: &Seen, condition: &Condition) {
        let mut paths = Vec::new();
        mentioned(condition, &mut paths);
        let lines = paths.iter().filter_map(|path| seen.left.get(path));
        let earlier = lines.map(|(_, line)| *line).max();
        let fact = Fact::Course(course::Course::Shadowed { earlier });
        let at = statement.span.range();
        self.found.push(Diagnostic::new(self.flow.file, at, fact));
    }

    /// A name got another value, and with it whatever depends on it.
    fn forget(&self, seen: &mut Seen, name: &Ident) {
        let root = |path: &str| path.split('.').next().unwrap_or(path) == &*name.key;
        let depends = |path: &str| {
            self.slots
                .get(path)
                .is_some_and(|slot| !slot.depends_on.is_empty())
        };
        seen.left.retain(|path, _| !root(path) && !depends(path));
    }

    /// What is left where a condition turns out so; `None` where it cannot.
    fn learn(&self, seen: &Seen, condition: &Condition, holds: bool, line: usize) -> Option<Seen> {
        match (condition, holds) {
            (Condition::Known(path), holds) => self.filled(seen, path, holds, line),
            (Condition::Empty(path), holds) => self.filled(seen, path, !holds, line),
            (Condition::Compare(left, by, right), holds) => {
                let Expr::Path(path) = left else {
                    return Some(seen.clone());
                };
                self.compared(seen, path, *by, right, holds, line)
            }
            (Condition::In(value, of), holds) => {
                let Expr::Path(path) = value else {
                    return Some(seen.clone());
                };
                let one = |seen: &Seen, of: &Expr| {
                    self.compared(seen, path, Comparison::Is, of, holds, line)
                };
                match holds {
                    true => of.iter().map(|of| one(seen, of)).fold(None, join),
                    false => of.iter().try_fold(seen.clone(), |seen, of| one(&seen, of)),
                }
            }
            (Condition::Not(inner), holds) => self.learn(seen, inner, !holds, line),
            (Condition::All(parts), true) | (Condition::Any(parts), false) => {
                parts.iter().try_fold(seen.clone(), |seen, part| {
                    self.learn(&seen, part, holds, line)
                })
            }
            (Condition::All(parts), false) | (Condition::Any(parts), true) => {
                let ways = parts.iter().map(|part| self.learn(seen, part, holds, line));
                ways.fold(None, join)
            }
        }
    }

    fn filled(&self, seen: &Seen, path: &Path, filled: bool, line: usize) -> Option<Seen> {
        let name = key(path);
        let mut domain = self.domain(seen, path, None)?;
        if filled {
            domain.empty = false;
        } else {
            domain.of = Of::None;
        }
        put(seen, name, domain, line)
    }

    fn compared(
        &self,
        seen: &Seen,
        path: &Path,
        by: Comparison,
        with: &Expr,
        holds: bool,
        line: usize,
    ) -> Option<Seen> {
        let Some((constant, unit)) = self.constant(path, with) else {
            return Some(seen.clone());
        };
        let name = format!("{}{unit}", key(path));
        let domain = match seen.left.get(&name) {
            Some((domain, _)) => domain.clone(),
            None => self.domain(seen, path, Some(&constant))?,
        };
        put(seen, name, domain.compared(by, &constant, holds), line)
    }

    /// What a value may be here. Where it was not asked about, its type tells.
    fn domain(&self, seen: &Seen, path: &Path, like: Option<&Constant>) -> Option<Domain> {
        if let Some((domain, _)) = seen.left.get(&key(path)) {
            let mut domain = domain.clone();
            if let (Of::Except(names), Some(like @ Constant::Number(_))) = (&domain.of, like)
                && names.is_empty()
            {
                domain.of = Domain::any(like).of;
            }
            return Some(domain);
        }
        let slot = self
            .slots
            .get(&*path.root.key)
            .filter(|_| path.fields.is_empty());
        let of = match slot.map(|slot| (&slot.kind.node, &slot.range)) {
            Some((Type::Choice(names), _)) if !names.is_empty() => {
                Of::Among(names.iter().map(|name| name.key.to_string()).collect())
            }
            Some((Type::YesNo | Type::Consent, _)) => {
                Of::Among(["no", "yes"].map(str::to_owned).into())
            }
            Some((Type::Number | Type::Percent, Some(range))) => {
                let (low, high) = range.node;
                Of::Between(Some((low, true)), Some((high, true)), BTreeSet::new())
            }
            _ => {
                let any = Constant::Name(String::new());
                return Some(Domain::any(like.unwrap_or(&any)));
            }
        };
        Some(Domain { empty: true, of })
    }

    /// A value that is written in the script; and what keeps it apart from values of other units.
    fn constant(&self, path: &Path, with: &Expr) -> Option<(Constant, String)> {
        let slot = self
            .slots
            .get(&*path.root.key)
            .filter(|_| path.fields.is_empty());
        let number = |number, unit: &str| Some((Constant::Number(number), unit.to_owned()));
        match with {
            Expr::Number(found) => number(found.node, ""),
            Expr::Percent(found) => number(found.node, ""),
            Expr::Duration(found) => number(found.node.into(), " ms"),
            Expr::Money(found) => number(found.node.0, &format!(" {}", found.node.1.as_str())),
            Expr::Text(text) if !text.node.is_empty() => Some((
                Constant::Name(crate::line::key(&text.node).to_string()),
                String::new(),
            )),
            Expr::Path(value) if value.fields.is_empty() => {
                let name = match slot.map(|slot| &slot.kind.node)? {
                    Type::Choice(names) => names
                        .contains(&value.root)
                        .then(|| value.root.key.to_string())?,
                    Type::YesNo | Type::Consent => {
                        let yes = yes_no(self.flow, &value.root)?;
                        (if yes { "yes" } else { "no" }).to_owned()
                    }
                    _ => return None,
                };
                Some((Constant::Name(name), String::new()))
            }
            _ => None,
        }
    }
}

/// The values a condition speaks of.
fn mentioned(condition: &Condition, paths: &mut Vec<String>) {
    match condition {
        Condition::Known(path) | Condition::Empty(path) => paths.push(key(path)),
        Condition::Compare(Expr::Path(path), ..) | Condition::In(Expr::Path(path), _) => {
            paths.push(key(path));
        }
        Condition::Not(inner) => mentioned(inner, paths),
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().for_each(|part| mentioned(part, paths));
        }
        _ => {}
    }
}

fn put(seen: &Seen, name: String, domain: Domain, line: usize) -> Option<Seen> {
    if domain.is_nothing() {
        return None;
    }
    let mut seen = seen.clone();
    if seen.left.len() >= MOST {
        seen.left.clear();
    }
    seen.left.insert(name, (domain, line));
    Some(seen)
}

/// What is left where two paths join: only what both have asked about.
fn join(one: Option<Seen>, other: Option<Seen>) -> Option<Seen> {
    let (Some(mut one), Some(other)) = (one.clone(), other.clone()) else {
        return one.or(other);
    };
    one.left.retain(|path, (domain, line)| {
        let Some((joined, last)) = other.left.get(path) else {
            return false;
        };
        *domain = domain.or(joined);
        *line = (*line).max(*last);
        true
    });
    Some(one)
}

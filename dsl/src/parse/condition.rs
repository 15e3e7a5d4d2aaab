//! Conditions and arguments.

use crate::ast::{Arg, Condition, Expr};
use crate::line::{Row, Rule, literal::operand};
use engine::graph::Comparison;
use pest::iterators::Pair;

/// `a is b and not c is known or d > 5`
pub(super) fn condition(row: &Row<'_>, pair: Pair<'_, Rule>) -> Option<Condition> {
    let all = pair
        .into_inner()
        .filter(|inner| inner.as_rule() == Rule::all);
    one_or(
        all.map(|inner| conjunction(row, inner))
            .collect::<Option<Vec<_>>>()?,
        Condition::Any,
    )
}

fn conjunction(row: &Row<'_>, pair: Pair<'_, Rule>) -> Option<Condition> {
    let parts = pair
        .into_inner()
        .filter(|inner| inner.as_rule() == Rule::negated);
    one_or(
        parts
            .map(|inner| negated(row, inner))
            .collect::<Option<Vec<_>>>()?,
        Condition::All,
    )
}

fn one_or(mut parts: Vec<Condition>, many: fn(Vec<Condition>) -> Condition) -> Option<Condition> {
    if parts.len() == 1 {
        parts.pop()
    } else {
        Some(many(parts))
    }
}

fn negated(row: &Row<'_>, pair: Pair<'_, Rule>) -> Option<Condition> {
    let mut odd = false;
    let mut found = None;
    for inner in pair.into_inner() {
        match inner.as_rule() {
            Rule::k_not => odd = !odd,
            _ => found = test(row, inner),
        }
    }
    Some(negate(found?, odd))
}

fn negate(condition: Condition, odd: bool) -> Condition {
    if odd {
        Condition::Not(Box::new(condition))
    } else {
        condition
    }
}

fn test(row: &Row<'_>, pair: Pair<'_, Rule>) -> Option<Condition> {
    let mut parts = pair.into_inner();
    let left = operand(row, parts.next()?)?;
    let how = parts.next()?;
    let compare =
        |left, by, right: Pair<'_, Rule>| Some(Condition::Compare(left, by, operand(row, right)?));
    match how.as_rule() {
        Rule::known => Some(Condition::Known(path_of(left)?)),
        Rule::empty => Some(Condition::Empty(path_of(left)?)),
        Rule::unknown => Some(negate(Condition::Known(path_of(left)?), true)),
        Rule::filled => Some(negate(Condition::Empty(path_of(left)?), true)),
        Rule::like => compare(left, Comparison::Is, last(how)?),
        Rule::unlike => compare(left, Comparison::IsNot, last(how)?),
        Rule::among => {
            let odd = how.clone().into_inner().next()?.as_rule() == Rule::k_not;
            let items = how
                .into_inner()
                .filter(|inner| inner.as_rule() == Rule::operand);
            let items = items
                .map(|item| operand(row, item))
                .collect::<Option<Vec<_>>>()?;
            Some(negate(Condition::In(left, items), odd))
        }
        _ => {
            let by = match how.as_str() {
                "<" => Comparison::Less,
                "<=" => Comparison::LessOrEqual,
                ">" => Comparison::Greater,
                _ => Comparison::GreaterOrEqual,
            };
            compare(left, by, parts.next()?)
        }
    }
}

fn last(pair: Pair<'_, Rule>) -> Option<Pair<'_, Rule>> {
    pair.into_inner().last()
}

fn path_of(value: Expr) -> Option<crate::ast::Path> {
    match value {
        Expr::Path(path) => Some(path),
        _ => None,
    }
}

/// `(item, count: 2)`
pub(super) fn args(row: &Row<'_>, pair: Pair<'_, Rule>) -> Option<Vec<Arg>> {
    pair.into_inner()
        .map(|arg| {
            let inner = arg.into_inner().next()?;
            if inner.as_rule() == Rule::operand {
                return Some(Arg {
                    name: None,
                    value: operand(row, inner)?,
                });
            }
            let mut parts = inner.into_inner();
            let name = row.ident(&parts.next()?);
            Some(Arg {
                name: Some(name),
                value: operand(row, parts.next()?)?,
            })
        })
        .collect()
}

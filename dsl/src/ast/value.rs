//! Values, paths to them, and conditions.

use super::Ident;
use crate::source::{Span, Spanned};
use engine::graph::Comparison;
use rust_decimal::Decimal;
use understand::Currency;

/// `quoted.price`
#[derive(Clone, Debug)]
pub struct Path {
    /// The first name.
    pub root: Ident,
    /// The others.
    pub fields: Vec<Ident>,
    /// All of it.
    pub span: Span,
}

/// A condition.
#[derive(Clone, Debug)]
pub enum Condition {
    /// `a is b`
    Compare(Expr, Comparison, Expr),
    /// `a in b, c`
    In(Expr, Vec<Expr>),
    /// `x is known`
    Known(Path),
    /// `x is empty`
    Empty(Path),
    /// `not`
    Not(Box<Condition>),
    /// `and`
    All(Vec<Condition>),
    /// `or`
    Any(Vec<Condition>),
}

/// A value as written.
#[derive(Clone, Debug)]
pub enum Expr {
    /// `"…"`
    Text(Spanned<String>),
    /// `1 500` or `1,5`
    Number(Spanned<Decimal>),
    /// `990 RUB`
    Money(Spanned<(Decimal, Currency)>),
    /// `10%`
    Percent(Spanned<Decimal>),
    /// `15m`, in milliseconds.
    Duration(Spanned<i64>),
    /// A path, or the name of an option, or a yes or a no.
    Path(Path),
}

impl Expr {
    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            Expr::Text(text) => text.span,
            Expr::Number(number) | Expr::Percent(number) => number.span,
            Expr::Money(money) => money.span,
            Expr::Duration(duration) => duration.span,
            Expr::Path(path) => path.span,
        }
    }
}

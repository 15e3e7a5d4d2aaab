//! Values in statements and conditions, and D104: a value of the wrong type.

use super::Scope;
use super::kind::{fits, is_ordered, may_be_ordered, may_be_same};
use crate::ast::{self, Ident};
use crate::diagnostic::{Fact, Thing};
use engine::graph::{Comparison, Condition, Expr};
use engine::{Kind, Name, Value};
use understand::Money;

impl Scope<'_> {
    /// A value where a type is needed; a mismatch is told.
    pub(crate) fn expr_of(&mut self, value: &ast::Expr, expected: &Kind, of: &str) -> Option<Expr> {
        let (expr, kind) = self.expr(value, Some(expected), of)?;
        if let Some(kind) = kind
            && !fits(&kind, expected)
        {
            self.tell_type(value, kind, expected.clone());
            return None;
        }
        Some(expr)
    }

    /// A value, with its type where it is known. Option names and bare numbers are read as the
    /// expected type has them; `of` is whose values the option names are.
    pub(crate) fn expr(
        &mut self,
        value: &ast::Expr,
        expected: Option<&Kind>,
        of: &str,
    ) -> Option<(Expr, Option<Kind>)> {
        let literal = |value: Value, kind: Kind| Some((Expr::Literal(value), Some(kind)));
        match value {
            ast::Expr::Text(text) => {
                let words = &text.node;
                match expected {
                    Some(Kind::Product) => {
                        literal(Value::Product(Name::from(&**words)), Kind::Product)
                    }
                    Some(kind @ Kind::Choice(names)) => {
                        let same =
                            |name: &&Name| *crate::line::key(name) == *crate::line::key(words);
                        match names.iter().find(same) {
                            Some(name) => literal(Value::Choice(name.clone()), kind.clone()),
                            None => literal(Value::text(words.as_str()), Kind::Text),
                        }
                    }
                    _ => literal(Value::text(words.as_str()), Kind::Text),
                }
            }
            ast::Expr::Number(number) => match expected {
                Some(kind @ Kind::Money(currency)) => {
                    let currency = currency.unwrap_or(self.shop.context.currency);
                    literal(
                        Value::Money(Money {
                            amount: number.node,
                            currency,
                        }),
                        kind.clone(),
                    )
                }
                Some(Kind::Percent) => literal(Value::Percent(number.node), Kind::Percent),
                _ => literal(Value::Number(number.node), Kind::Number),
            },
            ast::Expr::Money(money) => {
                let (amount, currency) = money.node;
                literal(
                    Value::Money(Money { amount, currency }),
                    Kind::Money(Some(currency)),
                )
            }
            ast::Expr::Percent(percent) => literal(Value::Percent(percent.node), Kind::Percent),
            ast::Expr::Duration(length) => {
                literal(Value::Duration(length.node / 1000), Kind::Duration)
            }
            ast::Expr::Path(path) => {
                if path.fields.is_empty()
                    && let Some(named) = self.named(&path.root, expected)
                {
                    return Some(named);
                }
                if let Some(Kind::Choice(values)) = expected
                    && path.fields.is_empty()
                    && !self.is_value(&path.root.key)
                    && !values.is_empty()
                {
                    let names = values.iter().map(|name| &**name);
                    self.tell_unknown(&path.root, Thing::Choice, of, names);
                    return None;
                }
                let (path, kind) = self.path(path)?;
                Some((Expr::Path(path), kind))
            }
        }
    }

    /// A bare name that is one of the values of the expected type.
    fn named(&self, name: &Ident, expected: Option<&Kind>) -> Option<(Expr, Option<Kind>)> {
        match expected? {
            kind @ Kind::Choice(values) => {
                let value = values
                    .iter()
                    .find(|value| *crate::line::key(value) == *name.key)?;
                Some((
                    Expr::Literal(Value::Choice(value.clone())),
                    Some(kind.clone()),
                ))
            }
            kind @ (Kind::YesNo | Kind::Consent) if !self.is_value(&name.key) => {
                let yes = self.yes_no(&name.key)?;
                Some((Expr::Literal(Value::YesNo(yes)), Some(kind.clone())))
            }
            _ => None,
        }
    }

    /// A condition.
    pub(crate) fn condition(&mut self, condition: &ast::Condition) -> Option<Condition> {
        Some(match condition {
            ast::Condition::Compare(left, by, right) => {
                let (from, to) = self.compared(left, *by, right)?;
                Condition::Compare(from, *by, to)
            }
            ast::Condition::In(left, items) => {
                let mut value = None;
                let mut among = Vec::with_capacity(items.len());
                for item in items {
                    let (left, item) = self.compared(left, Comparison::Is, item)?;
                    value.get_or_insert(left);
                    among.push(item);
                }
                Condition::In(value?, among)
            }
            ast::Condition::Known(path) => Condition::Known(self.path(path)?.0),
            ast::Condition::Empty(path) => Condition::Empty(self.path(path)?.0),
            ast::Condition::Not(inner) => Condition::Not(Box::new(self.condition(inner)?)),
            ast::Condition::All(parts) => Condition::All(self.conditions(parts)?),
            ast::Condition::Any(parts) => Condition::Any(self.conditions(parts)?),
        })
    }

    fn conditions(&mut self, parts: &[ast::Condition]) -> Option<Vec<Condition>> {
        // Each part is looked at, so that each mistake is told.
        let parts: Vec<Option<Condition>> = parts.iter().map(|part| self.condition(part)).collect();
        parts.into_iter().collect()
    }

    /// Two values that are compared, each read as the other's type has it.
    fn compared(
        &mut self,
        left: &ast::Expr,
        by: Comparison,
        right: &ast::Expr,
    ) -> Option<(Expr, Expr)> {
        let literal_left = !matches!(left, ast::Expr::Path(_));
        let (first, second) = if literal_left {
            (right, left)
        } else {
            (left, right)
        };
        let (one, kind) = self.expr(first, None, "")?;
        let of = written(first);
        let (two, other) = self.expr(second, kind.as_ref(), &of)?;
        if let (Some(kind), Some(other)) = (&kind, &other) {
            let other = match other {
                Kind::List(item) if by == Comparison::Is && !matches!(kind, Kind::List(_)) => item,
                other => other,
            };
            let equality = matches!(by, Comparison::Is | Comparison::IsNot);
            if !equality && !is_ordered(kind) {
                let fact = Fact::NotComparable {
                    value: of,
                    found: kind.clone(),
                    by: sign(by).to_owned(),
                };
                self.tell(first.span(), fact);
                return None;
            }
            let good = if equality {
                may_be_same(kind, other)
            } else {
                may_be_ordered(kind, other)
            };
            if !good {
                self.tell_type(second, other.clone(), kind.clone());
                return None;
            }
        }
        Some(if literal_left { (two, one) } else { (one, two) })
    }

    /// Tells that a value is of the wrong type.
    pub(crate) fn tell_type(&mut self, value: &ast::Expr, found: Kind, expected: Kind) {
        self.tell(
            value.span(),
            Fact::WrongType {
                value: written(value),
                found,
                expected,
            },
        );
    }
}

/// A value as its author wrote it, near enough for a message.
pub(crate) fn written(value: &ast::Expr) -> String {
    match value {
        ast::Expr::Text(text) => format!("\"{}\"", text.node),
        ast::Expr::Number(number) => number.node.to_string(),
        ast::Expr::Money(money) => format!("{} {}", money.node.0, money.node.1.as_str()),
        ast::Expr::Percent(percent) => format!("{}%", percent.node),
        ast::Expr::Duration(length) => format!("{}s", length.node / 1000),
        ast::Expr::Path(path) => path_written(path),
    }
}

/// `quoted.price`
pub(crate) fn path_written(path: &ast::Path) -> String {
    let fields = path.fields.iter().map(|field| format!(".{}", field.name));
    std::iter::once(path.root.name.to_string())
        .chain(fields)
        .collect()
}

fn sign(by: Comparison) -> &'static str {
    match by {
        Comparison::Is => "is",
        Comparison::IsNot => "is not",
        Comparison::Less => "<",
        Comparison::LessOrEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterOrEqual => ">=",
    }
}

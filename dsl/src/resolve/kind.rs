//! Types: of slots, of fields, and which value fits where.

use crate::ast::Type;
use engine::{Kind, Name};

/// The type that a script writes.
pub(crate) fn kind_of(kind: &Type) -> Kind {
    match kind {
        Type::Text => Kind::Text,
        Type::YesNo => Kind::YesNo,
        Type::Choice(values) => {
            Kind::Choice(values.iter().map(|value| value.name.clone()).collect())
        }
        Type::Number => Kind::Number,
        Type::Money(currency) => Kind::Money(*currency),
        Type::Percent => Kind::Percent,
        Type::Phone => Kind::Phone,
        Type::Email => Kind::Email,
        Type::Date => Kind::Date,
        Type::Time => Kind::Time,
        Type::DateTime => Kind::DateTime,
        Type::Duration => Kind::Duration,
        Type::Name => Kind::Name,
        Type::Address => Kind::Address,
        Type::Product => Kind::Product,
        Type::Photo => Kind::Photo,
        Type::File => Kind::File,
        Type::Consent => Kind::Consent,
        Type::List(of) => Kind::List(Box::new(kind_of(of))),
    }
}

/// Whether a value of the type `found` may stand where `expected` is needed. A choice passes as text.
pub(crate) fn fits(found: &Kind, expected: &Kind) -> bool {
    match (found, expected) {
        (Kind::Any, _) | (_, Kind::Any) => true,
        (Kind::Choice(found), Kind::Choice(expected)) => {
            found.is_empty()
                || expected.is_empty()
                || found.iter().all(|name| expected.contains(name))
        }
        (Kind::Text, Kind::Name | Kind::Address) => true,
        (Kind::Choice(_) | Kind::Name | Kind::Address | Kind::Phone | Kind::Email, Kind::Text) => {
            true
        }
        (Kind::Money(found), Kind::Money(expected)) => {
            found.is_none() || expected.is_none() || found == expected
        }
        (Kind::YesNo | Kind::Consent, Kind::YesNo | Kind::Consent) => true,
        (Kind::Photo, Kind::File) => true,
        (Kind::List(found), Kind::List(expected)) => fits(found, expected),
        (Kind::Record(found), Kind::Record(expected)) => found.name == expected.name,
        (found, expected) => found == expected,
    }
}

/// Whether two values may be compared for being the same.
pub(crate) fn may_be_same(left: &Kind, right: &Kind) -> bool {
    let words = |kind: &Kind| {
        matches!(
            kind,
            Kind::Text | Kind::Choice(_) | Kind::Name | Kind::Address | Kind::Phone | Kind::Email
        )
    };
    fits(left, right)
        || fits(right, left)
        || words(left) && words(right)
        || may_be_ordered(left, right)
        || matches!(
            (left, right),
            (Kind::Product, Kind::Text) | (Kind::Text, Kind::Product)
        )
}

/// Whether one of two values may be the greater.
pub(crate) fn may_be_ordered(left: &Kind, right: &Kind) -> bool {
    match (left, right) {
        (Kind::Any, other) | (other, Kind::Any) => is_ordered(other) || *other == Kind::Any,
        (Kind::Money(_), Kind::Money(_)) => fits(left, right),
        (Kind::Money(_) | Kind::Percent, Kind::Number)
        | (Kind::Number, Kind::Money(_) | Kind::Percent) => true,
        (Kind::DateTime, Kind::Date | Kind::Time) | (Kind::Date | Kind::Time, Kind::DateTime) => {
            true
        }
        (left, right) => left == right && is_ordered(left),
    }
}

/// Whether values of a type have a greater and a lesser.
pub(crate) fn is_ordered(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Any
            | Kind::Number
            | Kind::Money(_)
            | Kind::Percent
            | Kind::Date
            | Kind::Time
            | Kind::DateTime
            | Kind::Duration
    )
}

/// What a field of a value is.
pub(crate) enum Field {
    /// A known field, as declared, with its type where it is known.
    Known(Name, Option<Kind>),
    /// A field that may be there: a column of the catalog.
    Open,
    /// No such field; those there are.
    Missing(Vec<Name>),
}

/// The field of a value of a type.
pub(crate) fn field(kind: &Kind, key: &str) -> Field {
    let one = |name: &str, kind: Kind| Field::Known(Name::from(name), Some(kind));
    match kind {
        Kind::Any => Field::Open,
        Kind::Product => match key {
            "sku" | "name" | "category" | "description" => one(key, Kind::Text),
            "price" | "full_price" => one(key, Kind::Money(None)),
            "stock" => one(key, Kind::Number),
            "discount" => one(key, Kind::Percent),
            _ => Field::Open,
        },
        Kind::Record(record) => {
            let same = |name: &Name| *crate::line::key(name) == *key;
            match record.fields.iter().find(|(name, _)| same(name)) {
                Some((name, kind)) => Field::Known(name.clone(), Some(kind.clone())),
                None => {
                    Field::Missing(record.fields.iter().map(|(name, _)| name.clone()).collect())
                }
            }
        }
        Kind::List(_) if key == "count" => one("count", Kind::Number),
        Kind::List(_) => Field::Missing(vec!["count".into()]),
        _ => Field::Missing(Vec::new()),
    }
}

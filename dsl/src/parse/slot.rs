//! Lines of `slots`, and the types in them.

use super::Reader;
use crate::ast::{Ident, Slot, Type};
use crate::diagnostic::{Fact, Thing};
use crate::line::{Row, Rule, literal};
use crate::source::Spanned;
use pest::iterators::Pair;
use understand::Currency;

impl Reader<'_> {
    /// `total money RUB, 500 to 100000, personal`
    pub(super) fn slot(&mut self, row: &Row<'_>, pair: Pair<'_, Rule>) -> Option<Slot> {
        let mut parts = pair.into_inner();
        let name = row.ident(&parts.next()?);
        let mut slot = plain(row, name, parts.next()?)?;
        for tail in parts {
            let part = tail.into_inner().next()?;
            if part.as_rule() == Rule::range {
                slot.range = self.range(row, part)?;
            } else {
                modify(row, &mut slot, part)?;
            }
        }
        Some(slot)
    }

    /// `item product` of `needs` and `gives`.
    pub(super) fn params(&mut self, row: &Row<'_>, pair: Pair<'_, Rule>) -> Option<Vec<Slot>> {
        let params = pair
            .into_inner()
            .filter(|part| part.as_rule() == Rule::param);
        params
            .map(|param| {
                let mut parts = param.into_inner();
                let name = row.ident(&parts.next()?);
                plain(row, name, parts.next()?)
            })
            .collect()
    }

    fn range(
        &mut self,
        row: &Row<'_>,
        pair: Pair<'_, Rule>,
    ) -> Option<Option<Spanned<(rust_decimal::Decimal, rust_decimal::Decimal)>>> {
        let span = row.span(&pair);
        let raw = row.raw(&pair).to_owned();
        let mut ends = pair
            .into_inner()
            .filter(|part| part.as_rule() == Rule::number)
            .map(|part| literal::number(part.as_str()));
        let (least, most) = (ends.next()??, ends.next()??);
        if least > most {
            self.tell(
                span,
                Fact::BadLiteral {
                    found: raw,
                    expected: Thing::Number,
                },
            );
            return Some(None);
        }
        Some(Some(Spanned::new((least, most), span)))
    }
}

fn plain(row: &Row<'_>, name: Ident, pair: Pair<'_, Rule>) -> Option<Slot> {
    let span = row.span(&pair);
    Some(Slot {
        name,
        kind: Spanned::new(kind(row, pair)?, span),
        range: None,
        personal: false,
        consent_needed: None,
        depends_on: Vec::new(),
        keep: None,
        optional: false,
        secret: false,
        line: row.number,
        span: row.all(),
    })
}

fn modify(row: &Row<'_>, slot: &mut Slot, pair: Pair<'_, Rule>) -> Option<()> {
    let part = pair.into_inner().next()?;
    let span = row.span(&part);
    match part.as_rule() {
        Rule::k_personal => slot.personal = true,
        Rule::k_consent_needed => slot.consent_needed = Some(span),
        Rule::k_optional => slot.optional = true,
        Rule::k_secret => slot.secret = true,
        Rule::depends => slot.depends_on.push(row.ident_in(part)?),
        _ => slot.keep = Some(literal::duration(row, &part.into_inner().last()?)?.node / 1000),
    }
    Some(())
}

/// A type.
pub(super) fn kind(row: &Row<'_>, pair: Pair<'_, Rule>) -> Option<Type> {
    let pair = if pair.as_rule() == Rule::kind {
        pair.into_inner().next()?
    } else {
        pair
    };
    Some(match pair.as_rule() {
        Rule::list_kind => Type::List(Box::new(kind(row, pair.into_inner().last()?)?)),
        Rule::choice_kind => {
            let values = pair
                .into_inner()
                .filter(|part| part.as_rule() == Rule::ident);
            Type::Choice(values.map(|value| row.ident(&value)).collect())
        }
        Rule::money_kind => match pair
            .into_inner()
            .find(|part| part.as_rule() == Rule::currency)
        {
            Some(code) => Type::Money(Some(Currency::parse(code.as_str())?)),
            None => Type::Money(None),
        },
        Rule::yes_no => Type::YesNo,
        _ => match pair.into_inner().next()?.as_rule() {
            Rule::k_text => Type::Text,
            Rule::k_number => Type::Number,
            Rule::k_percent => Type::Percent,
            Rule::k_phone => Type::Phone,
            Rule::k_email => Type::Email,
            Rule::k_date => Type::Date,
            Rule::k_time => Type::Time,
            Rule::k_datetime => Type::DateTime,
            Rule::k_duration => Type::Duration,
            Rule::k_name => Type::Name,
            Rule::k_address => Type::Address,
            Rule::k_product => Type::Product,
            Rule::k_photo => Type::Photo,
            Rule::k_file => Type::File,
            _ => Type::Consent,
        },
    })
}

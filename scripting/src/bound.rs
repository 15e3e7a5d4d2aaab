//! `bounded by profile.discount_limit`: the host itself refuses what gives away more.
//!
//! Every amount in the value of a bounded step is taken for a price of
//! one product: the one among the arguments, else the `sku` of the record. An amount below the row's
//! current price less the limit is refused, whatever the plugin meant by it.

use crate::moment::Moment;
use engine::{Call, Value};
use rust_decimal::Decimal;
use understand::Money;

/// Lets a value pass that gives away no more than the profile's limit.
///
/// # Errors
/// What is refused and why, for people who read the journal.
pub(crate) fn allowed(value: &Value, call: &Call<'_>, moment: &Moment) -> Result<(), String> {
    let mut prices = Vec::new();
    amounts(value, &mut prices);
    if prices.is_empty() {
        return Ok(());
    }
    let sku = product(value, call)?;
    let current = moment.catalog.get(&sku).and_then(|row| row.price_now());
    let current =
        current.ok_or_else(|| format!("`{sku}` has no price to compare the offer with"))?;
    let kept = Decimal::ONE_HUNDRED - moment.discount_limit;
    for price in prices {
        if price.currency != current.currency {
            return Err(format!(
                "the offer is in {}, the price of `{sku}` in {}",
                price.currency, current.currency
            ));
        }
        let enough = match (
            price.amount.checked_mul(Decimal::ONE_HUNDRED),
            current.amount.checked_mul(kept),
        ) {
            (Some(offered), Some(floor)) => offered >= floor,
            _ => false,
        };
        if !enough {
            return Err(format!(
                "the offer of {} {} for `{sku}` gives away more than {}% of {} {}",
                price.amount,
                price.currency,
                moment.discount_limit,
                current.amount,
                current.currency
            ));
        }
    }
    Ok(())
}

/// The product that the value is about.
fn product(value: &Value, call: &Call<'_>) -> Result<String, String> {
    let named = value.field("sku").and_then(Value::as_words);
    let mut given = call.args.iter().filter_map(|(_, arg)| match arg {
        Value::Product(sku) => Some(&**sku),
        _ => None,
    });
    match (given.next(), named) {
        (Some(item), Some(sku)) if item != sku => {
            Err(format!("asked for `{item}`, offers `{sku}`"))
        }
        (Some(sku), _) | (None, Some(sku)) => Ok(sku.to_owned()),
        (None, None) => Err("the offer is of no product".to_owned()),
    }
}

fn amounts(value: &Value, found: &mut Vec<Money>) {
    match value {
        Value::Money(money) => found.push(*money),
        Value::List(items) => items.iter().for_each(|item| amounts(item, found)),
        Value::Record(fields) => fields.values().for_each(|field| amounts(field, found)),
        _ => {}
    }
}

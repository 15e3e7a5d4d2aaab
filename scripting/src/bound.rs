//! `bounded by profile.discount_limit`: the host itself refuses what gives away more.
//!
//! Every amount in the value of a bounded step is taken for a price, and every percent for a discount off
//! the full price, of one product: the one among the arguments, else the `sku` of the record. An amount
//! below the row's current price less the limit is refused, and a percent above what the row's own discount
//! and the limit make together, whatever the plugin meant by it.

use crate::moment::Moment;
use engine::{Call, Value};
use rust_decimal::Decimal;
use understand::Money;

/// Lets a value pass that gives away no more than the profile's limit.
///
/// # Errors
/// What is refused and why, for people who read the journal.
pub(crate) fn allowed(value: &Value, call: &Call<'_>, moment: &Moment) -> Result<(), String> {
    let mut figures = Figures::default();
    figures.collect(value);
    if figures.prices.is_empty() && figures.percents.is_empty() {
        return Ok(());
    }
    let sku = product(value, call)?;
    let row = moment.catalog.get(&sku);
    let (Some(row), Some(current)) = (row, row.and_then(|row| row.price_now())) else {
        return Err(format!("`{sku}` has no price to compare the offer with"));
    };
    let limit = moment.discount_limit;
    let kept = Decimal::ONE_HUNDRED - limit;
    for price in figures.prices {
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
                "the offer of {} {} for `{sku}` gives away more than {limit}% of {} {}",
                price.amount, price.currency, current.amount, current.currency
            ));
        }
    }
    let full = Decimal::ONE_HUNDRED - row.discount.unwrap_or_default();
    let most = Decimal::ONE_HUNDRED - full * kept / Decimal::ONE_HUNDRED;
    match figures.percents.into_iter().find(|percent| *percent > most) {
        Some(percent) => Err(format!(
            "the discount of {percent}% on `{sku}` is more than {}%",
            most.normalize()
        )),
        None => Ok(()),
    }
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

/// What a value says in figures.
#[derive(Default)]
struct Figures {
    prices: Vec<Money>,
    percents: Vec<Decimal>,
}

impl Figures {
    fn collect(&mut self, value: &Value) {
        match value {
            Value::Money(money) => self.prices.push(*money),
            Value::Percent(percent) => self.percents.push(*percent),
            Value::List(items) => items.iter().for_each(|item| self.collect(item)),
            Value::Record(fields) => fields.values().for_each(|field| self.collect(field)),
            _ => {}
        }
    }
}

//! The figures of the rows, so that one is found without reading them all.

use std::collections::HashMap;

use rust_decimal::Decimal;
use understand::{Currency, Money};

use crate::guard::claim::{Claim, Kind};
use crate::product::Product;

/// Every figure of the catalog with the first row that has it.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    /// The currencies of the prices, each once.
    pub(crate) currencies: Vec<Currency>,
    amounts: HashMap<Money, u32>,
    off: HashMap<Money, u32>,
    stocks: HashMap<u64, u32>,
    discounts: HashMap<Decimal, u32>,
}

impl Figures {
    pub(crate) fn new(rows: &[Product]) -> Figures {
        let mut figures = Figures::default();
        for (row, product) in (0..).zip(rows) {
            for price in product.price_now().into_iter().chain(product.full_price()) {
                figures.amounts.entry(price).or_insert(row);
                if !figures.currencies.contains(&price.currency) {
                    figures.currencies.push(price.currency);
                }
            }
            if let Some(off) = off(product) {
                figures.off.entry(off).or_insert(row);
            }
            if let Some(stock) = product.stock {
                figures.stocks.entry(stock).or_insert(row);
            }
            if let Some(discount) = product.discount {
                figures.discounts.entry(discount).or_insert(row);
            }
        }
        figures
    }

    /// `SKU.column` of some row that says the claim.
    pub(crate) fn anywhere(
        &self,
        claim: &Claim,
        value: Decimal,
        rows: &[Product],
    ) -> Option<String> {
        let money = |figures: &HashMap<Money, u32>, kind| {
            let coins = self.currencies.iter().filter(|currency| match kind {
                Kind::Amount(coin) => coin.may_be(**currency),
                _ => true,
            });
            coins.copied().find_map(|currency| {
                figures
                    .get(&Money {
                        amount: value,
                        currency,
                    })
                    .copied()
            })
        };
        let row = match claim.kind {
            Kind::Amount(_) => money(&self.amounts, claim.kind)
                .or_else(|| claim.discount.then(|| money(&self.off, claim.kind))?),
            Kind::Percent => self.discounts.get(&value).copied(),
            Kind::Off => self
                .discounts
                .get(&value)
                .copied()
                .or_else(|| money(&self.off, claim.kind)),
            Kind::Stock => self.stocks.get(&value.try_into().ok()?).copied(),
            Kind::Minor => None,
        }?;
        let product = &rows[row as usize];
        Some(format!(
            "{}.{}",
            product.sku,
            column(product, claim, value)?
        ))
    }
}

/// The column of a row that says the claim.
pub(crate) fn column(product: &Product, claim: &Claim, value: Decimal) -> Option<&'static str> {
    let is = |money: Option<Money>| {
        money.is_some_and(|money| {
            let coin = match claim.kind {
                Kind::Amount(coin) => coin.may_be(money.currency),
                _ => true,
            };
            coin && money.amount == value
        })
    };
    match claim.kind {
        Kind::Amount(_) if is(product.price_now()) => Some("price"),
        Kind::Amount(_) if is(product.full_price()) => Some("full_price"),
        Kind::Amount(_) if claim.discount && is(off(product)) => Some("discount"),
        Kind::Percent | Kind::Off if product.discount == Some(value) => Some("discount"),
        Kind::Off if is(off(product)) => Some("discount"),
        Kind::Stock
            if product
                .stock
                .is_some_and(|stock| Decimal::from(stock) == value) =>
        {
            Some("stock")
        }
        _ => None,
    }
}

/// What the row's discount takes off the price.
fn off(product: &Product) -> Option<Money> {
    let (full, now) = (product.full_price()?, product.price_now()?);
    let amount = full.amount.checked_sub(now.amount)?;
    (!amount.is_zero()).then_some(Money { amount, ..full })
}

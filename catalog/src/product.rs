//! One row of the catalog.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};
use understand::{Lang, Money};

/// Goods or a service: one row of the catalog.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// The shop's own code, unique in the catalog ignoring case.
    pub sku: String,
    /// The name where a language has none of its own.
    pub name: String,
    /// Names by language: the columns `name:LANG`.
    pub names: BTreeMap<Lang, String>,
    /// Other names that buyers use.
    pub aliases: Vec<String>,
    /// The kind of goods, `""` where the row has none.
    pub category: String,
    /// What it is good for; `catalog.recommend` matches them.
    pub tags: Vec<String>,
    /// The price before the row's discount; none: a person names it.
    pub price: Option<Money>,
    /// How many are there; none: not counted, always available.
    pub stock: Option<u64>,
    /// The row's discount in percent, more than 0 and at most 100.
    pub discount: Option<Decimal>,
    /// SKUs of what goes with it.
    pub bundle: Vec<String>,
    /// SKUs of what may be bought instead.
    pub similar: Vec<String>,
    /// Where its photo is, as the file says.
    pub photo: Option<String>,
    /// The description where a language has none of its own.
    pub description: Option<String>,
    /// Descriptions by language: the columns `description:LANG`.
    pub descriptions: BTreeMap<Lang, String>,
    /// Columns this room does not know, by their folded header, `LANG` ending included.
    pub other: BTreeMap<String, String>,
}

/// What stands in a column of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A count.
    Number(Decimal),
    /// An amount of a currency.
    Money(Money),
    /// Percent: `10` is ten percent.
    Percent(Decimal),
    /// Several words or SKUs.
    List(Vec<String>),
}

impl Product {
    /// The name in a language, else the name without one.
    pub fn name_in(&self, lang: Lang) -> &str {
        self.names.get(&lang).unwrap_or(&self.name)
    }

    /// The description in a language, else the one without.
    pub fn description_in(&self, lang: Lang) -> Option<&str> {
        self.descriptions
            .get(&lang)
            .or(self.description.as_ref())
            .map(String::as_str)
    }

    /// The price before the row's discount.
    pub fn full_price(&self) -> Option<Money> {
        self.price
    }

    /// The price after the row's discount, to the currency's smallest unit; a whole price stays whole.
    pub fn price_now(&self) -> Option<Money> {
        let price = self.price?;
        let Some(discount) = self.discount else {
            return Some(price);
        };
        let hundred = Decimal::ONE_HUNDRED;
        let digits = if price.amount.is_integer() {
            0
        } else {
            price.currency.minor_digits()
        };
        let amount = hundred
            .checked_sub(discount)?
            .checked_mul(price.amount)?
            .checked_div(hundred)?
            .round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
            .normalize();
        Some(Money { amount, ..price })
    }

    /// There is one to sell, or nobody counts.
    pub fn in_stock(&self) -> bool {
        self.stock != Some(0)
    }

    /// The names in every language and the aliases.
    pub fn called(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name)
            .chain(self.names.values())
            .chain(&self.aliases)
            .map(String::as_str)
    }

    /// The column `name` in a language; none where the cell is empty. `price` is after the row's discount and
    /// `full_price` before; `care` reads the column `care:en` in English, else `care`.
    pub fn column(&self, name: &str, lang: Lang) -> Option<Cell> {
        let text = |words: &str| (!words.is_empty()).then(|| Cell::Text(words.to_owned()));
        let list = |items: &[String]| (!items.is_empty()).then(|| Cell::List(items.to_vec()));
        let name = understand::fold(name);
        match name.as_str() {
            "sku" => text(&self.sku),
            "name" => text(self.name_in(lang)),
            "aliases" => list(&self.aliases),
            "category" => text(&self.category),
            "tags" => list(&self.tags),
            "price" => self.price_now().map(Cell::Money),
            "full_price" => self.full_price().map(Cell::Money),
            "currency" => text(self.price?.currency.as_str()),
            "stock" => self.stock.map(|stock| Cell::Number(stock.into())),
            "discount" => self.discount.map(Cell::Percent),
            "bundle" => list(&self.bundle),
            "similar" => list(&self.similar),
            "photo" => text(self.photo.as_deref()?),
            "description" => text(self.description_in(lang)?),
            _ => text(
                self.other
                    .get(&format!("{name}:{lang}"))
                    .or_else(|| self.other.get(&name))?,
            ),
        }
    }
}

//! Cells as people write them: prices, stock, discounts, currencies, lists.

use rust_decimal::Decimal;
use understand::Currency;

use crate::bad_row::BadRowKind;
use crate::currency;

/// The largest price: beyond it somebody leaned on a key.
const LARGEST: i64 = 1_000_000_000_000_000;

/// «4 500», «4500,50», "4,500.00", «4 500 ₽»: the amount, and the currency if the cell names it.
pub(crate) fn price(text: &str) -> Option<(Decimal, Option<Currency>)> {
    let is_digit = |letter: char| letter.is_ascii_digit();
    let (first, last) = (text.find(is_digit)?, text.rfind(is_digit)?);
    let (before, digits, after) = (&text[..first], &text[first..=last], &text[last + 1..]);
    let before = before.trim();
    let unsigned = before.strip_prefix(['-', '−', '+']).unwrap_or(before);
    let after = after.trim_start_matches(['.', ',', '-', '–', '—']);
    let currency = match (unsigned.trim(), after.trim()) {
        ("", "") => None,
        (words, "") | ("", words) => Some(currency::read(words)?),
        _ => return None,
    };
    let mut amount = number(digits)?;
    if amount > Decimal::from(LARGEST) {
        return None;
    }
    amount.set_sign_negative(before.starts_with(['-', '−']));
    Some((amount, currency))
}

/// A whole number of goods.
pub(crate) fn stock(text: &str) -> Result<u64, BadRowKind> {
    let bad = || BadRowKind::BadStock(text.to_owned());
    let (negative, digits) = match text.strip_prefix(['-', '−']) {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let count = number(digits.trim())
        .filter(Decimal::is_integer)
        .ok_or_else(bad)?;
    if negative && !count.is_zero() {
        return Err(BadRowKind::NegativeStock(text.to_owned()));
    }
    count.try_into().map_err(|_| bad())
}

/// A percent from 0 to 100; 0 is no discount.
pub(crate) fn discount(text: &str) -> Result<Option<Decimal>, BadRowKind> {
    let digits = text.strip_suffix('%').unwrap_or(text).trim();
    match number(digits) {
        Some(percent) if percent <= Decimal::ONE_HUNDRED => {
            Ok(Some(percent).filter(|percent| !percent.is_zero()))
        }
        _ => Err(BadRowKind::BadDiscount(text.to_owned())),
    }
}

/// What stands between the bars.
pub(crate) fn list(text: &str) -> Vec<String> {
    let items = text
        .split('|')
        .map(str::trim)
        .filter(|item| !item.is_empty());
    items.map(str::to_owned).collect()
}

/// Digits with separators: the last of `.` and `,` begins the fraction, unless exactly three digits follow it as in a
/// group; everything else between digits divides groups of three.
fn number(text: &str) -> Option<Decimal> {
    let is_point = |letter: char| matches!(letter, '.' | ',');
    let points = text.chars().filter(|letter| is_point(*letter)).count();
    let mixed = text.contains('.') && text.contains(',');
    let split = match text.rfind(is_point) {
        Some(at) if mixed || (points == 1 && !is_group(&text[..at], &text[at + 1..])) => Some(at),
        _ => None,
    };
    let (whole, fraction) = split.map_or((text, ""), |at| (&text[..at], &text[at + 1..]));
    let point = split.and_then(|at| text[at..].chars().next());
    let mut plain = String::with_capacity(text.len());
    let groups: Vec<&str> = whole
        .split(|letter: char| !letter.is_ascii_digit())
        .collect();
    let divides = |letter: char| {
        letter.is_whitespace()
            || matches!(letter, '\'' | '’')
            || (is_point(letter) && Some(letter) != point)
    };
    let well_divided = whole
        .chars()
        .all(|letter| letter.is_ascii_digit() || divides(letter));
    let well_grouped = groups.len() == 1
        || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    let bare_fraction = fraction.chars().all(|letter| letter.is_ascii_digit());
    if !well_divided || !well_grouped || !bare_fraction || groups[0].is_empty() {
        return None;
    }
    groups.iter().for_each(|group| plain.push_str(group));
    if split.is_some() {
        plain.push('.');
        plain.push_str(fraction);
    }
    plain
        .parse::<Decimal>()
        .ok()
        .map(|number| number.normalize())
}

/// "4,500": one to three digits, not a lone zero, and three more.
fn is_group(before: &str, after: &str) -> bool {
    let digits = |part: &str| part.chars().all(|letter| letter.is_ascii_digit());
    let lead = before
        .rsplit(|letter: char| !letter.is_ascii_digit())
        .next()
        .unwrap_or("");
    digits(after)
        && after.len() == 3
        && (1..=3).contains(&lead.len())
        && lead.trim_start_matches('0') == lead
}

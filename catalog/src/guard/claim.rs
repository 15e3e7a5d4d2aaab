//! The claims of a text: its amounts, discounts and stock figures.

use rust_decimal::Decimal;
use understand::{Lang, is_function_word};

use crate::guard::coin::{Coin, Coins, is_sign};
use crate::guard::cue::Cue;
use crate::guard::text::{Number, Text};
use crate::vocabulary::Mention;

/// A figure that must be true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    pub(crate) kind: Kind,
    /// How much; none where the digits make no number.
    pub(crate) value: Option<Decimal>,
    /// Its first word.
    pub(crate) first: usize,
    /// Its last word.
    pub(crate) last: usize,
    /// The claim as it stands in the text.
    pub(crate) text: String,
    /// The sentence speaks of a discount.
    pub(crate) discount: bool,
}

/// What a claim is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An amount of money.
    Amount(Coin),
    /// A part of a currency's smallest unit, as in «50 копеек».
    Minor,
    /// A percent.
    Percent,
    /// A discount without a unit: "15 off".
    Off,
    /// How many are there.
    Stock,
}

/// Every claim of a text, in order.
pub(crate) fn claims(
    text: &Text<'_>,
    lang: Lang,
    mentions: &[Mention],
    coins: &mut Coins<'_>,
) -> Vec<Claim> {
    let sentences = text.words.last().map_or(0, |said| said.sentence + 1);
    let mut discounts = vec![false; sentences];
    for said in &text.words {
        discounts[said.sentence] |= Cue::Discount.is(&said.word.folded);
    }
    let mut reading = Reading {
        text,
        lang,
        mentions,
        coins,
        discounts,
        kinds: vec![None; text.numbers.len()],
    };
    reading.signs();
    reading.units();
    reading.spread();
    reading.claims()
}

struct Reading<'t, 'c, 'o> {
    text: &'t Text<'t>,
    lang: Lang,
    mentions: &'t [Mention],
    coins: &'c mut Coins<'o>,
    /// The sentences that speak of a discount.
    discounts: Vec<bool>,
    /// What each number claims.
    kinds: Vec<Option<Kind>>,
}

impl Reading<'_, '_, '_> {
    /// Signs of currencies and of percent go to the number they touch: «4 500 ₽», "$25", "10%".
    fn signs(&mut self) {
        let text = self.text;
        let ends = |index: usize| {
            text.numbers
                .binary_search_by_key(&index, |number| number.last)
                .ok()
        };
        let begins = |index: usize| {
            text.numbers
                .binary_search_by_key(&index, |number| number.first)
                .ok()
        };
        for index in 0..=text.words.len() {
            let gap = text.gap(index);
            let is_mark = |letter: char| is_sign(letter) || matches!(letter, '%' | '‰');
            if !gap.contains(is_mark) {
                continue;
            }
            let before = index.checked_sub(1).and_then(ends);
            let after = begins(index);
            for (at, sign) in gap.match_indices(is_mark) {
                let kind = match sign.chars().next() {
                    Some('%' | '‰') | None => Kind::Percent,
                    Some(sign) => Kind::Amount(Coin::Sign(sign)),
                };
                let (left, right) = (&gap[..at], &gap[at + sign.len()..]);
                let free = |number: &usize| self.kinds[*number].is_none();
                let to_the_right = after.filter(free).filter(|_| {
                    before.filter(free).is_none()
                        || (!left.trim().is_empty() && right.trim().is_empty())
                });
                let adjective = || {
                    let number = index.checked_sub(2).and_then(ends).filter(free)?;
                    let spaces = |gap: &str| gap.chars().all(char::is_whitespace);
                    (spaces(text.gap(index - 1)) && spaces(left)).then_some(number)
                };
                if let Some(number) = to_the_right.or(before.filter(free)).or_else(adjective) {
                    self.kinds[number] = Some(kind);
                }
            }
        }
    }

    /// Words around a number.
    fn units(&mut self) {
        for place in 0..self.kinds.len() {
            if self.kinds[place].is_some() {
                continue;
            }
            let number = &self.text.numbers[place];
            self.kinds[place] = self
                .unit(place, number)
                .filter(|_| !self.is_named(number) || self.is_currency_name(number));
        }
        for place in 0..self.kinds.len() {
            let number = &self.text.numbers[place];
            if self.kinds[place].is_none() && number.value.is_some() && !self.is_named(number) {
                self.kinds[place] = self.counted(number).or_else(|| self.bare(place, number));
            }
        }
    }

    /// A currency or percent in words, before or after.
    fn unit(&mut self, place: usize, number: &Number) -> Option<Kind> {
        let text = self.text;
        let next = number.last + 1;
        if let Some(said) = text.words.get(next).filter(|_| is_close(text.gap(next))) {
            let folded = said.word.folded.as_str();
            let is_year =
                self.lang == Lang::UK && folded == "р" && number.value.is_some_and(is_year);
            if let Some(coin) = self.coins.named(&said.word).filter(|_| !is_year) {
                return Some(Kind::Amount(coin));
            }
            if folded == "т" && text.said(next + 1) == "р" || folded == "тр" {
                return Some(Kind::Amount(Coin::Any));
            }
            if is_percent(folded) || (folded == "per" && text.said(next + 1) == "cent") {
                return Some(Kind::Percent);
            }
            if self.coins.is_minor(folded) {
                return Some(Kind::Minor);
            }
            let adjective = |gap: &str| !gap.is_empty() && gap.chars().all(char::is_whitespace);
            if !said.word.is_digits()
                && adjective(text.gap(next))
                && adjective(text.gap(next + 1))
                && let Some(after) = text.words.get(next + 1)
                && after.word.folded.chars().count() > 2
                && let Some(coin) = self.coins.named(&after.word)
            {
                return Some(Kind::Amount(coin));
            }
        }
        let before = number.first.checked_sub(1)?;
        let said = &text.words[before];
        let taken = place.checked_sub(1).is_some_and(|earlier| {
            self.kinds[earlier].is_some() && text.numbers[earlier].last + 1 == before
        });
        let tight = is_close(text.gap(number.first)) || text.gap(number.first).trim() == ":";
        if taken
            || !tight
            || !text.together(before, number.first)
            || said.word.folded.chars().count() < 2
        {
            return None;
        }
        self.coins.named(&said.word).map(Kind::Amount)
    }

    /// How many are there: «в наличии 12», «осталось 3 штуки», "only 5 left".
    fn counted(&self, number: &Number) -> Option<Kind> {
        let text = self.text;
        let next = number.last + 1;
        let after = |index: usize| {
            if text.together(number.last, index) {
                text.said(index)
            } else {
                ""
            }
        };
        if Cue::OtherUnit.is(after(next)) {
            return None;
        }
        if Cue::Piece.is(after(next)) {
            return Some(Kind::Stock);
        }
        // «Осталось выбрать день: 12 или 13», "available from 9": nothing is counted.
        let leads_on = |index: &usize| {
            let said = text.said(*index);
            let apart = text.gap(index + 1).contains(',') || Cue::Elsewhere.is(said);
            !apart || Cue::Stock.is(said)
        };
        let before = self
            .words_before(number)
            .take_while(leads_on)
            .any(|index| Cue::Stock.is(text.said(index)));
        let joined = |index: &usize| {
            let digits = text
                .words
                .get(*index)
                .is_some_and(|said| said.word.is_digits());
            !digits && !text.gap(*index).contains(',')
        };
        let behind = (next..next + 4)
            .take_while(joined)
            .any(|index| Cue::Stock.is(after(index)));
        (before || behind).then_some(Kind::Stock)
    }

    /// A number without a unit where a price or a discount is spoken of.
    fn bare(&self, place: usize, number: &Number) -> Option<Kind> {
        let text = self.text;
        if text.together(number.last, number.last + 1)
            && Cue::Discount.is(text.said(number.last + 1))
        {
            return Some(Kind::Off);
        }
        if !self.stands_alone(place, number) {
            return None;
        }
        let cued = |cue: Cue| {
            self.words_before(number)
                .any(|index| cue.is(text.said(index)))
        };
        if cued(Cue::Discount) {
            return Some(Kind::Off);
        }
        let listed = || {
            let dash = matches!(text.gap(number.first).trim(), "-" | "–" | "—" | ":" | "=");
            dash && self
                .mention_before(number)
                .is_some_and(|mention| mention.end == number.first)
        };
        // «Отдам за 3999», "yours for 3999": no unit follows, and it is no year.
        let for_it = || {
            let before = number
                .first
                .checked_sub(1)
                .map_or("", |before| text.said(before));
            let value = number.value.unwrap_or_default();
            let function = text
                .words
                .get(number.last + 1)
                .is_none_or(|said| is_function_word(&said.word));
            let ends = function || !text.gap(number.last + 1).trim().is_empty();
            Cue::For.is(before) && ends && value >= Decimal::ONE_HUNDRED && !is_year(value)
        };
        (cued(Cue::Price) || listed() || for_it()).then_some(Kind::Amount(Coin::Any))
    }

    /// Nothing is counted by it: a sign, the end or a function word follows, or it is too large to count goods.
    fn stands_alone(&self, place: usize, number: &Number) -> bool {
        let text = self.text;
        let next = number.last + 1;
        let Some(said) = text.words.get(next) else {
            return true;
        };
        if text
            .numbers
            .get(place + 1)
            .is_some_and(|after| after.first == next)
        {
            return text.gap(next).contains(['\n', ',', '.']);
        }
        let large = number
            .value
            .is_some_and(|value| value >= Decimal::ONE_HUNDRED);
        let unit = Cue::OtherUnit.is(&said.word.folded);
        text.gap(next)
            .contains(['.', ',', ';', ':', '!', '?', ')', '\n'])
            || (!unit && (large || is_function_word(&said.word)))
    }

    /// The ends of a range share the unit: «от 3000 до 4500 ₽», "$25–30"; so do the members of a list of amounts.
    fn spread(&mut self) {
        for place in (1..self.kinds.len()).rev() {
            let (lower, upper) = (&self.text.numbers[place - 1], &self.text.numbers[place]);
            if let Some(kind) = self.kinds[place]
                && self.kinds[place - 1].is_none()
                && !self.is_named(lower)
                && self.are_joined(lower, upper, kind)
            {
                self.kinds[place - 1] = Some(kind);
            }
        }
        for place in 1..self.kinds.len() {
            let (lower, upper) = (&self.text.numbers[place - 1], &self.text.numbers[place]);
            if let Some(kind @ (Kind::Amount(_) | Kind::Percent)) = self.kinds[place - 1]
                && self.kinds[place].is_none()
                && !self.is_named(upper)
                && lower.last + 1 == upper.first
                && is_dash(self.text.gap(upper.first))
            {
                self.kinds[place] = Some(kind);
            }
        }
    }

    fn are_joined(&self, lower: &Number, upper: &Number, kind: Kind) -> bool {
        let text = self.text;
        if !text.together(lower.last, upper.first) {
            return false;
        }
        let (Some(low), Some(high)) = (lower.value, upper.value) else {
            return false;
        };
        match upper.first - lower.last {
            1 => {
                let gap = text.gap(upper.first);
                let amount = matches!(kind, Kind::Amount(_));
                // «Набор 5 — 1 200 ₽» is a name and its price, «1 000 — 1 200 ₽» a range.
                is_dash(gap) && low.saturating_mul(Decimal::TEN) >= high
                    || (amount
                        && matches!(gap.trim(), "," | "/" | "(")
                        && low.saturating_mul(Decimal::TEN) >= high)
            }
            2 => match text.said(lower.last + 1) {
                "до" | "to" | "по" => true,
                "или" | "либо" | "або" | "чи" | "or" | "и" | "і" | "та" | "й" | "and" => {
                    !matches!(kind, Kind::Stock) && low.saturating_mul(Decimal::TEN) >= high
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// A few words before a number in its sentence, the nearest first; a product's name counts as one.
    fn words_before(&self, number: &Number) -> impl Iterator<Item = usize> {
        const FEW: usize = 4;
        let (text, mentions) = (self.text, self.mentions);
        let first = number.first;
        let mut next = first;
        let walk = std::iter::from_fn(move || {
            next = next.checked_sub(1)?;
            let after = mentions.partition_point(|mention| mention.start <= next);
            if let Some(mention) = after.checked_sub(1).map(|place| &mentions[place])
                && next < mention.end
            {
                next = mention.start;
                return Some(next);
            }
            (!text.words[next].word.is_digits()).then_some(next)
        });
        walk.take(FEW)
            .take_while(move |index| text.together(*index, first))
    }

    /// The last product named at a number or before it.
    fn mention_before(&self, number: &Number) -> Option<&Mention> {
        let after = self
            .mentions
            .partition_point(|mention| mention.start <= number.first);
        after.checked_sub(1).map(|place| &self.mentions[place])
    }

    /// The number stands inside a product's name.
    fn is_named(&self, number: &Number) -> bool {
        self.mention_before(number)
            .is_some_and(|mention| number.last < mention.end)
    }

    /// The product's name around the number is nothing but an amount: «1000 рублей» for a certificate.
    fn is_currency_name(&mut self, number: &Number) -> bool {
        let Some((start, end)) = self
            .mention_before(number)
            .map(|mention| (mention.start, mention.end))
        else {
            return false;
        };
        let text = self.text;
        (start..end).all(|index| {
            let word = &text.words[index].word;
            let in_number = (number.first..=number.last).contains(&index);
            in_number || is_percent(&word.folded) || self.coins.named(word).is_some()
        })
    }

    /// The number is a piece of what a reader takes for a longer one: «3  250», «3·250», «З250».
    fn is_torn(&self, place: usize) -> bool {
        const LIKE_DIGITS: [char; 14] = [
            'о', 'o', 'з', 'б', 'l', 'i', 'і', 's', 'ѕ', 'b', 'в', 'z', 'g', 'q',
        ];
        let (text, number) = (self.text, &self.text.numbers[place]);
        let looks_so = |index: usize| {
            let said = text.said(index);
            !said.is_empty() && said.chars().all(|letter| LIKE_DIGITS.contains(&letter))
        };
        let before = number.first.checked_sub(1);
        let letters = before
            .is_some_and(|before| text.gap(number.first).is_empty() && looks_so(before))
            || (text.gap(number.last + 1).is_empty() && looks_so(number.last + 1));
        let piece = place.checked_sub(1).is_some_and(|earlier| {
            let gap = text.gap(number.first);
            let only_space = gap.chars().all(char::is_whitespace) && !gap.contains('\n');
            let no_space = !gap.contains(|letter: char| {
                letter.is_whitespace() || matches!(letter, ',' | ':' | '(')
            });
            let lower = &text.numbers[earlier];
            lower.last + 1 == number.first
                && self.kinds[earlier].is_none()
                && !self.is_named(lower)
                && (only_space || no_space)
        });
        letters || piece
    }

    fn claims(mut self) -> Vec<Claim> {
        let mut claims: Vec<Claim> = Vec::new();
        for place in 0..self.kinds.len() {
            let number = &self.text.numbers[place];
            let Some(kind) = self.kinds[place] else {
                continue;
            };
            let discount = self.discounts[self.text.words[number.first].sentence];
            if kind == Kind::Percent && !discount && number.value == Some(Decimal::ONE_HUNDRED) {
                // «100% хлопок», "100% sure".
                continue;
            }
            let cents = || number.value?.checked_div(Decimal::ONE_HUNDRED);
            if kind == Kind::Minor
                && let Some(major) = claims.last_mut()
                && matches!(major.kind, Kind::Amount(_))
                && number.first - major.last <= 3
                && let (Some(value), Some(cents)) = (major.value, cents())
            {
                // «45 рублей 50 копеек» is one amount.
                major.value = value.checked_add(cents);
                major.last = number.last;
                major.text = self.quote(major.first, number.last + 1);
                continue;
            }
            let value = if kind == Kind::Minor {
                cents()
            } else {
                number.value
            };
            claims.push(Claim {
                value: value.filter(|_| !self.is_torn(place)),
                kind: if kind == Kind::Minor {
                    Kind::Amount(Coin::Any)
                } else {
                    kind
                },
                first: number.first,
                last: number.last,
                text: self.as_it_stands(kind, number),
                discount,
            });
        }
        claims.extend(self.halves());
        claims.sort_by_key(|claim| claim.first);
        claims
    }

    /// «за полцены», "half price": fifty percent without a number.
    fn halves(&self) -> Vec<Claim> {
        let text = self.text;
        let half = |index: &usize| {
            let (word, next) = (text.said(*index), text.said(index + 1));
            let two = matches!(
                word,
                "half" | "пол" | "пів" | "половину" | "половина" | "половини" | "половины"
            );
            Cue::Half.is(word)
                || (two
                    && (matches!(next, "off" | "price")
                        || next.starts_with("цен")
                        || next.starts_with("цін")))
        };
        (0..text.words.len())
            .filter(half)
            .map(|index| Claim {
                kind: Kind::Percent,
                value: Some(Decimal::from(50)),
                first: index,
                last: index,
                text: self.quote(index, index + 1),
                discount: true,
            })
            .collect()
    }

    /// The number with the sign or the word that makes it a claim.
    fn as_it_stands(&mut self, kind: Kind, number: &Number) -> String {
        let text = self.text;
        let (mut start, mut end) = (text.words[number.first].start, text.words[number.last].end);
        let marks = |letter: char| is_sign(letter) || letter == '%';
        let after = text.gap(number.last + 1);
        let before = text.gap(number.first);
        if let Some((at, sign)) = after.match_indices(marks).next() {
            end += at + sign.len();
        } else if let Some((at, _)) = before.rmatch_indices(marks).next() {
            start -= before.len() - at;
        } else if let Some(next) = text
            .words
            .get(number.last + 1)
            .filter(|_| text.together(number.last, number.last + 1))
        {
            let unit = match kind {
                Kind::Amount(_) => self.coins.named(&next.word).is_some(),
                Kind::Minor | Kind::Percent | Kind::Off => true,
                Kind::Stock => Cue::Piece.is(&next.word.folded) || Cue::Stock.is(&next.word.folded),
            };
            if unit {
                end = next.end;
            }
        }
        text.plain.original(start, end).to_owned()
    }

    fn quote(&self, first: usize, last: usize) -> String {
        let words = &self.text.words;
        let last = last.min(words.len().saturating_sub(1));
        match (words.get(first), words.get(last)) {
            (Some(first), Some(last)) => self.text.plain.original(first.start, last.end).to_owned(),
            _ => String::new(),
        }
    }
}

/// Nothing between a number and its unit but spaces and decoration.
fn is_close(gap: &str) -> bool {
    !gap.contains([',', ';', ':', '!', '?', '\n', '—', '–', '%', '/', '+', '='])
        && !gap.contains(is_sign)
}

fn is_dash(gap: &str) -> bool {
    matches!(gap.trim(), "-" | "–" | "—" | "−" | "..." | "…" | "..")
}

fn is_percent(folded: &str) -> bool {
    folded.starts_with("процент")
        || folded.starts_with("відсот")
        || folded.starts_with("percent")
        || matches!(folded, "pct" | "проц")
}

fn is_year(value: Decimal) -> bool {
    value.is_integer() && (Decimal::from(1900)..=Decimal::from(2100)).contains(&value)
}

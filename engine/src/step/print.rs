//! Values in the words of a language, and wordings with their values filled in.

use super::Step;
use super::builtin::Own;
use crate::graph::{Choosable, Flow, Part, Path, Root, Variant};
use crate::value::Value;
use understand::{
    Lang, date_text, datetime_text, duration_text, money_text, number_text, percent_text,
    plural_text, time_text,
};

/// Stands for a stock figure that is not counted: the sentence around it is left out.
const UNCOUNTED: char = '\u{1}';

impl Step<'_> {
    /// A wording with its values, as it is sent.
    pub(super) fn wording(&self, variant: &Variant) -> String {
        let lang = variant.lang;
        let mut text = String::new();
        for part in &variant.parts {
            match part {
                Part::Words(words) => text.push_str(words),
                Part::Value { path, comma, forms } => match self.at_path(path) {
                    Some(value) => {
                        if *comma {
                            text.push_str(", ");
                        }
                        match (&value, forms.is_empty()) {
                            (Value::Number(count), false) => {
                                text.push_str(&plural_text(count, lang, forms))
                            }
                            _ => text.push_str(&self.printed_at(path, &value, lang)),
                        }
                    }
                    None if !comma
                        && path.fields.last().is_some_and(|field| &**field == "stock") =>
                    {
                        text.push(UNCOUNTED);
                    }
                    None => {}
                },
            }
        }
        if text.contains(UNCOUNTED) {
            without_uncounted(&text)
        } else {
            text
        }
    }

    /// A value as a path leads to it: a choice prints its option's label.
    fn printed_at(&self, path: &Path, value: &Value, lang: Lang) -> String {
        if let (Value::Choice(chosen), Root::Slot(slot), Some(flow)) =
            (value, &path.root, self.flow())
        {
            return choice_label(flow, &flow.slot(*slot).labels, chosen, lang);
        }
        self.printed(value, lang)
    }

    /// A value in the words of a language.
    pub(super) fn printed(&self, value: &Value, lang: Lang) -> String {
        let this_year = Some(self.now().year());
        match value {
            Value::Text(words) | Value::Phone(words) | Value::Email(words) | Value::File(words) => {
                words.clone()
            }
            Value::YesNo(true) => Own::Yes.words(lang).to_owned(),
            Value::YesNo(false) => Own::No.words(lang).to_owned(),
            Value::Choice(chosen) => self.any_label(chosen, lang),
            Value::Number(number) => number_text(number, lang),
            Value::Money(money) => money_text(money, lang),
            Value::Percent(percent) => percent_text(percent, lang),
            Value::Date(date) => date_text(*date, lang, this_year),
            Value::Time(time) => time_text(*time, lang),
            Value::DateTime(datetime) => datetime_text(*datetime, lang, this_year),
            Value::Duration(seconds) => duration_text(*seconds, lang),
            Value::Product(sku) => match self.world.product(sku, "name", lang) {
                Some(name) => self.printed(&name, lang),
                None => sku.to_string(),
            },
            Value::List(items) => items
                .iter()
                .map(|item| self.printed(item, lang))
                .collect::<Vec<_>>()
                .join(", "),
            Value::Record(fields) => fields
                .get("name")
                .map(|name| self.printed(name, lang))
                .unwrap_or_default(),
        }
    }

    /// The label of a choice whose slot is not at hand: the first slot of the flow that has it.
    fn any_label(&self, chosen: &str, lang: Lang) -> String {
        let labelled = self.flow().and_then(|flow| {
            flow.slots
                .iter()
                .flat_map(|slot| &slot.labels)
                .find(|choosable| *choosable.name == *chosen)
        });
        labelled.map_or_else(
            || chosen.to_owned(),
            |choosable| choosable.label(lang).to_owned(),
        )
    }
}

fn choice_label(flow: &Flow, labels: &[Choosable], chosen: &str, lang: Lang) -> String {
    let own = labels.iter().find(|choosable| *choosable.name == *chosen);
    let any = || {
        flow.slots
            .iter()
            .flat_map(|slot| &slot.labels)
            .find(|choosable| *choosable.name == *chosen)
    };
    own.or_else(any).map_or_else(
        || chosen.to_owned(),
        |choosable| choosable.label(lang).to_owned(),
    )
}

/// Leaves out the sentences that would print a stock that is not counted.
fn without_uncounted(text: &str) -> String {
    let lines = text.lines().map(|line| {
        sentences(line)
            .into_iter()
            .filter(|sentence| !sentence.contains(UNCOUNTED))
            .collect::<String>()
            .trim_end()
            .to_owned()
    });
    lines
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Splits a line after `.`, `!`, `?` or `…` that a space follows; the space stays with its sentence.
fn sentences(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut begin = 0;
    let mut ended = false;
    for (at, letter) in line.char_indices() {
        if letter.is_whitespace() {
            if ended {
                let end = at + letter.len_utf8();
                found.push(&line[begin..end]);
                begin = end;
            }
            ended = false;
        } else {
            ended = matches!(letter, '.' | '!' | '?' | '…');
        }
    }
    found.push(&line[begin..]);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_with_an_uncounted_stock_is_left_out() {
        let text = format!("Розы — 2\u{a0}500\u{a0}₽. В наличии {UNCOUNTED}. Берёте?");
        assert_eq!(
            without_uncounted(&text),
            "Розы — 2\u{a0}500\u{a0}₽. Берёте?"
        );
    }

    #[test]
    fn a_decimal_point_does_not_end_a_sentence() {
        assert_eq!(
            sentences("It is 2.50 each. Take it?"),
            ["It is 2.50 each. ", "Take it?"]
        );
    }
}

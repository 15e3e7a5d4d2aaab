//! Texts, triggers, conditions and values in words, as they stand on a picture.

use super::wording::Wording;
use engine::Value;
use engine::graph::{
    Binding, Comparison, Condition, Expr, Flow, Part, Path, Root, Text, Trigger, Variant, When,
    Words,
};
use std::fmt::Write;
use understand::{
    Lang, Phrase, date_text, datetime_text, duration_text, money_text, number_text, percent_text,
    time_text,
};

/// How many phrases of a trigger are shown.
const PHRASES: usize = 2;

/// Says things of one flow in one language.
#[derive(Clone, Copy)]
pub(super) struct Say<'a> {
    pub(super) flow: &'a Flow,
    pub(super) lang: Lang,
    pub(super) own: &'static Wording,
}

impl Say<'_> {
    /// What is said: its first wording, values in braces.
    pub(super) fn words(&self, words: &Words) -> String {
        match words {
            Words::Text(text) => self.text(self.flow.text(*text)),
            Words::Value(path) => format!("{{{}}}", self.path(path)),
        }
    }

    fn text(&self, text: &Text) -> String {
        let of = |lang: Lang| {
            text.variants
                .iter()
                .filter(move |variant| variant.lang == lang)
        };
        let best = of(self.lang)
            .find(|variant| variant.channel.is_none())
            .or_else(|| of(self.lang).next());
        best.or_else(|| text.variants.first())
            .map(|variant| self.variant(variant))
            .unwrap_or_default()
    }

    fn variant(&self, variant: &Variant) -> String {
        let mut said = String::new();
        for part in &variant.parts {
            match part {
                Part::Words(words) => said.push_str(words),
                Part::Value { path, comma, forms } => {
                    let comma = if *comma { ", " } else { "" };
                    let _ = write!(said, "{comma}{{{}}}", self.path(path));
                    if let Some(many) = forms.last() {
                        let _ = write!(said, " {many}");
                    }
                }
            }
        }
        said
    }

    /// `quoted.price`
    pub(super) fn path(&self, path: &Path) -> String {
        let mut way = match &path.root {
            Root::Slot(slot) => self.flow.slot(*slot).name.to_string(),
            Root::Result(name) => name.to_string(),
            Root::Buyer => "buyer".to_owned(),
            Root::Bot => "bot".to_owned(),
            Root::Shop => "shop".to_owned(),
            Root::Profile => "profile".to_owned(),
            Root::Lead => "lead".to_owned(),
            Root::Now => "now".to_owned(),
        };
        for field in &path.fields {
            let _ = write!(way, ".{field}");
        }
        way
    }

    /// A trigger with the states it is limited to.
    pub(super) fn when(&self, when: &When) -> String {
        let mut said = self.trigger(&when.trigger);
        if !when.only_in.is_empty() {
            let states: Vec<&str> = when
                .only_in
                .iter()
                .map(|state| &*self.flow.state(*state).name)
                .collect();
            let _ = write!(said, " ({} {})", self.own.among, states.join(", "));
        }
        said
    }

    fn trigger(&self, trigger: &Trigger) -> String {
        let own = &self.own.triggers;
        let slot = |slot| &*self.flow.slot(slot).name;
        match trigger {
            Trigger::Says(phrases) => self.phrases(phrases),
            Trigger::Agrees => own.agrees.to_owned(),
            Trigger::Declines => own.declines.to_owned(),
            Trigger::WantsHuman => own.wants_human.to_owned(),
            Trigger::NamesProduct(_) => own.names_product.to_owned(),
            Trigger::Gives(given) => format!("{} {}", own.gives, slot(*given)),
            Trigger::Changes(changed) => format!("{} {}", own.changes, slot(*changed)),
            Trigger::SendsPhoto(None) => own.sends_photo.to_owned(),
            Trigger::SendsPhoto(Some(Binding::Slot(given))) => {
                format!("{} ({})", own.sends_photo, slot(*given))
            }
            Trigger::SendsPhoto(Some(Binding::Result(name))) => {
                format!("{} ({name})", own.sends_photo)
            }
            Trigger::Presses(option) => format!("{} {option}", own.presses),
            Trigger::WritesIn(lang) => format!("{} {lang}", own.writes_in),
            Trigger::Joins => own.joins.to_owned(),
            Trigger::OpensCatalog => own.opens_catalog.to_owned(),
            Trigger::Calls => own.calls.to_owned(),
            Trigger::HangsUp => own.hangs_up.to_owned(),
            Trigger::Dtmf(keys) => format!("{} {keys}", own.dtmf),
            Trigger::Event(name) => format!("{} {name}", own.event),
        }
    }

    /// The first phrases that may be of the picture's language, else the first.
    fn phrases(&self, phrases: &[Phrase]) -> String {
        let of_language: Vec<&str> = phrases
            .iter()
            .map(Phrase::text)
            .filter(|text| may_be(text, self.lang))
            .collect();
        let all: Vec<&str> = if of_language.is_empty() {
            phrases.iter().map(Phrase::text).collect()
        } else {
            of_language
        };
        let quoted: Vec<String> = all
            .iter()
            .take(PHRASES)
            .map(|text| self.quoted(text))
            .collect();
        let more = if all.len() > PHRASES { "…" } else { "" };
        format!("{}{more}", quoted.join(", "))
    }

    fn quoted(&self, text: &str) -> String {
        match self.lang.as_str() {
            "ru" | "uk" => format!("«{text}»"),
            _ => format!("“{text}”"),
        }
    }

    /// `if picks is empty`, without `if`.
    pub(super) fn condition(&self, condition: &Condition) -> String {
        let own = &self.own.conditions;
        let joined = |parts: &[Condition], with: &str| {
            let parts: Vec<String> = parts.iter().map(|part| self.condition(part)).collect();
            parts.join(&format!(" {with} "))
        };
        match condition {
            Condition::Compare(left, how, right) => {
                format!("{} {} {}", self.expr(left), sign(*how), self.expr(right))
            }
            Condition::In(left, among) => {
                let among: Vec<String> = among.iter().map(|expr| self.expr(expr)).collect();
                format!(
                    "{} {} {}",
                    self.expr(left),
                    self.own.among,
                    among.join(", ")
                )
            }
            Condition::Known(path) => format!("{} {}", self.path(path), own.known),
            Condition::Empty(path) => format!("{} {}", self.path(path), own.empty),
            Condition::Not(inner) => format!("{} {}", own.not, self.condition(inner)),
            Condition::All(parts) => joined(parts, own.and),
            Condition::Any(parts) => joined(parts, own.or),
        }
    }

    fn expr(&self, expr: &Expr) -> String {
        match expr {
            Expr::Path(path) => self.path(path),
            Expr::Literal(value) => self.value(value),
        }
    }

    fn value(&self, value: &Value) -> String {
        match value {
            Value::Text(text) => self.quoted(text),
            Value::YesNo(yes) => self.own.conditions.yes_no[usize::from(!yes)].to_owned(),
            Value::Choice(name) | Value::Product(name) => name.to_string(),
            Value::Number(number) => number_text(number, self.lang),
            Value::Money(money) => money_text(money, self.lang),
            Value::Percent(percent) => percent_text(percent, self.lang),
            Value::Phone(text) | Value::Email(text) | Value::File(text) => text.clone(),
            Value::Date(date) => date_text(*date, self.lang, None),
            Value::Time(time) => time_text(*time, self.lang),
            Value::DateTime(moment) => datetime_text(*moment, self.lang, None),
            Value::Duration(seconds) => duration_text(*seconds, self.lang),
            Value::List(values) => {
                let values: Vec<String> = values.iter().map(|value| self.value(value)).collect();
                values.join(", ")
            }
            Value::Record(_) => "…".to_owned(),
        }
    }
}

fn sign(how: Comparison) -> &'static str {
    match how {
        Comparison::Is => "=",
        Comparison::IsNot => "≠",
        Comparison::Less => "<",
        Comparison::LessOrEqual => "≤",
        Comparison::Greater => ">",
        Comparison::GreaterOrEqual => "≥",
    }
}

/// Whether the letters of a text may be of a language: phrases carry none.
fn may_be(text: &str, lang: Lang) -> bool {
    let text = text.to_lowercase();
    let has = |letters: &str| text.chars().any(|letter| letters.contains(letter));
    let cyrillic = text.chars().any(|letter| ('а'..='ӿ').contains(&letter));
    match lang.as_str() {
        "ru" => cyrillic && !has("іїєґ"),
        "uk" => cyrillic && !has("ыэёъ"),
        _ => !cyrillic,
    }
}

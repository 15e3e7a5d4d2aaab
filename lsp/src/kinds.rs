//! Types of values: how an author writes them, and which fields a value has.

use crate::index::{Filler, Index};
use crate::view::View;
use dsl::ast::Type;
use dsl::keywords::Table;
use engine::Kind;
use engine::signature::Signature;

/// The columns that every catalog has, with their types.
const COLUMNS: [(&str, Kind); 10] = [
    ("name", Kind::Text),
    ("price", Kind::Money(None)),
    ("full_price", Kind::Money(None)),
    ("stock", Kind::Number),
    ("discount", Kind::Percent),
    ("description", Kind::Text),
    ("category", Kind::Text),
    ("sku", Kind::Text),
    ("photo", Kind::Text),
    ("currency", Kind::Text),
];

/// Names that values may begin with, and what may stand after them.
pub(crate) const ROOTS: [(&str, &[&str]); 6] = [
    (
        "buyer",
        &[
            "name", "username", "words", "language", "channel", "phone", "source",
        ],
    ),
    ("bot", &["name"]),
    ("shop", &["name", "currency", "country", "opens", "closes"]),
    ("profile", &[]),
    ("lead", &[]),
    ("now", &["date", "time", "hour", "weekday"]),
];

/// The fields of the value that a name of a script holds, with their types as far as they are known.
pub(crate) fn fields(view: &View, index: &Index, key: &str) -> Vec<(String, String)> {
    let table = index.table();
    let Some(holder) = index.values.get(key) else {
        return fields_of_root(view, key);
    };
    if let Some(slot) = &holder.slot {
        return match &slot.kind.node {
            Type::Product => columns(view, table),
            Type::List(_) => vec![("count".to_owned(), kind(&Kind::Number, table))],
            _ => Vec::new(),
        };
    }
    let mut fields: Vec<(String, String)> = Vec::new();
    for filler in &holder.filled {
        let more = match filler {
            Filler::Product => columns(view, table),
            Filler::Run { flow } => gives(view, flow),
            Filler::Step { .. } => view
                .filler_step(filler)
                .and_then(|(_, kind)| kind)
                .map_or(Vec::new(), |kind| fields_of_kind(view, kind, table)),
        };
        for field in more {
            if !fields.contains(&field) {
                fields.push(field);
            }
        }
    }
    fields
}

fn fields_of_root(view: &View, key: &str) -> Vec<(String, String)> {
    let Some((_, fixed)) = ROOTS.iter().find(|(root, _)| *root == key) else {
        return Vec::new();
    };
    let mut fields: Vec<String> = fixed.iter().map(|field| (*field).to_owned()).collect();
    if key == "profile" {
        fields.extend(view.shop.profile_fields.iter().map(ToString::to_string));
    }
    if key == "buyer" {
        let kept = view.flows.iter().flat_map(|file| {
            let index = file.recent_index();
            let slots = index
                .values
                .values()
                .filter(|holder| index.keeps(&dsl::key(&holder.name)));
            slots
                .map(|holder| holder.name.to_string())
                .collect::<Vec<_>>()
        });
        fields.extend(kept);
    }
    fields
        .into_iter()
        .map(|field| (field, String::new()))
        .collect()
}

fn fields_of_kind(view: &View, of: &Kind, table: &Table) -> Vec<(String, String)> {
    match of {
        Kind::Product => columns(view, table),
        Kind::List(_) => vec![("count".to_owned(), kind(&Kind::Number, table))],
        Kind::Record(record) => {
            let fields = record.fields.iter();
            fields
                .map(|(name, of)| (name.to_string(), kind(of, table)))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// What a flow gives, with its type as written there.
fn gives(view: &View, flow: &str) -> Vec<(String, String)> {
    let Some(file) = view.flow(flow) else {
        return Vec::new();
    };
    let gives = file.recent_index().flow.gives.iter();
    gives
        .map(|slot| {
            let written = file.text.slice(slot.kind.span.range());
            (slot.name.name.to_string(), written.to_owned())
        })
        .collect()
}

/// The columns of the shop's catalog.
fn columns(view: &View, table: &Table) -> Vec<(String, String)> {
    let fixed = COLUMNS.iter();
    let own = view.shop.columns.iter();
    fixed
        .map(|(name, of)| ((*name).to_owned(), kind(of, table)))
        .chain(own.map(|name| (name.clone(), kind(&Kind::Text, table))))
        .collect()
}

/// A type as an author writes it.
pub(crate) fn kind(of: &Kind, table: &Table) -> String {
    let word = |english: &'static str| table.word(english).unwrap_or(english).to_owned();
    match of {
        Kind::Any => "…".to_owned(),
        Kind::Text => word("text"),
        Kind::YesNo => format!("{}/{}", word("yes"), word("no")),
        Kind::Choice(names) => {
            let names: Vec<&str> = names.iter().map(|name| &**name).collect();
            format!("{} {}", word("choice"), names.join(", "))
                .trim_end()
                .to_owned()
        }
        Kind::Number => word("number"),
        Kind::Money(None) => word("money"),
        Kind::Money(Some(currency)) => format!("{} {}", word("money"), currency.as_str()),
        Kind::Percent => word("percent"),
        Kind::Phone => word("phone"),
        Kind::Email => word("email"),
        Kind::Date => word("date"),
        Kind::Time => word("time"),
        Kind::DateTime => word("datetime"),
        Kind::Duration => word("duration"),
        Kind::Name => word("name"),
        Kind::Address => word("address"),
        Kind::Product => word("product"),
        Kind::Photo => word("photo"),
        Kind::File => word("file"),
        Kind::Consent => word("consent"),
        Kind::List(item) => format!("{} {}", word("list of"), kind(item, table)),
        Kind::Record(record) => record.name.to_string(),
    }
}

/// A step as its documentation writes it: `quote(item: product) -> quoted(quote) | missing`.
pub(crate) fn signature(step: &Signature, table: &Table) -> String {
    let params = step.params.iter().map(|param| {
        let optional = if param.optional { "?" } else { "" };
        format!("{}: {}{optional}", param.name, kind(&param.kind, table))
    });
    let outcomes = step.outcomes.iter().map(|outcome| match &outcome.value {
        Some(value) => format!("{}({})", outcome.name, kind(value, table)),
        None => outcome.name.to_string(),
    });
    let (params, outcomes): (Vec<_>, Vec<_>) = (params.collect(), outcomes.collect());
    let head = format!("{}.{}({})", step.plugin, step.step, params.join(", "));
    format!("{head} -> {}", outcomes.join(" | "))
}

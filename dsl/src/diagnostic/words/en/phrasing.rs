//! Sentences in English about the words of a text.

use crate::diagnostic::phrasing::Phrasing;
use crate::diagnostic::words::{Said, quoted, said};
use crate::diagnostic::{Figure, Limit, Unspeakable};

/// What is wrong, and what to do next.
pub(super) fn sentence(fact: &Phrasing) -> Said {
    match fact {
        Phrasing::FigureInText { found, figure } => said(
            match figure {
                Figure::Price => format!(
                    "the price {} is written into the words, and one day it will be untrue",
                    quoted(found)
                ),
                Figure::Percent => format!(
                    "the percentage {} is written into the words, and one day it will be untrue",
                    quoted(found)
                ),
                Figure::Discount => format!(
                    "the discount {} is written into the words, and one day it will be untrue",
                    quoted(found)
                ),
                Figure::Stock => format!(
                    "the stock {} is written into the words, and tomorrow it will be untrue",
                    quoted(found)
                ),
                Figure::Date => format!(
                    "the date {} is written into the words, and one day it will be past",
                    quoted(found)
                ),
            },
            match figure {
                Figure::Price => "print the price from the catalog: `{quoted.price}`",
                Figure::Percent | Figure::Discount => {
                    "print the discount from the catalog: `{quoted.discount}`, or the price: `{quoted.price}`"
                }
                Figure::Stock => {
                    "print the stock from the catalog: `{quoted.stock | bouquet | bouquets}`"
                }
                Figure::Date => {
                    "print the date from a slot or a result: `{visit}`, or say it without one"
                }
            },
        ),
        Phrasing::OverLimit {
            channel,
            limit,
            found,
            most,
            lang,
        } => said(
            match limit {
                Limit::Text => format!(
                    "`{channel}` takes {most} characters in a message, and there are {found} here"
                ),
                Limit::Button => format!(
                    "a button of `{channel}` holds {most} characters, and there are {found} here"
                ),
                Limit::Row => format!(
                    "a row of a `{channel}` list holds {most} characters, and there are {found} here"
                ),
                Limit::Options => {
                    format!("`{channel}` shows {most} options at most, and there are {found} here")
                }
            },
            match limit {
                Limit::Text => format!(
                    "shorten it, make two `‹say›` of it, or write less for this channel: `{lang} {channel}: …`"
                ),
                Limit::Button | Limit::Row => {
                    "shorten the label, and put the details into the question".into()
                }
                Limit::Options => {
                    "keep the main ones, and ask for the rest in a next question".into()
                }
            },
        ),
        Phrasing::LookAlikes { word, mended } => said(
            format!(
                "the word {} has letters of another alphabet that look like the right ones",
                quoted(word)
            ),
            format!("write {}", quoted(mended)),
        ),
        Phrasing::ForeignLetter { word, letter, lang } => said(
            format!(
                "the word {} has {}, and {} has no such letter",
                quoted(word),
                quoted(letter),
                match lang.as_str() {
                    "uk" => "Ukrainian",
                    _ => "Russian",
                }
            ),
            format!("write the word in `{lang}`, or move the text to the line of its language"),
        ),
        Phrasing::MixedAddress {
            word,
            familiar,
            other,
            other_line,
        } => said(
            format!(
                "{} says {} here, and {} in line {other_line} says {}",
                quoted(word),
                if *familiar { "«ты»" } else { "«вы»" },
                quoted(other),
                if *familiar { "«вы»" } else { "«ты»" },
            ),
            "speak to the buyer in one way throughout the flow",
        ),
        Phrasing::Unspeakable { found, what, lang } => said(
            match what {
                Unspeakable::Address => {
                    format!("the address {} cannot be said on the phone", quoted(found))
                }
                Unspeakable::Emoji => format!("{} cannot be said on the phone", quoted(found)),
                Unspeakable::Table => "a table cannot be said on the phone".into(),
            },
            match lang {
                Some(lang) => format!("add words for the call under this line: `{lang} phone: …`"),
                None => "write the label without it: on the phone it is read aloud".into(),
            },
        ),
    }
}

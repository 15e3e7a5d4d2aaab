//! T304 to T310: the words that a buyer reads or hears.
//!
//! Each text line and each label is made into a [`Wording`] once, and every file here judges it by one
//! thing: its plural [forms], the [figures] written into it, the [limits] of channels, its [letters],
//! how it [addresses](address) the buyer, and whether it can be [spoken](speech).

use engine::Channel;
use understand::Lang;

use crate::ast::{StatementKind, TextBlock, TextLine};
use crate::compile::Context;
use crate::diagnostic::{Diagnostic, Fact};
use crate::source::Span;

use self::address::Address;
use self::wording::Wording;
use super::broken::Broken;
use super::shop::Shop;
use super::walk::{self, Seen};

mod wording;

mod address;
mod figures;
mod forms;
mod letters;
mod limits;
mod speech;

pub(super) fn check(
    shop: &Shop<'_>,
    index: usize,
    context: &Context<'_>,
    broken: &Broken,
    found: &mut Vec<Diagnostic>,
) {
    let flow = &shop.flows[index];
    let own = flow.languages.first().map(|lang| lang.node);
    let default = own.or_else(|| context.languages.first().copied());
    let mut told = Told {
        file: flow.file,
        found,
    };
    let mut address = Address::default();
    let channels = channels(shop, index);
    walk::flow(flow, &mut |seen| match seen {
        Seen::Text(block) => {
            for line in &block.lines {
                let lang = line.lang.map(|lang| lang.node).or(default);
                let (Some(lang), false) = (lang, broken.in_file(flow.file, line.span)) else {
                    continue;
                };
                let wording = Wording::of_line(line, lang);
                let heard_on = || {
                    channels
                        .iter()
                        .copied()
                        .filter(|on| serves(block, line, *on))
                };
                forms::check(line, lang, &mut told);
                figures::check(&wording, &mut told);
                letters::check(&wording, &mut told);
                limits::check_text(&wording, line, heard_on(), &mut told);
                if heard_on().any(|channel| channel == Channel::Phone) {
                    speech::check(&wording, Some(lang), &mut told);
                }
                address.read(&wording, line.line);
            }
        }
        Seen::Option(option) if !broken.in_file(flow.file, option.span) => {
            for label in &option.labels {
                let lang = label.lang.node;
                for phrase in &label.labels {
                    letters::check_alike(&Wording::of_label(phrase, lang), &mut told);
                }
                let Some(shown) = label.labels.first() else {
                    continue;
                };
                let wording = Wording::of_label(shown, lang);
                figures::check(&wording, &mut told);
                letters::check_foreign(&wording, &mut told);
                if channels.contains(&Channel::Phone) {
                    speech::check(&wording, None, &mut told);
                }
            }
        }
        Seen::Statement(statement) => {
            if let StatementKind::Wait(wait) = &statement.kind {
                limits::check_options(wait, &channels, default, &mut told);
            }
        }
        _ => {}
    });
    for line in flow.intents.iter().flat_map(|intent| &intent.phrases) {
        for phrase in &line.phrases {
            letters::check_alike(&Wording::of_label(phrase, line.lang.node), &mut told);
        }
    }
    address.judge(&mut told);
}

/// The channels of a flow: its own, else those of the flows that run it.
fn channels(shop: &Shop<'_>, index: usize) -> Vec<Channel> {
    let own = &shop.flows[index].channels;
    if !own.is_empty() {
        return own.iter().map(|channel| channel.node).collect();
    }
    let on = |channel: &Channel| {
        shop.any_caller(index, |flow| {
            flow.channels.iter().any(|own| own.node == *channel)
        })
    };
    Channel::ALL.into_iter().filter(on).collect()
}

/// Whether a wording is what a channel gets: its own, or one for all where its language has none of its own.
fn serves(block: &TextBlock, line: &TextLine, channel: Channel) -> bool {
    let lang = |line: &TextLine| line.lang.map(|lang| lang.node);
    let for_it = |other: &TextLine| other.channel.is_some_and(|own| own.node == channel);
    for_it(line)
        || line.channel.is_none()
            && !block
                .lines
                .iter()
                .any(|other| lang(other) == lang(line) && for_it(other))
}

/// Where findings of one file go.
struct Told<'f> {
    file: usize,
    found: &'f mut Vec<Diagnostic>,
}

impl Told<'_> {
    fn tell(&mut self, span: Span, fact: Fact) {
        self.found
            .push(Diagnostic::new(self.file, span.range(), fact));
    }

    fn tell_mended(&mut self, span: Span, fact: Fact, mend: String) {
        self.found
            .push(Diagnostic::new(self.file, span.range(), fact).mended(mend));
    }
}

/// Whether a language is written in Cyrillic letters.
fn is_cyrillic(lang: Lang) -> bool {
    matches!(lang, Lang::RU | Lang::UK)
}

//! T306: messages and buttons that a channel would cut or refuse, by the dated table `limits.tsv`.

use std::sync::LazyLock;

use engine::Channel;
use understand::Lang;

use crate::ast::{TextLine, Wait};
use crate::diagnostic::phrasing::Phrasing;
use crate::diagnostic::{Fact, Limit};

use super::Told;
use super::wording::Wording;

/// What one channel takes; absent where it takes anything.
struct Limits {
    channel: Channel,
    text: Option<usize>,
    buttons: Option<usize>,
    button: Option<usize>,
    rows: Option<usize>,
    row: Option<usize>,
}

static LIMITS: LazyLock<Vec<Limits>> = LazyLock::new(|| {
    let rows: Vec<_> = include_str!("limits.tsv").lines().filter_map(row).collect();
    let of = |channel: Channel| {
        let most = |what: &str| {
            let mut of_it = rows.iter().filter(|row| row.0 == channel && row.1 == what);
            of_it.next().map(|row| row.2)
        };
        Limits {
            channel,
            text: most("text"),
            buttons: most("buttons"),
            button: most("button"),
            rows: most("rows"),
            row: most("row"),
        }
    };
    Channel::ALL.into_iter().map(of).collect()
});

/// A row of the table: channel, what, the most.
fn row(line: &'static str) -> Option<(Channel, &'static str, usize)> {
    let mut cells = line.split('\t');
    Some((
        cells.next()?.parse().ok()?,
        cells.next()?,
        cells.next()?.parse().ok()?,
    ))
}

fn limits_of(channel: Channel) -> Option<&'static Limits> {
    LIMITS.iter().find(|limits| limits.channel == channel)
}

/// A value counts as one character: what it will print is not known.
pub(super) fn check_text(
    wording: &Wording,
    line: &TextLine,
    channels: impl Iterator<Item = Channel>,
    told: &mut Told<'_>,
) {
    let found = wording.text.chars().count();
    let over = channels
        .filter_map(|channel| Some((channel, limits_of(channel)?.text?)))
        .filter(|(_, most)| found > *most)
        .min_by_key(|(_, most)| *most);
    if let Some((channel, most)) = over {
        told.tell(
            line.lang.map_or(line.span, |lang| lang.span),
            Fact::Phrasing(Phrasing::OverLimit {
                channel,
                limit: Limit::Text,
                found,
                most,
                lang: wording.lang,
            }),
        );
    }
}

pub(super) fn check_options(
    wait: &Wait,
    channels: &[Channel],
    default: Option<Lang>,
    told: &mut Told<'_>,
) {
    let Some(default) = default else { return };
    for limits in channels.iter().filter_map(|channel| limits_of(*channel)) {
        let channel = limits.channel;
        let count = wait.options.len();
        if let Some(most) = limits.rows
            && let Some(extra) = wait.options.get(most)
        {
            told.tell(
                extra.name.span,
                Fact::Phrasing(Phrasing::OverLimit {
                    channel,
                    limit: Limit::Options,
                    found: count,
                    most,
                    lang: default,
                }),
            );
        }
        // Items of a list stand beside the options, and how many there are is not known.
        let is_list = wait.ask.as_ref().is_some_and(|ask| ask.from.is_some());
        let few = limits.buttons.is_none_or(|most| count <= most) && !is_list;
        let (limit, most) = match few {
            true => (Limit::Button, limits.button),
            false => (Limit::Row, limits.row),
        };
        let Some(most) = most else { continue };
        let lines = wait.options.iter().flat_map(|option| &option.labels);
        for line in lines {
            let Some(label) = line.labels.first() else {
                continue;
            };
            let found = label.node.chars().count();
            if found > most {
                told.tell(
                    label.span,
                    Fact::Phrasing(Phrasing::OverLimit {
                        channel,
                        limit,
                        found,
                        most,
                        lang: line.lang.node,
                    }),
                );
            }
        }
    }
}

//! T301 and T303: every text speaks all languages of its flow, and prints the same values in each.

use std::collections::BTreeSet;

use understand::Lang;

use crate::ast::{ChoiceOption, Flow, Hole, Part, TextBlock, TextLine};
use crate::diagnostic::{Diagnostic, Fact};
use crate::source::{Span, Spanned};

use super::broken::Broken;
use super::walk::{self, Seen};

pub(super) fn check(
    flow: &Flow,
    shop_languages: &[Lang],
    broken: &Broken,
    found: &mut Vec<Diagnostic>,
) {
    let own: Vec<Lang> = flow.languages.iter().map(|lang| lang.node).collect();
    let declared = if own.is_empty() { shop_languages } else { &own };
    if declared.is_empty() {
        return;
    }
    let mut check = Languages {
        flow,
        declared,
        broken,
        found,
    };
    walk::flow(flow, &mut |seen| match seen {
        Seen::Text(block) => check.text(block),
        Seen::Option(option) => check.option(option),
        _ => {}
    });
}

struct Languages<'a, 'f> {
    flow: &'a Flow,
    declared: &'a [Lang],
    broken: &'a Broken,
    found: &'f mut Vec<Diagnostic>,
}

impl Languages<'_, '_> {
    fn text(&mut self, block: &TextBlock) {
        let Some(first) = block.lines.first() else {
            return;
        };
        if first.lang.is_none() {
            if self.declared.len() > 1 {
                self.tell(
                    first.span,
                    Fact::QuotedInManyLanguages {
                        declared: self.declared.to_vec(),
                    },
                );
            }
            return;
        }
        if block.broken || self.broken.in_file(self.flow.file, block.span) {
            return;
        }
        let missing = self
            .declared
            .iter()
            .copied()
            .filter(|lang| !self.speaks(block, *lang));
        let spoken = block.lines.iter().filter_map(|line| line.lang.as_ref());
        self.compare(first.span, missing.collect(), spoken, None);
        self.placeholders(block);
    }

    fn option(&mut self, option: &ChoiceOption) {
        if self.broken.in_file(self.flow.file, option.span) {
            return;
        }
        let labelled = |lang: &Lang| option.labels.iter().any(|label| label.lang.node == *lang);
        let missing = self.declared.iter().copied().filter(|lang| !labelled(lang));
        let spoken = option.labels.iter().map(|label| &label.lang);
        self.compare(
            option.name.span,
            missing.collect(),
            spoken,
            Some(option.name.name.to_string()),
        );
    }

    /// Tells of languages that are missing; where none is, of those that are too many.
    fn compare<'l>(
        &mut self,
        place: Span,
        missing: Vec<Lang>,
        spoken: impl Iterator<Item = &'l Spanned<Lang>>,
        option: Option<String>,
    ) {
        if !missing.is_empty() {
            return self.tell(
                place,
                Fact::LanguageMissing {
                    languages: missing,
                    option,
                },
            );
        }
        for lang in spoken
            .filter(|lang| !self.declared.contains(&lang.node))
            .collect::<Vec<_>>()
        {
            let declared = self.declared.to_vec();
            self.tell(
                lang.span,
                Fact::LanguageNotDeclared {
                    lang: lang.node,
                    declared,
                },
            );
        }
    }

    /// A wording for all channels, or for each of the flow's.
    fn speaks(&self, block: &TextBlock, lang: Lang) -> bool {
        let of_lang = || block.lines.iter().filter(|line| in_language(line, lang));
        let channels = &self.flow.channels;
        let on = |channel| {
            of_lang().any(|line| line.channel.as_ref().is_some_and(|own| own.node == channel))
        };
        of_lang().any(|line| line.channel.is_none())
            || (!channels.is_empty() && channels.iter().all(|channel| on(channel.node)))
    }

    /// Wordings for one channel may leave values out, so only those for all channels are compared.
    fn placeholders(&mut self, block: &TextBlock) {
        if self.broken.names(self.flow.file, block.span) {
            return;
        }
        let mut languages = self
            .declared
            .iter()
            .filter(|lang| lines(block, **lang).next().is_some());
        let Some(other) = languages.next().copied() else {
            return;
        };
        let of_other = printed(block, other);
        for lang in languages.copied().collect::<Vec<_>>() {
            let own = printed(block, lang);
            let missing: Vec<_> = of_other.difference(&own).cloned().collect();
            let extra: Vec<_> = own.difference(&of_other).cloned().collect();
            if missing.is_empty() && extra.is_empty() {
                continue;
            }
            // What only this language prints is told where it is printed.
            let hole = holes(block, lang)
                .find(|hole| missing.is_empty() && extra.contains(&path_of(hole)));
            let line = lines(block, lang).next().map(|line| line.span);
            if let Some(span) = hole.map(|hole| hole.span).or(line) {
                self.tell(
                    span,
                    Fact::PlaceholdersDiffer {
                        lang,
                        other,
                        missing,
                        extra,
                    },
                );
            }
        }
    }

    fn tell(&mut self, span: Span, fact: Fact) {
        self.found
            .push(Diagnostic::new(self.flow.file, span.range(), fact));
    }
}

fn in_language(line: &TextLine, lang: Lang) -> bool {
    line.lang.as_ref().is_some_and(|own| own.node == lang)
}

fn lines(block: &TextBlock, lang: Lang) -> impl Iterator<Item = &TextLine> {
    block
        .lines
        .iter()
        .filter(move |line| in_language(line, lang) && line.channel.is_none())
}

fn holes(block: &TextBlock, lang: Lang) -> impl Iterator<Item = &Hole> {
    lines(block, lang)
        .flat_map(|line| &line.parts)
        .filter_map(|part| match part {
            Part::Value(hole) => Some(hole),
            Part::Words(_) => None,
        })
}

fn printed(block: &TextBlock, lang: Lang) -> BTreeSet<String> {
    holes(block, lang).map(path_of).collect()
}

/// The path as compared: names without regard to case.
fn path_of(hole: &Hole) -> String {
    let fields = hole
        .path
        .fields
        .iter()
        .map(|field| format!(".{}", field.key));
    std::iter::once(hole.path.root.key.to_string())
        .chain(fields)
        .collect()
}

//! T304: a counted word has as many forms as its language wants.

use understand::{Lang, plural_forms};

use crate::ast::{Part, TextLine};
use crate::diagnostic::Fact;

use super::Told;

pub(super) fn check(line: &TextLine, lang: Lang, told: &mut Told<'_>) {
    for part in &line.parts {
        let Part::Value(hole) = part else { continue };
        let (found, expected) = (hole.forms.len(), plural_forms(lang));
        if found > 0 && found != expected {
            told.tell(
                hole.span,
                Fact::PluralForms {
                    lang,
                    found,
                    expected,
                },
            );
        }
    }
}

//! The engine's own words, in the languages it speaks; others read English.

use understand::Lang;

/// What the engine may have to say of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Own {
    /// A claim could not be proved, or the script came to a dead end.
    LetMeCheck,
    /// Several products fit.
    WhichOne,
    /// A corrected slot that no question of the flow asks for.
    WhatInstead,
    /// The button that says yes.
    Yes,
    /// The button that says no.
    No,
    /// The button that leaves an optional slot empty.
    Skip,
}

impl Own {
    /// The words in a language.
    pub(super) fn words(self, lang: Lang) -> &'static str {
        let (ru, uk, en) = match self {
            Own::LetMeCheck => (
                "Уточню у коллеги и вернусь к вам с точным ответом.",
                "Уточню в колеги й повернуся до вас із точною відповіддю.",
                "Let me check with a colleague and get back to you.",
            ),
            Own::WhichOne => (
                "Уточните, пожалуйста, что именно?",
                "Уточніть, будь ласка, що саме?",
                "Which one do you mean?",
            ),
            Own::WhatInstead => (
                "На что поменять?",
                "На що змінити?",
                "What should it be instead?",
            ),
            Own::Yes => ("Да", "Так", "Yes"),
            Own::No => ("Нет", "Ні", "No"),
            Own::Skip => ("Пропустить", "Пропустити", "Skip"),
        };
        match lang {
            Lang::RU => ru,
            Lang::UK => uk,
            _ => en,
        }
    }

    /// Every wording, for reading what a buyer typed.
    pub(super) fn all(self) -> [&'static str; 3] {
        [
            self.words(Lang::RU),
            self.words(Lang::UK),
            self.words(Lang::EN),
        ]
    }
}

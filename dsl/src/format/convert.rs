//! Keywords, lengths of time and channels in another table.

use crate::keywords::Table;
use std::collections::HashSet;
use understand::Lang;

/// What a file's keywords become.
pub(super) struct Conversion {
    /// The table of the file.
    pub(super) from: &'static Table,
    /// The table they become words of.
    pub(super) table: &'static Table,
    /// Where a yes or a no stands that is a value, in bytes of the file.
    pub(super) yes_no: HashSet<usize>,
}

/// Units of time in English, Russian and Ukrainian.
const UNITS: [[&str; 3]; 6] = [
    ["ms", "мс", "мс"],
    ["s", "с", "с"],
    ["m", "мин", "хв"],
    ["h", "ч", "год"],
    ["d", "д", "д"],
    ["w", "нед", "тиж"],
];

impl Conversion {
    /// A keyword; `None` where the table has none.
    pub(super) fn keyword(&self, english: &str) -> Option<&'static str> {
        self.table.word(english)
    }

    /// A keyword after a number: `1 visit`, `2 visits`, «1 раза», «2 раз».
    pub(super) fn counted(&self, english: &'static str, count: u32) -> Option<&'static str> {
        let ends_in_one = count % 10 == 1 && count % 100 != 11;
        match self.table.lang() {
            Lang::EN if count == 1 => english.strip_suffix('s'),
            Lang::EN => Some(english),
            _ if ends_in_one => self.table.bound_word(english),
            _ => self.table.word(english),
        }
    }

    /// `to` of a range.
    pub(super) fn bound(&self, english: &str) -> Option<&'static str> {
        self.table.bound_word(english)
    }

    /// Whether a range begins with its `from`: in English it does not.
    pub(super) fn range_has_from(&self) -> bool {
        self.table.lang() != Lang::EN
    }

    /// A unit of time.
    pub(super) fn unit<'u>(&self, unit: &'u str) -> &'u str {
        let column = match self.table.lang() {
            Lang::RU => 1,
            Lang::UK => 2,
            _ => 0,
        };
        let known = UNITS.iter().find(|names| names.contains(&unit));
        known.map_or(unit, |names| names[column])
    }

    /// A channel: those that are words and no brands have a name in each table.
    pub(super) fn channel<'c>(&self, channel: &'c str) -> &'c str {
        let lower = channel.to_lowercase();
        let tables = [Lang::EN, Lang::RU, Lang::UK];
        let is_phone = tables.into_iter().any(|lang| {
            Table::of(lang).and_then(|table| table.word("phone")) == Some(lower.as_str())
        });
        self.table
            .word("phone")
            .filter(|_| is_phone)
            .unwrap_or(channel)
    }

    /// A yes or a no, if it is a value that begins at `place` of the file.
    pub(super) fn yes_no(&self, word: &str, place: usize) -> Option<&'static str> {
        let english = self.from.keyword(&word.to_lowercase())?;
        self.table
            .word(english)
            .filter(|_| self.yes_no.contains(&place))
    }
}

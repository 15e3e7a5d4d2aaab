//! Keywords in English, Russian and Ukrainian (LANGUAGE §12), from one data file.
//!
//! The grammar is written in English. A line of a Russian or Ukrainian script is read through
//! [`Table::translate`], which puts the English keyword in the place of each of the table's, and hides
//! English words that are no keywords there. Names keep their own spelling: they are read back from
//! the line itself.

use crate::line::edit::Edited;
use std::collections::HashMap;
use std::sync::LazyLock;
use understand::{Lang, nearest};

/// Stands before a word that is a keyword only in English, so that the grammar takes it for a name.
pub(crate) const HIDDEN: char = '\u{e000}';
/// Joins the words of a translated keyword, so that it can still be a name where one is expected.
pub(crate) const JOINED: char = '\u{e001}';

const DATA: &str = include_str!("keywords.tsv");

static TABLES: LazyLock<[Table; 3]> = LazyLock::new(|| {
    [
        Table::new(Lang::EN, 0),
        Table::new(Lang::RU, 1),
        Table::new(Lang::UK, 2),
    ]
});

/// The keywords of one language.
#[derive(Debug)]
pub struct Table {
    lang: Lang,
    /// Phrases by their first word, the longest first.
    phrases: HashMap<&'static str, Vec<Phrase>>,
    /// The preferred spelling of each keyword, by its English one.
    words: HashMap<&'static str, &'static str>,
    /// The last spelling of each keyword, by its English one.
    bound: HashMap<&'static str, &'static str>,
    /// The English keyword of each spelling.
    english: HashMap<&'static str, &'static str>,
}

#[derive(Debug)]
struct Phrase {
    /// The words after the first.
    rest: Vec<&'static str>,
    /// The English keyword, joined.
    keyword: String,
}

impl Table {
    /// The table of a language, if keywords exist in it.
    pub fn of(lang: Lang) -> Option<&'static Table> {
        TABLES.iter().find(|table| table.lang == lang)
    }

    /// The English table.
    pub fn english() -> &'static Table {
        &TABLES[0]
    }

    /// The table that a script's first line picks by its first word, which is `flow` in one of them, or
    /// nearly so; else the first table in which the word is a keyword at all.
    pub fn picked_by(first_line: &str) -> &'static Table {
        let word = word_at(first_line, 0);
        let flow = |table: &&Table| table.words["flow"] == word;
        let nearly = || {
            let near = nearest(word, TABLES.iter().map(|table| table.words["flow"]))?;
            TABLES.iter().find(|table| table.words["flow"] == near)
        };
        let keyword = |table: &&Table| table.phrases.contains_key(word);
        let exact = TABLES.iter().find(flow).or_else(nearly);
        exact
            .or_else(|| TABLES.iter().find(keyword))
            .unwrap_or(Table::english())
    }

    /// The language of the table.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The spelling of an English keyword in this table.
    pub fn word(&self, english: &str) -> Option<&'static str> {
        self.words.get(english).copied()
    }

    /// The spelling of an English keyword after a number that ends in one, and in a range: «1 раза», «от 1
    /// до 20».
    pub(crate) fn bound_word(&self, english: &str) -> Option<&'static str> {
        self.bound.get(english).copied()
    }

    /// The English keyword that a spelling of this table stands for.
    pub fn keyword(&self, spelling: &str) -> Option<&'static str> {
        self.english.get(spelling).copied()
    }

    /// The table, other than this one, in which a spelling is a keyword; with the English one.
    pub fn elsewhere(&self, spelling: &str) -> Option<(&'static Table, &'static str)> {
        let others = TABLES.iter().filter(|table| table.lang != self.lang);
        others
            .into_iter()
            .find_map(|table| Some((table, table.keyword(spelling)?)))
    }

    /// Every keyword of this table, with its English one.
    pub fn all(&self) -> impl Iterator<Item = (&'static str, &'static str)> + '_ {
        self.words.iter().map(|(english, here)| (*here, *english))
    }

    /// Adds to `edited` the English keywords for those of this table. Quoted words are left alone.
    pub(crate) fn translate(&self, edited: &mut Edited<'_>) {
        if self.lang == Lang::EN {
            return;
        }
        let line = std::mem::take(&mut edited.text);
        let mut edits = Vec::new();
        let mut at = 0;
        while let Some(letter) = line[at..].chars().next() {
            if letter == '"' {
                at = crate::layout::quoted_end(&line, at).unwrap_or(at + 1);
            } else if !is_word_letter(letter) {
                at += letter.len_utf8();
            } else {
                let word = word_at(&line, at);
                let phrase = self.phrases.get(word).into_iter().flatten();
                let matched = phrase
                    .into_iter()
                    .find_map(|phrase| Some((end_of(phrase, &line, at + word.len())?, phrase)));
                let end = match matched {
                    Some((end, phrase)) => {
                        edits.push((at..end, phrase.keyword.clone()));
                        end
                    }
                    None => {
                        let end = at + word.len();
                        if TABLES[0].phrases.contains_key(word) {
                            edits.push((at..end, format!("{HIDDEN}{word}")));
                        }
                        end
                    }
                };
                at = end;
            }
        }
        edited.text = line;
        edited.apply(edits);
    }

    fn new(lang: Lang, column: usize) -> Table {
        let mut table = Table {
            lang,
            phrases: HashMap::new(),
            words: HashMap::new(),
            bound: HashMap::new(),
            english: HashMap::new(),
        };
        for row in DATA.lines().filter(|row| !row.starts_with('#')) {
            let cells: Vec<&str> = row.split('\t').collect();
            let (Some(english), Some(cell)) = (cells.first(), cells.get(column)) else {
                continue;
            };
            for (rank, spelling) in cell.split('|').enumerate() {
                if rank == 0 {
                    table.words.insert(english, spelling);
                }
                table.bound.insert(english, spelling);
                table.english.entry(spelling).or_insert(english);
                let mut words = spelling.split(' ');
                let first = words.next().unwrap_or_default();
                let keyword = english.replace(' ', JOINED.encode_utf8(&mut [0; 4]));
                table.phrases.entry(first).or_default().push(Phrase {
                    rest: words.collect(),
                    keyword,
                });
            }
        }
        for phrases in table.phrases.values_mut() {
            // The sort is stable: of two keywords with one spelling the first of the file is taken.
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
        }
        table
    }
}

/// Letters that continue a word of a script.
pub(crate) fn is_word_letter(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_' || ('\u{300}'..='\u{36f}').contains(&letter)
}

/// The word that begins at `at`: letters, digits, and an apostrophe between letters.
pub(crate) fn word_at(line: &str, at: usize) -> &str {
    let rest = &line[at..];
    let mut end = 0;
    let mut letters = rest.char_indices().peekable();
    while let Some((place, letter)) = letters.next() {
        let inner = matches!(letter, '\'' | '’' | 'ʼ')
            && end > 0
            && letters.peek().is_some_and(|(_, next)| next.is_alphabetic());
        if !is_word_letter(letter) && !inner {
            break;
        }
        end = place + letter.len_utf8();
    }
    &rest[..end]
}

fn end_of(phrase: &Phrase, line: &str, mut at: usize) -> Option<usize> {
    for word in &phrase.rest {
        let after = line[at..].trim_start_matches(' ');
        if after.len() == line.len() - at {
            return None;
        }
        at = line.len() - after.len();
        if word_at(line, at) != *word {
            return None;
        }
        at += word.len();
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line::{Rule, keyword_of};

    #[test]
    fn every_keyword_of_the_grammar_is_in_every_table_and_the_reverse() {
        // `is known` and `is empty` may also be said in two words.
        let halves = ["known", "empty"];
        let rules: Vec<String> = Rule::all_rules()
            .iter()
            .filter_map(|rule| keyword_of(*rule))
            .collect();
        for keyword in rules
            .iter()
            .filter(|keyword| !halves.contains(&keyword.as_str()))
        {
            for table in TABLES.iter() {
                assert!(
                    table.word(keyword).is_some(),
                    "{keyword} in {}",
                    table.lang()
                );
            }
        }
        for (_, english) in Table::english().all() {
            assert!(
                rules.iter().any(|rule| rule == english),
                "{english} in the grammar"
            );
        }
    }

    #[test]
    fn a_script_picks_its_table_by_its_first_word() {
        for (line, lang) in [
            ("flow flowers v1", Lang::EN),
            ("поток цветы v1", Lang::RU),
            ("Поток цветы v1", Lang::RU),
            ("потік квіти v1", Lang::UK),
            ("крок початок", Lang::UK),
            ("шаг начало", Lang::RU),
            ("что-то ещё", Lang::EN),
        ] {
            assert_eq!(Table::picked_by(line).lang(), lang, "{line}");
        }
    }

    #[test]
    fn a_keyword_stays_a_name_where_a_name_stands() {
        let line = "телефон  телефон, личное  и time";
        let mut edited = Edited::new(line);
        let table = Table::of(Lang::RU).expect("there is a Russian table");
        table.translate(&mut edited);
        assert_eq!(
            edited.text,
            format!("phone  phone, personal  and {HIDDEN}time")
        );
        assert_eq!(&line[edited.back(0..5)], "телефон");
    }
}

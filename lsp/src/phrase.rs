//! A line up to the cursor, in the English keywords: what an author has written so far.

use dsl::keywords::Table;
use dsl::layout::text_head;

/// A word or a sign of a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Piece<'l> {
    /// As written.
    pub(crate) raw: &'l str,
    /// The keyword it may be.
    pub(crate) keyword: Option<&'static str>,
}

impl Piece<'_> {
    /// Whether it is this keyword or sign.
    pub(crate) fn is(&self, word: &str) -> bool {
        match self.keyword {
            Some(keyword) => keyword == word,
            None => self.raw == word,
        }
    }
}

/// What a line is, by its beginning.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Head {
    /// It begins with a keyword.
    Keyword(&'static str),
    /// `- NAME`
    Option,
    /// `ru:` with or without words.
    Text,
    /// Something else: a name, an outcome.
    Name,
}

/// The most words that one keyword has.
const WORDS: usize = 4;

/// The words and signs of a line.
pub(crate) fn pieces<'l>(line: &'l str, table: &Table) -> Vec<Piece<'l>> {
    let mut words: Vec<&'l str> = Vec::new();
    let mut rest = line.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if is_letter(first) {
            word_length(rest)
        } else if first == '"' {
            rest[1..].find('"').map_or(rest.len(), |end| end + 2)
        } else if rest.starts_with("->") {
            2
        } else {
            first.len_utf8()
        };
        words.push(&rest[..length]);
        rest = rest[length..].trim_start();
    }
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let longest = (1..=WORDS.min(words.len() - at)).rev();
        let found = longest.into_iter().find_map(|count| {
            let spelling = words[at..at + count].join(" ");
            Some((count, table.keyword(&spelling)?))
        });
        let (count, keyword) = match found {
            Some((count, keyword)) => (count, Some(keyword)),
            None => (1, None),
        };
        pieces.push(Piece {
            raw: words[at],
            keyword,
        });
        at += count;
    }
    pieces
}

/// What a line is.
pub(crate) fn head(line: &str, table: &Table) -> Head {
    let line = line.trim_start();
    if text_head(line).is_some() {
        return Head::Text;
    }
    if line.starts_with('-') && !line.starts_with("->") {
        return Head::Option;
    }
    let first = pieces(line, table).into_iter().next();
    match first.and_then(|first| first.keyword) {
        Some(keyword) => Head::Keyword(keyword),
        None => Head::Name,
    }
}

/// The word that ends at the end of a line and is still being written.
pub(crate) fn unfinished(line: &str) -> &str {
    let is_part = |letter: char| is_letter(letter) || matches!(letter, '\'' | '’' | 'ʼ');
    let start = line
        .char_indices()
        .rev()
        .take_while(|(_, letter)| is_part(*letter))
        .last();
    start.map_or("", |(at, _)| &line[at..])
}

fn is_letter(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_' || ('\u{300}'..='\u{36f}').contains(&letter)
}

fn word_length(rest: &str) -> usize {
    let mut end = 0;
    let mut letters = rest.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let inner = matches!(letter, '\'' | '’' | 'ʼ')
            && letters.peek().is_some_and(|(_, next)| next.is_alphabetic());
        if !is_letter(letter) && !inner {
            break;
        }
        end = at + letter.len_utf8();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use understand::Lang;

    fn read(line: &str, lang: Lang) -> Vec<String> {
        let table = Table::of(lang).expect("keywords exist in the language");
        let pieces = pieces(line, table).into_iter();
        let words = pieces.map(|piece| match piece.keyword {
            Some(keyword) => keyword.to_uppercase(),
            None => piece.raw.to_owned(),
        });
        words.collect()
    }

    #[test]
    fn keywords_are_read_in_the_table_of_the_script() {
        assert_eq!(
            read("when names product as item -> quote", Lang::EN).join(" "),
            "WHEN NAMES PRODUCT AS item -> quote"
        );
        assert_eq!(
            read("  когда называет товар как букет -> цена", Lang::RU).join(" "),
            "WHEN NAMES PRODUCT AS букет -> цена"
        );
        assert_eq!(
            read("якщо ім'я це не відомо", Lang::UK).join(" "),
            "IF NAME IS NOT IS KNOWN"
        );
    }

    #[test]
    fn the_word_being_written_is_found() {
        assert_eq!(unfinished("  -> сост"), "сост");
        assert_eq!(unfinished("  -> "), "");
        assert_eq!(unfinished("ім'я"), "ім'я");
    }
}

//! The words of one line of a talk, read from left to right.

use engine::Channel;
use rust_decimal::Decimal;
use understand::{Currency, Lang};

use crate::diagnostic::{Diagnostic, Fact, Thing};
use crate::source::Span;

use super::{Value, Wording};

/// A mistake on the line: the first one ends its reading.
pub(super) type Read<T> = Result<T, Box<Diagnostic>>;

/// What is left of a line.
pub(super) struct Words<'s> {
    file: usize,
    /// Where the rest begins, in bytes of the file.
    at: usize,
    rest: &'s str,
}

impl<'s> Words<'s> {
    pub(super) fn new(file: usize, at: usize, text: &'s str) -> Words<'s> {
        Words {
            file,
            at,
            rest: text,
        }
    }

    /// The next word without taking it; empty at the end.
    pub(super) fn peek(&mut self) -> &'s str {
        self.skip_spaces();
        let end = self
            .rest
            .find(|c: char| c.is_whitespace() || c == '"' || c == ',')
            .unwrap_or(self.rest.len());
        match self.rest.chars().next() {
            Some(sign @ ('"' | ',')) => &self.rest[..sign.len_utf8()],
            _ => &self.rest[..end],
        }
    }

    /// Takes the next word if it is this one.
    pub(super) fn take(&mut self, word: &str) -> bool {
        let taken = self.peek() == word;
        if taken {
            self.advance(word.len());
        }
        taken
    }

    /// Takes the sign that the line begins with: `>`, `<`, `!` or `~`.
    pub(super) fn take_sign(&mut self, sign: char) -> bool {
        self.skip_spaces();
        let taken = self.rest.starts_with(sign);
        if taken {
            self.advance(sign.len_utf8());
        }
        taken
    }

    /// The place of the next word.
    pub(super) fn here(&mut self) -> Span {
        let word = self.peek().len();
        Span::new(self.at, self.at + word)
    }

    /// Everything left, trimmed.
    pub(super) fn all(&mut self) -> &'s str {
        self.skip_spaces();
        let all = self.rest.trim_end();
        self.advance(self.rest.len());
        all
    }

    /// Nothing may be left.
    pub(super) fn end(&mut self) -> Read<()> {
        match self.peek() {
            "" => Ok(()),
            _ => Err(self.expected(&[Thing::End])),
        }
    }

    /// "… is expected here, but found …".
    pub(super) fn expected(&mut self, things: &[Thing]) -> Box<Diagnostic> {
        let span = self.here();
        let fact = Fact::NotUnderstood {
            found: self.peek().to_owned(),
            expected: things.to_vec(),
        };
        Box::new(Diagnostic::new(self.file, span.range(), fact))
    }

    /// One of these words must come next.
    pub(super) fn keyword(&mut self, words: &[&str]) -> Read<&'s str> {
        let next = self.peek();
        if words.contains(&next) {
            self.advance(next.len());
            return Ok(next);
        }
        Err(self.none_of(words))
    }

    /// "`a` or `b` is expected here, but found …".
    pub(super) fn none_of(&mut self, words: &[&str]) -> Box<Diagnostic> {
        let (span, found) = (self.here(), self.peek().to_owned());
        let keywords = words.iter().map(|word| (*word).to_owned()).collect();
        Box::new(Diagnostic::new(
            self.file,
            span.range(),
            Fact::KeywordExpected { found, keywords },
        ))
    }

    /// A name of the script: letters, digits, `_`, apostrophes.
    pub(super) fn name(&mut self, thing: Thing) -> Read<&'s str> {
        match self.peek() {
            name if is_name(name) => {
                self.advance(name.len());
                Ok(name)
            }
            _ => Err(self.expected(&[thing])),
        }
    }

    /// Names with dots between: `quoted.price`, `quote.2`.
    pub(super) fn dotted(&mut self, thing: Thing) -> Read<Vec<&'s str>> {
        let word = self.peek();
        let parts: Vec<_> = word.split('.').collect();
        let number =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let fits = is_name(parts[0]) && parts.iter().all(|part| is_name(part) || number(part));
        match fits {
            true => {
                self.advance(word.len());
                Ok(parts)
            }
            false => Err(self.expected(&[thing])),
        }
    }

    /// `PLUGIN.STEP`
    pub(super) fn step(&mut self) -> Read<(String, String)> {
        match self.peek().split_once('.') {
            Some((plugin, step)) if is_name(plugin) && is_name(step) => {
                self.advance(plugin.len() + 1 + step.len());
                Ok((plugin.to_owned(), step.to_owned()))
            }
            _ => Err(self.expected(&[Thing::Step])),
        }
    }

    /// `"…"`, with `\"` and `\\` for the signs themselves.
    pub(super) fn quoted(&mut self) -> Read<String> {
        if self.peek() != "\"" {
            return Err(self.expected(&[Thing::Quoted]));
        }
        let mut text = String::new();
        let mut letters = self.rest.char_indices().skip(1);
        while let Some((at, letter)) = letters.next() {
            match letter {
                '"' => {
                    self.advance(at + 1);
                    return Ok(text);
                }
                '\\' => text.extend(letters.next().map(|(_, letter)| letter)),
                letter => text.push(letter),
            }
        }
        let place = self.at..self.at + self.rest.trim_end().len();
        Err(Box::new(Diagnostic::new(
            self.file,
            place,
            Fact::QuoteNotClosed,
        )))
    }

    /// `"…"` or `~"…"`, if words are stated.
    pub(super) fn wording(&mut self) -> Read<Option<Wording>> {
        if self.take_sign('~') {
            return Ok(Some(Wording::Part(self.quoted()?)));
        }
        match self.peek() {
            "\"" => Ok(Some(Wording::Exact(self.quoted()?))),
            _ => Ok(None),
        }
    }

    /// A value; a name where nothing else fits.
    pub(super) fn value(&mut self) -> Read<Value> {
        self.skip_spaces();
        match self.rest.chars().next() {
            Some('"') => Ok(Value::Text(self.quoted()?)),
            Some(sign) if sign.is_ascii_digit() || sign == '-' => self.figure(),
            _ => Ok(Value::Name(self.name(Thing::Value)?.to_owned())),
        }
    }

    /// `16m`, in milliseconds.
    pub(super) fn duration(&mut self) -> Read<i64> {
        let word = self.peek();
        let digits = word
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(word.len());
        let unit = unit(&word[digits..]);
        let length = word[..digits]
            .parse::<i64>()
            .ok()
            .zip(unit)
            .and_then(|(count, unit)| count.checked_mul(unit));
        match length.filter(|length| *length <= LONGEST) {
            Some(length) => {
                self.advance(word.len());
                Ok(length)
            }
            None => Err(self.expected(&[Thing::Duration])),
        }
    }

    /// `ru`
    pub(super) fn language(&mut self) -> Read<Lang> {
        let word = self.peek();
        match Lang::parse(word) {
            Some(lang) => {
                self.advance(word.len());
                Ok(lang)
            }
            None => Err(self.expected(&[Thing::Language])),
        }
    }

    /// `telegram`
    pub(super) fn channel(&mut self) -> Read<Channel> {
        let word = self.peek();
        match Channel::ALL
            .into_iter()
            .find(|channel| channel.as_str() == word)
        {
            Some(channel) => {
                self.advance(word.len());
                Ok(channel)
            }
            None => {
                let span = self.here();
                let names = Channel::ALL.iter().map(|channel| channel.as_str());
                let nearest = nearest(word, names);
                let fact = Fact::Unknown {
                    thing: Thing::Channel,
                    name: word.to_owned(),
                    of: String::new(),
                    nearest,
                };
                match word {
                    "" => Err(self.expected(&[Thing::Channel])),
                    _ => Err(Box::new(Diagnostic::new(self.file, span.range(), fact))),
                }
            }
        }
    }

    /// `2026-03-02 11:00`, or the day alone for its beginning.
    pub(super) fn moment(&mut self) -> Read<jiff::civil::DateTime> {
        self.skip_spaces();
        let place = self.here();
        let day = self.peek();
        let Ok(date) = day.parse::<jiff::civil::Date>() else {
            return Err(self.bad(place, day));
        };
        self.advance(day.len());
        let time = self.peek();
        if !time.starts_with(|c: char| c.is_ascii_digit()) {
            return Ok(date.to_datetime(jiff::civil::Time::midnight()));
        }
        let place = self.here();
        let Ok(time_of_day) = time.parse::<jiff::civil::Time>() else {
            return Err(self.bad(place, time));
        };
        self.advance(time.len());
        Ok(date.to_datetime(time_of_day))
    }

    fn bad(&self, place: Span, found: &str) -> Box<Diagnostic> {
        let fact = Fact::BadLiteral {
            found: found.to_owned(),
            expected: Thing::Moment,
        };
        Box::new(Diagnostic::new(self.file, place.range(), fact))
    }

    /// A number, an amount of money, a percentage or a duration.
    fn figure(&mut self) -> Read<Value> {
        if let Ok(length) = self.duration() {
            return Ok(Value::Duration(length));
        }
        let numeric = |c: char| {
            c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '.' | ',' | '-')
        };
        let end = self.rest.find(|c| !numeric(c)).unwrap_or(self.rest.len());
        let written = self.rest[..end].trim_end_matches([' ', '\u{a0}', '\u{202f}', ',', '.']);
        let plain: String = written.chars().filter(|c| !c.is_whitespace()).collect();
        let Ok(number) = plain.replace(',', ".").parse::<Decimal>() else {
            return Err(self.expected(&[Thing::Value]));
        };
        self.advance(written.len());
        if self.rest.starts_with('%') {
            self.advance(1);
            return Ok(Value::Percent(number));
        }
        match Currency::parse(self.peek()) {
            Some(currency) => {
                let code = self.peek().len();
                self.advance(code);
                Ok(Value::Money(number, currency))
            }
            None => Ok(Value::Number(number)),
        }
    }

    fn skip_spaces(&mut self) {
        let spaces = self.rest.len() - self.rest.trim_start().len();
        self.advance(spaces);
    }

    fn advance(&mut self, bytes: usize) {
        self.at += bytes;
        self.rest = &self.rest[bytes..];
    }
}

/// The longest time that a talk may pass at once: ten years.
const LONGEST: i64 = 10 * 366 * 24 * 3_600_000;

/// The length of a unit of time, in milliseconds.
fn unit(name: &str) -> Option<i64> {
    Some(match name {
        "ms" | "мс" => 1,
        "s" | "с" => 1_000,
        "m" | "мин" | "хв" => 60_000,
        "h" | "ч" | "год" => 3_600_000,
        "d" | "д" => 24 * 3_600_000,
        "w" | "нед" | "тиж" => 7 * 24 * 3_600_000,
        _ => return None,
    })
}

/// Whether a word can be a name of a script.
fn is_name(word: &str) -> bool {
    let inner =
        |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '\'' | '’' | 'ʼ') || !c.is_ascii();
    word.starts_with(char::is_alphabetic) && word.chars().all(inner)
}

/// The word most like this one, if any is like it.
pub(super) fn nearest<'w>(word: &str, words: impl Iterator<Item = &'w str>) -> Option<String> {
    let word: String = word.chars().take(40).collect();
    let near = words.map(|other| (strsim::osa_distance(&word, other), other));
    let (distance, other) = near.min_by_key(|(distance, _)| *distance)?;
    (distance <= 1 + other.chars().count() / 4).then(|| other.to_owned())
}

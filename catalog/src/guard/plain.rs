//! A text as a reader sees it, whatever characters it is made of.
//!
//! Digits of other scripts and widths become ASCII, characters nobody sees and marks over digits go, tags and entities
//! become spaces, an `O` among digits becomes a zero. So nothing hides a figure from the guard.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text made plain, with the way back.
pub(crate) struct Plain<'a> {
    original: &'a str,
    pub(crate) text: String,
    /// For each byte of `text`, and for its end, where it comes from in `original`.
    from: Vec<u32>,
}

impl<'a> Plain<'a> {
    pub(crate) fn new(original: &'a str) -> Plain<'a> {
        let mut plain = Plain {
            original,
            text: String::with_capacity(original.len()),
            from: Vec::with_capacity(original.len() + 1),
        };
        let mut at = 0;
        while let Some(letter) = original[at..].chars().next() {
            if let Some(length) = markup(&original[at..]) {
                plain.push(' ', at);
                at += length;
                continue;
            }
            let mut end = at + letter.len_utf8();
            if !letter.is_ascii() || !original[end..].starts_with(|next: char| next.is_ascii()) {
                let marks = original[end..]
                    .chars()
                    .take_while(|next| is_combining_mark(*next));
                end += marks.map(char::len_utf8).sum::<usize>();
            }
            match letter {
                _ if is_unseen(letter) => {}
                _ if letter.is_ascii() && end == at + 1 => plain.push(letter, at),
                _ => {
                    let composed = original[at..end]
                        .nfkc()
                        .filter(|letter| !is_combining_mark(*letter));
                    composed.for_each(|letter| plain.push(plain_letter(letter), at));
                }
            }
            at = end;
        }
        plain.from.push(original.len() as u32);
        plain.mend_zeros();
        plain
    }

    fn push(&mut self, letter: char, from: usize) {
        self.text.push(letter);
        let bytes = std::iter::repeat_n(from as u32, letter.len_utf8());
        self.from.extend(bytes);
    }

    /// What stands in the original where `start..end` stands in the plain text.
    pub(crate) fn original(&self, start: usize, end: usize) -> &'a str {
        let from = |at: usize| {
            self.from
                .get(at)
                .map_or(self.original.len(), |from| *from as usize)
        };
        self.original
            .get(from(start)..from(end))
            .unwrap_or(self.original)
            .trim()
    }

    /// `45OO`: a run of digits and letters that look like zero is a number.
    fn mend_zeros(&mut self) {
        const ZEROS: [char; 4] = ['O', 'o', 'О', 'о'];
        if !self.text.contains(ZEROS) {
            return;
        }
        let (mut text, mut from) = (
            String::with_capacity(self.text.len()),
            Vec::with_capacity(self.from.len()),
        );
        let mut rest = self.text.char_indices().peekable();
        let mut run: Vec<(usize, char)> = Vec::new();
        loop {
            let next = rest.next();
            if let Some((at, letter)) = next.filter(|(_, letter)| letter.is_alphanumeric()) {
                run.push((at, letter));
                continue;
            }
            let digits = run.iter().any(|(_, letter)| letter.is_ascii_digit());
            let number = digits
                && run
                    .iter()
                    .all(|(_, letter)| letter.is_ascii_digit() || ZEROS.contains(letter));
            for (at, letter) in run.drain(..).chain(next) {
                let letter = if number && ZEROS.contains(&letter) {
                    '0'
                } else {
                    letter
                };
                text.push(letter);
                from.extend(std::iter::repeat_n(self.from[at], letter.len_utf8()));
            }
            if next.is_none() {
                break;
            }
        }
        from.extend(self.from.last());
        (self.text, self.from) = (text, from);
    }
}

/// A tag or an entity at the beginning of `text`, by its length.
fn markup(text: &str) -> Option<usize> {
    const LONGEST: usize = 64;
    let (close, inner): (char, fn(char) -> bool) = match text.as_bytes()[0] {
        b'<' => ('>', |letter| letter != '<' && letter != '\n'),
        b'&' => (';', |letter| {
            letter.is_ascii_alphanumeric() || letter == '#'
        }),
        _ => return None,
    };
    let second = text[1..].chars().next()?;
    let end = text[1..]
        .chars()
        .take(LONGEST)
        .position(|letter| letter == close)?;
    let inside = || text[1..].chars().take(end);
    let begins = second.is_ascii_alphabetic() || matches!(second, '/' | '#');
    (begins && inside().all(inner)).then(|| 2 + inside().map(char::len_utf8).sum::<usize>())
}

/// Characters without a look of their own.
fn is_unseen(letter: char) -> bool {
    matches!(
        letter,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}'
    ) || (letter.is_control() && !letter.is_whitespace())
        || is_combining_mark(letter)
}

fn plain_letter(letter: char) -> char {
    match letter {
        '٪' => '%',
        '٫' => '.',
        '٬' => ',',
        '\u{2028}' | '\u{2029}' | '\u{85}' => '\n',
        _ if letter.is_whitespace() && letter != '\n' => ' ',
        _ => digit(letter).unwrap_or(letter),
    }
}

/// A decimal digit of any script; Unicode keeps the ten of a script together.
fn digit(letter: char) -> Option<char> {
    const ZEROS: [u32; 36] = [
        0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6,
        0xE50, 0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90,
        0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0,
        0x104A0,
    ];
    if letter < '\u{660}' {
        return None;
    }
    let code = u32::from(letter);
    let zero = ZEROS
        .iter()
        .find(|zero| (**zero..**zero + 10).contains(&code))?;
    char::from_digit(code - zero, 10)
}

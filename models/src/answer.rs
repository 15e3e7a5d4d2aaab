//! An answer as it grows out of chunks, and what of it may be said.

use crate::wire::{Chunk, Finish};
use crate::{ModelError, Nonsense};

/// The most text an answer may hold, in bytes.
const MOST_TEXT: usize = 8 * 1024;

/// What a model has said so far.
pub(crate) struct Answer<'a> {
    model: &'a str,
    text: String,
    finish: Option<Finish>,
    whole: bool,
    tool_call: bool,
    tokens: Option<u32>,
}

impl<'a> Answer<'a> {
    /// Nothing said yet.
    pub(crate) fn new(model: &'a str) -> Answer<'a> {
        Answer {
            model,
            text: String::new(),
            finish: None,
            whole: false,
            tool_call: false,
            tokens: None,
        }
    }

    /// Adds what a chunk tells.
    pub(crate) fn add(&mut self, chunk: Chunk) -> Result<(), ModelError> {
        if let Some(code) = chunk.error {
            return Err(ModelError::Reported {
                model: self.model.to_owned(),
                code,
            });
        }
        if self.text.len() + chunk.text.len() > MOST_TEXT {
            return Err(ModelError::TooLong {
                model: self.model.to_owned(),
                limit: MOST_TEXT,
            });
        }
        self.text.push_str(&chunk.text);
        self.finish = chunk.finish.or(self.finish);
        self.whole |= chunk.whole;
        self.tool_call |= chunk.tool_call;
        self.tokens = chunk.tokens.or(self.tokens);
        Ok(())
    }

    /// The first words are here.
    pub(crate) fn begun(&self) -> bool {
        !self.text.is_empty()
    }

    /// The model said that it is done; only the count of tokens may still come.
    pub(crate) fn finished(&self) -> bool {
        self.finish.is_some()
    }

    /// The text to say, and the tokens it took.
    pub(crate) fn close(self) -> Result<(String, Option<u32>), ModelError> {
        let nonsense = |what| ModelError::Nonsense {
            model: self.model.to_owned(),
            what,
        };
        if self.finish == Some(Finish::Refused) {
            return Err(ModelError::Refused {
                model: self.model.to_owned(),
            });
        }
        let said = without_thoughts(&self.text).ok_or_else(|| nonsense(Nonsense::OnlyThoughts))?;
        let said: String = said
            .chars()
            .filter(|c| !c.is_control() || *c == '\n')
            .collect();
        let said = said.trim();
        // A stream that just ends, without a reason, may have lost its tail.
        let complete = self.finish == Some(Finish::Said) || (self.whole && self.finish.is_none());
        if said.is_empty() {
            return Err(nonsense(match self.tool_call {
                true => Nonsense::ToolCall,
                false if self.finish == Some(Finish::Limit) => Nonsense::CutOff,
                false => Nonsense::NoText,
            }));
        }
        let said = if complete {
            Some(said)
        } else {
            whole_sentences(said)
        };
        let said = said.ok_or_else(|| nonsense(Nonsense::CutOff))?;
        Ok((said.to_owned(), self.tokens))
    }
}

/// Local servers put a model's thoughts before the answer, between tags. None: they never end.
fn without_thoughts(text: &str) -> Option<&str> {
    match text.trim_start().strip_prefix("<think>") {
        Some(thoughts) => thoughts.split_once("</think>").map(|(_, said)| said),
        None => Some(text),
    }
}

/// The text up to the end of its last whole sentence or line. None: not even one is whole.
fn whole_sentences(text: &str) -> Option<&str> {
    let mut end = None;
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(_, c)| c);
        // A point after a digit may be the number of a list, or the beginning of a fraction.
        let stops = matches!(c, '!' | '?' | '…') || (c == '.' && !before.is_ascii_digit());
        let closes = matches!(c, '»' | '"' | '”' | ')') && matches!(before, '.' | '!' | '?' | '…');
        if (stops || closes) && next.is_none_or(char::is_whitespace) {
            end = Some(at + c.len_utf8());
        } else if c == '\n' {
            end = Some(at);
        }
        before = c;
    }
    end.map(|end| text[..end].trim_end())
        .filter(|whole| !whole.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_answer_keeps_its_whole_sentences() {
        for (cut, kept) in [
            ("Есть розы. Есть пио", Some("Есть розы.")),
            ("Он сказал: «Да!» И ещё", Some("Он сказал: «Да!»")),
            ("Вес 1.5 кг, цена 2", None),
            ("1. Розы\n2. Тюль", Some("1. Розы")),
            ("Всё в силе?", Some("Всё в силе?")),
            ("просто слова", None),
            ("", None),
        ] {
            assert_eq!(whole_sentences(cut), kept, "{cut}");
        }
    }

    #[test]
    fn thoughts_are_not_said() {
        assert_eq!(without_thoughts("<think>hm</think>Да."), Some("Да."));
        assert_eq!(without_thoughts("\n<think>hm"), None);
        assert_eq!(without_thoughts("Да."), Some("Да."));
    }
}

//! A line with edits, and the way back from places in it to places in the file.

use std::borrow::Cow;
use std::ops::Range;

/// A line as the grammar reads it: signs mended, keywords in English.
#[derive(Clone, Debug)]
pub(crate) struct Edited<'s> {
    /// The text to read.
    pub(crate) text: Cow<'s, str>,
    /// Rounds of edits, the first made to the line of the file.
    rounds: Vec<Vec<Edit>>,
}

/// A stretch that was replaced.
#[derive(Clone, Debug)]
struct Edit {
    /// Before.
    from: Range<usize>,
    /// After.
    to: Range<usize>,
}

impl<'s> Edited<'s> {
    /// A line without edits.
    pub(crate) fn new(text: &'s str) -> Edited<'s> {
        Edited {
            text: Cow::Borrowed(text),
            rounds: Vec::new(),
        }
    }

    /// Replaces stretches of the text; they are in order and do not overlap.
    pub(crate) fn apply(&mut self, replacements: Vec<(Range<usize>, String)>) {
        if replacements.is_empty() {
            return;
        }
        let mut text = String::with_capacity(self.text.len() + 16);
        let mut round = Vec::with_capacity(replacements.len());
        let mut at = 0;
        for (from, replacement) in replacements {
            text.push_str(&self.text[at..from.start]);
            let to = text.len()..text.len() + replacement.len();
            text.push_str(&replacement);
            at = from.end;
            round.push(Edit { from, to });
        }
        text.push_str(&self.text[at..]);
        self.text = Cow::Owned(text);
        self.rounds.push(round);
    }

    /// The place in the line of the file of a stretch of the text; part of an edit counts as all of it.
    pub(crate) fn back(&self, range: Range<usize>) -> Range<usize> {
        self.rounds.iter().rev().fold(range, |range, round| {
            let start = start_before(round, range.start);
            let end = if range.is_empty() {
                start
            } else {
                end_before(round, range.end)
            };
            start..end.max(start)
        })
    }
}

fn start_before(round: &[Edit], at: usize) -> usize {
    let after = round.partition_point(|edit| edit.to.start <= at);
    match round[..after].last() {
        Some(edit) if at < edit.to.end => edit.from.start,
        Some(edit) => edit.from.end + (at - edit.to.end),
        None => at,
    }
}

fn end_before(round: &[Edit], at: usize) -> usize {
    let after = round.partition_point(|edit| edit.to.start < at);
    match round[..after].last() {
        Some(edit) if at <= edit.to.end => edit.from.end,
        Some(edit) => edit.from.end + (at - edit.to.end),
        None => at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_back_through_two_rounds_of_edits() {
        let source = "сказать «да» → конец";
        let mut line = Edited::new(source);
        let at = |sign: char| source.find(sign).unwrap_or_default();
        line.apply(vec![
            (at('«')..at('«') + 2, "\"".into()),
            (at('»')..at('»') + 2, "\"".into()),
            (at('→')..at('→') + 3, "->".into()),
        ]);
        line.apply(vec![(0..14, "say".into())]);
        assert_eq!(line.text, "say \"да\" -> конец");
        for (now, before) in [
            ("say", "сказать"),
            ("\"да\"", "«да»"),
            ("->", "→"),
            ("конец", "конец"),
            ("да", "да"),
        ] {
            let at = line.text.find(now).unwrap_or_default();
            assert_eq!(&source[line.back(at..at + now.len())], before);
        }
    }
}

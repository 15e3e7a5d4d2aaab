//! Findings for people: each under its line of the source, and a closing line that counts them.

use std::collections::HashMap;

use ariadne::{Color, Config, Label, Report, ReportKind};
use understand::Lang;

use super::place::Places;
use super::words::{self, Words, words};
use super::{Diagnostic, Fix, Severity, table_of};
use crate::source::Source;

/// The most characters of a source line that are shown.
const WIDEST: usize = 110;
/// How many of them stand before the place at fault, when the line is cut.
const BEFORE: usize = 40;

/// Draws findings in `lang`, or for each file in the language of its keywords.
///
/// The result ends with a line such as "2 errors, 1 warning", also where there are none.
pub fn render(
    diagnostics: &[Diagnostic],
    sources: &[Source],
    lang: Option<Lang>,
    color: bool,
) -> String {
    let mut drawn = String::new();
    let mut spoken = lang;
    for (file, of_file) in by_file(diagnostics) {
        let Some(source) = sources.get(file) else {
            continue;
        };
        let table = table_of(source);
        let lang = lang.unwrap_or(table);
        spoken.get_or_insert(lang);
        let sheet = Sheet::of(source, of_file);
        for (found, shown) in of_file.iter().zip(&sheet.shown) {
            let words = words(&found.fact, lang, table);
            drawn.push_str(&sheet.report(found, shown, &words, lang, color));
            drawn.push_str(&format!("   → {}\n", words.hint));
            if let Some(corrected) = found
                .fix
                .as_ref()
                .and_then(|fix| corrected(fix, &sheet.places))
            {
                drawn.push_str(&format!("     {corrected}\n"));
            }
            drawn.push('\n');
        }
    }
    let lang = spoken.unwrap_or_else(|| sources.first().map_or(Lang::EN, table_of));
    let errors = diagnostics
        .iter()
        .filter(|found| found.severity() == Severity::Error)
        .count();
    drawn.push_str(&words::summary(errors, diagnostics.len() - errors, lang));
    drawn.push('\n');
    drawn
}

/// Findings of one file together, in the order of files as they come.
pub(super) fn by_file(diagnostics: &[Diagnostic]) -> impl Iterator<Item = (usize, &[Diagnostic])> {
    diagnostics
        .chunk_by(|a, b| a.file == b.file)
        .map(|group| (group[0].file, group))
}

/// A file as it is drawn: only the lines at fault, long ones cut around the fault.
struct Sheet<'s> {
    path: &'s str,
    places: Places<'s>,
    shown: Vec<Shown>,
    lines: HashMap<usize, usize>,
    canvas: ariadne::Source<String>,
}

/// Where a finding stands, in its file and on its canvas.
struct Shown {
    line: usize,
    column: usize,
    /// The place on the canvas, in characters.
    start: usize,
    end: usize,
    /// The canvas of a line that is cut: only this finding is drawn on it.
    cut: Option<(ariadne::Source<String>, usize)>,
}

impl<'s> Sheet<'s> {
    fn of(source: &'s Source, diagnostics: &[Diagnostic]) -> Sheet<'s> {
        let places = Places::of(source);
        let mut sheet = Sheet {
            path: &source.path,
            places,
            shown: Vec::with_capacity(diagnostics.len()),
            lines: HashMap::new(),
            canvas: ariadne::Source::from(String::new()),
        };
        let mut canvas = Canvas::default();
        for found in diagnostics {
            let shown = sheet.show(found, &mut canvas);
            sheet.shown.push(shown);
        }
        sheet.canvas = ariadne::Source::from(canvas.text);
        sheet
    }

    fn show(&mut self, found: &Diagnostic, canvas: &mut Canvas) -> Shown {
        let start = self.places.place(found.span.start);
        let line = self.places.bytes_of(start.line);
        let end = self.places.place(
            found
                .span
                .end
                .clamp(found.span.start, line.end.max(found.span.start)),
        );
        let from = start.column - 1;
        let to = (end.column - 1).max(from);
        let (text, skipped) = window(self.places.bytes(line), from);
        if skipped == 0 && text.chars().count() <= WIDEST {
            let at = *self
                .lines
                .entry(start.line)
                .or_insert_with(|| canvas.put(start.line, &text));
            return Shown {
                line: start.line,
                column: start.column,
                start: at + from,
                end: at + to,
                cut: None,
            };
        }
        let mut alone = Canvas::default();
        let at = alone.put(start.line, &text);
        let last = text.chars().count();
        let (left, right) = (from - skipped, (to - skipped).min(last));
        let cut = Some((ariadne::Source::from(alone.text), start.column - skipped));
        Shown {
            line: start.line,
            column: start.column,
            start: at + left,
            end: at + right.max(left),
            cut,
        }
    }

    fn report(
        &self,
        found: &Diagnostic,
        shown: &Shown,
        words: &Words,
        lang: Lang,
        color: bool,
    ) -> String {
        let severity = found.severity();
        let hue = match severity {
            Severity::Error => Color::Red,
            Severity::Warning => Color::Yellow,
        };
        let span = (self.path, shown.start..shown.end);
        let report = Report::build(
            ReportKind::Custom(words::severity(severity, lang), hue),
            span.clone(),
        )
        .with_config(Config::default().with_color(color))
        .with_code(found.code())
        .with_message(&words.title)
        .with_label(Label::new(span).with_message(&words.text).with_color(hue))
        .finish();
        let mut drawn = Vec::new();
        let canvas = shown
            .cut
            .as_ref()
            .map_or(&self.canvas, |(canvas, _)| canvas);
        // Writing into memory does not fail.
        let _ = report.write((self.path, canvas), &mut drawn);
        let drawn = String::from_utf8_lossy(&drawn).into_owned();
        let drawn = if color { drawn } else { without_color(&drawn) };
        match &shown.cut {
            // The canvas holds a piece of the line; people want the column of the whole one.
            Some((_, column)) => drawn.replacen(
                &format!("{}:{}:{column} ", self.path, shown.line),
                &format!("{}:{}:{} ", self.path, shown.line, shown.column),
                1,
            ),
            None => drawn,
        }
    }
}

/// The header's kind is painted whatever is asked for; this takes the paint off.
fn without_color(drawn: &str) -> String {
    let mut plain = String::with_capacity(drawn.len());
    let mut pieces = drawn.split('\u{1b}');
    plain.extend(pieces.next());
    for piece in pieces {
        plain.push_str(piece.split_once('m').map_or(piece, |(_, after)| after));
    }
    plain
}

/// A text with some lines filled and all others empty, so that lines keep their numbers.
#[derive(Default)]
struct Canvas {
    text: String,
    line: usize,
    characters: usize,
}

impl Canvas {
    /// Writes a line below those already there; where it begins, in characters.
    fn put(&mut self, line: usize, text: &str) -> usize {
        while self.line < line {
            if self.line > 0 {
                self.text.push('\n');
                self.characters += 1;
            }
            self.line += 1;
        }
        let at = self.characters;
        self.text.push_str(text);
        self.characters += text.chars().count();
        at
    }
}

/// The part of a line around a column, fit to be printed, and how many characters were left out before it.
fn window(line: &[u8], column: usize) -> (String, usize) {
    // A character has at most four bytes; what is far beyond the window is not looked at.
    let near = &line[..line.len().min((column + WIDEST + 1) * 4)];
    let near = String::from_utf8_lossy(near);
    if near.chars().nth(WIDEST).is_none() {
        return (near.chars().map(printable).collect(), 0);
    }
    let skipped = column.saturating_sub(BEFORE);
    let skipped = if skipped < 8 { 0 } else { skipped };
    let mut text: String = near
        .chars()
        .skip(skipped)
        .take(WIDEST - 1)
        .map(printable)
        .collect();
    if skipped > 0 {
        text = std::iter::once('…').chain(text.chars().skip(1)).collect();
    }
    text.push('…');
    (text, skipped)
}

/// One character for one, so that columns stay: nothing that moves the cursor or turns the line around.
fn printable(c: char) -> char {
    match c {
        '\t' => '\t',
        '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '�',
        c if c.is_control() => '�',
        c => c,
    }
}

/// The line after its mend, where that is one short line.
fn corrected(fix: &Fix, places: &Places<'_>) -> Option<String> {
    let place = places.place(fix.start);
    let line = places.bytes_of(place.line);
    if fix.end > line.end
        || fix.start > fix.end
        || line.len() > WIDEST * 4
        || fix.replacement.contains('\n')
    {
        return None;
    }
    let before = String::from_utf8_lossy(places.bytes(line.start..fix.start));
    let after = String::from_utf8_lossy(places.bytes(fix.end..line.end));
    let mended = format!("{before}{}{after}", fix.replacement);
    let mended: String = mended.trim().chars().map(printable).collect();
    (!mended.is_empty() && mended.chars().count() <= WIDEST).then(|| format!("`{mended}`"))
}

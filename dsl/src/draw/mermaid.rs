//! The chart as a Mermaid flowchart.

use super::chart::{Card, CardKind, Cause, Chart, ReturnTo};
use super::font::wrap;
use super::wording::Wording;
use std::fmt::Write;

const CLASSES: &str = "  classDef state fill:#f1f6ff,stroke:#4676c8,color:#1b2330
  classDef subflow fill:#f5f0ff,stroke:#7a52c0,color:#1b2330
  classDef person fill:#fff4df,stroke:#b8720a,color:#1b2330
  classDef won fill:#e2f6e8,stroke:#1f8043,color:#1b2330
  classDef lost fill:#fdeaea,stroke:#c03a3a,color:#1b2330
  classDef postponed fill:#f0f1f4,stroke:#6b7688,color:#1b2330
  classDef returned fill:#e6f6f6,stroke:#1d7c85,color:#1b2330
  classDef anywhere fill:#f7f7f2,stroke:#6f6a52,color:#1b2330
";

impl Chart {
    /// The chart as a Mermaid flowchart.
    pub fn mermaid(&self) -> String {
        let own = Wording::of(self.lang);
        let mut text = String::new();
        let _ = writeln!(
            text,
            "---\ntitle: {}\n---\nflowchart TD",
            quoted(&self.title())
        );
        for (at, card) in self.cards.iter().enumerate() {
            let (open, close, class) = shape(card.kind);
            let _ = writeln!(
                text,
                "  c{at}{open}{}{close}:::{class}",
                quoted(&words(card, own))
            );
        }
        for arrow in &self.arrows {
            let line = match (arrow.happy, arrow.cause()) {
                (true, _) => "==>",
                (_, Cause::Silence) => "-.->",
                _ => "-->",
            };
            let why: Vec<&str> = arrow.labels.iter().map(|label| &*label.text).collect();
            let label = if why.is_empty() {
                String::new()
            } else {
                format!("|{}|", quoted(&why.join("\n")))
            };
            let _ = writeln!(text, "  c{} {line}{label} c{}", arrow.from, arrow.to);
        }
        text.push_str(CLASSES);
        text
    }
}

fn words(card: &Card, own: &Wording) -> String {
    let sign = match card.kind {
        CardKind::Person => "☺ ",
        CardKind::Won => "✓ ",
        CardKind::Lost => "✗ ",
        CardKind::Postponed => "◷ ",
        CardKind::Returned => "↩ ",
        CardKind::State | CardKind::Subflow | CardKind::Anywhere => "",
    };
    let mut lines = vec![format!("{sign}{}", card.title)];
    lines.extend(
        card.words()
            .flat_map(|said| wrap(said, 12.0, false, 220.0, 2)),
    );
    for way in &card.returns {
        let to = match way.to {
            ReturnTo::Back => own.back,
            ReturnTo::Again => own.again,
        };
        let why: Vec<&str> = way.labels.iter().map(|label| &*label.text).collect();
        lines.push(format!("↩ {}: {to}", why.join(", ")).replace("↩ : ", "↩ "));
    }
    lines.join("\n")
}

fn shape(kind: CardKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        CardKind::State => ("(", ")", "state"),
        CardKind::Subflow => ("[[", "]]", "subflow"),
        CardKind::Person => ("{{", "}}", "person"),
        CardKind::Won => ("([", "])", "won"),
        CardKind::Lost => ("([", "])", "lost"),
        CardKind::Postponed => ("([", "])", "postponed"),
        CardKind::Returned => ("([", "])", "returned"),
        CardKind::Anywhere => ("[/", "\\]", "anywhere"),
    }
}

/// Words as Mermaid holds them.
fn quoted(words: &str) -> String {
    let mut text = String::with_capacity(words.len() + 2);
    text.push('"');
    for letter in words.chars() {
        match letter {
            '"' => text.push_str("#quot;"),
            '#' => text.push_str("#35;"),
            '&' => text.push_str("#amp;"),
            '<' => text.push_str("#lt;"),
            '>' => text.push_str("#gt;"),
            '`' => text.push_str("#96;"),
            '\\' => text.push_str("#92;"),
            '\n' => text.push_str("<br/>"),
            letter if letter.is_control() => {}
            letter => text.push(letter),
        }
    }
    text.push('"');
    text
}

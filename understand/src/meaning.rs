//! What a message does: agrees, declines, corrects, asks for a person, says goodbye.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::heard::{Found, Heard};
use crate::phrase::is_negation;
use crate::vocabulary::{Phrases, lines};

static AGREES: LazyLock<Answers> =
    LazyLock::new(|| Answers::read(include_str!("../words/agrees.txt")));
static DECLINES: LazyLock<Answers> =
    LazyLock::new(|| Answers::read(include_str!("../words/declines.txt")));
static HUMAN: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::read(include_str!("../words/human.txt")));
static CLOSES: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::read(include_str!("../words/closes.txt")));
static CORRECTS: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::read(include_str!("../words/corrects.txt")));
static FILLER: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    lines(include_str!("../words/filler.txt"))
        .flat_map(|(_, words)| words.split(' '))
        .collect()
});

/// Up to so many words, a message answers wherever the yes or no stands in it.
const SHORT: usize = 4;

/// The words by which the message agrees: «да, оформляем», "sure". None when it declines or only asks.
pub fn agrees(heard: &Heard) -> Option<Vec<usize>> {
    if heard.is_empty() {
        return is_signs_of(
            heard.text(),
            &['👍', '👌', '✅', '🤝', '🆗', '+', '❤', '🔥', '💯'],
        )
        .then(Vec::new);
    }
    if declines(heard).is_some() {
        return None;
    }
    AGREES.find(heard)
}

/// The words by which the message declines: «нет», «да нет», "no thanks".
pub fn declines(heard: &Heard) -> Option<Vec<usize>> {
    if heard.is_empty() {
        return is_signs_of(heard.text(), &['👎', '❌', '🚫', '-', '−']).then(Vec::new);
    }
    let refusal = DECLINES.find(heard)?;
    // «нет проблем», "why not", «не против» agree with the very words that would decline.
    let agreed = AGREES.find(heard).is_some_and(|words| {
        words.len() > refusal.len() && refusal.iter().all(|word| words.contains(word))
    });
    (!agreed).then_some(refusal)
}

/// Yes or no, as a value.
pub fn yes_no(heard: &Heard) -> Option<Found<bool>> {
    if let Some(words) = declines(heard) {
        return Some(Found {
            value: false,
            words,
        });
    }
    agrees(heard).map(|words| Found { value: true, words })
}

/// The words by which the message asks for a person. «Не надо оператора» does not.
pub fn wants_human(heard: &Heard) -> Option<Vec<usize>> {
    if let [word] = heard.words()
        && matches!(
            word.folded.as_str(),
            "человек" | "человека" | "людина" | "людину" | "person" | "agent" | "support"
        )
    {
        return Some(vec![0]);
    }
    HUMAN
        .all(heard)
        .find(|words| !is_refused(heard, words) && !is_oneself(heard, words))
}

/// Only thanks, OK or goodbye: nothing to answer after a finished dialogue.
pub fn only_closes(heard: &Heard) -> bool {
    if heard.text().contains('?') {
        return false;
    }
    if heard.is_empty() {
        return is_signs_of(
            heard.text(),
            &[
                '👍', '👌', '🙏', '❤', '🤝', '😊', '🙂', '😀', '🥰', '😍', '💐', '🌹', '🌷', '✅',
                '🆗', '+', '😘', '👋', '🤗', '🔥',
            ],
        );
    }
    let mut closing = vec![false; heard.words().len()];
    for at in CLOSES.all(heard).flatten() {
        closing[at] = true;
    }
    // A phrase is found at its first place only, so a repeated word is compared with those found.
    let said: HashSet<&str> = (0..closing.len())
        .filter(|&at| closing[at])
        .map(|at| heard.said(at))
        .collect();
    !said.is_empty()
        && heard.words().iter().all(|word| {
            said.contains(word.folded.as_str()) || FILLER.contains(word.folded.as_str())
        })
}

/// The words which signal that something said before is wrong: «нет, другой адрес», «я ошибся», "wrong number".
pub fn corrects(heard: &Heard) -> Option<Vec<usize>> {
    let mut words: Vec<usize> = CORRECTS
        .all(heard)
        .filter(|words| !is_refused(heard, words))
        .flatten()
        .collect();
    if words.is_empty() {
        return None;
    }
    if matches!(
        heard.said(0),
        "нет"
            | "ні"
            | "no"
            | "ой"
            | "oh"
            | "oops"
            | "извините"
            | "простите"
            | "вибачте"
            | "sorry"
    ) {
        words.push(0);
    }
    words.sort_unstable();
    words.dedup();
    Some(words)
}

/// Phrases that answer a question.
struct Answers {
    /// Answer whatever follows.
    open: Phrases,
    /// Answer when nothing follows in their sentence.
    alone: Phrases,
}

impl Answers {
    fn read(list: &str) -> Answers {
        let alone = |head: &str| head.ends_with(" alone");
        Answers {
            open: Phrases::read_lines(list, |head| !alone(head)),
            alone: Phrases::read_lines(list, alone),
        }
    }

    /// The longest phrase that answers: it opens the message after words like «ну», or ends a short one; and it is not
    /// itself asked about («хорошо пахнут?»).
    fn find(&self, heard: &Heard) -> Option<Vec<usize>> {
        let words = heard.words();
        let opening = words
            .iter()
            .position(|word| !is_opener(&word.folded))
            .unwrap_or(0);
        let ends = |last: usize| words.get(last + 1).is_none_or(|next| next.after_sign);
        let answers = |found: &Vec<usize>, alone: bool| {
            let (Some(&first), Some(&last)) = (found.first(), found.last()) else {
                return false;
            };
            let placed = first <= opening || (words.len() <= SHORT && ends(last));
            placed && (!alone || ends(last)) && !is_asked(heard, last) && !is_whether(heard, last)
        };
        let open = self.open.all(heard).filter(|found| answers(found, false));
        let alone = self.alone.all(heard).filter(|found| answers(found, true));
        open.chain(alone).reduce(|best, next| {
            let better = next.len() > best.len() || (next.len() == best.len() && next < best);
            if better { next } else { best }
        })
    }
}

/// «нет ли у вас роз» asks.
fn is_whether(heard: &Heard, last: usize) -> bool {
    heard.said(last + 1) == "ли"
}

/// Words before an answer that say nothing yet.
fn is_opener(folded: &str) -> bool {
    matches!(
        folded,
        "ну" | "ой"
            | "а"
            | "и"
            | "то"
            | "же"
            | "тогда"
            | "спасибо"
            | "извините"
            | "простите"
            | "вот"
            | "все"
            | "я"
            | "мы"
            | "мне"
            | "меня"
            | "нас"
            | "это"
            | "й"
            | "та"
            | "тоді"
            | "дякую"
            | "вибачте"
            | "мені"
            | "мене"
            | "ми"
            | "все-таки"
            | "well"
            | "oh"
            | "um"
            | "so"
            | "then"
            | "i"
            | "we"
            | "it"
            | "that"
            | "this"
            | "thanks"
            | "sorry"
            | "please"
            | "здравствуйте"
            | "привет"
            | "добрый"
            | "день"
            | "hello"
            | "hi"
            | "вітаю"
            | "привіт"
    )
}

/// A question mark ends the sentence of the word at `index`, and no other sign stands between.
fn is_asked(heard: &Heard, index: usize) -> bool {
    (index + 1..=heard.words().len())
        .map(|next| heard.gap(next))
        .find(|gap| {
            gap.contains(|sign: char| {
                !sign.is_whitespace() && sign != '-' && sign != '"' && sign != '»'
            })
        })
        .is_some_and(|gap| gap.trim_start().starts_with('?'))
}

/// «не надо оператора», «оператор не нужен», "I don't need an operator": what was found is not wanted.
fn is_refused(heard: &Heard, words: &[usize]) -> bool {
    const NEAR: usize = 3;
    let (Some(&first), Some(&last)) = (words.first(), words.last()) else {
        return false;
    };
    let said = heard.words();
    let before = (first.saturating_sub(NEAR)..first).any(|at| {
        let unbroken = !said[at + 1..=first].iter().any(|word| word.after_sign);
        let wanting = said[at + 1..first]
            .iter()
            .any(|word| is_wanting(&word.folded));
        unbroken
            && (is_negation(&said[at]) && wanting
                || matches!(said[at].folded.as_str(), "без" | "without") && first - at <= 2)
    });
    let no_need = !said[first].after_sign
        && (first.saturating_sub(NEAR + 1)..first)
            .any(|at| heard.said(at) == "no" && (at + 1 == first || heard.said(at + 1) == "need"));
    let after = (last + 1..said.len().min(last + 1 + NEAR)).any(|at| {
        let unbroken = !said[last + 1..=at].iter().any(|word| word.after_sign);
        unbroken
            && is_negation(&said[at])
            && heard
                .words()
                .get(at + 1)
                .is_some_and(|word| is_wanting(&word.folded))
    });
    before || no_need || after
}

/// «я менеджер», "I am a manager": the buyer speaks of himself.
fn is_oneself(heard: &Heard, words: &[usize]) -> bool {
    words.first().is_some_and(|&first| {
        (first.saturating_sub(2)..first).any(|at| {
            matches!(heard.said(at), "am" | "i'm") || (heard.said(at) == "я" && at + 1 == first)
        })
    })
}

/// Words which a negation turns into a refusal.
fn is_wanting(folded: &str) -> bool {
    const STEMS: [&str; 22] = [
        "над",
        "нуж",
        "хоч",
        "хот",
        "зов",
        "звать",
        "звати",
        "переключ",
        "соедин",
        "треб",
        "потріб",
        "клич",
        "клик",
        "з'єдн",
        "want",
        "need",
        "requir",
        "call",
        "connect",
        "transfer",
        "стоит",
        "варто",
    ];
    STEMS.iter().any(|stem| folded.starts_with(stem))
}

/// Only such signs, with spaces, skin tones and selectors between.
fn is_signs_of(text: &str, signs: &[char]) -> bool {
    let mut any = false;
    for letter in text.chars().filter(|letter| !letter.is_whitespace()) {
        match letter {
            _ if signs.contains(&letter) => any = true,
            '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}' | '!' | ')' | '.' | '\u{200D}' => {}
            _ => return false,
        }
    }
    any
}

//! The ways a person breaks a good script, and the codes that must tell of each.

mod slips;
mod texts;

use crate::script::Script;
use slips::{
    misspelt_flow, misspelt_keyword, misspelt_slot, misspelt_step, misspelt_target, misspelt_text,
    misspelt_value, slip_at, word_after,
};
use texts::{
    language_left_out, latin_letter, plural_left_out, price_in_text, too_long, value_left_out,
    without_comma,
};

/// One kind of break.
pub(crate) struct Break {
    /// What the person did.
    pub(crate) name: &'static str,
    /// The codes that tell of it; one of them at the right line is enough.
    pub(crate) codes: &'static [&'static str],
    /// Every way to do it to a script: the line (from 0) the finding must stand at, and the result.
    pub(crate) apply: fn(&Script) -> Vec<(usize, Script)>,
}

const STATE: [&str; 3] = ["state", "шаг", "крок"];
const FLOW: [&str; 3] = ["flow", "поток", "потік"];
const SAY: [&str; 3] = ["say", "сказать", "сказати"];
const ASK: [&str; 3] = ["ask", "спросить", "запитати"];
const WAIT: [&str; 3] = ["wait", "ждать", "чекати"];
const DO: [&str; 3] = ["do", "сделать", "зробити"];
const RUN: [&str; 3] = ["run", "запустить", "запустити"];
const SLOTS: [&str; 3] = ["slots", "данные", "дані"];
const TEXT: [&str; 3] = ["text", "текст", "текст"];
const DEFAULTS: [&str; 3] = ["defaults", "по умолчанию", "за замовчуванням"];
const SILENCE: [&str; 3] = ["silence", "молчание", "мовчання"];
const UNCLEAR: [&str; 3] = ["unclear", "непонятно", "незрозуміло"];
const ESCALATE: [&str; 3] = ["escalate", "передать", "передати"];
const GIVEN_BACK: [&str; 3] = ["given back", "вернули", "повернули"];
const SPLIT: [&str; 3] = ["split", "делить", "ділити"];
const AGAIN: [&str; 3] = [" again ", " снова ", " знову "];

/// Every kind of break.
pub(crate) const BREAKS: [Break; 36] = [
    Break {
        name: "a target misspelt",
        codes: &["F001"],
        apply: misspelt_target,
    },
    Break {
        name: "a text's name misspelt",
        codes: &["F001"],
        apply: misspelt_text,
    },
    Break {
        name: "an asked slot misspelt",
        codes: &["F001"],
        apply: misspelt_slot,
    },
    Break {
        name: "a keyword misspelt",
        codes: &["S001"],
        apply: misspelt_keyword,
    },
    Break {
        name: "a step misspelt",
        codes: &["P501"],
        apply: misspelt_step,
    },
    Break {
        name: "a value in a text misspelt",
        codes: &["F001", "P501"],
        apply: misspelt_value,
    },
    Break {
        name: "a subflow misspelt",
        codes: &["F001"],
        apply: misspelt_flow,
    },
    Break {
        name: "a state deleted",
        codes: &["F001"],
        apply: deleted_state,
    },
    Break {
        name: "a state named twice",
        codes: &["S003"],
        apply: state_twice,
    },
    Break {
        name: "the header renamed",
        codes: &["S003"],
        apply: renamed_header,
    },
    Break {
        name: "a brace left open",
        codes: &["S004"],
        apply: open_brace,
    },
    Break {
        name: "a quote left open",
        codes: &["S004"],
        apply: open_quote,
    },
    Break {
        name: "a tab for an indent",
        codes: &["S002"],
        apply: tabbed,
    },
    Break {
        name: "an uneven indent",
        codes: &["S002"],
        apply: uneven,
    },
    Break {
        name: "an arrow from a word processor",
        codes: &["S001"],
        apply: typographic_arrow,
    },
    Break {
        name: "an exit and a block",
        codes: &["S001"],
        apply: exit_and_block,
    },
    Break {
        name: "an outcome left out",
        codes: &["F007", "L401"],
        apply: outcome_left_out,
    },
    Break {
        name: "an exit left out",
        codes: &["F003"],
        apply: exit_left_out,
    },
    Break {
        name: "a line after an exit",
        codes: &["F002"],
        apply: line_after_exit,
    },
    Break {
        name: "a state nothing leads to",
        codes: &["F002"],
        apply: unreachable_state,
    },
    Break {
        name: "a language left out",
        codes: &["T301"],
        apply: language_left_out,
    },
    Break {
        name: "a value left out in one language",
        codes: &["T303"],
        apply: value_left_out,
    },
    Break {
        name: "a plural form left out",
        codes: &["T304"],
        apply: plural_left_out,
    },
    Break {
        name: "a price written into a text",
        codes: &["T305"],
        apply: price_in_text,
    },
    Break {
        name: "a Latin letter in a Cyrillic word",
        codes: &["T307"],
        apply: latin_letter,
    },
    Break {
        name: "a text too long for a channel",
        codes: &["T306"],
        apply: too_long,
    },
    Break {
        name: "an optional name without its comma",
        codes: &["D101"],
        apply: without_comma,
    },
    Break {
        name: "a slot nothing uses",
        codes: &["D103"],
        apply: unused_slot,
    },
    Break {
        name: "a text nothing uses",
        codes: &["D103"],
        apply: unused_text,
    },
    Break {
        name: "words in a slot of money",
        codes: &["D104"],
        apply: wrong_type,
    },
    Break {
        name: "no answer to silence",
        codes: &["C203"],
        apply: without_silence,
    },
    Break {
        name: "no way when unclear",
        codes: &["C205"],
        apply: without_unclear,
    },
    Break {
        name: "a question without a question",
        codes: &["C201"],
        apply: without_question,
    },
    Break {
        name: "handing over without a way back",
        codes: &["F011"],
        apply: without_given_back,
    },
    Break {
        name: "a loop that only talks",
        codes: &["F005"],
        apply: talking_loop,
    },
    Break {
        name: "shares that are no hundred",
        codes: &["X601"],
        apply: wrong_shares,
    },
];

fn deleted_state(script: &Script) -> Vec<(usize, Script)> {
    script
        .starting(&STATE, Some(0))
        .into_iter()
        .skip(1)
        .filter_map(|at| {
            let name = script.lines[at].split_whitespace().nth(1)?.to_owned();
            let block = script.block(at);
            let cut = script.without(at..block.end);
            let target = format!("-> {name}");
            let told = cut.having(&target).into_iter().find(|line| {
                cut.lines[*line].split(&target).nth(1).is_some_and(|rest| {
                    !rest.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_')
                })
            })?;
            Some((told, cut))
        })
        .collect()
}

fn state_twice(script: &Script) -> Vec<(usize, Script)> {
    let states = script.starting(&STATE, Some(0));
    let Some(first) = states.first() else {
        return Vec::new();
    };
    let name = script.lines[*first]
        .split_whitespace()
        .nth(1)
        .unwrap_or_default();
    let renamed = states.iter().skip(1).map(|at| {
        let mut words: Vec<&str> = script.lines[*at].split_whitespace().collect();
        words[1] = name;
        (*at, script.with(*at, words.join(" ")))
    });
    renamed.collect()
}

fn renamed_header(script: &Script) -> Vec<(usize, Script)> {
    let headers = script.starting(&FLOW, Some(0)).into_iter();
    headers
        .filter_map(|at| {
            let (_, keyword) = word_after(&script.lines[at], 0)?;
            Some(slip_at(script, at, word_after(&script.lines[at], keyword)?))
        })
        .collect()
}

fn open_brace(script: &Script) -> Vec<(usize, Script)> {
    let texts = (0..script.lines.len()).filter(|at| script.lang(*at).is_some());
    texts
        .filter(|at| !script.lines[*at].contains("}}") && script.lines[*at].contains('}'))
        .map(|at| (at, script.with(at, script.lines[at].replacen('}', "", 1))))
        .collect()
}

fn open_quote(script: &Script) -> Vec<(usize, Script)> {
    let quoted = script
        .having("\"")
        .into_iter()
        .filter(|at| script.lang(*at).is_none() && script.indent(*at) > 0);
    quoted
        .filter_map(|at| {
            let last = script.lines[at].rfind('"')?;
            let mut line = script.lines[at].clone();
            line.remove(last);
            Some((at, script.with(at, line)))
        })
        .collect()
}

/// Lines with an indent, outside blocks of text.
fn indented(script: &Script) -> impl Iterator<Item = usize> + '_ {
    (0..script.lines.len()).filter(|at| !script.is_silent(*at) && script.indent(*at) > 0)
}

fn tabbed(script: &Script) -> Vec<(usize, Script)> {
    let lines = indented(script);
    lines
        .map(|at| {
            (
                at,
                script.with(at, format!("\t{}", script.lines[at].trim_start())),
            )
        })
        .step_by(7)
        .collect()
}

fn uneven(script: &Script) -> Vec<(usize, Script)> {
    let lines =
        indented(script).filter(|at| script.indent(*at) == 2 && script.block(*at).is_empty());
    lines
        .filter(|at| script.lang(*at).is_none())
        .filter(|at| *at > 0 && script.indent(at - 1) == 2 && !script.is_silent(at - 1))
        .map(|at| (at, script.with(at, format!(" {}", script.lines[at]))))
        .step_by(3)
        .collect()
}

fn typographic_arrow(script: &Script) -> Vec<(usize, Script)> {
    let arrows = script
        .having("-> ")
        .into_iter()
        .filter(|at| script.lang(*at).is_none());
    arrows
        .map(|at| (at, script.with(at, script.lines[at].replace("->", "→"))))
        .collect()
}

fn exit_and_block(script: &Script) -> Vec<(usize, Script)> {
    let whens = script
        .starting(
            &["when", "когда", "коли", "otherwise", "иначе", "інакше"],
            None,
        )
        .into_iter();
    whens
        .filter(|at| script.lines[*at].contains("-> ") && script.block(*at).is_empty())
        .map(|at| {
            let line = format!(
                "{}-> {}",
                " ".repeat(script.indent(at) + 2),
                target(&script.lines[at])
            );
            (at, script.adding(at + 1, line))
        })
        .collect()
}

/// The target at the end of a line.
fn target(line: &str) -> String {
    let after = line.rsplit("-> ").next().unwrap_or_default();
    after
        .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .next()
        .unwrap_or_default()
        .to_owned()
}

fn outcome_left_out(script: &Script) -> Vec<(usize, Script)> {
    let steps = script
        .starting(&DO, None)
        .into_iter()
        .filter(|at| script.indent(*at) > 0);
    steps
        .filter_map(|at| {
            let block = script.block(at);
            let inner = script.indent(at) + 2;
            let outcome = block.clone().find(|line| {
                let fails = script.lines[*line].trim_start();
                script.indent(*line) == inner
                    && !script.is_silent(*line)
                    && !fails.starts_with("fails")
                    && !fails.starts_with("сбой")
            })?;
            Some((at, script.without(outcome..script.block(outcome).end)))
        })
        .collect()
}

fn exit_left_out(script: &Script) -> Vec<(usize, Script)> {
    let states = script.starting(&STATE, Some(0)).into_iter();
    states
        .filter_map(|at| {
            let own = |line: &usize| script.indent(*line) == 2 && !script.is_silent(*line);
            let statements: Vec<usize> = script.block(at).filter(own).collect();
            let (last, before) = statements.split_last()?;
            let goes = script.lines[*last].trim_start().starts_with("-> ");
            // The finding stands at the statement where the path ends; `otherwise` belongs to its `if`.
            let is_otherwise = |line: &&usize| {
                let words = script.lines[**line].trim_start();
                ["otherwise", "иначе", "інакше"]
                    .iter()
                    .any(|word| words.starts_with(word))
            };
            let ends = before.iter().rfind(|line| !is_otherwise(line))?;
            goes.then(|| (*ends, script.without(*last..last + 1)))
        })
        .collect()
}

fn line_after_exit(script: &Script) -> Vec<(usize, Script)> {
    let states = script.starting(&STATE, Some(0)).into_iter();
    states
        .filter_map(|at| {
            let last = script
                .block(at)
                .rev()
                .find(|line| script.indent(*line) == 2 && !script.is_silent(*line))?;
            let exit = script.lines[last].trim_start();
            exit.starts_with("-> ")
                .then(|| (last + 1, script.adding(last + 1, format!("  {exit}"))))
        })
        .collect()
}

fn unreachable_state(script: &Script) -> Vec<(usize, Script)> {
    let Some(first) = script.starting(&STATE, Some(0)).first().copied() else {
        return Vec::new();
    };
    let keyword = script.lines[first]
        .split_whitespace()
        .next()
        .unwrap_or("state")
        .to_owned();
    let name = script.lines[first]
        .split_whitespace()
        .nth(1)
        .unwrap_or_default()
        .to_owned();
    let end = script.block(first).end;
    let lone = script
        .adding(end, format!("  -> {name}"))
        .adding(end, format!("{keyword} qqq_lonely"))
        .adding(end, "");
    vec![(end + 1, lone)]
}

fn unused_slot(script: &Script) -> Vec<(usize, Script)> {
    let slots = script.starting(&SLOTS, Some(0)).into_iter();
    slots
        .map(|at| {
            let kind = if script.lines[at] == "slots" {
                "number"
            } else {
                "число"
            };
            (
                at + 1,
                script.adding(at + 1, format!("  qqq_unused {kind}")),
            )
        })
        .collect()
}

fn unused_text(script: &Script) -> Vec<(usize, Script)> {
    let Some(first) = script.starting(&STATE, Some(0)).first().copied() else {
        return Vec::new();
    };
    let english = script.lines[first].starts_with("state");
    let keyword = if english { TEXT[0] } else { TEXT[1] };
    let mut langs: Vec<&str> = (0..script.lines.len())
        .filter_map(|at| script.lang(at))
        .collect();
    langs.sort_unstable();
    langs.dedup();
    let mut broken = script.adding(first, "");
    for lang in langs {
        let words = if lang == "en" {
            "Nobody says this."
        } else {
            "…"
        };
        broken = broken.adding(first, format!("  {lang}: {words}"));
    }
    vec![(first, broken.adding(first, format!("{keyword} qqq_unused")))]
}

fn wrong_type(script: &Script) -> Vec<(usize, Script)> {
    let sets = script
        .starting(&["set", "записать", "записати"], None)
        .into_iter();
    sets.filter_map(|at| {
        let slot = script.lines[at].split_whitespace().nth(1)?;
        let is_money = script.lines.iter().any(|line| {
            let mut words = line.split_whitespace();
            words.next() == Some(slot) && matches!(words.next(), Some("money" | "деньги" | "гроші"))
        });
        let (before, _) = script.lines[at].split_once('=')?;
        is_money.then(|| (at, script.with(at, format!("{before}= \"дорого\""))))
    })
    .collect()
}

/// The lines of `defaults` that begin with one of these keywords, all left out; told at its head.
fn without_default(script: &Script, words: &[&str]) -> Vec<(usize, Script)> {
    let heads = script.starting(&DEFAULTS, Some(0)).into_iter();
    heads
        .filter_map(|at| {
            let gone: Vec<usize> = script
                .starting(words, Some(2))
                .into_iter()
                .filter(|line| script.block(at).contains(line))
                .collect();
            gone.last()?;
            let elsewhere = script.starting(words, None).len() > gone.len();
            let subflow = script
                .starting(
                    &["needs", "нужно", "потрібно", "gives", "даёт", "дає"],
                    None,
                )
                .iter()
                .any(|line| *line < at);
            let mut cut = script.clone();
            gone.iter()
                .rev()
                .for_each(|line| drop(cut.lines.remove(*line)));
            (!elsewhere && !subflow).then_some((at, cut))
        })
        .collect()
}

fn without_silence(script: &Script) -> Vec<(usize, Script)> {
    without_default(script, &SILENCE)
}

fn without_unclear(script: &Script) -> Vec<(usize, Script)> {
    without_default(script, &UNCLEAR)
}

fn without_question(script: &Script) -> Vec<(usize, Script)> {
    let waits = script.starting(&WAIT, None).into_iter();
    waits
        .filter_map(|at| {
            let block = script.block(at);
            let asks: Vec<usize> = block
                .clone()
                .filter(|line| script.lang(*line).is_some() && script.lines[*line].ends_with('?'))
                .collect();
            let options = block
                .clone()
                .any(|line| script.lines[line].trim_start().starts_with("- "));
            let next = block
                .clone()
                .any(|line| ["next", "дальше", "далі"].contains(&script.lines[line].trim()));
            let told = *asks.first()?;
            let mut broken = script.clone();
            for line in &asks {
                let text = broken.lines[*line].trim_end_matches('?').to_owned();
                broken.lines[*line] = format!("{text}.");
            }
            (!options && !next).then_some((told, broken))
        })
        .collect()
}

fn without_given_back(script: &Script) -> Vec<(usize, Script)> {
    let escalations = script.starting(&ESCALATE, None).into_iter();
    escalations
        .filter_map(|at| {
            let block = script.block(at);
            let back = script
                .starting(&GIVEN_BACK, None)
                .into_iter()
                .find(|line| block.contains(line))?;
            Some((at, script.without(back..script.block(back).end)))
        })
        .collect()
}

fn talking_loop(script: &Script) -> Vec<(usize, Script)> {
    let Some(first) = script.starting(&STATE, Some(0)).first().copied() else {
        return Vec::new();
    };
    let says = script
        .starting(&SAY, Some(2))
        .into_iter()
        .find(|at| script.block(first).contains(at));
    let goes = script
        .block(first)
        .rev()
        .find(|at| script.lines[*at].trim_start().starts_with("-> "));
    let name = script.lines[first]
        .split_whitespace()
        .nth(1)
        .unwrap_or_default();
    let waits = script.block(first).any(|at| {
        let line = script.lines[at].trim_start();
        WAIT.iter().chain(&ASK).any(|word| line.starts_with(word))
    });
    match (says, goes) {
        (Some(_), Some(goes)) if !waits => vec![(first, script.with(goes, format!("  -> {name}")))],
        _ => Vec::new(),
    }
}

fn wrong_shares(script: &Script) -> Vec<(usize, Script)> {
    let splits = script.starting(&SPLIT, None).into_iter();
    splits
        .filter_map(|at| {
            let arm = script
                .block(at)
                .find(|line| script.lines[*line].contains('%'))?;
            let line = &script.lines[arm];
            let percent = line.find('%')?;
            let digits = line[..percent]
                .rfind(|letter: char| !letter.is_ascii_digit())
                .map_or(0, |at| at + 1);
            Some((
                at,
                script.with(arm, format!("{}7{}", &line[..digits], &line[percent..])),
            ))
        })
        .collect()
}

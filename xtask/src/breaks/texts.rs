//! Breaks of what the bot says.

use crate::script::Script;

/// Blocks whose lines are texts: the first line of each, and the lines.
fn text_blocks(script: &Script) -> Vec<Vec<usize>> {
    let mut blocks: Vec<Vec<usize>> = Vec::new();
    for at in 0..script.lines.len() {
        let spoken = script.lang(at).is_some()
            && script.lines[at]
                .split_once(':')
                .is_some_and(|(_, text)| !text.trim().is_empty());
        if !spoken {
            continue;
        }
        match blocks.last_mut() {
            Some(block)
                if block.last() == Some(&(at - 1))
                    && script.indent(at - 1) == script.indent(at) =>
            {
                block.push(at)
            }
            _ => blocks.push(vec![at]),
        }
    }
    let langs = |block: &Vec<usize>| {
        let mut langs: Vec<&str> = block.iter().filter_map(|at| script.lang(*at)).collect();
        langs.sort_unstable();
        langs.dedup();
        langs.len()
    };
    // Intents are lists of phrases: a language that is left out there is another matter.
    blocks.retain(|block| {
        langs(block) > 1 && langs(block) == block.len() && !in_intents(script, block[0])
    });
    blocks
}

fn in_intents(script: &Script, at: usize) -> bool {
    let head = script.head(at).map(|head| script.lines[head].as_str());
    matches!(head, Some("intents" | "темы" | "теми"))
}

pub(super) fn language_left_out(script: &Script) -> Vec<(usize, Script)> {
    let blocks = text_blocks(script);
    blocks
        .iter()
        .map(|block| {
            let last = block[block.len() - 1];
            (block[0], script.without(last..last + 1))
        })
        .collect()
}

pub(super) fn value_left_out(script: &Script) -> Vec<(usize, Script)> {
    let blocks = text_blocks(script);
    blocks
        .iter()
        .filter_map(|block| {
            let last = block[block.len() - 1];
            let line = &script.lines[last];
            let open = line
                .find('{')
                .filter(|open| !line[open + 1..].starts_with('{'))?;
            let close = open + line[open..].find('}')?;
            Some((
                last,
                script.with(last, format!("{}{}", &line[..open], &line[close + 1..])),
            ))
        })
        .collect()
}

pub(super) fn plural_left_out(script: &Script) -> Vec<(usize, Script)> {
    let texts =
        (0..script.lines.len()).filter(|at| script.lang(*at).is_some() && !in_intents(script, *at));
    texts
        .filter_map(|at| {
            let line = &script.lines[at];
            let open = line.find('{')?;
            let close = open + line[open..].find('}')?;
            let inside = &line[open..close];
            let bar = inside
                .rfind('|')
                .filter(|_| inside.matches('|').count() > 1)?;
            let shorter = format!(
                "{}{}{}",
                &line[..open],
                inside[..bar].trim_end(),
                &line[close..]
            );
            Some((at, script.with(at, shorter)))
        })
        .collect()
}

/// Text lines outside intents that can take a sentence more.
fn sentences(script: &Script) -> impl Iterator<Item = usize> + '_ {
    let spoken = |at: &usize| script.lang(*at).is_some() && !in_intents(script, *at);
    (0..script.lines.len())
        .filter(spoken)
        .filter(|at| script.lines[*at].ends_with(['.', '!']))
}

pub(super) fn price_in_text(script: &Script) -> Vec<(usize, Script)> {
    let priced = sentences(script).map(|at| {
        let price = match script.lang(at) {
            Some("ru") => " Всего 1500 рублей.",
            Some("uk") => " Усього 1500 гривень.",
            _ => " Only 25 dollars.",
        };
        (at, script.with(at, format!("{}{price}", script.lines[at])))
    });
    priced.collect()
}

pub(super) fn latin_letter(script: &Script) -> Vec<(usize, Script)> {
    let texts = (0..script.lines.len())
        .filter(|at| matches!(script.lang(*at), Some("ru" | "uk")) && !in_intents(script, *at));
    texts
        .filter_map(|at| {
            let line = &script.lines[at];
            let colon = line.find(':')?;
            let outside = line[colon..]
                .find('{')
                .map_or(line.len(), |open| colon + open);
            let letter = line[colon..outside].find("о").map(|found| colon + found)?;
            Some((
                at,
                script.with(
                    at,
                    format!("{}o{}", &line[..letter], &line[letter + "о".len()..]),
                ),
            ))
        })
        .collect()
}

pub(super) fn too_long(script: &Script) -> Vec<(usize, Script)> {
    let long = sentences(script).map(|at| {
        let more = match script.lang(at) {
            Some("ru") => " И ещё немного слов.",
            Some("uk") => " І ще трохи слів.",
            _ => " And a few words more.",
        };
        (
            at,
            script.with(at, format!("{}{}", script.lines[at], more.repeat(300))),
        )
    });
    long.take(3).collect()
}

pub(super) fn without_comma(script: &Script) -> Vec<(usize, Script)> {
    let texts = script.having("{, ").into_iter();
    texts
        .map(|at| (at, script.with(at, script.lines[at].replace("{, ", ", {"))))
        .collect()
}

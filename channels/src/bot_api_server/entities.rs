//! The HTML of messages: which of it the API takes, and what is shown of it.

/// The tags that the API knows.
const TAGS: [&str; 16] = [
    "b",
    "strong",
    "i",
    "em",
    "u",
    "ins",
    "s",
    "strike",
    "del",
    "span",
    "tg-spoiler",
    "a",
    "tg-emoji",
    "code",
    "pre",
    "blockquote",
];

/// The text without its marks, or why it cannot be read.
pub(super) fn plain(text: &str) -> Result<String, String> {
    let (mut shown, mut open, mut rest) = (String::new(), Vec::new(), text);
    while let Some(at) = rest.find(['<', '&']) {
        shown.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = match rest.strip_prefix('<') {
            Some(tag) => {
                let end = tag.find('>').ok_or("Unclosed start tag")?;
                mark(&tag[..end], &mut open)?;
                &tag[end + 1..]
            }
            None => {
                let (letter, length) = letter(rest);
                shown.push(letter);
                &rest[length..]
            }
        };
    }
    shown.push_str(rest);
    match open.last() {
        Some(tag) => Err(format!(
            "Can't find end tag corresponding to start tag \"{tag}\""
        )),
        None => Ok(shown),
    }
}

/// Opens or closes a tag.
fn mark(tag: &str, open: &mut Vec<String>) -> Result<(), String> {
    if let Some(name) = tag.strip_prefix('/') {
        return match open.pop() {
            Some(last) if last == name.trim().to_lowercase() => Ok(()),
            Some(last) => Err(format!(
                "Unmatched end tag, expected \"</{last}>\", found \"</{name}>\""
            )),
            None => Err(format!("Unexpected end tag \"</{name}>\"")),
        };
    }
    let name = tag
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .to_lowercase();
    if !TAGS.contains(&name.as_str()) {
        return Err(format!("Unsupported start tag \"{name}\""));
    }
    open.push(name);
    Ok(())
}

/// A letter that is written as `&…;`; a lone `&` is itself.
fn letter(text: &str) -> (char, usize) {
    let named = [
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&amp;", '&'),
        ("&quot;", '"'),
    ];
    named
        .into_iter()
        .find(|(name, _)| text.starts_with(name))
        .map_or(('&', 1), |(name, letter)| (letter, name.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_away_and_wrong_ones_refused() {
        assert_eq!(plain("<b>2 &lt; 3</b> & ok"), Ok("2 < 3 & ok".to_owned()));
        for wrong in ["1 < 2", "<b>", "<b></i>", "</b>", "<h1>x</h1>"] {
            assert!(plain(wrong).is_err(), "{wrong}");
        }
    }
}

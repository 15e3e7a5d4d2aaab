//! Long text in parts. Telegram counts UTF-16 code units, so an emoji is two or more.

/// The longest text of a message.
pub(super) const LONGEST_TEXT: usize = 4096;

/// The text in parts of at most `limit` units: between paragraphs where that fills half a part, else between
/// lines, else between words. Only a word longer than a part is cut.
pub(super) fn split(text: &str, limit: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (part, left) = rest.split_at(first_part(rest, limit));
        parts.push(part.trim_end());
        rest = left.trim_start();
    }
    parts
}

/// The text, or its beginning with `…`, in at most `limit` units, which are three or more.
pub(super) fn clip(text: &str, limit: usize) -> String {
    if prefix(text, limit) == text.len() {
        return text.to_owned();
    }
    let kept = &text[..prefix(text, limit.saturating_sub(1))];
    format!("{}…", kept.trim_end())
}

/// Where the first part ends. `text` does not begin with white space.
fn first_part(text: &str, limit: usize) -> usize {
    let end = prefix(text, limit);
    if end == text.len() {
        return end;
    }
    // A break may stand right behind what fits.
    let next = text[end..].chars().next().filter(|c| c.is_whitespace());
    let seen = &text[..end + next.map_or(0, char::len_utf8)];
    let far_enough = |at: &usize| *at >= end / 2;
    seen.rfind("\n\n")
        .filter(far_enough)
        .or_else(|| seen.rfind('\n').filter(far_enough))
        .or_else(|| seen.rfind(char::is_whitespace))
        .unwrap_or(end)
}

/// The length in bytes of the longest prefix of at most `limit` units; at least one letter, so that every
/// part is a step forward.
fn prefix(text: &str, limit: usize) -> usize {
    let mut units = 0;
    text.char_indices()
        .find(|(at, letter)| {
            units += letter.len_utf16();
            units > limit && *at > 0
        })
        .map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn units(text: &str) -> usize {
        text.encode_utf16().count()
    }

    #[test]
    fn a_short_text_is_one_part_and_an_empty_one_is_none() {
        assert_eq!(split("  Розы\n", 10), ["Розы"]);
        assert!(split(" \n ", 10).is_empty());
    }

    #[test]
    fn parts_end_with_a_paragraph_then_a_line_then_a_word() {
        assert_eq!(
            split("one two\n\nthree\nfour", 15),
            ["one two", "three\nfour"]
        );
        assert_eq!(split("one two\nthree four", 12), ["one two", "three four"]);
        assert_eq!(split("one two three", 9), ["one two", "three"]);
        assert_eq!(split("one two three", 7), ["one two", "three"]);
    }

    #[test]
    fn an_address_is_never_cut_where_a_part_can_hold_it() {
        let text = "Смотрите: https://example.com/roses?color=red&size=60";
        assert_eq!(
            split(text, 45),
            ["Смотрите:", "https://example.com/roses?color=red&size=60"]
        );
    }

    #[test]
    fn emoji_count_as_telegram_counts_them() {
        assert_eq!(split("🌹🌹🌹", 4), ["🌹🌹", "🌹"]);
        assert_eq!(clip("🌹🌹🌹", 5), "🌹🌹…");
        assert_eq!(clip("🌹🌹🌹", 6), "🌹🌹🌹");
    }

    proptest! {
        #[test]
        fn nothing_but_white_space_is_lost(text in "([a-zа-яії🌹]{0,12}[ \n]{0,3}){0,40}", limit in 2_usize..60) {
            let parts = split(&text, limit);
            prop_assert!(parts.iter().all(|part| !part.trim().is_empty() && units(part) <= limit));
            let letters = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(letters(&parts.concat()), letters(&text));
        }

        #[test]
        fn a_clipped_text_fits(text in "\\PC{0,80}", limit in 3_usize..60) {
            prop_assert!(units(&clip(&text, limit)) <= limit);
        }
    }
}

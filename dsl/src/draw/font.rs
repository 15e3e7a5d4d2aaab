//! How wide text is, without a font at hand: the widths of a wide common sans-serif, so that narrower ones fit
//! too.

/// Widths of `' '..='~'` in thousandths of the font size.
const LATIN: [u16; 95] = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632,
    575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685,
    611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579,
    278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
];

/// No more letters than this are looked at: nothing drawn is as long.
const LONGEST: usize = 600;

/// Bold is wider by so much.
const BOLD: f64 = 1.13;

/// The width of a line of text in pixels.
pub(super) fn width(text: &str, size: f64, bold: bool) -> f64 {
    let thousandths: u32 = text.chars().map(|letter| u32::from(advance(letter))).sum();
    let regular = f64::from(thousandths) * size / 1000.0;
    if bold { regular * BOLD } else { regular }
}

fn advance(letter: char) -> u16 {
    match letter {
        ' '..='~' => LATIN[letter as usize - ' ' as usize],
        '\u{a0}' => 318,
        'ж' | 'ш' | 'щ' | 'ю' | 'ф' => 920,
        'ы' | 'м' => 790,
        'г' | 'з' | 'с' | 'э' | 'т' | 'в' | 'ь' | 'у' | 'х' | 'ч' | 'к' | 'я' | 'а' | 'о' | 'е' => {
            615
        }
        'Ж' | 'Ш' | 'Щ' | 'Ю' | 'Ф' | 'Ы' | 'М' => 1100,
        'і' | 'ї' | 'І' | 'Ї' => 320,
        'а'..='ӿ' => 690,
        'Ѐ'..='Я' => 780,
        '—' | '…' | '−' => 1000,
        '«' | '»' | '“' | '”' | '–' => 640,
        '’' | '‘' | '·' => 330,
        '\u{300}'..='\u{36f}' => 0,
        '×' => 838,
        '\u{80}'..='\u{24f}' => 720,
        '→' | '≠' | '≤' | '≥' => 850,
        _ => 1060,
    }
}

/// Breaks text into at most `lines` lines no wider than `room`; what does not fit is an ellipsis.
pub(super) fn wrap(text: &str, size: f64, bold: bool, room: f64, lines: usize) -> Vec<String> {
    let end = text
        .char_indices()
        .nth(LONGEST)
        .map_or(text.len(), |(at, _)| at);
    let text = &text[..end];
    let fits = |line: &str| width(line, size, bold) <= room;
    let mut done: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        if fits(&longer) {
            line = longer;
            continue;
        }
        if done.len() + 1 == lines {
            done.push(ellipsis(&longer, &fits));
            return done;
        }
        if !line.is_empty() {
            done.push(std::mem::take(&mut line));
        }
        if fits(word) {
            line = word.to_owned();
            continue;
        }
        // A word wider than the line is broken where it must be.
        for letter in word.chars() {
            line.push(letter);
            if !fits(&line) {
                line.pop();
                if done.len() + 1 == lines {
                    done.push(ellipsis(&line, &fits));
                    return done;
                }
                done.push(std::mem::take(&mut line));
                line.push(letter);
            }
        }
    }
    if !line.is_empty() {
        done.push(line);
    }
    done
}

/// As much of a line as fits with an ellipsis after it.
fn ellipsis(line: &str, fits: &dyn Fn(&str) -> bool) -> String {
    let mut kept: Vec<char> = line.chars().collect();
    loop {
        kept.pop();
        let short: String = kept.iter().collect();
        let short = format!(
            "{}…",
            short.trim_end_matches([' ', ',', '.', '—', '-', ':', ';'])
        );
        if fits(&short) || kept.is_empty() {
            return short;
        }
    }
}

//! The distance between two spellings.

/// Words of more letters are compared exactly.
pub(crate) const LONGEST: usize = 64;

/// Letters inserted, dropped, changed or swapped with their neighbour between `a` and `b` (optimal string
/// alignment); `None` when that is more than `limit`, or a word is longer than [`LONGEST`].
pub(crate) fn distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    if a == b {
        return Some(0);
    }
    let (mut a_letters, mut b_letters) = (['\0'; LONGEST], ['\0'; LONGEST]);
    let (a, b) = (letters(a, &mut a_letters)?, letters(b, &mut b_letters)?);
    let common = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[common..], &b[common..]);
    let common = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(x, y)| x == y)
        .count();
    let (a, b) = (&a[..a.len() - common], &b[..b.len() - common]);
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let (mut older, mut old, mut row) = ([0; LONGEST + 1], [0; LONGEST + 1], [0; LONGEST + 1]);
    for (j, far) in old.iter_mut().enumerate() {
        *far = j;
    }
    for i in 1..=a.len() {
        row[0] = i;
        let mut least = i;
        for j in 1..=b.len() {
            let changed = old[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut far = changed.min(old[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                far = far.min(older[j - 2] + 1);
            }
            row[j] = far;
            least = least.min(far);
        }
        if least > limit {
            return None;
        }
        (older, old, row) = (old, row, older);
    }
    Some(old[b.len()]).filter(|far| *far <= limit)
}

/// The letters of a word, if they fit.
fn letters<'a>(word: &str, room: &'a mut [char; LONGEST]) -> Option<&'a [char]> {
    let mut count = 0;
    for letter in word.chars() {
        *room.get_mut(count)? = letter;
        count += 1;
    }
    Some(&room[..count])
}

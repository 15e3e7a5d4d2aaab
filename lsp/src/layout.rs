//! Formatting: a script as `torg fmt` writes it, changed only where it differs.

use crate::file::File;
use dsl::format::format;
use tower_lsp_server::ls_types::TextEdit;

/// The edit that lays a script out; none where it is laid out already, or cannot be read.
pub(crate) fn laid_out(file: &File) -> Vec<TextEdit> {
    let Ok(written) = format(file.text.source(), None) else {
        return Vec::new();
    };
    let text = file.text.as_str();
    if written == text {
        return Vec::new();
    }
    // Whole lines at both ends that stay are left alone, so that the cursor and folds there stay too.
    let head = common(text.split_inclusive('\n'), written.split_inclusive('\n'));
    let (old, new) = (&text[head..], &written[head..]);
    let tail = common(
        old.split_inclusive('\n').rev(),
        new.split_inclusive('\n').rev(),
    );
    let range = file.text.range(head..text.len() - tail);
    vec![TextEdit::new(range, new[..new.len() - tail].to_owned())]
}

/// How many bytes the lines have that two texts begin with.
fn common<'t>(one: impl Iterator<Item = &'t str>, two: impl Iterator<Item = &'t str>) -> usize {
    let same = one.zip(two).take_while(|(one, two)| one == two);
    same.map(|(one, _)| one.len()).sum()
}

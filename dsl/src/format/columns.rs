//! Columns: cells of neighbouring rows that stand below each other.

use super::sheet::{Body, Row, Trailing, width};

/// Rows that are aligned with each other, if they are neighbours in a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Family {
    /// Lines of `defaults`.
    Defaults,
    /// Lines of `slots`.
    Slots,
    /// Options.
    Options,
    /// Branches: `when`, `otherwise`, outcomes, shares.
    Branches,
}

/// Which column a cell belongs to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Column {
    /// The beginning of the row.
    First,
    /// What stands after the name or the keyword.
    Rest,
    /// The labels in a language.
    Labels(String),
    /// `-> STATE`
    Arrow,
    /// Another exit: it is aligned only where its author did.
    Exit,
}

/// A stretch of a row.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    /// Its text.
    pub(super) text: String,
    /// Its column.
    pub(super) column: Column,
    /// Spaces before it, as it is written.
    pub(super) space: usize,
    /// Spaces before it where nothing else decides.
    pub(super) usual: usize,
    /// Where it stood in the file.
    pub(super) start: usize,
    /// How far it stood from the cell before.
    pub(super) gap: usize,
}

/// The widest gap that is taken for an author's style.
const WIDEST: usize = 4;

/// Aligns the cells of each group, and comments on neighbouring rows.
pub(super) fn align(rows: &mut [Row]) {
    let groups = rows.iter().filter_map(|row| row.group).max().unwrap_or(0);
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); groups + 1];
    for (at, row) in rows.iter().enumerate() {
        if let Some(group) = row.group {
            members[group].push(at);
        }
    }
    for group in &members {
        align_group(rows, group);
    }
    let has_comment = |row: &Row| row.comment.is_some();
    for run in rows.chunk_by_mut(|above, below| has_comment(above) && has_comment(below)) {
        align_comments(run);
    }
}

/// Aligns the rows of a block; a block under one of them parts them, unless their author aligned all.
fn align_group(rows: &mut [Row], group: &[usize]) {
    let (Some(first), Some(last)) = (group.first(), group.last()) else {
        return;
    };
    let mut wanted = group.iter().peekable();
    let mut lines: Vec<&mut Vec<Cell>> = Vec::new();
    let mut ends = Vec::new();
    for (at, row) in (*first..).zip(&mut rows[*first..=*last]) {
        if let (Some(_), Body::Cells(cells)) = (wanted.next_if_eq(&&at), &mut row.body) {
            lines.push(cells);
            if row.opens {
                ends.push(lines.len());
            }
        }
    }
    ends.push(lines.len());
    if is_aligned(&lines) {
        return align_lines(&mut lines);
    }
    let mut start = 0;
    for end in ends {
        align_lines(&mut lines[start..end]);
        start = end;
    }
}

/// Whether each column is straight in the file, and one of them not by chance.
fn is_aligned(lines: &[&mut Vec<Cell>]) -> bool {
    let columns = columns_of(lines).unwrap_or_default();
    let mut cells = columns.iter().map(|column| {
        let cells = lines.iter().flat_map(|cells| cells.iter());
        let cells: Vec<&Cell> = cells.filter(|cell| cell.column == *column).collect();
        cells
    });
    let mut is_meant = false;
    let is_straight = cells.all(|cells| {
        is_meant |= cells.iter().any(|cell| cell.gap != cells[0].gap);
        cells.len() == 1 || kept_gap(&cells).is_some()
    });
    is_straight && is_meant
}

fn align_lines(lines: &mut [&mut Vec<Cell>]) {
    let mut columns = columns_of(lines).unwrap_or_else(|| {
        // Languages in different orders: labels are aligned by their place.
        for cells in lines.iter_mut() {
            for (nth, cell) in cells.iter_mut().enumerate() {
                if matches!(cell.column, Column::Labels(_)) {
                    cell.column = Column::Labels(nth.to_string());
                }
            }
        }
        columns_of(lines).unwrap_or_default()
    });
    let exits_too = exits_are_aligned(lines);
    if exits_too && !columns.contains(&Column::Arrow) {
        columns.push(Column::Arrow);
    }
    for column in &columns {
        align_column(lines, |cell| {
            cell.column == *column
                || exits_too && *column == Column::Arrow && cell.column == Column::Exit
        });
    }
}

/// The columns of the rows from left to right; none where two rows have them in different orders.
fn columns_of(rows: &[&mut Vec<Cell>]) -> Option<Vec<Column>> {
    let mut columns: Vec<Column> = Vec::new();
    for row in rows {
        for (nth, cell) in row.iter().enumerate() {
            if cell.column == Column::Exit || columns.contains(&cell.column) {
                continue;
            }
            let after = row[nth + 1..].iter();
            let next = after
                .filter_map(|next| columns.iter().position(|known| *known == next.column))
                .next();
            columns.insert(next.unwrap_or(columns.len()), cell.column.clone());
        }
        let places = row
            .iter()
            .filter_map(|cell| columns.iter().position(|column| *column == cell.column));
        let places: Vec<usize> = places.collect();
        if !places.is_sorted_by(|left, right| left < right) {
            return None;
        }
    }
    columns.retain(|column| *column != Column::First);
    Some(columns)
}

/// Whether exits of every kind stand below each other in the file, and not by chance.
fn exits_are_aligned(rows: &[&mut Vec<Cell>]) -> bool {
    let is_exit = |cell: &&Cell| matches!(cell.column, Column::Arrow | Column::Exit);
    let exits: Vec<&Cell> = rows
        .iter()
        .filter_map(|row| row.iter().find(is_exit))
        .collect();
    exits.iter().any(|cell| cell.column == Column::Exit)
        && exits.iter().any(|cell| cell.gap > 1)
        && kept_gap(&exits).is_some()
}

/// The gap of cells that stand below each other in the file.
fn kept_gap(cells: &[&Cell]) -> Option<usize> {
    let first = cells.first()?;
    let is_straight = cells.len() > 1 && cells.iter().all(|cell| cell.start == first.start);
    let gap = cells.iter().map(|cell| cell.gap).min()?;
    (is_straight && (1..=WIDEST).contains(&gap)).then_some(gap)
}

fn align_column(rows: &mut [&mut Vec<Cell>], is_in: impl Fn(&Cell) -> bool) {
    let mut places = Vec::new();
    for (nth, row) in rows.iter().enumerate() {
        if let Some(at) = row.iter().position(&is_in) {
            let before: usize = row[..at]
                .iter()
                .map(|cell| cell.space + width(&cell.text))
                .sum();
            places.push((nth, at, before));
        }
    }
    let cells: Vec<&Cell> = places.iter().map(|(nth, at, _)| &rows[*nth][*at]).collect();
    let Some(usual) = cells.iter().map(|cell| cell.usual).max() else {
        return;
    };
    let gap = kept_gap(&cells).unwrap_or(usual);
    let widest = places.iter().map(|(_, _, before)| *before).max();
    let start = widest.unwrap_or_default() + gap;
    for (nth, at, before) in places {
        rows[nth][at].space = start - before;
    }
}

/// Comments on neighbouring rows stand below each other; one alone stays as far as it stood.
fn align_comments(run: &mut [Row]) {
    if run.iter().all(|row| row.comment.is_none()) {
        return;
    }
    let end = |row: &Row| 2 * row.depth + width(&row.text());
    let widest = run.iter().map(end).max().unwrap_or_default();
    let comments = || run.iter().filter_map(|row| row.comment.as_ref());
    let first = comments().next().map(|comment| comment.column);
    let is_straight = comments().all(|comment| Some(comment.column) == first);
    let gap = comments().map(|comment| comment.gap).min();
    let gap = gap.filter(|_| is_straight).unwrap_or(2);
    for row in run {
        let space = widest + gap - end(row);
        if let Some(Trailing { gap, .. }) = &mut row.comment {
            *gap = space;
        }
    }
}

//! What all tables have in common: the frame, how their columns share the width, and the colour of
//! their cells.

use std::fmt::Write as _;

use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentArrangement, Table, Width as Columns, presets,
};

use super::{Style, Width};

/// An empty table with a header.
pub(super) fn new_table(width: Width, header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED.with_rounded_corners());
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(width.columns());
    table.set_header(header);
    table
}

/// What the colour of a cell means; its text says the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paint {
    /// Nothing.
    Plain,
    /// Must be seen.
    Strong,
    /// Good to see: it is shared.
    Good,
    /// Something is wrong with it.
    Warning,
    /// The eye may skip it.
    Aside,
}

impl Paint {
    /// This if something holds, else nothing.
    pub(super) fn when(self, holds: bool) -> Paint {
        if holds { self } else { Paint::Plain }
    }

    fn text(self, text: &str, style: Style) -> String {
        match self {
            Paint::Plain => text.to_owned(),
            Paint::Strong => style.heading(text),
            Paint::Good => style.good(text),
            Paint::Warning => style.warning(text),
            Paint::Aside => style.aside(text),
        }
    }
}

/// The text of a table with its cells in colour: `paints` has those of each row. The first cell of
/// a row has to hold something, on one line. What is no frame with cells in it stays as it is.
pub(super) fn painted(table: &Table, paints: &[Vec<Paint>], style: Style) -> String {
    let text = table.trim_fmt();
    if style == Style::Plain {
        return text;
    }
    let mut next = paints.iter();
    let mut row: &[Paint] = &[];
    let mut lines = Vec::new();
    let mut in_head = true;
    for line in text.lines() {
        if in_head {
            in_head = !line.starts_with('╞');
            lines.push(line.to_owned());
            continue;
        }
        let inner = line.strip_prefix('│').and_then(|line| line.strip_suffix('│'));
        let cells: Vec<&str> = inner.map_or(Vec::new(), |inner| inner.split('┆').collect());
        if cells.first().is_some_and(|first| !first.trim().is_empty()) {
            row = next.next().map_or(&[], Vec::as_slice);
        }
        lines.push(if cells.len() == row.len() && !cells.is_empty() {
            let cells: Vec<String> =
                cells.iter().zip(row).map(|(cell, paint)| cell_in(cell, *paint, style)).collect();
            format!("│{}│", cells.join("┆"))
        } else {
            line.to_owned()
        });
    }
    lines.join("\n")
}

/// A cell whose text is in colour, and the blanks around it are not.
fn cell_in(cell: &str, paint: Paint, style: Style) -> String {
    let text = cell.trim();
    if text.is_empty() { cell.to_owned() } else { cell.replace(text, &paint.text(text, style)) }
}

/// What may be the width of a column.
#[derive(Clone, Copy)]
pub(super) enum Share {
    /// As wide as its content.
    Content,
    /// As wide as its content, but at most this part of the table.
    AtMost(f32),
    /// What the others leave.
    Rest,
}

/// Shares the width out, so that each table of an answer is as wide as the next. Where several
/// columns do not fit, each row becomes an entry of a list.
pub(super) fn fit(table: Table, width: Width, shares: &[Share], numbers: &[usize]) -> Table {
    const PADDING: u16 = 2;
    const LEAST: u16 = 14;
    let mut table = table;
    let contents = table.column_max_content_widths();
    let limit = |part: f32| (f32::from(width.columns()) * part) as u16;
    let wanted = |(share, &content): (&Share, &u16)| match share {
        Share::Content => content + PADDING,
        Share::AtMost(part) => content.min(limit(*part)) + PADDING,
        Share::Rest => 0,
    };
    let widths: Vec<u16> = shares.iter().zip(&contents).map(wanted).collect();
    let borders = u16::try_from(shares.len()).unwrap_or(0) + 1;
    let rest = width.columns().saturating_sub(widths.iter().sum::<u16>() + borders);
    if width.is_narrow() || rest < LEAST {
        return list(&table, width, shares);
    }
    table.set_constraints(shares.iter().zip(widths).map(|(share, width)| {
        ColumnConstraint::Absolute(Columns::Fixed(match share {
            Share::Content | Share::AtMost(_) => width,
            Share::Rest => rest,
        }))
    }));
    for &number in numbers {
        if let Some(column) = table.column_mut(number) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// The rows of a table one below the other: the first column, beside it the one that takes the
/// rest, and under that all others with their headings.
fn list(table: &Table, width: Width, shares: &[Share]) -> Table {
    let cells =
        |row: &comfy_table::Row| row.cell_iter().map(Cell::content).collect::<Vec<String>>();
    let headings = table.header().map(cells).unwrap_or_default();
    let main = shares.iter().position(|share| matches!(share, Share::Rest)).unwrap_or(1);
    let mut list = Table::new();
    list.load_style(presets::NOTHING);
    list.set_content_arrangement(ContentArrangement::Dynamic);
    list.set_width(width.columns());
    for row in table.row_iter().map(cells) {
        let mut text = row[main].clone();
        for (column, cell) in row.iter().enumerate().skip(1) {
            if column != main && !cell.is_empty() {
                let _ = write!(text, "\n{}: {cell}", headings[column]);
            }
        }
        list.add_row([row[0].clone(), text]);
    }
    list.set_constraints([ColumnConstraint::ContentWidth]);
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_text_of_cells_is_in_colour() {
        let mut table = new_table(Width::DEFAULT, &["When", "Talk"]);
        table.add_row(["10:00", "a talk in\ntwo lines"]);
        table.add_row(["11:00", "a title with ┆ in it"]);
        table.add_row(["12:00", "free"]);
        let paints = [Paint::Strong, Paint::Good, Paint::Aside].map(|it| vec![Paint::Plain, it]);
        assert_eq!(painted(&table, &paints, Style::Plain), table.trim_fmt());
        let text = painted(&table, &paints, Style::Ansi);
        let lines: Vec<&str> = text.lines().skip(3).collect();
        assert_eq!(lines[0], "│ 10:00 ┆ \u{1b}[1ma talk in\u{1b}[0m            │");
        assert_eq!(lines[1], "│       ┆ \u{1b}[1mtwo lines\u{1b}[0m            │");
        assert_eq!(lines[2], "│ 11:00 ┆ a title with ┆ in it │");
        assert_eq!(lines[3], "│ 12:00 ┆ \u{1b}[2mfree\u{1b}[0m                 │");
    }
}

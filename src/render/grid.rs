//! What all tables have in common: the frame, and how their columns share the width.

use std::fmt::Write as _;

use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentArrangement, Table, Width as Columns, presets,
};

use super::Width;

/// An empty table with a header.
pub(super) fn new_table(width: Width, header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED.with_rounded_corners());
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(width.columns());
    table.set_header(header);
    table
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

//! Tables: how columns share the width. comfy-table draws the frame.

use std::fmt::Write as _;

use comfy_table::{Cell, CellAlignment, ColumnConstraint, Width as Columns, presets};
use unicode_width::UnicodeWidthStr;

use crate::render::report::{Column, Role, Share, Table, Text};

use super::{LONGEST, Line, Page, laid};

/// The blanks of a cell, one on each side.
const PADDING: usize = 2;
/// What is left for columns that take the rest must not be less.
const LEAST: usize = 12;
/// If it is less, the headings of numbers break rather than make their columns wider.
const ENOUGH: usize = 16;

impl Page {
    /// Draws a table. Where its columns do not fit, each row becomes an entry of a list.
    pub(super) fn table(&mut self, table: &Table) {
        let longest_word = |name: &str| name.split(' ').map(str::width).max().unwrap_or(0);
        // What takes the rest need not be measured, and is the longest.
        let content = |(number, column): (usize, &Column)| match column.share {
            Share::Rest => 0,
            Share::Content | Share::AtMost(_) => self.content(table, number),
        };
        let contents: Vec<usize> = table.columns.iter().enumerate().map(content).collect();
        let widths = self.widths(table, &contents, str::width, ENOUGH);
        match widths.or_else(|| self.widths(table, &contents, longest_word, LEAST)) {
            Some(widths) => self.framed(table, &widths),
            None => self.entries(table),
        }
    }

    /// The widths of the columns, so that each table of an answer is as wide as the next.
    fn widths(
        &self,
        table: &Table,
        contents: &[usize],
        heading: impl Fn(&str) -> usize,
        least: usize,
    ) -> Option<Vec<usize>> {
        let all = usize::from(self.width.columns());
        let limit = |part: f32| (f32::from(self.width.columns()) * part) as usize;
        let mut widths: Vec<usize> = Vec::new();
        for (column, &content) in table.columns.iter().zip(contents) {
            let name = if column.is_number { heading(&column.name) } else { column.name.width() };
            let content = content.max(name);
            widths.push(match column.share {
                Share::Content => content,
                Share::AtMost(part) => content.min(limit(part)),
                Share::Rest => 0,
            });
        }
        let is_rest = |column: &Column| matches!(column.share, Share::Rest);
        let rests = table.columns.iter().filter(|column| is_rest(column)).count();
        let frame = widths.len() * (PADDING + 1) + 1;
        let rest = all.checked_sub(frame + widths.iter().sum::<usize>())?;
        if self.width.is_narrow() || (rests > 0 && rest < least) {
            return None;
        }
        for (width, column) in widths.iter_mut().zip(&table.columns) {
            if is_rest(column) {
                *width = rest / rests;
            }
        }
        Some(widths)
    }

    /// What the longest line in a column takes.
    fn content(&self, table: &Table, column: usize) -> usize {
        let lines = table
            .rows
            .iter()
            .flat_map(|row| laid(&row[column], Role::Plain, usize::MAX, LONGEST, self.style));
        lines.map(|line| line.width).max().unwrap_or(0)
    }

    /// Draws the frame around cells that are laid out already: each line fits its column.
    fn framed(&mut self, table: &Table, widths: &[usize]) {
        let mut frame = comfy_table::Table::new();
        frame.load_style(presets::UTF8_FULL_CONDENSED.with_rounded_corners());
        let cells = |row: &[Text]| -> Vec<Cell> {
            let cells = row.iter().zip(widths).zip(&table.columns);
            cells.map(|((cell, &width), column)| self.cell(cell, width, column)).collect()
        };
        let names: Vec<Text> =
            table.columns.iter().map(|column| Text::from(column.name.as_str())).collect();
        frame.set_header(cells(&names));
        frame.add_rows(table.rows.iter().map(|row| cells(row)));
        frame.set_constraints(widths.iter().map(|width| {
            let columns = u16::try_from(width + PADDING).unwrap_or(u16::MAX);
            ColumnConstraint::Absolute(Columns::Fixed(columns))
        }));
        let _ = writeln!(self.text, "{}", visible(&frame.to_string()));
    }

    fn cell(&self, text: &Text, width: usize, column: &Column) -> Cell {
        let lines = laid(text, Role::Plain, width, LONGEST, self.style);
        let lines: Vec<String> = lines.iter().map(|line| without_width(&line.text)).collect();
        let alignment = if column.is_number { CellAlignment::Right } else { CellAlignment::Left };
        Cell::new(lines.join("\n")).set_alignment(alignment)
    }

    /// The rows one below the other: the first cell, beside it the one that takes the rest, and
    /// under that all others with their headings.
    fn entries(&mut self, table: &Table) {
        let main = table.columns.iter().position(|it| matches!(it.share, Share::Rest)).unwrap_or(1);
        let beside = table.rows.iter().map(|row| self.first(&row[0]).width).max().unwrap_or(0);
        for row in &table.rows {
            let mut text = row[main].clone();
            for (number, column) in table.columns.iter().enumerate().skip(1) {
                if number != main && !row[number].is_empty() {
                    text = text.line(Text::from(format!("{}: ", column.name)).joined(&row[number]));
                }
            }
            let first = self.first(&row[0]);
            let start = format!("{}{:2$}", first.text, "", beside - first.width + 2);
            let room = usize::from(self.width.columns()).saturating_sub(beside + 2);
            let mut start = start.as_str();
            let blank = " ".repeat(beside + 2);
            for line in laid(&text, Role::Plain, room, LONGEST, self.style) {
                let _ = writeln!(self.text, "{}", format!("{start}{}", line.text).trim_end());
                start = &blank;
            }
        }
    }

    /// A cell that stands beside others, on one line.
    fn first(&self, cell: &Text) -> Line {
        let mut lines = laid(cell, Role::Plain, usize::MAX, LONGEST, self.style);
        if lines.is_empty() { Line { text: String::new(), width: 0 } } else { lines.remove(0) }
    }
}

/// Tag characters, one for each of ASCII, which take no columns. No text from outside has any: see
/// [`Terminal`](super::Terminal).
const TAGS: u32 = 0xe0000;

/// A text whose escape sequences are written in tag characters: comfy-table would count them as
/// columns, and its own colours come with a library that looks at the terminal and at the
/// environment.
fn without_width(text: &str) -> String {
    let mut is_escape = false;
    let hidden = |c: char| {
        is_escape |= c == '\u{1b}';
        let hidden = if is_escape { char::from_u32(TAGS + u32::from(c)).unwrap_or(c) } else { c };
        is_escape &= c != 'm';
        hidden
    };
    text.chars().map(hidden).collect()
}

/// The same text with its escape sequences.
fn visible(text: &str) -> String {
    let shown = |c: char| match u32::from(c).checked_sub(TAGS) {
        Some(code @ 0..0x80) => char::from_u32(code).unwrap_or(c),
        Some(_) | None => c,
    };
    text.chars().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::report::{Report, column, numbers};
    use crate::render::{Style, Width};

    #[test]
    fn colour_takes_no_columns_and_stays_within_its_cell() {
        let mut table = Table::new([column("Talk", Share::Rest), numbers("Points")]);
        table.row([Text::of(Role::Aside, "日本 ❤️").and(Role::Good, "!"), "1".into()]);
        table.row([Text::of(Role::MustSee, "two\u{e0041} lines").line("below"), "22".into()]);
        let mut report = Report::default();
        report.table(table);
        let plain = report.terminal(Width::new(64), Style::Plain);
        let colored = report.terminal(Width::new(64), Style::Ansi);
        let inside: Vec<&str> =
            colored.lines().skip(3).map(|line| line.split('┆').next().unwrap()).collect();
        assert!(
            inside[0].starts_with("│ \u{1b}[2m日本 ❤️\u{1b}[0m\u{1b}[32m!\u{1b}[0m "),
            "{inside:?}"
        );
        assert!(inside[1].starts_with("│ \u{1b}[1m* two lines\u{1b}[0m "), "{inside:?}");
        let mut without = colored;
        for sequence in ["[0m", "[1m", "[2m", "[32m"] {
            without = without.replace(&format!("\u{1b}{sequence}"), "");
        }
        assert_eq!(without, plain);
        let widths: Vec<usize> = plain.lines().map(UnicodeWidthStr::width).collect();
        assert_eq!(widths, [64; 7]);
    }
}

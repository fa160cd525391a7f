//! Tables: their frame, and how columns share the width.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use crate::render::report::{Column, Role, Share, Table, Text};

use super::{Line, Page, laid};

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
        let contents: Vec<usize> =
            (0..table.columns.len()).map(|column| self.content(table, column)).collect();
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
            .flat_map(|row| laid(&row[column], Role::Plain, usize::MAX, self.style));
        lines.map(|line| line.width).max().unwrap_or(0)
    }

    fn framed(&mut self, table: &Table, widths: &[usize]) {
        let head: Vec<Text> =
            table.columns.iter().map(|column| Text::from(column.name.as_str())).collect();
        self.rule('╭', '─', '┬', '╮', widths);
        self.row(table, &head, widths);
        self.rule('╞', '═', '╪', '╡', widths);
        for row in &table.rows {
            self.row(table, row, widths);
        }
        self.rule('╰', '─', '┴', '╯', widths);
    }

    fn rule(&mut self, left: char, line: char, joint: char, right: char, widths: &[usize]) {
        let parts: Vec<String> =
            widths.iter().map(|width| line.to_string().repeat(width + PADDING)).collect();
        let _ = writeln!(self.text, "{left}{}{right}", parts.join(&joint.to_string()));
    }

    fn row(&mut self, table: &Table, cells: &[Text], widths: &[usize]) {
        let cells: Vec<Vec<Line>> = cells
            .iter()
            .zip(widths)
            .map(|(cell, &width)| laid(cell, Role::Plain, width, self.style))
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        for line in 0..height {
            let mut parts = Vec::new();
            for ((cell, width), column) in cells.iter().zip(widths).zip(&table.columns) {
                let (text, taken) = cell.get(line).map_or(("", 0), |it| (&it.text, it.width));
                let blank = " ".repeat(width.saturating_sub(taken));
                parts.push(match column.is_number {
                    true => format!(" {blank}{text} "),
                    false => format!(" {text}{blank} "),
                });
            }
            let _ = writeln!(self.text, "│{}│", parts.join("┆"));
        }
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
            for line in laid(&text, Role::Plain, room, self.style) {
                let _ = writeln!(self.text, "{}", format!("{start}{}", line.text).trim_end());
                start = &blank;
            }
        }
    }

    /// A cell that stands beside others, on one line.
    fn first(&self, cell: &Text) -> Line {
        let mut lines = laid(cell, Role::Plain, usize::MAX, self.style);
        if lines.is_empty() { Line { text: String::new(), width: 0 } } else { lines.remove(0) }
    }
}

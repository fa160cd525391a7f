//! Tables: how columns share the width. comfy-table draws the frame.

use std::fmt::Write as _;

use comfy_table::{Cell, CellAlignment, ColumnConstraint, Width as Columns, presets};
use unicode_width::UnicodeWidthStr;

use crate::render::Style;
use crate::render::report::{Column, Layout, Role, Share, Span, Table, Text};

use super::{LONGEST, Line, Page, laid};

/// What stands between what is said of a talk.
const JOINT: &str = " \u{b7} ";
/// What stands for what was cut.
const MORE: &str = " \u{2026}";
/// The blanks between the columns of a list.
const GAP: usize = 2;
/// The blanks of a cell, one on each side.
const PADDING: usize = 2;
/// What is left for columns that take the rest must not be less.
const LEAST: usize = 12;
/// If it is less, the headings of numbers break rather than make their columns wider.
const ENOUGH: usize = 16;

impl Page {
    /// Draws a table. Talks have entries of their own, and so has each row where columns do not fit.
    pub(super) fn table(&mut self, table: &Table) {
        if table.layout != Layout::Grid {
            return self.entries(table);
        }
        let longest_word = |name: &str| name.split(' ').map(str::width).max().unwrap_or(0);
        // What takes the rest need not be measured, and is the longest.
        let content = |(number, column): (usize, &Column)| match column.share {
            Share::Rest => 0,
            Share::Content | Share::Spare | Share::AtMost(_) => self.content(table, number),
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
                Share::Content | Share::Spare => content,
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
        let alignment = if column.is_number { CellAlignment::Right } else { CellAlignment::Left };
        filled(&lines).set_alignment(alignment)
    }

    /// An entry for each row: the first cell, beside it the one that takes the rest, and under that
    /// all others. In brief it is a line, with the first of the others at its end.
    fn entries(&mut self, table: &Table) {
        let entries: Vec<Entry> = table.rows.iter().map(|row| Entry::of(table, row)).collect();
        let first: Vec<Line> = entries.iter().map(|it| self.line(&it.first, usize::MAX)).collect();
        let widest = |lines: &[Line]| lines.iter().map(|line| line.width).max().unwrap_or(0);
        let all = usize::from(self.width.columns());
        let beside = widest(&first);
        let room = all.saturating_sub(beside + GAP).max(2);
        let mut widths = vec![beside + GAP, room];
        let mut frame = comfy_table::Table::new();
        frame.load_style(presets::NOTHING);
        if self.is_brief {
            let last: Vec<Line> =
                entries.iter().map(|it| self.line(&it.last(), room / 3)).collect();
            let end = widest(&last);
            let room = room.saturating_sub(if end > 0 { end + GAP } else { 0 });
            widths = vec![beside + GAP, room + GAP, end];
            let rows = entries.iter().zip(first).zip(last);
            frame.add_rows(rows.map(|((entry, first), last)| {
                [first, self.line(&entry.title, room), last].map(|line| filled(&[line]))
            }));
        } else {
            frame.add_rows(
                entries.iter().zip(first).map(|(entry, first)| {
                    [filled(&[first]), filled(&entry.lines(room, self.style))]
                }),
            );
        }
        for (column, width) in frame.column_iter_mut().zip(widths) {
            let width = Columns::Fixed(u16::try_from(width).unwrap_or(u16::MAX));
            column.set_padding((0, 0)).set_constraint(ColumnConstraint::Absolute(width));
        }
        for line in visible(&frame.to_string()).lines() {
            let _ = writeln!(self.text, "{}", line.trim_end());
        }
    }

    /// A text on one line, cut where it is longer.
    fn line(&self, text: &Text, columns: usize) -> Line {
        let mut lines = cut(text, columns, 1, self.style);
        if lines.is_empty() { Line { text: String::new(), width: 0 } } else { lines.remove(0) }
    }
}

/// A row whose cells are one below the other.
struct Entry {
    first: Text,
    title: Text,
    details: Vec<Detail>,
}

/// What stands below a title.
#[derive(Clone)]
struct Detail {
    spans: Vec<Span>,
    /// What is left out first where not all fit in the line; what has none always stays.
    spare: Option<Spare>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Spare {
    /// What the column is for.
    First,
    /// What is also said in it.
    More,
}

impl Entry {
    fn of(table: &Table, row: &[Text]) -> Entry {
        let is_main = |column: &Column| matches!(column.share, Share::Rest);
        let main = table.columns.iter().position(is_main).unwrap_or(1);
        let mut details = Vec::new();
        for (number, (column, cell)) in table.columns.iter().zip(row).enumerate().skip(1) {
            if number == main || cell.is_empty() {
                continue;
            }
            // Without a frame no heading stands over a cell.
            let name = (table.layout == Layout::Grid).then(|| format!("{}: ", column.name));
            for (number, spans) in cell.lines.iter().enumerate() {
                let spare = match column.share {
                    _ if number > 0 => Some(Spare::More),
                    Share::Spare => Some(Spare::First),
                    Share::Content | Share::AtMost(_) | Share::Rest => None,
                };
                details.push(Detail { spans: below(name.as_deref(), spans), spare });
            }
        }
        details.retain(|detail| !detail.spans.is_empty());
        Entry { first: row[0].clone(), title: row[main].clone(), details }
    }

    /// The title, and below it the details. A title that takes two lines shares the second with them
    /// if there is room.
    fn lines(&self, columns: usize, style: Style) -> Vec<Line> {
        let lay = |text: &Text| laid(text, Role::Plain, columns, LONGEST, style);
        let mut lines = lay(&self.title);
        if self.details.is_empty() {
            return lines;
        }
        let spares = self.details.iter().filter(|detail| detail.spare.is_some()).count();
        let shared = |spares: usize| {
            let title = self.title.clone().and(Role::Aside, JOINT);
            Some(lay(&title.joined(&self.below(spares)))).filter(|both| both.len() == lines.len())
        };
        if let (true, Some(both)) = (lines.len() > 1, (0..=spares).rev().find_map(shared)) {
            return both;
        }
        let on_one_line = |text: Text| Some(lay(&text)).filter(|all| all.len() == 1);
        let fits = |spares: usize| on_one_line(self.below(spares));
        let shorter = || on_one_line(self.shorter()?.below(1));
        lines.extend(
            (1..=spares)
                .rev()
                .find_map(fits)
                .or_else(shorter)
                .unwrap_or_else(|| cut(&self.below(1), columns, lay(&self.below(0)).len(), style)),
        );
        lines
    }

    /// The same with the beginning of its first detail, such as a room without its address.
    fn shorter(&self) -> Option<Entry> {
        let mut details = self.details.clone();
        let first = details.first_mut().filter(|detail| detail.spare.is_none())?;
        let at = first.spans.iter().position(|span| span.text.contains(", "))?;
        let span = &mut first.spans[at];
        span.text.truncate(span.text.find(", ")?);
        span.text += MORE;
        first.spans.truncate(at + 1);
        Some(Entry { first: self.first.clone(), title: self.title.clone(), details })
    }

    /// The first of the details.
    fn last(&self) -> Text {
        Text { lines: self.details.iter().take(1).map(|detail| detail.spans.clone()).collect() }
    }

    /// The details one after the other, with so many of those that can be spared.
    fn below(&self, spares: usize) -> Text {
        let mut order: Vec<usize> = (0..self.details.len()).collect();
        order.sort_by_key(|&number| self.details[number].spare);
        order.truncate(self.details.iter().filter(|it| it.spare.is_none()).count() + spares);
        order.sort_unstable();
        let mut text = Text { lines: vec![Vec::new()] };
        for number in order {
            if !text.is_empty() {
                text = text.and(Role::Aside, JOINT);
            }
            text = text.joined(&Text { lines: vec![self.details[number].spans.clone()] });
        }
        text
    }
}

/// A line of a cell, which the eye may skip, after the name of its column where it needs one.
fn below(name: Option<&str>, spans: &[Span]) -> Vec<Span> {
    let spans = spans.iter().filter(|it| it.role != Role::Document && !it.text.is_empty());
    let mut detail: Vec<Span> = spans.cloned().collect();
    if let (Some(name), false) = (name, detail.is_empty()) {
        detail.insert(0, Span { role: Role::Plain, text: name.to_owned() });
    }
    for span in &mut detail {
        if matches!(span.role, Role::Plain | Role::Screen) {
            span.role = Role::Aside;
        }
    }
    detail
}

/// At most so many lines of a text, the last with a mark if there were more.
fn cut(text: &Text, columns: usize, most: usize, style: Style) -> Vec<Line> {
    let lay = |columns| laid(text, Role::Plain, columns, LONGEST, style);
    let lines = lay(columns);
    if lines.len() <= most {
        return lines;
    }
    let mut lines = lay(columns.saturating_sub(MORE.width()));
    lines.truncate(most);
    if let Some(last) = lines.last_mut() {
        last.text += MORE;
        last.width += MORE.width();
    }
    lines
}

/// A cell of lines that fit its column.
fn filled(lines: &[Line]) -> Cell {
    let lines: Vec<String> = lines.iter().map(|line| without_width(&line.text)).collect();
    Cell::new(lines.join("\n"))
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
    use crate::render::Width;
    use crate::render::report::{Report, column, numbers};

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
        assert!(inside[1].starts_with("│ \u{1b}[1m\u{1b}[36m* two lines\u{1b}[0m "), "{inside:?}");
        let mut without = colored;
        for sequence in ["[0m", "[1m", "[2m", "[32m", "[36m"] {
            without = without.replace(&format!("\u{1b}{sequence}"), "");
        }
        assert_eq!(without, plain);
        let widths: Vec<usize> = plain.lines().map(UnicodeWidthStr::width).collect();
        assert_eq!(widths, [64; 7]);
    }
}

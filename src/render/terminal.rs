//! Reports for a terminal or a pipe: lines no wider than the terminal, tables in frames.

mod table;
mod wrap;

use std::fmt;
use std::fmt::Write as _;
use std::ops::Range;

use unicode_width::UnicodeWidthStr as _;

use crate::problem::number;

use super::report::{Block, Item, Mark, Report, Role, Span, Text};
use super::{Style, Width};
use wrap::wrap;

/// The most characters of one text that a terminal is shown: more than any title needs.
const LONGEST: usize = 1000;
/// The most characters of a sentence or a list, which names many such texts.
pub(super) const LONGEST_SENTENCE: usize = 50 * LONGEST;

/// Text from outside on its way to a terminal: on one line, without control characters, without
/// characters that reorder or hide others, and cut where it is absurdly long.
#[derive(Clone, Copy, Debug)]
pub struct Terminal<'a>(pub &'a str);

impl fmt::Display for Terminal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Cut(self.0, LONGEST))
    }
}

/// The same with another limit.
pub(super) struct Cut<'a>(pub(super) &'a str, pub(super) usize);

impl fmt::Display for Cut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Cut(text, longest) = *self;
        let cut = text.char_indices().nth(longest).map(|(end, _)| &text[..end]);
        write_line(cut.unwrap_or(text), f)?;
        if cut.is_some() { f.write_str("\u{2026}") } else { Ok(()) }
    }
}

/// Writes a text on one line, without what steers a terminal.
fn write_line(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut blank = false;
    for c in text.chars() {
        let c = match c {
            '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => ' ',
            c if c.is_control() || is_noncharacter(c) => char::REPLACEMENT_CHARACTER,
            c if is_invisible(c) => continue,
            c => c,
        };
        // A line break is often followed by indentation.
        if c == ' ' && blank {
            continue;
        }
        blank = c == ' ';
        f.write_char(c)?;
    }
    Ok(())
}

/// Lines with text from outside on their way to a terminal; what they are indented by stays.
#[derive(Clone, Copy, Debug)]
pub struct Lines<'a>(pub &'a str);

impl fmt::Display for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, line) in self.0.split('\n').enumerate() {
            if position > 0 {
                f.write_str("\n")?;
            }
            let text = line.trim_start_matches(' ');
            write!(f, "{:1$}", "", line.len() - text.len())?;
            write_line(text, f)?;
        }
        Ok(())
    }
}

/// Marks that reorder text, those without width, and fillers that look like nothing or like more
/// space than a title may take; the joiner of emoji and the selectors of their looks are left alone.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e007f}'
    )
}

/// Code points that no text may hold, such as U+FFFF.
pub(super) fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe
}

impl Report {
    /// The report for a terminal or a pipe.
    pub fn terminal(&self, width: Width, style: Style) -> String {
        let mut page = Page { width, style, is_brief: self.is_brief(), text: String::new() };
        let mut before: Option<&Block> = None;
        for (position, block) in self.blocks().iter().enumerate() {
            let apart = match block {
                Block::Heading(_) | Block::Paragraph(_) => {
                    !matches!(before, None | Some(Block::Title(_) | Block::Heading(_)))
                }
                Block::List(_) => matches!(before, Some(Block::List(_))),
                Block::Title(_) | Block::Legend(_) | Block::Table(_) => false,
            };
            if apart {
                page.text.push('\n');
            }
            let next = self.blocks().get(position + 1);
            page.block(block, matches!(next, Some(Block::List(_))));
            before = Some(block);
        }
        page.text
    }
}

/// What is drawn so far, and how.
struct Page {
    width: Width,
    style: Style,
    is_brief: bool,
    text: String,
}

/// A line as it goes out, and the columns that it takes.
struct Line {
    text: String,
    width: usize,
}

impl Page {
    fn block(&mut self, block: &Block, leads_to_list: bool) {
        match block {
            Block::Title(text) => self.lines(text, Role::Strong, "", ""),
            Block::Heading(text) => {
                let mut text = text.clone();
                let all = text.lines.iter().flatten();
                if leads_to_list && !all.into_iter().any(|span| span.text.contains(':')) {
                    let role = text.lines[0].first().map_or(Role::Plain, |span| span.role);
                    text = text.and(role, ":");
                }
                self.lines(&text, Role::Strong, "", "");
            }
            Block::Paragraph(text) => self.lines(text, Role::Plain, "", ""),
            Block::Legend(text) => self.lines(text, Role::Aside, "", ""),
            Block::List(items) => self.list(items, ""),
            Block::Table(table) => self.table(table),
        }
    }

    /// Writes a text that starts with one thing and goes on below it with another, as wide. What
    /// of it has no role has the one of the whole.
    fn lines(&mut self, text: &Text, role: Role, first: &str, rest: &str) {
        let room = usize::from(self.width.columns()).saturating_sub(first.width());
        let mut start = first;
        for line in laid(text, role, room, LONGEST_SENTENCE, self.style) {
            let _ = writeln!(self.text, "{}", format!("{start}{}", line.text).trim_end());
            start = rest;
        }
    }

    fn list(&mut self, items: &[Item], indent: &str) {
        let widest = items.iter().map(|item| mark(item.mark, 0).width()).max().unwrap_or(0);
        for item in items {
            let start = format!("{indent}{}", mark(item.mark, widest));
            let rest = " ".repeat(start.width());
            self.lines(&item.text, Role::Plain, &start, &rest);
            let deeper = match item.mark {
                Mark::Number(_) => rest,
                Mark::Bullet | Mark::Points(_) | Mark::Word(_) => format!("{indent}  "),
            };
            self.list(&item.items, &deeper);
        }
    }
}

/// What an entry begins with, as wide as all in its list.
fn mark(mark: Mark, widest: usize) -> String {
    match mark {
        Mark::Bullet => "- ".to_owned(),
        Mark::Number(number) => format!("{number:>3}. "),
        Mark::Points(points) => format!("{:>5}  ", number(points)),
        Mark::Word(word) => format!("{:widest$}", format!("{word} ")),
    }
}

/// A text in lines of at most `columns` columns.
fn laid(text: &Text, role: Role, columns: usize, longest: usize, style: Style) -> Vec<Line> {
    text.lines.iter().flat_map(|spans| laid_line(spans, role, columns, longest, style)).collect()
}

/// Colour comes in when it is known where a line ends, for it has no width and must not run over
/// into the frame.
fn laid_line(
    spans: &[Span],
    role: Role,
    columns: usize,
    longest: usize,
    style: Style,
) -> Vec<Line> {
    let mut plain = String::new();
    let mut parts: Vec<(Range<usize>, Role)> = Vec::new();
    for span in spans.iter().filter(|span| span.role != Role::Document) {
        let start = plain.len();
        let (open, close) = signs(span.role, style);
        let _ = write!(plain, "{open}{}{close}", Cut(&span.text, longest));
        let role = if span.role == Role::Plain { role } else { span.role };
        match parts.last_mut().filter(|(_, last)| *last == role) {
            Some((part, _)) => part.end = plain.len(),
            None => parts.push((start..plain.len(), role)),
        }
    }
    let line = |line: Range<usize>| {
        let mut text = String::new();
        for (part, role) in &parts {
            let (start, end) = (part.start.max(line.start), part.end.min(line.end));
            if start < end {
                text += &colored(&plain[start..end], *role, style);
            }
        }
        Line { text, width: plain[line].width() }
    };
    wrap(&plain, columns).into_iter().map(line).collect()
}

/// What says without colour what a role means.
fn signs(role: Role, style: Style) -> (&'static str, &'static str) {
    match role {
        Role::MustSee | Role::MissedMustSee => ("* ", ""),
        Role::MustSeeOf => ("*", ""),
        Role::Commitment => ("! ", ""),
        Role::Match if style == Style::Plain => ("[", "]"),
        Role::Match
        | Role::Plain
        | Role::Strong
        | Role::Good
        | Role::Warning
        | Role::Error
        | Role::Aside
        | Role::Screen
        | Role::Document => ("", ""),
    }
}

fn colored(text: &str, role: Role, style: Style) -> String {
    match role {
        Role::Plain | Role::Screen | Role::Document => text.to_owned(),
        Role::Strong | Role::Match => style.heading(text),
        Role::MustSee | Role::MustSeeOf => style.must_see(text),
        Role::Commitment => style.commitment(text),
        Role::Good => style.good(text),
        Role::Warning | Role::MissedMustSee => style.warning(text),
        Role::Error => style.error(text),
        Role::Aside => style.aside(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_gets_through() {
        fn case(text: &str, expected: &str) {
            assert_eq!(Terminal(text).to_string(), expected);
        }
        case("plain", "plain");
        case("a\u{1b}[31mred\u{7}", "a\u{fffd}[31mred\u{fffd}");
        case("two\r\n  lines\tand a tab", "two lines and a tab");
        case("evil\u{202e}gnp.exe", "evilgnp.exe");
        case("zero\u{200b}width", "zerowidth");
        case("a\u{61c}b\u{180e}c\u{fff9}d\u{fffb}e\u{34f}f", "abcdef");
        case("fill\u{115f}\u{1160}\u{3164}\u{ffa0}\u{2800}er", "filler");
        case("none\u{ffff}\u{fdd0}\u{1fffe}", "none\u{fffd}\u{fffd}\u{fffd}");
        case("\u{2764}\u{fe0f}", "\u{2764}\u{fe0f}");
        case("\u{1f469}\u{200d}\u{1f4bb}", "\u{1f469}\u{200d}\u{1f4bb}");
        case(&"日".repeat(1000), &"日".repeat(1000));
        case(&"日".repeat(1001), &format!("{}\u{2026}", "日".repeat(1000)));
    }

    #[test]
    fn messages_keep_their_lines() {
        let lines = Lines("error: a\u{1b}[2J\n  indented\u{202e}\n");
        assert_eq!(lines.to_string(), "error: a\u{fffd}[2J\n  indented\n");
    }

    #[test]
    fn lists_are_indented_and_their_marks_aligned() {
        let mut report = Report::default();
        report.heading("Some");
        report.list([
            Item::new(Mark::Word("moved"), "a text that takes two lines")
                .with([Item::bullet("of its own")]),
            Item::new(Mark::Word("new"), Text::of(Role::MustSee, "one").line("below")),
        ]);
        report.list([Item::new(Mark::Number(1), "first"), Item::new(Mark::Points(1234), "worth")]);
        let expected = "Some:\nmoved a text that\n      takes two\n      lines\n  - of its own\n\
            new   * one\n      below\n\n  1. first\n1,234  worth\n";
        assert_eq!(report.terminal(Width::new(20), Style::Plain), expected);
    }
}

//! Answers -> text: an output format is a file, and nothing else knows one.
//!
//! Text from outside is raw until here and goes out only through an escaping type.

mod changes;
mod changes_json;
mod changes_markdown;
mod check;
mod csv;
mod day;
mod grid;
mod group;
mod group_days;
mod group_markdown;
mod group_pairs;
mod group_rows;
mod group_words;
mod html;
mod ical;
mod json;
mod link;
mod markdown;
mod native;
mod next;
mod palette;
mod replan;
mod starter;
mod style;
mod table;
mod timeline;
mod why;
mod words;

use std::fmt;

pub use changes::{Extent, Versions, changes as changes_table};
pub use changes_json::changes as changes_json;
pub use changes_markdown::changes as changes_markdown;
pub use check::{Examples, schedule as schedule_check};
pub use csv::{agenda as agenda_csv, comparison as comparison_csv, talks as talks_csv};
pub use group::{Detail, comparison as comparison_table};
pub use group_markdown::comparison as comparison_markdown;
pub use html::{agenda as agenda_html, comparison as comparison_html};
pub use ical::{
    Calendar, Revision, agenda as agenda_ical, comparison as comparison_ical,
    schedule as schedule_ical,
};
pub use json::{pretty as json, replan as replan_json, talks as talks_json};
pub use markdown::{Markdown, agenda as agenda_markdown, talks as talks_markdown};
pub use native::{json as schedule_json, yaml as schedule_yaml};
pub use next::next as next_table;
pub use replan::{replan as replan_table, replan_news};
pub use starter::profile as starter_profile;
pub use style::Style;
pub use table::{agenda as agenda_table, conflicts as conflicts_table, talks as talks_table};
pub use timeline::timeline;
pub use why::{explained, explained_json, why, why_json};

/// The most signs of one text that a terminal is shown: more than any title needs.
const LONGEST: usize = 1000;

/// Text from outside on its way to a terminal: on one line, without control characters, without
/// characters that reorder or hide others, and cut where it is absurdly long.
#[derive(Clone, Copy, Debug)]
pub struct Terminal<'a>(pub &'a str);

impl fmt::Display for Terminal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cut = self.0.char_indices().nth(LONGEST).map(|(end, _)| &self.0[..end]);
        write_line(cut.unwrap_or(self.0), f)?;
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
        fmt::Write::write_char(f, c)?;
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

/// Text from outside on its way to a calendar: a value of RFC 5545's type TEXT.
#[derive(Clone, Copy, Debug)]
pub struct Ical<'a>(pub &'a str);

impl fmt::Display for Ical<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut signs = self.0.chars().peekable();
        while let Some(sign) = signs.next() {
            match sign {
                '\\' | ';' | ',' => write!(f, "\\{sign}")?,
                '\r' if signs.peek() == Some(&'\n') => {}
                '\n' | '\r' => f.write_str("\\n")?,
                '\t' => f.write_str("\t")?,
                sign if sign.is_control() => {}
                sign => fmt::Write::write_char(f, sign)?,
            }
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
fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe
}

/// A text for files that may be shown as they are: without control characters but those of lines.
fn printable(text: &str) -> String {
    text.replace(|c: char| (c.is_control() && !"\t\r\n".contains(c)) || is_noncharacter(c), "")
}

/// The columns that a table may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Width(u16);

impl Width {
    /// What tables take where nothing is known: in a pipe, in a file.
    pub const DEFAULT: Width = Width(80);

    /// A width within reason.
    pub fn new(columns: u16) -> Width {
        Width(columns.clamp(20, 200))
    }

    /// Whether tables of several columns do not fit.
    pub fn is_narrow(self) -> bool {
        self.0 < 64
    }

    /// The number of columns.
    pub fn columns(self) -> u16 {
        self.0
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
    fn what_is_printable_keeps_its_lines_and_nothing_that_steers() {
        let text = "a\tb\r\nc\u{1b}[31m\u{7}\u{85}\u{9b}\u{7f}\u{ffff}\u{fdef}d";
        assert_eq!(printable(text), "a\tb\r\nc[31md");
    }

    #[test]
    fn messages_keep_their_lines() {
        let lines = Lines("error: a\u{1b}[2J\n  indented\u{202e}\n");
        assert_eq!(lines.to_string(), "error: a\u{fffd}[2J\n  indented\n");
    }

    #[test]
    fn nothing_breaks_out_of_a_value_of_a_calendar() {
        fn case(text: &str, expected: &str) {
            assert_eq!(Ical(text).to_string(), expected);
        }
        case("plain: \"text\"", "plain: \"text\"");
        case("a;b,c\\d", "a\\;b\\,c\\\\d");
        case("x\r\nEND:VEVENT\ny\rz", "x\\nEND:VEVENT\\ny\\nz");
        case("a\u{0}b\u{1b}c\u{85}d\te", "abcd\te");
    }
}

//! Answers -> text: answers times formats.
//!
//! ```text
//! Agenda, Comparison, Changes, ... --words--> Report --terminal--> lines and framed tables
//!                                       |           --markdown--> GitHub Flavored Markdown
//!                                       |
//!                                       +-- sentences --> html, ical
//! Agenda, Comparison, ... -------------------------------> json, csv, native: data, no sentences
//! ```
//!
//! What an answer says is a [`Report`]: headings, paragraphs, lists and tables of raw text, each
//! piece in a role. It is built once; what draws it knows no answer. So
//!
//! - **a sentence** is a function in `words/` (in `words.rs` if several answers say it), and a
//!   reason why a talk is missed is an arm of `words::against`;
//! - **an answer** is a file in `words/` with a function from the answer to a [`Report`], which is
//!   then drawn in every format;
//! - **a format** for people is a file with a function that draws a [`Report`], as `markdown.rs`;
//!   a format of data is a file with a function for each answer, as `csv.rs`.
//!
//! Text from outside is raw until it is drawn, and goes out only through the format's own escaping
//! type: [`Terminal`] and [`Lines`], [`Markdown`], `ical::lines::Ical`, `csv::formula_free`, the templates'.

mod changes_json;
mod csv;
mod days;
mod html;
mod ical;
mod json;
mod link;
mod markdown;
mod native;
mod report;
mod starter;
mod style;
mod terminal;
mod timeline;
mod words;

pub use changes_json::changes as changes_json;
pub use csv::{agenda as agenda_csv, comparison as comparison_csv, talks as talks_csv};
#[cfg(feature = "serve")]
pub use html::live::{
    CloseCall, Live, LiveGroup, SavedIn, Sent, found as live_found, group_page, group_state,
    page as live_page, pairs as live_pairs, state as live_state, talk as live_talk,
};
pub use html::{agenda as agenda_html, comparison as comparison_html};
pub use ical::{
    Calendar, Revision, agenda as agenda_ical, comparison as comparison_ical,
    schedule as schedule_ical,
};
pub use json::{
    explained as explained_json, pretty as json, replan as replan_json, talks as talks_json,
    why as why_json,
};
pub use markdown::Markdown;
pub use native::{json as schedule_json, yaml as schedule_yaml};
pub use report::Report;
pub use starter::{StarterHead, profile as starter_profile};
pub use style::Style;
pub use terminal::{Lines, Terminal};
pub use timeline::timeline;
#[cfg(feature = "serve")]
pub use words::{Effect, GroupEffect};
pub use words::{
    Extent, Versions, again, agenda, changes, comparison, conflicts, explained, later, news, next,
    replan, schedule_check, talks, why,
};

/// A text for files that may be shown as they are: without control characters but those of lines.
fn printable(text: &str) -> String {
    text.replace(
        |c: char| (c.is_control() && !"\t\r\n".contains(c)) || terminal::is_noncharacter(c),
        "",
    )
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
    fn what_is_printable_keeps_its_lines_and_nothing_that_steers() {
        let text = "a\tb\r\nc\u{1b}[31m\u{7}\u{85}\u{9b}\u{7f}\u{ffff}\u{fdef}d";
        assert_eq!(printable(text), "a\tb\r\nc[31md");
    }
}

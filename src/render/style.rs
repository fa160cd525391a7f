//! Colour with meaning, and never alone: every styled text reads the same without it.

use anstyle::{AnsiColor, Effects};

/// Whether and how to emphasise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Plain text only.
    Plain,
    /// ANSI escape sequences.
    Ansi,
}

impl Style {
    /// A heading.
    pub fn heading(self, text: &str) -> String {
        self.with(anstyle::Style::new() | Effects::BOLD, text)
    }

    /// What went wrong.
    pub fn error(self, text: &str) -> String {
        self.with(AnsiColor::Red.on_default() | Effects::BOLD, text)
    }

    /// What may be wrong.
    pub fn warning(self, text: &str) -> String {
        self.with(AnsiColor::Yellow.on_default() | Effects::BOLD, text)
    }

    /// What is good.
    pub fn good(self, text: &str) -> String {
        self.with(AnsiColor::Green.on_default(), text)
    }

    /// What one must not miss.
    pub fn must_see(self, text: &str) -> String {
        self.with(AnsiColor::Cyan.on_default() | Effects::BOLD, text)
    }

    /// What one has promised.
    pub fn commitment(self, text: &str) -> String {
        self.with(AnsiColor::Magenta.on_default(), text)
    }

    /// What may be skipped by the eye.
    pub fn aside(self, text: &str) -> String {
        self.with(anstyle::Style::new() | Effects::DIMMED, text)
    }

    fn with(self, style: anstyle::Style, text: &str) -> String {
        match self {
            Style::Plain => text.to_owned(),
            Style::Ansi => format!("{style}{text}{style:#}"),
        }
    }
}

/// A colour for each member of a group, the same in pages and calendars; the member's tag is beside
/// it. They are names of CSS3, which calendars know as well (RFC 7986, section 5.9), and stand out
/// from a white and from a black ground (WCAG 2.2: 3 to 1 and more).
pub(super) const PALETTE: [&str; 12] = [
    "royalblue",
    "chocolate",
    "seagreen",
    "mediumorchid",
    "crimson",
    "darkcyan",
    "darkgoldenrod",
    "palevioletred",
    "olivedrab",
    "mediumslateblue",
    "indianred",
    "steelblue",
];

/// What several members share.
pub(super) const SHARED: &str = "slategray";

/// The place of a member's colour in the palette; a thirteenth member has the first one's.
pub(super) fn color(member: usize) -> usize {
    member % PALETTE.len()
}

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

    /// What may be skipped by the eye.
    pub fn aside(self, text: &str) -> String {
        self.with(anstyle::Style::new() | Effects::DIMMED, text)
    }

    /// A text with the words between `open` and `close` brought out.
    pub(super) fn marked(self, text: &str, open: char, close: char) -> String {
        match self {
            Style::Plain => text.replace(open, "[").replace(close, "]"),
            Style::Ansi => {
                let bold = anstyle::Style::new() | Effects::BOLD;
                text.replace(open, &bold.to_string()).replace(close, &format!("{bold:#}"))
            }
        }
    }

    fn with(self, style: anstyle::Style, text: &str) -> String {
        match self {
            Style::Plain => text.to_owned(),
            Style::Ansi => format!("{style}{text}{style:#}"),
        }
    }
}

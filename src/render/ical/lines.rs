//! The lines of a calendar: escaped, folded, ended as RFC 5545 wants.

use std::fmt;

/// The longest line, in bytes, without its end.
const LONGEST: usize = 75;

/// Text from outside on its way to a calendar: a value of RFC 5545's type TEXT.
#[derive(Clone, Copy, Debug)]
struct Ical<'a>(&'a str);

impl fmt::Display for Ical<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut characters = self.0.chars().peekable();
        while let Some(c) = characters.next() {
            match c {
                '\\' | ';' | ',' => write!(f, "\\{c}")?,
                '\r' if characters.peek() == Some(&'\n') => {}
                '\n' | '\r' => f.write_str("\\n")?,
                '\t' => f.write_str("\t")?,
                c if c.is_control() => {}
                c => fmt::Write::write_char(f, c)?,
            }
        }
        Ok(())
    }
}

/// Lines that end as the standard wants, none too long.
#[derive(Default)]
pub(super) struct Lines {
    text: String,
}

impl Lines {
    /// All of it.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// A property whose value is not TEXT.
    pub(super) fn raw(&mut self, name: &str, value: &str) {
        let mut length = 0;
        for c in name.chars().chain(":".chars()).chain(value.chars()) {
            if length + c.len_utf8() > LONGEST {
                self.text.push_str("\r\n ");
                length = 1;
            }
            self.text.push(c);
            length += c.len_utf8();
        }
        self.text.push_str("\r\n");
    }

    /// A property whose value is text from outside.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        self.raw(name, &Ical(value).to_string());
    }

    /// A property whose value is a list of such texts.
    pub(super) fn list(&mut self, name: &str, values: &[String]) {
        if !values.is_empty() {
            let values: Vec<String> = values.iter().map(|value| Ical(value).to_string()).collect();
            self.raw(name, &values.join(","));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters() {
        let case = |value: &str, expected: &str| {
            let mut lines = Lines::default();
            lines.raw("N", value);
            assert_eq!(lines.text, expected);
        };
        let long = "x".repeat(73);
        case(&long, &format!("N:{long}\r\n"));
        case(&format!("{long}y"), &format!("N:{long}\r\n y\r\n"));
        // The eighth byte before the end is the first of a character of three.
        let most = "x".repeat(71);
        case(&format!("{most}\u{20ac}z"), &format!("N:{most}\r\n \u{20ac}z\r\n"));
        let twice = "x".repeat(73 + 74);
        case(&format!("{twice}y"), &format!("N:{}\r\n {}\r\n y\r\n", long, "x".repeat(74)));
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

//! What changed in a schedule, as Markdown: for messages and pages.

use std::fmt;
use std::fmt::Write as _;

use crate::changes::Changes;
use crate::problem::count;

use super::Terminal;
use super::changes::{Extent, Versions, asides, groups, summary, title};

/// Changes as lists. Those of `mine`, if there is such a part, come first.
pub fn changes(
    mine: Option<&Changes>,
    rest: Option<&Changes>,
    versions: Versions<'_>,
    extent: Extent,
) -> String {
    let mut text = format!("# {}\n", Markdown(&title(versions)));
    if let Some(mine) = mine {
        let _ = writeln!(text, "\nWhat touches you: {}.", summary(mine));
        lists(mine, versions, extent, &mut text);
    }
    if let Some(rest) = rest {
        let other = if mine.is_some() { "Everything else: " } else { "All in all: " };
        let _ = writeln!(text, "\n{other}{}.", summary(rest));
        lists(rest, versions, extent, &mut text);
        for line in asides(rest) {
            let _ = writeln!(text, "\n{}", Markdown(&line));
        }
    }
    text
}

fn lists(changes: &Changes, versions: Versions<'_>, extent: Extent, text: &mut String) {
    for group in groups(changes, versions, extent) {
        let shown = group.shown(extent);
        let _ = writeln!(text, "\n## {}: {}\n", group.heading, count(group.rows.len(), "talk"));
        for row in &group.rows[..shown] {
            let room = if row.room.is_empty() { String::new() } else { format!(", {}", row.room) };
            let _ = writeln!(
                text,
                "- {}{}: **{}** ({})",
                row.when,
                Markdown(&room),
                Markdown(&row.title),
                Markdown(&row.change)
            );
        }
        if shown < group.rows.len() {
            let _ = writeln!(text, "- and {} more", group.rows.len() - shown);
        }
    }
}

/// Text from outside on its way into a line of Markdown.
struct Markdown<'a>(&'a str);

impl fmt::Display for Markdown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for sign in Terminal(self.0).to_string().chars() {
            match sign {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' => write!(f, "\\{sign}")?,
                sign => f.write_char(sign)?,
            }
        }
        Ok(())
    }
}

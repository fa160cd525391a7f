//! Reports in Markdown as code forges show it (GitHub Flavored Markdown).

use std::fmt;
use std::fmt::Write as _;

use crate::problem::number;

use super::Terminal;
use super::report::{Block, Item, Mark, Report, Role, Share, Span, Table, Text};

/// Text from outside on its way into a line of Markdown or a cell of a table: it is shown as it
/// is, whatever it holds.
#[derive(Clone, Copy, Debug)]
pub struct Markdown<'a>(pub &'a str);

impl fmt::Display for Markdown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = Terminal(self.0).to_string();
        let mut signs = line.chars().peekable();
        let mut first = true;
        while let Some(sign) = signs.next() {
            match sign {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                // A forge sends mail to whom `@name` names, and links `#1` to an issue: a word
                // joiner, which has no width, keeps the two apart.
                '@' | '#' if signs.peek().is_some_and(|next| next.is_ascii_alphanumeric()) => {
                    write!(f, "\\{sign}\u{2060}")?;
                }
                '-' | '+' if !first => f.write_char(sign)?,
                '!' | '"' | '%' | '\'' | '(' | ')' | ',' | '/' | ':' | ';' | '?' | '.' => {
                    f.write_char(sign)?;
                }
                sign if sign.is_ascii_punctuation() => write!(f, "\\{sign}")?,
                sign => f.write_char(sign)?,
            }
            first = false;
        }
        Ok(())
    }
}

impl Report {
    /// The report in Markdown.
    pub fn markdown(&self) -> String {
        let mut text = String::new();
        for block in self.blocks() {
            if !text.is_empty() {
                text.push('\n');
            }
            let _ = match block {
                Block::Title(it) => writeln!(text, "# {}", inline(it, " ")),
                Block::Heading(it) => writeln!(text, "## {}", inline(it, " ")),
                Block::Paragraph(it) | Block::Legend(it) => writeln!(text, "{}", inline(it, "\n")),
                Block::List(items) => list(items, "", &mut text),
                Block::Table(it) if it.is_list => entries(it, &mut text),
                Block::Table(it) => table(it, &mut text),
            };
        }
        text
    }
}

/// A text with its lines joined.
fn inline(text: &Text, joint: &str) -> String {
    let line = |spans: &Vec<Span>| spans.iter().map(span).collect::<String>();
    text.lines.iter().map(line).collect::<Vec<String>>().join(joint)
}

fn span(span: &Span) -> String {
    match span.role {
        Role::Strong | Role::MustSee | Role::MissedMustSee | Role::MustSeeOf | Role::Match => {
            // Emphasis begins and ends with a letter, not with a blank.
            format!("**{}**", Markdown(span.text.trim()))
        }
        Role::Plain | Role::Good | Role::Warning | Role::Error | Role::Aside => {
            Markdown(&span.text).to_string()
        }
        Role::Hint => String::new(),
    }
}

fn list(items: &[Item], indent: &str, text: &mut String) -> fmt::Result {
    for item in items {
        let (mark, label) = match item.mark {
            Mark::Bullet => ("- ".to_owned(), String::new()),
            Mark::Number(number) => (format!("{number}. "), String::new()),
            Mark::Points(points) => ("- ".to_owned(), format!("{}: ", number(points))),
            Mark::Word(word) => ("- ".to_owned(), format!("{}: ", Markdown(word))),
        };
        writeln!(text, "{indent}{mark}{label}{}", inline(&item.text, "; "))?;
        list(&item.items, &format!("{indent}{:1$}", "", mark.len()), text)?;
    }
    Ok(())
}

fn table(table: &Table, text: &mut String) -> fmt::Result {
    let row = |cells: Vec<String>, text: &mut String| writeln!(text, "| {} |", cells.join(" | "));
    let columns = || table.columns.iter();
    row(columns().map(|column| Markdown(&column.name).to_string()).collect(), text)?;
    let line = |is_number| if is_number { "---:" } else { "---" }.to_owned();
    row(columns().map(|column| line(column.is_number)).collect(), text)?;
    for cells in &table.rows {
        row(cells.iter().map(|cell| inline(cell, "<br>")).collect(), text)?;
    }
    Ok(())
}

/// Rows as a list: in bold what takes the rest, with the cells before and after it.
fn entries(table: &Table, text: &mut String) -> fmt::Result {
    let main = table.columns.iter().position(|it| matches!(it.share, Share::Rest)).unwrap_or(0);
    for cells in &table.rows {
        let all = |cells: &[Text]| {
            let cells = cells.iter().filter(|cell| !cell.is_empty());
            cells.map(|cell| inline(cell, "; ")).collect::<Vec<String>>().join(", ")
        };
        let (before, after) = (all(&cells[..main]), all(&cells[main + 1..]));
        writeln!(text, "- {before}: **{}** ({after})", inline(&cells[main], " ").trim())?;
    }
    Ok(())
}

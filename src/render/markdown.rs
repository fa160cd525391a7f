//! Reports in Markdown as code forges show it (GitHub Flavored Markdown).

use std::fmt;
use std::fmt::Write as _;

use crate::problem::number;

use super::report::{Block, Item, Layout, Mark, Report, Role, Share, Span, Table, Text};
use super::terminal::{Cut, LONGEST_SENTENCE};

/// Text from outside on its way into a line of Markdown or a cell of a table: it is shown as it
/// is, whatever it holds.
#[derive(Clone, Copy, Debug)]
pub struct Markdown<'a>(pub &'a str);

impl fmt::Display for Markdown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = Cut(self.0, LONGEST_SENTENCE).to_string();
        // Blanks before what begins a list, as `1.` does, change nothing about it.
        let text = line.trim_start();
        f.write_str(&line[..line.len() - text.len()])?;
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let mut characters = text.char_indices().peekable();
        while let Some((at, c)) = characters.next() {
            let next = characters.peek().map(|(_, next)| *next);
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                // A forge sends mail to whom `@name` names, and links `#1` to an issue: a word
                // joiner, which has no width, keeps the two apart.
                '@' | '#' if next.is_some_and(|next| next.is_ascii_alphanumeric()) => {
                    write!(f, "\\{c}\u{2060}")?;
                }
                '.' | ')' if at > 0 && at == digits && matches!(next, None | Some(' ')) => {
                    write!(f, "\\{c}")?
                }
                '-' | '+' if at > 0 => f.write_char(c)?,
                '!' | '"' | '%' | '\'' | '(' | ')' | ',' | '/' | ':' | ';' | '?' | '.' => {
                    f.write_char(c)?;
                }
                c if c.is_ascii_punctuation() => write!(f, "\\{c}")?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

impl Report {
    /// The report in Markdown.
    pub fn markdown(&self) -> String {
        let mut text = String::new();
        for block in self.blocks() {
            if matches!(block, Block::Legend(it) if inline(it, "").is_empty()) {
                continue;
            }
            if !text.is_empty() {
                text.push('\n');
            }
            let _ = match block {
                Block::Title(it) => writeln!(text, "# {}", inline(it, " ")),
                Block::Heading(it) => writeln!(text, "## {}", inline(it, " ")),
                Block::Paragraph(it) | Block::Legend(it) => writeln!(text, "{}", inline(it, "\n")),
                Block::List(items) => list(items, "", &mut text),
                Block::Table(it) if it.layout == Layout::List => entries(it, &mut text),
                Block::Table(it) => table(it, &mut text),
            };
        }
        text
    }
}

/// A text with its lines joined, but for those that are not for a document.
fn inline(text: &Text, joint: &str) -> String {
    let lines = text.lines.iter().map(|spans| spans.iter().map(span).collect::<String>());
    lines.filter(|line| !line.is_empty()).collect::<Vec<String>>().join(joint)
}

fn span(span: &Span) -> String {
    match span.role {
        Role::Strong | Role::MustSee | Role::MissedMustSee | Role::MustSeeOf | Role::Match => {
            // Emphasis begins and ends with a letter, not with a blank.
            format!("**{}**", Markdown(span.text.trim()))
        }
        Role::Plain
        | Role::Commitment
        | Role::Good
        | Role::Warning
        | Role::Error
        | Role::Aside
        | Role::Document => Markdown(&span.text).to_string(),
        Role::Screen => String::new(),
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
        row(cells.iter().map(|cell| inline(cell, ", ")).collect(), text)?;
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
        let (mut before, mut after) = (all(&cells[..main]), all(&cells[main + 1..]));
        if !before.is_empty() {
            before += ": ";
        }
        if !after.is_empty() {
            after = format!(" ({after})");
        }
        writeln!(text, "- {before}**{}**{after}", inline(&cells[main], " ").trim())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::report::{Report, column, numbers};
    use super::*;

    #[test]
    fn texts_are_never_syntax() {
        fn case(text: &str, expected: &str) {
            assert_eq!(Markdown(text).to_string(), expected);
        }
        case("1. lunch", "1\\. lunch");
        case("12) lunch", "12\\) lunch");
        case("3.14 is (about) 22/7", "3.14 is (about) 22/7");
        case("- a - b + c", "\\- a - b + c");
        case(" - a", " \\- a");
        case("  1. a", " 1\\. a");
        case("*a* _b_ `c` [d](e) <f> &g;", "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) &lt;f&gt; &amp;g;");
        case("me@example.org, issue #1, C#", "me\\@\u{2060}example.org, issue \\#\u{2060}1, C\\#");
    }

    #[test]
    fn every_block_is_markdown() {
        let mut report = Report::default();
        report.title("A | B");
        report.paragraph(Text::of(Role::Good, "good").line("*plain*"));
        report.heading(Text::from("Some").and(Role::Screen, " (--all shows the rest)"));
        let place = Item::new(Mark::Word("-"), "lost");
        report.list([
            Item::new(Mark::Number(1), "first").with([place]),
            Item::new(Mark::Points(1200), Text::of(Role::MustSee, " must ").line("below")),
        ]);
        let mut table = Table::new([column("Who", Share::Rest), numbers("Points")]);
        table.row([Text::of(Role::Plain, "Ana").line("Ben"), "5".into()]);
        report.table(table.clone());
        table.layout = Layout::List;
        report.table(table);
        report.legend("~ guessed");
        let expected = "# A \\| B\n\ngood\n\\*plain\\*\n\n## Some\n\n\
            1. first\n   - \\-: lost\n- 1,200: **must**; below\n\n\
            | Who | Points |\n| --- | ---: |\n| Ana, Ben | 5 |\n\n\
            - **Ana Ben** (5)\n\n\\~ guessed\n";
        assert_eq!(report.markdown(), expected);
    }
}

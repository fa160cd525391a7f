//! What the parser says of broken YAML -> what somebody wrote, and what to write instead.
//!
//! The parser names the rule of the grammar that stopped it. People make a few mistakes again and
//! again, which the lines around show better.

use crate::problem::{Place, Problem};

/// What a plain text cannot begin with: YAML gives these a meaning of their own, or none.
const RESERVED: &str = "@`%*&!|>";
/// The most that is repeated of a text which needs quotes, in characters.
const MOST_QUOTED: usize = 40;

/// The problem at a place where the parser stopped, with what it says.
pub(super) fn explained(lines: &[&str], at: Place, said: &str) -> Problem {
    let line = |number: usize| lines.get(number.wrapping_sub(1)).copied();
    let here = line(at.line).unwrap_or_default();
    if let Some(tab) = (at.line..=at.line + 1).find_map(|number| tab(number, line(number)?)) {
        return tab;
    }
    let from = here.char_indices().nth(at.column - 1).map_or("", |(byte, _)| &here[byte..]);
    let reserved =
        ["unexpected character", "while scanning an anchor", "while parsing node, found unknown"];
    if reserved.iter().any(|start| said.starts_with(start)) {
        return needs_quotes(at, from).unwrap_or_else(|| Problem::at(at, said));
    }
    let before = (1..at.line).rev().filter_map(|number| Some((number, line(number)?)));
    let before = before.filter(|(_, line)| is_content(line)).map(|(_, line)| line).next();
    let colon = said.starts_with("mapping values are not allowed");
    if colon && here[..here.len() - from.len()].contains(": ") {
        return Problem::at(at, "a second `: ` in one line")
            .hint("put quotes around a text with a colon, as in `\"Part 1: the beginning\"`");
    }
    let is_structure = colon || said.contains("did not find expected");
    if let (true, Some(before)) = (is_structure, before)
        && indent(here) != indent(before)
        && (is_item(here) == is_item(before) || colon)
    {
        return misplaced(at.line, here, before);
    }
    if colon {
        return Problem::at(at, "the line above has no `: ` after its key")
            .hint("write `key: value`");
    }
    if said.starts_with("illegal placement of ':'") {
        return Problem::at(at, "a `[` or `{` above this is not closed")
            .hint("close it with `]` or `}`");
    }
    if said.starts_with("invalid trailing content") {
        return Problem::at(at, "there is more after the closing quote")
            .hint("put the quotes around the whole text, or around none of it");
    }
    let unclosed =
        ["while scanning a quoted scalar, found unexpected", "invalid indentation in quoted"];
    if unclosed.iter().any(|start| said.starts_with(start)) {
        let quote = if from.starts_with('\'') { '\'' } else { '"' };
        return Problem::at(at, "a quote that begins here is not closed")
            .hint(format!("close it with `{quote}`, or leave out both"));
    }
    if said.starts_with("while parsing a flow") || said.ends_with("expected node content") {
        return unfinished(lines, at);
    }
    Problem::at(at, said)
}

/// A list or mapping in brackets that does not go on as it should: mostly a comma or a bracket is
/// missing, or a `#` has made a comment of the rest.
fn unfinished(lines: &[&str], at: Place) -> Problem {
    let mut near = at.line.saturating_sub(1)..=at.line;
    let comment = near.find_map(|number| {
        let line = lines.get(number.wrapping_sub(1))?;
        let hash = line.find(" #").filter(|&hash| line[..hash].contains(['[', '{']))?;
        let text = line[hash + 1..].split([',', ']', '}']).next().unwrap_or_default().trim();
        let place = Place { line: number, column: line[..=hash].chars().count() + 1 };
        let problem = Problem::at(place, "what follows ` #` is a comment, so the list has no end");
        Some(problem.hint(format!("put quotes around it: `'{text}'`")))
    });
    comment.unwrap_or_else(|| {
        Problem::at(at, "the list in brackets does not go on as it should")
            .hint("put a comma between two entries, and close it with `]` or `}`")
    })
}

/// A list's line that stands deeper than the list, and so is taken for the rest of the text above:
/// valid YAML, and never meant. The text is on these lines.
pub(super) fn swallowed(lines: &[&str], first: usize, last: usize) -> Option<Problem> {
    let above = lines.get(first.wrapping_sub(1)).filter(|line| is_item(line))?;
    let inside = (first + 1)..=last.min(lines.len());
    let mut inside = inside.filter(|&number| is_item(lines[number - 1]));
    inside.next().map(|number| misplaced(number, lines[number - 1], above))
}

/// A text that begins with a character that it cannot begin with.
fn needs_quotes(at: Place, from: &str) -> Option<Problem> {
    let first = from.chars().next().filter(|&first| RESERVED.contains(first))?;
    let text = from.split([',', ']', '}', '#']).next().unwrap_or(from).trim();
    let short: String = text.chars().take(MOST_QUOTED).collect();
    let quote = if short.contains('\'') { '"' } else { '\'' };
    Some(
        Problem::at(at, format!("a text cannot begin with `{first}`"))
            .hint(format!("put quotes around it: `{quote}{short}{quote}`")),
    )
}

fn tab(number: usize, line: &str) -> Option<Problem> {
    let column = line[..line.len() - line.trim_start().len()].find('\t')? + 1;
    let problem = Problem::at(Place { line: number, column }, "this line is indented with a tab");
    Some(problem.hint("YAML allows only spaces there: replace the tab with them"))
}

fn misplaced(number: usize, line: &str, before: &str) -> Problem {
    let (own, other) = (indent(line), indent(before));
    let than = if own > other { "more" } else { "less" };
    let problem = Problem::at(
        Place { line: number, column: own + 1 },
        format!("this line is indented {than} than the one above"),
    );
    problem.hint(if is_item(line) {
        "begin all lines of a list in the same column".to_owned()
    } else {
        format!("begin it in column {}, as the line above", other + 1)
    })
}

fn is_content(line: &str) -> bool {
    let line = line.trim_start();
    !line.is_empty() && !line.starts_with('#')
}

fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("- ") || line == "-"
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

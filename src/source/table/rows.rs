//! The text of a table -> its rows, by whatever sign its cells are separated.
//!
//! In: CSV with `,`, `;`, tab and `|`, quotes and CRLF, texts with a `'` in front because a
//! spreadsheet would take them for formulas, and the tables of Markdown with the headings above
//! them.

use csv::{ReaderBuilder, StringRecord};

use crate::problem::{Place, Problem};
use crate::source::{MAX_SLOTS, bounds};

use super::FORMULA;

/// A row and where it stands.
pub(super) type Row = (Place, StringRecord);

/// The signs between cells, the commonest first.
pub(super) const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How far a header is looked for, in bytes and in rows.
const HEAD: usize = 20_000;
const HEAD_ROWS: usize = 40;

/// All rows that hold anything, each with its line.
///
/// # Errors
/// Too many rows.
pub(super) fn all(text: &str, delimiter: u8) -> Result<Vec<Row>, Vec<Problem>> {
    let mut reader = reader(delimiter).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let broken = |error| vec![Problem::whole(format!("the CSV is broken: {error}"))];
        let mut record = record.map_err(broken)?;
        let place = place(text, &record);
        record.trim();
        if record.iter().any(|cell| !cell.is_empty()) {
            rows.push((place, record.iter().map(unquoted).collect()));
        }
        if rows.len() > MAX_SLOTS {
            return Err(vec![bounds::too_many()]);
        }
    }
    Ok(rows)
}

/// The first rows of a text.
pub(super) fn head(text: &str, delimiter: u8) -> Vec<StringRecord> {
    let head = (0..=HEAD.min(text.len())).rev().find_map(|end| text.get(..end)).unwrap_or_default();
    let mut reader = reader(delimiter).from_reader(head.as_bytes());
    reader.records().take(HEAD_ROWS).map_while(Result::ok).collect()
}

/// The sign that stands most often in the first lines.
pub(super) fn likeliest(text: &str) -> u8 {
    let number = |delimiter: &u8| {
        let lines = text.lines().take(20);
        lines.map(|line| line.bytes().filter(|byte| byte == delimiter).count()).sum::<usize>()
    };
    DELIMITERS.into_iter().rev().max_by_key(number).unwrap_or(b',')
}

fn reader(delimiter: u8) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(delimiter);
    builder
}

/// A text without the `'` that keeps it from being a formula.
fn unquoted(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if text.trim_start_matches('\'').starts_with(FORMULA) => text,
        Some(_) | None => cell,
    }
}

/// Where a record begins: its position still has the ends of the lines before it.
fn place(text: &str, record: &StringRecord) -> Place {
    let (line, byte) = record.position().map_or((1, 0), |at| (at.line(), at.byte()));
    let from = usize::try_from(byte).ok().and_then(|byte| text.as_bytes().get(byte..));
    let ends = from.unwrap_or_default().iter().take_while(|byte| byte.is_ascii_whitespace());
    let more = ends.filter(|&&byte| byte == b'\n').count();
    Place { line: usize::try_from(line).unwrap_or(usize::MAX).saturating_add(more), column: 1 }
}

/// The rows of the tables in a text of Markdown, without their rules and marks, and each heading
/// as a row of one cell; nothing where there is no table.
pub(super) fn markdown(text: &str) -> Option<Result<Vec<Row>, Vec<Problem>>> {
    let is_rule = |line: &str| {
        line.contains("--") && line.chars().all(|letter| matches!(letter, '|' | '-' | ':' | ' '))
    };
    let lines = || text.lines().map(str::trim).enumerate();
    if !lines().any(|(_, line)| line.starts_with('|') && is_rule(line)) {
        return None;
    }
    let heading = |line: &str| {
        let text = line.trim_start_matches('#');
        (line.len() > text.len()).then(|| StringRecord::from(vec![unmarked(text.trim())]))
    };
    let cells = |line: &str| {
        let inner = line.strip_prefix('|')?;
        let inner = inner.strip_suffix('|').unwrap_or(inner);
        Some(inner.split('|').map(|cell| unmarked(cell.trim())).collect::<StringRecord>())
    };
    let rows = lines().filter(|(_, line)| !is_rule(line));
    let rows = rows.filter_map(|(at, line)| {
        Some((Place { line: at + 1, column: 1 }, cells(line).or_else(|| heading(line))?))
    });
    let rows: Vec<Row> = rows.take(MAX_SLOTS + 1).collect();
    Some(if rows.len() > MAX_SLOTS { Err(vec![bounds::too_many()]) } else { Ok(rows) })
}

/// A cell without emphasis and with the words of its links.
fn unmarked(cell: &str) -> String {
    const MOST_LINKS: usize = 50;
    let mut plain = cell.replace("**", "").replace("__", "").replace('`', "");
    for _ in 0..MOST_LINKS {
        let Some(middle) = plain.find("](") else { break };
        let (Some(open), Some(close)) = (plain[..middle].rfind('['), plain[middle..].find(')'))
        else {
            break;
        };
        let words = plain[open + 1..middle].to_owned();
        plain.replace_range(open..=middle + close, &words);
    }
    plain.trim_matches(['*', '_', ' ']).to_owned()
}

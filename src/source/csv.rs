//! CSV with a header row -> [`Draft`].
//!
//! In: `,`, `;` and tab as separators, quotes, CRLF, cells left empty because they are as in the
//! row above (day, room, track), the columns of the Gen Con catalogue, texts with a `'` in front
//! because a spreadsheet would take them for formulas. Columns are known by the
//! names of [`record`](super::record). Out: tables without a header, and grids of rooms by times.

use csv::{ReaderBuilder, StringRecord};
use serde_json::{Map, Value};

use crate::problem::{Place, Problem};

use super::draft::{Author, Draft};
use super::hints::Hints;
use super::lengths::Unit;
use super::record::{Fields, Reading, START, TITLE};
use super::times::Order;
use super::value::plain_key;

/// More columns than this are no schedule.
const MOST_COLUMNS: usize = 500;
/// Columns in which an empty cell may mean "as above".
const FILLED_DOWN: &[&str] =
    &["date", "day", "room", "roomname", "location", "venue", "track", "stage", "start", "time"];

/// The columns with which a table of ours begins; it is read as it was written.
pub const COLUMNS: [&str; 8] = ["id", "title", "start", "end", "room", "track", "speakers", "url"];
/// What spreadsheets take a formula to begin with, also in the full width of East Asian
/// keyboards, and what they skip before one. A text that begins so has a `'` in front.
pub const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Whether a text begins with a header row that names a title and a day or time.
pub(super) fn looks_like(text: &str) -> bool {
    let line = first_line(text);
    !line.starts_with(['{', '[', '<', '#'])
        && columns(line).is_some_and(|(_, keys)| is_header(&keys))
}

/// Reads a programme.
///
/// # Errors
/// No header, too many columns, and days whose date only the user knows.
pub(super) fn draft(text: &str, hints: &Hints) -> Result<Draft, Vec<Problem>> {
    let line = first_line(text);
    let Some((delimiter, keys)) = columns(line) else {
        return Err(vec![
            Problem::whole(format!("the table has more than {MOST_COLUMNS} columns"))
                .hint("a schedule has one row for each event"),
        ]);
    };
    if !is_header(&keys) {
        return Err(vec![
            Problem::at(
                Place { line: 1, column: 1 },
                "the first row does not name a title and a start",
            )
            .hint("name the columns, for example `title,start,end,room,speakers,track`"),
        ]);
    }
    let rows = rows(text, delimiter, &keys)?;
    let mut reading = Reading::new(hints);
    let cells = rows.iter().flat_map(|(_, row)| row.values().filter_map(Value::as_str));
    reading.order = Order::of(cells.filter(|cell| cell.len() < 40));
    // Gen Con says its lengths in hours.
    let gen_con = keys.iter().any(|key| key == "gameid");
    reading.unit = if gen_con { Unit::Hours } else { Unit::Minutes };
    let mut draft = Draft::default();
    if is_ours(&keys) {
        draft.author = Author::Attend;
    }
    for (place, row) in &rows {
        draft.events.extend(reading.events(&Fields::of(row), Some(*place)));
    }
    reading.finish()?;
    Ok(draft)
}

fn first_line(text: &str) -> &str {
    let text = text.trim_start_matches('\u{feff}').trim_start_matches(['\r', '\n']);
    text.split(['\r', '\n']).next().unwrap_or_default()
}

/// The separator of a header row and its columns' plain names; `None` when there are too many.
fn columns(line: &str) -> Option<(u8, Vec<String>)> {
    let count = |separator: u8| line.bytes().filter(|&byte| byte == separator).count();
    let delimiter = [b',', b';', b'\t', b'|'].into_iter().max_by_key(|&c| (count(c), c == b','))?;
    if count(delimiter) > MOST_COLUMNS {
        return None;
    }
    let mut reader =
        ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(line.as_bytes());
    let mut header = StringRecord::new();
    reader.read_record(&mut header).ok()?;
    Some((delimiter, header.iter().map(plain_key).collect()))
}

fn is_ours(keys: &[String]) -> bool {
    keys.iter().map(String::as_str).take(COLUMNS.len()).eq(COLUMNS)
}

fn is_header(keys: &[String]) -> bool {
    let has = |names: &[&str]| keys.iter().any(|key| names.contains(&key.as_str()));
    keys.len() > 1 && has(TITLE) && (has(START) || has(&["day"]))
}

/// A row by its columns, and its line.
type Row = (Place, Map<String, Value>);

/// The rows that are events.
fn rows(text: &str, delimiter: u8, keys: &[String]) -> Result<Vec<Row>, Vec<Problem>> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader =
        ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let broken = |error| vec![Problem::whole(format!("the CSV is broken: {error}"))];
        let record = record.map_err(broken)?;
        let place = place(text, &record);
        let mut row = Map::new();
        for (key, cell) in
            keys.iter().zip(record.iter()).filter(|(_, cell)| !cell.trim().is_empty())
        {
            row.entry(key.clone())
                .or_insert_with(|| Value::String(unquoted(cell.trim()).to_owned()));
        }
        if !row.is_empty() {
            rows.push((place, row));
        }
    }
    // A line with nothing but a day or a track is a heading; any other is an event.
    let is_event = |(_, row): &Row| row.keys().any(|key| !FILLED_DOWN.contains(&key.as_str()));
    let events: Vec<bool> = rows.iter().map(is_event).collect();
    if !is_ours(keys) {
        fill_down(&mut rows);
    }
    let mut events = events.into_iter();
    rows.retain(|_| events.next() == Some(true));
    Ok(rows)
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

/// Takes cells that are empty from the row above, in columns that are written so: each value
/// stands once, where it begins.
fn fill_down(rows: &mut [Row]) {
    // One column with many empty cells shows the style; others may then have few.
    if !FILLED_DOWN.iter().any(|key| is_filled_down(rows, key, Empty::Many)) {
        return;
    }
    let is_one = |key: &&&str| is_filled_down(rows, key, Empty::Some);
    let columns: Vec<&str> = FILLED_DOWN.iter().filter(is_one).copied().collect();
    let mut day = None;
    for key in columns {
        let mut above: Option<Value> = None;
        for (_, row) in rows.iter_mut() {
            let today = ["date", "day"].iter().find_map(|key| row.get(*key)).cloned();
            if matches!(key, "start" | "time") && today.is_some() && today != day {
                above = None;
            }
            day = today.or(day);
            match (row.get(key), &above) {
                (Some(cell), _) => above = Some(cell.clone()),
                (None, Some(cell)) => {
                    row.insert(key.to_owned(), cell.clone());
                }
                (None, None) => {}
            }
        }
    }
}

/// How many cells of a column are empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Empty {
    /// At least one.
    Some,
    /// At least a third.
    Many,
}

/// Whether a column has empty cells, and never the same value twice in a row.
fn is_filled_down(rows: &[Row], key: &str, least: Empty) -> bool {
    let cells: Vec<&Value> = rows.iter().filter_map(|(_, row)| row.get(key)).collect();
    let empty = rows.len() - cells.len();
    !cells.is_empty()
        && match least {
            Empty::Some => empty > 0,
            Empty::Many => empty * 2 >= cells.len(),
        }
        && rows.first().is_some_and(|(_, row)| row.contains_key(key))
        && rows.windows(2).all(|pair| {
            let [(_, one), (_, two)] = pair else { return true };
            one.get(key).is_none() || one.get(key) != two.get(key)
        })
}

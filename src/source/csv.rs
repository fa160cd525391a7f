//! CSV with a header row -> [`Draft`].
//!
//! In: `,`, `;` and tab as separators, quotes, CRLF, cells left empty because they are as in the
//! row above (day, room, track), the columns of the Gen Con catalogue, texts with a `'` in front
//! because a spreadsheet would take them for formulas. Columns are known by the
//! names of [`record`]. Out: tables without a header, and grids of rooms by times.

use std::rc::Rc;

use csv::{ReaderBuilder, StringRecord};
use serde_json::Value;

use crate::problem::{Place, Problem};

use super::draft::{Author, Draft, DraftEvent, Events};
use super::hints::Hints;
use super::lengths::Unit;
use super::order::Order;
use super::record::{self, Above, CLOCK, DAY, Fields, Reading, START, TITLE};
use super::value::{self, plain_key};
use super::{MAX_SLOTS, Subject, Warning, bounds, times};

/// More columns than this are not looked at.
pub(super) const MOST_COLUMNS: usize = 500;
/// Columns in which an empty cell may mean "as above".
const FILLED_DOWN: &[&str] = &[
    "date", "day", "datum", "tag", "jour", "room", "roomname", "raum", "salle", "location",
    "venue", "track", "stage", "start", "time", "zeit",
];

/// The columns with which a table of ours begins; it is read as it was written.
pub const COLUMNS: [&str; 8] = ["id", "title", "start", "end", "room", "track", "speakers", "url"];
/// What spreadsheets take a formula to begin with, also in the full width of East Asian
/// keyboards, and what they skip before one. A text that begins so has a `'` in front.
pub const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Of these, the columns that say when something starts.
const CLOCKS: &[&str] = &["start", "time", "zeit"];
/// Of these, the columns that say where it is.
const ROOMS: &[&str] = &["room", "roomname", "raum", "salle", "location", "venue", "stage"];
/// Of these, the columns that say the day.
const DAYS: &[&str] = &["date", "day", "datum", "tag", "jour"];

/// Whether a text has a header row that names a title and a day or time near its beginning.
pub(super) fn looks_like(text: &str) -> bool {
    header(text).is_some()
}

/// Whether a text is a table, with or without a header that says what is in it.
pub(super) fn is_table(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).take(3);
    let cells = |line: &str| line.split([',', ';', '\t']).count();
    let first = lines.next().map_or(0, cells);
    first > 2 && lines.all(|line| cells(line) == first)
}

/// The problem of a table that does not say what is in it.
pub(super) fn no_header() -> Problem {
    Problem::at(Place { line: 1, column: 1 }, "no row names a column for titles and one for times")
        .hint("name the columns, for example `title,start,end,room,speakers,track`")
}

/// Reads a programme.
///
/// # Errors
/// No header, too many rows, and days whose date only the user knows.
pub(super) fn draft(text: &str, hints: &Hints) -> Result<Draft, Vec<Problem>> {
    let Some(Header { delimiter, keys, names, above }) = header(text) else {
        return Err(vec![no_header()]);
    };
    let rows = rows(text, delimiter, above)?;
    let table = Table { rows, keys };
    let cells = || table.rows.iter().flat_map(|(_, row)| row.iter());
    let (order, guess) = Order::of(cells().filter(|cell| cell.len() < 40));
    let mut reading = Reading::new(hints);
    reading.order = order;
    // Gen Con says its lengths in hours.
    let gen_con = table.keys.iter().any(|key| &**key == "gameid");
    reading.unit = if gen_con { Unit::Hours } else { Unit::Minutes };
    let is_ours = table.keys.iter().map(|key| &**key).take(COLUMNS.len()).eq(COLUMNS);
    let author = if is_ours { Author::Attend } else { Author::default() };
    let filled = if is_ours { Vec::new() } else { table.filled_columns() };
    let mut draft = Draft { repairs: guess.into_iter().collect(), author, ..Draft::default() };
    draft.repairs.extend(table.said_of(&filled));
    if !is_ours {
        draft.unused = table.unused(&names);
    }
    table.events(&filled, &mut reading, &mut draft.events);
    reading.finish()?;
    Ok(draft)
}

/// The row that names the columns.
struct Header {
    delimiter: u8,
    /// The columns' plain names.
    keys: Vec<Rc<str>>,
    /// Their names as written.
    names: Vec<String>,
    /// How many rows stand above it: a heading, `sep=;`.
    above: usize,
}

/// The header of a table, by whatever sign its cells are separated.
fn header(text: &str) -> Option<Header> {
    /// How far it is looked for, in bytes and in rows.
    const HEAD: usize = 20_000;
    const ROWS: usize = 8;
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with(['{', '[', '<', '#']) {
        return None;
    }
    let head = (0..=HEAD.min(text.len())).rev().find_map(|end| text.get(..end))?;
    let found = |delimiter: u8| {
        let mut reader = reader(delimiter).from_reader(head.as_bytes());
        let rows = reader.records().take(ROWS).map_while(Result::ok).enumerate();
        let mut headers = rows.map(|(above, row)| {
            let keys = row.iter().take(MOST_COLUMNS).map(|name| column(name).into()).collect();
            let names = row.iter().take(MOST_COLUMNS).map(|name| name.trim().to_owned()).collect();
            Header { delimiter, keys, names, above }
        });
        headers.find(|header| is_header(&header.keys))
    };
    let headers = [b',', b';', b'\t', b'|'].into_iter().filter_map(found);
    headers.max_by_key(|header| (header.keys.len(), header.delimiter == b','))
}

fn reader(delimiter: u8) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(delimiter);
    builder
}

/// A column's plain name: templates say `*Date (Optional)` and add a line of advice.
fn column(name: &str) -> String {
    let first = name.trim().lines().next().unwrap_or_default();
    plain_key(&first.replace("(Optional)", "").replace("(Required)", ""))
}

fn is_header(keys: &[Rc<str>]) -> bool {
    let has = |names: &[&str]| keys.iter().any(|key| names.contains(&&**key));
    keys.len() > 1 && has(TITLE) && (has(START) || has(DAY) || has(CLOCK))
}

/// All rows under the header that hold anything, each with its line.
fn rows(
    text: &str,
    delimiter: u8,
    above: usize,
) -> Result<Vec<(Place, StringRecord)>, Vec<Problem>> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = reader(delimiter).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records().skip(above + 1) {
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

/// A header and its rows.
struct Table {
    /// The columns' plain names.
    keys: Vec<Rc<str>>,
    rows: Vec<(Place, StringRecord)>,
}

impl Table {
    /// Adds an event for each row; a row with nothing but a day or a track is a heading, and one
    /// with a start as well is no event that can be told.
    fn events(&self, filled: &[usize], reading: &mut Reading<'_>, events: &mut Events) {
        let mut above: Vec<Option<&str>> = vec![None; self.keys.len()];
        let mut day = None;
        let above_row = Above::default();
        for (place, row) in &self.rows {
            let mut cells: Vec<&str> = row.iter().take(self.keys.len()).collect();
            cells.resize(self.keys.len(), "");
            let is_event = self
                .keys
                .iter()
                .zip(&cells)
                .any(|(key, cell)| !cell.is_empty() && !FILLED_DOWN.contains(&&**key));
            let is_slot = !is_event && self.is_slot(&cells, filled, reading.order);
            for &column in filled {
                let key = &*self.keys[column];
                let today = DAYS.iter().find_map(|key| self.cell(&cells, key)).or(day);
                // A new day begins with times of its own.
                if CLOCKS.contains(&key) && today != day {
                    above[column] = None;
                }
                match cells[column] {
                    "" => cells[column] = above[column].unwrap_or_default(),
                    cell => above[column] = Some(cell),
                }
            }
            day = DAYS.iter().find_map(|key| self.cell(&cells, key)).or(day);
            if is_event {
                let cells: Vec<Value> = cells.into_iter().map(Value::from).collect();
                let fields = Fields::in_columns(self.keys.iter().cloned().zip(&cells));
                reading.events(&fields, &above_row, Some(*place), events);
            } else if is_slot {
                let why = "it has a start but neither a title nor an end".to_owned();
                let place = Some(*place);
                events.push(DraftEvent { place, leave_out: Some(why), ..DraftEvent::default() });
            }
        }
    }

    /// Whether a row without a title says when something is: by a time, and by a room as well
    /// where a time alone may stand above the rows that it holds for.
    fn is_slot(&self, cells: &[&str], filled: &[usize], order: Order) -> bool {
        let has = |names: &[&str]| names.iter().any(|name| self.cell(cells, name).is_some());
        let starts = CLOCKS.iter().filter_map(|name| self.cell(cells, name));
        let mut times = starts.filter(|cell| {
            times::clocks(cell).is_some() || value::time(&Value::from(*cell), order).is_some()
        });
        let heads = filled.iter().any(|&column| CLOCKS.contains(&&*self.keys[column]));
        times.next().is_some() && (!heads || has(ROOMS))
    }

    /// What a row says in the first column of a name.
    fn cell<'a>(&self, cells: &[&'a str], key: &str) -> Option<&'a str> {
        let column = self.keys.iter().position(|name| &**name == key)?;
        cells.get(column).copied().filter(|cell| !cell.is_empty())
    }

    /// The columns in which each value stands once, where it begins, and holds for the rows
    /// below.
    fn filled_columns(&self) -> Vec<usize> {
        let positions: Vec<usize> = FILLED_DOWN
            .iter()
            .filter_map(|key| self.keys.iter().position(|name| &**name == *key))
            .collect();
        // One column with many empty cells shows the style; others may then have few.
        if !positions.iter().any(|&column| self.is_filled_down(column, Empty::Many)) {
            return Vec::new();
        }
        positions.into_iter().filter(|&column| self.is_filled_down(column, Empty::Some)).collect()
    }

    /// Whether a column has empty cells, and never the same value twice in a row.
    fn is_filled_down(&self, column: usize, least: Empty) -> bool {
        let cell = |row: &StringRecord| !row.get(column).unwrap_or_default().is_empty();
        let given = self.rows.iter().filter(|(_, row)| cell(row)).count();
        let empty = self.rows.len() - given;
        given > 0
            && match least {
                Empty::Some => empty > 0,
                Empty::Many => empty * 2 >= given,
            }
            && self.rows.first().is_some_and(|(_, row)| cell(row))
            && self.rows.windows(2).all(|pair| {
                let [(_, one), (_, two)] = pair else { return true };
                !cell(one) || one.get(column) != two.get(column)
            })
    }

    /// The columns with something in them that nothing is taken from.
    fn unused(&self, names: &[String]) -> Vec<String> {
        let is_filled = |column: usize| {
            self.rows.iter().any(|(_, row)| row.get(column).is_some_and(|cell| !cell.is_empty()))
        };
        let columns = self.keys.iter().zip(names).enumerate();
        let unused = columns.filter(|(column, (key, name))| {
            !name.is_empty() && !record::is_known(key) && is_filled(*column)
        });
        unused.map(|(_, (_, name))| name.clone()).collect()
    }

    /// What to say of columns that are filled down.
    fn said_of(&self, filled: &[usize]) -> Option<Warning> {
        let names: Vec<String> =
            filled.iter().map(|&column| format!("`{}`", self.keys[column])).collect();
        (!names.is_empty()).then(|| {
            let what =
                format!("an empty cell under {} means what stands above it", names.join(", "));
            Warning::whole(Subject::Filled, what)
        })
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

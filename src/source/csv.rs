//! CSV with a header row -> [`Draft`].
//!
//! In: `,`, `;` and tab as separators, quotes, CRLF, cells left empty because they are as in the
//! row above (day, room, track), the columns of the Gen Con catalogue, texts with a `'` in front
//! because a spreadsheet would take them for formulas. Columns are known by the
//! names of [`record`] and [`columns`], else by what is in them. Several rows of one event, one
//! for each speaker or each paper of a panel, are joined. Out: grids of rooms by times ([`grid`]).

use std::rc::Rc;

use csv::{ReaderBuilder, StringRecord};
use serde_json::Value;

use crate::problem::{Place, Problem};

use super::draft::{Author, Draft, DraftEvent, Events};
use super::hints::Hints;
use super::lengths::Unit;
use super::order::Order;
use super::record::{self, Above, CLOCK, DAY, END, Fields, Reading, START, TITLE};
use super::value;
use super::{MAX_SLOTS, Subject, Warning, bounds, columns, grid, times};

mod join;

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
    header(text).is_some() || grid_rows(text).is_some()
}

/// The rows of a grid of times by rooms, where a text is one.
fn grid_rows(text: &str) -> Option<Vec<grid::Row>> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with(['{', '[', '<']) {
        return None;
    }
    if let Some(rows) = grid::markdown(text) {
        return grid::is(&rows).then_some(rows);
    }
    let head = text.lines().take(20);
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(|delimiter| {
        head.clone()
            .map(|line| line.bytes().filter(|byte| byte == delimiter).count())
            .sum::<usize>()
    })?;
    let rows = rows(text, delimiter, 0).ok()?;
    let cells = |row: &StringRecord| row.iter().take(MOST_COLUMNS).map(str::to_owned).collect();
    let rows: Vec<grid::Row> = rows.iter().map(|(place, row)| (*place, cells(row))).collect();
    grid::is(&rows).then_some(rows)
}

/// Whether a text is a table, with or without a header that says what is in it.
pub(super) fn is_table(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).take(3);
    let cells = |line: &str| line.split([',', ';', '\t']).count();
    let first = lines.next().map_or(0, cells);
    first > 2 && lines.all(|line| cells(line) == first)
}

/// Whether a text is a table that says by what is in its columns what they are.
pub(super) fn can_be_told(text: &str) -> bool {
    is_table(text) && by_content(text).is_some()
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
    let Some(header) = header(text) else {
        if let Some(rows) = grid_rows(text) {
            return grid::draft(&rows, hints);
        }
        return by_content(text).map_or_else(|| Err(vec![no_header()]), |it| read(text, it, hints));
    };
    read(text, header, hints)
}

fn read(text: &str, header: Header, hints: &Hints) -> Result<Draft, Vec<Problem>> {
    let Header { delimiter, keys, names, above, guess: by_content } = header;
    let rows = rows(text, delimiter, above)?;
    let mut table = Table { rows, keys };
    table.read_serials();
    let table = table;
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
    draft.repairs.extend(by_content);
    draft.repairs.extend(table.said_of(&filled));
    if !is_ours {
        draft.unused = table.unused(&names);
    }
    table.events(&filled, &mut reading, &mut draft.events);
    reading.finish()?;
    if !is_ours {
        join::join(&mut draft);
    }
    Ok(draft)
}

/// The row that names the columns.
struct Header {
    delimiter: u8,
    /// The columns' plain names.
    keys: Vec<Rc<str>>,
    /// Their names as written.
    names: Vec<String>,
    /// How many rows stand above those of the table, with the header itself.
    above: usize,
    /// What to say where columns are known by what is in them.
    guess: Option<Warning>,
}

/// The header of a table, by whatever sign its cells are separated.
fn header(text: &str) -> Option<Header> {
    /// How far it is looked for, in bytes and in rows.
    const HEAD: usize = 20_000;
    const ROWS: usize = 40;
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with(['{', '[', '<']) {
        return None;
    }
    let head = (0..=HEAD.min(text.len())).rev().find_map(|end| text.get(..end))?;
    let found = |delimiter: u8| {
        let mut reader = reader(delimiter).from_reader(head.as_bytes());
        let rows = reader.records().take(ROWS).map_while(Result::ok).enumerate();
        let mut headers = rows.map(|(above, row)| {
            let keys = columns::names(row.iter().take(MOST_COLUMNS));
            let keys = keys.into_iter().map(Rc::from).collect();
            let names = row.iter().take(MOST_COLUMNS).map(|name| name.trim().to_owned()).collect();
            Header { delimiter, keys, names, above: above + 1, guess: None }
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

fn is_header(keys: &[Rc<str>]) -> bool {
    let has = |names: &[&str]| keys.iter().any(|key| names.contains(&&**key));
    keys.len() > 1 && has(TITLE) && (has(START) || has(DAY) || has(CLOCK))
}

/// The header of a table whose names say too little: what is in its columns says which are dates
/// and clocks, and of the others the one with the most different words has the titles.
fn by_content(text: &str) -> Option<Header> {
    /// How many rows are looked at.
    const ROWS: usize = 200;
    let line = text.trim_start_matches('\u{feff}').lines().find(|line| !line.trim().is_empty())?;
    let delimiter = [b',', b';', b'\t', b'|']
        .into_iter()
        .max_by_key(|delimiter| line.bytes().filter(|byte| byte == delimiter).count())?;
    let table = rows(text, delimiter, 0).ok()?;
    let (_, first) = table.first()?;
    let below = || table.iter().skip(1).take(ROWS).map(|(_, row)| row);
    let mut keys = columns::names(first.iter().take(MOST_COLUMNS));
    let cells = |column: usize| {
        below().filter_map(move |row| row.get(column)).filter(|cell| !value::is_nothing(cell))
    };
    let mostly = |column: usize, is: &dyn Fn(&str) -> bool| {
        let all = cells(column).count();
        all > 0 && cells(column).filter(|cell| is(cell)).count() * 5 > all * 3
    };
    let order = Order::default();
    let is_time = |cell: &str| value::time(&Value::from(cell), order).is_some();
    let is_clock = |cell: &str| times::clocks(cell).is_some();
    let is_day = |cell: &str| times::day(cell, order).is_some();
    // Where the first row is like the others, there is no header.
    let like = |is: &dyn Fn(&str) -> bool| {
        (0..keys.len()).any(|column| mostly(column, is) && first.get(column).is_some_and(is))
    };
    let headless = like(&is_time) || like(&is_clock) || like(&is_day);
    if headless {
        keys.iter_mut().enumerate().for_each(|(column, key)| *key = format!("column{column}"));
    }
    let free = |keys: &[String], column: usize| !record::is_known(&keys[column]);
    for (is, names) in [
        (&is_time as &dyn Fn(&str) -> bool, ["start", "end"]),
        (&is_clock, ["starttime", "endtime"]),
        (&is_day, ["date", "enddate"]),
    ] {
        let columns = (0..keys.len()).filter(|&column| mostly(column, is));
        let columns: Vec<usize> = columns.filter(|&column| free(&keys, column)).collect();
        let mut names = names.into_iter().filter(|name| !keys.iter().any(|key| key == name));
        let names: Vec<&str> = names.by_ref().collect();
        columns
            .into_iter()
            .zip(names)
            .for_each(|(column, name)| name.clone_into(&mut keys[column]));
    }
    let different = |column: usize| cells(column).collect::<std::collections::BTreeSet<_>>().len();
    let is_words = |cell: &str| {
        cell.contains(char::is_alphabetic) && !cell.contains("://") && cell.len() < 200
    };
    let title = (0..keys.len())
        .filter(|&column| free(&keys, column) && mostly(column, &is_words))
        .max_by_key(|&column| (different(column), std::cmp::Reverse(column)))?;
    let called = first.get(title).unwrap_or_default().to_owned();
    "title".clone_into(&mut keys[title]);
    let keys: Vec<Rc<str>> = keys.into_iter().map(Rc::from).collect();
    let what = if headless {
        "no row names the columns; they are known by what is in them".to_owned()
    } else {
        format!("by what is in the columns, `{called}` has the titles")
    };
    is_header(&keys).then(|| Header {
        delimiter,
        keys,
        names: first.iter().take(MOST_COLUMNS).map(|name| name.trim().to_owned()).collect(),
        above: usize::from(!headless),
        guess: Some(Warning::whole(Subject::Title, what)),
    })
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
    for record in reader.records().skip(above) {
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
        let has_day = DAYS.iter().any(|key| self.keys.iter().any(|name| &**name == *key));
        let mut above_row = Above { list: 1, ..Above::default() };
        reading.has_days |= self.rows.iter().any(|(_, row)| self.heading(row, reading).is_some());
        for (place, row) in &self.rows {
            let mut cells: Vec<&str> = row.iter().take(self.keys.len()).collect();
            cells.resize(self.keys.len(), "");
            let is_event = self
                .keys
                .iter()
                .zip(&cells)
                .any(|(key, cell)| !cell.is_empty() && !FILLED_DOWN.contains(&&**key));
            // A day alone in its row holds for those below.
            if let Some(heading) = self.heading(row, reading).filter(|_| !has_day) {
                above_row.days = vec![heading.to_owned()];
                above_row.list += 1;
                continue;
            }
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

    /// The day that a row names, where there is nothing else in it.
    fn heading<'a>(&self, row: &'a StringRecord, reading: &Reading<'_>) -> Option<&'a str> {
        let mut filled = row.iter().filter(|cell| !cell.is_empty());
        let (only, None) = (filled.next()?, filled.next()) else { return None };
        times::day(only, reading.order).map(|_| only)
    }

    /// Writes the numbers by which spreadsheets keep dates and times as such.
    fn read_serials(&mut self) {
        for (column, key) in self.keys.iter().enumerate() {
            let key = &&**key;
            if ![START, DAY, CLOCK, END].iter().any(|names| names.contains(key)) {
                continue;
            }
            let cells = || self.rows.iter().filter_map(|(_, row)| row.get(column));
            let mut filled = cells().filter(|cell| !value::is_nothing(cell)).peekable();
            if filled.peek().is_none() || !filled.all(|cell| times::serial(cell).is_some()) {
                continue;
            }
            for (_, row) in &mut self.rows {
                let cells = row.iter().enumerate().map(|(at, cell)| match times::serial(cell) {
                    Some(written) if at == column => written,
                    _ => cell.to_owned(),
                });
                *row = cells.collect();
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

//! A table -> [`Draft`].
//!
//! In: CSV and the tables of Markdown ([`rows`]), with a row that names the columns ([`header`]),
//! cells left empty because they are as in the row above (day, room, track), the columns of the
//! Gen Con catalogue. Several rows of one event, one for each speaker or each paper of a panel, are
//! joined. Out: grids of rooms, times and days ([`grid`]), and columns that are rooms ([`wide`]).
//!
//! [`wide`]: super::wide

use std::rc::Rc;

use csv::StringRecord;
use serde_json::Value;

use crate::problem::{Place, Problem};

use super::draft::{Author, Draft, DraftEvent, Events};
use super::hints::Hints;
use super::lengths::Unit;
use super::order::Order;
use super::record::{self, Above, CLOCK, DAY, END, Fields, Reading, START};
use super::value;
use super::{Subject, Warning, programme, times};

use header::Header;
use rows::Row;

mod columns;
mod grid;
mod header;
mod join;
mod rows;

pub(super) use columns::known as known_key;
pub(super) use join::join;

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

/// The table that a text is.
#[derive(Debug)]
pub(super) struct Found {
    rows: Vec<Row>,
    layout: Layout,
}

#[derive(Debug)]
enum Layout {
    /// A row names the columns.
    Named(Header),
    /// Times, rooms and days on two sides, titles within.
    Grid,
    /// What is in the columns says what they are.
    Told(Header),
    /// Nothing does.
    Unknown,
}

/// The table that a text is, if it is one.
///
/// # Errors
/// Too many rows.
pub(super) fn find(text: &str, hints: &Hints) -> Result<Option<Found>, Vec<Problem>> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with(['{', '[', '<']) {
        return Ok(None);
    }
    let markdown = rows::markdown(text).transpose()?;
    let is_markdown = markdown.is_some();
    let delimiter = header::delimiter(text, hints);
    if !is_markdown && delimiter.is_none() && !is_table(text) {
        return Ok(None);
    }
    let rows = match (markdown, delimiter) {
        (Some(rows), _) => rows,
        (None, Some(delimiter)) => rows::all(text, delimiter)?,
        (None, None) => match rows::all(text, rows::likeliest(text)) {
            Ok(rows) => rows,
            Err(_) => return Ok(None),
        },
    };
    let layout = match header::by_names(&rows, hints) {
        Some(header) => Layout::Named(header),
        None if grid::is(&rows) => Layout::Grid,
        None => match (header::of_rooms(&rows, hints), header::by_content(&rows, hints)) {
            (Some(header), _) => Layout::Named(header),
            (None, Some(header)) => Layout::Told(header),
            (None, None) if is_markdown || !is_even(&rows) => return Ok(None),
            (None, None) => Layout::Unknown,
        },
    };
    Ok(Some(Found { rows, layout }))
}

/// Whether several lines have cells.
fn is_table(text: &str) -> bool {
    let delimiter = char::from(rows::likeliest(text));
    text.lines().filter(|line| line.contains(delimiter)).take(2).count() > 1
}

/// Whether the first rows have as many cells as one another, and several.
fn is_even(rows: &[Row]) -> bool {
    let mut lengths = rows.iter().take(3).map(|(_, row)| row.len());
    let first = lengths.next().unwrap_or_default();
    first > 2 && lengths.all(|length| length == first)
}

impl Found {
    /// Whether names or a whole grid say so; otherwise it may be a text of another kind.
    pub(super) fn is_sure(&self) -> bool {
        matches!(self.layout, Layout::Named(_) | Layout::Grid)
    }

    /// Whether it says what is in it.
    pub(super) fn is_told(&self) -> bool {
        !matches!(self.layout, Layout::Unknown)
    }

    /// Reads it.
    ///
    /// # Errors
    /// Nothing says what is in the columns, and days whose date only the user knows.
    pub(super) fn draft(self, hints: &Hints) -> Result<Draft, Vec<Problem>> {
        match self.layout {
            Layout::Named(header) | Layout::Told(header) => read(self.rows, header, hints),
            Layout::Grid => grid::draft(&self.rows, hints),
            Layout::Unknown => Err(vec![header::none(&self.rows)]),
        }
    }
}

fn read(mut rows: Vec<Row>, header: Header, hints: &Hints) -> Result<Draft, Vec<Problem>> {
    let Header { keys, names, above: number, guess: by_content } = header;
    let above: Vec<Row> = rows.drain(..number).collect();
    // A table that goes on below another heading may name its columns again.
    if let Some((_, named)) = above.last() {
        rows.retain(|(_, row)| row != named);
    }
    let mut table = Table { rows, keys };
    table.read_serials();
    let table = table;
    let cells = || above.iter().chain(&table.rows).flat_map(|(_, row)| row.iter());
    let (order, guess) = Order::of(cells().filter(|cell| cell.len() < 40), hints);
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
        draft.title = heading_of(&above, order);
        draft.zone = names.iter().find_map(|name| columns::zone(name)).map(|zone| (zone, None));
    }
    let day = above.iter().rev().find_map(|(_, row)| day_alone(row, order));
    table.events(&filled, day, &names, &mut reading, &mut draft.events);
    reading.finish()?;
    if !is_ours {
        join(&mut draft);
    }
    Ok(draft)
}

/// What stands alone in the first row above a table.
fn heading_of(above: &[Row], order: Order) -> Option<String> {
    const LONGEST: usize = 80;
    let (_, row) = above.iter().rev().skip(1).last()?;
    let heading = alone(row)?;
    let is_day = times::day(heading, order).is_some();
    (heading.len() <= LONGEST && !is_day && heading.contains(char::is_alphabetic))
        .then(|| heading.to_owned())
}

/// What stands in a row with nothing else.
fn alone(row: &StringRecord) -> Option<&str> {
    let mut filled = row.iter().filter(|cell| !cell.is_empty());
    let (Some(only), None) = (filled.next(), filled.next()) else { return None };
    Some(only)
}

/// The day that a row names, where there is nothing else in it.
fn day_alone(row: &StringRecord, order: Order) -> Option<String> {
    // A time is no heading.
    let only = alone(row).filter(|only| !only.contains(':'))?;
    times::day(only, order).map(|_| only.to_owned()).or_else(|| programme::date_of(only))
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
    fn events(
        &self,
        filled: &[usize],
        heading: Option<String>,
        names: &[String],
        reading: &mut Reading<'_>,
        events: &mut Events,
    ) {
        let mut above: Vec<Option<&str>> = vec![None; self.keys.len()];
        let mut day = None;
        let has_day = DAYS.iter().any(|key| self.keys.iter().any(|name| &**name == *key));
        let days = heading.into_iter().filter(|_| !has_day).collect();
        let mut above_row = Above { list: 1, days, ..Above::default() };
        let order = reading.order;
        reading.has_days |= !above_row.days.is_empty()
            || self.rows.iter().any(|(_, row)| day_alone(row, order).is_some());
        let wide = header::wide(&self.rows, &self.keys, names);
        for (place, row) in &self.rows {
            let mut cells: Vec<&str> = row.iter().take(self.keys.len()).collect();
            cells.resize(self.keys.len(), "");
            let is_event = self
                .keys
                .iter()
                .zip(&cells)
                .any(|(key, cell)| !cell.is_empty() && !FILLED_DOWN.contains(&&**key));
            // A day alone in its row holds for those below.
            if let Some(heading) = day_alone(row, order).filter(|_| !has_day) {
                above_row.days = vec![heading];
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
                if let Some(wide) = &wide {
                    let cells = cells.iter().collect();
                    wide.events(&self.keys, &cells, &above_row, Some(*place), reading, events);
                    continue;
                }
                let fields = Fields::in_columns(self.keys.iter().cloned().zip(&cells));
                reading.events(&fields, &above_row, Some(*place), events);
            } else if is_slot {
                let why = "it has a start but neither a title nor an end".to_owned();
                let place = Some(*place);
                events.push(DraftEvent { place, leave_out: Some(why), ..DraftEvent::default() });
            }
        }
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

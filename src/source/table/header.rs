//! Which row names the columns, and what they hold.

use std::rc::Rc;

use csv::StringRecord;
use serde_json::Value;

use crate::problem::Problem;
use crate::source::content::{self, Column};
use crate::source::record::{CLOCK, DAY, START, TITLE};
use crate::source::wide::Wide;
use crate::source::{Hints, Subject, Warning, record};

use super::rows::{self, Row};
use super::{MOST_COLUMNS, columns};

/// The row that names the columns.
#[derive(Clone, Debug)]
pub(super) struct Header {
    /// The columns' plain names.
    pub(super) keys: Vec<Rc<str>>,
    /// Their names as written.
    pub(super) names: Vec<String>,
    /// How many rows stand above those of the table, with the header itself.
    pub(super) above: usize,
    /// What to say where columns are known by what is in them.
    pub(super) guess: Option<Warning>,
}

impl Header {
    pub(super) fn under(self, above: usize) -> Header {
        Header { above, ..self }
    }
}

/// The sign between the cells of a text with a row of known names.
pub(super) fn delimiter(text: &str, hints: &Hints) -> Option<u8> {
    let named = rows::DELIMITERS.into_iter().filter_map(|delimiter| {
        let rows = rows::head(text, delimiter);
        let columns = rows.iter().map(|row| named(row, hints)).find(|keys| is_header(keys))?.len();
        Some((columns, delimiter))
    });
    named.max_by_key(|&(columns, delimiter)| (columns, delimiter == b',')).map(|(_, it)| it)
}

/// The header among the first rows whose names, or those that the user gives, say enough.
pub(super) fn by_names(rows: &[Row], hints: &Hints) -> Option<Header> {
    const ROWS: usize = 40;
    let (at, keys) = rows.iter().take(ROWS).enumerate().find_map(|(at, (_, row))| {
        let keys = named(row, hints);
        (is_header(&keys) || has_asked(row, hints)).then_some((at, keys))
    })?;
    Some(completed(&rows[at].1, &rows[at + 1..], keys).under(at + 1))
}

/// The first row of several cells, as the header of a table whose columns are rooms.
pub(super) fn of_rooms(rows: &[Row], hints: &Hints) -> Option<Header> {
    let (at, keys) = first(rows, hints)?;
    let (_, row) = &rows[at];
    let names: Vec<String> = row.iter().take(MOST_COLUMNS).map(ToOwned::to_owned).collect();
    wide(&rows[at + 1..], &keys, &names)?;
    Some(Header { keys, names, above: at + 1, guess: None })
}

/// The columns of a table that are rooms, where no column has the titles.
pub(super) fn wide(rows: &[Row], keys: &[Rc<str>], names: &[String]) -> Option<Wide> {
    const ROWS: usize = 500;
    let cells = |row: &StringRecord| row.iter().map(Value::from).collect::<Vec<Value>>();
    let rows: Vec<Vec<Value>> = rows.iter().take(ROWS).map(|(_, row)| cells(row)).collect();
    let rows: Vec<Vec<&Value>> = rows.iter().map(|row| row.iter().collect()).collect();
    Wide::of(keys, names, &rows)
}

/// The first row of several cells, as the header of columns that are known by what is in them.
pub(super) fn by_content(rows: &[Row], hints: &Hints) -> Option<Header> {
    let (at, keys) = first(rows, hints)?;
    let (_, row) = &rows[at];
    // Where the first row is like the others, there is no header.
    let columns = columns_of(&rows[at + 1..], &keys);
    let is_like = |is: fn(&str) -> bool| {
        columns.iter().zip(row).any(|(column, cell)| is(cell) && column.mostly(is))
    };
    let header = if [content::is_time, content::is_clock, content::is_day].into_iter().any(is_like)
    {
        let keys = (0..keys.len()).map(|column| format!("column{column}").into()).collect();
        let what = "no row names the columns; they are known by what is in them";
        let guess = Some(Warning::whole(Subject::Title, what));
        Header { guess, ..completed(row, &rows[at..], keys).under(at) }
    } else {
        completed(row, &rows[at + 1..], keys).under(at + 1)
    };
    is_header(&header.keys).then_some(header)
}

/// The first row of several cells.
pub(super) fn first(rows: &[Row], hints: &Hints) -> Option<(usize, Vec<Rc<str>>)> {
    let at = rows.iter().position(|(_, row)| row.iter().filter(|it| !it.is_empty()).count() > 1)?;
    Some((at, named(&rows[at].1, hints)))
}

/// A header with what its columns hold that their names do not say.
fn completed(row: &StringRecord, below: &[Row], mut keys: Vec<Rc<str>>) -> Header {
    let names: Vec<String> =
        row.iter().take(MOST_COLUMNS).map(|name| name.trim().to_owned()).collect();
    let mut said = Vec::new();
    for (column, key) in content::told(&columns_of(below, &keys)) {
        keys[column] = key.into();
        let what = match key {
            "title" => "titles",
            "date" => "days",
            "end" | "endtime" => "ends",
            _ => "starts",
        };
        said.push(format!("`{}` has the {what}", names[column]));
    }
    let guess = (!said.is_empty()).then(|| {
        let what = format!("by what is in the columns, {}", said.join(", "));
        Warning::whole(Subject::Title, what)
    });
    Header { keys, names, above: 0, guess }
}

fn columns_of<'a>(rows: &'a [Row], keys: &[Rc<str>]) -> Vec<Column<'a>> {
    let rows = &rows[..rows.len().min(content::MOST_CELLS)];
    let column = |(at, key): (usize, &Rc<str>)| {
        Column::new(key.to_string(), rows.iter().filter_map(move |(_, row)| row.get(at)))
    };
    keys.iter().enumerate().map(column).collect()
}

/// The plain names of a row's cells, with what the user says of them.
pub(super) fn named(row: &StringRecord, hints: &Hints) -> Vec<Rc<str>> {
    let mut keys = columns::names(row.iter().take(MOST_COLUMNS));
    for (key, name) in keys.iter_mut().zip(row) {
        if let Some(field) = hints.field_of(name) {
            *key = record::asked(field);
        }
    }
    keys.into_iter().map(Rc::from).collect()
}

/// Whether a row has a column that the user names.
fn has_asked(row: &StringRecord, hints: &Hints) -> bool {
    row.len() > 1 && row.iter().any(|name| hints.field_of(name).is_some())
}

pub(super) fn is_header(keys: &[Rc<str>]) -> bool {
    let has = |names: &[&str]| keys.iter().any(|key| names.contains(&record::unnumbered(key)));
    keys.len() > 1 && has(TITLE) && (has(START) || has(DAY) || has(CLOCK))
}

/// The problem of a table that does not say what is in it.
pub(super) fn none(rows: &[Row]) -> Problem {
    let filled = |row: &Row| row.1.iter().filter(|cell| !cell.is_empty()).count();
    // Of equal rows the first is more likely to be the header.
    let widest = rows.iter().take(40).rev().max_by_key(|row| filled(row));
    let place = widest.map(|(place, _)| *place);
    let problem =
        Problem { place, ..Problem::whole("no row names a column for titles and one for times") };
    let names = || widest.into_iter().flat_map(|(_, row)| row).filter(|cell| !cell.is_empty());
    let known = columns::names(names());
    let is_title = |key: &String| TITLE.contains(&record::unnumbered(key));
    // What is a title already is not to be called one.
    let (field, at) = match known.iter().any(is_title) {
        true => ("start", known.iter().rposition(|key| !is_title(key)).unwrap_or(0)),
        false => ("title", 0),
    };
    let name: String = names().nth(at).unwrap_or("Artist").trim().chars().take(40).collect();
    problem.hint(format!(
        "say which they are, for example `--column \"{field}={name}\"`; the fields are `title`, \
         `start`, `end`, `date`, `time`, `room`, `speakers` and others"
    ))
}

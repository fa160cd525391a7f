//! A table without titles of which several columns are rooms, with what is on in each:
//!
//! ```text
//! Date,Time,Track 1,Speaker,Track 2,Speaker
//! ```

use std::collections::HashSet;
use std::rc::Rc;

use serde_json::Value;

use crate::problem::Place;

use super::draft::Events;
use super::record::{self, Above, CLOCK, Fields, ROOM, Reading, SPEAKERS, START, TITLE};
use super::value::{self, is_empty};
use super::words::key_words;

/// What a table's rows have in their columns.
pub(super) type Cells<'a> = Vec<&'a Value>;

/// The columns that are rooms.
#[derive(Clone, Debug)]
pub(super) struct Wide {
    rooms: Vec<Room>,
}

#[derive(Clone, Debug)]
struct Room {
    column: usize,
    name: String,
    /// The column of those who speak there.
    speakers: Option<usize>,
}

impl Wide {
    /// The rooms among the columns of a table, where some name one, or rows say the same in
    /// several of them.
    pub(super) fn of(keys: &[Rc<str>], names: &[String], rows: &[Cells<'_>]) -> Option<Wide> {
        let has = |known: &[&str]| keys.iter().any(|key| known.contains(&&**key));
        if has(TITLE) || !(has(START) || has(CLOCK)) {
            return None;
        }
        let titles: Vec<usize> = (0..keys.len())
            .filter(|&column| !is_known(&keys[column]) && holds_titles(column, rows))
            .collect();
        let first_word = |column: usize| key_words(&names[column]).into_iter().next();
        let named: Vec<usize> =
            titles.iter().copied().filter(|&column| record::names_room(&names[column])).collect();
        let alike: HashSet<String> =
            named.iter().filter_map(|&column| first_word(column)).collect();
        let same = |row: &Cells<'_>| {
            let mut seen = HashSet::new();
            titles.iter().any(|&at| {
                let text = row.get(at).and_then(|cell| value::text(cell));
                text.is_some_and(|text| !value::is_nothing(&text) && !seen.insert(text))
            })
        };
        let columns: Vec<usize> = if !named.is_empty() {
            let is_alike = |column: &usize| {
                named.contains(column) || first_word(*column).is_some_and(|it| alike.contains(&it))
            };
            titles.into_iter().filter(is_alike).collect()
        } else if titles.len() > 1 && rows.iter().any(same) {
            titles
        } else {
            return None;
        };
        let mut rooms: Vec<Room> = columns
            .into_iter()
            .map(|column| {
                // `Workshop #1: Blue room`
                let name = names[column].rsplit_once(": ").map_or(&*names[column], |(_, it)| it);
                Room { column, name: name.trim().to_owned(), speakers: None }
            })
            .collect();
        find_speakers(&mut rooms, keys, rows);
        Some(Wide { rooms })
    }

    /// Adds what is on in each room at the time of a row.
    pub(super) fn events(
        &self,
        keys: &[Rc<str>],
        cells: &Cells<'_>,
        above: &Above,
        place: Option<Place>,
        reading: &mut Reading<'_>,
        events: &mut Events,
    ) {
        let cell = |column: usize| cells.get(column).copied().filter(|cell| !is_empty(cell));
        let is_own = |column: usize| {
            !SPEAKERS.contains(&record::unnumbered(&keys[column]))
                && !self.rooms.iter().any(|room| room.column == column)
        };
        let own = (0..keys.len()).filter(|&column| is_own(column));
        let row = Fields::in_columns(own.filter_map(|at| Some((Rc::clone(&keys[at]), cell(at)?))));
        let filled: Vec<(&Room, &Value)> =
            self.rooms.iter().filter_map(|room| Some((room, cell(room.column)?))).collect();
        // What is on everywhere is in no room.
        let is_one = filled.len() > 1 && filled.iter().all(|(_, title)| *title == filled[0].1);
        for (room, title) in filled.into_iter().take(if is_one { 1 } else { usize::MAX }) {
            let fields = match title {
                Value::Object(map) => row.with(Fields::of(map)),
                title => {
                    let own =
                        [("attendtitle", Some(title)), ("speakers", room.speakers.and_then(cell))];
                    let own = own.into_iter().filter_map(|(key, it)| Some((key.into(), it?)));
                    row.with(Fields::in_columns(own))
                }
            };
            let room = (!is_one).then(|| room.name.clone());
            let above = Above { room: room.or_else(|| above.room.clone()), ..above.clone() };
            reading.events(&fields, &above, place, events);
        }
    }
}

/// Whether something is taken from a column, and it is no numbered room.
fn is_known(key: &str) -> bool {
    let base = record::unnumbered(key);
    record::is_known(key) && !(base.len() < key.len() && ROOM.contains(&base))
}

/// Whether a column's cells are texts such as titles, or objects with one.
fn holds_titles(column: usize, rows: &[Cells<'_>]) -> bool {
    let cells = rows.iter().filter_map(|row| row.get(column).copied());
    let mut cells = cells.filter(|cell| !is_empty(cell)).peekable();
    cells.peek().is_some()
        && cells.all(|cell| match cell {
            Value::String(text) => {
                let path = text.contains('/') && !text.contains(' ');
                !path && text.contains(char::is_alphabetic) && text.len() < 300
            }
            Value::Object(map) => Fields::of(map).text(TITLE).is_some(),
            _ => false,
        })
}

/// Which column of speakers belongs to which room: nobody speaks where nothing is on.
fn find_speakers(rooms: &mut [Room], keys: &[Rc<str>], rows: &[Cells<'_>]) {
    let speakers: Vec<usize> = (0..keys.len())
        .filter(|&column| SPEAKERS.contains(&record::unnumbered(&keys[column])))
        .collect();
    let filled = |row: &Cells<'_>, at: usize| row.get(at).is_some_and(|cell| !is_empty(cell));
    let number = rooms.len();
    for (position, &column) in speakers.iter().enumerate() {
        let fits =
            |room: &Room| rows.iter().all(|row| !filled(row, column) || filled(row, room.column));
        let fitting: Vec<usize> = (0..number).filter(|&at| fits(&rooms[at])).collect();
        let found = match fitting.as_slice() {
            [only] => Some(*only),
            _ => Some(position).filter(|at| speakers.len() == number && fitting.contains(at)),
        };
        if let Some(at) = found {
            rooms[at].speakers = Some(column);
        }
    }
}

//! What is in columns, or under the keys of objects -> what they hold, where their names say too
//! little: dates, clocks, and of the rest the one with the most different words has the titles.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde_json::Value;

use super::order::Order;
use super::record::{self, CLOCK, DAY, END, START, TITLE};
use super::{times, value};

/// How many cells of a column are looked at.
pub(super) const MOST_CELLS: usize = 200;

/// A column and some of what is in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Column<'a> {
    /// Its plain name.
    pub(super) key: String,
    pub(super) cells: Vec<&'a str>,
}

impl<'a> Column<'a> {
    /// A column of these cells, without those that say nothing.
    pub(super) fn new(key: String, cells: impl Iterator<Item = &'a str>) -> Self {
        let cells = cells.filter(|cell| !value::is_nothing(cell)).take(MOST_CELLS).collect();
        Column { key, cells }
    }

    fn is(&self, names: &[&str]) -> bool {
        names.contains(&self.key.as_str())
    }

    /// Whether three of five cells are such.
    pub(super) fn mostly(&self, is: fn(&str) -> bool) -> bool {
        let such = self.cells.iter().filter(|cell| is(cell)).count();
        such > 0 && such * 5 > self.cells.len() * 3
    }
}

/// Whether a text is a date with a time.
pub(super) fn is_time(cell: &str) -> bool {
    let order = Order::default();
    value::time(&Value::from(cell), order).is_some()
        || times::range(cell, order).is_some()
        || is_serial(cell, |date| date.contains('T'))
}

/// Whether a text is a time of day, or two.
pub(super) fn is_clock(cell: &str) -> bool {
    times::clocks(cell).is_some() || is_serial(cell, |clock| clock.contains(':'))
}

/// Whether a text names a day.
pub(super) fn is_day(cell: &str) -> bool {
    times::day(cell, Order::default()).is_some() || is_serial(cell, |date| date.contains('-'))
}

fn is_serial(cell: &str, is: impl Fn(&str) -> bool) -> bool {
    times::serial(cell).is_some_and(|written| is(&written))
}

fn is_words(cell: &str) -> bool {
    cell.contains(char::is_alphabetic) && !cell.contains("://") && cell.len() < 200
}

/// What the columns hold that is needed for an event and that no name says: by column, the plain
/// name that it should have.
pub(super) fn told(columns: &[Column<'_>]) -> Vec<(usize, &'static str)> {
    let mut told: Vec<(usize, &'static str)> = Vec::new();
    let free = |column: &&Column<'_>| !record::is_known(&column.key);
    let named = |names: &[&str], is: fn(&str) -> bool| {
        columns.iter().any(|column| column.is(names) && column.mostly(is))
    };
    let mut tell = |is: fn(&str) -> bool, names: &[&'static str]| {
        let free = columns.iter().enumerate().filter(|(at, column)| {
            free(column) && column.mostly(is) && !told.iter().any(|(told, _)| told == at)
        });
        let found: Vec<usize> = free.map(|(at, _)| at).collect();
        let names = names.iter().filter(|name| !columns.iter().any(|column| column.key == **name));
        told.extend(found.iter().copied().zip(names.copied()));
        !found.is_empty()
    };
    let mut has_day = named(START, is_time) || named(DAY, is_day);
    if !named(START, is_time) && !named(CLOCK, is_clock) {
        let ends = columns.iter().any(|column| column.is(END));
        let names: &[&str] = if ends { &["start"] } else { &["start", "end"] };
        if tell(is_time, names) {
            has_day = true;
        } else {
            tell(is_clock, if ends { &["starttime"] } else { &["starttime", "endtime"] });
        }
    }
    if !has_day {
        tell(is_day, &["date"]);
    }
    if !columns.iter().any(|column| column.is(TITLE)) {
        let different =
            |column: &Column<'_>| column.cells.iter().copied().collect::<BTreeSet<_>>().len();
        let titles = columns.iter().enumerate().filter(|(at, column)| {
            free(column)
                && !told.iter().any(|(told, _)| told == at)
                && column.mostly(is_words)
                && !column.mostly(is_day)
        });
        let title = titles.max_by_key(|(at, column)| (different(column), Reverse(*at)));
        told.extend(title.map(|(at, _)| (at, "title")));
    }
    told
}

//! A grid of times, rooms and days -> [`Draft`].
//!
//! ```text
//! Friday 1 May 2026,Main hall,Side room       a day, and the rooms
//! 09:30,Tracing (Ada),Baking bread (Bo)       a time, and what is on then in each
//! 10:15,Coffee,Coffee                         one thing in all rooms
//! Saturday 2 May 2026                         the next day, in the same rooms
//! ```
//!
//! Above the columns may as well stand days, or times with the rooms down the side. In a grid
//! without rooms, what stands in brackets behind a title is the room, and otherwise who speaks.

use chrono::{NaiveTime, TimeDelta};

use crate::problem::Problem;
use crate::source::draft::{Draft, DraftEvent, End, Listed, Time};
use crate::source::hints::{Day, Hints, Unknown};
use crate::source::order::Order;
use crate::source::programme;
use crate::source::times;
use crate::source::value::is_nothing;

use super::rows::Row;

/// A time of day, and when that is over.
type Clocks = (TimeDelta, Option<TimeDelta>);

/// What stands above a column or before a row.
#[derive(Clone, Debug)]
enum Label {
    Clocks(Clocks, String),
    Day(Day, String),
    Name(String),
    None,
}

impl Label {
    fn of(cell: &str, order: Order) -> Label {
        if is_nothing(cell) {
            return Label::None;
        }
        if let Some(clocks) = times::clocks(cell) {
            return Label::Clocks(clocks, cell.to_owned());
        }
        match times::day(cell, order) {
            Some(day) => Label::Day(day, cell.to_owned()),
            None => Label::Name(cell.to_owned()),
        }
    }
}

/// Whether rows are a grid: times stand before several rows or above several columns, with other
/// things within.
pub(super) fn is(rows: &[Row]) -> bool {
    let filled = |row: &Row| row.1.iter().skip(1).any(|cell| !is_nothing(cell));
    let timed: Vec<&Row> = rows.iter().filter(|row| clocks(row).is_some() && filled(row)).collect();
    let inner = || timed.iter().flat_map(|row| row.1.iter().skip(1));
    // A table of numbers and times is none.
    let by_rows = timed.len() > 1
        && rows.iter().filter(|row| clocks(row).is_none() && filled(row)).count() <= timed.len()
        && inner().filter(|cell| times::clocks(cell).is_some()).count() * 2 < inner().count()
        && rows.iter().any(|(_, row)| row.iter().all(|cell| times::clocks(cell).is_none()));
    by_rows || are_times_above(rows)
}

fn clocks(row: &Row) -> Option<Clocks> {
    times::clocks(row.1.get(0)?)
}

/// Whether times stand above the columns, and rooms before the rows.
fn are_times_above(rows: &[Row]) -> bool {
    let heads = rows.iter().filter(|row| has_times(row)).count();
    let Some(first) = rows.iter().position(has_times) else { return false };
    let titles = rows[first..].iter().filter(|row| !has_times(row));
    let is_title = |cell: &str| cell.contains(char::is_alphabetic) && times::clocks(cell).is_none();
    let titles = titles.filter(|(_, row)| row.iter().skip(1).any(is_title)).count();
    clocks(&rows[first]).is_none() && titles >= heads
}

/// Whether several times, and nothing else, stand above columns.
fn has_times((_, row): &Row) -> bool {
    let mut cells = row.iter().skip(1).filter(|cell| !is_nothing(cell)).peekable();
    cells.clone().count() > 1 && cells.all(|cell| times::clocks(cell).is_some())
}

/// What is known while the rows of a grid are read.
struct Grid<'a> {
    hints: &'a Hints,
    order: Order,
    /// The day of a heading.
    day: Option<(Day, String)>,
    columns: Vec<Label>,
    draft: Draft,
}

/// Reads a grid.
///
/// # Errors
/// Days whose date only the user knows.
pub(super) fn draft(rows: &[Row], hints: &Hints) -> Result<Draft, Vec<Problem>> {
    let texts = rows.iter().flat_map(|(_, row)| row.iter()).filter(|text| text.len() < 40);
    let (order, guess) = Order::of(texts, hints);
    let draft = Draft { repairs: guess.into_iter().collect(), ..Draft::default() };
    let mut grid = Grid { hints, order, day: None, columns: Vec::new(), draft };
    let across = are_times_above(rows);
    for (at, row) in rows.iter().enumerate() {
        let next = rows.get(at + 1).and_then(clocks).map(|(clock, _)| clock);
        let is_titles = match across {
            true => {
                let has_some = row.1.iter().skip(1).any(|cell| !is_nothing(cell));
                has_some && !has_times(row) && !grid.columns.is_empty()
            }
            false => clocks(row).is_some(),
        };
        if is_titles {
            grid.row(row, next)?;
        } else {
            grid.head(row);
        }
    }
    Ok(grid.draft)
}

impl Grid<'_> {
    /// A row that names the columns, the day, or the conference.
    fn head(&mut self, (_, row): &Row) {
        let first = row.get(0).unwrap_or_default();
        let others = row.iter().skip(1).any(|cell| !cell.is_empty());
        let written =
            || Some((times::day(&programme::date_of(first)?, self.order)?, first.to_owned()));
        let day = times::day(first, self.order).map(|day| (day, first.to_owned()));
        let is_day = day.is_some();
        if let Some(day) = day.or_else(|| written().filter(|_| !others)) {
            self.day = Some(day);
        }
        if others || !is_day && row.len() > 1 && self.columns.is_empty() {
            self.columns = row.iter().map(|cell| Label::of(cell, self.order)).collect();
        } else if !is_day && !others && self.draft.title.is_none() && self.columns.is_empty() {
            self.draft.title = Some(first.to_owned()).filter(|title| title.len() < 80);
        }
    }

    /// A row of titles, under a time that ends where the next row's begins.
    fn row(&mut self, (place, row): &Row, next: Option<TimeDelta>) -> Result<(), Vec<Problem>> {
        let label = Label::of(row.get(0).unwrap_or_default(), self.order);
        let filled = || row.iter().enumerate().skip(1).filter(|(_, cell)| !is_nothing(cell));
        let named = |at: usize| matches!(self.columns.get(at), Some(Label::Name(_)));
        let one = filled().count() > 1 && filled().all(|(at, _)| named(at)) && {
            let mut texts = filled().map(|(_, cell)| cell);
            let first = texts.next();
            texts.all(|text| Some(text) == first)
        };
        let has_names = self.columns.iter().skip(1).any(|it| matches!(it, Label::Name(_)))
            || matches!(label, Label::Name(_));
        let cells: Vec<(usize, &str)> = filled().take(if one { 1 } else { usize::MAX }).collect();
        for (column, cell) in cells {
            let above = self.columns.get(column).unwrap_or(&Label::None);
            let labels = [&label, above];
            let times = labels.iter().find_map(|label| match label {
                Label::Clocks(clocks, said) => Some((*clocks, said.clone())),
                _ => None,
            });
            let Some(((start, end), said)) = times else { continue };
            let day = labels.iter().find_map(|label| match label {
                Label::Day(day, said) => Some((*day, said.clone())),
                _ => None,
            });
            let date = match day.as_ref().or(self.day.as_ref()) {
                Some((day, said)) => {
                    self.hints.date(*day).map_err(|unknown| vec![unknown.problem(said)])?
                }
                None => {
                    self.hints.first_day.ok_or_else(|| vec![Unknown::FirstDay.problem(&said)])?
                }
            };
            let room = labels.iter().find_map(|label| match label {
                Label::Name(name) if !one => Some(name.clone()),
                _ => None,
            });
            let (title, behind) = behind_title(cell, has_names && !one);
            let next = match above {
                Label::Clocks(..) => self.columns.get(column + 1).and_then(|label| match label {
                    Label::Clocks((clock, _), _) => Some(*clock),
                    _ => None,
                }),
                _ => next,
            };
            let end = end.or(next.filter(|next| *next > start));
            // The order of the day goes down a column, or along a row.
            let list = if matches!(above, Label::Clocks(..)) { place.line } else { 1 + column };
            let midnight = NaiveTime::default();
            let event = DraftEvent {
                place: Some(*place),
                title: Some(title),
                start: times::at_clock(date, start).map(Time::Local),
                end: end.map(|end| End::Clock(midnight + end)),
                listed: Some(Listed { list, bare: !said.contains(char::is_alphabetic) }),
                ..DraftEvent::default()
            };
            self.draft.events.push(match (room, behind) {
                (Some(room), speakers) => DraftEvent {
                    room: Some(room),
                    speakers: speakers.map_or(Vec::new(), |text| {
                        text.split([',', ';', '&']).map(|name| name.trim().to_owned()).collect()
                    }),
                    ..event
                },
                (None, room) => DraftEvent { room, ..event },
            });
        }
        Ok(())
    }
}

/// A title, and what stands in brackets behind it: names, where those are looked for.
fn behind_title(cell: &str, names: bool) -> (String, Option<String>) {
    let cell = cell.trim();
    let inner = cell.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    let Some((title, inner)) = inner.filter(|(title, _)| !title.trim().is_empty()) else {
        return (cell.to_owned(), None);
    };
    let each = |name: &str| {
        let words = name.split_whitespace().count();
        (1..=4).contains(&words) && !name.contains(|c: char| c.is_ascii_digit())
    };
    if names && !inner.split([',', ';', '&']).all(each) {
        return (cell.to_owned(), None);
    }
    (title.trim().to_owned(), Some(inner.trim().to_owned()))
}

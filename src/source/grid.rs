//! A grid of times by rooms -> [`Draft`].
//!
//! ```text
//! Friday 1 May 2026,Main hall,Side room       a day, and the rooms
//! 09:30,Tracing (Ada),Baking bread (Bo)       a time, and what is on then in each
//! 10:15,Coffee,Coffee                         one thing in all rooms
//! Saturday 2 May 2026                         the next day, in the same rooms
//! ```
//!
//! Also the tables of Markdown, which may have no rooms above them; then what stands in brackets
//! behind a title is the room, and otherwise who speaks.

use chrono::{NaiveTime, TimeDelta};

use crate::problem::{Place, Problem};

use super::draft::{Draft, DraftEvent, End, Listed, Time};
use super::hints::{Day, Hints};
use super::order::Order;
use super::times;
use super::value::is_nothing;

/// A row and where it stands.
pub(super) type Row = (Place, Vec<String>);

/// Whether rows are a grid: several begin with a time, and a row above names rooms or a day.
pub(super) fn is(rows: &[Row]) -> bool {
    let timed =
        |row: &&Row| clocks(row).is_some() && row.1.iter().skip(1).any(|it| !is_nothing(it));
    let numbers = rows.iter().filter(timed).flat_map(|(_, cells)| cells.iter().skip(1));
    // A table of numbers and times is none.
    rows.iter().filter(timed).count() > 1
        && rows.iter().filter(|row| clocks(row).is_none()).count() * 2 <= rows.len() + 1
        && numbers.clone().filter(|cell| times::clocks(cell).is_some()).count() * 2
            < numbers.count()
        && rows.iter().any(|(_, cells)| cells.iter().all(|cell| times::clocks(cell).is_none()))
}

fn clocks((_, cells): &Row) -> Option<(TimeDelta, Option<TimeDelta>)> {
    times::clocks(cells.first()?)
}

/// Reads a grid.
///
/// # Errors
/// Days whose date only the user knows.
pub(super) fn draft(rows: &[Row], hints: &Hints) -> Result<Draft, Vec<Problem>> {
    let (order, guess) =
        Order::of(rows.iter().filter_map(|(_, cells)| {
            cells.first().map(String::as_str).filter(|text| text.len() < 40)
        }));
    let mut draft = Draft { repairs: guess.into_iter().collect(), ..Draft::default() };
    let mut day: Option<(Day, String)> = None;
    let mut rooms: Vec<String> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let (place, cells) = row;
        let Some((start, end)) = clocks(row) else {
            let first = cells.first().map_or("", String::as_str);
            day = times::day(first, order).map(|day| (day, first.to_owned())).or(day);
            let others = cells.iter().skip(1).any(|cell| !cell.is_empty());
            let is_head = times::day(first, order).is_some() || others;
            if is_head && (others || rooms.is_empty()) {
                rooms = cells.clone();
            }
            continue;
        };
        let date = match &day {
            Some((day, said)) => hints.date(*day).map_err(|unknown| vec![unknown.problem(said)])?,
            None => hints.first_day.ok_or_else(|| {
                let said = cells.first().map_or("", String::as_str);
                vec![super::hints::Unknown::FirstDay.problem(said)]
            })?,
        };
        let next = rows.get(at + 1).and_then(clocks).map(|(clock, _)| clock);
        let end = end.or(next.filter(|next| *next > start));
        let midnight = NaiveTime::default();
        let bare = cells.first().is_some_and(|cell| !cell.contains(char::is_alphabetic));
        let filled = || cells.iter().enumerate().skip(1).filter(|(_, cell)| !is_nothing(cell));
        let one = filled().count() > 1 && {
            let mut texts = filled().map(|(_, cell)| cell);
            let first = texts.next();
            texts.all(|text| Some(text) == first)
        };
        for (column, cell) in filled().take(if one { 1 } else { usize::MAX }) {
            let named = rooms.get(column).filter(|room| !room.is_empty() && !one);
            let (title, behind) = behind_title(cell, named.is_some());
            let event = DraftEvent {
                place: Some(*place),
                title: Some(title),
                start: times::at_clock(date, start).map(Time::Local),
                end: end.map(|end| End::Clock(midnight + end)),
                listed: Some(Listed { list: 1 + column, bare }),
                ..DraftEvent::default()
            };
            draft.events.push(match (named, behind) {
                (Some(room), speakers) => DraftEvent {
                    room: Some(room.clone()),
                    speakers: speakers.map_or(Vec::new(), |text| {
                        text.split([',', ';', '&']).map(|name| name.trim().to_owned()).collect()
                    }),
                    ..event
                },
                (None, room) => DraftEvent { room, ..event },
            });
        }
    }
    Ok(draft)
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

/// The rows of the tables in a text of Markdown, without their rules and marks; nothing where
/// there is no table.
pub(super) fn markdown(text: &str) -> Option<Vec<Row>> {
    let is_rule = |line: &str| {
        line.contains("--") && line.chars().all(|letter| matches!(letter, '|' | '-' | ':' | ' '))
    };
    let lines = || text.lines().map(str::trim).enumerate();
    if !lines().any(|(_, line)| line.starts_with('|') && is_rule(line)) {
        return None;
    }
    let tables = lines().filter(|(_, line)| line.starts_with('|') && !is_rule(line));
    Some(
        tables
            .map(|(at, line)| {
                let inner = line.trim_matches('|');
                let cells = inner.split('|').map(|cell| unmarked(cell.trim()));
                (Place { line: at + 1, column: 1 }, cells.collect())
            })
            .collect(),
    )
}

/// A cell without emphasis and with the words of its links.
fn unmarked(cell: &str) -> String {
    let mut plain = cell.replace("**", "").replace("__", "").replace('`', "");
    while let Some(middle) = plain.find("](") {
        let (Some(open), Some(close)) = (plain[..middle].rfind('['), plain[middle..].find(')'))
        else {
            break;
        };
        let words = plain[open + 1..middle].to_owned();
        plain.replace_range(open..=middle + close, &words);
    }
    plain.trim_matches(['*', '_', ' ']).to_owned()
}

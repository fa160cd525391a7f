//! The programme as a grid for each day: rooms are columns, times are rows, and the agenda is a
//! way through it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use chrono::{DateTime, Days, FixedOffset, NaiveDate, TimeDelta, Timelike as _};

use crate::agenda::{Agenda, because};
use crate::schedule::{Event, EventIx, Schedule};
use crate::score::Scores;

use super::super::words;

/// How much of a long text is shown of a talk that is not in the agenda, in characters.
const EXCERPT: usize = 380;

/// A day of the programme.
pub(super) struct Grid<'a> {
    /// `2018-09-28`.
    pub(super) date: String,
    /// `Friday 28 September 2018`.
    pub(super) name: String,
    /// When its first row begins, in seconds since 1970.
    pub(super) from: i64,
    /// Minutes of a row.
    pub(super) unit: i64,
    /// How many rows there are.
    pub(super) rows: i64,
    /// How many columns there are.
    pub(super) columns: usize,
    /// The names over the columns.
    pub(super) rooms: Vec<RoomName<'a>>,
    /// The names beside the rows: row, text.
    pub(super) hours: Vec<(i64, String)>,
    /// The events by time and room.
    pub(super) cells: Vec<Cell<'a>>,
    /// The way through it, as the path of an SVG whose units are columns and rows.
    pub(super) way: String,
}

/// The name over the columns of a room.
pub(super) struct RoomName<'a> {
    /// The name; empty where the programme has none.
    pub(super) name: &'a str,
    /// Its first column, from 1.
    pub(super) column: usize,
    /// Its last column: a room has more than one where its events overlap.
    pub(super) last: usize,
}

/// An event in the grid.
pub(super) struct Cell<'a> {
    /// Its number in the programme.
    pub(super) number: usize,
    /// The event.
    pub(super) event: &'a Event,
    /// Its column, from 1.
    pub(super) column: usize,
    /// Its first row, from 1.
    pub(super) row: i64,
    /// How many rows it takes.
    pub(super) span: i64,
    /// `10:30`.
    pub(super) start: String,
    /// `11:00`.
    pub(super) end: String,
    /// What it is worth.
    pub(super) points: i64,
    /// Why.
    pub(super) reasons: String,
    /// From 0, nothing speaks for it, to 4, one of the best.
    pub(super) level: i64,
    /// Whether it is in the agenda.
    pub(super) chosen: bool,
    /// The beginning of its text.
    pub(super) excerpt: String,
}

/// A grid for each day of the schedule.
pub(super) fn grids<'a>(agenda: &Agenda, schedule: &'a Schedule, scores: &Scores) -> Vec<Grid<'a>> {
    let chosen: BTreeSet<&str> = agenda.talks.iter().map(|talk| talk.id.as_str()).collect();
    let best = schedule.iter().map(|(ix, _)| scores.of(ix).points).max().unwrap_or(0);
    let view = View { schedule, scores, chosen, best };
    let mut by_day: BTreeMap<NaiveDate, Vec<EventIx>> = BTreeMap::new();
    for (ix, event) in schedule.iter() {
        by_day.entry(schedule.day(event.slot.start())).or_default().push(ix);
    }
    by_day.into_iter().map(|(day, events)| view.grid(day, &events)).collect()
}

struct View<'a, 'b> {
    schedule: &'a Schedule,
    scores: &'b Scores,
    chosen: BTreeSet<&'b str>,
    best: i64,
}

impl<'a> View<'a, '_> {
    fn grid(&self, day: NaiveDate, events: &[EventIx]) -> Grid<'a> {
        let span = Span::of(day, self.schedule, events);
        let (lanes, rooms) = lanes(self.schedule, events);
        let cells: Vec<Cell<'a>> =
            events.iter().zip(&lanes).map(|(&ix, &column)| self.cell(ix, column, &span)).collect();
        Grid {
            date: day.to_string(),
            name: day.format("%A %-d %B %Y").to_string(),
            from: span.from.timestamp(),
            unit: span.unit,
            rows: span.rows(),
            columns: rooms.last().map_or(1, |room| room.last),
            rooms,
            hours: span.hours(),
            way: way(&cells),
            cells,
        }
    }

    fn cell(&self, ix: EventIx, column: usize, span: &Span) -> Cell<'a> {
        const LEVELS: i64 = 4;
        let event = self.schedule.event(ix);
        let zone = self.schedule.zone();
        let (start, end) = (zone.at(event.slot.start()), zone.at(event.slot.end()));
        let scored = self.scores.of(ix);
        let (row, last) = (span.row(start), span.row(end).min(span.rows()));
        let level = (scored.points.max(0) * LEVELS + self.best - 1) / self.best.max(1);
        Cell {
            number: ix.index(),
            event,
            column,
            row: row + 1,
            span: (last - row).max(1),
            start: start.format("%H:%M").to_string(),
            end: end.format("%H:%M").to_string(),
            points: scored.points,
            reasons: words::reasons(&because(scored)),
            level: level.clamp(0, LEVELS),
            chosen: self.chosen.contains(event.id.as_str()),
            excerpt: excerpt(event),
        }
    }
}

/// The beginning of what the programme says of an event, cut between words.
fn excerpt(event: &Event) -> String {
    let text = if event.summary.is_empty() { &event.description } else { &event.summary };
    let Some((cut, _)) = text.char_indices().nth(EXCERPT) else { return text.clone() };
    let whole = text[..cut].rfind(char::is_whitespace).unwrap_or(cut);
    format!("{} …", text[..whole].trim_end())
}

/// The time that a grid shows.
struct Span {
    from: DateTime<FixedOffset>,
    to: DateTime<FixedOffset>,
    unit: i64,
}

impl Span {
    /// From the hour in which the day begins to the one in which it ends, but at most a day.
    fn of(day: NaiveDate, schedule: &Schedule, events: &[EventIx]) -> Span {
        let at = |time| schedule.zone().at(time);
        let slots = || events.iter().map(|&ix| schedule.event(ix).slot);
        let midnight = at(schedule.zone().instant(day.into()).instant());
        let first = slots().map(|slot| at(slot.start())).min().unwrap_or(midnight);
        let last = slots().map(|slot| at(slot.end())).max().unwrap_or(midnight);
        let from = first - TimeDelta::minutes(first.minute().into());
        let longest = from.checked_add_days(Days::new(1)).unwrap_or(from);
        let to = last.min(longest);
        let minutes = slots()
            .flat_map(|slot| [slot.start(), slot.end()])
            .map(|time| (at(time) - from).num_minutes());
        Span { from, to, unit: minutes.fold(UNIT, gcd) }
    }

    /// The row, from 0, in which a time lies.
    fn row(&self, time: DateTime<FixedOffset>) -> i64 {
        (time - self.from).num_minutes() / self.unit
    }

    fn rows(&self) -> i64 {
        self.row(self.to).max(1)
    }

    fn hours(&self) -> Vec<(i64, String)> {
        let hours = (0..).map(|hour| self.from + TimeDelta::hours(hour));
        let hours = hours.take_while(|hour| *hour < self.to);
        hours.map(|hour| (self.row(hour) + 1, hour.format("%H:%M").to_string())).collect()
    }
}

/// The most minutes that a row may have: every hour begins a row.
const UNIT: i64 = 15;

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// The column of each event, and the names over them. Rooms stand in the order of their names,
/// numbers in them by value; what overlaps in a room gets columns side by side.
fn lanes<'a>(schedule: &'a Schedule, events: &[EventIx]) -> (Vec<usize>, Vec<RoomName<'a>>) {
    let mut by_room: BTreeMap<(Vec<Piece<'a>>, &'a str), Vec<usize>> = BTreeMap::new();
    for (position, &ix) in events.iter().enumerate() {
        let name = schedule.event(ix).room_name();
        by_room.entry((pieces(name), name)).or_default().push(position);
    }
    let mut columns = vec![0; events.len()];
    let mut rooms = Vec::new();
    let mut first = 1;
    for ((_, name), positions) in by_room {
        let mut free_at: Vec<DateTime<chrono::Utc>> = Vec::new();
        for position in positions {
            let slot = schedule.event(events[position]).slot;
            let lane = free_at.iter().position(|&free| free <= slot.start());
            let lane = lane.unwrap_or_else(|| {
                free_at.push(slot.end());
                free_at.len() - 1
            });
            free_at[lane] = slot.end();
            columns[position] = first + lane;
        }
        rooms.push(RoomName { name, column: first, last: first + free_at.len() - 1 });
        first += free_at.len();
    }
    (columns, rooms)
}

/// A part of a name: numbers are compared by value, and stand before letters.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Piece<'a> {
    Number(u64),
    Text(&'a str),
}

fn pieces(name: &str) -> Vec<Piece<'_>> {
    let digit = |c: char| c.is_ascii_digit();
    let mut pieces = Vec::new();
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| digit(c) != digit(first)).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        pieces.push(piece.parse().map_or(Piece::Text(piece), Piece::Number));
        rest = after;
    }
    pieces
}

/// Down the left edge of each chosen talk and over to the next.
fn way(cells: &[Cell<'_>]) -> String {
    let mut chosen: Vec<&Cell<'_>> = cells.iter().filter(|cell| cell.chosen).collect();
    chosen.sort_by_key(|cell| cell.row);
    let mut way = String::new();
    for (position, cell) in chosen.iter().enumerate() {
        let (x, top) = (cell.column - 1, cell.row - 1);
        let command = if position == 0 { 'M' } else { 'L' };
        let _ = write!(way, "{command}{x}.02 {top}V{}", top + cell.span);
    }
    way
}

/// The rules of the style that put columns and rows into their places.
pub(super) fn rules(grids: &[Grid<'_>]) -> String {
    let mut rules = String::new();
    let columns = grids.iter().map(|grid| grid.columns).max().unwrap_or(0);
    for column in 1..=columns {
        let _ = write!(rules, ".grid .c{column}{{grid-column-start:{}}}", column + 1);
    }
    let ends: BTreeSet<usize> =
        grids.iter().flat_map(|grid| grid.rooms.iter().map(|room| room.last)).collect();
    for end in ends {
        let _ = write!(rules, ".grid .e{end}{{grid-column-end:{}}}", end + 2);
    }
    let cells = || grids.iter().flat_map(|grid| &grid.cells);
    let hours = grids.iter().flat_map(|grid| grid.hours.iter().map(|(row, _)| *row));
    let rows: BTreeSet<i64> = cells().map(|cell| cell.row).chain(hours).collect();
    for row in rows {
        let _ = write!(rules, ".grid .r{row}{{grid-row-start:{}}}", row + 1);
    }
    let spans: BTreeSet<i64> = cells().map(|cell| cell.span).collect();
    for span in spans {
        let _ = write!(rules, ".grid .s{span}{{grid-row-end:span {span}}}");
    }
    for grid in grids {
        let _ = write!(
            rules,
            "#grid-{}{{--columns:{};--rows:{};--unit:{}}}",
            grid.date, grid.columns, grid.rows, grid.unit
        );
    }
    rules
}

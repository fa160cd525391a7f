//! The schedule as a grid for each day: rooms are columns, times are rows, and the agenda is a
//! way through it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::agenda::{Agenda, Missed, because};
use crate::schedule::{Event, EventIx, Schedule};
use crate::score::Scores;

use super::super::words;
use super::frame::{Frame, Head, Span, lanes};

/// So many colours there are for tracks.
const COLORS: usize = 12;

/// How much of a long text is shown of a talk that is not in the agenda, in characters.
const EXCERPT: usize = 380;

/// A day of the schedule.
pub(super) struct Grid<'a> {
    /// Rooms and times.
    pub(super) frame: Frame,
    /// The events by time and room.
    pub(super) cells: Vec<Cell<'a>>,
    /// The way through it, as the path of an SVG whose units are columns and rows.
    pub(super) way: String,
}

/// An event in the grid.
pub(super) struct Cell<'a> {
    /// Its number in the schedule.
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
    /// Which colour its track has; 0 without one.
    pub(super) color: usize,
    /// Why it is missed, and what it would cost.
    pub(super) fate: String,
    /// The beginning of its text.
    pub(super) excerpt: String,
}

/// A grid for each day of the schedule.
pub(super) fn grids<'a>(agenda: &Agenda, schedule: &'a Schedule, scores: &Scores) -> Vec<Grid<'a>> {
    let chosen: BTreeSet<&str> = agenda.talks.iter().map(|talk| talk.id.as_str()).collect();
    let best = schedule.iter().map(|(ix, _)| scores.of(ix).points).max().unwrap_or(0);
    let missed = agenda.missed.iter().map(|missed| (missed.id.as_str(), missed)).collect();
    let tracks: BTreeSet<&str> =
        schedule.events().iter().filter_map(|event| event.track.as_deref()).collect();
    let colors = tracks.into_iter().zip((1..=COLORS).cycle()).collect();
    let view = View { schedule, scores, chosen, missed, colors, best };
    let mut by_day: BTreeMap<NaiveDate, Vec<EventIx>> = BTreeMap::new();
    for (ix, event) in schedule.iter() {
        by_day.entry(schedule.day(event.slot.start())).or_default().push(ix);
    }
    by_day.into_iter().filter_map(|(day, events)| view.grid(day, &events)).collect()
}

struct View<'a, 'b> {
    schedule: &'a Schedule,
    scores: &'b Scores,
    chosen: BTreeSet<&'b str>,
    missed: BTreeMap<&'b str, &'b Missed>,
    colors: BTreeMap<&'b str, usize>,
    best: i64,
}

impl<'a> View<'a, '_> {
    fn grid(&self, day: NaiveDate, events: &[EventIx]) -> Option<Grid<'a>> {
        let times = |ix: &EventIx| slot(self.schedule, *ix);
        let span = Span::of(&events.iter().map(times).collect::<Vec<_>>())?;
        let (columns, rooms) = self.columns(events);
        let cells: Vec<Cell<'a>> = events
            .iter()
            .zip(&columns)
            .map(|(&ix, &column)| self.cell(ix, column, &span))
            .collect();
        let frame = Frame::new(day, "Schedule", &span, rooms);
        Some(Grid { frame, way: way(&cells), cells })
    }

    fn cell(&self, ix: EventIx, column: usize, span: &Span) -> Cell<'a> {
        const LEVELS: i64 = 4;
        let event = self.schedule.event(ix);
        let (start, end) = slot(self.schedule, ix);
        let scored = self.scores.of(ix);
        let (row, rows) = span.rows_of(start, end);
        let level = (scored.points.max(0) * LEVELS + self.best - 1) / self.best.max(1);
        Cell {
            number: ix.index(),
            event,
            column,
            row,
            span: rows,
            start: start.format("%H:%M").to_string(),
            end: end.format("%H:%M").to_string(),
            points: scored.points,
            reasons: words::reasons(&because(scored)),
            level: level.clamp(0, LEVELS),
            chosen: self.chosen.contains(event.id.as_str()),
            color: event.track.as_deref().map_or(0, |track| self.colors[track]),
            fate: self.missed.get(event.id.as_str()).map_or(String::new(), |it| fate(it)),
            excerpt: excerpt(event),
        }
    }

    /// The column of each event, and the names over them. Rooms of the agenda stand before the others,
    /// all in the order of their names, numbers in them by value; what overlaps in a room gets columns
    /// side by side.
    fn columns(&self, events: &[EventIx]) -> (Vec<usize>, Vec<Head>) {
        let is_chosen = |ix: &&EventIx| self.chosen.contains(self.schedule.event(**ix).id.as_str());
        let name = |ix: EventIx| self.schedule.event(ix).room_name();
        let own: BTreeSet<&str> = events.iter().filter(is_chosen).map(|&ix| name(ix)).collect();
        let mut by_room: BTreeMap<(bool, Vec<Piece<'_>>, &str), Vec<usize>> = BTreeMap::new();
        for (position, &ix) in events.iter().enumerate() {
            let name = name(ix);
            let key = (!own.contains(name), pieces(name), name);
            by_room.entry(key).or_default().push(position);
        }
        let mut columns = vec![0; events.len()];
        let mut rooms = Vec::new();
        let mut first = 1;
        for ((_, _, name), positions) in by_room {
            let slots = positions.iter().map(|&position| slot(self.schedule, events[position]));
            let (lanes, width) = lanes(slots);
            for (position, lane) in positions.into_iter().zip(lanes) {
                columns[position] = first + lane;
            }
            let last = first + width - 1;
            rooms.push(Head { name: name.to_owned(), column: first, last, member: None });
            first = last + 1;
        }
        (columns, rooms)
    }
}

/// Why a talk is missed, and what it would cost to go there.
fn fate(missed: &Missed) -> String {
    let why = words::obstacles(&missed.why);
    match super::costs(missed) {
        Some(cost) => format!("Not in the agenda: {why}; {cost}"),
        None => format!("Not in the agenda: {why}"),
    }
}

/// The beginning of what the schedule says of an event, cut between words.
pub(super) fn excerpt(event: &Event) -> String {
    let text = if event.summary.is_empty() { &event.description } else { &event.summary };
    let Some((cut, _)) = text.char_indices().nth(EXCERPT) else { return text.clone() };
    let whole = text[..cut].rfind(char::is_whitespace).unwrap_or(cut);
    format!("{} …", text[..whole].trim_end())
}

/// When an event begins and ends.
fn slot(schedule: &Schedule, ix: EventIx) -> (DateTime<FixedOffset>, DateTime<FixedOffset>) {
    let (slot, zone) = (schedule.event(ix).slot, schedule.zone());
    (zone.at(slot.start()), zone.at(slot.end()))
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

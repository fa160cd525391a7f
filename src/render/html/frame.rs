//! What the grids of both pages have in common: times are rows, columns have names, and the rules
//! of the style put everything into its place.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use chrono::{DateTime, Days, FixedOffset, NaiveDate, TimeDelta, Timelike as _};

type Time = DateTime<FixedOffset>;

/// The frame of a day's grid.
pub(super) struct Frame {
    /// `2018-09-28`.
    pub(super) date: String,
    /// `Friday 28 September 2018`.
    pub(super) name: String,
    /// What the grid shows: a schedule, an agenda.
    pub(super) shows: &'static str,
    /// When its first row begins, in seconds since 1970.
    pub(super) from: i64,
    /// Minutes of a row.
    pub(super) unit: i64,
    /// How many rows there are.
    pub(super) rows: i64,
    /// How many columns there are.
    pub(super) columns: usize,
    /// The names over the columns.
    pub(super) heads: Vec<Head>,
    /// The names beside the rows: row, text.
    pub(super) hours: Vec<(i64, String)>,
}

/// A name over columns.
pub(super) struct Head {
    /// The name; empty where there is none.
    pub(super) name: String,
    /// Its first column, from 1.
    pub(super) column: usize,
    /// Its last column: what overlaps stands side by side.
    pub(super) last: usize,
    /// Whose it is, by place among the members.
    pub(super) member: Option<usize>,
}

impl Frame {
    /// The frame for a day whose times and names are known.
    pub(super) fn new(day: NaiveDate, shows: &'static str, span: &Span, heads: Vec<Head>) -> Frame {
        Frame {
            date: day.to_string(),
            name: day.format("%A %-d %B %Y").to_string(),
            shows,
            from: span.from.timestamp(),
            unit: span.unit,
            rows: span.rows(),
            columns: heads.last().map_or(1, |head| head.last),
            heads,
            hours: span.hours(),
        }
    }
}

/// The time that a grid shows.
pub(super) struct Span {
    from: Time,
    to: Time,
    unit: i64,
}

impl Span {
    /// From the hour in which the first begins to the end of the last, but at most a day; nothing
    /// where there is nothing.
    pub(super) fn of(slots: &[(Time, Time)]) -> Option<Span> {
        let first = slots.iter().map(|slot| slot.0).min()?;
        let last = slots.iter().map(|slot| slot.1).max()?;
        let from = first - TimeDelta::minutes(first.minute().into());
        let longest = from.checked_add_days(Days::new(1)).unwrap_or(from);
        let times = slots.iter().flat_map(|slot| [slot.0, slot.1]);
        let minutes = times.map(|time| (time - from).num_minutes());
        Some(Span { from, to: last.min(longest), unit: minutes.fold(UNIT, gcd) })
    }

    /// The first row, from 1, and the number of rows between two times.
    pub(super) fn rows_of(&self, start: Time, end: Time) -> (i64, i64) {
        let (row, last) = (self.row(start), self.row(end).min(self.rows()));
        (row + 1, (last - row).max(1))
    }

    /// The row, from 0, in which a time lies.
    fn row(&self, time: Time) -> i64 {
        (time - self.from).num_minutes() / self.unit
    }

    fn rows(&self) -> i64 {
        self.row(self.to).max(1)
    }

    /// The beginning of each hour.
    pub(super) fn each_hour(&self) -> impl Iterator<Item = Time> {
        let hours = (0..).map(|hour| self.from + TimeDelta::hours(hour));
        hours.take_while(|hour| *hour < self.to)
    }

    fn hours(&self) -> Vec<(i64, String)> {
        self.each_hour()
            .map(|hour| (self.row(hour) + 1, hour.format("%H:%M").to_string()))
            .collect()
    }
}

/// The most minutes that a row may have: every hour begins a row.
const UNIT: i64 = 15;

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// The lanes of times in their order, from 0, so that those that overlap are in different ones;
/// and how many lanes that takes.
pub(super) fn lanes(slots: impl Iterator<Item = (Time, Time)>) -> (Vec<usize>, usize) {
    let mut free_at: Vec<Time> = Vec::new();
    let lane = |(start, end): (Time, Time)| {
        let lane = free_at.iter().position(|&free| free <= start);
        let lane = lane.unwrap_or_else(|| {
            free_at.push(end);
            free_at.len() - 1
        });
        free_at[lane] = end;
        lane
    };
    let lanes = slots.map(lane).collect();
    (lanes, free_at.len())
}

/// The rules of the style that put columns and rows into their places. `cells` are the first row
/// and the number of rows of everything in the grids.
pub(super) fn rules(frames: &[&Frame], cells: impl Iterator<Item = (i64, i64)>) -> String {
    let mut rules = String::new();
    let columns = frames.iter().map(|frame| frame.columns).max().unwrap_or(0);
    for column in 1..=columns {
        let _ = write!(rules, ".grid .c{column}{{grid-column-start:{}}}", column + 1);
    }
    let ends: BTreeSet<usize> =
        frames.iter().flat_map(|frame| frame.heads.iter().map(|head| head.last)).collect();
    for end in ends {
        let _ = write!(rules, ".grid .e{end}{{grid-column-end:{}}}", end + 2);
    }
    let (starts, spans): (BTreeSet<i64>, BTreeSet<i64>) = cells.unzip();
    let hours = frames.iter().flat_map(|frame| frame.hours.iter().map(|(row, _)| *row));
    let rows: BTreeSet<i64> = starts.into_iter().chain(hours).collect();
    for row in rows {
        let _ = write!(rules, ".grid .r{row}{{grid-row-start:{}}}", row + 1);
    }
    let shortest = spans.iter().next().copied().unwrap_or(1);
    for span in spans {
        let _ = write!(rules, ".grid .s{span}{{grid-row-end:span {span};--span:{span}}}");
    }
    for frame in frames {
        let _ = write!(
            rules,
            "#grid-{}{{--columns:{};--rows:{};--unit:{};--scale:{:.3}}}",
            frame.date,
            frame.columns,
            frame.rows,
            frame.unit,
            scale(shortest * frame.unit)
        );
    }
    rules
}

/// How many rem a minute is high, so that the shortest talk has room for a line, if that is not too
/// high for all others.
fn scale(shortest: i64) -> f64 {
    const LINE: f64 = 1.35;
    (LINE / shortest.max(1) as f64).clamp(0.135, 0.27)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_overlaps_stands_side_by_side() {
        let at = |minute: i64| DateTime::UNIX_EPOCH.fixed_offset() + TimeDelta::minutes(minute);
        let case = |slots: &[(i64, i64)], expected: &[usize], width| {
            let slots = slots.iter().map(|&(start, end)| (at(start), at(end)));
            assert_eq!(lanes(slots), (expected.to_vec(), width));
        };
        case(&[], &[], 0);
        case(&[(0, 30), (30, 60)], &[0, 0], 1);
        case(&[(0, 30), (10, 60), (20, 25), (30, 40)], &[0, 1, 2, 0], 3);
    }
}

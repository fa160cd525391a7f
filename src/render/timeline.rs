//! A bar per day: rooms against hours, with the chosen talks filled.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, TimeDelta, Timelike as _, Utc};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::agenda::{Agenda, Talk, conference_day};
use crate::problem::count;
use crate::schedule::{Schedule, Slot};

use super::{Style, Terminal, Width};

/// Of more rooms only those are shown that one goes to.
const MOST_ROOMS: usize = 10;
/// What lasts longer does not stretch a day, unless one goes there.
const LONGEST: i64 = 3 * 60;
/// The row of what is in no room.
const BUSY: &str = "(busy)";

/// The days of an agenda, as bars.
pub fn timeline(agenda: &Agenda, schedule: &Schedule, width: Width, style: Style) -> String {
    let mut days: Vec<NaiveDate> = agenda.talks.iter().map(Talk::day).collect();
    let busy = agenda.commitments.iter().chain(&agenda.breaks);
    days.extend(busy.map(|busy| conference_day(busy.start)));
    days.sort_unstable();
    days.dedup();
    let mut text = String::new();
    for day in days {
        let heading = day.format("%A %-d %B %Y").to_string();
        let _ = writeln!(text, "\n{}", style.heading(&heading));
        Day::new(agenda, schedule, day).draw(schedule, width, style, &mut text);
    }
    text.push('\n');
    for line in legend(usize::from(width.columns())) {
        let _ = writeln!(text, "{}", style.aside(&line));
    }
    text
}

/// What the marks mean, in lines that fit.
fn legend(columns: usize) -> Vec<String> {
    const BETWEEN: &str = "   ";
    let parts =
        ["▐█ your talks", "*█ your must-sees", "├─ other talks", "░▒ breaks and commitments"];
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(line) if line.width() + BETWEEN.len() + part.width() <= columns => {
                line.push_str(BETWEEN);
                line.push_str(part);
            }
            Some(_) | None => lines.push(part.to_owned()),
        }
    }
    lines
}

/// What a column of a row shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Nothing,
    Other,
    Chosen,
    MustSee,
    Busy,
}

impl Kind {
    /// The first column of something, and every further one.
    fn signs(self) -> (char, char) {
        match self {
            Kind::Nothing => (' ', ' '),
            Kind::Other => ('├', '─'),
            Kind::Chosen => ('▐', '█'),
            Kind::MustSee => ('*', '█'),
            Kind::Busy => ('░', '▒'),
        }
    }

    fn styled(self, text: &str, style: Style) -> String {
        match self {
            Kind::Nothing => text.to_owned(),
            Kind::Other | Kind::Busy => style.aside(text),
            Kind::Chosen => style.good(text),
            Kind::MustSee => style.warning(text),
        }
    }
}

/// One bar.
struct Bar {
    slot: Slot,
    kind: Kind,
}

/// One conference day.
struct Day {
    /// Rooms with their bars; a later bar is drawn over an earlier one.
    rows: Vec<(String, Vec<Bar>)>,
    /// Rooms that are not shown.
    more: usize,
}

impl Day {
    fn new(agenda: &Agenda, schedule: &Schedule, day: NaiveDate) -> Day {
        let mut rows: Vec<(String, Vec<Bar>)> = Vec::new();
        let mut add = |room: &str, slot: Slot, kind: Kind| {
            let bar = Bar { slot, kind };
            match rows.iter_mut().find(|(name, _)| name == room) {
                Some((_, bars)) => bars.push(bar),
                None => rows.push((room.to_owned(), vec![bar])),
            }
        };
        for event in schedule.events() {
            if schedule.day(event.slot.start()) == day && !event.cancelled {
                add(event.room_name(), event.slot, Kind::Other);
            }
        }
        for talk in agenda.talks.iter().filter(|talk| talk.day() == day) {
            let kind = if talk.must_see { Kind::MustSee } else { Kind::Chosen };
            if let Some(slot) = Slot::new(talk.from().to_utc(), talk.to().to_utc()) {
                add(talk.room.as_deref().unwrap_or_default(), slot, kind);
            }
        }
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        let all = rows.len();
        if all > MOST_ROOMS {
            let goes = |bar: &Bar| matches!(bar.kind, Kind::Chosen | Kind::MustSee);
            rows.retain(|(_, bars)| bars.iter().any(goes));
        }
        let more = all - rows.len();
        let busy = agenda.commitments.iter().chain(&agenda.breaks);
        let busy: Vec<Bar> = busy
            .filter(|busy| conference_day(busy.start) == day)
            .filter_map(|busy| Slot::new(busy.start.to_utc(), busy.end.to_utc()))
            .map(|slot| Bar { slot, kind: Kind::Busy })
            .collect();
        if !busy.is_empty() {
            rows.push((BUSY.to_owned(), busy));
        }
        Day { rows, more }
    }

    fn draw(&self, schedule: &Schedule, width: Width, style: Style, text: &mut String) {
        let columns = usize::from(width.columns());
        let names: Vec<String> =
            self.rows.iter().map(|(name, _)| shortened(name, columns / 4)).collect();
        let beside = names.iter().map(|name| name.width()).max().unwrap_or(0) + 1;
        let Some(scale) = Scale::new(&self.rows, schedule, columns.saturating_sub(beside)) else {
            return;
        };
        let _ = writeln!(text, "{:beside$}{}", "", style.aside(&scale.hours(schedule)));
        for (name, (_, bars)) in names.iter().zip(&self.rows) {
            let blank = " ".repeat(beside - name.width());
            let row = scale.row(bars, style);
            if !row.is_empty() {
                let _ = writeln!(text, "{name}{blank}{row}");
            }
        }
        if self.more > 0 {
            let _ = writeln!(text, "and {}", count(self.more, "more room"));
        }
    }
}

/// Time against columns.
struct Scale {
    from: DateTime<Utc>,
    /// What a column stands for.
    minutes: i64,
    columns: usize,
}

impl Scale {
    /// The finest scale on which whole hours around all bars fit.
    fn new(rows: &[(String, Vec<Bar>)], schedule: &Schedule, columns: usize) -> Option<Scale> {
        let bars = || rows.iter().flat_map(|(_, bars)| bars);
        let counts = |bar: &&Bar| bar.kind != Kind::Other || bar.slot.minutes() <= LONGEST;
        let slots = || bars().filter(counts).map(|bar| bar.slot);
        let (from, to) = (slots().map(Slot::start).min()?, slots().map(Slot::end).max()?);
        let past_hour = TimeDelta::minutes(i64::from(schedule.zone().at(from).minute()));
        let from = from - past_hour;
        let hours = (to - from).num_minutes().div_euclid(60) + 1;
        let whole = if (to - from).num_minutes() % 60 == 0 { hours - 1 } else { hours } * 60;
        let fits = |minutes: &i64| whole / minutes <= i64::try_from(columns).unwrap_or(i64::MAX);
        let minutes = [5, 10, 15, 20, 30, 60, 120, 240].into_iter().find(fits).unwrap_or(480);
        Some(Scale { from, minutes, columns: usize::try_from(whole / minutes).unwrap_or(0) })
    }

    fn column(&self, time: DateTime<Utc>) -> usize {
        let column = (time - self.from).num_minutes().div_euclid(self.minutes);
        usize::try_from(column).unwrap_or(0).min(self.columns)
    }

    /// The hours, each above its column, as many as have room.
    fn hours(&self, schedule: &Schedule) -> String {
        let mut line = String::new();
        for column in 0..self.columns {
            let minutes = i64::try_from(column).unwrap_or(0) * self.minutes;
            let local = schedule.zone().at(self.from + TimeDelta::minutes(minutes));
            if local.minute() == 0 && (line.is_empty() || line.len() < column) {
                let _ = write!(line, "{:1$}", "", column - line.len());
                let _ = write!(line, "{}", local.format("%H"));
            }
        }
        line
    }

    fn row(&self, bars: &[Bar], style: Style) -> String {
        let mut cells = vec![(Kind::Nothing, ' '); self.columns];
        for bar in bars {
            let first = self.column(bar.slot.start());
            let end = self.column(bar.slot.end()).max(first + 1).min(self.columns);
            let (start, rest) = bar.kind.signs();
            for (at, cell) in cells.iter_mut().enumerate().take(end).skip(first) {
                *cell = (bar.kind, if at == first { start } else { rest });
            }
        }
        let runs = cells.chunk_by(|a, b| a.0 == b.0);
        let row: String = runs
            .map(|run| {
                let signs: String = run.iter().map(|(_, sign)| sign).collect();
                run[0].0.styled(&signs, style)
            })
            .collect();
        row.trim_end().to_owned()
    }
}

/// A name in at most so many columns.
fn shortened(name: &str, columns: usize) -> String {
    let name = Terminal(name).to_string();
    if name.width() <= columns {
        return name;
    }
    let mut short = String::new();
    let mut taken = 1;
    for c in name.chars() {
        taken += c.width().unwrap_or(0);
        if taken > columns {
            break;
        }
        short.push(c);
    }
    short.push('…');
    short
}

//! Tables for a terminal or a pipe.

use std::fmt::Write as _;

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};
use comfy_table::{Cell, Table};

use crate::agenda::{
    Agenda, Appointment, Because, Clash, Loss, Missed, Obstacle, Status, Talk, because,
    conference_day,
};
use crate::problem::{and_list, count};
use crate::schedule::{EventIx, Inferred, Schedule};
use crate::score::Scores;

use super::grid::{Share, fit, new_table};
use super::{Style, Terminal, Width};

/// A time without a talk that is shorter is not worth a line.
const SHORT_GAP: TimeDelta = TimeDelta::minutes(20);

/// An agenda: conflicts on top, one table a day, what was missed below.
pub fn agenda(agenda: &Agenda, most_missed: usize, width: Width, style: Style) -> String {
    let mut text = String::new();
    head(agenda, style, &mut text);
    if !agenda.conflicts.is_empty() {
        let _ = write!(text, "\n{}", conflicts(agenda, style));
    }
    let lines = lines(agenda);
    for day in lines.chunk_by(|a, b| a.day() == b.day()) {
        let heading = day[0].day().format("%A %-d %B %Y").to_string();
        let _ =
            write!(text, "\n{}\n{}\n", style.heading(&heading), day_table(day, width).trim_fmt());
    }
    if agenda.talks.iter().any(|talk| !mark(talk, &MARKED).is_empty()) {
        let legend = "~ not in the programme, inferred by a rule (see `attend check`)";
        let _ = writeln!(text, "{}", style.aside(legend));
    }
    missed(agenda, most_missed, width, style, &mut text);
    text
}

/// The must-sees that cannot all be kept, with the ways out.
pub fn conflicts(agenda: &Agenda, style: Style) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{}", style.error("What cannot all be kept:"));
    for (position, clash) in agenda.conflicts.iter().enumerate() {
        if position > 0 {
            text.push('\n');
        }
        conflict(clash, &mut text);
    }
    text
}

fn head(agenda: &Agenda, style: Style, text: &mut String) {
    let version = agenda.schedule.version.as_deref();
    let version = version.map_or(String::new(), |version| format!(" ({})", Terminal(version)));
    let title =
        format!("{}{version}: {}", Terminal(&agenda.schedule.title), Terminal(&agenda.profile));
    let _ = writeln!(text, "{}", style.heading(&title));
    let talks = count(agenda.talks.len(), "talk");
    let must_sees = agenda.talks.iter().filter(|talk| talk.must_see).count();
    let must_sees = match must_sees {
        0 => String::new(),
        number => format!(" with {}", count(number, "must-see")),
    };
    let proof = match agenda.proof.status {
        Status::Optimal => style.good("optimal: proven that no agenda has more"),
        Status::BestFound => style.warning(&format!(
            "best found in the time: at most {} points are possible (gap {:.1} %)",
            agenda.proof.bound,
            agenda.proof.gap * 100.0
        )),
        Status::LeastChange => format!(
            "{} fewer than a new plan would have, to change less",
            agenda.proof.bound - agenda.points
        ),
    };
    let _ = writeln!(text, "{talks}{must_sees}, {} points; {proof}", agenda.points);
    let _ = writeln!(text, "Times are in {}.", Terminal(&agenda.schedule.timezone));
}

fn conflict(clash: &Clash, text: &mut String) {
    if let Loss::Break(name) = &clash.given_up {
        let _ = writeln!(text, "  {} (given up)", Terminal(name));
    }
    for place in &clash.events {
        let fate = if clash.kept.contains(&place.id) { "kept" } else { "given up" };
        let room = place.room.as_deref().map_or(String::new(), |r| format!(" in {}", Terminal(r)));
        let _ = writeln!(
            text,
            "  {} {}-{}{room}: {} ({fate})",
            place.start.format("%a"),
            place.start.format("%H:%M"),
            place.end.format("%H:%M"),
            Terminal(&place.title),
        );
    }
    for because in &clash.because {
        let _ = writeln!(text, "  because: {}", obstacle(because));
    }
    let _ = writeln!(text, "  ways out:");
    for way in &clash.ways_out {
        let price = match way.price {
            _ if way.taken => "this agenda does".to_owned(),
            0 => "costs no points".to_owned(),
            price if price < 0 => format!("gains {} points", -price),
            price => format!("costs {price} points"),
        };
        let _ = writeln!(text, "  - {}: {price}", loss(&way.give_up));
        for title in &way.also_lost {
            let _ = writeln!(text, "    and {} is lost, too", Terminal(title));
        }
    }
}

/// What a way out asks one to do.
fn loss(loss: &Loss) -> String {
    match loss {
        Loss::Talk(title) => format!("leave out {}", Terminal(title)),
        Loss::Break(name) => format!("do without {}", Terminal(name)),
        Loss::Commitment(title) => format!("skip the commitment {}", Terminal(title)),
        Loss::Absence => "be there at that time".to_owned(),
        Loss::TalksPerDay => "allow more talks a day".to_owned(),
        Loss::HoursPerDay => "allow more hours a day".to_owned(),
        Loss::Early { title, minutes } => {
            format!("leave {} {minutes} minutes early", Terminal(title))
        }
    }
}

/// What an agenda marks where it was inferred.
const MARKED: [Inferred; 3] = [Inferred::Start, Inferred::End, Inferred::Room];

/// The mark of a cell in which something was inferred.
fn mark(talk: &Talk, what: &[Inferred]) -> &'static str {
    if what.iter().any(|what| talk.inferred.iter().any(|name| name == what.name())) {
        "~"
    } else {
        ""
    }
}

/// One line of a day.
enum Line<'a> {
    Talk(&'a Talk),
    Commitment(&'a Appointment),
    Break(&'a Appointment),
    Free { from: DateTime<FixedOffset>, to: DateTime<FixedOffset> },
}

impl Line<'_> {
    fn start(&self) -> DateTime<FixedOffset> {
        match self {
            Line::Talk(talk) => talk.from(),
            Line::Commitment(it) | Line::Break(it) => it.start,
            Line::Free { from, .. } => *from,
        }
    }

    fn end(&self) -> DateTime<FixedOffset> {
        match self {
            Line::Talk(talk) => talk.to(),
            Line::Commitment(it) | Line::Break(it) => it.end,
            Line::Free { to, .. } => *to,
        }
    }

    fn day(&self) -> NaiveDate {
        conference_day(self.start())
    }
}

/// All that the agenda holds, in order, with the gaps of a day between.
fn lines(agenda: &Agenda) -> Vec<Line<'_>> {
    let mut busy: Vec<Line<'_>> = agenda.talks.iter().map(Line::Talk).collect();
    busy.extend(agenda.commitments.iter().map(Line::Commitment));
    busy.extend(agenda.breaks.iter().map(Line::Break));
    busy.sort_by_key(|line| (line.start(), line.end()));
    let mut lines: Vec<Line<'_>> = Vec::new();
    let mut free_from: Option<DateTime<FixedOffset>> = None;
    for line in busy {
        if let Some(from) = free_from
            && conference_day(from) == line.day()
            && line.start() - from >= SHORT_GAP
        {
            lines.push(Line::Free { from, to: line.start() });
        }
        free_from = free_from.max(Some(line.end()));
        lines.push(line);
    }
    lines
}

fn day_table(lines: &[Line<'_>], width: Width) -> Table {
    let mut table = new_table(width, &["Time", "Room", "Talk", "Points", "Because of"]);
    for line in lines {
        let time = format!("{}-{}", line.start().format("%H:%M"), line.end().format("%H:%M"));
        match line {
            Line::Talk(talk) => {
                let must = if talk.must_see { "* " } else { "" };
                table.add_row([
                    format!("{time}{}", mark(talk, &[Inferred::Start, Inferred::End])),
                    room(talk.room.as_deref(), mark(talk, &[Inferred::Room])),
                    format!("{must}{}{}", Terminal(&talk.title), missed_part(talk)),
                    talk.points.to_string(),
                    top_reasons(&talk.because),
                ]);
            }
            Line::Commitment(commitment) => {
                let title = format!("{} (commitment)", Terminal(&commitment.title));
                let place = room(commitment.room.as_deref(), "");
                table.add_row([time, place, title, String::new(), String::new()]);
            }
            Line::Break(it) => {
                let title = format!("({})", Terminal(&it.title));
                table.add_row([time, String::new(), title, String::new(), String::new()]);
            }
            Line::Free { from, to } => {
                let free = format!("({} free)", duration(*to - *from));
                table.add_row([time, String::new(), free, String::new(), String::new()]);
            }
        }
    }
    fit(table, width, &TALK_COLUMNS, &[3])
}

/// What is missed of a talk, if anything.
fn missed_part(talk: &Talk) -> String {
    match (talk.late, talk.early) {
        (0, 0) => String::new(),
        (late, 0) => format!(" (come {late} min late)"),
        (0, early) => format!(" (leave {early} min early)"),
        (late, early) => format!(" (come {late} min late, leave {early} min early)"),
    }
}

/// Time, room, talk, points, reasons.
const TALK_COLUMNS: [Share; 5] =
    [Share::Content, Share::AtMost(0.15), Share::Rest, Share::Content, Share::AtMost(0.24)];
/// When, talk, points, price, why.
const MISSED_COLUMNS: [Share; 5] =
    [Share::Content, Share::Rest, Share::Content, Share::Content, Share::AtMost(0.36)];

fn room(name: Option<&str>, mark: &str) -> String {
    name.map_or(String::new(), |name| format!("{}{mark}", Terminal(name)))
}

/// The keywords that gave or took most, with their points over all fields.
fn top_reasons(because: &[Because]) -> String {
    const MOST: usize = 3;
    let mut sums: Vec<(&str, i64)> = Vec::new();
    for reason in because {
        match sums.iter_mut().find(|(keyword, _)| *keyword == reason.keyword) {
            Some((_, sum)) => *sum += reason.points,
            None => sums.push((&reason.keyword, reason.points)),
        }
    }
    sums.sort_by_key(|&(keyword, points)| (-points.abs(), keyword));
    let rest = sums.len().saturating_sub(MOST);
    sums.truncate(MOST);
    let mut parts: Vec<String> =
        sums.iter().map(|(keyword, points)| format!("{} {points}", Terminal(keyword))).collect();
    if rest > 0 {
        parts.push("...".to_owned());
    }
    parts.join(", ")
}

fn duration(time: TimeDelta) -> String {
    match (time.num_hours(), time.num_minutes() % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

fn missed(agenda: &Agenda, most: usize, width: Width, style: Style, text: &mut String) {
    let must_sees = agenda.missed.iter().filter(|missed| missed.must_see).count();
    let shown = most.max(must_sees).min(agenda.missed.len());
    if shown == 0 {
        return;
    }
    let all = agenda.missed.len();
    let heading = if shown < all {
        format!("Missed: the best {shown} of {all} (--missed all shows the rest)")
    } else {
        format!("Missed: {}", count(all, "talk"))
    };
    let mut table = new_table(width, &["When", "Talk", "Points", "Price", "Why"]);
    for missed in &agenda.missed[..shown] {
        let must = if missed.must_see { "* " } else { "" };
        table.add_row([
            missed.start.format("%a %H:%M").to_string(),
            format!("{must}{}", Terminal(&missed.title)),
            missed.points.to_string(),
            price(missed),
            obstacles(&missed.why),
        ]);
    }
    let table = fit(table, width, &MISSED_COLUMNS, &[2, 3]);
    let _ = write!(text, "\n{}\n{}\n", style.heading(&heading), table.trim_fmt());
}

/// What the agenda would lose with a missed talk.
fn price(missed: &Missed) -> String {
    match missed.price {
        None if missed.why.iter().any(|why| matches!(why, Obstacle::Overlap { .. })) => {
            "must-see".to_owned()
        }
        None => "-".to_owned(),
        Some(price) if missed.exact => price.to_string(),
        Some(price) => format!(">={price}"),
    }
}

/// All obstacles in one phrase; talks at the same time are named together.
fn obstacles(obstacles: &[Obstacle]) -> String {
    let mut titles = Vec::new();
    let mut parts = Vec::new();
    for one in obstacles {
        match one {
            Obstacle::Overlap { title, .. } => titles.push(Terminal(title).to_string()),
            other => parts.push(obstacle(other)),
        }
    }
    if !titles.is_empty() {
        parts.insert(0, format!("at the same time as {}", and_list(&titles)));
    }
    parts.join("; ")
}

pub(super) fn obstacle(obstacle: &Obstacle) -> String {
    match obstacle {
        Obstacle::Overlap { title, .. } => format!("at the same time as {}", Terminal(title)),
        Obstacle::TooFar { title, walk, .. } => {
            format!("{walk} min from {}", Terminal(title))
        }
        Obstacle::Break { title } => format!("your {}", Terminal(title)),
        Obstacle::Commitment { title } => format!("your commitment {}", Terminal(title)),
        Obstacle::DayFull { day } => format!("{} is full", day.format("%A")),
        Obstacle::TalksPerDay => "so many talks a day are enough for you".to_owned(),
        Obstacle::HoursPerDay => "so many hours a day are enough for you".to_owned(),
        Obstacle::Away => "you are not there then".to_owned(),
        Obstacle::Cancelled => "cancelled".to_owned(),
        Obstacle::Never => "the profile says never".to_owned(),
        Obstacle::NoPoints => "no interest speaks for it".to_owned(),
        Obstacle::NotReached => "the search ran out of time".to_owned(),
    }
}

/// A list of talks with their points.
pub fn talks(schedule: &Schedule, scores: &Scores, talks: &[EventIx], width: Width) -> String {
    let mut table = new_table(width, &["When", "Room", "Talk", "Points", "Because of"]);
    for &ix in talks {
        let event = schedule.event(ix);
        let mark = |what| if event.inferred.contains(&what) { "~" } else { "" };
        let scored = scores.of(ix);
        let (start, end) =
            (schedule.zone().at(event.slot.start()), schedule.zone().at(event.slot.end()));
        let cancelled = if event.cancelled { "CANCELLED: " } else { "" };
        table.add_row([
            Cell::new(format!(
                "{}-{}{}",
                start.format("%a %H:%M"),
                end.format("%H:%M"),
                mark(Inferred::End)
            )),
            Cell::new(room(event.room.as_ref().map(|room| room.as_str()), mark(Inferred::Room))),
            Cell::new(format!("{cancelled}{}", Terminal(&event.title))),
            Cell::new(scored.points),
            Cell::new(top_reasons(&because(scored))),
        ]);
    }
    format!("{}\n", fit(table, width, &TALK_COLUMNS, &[3]).trim_fmt())
}

//! The agenda as a list: what the page says of each line of a day.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};

use crate::agenda::{Agenda, Talk};
use crate::schedule::{Event, Inferred};

use super::super::days::{Line, lines};
use super::super::words;

/// A day of the agenda.
pub(super) struct Day<'a> {
    /// `2018-09-28`, also its place in the page.
    pub(super) date: String,
    /// `Friday`.
    pub(super) weekday: String,
    /// `28 September 2018`.
    pub(super) rest: String,
    /// What there is, in order.
    pub(super) entries: Vec<Entry<'a>>,
}

/// A line of a day.
pub(super) struct Entry<'a> {
    /// When one comes to it.
    pub(super) from: DateTime<FixedOffset>,
    /// When one leaves it.
    pub(super) to: DateTime<FixedOffset>,
    /// What it is.
    pub(super) what: What<'a>,
}

/// What a line of a day is about.
pub(super) enum What<'a> {
    /// A chosen talk.
    Talk(Chosen<'a>),
    /// A commitment or a break: which of the two, title, room.
    Appointment(&'static str, &'a str, Option<&'a str>),
    /// Time with nothing in it: how much, and what would be on.
    Free(String),
}

/// A chosen talk with the schedule's words about it.
pub(super) struct Chosen<'a> {
    /// The talk.
    pub(super) talk: &'a Talk,
    /// The schedule's event.
    pub(super) event: Option<&'a Event>,
    /// `45 min`.
    pub(super) length: String,
    /// Keywords and points, the most first.
    pub(super) reasons: Vec<(&'a str, i64)>,
    /// Keywords and points, the best few in one line.
    pub(super) because: String,
    /// What is missed of it, if anything.
    pub(super) part: String,
}

impl Chosen<'_> {
    /// The mark of a time that the schedule does not say.
    pub(super) fn time_mark(&self) -> &'static str {
        words::mark(self.talk, &[Inferred::Start, Inferred::End])
    }

    /// The mark of a room that the schedule does not say.
    pub(super) fn room_mark(&self) -> &'static str {
        words::mark(self.talk, &[Inferred::Room])
    }
}

/// The days of an agenda.
pub(super) fn days<'a>(agenda: &'a Agenda, events: &BTreeMap<&str, &'a Event>) -> Vec<Day<'a>> {
    let lines = lines(agenda);
    let days = lines.chunk_by(|a, b| a.day() == b.day());
    days.map(|lines| {
        let day = lines[0].day();
        Day {
            date: day.to_string(),
            weekday: day.format("%A").to_string(),
            rest: day.format("%-d %B %Y").to_string(),
            entries: lines.iter().map(|line| entry(line, events)).collect(),
        }
    })
    .collect()
}

fn entry<'a>(line: &Line<'a>, events: &BTreeMap<&str, &'a Event>) -> Entry<'a> {
    let what = match line {
        Line::Talk(talk) => What::Talk(Chosen {
            talk,
            event: events.get(talk.id.as_str()).copied(),
            length: words::duration(talk.to() - talk.from()),
            reasons: words::sums(&talk.because),
            because: words::top_reasons(&talk.because),
            part: words::part_of(talk),
        }),
        Line::Commitment(it) => What::Appointment("commitment", &it.title, it.room.as_deref()),
        Line::Break(it) => What::Appointment("break", &it.title, it.room.as_deref()),
        Line::Free { from, to, nearest } => What::Free(words::free(*to - *from, *nearest)),
    };
    Entry { from: line.start(), to: line.end(), what }
}

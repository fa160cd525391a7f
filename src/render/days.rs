//! An agenda and a comparison line by line, in order: what one does, and what the members of a group
//! do, with the free time between.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::agenda::{Agenda, Appointment, Nearest, Talk, conference_day};
use crate::group::{Comparison, Entry, Meeting, Person, Shared, What};

/// One line of a day.
pub(super) enum Line<'a> {
    /// A chosen talk.
    Talk(&'a Talk),
    /// A fixed appointment.
    Commitment(&'a Appointment),
    /// A break that was planned.
    Break(&'a Appointment),
    /// Time with nothing in it, and what would be on.
    Free { from: DateTime<FixedOffset>, to: DateTime<FixedOffset>, nearest: Option<&'a Nearest> },
}

impl Line<'_> {
    /// When one comes to it.
    pub(super) fn start(&self) -> DateTime<FixedOffset> {
        match self {
            Line::Talk(talk) => talk.from(),
            Line::Commitment(it) | Line::Break(it) => it.start,
            Line::Free { from, .. } => *from,
        }
    }

    /// When one leaves it.
    pub(super) fn end(&self) -> DateTime<FixedOffset> {
        match self {
            Line::Talk(talk) => talk.to(),
            Line::Commitment(it) | Line::Break(it) => it.end,
            Line::Free { to, .. } => *to,
        }
    }

    /// The conference day it belongs to.
    pub(super) fn day(&self) -> NaiveDate {
        conference_day(self.start())
    }
}

/// All that the agenda holds, in order, with the gaps of a day between.
pub(super) fn lines(agenda: &Agenda) -> Vec<Line<'_>> {
    let mut lines = filled(&agenda.talks, &agenda.commitments, &agenda.breaks);
    lines.extend(agenda.gaps().into_iter().map(|(from, to)| {
        let within = |it: &&Nearest| from <= it.talk.start && it.talk.end <= to;
        Line::Free { from, to, nearest: agenda.nearest.iter().find(within) }
    }));
    lines.sort_by_key(|line| (line.start(), line.end()));
    lines
}

/// Talks, commitments and breaks, in order.
pub(super) fn filled<'a>(
    talks: &'a [Talk],
    commitments: &'a [Appointment],
    breaks: &'a [Appointment],
) -> Vec<Line<'a>> {
    let mut lines: Vec<Line<'_>> = talks.iter().map(Line::Talk).collect();
    lines.extend(commitments.iter().map(Line::Commitment));
    lines.extend(breaks.iter().map(Line::Break));
    lines.sort_by_key(|line| (line.start(), line.end()));
    lines
}

/// Something that one or several members do.
pub(super) struct Row<'a> {
    /// From when.
    pub(super) from: DateTime<FixedOffset>,
    /// To when.
    pub(super) to: DateTime<FixedOffset>,
    /// Where.
    pub(super) room: Option<&'a str>,
    /// What it is.
    pub(super) what: Doing<'a>,
    /// Who does it, by place among the members.
    pub(super) who: Vec<usize>,
}

/// What members do.
#[derive(Clone, Copy)]
pub(super) enum Doing<'a> {
    /// They see a talk.
    Talk(&'a Shared),
    /// They have a fixed appointment.
    Commitment(&'a str),
    /// They have a break.
    Break(&'a str),
    /// They are all free.
    Free(&'a Meeting),
}

impl Row<'_> {
    /// The conference day it belongs to.
    pub(super) fn day(&self) -> NaiveDate {
        conference_day(self.from)
    }
}

/// Everything, in order.
pub(super) fn rows(it: &Comparison) -> Vec<Row<'_>> {
    let talks = it.talks.iter().map(|talk| Row {
        from: talk.place.start,
        to: talk.place.end,
        room: talk.place.room.as_deref(),
        what: Doing::Talk(talk),
        who: talk.who.clone(),
    });
    let free = it.meetings.iter().map(|meeting| Row {
        from: meeting.from,
        to: meeting.to,
        room: meeting.near.as_deref(),
        what: Doing::Free(meeting),
        who: (0..it.members.len()).collect(),
    });
    let mut rows: Vec<Row<'_>> = talks.chain(free).chain(others(it)).collect();
    rows.sort_by_key(|row| (row.from, row.to, row.room));
    rows
}

/// Commitments and breaks; what several have at the same time and place is one.
fn others(it: &Comparison) -> Vec<Row<'_>> {
    let mut rows: BTreeMap<_, Row<'_>> = BTreeMap::new();
    for (member, person) in it.members.iter().enumerate() {
        for entry in &person.agenda {
            let (is_break, title, what) = match &entry.what {
                What::Talk { .. } => continue,
                What::Commitment { title } => (false, title, Doing::Commitment(title)),
                What::Break { title } => (true, title, Doing::Break(title)),
            };
            let (from, to, room) = (entry.from, entry.to, entry.room.as_deref());
            let row = rows.entry((from, to, room, is_break, title));
            row.or_insert_with(|| Row { from, to, room, what, who: Vec::new() }).who.push(member);
        }
    }
    rows.into_values().collect()
}

/// A talk in a member's agenda, and what it is worth to the member.
pub(super) fn seen<'a>(person: &'a Person, talk: &str) -> Option<(&'a Entry, i64)> {
    person.agenda.iter().find_map(|entry| match &entry.what {
        What::Talk { id, points, .. } if id == talk => Some((entry, *points)),
        What::Talk { .. } | What::Commitment { .. } | What::Break { .. } => None,
    })
}

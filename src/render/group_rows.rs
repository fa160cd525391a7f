//! A comparison line by line: every talk once, with all who see it, what else keeps members busy,
//! and when all are free.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::agenda::conference_day;
use crate::group::{Comparison, Meeting, Shared, What};

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

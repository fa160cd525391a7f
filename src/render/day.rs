//! A day of an agenda line by line: talks, commitments, breaks and the free time between.

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};

use crate::agenda::{Agenda, Appointment, Talk, conference_day};

/// A time without a talk that is shorter is not worth a line.
const SHORT_GAP: TimeDelta = TimeDelta::minutes(20);

/// One line of a day.
pub(super) enum Line<'a> {
    /// A chosen talk.
    Talk(&'a Talk),
    /// A fixed appointment.
    Commitment(&'a Appointment),
    /// A break that was planned.
    Break(&'a Appointment),
    /// Time with nothing in it.
    Free { from: DateTime<FixedOffset>, to: DateTime<FixedOffset> },
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

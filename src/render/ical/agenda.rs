//! An agenda as iCalendar: its talks with why they were chosen and what else is on.
//!
//! The `UID` of a talk is that of the event in the schedule's own calendar, whatever the agenda:
//! a calendar's program that gets a new agenda moves the talks that it knows. For those that
//! were dropped it has to be told so, and `SEQUENCE` has to grow; see [`Revision`].

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{DateTime, FixedOffset, TimeDelta};

use crate::agenda::{Agenda, Appointment, Instead, Place, Talk, conference_day};
use crate::problem::count;
use crate::schedule::{Event, Schedule, Slot};
use crate::text::fold_words;

use super::super::words;
use super::lines::Lines;
use super::{Ids, People, head, properties, utc};

/// What goes into a calendar besides the talks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Calendar {
    /// How long before each talk there is a reminder; none without.
    pub remind: Option<TimeDelta>,
    /// Whether breaks and commitments go in, too.
    pub breaks: bool,
}

/// Where an agenda stands in the row of those that replace one another.
#[derive(Clone, Copy, Debug, Default)]
pub struct Revision<'a> {
    /// How many agendas came before this one.
    pub number: u32,
    /// Talks that were in an agenda before and are no more.
    pub dropped: &'a [Place],
}

/// An agenda for calendars. The schedule is the one it was made from.
pub fn agenda(
    agenda: &Agenda,
    schedule: &Schedule,
    calendar: Calendar,
    revision: Revision<'_>,
) -> String {
    let mut lines = Lines::default();
    head(schedule, &format!("{}: {}", agenda.schedule.title, agenda.profile), &mut lines);
    let events: BTreeMap<&str, &Event> =
        schedule.events().iter().map(|event| (event.id.as_str(), event)).collect();
    let ids = Ids::of(schedule);
    let nobody = People::default();
    for talk in &agenda.talks {
        lines.raw("BEGIN", "VEVENT");
        // Calendars know a talk by its first id, whatever it is called since.
        ids.event(talk.uid.as_ref().unwrap_or(&talk.id), &mut lines);
        sequence(revision, &mut lines);
        if talk.must_see {
            lines.raw("PRIORITY", "1");
        }
        let slot = Slot::new(talk.from().to_utc(), talk.to().to_utc());
        match (events.get(talk.id.as_str()), slot) {
            (Some(event), Some(slot)) => {
                properties(event, slot, &note(talk), &nobody, &mut lines);
            }
            (None, _) | (_, None) => {
                bare(&talk.title, talk.start, talk.end, talk.room.as_deref(), &nobody, &mut lines);
                lines.text("DESCRIPTION", &note(talk));
            }
        }
        if let Some(before) = calendar.remind {
            alarm(&talk.title, before, &mut lines);
        }
        lines.raw("END", "VEVENT");
    }
    if calendar.breaks {
        for (kind, appointments) in [("break", &agenda.breaks), ("commitment", &agenda.commitments)]
        {
            appointed(kind, appointments, &ids, revision, &mut lines);
        }
    }
    for place in revision.dropped {
        lines.raw("BEGIN", "VEVENT");
        ids.event(&place.id, &mut lines);
        sequence(revision, &mut lines);
        bare(&place.title, place.start, place.end, place.room.as_deref(), &nobody, &mut lines);
        lines.raw("STATUS", "CANCELLED");
        lines.raw("END", "VEVENT");
    }
    lines.raw("END", "VCALENDAR");
    lines.into_text()
}

fn sequence(revision: Revision<'_>, lines: &mut Lines) {
    if revision.number > 0 {
        lines.raw("SEQUENCE", &revision.number.to_string());
    }
}

/// An event of which only its time and place are known.
pub(super) fn bare(
    title: &str,
    start: DateTime<FixedOffset>,
    end: DateTime<FixedOffset>,
    room: Option<&str>,
    people: &People,
    lines: &mut Lines,
) {
    lines.raw("DTSTART", &utc(start.to_utc()));
    lines.raw("DTEND", &utc(end.to_utc()));
    people.properties(title, lines);
    if let Some(room) = room {
        lines.text("LOCATION", room);
    }
}

/// Breaks or commitments. One that moves within its day keeps its `UID`.
fn appointed(
    kind: &str,
    appointments: &[Appointment],
    ids: &Ids,
    revision: Revision<'_>,
    lines: &mut Lines,
) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for it in appointments {
        let day = conference_day(it.start);
        let id = format!("{kind}-{}-{day}", fold_words(&it.title).replace(' ', "-"));
        let times = seen.entry(id.clone()).or_default();
        *times += 1;
        let id = if *times > 1 { format!("{id}-{times}") } else { id };
        lines.raw("BEGIN", "VEVENT");
        ids.event(&id, lines);
        sequence(revision, lines);
        bare(&it.title, it.start, it.end, it.room.as_deref(), &People::default(), lines);
        lines.raw("END", "VEVENT");
    }
}

/// What a person wants to be told on top of the schedule's own words.
fn note(talk: &Talk) -> String {
    let must_see = if talk.must_see { "Must-see, " } else { "" };
    let mut note = format!("{must_see}{}", count(talk.points, "point"));
    if !talk.scout_for.is_empty() {
        note = format!("You go {}\n{note}", words::scout(talk));
    }
    if !talk.because.is_empty() {
        let _ = write!(note, ": {}", words::reasons(&talk.because));
    }
    if talk.late > 0 || talk.early > 0 {
        let (start, end) = (talk.start.format("%H:%M"), talk.end.format("%H:%M"));
        let _ = write!(note, "\nOn from {start} to {end}{}", words::part_of(talk));
    }
    if !talk.inferred.is_empty() {
        let _ = write!(note, "\nNot in the schedule, inferred: {}", talk.inferred.join(", "));
    }
    if !talk.alternatives.is_empty() {
        note.push_str("\nInstead:");
        for other in &talk.alternatives {
            let _ = write!(note, "\n- {}", alternative(other));
        }
    }
    note
}

fn alternative(other: &Instead) -> String {
    let room = other.room.as_deref().map_or(String::new(), |room| format!(" in {room}"));
    format!("{}{room}, {}", other.title, words::instead_price(other))
}

/// A reminder so long before.
pub(super) fn alarm(title: &str, before: TimeDelta, lines: &mut Lines) {
    lines.raw("BEGIN", "VALARM");
    lines.raw("ACTION", "DISPLAY");
    lines.raw("TRIGGER", &format!("-PT{}M", before.num_minutes()));
    lines.text("DESCRIPTION", title);
    lines.raw("END", "VALARM");
}

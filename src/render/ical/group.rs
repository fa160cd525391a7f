//! A comparison as iCalendar: one calendar for all members.
//!
//! A talk is one event, however many see it: five friends at a keynote should not fill a day with
//! five bars. Its `SUMMARY` begins with the tags of who sees it, since many calendars show neither
//! categories nor colours; `CATEGORIES` has their names, by which calendars filter; `COLOR` is the
//! member's (RFC 7986), or grey where several see it. The `UID` is that of the event in the
//! schedule's own calendar, whoever sees it, and its time the schedule's: who comes late or leaves
//! early is told in `DESCRIPTION`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::group::{Comparison, Shared};
use crate::problem::count;
use crate::schedule::{Event, Schedule};
use crate::text::fold_words;

use super::super::days::{Doing, Row, rows, seen};
use super::super::style::{PALETTE, SHARED, color};
use super::super::words::{self, group};
use super::agenda::{alarm, bare};
use super::lines::Lines;
use super::{Calendar, Ids, People, head, properties};

/// A comparison for calendars. The schedule is the one it was made from.
pub fn comparison(it: &Comparison, schedule: &Schedule, calendar: Calendar) -> String {
    let mut lines = Lines::default();
    let name = format!("{}: {}", it.schedule.title, group::everybody(it));
    head(schedule, &name, &mut lines);
    let events: BTreeMap<&str, &Event> =
        schedule.events().iter().map(|event| (event.id.as_str(), event)).collect();
    let ids = Ids::of(schedule);
    for row in rows(it) {
        let people = people(it, &row.who);
        match row.what {
            Doing::Talk(talk) => {
                let place = &talk.place;
                let Some(event) = events.get(place.id.as_str()) else { continue };
                lines.raw("BEGIN", "VEVENT");
                ids.event(&place.id, &mut lines);
                if !talk.must_see_of.is_empty() {
                    lines.raw("PRIORITY", "1");
                }
                properties(event, event.slot, &note(it, talk), &people, &mut lines);
                if let Some(before) = calendar.remind {
                    alarm(&place.title, before, &mut lines);
                }
                lines.raw("END", "VEVENT");
            }
            Doing::Commitment(title) if calendar.breaks => {
                appointed("commitment", title, &row, &ids, &people, &mut lines);
            }
            Doing::Break(title) if calendar.breaks => {
                appointed("break", title, &row, &ids, &people, &mut lines);
            }
            Doing::Commitment(_) | Doing::Break(_) | Doing::Free(_) => {}
        }
    }
    lines.raw("END", "VCALENDAR");
    lines.into_text()
}

/// Whose an event is.
fn people(it: &Comparison, who: &[usize]) -> People {
    let tags: Vec<&str> = who.iter().map(|&member| it.members[member].tag.as_str()).collect();
    People {
        tags: if who.len() == it.members.len() { "all".to_owned() } else { tags.join(" ") },
        names: who.iter().map(|&member| it.members[member].name.clone()).collect(),
        color: match who {
            [one] => PALETTE[color(*one)],
            _ => SHARED,
        },
    }
}

/// What the talk is worth to whom.
fn note(it: &Comparison, talk: &Shared) -> String {
    let mut note = String::new();
    for &who in &talk.who {
        let person = &it.members[who];
        let Some((entry, points)) = seen(person, &talk.place.id) else { continue };
        let must_see = if talk.must_see_of.contains(&who) { ", must-see" } else { "" };
        let part = words::part(
            (entry.from - talk.place.start).num_minutes(),
            (talk.place.end - entry.to).num_minutes(),
        );
        let gap = if note.is_empty() { "" } else { "\n" };
        let sent = it.for_others.iter().find(|it| (&it.place.id, it.by) == (&talk.place.id, who));
        let _ = match sent {
            Some(sent) => write!(note, "{gap}{}{part}", group::scout(it, sent)),
            None => {
                write!(note, "{gap}{}: {}{must_see}{part}", person.name, count(points, "point"))
            }
        };
    }
    note
}

/// A break or a commitment. One that moves within its day keeps its `UID`.
fn appointed(
    kind: &str,
    title: &str,
    row: &Row<'_>,
    ids: &Ids,
    people: &People,
    lines: &mut Lines,
) {
    let words = fold_words(&format!("{title} {}", people.names.join(" "))).replace(' ', "-");
    lines.raw("BEGIN", "VEVENT");
    ids.event(&format!("{kind}-{}-{words}", row.day()), lines);
    bare(title, row.from, row.to, row.room, people, lines);
    lines.raw("END", "VEVENT");
}

//! The times of an agenda, and what becomes of those saved under other rules of their zone.
//!
//! Governments change the clocks at short notice. A conference then begins at the time that was
//! announced, as the new clocks show it: what a saved agenda says is what they show, and its
//! offsets are those of the day on which it was saved.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset};

use super::Agenda;
use crate::schedule::Zone;

/// Takes the times of an agenda at today's rules of its zone. Says so where they are others.
pub(super) fn renewed(agenda: &mut Agenda) -> Option<String> {
    let zone @ Zone::Named(_) = Zone::named(&agenda.schedule.timezone)? else { return None };
    let outdated = outdated(agenda, zone);
    if outdated.is_empty() {
        return None;
    }
    for mut span in spans(agenda) {
        reset(&mut span, zone, |time| outdated.contains(&time.offset().local_minus_utc()));
    }
    Some(format!(
        "the clocks of {zone} go by other rules now than when the agenda was saved; its times stay \
         as clocks there show them"
    ))
}

/// The offsets that the zone has had at times of its own, and has no more.
///
/// Whatever an earlier agenda has left, such as talks that were dropped, may be said in the zone of
/// that one. What the agenda knows of the schedule is not.
fn outdated(agenda: &Agenda, zone: Zone) -> BTreeSet<i32> {
    let known = agenda.known.iter().flat_map(|known| [known.start, known.end]);
    let talks = agenda.talks.iter().flat_map(|talk| [talk.start, talk.end]);
    let own: Vec<DateTime<FixedOffset>> =
        if agenda.known.is_empty() { talks.collect() } else { known.collect() };
    let others = own.into_iter().filter(|&time| !shows(zone, time));
    others.map(|time| time.offset().local_minus_utc()).collect()
}

/// Whether the clocks of a zone show a time as it is said. Of two that they show twice, both.
fn shows(zone: Zone, time: DateTime<FixedOffset>) -> bool {
    zone.at(time.to_utc()).offset() == time.offset()
}

/// Sets one thing's times. It does not get shorter: the clocks may skip an hour now while it is on.
fn reset(span: &mut Span<'_>, zone: Zone, is_outdated: impl Fn(DateTime<FixedOffset>) -> bool) {
    let length = *span.end - *span.start;
    let now = |time: DateTime<FixedOffset>| {
        if is_outdated(time) && !shows(zone, time) {
            zone.at(zone.instant(time.naive_local()).instant())
        } else {
            time
        }
    };
    *span.start = now(*span.start);
    *span.end = now(*span.end).max(zone.at((*span.start + length).to_utc()));
}

/// From when to when something is.
pub(super) struct Span<'a> {
    pub(super) title: &'a str,
    pub(super) start: &'a mut DateTime<FixedOffset>,
    pub(super) end: &'a mut DateTime<FixedOffset>,
}

/// Whatever in an agenda has a time, in the order of the file.
pub(super) fn spans(agenda: &mut Agenda) -> Vec<Span<'_>> {
    let appointments = agenda.commitments.iter_mut().chain(&mut agenda.breaks);
    let others = agenda.alternatives.iter_mut();
    let places = others.flat_map(|it| it.goes.iter_mut().chain(&mut it.comes));
    let places = places.chain(agenda.conflicts.iter_mut().flat_map(|clash| &mut clash.events));
    let nearest = agenda.nearest.iter_mut().map(|it| &mut it.talk);
    let places = places.chain(&mut agenda.dropped).chain(nearest);
    let mut spans: Vec<Span<'_>> = Vec::new();
    spans.extend(agenda.talks.iter_mut().map(|it| span(&it.title, &mut it.start, &mut it.end)));
    spans.extend(appointments.map(|it| span(&it.title, &mut it.start, &mut it.end)));
    spans.extend(agenda.missed.iter_mut().map(|it| span(&it.title, &mut it.start, &mut it.end)));
    spans.extend(places.map(|it| span(&it.title, &mut it.start, &mut it.end)));
    spans.extend(agenda.known.iter_mut().map(|it| span(&it.title, &mut it.start, &mut it.end)));
    spans
}

fn span<'a>(
    title: &'a str,
    start: &'a mut DateTime<FixedOffset>,
    end: &'a mut DateTime<FixedOffset>,
) -> Span<'a> {
    Span { title, start, end }
}

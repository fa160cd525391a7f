//! Times that were saved under other rules of their zone than those of today.
//!
//! Governments change the clocks at short notice. A conference then begins at the time that was
//! announced, as the new clocks show it: what a saved agenda says is what they show, and its
//! offsets are those of the day on which it was saved.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset};

use super::Agenda;
use super::spans::{Span, spans};
use crate::schedule::Zone;

/// Takes the times of an agenda at today's rules of its zone. Says so where they are others.
pub(super) fn set(agenda: &mut Agenda) -> Option<String> {
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

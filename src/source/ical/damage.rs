//! What is said of a calendar that is not whole.

use crate::problem::{Place, count};
use crate::source::{Subject, Warning};

use super::lines::{Component, Cut};
use super::note;

/// What is said of events that lack their end.
pub(super) fn open_events(unclosed: &[usize], parts: &[&Component]) -> Option<Warning> {
    let first = unclosed.first()?;
    let events = count(unclosed.len(), "event");
    let what = format!("no `END:VEVENT` in {events}: what follows is read as if it stood there");
    Some(note(Subject::Damage, parts.iter().find(|part| part.line == *first).copied(), what))
}

/// What is said of a file that is not there to its end.
pub(super) fn cut_off(cut: Cut, parts: &[&Component]) -> Warning {
    let event = cut.event.and_then(|line| parts.iter().find(|part| part.line == line).copied());
    if event.is_some() {
        let what = "the calendar ends in the middle of this event: it is read as far as it goes, \
                    and whatever came after it is missing";
        return note(Subject::Damage, event, what.to_owned());
    }
    let what = "the calendar ends in the middle, without its `END:VCALENDAR`: whatever came after \
                that line is missing";
    let place = Some(Place { line: cut.line, column: 1 });
    Warning { place, ..note(Subject::Damage, None, what.to_owned()) }
}

//! Every time that an agenda says, in one list.

use chrono::{DateTime, FixedOffset};

use super::Agenda;

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
    let places = places.chain(&mut agenda.dropped);
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

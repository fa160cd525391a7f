//! JSON: the agenda file, and lists for other programs.

use serde::Serialize;

use crate::agenda::{Agenda, Because, because};
use crate::group::Comparison;
use crate::schedule::{EventIx, Schedule};
use crate::score::Scores;

/// An agenda in its file format.
pub fn agenda(agenda: &Agenda) -> String {
    pretty(agenda)
}

/// A group's comparison, with the keys of its fields.
pub fn comparison(comparison: &Comparison) -> String {
    pretty(comparison)
}

/// Talks with their points, in the order given.
pub fn talks(schedule: &Schedule, scores: &Scores, talks: &[EventIx]) -> String {
    let rows: Vec<Row<'_>> = talks
        .iter()
        .map(|&ix| {
            let event = schedule.event(ix);
            Row {
                id: event.id.as_str(),
                title: &event.title,
                start: schedule.zone().at(event.slot.start()).to_rfc3339(),
                end: schedule.zone().at(event.slot.end()).to_rfc3339(),
                room: event.room.as_ref().map(|room| room.as_str()),
                track: event.track.as_deref(),
                points: scores.of(ix).points,
                because: because(scores.of(ix)),
            }
        })
        .collect();
    pretty(&rows)
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    title: &'a str,
    start: String,
    end: String,
    room: Option<&'a str>,
    track: Option<&'a str>,
    points: i64,
    because: Vec<Because>,
}

pub(super) fn pretty(value: &impl Serialize) -> String {
    // Only maps with keys that are no text, or a writer that fails, can make this fail.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

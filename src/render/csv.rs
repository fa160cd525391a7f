//! CSV (RFC 4180), for spreadsheets and for reading back as a schedule.
//!
//! | column | content |
//! | --- | --- |
//! | `id`, `title`, `room`, `track`, `url` | as in the schedule |
//! | `start`, `end` | RFC 3339, with the offset of the conference |
//! | `speakers` | names with `, ` between |
//! | `points` | what the talk is worth; for a group, to all who see it |
//! | `must_see` | `yes` or empty; only for an agenda |
//! | `because` | keywords with their points |
//! | `recorded` | `yes` if it can be watched later; not for a group |
//! | `instead` | what else is on and what it costs; only for an agenda |
//! | `members`, `must_see_of` | who sees it, and whose must-see it is; only for a group |
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, and runs it. A
//! text that does so has a `'` in front of it, which [`source`](crate::source) takes away again.
//! Control characters are left out, but for tabs and the ends of lines.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use csv::Writer;

use crate::agenda::{Agenda, because};
use crate::group::Comparison;
use crate::schedule::{Event, EventIx, Schedule};
use crate::score::Scores;
use crate::source::{CSV_COLUMNS, FORMULA};

use super::days::seen;
use super::{printable, words};

/// The talks of an agenda. The schedule is the one it was made from.
pub fn agenda(agenda: &Agenda, schedule: &Schedule) -> String {
    let mut table = Table::new(&["points", "must_see", "because", "instead", "recorded"]);
    for talk in &agenda.talks {
        let event = schedule.events().iter().find(|event| event.id.as_str() == talk.id);
        let instead: Vec<String> = talk
            .alternatives
            .iter()
            .map(|other| format!("{} ({})", other.title, words::instead_price(other)))
            .collect();
        let cells = [
            talk.points.to_string(),
            yes(talk.must_see),
            formula_free(&words::reasons(&talk.because)),
            formula_free(&instead.join("; ")),
            yes(event.is_some_and(|event| event.recorded)),
        ];
        if let Some(event) = event {
            table.row(event, talk.start, talk.end, &cells);
        }
    }
    table.finish()
}

/// The talks that somebody of a group sees. The schedule is the one it was made from.
pub fn comparison(it: &Comparison, schedule: &Schedule) -> String {
    let mut table = Table::new(&["members", "must_see_of", "points"]);
    let events: BTreeMap<&str, &Event> =
        schedule.events().iter().map(|event| (event.id.as_str(), event)).collect();
    for talk in &it.talks {
        let names = |who: &[usize]| {
            let names: Vec<&str> = who.iter().map(|&who| it.members[who].name.as_str()).collect();
            formula_free(&names.join(", "))
        };
        let worth = |&who: &usize| seen(&it.members[who], &talk.place.id).map(|(_, points)| points);
        let points: i64 = talk.who.iter().filter_map(worth).sum();
        let cells = [names(&talk.who), names(&talk.must_see_of), points.to_string()];
        if let Some(event) = events.get(talk.place.id.as_str()) {
            table.row(event, talk.place.start, talk.place.end, &cells);
        }
    }
    table.finish()
}

/// Talks with their points, in the order given.
pub fn talks(schedule: &Schedule, scores: &Scores, talks: &[EventIx]) -> String {
    let mut table = Table::new(&["points", "because", "recorded"]);
    for &ix in talks {
        let event = schedule.event(ix);
        let at = |time| schedule.zone().at(time);
        let reasons = words::reasons(&because(scores.of(ix)));
        let points = scores.of(ix).points.to_string();
        let cells = [points, formula_free(&reasons), yes(event.recorded)];
        table.row(event, at(event.slot.start()), at(event.slot.end()), &cells);
    }
    table.finish()
}

fn yes(truth: bool) -> String {
    if truth { "yes" } else { "" }.to_owned()
}

/// A table that grows in memory, where writing cannot fail.
struct Table(Writer<Vec<u8>>);

impl Table {
    fn new(more: &[&str]) -> Table {
        let mut table = Table(Writer::from_writer(Vec::new()));
        let _ = table.0.write_record(CSV_COLUMNS.iter().chain(more));
        table
    }

    fn row(
        &mut self,
        event: &Event,
        start: DateTime<FixedOffset>,
        end: DateTime<FixedOffset>,
        more: &[String],
    ) {
        let cells = [
            formula_free(event.id.as_str()),
            formula_free(&event.title),
            start.to_rfc3339(),
            end.to_rfc3339(),
            formula_free(event.room_name()),
            formula_free(event.track.as_deref().unwrap_or_default()),
            formula_free(&event.speakers.join(", ")),
            formula_free(event.url.as_deref().unwrap_or_default()),
        ];
        let _ = self.0.write_record(cells.iter().chain(more));
    }

    fn finish(self) -> String {
        let bytes = self.0.into_inner().unwrap_or_default();
        String::from_utf8(bytes).unwrap_or_default()
    }
}

/// A text that no spreadsheet takes for a formula.
fn formula_free(text: &str) -> String {
    let text = printable(text);
    let is_formula = text.trim_start_matches('\'').starts_with(FORMULA);
    if is_formula { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_quoted() {
        let case = |text: &str, expected: &str| assert_eq!(formula_free(text), expected);
        case("plain = text", "plain = text");
        case("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0");
        case("-1+1", "'-1+1");
        case("@SUM(A1)", "'@SUM(A1)");
        case("＝1", "'＝1");
        case("'=1", "''=1");
        case("'quoted'", "'quoted'");
        case("\u{1b}=1", "'=1");
        case("a\u{1b}]0;x\u{7}\nb", "a]0;x\nb");
    }
}

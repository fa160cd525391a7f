//! JSON: the agenda file, and lists for other programs.

use std::fmt::Write as _;

use serde::Serialize;

use crate::agenda::{Agenda, Because, Standing, because};
use crate::replan::Delta;
use crate::schedule::{EventIx, Schedule};
use crate::score::{Evidence, Quote, Scores, quotes};

/// An answer as JSON, with the keys of its fields.
pub fn pretty(answer: &impl Serialize) -> String {
    // Only maps with keys that are no text, or a writer that fails, can make this fail.
    let mut text = serde_json::to_string_pretty(answer).unwrap_or_default();
    text.push('\n');
    text
}

/// A new agenda and what it changes.
pub fn replan(agenda: &Agenda, delta: &Delta) -> String {
    #[derive(Serialize)]
    struct Replan<'a> {
        #[serde(flatten)]
        delta: &'a Delta,
        agenda: &'a Agenda,
    }
    pretty(&Replan { delta, agenda })
}

/// Talks with their points, in the order given.
pub fn talks(schedule: &Schedule, scores: &Scores, talks: &[EventIx]) -> String {
    let rows: Vec<Row<'_, Because>> =
        talks.iter().map(|&ix| row(schedule, scores, ix, because(scores.of(ix)))).collect();
    pretty(&rows)
}

/// Talks with all the evidence for their points, in the order given.
pub fn explained(schedule: &Schedule, scores: &Scores, talks: &[EventIx]) -> String {
    let rows: Vec<Row<'_, Reason<'_>>> =
        talks.iter().map(|&ix| evidence(schedule, scores, ix)).collect();
    pretty(&rows)
}

/// One talk, given at these times, with all its evidence and how it stands to the best agenda.
pub fn why(schedule: &Schedule, scores: &Scores, talk: &[EventIx], standing: &Standing) -> String {
    let why = |&ix: &EventIx| pretty(&Why { row: evidence(schedule, scores, ix), standing });
    talk.first().map_or(String::new(), why)
}

/// A talk with its points and the reasons for them, told as fully as the answer wants.
#[derive(Serialize)]
struct Row<'a, Reason> {
    id: &'a str,
    title: &'a str,
    start: String,
    end: String,
    room: Option<&'a str>,
    track: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    points: i64,
    because: Vec<Reason>,
}

/// The row of a talk.
fn row<'a, Reason>(
    schedule: &'a Schedule,
    scores: &Scores,
    ix: EventIx,
    because: Vec<Reason>,
) -> Row<'a, Reason> {
    let event = schedule.event(ix);
    Row {
        id: event.id.as_str(),
        title: &event.title,
        start: schedule.zone().at(event.slot.start()).to_rfc3339(),
        end: schedule.zone().at(event.slot.end()).to_rfc3339(),
        room: event.room.as_ref().map(|room| room.as_str()),
        track: event.track.as_deref(),
        language: event.language.as_deref(),
        points: scores.of(ix).points,
        because,
    }
}

#[derive(Serialize)]
struct Why<'a> {
    #[serde(flatten)]
    row: Row<'a, Reason<'a>>,
    standing: &'a Standing,
}

fn evidence<'a>(schedule: &'a Schedule, scores: &'a Scores, ix: EventIx) -> Row<'a, Reason<'a>> {
    let reason = |evidence: &'a Evidence| Reason {
        keyword: &evidence.keyword,
        field: evidence.source.name(),
        points: evidence.points,
        matched: &evidence.matched,
        path: evidence.path.iter().map(|(_, topic)| topic.as_str()).collect(),
        quotes: quotes(schedule, ix, evidence).into_iter().map(Quoted::from).collect(),
    };
    row(schedule, scores, ix, scores.of(ix).evidence.iter().map(reason).collect())
}

#[derive(Serialize)]
struct Reason<'a> {
    keyword: &'a str,
    field: &'static str,
    points: i64,
    matched: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    path: Vec<&'a str>,
    quotes: Vec<Quoted>,
}

#[derive(Serialize)]
struct Quoted {
    field: &'static str,
    text: String,
    words: Vec<String>,
}

impl From<Quote> for Quoted {
    fn from(quote: Quote) -> Quoted {
        let words = quote.marks.iter().map(|mark| quote.text[mark.clone()].to_owned()).collect();
        Quoted { field: quote.field.name(), text: quote.text, words }
    }
}

/// A text in quotes that JSON and YAML read alike.
pub(super) fn text(text: &str) -> String {
    readable_as_yaml(serde_json::Value::from(text).to_string())
}

/// JSON with the characters escaped that JSON takes as they are and YAML does not.
pub(super) fn readable_as_yaml(json: String) -> String {
    let odd = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
    };
    if !json.contains(odd) {
        return json;
    }
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        if odd(c) {
            let _ = write!(escaped, "\\u{:04x}", u32::from(c));
        } else {
            escaped.push(c);
        }
    }
    escaped
}

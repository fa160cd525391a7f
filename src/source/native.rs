//! Our own schedule format, in YAML or in JSON.
//!
//! Written by people, so every fault is reported with its line, all of them at once.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset, NaiveDateTime};

use crate::problem::Problem;
use crate::schedule::{Inferred, Price};
use crate::yaml::{Document, Fields, Node, note};

use super::draft::{Author, Draft, DraftEvent, End, Time};
use super::native_json;

/// The keys of a schedule.
pub const SCHEDULE_KEYS: &[&str] = &["title", "version", "timezone", "events"];

/// The keys of an event.
pub const EVENT_KEYS: &[&str] = &[
    "id",
    "other_ids",
    "title",
    "subtitle",
    "room",
    "start",
    "end",
    "minutes",
    "track",
    "speakers",
    "language",
    "level",
    "kind",
    "keywords",
    "abstract",
    "description",
    "url",
    "repeats",
    "part_of",
    "recorded",
    "price",
    "sold_out",
    "cancelled",
    "inferred",
];

/// Once there are so many faults, the rest of the events is not looked at.
const MOST_FAULTS: usize = 1000;

/// The draft of a parsed document, with every unknown key, wrong type and unreadable value among
/// its faults. An event with a fault is not in it.
pub(super) fn draft(document: &Document) -> Draft {
    let mut faults = document.double_keys().to_vec();
    let draft = schedule(document.root(), &mut faults).unwrap_or_default();
    Draft { faults, author: Author::User, ..draft }
}

/// The draft of a JSON text, whose events are read one at a time.
///
/// # Errors
/// It nests too deep or holds too much.
pub(super) fn draft_json(text: &str) -> Result<Draft, Vec<Problem>> {
    let (document, parts) = native_json::parse(text, "events")?;
    let mut faults = document.double_keys().to_vec();
    let mut draft = schedule(document.root(), &mut faults).unwrap_or_default();
    for part in parts {
        if draft.events.is_full() || faults.len() > MOST_FAULTS {
            break;
        }
        let document = part.parse()?;
        faults.extend_from_slice(document.double_keys());
        draft.events.extend(event(document.root(), &mut faults));
    }
    faults.sort();
    Ok(Draft { faults, author: Author::User, ..draft })
}

fn schedule(root: Node<'_>, problems: &mut Vec<Problem>) -> Option<Draft> {
    let fields = Fields::of(root, SCHEDULE_KEYS, problems)?;
    let zone = fields.text("timezone", problems);
    let events = fields.read("events", problems, Node::list).unwrap_or_default();
    Some(Draft {
        title: fields.text("title", problems),
        version: fields.text("version", problems),
        zone: zone.map(|name| (name, fields.get("timezone").map(Node::place))),
        events: events.into_iter().filter_map(|node| event(node, problems)).collect(),
        ..Draft::default()
    })
}

fn event(node: Node<'_>, problems: &mut Vec<Problem>) -> Option<DraftEvent> {
    let before = problems.len();
    let fields = Fields::of(node, EVENT_KEYS, problems)?;
    let end = fields.read("end", problems, time).map(End::At);
    let minutes = fields.read("minutes", problems, minutes).map(End::Minutes);
    if let (Some(node), Some(_), Some(_)) = (fields.get("minutes"), end, minutes) {
        problems.push(node.problem("both `end` and `minutes` are given").hint("keep one of them"));
    }
    let event = DraftEvent {
        place: Some(node.place()),
        id: fields.text("id", problems),
        other_ids: fields.texts("other_ids", problems),
        title: fields.text("title", problems),
        subtitle: fields.text("subtitle", problems),
        start: fields.read("start", problems, time),
        end: end.or(minutes),
        room: fields.text("room", problems),
        track: fields.text("track", problems),
        speakers: fields.texts("speakers", problems),
        language: fields.text("language", problems),
        level: fields.text("level", problems),
        kind: fields.text("kind", problems),
        keywords: fields.texts("keywords", problems),
        summary: fields.text("abstract", problems).unwrap_or_default(),
        description: fields.text("description", problems).unwrap_or_default(),
        url: fields.text("url", problems),
        repeats: fields.text("repeats", problems),
        part_of: fields.text("part_of", problems),
        recorded: fields.read("recorded", problems, Node::truth).unwrap_or_default(),
        price: fields.read("price", problems, price),
        sold_out: fields.read("sold_out", problems, Node::truth).unwrap_or_default(),
        cancelled: fields.read("cancelled", problems, Node::truth).unwrap_or_default(),
        inferred: inferred(&fields, problems),
        ..DraftEvent::default()
    };
    (problems.len() == before).then_some(event)
}

fn price(node: Node<'_>) -> Result<Price, Problem> {
    Price::read(node.text()?).ok_or_else(|| {
        node.problem(format!("{} is not a price", node.said()))
            .hint("write it as `18.50`, `18 EUR` or `free`")
    })
}

fn inferred(fields: &Fields<'_>, problems: &mut Vec<Problem>) -> BTreeSet<Inferred> {
    let nodes = fields.read("inferred", problems, Node::list).unwrap_or_default();
    let mut inferred = BTreeSet::new();
    for node in nodes {
        let Some(name) = note(node.text(), problems) else { continue };
        match Inferred::ALL.into_iter().find(|kind| kind.name() == name) {
            Some(kind) => {
                inferred.insert(kind);
            }
            None => problems.push(
                node.problem(format!("`{name}` cannot be inferred"))
                    .hint("it is one of `id`, `title`, `room`, `start` or `end`"),
            ),
        }
    }
    inferred
}

fn minutes(node: Node<'_>) -> Result<i64, Problem> {
    const WEEK: i64 = 7 * 24 * 60;
    let text = node.text()?;
    match text.parse::<i64>() {
        Ok(minutes) if (1..=WEEK).contains(&minutes) => Ok(minutes),
        _ => Err(node.problem(format!("{} is not a number of minutes", node.said()))),
    }
}

/// `2018-09-28T09:45`, with a space for the `T`, with seconds, or with an offset.
fn time(node: Node<'_>) -> Result<Time, Problem> {
    let text = node.text()?.trim();
    parse_time(text).ok_or_else(|| {
        node.problem(format!("{} is not a date and time", node.said()))
            .hint("write it as `2018-09-28T09:45`")
    })
}

/// A date and time in the forms of the native format.
pub fn parse_time(text: &str) -> Option<Time> {
    let text = text.replacen(' ', "T", 1);
    for form in ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"] {
        if let Ok(local) = NaiveDateTime::parse_from_str(&text, form) {
            return Some(Time::Local(local));
        }
    }
    for form in ["%Y-%m-%dT%H:%M%:z", "%Y-%m-%dT%H:%M:%S%:z"] {
        if let Ok(instant) = DateTime::<FixedOffset>::parse_from_str(&text, form) {
            return Some(Time::Instant(instant));
        }
    }
    DateTime::parse_from_rfc3339(&text).ok().map(Time::Instant)
}

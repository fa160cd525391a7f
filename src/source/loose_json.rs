//! JSON of many makers -> [`Draft`]: any file with records that have a title and a start.
//!
//! In: Open Event, KonOpas and ConClár, Burning Man, voc schedule v2, Indico, MediaWiki dumps and
//! the files of single conferences, all through the names that [`record`](super::record) knows.
//! Out: formats that need more than names (frab, pretalx, Sessionize), which have their own files,
//! and companion files (rooms, speakers, tracks), which are refused.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::problem::{Place, Problem};

use super::draft::Draft;
use super::hints::Hints;
use super::record::{Fields, Reading, START, TITLE};
use super::times::Order;
use super::value::{self, People, is_empty, plain_key};

/// Lists that describe something else than events.
const COMPANIONS: &[&str] = &[
    "speakers",
    "people",
    "persons",
    "participants",
    "facilitators",
    "authors",
    "sponsors",
    "links",
    "attachments",
    "tracks",
    "rooms",
    "locations",
    "venues",
    "categories",
    "questions",
    "material",
    "timeblocks",
    "tags",
    "social",
    "sociallinks",
    "resources",
];
/// What, next to a title, shows that a record is an event although no start is named.
const SIGNS: &[&str] =
    &["duration", "room", "speakers", "abstract", "description", "desc", "track", "language"];
/// How deep lists of records are looked for.
const DEEPEST: usize = 12;

/// Whether a text is JSON, or a script that assigns some.
pub(super) fn looks_like(text: &str) -> bool {
    json_in(text).0.starts_with(['{', '['])
}

/// Reads a parsed programme.
///
/// # Errors
/// JSON without events, and days whose date only the user knows.
pub(super) fn draft(root: &Value, hints: &Hints) -> Result<Draft, Vec<Problem>> {
    let records = records(root);
    if records.is_empty() {
        return Err(vec![
            Problem::whole("this JSON holds no events: nothing in it has a title and a start")
                .hint("rooms, speakers and tracks often come in files of their own; take the one with the sessions, or the XML or iCal export"),
        ]);
    }
    let mut reading = Reading::new(hints);
    reading.people = people(root);
    reading.order = Order::of(records.iter().flat_map(|record| {
        record.values().filter_map(Value::as_str).filter(|text| text.len() < 40)
    }));
    let mut draft = Draft::default();
    for record in &records {
        let fields = Fields::of(record);
        draft.events.extend(reading.events(&fields, None));
    }
    let head = head(root);
    draft.title = head.text(&["title", "name", "conference", "event", "acronym"]);
    draft.version = head.text(&["version", "scheduleversion"]);
    let zone = head.text(&["timezone", "timezonename", "tz", "timezoneid"]);
    draft.zone = zone.map(|name| (name, None));
    draft.warnings = reading.finish()?;
    Ok(draft)
}

/// The JSON of a text: all of it, or what `var program = ...;` assigns.
fn json_in(text: &str) -> (&str, usize) {
    let trimmed = text.trim_start_matches('\u{feff}').trim_start();
    let mut start = text.len() - trimmed.len();
    if !trimmed.starts_with(['{', '[']) {
        let assigned = trimmed.get(..trimmed.len().min(200)).or_else(|| trimmed.get(..0));
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.' | ' ' | '\t');
        if let Some((name, _)) = assigned.and_then(|text| text.split_once('='))
            && !name.is_empty()
            && name.chars().all(is_name)
        {
            start += name.len() + 1;
        }
    }
    let json = &text[start..];
    let lead = json.len() - json.trim_start().len();
    (json.trim().trim_end_matches(';').trim_end(), start + lead)
}

/// The parsed JSON of a text.
///
/// # Errors
/// Where and how it is broken.
pub(super) fn parse(text: &str) -> Result<Value, Vec<Problem>> {
    let (json, offset) = json_in(text);
    let mut values = serde_json::Deserializer::from_str(json).into_iter::<Value>();
    match values.next() {
        Some(Ok(value)) => {
            // KonOpas puts several variables in one script; the first is read.
            Ok(value)
        }
        Some(Err(error)) => Err(vec![syntax(text, offset, &error)]),
        None => Err(vec![Problem::whole("there is no JSON in the file")]),
    }
}

fn syntax(text: &str, offset: usize, error: &serde_json::Error) -> Problem {
    let before = &text[..offset];
    let line = before.matches('\n').count() + error.line();
    let place = Place { line: line.max(1), column: error.column().max(1) };
    let full = error.to_string();
    let what = full.split(" at line ").next().unwrap_or(&full).to_lowercase();
    Problem::at(place, format!("the JSON is broken: {what}"))
        .hint("the download may be cut off; save the file again")
}

/// The events of a tree: the records with a start, or, where none has one, those that look like
/// events otherwise.
fn records(root: &Value) -> Vec<Map<String, Value>> {
    let mut found = Vec::new();
    gather(root, &Map::new(), is_timed, 0, &mut found);
    if found.is_empty() {
        gather(root, &Map::new(), is_untimed, 0, &mut found);
    }
    found
}

/// Collects the records in a value; what the groups around them say (`date`, `room`) goes along.
/// Answers whether there were any.
fn gather(
    value: &Value,
    around: &Map<String, Value>,
    is_record: fn(&Map<String, Value>) -> bool,
    depth: usize,
    found: &mut Vec<Map<String, Value>>,
) -> bool {
    if depth > DEEPEST {
        return false;
    }
    match value {
        Value::Array(items) => {
            // Once some are events, an untitled or untimed one among them is one too.
            let objects = || items.iter().filter_map(Value::as_object);
            let events = objects().filter(|map| is_record(map)).count();
            let all = events * 2 > objects().count() && !objects().any(holds_records);
            let mut any = false;
            for item in items {
                match item {
                    Value::Object(map) if all => {
                        found.push(joined(around, map));
                        any = true;
                    }
                    other => any |= gather(other, around, is_record, depth + 1, found),
                }
            }
            any
        }
        Value::Object(map) => {
            let inner = joined(around, &said_for_all(map));
            let mut any = false;
            for (key, value) in map {
                if !COMPANIONS.contains(&plain_key(key).as_str()) || holds_timed(value) {
                    any |= gather(value, &inner, is_record, depth + 1, found);
                }
            }
            // An object that holds events is a day, a room or the conference, not an event.
            if !any && depth > 0 && is_record(map) {
                found.push(joined(around, map));
                any = true;
            }
            any
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Whether an object is a group of events rather than one.
fn holds_records(map: &Map<String, Value>) -> bool {
    map.values().any(holds_timed)
}

/// Whether a value is a list of events.
fn holds_timed(value: &Value) -> bool {
    let timed = |value: &Value| value.as_object().is_some_and(is_timed);
    match value {
        Value::Array(items) => items.iter().any(timed),
        Value::Object(map) => map.len() > 1 && map.values().all(timed),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// A record with a title and a place for its start, even if that is empty.
fn is_timed(map: &Map<String, Value>) -> bool {
    let keys: BTreeSet<String> = map.keys().map(|key| plain_key(key)).collect();
    let has = |names: &[&str]| names.iter().any(|name| keys.contains(*name));
    let occurs = map.iter().any(|(key, value)| {
        matches!(
            plain_key(key).as_str(),
            "occurrenceset" | "occurrences" | "times" | "performances"
        ) && value.is_array()
    });
    has(TITLE) && (has(START) || keys.contains("day") || occurs)
}

fn is_untimed(map: &Map<String, Value>) -> bool {
    let fields = Fields::of(map);
    fields.text(&["title", "sessiontitle", "talktitle"]).is_some()
        && map.iter().any(|(key, value)| {
            SIGNS.contains(&plain_key(key).as_str()) && (!is_empty(value) || value.is_string())
        })
}

/// What an object says about all events inside it.
fn said_for_all(map: &Map<String, Value>) -> Map<String, Value> {
    const GROUP: &[&str] = &["date", "day", "room", "track", "starttime", "endtime"];
    let plain = |value: &Value| value.is_string();
    map.iter()
        .filter(|(key, value)| GROUP.contains(&plain_key(key).as_str()) && plain(value))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

fn joined(around: &Map<String, Value>, map: &Map<String, Value>) -> Map<String, Value> {
    let mut all = map.clone();
    for (key, value) in around {
        let same = |own: &String| plain_key(own) == plain_key(key);
        if !map.iter().any(|(own, value)| same(own) && !is_empty(value)) {
            all.insert(key.clone(), value.clone());
        }
    }
    all
}

/// The part of the file that speaks about the whole conference.
fn head(root: &Value) -> Fields<'_> {
    let Some(mut map) = root.as_object() else { return Fields::default() };
    for key in ["schedule", "conference", "event", "results"] {
        let inner =
            map.get(key).map(|value| value.as_array().and_then(|l| l.first()).unwrap_or(value));
        if let Some(inner) = inner.and_then(Value::as_object) {
            map = inner;
        }
    }
    // A dictionary of records has no head.
    if holds_timed(root) { Fields::default() } else { Fields::of(map) }
}

/// Everybody who stands in a list of people with an id.
fn people(root: &Value) -> People {
    let mut people = People::new();
    let Some(map) = root.as_object() else { return people };
    for (key, list) in map {
        if !matches!(plain_key(key).as_str(), "speakers" | "people" | "persons" | "participants") {
            continue;
        }
        let by_key =
            list.as_object().into_iter().flatten().map(|(id, one)| (Some(id.clone()), one));
        let listed = list.as_array().into_iter().flatten().map(|one| (None, one));
        for (key, one) in by_key.chain(listed) {
            let id = one.get("id").or_else(|| one.get("code")).and_then(value::text).or(key);
            if let (Some(id), Some(name)) = (id, value::text(one)) {
                people.insert(id, name);
            }
        }
    }
    people
}

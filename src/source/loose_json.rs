//! JSON of many makers -> [`Draft`]: any file with records that have a title and a start.
//!
//! In: Open Event, KonOpas and ConClár, Burning Man, voc schedule v2, Indico, MediaWiki dumps and
//! the files of single conferences, all through the names that [`record`] knows.
//! Out: formats that need more than names (frab, pretalx, Sessionize), which have their own files,
//! and companion files (rooms, speakers, tracks), which are refused.

use std::rc::Rc;

use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use crate::problem::{Place, Problem};

use super::draft::Draft;
use super::hints::Hints;
use super::json;
use super::order::Order;
use super::record::{self, END, Fields, LENGTH, Reading, START, TITLE};
use super::value::{self, People, is_empty, plain_key};

/// Lists that describe something else than events.
#[rustfmt::skip]
const COMPANIONS: &[&str] = &[
    "speakers", "people", "persons", "participants", "facilitators", "authors", "sponsors",
    "links", "attachments", "tracks", "rooms", "locations", "venues", "categories", "questions",
    "material", "timeblocks", "tags", "social", "sociallinks", "resources",
];
/// What, next to a title, shows that a record is an event although no start is named.
const SIGNS: &[&str] =
    &["duration", "room", "speakers", "abstract", "description", "desc", "track", "language"];
/// How deep lists of records are looked for.
const DEEPEST: usize = 12;

/// Whether a text is JSON, or a script that assigns some.
pub(super) fn looks_like(text: &str) -> bool {
    value_at(text, 0).is_some()
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
    let (order, guess) = Order::of(records.iter().flat_map(|record| {
        record.own.values().filter_map(Value::as_str).filter(|text| text.len() < 40)
    }));
    reading.order = order;
    let mut draft = Draft { repairs: guess.into_iter().collect(), ..Draft::default() };
    for record in &records {
        let fields = Fields::of(&record.around).with(Fields::of(record.own));
        reading.events(&fields, None, &mut draft.events);
    }
    let head = head(root);
    draft.title = head.text(&["title", "name", "conference", "event", "acronym"]);
    draft.version = head.text(&["version", "scheduleversion"]);
    let zone = head.text(&["timezone", "timezonename", "tz", "timezoneid"]);
    draft.zone = zone.map(|name| (name, None));
    reading.finish()?;
    Ok(draft)
}

/// Where the next value of a text begins, and its name if it is assigned to one as in
/// `var program = ...`; nothing at the end of the text.
fn value_at(text: &str, from: usize) -> Option<(Option<&str>, usize)> {
    const LONGEST_NAME: usize = 200;
    let blank = |c: char| c.is_whitespace() || matches!(c, ';' | '\u{feff}');
    let rest = text.get(from..)?.trim_start_matches(blank);
    let at = text.len() - rest.len();
    if rest.is_empty() {
        return None;
    }
    if rest.starts_with(['{', '[']) {
        return Some((None, at));
    }
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.' | ' ' | '\t');
    let (name, value) = rest.split_once('=')?;
    let named = name.len() <= LONGEST_NAME && name.chars().all(is_name);
    let value = value.trim_start();
    (named && value.starts_with(['{', '[']))
        .then_some((name.split_whitespace().last(), text.len() - value.len()))
}

/// The parsed JSON of a text; of a script that assigns several values, an object of them.
///
/// # Errors
/// Where and how it is broken.
pub(super) fn parse(text: &str) -> Result<Value, Vec<Problem>> {
    let mut from = 0;
    let mut found = Vec::new();
    while let Some((name, at)) = value_at(text, from) {
        // First only how long it is; `json` bounds what is kept.
        let mut ends = serde_json::Deserializer::from_str(&text[at..]).into_iter::<IgnoredAny>();
        match ends.next() {
            Some(Ok(_)) => from = at + ends.byte_offset(),
            Some(Err(error)) => return Err(vec![syntax(text, at, &error)]),
            None => break,
        }
        found.push((name, json::parse(&text[at..from])?));
    }
    match (found.pop(), found.is_empty()) {
        (Some((_, value)), true) => Ok(value),
        (Some(last), false) => {
            found.push(last);
            let named =
                found.into_iter().filter_map(|(name, value)| Some((name?.to_owned(), value)));
            Ok(Value::Object(named.collect()))
        }
        (None, _) => Err(vec![Problem::whole("there is no JSON in the file")]),
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
fn records(root: &Value) -> Vec<Record<'_>> {
    let mut found = Vec::new();
    gather(root, &Rc::default(), Sign::Start, 0, &mut found);
    if found.is_empty() {
        gather(root, &Rc::default(), Sign::Title, 0, &mut found);
    }
    found
}

/// An event as the file has it, and what the groups around it say about it.
#[derive(Clone, Debug)]
struct Record<'a> {
    own: &'a Map<String, Value>,
    around: Rc<Map<String, Value>>,
}

/// What shows that an object is an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// A place for its start.
    Start,
    /// Nothing but a title and a description.
    Title,
}

impl Sign {
    fn is_on(self, map: &Map<String, Value>) -> bool {
        match self {
            Sign::Start => is_timed(map),
            Sign::Title => is_untimed(map),
        }
    }
}

/// Collects the events in a value; what the groups around them say (`date`, `room`) goes along.
fn gather<'a>(
    value: &'a Value,
    around: &Rc<Map<String, Value>>,
    sign: Sign,
    depth: usize,
    found: &mut Vec<Record<'a>>,
) {
    if depth > DEEPEST {
        return;
    }
    let objects = objects(value);
    if is_list_of_events(&objects, sign) {
        found.extend(objects.into_iter().map(|own| Record { own, around: Rc::clone(around) }));
        return;
    }
    if sign == Sign::Start {
        let alone = |map: &&&Map<String, Value>| stands_among_groups(map, &objects);
        let records = objects.iter().filter(alone);
        found.extend(records.map(|own| Record { own, around: Rc::clone(around) }));
    }
    match value {
        Value::Array(items) => {
            for item in items {
                gather(item, around, sign, depth + 1, found);
            }
        }
        Value::Object(map) => {
            let inner = Rc::new(said_for_all(map, around));
            for (key, value) in map {
                // Speakers have titles, too; but a room may hold its sessions.
                let companion = COMPANIONS.contains(&plain_key(key).as_str());
                if !companion || sign == Sign::Start {
                    gather(value, &inner, sign, depth + 1, found);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The objects in a list, or in a dictionary of nothing else.
fn objects(value: &Value) -> Vec<&Map<String, Value>> {
    match value {
        Value::Array(items) => items.iter().filter_map(Value::as_object).collect(),
        Value::Object(map) if map.values().all(Value::is_object) => {
            map.values().filter_map(Value::as_object).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether these objects are events: one of them surely is, most have a title, and none is a
/// group that holds events itself. Then one without a title or a time is an event, too.
fn is_list_of_events(objects: &[&Map<String, Value>], sign: Sign) -> bool {
    let titled = |map: &&&Map<String, Value>| {
        record::names(map).iter().any(|name| TITLE.contains(&name.as_str()))
    };
    objects.iter().any(|map| sign.is_on(map))
        && objects.iter().filter(titled).count() * 2 > objects.len()
        && !objects.iter().any(|map| holds_events(map))
}

/// Whether an object is a day, a room or the conference: something that holds events.
fn holds_events(map: &Map<String, Value>) -> bool {
    map.iter().any(|(key, value)| {
        let lists = value.is_array() || value.is_object();
        lists
            && !COMPANIONS.contains(&plain_key(key).as_str())
            && objects(value).first().is_some_and(|first| is_timed(first))
    })
}

/// Whether an object is an event in a list with groups of events: a break among sessions that
/// list their talks. A group that happens to be empty is none.
fn stands_among_groups(map: &Map<String, Value>, all: &[&Map<String, Value>]) -> bool {
    let keys = record::names(map);
    let ends = END.iter().chain(LENGTH).any(|name| keys.contains(*name));
    let lists = map.iter().filter(|(_, value)| value.is_array()).any(|(key, _)| {
        all.iter().any(|other| {
            other
                .get(key)
                .is_some_and(|list| objects(list).first().is_some_and(|first| is_timed(first)))
        })
    });
    ends && !lists
        && is_timed(map)
        && !holds_events(map)
        && all.iter().any(|other| holds_events(other))
}

/// A record with a title and a place for its start, even if that is empty.
fn is_timed(map: &Map<String, Value>) -> bool {
    let keys = record::names(map);
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

/// What an object, and those around it, say about all events inside it.
fn said_for_all(map: &Map<String, Value>, around: &Map<String, Value>) -> Map<String, Value> {
    const GROUP: &[&str] = &["date", "day", "room", "track", "starttime", "endtime"];
    let mut all = around.clone();
    for (key, value) in map.iter().filter(|(_, value)| value.is_string() && !is_empty(value)) {
        let key = plain_key(key);
        if GROUP.contains(&key.as_str()) {
            all.insert(key, value.clone());
        }
    }
    all
}

/// The part of the file that speaks about the whole conference.
fn head(root: &Value) -> Fields<'_> {
    let Some(mut map) = root.as_object() else { return Fields::default() };
    // A dictionary of events has no head.
    if is_list_of_events(&objects(root), Sign::Start) {
        return Fields::default();
    }
    for key in ["schedule", "conference", "event", "results"] {
        let inner = match map.get(key) {
            // Indico lists conferences, mostly one.
            Some(Value::Array(items)) if key == "results" => items.first(),
            other => other,
        };
        if let Some(inner) = inner.and_then(Value::as_object) {
            map = inner;
        }
    }
    Fields::of(map)
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

//! JSON of many makers -> [`Draft`]: any file with records that have a title and a start.
//!
//! In: Open Event, KonOpas and ConClár, Burning Man, voc schedule v2, Indico, MediaWiki dumps and
//! the files of single conferences, all through the names that [`record`](super::record) knows.
//! Out: formats that need more than names (frab, pretalx, Sessionize), which have their own files,
//! and companion files (rooms, speakers, tracks), which are refused.

use std::collections::BTreeSet;
use std::rc::Rc;

use serde::de::IgnoredAny;
use serde_json::Value;

use crate::problem::{Place, Problem};
use crate::yaml::{Document, Kind, Node};

use super::draft::Draft;
use super::groups::{self, Record};
use super::hints::Hints;
use super::json;
use super::order::Order;
use super::record::{Fields, Reading};
use super::value::{self, People, plain_key};
use super::wide::{Cells, Wide};
use super::{keys, table};

/// The longest value in a script's own syntax that is read.
const MAX_SCRIPT: usize = 1024 * 1024;

/// How many records are looked at to see whether they say when they are.
const SAMPLE: usize = 1000;

/// Whether a text is JSON, or a script that assigns some.
pub(super) fn looks_like(text: &str) -> bool {
    value_at(text, 0).is_some()
}

/// Reads a parsed programme.
///
/// # Errors
/// JSON without events, and days whose date only the user knows.
pub(super) fn draft(mut root: Value, hints: &Hints) -> Result<Draft, Vec<Problem>> {
    keys::unwrap(&mut root);
    keys::rename(&mut root, hints);
    keys::resolve(&mut root)?;
    let records = groups::records(&root);
    let is_told =
        records.iter().take(SAMPLE).any(Record::is_clocked) || Rooms::of(&records).is_some();
    if is_told || !hints.columns.is_empty() {
        return read(&root, &records, hints);
    }
    let blank = records.is_empty().then(|| no_events(&root));
    if let Some((renamed, guess)) = keys::renamed_by_content(&root) {
        let records = groups::records(&renamed);
        if records.iter().any(Record::is_clocked) {
            let mut draft = read(&renamed, &records, hints)?;
            draft.repairs.push(guess);
            return Ok(draft);
        }
    }
    match blank {
        Some(problem) => Err(vec![problem]),
        None => read(&root, &records, hints),
    }
}

fn read(root: &Value, records: &[Record<'_>], hints: &Hints) -> Result<Draft, Vec<Problem>> {
    if records.is_empty() {
        return Err(vec![no_events(root)]);
    }
    let mut reading = Reading::new(hints);
    reading.people = people(root);
    let texts = records.iter().flat_map(|record| {
        let own = record.own.values().filter_map(Value::as_str).filter(|text| text.len() < 40);
        own.chain(record.above.days.iter().map(String::as_str))
    });
    let (order, guess) = Order::of(texts, hints);
    reading.order = order;
    reading.has_days = records.iter().any(|it| reading.names_day(&fields(it), &it.above.days));
    let mut draft = Draft { repairs: guess.into_iter().collect(), ..Draft::default() };
    match Rooms::of(records) {
        Some(rooms) => rooms.events(records, &mut reading, &mut draft),
        None => {
            for record in records {
                reading.events(&fields(record), &record.above, None, &mut draft.events);
            }
        }
    }
    let head = head(root);
    draft.title = head.text(&["title", "name", "conference", "event", "acronym"]);
    draft.version = head.text(&["version", "scheduleversion"]);
    let zone = head.text(&["timezone", "timezonename", "tz", "timezoneid"]);
    draft.zone = zone.map(|name| (name, None));
    reading.finish()?;
    table::join(&mut draft);
    Ok(draft)
}

/// Records without titles whose keys are rooms, as a table.
struct Rooms {
    wide: Wide,
    keys: Vec<Rc<str>>,
    rows: Vec<Vec<Value>>,
}

impl Rooms {
    fn of(records: &[Record<'_>]) -> Option<Rooms> {
        if records.iter().any(Record::is_titled) {
            return None;
        }
        let names: BTreeSet<&String> = records.iter().flat_map(|it| it.own.keys()).collect();
        let names: Vec<String> = names.into_iter().cloned().collect();
        let keys: Vec<Rc<str>> = names.iter().map(|name| plain_key(name).into()).collect();
        let row = |record: &Record<'_>| {
            let cell = |name: &String| record.own.get(name).cloned().unwrap_or_default();
            names.iter().map(cell).collect::<Vec<Value>>()
        };
        let rows: Vec<Vec<Value>> = records.iter().map(row).collect();
        let cells: Vec<Cells<'_>> = rows.iter().map(|row| row.iter().collect()).collect();
        let wide = Wide::of(&keys, &names, &cells)?;
        Some(Rooms { wide, keys, rows })
    }

    fn events(&self, records: &[Record<'_>], reading: &mut Reading<'_>, draft: &mut Draft) {
        for (record, row) in records.iter().zip(&self.rows) {
            let cells = row.iter().collect();
            let (above, events) = (&record.above, &mut draft.events);
            self.wide.events(&self.keys, &cells, above, None, reading, events);
        }
    }
}

/// The problem of a file in which there is nothing: perhaps not yet.
fn no_events(root: &Value) -> Problem {
    if is_blank(root, 0) {
        return Problem::whole("there are no events in it")
            .hint("the conference may not have published its schedule yet");
    }
    Problem::whole("this JSON holds no events: nothing in it has a title and a start").hint(
        "rooms, speakers and tracks often come in files of their own; take the one with the \
         sessions, or the XML or iCal export; or say what its keys hold, for example \
         `--column title=artist --column start=begins_at`",
    )
}

/// Whether a tree has lists, and nothing in any of them but other empty ones.
fn is_blank(value: &Value, depth: usize) -> bool {
    match value {
        Value::Array(items) => items.iter().all(|item| match item {
            // A day without anything.
            Value::Object(map) => {
                map.values().any(|value| value.is_array() || value.is_object())
                    && map.values().all(|value| is_blank(value, depth + 1))
            }
            _ => false,
        }),
        Value::Object(map) if depth == 0 => {
            map.values().any(|value| matches!(value, Value::Array(_) | Value::Object(_)))
                && map.values().all(|value| is_blank(value, 1))
        }
        Value::Object(map) => map.values().all(|value| is_blank(value, depth + 1)),
        _ => depth > 0,
    }
}

fn fields<'a>(record: &'a Record<'_>) -> Fields<'a> {
    Fields::of(&record.own).under(&record.above)
}

/// Where the next value of a text begins, and its name if it is assigned to one as in
/// `var program = ...`; nothing at the end of the text.
fn value_at(text: &str, from: usize) -> Option<(Option<&str>, usize)> {
    const LONGEST_NAME: usize = 200;
    let blank = |c: char| c.is_whitespace() || matches!(c, ';' | '\u{feff}');
    let mut rest = text.get(from..)?.trim_start_matches(blank);
    // What stands above a module's values.
    while let Some(line) = rest.lines().next().filter(|_| {
        rest.starts_with("//") || rest.starts_with("import ") || rest.starts_with("'use ")
    }) {
        rest = rest[line.len()..].trim_start_matches(blank);
    }
    if let Some(value) = rest.strip_prefix("export default") {
        let value = value.trim_start();
        if value.starts_with(['{', '[']) {
            return Some((Some("default"), text.len() - value.len()));
        }
    }
    let at = text.len() - rest.len();
    if rest.is_empty() {
        return None;
    }
    if rest.starts_with(['{', '[']) {
        return Some((None, at));
    }
    // Also a type, as in `export const talks: Talk[] = [`.
    let is_name = |c: char| c.is_alphanumeric() || "_$. \t:<>[]".contains(c);
    let (name, value) = rest.split_once('=')?;
    let named = name.len() <= LONGEST_NAME && name.chars().all(is_name);
    let value = value.trim_start();
    (named && value.starts_with(['{', '[']))
        .then_some((name.split_whitespace().last(), text.len() - value.len()))
}

/// The values of a YAML document as JSON has them.
pub(super) fn of_yaml(node: Node<'_>) -> Value {
    match node.kind() {
        Kind::Nothing => Value::Null,
        Kind::Scalar => node.text().map_or(Value::Null, Value::from),
        Kind::List => node.list().unwrap_or_default().into_iter().map(of_yaml).collect(),
        Kind::Map => {
            let entries = node.map().unwrap_or_default().into_iter();
            let entry = |(key, value): (Node<'_>, Node<'_>)| {
                Some((key.text().ok()?.to_owned(), of_yaml(value)))
            };
            Value::Object(entries.filter_map(entry).collect())
        }
    }
}

/// A script's value in the syntax of YAML: without comments, and with a space after each colon.
fn as_yaml(text: &str) -> String {
    let mut yaml = String::with_capacity(text.len() + text.len() / 8);
    let mut letters = text.chars().peekable();
    let mut quote = None;
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(_), '\\') => {
                yaml.push(letter);
                yaml.extend(letters.next());
                continue;
            }
            (Some(open), _) if letter == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(letter),
            (None, '/') if letters.peek() == Some(&'/') => {
                letters.by_ref().take_while(|&letter| letter != '\n').for_each(drop);
                yaml.push('\n');
                continue;
            }
            (None, '/') if letters.peek() == Some(&'*') => {
                let mut before = ' ';
                for letter in letters.by_ref() {
                    if before == '*' && letter == '/' {
                        break;
                    }
                    before = letter;
                }
                continue;
            }
            (None, ':') => {
                yaml.push_str(": ");
                continue;
            }
            (None, _) => {}
        }
        yaml.push(letter);
    }
    yaml
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
            Some(Err(error)) => {
                // Names without quotes, commas at the end, comments.
                let end = text.rfind([']', '}']).filter(|&end| end > at).unwrap_or(text.len() - 1);
                let script = text.get(at..=end).filter(|text| text.len() <= MAX_SCRIPT);
                let read = script.map(|text| Document::parse(&as_yaml(text), 2 * MAX_SCRIPT));
                if let (Some(Ok(document)), true) = (read, name.is_some() && found.is_empty()) {
                    return Ok(of_yaml(document.root()));
                }
                return Err(vec![syntax(text, at, &error)]);
            }
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

/// The part of the file that speaks about the whole conference.
fn head(root: &Value) -> Fields<'_> {
    let Some(mut map) = root.as_object() else { return Fields::default() };
    // A dictionary of events has no head.
    if groups::is_bare(root) {
        return Fields::default();
    }
    for key in ["schedule", "conference", "event", "festival", "results"] {
        let inner = match map.get(key) {
            // Indico lists conferences, mostly one.
            Some(Value::Array(items)) if key == "results" => {
                items.first().filter(|item| item.get("contributions").is_some())
            }
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

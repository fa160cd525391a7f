//! JSON values -> the plain words, names and times in them, whatever shape they come in.
//!
//! One source writes a room as `"Hall 1"`, the next as `["Hall 1", "2nd floor"]`, `{"name": ...}`
//! or `{"en": ...}`. What a value is *for* is known to [`record`](super::record), not here.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::schedule::Zone;

use super::draft::Time;
use super::order::Order;
use super::{times, zones};

pub(super) use super::words::plain_key;

/// The people of a file by their id, where sessions name them by it.
pub(super) type People = BTreeMap<String, String>;

/// Whether a value says nothing.
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(_) | Value::Number(_) => false,
        Value::String(text) => is_nothing(text),
        Value::Array(items) => items.iter().all(is_empty),
        Value::Object(map) => map.values().all(is_empty),
    }
}

/// Whether a text stands for nothing: blank, or what spreadsheets and people write instead.
pub(super) fn is_nothing(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "-",
        "--",
        "---",
        "–",
        "—",
        "?",
        "??",
        "???",
        "NA",
        "N/A",
        "n/a",
        "N.A.",
        "n.a.",
        "#N/A",
        "<NA>",
        "nan",
        "NaN",
        "NAN",
        "NaT",
        "null",
        "NULL",
        "(null)",
        "None",
        "none",
        "NONE",
        "nil",
        "undefined",
        "TBD",
        "tbd",
        "TBA",
        "tba",
        "TBC",
        "tbc",
        "t.b.d.",
        "t.b.a.",
        "T.B.D.",
        "T.B.A.",
        "TBD.",
        "TBA.",
    ];
    let text = text.trim();
    text.is_empty() || text.len() <= 9 && WORDS.contains(&text)
}

/// The words of a value: of a list its first, of an object its name.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Bool(_) => None,
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Array(items) => items.iter().find_map(text),
        Value::Object(map) => named(map),
    }
}

fn named(map: &Map<String, Value>) -> Option<String> {
    const FULL: &[&str] = &[
        "name",
        "fullname",
        "publicname",
        "title",
        "label",
        "displayname",
        "rendered",
        "nameen",
        "en",
        "slug",
        "value",
    ];
    let keyed = |wanted: &str| {
        let found = map.iter().find(|(key, _)| plain_key(key) == wanted)?;
        match found.1 {
            Value::Array(parts) if wanted == "name" => in_parts(parts),
            Value::Array(_) => None,
            // In several languages.
            Value::Object(inner) if inner.values().all(Value::is_string) => named(inner),
            Value::Object(_) => None,
            plain => text(plain),
        }
    };
    // Semantic MediaWiki links to pages such as `Room:Hall 3`.
    if let Some(page) = keyed("fulltext") {
        return Some(page.split_once(':').map_or(page.clone(), |(_, page)| page.trim().to_owned()));
    }
    let name = FULL.iter().take(3).find_map(|key| keyed(key));
    if name.as_ref().is_some_and(|name| !name.contains(", ")) {
        return name;
    }
    let any = |keys: &[&str]| keys.iter().find_map(|key| keyed(key));
    let first = any(&["firstname", "givenname", "forename", "vorname", "prénom"]);
    let last = any(&["lastname", "familyname", "surname", "nachname", "nom"]);
    if name.is_some() && !(first.is_some() && last.is_some()) {
        return name;
    }
    if first.is_some() || last.is_some() {
        let parts: Vec<String> = [first, last].into_iter().flatten().collect();
        return Some(parts.join(" "));
    }
    let translated = || {
        let short = |key: &String| {
            (key.len() == 2 && key != "id") || matches!(key.as_bytes().get(2), Some(b'-' | b'_'))
        };
        map.iter().filter(|(key, _)| short(key)).find_map(|(_, value)| match value {
            Value::String(_) => text(value),
            _ => None,
        })
    };
    FULL.iter().skip(3).find_map(|key| keyed(key)).or_else(translated)
}

/// KonOpas lists the parts of a name: given, family, what goes before it and what goes after.
fn in_parts(parts: &[Value]) -> Option<String> {
    let part = |at: usize| parts.get(at).and_then(text);
    let words: Vec<String> = [2, 0, 1, 3].into_iter().filter_map(part).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// All names in a value: a list, a text with separators, objects, or ids of `people`.
pub(super) fn names(value: &Value, people: &People) -> Vec<String> {
    let mut names: Vec<String> = match value {
        Value::Null | Value::Bool(_) => Vec::new(),
        Value::String(text) => match people.get(text.trim()) {
            Some(name) => vec![name.clone()],
            None => split(text),
        },
        // A number that is nobody's id is no name.
        Value::Number(number) => people.get(&number.to_string()).cloned().into_iter().collect(),
        Value::Array(items) => items.iter().flat_map(|item| item_names(item, people)).collect(),
        Value::Object(map) => match named(map) {
            Some(name) => vec![name],
            None => map.values().filter(|value| value.is_object()).filter_map(text).collect(),
        },
    };
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|name| !is_nothing(name) && seen.insert(name.clone()));
    names
}

/// A name in a list stands for itself, commas included.
fn item_names(item: &Value, people: &People) -> Vec<String> {
    match item {
        Value::String(text) => {
            let text = text.trim();
            vec![people.get(text).map_or(text, String::as_str).to_owned()]
        }
        Value::Object(map) => {
            let id =
                map.iter().find(|(key, _)| plain_key(key) == "id").and_then(|(_, id)| text(id));
            named(map).or_else(|| people.get(&id?).cloned()).into_iter().collect()
        }
        Value::Array(_) => Vec::new(),
        other => names(other, people),
    }
}

/// `1:Ann Lee| 2:Bo Chen`, `Ann Lee; Bo Chen` or `Ann Lee, Bo Chen` as names.
fn split(text: &str) -> Vec<String> {
    let separators: &[char] = match text {
        text if text.contains('|') => &['|'],
        text if text.contains(';') => &[';'],
        text if text.contains('\n') => &['\n'],
        text if text.contains(" / ") => &['/'],
        _ => &[','],
    };
    let name = |part: &str| {
        let part = part.trim();
        match part.split_once(':') {
            Some((id, name)) if !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit()) => {
                name.trim().to_owned()
            }
            _ => part.to_owned(),
        }
    };
    text.split(separators).map(name).filter(|name| !name.is_empty()).collect()
}

/// `Ann Lee and Bo Chen` as its two names; what is no two full names stays one.
pub(super) fn joined(name: &str) -> Vec<&str> {
    const JOINTS: [&str; 5] = [" & ", " and ", " und ", " et ", " y "];
    let full = |name: &str| (2..=4).contains(&name.split_whitespace().count());
    for joint in JOINTS {
        let parts: Vec<&str> = name.split(joint).map(str::trim).collect();
        if parts.len() > 1 && parts.iter().all(|part| full(part)) {
            return parts;
        }
    }
    vec![name]
}

/// A date and time in a value: text, seconds since 1970, or `{date, time, tz}`.
pub(super) fn time(value: &Value, order: Order) -> Option<Time> {
    match value {
        Value::Null | Value::Bool(_) => None,
        Value::Number(number) => times::epoch(number.as_i64()?),
        Value::String(text) => times::time(text, order).or_else(|| {
            let digits = text.len() >= 9 && text.bytes().all(|byte| byte.is_ascii_digit());
            // A number of this length is no date written without hyphens.
            digits.then(|| text.parse().ok().and_then(times::epoch)).flatten()
        }),
        Value::Array(items) => items.iter().find_map(|item| time(item, order)),
        Value::Object(map) => zoned(map, order),
    }
}

fn zoned(map: &Map<String, Value>, order: Order) -> Option<Time> {
    let keyed = |wanted: &[&str]| {
        let found = map.iter().find(|(key, _)| wanted.contains(&plain_key(key).as_str()))?;
        found.1.as_str().map(str::trim)
    };
    let date = keyed(&["date", "datetime", "local", "iso", "start"])?;
    let read = times::time(date, order)
        .or_else(|| times::time(&format!("{date}T{}", keyed(&["time", "clock"])?), order))?;
    match (read, zone(map)) {
        (Time::Local(local), Some(zone)) => {
            Some(Time::Instant(zone.at(zone.instant(local).instant())))
        }
        (time, _) => Some(time),
    }
}

/// The zone that the parts of a time name.
pub(super) fn zone(map: &Map<String, Value>) -> Option<Zone> {
    let named = |key: &String| ["tz", "timezone", "zone"].contains(&plain_key(key).as_str());
    let found = map.iter().find(|(key, _)| named(key))?;
    zones::zone(found.1.as_str()?)
}

/// Whether a value says yes.
pub(super) fn is_yes(value: &Value) -> bool {
    match value {
        Value::Bool(yes) => *yes,
        Value::Number(number) => number.as_i64().is_some_and(|number| number != 0),
        Value::String(text) => {
            matches!(text.trim().to_lowercase().as_str(), "true" | "yes" | "y" | "1" | "x")
        }
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    }
}

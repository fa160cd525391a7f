//! A file of which little or nothing could be read: why, and what it has instead.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::problem::{Problem, count, number};

use super::{Format, Read, Subject, decode, json};

/// The most keys that are named, and the longest of them in characters.
const MOST_KEYS: usize = 12;
const LONGEST_KEY: usize = 30;

/// What is wrong with a file in which there is no event, or of which most were skipped.
pub(super) fn problem(read: &Read, text: &[u8]) -> Option<Problem> {
    let (slots, events) = (read.slots, read.schedule.events().len());
    if slots == 0 {
        let problem = Problem::whole("there are no events in it");
        return Some(problem.hint("the conference may not have published its schedule yet"));
    }
    let skipped = read.warnings.iter().filter(|warning| warning.subject == Subject::Skipped);
    if events > 0 && skipped.clone().count() * 2 <= slots {
        return None;
    }
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for warning in skipped {
        *reasons.entry(&warning.what).or_default() += 1;
    }
    let commonest = reasons.into_iter().max_by_key(|(_, times)| *times);
    let reason = commonest.map_or(String::new(), |(what, times)| {
        let often = if times == slots { "" } else { "most often: " };
        format!(" ({often}{what})")
    });
    let what = match events {
        0 => format!("none of its {} could be read", count(slots, "event")),
        _ => format!("only {} of its {} could be read", number(events), count(slots, "event")),
    };
    let keys = keys(read.format, text);
    let problem = Problem::whole(format!("{what}{reason}"));
    Some(if keys.is_empty() {
        problem.hint("take another export of the schedule")
    } else {
        problem.hint(format!("its fields are `{}`; take an export with times", keys.join("`, `")))
    })
}

/// What the parts of an event are called in a file, where its maker chose the names.
fn keys(format: Format, bytes: &[u8]) -> Vec<String> {
    let Ok((text, _)) = decode::text(bytes) else { return Vec::new() };
    let keys: Vec<String> = match format {
        Format::Csv => text.lines().next().map_or(Vec::new(), |header| {
            let cells = header.split([',', ';', '\t']).map(|cell| cell.trim().trim_matches('"'));
            cells.filter(|cell| !cell.is_empty()).map(ToOwned::to_owned).collect()
        }),
        Format::Json | Format::Pretalx | Format::Sessionize | Format::FrabJson => {
            let value = json::parse(&text).unwrap_or_default();
            largest(&value)
                .first()
                .and_then(|record| record.as_object())
                .map_or(Vec::new(), |record| record.keys().cloned().collect())
        }
        Format::Native | Format::Yaml | Format::FrabXml | Format::ICalendar | Format::Programme => {
            Vec::new()
        }
    };
    let short = |key: String| key.chars().take(LONGEST_KEY).collect();
    keys.into_iter().map(short).take(MOST_KEYS).collect()
}

/// The longest list of objects in a value, or of objects by name.
fn largest(value: &Value) -> Vec<&Value> {
    let items: Vec<&Value> = match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(map) => map.values().collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    if items.len() > 1 && items.iter().all(|item| item.is_object()) {
        return items;
    }
    items.into_iter().map(largest).max_by_key(Vec::len).unwrap_or_default()
}

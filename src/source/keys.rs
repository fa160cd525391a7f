//! The keys of a tree -> names that [`record`] knows, and ids -> what they stand for.
//!
//! What a key is called may be said by the user, by its words in many languages, or, where
//! nothing else helps, by what is under it. A room, a slot or a talk may stand in a list of its
//! own, to which events refer by its id.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::{Map, Value};

use crate::problem::Problem;

use super::content::{self, Column};
use super::draft::MAX_TEXTS;
use super::hints::Hints;
use super::value::{self, is_empty, plain_key};
use super::words::key_words;
use super::{Subject, Warning, bounds, record, table};

type Object = Map<String, Value>;

/// Takes out what GraphQL puts around lists: `{edges: [{node: X}]}` and `{nodes: [X]}` become `[X]`.
pub(super) fn unwrap(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(unwrap),
        Value::Object(map) => {
            map.values_mut().for_each(unwrap);
            let is_node = |item: &Value| item.get("node").is_some_and(Value::is_object);
            // Beside them stand at most a number and a page.
            if map.len() > 3 {
                return;
            }
            if let Some(Value::Array(edges)) = map.get_mut("edges")
                && edges.iter().all(is_node)
            {
                let node = |edge: &mut Value| edge.get_mut("node").map(Value::take);
                *value = edges.iter_mut().filter_map(node).collect();
            } else if let Some(nodes @ Value::Array(_)) = map.get_mut("nodes") {
                *value = nodes.take();
            }
        }
        _ => {}
    }
}

/// Gives the keys that the user names, and those whose words say what is under them, a known name.
pub(super) fn rename(root: &mut Value, hints: &Hints) {
    let mut names: HashMap<String, Option<String>> = HashMap::new();
    objects(root, &mut |map| {
        for (key, value) in map {
            if !is_plain(value) || names.contains_key(key) {
                continue;
            }
            let asked = hints.field_of(key).map(record::asked);
            let told = || (!record::is_known(&plain_key(key))).then(|| table::known_key(key));
            names.insert(key.clone(), asked.or_else(|| told().flatten()));
        }
    });
    let names: HashMap<String, String> =
        names.into_iter().filter_map(|(key, name)| Some((key, name?))).collect();
    put(root, &names);
}

/// The tree with known names for keys by what is under them, and which these are; nothing where
/// none can be told.
pub(super) fn renamed_by_content(root: &Value) -> Option<(Value, Warning)> {
    /// Of larger trees it is asked for.
    const MOST_OBJECTS: usize = 20_000;
    /// Words of keys whose times are not those of events.
    const OTHER_TIMES: &[&str] = &[
        "created",
        "updated",
        "modified",
        "published",
        "deadline",
        "registered",
        "submitted",
        "birth",
        "birthday",
        "expires",
        "last",
        "scraped",
        "generated",
        "edited",
        "sent",
    ];
    let mut texts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut number = 0;
    each(root, &mut |map| {
        number += 1;
        for (key, value) in map {
            if let Value::String(text) = value {
                let texts = texts.entry(key).or_default();
                if texts.len() < content::MOST_CELLS {
                    texts.push(text);
                }
            }
        }
    });
    if number > MOST_OBJECTS {
        return None;
    }
    let is_other = |key: &str| key_words(key).iter().any(|it| OTHER_TIMES.contains(&it.as_str()));
    texts.retain(|key, _| !is_other(key));
    let keys: Vec<&str> = texts.keys().copied().collect();
    let columns: Vec<Column<'_>> = texts
        .iter()
        .map(|(key, texts)| Column::new(plain_key(key), texts.iter().copied()))
        .collect();
    let told = content::told(&columns);
    let said: Vec<String> =
        told.iter().map(|(at, name)| format!("`{}` is taken as `{name}`", keys[*at])).collect();
    let names: HashMap<String, String> =
        told.iter().map(|(at, name)| (keys[*at].to_owned(), (*name).to_owned())).collect();
    (!said.is_empty()).then(|| {
        let what = format!("by what is under the keys, {}", said.join(", "));
        let mut renamed = root.clone();
        put(&mut renamed, &names);
        (renamed, Warning::whole(Subject::Title, what))
    })
}

/// Whether a value is words, a number, or a list of those.
fn is_plain(value: &Value) -> bool {
    match value {
        Value::Object(_) => false,
        Value::Array(items) => items.iter().all(|item| !item.is_object() && !item.is_array()),
        _ => true,
    }
}

fn put(value: &mut Value, names: &HashMap<String, String>) {
    if names.is_empty() {
        return;
    }
    objects(value, &mut |map| {
        let keys = map.keys().filter(|key| names.contains_key(*key));
        for key in keys.cloned().collect::<Vec<_>>() {
            let name = &names[&key];
            if map.get(&key).is_some_and(is_plain) && !map.contains_key(name) {
                let value = map.remove(&key).unwrap_or_default();
                map.insert(name.clone(), value);
            }
        }
    });
}

/// Calls a function with every object of a tree, the outer ones first.
fn objects(value: &mut Value, with: &mut impl FnMut(&mut Object)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| objects(item, with)),
        Value::Object(map) => {
            with(map);
            map.values_mut().for_each(|value| objects(value, with));
        }
        _ => {}
    }
}

fn each<'v>(value: &'v Value, with: &mut impl FnMut(&'v Object)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| each(item, with)),
        Value::Object(map) => {
            with(map);
            map.values().for_each(|value| each(value, with));
        }
        _ => {}
    }
}

/// The things of one list by their ids: without what they hold.
type Things = HashMap<String, Value>;

/// What may stand in a list of its own, under the singular of the list's name.
const THINGS: &[&str] = &[
    "room",
    "stage",
    "venue",
    "location",
    "hall",
    "place",
    "microlocation",
    "track",
    "stream",
    "slot",
    "timeslot",
    "timeblock",
    "block",
    "day",
    "session",
    "talk",
    "presentation",
    "event",
    "content",
    "contribution",
    "submission",
    "proposal",
];
/// Of these, when something is given.
const SLOTS: &[&str] = &["slot", "timeslot", "timeblock", "block"];
/// Of these, what is given in a slot; with a time of its own nobody need refer to it.
const TALKS: &[&str] = &[
    "session",
    "talk",
    "presentation",
    "event",
    "content",
    "contribution",
    "submission",
    "proposal",
];

/// Puts what stands in a list of its own where others refer to it by its id: `room_id: 3` becomes
/// `room: { name: Hall 3 }`.
///
/// # Errors
/// What is put holds too much text.
pub(super) fn resolve(root: &mut Value) -> Result<(), Vec<Problem>> {
    let mut lists: HashMap<String, Things> = HashMap::new();
    each(root, &mut |map| {
        for (key, value) in map.iter().filter(|(key, value)| is_list_of_things(key, value)) {
            let plain = plain_key(key);
            if let Some(name) = thing(&plain).filter(|name| *name != plain)
                && let Some(things) = things(value)
                && !(TALKS.contains(&name.as_str()) && things.values().any(has_time))
            {
                lists.entry(name).or_insert(things);
            }
        }
    });
    if lists.is_empty() {
        return Ok(());
    }
    let mut left = MAX_TEXTS;
    let mut full = false;
    let mut used: HashSet<String> = HashSet::new();
    let mut known: HashMap<String, Option<String>> = HashMap::new();
    objects(root, &mut |map| {
        let refers = map.iter().filter(|(_, value)| value.is_string() || value.is_number());
        let refers = refers.filter_map(|(key, value)| {
            let name = match known.get(key) {
                Some(name) => name.clone(),
                None => known.entry(key.clone()).or_insert_with(|| referred(key)).clone(),
            }?;
            Some((name.clone(), found(lists.get(&name)?, value)?))
        });
        for (name, found) in refers.collect::<Vec<_>>() {
            let size = size(found);
            full |= size > left;
            left = left.saturating_sub(size);
            let put = if full { Value::Null } else { found.clone() };
            if map.get(&name).is_none_or(|own| !own.is_object()) {
                used.insert(name.clone());
                map.insert(name, put);
            }
        }
    });
    // Whose talks are known is no event of its own.
    objects(root, &mut |map| {
        map.retain(|key, value| {
            let name = value.is_array().then(|| thing(&plain_key(key))).flatten();
            !name.is_some_and(|name| SLOTS.contains(&name.as_str()) && used.contains(&name))
        });
    });
    if full { Err(vec![bounds::too_many()]) } else { Ok(()) }
}

/// To what kind of thing a key refers: `room_id`, `slot`.
fn referred(key: &str) -> Option<String> {
    let plain = plain_key(key);
    let base = ["id", "ref", "code", "key"].iter().find_map(|suffix| plain.strip_suffix(suffix));
    THINGS.iter().find(|known| **known == base.unwrap_or(&plain)).map(|it| (*it).to_owned())
}

/// Whether a list may be one of things: cheap, since every key of a large file is looked at.
fn is_list_of_things(key: &str, value: &Value) -> bool {
    key.ends_with(['s', 'S']) && (value.is_array() || value.is_object())
}

/// The name of a kind of thing in its singular.
fn thing(name: &str) -> Option<String> {
    let singular = name.strip_suffix('s').unwrap_or(name);
    THINGS.iter().find(|known| **known == name || **known == singular).map(|it| (*it).to_owned())
}

/// The things of a list, where all have an id.
fn things(list: &Value) -> Option<Things> {
    let of = |one: &Value, key: Option<&String>| {
        let map = one.as_object()?;
        let id = map.iter().find(|(key, _)| {
            matches!(plain_key(key).as_str(), "id" | "code" | "uuid" | "guid" | "key")
        });
        let id = id.and_then(|(_, id)| value::text(id)).or_else(|| key.cloned())?;
        Some((id, flat(map)))
    };
    match list {
        Value::Array(items) if !items.is_empty() => items.iter().map(|one| of(one, None)).collect(),
        Value::Object(map) if !map.is_empty() => {
            map.iter().map(|(key, one)| of(one, Some(key))).collect()
        }
        _ => None,
    }
}

/// Whether a talk says when it is, or in which slot.
fn has_time(talk: &Value) -> bool {
    let Value::Object(map) = talk else { return false };
    map.keys().any(|key| {
        let plain = plain_key(key);
        record::START.contains(&plain.as_str())
            || key_words(key).iter().any(|word| matches!(word.as_str(), "slot" | "timeslot"))
    })
}

/// A thing without its id and without what it holds; a day is its date.
fn flat(map: &Object) -> Value {
    let day = ["date", "day"].iter().find_map(|key| map.get(*key).and_then(Value::as_str));
    if let Some(day) = day.filter(|_| !map.contains_key("title")) {
        return Value::from(day);
    }
    // Of which type a room or a slot is says nothing of a talk.
    let is_id = |key: &str| matches!(plain_key(key).as_str(), "id" | "uuid" | "guid" | "type");
    let own = map.iter().filter(|(key, value)| is_plain(value) && !is_id(key) && !is_empty(value));
    Value::Object(own.map(|(key, value)| (key.clone(), value.clone())).collect())
}

/// The one thing that a value refers to.
fn found<'t>(things: &'t Things, value: &Value) -> Option<&'t Value> {
    match value {
        Value::String(id) => things.get(id.trim()),
        Value::Number(id) => things.get(&id.to_string()),
        _ => None,
    }
}

fn size(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(map) => map.iter().map(|(key, value)| key.len() + size(value)).sum(),
        _ => 1,
    }
}

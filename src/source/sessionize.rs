//! Sessionize JSON (the views All, Sessions and GridSmart) -> [`Draft`].
//!
//! In: service sessions, plenum sessions that stand in every room (once), sessions without a
//! time. Out: the Speakers view, which holds no sessions. Times have no offset in most feeds;
//! then the zone has to come from elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::draft::{Draft, DraftEvent, End};
use super::order::Order;
use super::value::{self, People, is_yes};

/// Whether a parsed JSON value is one of the views.
pub(super) fn looks_like(root: &Value) -> bool {
    let has = |value: &Value, key: &str| value.get(key).is_some_and(Value::is_array);
    let stamped = |sessions: &Value| {
        sessions.as_array().and_then(|list| list.first()).is_none_or(|session| {
            session.get("startsAt").is_some() && session.get("isServiceSession").is_some()
                || session.get("categoryItems").is_some()
        })
    };
    match root {
        Value::Object(map) => {
            let all = ["sessions", "speakers", "rooms"].iter().all(|key| has(root, key));
            all && has(root, "categories") && map.get("sessions").is_some_and(stamped)
        }
        Value::Array(items) => items.first().is_some_and(|first| {
            let grid = has(first, "rooms")
                && first.get("date").is_some()
                && (has(first, "timeSlots") || first["rooms"][0]["sessions"].is_array());
            let list = has(first, "sessions") && first.get("groupName").is_some();
            grid || list || has(first, "sessions") && first.get("sessions").is_some_and(stamped)
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Reads a parsed view.
pub(super) fn draft(root: &Value) -> Draft {
    let view = View::of(root);
    let mut draft = Draft::default();
    let mut seen = BTreeSet::new();
    for (session, room) in sessions(root) {
        let event = view.event(session, room);
        // A plenum session stands in the grid of every room, under one id.
        let again = match (&event.id, is_yes(&session["isPlenumSession"])) {
            (Some(id), true) => !seen.insert((id.clone(), format!("{:?}", event.start))),
            _ => false,
        };
        if !again {
            draft.events.push(event);
        }
    }
    draft
}

/// Every session object with the room it stands under.
fn sessions(root: &Value) -> Vec<(&Value, Option<&Value>)> {
    let listed = |value: &'_ Value| -> Vec<usize> {
        value["sessions"].as_array().map(|list| (0..list.len()).collect()).unwrap_or_default()
    };
    let groups: Vec<&Value> = match root {
        Value::Array(items) => items.iter().collect(),
        other => vec![other],
    };
    let mut sessions = Vec::new();
    for group in groups {
        sessions.extend(listed(group).into_iter().map(|at| (&group["sessions"][at], None)));
        if !group["sessions"].is_array() {
            for room in group["rooms"].as_array().into_iter().flatten() {
                sessions
                    .extend(listed(room).into_iter().map(|at| (&room["sessions"][at], Some(room))));
            }
        }
    }
    sessions.retain(|(session, _)| session.is_object());
    sessions
}

/// The lists that sessions refer to.
struct View {
    people: People,
    rooms: BTreeMap<String, String>,
    /// By item: the category's title and the item's name.
    items: BTreeMap<String, (String, String)>,
}

impl View {
    fn of(root: &Value) -> Self {
        let mut items = BTreeMap::new();
        for category in root["categories"].as_array().into_iter().flatten() {
            let title = value::text(&category["title"]).unwrap_or_default();
            items.extend(
                by_id(&category["items"]).into_iter().map(|(id, name)| (id, (title.clone(), name))),
            );
        }
        View { people: by_id(&root["speakers"]), rooms: by_id(&root["rooms"]), items }
    }

    fn event(&self, session: &Value, group: Option<&Value>) -> DraftEvent {
        let room = value::text(&session["room"])
            .or_else(|| self.rooms.get(&value::text(&session["roomId"])?).cloned())
            .or_else(|| group.and_then(|room| value::text(&room["name"])));
        let categories = self.categories(session);
        // A category is the track when it says so.
        let track = categories.iter().find(|(title, _)| title.to_lowercase().contains("track"));
        let is_language = |title: &str| {
            matches!(title.to_lowercase().as_str(), "language" | "session language" | "sprache")
        };
        let language = categories.iter().find(|(title, _)| is_language(title));
        let named = |words: &[&str]| {
            let is_it = |title: &str| words.iter().any(|word| title.to_lowercase().contains(word));
            categories.iter().find(|(title, _)| is_it(title)).map(|(_, name)| name.clone())
        };
        let keywords =
            categories.iter().filter(|item| Some(*item) != track && Some(*item) != language);
        let status = value::text(&session["status"]).unwrap_or_default().to_lowercase();
        DraftEvent {
            id: value::text(&session["id"]),
            title: value::text(&session["title"]),
            start: value::time(&session["startsAt"], Order::default()),
            end: value::time(&session["endsAt"], Order::default()).map(End::At),
            room,
            track: track.map(|(_, name)| name.clone()),
            speakers: value::names(&session["speakers"], &self.people),
            language: language.map(|(_, name)| name.clone()),
            level: named(&["level", "niveau"]),
            kind: named(&["format", "session type"]),
            keywords: keywords.map(|(_, name)| name.clone()).collect(),
            description: value::text(&session["description"]).unwrap_or_default(),
            url: value::text(&session["liveUrl"]),
            recorded: value::text(&session["recordingUrl"]).is_some(),
            cancelled: matches!(status.as_str(), "cancelled" | "canceled" | "declined"),
            ..DraftEvent::default()
        }
    }

    /// The title of each category of a session with the item chosen in it.
    fn categories(&self, session: &Value) -> Vec<(String, String)> {
        let by_reference = session["categoryItems"].as_array().into_iter().flatten();
        let mut found: Vec<(String, String)> =
            by_reference.filter_map(|item| self.items.get(&value::text(item)?).cloned()).collect();
        for category in session["categories"].as_array().into_iter().flatten() {
            let title = value::text(&category["name"])
                .or_else(|| value::text(&category["title"]))
                .unwrap_or_default();
            for item in category["categoryItems"].as_array().into_iter().flatten() {
                found.extend(value::text(item).map(|name| (title.clone(), name)));
            }
        }
        found
    }
}

fn by_id(list: &Value) -> BTreeMap<String, String> {
    let maps = list.as_array().into_iter().flatten().filter_map(Value::as_object);
    let entry = |map: &Map<String, Value>| {
        let id = value::text(map.get("id")?)?;
        Some((id, value::text(&Value::Object(map.clone()))?))
    };
    maps.filter_map(entry).collect()
}

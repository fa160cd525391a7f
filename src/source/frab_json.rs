//! schedule.json of frab, voc and pretalx -> [`Draft`]: version 1 with its old and new shapes, and
//! the flat list of the version 2 drafts.
//!
//! ```text
//! schedule > conference > days [] > rooms {} > [event]         version 1
//! schedule > events []                                          version 2
//! ```
//! Persons are texts or objects that say `public_name`, `name` or `full_public_name`. Missing
//! values stay missing: see `assemble`.

use chrono::NaiveDate;
use serde_json::Value;

use super::draft::{Draft, DraftEvent, Events};
use super::frab::{self, Lengths, Times};

use super::json::{self, list, text};
use super::{Subject, Warning};

/// Whether a value is a schedule.json: `schedule.conference`, or either of the two alone.
pub(super) fn is(value: &Value) -> bool {
    let schedule = value.get("schedule").unwrap_or(value);
    let conference = schedule.get("conference").unwrap_or(schedule);
    let first_day = items(conference, "days").next();
    first_day.is_some_and(|day| day.get("rooms").is_some_and(Value::is_object))
        || schedule.get("conference").is_some_and(|conference| {
            conference.is_object()
                && (conference.get("days").is_some() || schedule.get("events").is_some())
        })
}

/// The draft of a value for which [`is`] holds.
pub(super) fn draft(value: &Value) -> Draft {
    let schedule = value.get("schedule").unwrap_or(value);
    let conference = schedule.get("conference").unwrap_or(schedule);
    let generator = [value, schedule].iter().find_map(|value| json::name(value.get("generator")?));
    let lengths = Lengths::of_generator(generator.as_deref());
    let mut events = Events::default();
    let mut repairs = Vec::new();
    for day in items(conference, "days") {
        let date = ["date", "day_start", "start"]
            .iter()
            .find_map(|key| frab::day(day.get(*key)?.as_str()?));
        let rooms = day.get("rooms");
        for (room, listed) in rooms.and_then(Value::as_object).into_iter().flatten() {
            match entries(listed) {
                Some(listed) => {
                    events.extend(listed.map(|value| event(value, Some(room), date, lengths)));
                }
                None => repairs.push(unread(&format!("what is in the room `{room}`"))),
            }
        }
        if rooms.and_then(Value::as_array).is_some_and(|rooms| !rooms.is_empty()) {
            repairs.push(unread("a list of rooms without names"));
        }
    }
    events.extend(items(schedule, "events").map(|value| event(value, None, None, lengths)));
    Draft {
        title: text(conference, "title"),
        version: text(schedule, "version"),
        zone: text(conference, "time_zone_name").map(|name| (name, None)),
        events,
        repairs,
        ..Draft::default()
    }
}

/// The items under a key: those of a list, or the values of an object. PHP writes a list with gaps
/// as `{"0": ..., "2": ...}`.
fn items<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> + use<'v> {
    value.get(key).and_then(entries).into_iter().flatten()
}

/// The items of a list or the values of an object; nothing of what is neither.
fn entries(value: &Value) -> Option<impl Iterator<Item = &Value>> {
    let (list, map) = match value {
        Value::Array(list) => (Some(list), None),
        Value::Object(map) => (None, Some(map.values())),
        Value::Null => (None, None),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => return None,
    };
    Some(list.into_iter().flatten().chain(map.into_iter().flatten()))
}

fn unread(what: &str) -> Warning {
    Warning::whole(Subject::Damage, format!("{what} is no list of events and is not read"))
}

fn event(
    value: &Value,
    room: Option<&String>,
    day: Option<NaiveDate>,
    lengths: Lengths,
) -> DraftEvent {
    let written = |key: &str| text(value, key).filter(|text| !text.trim().is_empty());
    let spoken = |key: &str| text(value, key).unwrap_or_default();
    let state = text(value, "state").or_else(|| text(value, "status"));
    let persons = list(value, "persons").iter().chain(list(value, "participants"));
    let mut event = DraftEvent {
        title: written("title"),
        subtitle: written("subtitle"),
        room: room.cloned(),
        own_room: value.get("room").and_then(json::name),
        track: value
            .get("track")
            .and_then(json::name)
            .or_else(|| text(value.get("track")?, "slug")),
        speakers: persons.filter(|person| speaks(person)).filter_map(json::name).collect(),
        language: written("language"),
        level: value.get("level").and_then(json::name),
        kind: value.get("type").and_then(json::name).filter(|kind| !kind.trim().is_empty()),
        keywords: list(value, "tags").iter().filter_map(json::name).collect(),
        summary: spoken("abstract"),
        description: spoken("description"),
        url: written("url").or_else(|| written("origin_url")),
        recorded: is_recorded(value),
        cancelled: state.is_some_and(|state| frab::is_cancelled(&state)),
        ..DraftEvent::default()
    };
    frab::name_event(
        &mut event,
        [written("guid"), written("code"), written("id"), written("slug")],
    );
    let (date, duration, end) = (written("date"), written("duration"), written("end"));
    let start = written("start");
    let times = Times {
        date: date.as_deref(),
        start: start.as_deref(),
        duration: duration.as_deref(),
        end: end.as_deref(),
    };
    times.put(&mut event, day, lengths);
    event
}

/// Version 2 lists everyone who takes part, with roles.
fn speaks(person: &Value) -> bool {
    let role = person.get("role").and_then(Value::as_str).unwrap_or("SPEAKER");
    !matches!(role.to_ascii_uppercase().as_str(), "HERALD" | "ENGINEER" | "ANGEL" | "TRANSLATOR")
}

fn is_recorded(value: &Value) -> bool {
    value.get("do_not_record").and_then(Value::as_bool) == Some(false)
        || text(value, "video_download_url").is_some_and(|url| !url.trim().is_empty())
        || list(value, "links").iter().any(|link| {
            let of = |key: &str| text(link, key).unwrap_or_default();
            frab::is_recording(&of("url"), &of("title"))
        })
}

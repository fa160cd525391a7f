//! What pretalx gives besides its exports -> [`Draft`]: the widget's schedule and the objects of
//! its API, in the lists and grids in which sites keep them.
//!
//! ```text
//! {talks: [], rooms: [], speakers: [], tracks: [], timezone}    widget; things by reference
//! {slots: [submission], breaks: [], version}                    API, schedule
//! {count, next, results: [submission or slot]}, or the bare list API, pages
//! {schedule: {day: {minute: {room: submission}}}}               a site's grid
//! ```
//! A submission has one `slot`, several `slots`, or none yet. A list of breaks that stands apart
//! from the talks is no part of the programme and is left out with that reason; a break among
//! the talks of a widget is an event.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::problem::Problem;

use super::draft::{Draft, DraftEvent, End, Events};
use super::frab;

use super::json::{self, list, name, text};
use super::{Subject, Warning};

/// Whether a value is one of pretalx's.
pub(super) fn is(value: &Value) -> bool {
    let first = |key: &str| list(value, key).first().is_some_and(is_submission);
    match value {
        Value::Array(items) => items.first().is_some_and(is_submission),
        Value::Object(_) => {
            (value.get("talks").is_some_and(Value::is_array) && value.get("rooms").is_some())
                || first("slots")
                || first("results")
                || grid(value).next().is_some_and(is_submission)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Whether a value is a list of pretalx's speakers, which says nothing about times.
pub(super) fn is_speakers(value: &Value) -> bool {
    let items = value.as_array().map_or_else(|| list(value, "results"), Vec::as_slice);
    items.first().is_some_and(|first| {
        ["code", "name", "biography", "submissions"].iter().all(|key| first.get(*key).is_some())
    })
}

/// The problem with a list of speakers.
pub(super) fn no_talks() -> Problem {
    Problem::whole("this is pretalx's list of speakers, without talks or times").hint(
        "take the schedule's export: /schedule/export/schedule.json under the event's address",
    )
}

fn is_submission(value: &Value) -> bool {
    let has = |key: &str| value.get(key).is_some();
    let placed = has("slot") || has("slots") || has("submission_type");
    (has("code") && has("speakers") && placed) || (has("submission") && has("start") && has("room"))
}

/// The submissions of a grid by day, minute and room.
fn grid(value: &Value) -> impl Iterator<Item = &Value> {
    fn values(value: &Value) -> impl Iterator<Item = &Value> {
        value.as_object().into_iter().flat_map(|map| map.values())
    }
    value.get("schedule").into_iter().flat_map(values).flat_map(values).flat_map(values)
}

/// The draft of a value for which [`is`] holds.
pub(super) fn draft(value: &Value) -> Draft {
    let names = Names::of(value);
    let mut events = Events::default();
    let listed = value.as_array().map_or_else(|| list(value, "results"), Vec::as_slice);
    for talk in
        listed.iter().chain(list(value, "slots")).chain(list(value, "talks")).chain(grid(value))
    {
        submission(talk, &names, &mut events);
    }
    events.extend(list(value, "breaks").iter().map(|listed| pause(listed, &names)));
    Draft {
        title: ["event", "name", "title"].iter().find_map(|key| name(value.get(*key)?)),
        version: text(value, "version"),
        zone: text(value, "timezone").map(|zone| (zone, None)),
        events,
        repairs: more_pages(value).into_iter().collect(),
        ..Draft::default()
    }
}

/// The API gives fifty at a time.
fn more_pages(value: &Value) -> Option<Warning> {
    let next = value.get("next").and_then(Value::as_str)?;
    let all = text(value, "count").map_or(String::new(), |count| format!(" of {count}"));
    let here = list(value, "results").len();
    Some(Warning::whole(
        Subject::Damage,
        format!("this is one page with {here}{all} slots; the next one is at {next}"),
    ))
}

/// Rooms, tracks and speakers that talks refer to.
#[derive(Default)]
struct Names {
    rooms: BTreeMap<String, String>,
    tracks: BTreeMap<String, String>,
    speakers: BTreeMap<String, String>,
}

impl Names {
    fn of(value: &Value) -> Names {
        let table = |key: &str, id: &str| {
            let things = list(value, key).iter();
            things.filter_map(|thing| Some((text(thing, id)?, name(thing)?))).collect()
        };
        Names {
            rooms: table("rooms", "id"),
            tracks: table("tracks", "id"),
            speakers: table("speakers", "code"),
        }
    }
}

/// A thing that is named, or referred to by its id or code. An id alone is still a name.
fn named(value: Option<&Value>, names: &BTreeMap<String, String>) -> Option<String> {
    let written = name(value?)?;
    Some(names.get(&written).cloned().unwrap_or(written))
}

/// One event for every slot of a submission, or one that says why there is none.
fn submission(value: &Value, names: &Names, events: &mut Events) {
    let talk = talk(value, names);
    let slots: Vec<&Value> = match (value.get("slot"), value.get("slots")) {
        (Some(slot @ Value::Object(_)), _) => vec![slot],
        (_, Some(Value::Array(slots))) => slots.iter().filter(|slot| slot.is_object()).collect(),
        _ if text(value, "start").is_some() => vec![value],
        _ => Vec::new(),
    };
    if slots.is_empty() {
        let leave_out = talk.leave_out.clone().or_else(|| Some("it has no time yet".to_owned()));
        events.push(DraftEvent { leave_out, ..talk });
        return;
    }
    events.extend(slots.into_iter().map(|slot| placed(talk.clone(), slot, names)));
}

/// What is said about a submission, without its slot.
fn talk(value: &Value, names: &Names) -> DraftEvent {
    // A slot of the API names its submission by code, or holds all of it.
    let nested = value.get("submission").filter(|submission| submission.is_object());
    let said = nested.unwrap_or(value);
    let written = |key: &str| text(said, key).filter(|text| !text.trim().is_empty());
    let state = written("state").unwrap_or_default();
    let code = written("code").or_else(|| text(value, "submission"));
    let mut talk = DraftEvent {
        title: written("title"),
        track: named(said.get("track"), &names.tracks),
        speakers: list(said, "speakers")
            .iter()
            .filter_map(|who| named(Some(who), &names.speakers))
            .collect(),
        language: written("content_locale"),
        kind: said.get("submission_type").filter(|kind| !kind.is_number()).and_then(name),
        keywords: list(said, "tags").iter().filter_map(name).collect(),
        summary: written("abstract").unwrap_or_default(),
        description: written("description").unwrap_or_default(),
        url: written("url"),
        recorded: said.get("do_not_record").and_then(Value::as_bool) == Some(false),
        end: said.get("duration").and_then(Value::as_i64).map(End::Minutes),
        cancelled: frab::is_cancelled(&state),
        leave_out: matches!(state.as_str(), "rejected" | "submitted" | "draft")
            .then(|| format!("its state is `{state}`")),
        ..DraftEvent::default()
    };
    // The number of a page's row is that of the slot, not of the talk.
    let id = written("id").filter(|_| value.get("submission").is_none());
    frab::name_event(&mut talk, [None, code.clone(), id, None]);
    talk.talk = code;
    talk
}

/// A talk at one of its slots.
fn placed(talk: DraftEvent, slot: &Value, names: &Names) -> DraftEvent {
    let time = |key: &str| frab::time(slot.get(key)?.as_str()?);
    DraftEvent {
        start: time("start"),
        end: time("end").map(End::At).or(talk.end),
        room: named(slot.get("room"), &names.rooms),
        ..talk
    }
}

fn pause(value: &Value, names: &Names) -> DraftEvent {
    let said = DraftEvent {
        title: ["title", "description"].iter().find_map(|key| json::scalar(value.get(*key)?)),
        leave_out: Some("it is a break, listed apart from the talks".to_owned()),
        ..DraftEvent::default()
    };
    placed(said, value, names)
}

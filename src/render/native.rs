//! A schedule in our own format, YAML or JSON: all of it, and nothing for what is empty.

use std::fmt::Display;

use chrono::{DateTime, FixedOffset, Timelike, Utc};
use serde::Serialize;
use serde_yaml::Value;

use crate::schedule::{self, Inferred, Local, Room, Zone};

/// A schedule for people to read and to mend.
pub fn yaml(schedule: &schedule::Schedule) -> String {
    // Texts, lists and truth values: nothing that could fail.
    let schedule = Schedule::of(schedule);
    let text = serde_yaml::to_string(&schedule).unwrap_or_default();
    if !text.contains(['\u{2028}', '\u{2029}']) {
        return text;
    }
    // serde_yaml breaks lines at these two, as YAML 1.1 has it; YAML 1.2 and our reader do not. A
    // character that is never printed makes it quote such a text, and gives place to their own escapes.
    let mut value = serde_yaml::to_value(&schedule).unwrap_or_default();
    mark_separators(&mut value);
    let text = serde_yaml::to_string(&value).unwrap_or_default();
    text.replace("\\uFFFEL", "\\L").replace("\\uFFFEP", "\\P")
}

fn mark_separators(value: &mut Value) {
    match value {
        Value::String(text) => {
            *text = text.replace('\u{2028}', "\u{fffe}L").replace('\u{2029}', "\u{fffe}P");
        }
        Value::Sequence(items) => items.iter_mut().for_each(mark_separators),
        Value::Mapping(entries) => entries.values_mut().for_each(mark_separators),
        _ => {}
    }
}

/// A schedule for programs, with the keys of the YAML.
pub fn json(schedule: &schedule::Schedule) -> String {
    super::json::readable_as_yaml(super::json::pretty(&Schedule::of(schedule)))
}

#[derive(Serialize)]
struct Schedule<'a> {
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'a str>,
    timezone: String,
    events: Vec<Event<'a>>,
}

#[derive(Serialize)]
struct Event<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "is_empty")]
    other_ids: &'a [String],
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    subtitle: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    room: Option<&'a str>,
    start: String,
    end: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    track: Option<&'a str>,
    #[serde(skip_serializing_if = "is_empty")]
    speakers: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'a str>,
    #[serde(skip_serializing_if = "is_empty")]
    keywords: &'a [String],
    #[serde(rename = "abstract", skip_serializing_if = "str::is_empty")]
    summary: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    repeats: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    part_of: Option<&'a str>,
    #[serde(skip_serializing_if = "is_false")]
    recorded: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    sold_out: bool,
    #[serde(skip_serializing_if = "is_false")]
    cancelled: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    inferred: Vec<&'static str>,
}

fn is_empty(list: &&[String]) -> bool {
    list.is_empty()
}

fn is_false(truth: &bool) -> bool {
    !truth
}

impl<'a> Schedule<'a> {
    fn of(schedule: &'a schedule::Schedule) -> Schedule<'a> {
        let zone = schedule.zone();
        Schedule {
            title: schedule.title(),
            version: schedule.version(),
            timezone: match zone {
                Zone::Named(zone) => zone.name().to_owned(),
                Zone::Fixed(offset) => offset.to_string(),
            },
            events: schedule.events().iter().map(|event| Event::of(event, zone)).collect(),
        }
    }
}

impl<'a> Event<'a> {
    fn of(event: &'a schedule::Event, zone: Zone) -> Event<'a> {
        Event {
            id: event.id.as_str(),
            other_ids: &event.other_ids,
            title: &event.title,
            subtitle: event.subtitle.as_deref(),
            room: event.room.as_ref().map(Room::as_str),
            start: time(event.slot.start(), zone),
            end: time(event.slot.end(), zone),
            track: event.track.as_deref(),
            speakers: &event.speakers,
            language: event.language.as_deref(),
            level: event.level.as_deref(),
            kind: event.kind.as_deref(),
            keywords: &event.keywords,
            summary: &event.summary,
            description: &event.description,
            url: event.url.as_deref(),
            repeats: event.repeats.as_deref(),
            part_of: event.part_of.as_deref(),
            recorded: event.recorded,
            price: event.price.as_ref().map(ToString::to_string),
            sold_out: event.sold_out,
            cancelled: event.cancelled,
            inferred: event.inferred.iter().copied().map(Inferred::name).collect(),
        }
    }
}

/// A time on the zone's clock, as short as it goes. Where the clock shows it twice, the offset
/// tells which one it is.
fn time(instant: DateTime<Utc>, zone: Zone) -> String {
    let at = zone.at(instant);
    let clock = if at.nanosecond() != 0 {
        at.format("%Y-%m-%dT%H:%M:%S%.f")
    } else if at.second() != 0 {
        at.format("%Y-%m-%dT%H:%M:%S")
    } else {
        at.format("%Y-%m-%dT%H:%M")
    };
    let certain = zone.instant(at.naive_local()) == Local::Exact(instant);
    if certain && at.nanosecond() == 0 { clock.to_string() } else { with_offset(&clock, at) }
}

fn with_offset(clock: &impl Display, at: DateTime<FixedOffset>) -> String {
    // Before there were time zones, offsets had seconds, which no format of ours can say.
    if at.offset().local_minus_utc() % 60 == 0 {
        format!("{clock}{}", at.offset())
    } else {
        at.to_utc().to_rfc3339()
    }
}

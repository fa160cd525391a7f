//! What changed in a schedule, for programs.

use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::changes::{Changed, Changes, Difference, Field, How, Matter, Mine, Value};
use crate::schedule::{Event, Schedule, Zone};

use super::json::pretty;
use super::{Extent, Versions};

/// All changes, with those of one person marked.
pub fn changes(
    changes: &Changes,
    mine: Option<&Mine>,
    versions: Versions<'_>,
    extent: Extent,
) -> String {
    let (old, new) = (versions.old, versions.new);
    let is_old = |ix| mine.map(|mine| mine.old.contains(&ix));
    let is_new = |ix| mine.map(|mine| mine.new.contains(&ix));
    let mut events: Vec<Entry<'_>> = Vec::new();
    for (all, what) in [(&changes.gone, "gone"), (&changes.over, "over")] {
        for &ix in all {
            events.push(Entry::new(what, old, old.event(ix), is_old(ix)));
        }
    }
    for changed in &changes.changed {
        let touches = is_old(changed.old).zip(is_new(changed.new)).map(|(a, b)| a || b);
        let mut entry = Entry::new("changed", new, new.event(changed.new), touches);
        entry.was = Some(old.event(changed.old).id.as_str());
        entry.known_by = Some(changed.how.name());
        entry.probably = changed.how == How::Similar;
        entry.fields = fields(changed, versions, extent);
        events.push(entry);
    }
    for &ix in &changes.added {
        events.push(Entry::new("new", new, new.event(ix), is_new(ix)));
    }
    let version =
        |schedule: &Schedule| json!({"title": schedule.title(), "version": schedule.version()});
    let rooms = changes.renamed.iter();
    let rooms: Vec<Json> = rooms
        .map(|room| json!({"from": room.from, "to": room.to, "events": room.events}))
        .collect();
    pretty(&Whole {
        old: version(old),
        new: version(new),
        counts: counts(changes),
        renumbered: changes.is_renumbered(),
        rooms,
        events,
    })
}

#[derive(Serialize)]
struct Whole<'a> {
    old: Json,
    new: Json,
    counts: Json,
    renumbered: bool,
    rooms: Vec<Json>,
    events: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    what: &'static str,
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    was: Option<&'a str>,
    title: &'a str,
    start: String,
    end: String,
    room: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    known_by: Option<&'static str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    probably: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    mine: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<Json>,
}

impl<'a> Entry<'a> {
    fn new(
        what: &'static str,
        schedule: &'a Schedule,
        event: &'a Event,
        mine: Option<bool>,
    ) -> Self {
        Entry {
            what,
            id: event.id.as_str(),
            was: None,
            title: &event.title,
            start: schedule.zone().at(event.slot.start()).to_rfc3339(),
            end: schedule.zone().at(event.slot.end()).to_rfc3339(),
            room: event.room.as_ref().map(|room| room.as_str()),
            known_by: None,
            probably: false,
            mine,
            fields: Vec::new(),
        }
    }
}

/// How many events have a change of each kind.
fn counts(changes: &Changes) -> Json {
    let of = |field: Field| changes.count(|it| it.field == field);
    let text = |it: &Difference| it.matter() == Matter::Text;
    json!({
        "both": changes.both,
        "new": changes.added.len(),
        "gone": changes.gone.len(),
        "over": changes.over.len(),
        "cancelled": changes.count(|it| it.field == Field::Cancelled && it.to == Value::Flag(true)),
        "moved": changes.count(Difference::is_move),
        "length": changes.count(Difference::is_length),
        "room": of(Field::Room),
        "title": of(Field::Title),
        "subtitle": of(Field::Subtitle),
        "speakers": of(Field::Speakers),
        "track": of(Field::Track),
        "language": of(Field::Language),
        "recorded": of(Field::Recorded),
        "text": changes.count(text),
        "ids": changes.renumbered,
    })
}

/// What differs; long texts are only named, and ids left out, unless all is asked for.
fn fields(changed: &Changed, versions: Versions<'_>, extent: Extent) -> Vec<Json> {
    let shown = |it: &&Difference| extent == Extent::All || it.matter() != Matter::Record;
    let field = |it: &Difference| {
        let name = it.field.name();
        if extent == Extent::First && it.matter() == Matter::Text {
            return json!({ "field": name });
        }
        let (from, to) = (value(&it.from, versions.old.zone()), value(&it.to, versions.new.zone()));
        json!({"field": name, "from": from, "to": to})
    };
    changed.what.iter().filter(shown).map(field).collect()
}

fn value(value: &Value, zone: Zone) -> Json {
    match value {
        Value::Text(text) => json!(text),
        Value::List(list) => json!(list),
        Value::Flag(flag) => json!(flag),
        Value::Time(slot) => json!({
            "start": zone.at(slot.start()).to_rfc3339(),
            "end": zone.at(slot.end()).to_rfc3339(),
        }),
    }
}

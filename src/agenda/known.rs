//! What an agenda remembers of the schedule it was made from: enough to tell later what changed.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::schedule::{Event, EventId, EventIx, Room, Schedule, Slot, Zone};
use crate::solved::Solved;

use super::Agenda;

/// An event that the agenda depends on: one with points, or a must-see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Its id.
    pub id: String,
    /// Whatever else the source calls it.
    pub names: Vec<String>,
    /// Its title.
    pub title: String,
    /// Who speaks.
    pub speakers: Vec<String>,
    /// When it starts.
    pub start: DateTime<FixedOffset>,
    /// When it ends.
    pub end: DateTime<FixedOffset>,
    /// Where.
    pub room: Option<String>,
    /// Its session group.
    pub repeats: Option<String>,
    /// The whole that it is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of: Option<String>,
    /// Whether it was called off.
    pub cancelled: bool,
    /// What it was worth.
    pub points: i64,
    /// 64-bit FNV-1a over all that the schedule says of it, in hexadecimal digits.
    pub fingerprint: String,
}

/// The events that an agenda of these wishes depends on, in order.
pub(super) fn known(solved: &Solved<'_>) -> Vec<Known> {
    let Solved { schedule, wishes, scores, .. } = *solved;
    schedule
        .iter()
        .filter(|(ix, _)| scores.of(*ix).points > 0 || wishes.asks_for(*ix))
        .map(|(ix, event)| Known::new(event, schedule.zone(), scores.of(ix).points))
        .collect()
}

/// The hashes of the ids of all other events, so that later a new one is known to be new.
pub(super) fn others(schedule: &Schedule, known: &[Known]) -> String {
    let known: BTreeSet<&str> = known.iter().map(|known| known.id.as_str()).collect();
    let others = schedule.events().iter().filter(|event| !known.contains(event.id.as_str()));
    let hashes: Vec<String> = others.map(|event| short_hash(event.id.as_str())).collect();
    hashes.join(" ")
}

impl Agenda {
    /// What is remembered of the schedule. Of an agenda that remembers nothing, saved by an
    /// earlier attend: what it holds and what it missed.
    pub fn former(&self) -> Schedule {
        let zone = Zone::named(&self.schedule.timezone);
        let known = self.known.iter().filter_map(Known::event);
        let talks =
            self.talks.iter().map(|talk| (&talk.id, &talk.title, talk.start, talk.end, &talk.room));
        let missed = self.missed.iter().map(|it| (&it.id, &it.title, it.start, it.end, &it.room));
        let plain = talks.chain(missed).filter_map(|(id, title, start, end, room)| {
            let slot = Slot::new(start.to_utc(), end.to_utc())?;
            let mut event = Event::new(EventId::new(id.clone()), title.clone(), slot);
            event.room = room.clone().map(Room::new);
            Some(event)
        });
        let events: Vec<Event> =
            if self.known.is_empty() { plain.collect() } else { known.collect() };
        let version = self.schedule.version.clone();
        let zone = zone.unwrap_or(Zone::Named(chrono_tz::UTC));
        Schedule::new(self.schedule.title.clone(), version, zone, events).0
    }

    /// Remembers an event as well that has no points.
    pub fn remember(&mut self, schedule: &Schedule, ix: EventIx) {
        let event = schedule.event(ix);
        // An agenda saved by an earlier attend knows what it holds and missed as long as it knows
        // nothing else.
        let is_old = self.known.is_empty() && !(self.talks.is_empty() && self.missed.is_empty());
        if !is_old && !self.known.iter().any(|known| known.id == event.id.as_str()) {
            self.known.push(Known::new(event, schedule.zone(), 0));
        }
    }

    /// Whether an event of this id was in the schedule, but not of interest.
    pub fn passed_over(&self) -> impl Fn(&EventId) -> bool {
        let others: BTreeSet<String> =
            self.others.split_whitespace().map(ToOwned::to_owned).collect();
        move |id| others.contains(&short_hash(id.as_str()))
    }
}

impl Known {
    fn new(event: &Event, zone: Zone, points: i64) -> Known {
        Known {
            id: event.id.to_string(),
            names: event.other_ids.clone(),
            title: event.title.clone(),
            speakers: event.speakers.clone(),
            start: zone.at(event.slot.start()),
            end: zone.at(event.slot.end()),
            room: event.room.as_ref().map(ToString::to_string),
            repeats: event.repeats.clone(),
            part_of: event.part_of.clone(),
            cancelled: event.cancelled,
            points,
            fingerprint: format!("{:016x}", fingerprint(event)),
        }
    }

    /// As an event without texts; none where the times cannot be.
    fn event(&self) -> Option<Event> {
        let slot = Slot::new(self.start.to_utc(), self.end.to_utc())?;
        let mut event = Event::new(EventId::new(self.id.clone()), self.title.clone(), slot);
        event.other_ids.clone_from(&self.names);
        event.speakers.clone_from(&self.speakers);
        event.room = self.room.clone().map(Room::new);
        event.repeats.clone_from(&self.repeats);
        event.part_of.clone_from(&self.part_of);
        event.cancelled = self.cancelled;
        Some(event)
    }
}

/// What two versions of an event have in common if nothing of it changed.
fn fingerprint(event: &Event) -> u64 {
    let mut hash = Fnv::default();
    let optional = [&event.subtitle, &event.track, &event.language, &event.url, &event.repeats];
    hash.text(&event.title);
    hash.text(event.room_name());
    hash.text(&event.slot.start().to_rfc3339());
    hash.text(&event.slot.end().to_rfc3339());
    for text in optional {
        hash.text(text.as_deref().unwrap_or("\u{0}"));
    }
    for list in [&event.speakers, &event.keywords] {
        hash.text(&list.len().to_string());
        list.iter().for_each(|text| hash.text(text));
    }
    hash.text(&event.summary);
    hash.text(&event.description);
    hash.text(if event.cancelled { "cancelled" } else { "" });
    hash.text(if event.recorded { "recorded" } else { "" });
    // Of these nothing is hashed where there is none, so that older agendas know their talks again.
    if let Some(price) = &event.price {
        hash.text(&price.to_string());
    }
    if event.sold_out {
        hash.text("sold out");
    }
    hash.0
}

/// Twelve hexadecimal digits: two of ten thousand ids are equal once in six million conferences.
fn short_hash(text: &str) -> String {
    let mut hash = Fnv::default();
    hash.text(text);
    format!("{:012x}", hash.0 >> 16)
}

/// 64-bit FNV-1a (G. Fowler, L. Noll and K.-P. Vo).
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Fnv {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    /// A text and its end.
    fn text(&mut self, text: &str) {
        for byte in text.bytes().chain([0xff]) {
            self.0 ^= u64::from(byte);
            self.0 = self.0.wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::Price;

    #[test]
    fn every_field_has_its_say_in_the_fingerprint() {
        let slot = |minutes: i64| {
            let start = "2026-05-01T10:00:00Z".parse::<DateTime<chrono::Utc>>().unwrap();
            Slot::new(start, start + chrono::TimeDelta::minutes(minutes)).unwrap()
        };
        let base = Event::new(EventId::new("a"), "A", slot(30));
        let edits: [fn(&mut Event); 12] = [
            |event| event.title.push('b'),
            |event| event.room = Some(Room::new("R")),
            |event| event.subtitle = Some(String::new()),
            |event| event.track = Some("b".into()),
            |event| event.speakers = vec!["b".into()],
            |event| event.keywords = vec!["b".into()],
            |event| event.summary = "b".into(),
            |event| event.description = "b".into(),
            |event| event.cancelled = true,
            |event| event.recorded = true,
            |event| event.price = Price::read("5"),
            |event| event.sold_out = true,
        ];
        let mut seen = BTreeSet::from([fingerprint(&base)]);
        for edit in edits {
            let mut event = base.clone();
            edit(&mut event);
            assert!(seen.insert(fingerprint(&event)), "{event:?}");
        }
        assert!(seen.insert(fingerprint(&Event { slot: slot(31), ..base.clone() })));
        assert_eq!(fingerprint(&base), 570_218_153_661_018_976, "the same on every machine");
    }
}

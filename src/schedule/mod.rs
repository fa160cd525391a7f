//! The conference's programme, checked: unique ids, positive slots, a fixed order.
//!
//! A [`Schedule`] is made by [`source`](crate::source) and read by everything else. Times are
//! instants; the zone is kept only to say them. It holds no wishes and no points.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

use crate::ix::By;

mod event;
mod language;
mod place;
mod price;
mod slot;
mod zone;

pub use event::{Event, EventId, EventIx, Inferred, Room};
pub use language::{is_language, language_name, languages};
pub use place::Place;
pub use price::Price;
pub use slot::Slot;
pub use zone::{Local, Zone, city_of, is_city, zone_of_city};

/// A conference's programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    title: String,
    version: Option<String>,
    zone: Zone,
    zone_is_guess: bool,
    events: By<EventIx, Event>,
    groups: Vec<Vec<EventIx>>,
    group_of: By<EventIx, Option<usize>>,
    wholes: Vec<Vec<Vec<EventIx>>>,
}

impl Schedule {
    /// A schedule of these events, put in order by start, room and id.
    ///
    /// Ids have to be unique; of events with equal ids the first in that order is kept and the
    /// others are given back, so that the caller can say so.
    pub fn new(
        title: String,
        version: Option<String>,
        zone: Zone,
        mut events: Vec<Event>,
    ) -> (Schedule, Vec<Event>) {
        events.sort_by(|a, b| {
            (a.slot, &a.room, &a.id, &a.title).cmp(&(b.slot, &b.room, &b.id, &b.title))
        });
        let mut seen = BTreeSet::new();
        let (events, refused): (Vec<Event>, Vec<Event>) =
            events.into_iter().partition(|event| seen.insert(event.id.clone()));
        let events = By::from(events);
        let groups = sharing(&events, |event| event.repeats.as_deref());
        let mut group_of = By::from(vec![None; events.len()]);
        for (group, members) in groups.iter().enumerate() {
            for &member in members {
                group_of[member] = Some(group);
            }
        }
        let (zone_is_guess, wholes) = (false, Vec::new());
        let mut schedule =
            Schedule { title, version, zone, zone_is_guess, events, groups, group_of, wholes };
        let wholes = sharing(&schedule.events, |event| event.part_of.as_deref());
        let parts = |whole: Vec<EventIx>| -> BTreeSet<Vec<EventIx>> {
            whole.into_iter().map(|ix| schedule.occurrences(ix)).collect()
        };
        let wholes = wholes.into_iter().map(parts).filter(|parts| parts.len() > 1);
        schedule.wholes = wholes.map(|parts| parts.into_iter().collect()).collect();
        (schedule, refused)
    }

    /// What the conference is called.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The same schedule under another title.
    #[must_use]
    pub fn titled(self, title: &str) -> Schedule {
        Schedule { title: title.to_owned(), ..self }
    }

    /// The organisers' label of this version; free text.
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// The zone in which its times are said.
    pub fn zone(&self) -> Zone {
        self.zone
    }

    /// Whether nothing says in which zone its times are, so that UTC stands for it.
    pub fn zone_is_guess(&self) -> bool {
        self.zone_is_guess
    }

    /// The same schedule, of whose zone nothing is known.
    #[must_use]
    pub fn guessing_zone(self, zone_is_guess: bool) -> Schedule {
        Schedule { zone_is_guess, ..self }
    }

    /// The same schedule with its times said in another zone.
    #[must_use]
    pub fn shown_in(self, zone: Zone) -> Schedule {
        Schedule { zone, zone_is_guess: false, ..self }
    }

    /// All events by start, room and id.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Every event with its index.
    pub fn iter(&self) -> impl Iterator<Item = (EventIx, &Event)> {
        self.events.entries()
    }

    /// The event at an index of this schedule.
    pub fn event(&self, ix: EventIx) -> &Event {
        &self.events[ix]
    }

    /// An event as answers name it.
    pub fn place(&self, ix: EventIx) -> Place {
        let event = self.event(ix);
        Place {
            id: event.id.to_string(),
            title: event.title.clone(),
            start: self.zone.at(event.slot.start()),
            end: self.zone.at(event.slot.end()),
            room: event.room.as_ref().map(ToString::to_string),
        }
    }

    /// Session groups: events that are one talk given several times.
    pub fn groups(&self) -> &[Vec<EventIx>] {
        &self.groups
    }

    /// The session group of an event, itself included; just itself when it is given once.
    pub fn occurrences(&self, ix: EventIx) -> Vec<EventIx> {
        match self.group_of[ix] {
            Some(group) => self.groups[group].clone(),
            None => vec![ix],
        }
    }

    /// Whether two different events are the same talk.
    pub fn same_talk(&self, a: EventIx, b: EventIx) -> bool {
        a != b && self.group_of[a].is_some() && self.group_of[a] == self.group_of[b]
    }

    /// Whether its talks are in several languages, so that it matters in which one is.
    pub fn has_several_languages(&self) -> bool {
        let all: BTreeSet<&str> =
            self.events.iter().filter_map(|event| event.language.as_deref()).collect();
        all.len() > 1
    }

    /// What consists of several parts, of which all or none are attended: for each its parts, and for
    /// each part its performances, of which one is enough.
    pub fn wholes(&self) -> &[Vec<Vec<EventIx>>] {
        &self.wholes
    }

    /// The conference day of an instant: a night session belongs to the day before.
    pub fn day(&self, instant: DateTime<Utc>) -> NaiveDate {
        let local = self.zone.at(instant).naive_local();
        if local.time() < DAY_CHANGE {
            local.date().checked_sub_days(Days::new(1)).unwrap_or(local.date())
        } else {
            local.date()
        }
    }

    /// All conference days on which something starts.
    pub fn days(&self) -> Vec<NaiveDate> {
        let days: BTreeSet<NaiveDate> =
            self.events.iter().map(|event| self.day(event.slot.start())).collect();
        days.into_iter().collect()
    }
}

/// The hour at which a new conference day begins; pretalx uses the same one.
pub const DAY_CHANGE: NaiveTime = match NaiveTime::from_hms_opt(4, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

/// Events that share a key, or that are the event whose id is that key.
fn sharing(events: &By<EventIx, Event>, key: impl Fn(&Event) -> Option<&str>) -> Vec<Vec<EventIx>> {
    let mut by_key: BTreeMap<&str, BTreeSet<EventIx>> = BTreeMap::new();
    for (ix, event) in events.entries() {
        if let Some(key) = key(event) {
            by_key.entry(key).or_default().insert(ix);
        }
    }
    for (ix, event) in events.entries() {
        if key(event).is_none()
            && let Some(members) = by_key.get_mut(event.id.as_str())
        {
            members.insert(ix);
        }
    }
    by_key
        .into_values()
        .filter(|members| members.len() > 1)
        .map(|members| members.into_iter().collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(from: (u32, u32), to: (u32, u32)) -> Slot {
        let at = |(hour, minute)| {
            NaiveDate::from_ymd_opt(2018, 9, 28).unwrap().and_hms_opt(hour, minute, 0).unwrap()
        };
        Slot::new(at(from).and_utc(), at(to).and_utc()).unwrap()
    }

    #[test]
    fn a_night_session_belongs_to_the_day_before() {
        let mut event = Event::new(EventId::new("a"), "A", slot((22, 30), (23, 30)));
        event.repeats = Some("none".into());
        let (schedule, refused) = Schedule::new(
            "T".into(),
            None,
            Zone::named("Europe/Berlin").unwrap(),
            vec![event.clone(), event],
        );
        assert_eq!(refused.len(), 1);
        assert_eq!(schedule.days(), [NaiveDate::from_ymd_opt(2018, 9, 28).unwrap()]);
        assert!(schedule.groups().is_empty());
    }

    #[test]
    fn a_group_takes_in_the_event_whose_id_is_its_key() {
        let event = |id: &str, hour, repeats: Option<&str>| {
            let mut event = Event::new(EventId::new(id), id, slot((hour, 0), (hour, 30)));
            event.repeats = repeats.map(Into::into);
            event
        };
        let (schedule, _) = Schedule::new(
            "T".into(),
            None,
            Zone::named("UTC").unwrap(),
            vec![event("b", 10, Some("a")), event("a", 9, None), event("c", 11, None)],
        );
        assert_eq!(schedule.groups().len(), 1);
        assert!(schedule.same_talk(EventIx::new(0), EventIx::new(1)));
        assert!(!schedule.same_talk(EventIx::new(0), EventIx::new(2)));
        assert_eq!(schedule.occurrences(EventIx::new(2)), [EventIx::new(2)]);
    }
}

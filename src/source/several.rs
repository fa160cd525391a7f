//! Several schedules in one: side events, parties, a fringe beside a festival.
//!
//! What is read is one [`Schedule`], so that nothing after this knows of it. Where two sources call
//! different things by one name, that of the later one says where it is from: a room becomes `Main
//! hall (Fringe)`, and all ids of a source of which one is taken begin with its name. An event
//! without a track has its source's title for one.

use std::collections::BTreeSet;

use crate::schedule::{Event, EventId, Room, Schedule};

use super::{Read, Subject, Warning};

/// What the names of several schedules look like where one name is kept: a list in JSON.
const SIGN: &str = "[\"";

/// One name for several schedules.
pub fn name_of(names: &[String]) -> Option<String> {
    let mut seen = BTreeSet::new();
    let names: Vec<&String> = names.iter().filter(|name| seen.insert(*name)).collect();
    match names.as_slice() {
        [] => None,
        [one] => Some((*one).clone()),
        several => serde_json::to_string(several).ok(),
    }
}

/// The names of which a name is made; of one schedule its own.
pub fn names_in(name: &str) -> Vec<String> {
    let several = name.starts_with(SIGN).then(|| serde_json::from_str(name).ok()).flatten();
    several.unwrap_or_else(|| vec![name.to_owned()])
}

/// The same name with each of its parts as a function has it; nothing where it has none.
pub fn with_each(name: &str, with: impl Fn(&str) -> Option<String>) -> Option<String> {
    let names: Option<Vec<String>> = names_in(name).iter().map(|name| with(name)).collect();
    name_of(&names?)
}

impl Read {
    /// One of several that were read; the first one's zone and format hold. What was to say of each
    /// has been said: only what they do to each other is among its warnings.
    #[must_use]
    pub fn together(first: Read, others: Vec<Read>) -> Read {
        let reads = || std::iter::once(&first).chain(&others);
        let titles: Vec<&str> = reads().map(|read| read.schedule.title()).collect();
        let title = match titles.as_slice() {
            [before @ .., last] if !before.is_empty() => {
                format!("{} and {last}", before.join(", "))
            }
            one => one.concat(),
        };
        let versions: Vec<&str> = reads().filter_map(|read| read.schedule.version()).collect();
        let version = (!versions.is_empty()).then(|| versions.join(", "));
        let zone_is_guess = reads().any(|read| read.schedule.zone_is_guess());
        let mut taken = Taken::default();
        let events = reads().flat_map(|read| taken.apart(&read.schedule)).collect();
        let mut all = first;
        for read in others {
            all.slots += read.slots;
            all.unused.extend(read.unused);
            all.sparse = all.sparse.or(read.sparse);
        }
        let (schedule, double) = Schedule::new(title, version, all.schedule.zone(), events);
        all.schedule = schedule.guessing_zone(zone_is_guess);
        let warning = |event: Event| Warning {
            subject: Subject::Skipped,
            place: None,
            what: format!("the id `{}` is taken by another event", event.id),
            event: Some(event.title),
        };
        Read { warnings: double.into_iter().map(warning).collect(), ..all }
    }
}

/// What the sources before have names for.
#[derive(Default)]
struct Taken {
    ids: BTreeSet<String>,
    keys: BTreeSet<String>,
    rooms: BTreeSet<Room>,
    titles: BTreeSet<String>,
}

impl Taken {
    /// The events of a source under names of their own.
    fn apart(&mut self, schedule: &Schedule) -> Vec<Event> {
        let is_first = self.titles.is_empty();
        let mut title = schedule.title().to_owned();
        while !self.titles.insert(title.clone()) {
            title.push_str(" 2");
        }
        let events = schedule.events();
        let prefix: String = title.split_whitespace().collect::<Vec<_>>().join("-");
        let ids = || events.iter().map(|event| event.id.as_str().to_owned());
        let keys = || {
            let both = |event: &Event| [event.repeats.clone(), event.part_of.clone()];
            events.iter().flat_map(both).flatten()
        };
        let others = events.iter().flat_map(|event| event.other_ids.iter().cloned());
        let are_ids_taken = ids().chain(others.clone()).any(|id| self.ids.contains(&id));
        let are_keys_taken = keys().any(|key| self.keys.contains(&key));
        let id = |id: &str| if are_ids_taken { format!("{prefix}:{id}") } else { id.to_owned() };
        let key = |key: String| match are_ids_taken || are_keys_taken {
            true => format!("{prefix}:{key}"),
            false => key,
        };
        let room = |room: Room| match self.rooms.contains(&room) {
            true => Room::new(format!("{} ({title})", room.as_str())),
            false => room,
        };
        let apart: Vec<Event> = events
            .iter()
            .cloned()
            .map(|event| Event {
                id: EventId::new(id(event.id.as_str())),
                other_ids: event.other_ids.iter().map(|other| id(other)).collect(),
                repeats: event.repeats.map(key),
                part_of: event.part_of.map(key),
                room: event.room.map(room),
                track: event.track.or_else(|| (!is_first).then(|| title.clone())),
                ..event
            })
            .collect();
        self.ids.extend(ids().chain(others));
        self.keys.extend(keys());
        self.rooms.extend(events.iter().filter_map(|event| event.room.clone()));
        apart
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_names_are_one_and_one_is_itself() {
        let several = name_of(&["a.xml".to_owned(), "b \"c\".ics".to_owned()]).unwrap();
        assert_eq!(names_in(&several), ["a.xml", "b \"c\".ics"]);
        assert_eq!(names_in("[a].xml"), ["[a].xml"]);
        assert_eq!(
            with_each(&several, |name| Some(format!("x/{name}"))).unwrap(),
            "[\"x/a.xml\",\"x/b \\\"c\\\".ics\"]"
        );
        assert_eq!(name_of(&[]), None);
    }
}

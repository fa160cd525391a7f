//! How like one event is another, where no id tells that they are the same.

use std::collections::{BTreeMap, BTreeSet};

use crate::schedule::{Event, EventIx, Room, Slot};
use crate::text::fold_words;

/// The names of those who speak, folded.
pub(super) fn speakers(event: &Event) -> BTreeSet<String> {
    event.speakers.iter().map(|name| fold_words(name)).collect()
}

/// What likeness is judged by.
pub(super) struct Face {
    pub(super) title: String,
    speakers: BTreeSet<String>,
    pub(super) slot: Slot,
    room: Option<Room>,
}

impl Face {
    pub(super) fn new(event: &Event) -> Face {
        Face {
            title: fold_words(&event.title),
            speakers: speakers(event),
            slot: event.slot,
            room: event.room.clone(),
        }
    }

    /// How like another event it is, in thousandths; nothing if it is rather a different one.
    pub(super) fn likeness(&self, other: &Face, only_title: bool) -> Option<u32> {
        let shared = self.speakers.intersection(&other.speakers).count();
        let unsaid = self.speakers.is_empty() || other.speakers.is_empty();
        let same_place = self.slot == other.slot && self.room == other.room;
        if self.title == other.title {
            return (shared > 0 || only_title).then_some(2000 + u32::from(shared > 0));
        }
        let titles = (strsim::sorensen_dice(&self.title, &other.title) * 1000.0) as u32;
        let least = match (shared > 0, unsaid) {
            (true, _) => 400,
            (false, true) => 750,
            (false, false) => 850,
        };
        if titles >= least {
            return Some(titles + if shared > 0 { 1000 } else { 0 });
        }
        (same_place && shared > 0 && self.speakers == other.speakers).then_some(900)
    }
}

/// By which words and speakers events can be found: not those that too many have.
pub(super) struct Handles {
    by: BTreeMap<String, Vec<usize>>,
}

impl Handles {
    pub(super) fn new(faces: &[(EventIx, Face)]) -> Handles {
        const MANY: usize = 25;
        let mut by: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, (_, face)) in faces.iter().enumerate() {
            for handle in handles(face) {
                by.entry(handle).or_default().push(at);
            }
        }
        by.retain(|_, places| places.len() <= MANY);
        Handles { by }
    }

    /// The places of all events that share something with one.
    pub(super) fn sharing(&self, face: &Face) -> BTreeSet<usize> {
        handles(face).iter().filter_map(|handle| self.by.get(handle)).flatten().copied().collect()
    }
}

fn handles(face: &Face) -> BTreeSet<String> {
    let words = face.title.split(' ').filter(|word| word.chars().count() > 2);
    let speakers = face.speakers.iter().map(|name| format!("@{name}"));
    words.map(ToOwned::to_owned).chain(speakers).chain([face.title.clone()]).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use chrono::{DateTime, TimeDelta, Utc};

    use super::*;
    use crate::schedule::{EventId, Schedule, Zone};

    /// With a title and speakers, in a room and an hour.
    pub(in crate::changes) fn event(
        title: &str,
        speakers: &[&str],
        room: &str,
        hour: i64,
    ) -> Event {
        let start: DateTime<Utc> = "2026-05-01T00:00:00Z".parse().unwrap();
        let start = start + TimeDelta::hours(hour);
        let slot = Slot::new(start, start + TimeDelta::minutes(30)).unwrap();
        let mut event = Event::new(EventId::new("x"), title.to_owned(), slot);
        event.speakers = speakers.iter().map(|&name| name.to_owned()).collect();
        event.room = Some(Room::new(room));
        event
    }

    fn face(title: &str, speakers: &[&str], room: &str, hour: i64) -> Face {
        Face::new(&event(title, speakers, room, hour))
    }

    #[test]
    fn titles_count_by_what_is_known_of_the_speakers() {
        let case = |old: (&str, &[&str]), new: (&str, &[&str]), expected: Option<u32>| {
            let (old, new) = (face(old.0, old.1, "A", 1), face(new.0, new.1, "B", 2));
            assert_eq!(old.likeness(&new, false), expected, "{} {}", old.title, new.title);
            assert_eq!(new.likeness(&old, false), expected, "{} {}", new.title, old.title);
        };
        let (ada, bob, both): (&[&str], &[&str], &[&str]) = (&["Ada"], &["Bob"], &["Ada", "Bob"]);
        // Two fifths of a title are enough of one speaker.
        case(("abcdef", ada), ("abcxyz", both), Some(1400));
        case(("abcdef", ada), ("abvxyz", both), None);
        // Three quarters where nobody is said to speak, on one side at least.
        case(("abcde", &[]), ("abcdx", &[]), Some(750));
        case(("abcde", ada), ("abcdx", &[]), Some(750));
        case(("abcdefgh", ada), ("abcdefxy", &[]), None);
        // More of other speakers.
        case(("abcdefghijklmnopqrstu", ada), ("abcdefghijklmnopqrxyz", bob), Some(850));
        case(("abcdefg", ada), ("abcdefx", bob), None);
        // An equal title is more than any other.
        case(("abcde", ada), ("Abcde", both), Some(2001));
        case(("abcde", ada), ("Abcde", bob), None);
    }

    #[test]
    fn a_title_that_is_there_once_is_enough() {
        let (old, new) = (face("Same", &["Ada"], "A", 1), face("same", &["Bob"], "B", 2));
        assert_eq!(old.likeness(&new, true), Some(2000));
        assert_eq!(old.likeness(&new, false), None);
    }

    #[test]
    fn all_speakers_in_one_room_and_time_are_enough() {
        let old = face("abcdef", &["Ada", "Bob"], "A", 1);
        let case = |speakers: &[&str], room: &str, hour: i64, expected: Option<u32>| {
            let new = face("uvwxyz", speakers, room, hour);
            assert_eq!(old.likeness(&new, false), expected, "{speakers:?} {room} {hour}");
        };
        case(&["bob", "ada"], "A", 1, Some(900));
        case(&["Ada"], "A", 1, None);
        case(&["Ada", "Bob"], "B", 1, None);
        case(&["Ada", "Bob"], "A", 2, None);
        let nobody = face("abcdef", &[], "A", 1);
        assert_eq!(nobody.likeness(&face("uvwxyz", &[], "A", 1), false), None);
    }

    #[test]
    fn what_many_share_is_no_handle() {
        let faces = |events: Vec<Event>| -> Vec<(EventIx, Face)> {
            let schedule = Schedule::new("T".into(), None, Zone::named("UTC").unwrap(), events).0;
            schedule.iter().map(|(ix, event)| (ix, Face::new(event))).collect()
        };
        let panels = |count: i64| {
            let panel = |hour| Event {
                id: EventId::new(format!("{hour}")),
                ..event(&format!("of panel {hour}"), &[], "A", hour)
            };
            faces((0..count).map(panel).collect())
        };
        let asked = face("of panel x", &[], "A", 1);
        assert_eq!(Handles::new(&panels(25)).sharing(&asked).len(), 25);
        assert!(Handles::new(&panels(26)).sharing(&asked).is_empty());
        // Short words are none, but a whole title is, and a speaker.
        assert!(Handles::new(&panels(3)).sharing(&face("of", &[], "A", 1)).is_empty());
        let short = faces(vec![event("of", &["Ada"], "A", 1)]);
        assert_eq!(Handles::new(&short).sharing(&face("of", &[], "A", 1)).len(), 1);
        assert_eq!(Handles::new(&short).sharing(&face("on", &["ada"], "A", 1)).len(), 1);
        // A name is not a word.
        assert!(Handles::new(&short).sharing(&face("Ada", &[], "A", 1)).is_empty());
    }
}

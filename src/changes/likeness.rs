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

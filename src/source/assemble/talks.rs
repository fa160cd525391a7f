//! What each event is called, and which events are one talk given several times.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::problem::Problem;
use crate::schedule::{EventId, Inferred};
use crate::source::Subject;
use crate::source::draft::Author;

use super::{Assembly, Placed};

impl Assembly {
    /// Gives every event an id of its own. `events` are in order.
    pub(super) fn name_apart(&mut self, events: &mut [Placed]) {
        if self.author == Author::User {
            self.refuse_equal_ids(events);
            return;
        }
        let taken: BTreeSet<String> =
            events.iter().map(|placed| placed.event.id.as_str().to_owned()).collect();
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for placed in events {
            let id = placed.event.id.as_str().to_owned();
            let number = seen.entry(id.clone()).or_default();
            *number += 1;
            let made = placed.id_made;
            if *number == 1 {
                if made {
                    self.warn_placed(Subject::Id, placed, format!("no id given, so `{id}`"));
                }
                continue;
            }
            let mut own = format!("{id}#{number}");
            while taken.contains(&own) {
                *number += 1;
                own = format!("{id}#{number}");
            }
            let what = if made {
                format!("no id given, so `{own}`")
            } else {
                format!("the id `{id}` is another event's too, so this one is `{own}`")
            };
            self.warn_placed(Subject::Id, placed, what);
            placed.event.id = EventId::new(own);
        }
    }

    /// In one's own file, two events with one id are an error that names both.
    fn refuse_equal_ids(&mut self, events: &[Placed]) {
        let mut in_file: Vec<&Placed> = events.iter().collect();
        in_file.sort_by_key(|placed| placed.place);
        let mut first: HashMap<&EventId, &Placed> = HashMap::new();
        for placed in in_file {
            let Some(other) = first.get(&placed.event.id) else {
                first.insert(&placed.event.id, placed);
                continue;
            };
            let line = other.place.map_or(String::new(), |at| format!(" in line {}", at.line));
            let what = format!(
                "the id `{}` of `{}` is already taken by `{}`{line}",
                placed.event.id, placed.event.title, other.event.title
            );
            self.problems.push(
                Problem { place: placed.place, ..Problem::whole(what) }
                    .hint("give each event an id of its own; for a repeat, add `repeats:`"),
            );
        }
    }

    /// Joins events that are one talk: by the source's own word, or by title and persons.
    ///
    /// Equal titles alone are no talk: lunch is on every day.
    pub(super) fn find_repeats(&mut self, events: &mut [Placed]) {
        let mut groups = Groups::new(events.len());
        let mut first: HashMap<Key, usize> = HashMap::new();
        for (position, placed) in events.iter().enumerate() {
            for key in keys(placed) {
                let other = *first.entry(key).or_insert(position);
                groups.join(other, position);
            }
        }
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for position in 0..events.len() {
            members.entry(groups.root(position)).or_default().push(position);
        }
        for group in members.into_values().filter(|group| group.len() > 1) {
            let given = group.iter().find_map(|&position| events[position].event.repeats.clone());
            let id = events[group[0]].event.id.as_str().to_owned();
            for &position in &group {
                events[position].event.repeats = Some(given.clone().unwrap_or_else(|| id.clone()));
            }
            for &position in &group[1..] {
                let what = format!("it is `{id}` again: one of {} is enough", group.len());
                self.warn_placed(Subject::Repeats, &events[position], what);
            }
        }
    }
}

/// What two events of one talk have in common.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    /// The key the file gives.
    Given(String),
    /// The guid or code.
    Talk(String),
    /// The title and the persons, at least one.
    Same(String, BTreeSet<String>),
}

fn keys(placed: &Placed) -> impl Iterator<Item = Key> {
    let event = &placed.event;
    let given = event.repeats.clone().map(Key::Given);
    let talk = placed.talk.clone().map(Key::Talk);
    let named = !event.speakers.is_empty() && !event.inferred.contains(&Inferred::Title);
    let same = named.then(|| {
        Key::Same(folded(&event.title), event.speakers.iter().map(|name| folded(name)).collect())
    });
    [given, talk, same].into_iter().flatten()
}

/// A text without case and with single spaces.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().flat_map(char::to_lowercase));
    }
    folded
}

/// Sets that grow together. The root of a set is its smallest member.
struct Groups {
    parents: Vec<usize>,
}

impl Groups {
    fn new(number: usize) -> Self {
        Groups { parents: (0..number).collect() }
    }

    fn root(&mut self, mut of: usize) -> usize {
        while self.parents[of] != of {
            self.parents[of] = self.parents[self.parents[of]];
            of = self.parents[of];
        }
        of
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.parents[a.max(b)] = a.min(b);
    }
}

/// A title as an id: lowercase words joined by hyphens.
pub(super) fn slug(title: &str) -> String {
    let lower = title.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "event".to_owned() } else { words.join("-") }
}

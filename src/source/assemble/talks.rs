//! What each event is called, and which events are one talk given several times.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use chrono::NaiveDate;

use crate::problem::Problem;
use crate::schedule::{EventId, Inferred};
use crate::source::Subject;
use crate::source::draft::Author;

use super::{Assembly, Placed, kinds};

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

    /// Joins events that are one talk: by the source's own word, or by title and persons, page or
    /// text, or where a source names nobody by title and length.
    ///
    /// Breaks are no talk: lunch is on every day.
    pub(super) fn find_repeats(&mut self, events: &mut [Placed]) {
        let context = Context::of(events);
        let mut groups = Groups::new(events.len());
        let mut first: HashMap<Key, usize> = HashMap::new();
        for (position, placed) in events.iter().enumerate() {
            for key in context.keys(position, placed) {
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
            if given.is_none() && says_all_days(events, &group) {
                self.join_parts(events, &group);
                continue;
            }
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
    Persons(String, BTreeSet<String>),
    /// The title and the page, which is that of no other title.
    Page(String, String),
    /// The title and a hash of the text.
    Text(String, u64),
    /// The title and the minutes, where nobody is named.
    Length(String, i64),
}

/// What the events of a source say of each other.
struct Context<'a> {
    has_persons: bool,
    /// By event, its title without case.
    titles: Vec<String>,
    /// The titles that several events have: a talk of its own title is like no other.
    common: HashSet<String>,
    /// Web addresses that are not the page of one talk.
    shared: HashSet<&'a str>,
}

impl<'a> Context<'a> {
    fn of(events: &'a [Placed]) -> Context<'a> {
        let titles: Vec<String> = events.iter().map(|it| folded(&it.event.title)).collect();
        let mut known = HashSet::new();
        let common = titles.iter().filter(|title| !known.insert(title.as_str())).cloned().collect();
        let mut of_page: HashMap<&str, &str> = HashMap::new();
        let mut shared = HashSet::new();
        for Placed { event, .. } in events {
            let Some(url) = &event.url else { continue };
            if *of_page.entry(url).or_insert(&event.title) != event.title {
                shared.insert(url.as_str());
            }
        }
        let has_persons = events.iter().any(|placed| !placed.event.speakers.is_empty());
        Context { has_persons, titles, common, shared }
    }

    fn keys(&self, position: usize, placed: &Placed) -> Vec<Key> {
        /// Shorter texts may be those of several talks.
        const LONG: usize = 60;
        let event = &placed.event;
        let title = &self.titles[position];
        let given = event.repeats.clone().map(Key::Given);
        let talk = placed.talk.clone().map(Key::Talk);
        if !self.common.contains(title) {
            return [given, talk].into_iter().flatten().collect();
        }
        let titled = !event.inferred.contains(&Inferred::Title);
        let persons = (titled && !event.speakers.is_empty()).then(|| {
            let persons = event.speakers.iter().map(|name| folded(name)).collect();
            Key::Persons(title.clone(), persons)
        });
        let is_own = titled && !kinds::is_generic(title);
        let page = event.url.clone().filter(|url| is_own && !self.shared.contains(url.as_str()));
        let page = page.map(|url| Key::Page(title.clone(), url));
        let text = (is_own && event.summary.len() + event.description.len() >= LONG).then(|| {
            let mut hasher = DefaultHasher::new();
            (&event.summary, &event.description).hash(&mut hasher);
            Key::Text(title.clone(), hasher.finish())
        });
        let length =
            (is_own && !self.has_persons).then(|| Key::Length(title.clone(), event.slot.minutes()));
        [given, talk, persons, page, text, length].into_iter().flatten().collect()
    }
}

/// Whether the text of a talk that is on at several days says that it takes all of them.
fn says_all_days(events: &[Placed], group: &[usize]) -> bool {
    let days: BTreeSet<NaiveDate> =
        group.iter().map(|&position| events[position].event.slot.start().date_naive()).collect();
    let says_so = |position: &usize| {
        let event = &events[*position].event;
        let subtitle = event.subtitle.as_deref().unwrap_or_default();
        let heading = format!("{} {subtitle}", event.title);
        kinds::days(&heading, &format!("{} {}", event.summary, event.description))
    };
    let number = group.iter().find_map(says_so);
    days.len() == group.len() && number == Some(group.len())
}

/// A text without case and with single spaces.
pub(super) fn folded(text: &str) -> String {
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

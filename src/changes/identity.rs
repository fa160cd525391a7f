//! Which event of one version is which of another, and how sure that is.
//!
//! ```text
//! content   title, speakers, time and room are equal: nothing that a visitor sees has changed
//! id        the id; where several slots share one, their times are paired
//! name      any other id that the source gives: guid, code, slug
//! title     title and speakers read the same
//! similar   title or speakers nearly so: "probably the same"
//! ```
//!
//! Each stage looks only at what the ones before have left. Ids are believed as long as most
//! events that share one are plainly alike: where all were given anew, they are not.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::schedule::{Event, EventId, EventIx, Room, Schedule, Slot};
use crate::text::fold_words;

use super::likeness::{Face, Handles, speakers};
use super::slots::paired;

/// How two events are known to be the same, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// Title, speakers, time and room are equal.
    Content,
    /// The ids are equal.
    Id,
    /// Other ids are equal: guid, code or slug.
    Name,
    /// Title and speakers read the same.
    Title,
    /// Probably: the title is similar, or everything but the title is the same.
    Similar,
}

impl How {
    /// The word that outputs use.
    pub fn name(self) -> &'static str {
        match self {
            How::Content => "content",
            How::Id => "id",
            How::Name => "other id",
            How::Title => "title and speakers",
            How::Similar => "similar title",
        }
    }
}

/// One event in both versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    /// Its place in the old version.
    pub old: EventIx,
    /// Its place in the new version.
    pub new: EventIx,
    /// How it is known to be the same.
    pub how: How,
    /// Whether its id is another one, beside the number of its slot.
    pub renumbered: bool,
}

/// Which event of one version is which of another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    pairs: Vec<Pair>,
    new_of: BTreeMap<EventIx, EventIx>,
    old_of: BTreeMap<EventIx, EventIx>,
}

impl Identity {
    /// The identity of the events of two versions.
    pub fn between(old: &Schedule, new: &Schedule) -> Identity {
        Identity::among(old, new, |_| true)
    }

    /// The identity where of the old version only a part is at hand. Events of the new one that
    /// are not `open` were in the old one as well, so only their ids can tell that they are meant.
    pub fn among(old: &Schedule, new: &Schedule, open: impl Fn(EventIx) -> bool) -> Identity {
        let mut matcher = Matcher::new(old, new);
        matcher.by_content();
        matcher.by_id();
        matcher.by_name();
        matcher.new_left.retain(|&ix| open(ix));
        matcher.by_title();
        matcher.by_likeness();
        matcher.identity.pairs.sort_unstable();
        matcher.identity
    }

    /// The events that are in both, in the order of the old version.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// Where an event of the old version is in the new one.
    pub fn new_of(&self, old: EventIx) -> Option<EventIx> {
        self.new_of.get(&old).copied()
    }

    /// Where an event of the new version is in the old one.
    pub fn old_of(&self, new: EventIx) -> Option<EventIx> {
        self.old_of.get(&new).copied()
    }

    /// The same, as seen from the new version.
    #[must_use]
    pub fn reversed(&self) -> Identity {
        let turned = |pair: &Pair| Pair { old: pair.new, new: pair.old, ..*pair };
        let mut pairs: Vec<Pair> = self.pairs.iter().map(turned).collect();
        pairs.sort_unstable();
        Identity { pairs, new_of: self.old_of.clone(), old_of: self.new_of.clone() }
    }

    /// How many events have another id.
    pub fn renumbered(&self) -> usize {
        self.pairs.iter().filter(|pair| pair.renumbered).count()
    }
}

/// What has been paired and what is left.
struct Matcher<'a> {
    old: &'a Schedule,
    new: &'a Schedule,
    old_ids: BTreeSet<&'a str>,
    new_ids: BTreeSet<&'a str>,
    old_left: BTreeSet<EventIx>,
    new_left: BTreeSet<EventIx>,
    identity: Identity,
}

impl<'a> Matcher<'a> {
    fn new(old: &'a Schedule, new: &'a Schedule) -> Matcher<'a> {
        let ids = |schedule: &'a Schedule| -> BTreeSet<&'a str> {
            schedule.events().iter().map(|event| event.id.as_str()).collect()
        };
        let all = |schedule: &Schedule| schedule.iter().map(|(ix, _)| ix).collect();
        Matcher {
            old,
            new,
            old_ids: ids(old),
            new_ids: ids(new),
            old_left: all(old),
            new_left: all(new),
            identity: Identity::default(),
        }
    }

    fn old_id(&self, ix: EventIx) -> &'a str {
        talk_id(&self.old.event(ix).id, &self.old_ids)
    }

    fn new_id(&self, ix: EventIx) -> &'a str {
        talk_id(&self.new.event(ix).id, &self.new_ids)
    }

    fn pair(&mut self, old: EventIx, new: EventIx, how: How) {
        let renumbered = self.old_id(old) != self.new_id(new);
        let how = if how == How::Content && !renumbered { How::Id } else { how };
        self.old_left.remove(&old);
        self.new_left.remove(&new);
        self.identity.new_of.insert(old, new);
        self.identity.old_of.insert(new, old);
        self.identity.pairs.push(Pair { old, new, how, renumbered });
    }

    /// Pairs what is left of the events with equal keys, and what passes the test of these.
    fn by_key<K: Ord>(
        &mut self,
        how: How,
        old_key: impl Fn(&Self, EventIx) -> Option<K>,
        new_key: impl Fn(&Self, EventIx) -> Option<K>,
        test: impl Fn(&Event, &Event) -> bool,
    ) {
        let mut families: BTreeMap<K, (Vec<EventIx>, Vec<EventIx>)> = BTreeMap::new();
        for &ix in &self.old_left {
            if let Some(key) = old_key(self, ix) {
                families.entry(key).or_default().0.push(ix);
            }
        }
        for &ix in &self.new_left {
            if let Some(family) = new_key(self, ix).and_then(|key| families.get_mut(&key)) {
                family.1.push(ix);
            }
        }
        for (olds, news) in families.into_values() {
            for (a, b) in paired((self.old, &olds), (self.new, &news)) {
                if test(self.old.event(a), self.new.event(b)) {
                    self.pair(a, b, how);
                }
            }
        }
    }

    /// What a visitor sees is equal; where several are, those with one id first.
    fn by_content(&mut self) {
        let mut same: HashMap<Content<'a>, (Vec<EventIx>, Vec<EventIx>)> = HashMap::new();
        for (ix, event) in self.old.iter() {
            same.entry(content(event)).or_default().0.push(ix);
        }
        for (ix, event) in self.new.iter() {
            if let Some(family) = same.get_mut(&content(event)) {
                family.1.push(ix);
            }
        }
        let mut families: Vec<(Vec<EventIx>, Vec<EventIx>)> = same.into_values().collect();
        families.sort_unstable();
        for (olds, mut news) in families {
            let mut rest = Vec::new();
            for ix in olds {
                let id = &self.old.event(ix).id;
                match news.iter().position(|&other| self.new.event(other).id == *id) {
                    Some(at) => self.pair(ix, news.remove(at), How::Content),
                    None => rest.push(ix),
                }
            }
            for (old, new) in rest.into_iter().zip(news) {
                self.pair(old, new, How::Content);
            }
        }
    }

    fn by_id(&mut self) {
        let believed = self.ids_are_believed();
        self.by_key(
            How::Id,
            |matcher, ix| Some(matcher.old_id(ix)),
            |matcher, ix| Some(matcher.new_id(ix)),
            |old, new| believed || are_alike(old, new),
        );
    }

    /// Whether of the events that share an id at least half are plainly alike.
    fn ids_are_believed(&self) -> bool {
        let by_id: BTreeMap<&EventId, &Event> =
            self.new.events().iter().map(|event| (&event.id, event)).collect();
        let (mut shared, mut alike) = (0, 0);
        for old in self.old.events() {
            if let Some(new) = by_id.get(&old.id) {
                shared += 1;
                alike += usize::from(are_alike(old, new));
            }
        }
        alike * 2 >= shared
    }

    /// One of the other ids is equal. Numbers among them may be given anew, so this is taken only
    /// from events that are alike.
    fn by_name(&mut self) {
        let most = |schedule: &Schedule| {
            schedule.events().iter().map(|event| event.other_ids.len()).max().unwrap_or(0)
        };
        for place in 0..=most(self.old) {
            let names = |event: &Event, id: &str| -> Option<String> {
                let mut names = std::iter::once(id).chain(event.other_ids.iter().map(|id| &**id));
                names.nth(place).map(ToOwned::to_owned)
            };
            let mut of_new: BTreeMap<String, EventIx> = BTreeMap::new();
            for &ix in self.new_left.iter().rev() {
                let event = self.new.event(ix);
                of_new.insert(self.new_id(ix).to_owned(), ix);
                of_new.extend(event.other_ids.iter().map(|id| (id.clone(), ix)));
            }
            // A new event is known by the first of the old one's names that it has.
            let wanted: BTreeSet<String> = self
                .old_left
                .iter()
                .filter_map(|&ix| names(self.old.event(ix), self.old_id(ix)))
                .filter(|name| of_new.contains_key(name))
                .collect();
            let has = |event: &Event, id: &str| {
                let mut all = std::iter::once(id).chain(event.other_ids.iter().map(|id| &**id));
                all.find_map(|name| wanted.get(name).cloned())
            };
            self.by_key(
                How::Name,
                |matcher, ix| {
                    names(matcher.old.event(ix), matcher.old_id(ix))
                        .filter(|name| wanted.contains(name))
                },
                |matcher, ix| has(matcher.new.event(ix), matcher.new_id(ix)),
                are_alike,
            );
        }
    }

    fn by_title(&mut self) {
        let key = |event: &Event| Some((fold_words(&event.title), speakers(event)));
        self.by_key(
            How::Title,
            |matcher, ix| key(matcher.old.event(ix)),
            |matcher, ix| key(matcher.new.event(ix)),
            |_, _| true,
        );
    }

    /// The best likeness first.
    fn by_likeness(&mut self) {
        let faces = |schedule: &Schedule, left: &BTreeSet<EventIx>| -> Vec<(EventIx, Face)> {
            left.iter().map(|&ix| (ix, Face::new(schedule.event(ix)))).collect()
        };
        let olds = faces(self.old, &self.old_left);
        let news = faces(self.new, &self.new_left);
        let titles = |schedule: &Schedule| {
            let mut titles: BTreeMap<String, usize> = BTreeMap::new();
            for event in schedule.events() {
                *titles.entry(fold_words(&event.title)).or_default() += 1;
            }
            titles
        };
        let counts = (titles(self.old), titles(self.new));
        let once = |title: &str| counts.0.get(title) == Some(&1) && counts.1.get(title) == Some(&1);
        let mut found: Vec<(u32, i64, EventIx, EventIx)> = Vec::new();
        let handles = Handles::new(&news);
        for (a, old) in &olds {
            for at in handles.sharing(old) {
                let (b, new) = &news[at];
                if let Some(likeness) = old.likeness(new, once(&old.title)) {
                    let apart = (old.slot.start() - new.slot.start()).num_minutes().abs();
                    found.push((likeness, -apart, *a, *b));
                }
            }
        }
        found.sort_by_key(|&(likeness, apart, a, b)| (std::cmp::Reverse((likeness, apart)), a, b));
        for (_, _, a, b) in found {
            if self.old_left.contains(&a) && self.new_left.contains(&b) {
                self.pair(a, b, How::Similar);
            }
        }
    }
}

/// All that tells a visitor one event from another.
type Content<'a> = (&'a str, &'a [String], Slot, Option<&'a Room>);

fn content(event: &Event) -> Content<'_> {
    (&event.title, &event.speakers, event.slot, event.room.as_ref())
}

/// An event's id without the number of its slot: readers call the slots of one id `x`, `x#2`, ...
fn talk_id<'a>(id: &'a EventId, ids: &BTreeSet<&str>) -> &'a str {
    match id.as_str().rsplit_once('#') {
        Some((talk, number))
            if !number.is_empty()
                && number.bytes().all(|byte| byte.is_ascii_digit())
                && ids.contains(talk) =>
        {
            talk
        }
        _ => id.as_str(),
    }
}

/// Whether two events with one id are plainly the same: by title, speakers, or place and time.
fn are_alike(old: &Event, new: &Event) -> bool {
    const HALF: f64 = 0.5;
    old.title == new.title
        || (old.slot == new.slot && old.room == new.room)
        || !speakers(old).is_disjoint(&speakers(new))
        || strsim::sorensen_dice(&fold_words(&old.title), &fold_words(&new.title)) >= HALF
}

#[cfg(test)]
mod tests {
    use super::super::likeness::tests::event;
    use super::*;

    #[test]
    fn events_of_one_id_are_alike_in_one_thing_at_least() {
        let old = event("abcde", &["Ada"], "A", 1);
        let case = |new: &Event, expected: bool| {
            assert_eq!(are_alike(&old, new), expected, "{}", new.title);
            assert_eq!(are_alike(new, &old), expected, "{}", new.title);
        };
        case(&event("abcde", &[], "B", 2), true);
        case(&event("vwxyz", &[], "A", 1), true);
        case(&event("vwxyz", &[], "A", 2), false);
        case(&event("vwxyz", &[], "B", 1), false);
        case(&event("vwxyz", &["Bob", "ada"], "B", 2), true);
        case(&event("vwxyz", &["Bob"], "B", 2), false);
        // Half a title.
        case(&event("Abcxy", &[], "B", 2), true);
        case(&event("Abvxy", &[], "B", 2), false);
    }

    #[test]
    fn the_number_of_a_slot_is_no_part_of_the_id() {
        let ids = BTreeSet::from(["x", "x#2", "y#2", "z"]);
        for (id, expected) in [
            ("x", "x"),
            ("x#2", "x"),
            ("x#12", "x"),
            // There is no y.
            ("y#2", "y#2"),
            ("x#", "x#"),
            ("x#a", "x#a"),
            ("x#2a", "x#2a"),
        ] {
            assert_eq!(talk_id(&EventId::new(id), &ids), expected, "{id}");
        }
    }
}

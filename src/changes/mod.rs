//! Schedule, Schedule -> Changes: what is new, gone and different between two versions.
//!
//! [`identity`] says which event of one version is which of the other, and how sure that is;
//! [`fields`] compares two events that are the same. A room that is renamed everywhere is one
//! change, and so is a new numbering of everything. Nothing is left out: the old version with the
//! changes applied is the new one.

mod fields;
mod identity;
mod likeness;
mod slots;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::schedule::{Event, EventIx, Schedule};

pub use fields::{Difference, Field, Matter, Value, differences};
pub use identity::{How, Identity, Pair};

/// What changed between two versions of a schedule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Events of the new version that the old one lacks, in order.
    pub added: Vec<EventIx>,
    /// Events of the old version that the new one lacks, in order.
    pub gone: Vec<EventIx>,
    /// The same, where the new one lacks them because they are over.
    pub over: Vec<EventIx>,
    /// Events of both versions in which something differs, in the order of the new one.
    pub changed: Vec<Changed>,
    /// Rooms that have another name everywhere, by their old names.
    pub renamed: Vec<Renamed>,
    /// How many events are in both versions.
    pub both: usize,
    /// How many of these have another id.
    pub renumbered: usize,
}

/// An event of both versions in which something differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Its place in the old version.
    pub old: EventIx,
    /// Its place in the new version.
    pub new: EventIx,
    /// How it is known to be the same.
    pub how: How,
    /// What differs, the most important first; never empty.
    pub what: Vec<Difference>,
}

/// A room with another name everywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// The name in the old version.
    pub from: String,
    /// The name in the new version.
    pub to: String,
    /// How many events moved along.
    pub events: usize,
}

/// The events that one person has to do with, in both versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mine {
    /// Those of the old version.
    pub old: BTreeSet<EventIx>,
    /// Those of the new version.
    pub new: BTreeSet<EventIx>,
}

/// An earlier version of a schedule, or as much of it as is known, and what became of its events.
#[derive(Clone, Copy, Debug)]
pub struct Former<'a> {
    /// The earlier version.
    pub schedule: &'a Schedule,
    /// Where its events are now.
    pub identity: &'a Identity,
}

/// What changed from one version to another.
pub fn between(old: &Schedule, new: &Schedule) -> Changes {
    changes(old, new, &Identity::between(old, new))
}

/// What changed, where it is known which event is which.
pub fn changes(old: &Schedule, new: &Schedule, identity: &Identity) -> Changes {
    let mut changed: Vec<Changed> = identity
        .pairs()
        .iter()
        .filter_map(|pair| {
            let what = differences(old.event(pair.old), new.event(pair.new));
            let Pair { old, new, how, .. } = *pair;
            (!what.is_empty()).then_some(Changed { old, new, how, what })
        })
        .collect();
    changed.sort_by_key(|changed| changed.new);
    let left = |(ix, _): (EventIx, _), other: Option<EventIx>| other.is_none().then_some(ix);
    Changes {
        added: new.iter().filter_map(|it| left(it, identity.old_of(it.0))).collect(),
        gone: old.iter().filter_map(|it| left(it, identity.new_of(it.0))).collect(),
        over: Vec::new(),
        changed,
        renamed: renamed(old, new, identity),
        both: identity.pairs().len(),
        renumbered: identity.renumbered(),
    }
}

/// The events of a version that a later one may lack because they are over at a time: while the
/// conference is on, those before everything that the later one has.
pub fn over(old: &Schedule, new: &Schedule, at: DateTime<Utc>) -> BTreeSet<EventIx> {
    let ends = || new.events().iter().map(|event| event.slot.end());
    let (Some(first), Some(last)) = (ends().min(), ends().max()) else { return BTreeSet::new() };
    let is_over = |event: &Event| event.slot.end() <= at.min(first) && at < last;
    old.iter().filter(|(_, event)| is_over(event)).map(|(ix, _)| ix).collect()
}

impl Changes {
    /// The same at a time: what is gone from a schedule that drops what is over is told apart.
    #[must_use]
    pub fn at(mut self, old: &Schedule, new: &Schedule, at: DateTime<Utc>) -> Changes {
        let over = over(old, new, at);
        (self.over, self.gone) = self.gone.into_iter().partition(|ix| over.contains(ix));
        self
    }

    /// The changes that touch a person, and all others.
    pub fn divided(&self, mine: &Mine) -> (Changes, Changes) {
        let is_new = |ix: &EventIx| mine.new.contains(ix);
        let is_old = |ix: &EventIx| mine.old.contains(ix);
        let part = |wanted: bool| Changes {
            added: self.added.iter().copied().filter(|ix| is_new(ix) == wanted).collect(),
            gone: self.gone.iter().copied().filter(|ix| is_old(ix) == wanted).collect(),
            over: self.over.iter().copied().filter(|ix| is_old(ix) == wanted).collect(),
            changed: self
                .changed
                .iter()
                .filter(|changed| (is_new(&changed.new) || is_old(&changed.old)) == wanted)
                .cloned()
                .collect(),
            ..self.clone()
        };
        (part(true), part(false))
    }

    /// Whether the two versions are the same in everything.
    pub fn is_empty(&self) -> bool {
        let lists = [&self.added, &self.gone, &self.over];
        lists.iter().all(|list| list.is_empty()) && self.changed.is_empty()
    }

    /// Whether most events that are in both versions have another id.
    pub fn is_renumbered(&self) -> bool {
        self.renumbered * 2 > self.both
    }

    /// Whether so many events are gone that the new version is rather a broken download.
    pub fn is_suspect(&self) -> bool {
        let before = self.both + self.gone.len();
        let now = self.both + self.added.len();
        now * 2 < before
    }

    /// What matters of a changed event: without its part in a renamed room.
    pub fn notable<'a>(&'a self, changed: &'a Changed) -> impl Iterator<Item = &'a Difference> {
        changed.what.iter().filter(|difference| !self.is_renaming(difference))
    }

    /// How many changed events have a notable difference that passes a test.
    pub fn count(&self, test: impl Fn(&Difference) -> bool) -> usize {
        self.changed.iter().filter(|changed| self.notable(changed).any(&test)).count()
    }

    fn is_renaming(&self, difference: &Difference) -> bool {
        match (&difference.from, &difference.to) {
            (Value::Text(Some(from)), Value::Text(Some(to))) => {
                difference.field == Field::Room
                    && self.renamed.iter().any(|it| it.from == *from && it.to == *to)
            }
            _ => false,
        }
    }
}

/// Rooms that are no more, and whose events are in a room that was not there before: all of them,
/// but for at most a fifth that went elsewhere.
fn renamed(old: &Schedule, new: &Schedule, identity: &Identity) -> Vec<Renamed> {
    const LEAST: usize = 2;
    let has = |schedule: &Schedule, room: &str| {
        schedule.events().iter().any(|event| event.room_name() == room)
    };
    let mut went: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for pair in identity.pairs() {
        let (from, to) = (old.event(pair.old).room_name(), new.event(pair.new).room_name());
        if !from.is_empty() {
            *went.entry(from).or_default().entry(to).or_default() += 1;
        }
    }
    let mut renamed: Vec<Renamed> = Vec::new();
    for (from, tos) in went {
        let all: usize = tos.values().sum();
        let Some((&to, &events)) = tos.iter().max_by_key(|&(to, count)| (*count, *to)) else {
            continue;
        };
        let most = events >= LEAST && events * 5 >= all * 4;
        if from != to && !to.is_empty() && most && !has(new, from) && !has(old, to) {
            renamed.push(Renamed { from: from.to_owned(), to: to.to_owned(), events });
        }
    }
    renamed
}

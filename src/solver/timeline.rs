//! The best way through the times: dynamic programming over the order of candidates.
//!
//! A choice without clashes is a path on which each candidate follows the one before, the walk
//! between them included. (Walks keep the triangle inequality, so that what follows its neighbour
//! follows all before it.) For each candidate the best path that ends with it is its own weight
//! and the best over its predecessors; these are looked up in a few lists, one for its room and
//! one for each area, each ordered by end and holding the best so far. That is `O(n (a + log n))`
//! for `n` candidates and `a` areas, and exact. Rules beside clashes are not known here.
//!
//! Weights are any ordered group: whole numbers, or a [`Worth`](crate::model::Worth) compared level by level.

use std::ops::{Add, Sub};

use chrono::{DateTime, TimeDelta, Utc};

use crate::model::{Candidate, Model};

/// What paths are compared by.
pub(super) trait Weight:
    Copy + Ord + Default + Add<Output = Self> + Sub<Output = Self>
{
}

impl<W: Copy + Ord + Default + Add<Output = W> + Sub<Output = W>> Weight for W {}

/// The first so many of a list: the candidates that one may come from, or go to.
#[derive(Clone, Copy, Debug)]
struct Link {
    list: u32,
    count: u32,
    /// Minutes of the walk.
    walk: i64,
    /// Whether the room changes.
    moves: bool,
}

/// The order of some candidates of a model.
#[derive(Debug)]
pub(super) struct Timeline {
    /// By candidate, all those before it; and all those after it.
    before: Vec<Vec<Link>>,
    after: Vec<Vec<Link>>,
    /// The lists' members by end; and by start, the last first.
    by_end: Vec<Vec<u32>>,
    by_start: Vec<Vec<u32>>,
}

/// The best paths for some weights.
#[derive(Debug)]
pub(super) struct Paths<W> {
    /// By candidate: the best path that ends with it, its own weight included; where it comes from.
    forward: Vec<(W, Option<u32>)>,
    /// By candidate: the best path that begins with it; where it goes.
    backward: Vec<(W, Option<u32>)>,
    weights: Vec<W>,
}

impl Timeline {
    /// The order of a model's candidates `members`, which come in order of start.
    pub(super) fn new(model: &Model, members: &[usize]) -> Timeline {
        let candidates: Vec<&Candidate> = members.iter().map(|&i| &model.candidates()[i]).collect();
        let lists = Lists::new(&candidates);
        let mut by_end = lists.members;
        let mut by_start = by_end.clone();
        for list in &mut by_end {
            list.sort_by_key(|&i| (candidates[i as usize].slot.end(), i));
        }
        for list in &mut by_start {
            list.reverse();
        }
        let end = |i: &u32| candidates[*i as usize].slot.end();
        let start = |i: &u32| candidates[*i as usize].slot.start();
        let ended = |list: usize, by: DateTime<Utc>| by_end[list].partition_point(|i| end(i) <= by);
        let begun =
            |list: usize, from: DateTime<Utc>| by_start[list].partition_point(|i| start(i) >= from);
        let links = |candidate: &Candidate, count: &dyn Fn(usize, i64) -> usize| {
            let link = |list: usize, walk: i64, moves: bool| Link {
                list: list as u32,
                count: count(list, walk) as u32,
                walk,
                moves,
            };
            let mut links = Vec::new();
            match candidate.place {
                None => links.push(link(ALL, 0, false)),
                Some(place) => {
                    links.push(link(BREAKS, 0, false));
                    let room = lists.rooms.binary_search(&place.room).ok();
                    let first = FIRST + lists.areas.len();
                    links.extend(room.map(|room| link(first + room, 0, false)));
                    for (number, &area) in lists.areas.iter().enumerate() {
                        let walk = model.walking().between(place.area, area);
                        links.push(link(FIRST + number, walk, true));
                    }
                }
            }
            links.retain(|link| link.count > 0);
            links
        };
        let minutes = TimeDelta::minutes;
        let before = candidates
            .iter()
            .map(|c| links(c, &|list, walk| ended(list, c.slot.start() - minutes(walk))))
            .collect();
        let after = candidates
            .iter()
            .map(|c| links(c, &|list, walk| begun(list, c.slot.end() + minutes(walk))))
            .collect();
        Timeline { before, after, by_end, by_start }
    }

    /// The best paths for these weights, where a step to another room costs `step(minutes, moved)`.
    pub(super) fn paths<W: Weight>(
        &self,
        weights: Vec<W>,
        step: impl Fn(i64, bool) -> W,
    ) -> Paths<W> {
        let count = weights.len();
        let forward = best(&weights, 0..count, &self.before, &self.by_end, &step);
        let backward = best(&weights, (0..count).rev(), &self.after, &self.by_start, &step);
        Paths { forward, backward, weights }
    }
}

impl Timeline {
    /// The best path of all for these weights, and its weight: half the work of all paths.
    pub(super) fn best<W: Weight>(&self, weights: &[W]) -> (W, Vec<usize>) {
        let forward =
            best(weights, 0..weights.len(), &self.before, &self.by_end, &|_, _| W::default());
        best_of(&forward)
    }
}

/// For each candidate, taken in an order in which all it links to come first, the best path.
fn best<W: Weight>(
    weights: &[W],
    order: impl Iterator<Item = usize>,
    links: &[Vec<Link>],
    lists: &[Vec<u32>],
    step: &impl Fn(i64, bool) -> W,
) -> Vec<(W, Option<u32>)> {
    let mut paths = vec![(W::default(), None); weights.len()];
    // The best of the first members of each list, as far as it was needed.
    let mut firsts: Vec<Vec<(W, u32)>> = lists.iter().map(|_| Vec::new()).collect();
    for i in order {
        let mut best: (W, Option<u32>) = (W::default(), None);
        for link in &links[i] {
            let (list, known) = (&lists[link.list as usize], &mut firsts[link.list as usize]);
            while known.len() < link.count as usize {
                let member = list[known.len()];
                let value: W = paths[member as usize].0;
                let entry = match known.last() {
                    Some(&last) if last.0 >= value => last,
                    _ => (value, member),
                };
                known.push(entry);
            }
            let (value, member) = known[link.count as usize - 1];
            let value = value + step(link.walk, link.moves);
            if value > best.0 {
                best = (value, Some(member));
            }
        }
        paths[i] = (best.0 + weights[i], best.1);
    }
    paths
}

impl<W: Weight> Paths<W> {
    /// The weight of the best path of all.
    pub(super) fn best(&self) -> W {
        self.forward.iter().map(|path| path.0).max().unwrap_or_default().max(W::default())
    }

    /// The candidates of the best path of all, in order.
    pub(super) fn path(&self) -> Vec<usize> {
        best_of(&self.forward).1
    }

    /// The weight of the best path that holds a candidate.
    pub(super) fn with(&self, candidate: usize) -> W {
        self.forward[candidate].0 + self.backward[candidate].0 - self.weights[candidate]
    }

    /// What a candidate weighs.
    pub(super) fn weight(&self, candidate: usize) -> W {
        self.weights[candidate]
    }

    /// The weight of the best path that begins with a candidate.
    pub(super) fn from(&self, candidate: usize) -> W {
        self.backward[candidate].0
    }

    /// The candidates of the best path that holds a candidate, in order.
    pub(super) fn path_with(&self, candidate: usize) -> Vec<usize> {
        let mut path = back_from(&self.forward, candidate);
        let mut at = candidate;
        while let Some(next) = self.backward[at].1 {
            at = next as usize;
            path.push(at);
        }
        path
    }
}

/// The best path of all, and its weight.
fn best_of<W: Weight>(forward: &[(W, Option<u32>)]) -> (W, Vec<usize>) {
    // Of equal ones the first.
    let best = forward.iter().enumerate().rev().max_by_key(|(_, path)| path.0);
    match best {
        Some((last, &(weight, _))) if weight > W::default() => (weight, back_from(forward, last)),
        _ => (W::default(), Vec::new()),
    }
}

fn back_from<W: Weight>(forward: &[(W, Option<u32>)], last: usize) -> Vec<usize> {
    let mut path = vec![last];
    let mut at = last;
    while let Some(before) = forward[at].1 {
        at = before as usize;
        path.push(at);
    }
    path.reverse();
    path
}

/// Every candidate.
const ALL: usize = 0;
/// Every break.
const BREAKS: usize = 1;
/// The first area's list; those of the rooms come after the areas'.
const FIRST: usize = 2;

/// Candidates by what decides about the way to them.
struct Lists {
    areas: Vec<crate::walking::Area>,
    rooms: Vec<usize>,
    members: Vec<Vec<u32>>,
}

impl Lists {
    fn new(candidates: &[&Candidate]) -> Lists {
        let places = || candidates.iter().filter_map(|candidate| candidate.place);
        let mut areas: Vec<_> = places().map(|place| place.area).collect();
        let mut rooms: Vec<_> = places().map(|place| place.room).collect();
        areas.sort_unstable();
        areas.dedup();
        rooms.sort_unstable();
        rooms.dedup();
        let mut members = vec![Vec::new(); FIRST + areas.len() + rooms.len()];
        for (i, candidate) in (0u32..).zip(candidates) {
            members[ALL].push(i);
            match candidate.place {
                None => members[BREAKS].push(i),
                Some(place) => {
                    if let Ok(area) = areas.binary_search(&place.area) {
                        members[FIRST + area].push(i);
                    }
                    if let Ok(room) = rooms.binary_search(&place.room) {
                        members[FIRST + areas.len() + room].push(i);
                    }
                }
            }
        }
        Lists { areas, rooms, members }
    }
}

//! The best way through the times: dynamic programming over the order of candidates.
//!
//! A choice without clashes is a path on which each candidate follows the one before, the walk
//! between them included. (Walks keep the triangle inequality, so that what follows its neighbour
//! follows all before it.) For each candidate the best path that ends with it is its own weight
//! and the best over its predecessors; these are looked up in a few lists, each ordered by end and
//! holding the best so far: one for its room, one for each area, one for all earlier stretches.
//! That is `O(n (a + log n))` for `n` candidates and `a` areas, and exact. Rules beside clashes are
//! not known here.
//!
//! Weights are any ordered group: whole numbers, or a [`Worth`](crate::model::Worth) compared level
//! by level.

use std::collections::BTreeMap;
use std::ops::{Add, Sub};

use chrono::{DateTime, TimeDelta, Utc};

use crate::ix::{By, Ix};
use crate::model::{Candidate, CandidateIx, Model};
use crate::walking::Area;

/// A candidate that a path may come by.
pub(crate) enum Stop {}

/// A place among the candidates of a search, which come in order of start.
pub(crate) type Position = Ix<Stop>;

/// What each position weighs.
pub(crate) type Weights<W = i64> = By<Position, W>;

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
    /// All those before; and all those after.
    before: By<Position, Vec<Link>>,
    after: By<Position, Vec<Link>>,
    /// The lists' members by end; and by start, the last first.
    by_end: Vec<Vec<Position>>,
    by_start: Vec<Vec<Position>>,
}

/// The weight of a path, and where it comes from or goes.
type Path<W> = (W, Option<Position>);

/// The best paths for some weights.
#[derive(Debug)]
pub(super) struct Paths<W> {
    /// The best path that ends there, its own weight included.
    forward: By<Position, Path<W>>,
    /// The best path that begins there.
    backward: By<Position, Path<W>>,
    weights: Weights<W>,
}

impl Timeline {
    /// The order of a model's candidates `members`, which come in order of start.
    pub(super) fn new(model: &Model, members: &[CandidateIx]) -> Timeline {
        let candidates: By<Position, &Candidate> =
            members.iter().map(|&i| &model.candidates()[i]).collect();
        let lists = Lists::new(&candidates);
        let mut by_end = lists.members.clone();
        let mut by_start = lists.members.clone();
        for list in &mut by_end {
            list.sort_by_key(|&i| (candidates[i].slot.end(), i));
        }
        for list in &mut by_start {
            list.reverse();
        }
        let end = |i: &Position| candidates[*i].slot.end();
        let start = |i: &Position| candidates[*i].slot.start();
        let ended = |list: usize, by: DateTime<Utc>| by_end[list].partition_point(|i| end(i) <= by);
        let begun =
            |list: usize, from: DateTime<Utc>| by_start[list].partition_point(|i| start(i) >= from);
        let links = |candidate: &Candidate, night: usize, count: &dyn Fn(usize, i64) -> usize| {
            let link = |list: usize, count: usize, walk: i64, moves: bool| Link {
                list: list as u32,
                count: count as u32,
                walk,
                moves,
            };
            // Before and after a night it does not matter where one is.
            let mut links = vec![link(ALL, night, 0, false)];
            let stretch = &lists.stretches[candidate.stretch - lists.first];
            match candidate.place {
                None => links.push(link(stretch.all, count(stretch.all, 0), 0, false)),
                Some(place) => {
                    links.push(link(stretch.breaks, count(stretch.breaks, 0), 0, false));
                    if let Some(&list) = stretch.rooms.get(&place.room) {
                        links.push(link(list, count(list, 0), 0, false));
                    }
                    for (&area, &list) in &stretch.areas {
                        let walk = model.walking().between(place.area, area);
                        links.push(link(list, count(list, walk), walk, true));
                    }
                }
            }
            links.retain(|link| link.count > 0);
            links
        };
        let minutes = TimeDelta::minutes;
        let before = candidates
            .iter()
            .map(|c| {
                let earlier = candidates.partition_point(|other| other.stretch < c.stretch);
                links(c, earlier, &|list, walk| ended(list, c.slot.start() - minutes(walk)))
            })
            .collect();
        let after = candidates
            .iter()
            .map(|c| {
                let to_now = candidates.partition_point(|other| other.stretch <= c.stretch);
                let later = candidates.len() - to_now;
                links(c, later, &|list, walk| begun(list, c.slot.end() + minutes(walk)))
            })
            .collect();
        Timeline { before, after, by_end, by_start }
    }

    /// The best paths for these weights, where a step to another room costs `step(minutes, moved)`.
    pub(super) fn paths<W: Weight>(
        &self,
        weights: Weights<W>,
        step: impl Fn(i64, bool) -> W,
    ) -> Paths<W> {
        let order = weights.indices();
        let forward = best(&weights, order, &self.before, &self.by_end, &step);
        let order = weights.indices().rev();
        let backward = best(&weights, order, &self.after, &self.by_start, &step);
        Paths { forward, backward, weights }
    }
}

impl Timeline {
    /// The best path of all for these weights, and its weight: half the work of all paths.
    pub(super) fn best<W: Weight>(&self, weights: &Weights<W>) -> (W, Vec<Position>) {
        let order = weights.indices();
        best_of(&best(weights, order, &self.before, &self.by_end, &|_, _| W::default()))
    }
}

/// For each position, taken in an order in which all it links to come first, the best path.
fn best<W: Weight>(
    weights: &Weights<W>,
    order: impl Iterator<Item = Position>,
    links: &By<Position, Vec<Link>>,
    lists: &[Vec<Position>],
    step: &impl Fn(i64, bool) -> W,
) -> By<Position, Path<W>> {
    let mut paths = By::from(vec![(W::default(), None); weights.len()]);
    // The best of the first members of each list, as far as it was needed.
    let mut firsts: Vec<Vec<(W, Position)>> = lists.iter().map(|_| Vec::new()).collect();
    for i in order {
        let mut best: Path<W> = (W::default(), None);
        for link in &links[i] {
            let (list, known) = (&lists[link.list as usize], &mut firsts[link.list as usize]);
            while known.len() < link.count as usize {
                let member = list[known.len()];
                let value: W = paths[member].0;
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

    /// The best path of all.
    pub(super) fn path(&self) -> Vec<Position> {
        best_of(&self.forward).1
    }

    /// The weight of the best path that holds a position.
    pub(super) fn with(&self, position: Position) -> W {
        self.forward[position].0 + self.backward[position].0 - self.weights[position]
    }

    /// What a position weighs.
    pub(super) fn weight(&self, position: Position) -> W {
        self.weights[position]
    }

    /// The weight of the best path that begins with a position.
    pub(super) fn from(&self, position: Position) -> W {
        self.backward[position].0
    }

    /// The best path that holds a position.
    pub(super) fn path_with(&self, position: Position) -> Vec<Position> {
        let mut path = back_from(&self.forward, position);
        let mut at = position;
        while let Some(next) = self.backward[at].1 {
            at = next;
            path.push(at);
        }
        path
    }
}

/// The best path of all, and its weight.
fn best_of<W: Weight>(forward: &By<Position, Path<W>>) -> (W, Vec<Position>) {
    // Of equal ones the first.
    let best = forward.entries().rev().max_by_key(|(_, path)| path.0);
    match best {
        Some((last, &(weight, _))) if weight > W::default() => (weight, back_from(forward, last)),
        _ => (W::default(), Vec::new()),
    }
}

fn back_from<W: Weight>(forward: &By<Position, Path<W>>, last: Position) -> Vec<Position> {
    let mut path = vec![last];
    let mut at = last;
    while let Some(before) = forward[at].1 {
        at = before;
        path.push(at);
    }
    path.reverse();
    path
}

/// The list of every candidate.
const ALL: usize = 0;

/// Candidates by what decides about the way to them.
struct Lists {
    members: Vec<Vec<Position>>,
    /// The number of the first stretch.
    first: usize,
    stretches: Vec<Stretch>,
}

/// The lists of one stretch.
#[derive(Default)]
struct Stretch {
    all: usize,
    breaks: usize,
    areas: BTreeMap<Area, usize>,
    rooms: BTreeMap<usize, usize>,
}

impl Lists {
    fn new(candidates: &By<Position, &Candidate>) -> Lists {
        let first = candidates.first().map_or(0, |candidate| candidate.stretch);
        let last = candidates.last().map_or(0, |candidate| candidate.stretch);
        let mut members = vec![Vec::new()];
        let mut list = || {
            members.push(Vec::new());
            members.len() - 1
        };
        let mut stretches: Vec<Stretch> = (first..=last)
            .map(|_| Stretch { all: list(), breaks: list(), ..Stretch::default() })
            .collect();
        for (i, candidate) in candidates.entries() {
            let stretch = &mut stretches[candidate.stretch - first];
            members[ALL].push(i);
            members[stretch.all].push(i);
            let lists = match candidate.place {
                None => [Some(stretch.breaks), None],
                Some(place) => {
                    let mut list = || {
                        members.push(Vec::new());
                        members.len() - 1
                    };
                    let area = *stretch.areas.entry(place.area).or_insert_with(&mut list);
                    let room = *stretch.rooms.entry(place.room).or_insert_with(&mut list);
                    [Some(area), Some(room)]
                }
            };
            for list in lists.into_iter().flatten() {
                members[list].push(i);
            }
        }
        Lists { members, first, stretches }
    }
}

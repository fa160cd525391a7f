//! The best way through the times: dynamic programming over the order of candidates.
//!
//! A choice without clashes is a path on which each candidate follows the one before, with all that
//! has to lie between them. (What follows its neighbour mostly follows all before it. Where it does
//! not, as with a break between, a walk that is shorter by a third room or where one has to come
//! early, the best path is a bound.) For each candidate the best path that ends with it is its
//! own weight and the best over its predecessors; these are looked up in a few lists, each ordered
//! by end and holding the best so far: one for its room, one for each area, one for all earlier
//! stretches. Where pauses differ, each list is one for each pause, so that the same time has to
//! lie between a candidate and whatever is in a list. That is `O(n (a + log n))` for `n` candidates
//! and `a` areas. Rules beside clashes are not known here.
//!
//! Weights are any ordered group: whole numbers, or a [`Worth`](crate::model::Worth) compared level
//! by level.

use std::collections::BTreeMap;
use std::ops::{Add, Sub};

use chrono::TimeDelta;

use crate::ix::{By, Ix};
use crate::model::{Candidate, CandidateIx, Model};
use crate::profile::Margins;
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

impl Link {
    /// To stay where one is.
    const HERE: Link = Link { list: 0, count: 0, walk: 0, moves: false };
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
        let (before, by_end) = Side::Before.links(model, &candidates);
        let (after, by_start) = Side::After.links(model, &candidates);
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

/// Where paths come from, or go to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

impl Side {
    /// For each candidate the lists that it comes from, or goes to; and the lists' members, the
    /// nearest last.
    fn links(
        self,
        model: &Model,
        candidates: &By<Position, &Candidate>,
    ) -> (By<Position, Vec<Link>>, Vec<Vec<Position>>) {
        let lists = Lists::new(candidates, |margins| self.class(model, margins));
        let mut ordered = lists.members.clone();
        let (end, start) =
            (|i: Position| candidates[i].slot.end(), |i: Position| candidates[i].slot.start());
        for list in &mut ordered {
            match self {
                Side::Before => list.sort_by_key(|&i| (end(i), i)),
                Side::After => list.reverse(),
            }
        }
        let count = |candidate: &Candidate, list: usize, minutes: i64| {
            let (slot, minutes) = (candidate.slot, TimeDelta::minutes(minutes));
            ordered[list].partition_point(|&i| match self {
                Side::Before => end(i) + minutes <= slot.start(),
                Side::After => start(i) >= slot.end() + minutes,
            })
        };
        let links = candidates.iter().map(|candidate| {
            let stretch = candidate.stretch;
            // Before and after a night it does not matter where one is.
            let nights = match self {
                Side::Before => candidates.partition_point(|other| other.stretch < stretch),
                Side::After => {
                    let to_now = candidates.partition_point(|other| other.stretch <= stretch);
                    candidates.len() - to_now
                }
            };
            let mut links = vec![Link { list: ALL as u32, count: nights as u32, ..Link::HERE }];
            self.ways(model, candidate, &lists, |list, minutes, way| {
                let count = count(candidate, list, minutes) as u32;
                links.push(Link { list: list as u32, count, ..way });
            });
            links.retain(|link| link.count > 0);
            links
        });
        let links = links.collect();
        (links, ordered)
    }

    /// Of what has to lie around a candidate, that which decides about the way to it.
    fn class(self, model: &Model, margins: Margins) -> Margins {
        let Margins { arrive, gap, days, settled } = margins;
        let days = if model.sleep() > 0 { days } else { Margins::default().days };
        match self {
            Side::Before => Margins { arrive: 0, gap, days, settled },
            Side::After => Margins { arrive, gap: 0, days, settled },
        }
    }

    /// Shows every list of a candidate's stretch that it may come from or go to, with the minutes
    /// that have to lie between.
    fn ways(
        self,
        model: &Model,
        candidate: &Candidate,
        lists: &Lists,
        mut show: impl FnMut(usize, i64, Link),
    ) {
        let stretch = &lists.stretches[candidate.stretch - lists.first];
        let own = candidate.margins;
        let Some(place) = candidate.place else {
            show(stretch.breaks, 0, Link::HERE);
            for (class, &list) in &stretch.all {
                show(list, class.arrive, Link::HERE);
            }
            return;
        };
        let between = |class: Margins, walk: i64, same_room: bool| {
            let (first, then) = if self == Side::Before { (class, own) } else { (own, class) };
            first.between(then, walk, same_room, model.sleep())
        };
        let early = if self == Side::Before { own.arrive } else { 0 };
        show(stretch.breaks, early, Link::HERE);
        let is_today = |class: &Margins| class.days == self.class(model, own).days;
        for (class, &list) in stretch.all.iter().filter(|(class, _)| !is_today(class)) {
            show(list, between(*class, 0, true), Link::HERE);
        }
        let inside = model.walking().inside(place.area);
        let rooms = stretch.rooms.range((place.room, Margins::default())..);
        for ((_, class), &list) in rooms.take_while(|((room, _), _)| *room == place.room) {
            if is_today(class) {
                show(list, between(*class, inside, true), Link { walk: inside, ..Link::HERE });
            }
        }
        for ((area, class), &list) in &stretch.areas {
            if is_today(class) {
                let (from, to) =
                    if self == Side::Before { (*area, place.area) } else { (place.area, *area) };
                let walk = model.walking().between(from, to);
                show(list, between(*class, walk, false), Link { walk, moves: true, ..Link::HERE });
            }
        }
    }
}

/// Candidates by what decides about the way to them.
struct Lists {
    members: Vec<Vec<Position>>,
    /// The number of the first stretch.
    first: usize,
    stretches: Vec<Stretch>,
}

/// The lists of one stretch: of breaks, and of talks by what has to lie around them.
#[derive(Default)]
struct Stretch {
    breaks: usize,
    all: BTreeMap<Margins, usize>,
    areas: BTreeMap<(Area, Margins), usize>,
    rooms: BTreeMap<(usize, Margins), usize>,
}

impl Lists {
    fn new(candidates: &By<Position, &Candidate>, class: impl Fn(Margins) -> Margins) -> Lists {
        let first = candidates.first().map_or(0, |candidate| candidate.stretch);
        let last = candidates.last().map_or(0, |candidate| candidate.stretch);
        let mut members = vec![Vec::new()];
        let mut list = || {
            members.push(Vec::new());
            members.len() - 1
        };
        let mut stretches: Vec<Stretch> =
            (first..=last).map(|_| Stretch { breaks: list(), ..Stretch::default() }).collect();
        for (i, candidate) in candidates.entries() {
            let stretch = &mut stretches[candidate.stretch - first];
            members[ALL].push(i);
            let Some(place) = candidate.place else {
                members[stretch.breaks].push(i);
                continue;
            };
            let mut list = || {
                members.push(Vec::new());
                members.len() - 1
            };
            let class = class(candidate.margins);
            let of_talk = [
                *stretch.all.entry(class).or_insert_with(&mut list),
                *stretch.areas.entry((place.area, class)).or_insert_with(&mut list),
                *stretch.rooms.entry((place.room, class)).or_insert_with(&mut list),
            ];
            for list in of_talk {
                members[list].push(i);
            }
        }
        Lists { members, first, stretches }
    }
}

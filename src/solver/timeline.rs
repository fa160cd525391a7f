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
//! Where the hours in a row are limited, a path is at a candidate once for each time at which the run
//! of talks that it belongs to may have begun (a state-space relaxation: N. Christofides, A. Mingozzi
//! and P. Toth, 1981). A run goes on with the few candidates that begin before a rest is over, so that
//! these are looked up one by one; the lists are for what comes after a rest.
//!
//! Weights are any ordered group: whole numbers, or a [`Worth`] compared level
//! by level.

use std::collections::BTreeMap;
use std::ops::{Add, Range, Sub};
use std::rc::Rc;

use chrono::{DateTime, Utc};

use crate::ix::{By, Ix};
use crate::model::{Candidate, CandidateIx, Model, Place, Worth};
use crate::profile::{Margins, Pausing};
use crate::schedule::Slot;
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

/// In seconds, for there are many comparisons.
type Time = i64;

/// A position, and since when talks follow each other there without a rest.
#[derive(Debug)]
enum Stand {}

/// A place among the stands. Those of a position follow each other: first where the run begins with
/// it, then by the time at which it began.
type Node = Ix<Stand>;

/// A position to which a run goes on, or from which it comes.
#[derive(Clone, Copy, Debug)]
struct Near {
    position: Position,
    walk: i64,
    moves: bool,
}

/// All that a path may come by.
#[derive(Debug, Default)]
struct Stands {
    /// The position of each.
    positions: By<Node, Position>,
    /// By position, the first of its stands.
    first: By<Position, usize>,
    /// When each position begins and ends.
    times: By<Position, (Time, Time)>,
    /// When runs may begin, in order; by position its own time among them, and those at which a run
    /// may have begun that it belongs to.
    starts: Vec<Time>,
    own: By<Position, usize>,
    since: By<Position, Range<usize>>,
    /// Those that come before it in a run, and those after it.
    before: By<Position, Vec<Near>>,
    after: By<Position, Vec<Near>>,
}

/// The order of some candidates of a model.
#[derive(Debug)]
pub(super) struct Timeline {
    stands: Rc<Stands>,
    /// All those before; and all those after.
    before: Links,
    after: Links,
}

/// Where each position's paths come from, or go to, but for those of a run.
#[derive(Debug)]
struct Links {
    of: By<Position, Vec<Link>>,
    /// The lists' members, by end; or by start, the last first.
    lists: Vec<Vec<Position>>,
}

/// The weight of a path, and where it comes from or goes.
type Path<W> = (W, Option<Node>);

/// The best paths for some weights.
#[derive(Debug)]
pub(super) struct Paths<W> {
    stands: Rc<Stands>,
    /// The best path that ends there, its own weight included.
    forward: By<Node, Path<W>>,
    /// The best path that begins there.
    backward: By<Node, Path<W>>,
    weights: Weights<W>,
}

impl Timeline {
    /// The order of a model's candidates `members`, which come in order of start.
    pub(super) fn new(model: &Model, members: &[CandidateIx]) -> Timeline {
        let candidates: By<Position, &Candidate> =
            members.iter().map(|&i| &model.candidates()[i]).collect();
        let stands = Stands::new(model, members, &candidates);
        let before = Side::Before.links(model, &candidates, &stands);
        let after = Side::After.links(model, &candidates, &stands);
        Timeline { stands: Rc::new(stands), before, after }
    }

    /// The best paths for these weights, where a step to another room costs `step(minutes, moved)`.
    pub(super) fn paths<W: Weight>(
        &self,
        weights: Weights<W>,
        step: impl Fn(i64, bool) -> W,
    ) -> Paths<W> {
        let forward = self.stands.best(Side::Before, &weights, &self.before, &step);
        let backward = self.stands.best(Side::After, &weights, &self.after, &step);
        Paths { stands: Rc::clone(&self.stands), forward, backward, weights }
    }
}

impl Timeline {
    /// The best path of all for these weights, and its weight: half the work of all paths.
    pub(super) fn best<W: Weight>(&self, weights: &Weights<W>) -> (W, Vec<Position>) {
        let paths = self.stands.best(Side::Before, weights, &self.before, &|_, _| W::default());
        best_of(&paths, &self.stands)
    }

    /// By position, the weight of the best path that goes on from there, without its own.
    pub(super) fn onwards<W: Weight>(&self, weights: &Weights<W>) -> Weights<W> {
        let paths = self.stands.best(Side::After, weights, &self.after, &|_, _| W::default());
        // Nothing binds what begins a run more than what is in one.
        let of = self.stands.own_runs().zip(weights.iter());
        of.map(|(node, &own)| paths[node].0 - own).collect()
    }
}

impl<W: Weight> Paths<W> {
    /// The weight of the best path of all.
    pub(super) fn best(&self) -> W {
        self.forward.iter().map(|path| path.0).max().unwrap_or_default().max(W::default())
    }

    /// The best path of all.
    pub(super) fn path(&self) -> Vec<Position> {
        best_of(&self.forward, &self.stands).1
    }

    /// The weight of the best path that holds a position.
    pub(super) fn with(&self, position: Position) -> W {
        let with = |node| self.forward[node].0 + self.backward[node].0 - self.weights[position];
        self.stands.of(position).map(with).max().unwrap_or_default()
    }

    /// What a position weighs.
    pub(super) fn weight(&self, position: Position) -> W {
        self.weights[position]
    }

    /// The weight of the best path that begins with a position.
    pub(super) fn from(&self, position: Position) -> W {
        self.backward[self.stands.own_run(position)].0
    }

    /// The same where talks follow each other since a time.
    pub(super) fn onwards_since(&self, position: Position, since: DateTime<Utc>) -> W {
        let since = self.stands.starts.binary_search(&since.timestamp());
        let node = since.ok().and_then(|since| self.stands.in_run(position, since));
        node.map_or_else(|| self.from(position), |node| self.backward[node].0)
    }

    /// The best path that holds a position.
    pub(super) fn path_with(&self, position: Position) -> Vec<Position> {
        let with = |node: &Node| self.forward[*node].0 + self.backward[*node].0;
        let Some(node) = self.stands.of(position).rev().max_by_key(with) else {
            return Vec::new();
        };
        let mut path = back_from(&self.forward, node, &self.stands);
        let mut at = node;
        while let Some(next) = self.backward[at].1 {
            at = next;
            path.push(self.stands.positions[at]);
        }
        path
    }
}

/// The best path of all, and its weight.
fn best_of<W: Weight>(forward: &By<Node, Path<W>>, stands: &Stands) -> (W, Vec<Position>) {
    // Of equal ones the first.
    let best = forward.entries().rev().max_by_key(|(_, path)| path.0);
    match best {
        Some((last, &(weight, _))) if weight > W::default() => {
            (weight, back_from(forward, last, stands))
        }
        _ => (W::default(), Vec::new()),
    }
}

fn back_from<W: Weight>(forward: &By<Node, Path<W>>, last: Node, stands: &Stands) -> Vec<Position> {
    let mut path = vec![stands.positions[last]];
    let mut at = last;
    while let Some(before) = forward[at].1 {
        at = before;
        path.push(stands.positions[at]);
    }
    path.reverse();
    path
}

impl Stands {
    fn new(
        model: &Model,
        members: &[CandidateIx],
        candidates: &By<Position, &Candidate>,
    ) -> Stands {
        let times = candidates.iter().map(|it| times(it.slot)).collect();
        let mut stands = Stands { times, ..Stands::default() };
        let Some(limit) = model.in_a_row() else {
            stands.positions = candidates.indices().collect();
            stands.first = candidates.indices().map(Position::index).collect();
            stands.own = candidates.iter().map(|_| 0).collect();
            stands.since = candidates.iter().map(|_| 0..0).collect();
            return stands;
        };
        let is_talk = |i: &Position| candidates[*i].is_talk();
        stands.starts = candidates.indices().filter(is_talk).map(|i| stands.times[i].0).collect();
        stands.starts.dedup();
        stands.after = candidates.iter().map(|_| Vec::new()).collect();
        let mut by_end: Vec<Position> = candidates.indices().filter(is_talk).collect();
        by_end.sort_by_key(|&i| (stands.times[i].1, i));
        let (most, rest) = (limit.most.num_seconds(), limit.rest.num_seconds());
        for (position, candidate) in candidates.entries() {
            let (start, end) = stands.times[position];
            let mut before = Vec::new();
            // What is settled is in any row: a run that begins with it is a bound.
            if is_talk(&position) && !candidate.margins.settled {
                let first = by_end.partition_point(|&i| stands.times[i].1 + rest <= start);
                let near = by_end[first..].iter().take_while(|&&i| stands.times[i].1 <= start);
                let it = members[position.index()];
                for &other in near {
                    let from = members[other.index()];
                    if model.can_follow(from, it) {
                        let Worth { walking, moves, .. } = model.step(from, it);
                        let (walk, moves) = (-walking, moves < 0);
                        before.push(Near { position: other, walk, moves });
                        stands.after[other].push(Near { position, walk, moves });
                    }
                }
            }
            let own = stands.starts.partition_point(|&it| it < start);
            let first = stands.starts.partition_point(|&it| it < end - most).min(own);
            let since = if before.is_empty() { own..own } else { first..own };
            stands.first.push(stands.positions.len());
            stands.positions.extend(std::iter::repeat_n(position, 1 + since.len()));
            stands.own.push(own);
            stands.since.push(since);
            stands.before.push(before);
        }
        stands
    }

    /// The stand where the run begins with a position.
    fn own_run(&self, position: Position) -> Node {
        Node::new(self.first[position])
    }

    fn own_runs(&self) -> impl Iterator<Item = Node> {
        self.first.iter().map(|&first| Node::new(first))
    }

    /// All of a position.
    fn of(&self, position: Position) -> impl DoubleEndedIterator<Item = Node> + use<> {
        let first = self.first[position];
        (first..=first + self.since[position].len()).map(Node::new)
    }

    /// The one in a run that began at one of the times.
    fn in_run(&self, position: Position, since: usize) -> Option<Node> {
        let times = &self.since[position];
        times.contains(&since).then(|| Node::new(self.first[position] + 1 + since - times.start))
    }

    /// From which stands of one position one goes on in the same run, and to which of a later one: the
    /// first of either, and how many.
    fn goes_on(&self, from: Position, to: Position) -> [(usize, usize, usize); 2] {
        let (first, then) = (&self.since[from], &self.since[to]);
        let own = self.own[from];
        let begins = usize::from(then.contains(&own));
        let (start, end) = (first.start.max(then.start), first.end.min(then.end));
        let at = |position: Position, time: usize| {
            self.first[position] + 1 + time.saturating_sub(self.since[position].start)
        };
        [
            (self.first[from], at(to, own), begins),
            (at(from, start), at(to, start), end.saturating_sub(start)),
        ]
    }

    /// For each stand the best path that ends there, or begins there.
    fn best<W: Weight>(
        &self,
        side: Side,
        weights: &Weights<W>,
        links: &Links,
        step: &impl Fn(i64, bool) -> W,
    ) -> By<Node, Path<W>> {
        let mut paths = By::from(vec![(W::default(), None); self.positions.len()]);
        // By position, the best of its stands that another run may come from or go to.
        let mut ends: By<Position, Node> = self.own_runs().collect();
        // The best of the first members of each list, as far as it was needed.
        let mut firsts: Vec<Vec<(W, Node)>> = links.lists.iter().map(|_| Vec::new()).collect();
        let mut at = |position: Position| {
            let mut best: Path<W> = (W::default(), None);
            for link in &links.of[position] {
                let list = link.list as usize;
                let (list, known) = (&links.lists[list], &mut firsts[list]);
                while known.len() < link.count as usize {
                    let member = ends[list[known.len()]];
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
            // One comes to the middle of a run from its beginning, and goes on to anything.
            match side {
                Side::Before => paths[self.own_run(position)] = best,
                Side::After => self.of(position).for_each(|node| paths[node] = best),
            }
            let near = if side == Side::Before { &self.before } else { &self.after };
            for near in near.get(position.index()).into_iter().flatten() {
                let step = step(near.walk, near.moves);
                let (from, to) = match side {
                    Side::Before => (near.position, position),
                    Side::After => (position, near.position),
                };
                let goes_on = self.goes_on(from, to).into_iter().filter(|(.., count)| *count > 0);
                for (from, to, count) in goes_on {
                    // What is known, and what comes of it.
                    let (earlier, later) = paths.split_at_mut(to);
                    let (earlier, later) = (&mut earlier[from..][..count], &mut later[..count]);
                    let (known, own, first) = match side {
                        Side::Before => (earlier, later, from),
                        Side::After => (later, earlier, to),
                    };
                    for (place, (known, own)) in known.iter().zip(own).enumerate() {
                        let value = known.0 + step;
                        if value > own.0 {
                            *own = (value, Some(Node::new(first + place)));
                        }
                    }
                }
            }
            for node in self.of(position) {
                paths[node].0 = paths[node].0 + weights[position];
                if side == Side::Before && paths[node].0 > paths[ends[position]].0 {
                    ends[position] = node;
                }
            }
        };
        let positions = self.first.indices();
        match side {
            Side::Before => positions.for_each(&mut at),
            Side::After => positions.rev().for_each(&mut at),
        }
        paths
    }
}

fn times(slot: Slot) -> (Time, Time) {
    (slot.start().timestamp(), slot.end().timestamp())
}

/// The list of every position.
const ALL: usize = 0;

/// Where paths come from, or go to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

impl Side {
    /// For each position the lists that it comes from, or goes to.
    fn links(self, model: &Model, candidates: &By<Position, &Candidate>, stands: &Stands) -> Links {
        let lists = Lists::new(self, model, candidates);
        let mut ordered = lists.members.clone();
        for list in &mut ordered {
            match self {
                Side::Before => list.sort_by_key(|&i| (stands.times[i].1, i)),
                Side::After => list.reverse(),
            }
        }
        // What the lists are in order of.
        let edge = |&i: &Position| {
            let (start, end) = stands.times[i];
            if self == Side::Before { end } else { start }
        };
        let edges: Vec<Vec<Time>> =
            ordered.iter().map(|list| list.iter().map(edge).collect()).collect();
        let links = |(position, &candidate): (Position, &&Candidate)| {
            let (start, end) = stands.times[position];
            let count = |list: usize, minutes: i64| match self {
                Side::Before => edges[list].partition_point(|&it| it <= start - minutes * 60),
                Side::After => edges[list].partition_point(|&it| it >= end + minutes * 60),
            };
            let stretch = candidate.stretch;
            // Before and after a night it does not matter where one is.
            let nights = match self {
                Side::Before => candidates.partition_point(|it| it.stretch < stretch),
                Side::After => {
                    candidates.len() - candidates.partition_point(|it| it.stretch <= stretch)
                }
            };
            let lists = &lists.stretches[stretch - lists.first];
            let mut links = vec![Link { list: ALL as u32, count: nights as u32, ..Link::HERE }];
            self.ways(model, candidate, lists, &mut |list, minutes, way| {
                links.push(Link { list: list as u32, count: count(list, minutes) as u32, ..way });
            });
            links.retain(|link| link.count > 0);
            links
        };
        Links { of: candidates.entries().map(links).collect(), lists: ordered }
    }

    /// Of what has to lie around a candidate, that which decides about the way to it.
    fn class(self, model: &Model, margins: Margins) -> Margins {
        let days = if model.sleep() > 0 { margins.days } else { Margins::default().days };
        let margins = Margins { days, ..margins };
        match self {
            Side::Before => Margins { arrive: 0, ..margins },
            Side::After => Margins { gap: 0, ..margins },
        }
    }

    /// Shows the lists that a candidate may come from or go to after a rest, with the minutes that
    /// have to lie between.
    fn ways(
        self,
        model: &Model,
        candidate: &Candidate,
        lists: &Stretch,
        show: &mut dyn FnMut(usize, i64, Link),
    ) {
        let own = candidate.margins;
        let rest = model.in_a_row().map_or(0, |limit| limit.rest.num_minutes());
        let place = candidate.place;
        let between = |class: Margins, walk: i64, same_room: bool| {
            let (first, then) = if self == Side::Before { (class, own) } else { (own, class) };
            let between = first.between(then, walk, same_room, model.sleep());
            // A break ends no run, and is in none.
            let is_break = |it: Margins| it.pausing != Pausing::No;
            match then.settled || is_break(first) || is_break(then) {
                true => between,
                false => between.max(rest),
            }
        };
        let is_today = |class: &Margins| class.days == self.class(model, own).days;
        for (class, &list) in lists.all.iter().filter(|(class, _)| !is_today(class)) {
            show(list, between(*class, 0, true), Link::HERE);
        }
        let walk = |class: Margins, area: Area, same_room: bool| {
            let other = (Place { area, ..place }, class.pausing);
            let own = (place, own.pausing);
            let (from, to) = if self == Side::Before { (other, own) } else { (own, other) };
            model.way(from, to, same_room)
        };
        let rooms = lists.rooms.range((place.room, Margins::default())..);
        for (&(_, class), &list) in rooms.take_while(|((room, _), _)| *room == place.room) {
            if is_today(&class) {
                let walk = walk(class, place.area, true);
                show(list, between(class, walk, true), Link { walk, ..Link::HERE });
            }
        }
        for (&(area, class), &list) in &lists.areas {
            if is_today(&class) {
                let walk = walk(class, area, false);
                let moves = own.pausing == Pausing::No && class.pausing == Pausing::No;
                show(list, between(class, walk, false), Link { walk, moves, ..Link::HERE });
            }
        }
    }
}

/// Positions by what decides about the way to them.
struct Lists {
    members: Vec<Vec<Position>>,
    /// The number of the first stretch.
    first: usize,
    stretches: Vec<Stretch>,
}

/// The lists of one stretch, by what has to lie around their members.
#[derive(Default)]
struct Stretch {
    all: BTreeMap<Margins, usize>,
    areas: BTreeMap<(Area, Margins), usize>,
    rooms: BTreeMap<(usize, Margins), usize>,
}

impl Lists {
    fn new(side: Side, model: &Model, candidates: &By<Position, &Candidate>) -> Lists {
        let first = candidates.first().map_or(0, |candidate| candidate.stretch);
        let last = candidates.last().map_or(0, |candidate| candidate.stretch);
        let mut members = vec![candidates.indices().collect()];
        let mut stretches: Vec<Stretch> = (first..=last).map(|_| Stretch::default()).collect();
        for (position, candidate) in candidates.entries() {
            let stretch = &mut stretches[candidate.stretch - first];
            let place = candidate.place;
            let mut list = || {
                members.push(Vec::new());
                members.len() - 1
            };
            let class = side.class(model, candidate.margins);
            let lists = [
                *stretch.all.entry(class).or_insert_with(&mut list),
                *stretch.areas.entry((place.area, class)).or_insert_with(&mut list),
                *stretch.rooms.entry((place.room, class)).or_insert_with(&mut list),
            ];
            for list in lists {
                members[list].push(position);
            }
        }
        Lists { members, first, stretches }
    }
}

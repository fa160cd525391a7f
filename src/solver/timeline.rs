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

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Add, Sub};
use std::rc::Rc;

use chrono::{DateTime, Utc};

use crate::ix::{By, Ix};
use crate::model::{Candidate, CandidateIx, Model};
use crate::profile::Margins;
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
#[derive(Clone, Copy, Debug)]
struct Stand {
    position: Position,
    /// When the first of them began; nothing where it is the position itself.
    since: Option<Time>,
}

/// A place among the stands.
type Node = Ix<Stand>;

/// All that a path may come by. Each position is one stand, and where the hours in a row are
/// limited one more for each time at which a run of talks that it belongs to may have begun.
#[derive(Debug, Default)]
struct Stands {
    all: By<Node, Stand>,
    /// By position, its stands.
    of: By<Position, Vec<Node>>,
    /// When each position begins and ends. A run that begins with it begins then.
    times: By<Position, (Time, Time)>,
}

/// The order of some candidates of a model.
#[derive(Debug)]
pub(super) struct Timeline {
    stands: Rc<Stands>,
    /// All those before; and all those after.
    before: Links,
    after: Links,
}

/// Where each stand's paths come from, or go to.
#[derive(Debug)]
struct Links {
    /// What all stands of a position have, and what each has besides.
    of_all: By<Position, Vec<Link>>,
    of_each: By<Node, Vec<Link>>,
    /// The lists' members, by end; or by start, the last first.
    lists: Vec<Vec<Node>>,
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
        let nodes = self.stands.all.indices();
        let forward = best(&self.stands, &weights, nodes, &self.before, &step);
        let nodes = self.stands.all.indices().rev();
        let backward = best(&self.stands, &weights, nodes, &self.after, &step);
        Paths { stands: Rc::clone(&self.stands), forward, backward, weights }
    }
}

impl Timeline {
    /// The best path of all for these weights, and its weight: half the work of all paths.
    pub(super) fn best<W: Weight>(&self, weights: &Weights<W>) -> (W, Vec<Position>) {
        let nodes = self.stands.all.indices();
        let paths = best(&self.stands, weights, nodes, &self.before, &|_, _| W::default());
        best_of(&paths, &self.stands)
    }

    /// By position, the weight of the best path that goes on from there, without its own.
    pub(super) fn onwards<W: Weight>(&self, weights: &Weights<W>) -> Weights<W> {
        let nodes = self.stands.all.indices().rev();
        let paths = best(&self.stands, weights, nodes, &self.after, &|_, _| W::default());
        let onwards = |nodes: &Vec<Node>| nodes.iter().map(|&node| paths[node].0).max();
        let of = self.stands.of.iter().zip(weights.iter());
        of.map(|(nodes, &own)| onwards(nodes).unwrap_or_default() - own).collect()
    }
}

/// For each stand, taken in an order in which all it links to come first, the best path.
fn best<W: Weight>(
    stands: &Stands,
    weights: &Weights<W>,
    order: impl Iterator<Item = Node>,
    links: &Links,
    step: &impl Fn(i64, bool) -> W,
) -> By<Node, Path<W>> {
    let mut paths = By::from(vec![(W::default(), None); stands.all.len()]);
    // The best of the first members of each list, as far as it was needed.
    let mut firsts: Vec<Vec<(W, Node)>> = links.lists.iter().map(|_| Vec::new()).collect();
    let mut further = |mut best: Path<W>, links_: &[Link], paths: &By<Node, Path<W>>| {
        for link in links_ {
            let list = link.list as usize;
            let (list, known) = (&links.lists[list], &mut firsts[list]);
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
        best
    };
    let mut common: (Option<Position>, Path<W>) = (None, (W::default(), None));
    for node in order {
        let position = stands.all[node].position;
        if common.0 != Some(position) {
            let best = further((W::default(), None), &links.of_all[position], &paths);
            common = (Some(position), best);
        }
        let best = further(common.1, &links.of_each[node], &paths);
        paths[node] = (best.0 + weights[position], best.1);
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
        best_of(&self.forward, &self.stands).1
    }

    /// The weight of the best path that holds a position.
    pub(super) fn with(&self, position: Position) -> W {
        let with = |node| self.forward[node].0 + self.backward[node].0 - self.weights[position];
        self.stands.of[position].iter().map(|&node| with(node)).max().unwrap_or_default()
    }

    /// What a position weighs.
    pub(super) fn weight(&self, position: Position) -> W {
        self.weights[position]
    }

    /// The weight of the best path that begins with a position.
    pub(super) fn from(&self, position: Position) -> W {
        let nodes = self.stands.of[position].iter();
        nodes.map(|&node| self.backward[node].0).max().unwrap_or_default()
    }

    /// The same where talks follow each other since a time.
    pub(super) fn onwards_since(&self, position: Position, since: DateTime<Utc>) -> W {
        let nodes = &self.stands.of[position];
        let since = since.timestamp();
        let node = nodes.iter().find(|&&node| self.stands.since(node) == since);
        node.map_or_else(|| self.from(position), |&node| self.backward[node].0)
    }

    /// The best path that holds a position.
    pub(super) fn path_with(&self, position: Position) -> Vec<Position> {
        let nodes = self.stands.of[position].iter().rev();
        let with = |node: Node| self.forward[node].0 + self.backward[node].0;
        let Some(&node) = nodes.max_by_key(|&&node| with(node)) else { return Vec::new() };
        let mut path = back_from(&self.forward, node, &self.stands);
        let mut at = node;
        while let Some(next) = self.backward[at].1 {
            at = next;
            path.push(self.stands.all[at].position);
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
    let mut path = vec![stands.all[last].position];
    let mut at = last;
    while let Some(before) = forward[at].1 {
        at = before;
        path.push(stands.all[at].position);
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
        let mut stands = Stands {
            times: candidates.iter().map(|it| times(it.slot)).collect(),
            ..Stands::default()
        };
        let mut by_end: Vec<Position> = candidates.indices().collect();
        by_end.sort_by_key(|&i| (stands.times[i].1, i));
        for (position, candidate) in candidates.entries() {
            let mut of = vec![stands.all.push(Stand { position, since: None })];
            // What is settled is in any row: a run that begins with it is a bound.
            let limit = model
                .in_a_row()
                .filter(|_| candidate.place.is_some() && !candidate.margins.settled);
            if let Some(limit) = limit {
                let (start, end) = stands.times[position];
                let over = |i: Position| stands.times[i].1;
                let rest = limit.rest.num_seconds();
                let first = by_end.partition_point(|&i| over(i) + rest <= start);
                let near = by_end[first..].iter().take_while(|&&i| over(i) <= start);
                let it = members[position.index()];
                let near = near.filter(|&&i| {
                    candidates[i].place.is_some() && model.can_follow(members[i.index()], it)
                });
                let since = near.flat_map(|&i| &stands.of[i]).map(|&node| stands.since(node));
                let fits = |since: &Time| end - *since <= limit.most.num_seconds();
                let since: BTreeSet<Time> = since.filter(fits).collect();
                for since in since {
                    of.push(stands.all.push(Stand { position, since: Some(since) }));
                }
            }
            stands.of.push(of);
        }
        stands
    }

    /// Since when talks follow each other at a stand.
    fn since(&self, node: Node) -> Time {
        let Stand { position, since } = self.all[node];
        since.unwrap_or(self.times[position].0)
    }
}

fn times(slot: Slot) -> (Time, Time) {
    (slot.start().timestamp(), slot.end().timestamp())
}

/// The list of every stand.
const ALL: usize = 0;

/// Where paths come from, or go to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

impl Side {
    /// For each stand the lists that it comes from, or goes to.
    fn links(self, model: &Model, candidates: &By<Position, &Candidate>, stands: &Stands) -> Links {
        let lists = Lists::new(self, model, candidates, stands);
        let mut ordered = lists.members.clone();
        let times = |node: Node| stands.times[stands.all[node].position];
        for list in &mut ordered {
            match self {
                Side::Before => list.sort_by_key(|&node| (times(node).1, node)),
                Side::After => list.reverse(),
            }
        }
        // What the lists are in order of.
        let edge = |node: &Node| if self == Side::Before { times(*node).1 } else { times(*node).0 };
        let edges: Vec<Vec<Time>> =
            ordered.iter().map(|list| list.iter().map(edge).collect()).collect();
        let count = |(start, end): (Time, Time), list: usize, minutes: i64| match self {
            Side::Before => edges[list].partition_point(|&it| it <= start - minutes * 60),
            Side::After => edges[list].partition_point(|&it| it >= end + minutes * 60),
        };
        let mut links = Links {
            of_all: candidates.iter().map(|_| Vec::new()).collect(),
            of_each: By::default(),
            lists: Vec::new(),
        };
        for (node, stand) in stands.all.entries() {
            let candidate = candidates[stand.position];
            let stretch = candidate.stretch;
            let Stretch { breaks, groups } = &lists.stretches[stretch - lists.first];
            let ways = |group: Option<Time>, links: &mut Vec<Link>| {
                let Some(lists) = groups.get(&group) else { return };
                self.ways(model, candidate, group.is_none(), lists, &mut |list, minutes, way| {
                    let count = count(stands.times[stand.position], list, minutes) as u32;
                    links.push(Link { list: list as u32, count, ..way });
                });
            };
            let mut own = Vec::new();
            let since = match self {
                Side::Before => stand.since,
                Side::After => model.in_a_row().map(|_| stands.since(node)),
            };
            if since.is_some() {
                ways(since, &mut own);
            }
            // From the middle of a run one may go on to anything; one comes to it from its beginning.
            if stand.since.is_none() {
                // Before and after a night it does not matter where one is.
                let nights = match self {
                    Side::Before => {
                        stands.all.partition_point(|it| candidates[it.position].stretch < stretch)
                    }
                    Side::After => {
                        let to_now = candidates.partition_point(|it| it.stretch <= stretch);
                        candidates.len() - to_now
                    }
                };
                let early = if self == Side::Before { candidate.margins.arrive } else { 0 };
                let count = count(stands.times[stand.position], *breaks, early);
                let mut all = vec![
                    Link { list: ALL as u32, count: nights as u32, ..Link::HERE },
                    Link { list: *breaks as u32, count: count as u32, ..Link::HERE },
                ];
                ways(None, &mut all);
                all.retain(|link| link.count > 0);
                match self {
                    Side::Before => own.extend(all),
                    Side::After => links.of_all[stand.position] = all,
                }
            }
            own.retain(|link| link.count > 0);
            links.of_each.push(own);
        }
        links.lists = ordered;
        links
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

    /// Shows the lists that a candidate may come from or go to, with the minutes that have to lie
    /// between, of which there is a `rest` or not.
    fn ways(
        self,
        model: &Model,
        candidate: &Candidate,
        rest: bool,
        lists: &Group,
        show: &mut dyn FnMut(usize, i64, Link),
    ) {
        let own = candidate.margins;
        let rest = model.in_a_row().filter(|_| rest).map_or(0, |limit| limit.rest.num_minutes());
        let Some(place) = candidate.place else {
            for (class, &list) in &lists.all {
                show(list, class.arrive, Link::HERE);
            }
            return;
        };
        let between = |class: Margins, walk: i64, same_room: bool| {
            let (first, then) = if self == Side::Before { (class, own) } else { (own, class) };
            let between = first.between(then, walk, same_room, model.sleep());
            if then.settled { between } else { between.max(rest) }
        };
        let is_today = |class: &Margins| class.days == self.class(model, own).days;
        for (class, &list) in lists.all.iter().filter(|(class, _)| !is_today(class)) {
            show(list, between(*class, 0, true), Link::HERE);
        }
        let inside = model.walking().inside(place.area);
        let rooms = lists.rooms.range((place.room, Margins::default())..);
        for ((_, class), &list) in rooms.take_while(|((room, _), _)| *room == place.room) {
            if is_today(class) {
                show(list, between(*class, inside, true), Link { walk: inside, ..Link::HERE });
            }
        }
        for ((area, class), &list) in &lists.areas {
            if is_today(class) {
                let (from, to) =
                    if self == Side::Before { (*area, place.area) } else { (place.area, *area) };
                let walk = model.walking().between(from, to);
                show(list, between(*class, walk, false), Link { walk, moves: true, ..Link::HERE });
            }
        }
    }
}

/// Stands by what decides about the way to them.
struct Lists {
    members: Vec<Vec<Node>>,
    /// The number of the first stretch.
    first: usize,
    stretches: Vec<Stretch>,
}

/// The lists of one stretch: of breaks; of all talks that one may come to or from after a rest, and
/// of those in a run by when it began.
#[derive(Default)]
struct Stretch {
    breaks: usize,
    groups: BTreeMap<Option<Time>, Group>,
}

/// Lists of talks by what has to lie around them.
#[derive(Default)]
struct Group {
    all: BTreeMap<Margins, usize>,
    areas: BTreeMap<(Area, Margins), usize>,
    rooms: BTreeMap<(usize, Margins), usize>,
}

impl Lists {
    fn new(
        side: Side,
        model: &Model,
        candidates: &By<Position, &Candidate>,
        stands: &Stands,
    ) -> Lists {
        let first = candidates.first().map_or(0, |candidate| candidate.stretch);
        let last = candidates.last().map_or(0, |candidate| candidate.stretch);
        let mut members = vec![Vec::new()];
        let mut list = || {
            members.push(Vec::new());
            members.len() - 1
        };
        let mut stretches: Vec<Stretch> =
            (first..=last).map(|_| Stretch { breaks: list(), ..Stretch::default() }).collect();
        for (node, stand) in stands.all.entries() {
            let candidate = candidates[stand.position];
            let stretch = &mut stretches[candidate.stretch - first];
            // One comes to the middle of a run from its beginning alone.
            let is_open = side == Side::Before || stand.since.is_none();
            if is_open {
                members[ALL].push(node);
            }
            let Some(place) = candidate.place else {
                members[stretch.breaks].push(node);
                continue;
            };
            let is_in_run = model.in_a_row().is_some() && (side == Side::Before || !is_open);
            let groups = [is_open.then_some(None), is_in_run.then(|| Some(stands.since(node)))];
            let class = side.class(model, candidate.margins);
            for group in groups.into_iter().flatten() {
                let mut list = || {
                    members.push(Vec::new());
                    members.len() - 1
                };
                let group = stretch.groups.entry(group).or_default();
                let of_talk = [
                    *group.all.entry(class).or_insert_with(&mut list),
                    *group.areas.entry((place.area, class)).or_insert_with(&mut list),
                    *group.rooms.entry((place.room, class)).or_insert_with(&mut list),
                ];
                for list in of_talk {
                    members[list].push(node);
                }
            }
        }
        Lists { members, first, stretches }
    }
}

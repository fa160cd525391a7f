//! Schedule + Wishes + Scores -> [`Model`].

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::ix::By;
use crate::profile::{Commitment, Margins, Pausing, Stay, Wishes};
use crate::schedule::{Event, EventIx, Price, Schedule, Slot};
use crate::score::Scores;

use super::run::RunLimit;
use super::stops::Stops;
use super::{Bound, Candidate, CandidateIx, Item, Model, Place, Reason, Rule, Source, Worth};

impl Model {
    /// The model of one person's wishes at one conference.
    pub fn build(schedule: &Schedule, wishes: &Wishes, scores: &Scores) -> Model {
        let margins: By<EventIx, Margins> =
            schedule.iter().map(|(ix, _)| wishes.margins(schedule, ix)).collect();
        let stops = Stops::new(schedule, wishes);
        let mut builder = Builder {
            schedule,
            wishes,
            scores,
            asked_for: asked_for(wishes, scores),
            settled: wishes.settled(),
            places: stops.places(schedule),
            ends: Vec::new(),
            near: near(wishes, &margins, &stops),
            margins,
            stops,
            model: Model {
                walking: wishes.walking.clone(),
                sleep: wishes.pauses.sleep,
                in_a_row: wishes.limits.in_a_row.map(RunLimit::new),
                ..Model::default()
            },
        };
        builder.events();
        builder.visits();
        builder.breaks();
        builder.sort();
        builder.rules();
        builder.model
    }
}

/// The events that may be chosen whatever they are worth: what is kept, what the profile asks for
/// by name, what quotas ask for, and what goes with something that somebody would choose.
fn asked_for(wishes: &Wishes, scores: &Scores) -> BTreeSet<EventIx> {
    let visits = wishes.drop_ins.iter().flat_map(|visit| &visit.talk);
    let by_name = wishes.must_see.iter().chain(&wishes.want).flatten().chain(&wishes.booked);
    let by_name = by_name.chain(visits).chain(&wishes.kept);
    let mut asked: BTreeSet<EventIx> = by_name.copied().collect();
    let quotas = wishes.quotas.iter().filter(|quota| quota.least > 0);
    asked.extend(quotas.flat_map(|quota| scores.in_quota(quota)));
    for set in &wishes.all_of {
        let talks = || set.iter().flatten();
        if talks().any(|ix| scores.of(*ix).points > 0 || wishes.wants(*ix)) {
            asked.extend(talks());
        }
    }
    asked
}

/// The longest time that breaks or all that has to lie between two events of a day can take.
fn near(wishes: &Wishes, margins: &By<EventIx, Margins>, stops: &Stops<'_>) -> i64 {
    let arrive = margins.iter().map(|margins| margins.arrive).max().unwrap_or(0);
    let gap = margins.iter().map(|margins| margins.gap).max().unwrap_or(0);
    let rest = wishes.limits.in_a_row.map_or(0, |it| it.rest);
    let near = (stops.longest() + arrive).max(gap).max(rest);
    let visit = wishes.drop_ins.iter().map(|visit| visit.minutes).max();
    visit.map_or(near, |minutes| 2 * near + minutes)
}

/// Tells which distances are new at a moment; moments come in order. At a large conference thousands of
/// talks end at few moments.
#[derive(Default)]
struct Seen {
    at: Option<DateTime<Utc>>,
    distances: Vec<Distance>,
}

/// When something is over, where unless it is anywhere, and if it is a break, which.
type Over = BTreeSet<(DateTime<Utc>, Option<Place>, Option<usize>)>;

/// What has to lie between two events: how much, how early one has to be, and the place of the other
/// where breaks may be taken on the way.
type Distance = (i64, i64, Option<Place>);

impl Seen {
    fn is_new(&mut self, at: DateTime<Utc>, distance: Distance) -> bool {
        if self.at != Some(at) {
            self.at = Some(at);
            self.distances.clear();
        }
        let is_new = !self.distances.contains(&distance);
        if is_new {
            self.distances.push(distance);
        }
        is_new
    }
}

struct Builder<'a> {
    schedule: &'a Schedule,
    wishes: &'a Wishes,
    scores: &'a Scores,
    /// Events that may be chosen whatever they are worth.
    asked_for: BTreeSet<EventIx>,
    /// Events that fit into every limit.
    settled: BTreeSet<EventIx>,
    places: By<EventIx, Place>,
    margins: By<EventIx, Margins>,
    /// The longest time that has to lie between two events of a day.
    near: i64,
    /// Ends of the events that may be chosen, in order.
    ends: Vec<(DateTime<Utc>, EventIx)>,
    stops: Stops<'a>,
    model: Model,
}

impl Builder<'_> {
    fn events(&mut self) {
        let mut wanted = Vec::new();
        for (ix, event) in self.schedule.iter() {
            let points = self.scores.of(ix).points;
            let reason = if event.cancelled {
                Some(Reason::Cancelled)
            } else if event.sold_out && !self.wishes.booked.contains(&ix) {
                Some(Reason::SoldOut)
            } else if self.wishes.never.contains(&ix) {
                Some(Reason::Never)
            } else if let Some(hidden) = self.scores.hidden(self.wishes, ix) {
                Some(Reason::Hidden(hidden))
            } else if self.is_worthless(ix, points) {
                Some(Reason::NoPoints)
            } else if self.scores.is_slight(self.wishes, ix) && !self.asked_for.contains(&ix) {
                Some(Reason::BelowMinimum { points, minimum: self.wishes.minimum })
            } else {
                None
            };
            match reason {
                Some(reason) => {
                    self.model.ruled_out.insert(ix, reason);
                }
                None => wanted.push(ix),
            }
        }
        self.ends = wanted.iter().map(|&ix| (self.schedule.event(ix).slot.end(), ix)).collect();
        self.ends.sort_unstable();
        // Visits come in between the others.
        for ix in wanted.into_iter().filter(|&ix| self.wishes.drop_in(ix).is_none()) {
            self.event(ix);
        }
    }

    /// Whether nobody would choose an event for so many points.
    fn is_worthless(&self, ix: EventIx, points: i64) -> bool {
        points <= 0 && !self.asked_for.contains(&ix)
    }

    /// The event as a candidate, whole and with what may be missed of it.
    fn event(&mut self, ix: EventIx) {
        let event = self.schedule.event(ix);
        if self.wishes.booked.contains(&ix) {
            self.candidate(ix, event.slot, (0, 0));
            return;
        }
        let mut any = false;
        for late in self.lates(ix, event) {
            for early in self.earlies(ix, event) {
                any |= self.variant(ix, event, late, early);
            }
        }
        if !any {
            let reason = self.obstacle(ix, event.slot).unwrap_or(Reason::NoPoints);
            self.model.ruled_out.insert(ix, reason);
        }
    }

    /// What keeps the person from an event at a time.
    fn obstacle(&self, ix: EventIx, slot: Slot) -> Option<Reason> {
        let stay = self.stay(ix, slot);
        if !self.wishes.is_there(&stay) {
            return Some(Reason::Away);
        }
        if let Some(rival) = self.booked_at(&stay) {
            return Some(rival);
        }
        let commitment = self.wishes.commitment_at(self.schedule, &stay)?;
        Some(Reason::Commitment { title: self.wishes.commitments[commitment].title.clone() })
    }

    /// The booked event that keeps the person from another at a time.
    fn booked_at(&self, stay: &Stay<'_>) -> Option<Reason> {
        self.wishes.booked.iter().find_map(|&ix| {
            let event = self.schedule.event(ix);
            let booked = self.stay(ix, event.slot);
            let clash = !self.wishes.can_do_both(&booked, stay);
            let name = || (event.id.to_string(), event.title.clone());
            clash.then(|| Reason::rivalling(self.wishes, name(), &booked, stay))
        })
    }

    fn variant(&mut self, ix: EventIx, event: &Event, late: i64, early: i64) -> bool {
        let start = event.slot.start() + TimeDelta::minutes(late);
        let end = event.slot.end() - TimeDelta::minutes(early);
        // Half of a talk is not the talk.
        if 2 * (late + early) >= event.slot.minutes() {
            return false;
        }
        let Some(slot) = Slot::new(start, end) else { return false };
        let points = self.points(ix, late + early);
        if self.is_worthless(ix, points) || self.obstacle(ix, slot).is_some() {
            return false;
        }
        self.candidate(ix, slot, (late, early));
        true
    }

    fn candidate(&mut self, ix: EventIx, slot: Slot, (late, early): (i64, i64)) {
        self.model.candidates.push(Candidate {
            item: Item::Event { ix, late, early },
            slot,
            stretch: 0,
            until: slot.end(),
            place: self.places[ix],
            margins: self.margins[ix],
            points: self.points(ix, self.wishes.missed(self.schedule, ix, late, early)),
            preference: -self.wishes.preferred_to(ix),
            tie: Worth::tie(self.schedule.event(ix).id.as_str()),
        });
    }

    /// The points of an event of which so many minutes are missed: they cost their part.
    fn points(&self, ix: EventIx, missed: i64) -> i64 {
        points_after(self.scores.of(ix).points, missed, self.schedule.event(ix).slot)
    }

    /// How late one may come to an event with some use. What is missing between two talks, for all
    /// that has to lie between them or for breaks, is missed at one, at the other, or at both: in
    /// any whole minutes, since what a minute costs is rounded.
    fn lates(&self, ix: EventIx, event: &Event) -> BTreeSet<i64> {
        let tolerance = self.wishes.tolerance;
        // Whoever has to be early is not late.
        if tolerance.late == 0 || self.margins[ix].arrive > 0 {
            return BTreeSet::from([0]);
        }
        // What one drops in at takes any time that others leave.
        if !self.wishes.drop_ins.is_empty() {
            return (0..=tolerance.late).collect();
        }
        let mut lates = BTreeSet::from([0]);
        let own = Some(self.places[ix]);
        let shared =
            |missing: i64| (missing - tolerance.early).max(0)..=missing.min(tolerance.late);
        let start = event.slot.start();
        let from = start - TimeDelta::minutes(self.near.max(self.wishes.pauses.sleep));
        let to = start + TimeDelta::minutes(tolerance.late + tolerance.early);
        let first = self.ends.partition_point(|&(end, _)| end <= from);
        let mut seen = Seen::default();
        for &(end, other) in self.ends[first..].iter().take_while(|(end, _)| *end <= to) {
            if end <= start - TimeDelta::minutes(self.near) && !self.is_night(other, ix) {
                continue;
            }
            let (between, way) = (self.distance(other, ix), self.way(other));
            if seen.is_new(end, (between, 0, way)) {
                let missing = |between: i64| (end - start).num_minutes() + between;
                let between = self.between(between, (way, own), 0);
                lates.extend(between.map(missing).flat_map(shared));
            }
        }
        // Talks in a row end so long after the first of them begins.
        if let Some(row) = self.model.in_a_row() {
            let first = self.ends.partition_point(|&(end, _)| end <= start + row.most);
            let last = to + row.most;
            let ends = self.ends[first..].iter().take_while(|(end, _)| *end <= last);
            lates.extend(ends.flat_map(|&(end, _)| shared((end - row.most - start).num_minutes())));
        }
        for (edge, between, from) in self.edges_before(ix) {
            let missing = (edge - start).num_minutes();
            lates.extend(self.between(between, (from, own), 0).map(|between| missing + between));
        }
        lates.retain(|&minutes| (0..=tolerance.late).contains(&minutes));
        lates
    }

    /// How much too early one may leave an event with some use.
    fn earlies(&self, ix: EventIx, event: &Event) -> BTreeSet<i64> {
        let tolerance = self.wishes.tolerance;
        if tolerance.early == 0 {
            return BTreeSet::from([0]);
        }
        if !self.wishes.drop_ins.is_empty() {
            return (0..=tolerance.early).collect();
        }
        let mut earlies = BTreeSet::from([0]);
        let own = Some(self.places[ix]);
        let shared =
            |missing: i64| (missing - tolerance.late).max(0)..=missing.min(tolerance.early);
        let end = event.slot.end();
        let from = end - TimeDelta::minutes(tolerance.late + tolerance.early);
        let to = end + TimeDelta::minutes(self.near.max(self.wishes.pauses.sleep));
        let first = self.schedule.events().partition_point(|other| other.slot.start() < from);
        let next = self.schedule.iter().skip(first).take_while(|(_, next)| next.slot.start() < to);
        let mut seen = Seen::default();
        for (other, next) in next {
            let start = next.slot.start();
            if start >= end + TimeDelta::minutes(self.near) && !self.is_night(ix, other) {
                continue;
            }
            let distance @ (between, arrive, way) =
                (self.distance(ix, other), self.margins[other].arrive, self.way(other));
            if seen.is_new(start, distance) {
                let missing = |between: i64| (end - start).num_minutes() + between;
                let between = self.between(between, (own, way), arrive);
                earlies.extend(between.map(missing).flat_map(shared));
            }
        }
        if let Some(row) = self.model.in_a_row() {
            let events = self.schedule.events();
            let first = events.partition_point(|other| other.slot.start() < from - row.most);
            let next = events[first..].iter().map(|other| other.slot.start());
            let next = next.take_while(|&start| start < end - row.most);
            earlies.extend(next.flat_map(|start| shared((end - row.most - start).num_minutes())));
        }
        let stay = self.stay(ix, event.slot);
        let busy = self.wishes.commitments.iter().map(|busy| {
            let between = self.wishes.between(&stay, &self.wishes.busy(self.schedule, busy));
            (busy.slot.start(), between, self.place_of(busy))
        });
        let here = self.wishes.here.iter().map(|here| (here.end(), 0, None));
        let windows = self.windows(end).into_iter().map(|window| (window.end(), 0, None));
        for (edge, between, to) in busy.chain(here).chain(windows) {
            let missing = (end - edge).num_minutes();
            earlies.extend(self.between(between, (own, to), 0).map(|between| missing + between));
        }
        earlies.retain(|&minutes| (0..=tolerance.early).contains(&minutes));
        earlies
    }

    /// What is over before an event may begin, beside others: when, how much has to lie between, and
    /// where one comes from, if that is a place.
    fn edges_before(&self, ix: EventIx) -> Vec<(DateTime<Utc>, i64, Option<Place>)> {
        let slot = self.schedule.event(ix).slot;
        let stay = self.stay(ix, slot);
        let busy = self.wishes.commitments.iter().map(|busy| {
            let between = self.wishes.between(&self.wishes.busy(self.schedule, busy), &stay);
            (busy.slot.end(), between, self.place_of(busy))
        });
        let here = self.wishes.here.iter().map(|here| (here.start(), 0, None));
        let windows = self.windows(slot.start()).into_iter();
        busy.chain(here).chain(windows.map(|window| (window.start(), 0, None))).collect()
    }

    /// What may have to fit on the way from one place to another: all that has to lie between, a
    /// rest, or breaks and the time by which one is early.
    fn between(
        &self,
        between: i64,
        (from, to): (Option<Place>, Option<Place>),
        arrive: i64,
    ) -> impl Iterator<Item = i64> {
        let rest = self.wishes.limits.in_a_row.map(|it| it.rest);
        let breaks = self.stops.through(from, to).into_iter().map(move |minutes| minutes + arrive);
        std::iter::once(between).chain(rest).chain(breaks)
    }

    /// Where an event is, if that decides about breaks on the way.
    fn way(&self, ix: EventIx) -> Option<Place> {
        (!self.wishes.breaks.is_empty()).then(|| self.places[ix])
    }

    /// Where a commitment is; nothing where that is wherever one is.
    fn place_of(&self, busy: &Commitment) -> Option<Place> {
        busy.room.as_ref().and_then(|room| self.stops.place(room))
    }

    /// Minutes that have to lie between two events.
    fn distance(&self, first: EventIx, then: EventIx) -> i64 {
        let (from, to) = (self.places[first], self.places[then]);
        let walk = from.walk(to, &self.wishes.walking);
        let (first, then) = (self.margins[first], self.margins[then]);
        first.between(then, walk, from.room == to.room, self.wishes.pauses.sleep)
    }

    fn is_night(&self, first: EventIx, then: EventIx) -> bool {
        self.wishes.pauses.sleep > 0 && self.margins[first].days.1 < self.margins[then].days.0
    }

    /// An event at a time.
    fn stay(&self, ix: EventIx, slot: Slot) -> Stay<'_> {
        let room = self.schedule.event(ix).room.as_ref();
        Stay { slot, room, anywhere: false, margins: self.margins[ix] }
    }

    /// The windows of the breaks on the day of an instant.
    fn windows(&self, instant: DateTime<Utc>) -> Vec<Slot> {
        let day = self.schedule.day(instant);
        let all = 0..self.wishes.breaks.len();
        all.filter_map(|number| self.wishes.window(self.schedule, number, day)).collect()
    }

    /// The times of the visits: each begins when that opens, or when something else ends and all that
    /// has to lie between is done. One visit may follow another.
    fn visits(&mut self) {
        let mut tried: BTreeSet<(EventIx, i64)> = BTreeSet::new();
        let mut visited: BTreeSet<EventIx> = BTreeSet::new();
        for _ in &self.wishes.drop_ins {
            for visit in &self.wishes.drop_ins {
                for &ix in &visit.talk {
                    if self.model.ruled_out.contains_key(&ix) {
                        continue;
                    }
                    let length = self.schedule.event(ix).slot.minutes();
                    if self.wishes.drop_in(ix).is_none() || length < visit.minutes {
                        continue;
                    }
                    for late in self.visit_times(ix, length - visit.minutes) {
                        let early = length - visit.minutes - late;
                        if tried.insert((ix, late)) && self.visit(ix, late, early) {
                            visited.insert(ix);
                        }
                    }
                }
            }
        }
        for &ix in self.wishes.drop_ins.iter().flat_map(|visit| &visit.talk) {
            if !visited.contains(&ix) && self.wishes.drop_in(ix).is_some() {
                let slot = self.schedule.event(ix).slot;
                let reason = self.obstacle(ix, slot).unwrap_or(Reason::Away);
                self.model.ruled_out.entry(ix).or_insert(reason);
            }
        }
    }

    /// Adds a visit that misses these minutes of its event; says whether it is possible.
    fn visit(&mut self, ix: EventIx, late: i64, early: i64) -> bool {
        let slot = self.schedule.event(ix).slot;
        let minutes = TimeDelta::minutes;
        let slot = Slot::new(slot.start() + minutes(late), slot.end() - minutes(early));
        let Some(slot) = slot.filter(|&slot| self.obstacle(ix, slot).is_none()) else {
            return false;
        };
        self.candidate(ix, slot, (late, early));
        true
    }

    /// After how many minutes of its event a visit may begin, up to a limit.
    fn visit_times(&self, ix: EventIx, most: i64) -> BTreeSet<i64> {
        let slot = self.schedule.event(ix).slot;
        let (arrive, own) = (self.margins[ix].arrive, Some(self.places[ix]));
        let mut times = BTreeSet::from([0]);
        let mut after = |edge: DateTime<Utc>, between: i64, from: Option<Place>| {
            let since = (edge - slot.start()).num_minutes();
            let between = self.between(between, (from, own), arrive);
            times.extend(between.map(|between| since + between));
        };
        for candidate in self.model.candidates.iter().filter(|it| it.item.event() != Some(ix)) {
            let Some(other) = candidate.item.event() else { continue };
            after(candidate.slot.end(), self.distance(other, ix), Some(candidate.place));
            // The first of some talks in a row.
            if let Some(row) = self.model.in_a_row() {
                after(candidate.slot.end() - row.most, 0, None);
            }
        }
        for (edge, between, from) in self.edges_before(ix) {
            after(edge, between.max(arrive), from);
        }
        times.retain(|late| (0..=most).contains(late));
        times
    }

    /// The times that breaks may take.
    fn breaks(&mut self) {
        let nowhere = Place { room: usize::MAX, area: self.wishes.walking.area(None) };
        let place_of = |number: usize| {
            let room = self.wishes.breaks[number].room.as_ref();
            let place = room.and_then(|room| self.stops.place(room));
            place.map_or((nowhere, Pausing::Anywhere), |place| (place, Pausing::There))
        };
        let places: Vec<(Place, Pausing)> = (0..self.wishes.breaks.len()).map(place_of).collect();
        let talks = self.model.candidates.iter().map(|it| (it.slot.end(), Some(it.place), None));
        let mut over: Over = talks.collect();
        let mut found: BTreeSet<(usize, NaiveDate, Slot)> = BTreeSet::new();
        // One break may follow another.
        loop {
            let mut more = Vec::new();
            for (number, &at) in places.iter().enumerate() {
                for day in self.schedule.days() {
                    let slots = self.break_times(number, day, at, &over);
                    more.extend(slots.into_iter().map(|slot| (number, day, slot)));
                }
            }
            over.extend(more.iter().map(|&(number, _, slot)| {
                let (place, pausing) = places[number];
                (slot.end(), (pausing == Pausing::There).then_some(place), Some(number))
            }));
            let known = found.len();
            found.extend(more);
            if found.len() == known || places.len() == 1 {
                break;
            }
        }
        for (number, day, slot) in found {
            let (place, pausing) = places[number];
            self.model.candidates.push(Candidate {
                item: Item::Break { wish: number, day },
                slot,
                stretch: 0,
                until: slot.end(),
                place,
                margins: self.pause(number, day, slot, pausing),
                points: self.wishes.breaks[number].worth.unwrap_or(0),
                preference: 0,
                tie: (0, 0),
            });
        }
    }

    /// Whether the person is there for long enough to take a break, if nothing else is on.
    fn is_there_for(&self, number: usize, day: NaiveDate) -> bool {
        let Some(window) = self.wishes.window(self.schedule, number, day) else { return false };
        let length = TimeDelta::minutes(self.wishes.breaks[number].minutes);
        let here = self.wishes.here.iter().map(|here| here.start());
        let mut times = here.chain([window.start()]).flat_map(|at| Slot::new(at, at + length));
        times.any(|slot| window.contains(slot) && self.wishes.is_here(slot))
    }

    /// What has to lie around a break.
    fn pause(&self, number: usize, day: NaiveDate, slot: Slot, pausing: Pausing) -> Margins {
        let begun = self.wishes.taken.contains(&(number, slot));
        Margins { pausing, days: (day, day), begun, ..Margins::default() }
    }

    /// When a break may begin: with its window, or when one arrives from something that ends. Ends of
    /// talks of which a part is missed are among those of the candidates.
    fn break_times(
        &self,
        number: usize,
        day: NaiveDate,
        (place, pausing): (Place, Pausing),
        over: &Over,
    ) -> Vec<Slot> {
        let (schedule, wishes) = (self.schedule, self.wishes);
        let Some(window) = wishes.window(schedule, number, day) else { return Vec::new() };
        let walk = |from: Option<Place>| {
            let from = from.filter(|_| pausing == Pausing::There);
            TimeDelta::minutes(from.map_or(0, |from| from.walk(place, &wishes.walking)))
        };
        let mut starts: BTreeSet<DateTime<Utc>> = BTreeSet::from([window.start()]);
        starts.extend(wishes.here.iter().map(|here| here.start()));
        starts.extend(&wishes.break_starts);
        let busy = wishes.commitments.iter();
        starts.extend(busy.map(|busy| busy.slot.end() + walk(self.place_of(busy))));
        let first = window.start() - TimeDelta::minutes(wishes.walking.longest());
        let near = over.range((first, None, None)..);
        let near = near.take_while(|it| it.0 < window.end());
        let others = near.filter(|(.., of)| *of != Some(number));
        starts.extend(others.map(|&(end, from, _)| end + walk(from)));
        let length = TimeDelta::minutes(wishes.breaks[number].minutes);
        let booked = wishes.booked.iter().map(|&ix| self.stay(ix, schedule.event(ix).slot));
        let busy = wishes.commitments.iter().map(|busy| wishes.busy(schedule, busy));
        let busy: Vec<Stay<'_>> = busy.chain(booked).collect();
        let is_free = |slot: Slot| {
            let room = wishes.breaks[number].room.as_ref();
            let margins = self.pause(number, day, slot, pausing);
            let stay = Stay { slot, room, anywhere: room.is_none(), margins };
            busy.iter().all(|busy| wishes.can_do_both(busy, &stay))
        };
        starts
            .range(window.start()..window.end())
            .filter_map(|&start| Slot::new(start, start + length))
            .filter(|slot| window.contains(*slot) && wishes.is_here(*slot))
            .filter(|slot| is_free(*slot))
            .collect()
    }

    fn sort(&mut self) {
        self.model.candidates.sort_by_key(|candidate| (candidate.slot, candidate.item));
        self.model.index();
        self.stretches();
    }

    /// A new stretch begins with a day before which everything is over, and all that has to lie
    /// between two things is done.
    fn stretches(&mut self) {
        let margins = || self.model.candidates.iter().map(|candidate| candidate.margins);
        let arrive = margins().map(|it| it.arrive).max().unwrap_or(0);
        let gap = margins().map(|it| it.gap).max().unwrap_or(0);
        let near = TimeDelta::minutes((self.wishes.walking.longest() + arrive).max(gap));
        let longest = near.max(TimeDelta::minutes(self.wishes.pauses.sleep));
        self.model.longest = longest;
        // What is later than that by less than a rest may still be in a row with it.
        let rest = self.model.in_a_row().map_or(TimeDelta::zero(), |row| row.rest);
        let mut stretch = 0;
        // By stretch its last day.
        let mut last_days: Vec<NaiveDate> = Vec::new();
        let mut over: Option<DateTime<Utc>> = None;
        for candidate in self.model.candidates.iter_mut() {
            let (start, end) = (candidate.slot.start(), candidate.slot.end() + longest);
            let day = self.schedule.day(start);
            let is_apart = over.is_none_or(|over| over + rest <= start);
            if last_days.last().is_some_and(|&before| day > before) && is_apart {
                stretch += 1;
            }
            last_days.truncate(stretch + 1);
            match last_days.get_mut(stretch) {
                Some(last) => *last = day,
                None => last_days.push(day),
            }
            over = over.max(Some(end));
            candidate.stretch = stretch;
        }
        for candidate in self.model.candidates.iter_mut() {
            // Only before another day one sleeps.
            let is_last = last_days[candidate.stretch] == self.schedule.day(candidate.slot.start());
            candidate.until = candidate.slot.end() + if is_last { near } else { longest };
        }
    }

    fn rules(&mut self) {
        let wishes = self.wishes;
        for (number, &ix) in wishes.booked.iter().enumerate() {
            self.model.add_one_of(&[ix], Bound::AtLeast(1), Source::Booked(number));
        }
        for (number, talk) in wishes.must_see.iter().enumerate() {
            self.one_of(talk, Source::MustSee(number));
        }
        for (number, wish) in wishes.breaks.iter().enumerate() {
            for day in self.schedule.days() {
                let it = Item::Break { wish: number, day };
                let one = |candidate: &Candidate| i64::from(candidate.item == it);
                let (bound, source) = match wish.worth {
                    None => (Bound::AtLeast(1), Source::Break(number, day)),
                    Some(_) => (Bound::AtMost(1), Source::OptionalBreak(number, day)),
                };
                self.model.add_rule(bound, source, one);
                // Where company at it counts, it would be taken twice.
                if wish.worth.is_none() && !wishes.break_starts.is_empty() {
                    let once = Source::OptionalBreak(number, day);
                    self.model.add_rule(Bound::AtMost(1), once, one);
                }
            }
        }
        for (number, visit) in wishes.drop_ins.iter().enumerate() {
            self.one_of(&visit.talk, Source::Visit(number));
            // It could be at several times of one day.
            self.model.add_one_of(&visit.talk, Bound::AtMost(1), Source::SameTalk);
        }
        for (number, talk) in wishes.want.iter().enumerate() {
            self.one_of(talk, Source::Want(number));
        }
        for group in self.schedule.groups() {
            let bound = Bound::AtMost(self.at_most(1, group));
            self.model.add_one_of(group, bound, Source::SameTalk);
        }
        for (number, talks) in wishes.one_of.iter().enumerate() {
            let bound = Bound::AtMost(self.at_most(1, &talks.concat()));
            self.model.add_one_of(&talks.concat(), bound, Source::OneOf(number));
        }
        for (number, quota) in wishes.quotas.iter().enumerate() {
            let events = self.scores.in_quota(quota);
            if quota.least > 0 {
                let bound = Bound::AtLeast(quota.least);
                self.model.add_one_of(&events, bound, Source::AtLeast(number));
            }
            if let Some(most) = quota.most {
                let bound = Bound::AtMost(self.at_most(most, &events));
                self.model.add_one_of(&events, bound, Source::AtMost(number));
            }
        }
        self.limits();
        for budget in &wishes.budgets {
            self.budget(budget);
        }
        self.model.taper(0, self.schedule, self.wishes, self.scores);
        for (number, talks) in wishes.all_of.iter().enumerate() {
            self.whole(number, talks);
        }
        // A rule without choice is none, such as a talk of which one occurrence is left; but what
        // takes all the time of a break while the person is there is a conflict.
        let mut rules = std::mem::take(&mut self.model.rules);
        rules.retain(|rule| match rule.source {
            Source::Break(number, day) => {
                !rule.members.is_empty() || self.is_there_for(number, day)
            }
            Source::AtLeast(_) | Source::Whole(_) | Source::Interest(..) => {
                !rule.members.is_empty()
            }
            Source::SameTalk | Source::OptionalBreak(..) | Source::OneOf(_) => {
                rule.members.len() > 1
            }
            Source::Booked(_)
            | Source::Demand(_)
            | Source::MustSee(_)
            | Source::Visit(_)
            | Source::Want(_)
            | Source::AtMost(_)
            | Source::TalksPerDay(_)
            | Source::MinutesPerDay(_)
            | Source::Budget
            | Source::Shared(_) => true,
        });
        self.model.rules = rules;
    }

    fn budget(&mut self, budget: &Price) {
        let schedule = self.schedule;
        let cost = |ix: EventIx| {
            let price = schedule.event(ix).price.as_ref();
            let price = price.filter(|price| price.is_in(budget.currency.as_deref()));
            price.map_or(0, |price| price.cents)
        };
        // What is settled is paid for in any case.
        let paid = self.settled.iter().map(|&ix| cost(ix)).sum();
        let most = Bound::AtMost(budget.cents.max(paid));
        let part = |candidate: &Candidate| candidate.item.event().map_or(0, cost);
        self.model.add_rule(most, Source::Budget, part);
    }

    /// One of some events, if at all possible: the one that is booked, if one is.
    fn one_of(&mut self, talk: &[EventIx], source: Source) {
        let booked = talk.iter().position(|ix| self.wishes.booked.contains(ix));
        let talk = booked.map_or(talk, |at| &talk[at..=at]);
        self.model.add_one_of(talk, Bound::AtLeast(1), source);
    }

    /// A limit of how many of some events are chosen, or as many of them as are settled.
    fn at_most(&self, most: i64, events: &[EventIx]) -> i64 {
        let settled = events.iter().filter(|ix| self.settled.contains(ix)).count();
        most.max(i64::try_from(settled).unwrap_or(i64::MAX))
    }

    /// All of some talks, or none: each is chosen as often as the first.
    fn whole(&mut self, number: usize, talks: &[Vec<EventIx>]) {
        let Some((first, others)) = talks.split_first() else { return };
        for other in others {
            for (more, less) in [(first, other), (other, first)] {
                let of = |talk: &[EventIx], part: i64| -> Vec<(CandidateIx, i64)> {
                    let candidates = talk.iter().flat_map(|&ix| self.model.candidates_of(ix));
                    candidates.map(|&i| (i, part)).collect()
                };
                let mut members = [of(more, 1), of(less, -1)].concat();
                members.sort_unstable();
                let (bound, source) = (Bound::AtMost(0), Source::Whole(number));
                self.model.rules.push(Rule { members, bound, source });
            }
        }
    }

    fn day(&self, ix: EventIx) -> NaiveDate {
        self.schedule.day(self.schedule.event(ix).slot.start())
    }

    fn limits(&mut self) {
        let limits = self.wishes.limits;
        let of_day = |item: Item| item.event().map(|ix| self.day(ix));
        let days: By<CandidateIx, Option<NaiveDate>> =
            self.model.candidates.iter().map(|candidate| of_day(candidate.item)).collect();
        for day in self.schedule.days() {
            let that_day: Vec<CandidateIx> =
                days.indices().filter(|&candidate| days[candidate] == Some(day)).collect();
            let settled: Vec<EventIx> =
                self.settled.iter().copied().filter(|&ix| self.day(ix) == day).collect();
            if let Some(most) = limits.talks_per_day {
                let members = that_day.iter().map(|&i| (i, 1)).collect();
                let bound = Bound::AtMost(self.at_most(most, &settled));
                self.model.rules.push(Rule { members, bound, source: Source::TalksPerDay(day) });
            }
            if let Some(most) = limits.minutes_per_day {
                // What is missed of a talk makes no room for another.
                let minutes = |ix: EventIx| self.schedule.event(ix).slot.minutes();
                let part = |&i: &CandidateIx| {
                    let ix = self.model.candidates[i].item.event()?;
                    Some((i, self.wishes.drop_in(ix).unwrap_or(minutes(ix))))
                };
                let members = that_day.iter().filter_map(part).collect();
                let bound = Bound::AtMost(most.max(settled.iter().map(|&ix| minutes(ix)).sum()));
                self.model.rules.push(Rule { members, bound, source: Source::MinutesPerDay(day) });
            }
        }
    }
}

/// Points after some minutes of a slot are missed; what costs points is not made less by that.
pub(crate) fn points_after(points: i64, missed: i64, slot: Slot) -> i64 {
    if points <= 0 {
        return points;
    }
    let length = slot.minutes();
    points - (points * missed + length / 2) / length
}

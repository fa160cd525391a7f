//! Schedule + Wishes + Scores -> Model: all that the solver may know.
//!
//! A [`Candidate`] is something that may be chosen for a time: an event, perhaps without its first
//! or last minutes, or the time of a break. Two candidates clash when one cannot get from one to
//! the other. All other rules are sums over candidates ([`Rule`]), each with what it comes from.
//! An event that may not be chosen at all is kept with its [`Reason`]. Nothing here searches.

mod build;
mod constraint;
mod derive;
mod reason;
mod run;
mod stops;
mod taper;
mod worth;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::ix::{By, Ix};
use crate::profile::{Margins, Pausing, Wishes};
use crate::schedule::{EventIx, Schedule, Slot};
use crate::score::Scores;
use crate::walking::{Area, Walking};

pub(crate) use build::points_after;
pub use constraint::{Constraint, Loss};
pub use reason::{Pause, Reason};
pub use run::{Run, RunLimit};
pub use taper::Taper;
pub use worth::{Cost, Worth};

/// Something that may be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What it is.
    pub item: Item,
    /// The time it takes.
    pub slot: Slot,
    /// The stretch of time without a night in which it lies, counted from zero: what one does in
    /// one of them does not depend on where one was in another.
    pub stretch: usize,
    /// Where it is.
    pub place: Place,
    /// What has to lie around it.
    pub margins: Margins,
    /// Nothing that begins then or later clashes with it.
    pub until: DateTime<Utc>,
    /// The points that choosing it adds.
    pub points: i64,
    /// How many of the talks of which one is enough the person would rather see, negative.
    pub preference: i64,
    /// Its part in the order of equally good agendas.
    pub tie: (i64, i64),
}

impl Candidate {
    /// Whether it is an event, not a break.
    pub fn is_talk(&self) -> bool {
        self.item.event().is_some()
    }
}

/// A candidate's place in its [`Model`], by start.
pub type CandidateIx = Ix<Candidate>;

/// What each candidate is worth to someone.
pub(crate) type Points = By<CandidateIx, i64>;

/// What a candidate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// An event, without so many of its first and last minutes.
    Event {
        /// Which one.
        ix: EventIx,
        /// Minutes missed at its beginning.
        late: i64,
        /// Minutes missed at its end.
        early: i64,
    },
    /// A break of the profile, by its place there, on a day.
    Break {
        /// Which one.
        wish: usize,
        /// When.
        day: NaiveDate,
    },
}

impl Item {
    /// The event, if it is one.
    pub fn event(self) -> Option<EventIx> {
        match self {
            Item::Event { ix, .. } => Some(ix),
            Item::Break { .. } => None,
        }
    }
}

/// Where a candidate is: a room, and the area that decides about walks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The room's number; events in unknown rooms have different ones.
    pub room: usize,
    /// Its area.
    pub area: Area,
}

impl Place {
    fn walk(self, to: Place, walking: &Walking) -> i64 {
        if self.room == to.room {
            walking.inside(to.area)
        } else {
            walking.between(self.area, to.area)
        }
    }
}

/// A sum over candidates and its limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Candidates with their part in the sum, in order.
    pub members: Vec<(CandidateIx, i64)>,
    /// What the sum may be.
    pub bound: Bound,
    /// What the rule comes from.
    pub source: Source,
}

/// A rule's place in its [`Model`].
pub type RuleIx = Ix<Rule>;

/// What a sum may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// No more than this, in any case.
    AtMost(i64),
    /// At least this many, or as many as possible.
    AtLeast(i64),
    /// Anything; of what is beyond, not all counts.
    Tapers(Taper),
}

/// What a rule comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A booked event, by its place in the wishes.
    Booked(usize),
    /// A talk that a question demands, by its place there.
    Demand(usize),
    /// A must-see, by its place in the wishes.
    MustSee(usize),
    /// A break, by its place in the wishes, on a day.
    Break(usize, NaiveDate),
    /// A visit, by its place in the wishes.
    Visit(usize),
    /// A want, by its place in the wishes.
    Want(usize),
    /// The least of a quota, by its place in the wishes.
    AtLeast(usize),
    /// A break that may be given up for points: taken once a day at most.
    OptionalBreak(usize, NaiveDate),
    /// Occurrences of one talk.
    SameTalk,
    /// Talks of which one is enough, by their place in the wishes.
    OneOf(usize),
    /// The most of a quota, by its place in the wishes.
    AtMost(usize),
    /// The number of talks of a day.
    TalksPerDay(NaiveDate),
    /// The minutes of talks of a day.
    MinutesPerDay(NaiveDate),
    /// What the talks cost, in hundredths.
    Budget,
    /// The talks shared with another agenda, by its place among those to differ from.
    Shared(usize),
    /// Talks that are attended all or not at all, by their place in the wishes. Two rules keep
    /// one of them as often chosen as the first.
    Whole(usize),
    /// What an interest of somebody gets, by their places.
    Interest(usize, usize),
}

/// The candidates and the rules between them.
#[derive(Clone, Debug, Default)]
pub struct Model {
    candidates: By<CandidateIx, Candidate>,
    /// By event, the candidates that are it.
    of_event: BTreeMap<EventIx, Vec<CandidateIx>>,
    rules: By<RuleIx, Rule>,
    ruled_out: BTreeMap<EventIx, Reason>,
    walking: Walking,
    /// From the last talk of a day to the first of the next.
    sleep: i64,
    /// How long talks may follow each other.
    in_a_row: Option<RunLimit>,
    /// The longest time that has to lie between any two candidates.
    longest: TimeDelta,
}

impl Model {
    /// The candidates in order of start.
    pub fn candidates(&self) -> &By<CandidateIx, Candidate> {
        &self.candidates
    }

    /// The rules beside clashes.
    pub fn rules(&self) -> &By<RuleIx, Rule> {
        &self.rules
    }

    /// The walks between areas.
    pub fn walking(&self) -> &Walking {
        &self.walking
    }

    /// Why an event is no candidate.
    pub fn ruled_out(&self, ix: EventIx) -> Option<&Reason> {
        self.ruled_out.get(&ix)
    }

    /// The candidates that are an event: all of it first, then with parts missed.
    pub fn candidates_of(&self, ix: EventIx) -> &[CandidateIx] {
        self.of_event.get(&ix).map_or(&[], Vec::as_slice)
    }

    /// Minutes of the walk from one candidate to another.
    pub fn walk(&self, from: CandidateIx, to: CandidateIx) -> i64 {
        let (from, to) = (&self.candidates[from], &self.candidates[to]);
        let pausing = (from.margins.pausing, to.margins.pausing);
        self.way((from.place, pausing.0), (to.place, pausing.1), from.place.room == to.place.room)
    }

    /// Minutes of the walk between two places, in the same room or not, each perhaps of a break.
    pub(crate) fn way(
        &self,
        (from, left): (Place, Pausing),
        (to, joined): (Place, Pausing),
        same_room: bool,
    ) -> i64 {
        match (left, joined) {
            (Pausing::Anywhere, _) | (_, Pausing::Anywhere) => 0,
            _ if same_room => self.walking.inside(to.area),
            _ => self.walking.between(from.area, to.area),
        }
    }

    /// Minutes that have to lie between two candidates, the one that comes first and the other: the
    /// one place that knows.
    pub fn between(&self, first: CandidateIx, then: CandidateIx) -> i64 {
        let (walk, first, then) =
            (self.walk(first, then), &self.candidates[first], &self.candidates[then]);
        let same_room = first.place.room == then.place.room;
        first.margins.between(then.margins, walk, same_room, self.sleep)
    }

    /// Whether one can go from one candidate to another.
    pub fn can_follow(&self, first: CandidateIx, then: CandidateIx) -> bool {
        let (end, start) = (self.candidates[first].slot.end(), self.candidates[then].slot.start());
        // Most of them are told apart without the rest.
        end <= start && end + TimeDelta::minutes(self.between(first, then)) <= start
    }

    /// Whether two candidates cannot both be chosen.
    pub fn clash(&self, a: CandidateIx, b: CandidateIx) -> bool {
        !self.can_follow(a, b) && !self.can_follow(b, a)
    }

    /// Whether a choice, in order of start, keeps every clash and every limit.
    pub fn allows(&self, chosen: &[CandidateIx]) -> bool {
        // What lies far apart in the order may still clash: an early long walk, a break between.
        let clash = |(k, &a): (usize, &CandidateIx)| {
            let until = self.candidates[a].until;
            chosen[k + 1..]
                .iter()
                .take_while(|&&b| self.candidates[b].slot.start() < until)
                .any(|&b| self.clash(a, b))
        };
        !chosen.iter().enumerate().any(clash)
            && self.broken_runs(chosen).is_empty()
            && self.rules.iter().all(|rule| match rule.bound {
                Bound::AtMost(most) => rule.sum(chosen) <= most,
                Bound::AtLeast(_) | Bound::Tapers(_) => true,
            })
    }

    /// The longest time that has to lie between any two candidates.
    pub fn longest(&self) -> TimeDelta {
        self.longest
    }

    /// Minutes from the last talk of a day to the first of the next.
    pub fn sleep(&self) -> i64 {
        self.sleep
    }

    /// What a choice, in order of start, is worth.
    pub fn worth(&self, chosen: &[CandidateIx]) -> Worth {
        let mut worth: Worth = chosen.iter().map(|&i| self.worth_of(i)).sum();
        for pair in chosen.windows(2) {
            worth = worth + self.step(pair[0], pair[1]);
        }
        let mut lost = 0;
        for rule in &self.rules {
            let least = match rule.bound {
                Bound::AtMost(_) => continue,
                Bound::AtLeast(least) => least,
                Bound::Tapers(taper) => {
                    lost += taper.loss(rule.sum(chosen));
                    continue;
                }
            };
            let kept = rule.sum(chosen).min(least);
            match rule.source {
                Source::Booked(_) => worth.booked += kept,
                Source::Demand(_) => worth.demands += kept,
                Source::MustSee(_) => worth.must_sees += kept,
                Source::Break(..) | Source::Visit(_) => worth.breaks += kept,
                Source::Want(_) => worth.wants += kept,
                Source::AtLeast(_) => worth.quotas += kept,
                Source::OptionalBreak(..)
                | Source::SameTalk
                | Source::OneOf(_)
                | Source::AtMost(_)
                | Source::TalksPerDay(_)
                | Source::MinutesPerDay(_)
                | Source::Budget
                | Source::Shared(_)
                | Source::Whole(_)
                | Source::Interest(..) => {}
            }
        }
        worth.losing(lost)
    }

    /// What one of a choice loses because interests of it get more than a step: the points, rounded
    /// to the nearest, and the interests.
    pub fn lost_to_variety(&self, chosen: &[CandidateIx], one: CandidateIx) -> (i64, Vec<usize>) {
        let mut interests = Vec::new();
        let mut lost = 0;
        for rule in &self.rules {
            let (Bound::Tapers(taper), Source::Interest(_, interest)) = (rule.bound, rule.source)
            else {
                continue;
            };
            let sum = rule.sum(chosen);
            let more = taper.loss(sum) - taper.loss(sum - rule.part_of(one));
            if more > 0 {
                interests.push(interest);
                lost += more;
            }
        }
        ((lost + Taper::GRAIN / 2) / Taper::GRAIN, interests)
    }

    /// What a candidate alone is worth, without the rules it is in.
    pub fn worth_of(&self, candidate: CandidateIx) -> Worth {
        let candidate = &self.candidates[candidate];
        let Candidate { points, preference, tie, .. } = *candidate;
        let missed = match candidate.item {
            Item::Event { late, early, .. } => late + early,
            Item::Break { .. } => 0,
        };
        Worth { points, missed: -missed, preference, tie, ..Worth::default() }
    }

    /// What going from one candidate straight to the next is worth; over night nothing.
    pub fn step(&self, from: CandidateIx, to: CandidateIx) -> Worth {
        let (first, then) = (&self.candidates[from], &self.candidates[to]);
        if first.stretch != then.stretch || self.is_night(first.margins, then.margins) {
            return Worth::default();
        }
        // Which room a break is in is no matter, only how far it is.
        let moves = first.is_talk() && then.is_talk() && first.place.room != then.place.room;
        let walking = -self.walk(from, to);
        Worth { walking, moves: -i64::from(moves), ..Worth::default() }
    }

    /// Whether one sleeps between two talks, so that it does not matter where one was.
    pub fn is_night(&self, first: Margins, then: Margins) -> bool {
        self.sleep > 0 && first.days.1 < then.days.0
    }

    /// Finds the candidates of each event.
    fn index(&mut self) {
        self.of_event = BTreeMap::new();
        for (i, candidate) in self.candidates.entries() {
            if let Some(ix) = candidate.item.event() {
                self.of_event.entry(ix).or_default().push(i);
            }
        }
        for found in self.of_event.values_mut() {
            found.sort_by_key(|&i| self.candidates[i].item);
        }
    }

    /// Adds a rule over all candidates of some events, each counted once.
    fn add_one_of(&mut self, events: &[EventIx], bound: Bound, source: Source) {
        let candidates = events.iter().flat_map(|&ix| self.candidates_of(ix));
        let mut members: Vec<(CandidateIx, i64)> = candidates.map(|&i| (i, 1)).collect();
        members.sort_unstable();
        members.dedup();
        self.rules.push(Rule { members, bound, source });
    }

    /// Adds what takes points off where an interest of somebody gets many.
    fn taper(&mut self, number: usize, schedule: &Schedule, wishes: &Wishes, scores: &Scores) {
        for (interest, step) in scores.steps() {
            let taper = Taper { step, unit: 1 };
            let part = |candidate: &Candidate| -> i64 {
                let Item::Event { ix, late, early } = candidate.item else { return 0 };
                let scored = scores.of(ix);
                let missed = wishes.missed(schedule, ix, late, early);
                let left = points_after(scored.points, missed, schedule.event(ix).slot);
                Taper::part(&scored.parts, interest, scored.points, left)
            };
            self.add_rule(Bound::Tapers(taper), Source::Interest(number, interest), part);
        }
    }

    fn add_rule(&mut self, bound: Bound, source: Source, part: impl Fn(&Candidate) -> i64) {
        let members = self
            .candidates
            .entries()
            .map(|(i, candidate)| (i, part(candidate)))
            .filter(|&(_, part)| part != 0)
            .collect();
        self.rules.push(Rule { members, bound, source });
    }
}

impl Rule {
    /// The sum over a choice, in order of start.
    pub fn sum(&self, chosen: &[CandidateIx]) -> i64 {
        debug_assert!(chosen.is_sorted());
        if self.members.len() < chosen.len() {
            let is_chosen =
                |&&(member, _): &&(CandidateIx, i64)| chosen.binary_search(&member).is_ok();
            return self.members.iter().filter(is_chosen).map(|(_, part)| part).sum();
        }
        chosen.iter().map(|&i| self.part_of(i)).sum()
    }

    /// The part of a candidate in the sum; 0 for what is no member.
    pub fn part_of(&self, candidate: CandidateIx) -> i64 {
        let found = self.members.binary_search_by_key(&candidate, |&(member, _)| member);
        found.map_or(0, |position| self.members[position].1)
    }
}

//! Schedule + Wishes + Claim -> broken rules. Every answer goes through here.
//!
//! It starts from what the user gave, not from the model, so that a fault in the model is found
//! as well; and it shares no code with the solver. What it finds is our bug, never the user's.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use crate::model::{Item, Model};
use crate::profile::Wishes;
use crate::schedule::{DAY_CHANGE, EventIx, Room, Schedule, Slot};
use crate::score::Scores;
use crate::solver::Selection;

/// What an answer says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    /// The events to see.
    pub visits: Vec<Visit>,
    /// The breaks to take.
    pub pauses: Vec<Pause>,
    /// How many must-sees are kept.
    pub must_sees: i64,
    /// How many breaks are kept.
    pub breaks: i64,
    /// The sum of points.
    pub points: i64,
}

/// An event to see, without so many of its first and last minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Visit {
    /// Which one.
    pub event: EventIx,
    /// Minutes missed at its beginning.
    pub late: i64,
    /// Minutes missed at its end.
    pub early: i64,
}

/// A break of the wishes, by its place there, at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pause {
    /// Which one.
    pub wish: usize,
    /// When.
    pub slot: Slot,
}

/// A rule that an answer breaks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Broken {
    /// Two talks at once, or too far apart for the time between.
    Overlap(EventIx, EventIx),
    /// One talk twice.
    SameTalk(EventIx, EventIx),
    /// A talk that was called off.
    Cancelled(EventIx),
    /// A talk that the profile does not want.
    Never(EventIx),
    /// A talk at a time when the person is not there.
    Away(EventIx),
    /// A talk that a commitment leaves no time for.
    Commitment(EventIx),
    /// More of a talk is missed than the profile allows.
    Tolerance(EventIx),
    /// More talks or minutes than a day may have.
    DayFull(NaiveDate),
    /// A break outside its window, too short, or not free.
    Break(Pause),
    /// A talk that has begun is not where it was.
    Past(EventIx),
    /// A talk that began before, and was not in the agenda.
    TooLate(EventIx),
    /// The sums are not what was claimed.
    Sums {
        /// Must-sees, breaks and points as claimed.
        claimed: (i64, i64, i64),
        /// The same as counted.
        counted: (i64, i64, i64),
    },
}

impl Claim {
    /// What a selection says.
    pub fn new(model: &Model, selection: &Selection) -> Claim {
        let mut claim = Claim {
            must_sees: selection.worth.must_sees,
            breaks: selection.worth.breaks,
            points: selection.worth.points,
            ..Claim::default()
        };
        for &chosen in &selection.chosen {
            let candidate = &model.candidates()[chosen];
            match candidate.item {
                Item::Event { ix, late, early } => {
                    claim.visits.push(Visit { event: ix, late, early });
                }
                Item::Break { wish, .. } => {
                    claim.pauses.push(Pause { wish, slot: candidate.slot });
                }
            }
        }
        claim
    }
}

/// Every rule that a claim breaks.
pub fn broken(schedule: &Schedule, wishes: &Wishes, scores: &Scores, claim: &Claim) -> Vec<Broken> {
    let checker = Checker { schedule, wishes, scores };
    let mut broken = Vec::new();
    for (position, &visit) in claim.visits.iter().enumerate() {
        checker.alone(visit, &mut broken);
        for &other in &claim.visits[position + 1..] {
            checker.together(visit, other, &mut broken);
        }
    }
    checker.days(claim, &mut broken);
    checker.pauses(claim, &mut broken);
    checker.sums(claim, &mut broken);
    broken
}

/// What a claim changes though it has begun at a time: talks of the past that it lacks, and talks
/// that one can no longer go to.
pub fn broken_past(
    schedule: &Schedule,
    claim: &Claim,
    past: &BTreeSet<EventIx>,
    at: Option<DateTime<Utc>>,
) -> Vec<Broken> {
    let Some(at) = at else { return Vec::new() };
    let is_visited = |ix: EventIx| claim.visits.iter().any(|visit| visit.event == ix);
    let missing = past.iter().copied().filter(|&ix| !is_visited(ix)).map(Broken::Past);
    let visits = claim.visits.iter().map(|visit| visit.event);
    let late = visits
        .filter(|ix| !past.contains(ix) && schedule.event(*ix).slot.start() < at)
        .map(Broken::TooLate);
    missing.chain(late).collect()
}

struct Checker<'a> {
    schedule: &'a Schedule,
    wishes: &'a Wishes,
    scores: &'a Scores,
}

impl Checker<'_> {
    /// The time that is spent at an event, if any is.
    fn time(&self, visit: Visit) -> Option<Slot> {
        let slot = self.schedule.event(visit.event).slot;
        Slot::new(
            slot.start() + TimeDelta::minutes(visit.late),
            slot.end() - TimeDelta::minutes(visit.early),
        )
    }

    fn room(&self, visit: Visit) -> Option<&Room> {
        self.schedule.event(visit.event).room.as_ref()
    }

    /// Whether there is time to go from one to the other, whichever comes first.
    fn apart(&self, a: (Slot, Option<&Room>), b: (Slot, Option<&Room>)) -> bool {
        let walk = |from, to| TimeDelta::minutes(self.wishes.walking.minutes(from, to));
        b.0.start() - a.0.end() >= walk(a.1, b.1) || a.0.start() - b.0.end() >= walk(b.1, a.1)
    }

    fn alone(&self, visit: Visit, broken: &mut Vec<Broken>) {
        let event = self.schedule.event(visit.event);
        let (length, tolerance) = (event.slot.minutes(), self.wishes.tolerance);
        let Some(time) = self.time(visit) else {
            broken.push(Broken::Tolerance(visit.event));
            return;
        };
        if !(0..=tolerance.late).contains(&visit.late)
            || !(0..=tolerance.early).contains(&visit.early)
            || 2 * (visit.late + visit.early) >= length
        {
            broken.push(Broken::Tolerance(visit.event));
        }
        if event.cancelled {
            broken.push(Broken::Cancelled(visit.event));
        }
        if self.wishes.never.contains(&visit.event) {
            broken.push(Broken::Never(visit.event));
        }
        let here = &self.wishes.here;
        let inside = |here: &Slot| here.start() <= time.start() && time.end() <= here.end();
        if !here.is_empty() && !here.iter().any(inside) {
            broken.push(Broken::Away(visit.event));
        }
        let place = (time, event.room.as_ref());
        let mut busy = self.wishes.commitments.iter().map(|busy| (busy.slot, busy.room.as_ref()));
        if busy.any(|busy| !self.apart(busy, place)) {
            broken.push(Broken::Commitment(visit.event));
        }
    }

    fn together(&self, a: Visit, b: Visit, broken: &mut Vec<Broken>) {
        let places = self.time(a).zip(self.time(b));
        if places.is_some_and(|(x, y)| !self.apart((x, self.room(a)), (y, self.room(b)))) {
            broken.push(Broken::Overlap(a.event, b.event));
        }
        if a.event == b.event || self.schedule.same_talk(a.event, b.event) {
            broken.push(Broken::SameTalk(a.event, b.event));
        }
    }

    fn days(&self, claim: &Claim, broken: &mut Vec<Broken>) {
        let limits = self.wishes.limits;
        for day in self.schedule.days() {
            let slots = claim.visits.iter().map(|visit| self.schedule.event(visit.event).slot);
            let that_day: Vec<Slot> =
                slots.filter(|slot| self.schedule.day(slot.start()) == day).collect();
            let talks = i64::try_from(that_day.len()).unwrap_or(i64::MAX);
            let minutes: i64 = that_day.iter().map(|slot| slot.minutes()).sum();
            if limits.talks_per_day.is_some_and(|most| talks > most)
                || limits.minutes_per_day.is_some_and(|most| minutes > most)
            {
                broken.push(Broken::DayFull(day));
            }
        }
    }

    fn pauses(&self, claim: &Claim, broken: &mut Vec<Broken>) {
        for &pause in &claim.pauses {
            let wish = &self.wishes.breaks[pause.wish];
            let zone = self.schedule.zone();
            let day = self.schedule.day(pause.slot.start());
            let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
            let at = |time, at_night| {
                zone.instant(if at_night { next } else { day }.and_time(time)).instant()
            };
            let (from, to) = wish.between;
            let in_window = at(from, from < DAY_CHANGE) <= pause.slot.start()
                && pause.slot.end() <= at(to, to <= DAY_CHANGE)
                && pause.slot.minutes() >= wish.minutes;
            let here = &self.wishes.here;
            let is_here = here.is_empty()
                || here.iter().any(|here| {
                    here.start() <= pause.slot.start() && pause.slot.end() <= here.end()
                });
            let visits = claim.visits.iter().filter_map(|&visit| self.time(visit));
            let busy = self.wishes.commitments.iter().map(|busy| busy.slot);
            let others = claim.pauses.iter().filter(|&&other| other != pause).map(|p| p.slot);
            let taken = visits
                .chain(busy)
                .chain(others)
                .any(|time| time.start() < pause.slot.end() && pause.slot.start() < time.end());
            if !in_window || !is_here || taken {
                broken.push(Broken::Break(pause));
            }
        }
    }

    fn sums(&self, claim: &Claim, broken: &mut Vec<Broken>) {
        let seen =
            |talk: &&Vec<EventIx>| claim.visits.iter().any(|visit| talk.contains(&visit.event));
        let must_sees = self.wishes.must_see.iter().filter(seen).count();
        let breaks: BTreeSet<(usize, NaiveDate)> = claim
            .pauses
            .iter()
            .map(|pause| (pause.wish, self.schedule.day(pause.slot.start())))
            .collect();
        let points = claim.visits.iter().map(|&visit| self.points(visit)).sum();
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let counted = (number(must_sees), number(breaks.len()), points);
        let claimed = (claim.must_sees, claim.breaks, claim.points);
        if counted != claimed {
            broken.push(Broken::Sums { claimed, counted });
        }
    }

    /// Each minute missed costs its part of the points, rounded to the nearest.
    fn points(&self, visit: Visit) -> i64 {
        let points = self.scores.of(visit.event).points;
        let length = self.schedule.event(visit.event).slot.minutes() as f64;
        let missed = (visit.late + visit.early) as f64;
        points - (points.max(0) as f64 * missed / length).round() as i64
    }
}

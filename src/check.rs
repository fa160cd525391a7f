//! Schedule + Wishes + Claim -> broken rules. Every answer goes through here.
//!
//! It starts from what the user gave, not from the model, so that a fault in the model is found
//! as well; and it shares no code with the solver. What it finds is our bug, never the user's.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::model::{Item, Model};
use crate::profile::{Commitment, Wishes};
use crate::schedule::{DAY_CHANGE, EventIx, Room, Schedule, Slot};
use crate::score::{Scores, Source};
use crate::solver::Selection;
use crate::text::fold;
use crate::walking::{Walk, glob};

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
    /// How many wants are kept.
    pub wants: i64,
    /// How many talks of those that quotas ask for.
    pub quotas: i64,
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
    /// Two talks at once, or with too little time between for the walk or for a pause.
    Overlap(EventIx, EventIx),
    /// One talk twice.
    SameTalk(EventIx, EventIx),
    /// A talk that was called off.
    Cancelled(EventIx),
    /// A talk for which no ticket is left.
    SoldOut(EventIx),
    /// A talk that the profile does not want.
    Never(EventIx),
    /// A talk that the profile leaves out for what it is.
    Hidden(EventIx),
    /// A talk with fewer points than the profile's minimum, which it does not ask for.
    Slight(EventIx),
    /// A talk at a time when the person is not there.
    Away(EventIx),
    /// A talk that a commitment leaves no time for.
    Commitment(EventIx),
    /// More of a talk is missed than the profile allows.
    Tolerance(EventIx),
    /// More talks or minutes than a day may have.
    DayFull(NaiveDate),
    /// The talks cost more than they may.
    Budget,
    /// Talks follow each other for too long without a rest, up to this one.
    InARow(EventIx),
    /// A break outside its window, too short, or not free.
    Break(Pause),
    /// A talk that has begun is not where it was.
    Past(EventIx),
    /// A talk that began before, and was not in the agenda.
    TooLate(EventIx),
    /// A booked event that is not visited from beginning to end.
    Booked(EventIx),
    /// More than one of the talks of which one is enough, by their place in the wishes.
    OneOf(usize),
    /// Some of the talks that are attended all or not at all, by their place in the wishes.
    AllOf(usize),
    /// More than the most of a quota, by its place in the wishes.
    AtMost(usize),
    /// The sums are not what was claimed.
    Sums {
        /// Must-sees, breaks, wants, talks of quotas and points as claimed.
        claimed: (i64, i64, i64, i64, i64),
        /// The same as counted.
        counted: (i64, i64, i64, i64, i64),
    },
}

impl Claim {
    /// What a selection says.
    pub fn new(model: &Model, selection: &Selection) -> Claim {
        let mut claim = Claim {
            must_sees: selection.worth.must_sees,
            breaks: selection.worth.breaks,
            wants: selection.worth.wants,
            quotas: selection.worth.quotas,
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
    checker.sets(claim, &mut broken);
    checker.days(claim, &mut broken);
    checker.budget(claim, &mut broken);
    checker.in_a_row(claim, &mut broken);
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

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A time that is spent somewhere, and what is asked for around it.
struct Around<'a> {
    time: Slot,
    room: Option<&'a Room>,
    /// Whether it is wherever one happens to be.
    anywhere: bool,
    first_day: NaiveDate,
    last_day: NaiveDate,
    /// Minutes that one comes early, unless one is in the room.
    early: i64,
    /// Minutes of the pause after it.
    pause: i64,
    /// Whether it takes place in any case.
    is_fixed: bool,
    /// Whether it has begun.
    has_begun: bool,
    /// Whether it is a break.
    is_break: bool,
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

    /// The time at an event, and what it asks for around it.
    fn place(&self, visit: Visit) -> Option<Around<'_>> {
        let pauses = &self.wishes.pauses;
        let day = self.schedule.day(self.schedule.event(visit.event).slot.start());
        let after = pauses.after.get(&visit.event).copied().unwrap_or(0);
        Some(Around {
            time: self.time(visit)?,
            room: self.room(visit),
            anywhere: false,
            first_day: day,
            last_day: day,
            early: pauses.arrive.get(&visit.event).copied().unwrap_or(0),
            pause: pauses.least.max(after),
            is_fixed: self.settled().any(|ix| ix == visit.event),
            has_begun: self.wishes.begun.contains(&visit.event),
            is_break: false,
        })
    }

    fn commitment<'a>(&self, busy: &'a Commitment) -> Around<'a> {
        Around {
            time: busy.slot,
            room: busy.room.as_ref(),
            anywhere: busy.room.is_none(),
            first_day: self.schedule.day(busy.slot.start()),
            last_day: self.schedule.day(busy.slot.end()),
            early: 0,
            pause: self.wishes.pauses.least,
            is_fixed: true,
            has_begun: false,
            is_break: false,
        }
    }

    fn a_break(&self, pause: Pause) -> Around<'_> {
        let room = self.wishes.breaks[pause.wish].room.as_ref();
        let day = self.schedule.day(pause.slot.start());
        Around {
            time: pause.slot,
            room,
            anywhere: room.is_none(),
            first_day: day,
            last_day: day,
            early: 0,
            pause: 0,
            is_fixed: false,
            has_begun: self.wishes.taken.contains(&(pause.wish, pause.slot)),
            is_break: true,
        }
    }

    /// Whether there is time to go from one to the other, whichever comes first.
    fn apart(&self, a: &Around<'_>, b: &Around<'_>) -> bool {
        let follows = |a: &Around<'_>, b: &Around<'_>| {
            let minutes = (b.time.start() - a.time.end()).num_minutes();
            let walk = if a.anywhere || b.anywhere { 0 } else { self.walk(a.room, b.room) };
            if a.has_begun && b.has_begun {
                return minutes >= 0;
            }
            // Whoever has to be there early is not free before.
            if a.is_break || b.is_break {
                return minutes >= walk + b.early;
            }
            if a.is_fixed && b.is_fixed {
                return minutes >= walk;
            }
            let is_there = a.room.is_some() && a.room == b.room;
            let is_early = is_there || minutes >= walk + b.early;
            let has_slept = a.last_day >= b.first_day || minutes >= self.wishes.pauses.sleep;
            minutes >= walk && is_early && minutes >= a.pause && has_slept
        };
        follows(a, b) || follows(b, a)
    }

    /// Minutes from one room to another, from the lines of the profile: they are for either way.
    fn walk(&self, a: Option<&Room>, b: Option<&Room>) -> i64 {
        let walking = &self.wishes.walking;
        let rules = walking.rules();
        let (Some(a), Some(b)) = (a, b) else { return rules.default };
        let is_named_twice = |walk: &&Walk| {
            let name = fold(a.as_str());
            fold(&walk.rooms.0) == name && fold(&walk.rooms.1) == name
        };
        if a == b {
            return rules.between.iter().find(is_named_twice).map_or(0, |walk| walk.minutes);
        }
        let fits = |pattern: &str, room: &Room| glob(&fold(pattern), &fold(room.as_str()));
        for Walk { rooms: (first, second), minutes } in &rules.between {
            if fits(first, a) && fits(second, b) || fits(first, b) && fits(second, a) {
                return *minutes;
            }
        }
        match (walking.building(a), walking.building(b), rules.buildings.minutes()) {
            (Some(a), Some(b), Some(minutes)) if a != b => minutes,
            _ => rules.default,
        }
    }

    fn alone(&self, visit: Visit, broken: &mut Vec<Broken>) {
        let event = self.schedule.event(visit.event);
        let (length, tolerance) = (event.slot.minutes(), self.wishes.tolerance);
        let Some(time) = self.time(visit) else {
            broken.push(Broken::Tolerance(visit.event));
            return;
        };
        let is_cut = !(0..=tolerance.late).contains(&visit.late)
            || !(0..=tolerance.early).contains(&visit.early)
            || 2 * (visit.late + visit.early) >= length
            || visit.late > 0 && self.wishes.pauses.arrive.contains_key(&visit.event);
        if is_cut && !self.is_drop_in(visit) {
            broken.push(Broken::Tolerance(visit.event));
        }
        if event.cancelled {
            broken.push(Broken::Cancelled(visit.event));
        }
        if event.sold_out && !self.wishes.booked.contains(&visit.event) {
            broken.push(Broken::SoldOut(visit.event));
        }
        if self.wishes.never.contains(&visit.event) {
            broken.push(Broken::Never(visit.event));
        }
        let is_hidden = self.wishes.hidden.contains_key(&visit.event)
            || self.scores.of(visit.event).never.is_some();
        let visits = self.wishes.drop_ins.iter().flat_map(|it| &it.talk);
        let by_name = self.wishes.must_see.iter().chain(&self.wishes.want).flatten().chain(visits);
        let mut by_name = by_name.chain(&self.wishes.booked);
        if is_hidden && !by_name.any(|&ix| ix == visit.event) {
            broken.push(Broken::Hidden(visit.event));
        }
        if self.is_slight(visit.event) {
            broken.push(Broken::Slight(visit.event));
        }
        // What is booked is settled.
        if self.wishes.booked.contains(&visit.event) {
            return;
        }
        let here = &self.wishes.here;
        let Some(place) = self.place(visit) else { return };
        let early = time.start() - TimeDelta::minutes(place.early);
        let inside = |here: &Slot| here.start() <= early && time.end() <= here.end();
        if !here.is_empty() && !here.iter().any(inside) {
            broken.push(Broken::Away(visit.event));
        }
        let mut busy = self.wishes.commitments.iter();
        if busy.any(|busy| !self.apart(&self.commitment(busy), &place)) {
            broken.push(Broken::Commitment(visit.event));
        }
    }

    /// Whether a talk has some points, but too few to be worth the way, and nothing asks for it.
    fn is_slight(&self, ix: EventIx) -> bool {
        let wishes = self.wishes;
        let evidence = &self.scores.of(ix).evidence;
        let length = evidence.iter().find(|it| it.source == Source::Length);
        let points = self.scores.of(ix).points - length.map_or(0, |it| it.points);
        let by_name = wishes.must_see.iter().chain(&wishes.want).flatten();
        let visits = wishes.drop_ins.iter().flat_map(|visit| &visit.talk);
        let by_name =
            by_name.chain(visits).chain(&wishes.booked).chain(&wishes.begun).chain(&wishes.kept);
        let mut by_name = by_name.chain(wishes.ratings.keys());
        let mut in_sets = wishes.all_of.iter().flatten().flatten();
        let mut quotas = wishes.quotas.iter().filter(|quota| quota.least > 0);
        points > 0
            && points < wishes.minimum
            && !by_name.any(|&named| named == ix)
            && !in_sets.any(|&part| part == ix)
            && !quotas.any(|quota| self.scores.in_quota(quota).contains(&ix))
    }

    /// Whether somebody looks in for as long as the profile says.
    fn is_drop_in(&self, visit: Visit) -> bool {
        let length = self.schedule.event(visit.event).slot.minutes();
        let mut visits = self.wishes.drop_ins.iter().filter(|it| it.talk.contains(&visit.event));
        visit.late >= 0
            && visit.early >= 0
            && visits.any(|it| length - visit.late - visit.early == it.minutes)
    }

    fn together(&self, a: Visit, b: Visit, broken: &mut Vec<Broken>) {
        let places = self.place(a).zip(self.place(b));
        if places.is_some_and(|(a, b)| !self.apart(&a, &b)) {
            broken.push(Broken::Overlap(a.event, b.event));
        }
        let both_booked = [a, b].iter().all(|visit| self.wishes.booked.contains(&visit.event));
        let same_talk = self.schedule.same_talk(a.event, b.event) && !both_booked;
        if a.event == b.event || same_talk {
            broken.push(Broken::SameTalk(a.event, b.event));
        }
    }

    fn sets(&self, claim: &Claim, broken: &mut Vec<Broken>) {
        let is_whole = |ix: EventIx| Visit { event: ix, late: 0, early: 0 };
        let booked = self.wishes.booked.iter();
        let booked = booked.filter(|&&ix| !claim.visits.contains(&is_whole(ix)));
        broken.extend(booked.map(|&ix| Broken::Booked(ix)));
        let is_seen =
            |talk: &Vec<EventIx>| claim.visits.iter().any(|visit| talk.contains(&visit.event));
        for (number, talks) in self.wishes.one_of.iter().enumerate() {
            if self.seen_of(claim, &talks.concat()) > self.at_most(1, &talks.concat()) {
                broken.push(Broken::OneOf(number));
            }
        }
        for (number, talks) in self.wishes.all_of.iter().enumerate() {
            if talks.iter().any(is_seen) && !talks.iter().all(is_seen) {
                broken.push(Broken::AllOf(number));
            }
        }
        for (number, quota) in self.wishes.quotas.iter().enumerate() {
            let events = self.scores.in_quota(quota);
            let most = quota.most.map_or(i64::MAX, |most| self.at_most(most, &events));
            if self.seen_of(claim, &events) > most {
                broken.push(Broken::AtMost(number));
            }
        }
    }

    /// How many of some events are visited.
    fn seen_of(&self, claim: &Claim, events: &[EventIx]) -> i64 {
        number(claim.visits.iter().filter(|visit| events.contains(&visit.event)).count())
    }

    /// What is booked, and what has begun; what is both, once.
    fn settled(&self) -> impl Iterator<Item = EventIx> {
        let all = self.wishes.booked.iter().chain(&self.wishes.begun).copied();
        all.collect::<BTreeSet<EventIx>>().into_iter()
    }

    /// A limit, or as many of the events as are settled.
    fn at_most(&self, most: i64, events: &[EventIx]) -> i64 {
        most.max(number(self.settled().filter(|ix| events.contains(ix)).count()))
    }

    fn days(&self, claim: &Claim, broken: &mut Vec<Broken>) {
        let limits = self.wishes.limits;
        for day in self.schedule.days() {
            let slots = claim.visits.iter().filter_map(|&visit| match self.is_drop_in(visit) {
                true => self.time(visit),
                false => Some(self.schedule.event(visit.event).slot),
            });
            let that_day: Vec<Slot> =
                slots.filter(|slot| self.schedule.day(slot.start()) == day).collect();
            let minutes = |slots: &[Slot]| slots.iter().map(|slot| slot.minutes()).sum::<i64>();
            let settled = self.settled().map(|ix| self.schedule.event(ix).slot);
            let settled: Vec<Slot> =
                settled.filter(|slot| self.schedule.day(slot.start()) == day).collect();
            let (talks, at_least) = (number(that_day.len()), number(settled.len()));
            let too_long = |most: i64| minutes(&that_day) > most.max(minutes(&settled));
            if limits.talks_per_day.is_some_and(|most| talks > most.max(at_least))
                || limits.minutes_per_day.is_some_and(too_long)
            {
                broken.push(Broken::DayFull(day));
            }
        }
    }

    fn budget(&self, claim: &Claim, broken: &mut Vec<Broken>) {
        for budget in &self.wishes.budgets {
            let price = |ix: EventIx| {
                let price = self.schedule.event(ix).price.as_ref()?;
                price.is_in(budget.currency.as_deref()).then_some(price.cents)
            };
            let spent: i64 = claim.visits.iter().filter_map(|visit| price(visit.event)).sum();
            let paid: i64 = self.settled().filter_map(price).sum();
            if spent > budget.cents.max(paid) {
                broken.push(Broken::Budget);
            }
        }
    }

    /// Talks without a rest between them are over in time, but for one alone and for those that take
    /// place in any case.
    fn in_a_row(&self, claim: &Claim, broken: &mut Vec<Broken>) {
        let Some(limit) = self.wishes.limits.in_a_row else { return };
        let settled: BTreeSet<EventIx> = self.settled().collect();
        let times = claim.visits.iter().filter_map(|&it| Some((self.time(it)?, it.event)));
        let mut times: Vec<(Slot, EventIx)> = times.collect();
        times.sort();
        let mut first = 0;
        for last in 1..times.len() {
            let (slot, event) = times[last];
            if (slot.start() - times[last - 1].0.end()).num_minutes() >= limit.rest {
                first = last;
            }
            let minutes = (slot.end() - times[first].0.start()).num_minutes();
            let is_given = times[first..=last].iter().all(|(_, ix)| settled.contains(ix));
            if first < last && minutes > limit.minutes && !is_given {
                broken.push(Broken::InARow(event));
            }
        }
    }

    fn pauses(&self, claim: &Claim, broken: &mut Vec<Broken>) {
        for &pause in &claim.pauses {
            let wish = &self.wishes.breaks[pause.wish];
            let zone = wish.zone.unwrap_or(self.schedule.zone());
            let local = zone.at(pause.slot.start()).naive_local();
            let day = (local - (DAY_CHANGE - NaiveTime::MIN)).date();
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
            let again = wish.worth.is_some()
                && claim.pauses.iter().any(|other| {
                    *other != pause
                        && other.wish == pause.wish
                        && self.schedule.day(other.slot.start()) == day
                });
            if !in_window || !is_here || again {
                broken.push(Broken::Break(pause));
            }
        }
        let untimely = self.untimely(claim).copied().map(Broken::Break);
        let untimely: Vec<Broken> = untimely.filter(|it| !broken.contains(it)).collect();
        broken.extend(untimely);
    }

    /// The breaks that there is no time for.
    fn untimely<'c>(&self, claim: &'c Claim) -> impl Iterator<Item = &'c Pause> {
        let visits = claim.visits.iter().filter_map(|&visit| self.place(visit));
        let busy = self.wishes.commitments.iter().map(|busy| self.commitment(busy));
        let others: Vec<Around<'_>> = visits.chain(busy).collect();
        let has_time = move |pause: &Pause| {
            let own = self.a_break(*pause);
            let mut breaks = claim.pauses.iter().filter(|other| *other != pause);
            others.iter().all(|other| self.apart(other, &own))
                && breaks.all(|other| self.apart(&self.a_break(*other), &own))
        };
        claim.pauses.iter().filter(move |pause| !has_time(pause))
    }

    fn sums(&self, claim: &Claim, broken: &mut Vec<Broken>) {
        let seen =
            |talk: &&Vec<EventIx>| claim.visits.iter().any(|visit| talk.contains(&visit.event));
        let must_sees = self.wishes.must_see.iter().filter(seen).count();
        let wants = self.wishes.want.iter().filter(seen).count();
        let quotas = self.wishes.quotas.iter();
        let quotas = quotas
            .map(|quota| self.seen_of(claim, &self.scores.in_quota(quota)).min(quota.least))
            .sum();
        let pauses: BTreeSet<(usize, NaiveDate)> = claim
            .pauses
            .iter()
            .map(|pause| (pause.wish, self.schedule.day(pause.slot.start())))
            .collect();
        // A break with a worth counts for that, and no more than once a day.
        let worths = claim.pauses.iter().filter_map(|it| self.wishes.breaks[it.wish].worth);
        let breaks = pauses.iter().filter(|(wish, _)| self.wishes.breaks[*wish].worth.is_none());
        let points = claim.visits.iter().map(|&visit| self.points(visit)).sum::<i64>()
            - self.lost_to_variety(claim)
            + worths.sum::<i64>();
        let is_visited = |ix: &EventIx| claim.visits.iter().any(|visit| visit.event == *ix);
        let visits = self.wishes.drop_ins.iter().filter(|it| it.talk.iter().any(is_visited));
        let breaks = number(breaks.count() + visits.count());
        let counted = (number(must_sees), breaks, number(wants), quotas, points);
        let claimed = (claim.must_sees, claim.breaks, claim.wants, claim.quotas, claim.points);
        if counted != claimed {
            broken.push(Broken::Sums { claimed, counted });
        }
    }

    /// What interests get counts less, the more there is of it: one step of points counts whole, the
    /// next three eighths, and all the rest an eighth. What all of them lose is rounded up.
    fn lost_to_variety(&self, claim: &Claim) -> i64 {
        let of_interest = |interest: usize, visit: Visit| {
            let scored = self.scores.of(visit.event);
            // What is left of the talk is shared out, the first part first, each rounded down.
            let mut shared = 0;
            let mut all = 0;
            for &(it, part) in &scored.parts {
                all += part;
                let share = all * self.points(visit) / scored.points.max(1) - shared;
                if it == interest {
                    return share;
                }
                shared += share;
            }
            0
        };
        let lost = self.scores.steps().map(|(interest, step)| {
            let got: i64 = claim.visits.iter().map(|&visit| of_interest(interest, visit)).sum();
            let (first, second) = (got.min(step), (got - step).clamp(0, step));
            8 * got - (8 * first + 3 * second + (got - first - second))
        });
        (lost.sum::<i64>() + 7) / 8
    }

    /// Each minute missed costs its part of the points, rounded to the nearest.
    fn points(&self, visit: Visit) -> i64 {
        let points = self.scores.of(visit.event).points;
        if self.is_drop_in(visit) {
            return points;
        }
        let length = self.schedule.event(visit.event).slot.minutes() as f64;
        let missed = (visit.late + visit.early) as f64;
        points - (points.max(0) as f64 * missed / length).round() as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile;
    use crate::score::score;
    use crate::source::{self, Hints};

    const PROGRAMME: &str = "
title: T
timezone: UTC
events:
  - { id: first, title: First, room: A, start: 2026-05-01T10:00, minutes: 40, price: 0 }
  - { id: second, title: Second, room: A, start: 2026-05-01T10:40, minutes: 40, price: 0 }
  - { id: other, title: Other, room: B, start: 2026-05-01T10:45, minutes: 40, price: 0 }
  - { id: beside, title: Beside, room: B, start: 2026-05-01T10:30, minutes: 30, price: 0 }
  - { id: short, title: Short, room: A, start: 2026-05-01T13:00, minutes: 20, price: 8.50 }
  - { id: odd, title: Odd, room: A, start: 2026-05-01T14:00, minutes: 21, price: 4 }
  - { id: again, title: First, room: A, start: 2026-05-01T16:00, minutes: 40, repeats: first, price: 0 }
  - { id: gone, title: Gone, room: A, start: 2026-05-01T17:00, minutes: 30, cancelled: true, price: 0 }
  - { id: night, title: Night, room: A, start: 2026-05-01T23:00, minutes: 60, price: 0 }
  - { id: next, title: Next, room: A, start: 2026-05-02T10:00, minutes: 60, price: 0 }
  - { id: full, title: Full, room: A, start: 2026-05-02T12:00, minutes: 60, sold_out: true, price: 0 }
";

    fn schedule() -> Schedule {
        source::read(PROGRAMME.as_bytes(), &Hints::default()).unwrap().schedule
    }

    /// `first late 5 early 3`.
    fn visit(schedule: &Schedule, text: &str) -> Visit {
        let words: Vec<&str> = text.split(' ').collect();
        let event = schedule.iter().find(|(_, event)| event.id.as_str() == words[0]).unwrap().0;
        let after = |word: &str| {
            let place = words.iter().position(|&other| other == word);
            place.map_or(0, |place| words[place + 1].parse().unwrap())
        };
        Visit { event, late: after("late"), early: after("early") }
    }

    /// `lunch 1 12:00-12:45`: which break, the day of May and the times.
    fn pause(schedule: &Schedule, text: &str) -> Pause {
        let words: Vec<&str> = text.split(' ').collect();
        let (from, to) = words[2].split_once('-').unwrap();
        let day = NaiveDate::from_ymd_opt(2026, 5, words[1].parse().unwrap()).unwrap();
        let at =
            |time: &str| schedule.zone().instant(day.and_time(time.parse().unwrap())).instant();
        let wish = if words[0] == "lunch" { 0 } else { 1 };
        Pause { wish, slot: Slot::new(at(from), at(to)).unwrap() }
    }

    /// The rules that these visits and breaks break, beside sums.
    fn broken_by(profile: &str, visits: &[&str], pauses: &[&str]) -> Vec<String> {
        let schedule = schedule();
        let (wishes, odd) = profile::wishes(profile, &schedule).unwrap();
        assert!(odd.is_empty(), "{odd:?}");
        let claim = Claim {
            visits: visits.iter().map(|text| visit(&schedule, text)).collect(),
            pauses: pauses.iter().map(|text| pause(&schedule, text)).collect(),
            ..Claim::default()
        };
        let id = |ix: EventIx| schedule.event(ix).id.to_string();
        let told = |broken: Broken| match broken {
            Broken::Overlap(a, b) => Some(format!("overlap {} {}", id(a), id(b))),
            Broken::SameTalk(a, b) => Some(format!("same {} {}", id(a), id(b))),
            Broken::Cancelled(ix) => Some(format!("cancelled {}", id(ix))),
            Broken::Never(ix) => Some(format!("never {}", id(ix))),
            Broken::Hidden(ix) => Some(format!("hidden {}", id(ix))),
            Broken::Slight(ix) => Some(format!("slight {}", id(ix))),
            Broken::SoldOut(ix) => Some(format!("sold out {}", id(ix))),
            Broken::Budget => Some("budget".to_owned()),
            Broken::InARow(ix) => Some(format!("row {}", id(ix))),
            Broken::Away(ix) => Some(format!("away {}", id(ix))),
            Broken::Commitment(ix) => Some(format!("commitment {}", id(ix))),
            Broken::Tolerance(ix) => Some(format!("tolerance {}", id(ix))),
            Broken::DayFull(day) => Some(format!("full {}", day.format("%d"))),
            Broken::Break(pause) => Some(format!("break {}", pause.wish)),
            Broken::Booked(ix) => Some(format!("booked {}", id(ix))),
            Broken::OneOf(set) => Some(format!("one of {set}")),
            Broken::AllOf(set) => Some(format!("all of {set}")),
            Broken::AtMost(quota) => Some(format!("at most {quota}")),
            Broken::Past(ix) => Some(format!("past {}", id(ix))),
            Broken::TooLate(ix) => Some(format!("late {}", id(ix))),
            Broken::Sums { .. } => None,
        };
        let scores = score(&schedule, &wishes);
        broken(&schedule, &wishes, &scores, &claim).into_iter().filter_map(told).collect()
    }

    #[test]
    fn each_rule_is_broken_a_minute_beyond_its_limit() {
        let case = |profile: &str, visits: &[&str], expected: &[&str]| {
            assert_eq!(broken_by(profile, visits, &[]), expected, "{profile} {visits:?}");
        };
        case("", &["first", "second"], &[]);
        case("", &["first", "beside"], &["overlap first beside"]);
        case("", &["beside", "first"], &["overlap beside first"]);
        case("walking: { default: 5 }", &["first", "other"], &[]);
        case("walking: { default: 5 }", &["other", "first"], &[]);
        case("walking: { default: 6 }", &["first", "other"], &["overlap first other"]);
        case("walking: { default: 6 }", &["other", "first"], &["overlap other first"]);
        case("", &["first", "again"], &["same first again"]);
        case("", &["next", "next"], &["overlap next next", "same next next"]);
        case("", &["gone"], &["cancelled gone"]);
        case("never: [short]", &["short", "odd"], &["never short"]);
        case("", &["full"], &["sold out full"]);
        case("budget: 12.50", &["first", "short", "odd"], &[]);
        case("budget: 12.49", &["first", "short", "odd"], &["budget"]);
        case("budget: 0", &["first", "next"], &[]);
        case("interests: [short: never]", &["short", "odd"], &["hidden short"]);
        case("interests: [short: never]\nmust_see: [short]", &["short", "odd"], &[]);
        case("hide: { rooms: [B] }", &["short", "other"], &["hidden other"]);
        case("only: { rooms: [B] }\nmust_see: [short]", &["short", "odd"], &["hidden odd"]);
        case("only: { rooms: [B] }\nratings: { odd: 5 }", &["short", "odd"], &["hidden short"]);

        let tolerant = "tolerance: { late: 6, early: 5 }";
        case(tolerant, &["first late 6 early 5"], &[]);
        case(tolerant, &["first late 7"], &["tolerance first"]);
        case(tolerant, &["first early 6"], &["tolerance first"]);
        case(tolerant, &["first late -1"], &["tolerance first"]);
        case(tolerant, &["first early -1"], &["tolerance first"]);
        // Less than half of a talk may be missed.
        case(tolerant, &["short late 5 early 5"], &["tolerance short"]);
        case(tolerant, &["odd late 5 early 5"], &[]);
        case("tolerance: { late: 50 }", &["short late 20"], &["tolerance short"]);
        case("", &["first early 1"], &["tolerance first"]);
        // What is missed is free.
        case(tolerant, &["first early 5", "second"], &[]);
        case("tolerance: { early: 10 }", &["first early 10", "beside"], &[]);
        case("tolerance: { early: 9 }", &["first early 9", "beside"], &["overlap first beside"]);

        let here = |from: &str, to: &str| format!("here: [ {{ from: {from}, to: {to} }} ]");
        case(&here("2026-05-01 10:00", "10:40"), &["first"], &[]);
        case(&here("2026-05-01 10:01", "10:40"), &["first"], &["away first"]);
        case(&here("2026-05-01 10:00", "10:39"), &["first"], &["away first"]);
        let twice = "here: [ { from: 2026-05-01 10:00, to: 10:40 }, { from: 2026-05-01 16:00, to: 16:40 } ]";
        case(twice, &["first", "next"], &["away next"]);

        let busy = |from: &str, to: &str| {
            format!(
                "walking: {{ default: 5 }}\ncommitments: [ {{ title: Call, from: {from}, to: {to}, room: B }} ]"
            )
        };
        case(&busy("2026-05-01 10:45", "11:00"), &["first"], &[]);
        // A call is wherever one is.
        let call = "walking: { default: 5 }\ncommitments: [ { title: Call, from: 2026-05-01 10:40, to: 11:00 } ]";
        case(call, &["first"], &[]);
        case(&busy("2026-05-01 10:44", "11:00"), &["first"], &["commitment first"]);
        case(&busy("2026-05-01 9:00", "9:55"), &["first"], &[]);
        case(&busy("2026-05-01 9:00", "9:56"), &["first"], &["commitment first"]);

        case("limits: { talks_per_day: 2 }", &["first", "second", "next"], &[]);
        case("limits: { talks_per_day: 1 }", &["first", "second", "next"], &["full 01"]);
        case("limits: { hours_per_day: 1 }", &["first", "short", "next"], &[]);
        case("limits: { hours_per_day: 1 }", &["first", "odd", "next"], &["full 01"]);

        let row = "limits: { hours_in_a_row: 1.32, rest: 10 }";
        case(row, &["first", "second", "short"], &["row second"]);
        case("limits: { hours_in_a_row: 1.34 }", &["first", "second", "short"], &[]);
        case("limits: { hours_in_a_row: 0.5 }", &["first", "next"], &[]);
        case("limits: { hours_in_a_row: 1, rest: 40 }", &["short", "odd"], &[]);
        case("limits: { hours_in_a_row: 1, rest: 41 }", &["short", "odd"], &["row odd"]);
        case(&format!("{row}\nbooked: [first, second]"), &["first", "second"], &[]);
        case(&format!("{row}\nbooked: [first]"), &["first", "second"], &["row second"]);

        case("gap: { least: 4 }", &["first", "other"], &[]);
        case("gap: { least: 6 }", &["first", "other"], &["overlap first other"]);
        case("gap: { after: { first: 6 } }", &["other", "first"], &["overlap other first"]);
        case("gap: { least: 6 }\nbooked: [first, other]", &["first", "other"], &[]);
        case("arrive: { rooms: { B: 5 } }", &["first", "other"], &[]);
        case("arrive: { rooms: { B: 6 } }", &["first", "other"], &["overlap first other"]);
        case("arrive: { rooms: { A: 60 } }", &["first", "second"], &[]);
        let early =
            format!("{}\narrive: {{ rooms: {{ A: 60 }} }}", here("2026-05-01 9:01", "18:00"));
        case(&early, &["first"], &["away first"]);
        let late = format!("{tolerant}\narrive: {{ rooms: {{ A: 60 }} }}");
        case(&late, &["first late 1"], &["tolerance first"]);
        case("day: { sleep: 10h }", &["night", "next"], &[]);
        case("day: { sleep: 10.1h }", &["night", "next"], &["overlap night next"]);
        case("day: { sleep: 24h }", &["first", "night"], &[]);
        let again = "walking: { between: [ { rooms: [A, a], minutes: 1 } ] }";
        case(again, &["first", "second"], &["overlap first second"]);
    }

    #[test]
    fn a_break_has_its_length_and_its_window_to_itself() {
        const BREAKS: &str = "breaks: [ { name: lunch, minutes: 30, between: 11:20-12:30 }, { name: late, minutes: 60, between: 22:00-1:00 } ]";
        let case = |more: &str, visits: &[&str], pauses: &[&str], expected: &[&str]| {
            let profile = format!("{BREAKS}\n{more}");
            assert_eq!(broken_by(&profile, visits, pauses), expected, "{more} {pauses:?}");
        };
        case("", &["second"], &["lunch 1 11:20-11:50"], &[]);
        case("", &[], &["lunch 1 12:00-12:30"], &[]);
        case("", &[], &["lunch 1 12:01-12:31"], &["break 0"]);
        case("", &[], &["lunch 1 11:19-11:49"], &["break 0"]);
        case("", &[], &["lunch 1 11:20-11:49"], &["break 0"]);
        case("", &["other"], &["lunch 1 11:24-11:54"], &["break 0"]);
        case("", &["other"], &["lunch 1 11:25-11:55"], &[]);
        case("", &["short"], &["lunch 2 12:00-12:30"], &[]);
        // A talk within the break.
        let long = "breaks: [ { name: lunch, minutes: 90, between: 12:30-14:00 } ]";
        assert_eq!(broken_by(long, &["short"], &["lunch 1 12:30-14:00"]), ["break 0"]);

        let here = "here: [ { from: 2026-05-01 11:30, to: 12:15 } ]";
        case(here, &[], &["lunch 1 11:30-12:00"], &[]);
        case(here, &[], &["lunch 1 11:29-11:59"], &["break 0"]);
        case(here, &[], &["lunch 1 11:46-12:16"], &["break 0"]);
        let busy = "commitments: [ { title: Call, from: 2026-05-01 12:00, to: 12:10 } ]";
        case(busy, &[], &["lunch 1 11:30-12:00"], &[]);
        case(busy, &[], &["lunch 1 11:31-12:01"], &["break 0"]);
        case(busy, &[], &["lunch 1 12:10-12:40"], &["break 0"]);
        case(busy, &[], &["lunch 1 12:09-12:30"], &["break 0"]);

        // Its window ends in the night after the day.
        case("", &["night"], &["late 2 0:00-1:00"], &[]);
        case("", &["night"], &["late 1 22:00-23:00"], &[]);
        case("", &["night"], &["late 1 22:01-23:01"], &["break 1"]);
        case("", &[], &["late 2 0:01-1:01"], &["break 1"]);
        case("", &[], &["late 1 21:59-22:59"], &["break 1"]);
        // A window that begins in it, and one that begins with the day.
        let deep = "breaks: [ { name: lunch, minutes: 30, between: 1:00-3:00 } ]";
        assert_eq!(broken_by(deep, &[], &["lunch 2 1:00-1:30"]), Vec::<String>::new());
        assert_eq!(broken_by(deep, &[], &["lunch 2 0:30-1:00"]), ["break 0"]);
        let dawn = "breaks: [ { name: lunch, minutes: 30, between: 4:00-6:00 } ]";
        assert_eq!(broken_by(dawn, &[], &["lunch 1 4:00-4:30"]), Vec::<String>::new());
        let both = "breaks: [ { name: lunch, minutes: 30, between: 11:00-13:00 }, { name: rest, minutes: 30, between: 11:00-13:00 } ]";
        let pauses = ["lunch 1 11:00-11:30", "rest 1 11:30-12:00"];
        assert_eq!(broken_by(both, &[], &pauses), Vec::<String>::new());
        let pauses = ["lunch 1 11:00-11:31", "rest 1 11:30-12:00"];
        assert_eq!(broken_by(both, &[], &pauses), ["break 0", "break 1"]);
    }

    #[test]
    fn sums_are_counted_again() {
        const PROFILE: &str = "
ratings: { first: 50, second: 31, short: 7 }
must_see: [first, next]
tolerance: { late: 10, early: 10 }
breaks: [ { name: lunch, minutes: 30, between: 11:20-12:30 } ]
";
        let schedule = schedule();
        let (wishes, _) = profile::wishes(PROFILE, &schedule).unwrap();
        let scores = score(&schedule, &wishes);
        let points = |id: &str| scores.of(visit(&schedule, id).event).points;
        let sums = |claim: &Claim| {
            let broken = broken(&schedule, &wishes, &scores, claim);
            broken.into_iter().find(|rule| matches!(rule, Broken::Sums { .. }))
        };
        let (first, second) = (points("first"), points("second"));
        assert!(first > 0 && second > 0 && first % 2 == 0, "{first} {second}");
        let right = Claim {
            // A quarter of the second is missed.
            visits: ["first", "second late 4 early 6", "short"]
                .map(|text| visit(&schedule, text))
                .to_vec(),
            pauses: vec![pause(&schedule, "lunch 1 11:20-11:50")],
            must_sees: 1,
            breaks: 1,
            wants: 0,
            quotas: 0,
            points: first + second - (second as f64 / 4.0).round() as i64 + points("short"),
        };
        assert_eq!(sums(&right), None);
        for wrong in [
            Claim { must_sees: 2, ..right.clone() },
            Claim { breaks: 2, ..right.clone() },
            Claim { wants: 1, ..right.clone() },
            Claim { quotas: 1, ..right.clone() },
            Claim { points: right.points + 1, ..right.clone() },
        ] {
            let counted = (1, 1, 0, 0, right.points);
            let claimed = (wrong.must_sees, wrong.breaks, wrong.wants, wrong.quotas, wrong.points);
            assert_eq!(sums(&wrong), Some(Broken::Sums { claimed, counted }));
        }
    }

    #[test]
    fn the_past_stays_as_it_was() {
        let schedule = schedule();
        let claim = |visits: &[&str]| Claim {
            visits: visits.iter().map(|text| visit(&schedule, text)).collect(),
            ..Claim::default()
        };
        let of = |id: &str| visit(&schedule, id).event;
        let past = BTreeSet::from([of("first")]);
        let at = |text: &str| Some(text.parse::<DateTime<Utc>>().unwrap());
        let case = |visits: &[&str], at, expected: &[Broken]| {
            let broken = broken_past(&schedule, &claim(visits), &past, at);
            assert_eq!(broken, expected, "{visits:?} {at:?}");
        };
        let noon = at("2026-05-01T12:00:00Z");
        case(&["first", "short"], noon, &[]);
        case(&["short"], noon, &[Broken::Past(of("first"))]);
        case(&["first", "second"], noon, &[Broken::TooLate(of("second"))]);
        case(&["first", "short"], at("2026-05-01T13:00:00Z"), &[]);
        let late = Broken::TooLate(of("short"));
        case(&["first", "short"], at("2026-05-01T13:01:00Z"), std::slice::from_ref(&late));
        case(&["short"], None, &[]);
    }
}

//! What has begun: it stays as it was, and nothing else that began before can be reached, but for what
//! one can still join in the place of a talk that one did not get into.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};

use crate::agenda::{Agenda, Talk};
use crate::changes::Former;
use crate::check::Broken;
use crate::model::points_after;
use crate::problem::Problem;
use crate::profile::{Margins, Stay, Wishes};
use crate::schedule::{Event, EventId, EventIx, Room, Schedule, Slot};
use crate::score::{Scored, Scores};

/// How soon a talk begins that one may be at the door of.
pub const SOON: TimeDelta = TimeDelta::minutes(20);

/// When it is, and where one stands, if that is known.
#[derive(Clone, Debug)]
pub struct Now {
    /// The time.
    pub at: DateTime<Utc>,
    /// The room.
    pub room: Option<Room>,
}

/// A talk of the old agenda that has begun.
pub(super) struct Begun {
    /// Its id in the schedule.
    pub(super) id: EventId,
    /// Its place among the talks of the old agenda.
    pub(super) talk: usize,
}

/// An event of which one misses the beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Joined {
    /// Its id in the schedule.
    pub(super) id: EventId,
    /// When it is in the schedule.
    pub(super) slot: Slot,
    /// Minutes missed.
    pub(super) late: i64,
}

/// What the time says about the schedule: the schedule in which the talks of the old agenda that have
/// begun are as they were, and what can still be joined begins when one gets there.
pub(super) struct Past {
    pub(super) schedule: Schedule,
    pub(super) begun: Vec<Begun>,
    pub(super) joined: Vec<Joined>,
    /// Where one stands, if one does not sit in a talk.
    standing: Option<Now>,
}

/// The old agenda and the wishes for the schedule as it is now.
pub(super) struct Then<'a> {
    pub(super) old: &'a Agenda,
    pub(super) since: Former<'a>,
    pub(super) schedule: &'a Schedule,
    pub(super) rules: &'a Wishes,
}

impl Then<'_> {
    /// Where a talk of the old agenda is in the schedule.
    fn event(&self, talk: &Talk) -> Option<EventIx> {
        let was = self.since.schedule.iter().find(|(_, event)| event.id.as_str() == talk.id);
        was.and_then(|(ix, _)| self.since.identity.new_of(ix))
    }

    /// Whether somebody has said that they are not, or not any more, at a talk.
    fn is_given_up(&self, talk: &Talk, at: DateTime<Utc>) -> bool {
        let is_unwanted = |ix| self.rules.never.contains(&ix);
        self.old.skipped.contains(&talk.id)
            || talk.to().to_utc() > at && self.event(talk).is_some_and(is_unwanted)
    }

    /// The schedule as it is for whoever has been at some of it. What it calls off or puts off has
    /// not begun.
    pub(super) fn past(&self, now: Option<&Now>) -> Past {
        let schedule = self.schedule.clone();
        let Some(now) = now else {
            return Past { schedule, begun: Vec::new(), joined: Vec::new(), standing: None };
        };
        let at = now.at;
        let mut events: Vec<Event> = schedule.events().to_vec();
        let mut begun = Vec::new();
        for (number, talk) in self.old.talks.iter().enumerate() {
            if talk.from().to_utc() > at || self.is_given_up(talk, at) {
                continue;
            }
            if let Some(place) = self.event(talk).map(EventIx::index) {
                let event = &mut events[place];
                if event.cancelled || event.slot.start() > at {
                    continue;
                }
                let until = event.slot.end() - TimeDelta::minutes(talk.early);
                let Some(end) = self.end(talk, until, at) else { continue };
                put_back(event, talk, end);
                begun.push(Begun { id: event.id.clone(), talk: number });
                continue;
            }
            let was = self.since.schedule.events().iter().find(|it| it.id.as_str() == talk.id);
            let Some(was) = was else { continue };
            let Some(end) = self.end(talk, talk.to().to_utc(), at) else { continue };
            let mut event = was.clone();
            while events.iter().any(|other| other.id == event.id) {
                event.id = EventId::new(format!("{}-before", event.id));
            }
            put_back(&mut event, talk, end);
            begun.push(Begun { id: event.id.clone(), talk: number });
            events.push(event);
        }
        let standing = self.standing(now, &begun);
        let joined = self.join(&mut events, at, standing.as_ref(), &begun);
        if begun.is_empty() && joined.is_empty() {
            return Past { schedule, begun, joined, standing };
        }
        let (title, version) = (schedule.title().to_owned(), schedule.version().map(str::to_owned));
        let schedule = Schedule::new(title, version, schedule.zone(), events).0;
        Past { schedule, begun, joined, standing }
    }

    /// When one is free again after a talk, of what is still on when the schedule says now; nothing
    /// for what one was not at. What is over is as it was; else whoever has to be elsewhere leaves in
    /// time.
    fn end(&self, talk: &Talk, until: DateTime<Utc>, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let rules = self.rules;
        let (from, was) = (talk.from().to_utc(), talk.to().to_utc());
        let here = rules.here.iter().find(|here| here.start() <= from && from < here.end());
        if here.is_none() && !rules.here.is_empty() {
            return None;
        }
        if was <= at || until <= at {
            return Some(was);
        }
        let room = talk.room.clone().map(Room::new);
        // It has begun, so that nothing has to lie before it but the walk.
        let margins = Margins { settled: true, ..Margins::default() };
        let stay =
            Stay { slot: Slot::new(from, until)?, room: room.as_ref(), anywhere: false, margins };
        let own = self.event(talk);
        let is_promised =
            |ix: &&EventIx| Some(**ix) != own && self.schedule.event(**ix).slot.start() > at;
        let promised = rules.booked.iter().filter(is_promised);
        let promised =
            promised.map(|&ix| rules.stay(self.schedule, ix, self.schedule.event(ix).slot));
        let busy = rules.commitments.iter().map(|busy| rules.busy(self.schedule, busy));
        let leave = busy
            .chain(promised)
            .filter(|other| !rules.can_do_both(&stay, other))
            .map(|other| other.slot.start() - TimeDelta::minutes(rules.between(&stay, &other)));
        let leave = leave.chain(here.map(|here| here.end())).min();
        let is_enough = |until: DateTime<Utc>| {
            let that_day = self.old.talks.iter().filter(|other| {
                other.from().date_naive() == talk.from().date_naive() && other.from() <= talk.from()
            });
            let before: i64 = that_day.map(|other| (other.to() - other.from()).num_minutes()).sum();
            let longer = (until - was).num_minutes();
            longer > 0 && rules.limits.minutes_per_day.is_some_and(|most| before + longer > most)
        };
        let until = leave.map_or(until, |leave| leave.min(until));
        let until = if is_enough(until) { was } else { until };
        (until > from).then_some(until)
    }

    /// Where one stands: where one says, or at the door of a talk that one is not in after all.
    fn standing(&self, now: &Now, begun: &[Begun]) -> Option<Now> {
        let at = now.at;
        let talks = &self.old.talks;
        let is_on = |talk: &&Talk| talk.from().to_utc() <= at + SOON && at < talk.to().to_utc();
        if begun.iter().any(|begun| at < talks[begun.talk].to().to_utc()) {
            return None;
        }
        let missed = talks.iter().filter(is_on).find(|talk| {
            let is_cancelled = |ix| self.schedule.event(ix).cancelled;
            self.is_given_up(talk, at) || self.event(talk).is_some_and(is_cancelled)
        })?;
        let door = missed.room.clone().map(Room::new);
        Some(Now { at, room: now.room.clone().or(door) })
    }

    /// How late one is on the way to an event, later than would be planned.
    fn planned_late(&self, ix: EventIx, at: DateTime<Utc>) -> Option<i64> {
        let is_it = |talk: &&Talk| talk.late > self.rules.tolerance.late && talk.from() > at;
        let mut late = self.old.talks.iter().filter(is_it);
        late.find(|talk| self.event(talk) == Some(ix)).map(|talk| talk.late)
    }

    /// Lets events begin when one gets to them, if most of them is left then; and what one may drop in
    /// at, whenever that is.
    fn join(
        &self,
        events: &mut [Event],
        at: DateTime<Utc>,
        standing: Option<&Now>,
        begun: &[Begun],
    ) -> Vec<Joined> {
        let rules = self.rules;
        let mut joined = Vec::new();
        for (ix, event) in self.schedule.iter() {
            let slot = event.slot;
            if rules.booked.contains(&ix) || begun.iter().any(|begun| begun.id == event.id) {
                continue;
            }
            let planned = self.planned_late(ix, at).unwrap_or(0);
            let late = match (rules.drop_in(ix), standing) {
                (Some(_), _) => minutes_up(at - slot.start()).max(0),
                (None, _) if planned > 0 => planned,
                (None, Some(now)) => {
                    let (from, to) = (now.room.as_ref(), event.room.as_ref());
                    let there = at + TimeDelta::minutes(rules.walking.minutes(from, to));
                    let late = minutes_up(there - slot.start());
                    let is_in_time = at <= slot.start() && late <= rules.tolerance.late;
                    let is_soon = slot.start() <= at + SOON && 2 * late < slot.minutes();
                    let is_early = rules.pauses.arrive.contains_key(&ix);
                    if is_soon && !is_in_time && !is_early { late } else { 0 }
                }
                (None, None) => 0,
            };
            let rest = Slot::new(slot.start() + TimeDelta::minutes(late), slot.end());
            if let Some(rest) = rest.filter(|_| late > 0) {
                events[ix.index()].slot = rest;
                joined.push(Joined { id: event.id.clone(), slot, late });
            }
        }
        joined
    }
}

/// Whole minutes of a time, and one for what is left.
fn minutes_up(time: TimeDelta) -> i64 {
    (time.num_seconds() + 59).div_euclid(60)
}

/// The time that was spent there, where it was.
fn put_back(event: &mut Event, talk: &Talk, end: DateTime<Utc>) {
    if let Some(slot) = Slot::new(talk.from().to_utc(), end) {
        event.slot = slot;
    }
    event.room = talk.room.clone().map(Room::new);
    // Whoever was there had a ticket.
    event.sold_out = false;
}

/// The events of what has begun.
pub(super) fn held(begun: &[Begun], schedule: &Schedule) -> BTreeSet<EventIx> {
    let ids: BTreeSet<&EventId> = begun.iter().map(|begun| &begun.id).collect();
    schedule.iter().filter(|(_, event)| ids.contains(&event.id)).map(|(ix, _)| ix).collect()
}

/// Talks that have begun, where all that is wrong is that the rules of the wishes, which may be
/// others than when they were chosen, do not allow them.
pub(super) fn contradictions(broken: &[Broken], schedule: &Schedule) -> Option<Vec<Problem>> {
    let problem = |broken: &Broken| {
        let Broken::Past(ix) = broken else { return None };
        let title = &schedule.event(*ix).title;
        let what = format!("`{title}` has begun, and the rules of the profile do not allow it");
        let hint =
            "was the profile changed since? `--at` with an earlier time leaves the talk free";
        Some(Problem::whole(what).hint(hint))
    };
    let problems: Option<Vec<Problem>> = broken.iter().map(problem).collect();
    problems.filter(|problems| !problems.is_empty())
}

impl Past {
    /// The scores, in which what has begun is worth what it was, and what is joined less.
    pub(super) fn scored(&self, mut scores: Scores, old: &Agenda, rules: &Wishes) -> Scores {
        for (ix, event) in self.schedule.iter() {
            if let Some(begun) = self.begun.iter().find(|begun| begun.id == event.id) {
                let points = old.talks[begun.talk].points;
                scores = scores.replacing(ix, Scored { points, ..Scored::default() });
            } else if let Some(Joined { slot, late, .. }) = self.joining(event) {
                if rules.drop_in(ix).is_some() {
                    continue;
                }
                let mut scored = scores.of(ix).clone();
                let left = |points| points_after(points, *late, *slot);
                scored.points = left(scored.points);
                scored.parts.iter_mut().for_each(|(_, part)| *part = left(*part));
                scores = scores.replacing(ix, scored);
            }
        }
        scores
    }

    fn joining(&self, event: &Event) -> Option<&Joined> {
        self.joined.iter().find(|joined| joined.id == event.id)
    }

    /// Fixes what has begun, and gives whatever one cannot be at any more, with warnings of must-sees
    /// and bookings that are lost by that.
    pub(super) fn settle(
        &self,
        wishes: &mut Wishes,
        old: &Agenda,
        at: Option<DateTime<Utc>>,
    ) -> (BTreeSet<EventIx>, Vec<Problem>) {
        let schedule = &self.schedule;
        let Some(at) = at else { return (BTreeSet::new(), Vec::new()) };
        let held = held(&self.begun, schedule);
        let late = TimeDelta::minutes(wishes.tolerance.late);
        wishes.begun.clone_from(&held);
        wishes.begin(schedule, at, old.break_slots());
        let rules = wishes.clone();
        let busy_until = |ix: EventIx| {
            let stay = |ix| rules.stay(schedule, ix, schedule.event(ix).slot);
            let event = stay(ix);
            held.iter()
                .map(|&held| stay(held))
                .filter(|held| held.slot.start() < event.slot.end())
                .map(|held| held.slot.end() + TimeDelta::minutes(rules.between(&held, &event)))
                .max()
        };
        // Whoever has a talk in the agenda knows the way to it.
        let there = |event: &Event| {
            let now = self.standing.as_ref()?;
            let is_planned = old.talks.iter().any(|talk| talk.id == event.id.as_str());
            let walk = rules.walking.minutes(now.room.as_ref(), event.room.as_ref());
            (!is_planned).then(|| now.at + TimeDelta::minutes(walk))
        };
        let is_seen = |ix: EventIx| held.iter().any(|&seen| schedule.same_talk(seen, ix));
        let begins_before = |event: &Event, time: Option<DateTime<Utc>>| {
            time.is_some_and(|time| event.slot.start() + late < time)
        };
        let lost: BTreeSet<EventIx> = schedule
            .iter()
            .filter(|(ix, event)| {
                !held.contains(ix)
                    && (is_seen(*ix)
                        || event.slot.start() < at
                        || begins_before(event, busy_until(*ix))
                        || begins_before(event, there(event)))
            })
            .map(|(ix, _)| ix)
            .collect();
        let mut warnings = Vec::new();
        wishes.must_see.retain(|talk| {
            let can = talk.iter().any(|ix| !lost.contains(ix));
            if let (false, Some(&ix)) = (can, talk.first()) {
                let why = match is_seen(ix) {
                    true => "is in your agenda at another time",
                    false => "has begun, or begins before you are free",
                };
                let title = &schedule.event(ix).title;
                warnings.push(Problem::whole(format!("the must-see `{title}` {why}")));
            }
            can
        });
        let is_free = |ix: EventIx| {
            let event = schedule.event(ix);
            held.contains(&ix)
                || !lost.contains(&ix) && busy_until(ix).is_none_or(|end| end <= event.slot.start())
        };
        let (kept, gone): (Vec<EventIx>, Vec<EventIx>) =
            wishes.booked.iter().partition(|&&ix| is_free(ix));
        for ix in gone {
            let title = &schedule.event(ix).title;
            let what = format!("`{title}` is booked, but has begun or begins before you are free");
            warnings.push(Problem::whole(what));
        }
        // What has begun is as it was, whatever the rules say by now.
        wishes.booked =
            kept.into_iter().filter(|ix| !held.contains(ix)).chain(held.clone()).collect();
        // Of what has begun the rest may be out of reach.
        wishes.all_of.retain(|talks| !talks.iter().flatten().any(|ix| held.contains(ix)));
        wishes.never.retain(|ix| !held.contains(ix));
        wishes.never.extend(&lost);
        (lost, warnings)
    }
}

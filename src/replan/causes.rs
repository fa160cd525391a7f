//! Why a line is not as it was. Each cause is tried out before it is named: with that one change
//! undone, and all others as they are, the plan would have kept the line. Walks to rooms that are
//! gone from the schedule are then those to rooms that the profile does not know.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::agenda::Talk;
use crate::explain::why_missed;
use crate::model::{Cost, Reason};
use crate::schedule::{Event, EventId, EventIx, Place, Schedule};
use crate::solved::Solved;
use crate::solver::{Deadline, Proof, solve};

use super::situation::{Situation, Undo, View, Was};

/// How many plans are made to find causes and gains, unless the time is over before. A number, not a
/// time: equal inputs give equal causes.
const TRIES: usize = 48;

/// Why a line is not as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "cause", rename_all = "kebab-case")]
pub enum Cause {
    /// It is gone from the schedule.
    Gone,
    /// It is called off.
    Cancelled,
    /// It is at another time or in another room, where it does not fit.
    Moved,
    /// It is at a time that has passed.
    Passed,
    /// It has begun, or begins before one is free.
    Late,
    /// It is skipped.
    Skipped,
    /// It is worth other points than before.
    Points {
        /// What it was worth.
        from: i64,
        /// What it is worth now.
        to: i64,
    },
    /// It is new in the schedule.
    #[serde(rename = "new")]
    IsNew,
    /// It is pinned.
    Pinned,
    /// Something happened to another talk.
    Other {
        /// That talk's title.
        title: String,
        /// What happened.
        how: Happened,
        /// Where it is now, if it is anywhere.
        now: Option<Place>,
    },
    /// Several causes together; none of them alone.
    Together {
        /// These.
        of: Vec<Cause>,
    },
    /// Many changes of the schedule together.
    Schedule,
    /// The wishes rule it out now.
    Wishes {
        /// What stands against it; none where the profile excludes it.
        why: Option<Reason>,
    },
    /// Nothing in the schedule: the new plan is better for other reasons, such as other wishes,
    /// other points, or less weight on what was.
    Better,
    /// Too much changed to find it out.
    Unknown,
}

/// What happened to another talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Happened {
    /// It is gone from the schedule.
    Gone,
    /// It is called off.
    Cancelled,
    /// It is new in the schedule.
    New,
    /// It begins at another time.
    Moved,
    /// It ends later.
    Longer,
    /// It ends earlier.
    Shorter,
    /// It is in another room.
    Room,
    /// It is worth more than before.
    More,
    /// It is worth less than before.
    Less,
    /// It is pinned.
    Pinned,
    /// It is skipped.
    Skipped,
    /// The wishes rule it out now.
    Unwanted,
}

impl Happened {
    /// Whether it is somewhere else, or for another time.
    fn is_move(self) -> bool {
        matches!(self, Happened::Moved | Happened::Longer | Happened::Shorter | Happened::Room)
    }
}

/// What causes are looked for in.
pub(super) struct Inquiry<'a> {
    view: &'a View<'a>,
    lean: Situation,
    /// By present id, the events that were there before.
    was: BTreeMap<EventId, Was>,
    /// Events that were not there before.
    fresh: BTreeSet<EventId>,
    /// Pinned events that the old agenda did not hold.
    pinned: BTreeSet<EventId>,
    tries: Cell<usize>,
}

impl<'a> Inquiry<'a> {
    pub(super) fn new(view: &'a View<'a>) -> Inquiry<'a> {
        let passed_over = view.old.passed_over();
        let schedule = &view.situation.schedule;
        let points: BTreeMap<&str, i64> =
            view.old.known.iter().map(|known| (known.id.as_str(), known.points)).collect();
        let must_sees: BTreeSet<&str> = view
            .old
            .talks
            .iter()
            .filter(|talk| talk.must_see)
            .map(|talk| talk.id.as_str())
            .collect();
        let mut was = BTreeMap::new();
        let id_of = |ix: EventIx| {
            let now = view.since.identity.new_of(ix);
            now.map_or(&view.since.schedule.event(ix).id, |ix| &schedule.event(ix).id).clone()
        };
        for (ix, event) in view.since.schedule.iter() {
            let id = id_of(ix);
            let points = points.get(event.id.as_str()).copied().unwrap_or(0);
            let must_see = must_sees
                .contains(event.id.as_str())
                .then(|| view.since.schedule.occurrences(ix).into_iter().map(id_of).collect());
            let event = Event { id: id.clone(), ..event.clone() };
            was.insert(id, Was { event, points, must_see });
        }
        let fresh = schedule
            .iter()
            .filter(|(ix, event)| {
                view.since.identity.old_of(*ix).is_none() && !passed_over(&event.id)
            })
            .map(|(_, event)| event.id.clone())
            .collect();
        let is_held = |id: &str| view.old.talks.iter().any(|talk| talk.id == id);
        let is_pinned = |event: &Event| {
            let id = event.id.as_str();
            view.old.pins.iter().any(|pinned| pinned == id) && !is_held(id)
        };
        let pinned = view.since.schedule.iter().filter(|(_, event)| is_pinned(event));
        let pinned = pinned.map(|(ix, _)| id_of(ix)).collect();
        let tries = Cell::new(TRIES);
        Inquiry { view, lean: view.situation.lean(), was, fresh, pinned, tries }
    }

    /// The old place of an event of the old agenda.
    pub(super) fn former_of(&self, id: &str) -> Option<EventIx> {
        let found = self.view.since.schedule.iter().find(|(_, event)| event.id.as_str() == id);
        found.map(|(ix, _)| ix)
    }

    /// Whether an event is new in the schedule.
    pub(super) fn is_fresh(&self, id: &EventId) -> bool {
        self.fresh.contains(id)
    }

    fn schedule(&self) -> &Schedule {
        &self.view.situation.schedule
    }

    fn deadline(&self) -> Deadline {
        self.view.deadline
    }

    /// Takes one of the tries; nothing when there were enough, or the time is over.
    fn one_more_try(&self) -> Option<()> {
        if self.deadline().is_over() {
            return None;
        }
        self.tries.set(self.tries.get().checked_sub(1)?);
        Some(())
    }

    /// What would certainly be chosen if some changes were undone; nothing when there were enough
    /// tries, or time does not suffice.
    fn without(&self, undo: &Undo<'_>) -> Option<BTreeSet<EventId>> {
        self.one_more_try()?;
        self.lean.undone(undo).chosen(self.deadline())
    }

    /// What happened to an event, if anything did.
    fn happened(&self, id: &EventId) -> Option<Happened> {
        if self.is_fresh(id) {
            return Some(Happened::New);
        }
        let was = self.was.get(id)?;
        let Some((ix, now)) = self.schedule().iter().find(|(_, event)| event.id == *id) else {
            return Some(Happened::Gone);
        };
        let points = self.view.situation.scores.of(ix).points;
        let (slot, before) = (now.slot, was.event.slot);
        if now.cancelled && !was.event.cancelled {
            Some(Happened::Cancelled)
        } else if self.view.situation.joined.contains(id) {
            None
        } else if slot.start() != before.start() {
            Some(Happened::Moved)
        } else if slot.end() > before.end() {
            Some(Happened::Longer)
        } else if slot.end() < before.end() {
            Some(Happened::Shorter)
        } else if now.room != was.event.room {
            Some(Happened::Room)
        } else if self.view.old.known.is_empty() || points == was.points {
            None
        } else {
            Some(if points > was.points { Happened::More } else { Happened::Less })
        }
    }

    fn undo<'b>(&'b self, ids: impl IntoIterator<Item = &'b EventId>) -> Undo<'b> {
        ids.into_iter().map(|id| (id.clone(), self.was.get(id))).collect()
    }

    /// Everything that happened, undone.
    fn undo_all(&self) -> Undo<'_> {
        let mut undo = self.undo(&self.fresh);
        undo.extend(self.undo(self.was.keys().filter(|id| self.happened(id).is_some())));
        undo
    }

    fn other(&self, id: &EventId, how: Happened) -> Cause {
        let now = self.schedule().iter().find(|(_, event)| event.id == *id);
        let was = || self.was.get(id).map_or(String::new(), |was| was.event.title.clone());
        let title = now.map_or_else(was, |(_, event)| event.title.clone());
        Cause::Other { title, how, now: now.map(|(ix, _)| self.schedule().place(ix)) }
    }

    /// Why a talk of the old agenda is not in the new one, at least not at that time.
    pub(super) fn why_dropped(&self, talk: &Talk, now: Option<EventIx>) -> Vec<Cause> {
        let Some(ix) = now else { return vec![Cause::Gone] };
        let event = self.schedule().event(ix);
        let id = &event.id;
        if self.view.old.skipped.contains(&talk.id) {
            return vec![Cause::Skipped];
        }
        if event.cancelled {
            return vec![Cause::Cancelled];
        }
        let stays = |chosen: &BTreeSet<EventId>| chosen.contains(id);
        let why = match self.view.solved.model.ruled_out(ix) {
            None => why_missed(&self.view.solved, ix),
            Some(reason) if reason.rival().is_some() => vec![reason.clone()],
            Some(reason) => return self.why_ruled_out(talk, ix, reason),
        };
        let against: Vec<EventId> =
            why.iter().filter_map(Reason::rival).map(EventId::new).collect();
        if let Some(rival) = against.iter().find(|rival| self.pinned.contains(rival)) {
            return vec![self.other(rival, Happened::Pinned)];
        }
        let candidates = std::iter::once(id).chain(&against);
        let causes = self.tested(id, candidates, stays);
        let Some(fixed) = self.view.solved.model.ruled_out(ix) else { return causes };
        let fixed = Cause::Wishes { why: Some(fixed.clone()) };
        match causes.as_slice() {
            [Cause::Better] => vec![fixed],
            [Cause::Moved] => vec![Cause::Moved, fixed],
            _ => causes,
        }
    }

    /// The same for a talk that cannot be chosen at all.
    fn why_ruled_out(&self, talk: &Talk, ix: EventIx, reason: &Reason) -> Vec<Cause> {
        let Situation { schedule, wishes, scores, .. } = self.view.situation;
        let id = &schedule.event(ix).id;
        let has_moved = self.happened(id).is_some_and(Happened::is_move);
        if has_moved && reason.is_about_presence() {
            // Where it was, there may be something better now.
            let there = self.chosen_during(talk);
            let stays = |chosen: &BTreeSet<EventId>| chosen.contains(id);
            return self.tested(id, std::iter::once(id).chain(&there), stays);
        }
        // What one can no longer reach is unwanted while planning; see `past`.
        if *reason == Reason::Never && !self.view.own.never.contains(&ix) {
            let stay = wishes.stay(schedule, ix, schedule.event(ix).slot);
            let why = if !wishes.is_there(&stay) {
                Some(Reason::Away)
            } else {
                let busy = wishes.commitment_at(schedule, &stay);
                busy.map(|it| Reason::Commitment { title: wishes.commitments[it].title.clone() })
            };
            return vec![match why {
                None if has_moved => Cause::Passed,
                None => Cause::Late,
                why => Cause::Wishes { why },
            }];
        }
        let points = scores.of(ix).points;
        if let Reason::NoPoints | Reason::BelowMinimum { .. } = reason
            && talk.points != points
        {
            return vec![Cause::Points { from: talk.points, to: points }];
        }
        vec![Cause::Wishes { why: Some(reason.clone()) }]
    }

    /// What the new agenda holds in the time of a talk of the old one.
    fn chosen_during(&self, talk: &Talk) -> Vec<EventId> {
        let then = self.view.agenda.talks.iter();
        then.filter(|other| other.from() < talk.to() && talk.from() < other.to())
            .map(|other| EventId::new(other.id.clone()))
            .collect()
    }

    /// Why a talk is in the new agenda that was not in the old one.
    pub(super) fn why_new(&self, id: &EventId) -> Vec<Cause> {
        if self.pinned.contains(id) {
            return vec![Cause::Pinned];
        }
        if self.is_fresh(id) {
            return vec![Cause::IsNew];
        }
        let Some(event) = self.schedule().events().iter().find(|event| event.id == *id) else {
            return vec![Cause::Unknown];
        };
        // Whatever stood in its way: talks of the old agenda at that time.
        let freed: Vec<EventId> = self
            .view
            .old
            .talks
            .iter()
            .filter(|talk| {
                talk.from().to_utc() < event.slot.end() && event.slot.start() < talk.to().to_utc()
            })
            .filter_map(|talk| {
                let was = self.former_of(&talk.id)?;
                let now = self.view.since.identity.new_of(was);
                let schedule =
                    if now.is_some() { self.schedule() } else { self.view.since.schedule };
                Some(schedule.event(now.unwrap_or(was)).id.clone())
            })
            .collect();
        let causes =
            self.tested(id, std::iter::once(id).chain(&freed), |chosen| !chosen.contains(id));
        if causes != [Cause::Better] {
            return causes;
        }
        // Nothing in the schedule: what the person has decided about what was there.
        let decided = freed.iter().find_map(|id| Some((id, self.decided(id)?)));
        decided.map_or(causes, |(id, how)| vec![self.other(id, how)])
    }

    /// What the person has decided about a talk of the old agenda that is not in the new one.
    fn decided(&self, id: &EventId) -> Option<Happened> {
        let View { own, old, since, .. } = self.view;
        let (ix, _) = self.schedule().iter().find(|(_, event)| event.id == *id)?;
        let was = since.schedule.event(since.identity.old_of(ix)?);
        if old.skipped.iter().any(|skipped| skipped == was.id.as_str()) {
            Some(Happened::Skipped)
        } else {
            own.never.contains(&ix).then_some(Happened::Unwanted)
        }
    }

    /// The first cause among the candidates that holds alone, else all of them together, else
    /// everything that happened.
    fn tested<'b>(
        &self,
        own: &EventId,
        candidates: impl Iterator<Item = &'b EventId>,
        undone: impl Fn(&BTreeSet<EventId>) -> bool,
    ) -> Vec<Cause> {
        let mut happened: Vec<(&EventId, Happened)> = Vec::new();
        for id in candidates {
            if let Some(how) = self.happened(id)
                && !happened.iter().any(|(other, _)| *other == id)
            {
                happened.push((id, how));
            }
        }
        let holds = |undo: &Undo<'_>| self.without(undo).map(|chosen| undone(&chosen));
        let named = |&(id, how): &(&EventId, Happened)| {
            if id == own && how.is_move() {
                Cause::Moved
            } else if id == own && matches!(how, Happened::More | Happened::Less) {
                self.own_points(id)
            } else {
                self.other(id, how)
            }
        };
        for one in &happened {
            match holds(&self.undo([one.0])) {
                Some(true) => return vec![named(one)],
                Some(false) => {}
                None => return vec![Cause::Unknown],
            }
        }
        if happened.len() > 1 && holds(&self.undo(happened.iter().map(|one| one.0))) == Some(true) {
            return vec![Cause::Together { of: happened.iter().map(named).collect() }];
        }
        let all = self.undo_all();
        if all.is_empty() {
            return vec![Cause::Better];
        }
        match holds(&all) {
            Some(true) => vec![Cause::Schedule],
            Some(false) => vec![Cause::Better],
            None => vec![Cause::Unknown],
        }
    }

    fn own_points(&self, id: &EventId) -> Cause {
        let from = self.was.get(id).map_or(0, |was| was.points);
        let now = self.schedule().iter().find(|(_, event)| event.id == *id);
        let to = now.map_or(0, |(ix, _)| self.view.situation.scores.of(ix).points);
        Cause::Points { from, to }
    }

    /// What it would cost to hold a talk that the agenda lacks; none if it cannot hold it, or that is
    /// not known for certain.
    pub(super) fn price_of(&self, id: &EventId) -> Option<Cost> {
        self.one_more_try()?;
        let (ix, _) = self.schedule().iter().find(|(_, event)| event.id == *id)?;
        let View { solved: Solved { model, .. }, favoured, .. } = self.view;
        let answer = solve(&favoured.demanding(&[&[ix]], &[]), self.deadline());
        let certain = answer.proof == Proof::Optimal && answer.worth.demands > 0;
        let worth = model.worth(&answer.chosen);
        certain.then(|| (self.view.solved.selection.worth - worth).cost())
    }

    /// The points that the agenda would have less without a talk that it holds; none where that is
    /// not known for certain.
    pub(super) fn gain_of(&self, id: &EventId) -> Option<i64> {
        self.one_more_try()?;
        let (ix, _) = self.schedule().iter().find(|(_, event)| event.id == *id)?;
        let View { solved: Solved { model, .. }, favoured, .. } = self.view;
        let without = favoured.demanding(&[], &[ix]);
        // The same candidates are left out of both, so that their places are the same.
        let answer = solve(&without, self.deadline());
        let points = model.demanding(&[], &[ix]).worth(&answer.chosen).points;
        (answer.proof == Proof::Optimal).then_some(self.view.solved.selection.worth.points - points)
    }
}

//! Why a line is not as it was. Each cause is tried out before it is named: with that one change
//! undone, and all others as they are, the plan would have kept the line. Walks to rooms that are
//! gone from the schedule are then those to rooms that the profile does not know.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::agenda::Talk;
use crate::explain::why_missed;
use crate::model::Reason;
use crate::schedule::{Event, EventId, EventIx, Schedule};
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
    /// It is at another time.
    Moved,
    /// It is in another room.
    Room,
    /// It is worth more or less than before.
    Points,
    /// It is pinned.
    Pinned,
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
        if now.cancelled && !was.event.cancelled {
            Some(Happened::Cancelled)
        } else if now.slot != was.event.slot {
            Some(Happened::Moved)
        } else if now.room != was.event.room {
            Some(Happened::Room)
        } else {
            (points != was.points && !self.view.old.known.is_empty()).then_some(Happened::Points)
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
        let now = self.schedule().events().iter().find(|event| event.id == *id);
        let title = now.or(self.was.get(id).map(|was| &was.event)).map(|event| event.title.clone());
        Cause::Other { title: title.unwrap_or_default(), how }
    }

    /// Why a talk of the old agenda is not in the new one, at least not at that time.
    pub(super) fn why_dropped(&self, talk: &Talk, now: Option<EventIx>) -> Vec<Cause> {
        let Some(ix) = now else { return vec![Cause::Gone] };
        let event = self.schedule().event(ix);
        if event.cancelled {
            return vec![Cause::Cancelled];
        }
        let id = &event.id;
        let own = self.happened(id);
        let view = self.view;
        let stays = |chosen: &BTreeSet<EventId>| chosen.contains(id);
        if let Some(reason) = view.solved.model.ruled_out(ix) {
            let moved = matches!(own, Some(Happened::Moved | Happened::Room));
            if moved && reason.is_about_presence() {
                // Where it was, there may be something better now.
                let there = self.chosen_during(talk);
                return self.tested(id, std::iter::once(id).chain(&there), stays);
            }
            // What one can no longer reach is unwanted while planning; see `past`.
            if let Reason::Hidden(_) = reason {
                return vec![Cause::Wishes { why: Some(reason.clone()) }];
            }
            return vec![if moved && *reason == Reason::Never {
                Cause::Passed
            } else if let Reason::NoPoints | Reason::BelowMinimum { .. } = reason
                && talk.points != view.solved.scores.of(ix).points
            {
                Cause::Points { from: talk.points, to: view.solved.scores.of(ix).points }
            } else {
                let missed = view.agenda.missed.iter().find(|missed| missed.id == id.as_str());
                let why = missed.and_then(|missed| missed.why.first().cloned());
                Cause::Wishes { why: Some(why.unwrap_or_else(|| reason.clone())) }
            }];
        }
        let why = why_missed(&view.solved, ix);
        let against: Vec<EventId> =
            why.iter().filter_map(Reason::rival).map(EventId::new).collect();
        if let Some(rival) = against.iter().find(|rival| self.pinned.contains(rival)) {
            return vec![self.other(rival, Happened::Pinned)];
        }
        let candidates = std::iter::once(id).chain(&against);
        self.tested(id, candidates, stays)
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
        self.tested(id, std::iter::once(id).chain(&freed), |chosen| !chosen.contains(id))
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
            if id == own && matches!(how, Happened::Moved | Happened::Room) {
                Cause::Moved
            } else if id == own && how == Happened::Points {
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

    /// The points that the agenda would have less with a talk that it lacks; none if it cannot hold
    /// it, or that is not known for certain.
    pub(super) fn price_of(&self, id: &EventId) -> Option<i64> {
        self.one_more_try()?;
        let (ix, _) = self.schedule().iter().find(|(_, event)| event.id == *id)?;
        let View { solved: Solved { model, .. }, favoured, .. } = self.view;
        let answer = solve(&favoured.demanding(&[&[ix]], &[]), self.deadline());
        let worth = model.worth(&answer.chosen);
        let best = self.view.solved.selection.worth;
        let keeps = worth.before_points() >= best.before_points();
        let certain = answer.proof == Proof::Optimal && answer.worth.demands > 0;
        (certain && keeps).then_some(best.points - worth.points)
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

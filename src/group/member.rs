//! One member: a profile with its own best, or an agenda that is fixed.

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeDelta};

use crate::agenda::{self, Agenda};
use crate::check::{Claim, Visit};
use crate::model::{Model, points_after};
use crate::profile::{Named, Wishes};
use crate::schedule::{EventIx, Place, Room, Schedule, Slot};
use crate::score::{Index, Scored, Scores};
use crate::solver::{Deadline, Selection, solve};
use crate::text::fold_words;

/// Someone who takes part in a comparison.
#[derive(Clone, Debug)]
pub struct Member {
    /// What the person is called here; no other member is called so.
    pub name: String,
    /// What the person brings.
    pub role: Role,
}

/// What a member brings.
#[derive(Clone, Debug)]
pub enum Role {
    /// Wishes, which can be planned for.
    Planner(Box<Planner>),
    /// An agenda, which stays as it is.
    Fixed(Box<Fixed>),
}

/// Someone with a profile.
#[derive(Clone, Debug)]
pub struct Planner {
    /// The wishes.
    pub wishes: Wishes,
    /// What they make of every event.
    pub scores: Scores,
    /// What can be chosen.
    pub model: Model,
    /// The person's own best.
    pub solo: Selection,
    /// The points that the person would have alone, whatever the group agrees on.
    pub best: i64,
}

/// Someone with a saved agenda.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The events, without what is missed of them.
    pub visits: Vec<Visit>,
    /// Their points, as saved.
    pub points: Vec<i64>,
    /// The must-sees: those of the agenda, and how many it missed.
    pub must_sees: Vec<EventIx>,
    /// Titles of must-sees that it missed.
    pub missed: Vec<String>,
    /// Commitments and breaks: title, time, room.
    pub others: Vec<Other>,
    /// What this version of the schedule has made of its talks.
    pub strays: Vec<Stray>,
    /// As it was saved.
    pub agenda: Agenda,
}

/// Something in an agenda that is no talk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    /// What it is.
    pub title: String,
    /// When.
    pub slot: Slot,
    /// Where.
    pub room: Option<Room>,
    /// Whether it is a break, in which one is free.
    pub is_break: bool,
}

/// A talk of a saved agenda that this version of the schedule has elsewhere, or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stray {
    /// It is at another time or in another room.
    Moved {
        /// What the agenda says.
        from: Place,
        /// What the schedule says.
        to: Place,
    },
    /// It was called off.
    Cancelled(Place),
    /// There is no such talk.
    Gone(Place),
}

impl Member {
    /// Someone with a profile: scored, modelled and solved.
    pub fn planner(
        name: String,
        schedule: &Schedule,
        index: &Index,
        wishes: Wishes,
        deadline: Deadline,
    ) -> Member {
        let scores = index.score(&wishes);
        Member::solved(name, schedule, wishes, scores, deadline)
    }

    /// The same for someone to whom some events are worth so many points more, because they are in an
    /// earlier agenda.
    pub fn leaning(
        name: String,
        schedule: &Schedule,
        index: &Index,
        mut wishes: Wishes,
        (kept, more): (&BTreeSet<EventIx>, i64),
        deadline: Deadline,
    ) -> Member {
        let scores = kept.iter().fold(index.score(&wishes), |scores, &ix| {
            let points = scores.of(ix).points + more;
            let scored = Scored { points, ..scores.of(ix).clone() };
            scores.replacing(ix, scored)
        });
        wishes.kept.extend(kept);
        Member::solved(name, schedule, wishes, scores, deadline)
    }

    fn solved(
        name: String,
        schedule: &Schedule,
        wishes: Wishes,
        scores: Scores,
        deadline: Deadline,
    ) -> Member {
        let model = Model::build(schedule, &wishes, &scores);
        let solo = solve(&model, deadline);
        let best = solo.worth.points;
        Member {
            name,
            role: Role::Planner(Box::new(Planner { wishes, scores, model, solo, best })),
        }
    }

    /// Someone with a saved agenda. Talks are found by id; those that moved are where they are now.
    pub fn fixed(name: String, schedule: &Schedule, agenda: &Agenda) -> Member {
        let mut fixed = Fixed {
            visits: Vec::new(),
            points: Vec::new(),
            must_sees: Vec::new(),
            missed: Vec::new(),
            others: Vec::new(),
            strays: Vec::new(),
            agenda: agenda.clone(),
        };
        for talk in &agenda.talks {
            fixed.talk(schedule, talk);
        }
        for missed in agenda.missed.iter().filter(|missed| missed.must_see) {
            fixed.missed.push(missed.title.clone());
        }
        let others = [(&agenda.commitments, false), (&agenda.breaks, true)];
        for (list, is_break) in others {
            fixed.others.extend(list.iter().filter_map(|it| {
                Some(Other {
                    title: it.title.clone(),
                    slot: Slot::new(it.start.to_utc(), it.end.to_utc())?,
                    room: it.room.as_ref().map(Room::new),
                    is_break,
                })
            }));
        }
        Member { name, role: Role::Fixed(Box::new(fixed)) }
    }

    /// The profile's side, if there is one.
    pub fn as_planner(&self) -> Option<&Planner> {
        match &self.role {
            Role::Planner(planner) => Some(planner),
            Role::Fixed(_) => None,
        }
    }

    /// What the member does alone.
    pub fn alone(&self) -> Claim {
        match &self.role {
            Role::Planner(planner) => Claim::new(&planner.model, &planner.solo),
            Role::Fixed(fixed) => fixed.claim(),
        }
    }

    /// With whom the member would like to share talks; empty for everybody.
    pub fn with(&self) -> &[Named] {
        self.as_planner().map_or(&[], |planner| &planner.wishes.with)
    }

    /// Whether a folded name means this member.
    pub fn is_called(&self, name: &str) -> bool {
        let own = match &self.role {
            Role::Planner(planner) => fold_words(&planner.wishes.name) == *name,
            Role::Fixed(_) => false,
        };
        own || fold_words(&self.name) == *name
    }

    /// What an event is worth to the member.
    pub fn points(&self, ix: EventIx) -> i64 {
        match &self.role {
            Role::Planner(planner) => planner.scores.of(ix).points,
            Role::Fixed(fixed) => {
                let found = fixed.visits.iter().position(|visit| visit.event == ix);
                found.map_or(0, |position| fixed.points[position])
            }
        }
    }

    /// What a visit is worth to the member.
    pub(super) fn visit_points(&self, schedule: &Schedule, visit: Visit) -> i64 {
        let points = self.points(visit.event);
        match self.role {
            // As it was saved.
            Role::Fixed(_) => points,
            Role::Planner(ref planner) => {
                let slot = schedule.event(visit.event).slot;
                let missed = planner.wishes.missed(schedule, visit.event, visit.late, visit.early);
                points_after(points, missed, slot)
            }
        }
    }

    /// The points of an event that the member would like to see; none where it is out.
    pub(super) fn wants(&self, ix: EventIx) -> Option<i64> {
        let is_out = self.as_planner().is_some_and(|it| {
            it.wishes.never.contains(&ix)
                || it.scores.hidden(&it.wishes, ix).is_some()
                || it.scores.is_slight(&it.wishes, ix)
        });
        let points = self.points(ix);
        (points > 0 && !is_out).then_some(points)
    }

    /// Whether the member demands an event.
    pub(super) fn demands(&self, ix: EventIx) -> bool {
        match &self.role {
            Role::Planner(planner) => planner.wishes.must_see.iter().any(|talk| talk.contains(&ix)),
            Role::Fixed(fixed) => fixed.must_sees.contains(&ix),
        }
    }
}

impl Planner {
    /// A claim with the numbers of what it keeps, by the person's own wishes.
    pub(super) fn counted(&self, schedule: &Schedule, claim: Claim) -> Claim {
        let wishes = &self.wishes;
        let is_seen = |ix: &EventIx| claim.visits.iter().any(|visit| visit.event == *ix);
        let seen = |talk: &&Vec<EventIx>| talk.iter().any(is_seen);
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let quotas = wishes.quotas.iter().map(|quota| {
            let events = self.scores.in_quota(quota);
            quota.least.min(number(events.iter().filter(|ix| is_seen(ix)).count()))
        });
        let firm = claim.pauses.iter().filter(|it| wishes.breaks[it.wish].worth.is_none());
        let firm: BTreeSet<(usize, NaiveDate)> =
            firm.map(|it| (it.wish, schedule.day(it.slot.start()))).collect();
        let visits = wishes.drop_ins.iter().filter(|visit| visit.talk.iter().any(is_seen));
        Claim {
            must_sees: number(wishes.must_see.iter().filter(seen).count()),
            wants: number(wishes.want.iter().filter(seen).count()),
            quotas: quotas.sum(),
            breaks: number(firm.len() + visits.count()),
            ..claim
        }
    }
}

impl Fixed {
    fn talk(&mut self, schedule: &Schedule, talk: &agenda::Talk) {
        let from = Place {
            id: talk.id.clone(),
            title: talk.title.clone(),
            start: talk.start,
            end: talk.end,
            room: talk.room.clone(),
        };
        let found = schedule.iter().find(|(_, event)| event.id.as_str() == talk.id);
        let Some((ix, event)) = found else {
            return self.strays.push(Stray::Gone(from));
        };
        if event.cancelled {
            return self.strays.push(Stray::Cancelled(from));
        }
        let to = schedule.place(ix);
        if (from.start, from.end, &from.room) != (to.start, to.end, &to.room) {
            self.strays.push(Stray::Moved { from, to });
        }
        let missed = talk.late + talk.early;
        let fits =
            2 * missed < event.slot.minutes() || talk.drop_in && missed < event.slot.minutes();
        let (late, early) = if fits { (talk.late, talk.early) } else { (0, 0) };
        self.visits.push(Visit { event: ix, late, early });
        self.points.push(talk.points);
        if talk.must_see {
            self.must_sees.push(ix);
        }
    }

    fn claim(&self) -> Claim {
        Claim {
            visits: self.visits.clone(),
            must_sees: i64::try_from(self.must_sees.len()).unwrap_or(0),
            points: self.points.iter().sum(),
            ..Claim::default()
        }
    }
}

/// The time that is spent at an event.
pub(super) fn visit_time(schedule: &Schedule, visit: Visit) -> Option<Slot> {
    let slot = schedule.event(visit.event).slot;
    let minutes = TimeDelta::minutes;
    Slot::new(slot.start() + minutes(visit.late), slot.end() - minutes(visit.early))
}

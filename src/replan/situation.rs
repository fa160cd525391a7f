//! All that decides about the new agenda, and the same with some changes undone.

use std::collections::{BTreeMap, BTreeSet};

use crate::agenda::Agenda;
use crate::changes::Former;
use crate::model::{CandidateIx, Item, Model};
use crate::profile::{DropIn, Members, Quota, Wishes};
use crate::schedule::{Event, EventId, EventIx, Schedule};
use crate::score::{Scored, Scores};
use crate::solved::Solved;
use crate::solver::{Deadline, Proof, solve};

use super::Keep;
use super::past::Past;

/// The old and the new agenda, and all that led to the new one.
pub(super) struct View<'a> {
    pub(super) old: &'a Agenda,
    pub(super) since: Former<'a>,
    /// The wishes of the profile alone, without pins and the past.
    pub(super) own: &'a Wishes,
    pub(super) situation: &'a Situation,
    pub(super) solved: Solved<'a>,
    /// The same model, in which what is kept counts more.
    pub(super) favoured: &'a Model,
    pub(super) agenda: &'a Agenda,
    pub(super) deadline: Deadline,
}

/// An event as it was when the old agenda was saved.
#[derive(Clone, Debug)]
pub(super) struct Was {
    /// The event, under its present id, without its texts.
    pub(super) event: Event,
    /// What it was worth.
    pub(super) points: i64,
    /// If the old agenda held it as a must-see, all occurrences of the talk, by present id.
    pub(super) must_see: Option<Vec<EventId>>,
}

/// What to undo: events as they were, or not there at all.
pub(super) type Undo<'a> = BTreeMap<EventId, Option<&'a Was>>;

/// Schedule, wishes and scores, and what is to be kept.
#[derive(Clone, Debug)]
pub(super) struct Situation {
    pub(super) schedule: Schedule,
    pub(super) wishes: Wishes,
    pub(super) scores: Scores,
    keep: Keep,
    /// The talks of the old agenda, by present id.
    pub(super) kept: BTreeSet<EventId>,
    /// The talks that have begun.
    begun: BTreeSet<EventId>,
    /// Events of which the beginning is missed.
    pub(super) joined: BTreeSet<EventId>,
}

impl Situation {
    pub(super) fn new(
        old: &Agenda,
        since: Former<'_>,
        schedule: Schedule,
        wishes: Wishes,
        scores: Scores,
        keep: Keep,
        past: &Past,
    ) -> Situation {
        let begun = past.begun.iter().map(|begun| begun.id.clone()).collect();
        let joined = past.joined.iter().map(|joined| joined.id.clone()).collect();
        let ids: BTreeSet<&str> = old.talks.iter().map(|talk| talk.id.as_str()).collect();
        let kept = since
            .schedule
            .iter()
            .filter(|(_, event)| ids.contains(event.id.as_str()))
            .map(|(ix, event)| {
                since
                    .identity
                    .new_of(ix)
                    .map_or_else(|| event.id.clone(), |ix| schedule.event(ix).id.clone())
            })
            .collect();
        Situation { schedule, wishes, scores, keep, kept, begun, joined }.kept()
    }

    /// The same where, if the fewest changes count, what is worth nothing any more is kept like the
    /// rest.
    fn kept(mut self) -> Situation {
        if self.keep == Keep::All {
            self.wishes.kept = self.old_talks();
        }
        self
    }

    /// Whether a talk has begun.
    pub(super) fn has_begun(&self, id: &str) -> bool {
        self.begun.iter().any(|begun| begun.as_str() == id)
    }

    /// The talks of the old agenda.
    fn old_talks(&self) -> BTreeSet<EventIx> {
        let talks = self.schedule.iter().filter(|(_, event)| self.kept.contains(&event.id));
        talks.map(|(ix, _)| ix).collect()
    }

    /// Whether nothing is kept for its own sake.
    pub(super) fn is_fresh(&self) -> bool {
        self.keep == Keep::Points(0) || self.kept.is_empty()
    }

    /// The model with the points as they are, and the one in which what is kept counts more.
    pub(super) fn models(&self) -> (Model, Model) {
        let kept = self.old_talks();
        let is_kept = |ix: EventIx| kept.contains(&ix);
        let model = Model::build(&self.schedule, &self.wishes, &self.scores);
        let model = if self.begun.is_empty() {
            model
        } else {
            model.settling(|ix| self.begun.contains(&self.schedule.event(ix).id))
        };
        let favoured = match self.keep {
            Keep::Points(0) => model.clone(),
            Keep::Points(points) => model.favouring(|ix| if is_kept(ix) { points } else { 0 }),
            Keep::All => {
                // More than all points together: no number of points outbids one change.
                let all: i64 =
                    model.candidates().iter().map(|candidate| candidate.points.abs()).sum();
                let change = all + 1;
                model.favouring(|ix| {
                    // Another time of a talk is one change, like leaving it out; any other talk
                    // is one more.
                    if is_kept(ix) {
                        change
                    } else if self.schedule.occurrences(ix).into_iter().any(is_kept) {
                        0
                    } else {
                        -change
                    }
                })
            }
        };
        (model, favoured)
    }

    /// The ids of what would be chosen; none where time does not suffice to be certain.
    pub(super) fn chosen(&self, deadline: Deadline) -> Option<BTreeSet<EventId>> {
        let (_, favoured) = self.models();
        let answer = solve(&favoured, deadline);
        if answer.proof != Proof::Optimal {
            return None;
        }
        let event = |i: CandidateIx| match favoured.candidates()[i].item {
            Item::Event { ix, .. } => Some(self.schedule.event(ix).id.clone()),
            Item::Break { .. } => None,
        };
        Some(answer.chosen.into_iter().filter_map(event).collect())
    }

    /// The same without texts and without events that cannot be chosen, which is all that
    /// [`Situation::undone`] needs.
    pub(super) fn lean(&self) -> Situation {
        self.rebuilt(
            |ix, event| {
                let may_be_chosen = self.scores.of(ix).points > 0
                    || self.wishes.asks_for(ix)
                    || self.kept.contains(&event.id);
                may_be_chosen.then(|| Event {
                    summary: String::new(),
                    description: String::new(),
                    ..event.clone()
                })
            },
            &[],
            &Undo::new(),
        )
    }

    /// The situation as it would be without some of the changes.
    pub(super) fn undone(&self, undo: &Undo<'_>) -> Situation {
        let there: BTreeSet<&EventId> =
            self.schedule.events().iter().map(|event| &event.id).collect();
        let back: Vec<&Was> =
            undo.iter().filter(|(id, _)| !there.contains(id)).filter_map(|(_, was)| *was).collect();
        self.rebuilt(
            |_, event| match undo.get(&event.id) {
                None => Some(event.clone()),
                // An agenda knows no prices, so that they are those of today.
                Some(was) => {
                    was.map(|was| Event { price: event.price.clone(), ..was.event.clone() })
                }
            },
            &back,
            undo,
        )
    }

    /// The same with other events. Whatever was known by its place is found again by its id.
    fn rebuilt(
        &self,
        edit: impl Fn(EventIx, &Event) -> Option<Event>,
        back: &[&Was],
        undo: &Undo<'_>,
    ) -> Situation {
        let mut events: Vec<Event> =
            self.schedule.iter().filter_map(|(ix, event)| edit(ix, event)).collect();
        events.extend(back.iter().map(|was| was.event.clone()));
        let (title, zone) = (self.schedule.title().to_owned(), self.schedule.zone());
        let (schedule, _) = Schedule::new(title, None, zone, events);
        let new_of: BTreeMap<&EventId, EventIx> =
            schedule.iter().map(|(ix, event)| (&event.id, ix)).collect();
        let old_of: BTreeMap<&EventId, EventIx> =
            self.schedule.iter().map(|(ix, event)| (&event.id, ix)).collect();
        let moved = |ix: EventIx| new_of.get(&self.schedule.event(ix).id).copied();
        let mut scores = self
            .scores
            .rearranged(schedule.events().iter().map(|event| old_of.get(&event.id).copied()));
        let events =
            |all: &[EventIx]| -> Vec<EventIx> { all.iter().filter_map(|&ix| moved(ix)).collect() };
        let talks = |all: &[Vec<EventIx>]| -> Vec<Vec<EventIx>> {
            let talks = all.iter().map(|talk| events(talk));
            talks.filter(|talk| !talk.is_empty()).collect()
        };
        let mut must_see = talks(&self.wishes.must_see);
        for (id, was) in undo {
            if let (Some(&ix), Some(was)) = (new_of.get(id), was) {
                scores = scores.replacing(ix, Scored { points: was.points, ..Scored::default() });
                // Of what is there, the wishes say themselves whether it is wanted. Of what is not,
                // it is certain only when whatever they may have named is there again.
                let now = old_of.get(id).map(|&ix| self.schedule.event(ix));
                let is_lost = now.is_none_or(|event| event.cancelled);
                let all = was.must_see.as_deref();
                let is_named = all.is_some_and(|all| all.iter().all(|id| new_of.contains_key(id)));
                if is_lost && is_named && !must_see.iter().any(|talk| talk.contains(&ix)) {
                    must_see.push(schedule.occurrences(ix));
                }
            }
        }
        let hidden = self.wishes.hidden.iter();
        let quota = |quota: &Quota| {
            let members = match &quota.members {
                Members::Events(all) => Members::Events(events(all)),
                about @ Members::About(_) => about.clone(),
            };
            Quota { members, ..quota.clone() }
        };
        let visit = |visit: &DropIn| {
            let talk = events(&visit.talk);
            (!talk.is_empty()).then(|| DropIn { talk, ..visit.clone() })
        };
        let wishes = Wishes {
            booked: events(&self.wishes.booked),
            begun: self.wishes.begun.iter().filter_map(|&ix| moved(ix)).collect(),
            must_see,
            want: talks(&self.wishes.want),
            one_of: self.wishes.one_of.iter().map(|set| talks(set)).collect(),
            all_of: self.wishes.all_of.iter().map(|set| talks(set)).collect(),
            quotas: self.wishes.quotas.iter().map(quota).collect(),
            never: self.wishes.never.iter().filter_map(|&ix| moved(ix)).collect(),
            hidden: hidden.filter_map(|(&ix, it)| Some((moved(ix)?, it.clone()))).collect(),
            ratings: self
                .wishes
                .ratings
                .iter()
                .filter_map(|(&ix, &r)| Some((moved(ix)?, r)))
                .collect(),
            boosts: BTreeMap::new(),
            pauses: self
                .wishes
                .pauses
                .moved(&self.schedule, &schedule, |ix| old_of.get(&schedule.event(ix).id).copied()),
            drop_ins: self.wishes.drop_ins.iter().filter_map(visit).collect(),
            ..self.wishes.clone()
        };
        Situation { schedule, wishes, scores, ..self.clone() }.kept()
    }
}

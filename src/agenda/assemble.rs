//! Schedule, wishes, model and selection -> [`Agenda`].

use std::collections::BTreeSet;

use crate::explain::{self, Alternative, Conflict, GiveUp, Why, points_of};
use crate::model::{Model, Reason};
use crate::profile::Wishes;
use crate::schedule::{EventIx, Inferred, Schedule};
use crate::score::Scores;
use crate::solver::{self, Deadline, Price, Proof, Selection};

use super::{
    About, Agenda, Appointment, Certificate, Clash, FORMAT, Instead, Loss, Missed, Obstacle, Place,
    Status, Talk, Way, because,
};

/// How many alternatives a talk is given.
const ALTERNATIVES: usize = 3;

/// The agenda of a selection, with all that explains it.
pub fn assemble(
    schedule: &Schedule,
    wishes: &Wishes,
    scores: &Scores,
    model: &Model,
    selection: &Selection,
    deadline: Deadline,
) -> Agenda {
    let prices = solver::prices(model, selection, deadline);
    let view = View { schedule, wishes, scores, model, selection, prices: &prices };
    let conflicts = explain::conflicts(schedule, wishes, scores, model, selection, deadline);
    Agenda {
        attend: FORMAT,
        schedule: About {
            title: schedule.title().to_owned(),
            version: schedule.version().map(ToOwned::to_owned),
            timezone: schedule.zone().to_string(),
        },
        profile: wishes.name.clone(),
        proof: certificate(selection),
        points: selection.worth.points,
        talks: selection.chosen.iter().map(|&ix| view.talk(ix)).collect(),
        commitments: view.commitments(),
        breaks: Vec::new(),
        missed: view.missed(),
        conflicts: conflicts.iter().map(|conflict| view.clash(conflict)).collect(),
        warnings: Vec::new(),
    }
}

fn certificate(selection: &Selection) -> Certificate {
    let points = selection.worth.points;
    match selection.proof {
        Proof::Optimal => Certificate { status: Status::Optimal, bound: points, gap: 0.0 },
        Proof::Bound(bound) => {
            let bound = bound.points.max(points);
            let gap = (bound - points) as f64 / bound.max(1) as f64;
            Certificate { status: Status::BestFound, bound, gap }
        }
    }
}

/// What the parts of an agenda are made from.
struct View<'a> {
    schedule: &'a Schedule,
    wishes: &'a Wishes,
    scores: &'a Scores,
    model: &'a Model,
    selection: &'a Selection,
    prices: &'a [Price],
}

impl View<'_> {
    fn talk(&self, ix: EventIx) -> Talk {
        let place = self.place(ix);
        let event = self.schedule.event(ix);
        let scored = self.scores.of(ix);
        let alternatives = explain::alternatives(
            self.schedule,
            self.model,
            self.selection,
            self.prices,
            ix,
            ALTERNATIVES,
        );
        Talk {
            id: place.id,
            title: place.title,
            start: place.start,
            end: place.end,
            room: place.room,
            track: event.track.clone(),
            points: scored.points,
            must_see: self.is_must_see(ix),
            because: because(scored),
            alternatives: alternatives.iter().map(|other| self.instead(other)).collect(),
            inferred: event.inferred.iter().copied().map(Inferred::name).collect(),
        }
    }

    fn is_must_see(&self, ix: EventIx) -> bool {
        self.wishes.must_see.iter().any(|talk| talk.contains(&ix))
    }

    fn place(&self, ix: EventIx) -> Place {
        let event = self.schedule.event(ix);
        Place {
            id: event.id.to_string(),
            title: event.title.clone(),
            start: self.schedule.zone().at(event.slot.start()),
            end: self.schedule.zone().at(event.slot.end()),
            room: event.room.as_ref().map(|room| room.as_str().to_owned()),
        }
    }

    fn instead(&self, other: &Alternative) -> Instead {
        let place = self.place(other.event);
        Instead {
            id: place.id,
            title: place.title,
            room: place.room,
            points: self.scores.of(other.event).points,
            price: points_of(other.price.lost),
            exact: other.price.exact,
        }
    }

    fn commitments(&self) -> Vec<Appointment> {
        let mut commitments: Vec<Appointment> = self
            .wishes
            .commitments
            .iter()
            .map(|commitment| Appointment {
                title: commitment.title.clone(),
                start: self.schedule.zone().at(commitment.slot.start()),
                end: self.schedule.zone().at(commitment.slot.end()),
                room: commitment.room.as_ref().map(|room| room.as_str().to_owned()),
            })
            .collect();
        commitments.sort_by(|a, b| (a.start, &a.title).cmp(&(b.start, &b.title)));
        commitments
    }

    /// Talks with points or demanded that no occurrence of is chosen; one entry for each talk.
    fn missed(&self) -> Vec<Missed> {
        let seen: BTreeSet<EventIx> =
            self.selection.chosen.iter().flat_map(|&ix| self.schedule.occurrences(ix)).collect();
        let mut named: BTreeSet<EventIx> = BTreeSet::new();
        let mut missed = Vec::new();
        for (ix, _) in self.schedule.iter() {
            let wanted = self.is_must_see(ix)
                || (self.scores.of(ix).points > 0 && !self.wishes.never.contains(&ix));
            if wanted && !seen.contains(&ix) && named.insert(ix) {
                named.extend(self.schedule.occurrences(ix));
                missed.push(self.missed_talk(ix));
            }
        }
        missed.sort_by(|a, b| {
            (b.must_see, b.points, a.start, &a.id).cmp(&(a.must_see, a.points, b.start, &b.id))
        });
        missed
    }

    /// The occurrence that would be cheapest to see speaks for a missed talk.
    fn missed_talk(&self, ix: EventIx) -> Missed {
        let price = |ix: EventIx| Some(self.prices[self.model.candidate_of(ix)?]);
        let occurrences = self.schedule.occurrences(ix);
        let cheapest = occurrences
            .into_iter()
            .filter_map(|ix| Some((price(ix)?.lost, ix)))
            .min()
            .map_or(ix, |(_, ix)| ix);
        let place = self.place(cheapest);
        let price = price(cheapest);
        let why = explain::why_missed(self.schedule, self.model, self.selection, cheapest);
        Missed {
            id: place.id,
            title: place.title,
            start: place.start,
            end: place.end,
            room: place.room,
            points: self.scores.of(cheapest).points,
            must_see: self.is_must_see(cheapest),
            why: why.into_iter().map(|why| self.obstacle(why)).collect(),
            price: price.and_then(|price| points_of(price.lost)),
            exact: price.is_none_or(|price| price.exact),
        }
    }

    fn obstacle(&self, why: Why) -> Obstacle {
        match why {
            Why::Overlap(ix) => {
                let event = self.schedule.event(ix);
                Obstacle::Overlap { id: event.id.to_string(), title: event.title.clone() }
            }
            Why::RuledOut(reason) => self.rule(reason),
            Why::NotReached => Obstacle::NotReached,
        }
    }

    fn rule(&self, reason: Reason) -> Obstacle {
        match reason {
            Reason::Never => Obstacle::Never,
            Reason::Cancelled => Obstacle::Cancelled,
            Reason::Away => Obstacle::Away,
            Reason::NoPoints => Obstacle::NoPoints,
            Reason::Commitment(position) => {
                Obstacle::Commitment { title: self.wishes.commitments[position].title.clone() }
            }
        }
    }

    fn clash(&self, conflict: &Conflict) -> Clash {
        Clash {
            events: conflict.events.iter().map(|&ix| self.place(ix)).collect(),
            kept: conflict.kept.iter().map(|&ix| self.place(ix).id).collect(),
            because: conflict.because.map(|reason| self.rule(reason)),
            ways_out: conflict
                .ways_out
                .iter()
                .map(|way| Way {
                    give_up: self.loss(way.give_up),
                    price: way.price,
                    also_lost: way.also_lost.iter().map(|&ix| self.place(ix).title).collect(),
                    taken: way.taken,
                })
                .collect(),
        }
    }

    fn loss(&self, give_up: GiveUp) -> Loss {
        match give_up {
            GiveUp::Talk(ix) => Loss::Talk(self.place(ix).title),
            GiveUp::Commitment(position) => {
                Loss::Commitment(self.wishes.commitments[position].title.clone())
            }
            GiveUp::Absence => Loss::Absence,
        }
    }
}

//! Schedule, wishes, model and selection -> [`Agenda`].

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::explain::{self, Alternative, Conflict, GiveUp, Part, Why, points_of};
use crate::model::{Item, Model, Reason, Worth};
use crate::profile::Wishes;
use crate::schedule::{EventIx, Schedule, Slot};
use crate::score::Scores;
use crate::solver::{Deadline, Prices, Proof, Selection};

use super::known::{known, others};
use super::{
    About, Agenda, Appointment, Because, Certificate, Clash, FORMAT, Instead, Loss, Missed,
    Obstacle, Place, Status, Talk, Way, because,
};

/// How many alternatives a talk is given.
const ALTERNATIVES: usize = 3;
/// Of how many missed talks the price is worked out to the point, where that takes a search each.
const EXACT: usize = 40;

/// The agenda of a selection, with all that explains it.
pub fn assemble(
    schedule: &Schedule,
    wishes: &Wishes,
    scores: &Scores,
    model: &Model,
    selection: &Selection,
    deadline: Deadline,
) -> Agenda {
    assemble_beside(schedule, wishes, scores, model, (selection, selection), deadline)
}

/// The agenda of a selection beside the best one, which it may differ from on purpose.
pub fn assemble_beside(
    schedule: &Schedule,
    wishes: &Wishes,
    scores: &Scores,
    model: &Model,
    (selection, best): (&Selection, &Selection),
    deadline: Deadline,
) -> Agenda {
    let prices = Prices::new(model, best, deadline);
    let behind = best.worth - selection.worth;
    let view = View { behind, ..View::new(schedule, wishes, scores, model, selection, &prices) };
    let conflicts = explain::conflicts(schedule, wishes, scores, model, selection, deadline);
    // The best of what is missed has the first claim on exact prices.
    let missed = view.missed();
    let known = known(schedule, wishes, scores);
    Agenda {
        attend: FORMAT,
        schedule: About {
            title: schedule.title().to_owned(),
            version: schedule.version().map(ToOwned::to_owned),
            timezone: schedule.zone().to_string(),
        },
        profile: wishes.name.clone(),
        proof: certificate(selection, best),
        points: selection.worth.points,
        talks: selection.chosen.iter().filter_map(|&chosen| view.talk(chosen)).collect(),
        commitments: view.commitments(),
        breaks: view.breaks(),
        missed,
        alternatives: Vec::new(),
        conflicts: conflicts.iter().map(|conflict| view.clash(conflict)).collect(),
        warnings: Vec::new(),
        sequence: 0,
        pins: Vec::new(),
        dropped: Vec::new(),
        source: None,
        wishes: None,
        others: others(schedule, &known),
        known,
        noted: Vec::new(),
    }
}

fn certificate(selection: &Selection, best: &Selection) -> Certificate {
    let points = selection.worth.points;
    match (selection.proof, best.proof) {
        (Proof::Optimal, Proof::Optimal) if best.worth.points > points => Certificate {
            status: Status::LeastChange,
            bound: best.worth.points,
            gap: (best.worth.points - points) as f64 / best.worth.points.max(1) as f64,
        },
        (Proof::Optimal, Proof::Optimal) => {
            Certificate { status: Status::Optimal, bound: points, gap: 0.0 }
        }
        (Proof::Optimal, Proof::Bound(bound)) | (Proof::Bound(bound), _) => {
            let bound = bound.max(points).max(best.worth.points);
            let gap = (bound - points) as f64 / bound.max(1) as f64;
            Certificate { status: Status::BestFound, bound, gap }
        }
    }
}

/// A talk with its place and time.
pub(crate) fn place(schedule: &Schedule, ix: EventIx) -> Place {
    let event = schedule.event(ix);
    Place {
        id: event.id.to_string(),
        title: event.title.clone(),
        start: schedule.zone().at(event.slot.start()),
        end: schedule.zone().at(event.slot.end()),
        room: event.room.as_ref().map(|room| room.as_str().to_owned()),
    }
}

/// What the parts of an agenda are made from.
pub(super) struct View<'a> {
    schedule: &'a Schedule,
    wishes: &'a Wishes,
    scores: &'a Scores,
    model: &'a Model,
    selection: &'a Selection,
    prices: &'a Prices<'a>,
    /// How much the best selection is worth more.
    behind: Worth,
}

impl<'a> View<'a> {
    /// What is said of the best selection.
    pub(super) fn new(
        schedule: &'a Schedule,
        wishes: &'a Wishes,
        scores: &'a Scores,
        model: &'a Model,
        selection: &'a Selection,
        prices: &'a Prices<'a>,
    ) -> View<'a> {
        let behind = Worth::default();
        View { schedule, wishes, scores, model, selection, prices, behind }
    }

    fn talk(&self, chosen: usize) -> Option<Talk> {
        let candidate = &self.model.candidates()[chosen];
        let Item::Event { ix, late, early } = candidate.item else { return None };
        let place = self.place(ix);
        let event = self.schedule.event(ix);
        let scored = self.scores.of(ix);
        let mut because = because(scored);
        if candidate.points != scored.points {
            because.push(Because {
                keyword: format!("{} minutes missed", late + early),
                field: "tolerance".into(),
                points: candidate.points - scored.points,
            });
        }
        let alternatives =
            explain::alternatives(self.model, self.selection, self.prices, ix, ALTERNATIVES);
        let without = self.prices.without(ix).map(|other| other.price);
        Some(Talk {
            price: without.and_then(|price| points_of(price.lost - self.behind)),
            exact: without.is_some_and(|price| price.exact),
            id: place.id,
            title: place.title,
            start: place.start,
            end: place.end,
            room: place.room,
            track: event.track.clone(),
            points: candidate.points,
            must_see: self.is_must_see(ix),
            because,
            alternatives: alternatives.iter().map(|other| self.instead(other)).collect(),
            late,
            early,
            inferred: event.inferred.iter().map(|what| what.name().into()).collect(),
            uid: None,
        })
    }

    fn is_must_see(&self, ix: EventIx) -> bool {
        self.wishes.must_see.iter().any(|talk| talk.contains(&ix))
    }

    pub(super) fn place(&self, ix: EventIx) -> Place {
        place(self.schedule, ix)
    }

    pub(super) fn instead(&self, other: &Alternative) -> Instead {
        let place = self.place(other.event);
        Instead {
            id: place.id,
            title: place.title,
            room: place.room,
            points: self.scores.of(other.event).points,
            price: points_of(other.price.lost - self.behind),
            exact: other.price.exact,
        }
    }

    fn commitments(&self) -> Vec<Appointment> {
        let commitments = self.wishes.commitments.iter();
        let mut commitments: Vec<Appointment> = commitments
            .map(|busy| {
                let room = busy.room.as_ref().map(|room| room.as_str().to_owned());
                self.appointment(&busy.title, busy.slot, room)
            })
            .collect();
        commitments.sort_by(|a, b| (a.start, &a.title).cmp(&(b.start, &b.title)));
        commitments
    }

    fn appointment(&self, title: &str, slot: Slot, room: Option<String>) -> Appointment {
        let zone = self.schedule.zone();
        let (start, end) = (zone.at(slot.start()), zone.at(slot.end()));
        Appointment { title: title.to_owned(), start, end, room }
    }

    /// The first time that is free for each break of each day on which something is chosen.
    fn breaks(&self) -> Vec<Appointment> {
        let day = |ix: EventIx| self.schedule.day(self.schedule.event(ix).slot.start());
        let busy: BTreeSet<NaiveDate> = self.selection.events.iter().map(|&ix| day(ix)).collect();
        let mut seen: BTreeSet<(usize, NaiveDate)> = BTreeSet::new();
        let mut breaks = Vec::new();
        for &chosen in &self.selection.chosen {
            let candidate = &self.model.candidates()[chosen];
            if let Item::Break { wish, day } = candidate.item
                && busy.contains(&day)
                && seen.insert((wish, day))
            {
                let name = &self.wishes.breaks[wish].name;
                breaks.push(self.appointment(name, candidate.slot, None));
            }
        }
        breaks
    }

    /// Talks with points or demanded that no occurrence of is chosen; one entry for each talk.
    fn missed(&self) -> Vec<Missed> {
        let seen: BTreeSet<EventIx> =
            self.selection.events.iter().flat_map(|&ix| self.schedule.occurrences(ix)).collect();
        let mut named: BTreeSet<EventIx> = BTreeSet::new();
        let mut missed = Vec::new();
        for (ix, _) in self.schedule.iter() {
            let wanted = self.is_must_see(ix)
                || (self.scores.of(ix).points > 0 && !self.wishes.never.contains(&ix));
            if wanted && !seen.contains(&ix) && named.insert(ix) {
                named.extend(self.schedule.occurrences(ix));
                missed.push(ix);
            }
        }
        missed.sort_by_key(|&ix| (!self.is_must_see(ix), -self.scores.of(ix).points, ix));
        let exact = |(number, ix)| self.missed_talk(ix, number < EXACT);
        missed.into_iter().enumerate().map(exact).collect()
    }

    /// The occurrence that would be cheapest to see speaks for a missed talk.
    fn missed_talk(&self, ix: EventIx, exactly: bool) -> Missed {
        let price = |ix: EventIx| {
            if exactly { self.prices.exact(ix) } else { self.prices.quick(ix) }
        };
        let occurrences = self.schedule.occurrences(ix).into_iter();
        let cheapest = occurrences.filter_map(|ix| Some((price(ix)?, ix)));
        let cheapest = cheapest.min_by_key(|(price, ix)| (price.lost, *ix));
        let (price, ix) = cheapest.map_or((None, ix), |(price, ix)| (Some(price), ix));
        let place = self.place(ix);
        let why = explain::why_missed(self.model, self.selection, ix);
        Missed {
            id: place.id,
            title: place.title,
            start: place.start,
            end: place.end,
            room: place.room,
            points: self.scores.of(ix).points,
            must_see: self.is_must_see(ix),
            why: why.into_iter().map(|why| self.obstacle(why)).collect(),
            price: price.and_then(|price| points_of(price.lost - self.behind)),
            exact: price.is_none_or(|price| price.exact),
        }
    }

    pub(super) fn obstacle(&self, why: Why) -> Obstacle {
        match why {
            Why::Overlap(ix) => {
                let place = self.place(ix);
                Obstacle::Overlap { id: place.id, title: place.title }
            }
            Why::TooFar { other, walk } => {
                let place = self.place(other);
                Obstacle::TooFar { id: place.id, title: place.title, walk }
            }
            Why::Break(wish) => Obstacle::Break { title: self.wishes.breaks[wish].name.clone() },
            Why::DayFull(day) => Obstacle::DayFull { day },
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
        let must_sees: Vec<Vec<EventIx>> = conflict
            .parts
            .iter()
            .filter_map(|part| match part {
                Part::MustSee(number) => Some(self.wishes.must_see[*number].clone()),
                _ => None,
            })
            .collect();
        let chosen =
            |talk: &Vec<EventIx>| talk.iter().copied().find(|&ix| self.selection.holds(ix));
        Clash {
            given_up: self.loss(GiveUp::Part(conflict.parts[0])),
            events: must_sees
                .iter()
                .map(|talk| self.place(chosen(talk).unwrap_or(talk[0])))
                .collect(),
            kept: must_sees.iter().filter_map(chosen).map(|ix| self.place(ix).id).collect(),
            because: conflict.parts[1..].iter().filter_map(|&part| self.stands(part)).collect(),
            ways_out: conflict
                .ways_out
                .iter()
                .map(|way| Way {
                    give_up: self.loss(way.give_up),
                    price: way.price,
                    also_lost: way.also_lost.iter().map(|&part| self.name(part)).collect(),
                    taken: way.taken,
                })
                .collect(),
        }
    }

    /// A part of a conflict that is no must-see, as what stands against the one given up.
    fn stands(&self, part: Part) -> Option<Obstacle> {
        match part {
            Part::MustSee(_) => None,
            Part::Break(..) => Some(Obstacle::Break { title: self.name(part) }),
            Part::Commitment(_) => Some(Obstacle::Commitment { title: self.name(part) }),
            Part::Here => Some(Obstacle::Away),
            Part::TalksPerDay => Some(Obstacle::TalksPerDay),
            Part::HoursPerDay => Some(Obstacle::HoursPerDay),
        }
    }

    fn name(&self, part: Part) -> String {
        match part {
            Part::MustSee(number) => self.place(self.wishes.must_see[number][0]).title,
            Part::Break(wish, day) => {
                format!("{} on {}", self.wishes.breaks[wish].name, day.format("%A"))
            }
            Part::Commitment(number) => self.wishes.commitments[number].title.clone(),
            Part::Here => "here".to_owned(),
            Part::TalksPerDay => "talks_per_day".to_owned(),
            Part::HoursPerDay => "hours_per_day".to_owned(),
        }
    }

    fn loss(&self, give_up: GiveUp) -> Loss {
        match give_up {
            GiveUp::Part(part @ Part::MustSee(_)) => Loss::Talk(self.name(part)),
            GiveUp::Part(part @ Part::Break(..)) => Loss::Break(self.name(part)),
            GiveUp::Part(part @ Part::Commitment(_)) => Loss::Commitment(self.name(part)),
            GiveUp::Part(Part::Here) => Loss::Absence,
            GiveUp::Part(Part::TalksPerDay) => Loss::TalksPerDay,
            GiveUp::Part(Part::HoursPerDay) => Loss::HoursPerDay,
            GiveUp::Early(ix, minutes) => Loss::Early { title: self.place(ix).title, minutes },
        }
    }
}

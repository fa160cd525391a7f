//! Schedule, wishes, model and selection -> [`Agenda`].

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::explain::{self, Alternative};
use crate::model::{CandidateIx, Cost, Item, Reason, Worth};
use crate::problem::Problem;
use crate::profile::{Additions, Stay, Wishes};
use crate::schedule::{Event, EventIx, Price, Room, Schedule, Slot};
use crate::score::Scores;
use crate::solved::Solved;
use crate::solver::{self, Deadline, Prices, Proof, Selection};

use super::coverage::{coverage, favourites};
use super::known::{known, others};
use super::{
    About, Agenda, Appointment, Because, Certificate, FORMAT, Files, History, Instead, Lack,
    Missed, Nearest, Said, Status, Talk, Tickets, Walks, because,
};

/// How many alternatives a talk is given.
const ALTERNATIVES: usize = 3;

/// How much of what takes searches of its own is worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Depth {
    /// What each chosen talk costs and what could be had instead.
    pub talks: bool,
    /// Of how many missed talks the price is exact; of the others it is a bound.
    pub missed: usize,
    /// Whether there are prices and conflicts at all.
    pub prices: bool,
}

impl Depth {
    /// All that an agenda can tell.
    pub const FULL: Depth = Depth { talks: true, missed: 40, prices: true };

    /// Conflicts, and what is known of prices without a search for each.
    pub const LISTED: Depth = Depth { talks: false, missed: 0, prices: true };

    /// What is chosen and what is missed, without any search.
    pub const BARE: Depth = Depth { talks: false, missed: 0, prices: false };

    /// What a list of the chosen talks with the first of the missed ones needs.
    #[must_use]
    pub fn list(missed: usize) -> Depth {
        Depth { missed: missed.min(Depth::FULL.missed), ..Depth::LISTED }
    }
}

/// The agenda of a choice, with what explains it.
pub fn assemble(solved: &Solved<'_>, depth: Depth, deadline: Deadline) -> Agenda {
    assemble_beside(solved, solved.selection, depth, deadline)
}

/// The agenda of a choice beside the best one, which it may differ from on purpose.
pub fn assemble_beside(
    solved: &Solved<'_>,
    best: &Selection,
    depth: Depth,
    deadline: Deadline,
) -> Agenda {
    let Solved { schedule, wishes, selection, .. } = *solved;
    let prices = if depth.prices {
        Prices::new(solved.model, best, deadline)
    } else {
        Prices::none(solved.model, best)
    };
    let behind = best.worth - selection.worth;
    let view = View { behind, depth, ..View::new(*solved, &prices) };
    let conflicts = if depth.prices { explain::conflicts(solved, deadline) } else { Vec::new() };
    // What is chosen has the first claim on exact prices, then the best of what is missed.
    let view = View { without: view.without(), ..view };
    let missed = view.missed();
    let known = known(solved);
    let agenda = Agenda {
        attend: FORMAT,
        schedule: About::of(schedule),
        profile: wishes.name.clone(),
        proof: certificate(selection, best),
        points: selection.worth.points,
        favourites: favourites(solved),
        coverage: coverage(solved, &prices, |other| view.instead(other)),
        before_variety: before_variety(solved),
        lack: None,
        tickets: tickets(solved),
        walks: Walks::guessed(&wishes.walking),
        talks: selection.chosen.iter().filter_map(|&chosen| view.talk(chosen)).collect(),
        nearest: Vec::new(),
        commitments: view.commitments(),
        breaks: view.breaks(),
        missed,
        alternatives: Vec::new(),
        conflicts,
        warnings: Vec::new(),
        sequence: 0,
        pins: Vec::new(),
        skipped: Vec::new(),
        dropped: Vec::new(),
        source: None,
        wishes: None,
        added: Additions::default(),
        said: Said::default(),
        others: others(schedule, &known),
        known,
        noted: Vec::new(),
    };
    Agenda { nearest: nearest(solved, &agenda), ..agenda }
}

/// For each gap the talk with the most points of those that were too few, if one fits in.
fn nearest(solved: &Solved<'_>, agenda: &Agenda) -> Vec<Nearest> {
    let Solved { schedule, wishes, model, selection, .. } = *solved;
    let talk = |&chosen: &CandidateIx| {
        let candidate = &model.candidates()[chosen];
        Some(wishes.stay(schedule, candidate.item.event()?, candidate.slot))
    };
    let talks: Vec<Stay<'_>> = selection.chosen.iter().filter_map(talk).collect();
    let in_gap = |(from, to): (DateTime<FixedOffset>, DateTime<FixedOffset>)| {
        let fits = |(ix, event): &(EventIx, &Event)| {
            let stay = wishes.stay(schedule, *ix, event.slot);
            matches!(model.ruled_out(*ix), Some(Reason::BelowMinimum { .. }))
                && from <= event.slot.start()
                && event.slot.end() <= to
                && wishes.is_there(&stay)
                && talks.iter().all(|talk| wishes.can_do_both(talk, &stay))
                && !schedule.occurrences(*ix).iter().any(|ix| selection.holds(*ix))
        };
        let points = |ix: EventIx| solved.scores.of(ix).points;
        let best = schedule.iter().filter(fits).map(|(ix, _)| ix);
        let best = best.max_by_key(|&ix| (points(ix), Reverse(ix)))?;
        Some(Nearest { talk: schedule.place(best), points: points(best) })
    };
    agenda.gaps().into_iter().filter_map(in_gap).collect()
}

/// The sum of all points, where variety takes something off.
fn before_variety(solved: &Solved<'_>) -> Option<i64> {
    let Solved { model, selection, .. } = *solved;
    let sum = selection.chosen.iter().map(|&i| model.candidates()[i].points).sum();
    (sum != selection.worth.points).then_some(sum)
}

/// What the chosen talks cost; nothing where neither they nor the budget have a price.
fn tickets(solved: &Solved<'_>) -> Option<Tickets> {
    let Solved { schedule, wishes, selection, .. } = *solved;
    let prices = |ix: &EventIx| schedule.event(*ix).price.as_ref();
    let chosen: Vec<&Price> = selection.events.iter().filter_map(prices).collect();
    let all: Vec<&Price> = schedule.events().iter().flat_map(|event| &event.price).collect();
    let budget = wishes.budgets.first().filter(|_| !all.is_empty());
    if budget.is_none() && chosen.iter().all(|price| price.cents == 0) {
        return None;
    }
    let currency = budget.map_or_else(|| Price::usual(&all), |budget| budget.currency.as_deref());
    // What is in no currency is in the first of these.
    let mut costs = vec![Price { cents: 0, currency: currency.map(str::to_owned) }];
    for price in chosen {
        match costs.iter_mut().find(|cost| price.is_in(cost.currency.as_deref())) {
            Some(cost) => cost.cents += price.cents,
            None => costs.push(price.clone()),
        }
    }
    if budget.is_none() && costs.len() > 1 {
        costs.retain(|cost| cost.cents > 0);
    }
    let others = costs.split_off(1);
    Some(Tickets {
        cost: costs[0].to_string(),
        budget: budget.map(ToString::to_string),
        others: others.iter().map(ToString::to_string).collect(),
    })
}

impl Agenda {
    /// The same agenda with its history and its warnings: what is odd about the wishes, and why it
    /// is empty.
    #[must_use]
    pub fn finished(
        mut self,
        schedule: &Schedule,
        wishes: &Wishes,
        scores: &Scores,
        odd: &[Problem],
        history: History,
    ) -> Agenda {
        for problem in odd {
            let hint = problem.hint.as_ref().map_or(String::new(), |hint| format!("; {hint}"));
            self.warnings.push(format!("{}{hint}", problem.what));
        }
        // What the profile names is told from a mistake when it is gone.
        for (ix, _) in schedule.iter().filter(|(ix, _)| wishes.mentions(schedule, *ix)) {
            self.remember(schedule, ix);
        }
        self.lack = self.lack(schedule, wishes, scores);
        if self.talks.is_empty() && self.proof.status == Status::Optimal {
            self.proof.status = Status::Empty;
        }
        let History { sequence, pins, skipped, dropped, files } = history;
        let Files { schedule: source, profile: wishes, added, said } = files;
        Agenda { sequence, pins, skipped, dropped, source, wishes, added, said, ..self }
    }

    fn lack(&self, schedule: &Schedule, wishes: &Wishes, scores: &Scores) -> Option<Lack> {
        let is_empty = self.talks.is_empty();
        let points = self.talks.iter().map(|talk| talk.points);
        let mut points = points.chain(self.missed.iter().map(|missed| missed.points));
        if is_empty && schedule.events().is_empty() {
            Some(Lack::Events)
        } else if wishes.interests.is_empty() && wishes.ratings.is_empty() {
            is_empty.then_some(Lack::Interests)
        } else if points.all(|points| points <= 0) {
            let likes = wishes.interests.iter().any(|interest| interest.weight.number() > 0.0);
            let is_slight = |(ix, _): (EventIx, _)| {
                scores.is_slight(wishes, ix) && scores.hidden(wishes, ix).is_none()
            };
            let lack = if schedule.iter().any(is_slight) {
                Lack::Slight
            } else if wishes.hidden.is_empty() {
                Lack::Matches
            } else {
                Lack::Shown
            };
            (is_empty || likes).then_some(lack)
        } else {
            is_empty.then_some(Lack::Attendable)
        }
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

/// What the missed minutes of a talk cost.
pub fn missed_minutes(minutes: i64, points: i64) -> Because {
    Because { keyword: format!("{minutes} minutes missed"), field: "tolerance".into(), points }
}

/// A cost of more than points.
pub(super) fn by_level(cost: Cost) -> Option<Cost> {
    cost.in_points().is_none().then_some(cost)
}

/// What the parts of an agenda are made from.
pub(super) struct View<'a> {
    solved: Solved<'a>,
    prices: &'a Prices<'a>,
    depth: Depth,
    /// How much the best selection is worth more.
    behind: Worth,
    /// What leaving out each chosen talk costs, as far as it was asked.
    without: BTreeMap<EventIx, solver::Price>,
}

impl<'a> View<'a> {
    /// The view of the best selection.
    pub(super) fn new(solved: Solved<'a>, prices: &'a Prices<'a>) -> View<'a> {
        View {
            solved,
            prices,
            depth: Depth::FULL,
            behind: Worth::default(),
            without: BTreeMap::new(),
        }
    }

    fn without(&self) -> BTreeMap<EventIx, solver::Price> {
        let asked = self.solved.selection.events.iter().filter(|_| self.depth.talks);
        let asked = asked.filter(|ix| !self.solved.wishes.booked.contains(ix));
        asked.filter_map(|&ix| Some((ix, self.prices.without(ix)?.price))).collect()
    }

    fn talk(&self, chosen: CandidateIx) -> Option<Talk> {
        let candidate = &self.solved.model.candidates()[chosen];
        let Item::Event { ix, late, early } = candidate.item else { return None };
        let place = self.solved.schedule.place(ix);
        let event = self.solved.schedule.event(ix);
        let scored = self.solved.scores.of(ix);
        let mut because = because(scored);
        if candidate.points != scored.points {
            because.push(missed_minutes(late + early, candidate.points - scored.points));
        }
        let (lost, _) = self.solved.model.lost_to_variety(&self.solved.selection.chosen, chosen);
        let wanted = if self.depth.talks { ALTERNATIVES } else { 0 };
        let alternatives = explain::alternatives(&self.solved, self.prices, ix, wanted);
        let booked = self.solved.wishes.booked.contains(&ix);
        let without = self.without.get(&ix);
        let cost = without.map(|price| (price.lost - self.behind).cost());
        Some(Talk {
            price: cost.and_then(Cost::in_points),
            costs: cost.and_then(by_level),
            booked,
            exact: without.is_some_and(|price| price.exact),
            id: place.id,
            title: place.title,
            start: place.start,
            end: place.end,
            room: place.room,
            track: event.track.clone(),
            points: candidate.points,
            counts: (lost > 0).then_some(candidate.points - lost),
            must_see: self.solved.is_must_see(ix),
            because,
            alternatives: alternatives.iter().map(|other| self.instead(other)).collect(),
            late,
            early,
            drop_in: self.solved.wishes.drop_in(ix).is_some(),
            scout_for: Vec::new(),
            inferred: event.inferred.iter().map(|what| what.name().into()).collect(),
            uid: None,
        })
    }

    pub(super) fn instead(&self, other: &Alternative) -> Instead {
        let place = self.solved.schedule.place(other.event);
        let cost = (other.price.lost - self.behind).cost();
        Instead {
            id: place.id,
            title: place.title,
            room: place.room,
            points: self.solved.scores.of(other.event).points,
            price: cost.in_points(),
            costs: by_level(cost),
            exact: other.price.exact,
        }
    }

    fn commitments(&self) -> Vec<Appointment> {
        let commitments = self.solved.wishes.commitments.iter();
        let mut commitments: Vec<Appointment> = commitments
            .map(|busy| {
                let room = busy.room.as_ref().map(ToString::to_string);
                self.appointment(&busy.title, busy.slot, room, None)
            })
            .collect();
        commitments.sort_by(|a, b| (a.start, &a.title).cmp(&(b.start, &b.title)));
        commitments
    }

    fn appointment(
        &self,
        title: &str,
        slot: Slot,
        room: Option<String>,
        points: Option<i64>,
    ) -> Appointment {
        let zone = self.solved.schedule.zone();
        let (start, end) = (zone.at(slot.start()), zone.at(slot.end()));
        Appointment { title: title.to_owned(), start, end, room, points }
    }

    /// The first time that is free for each break of each day on which something is chosen.
    fn breaks(&self) -> Vec<Appointment> {
        let day =
            |ix: EventIx| self.solved.schedule.day(self.solved.schedule.event(ix).slot.start());
        let busy: BTreeSet<NaiveDate> =
            self.solved.selection.events.iter().map(|&ix| day(ix)).collect();
        let mut seen: BTreeSet<(usize, NaiveDate)> = BTreeSet::new();
        let mut breaks = Vec::new();
        for &chosen in &self.solved.selection.chosen {
            let candidate = &self.solved.model.candidates()[chosen];
            if let Item::Break { wish, day } = candidate.item
                && busy.contains(&day)
                && seen.insert((wish, day))
            {
                let wish = &self.solved.wishes.breaks[wish];
                let room = wish.room.as_ref().map(Room::to_string);
                breaks.push(self.appointment(&wish.name, candidate.slot, room, wish.worth));
            }
        }
        breaks
    }

    /// Whether an event is one of a must-see, none of which is chosen.
    fn is_missed_must_see(&self, ix: EventIx) -> bool {
        self.lacks(ix, &self.solved.wishes.must_see)
    }

    /// Whether an event is asked for by name, in vain.
    fn is_missed(&self, ix: EventIx) -> bool {
        self.is_missed_must_see(ix) || self.lacks(ix, &self.solved.wishes.want)
    }

    fn lacks(&self, ix: EventIx, talks: &[Vec<EventIx>]) -> bool {
        let is_chosen = |ix: &EventIx| self.solved.selection.holds(*ix);
        talks.iter().any(|talk| talk.contains(&ix) && !talk.iter().any(is_chosen))
    }

    /// Talks with points or demanded that no occurrence of is chosen; one entry for each talk.
    fn missed(&self) -> Vec<Missed> {
        let seen: BTreeSet<EventIx> = self
            .solved
            .selection
            .events
            .iter()
            .flat_map(|&ix| self.solved.schedule.occurrences(ix))
            .collect();
        let mut named: BTreeSet<EventIx> = BTreeSet::new();
        let mut missed = Vec::new();
        for (ix, _) in self.solved.schedule.iter() {
            let slight =
                |ix| matches!(self.solved.model.ruled_out(ix), Some(Reason::BelowMinimum { .. }));
            let wanted = self.is_missed(ix)
                || (self.solved.scores.of(ix).points > 0
                    && !self.solved.wishes.never.contains(&ix)
                    && !slight(ix)
                    && self.solved.scores.hidden(self.solved.wishes, ix).is_none());
            if wanted && !seen.contains(&ix) && named.insert(ix) {
                named.extend(self.solved.schedule.occurrences(ix));
                missed.push(ix);
            }
        }
        missed.sort_by_key(|&ix| {
            (!self.is_missed_must_see(ix), -self.solved.scores.of(ix).points, ix)
        });
        let exact = |(number, ix)| self.missed_talk(ix, number < self.depth.missed);
        missed.into_iter().enumerate().map(exact).collect()
    }

    /// Whether a talk, or the same one at another time, can be watched later.
    fn is_recorded(&self, ix: EventIx) -> bool {
        let schedule = self.solved.schedule;
        schedule.occurrences(ix).into_iter().any(|ix| schedule.event(ix).recorded)
    }

    /// The occurrence that would be cheapest to see speaks for a missed talk.
    fn missed_talk(&self, ix: EventIx, exactly: bool) -> Missed {
        let price = |ix: EventIx| {
            if exactly { self.prices.exact(ix) } else { self.prices.quick(ix) }
        };
        let occurrences = self.solved.schedule.occurrences(ix).into_iter();
        let cheapest = occurrences.filter_map(|ix| Some((price(ix)?, ix)));
        let cheapest = cheapest.min_by_key(|(price, ix)| (price.lost, *ix));
        let (price, ix) = cheapest.map_or((None, ix), |(price, ix)| (Some(price), ix));
        let place = self.solved.schedule.place(ix);
        let cost = price.map(|price| (price.lost - self.behind).cost());
        Missed {
            id: place.id,
            title: place.title,
            start: place.start,
            end: place.end,
            room: place.room,
            points: self.solved.scores.of(ix).points,
            must_see: self.is_missed_must_see(ix),
            recorded: self.is_recorded(ix),
            why: explain::why_missed(&self.solved, ix),
            price: cost.and_then(Cost::in_points),
            costs: cost.and_then(by_level),
            exact: price.is_none_or(|price| price.exact),
        }
    }
}

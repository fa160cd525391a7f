//! A talk in the place of what it clashes with.

use std::cmp::Reverse;

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::agenda::Appointment;
use crate::model::{Bound, CandidateIx, Cost, Item, Rule, Worth};
use crate::replan::SOON;
use crate::schedule::{EventIx, Place, Slot};

use super::MOST;
use super::present::Present;

/// The most points by which one talk may cost more than another that is further away.
const CLOSE: i64 = 10;

/// A talk that is not in the agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Aside {
    /// The talk.
    pub talk: Place,
    /// Minutes of the walk there.
    pub walk: i64,
    /// Minutes of its beginning that one misses.
    pub missed: i64,
    /// The points of what is left of it.
    pub points: i64,
    /// The points that the agenda has less with it in place of all that clashes with it; none where
    /// it costs something that comes before points.
    pub price: Option<i64>,
    /// What it costs by level then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub costs: Option<Cost>,
    /// The points that the agenda has more with it, if it has.
    #[serde(skip_serializing_if = "is_zero")]
    pub gain: i64,
    /// The titles of what it takes the place of.
    pub instead_of: Vec<String>,
    /// What is at another time then.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<Appointment>,
}

fn is_zero(number: &i64) -> bool {
    *number == 0
}

/// The agenda with another talk.
struct Other {
    aside: Aside,
    /// What it costs, level by level.
    cost: Cost,
    slot: Slot,
}

impl Present {
    /// What else begins now.
    pub(super) fn instead(&self) -> Vec<Aside> {
        let is_soon = |slot: Slot| slot.start() <= self.at + SOON;
        let is_now = |ix: EventIx, slot: Slot| {
            (is_soon(slot) || self.whole.contains_key(&self.schedule.event(ix).id))
                && !self.is_slight(ix)
        };
        let is_instead = |other: &Other| !other.aside.instead_of.is_empty();
        best(self.others(is_now).filter(is_instead).collect())
    }

    /// What fits into the time until then, all that is planned beside it or, where so much time is
    /// free, in its place.
    pub(super) fn fillers(&self, until: Option<DateTime<Utc>>, is_free: bool) -> Vec<Aside> {
        let today = self.schedule.day(self.at);
        let fits = |_, slot: Slot| {
            self.schedule.day(slot.start()) == today
                && until.is_none_or(|until| slot.end() <= until)
        };
        let is_beside = |other: &Other| {
            is_free || other.aside.instead_of.is_empty() && other.aside.moves.is_empty()
        };
        best(self.others(fits).filter(is_beside).collect())
    }

    fn is_slight(&self, ix: EventIx) -> bool {
        self.scores.of(ix).points < self.minimum && !self.wishes.is_named(ix)
    }

    /// The talks of some that one could go to from now on and that are not in the agenda.
    fn others(&self, of: impl Fn(EventIx, Slot) -> bool) -> impl Iterator<Item = Other> {
        let is_seen =
            |ix| self.held.iter().any(|&held| held == ix || self.schedule.same_talk(held, ix));
        let now = self.model.worth(&self.chosen);
        self.model.candidates().entries().filter_map(move |(place, candidate)| {
            let Item::Event { ix, late: 0, early: 0 } = candidate.item else { return None };
            let can_be = candidate.slot.start() >= self.at && candidate.points > 0;
            let is_one = can_be && of(ix, candidate.slot) && !is_seen(ix);
            is_one.then(|| self.other(place, ix, now)).flatten()
        })
    }

    fn other(&self, place: CandidateIx, ix: EventIx, now: Worth) -> Option<Other> {
        let candidate = &self.model.candidates()[place];
        let is_over = |i: CandidateIx| self.model.candidates()[i].slot.end() <= self.at;
        let (gone, mut kept): (Vec<CandidateIx>, Vec<CandidateIx>) =
            self.chosen.iter().partition(|&&i| !is_over(i) && self.model.clash(i, place));
        if !self.add(&mut kept, place) {
            return None;
        }
        let (mut instead_of, mut moves) = (Vec::new(), Vec::new());
        for i in gone {
            let other_time = self.again(i).find(|&other| self.add(&mut kept, other));
            match other_time {
                Some(other) => moves.push(self.appointment(other)),
                None => instead_of.push(self.title(i)),
            }
        }
        let cost = (now - self.model.worth(&kept)).cost();
        let event = self.schedule.event(ix);
        let whole = self.whole.get(&event.id);
        let zone = self.schedule.zone();
        let mut talk = self.schedule.place(ix);
        talk.start = whole.map_or(talk.start, |slot| zone.at(slot.start()));
        let price = cost.in_points();
        let aside = Aside {
            walk: self.walk(event.room.as_ref()),
            missed: whole.map_or(0, |slot| slot.minutes() - event.slot.minutes()),
            points: candidate.points,
            price: price.map(|price| price.max(0)),
            costs: if price.is_none() { Some(cost) } else { None },
            gain: price.map_or(0, |price| (-price).max(0)),
            instead_of,
            moves,
            talk,
        };
        Some(Other { aside, cost, slot: candidate.slot })
    }

    /// Adds a candidate to a choice if nothing to come and no limit is against it.
    fn add(&self, kept: &mut Vec<CandidateIx>, place: CandidateIx) -> bool {
        let model = &self.model;
        let is_over = |i: CandidateIx| model.candidates()[i].slot.end() <= self.at;
        if kept.iter().any(|&i| i == place || !is_over(i) && model.clash(i, place)) {
            return false;
        }
        let at = kept.partition_point(|&i| i < place);
        kept.insert(at, place);
        let is_full = |rule: &Rule| {
            let Bound::AtMost(most) = rule.bound else { return false };
            rule.part_of(place) > 0 && rule.sum(kept) > most.max(rule.sum(&self.chosen))
        };
        let is_long = model.broken_runs(kept).iter().any(|run| run.contains(&place));
        if is_long || model.rules().iter().any(is_full) {
            kept.remove(at);
            return false;
        }
        true
    }

    /// The other times of a break, a visit or a talk that is given again.
    fn again(&self, i: CandidateIx) -> impl Iterator<Item = CandidateIx> {
        let model = &self.model;
        let item = model.candidates()[i].item;
        let is_again = move |other: Item| match (item, other) {
            (Item::Break { .. }, _) => other == item,
            (Item::Event { ix, .. }, Item::Event { ix: other, late, early }) => {
                let is_visit = self.wishes.drop_in(ix).is_some();
                let is_whole = late + early == 0 && ix != other;
                self.schedule.same_talk(ix, other) && (is_visit || is_whole)
            }
            (Item::Event { .. }, Item::Break { .. }) => false,
        };
        let all = model.candidates().entries();
        all.filter(move |&(place, other)| {
            place != i && other.slot.start() >= self.at && is_again(other.item)
        })
        .map(|(place, _)| place)
    }

    fn title(&self, i: CandidateIx) -> String {
        match self.model.candidates()[i].item {
            Item::Event { ix, .. } => self.schedule.event(ix).title.clone(),
            Item::Break { wish, .. } => self.wishes.breaks[wish].name.clone(),
        }
    }

    fn appointment(&self, i: CandidateIx) -> Appointment {
        let candidate = &self.model.candidates()[i];
        let zone = self.schedule.zone();
        let event = candidate.item.event().map(|ix| self.schedule.event(ix));
        Appointment {
            title: self.title(i),
            start: zone.at(candidate.slot.start()),
            end: zone.at(candidate.slot.end()),
            room: event.and_then(|event| event.room.as_ref()).map(ToString::to_string),
            points: None,
        }
    }
}

/// The best of them, what costs least first; of those that cost about the same the nearest.
fn best(mut others: Vec<Other>) -> Vec<Aside> {
    others.sort_by(|a, b| {
        let key = |other: &Other| (levels(other.cost), other.cost.points);
        let time = |other: &Other| (Reverse(other.aside.points), other.slot.start());
        (key(a), time(a), &a.aside.talk.id).cmp(&(key(b), time(b), &b.aside.talk.id))
    });
    let mut asides = Vec::new();
    while asides.len() < MOST && !others.is_empty() {
        let first = &others[0];
        let close = (first.aside.points / 10).clamp(1, CLOSE);
        let is_close = |other: &&Other| {
            levels(other.cost) == levels(first.cost)
                && other.cost.points <= first.cost.points + close
        };
        let near = others.iter().take_while(is_close).enumerate();
        let nearest = near.min_by_key(|(at, other)| (other.aside.walk, *at)).map_or(0, |it| it.0);
        asides.push(others.remove(nearest).aside);
    }
    asides
}

/// What comes before points.
fn levels(cost: Cost) -> (i64, i64, i64, i64) {
    (cost.must_sees, cost.breaks, cost.wants, cost.quotas)
}

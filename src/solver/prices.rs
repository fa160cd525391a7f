//! What other choices than the best are worth.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::time::Duration;

use crate::model::{Model, Taper, Worth};
use crate::schedule::EventIx;

use super::around::Around;
use super::parts::{Part, parts};
use super::search::Found;
use super::{Deadline, Proof, Selection, events, solve_roughly};

/// What holding an event would change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// The worth lost against the selection.
    pub lost: Worth,
    /// Whether the loss is exact; else it is at least this.
    pub exact: bool,
}

/// How many prices get a search of their own, from the very beginning. A number, not a time: equal
/// inputs give equal prices.
const SEARCHES: usize = 12;

/// What other choices than the selection are worth. Bounds come from one search for all; what they
/// leave open is asked for one by one.
pub struct Prices<'a> {
    model: &'a Model,
    best: Worth,
    proven: bool,
    /// The selection's events.
    events: Vec<EventIx>,
    /// By part of the model.
    around: Vec<Around<'a>>,
    /// By event, its part.
    part_of: BTreeMap<EventIx, usize>,
    bounds: BTreeMap<EventIx, Price>,
    /// What was worked out so far.
    known: RefCell<BTreeMap<EventIx, Option<Price>>>,
    searches: Cell<usize>,
    deadline: Deadline,
}

/// Another choice, and what it costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    /// What it costs.
    pub price: Price,
    /// Its events, in order.
    pub events: Vec<EventIx>,
}

impl<'a> Prices<'a> {
    /// Prices against a selection.
    pub fn new(model: &'a Model, selection: &Selection, deadline: Deadline) -> Prices<'a> {
        Prices::of_parts(model, selection, deadline, parts(model), SEARCHES)
    }

    /// No prices at all, for who does not wait for them.
    pub fn none(model: &'a Model, selection: &Selection) -> Prices<'a> {
        Prices::of_parts(model, selection, Deadline::after(Duration::ZERO), Vec::new(), 0)
    }

    fn of_parts(
        model: &'a Model,
        selection: &Selection,
        deadline: Deadline,
        parts: Vec<Part>,
        searches: usize,
    ) -> Prices<'a> {
        let around: Vec<Around<'_>> =
            parts.iter().map(|part| Around::new(model, part, selection, deadline)).collect();
        let mut part_of = BTreeMap::new();
        for (number, part) in parts.iter().enumerate() {
            part_of.extend(events(model, &part.candidates).into_iter().map(|ix| (ix, number)));
        }
        let mut bounds: BTreeMap<EventIx, Price> = BTreeMap::new();
        for around in &around {
            for (candidate, worth, exact) in around.bounds() {
                let Some(ix) = model.candidates()[candidate].item.event() else { continue };
                let price = Price { lost: around.worth - worth, exact };
                // The cheapest way to see an event, part of it missed or not, is its price.
                let known = bounds.entry(ix).or_insert(price);
                let rank = |price: Price| (price.lost, !price.exact);
                if rank(price) < rank(*known) {
                    *known = price;
                }
            }
        }
        let proven = selection.proof == Proof::Optimal;
        let searches = Cell::new(searches);
        let known = RefCell::default();
        let best = selection.worth;
        let events = selection.events.clone();
        Prices { model, best, proven, events, around, part_of, bounds, known, searches, deadline }
    }

    /// What holding an event costs, as far as that is known without a search: perhaps a bound.
    /// None for what is no candidate, or what can be held only at the cost of a must-see or a
    /// break.
    pub fn quick(&self, ix: EventIx) -> Option<Price> {
        let price = *self.bounds.get(&ix)?;
        Some(Price { exact: price.exact && self.proven, ..price })
    }

    /// What holding an event costs, exact as far as searches and time go. None for what cannot be
    /// held at all.
    pub fn exact(&self, ix: EventIx) -> Option<Price> {
        if let Some(&price) = self.known.borrow().get(&ix) {
            return price;
        }
        let price = self.worked_out(ix);
        self.known.borrow_mut().insert(ix, price);
        price
    }

    fn worked_out(&self, ix: EventIx) -> Option<Price> {
        let quick = self.quick(ix);
        if quick.is_some_and(|price| price.exact) || !self.proven {
            return quick;
        }
        let other = self.with(ix).map(|other| other.price);
        match (quick, other) {
            (_, Some(price)) if price.exact => Some(price),
            // Both are bounds.
            (Some(a), Some(b)) => Some(if a.lost >= b.lost { a } else { b }),
            (None, other) => other,
            (Some(_), None) if self.can_search() => None,
            (quick, None) => quick,
        }
    }

    fn can_search(&self) -> bool {
        self.searches.get() > 0 && !self.deadline.is_over()
    }

    /// The best choice that holds an event. None for what cannot be held, as far as is known, and
    /// when the time is over.
    pub fn with(&self, ix: EventIx) -> Option<Other> {
        if self.model.ruled_out(ix).is_some() || self.deadline.is_over() {
            return None;
        }
        let held = self.model.candidates_of(ix);
        let part = *self.part_of.get(&ix)?;
        let found = self.around[part].with(held, self.deadline);
        self.asked(part, found).or_else(|| self.searched(1, || self.model.demanding(&[&[ix]], &[])))
    }

    /// The best choice that does not hold an event: what leaving it out costs. None where searches
    /// or time do not suffice to find out.
    pub fn without(&self, ix: EventIx) -> Option<Other> {
        if self.deadline.is_over() {
            return None;
        }
        let left_out = self.model.candidates_of(ix);
        let part = *self.part_of.get(&ix)?;
        let found = self.around[part].without(left_out, self.deadline);
        self.asked(part, found).or_else(|| self.searched(0, || self.model.demanding(&[], &[ix])))
    }

    /// What a search in a part found that keeps all duties; its price is a bound where the search
    /// did not settle which choice is the best. None where it found nothing.
    fn asked(&self, part: usize, answer: Found) -> Option<Other> {
        let (chosen, bound) = (answer.choice?, answer.bound);
        let worth = self.model.worth(&chosen);
        let exact = self.proven && bound <= worth.in_eighths();
        let most = worth.having(bound.max(worth.in_eighths()));
        let price = Price { lost: self.around[part].worth - most, exact };
        let elsewhere = |ix: &&EventIx| self.part_of.get(ix) != Some(&part);
        let mut all: Vec<EventIx> = self.events.iter().filter(elsewhere).copied().collect();
        all.extend(events(self.model, &chosen));
        all.sort_unstable();
        Some(Other { price, events: all })
    }

    /// The answer of a model that demands something, if a search is left for it.
    fn searched(&self, demands: i64, model: impl FnOnce() -> Model) -> Option<Other> {
        if !self.can_search() {
            return None;
        }
        self.searches.set(self.searches.get() - 1);
        let model = model();
        let answer = solve_roughly(&model, self.deadline)?;
        if answer.worth.demands < demands {
            return None;
        }
        let (worth, proven) = match answer.proof {
            Proof::Optimal => (answer.worth, self.proven),
            // It is rounded down.
            Proof::Bound(bound) => (answer.worth.having((bound + 1) * Taper::GRAIN - 1), false),
        };
        let worth = Worth { demands: 0, ..worth };
        let price = Price { lost: self.best - worth, exact: proven };
        Some(Other { price, events: answer.events })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solver::example::{Example, in_a_minute};

    const PROGRAMME: &str = "
title: T
timezone: UTC
events:
  - { id: a, title: A, start: 2026-05-01T10:00, minutes: 60 }
  - { id: b, title: B, start: 2026-05-01T10:30, minutes: 60 }
  - { id: c, title: C, start: 2026-05-01T12:00, minutes: 60 }
";

    #[test]
    fn searches_are_counted_and_come_to_an_end() {
        let profile = "ratings: { a: 90, b: 50, c: 70 }\nlimits: { talks_per_day: 1 }";
        let example = Example::new(PROGRAMME, profile);
        let model = &example.model;
        let selection = crate::solver::solve(model, in_a_minute());
        let prices = Prices::new(model, &selection, in_a_minute());
        let b = example.event("b");
        let searched = |demands| prices.searched(demands, || model.demanding(&[&[b]], &[]));
        let found = searched(1).unwrap();
        assert_eq!((found.price.exact, found.events), (true, vec![b]));
        assert_eq!(prices.searches.get(), SEARCHES - 1);
        // Two cannot be held.
        assert_eq!(searched(2), None);
        assert_eq!(prices.searches.get(), SEARCHES - 2);
        assert!(prices.can_search());
        prices.searches.set(0);
        assert!(!prices.can_search());
        assert_eq!(searched(1), None);
        let late = Prices::new(model, &selection, Deadline::after(Duration::ZERO));
        assert!(!late.can_search());
        // What was never asked for costs nothing: the bounds for all are there.
        assert_eq!((late.with(b), late.without(b)), (None, None));
        assert_eq!(late.exact(b), late.quick(b));
    }
}

//! Model -> Selection: the best choice, proven, or the best found with its bound.
//!
//! ```text
//! duties     which must-sees and breaks can be held at all, before any points
//! timeline   the best path through the times: exact where no other rule binds, else a bound
//! relax      the other rules as prices: a smaller bound, still certain, and good choices on the way
//! reduce     whatever cannot be part of a better or equal choice is dropped
//! ilp        good_lp chooses among what is left
//! ```
//!
//! Integers all through; floating point lives in `ilp` alone. Whatever good_lp answers is measured
//! again here, and is taken only if it keeps the rules and is no worse than what is known.

mod cliques;
mod duties;
mod ilp;
mod relax;
mod search;
mod timeline;

use std::cell::Cell;
use std::time::{Duration, Instant};

use crate::model::{Model, Worth};
use crate::schedule::EventIx;

use search::Search;

/// How long the solver may search.
#[derive(Clone, Copy, Debug)]
pub struct Deadline(Instant);

impl Deadline {
    /// From now on for so long.
    pub fn after(time: Duration) -> Deadline {
        let now = Instant::now();
        Deadline(now.checked_add(time).unwrap_or(now + Duration::from_secs(86_400)))
    }

    fn left(self) -> Duration {
        self.0.saturating_duration_since(Instant::now())
    }

    fn is_over(self) -> bool {
        self.left().is_zero()
    }
}

/// How good an answer is known to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// No choice keeps more must-sees, more breaks or has more points.
    Optimal,
    /// No choice that keeps as many must-sees and breaks has more points than this.
    Bound(i64),
}

/// The chosen candidates and what they are worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Places in the model, in order of start.
    pub chosen: Vec<usize>,
    /// The chosen events, in order.
    pub events: Vec<EventIx>,
    /// What the choice is worth.
    pub worth: Worth,
    /// How good that is known to be.
    pub proof: Proof,
}

impl Selection {
    /// These candidates of a model, in order of start, and what they are worth there.
    pub fn new(model: &Model, chosen: Vec<usize>, proof: Proof) -> Selection {
        let mut events: Vec<EventIx> =
            chosen.iter().filter_map(|&i| model.candidates()[i].item.event()).collect();
        events.sort_unstable();
        Selection { events, worth: model.worth(&chosen), chosen, proof }
    }

    /// Whether an event is chosen.
    pub fn holds(&self, ix: EventIx) -> bool {
        self.events.binary_search(&ix).is_ok()
    }
}

/// Chooses the best candidates of a model.
pub fn solve(model: &Model, deadline: Deadline) -> Selection {
    let search = Search::new(model, deadline);
    let (chosen, proof) = search.solve(deadline);
    Selection::new(model, chosen, proof)
}

/// Whether all must-sees, breaks and demands of a model can be kept together.
pub fn can_keep_all(model: &Model, deadline: Deadline) -> bool {
    let duties = duties::settle(model, deadline);
    duties.levels.iter().all(|level| level.kept == level.rules.len())
}

/// What holding an event would change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// The worth lost against the selection.
    pub lost: Worth,
    /// Whether the loss is exact; else it is at least this.
    pub exact: bool,
}

/// How many prices get a search of their own. A number, not a time: equal inputs give equal
/// prices.
const SEARCHES: usize = 24;

/// What the best choice that holds an event is worth less than the selection, for events that are
/// candidates and not chosen. Bounds come from one search for all; what they leave open is found
/// by a search of its own for the first that are asked for.
pub struct Prices<'a> {
    model: &'a Model,
    best: Worth,
    proven: bool,
    bounds: Vec<Option<Price>>,
    searches: Cell<usize>,
    deadline: Deadline,
}

impl<'a> Prices<'a> {
    /// Prices against a selection.
    pub fn new(model: &'a Model, selection: &Selection, deadline: Deadline) -> Prices<'a> {
        let search = Search::new(model, deadline);
        let mut bounds: Vec<Option<Price>> = Vec::new();
        for (candidate, with) in search.bounds_with(selection, deadline).into_iter().enumerate() {
            let Some(ix) = model.candidates()[candidate].item.event() else { continue };
            if bounds.len() <= ix.index() {
                bounds.resize(ix.index() + 1, None);
            }
            let price = with.map(|(worth, exact)| Price { lost: selection.worth - worth, exact });
            // The cheapest way to see an event, part of it missed or not, is its price.
            let known = &mut bounds[ix.index()];
            *known = match (*known, price) {
                (Some(a), Some(b)) if (b.lost, !b.exact) < (a.lost, !a.exact) => Some(b),
                (None, b) => b,
                (a, _) => a,
            };
        }
        let proven = selection.proof == Proof::Optimal;
        let searches = Cell::new(SEARCHES);
        Prices { model, best: selection.worth, proven, bounds, searches, deadline }
    }

    /// A price that is cheap to find: perhaps a bound. None for what is no candidate, or what can
    /// be held only at the cost of a must-see or a break.
    pub fn quick(&self, ix: EventIx) -> Option<Price> {
        let price = self.bounds.get(ix.index()).copied().flatten()?;
        Some(Price { exact: price.exact && self.proven, ..price })
    }

    /// The price, exact as far as searches and time go. None for what cannot be held at all.
    pub fn exact(&self, ix: EventIx) -> Option<Price> {
        let quick = self.quick(ix);
        if quick.is_some_and(|price| price.exact) || self.model.ruled_out(ix).is_some() {
            return quick;
        }
        if self.searches.get() == 0 || self.deadline.is_over() || !self.proven {
            return quick;
        }
        self.searches.set(self.searches.get() - 1);
        let answer = solve(&self.model.demanding(&[&[ix]], &[]), self.deadline);
        if answer.worth.demands == 0 {
            return None;
        }
        let worth = Worth { demands: 0, ..answer.worth };
        let exact = answer.proof == Proof::Optimal;
        Some(Price { lost: self.best - worth, exact })
    }
}

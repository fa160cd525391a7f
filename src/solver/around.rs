//! What other choices than the best one are worth.

use crate::ix::By;
use crate::model::{CandidateIx, Model, Worth};

use super::duties::settle;
use super::parts::Part;
use super::relax::{Descent, Relaxed};
use super::scope::Scope;
use super::search::{ASIDE, Found, ROUND, found};
use super::timeline::Position;
use super::{Deadline, Selection};

/// How often so many steps for the bounds are taken.
const ROUNDS: usize = 12;
/// How many paths are compared for all questions together. A number, not a time: equal inputs give
/// equal answers.
const COMPARED: usize = 5_000_000;

/// What other choices than the best one of a part are worth: bounds for all, and answers to
/// questions.
pub(super) struct Around<'a> {
    scope: Scope<'a>,
    relaxed: Relaxed,
    /// The selection in this part, by position, and its worth.
    known: Vec<Position>,
    pub(super) worth: Worth,
}

impl<'a> Around<'a> {
    pub(super) fn new(
        model: &'a Model,
        part: &Part,
        selection: &Selection,
        deadline: Deadline,
    ) -> Around<'a> {
        let scope = Scope::new(model, part, &settle(model, part, deadline));
        let known = scope.positions(&selection.chosen);
        let worth = scope.worth(&known);
        let weights = scope.weights();
        let mut descent = Descent::from(vec![0; scope.rows.all().len()]);
        let least = scope.weight(worth.in_eighths());
        for _ in 0..ROUNDS {
            let goes_on = descent.walk(&scope.timeline, &weights, &scope.rows, ROUND, |_| least);
            if !goes_on || deadline.is_over() {
                break;
            }
        }
        let relaxed = Relaxed::new(&scope.timeline, &weights, &scope.rows, descent.multipliers());
        Around { scope, relaxed, known, worth }
    }

    /// By candidate: the worth of the best choice that holds it, and whether that is exact or a
    /// bound. What is missing cannot be held without giving up a duty.
    pub(super) fn bounds(&self) -> impl Iterator<Item = (CandidateIx, Worth, bool)> {
        let scope = &self.scope;
        let paths = scope.worth_paths();
        let by_paths = scope.keeps_whole(&paths.path());
        let lift = paths.best() - self.worth;
        scope.members.entries().map(move |(position, &member)| {
            if by_paths {
                let exact = scope.keeps_whole(&paths.path_with(position));
                return (member, paths.with(position) - lift, exact);
            }
            let value = scope.value_within(self.relaxed.bound_with(position));
            let path = self.relaxed.paths.path_with(position);
            let exact = scope.value(&path) == value && scope.keeps(&path);
            (member, self.worth.having(value.min(self.worth.in_eighths())), exact)
        })
    }

    /// The best choice that holds one of some candidates that all clash, with all duties kept.
    pub(super) fn with(&self, candidates: &[CandidateIx], deadline: Deadline) -> Found {
        let held = self.scope.positions(candidates);
        if held.is_empty() { Found::NOTHING } else { self.aside(&held, &[], deadline) }
    }

    /// The best choice that holds none of some candidates, with all duties kept.
    pub(super) fn without(&self, candidates: &[CandidateIx], deadline: Deadline) -> Found {
        self.aside(&[], &self.scope.positions(candidates), deadline)
    }

    /// The best choice that holds one of some positions, if any are given, and none of others.
    fn aside(&self, held: &[Position], barred: &[Position], deadline: Deadline) -> Found {
        let scope = &self.scope;
        let is_open = |i: Position| {
            let fits = |&other: &Position| i == other || !scope.clash(i, other);
            !barred.contains(&i) && (held.is_empty() || held.iter().any(fits))
        };
        let weights = scope.weights_where(held, barred);
        let multipliers = self.relaxed.multipliers.clone();
        let relaxed = Relaxed::new(&scope.timeline, &weights, &scope.rows, multipliers);
        let lift = Scope::weight_of_held(usize::from(!held.is_empty()));
        if scope.is_short(relaxed.bound() - lift) {
            return Found::NOTHING;
        }
        // What is known to be possible says what may be of use.
        let path = relaxed.paths.path();
        let kept: Vec<Position> = path.iter().copied().filter(|i| held.contains(i)).collect();
        let by_path = scope.repaired(&path, &kept, is_open);
        let clash = |i: Position| kept.iter().any(|&other| scope.clash(i, other));
        let mut swapped: Vec<Position> =
            self.known.iter().copied().filter(|&i| is_open(i) && !clash(i)).collect();
        swapped.extend(&kept);
        swapped.sort_unstable();
        let by_swap = scope.repaired(&swapped, &kept, is_open);
        let value = |choice: &Option<Vec<Position>>| choice.as_ref().map(|c| scope.value(c));
        let merit = |choice: &Option<Vec<Position>>| choice.as_ref().map(|c| scope.merit(c));
        let first = if merit(&by_swap) > merit(&by_path) { by_swap } else { by_path };
        let least = value(&first).map(|value| scope.weight(value) + lift);
        let useful = |i: Position| least.is_none_or(|least| relaxed.bound_with(i) >= least);
        let left: By<Position, Position> =
            scope.members.indices().filter(|&i| is_open(i) && useful(i)).collect();
        let mut narrowed = scope.narrowed(&left);
        if !held.is_empty() {
            narrowed = narrowed.holding(held.iter().filter_map(|i| left.place_of(i)).collect());
        }
        if scope.compared.get() >= COMPARED {
            let choice = first.map(|first| scope.candidates(&first));
            return Found { choice, bound: scope.value_within(relaxed.bound() - lift) };
        }
        let first = first.map(|first| scope.candidates(&first));
        found(&narrowed, first, relaxed.multipliers, &ASIDE, deadline)
    }
}

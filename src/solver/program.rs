//! The integer program over some positions of a search.

use super::Deadline;
use super::cliques::cliques;
use super::ilp::{Outcome, maximise};
use super::rows::{Limit, Row};
use super::scope::Scope;

/// A program: at most one of each clique, and the rows.
#[derive(Clone)]
pub(super) struct Program<'a> {
    scope: &'a Scope<'a>,
    positions: &'a [usize],
    cliques: Vec<Vec<usize>>,
    rows: Vec<Row>,
}

impl<'a> Program<'a> {
    /// The program over some positions, in order.
    pub(super) fn new(scope: &'a Scope<'a>, positions: &'a [usize]) -> Program<'a> {
        let mut rows: Vec<Row> = scope.rows.all().iter().map(|row| row.among(positions)).collect();
        rows.retain(Row::can_break);
        for set in &scope.held {
            let members = set.iter().map(|&i| (i, 1)).collect();
            rows.push(Row { members, limit: Limit::AtLeast(1) }.among(positions));
        }
        let cliques = cliques(scope.model, &scope.candidates(positions));
        Program { scope, positions, cliques, rows }
    }

    /// Asks for at least so much of a sum of values.
    pub(super) fn at_least(&mut self, values: &[i64], least: i64) {
        let parts = values.iter().copied().enumerate();
        let members = parts.filter(|&(_, value)| value != 0).collect();
        self.rows.push(Row { members, limit: Limit::AtLeast(least) });
    }

    /// Asks for other talks than those of a choice.
    pub(super) fn other_than(&mut self, choice: &[usize]) {
        let is_held = |&i: &usize| choice.binary_search(&i).is_ok();
        let part = |i: &usize| if is_held(i) { 1 } else { -1 };
        let parts = self.positions.iter().map(part).enumerate();
        let members: Vec<(usize, i64)> =
            parts.filter(|&(column, _)| self.scope.is_talk(self.positions[column])).collect();
        let held = members.iter().filter(|&&(_, part)| part > 0).count();
        let most = i64::try_from(held).unwrap_or(i64::MAX) - 1;
        self.rows.push(Row { members, limit: Limit::AtMost(most) });
    }

    /// What good_lp makes of it, by position: the choice with the most of some values.
    pub(super) fn outcome(&self, values: &[i64], deadline: Deadline) -> Outcome {
        let choice = |columns: Vec<usize>| -> Option<Vec<usize>> {
            let choice: Vec<usize> = columns.into_iter().map(|i| self.positions[i]).collect();
            self.scope.keeps(&choice).then_some(choice)
        };
        match maximise(values, &self.cliques, &self.rows, deadline) {
            Outcome::Optimal(found) => choice(found).map_or(Outcome::None, Outcome::Optimal),
            Outcome::Feasible(found) => choice(found).map_or(Outcome::None, Outcome::Feasible),
            Outcome::Impossible => Outcome::Impossible,
            Outcome::None => Outcome::None,
        }
    }

    /// The choice of good_lp with the most of some values, and whether that is proven; none when
    /// it finds none that keeps the rules.
    pub(super) fn best(&self, values: &[i64], deadline: Deadline) -> Option<(Vec<usize>, bool)> {
        match self.outcome(values, deadline) {
            Outcome::Optimal(found) => Some((found, true)),
            Outcome::Feasible(found) => Some((found, false)),
            Outcome::Impossible | Outcome::None => None,
        }
    }

    /// A value for each column.
    pub(super) fn values(&self, of: impl Fn(usize) -> i64) -> Vec<i64> {
        self.positions.iter().map(|&i| of(i)).collect()
    }
}

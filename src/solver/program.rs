//! The integer program over some positions of a search.

use super::Deadline;
use super::cliques::cliques;
use super::ilp::{Outcome, maximise};
use super::rows::{Limit, Row};
use super::scope::Scope;

/// A program: at most one of each clique, and the rows.
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

    /// The choice of good_lp with the most of some values, and whether that is proven; none when
    /// it finds none that keeps the rules.
    pub(super) fn best(&self, values: &[i64], deadline: Deadline) -> Option<(Vec<usize>, bool)> {
        let (found, optimal) = match maximise(values, &self.cliques, &self.rows, deadline) {
            Outcome::Optimal(found) => (found, true),
            Outcome::Feasible(found) => (found, false),
            Outcome::Impossible | Outcome::None => return None,
        };
        let found: Vec<usize> = found.into_iter().map(|column| self.positions[column]).collect();
        self.scope.keeps(&found).then_some((found, optimal))
    }

    /// A value for each column.
    pub(super) fn values(&self, of: impl Fn(usize) -> i64) -> Vec<i64> {
        self.positions.iter().map(|&i| of(i)).collect()
    }
}

//! The integer program over some positions of a search.

use crate::ix::By;

use super::Deadline;
use super::cliques::cliques;
use super::ilp::{Column, Outcome, Values, maximise};
use super::rows::{Limit, Row};
use super::scope::Scope;
use super::timeline::Position;

/// A program: at most one of each clique, and the rows.
#[derive(Clone)]
pub(super) struct Program<'a> {
    scope: &'a Scope<'a>,
    positions: By<Column, Position>,
    cliques: Vec<Vec<Column>>,
    rows: Vec<Row<Column>>,
}

impl<'a> Program<'a> {
    /// The program over some positions, in order.
    pub(super) fn new(scope: &'a Scope<'a>, positions: &[Position]) -> Program<'a> {
        let positions = By::from(positions.to_vec());
        let mut rows: Vec<Row<Column>> =
            scope.rows.all().iter().map(|row| row.among(&positions)).collect();
        rows.retain(Row::can_break);
        rows.extend(scope.held.iter().map(|set| Row::one_of(set).among(&positions)));
        let cliques = cliques(scope.model, &By::from(scope.candidates(&positions)));
        Program { scope, positions, cliques, rows }
    }

    /// Asks for at least so much of a sum of values.
    pub(super) fn at_least(&mut self, values: &Values, least: i64) {
        self.rows.push(Row::at_least(values, least));
    }

    /// Asks for other talks than those of a choice.
    pub(super) fn other_than(&mut self, choice: &[Position]) {
        let part = |i: Position| if choice.binary_search(&i).is_ok() { 1 } else { -1 };
        let talks = self.positions.entries().filter(|&(_, &i)| self.scope.is_talk(i));
        let members: Vec<(Column, i64)> = talks.map(|(column, &i)| (column, part(i))).collect();
        let held = members.iter().filter(|&&(_, part)| part > 0).count();
        let most = i64::try_from(held).unwrap_or(i64::MAX) - 1;
        self.rows.push(Row { members, limit: Limit::AtMost(most) });
    }

    /// What good_lp makes of it, by position: the choice with the most of some values.
    pub(super) fn outcome(&self, values: &Values, deadline: Deadline) -> Outcome<Position> {
        let choice = |columns: Vec<Column>| -> Option<Vec<Position>> {
            let choice: Vec<Position> =
                columns.into_iter().map(|column| self.positions[column]).collect();
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
    pub(super) fn best(
        &self,
        values: &Values,
        deadline: Deadline,
    ) -> Option<(Vec<Position>, bool)> {
        match self.outcome(values, deadline) {
            Outcome::Optimal(found) => Some((found, true)),
            Outcome::Feasible(found) => Some((found, false)),
            Outcome::Impossible | Outcome::None => None,
        }
    }

    /// The sum of some values over a choice.
    pub(super) fn sum(&self, values: &Values, choice: &[Position]) -> i64 {
        choice.iter().filter_map(|i| self.positions.place_of(i)).map(|i| values[i]).sum()
    }

    /// A value for each column.
    pub(super) fn values(&self, of: impl Fn(Position) -> i64) -> Values {
        self.positions.iter().map(|&i| of(i)).collect()
    }
}

//! The integer program over some positions of a search.

use crate::ix::By;
use crate::model::{CandidateIx, Taper};

use super::Deadline;
use super::cliques::cliques;
use super::ilp::{Column, Ilp, Outcome, Values};
use super::rows::{Limit, Row};
use super::runs::{maximise_unbroken, too_long};
use super::scope::Scope;
use super::timeline::Position;

/// A program: at most one of each clique, and the rows.
#[derive(Clone)]
pub(super) struct Program<'a> {
    scope: &'a Scope<'a>,
    /// The positions of the first columns; others are excesses.
    positions: By<Column, Position>,
    /// The program for the most points.
    ilp: Ilp,
}

impl<'a> Program<'a> {
    /// The program over some positions, in order.
    pub(super) fn new(scope: &'a Scope<'a>, positions: &[Position]) -> Program<'a> {
        let positions = By::from(positions.to_vec());
        let mut ilp = Ilp {
            values: positions.iter().map(|&i| scope.points_of(i)).collect(),
            cliques: cliques(scope.model, &By::from(scope.candidates(&positions))),
            ..Ilp::default()
        };
        let rows = scope.rows.all().iter().map(|row| row.among(&positions));
        rows.filter(Row::can_break).for_each(|row| ilp.add(row));
        let held = scope.held.iter().map(|set| Row::one_of(set).among(&positions));
        held.for_each(|row| ilp.add(row));
        Program { scope, positions, ilp }
    }

    /// Asks for at least so much of a sum of values.
    pub(super) fn at_least(&mut self, values: &Values, least: i64) {
        self.ilp.add(Row::at_least(values, least));
    }

    /// Asks for at least such a value, in eighths of a point.
    pub(super) fn worth_at_least(&mut self, value: i64) {
        let eighths = self.ilp.values.iter().map(|points| Taper::GRAIN * points).collect();
        self.at_least(&eighths, value);
    }

    /// Asks for other talks than those of a choice.
    pub(super) fn other_than(&mut self, choice: &[Position]) {
        let part = |i: Position| if choice.binary_search(&i).is_ok() { 1 } else { -1 };
        let talks = self.positions.entries().filter(|&(_, &i)| self.scope.is_talk(i));
        let members: Vec<(Column, i64)> = talks.map(|(column, &i)| (column, part(i))).collect();
        let held = members.iter().filter(|&&(_, part)| part > 0).count();
        let most = i64::try_from(held).unwrap_or(i64::MAX) - 1;
        self.ilp.add(Row { members, limit: Limit::AtMost(most) });
    }

    /// What good_lp makes of it, by position: the choice with the most of some values.
    pub(super) fn outcome(&self, values: &Values, deadline: Deadline) -> Outcome<Position> {
        let choice = |columns: Vec<Column>| -> Option<Vec<Position>> {
            let choice: Vec<Position> =
                columns.into_iter().map(|column| self.positions[column]).collect();
            self.scope.keeps(&choice).then_some(choice)
        };
        let columns = self.positions.entries();
        let columns: Vec<(Column, CandidateIx)> =
            columns.map(|(column, &i)| (column, self.scope.members[i])).collect();
        let broken = |found: &[Column]| too_long(self.scope.model, &columns, found);
        let ilp = Ilp { values: values.clone(), ..self.ilp.clone() };
        match maximise_unbroken(ilp, deadline, broken) {
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

    /// What each column has to do with the points of a choice.
    pub(super) fn points(&self) -> Values {
        self.ilp.values.clone()
    }

    /// A value for each position.
    pub(super) fn values(&self, of: impl Fn(Position) -> i64) -> Values {
        let of_positions = self.positions.iter().map(|&i| of(i));
        of_positions.chain(self.ilp.excesses.iter().map(|_| 0)).collect()
    }
}

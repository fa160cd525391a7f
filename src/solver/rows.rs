//! Rules beside clashes, over the positions of a search.

use crate::ix::{By, Ix};
use crate::model::Taper;

use super::timeline::Position;

/// A sum and its limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row<I> {
    /// What is summed up, in order, with its part.
    pub(crate) members: Vec<(I, i64)>,
    /// What the sum may be.
    pub(crate) limit: Limit,
}

/// What a sum may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    /// No more than this.
    AtMost(i64),
    /// No less than this.
    AtLeast(i64),
    /// Anything; of what is beyond, not all counts.
    Tapers(Taper),
}

impl<I: Copy + Ord> Row<I> {
    /// What is left of the limit by a sum; negative when the row is broken.
    pub(super) fn slack(&self, sum: i64) -> i64 {
        match self.limit {
            Limit::AtMost(most) => most - sum,
            Limit::AtLeast(least) => sum - least,
            Limit::Tapers(_) => 0,
        }
    }

    /// What a sum loses, in eighths of a point.
    pub(super) fn loss(&self, sum: i64) -> i64 {
        match self.limit {
            Limit::AtMost(_) | Limit::AtLeast(_) => 0,
            Limit::Tapers(taper) => taper.loss(sum),
        }
    }

    /// Whether some choice can break the row, or lose something by it.
    pub(crate) fn can_break(&self) -> bool {
        let most = match self.limit {
            Limit::AtMost(most) => most,
            Limit::AtLeast(_) => return true,
            Limit::Tapers(taper) => taper.step,
        };
        self.members.iter().map(|(_, part)| part.max(&0)).sum::<i64>() > most
    }

    /// The row where each point counts so many times; none where it takes nothing off any more.
    pub(super) fn weighing(self, times: i64) -> Option<Row<I>> {
        let limit = match self.limit {
            Limit::AtMost(_) | Limit::AtLeast(_) => self.limit,
            Limit::Tapers(taper) => Limit::Tapers(Taper { unit: taper.unit * times, ..taper }),
        };
        (times > 0 || !matches!(limit, Limit::Tapers(_))).then_some(Row { limit, ..self })
    }

    /// Whether a sum that is too large now may be small enough later.
    pub(super) fn may_fall(&self) -> bool {
        self.members.iter().any(|&(_, part)| part < 0)
    }

    /// At least one of these.
    pub(crate) fn one_of(set: &[I]) -> Row<I> {
        let members = set.iter().map(|&i| (i, 1)).collect();
        Row { members, limit: Limit::AtLeast(1) }
    }

    /// The row over the places of a list that is in order.
    pub(crate) fn among<T>(&self, list: &By<Ix<T>, I>) -> Row<Ix<T>> {
        self.filter_map(|i| list.place_of(&i))
    }

    /// The row over something else.
    pub(crate) fn map<J>(&self, other: impl Fn(I) -> J) -> Row<J> {
        self.filter_map(|i| Some(other(i)))
    }

    fn filter_map<J>(&self, other: impl Fn(I) -> Option<J>) -> Row<J> {
        let member = |&(i, part): &(I, i64)| Some((other(i)?, part));
        Row { members: self.members.iter().filter_map(member).collect(), limit: self.limit }
    }
}

impl<T> Row<Ix<T>> {
    /// At least so much of a sum of values.
    pub(super) fn at_least(values: &By<Ix<T>, i64>, least: i64) -> Self {
        let members = values.entries().map(|(i, &value)| (i, value));
        let members = members.filter(|&(_, value)| value != 0).collect();
        Row { members, limit: Limit::AtLeast(least) }
    }
}

/// Rows, found by position too.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    rows: Vec<Row<Position>>,
    /// Whether some of them take points off.
    taper: bool,
    /// By position, the rows it is in with its part, all in one list; and where each begins.
    of: Vec<(usize, i64)>,
    first: Vec<usize>,
}

impl Rows {
    /// Rows over so many positions.
    pub(crate) fn new(rows: Vec<Row<Position>>, positions: usize) -> Rows {
        let all = || rows.iter().flat_map(|row| &row.members);
        let mut first = vec![0; positions + 1];
        for &(position, _) in all() {
            first[position.index() + 1] += 1;
        }
        for position in 0..positions {
            first[position + 1] += first[position];
        }
        let mut next = first.clone();
        let mut of = vec![(0, 0); all().count()];
        for (number, row) in rows.iter().enumerate() {
            for &(position, part) in &row.members {
                let next = &mut next[position.index()];
                of[*next] = (number, part);
                *next += 1;
            }
        }
        let taper = rows.iter().any(|row| matches!(row.limit, Limit::Tapers(_)));
        Rows { rows, taper, of, first }
    }

    /// All rows.
    pub(crate) fn all(&self) -> &[Row<Position>] {
        &self.rows
    }

    /// The rows of a position, with its part in each.
    pub(super) fn of(&self, position: Position) -> &[(usize, i64)] {
        let position = position.index();
        &self.of[self.first[position]..self.first[position + 1]]
    }

    /// Whether a position breaks no upper limit beside a choice of which these are the sums.
    pub(super) fn have_room_for(&self, position: Position, sums: &[i64]) -> bool {
        self.of(position).iter().all(|&(row, part)| match self.rows[row].limit {
            Limit::AtMost(most) => sums[row] + part <= most,
            Limit::AtLeast(_) | Limit::Tapers(_) => true,
        })
    }

    /// The eighths of a point that a position loses beside a choice of which these are the sums.
    pub(super) fn loss_beside(&self, position: Position, sums: &[i64]) -> i64 {
        let loss = |&(row, part): &(usize, i64)| {
            let (row, sum) = (&self.rows[row], sums[row]);
            row.loss(sum + part) - row.loss(sum)
        };
        self.of(position).iter().map(loss).sum()
    }

    /// Values are multiples of so many eighths of a point.
    pub(super) fn grain(&self) -> i64 {
        if self.taper { 1 } else { Taper::GRAIN }
    }

    /// The points that a choice loses, rounded up.
    pub(crate) fn loss(&self, choice: &[Position]) -> i64 {
        (self.eighths_lost(choice) + Taper::GRAIN - 1) / Taper::GRAIN
    }

    /// The eighths of a point that a choice loses.
    pub(super) fn eighths_lost(&self, choice: &[Position]) -> i64 {
        if !self.taper {
            return 0;
        }
        self.rows.iter().zip(self.sums(choice)).map(|(row, sum)| row.loss(sum)).sum()
    }

    /// Each row's sum over a choice.
    pub(super) fn sums(&self, choice: &[Position]) -> Vec<i64> {
        let mut sums = vec![0; self.rows.len()];
        for &(row, part) in choice.iter().flat_map(|&i| self.of(i)) {
            sums[row] += part;
        }
        sums
    }

    /// What a choice leaves of each row's limit, in sight of its multiplier.
    pub(super) fn left(&self, choice: &[Position], multipliers: &[i64]) -> Vec<i64> {
        let rows = self.rows.iter().zip(multipliers);
        let left = |((row, &it), sum): ((&Row<Position>, &i64), i64)| row.limit.left(sum, it);
        rows.zip(self.sums(choice)).map(left).collect()
    }

    /// What a choice leaves of each row's limit; negative where it is broken.
    pub(super) fn slacks(&self, choice: &[Position]) -> Vec<i64> {
        let sums = self.sums(choice);
        self.rows.iter().zip(sums).map(|(row, sum)| row.slack(sum)).collect()
    }
}

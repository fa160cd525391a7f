//! Rules beside clashes, over the positions of a search.

/// A sum over positions and its limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// Positions with their part in the sum, in order.
    pub(crate) members: Vec<(usize, i64)>,
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
}

impl Row {
    /// What is left of the limit by a sum; negative when the row is broken.
    pub(super) fn slack(&self, sum: i64) -> i64 {
        match self.limit {
            Limit::AtMost(most) => most - sum,
            Limit::AtLeast(least) => sum - least,
        }
    }

    /// Whether some choice can break the row.
    pub(crate) fn can_break(&self) -> bool {
        match self.limit {
            Limit::AtMost(most) => self.members.iter().map(|(_, part)| part).sum::<i64>() > most,
            Limit::AtLeast(_) => true,
        }
    }

    /// The row over some of its positions, which come in order and get their place there.
    pub(crate) fn among(&self, positions: &[usize]) -> Row {
        let place = |&(i, part): &(usize, i64)| Some((positions.binary_search(&i).ok()?, part));
        Row { members: self.members.iter().filter_map(place).collect(), limit: self.limit }
    }
}

/// Rows, found by position too.
#[derive(Debug, Default)]
pub(super) struct Rows {
    rows: Vec<Row>,
    /// By position, the rows it is in with its part, all in one list; and where each begins.
    of: Vec<(usize, i64)>,
    first: Vec<usize>,
}

impl Rows {
    /// Rows over so many positions.
    pub(super) fn new(rows: Vec<Row>, positions: usize) -> Rows {
        let all = || rows.iter().flat_map(|row| &row.members);
        let mut first = vec![0; positions + 1];
        for &(position, _) in all() {
            first[position + 1] += 1;
        }
        for position in 0..positions {
            first[position + 1] += first[position];
        }
        let mut next = first.clone();
        let mut of = vec![(0, 0); all().count()];
        for (number, row) in rows.iter().enumerate() {
            for &(position, part) in &row.members {
                of[next[position]] = (number, part);
                next[position] += 1;
            }
        }
        Rows { rows, of, first }
    }

    /// All rows.
    pub(super) fn all(&self) -> &[Row] {
        &self.rows
    }

    /// The rows of a position, with its part in each.
    pub(super) fn of(&self, position: usize) -> &[(usize, i64)] {
        &self.of[self.first[position]..self.first[position + 1]]
    }

    /// Whether a position breaks no upper limit beside a choice of which these are the sums.
    pub(super) fn have_room_for(&self, position: usize, sums: &[i64]) -> bool {
        self.of(position).iter().all(|&(row, part)| match self.rows[row].limit {
            Limit::AtMost(most) => sums[row] + part <= most,
            Limit::AtLeast(_) => true,
        })
    }

    /// Each row's sum over a choice.
    pub(super) fn sums(&self, choice: &[usize]) -> Vec<i64> {
        let mut sums = vec![0; self.rows.len()];
        for &(row, part) in choice.iter().flat_map(|&i| self.of(i)) {
            sums[row] += part;
        }
        sums
    }

    /// What a choice leaves of each row's limit; negative where it is broken.
    pub(super) fn slacks(&self, choice: &[usize]) -> Vec<i64> {
        let sums = self.sums(choice);
        self.rows.iter().zip(sums).map(|(row, sum)| row.slack(sum)).collect()
    }
}

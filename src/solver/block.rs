//! One person's part of a search over several people: what is left of a model when its duties are
//! settled, and the best way through any part of that under any weights.

use crate::model::Model;

use super::Deadline;
use super::cliques::cliques;
use super::duties::settle;
use super::parts::Part;
use super::relax::{Descent, SCALE};
use super::rows::{Limit, Row, Rows};
use super::scope::Scope;
use super::timeline::{Paths, Timeline};

/// Weighs more than everything else together, so that what has to be held is on every best path.
const HELD: i64 = 1 << 48;
/// The most steps of the search for prices of one strand's own rules.
const STEPS: usize = 120;

/// A model with its duties settled.
pub(crate) struct Block<'a> {
    /// Whose candidates.
    pub(crate) model: &'a Model,
    /// Candidates that can be chosen when all duties that can be kept are kept, in order.
    pub(crate) columns: Vec<usize>,
    /// Whether it is proven that no more duties can be kept.
    pub(crate) proven: bool,
    /// Columns that all clash and of which one has to be chosen.
    held: Vec<Vec<usize>>,
    /// The rules beside clashes that may bind, over columns.
    rows: Vec<Row>,
    /// Columns that keep the duties.
    duties: Vec<usize>,
}

/// Some columns of a block, and the rules among them; all by position.
pub(crate) struct Strand<'a> {
    /// Whose candidates.
    pub(crate) model: &'a Model,
    /// The candidates, in order.
    pub(crate) columns: Vec<usize>,
    /// Rules beside clashes that may bind.
    rows: Rows,
    /// Sets that all clash, of which one has to be chosen.
    pub(crate) held: Vec<Vec<usize>>,
    duties: Vec<usize>,
    timeline: Timeline,
}

/// The best ways through a strand for some weights.
pub(crate) struct Ways {
    paths: Paths<i64>,
    lift: i64,
}

impl<'a> Block<'a> {
    pub(crate) fn new(model: &'a Model, deadline: Deadline) -> Block<'a> {
        let whole = Part::whole(model);
        let duties = settle(model, &whole, deadline);
        let scope = Scope::new(model, &whole, &duties);
        let rows = scope.rows.all().iter().map(|row| Row {
            members: row.members.iter().map(|&(i, part)| (scope.members[i], part)).collect(),
            limit: row.limit,
        });
        Block {
            model,
            proven: duties.proven,
            held: scope.held.iter().map(|set| scope.candidates(set)).collect(),
            rows: rows.collect(),
            duties: duties.chosen,
            columns: scope.members,
        }
    }

    /// No choice has more columns than this.
    pub(crate) fn most_chosen(&self) -> usize {
        let all = self.strand(self.columns.clone());
        usize::try_from(all.ways(vec![1; self.columns.len()]).best()).unwrap_or(0)
    }

    /// Pairs of positions among some columns that clash or share a rule, enough of them to connect
    /// all that belongs together.
    pub(crate) fn touching(&self, columns: &[usize]) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        let reach = self.model.longest_walk();
        for (a, &column) in columns.iter().enumerate() {
            let end = self.model.candidates()[column].slot.end() + reach;
            let later = columns.iter().enumerate().skip(a + 1);
            let near = later.take_while(|(_, b)| self.model.candidates()[**b].slot.start() < end);
            pairs.extend(near.filter(|(_, b)| self.model.clash(column, **b)).map(|(b, _)| (a, b)));
        }
        for row in &self.rows {
            let place = |(i, _): &(usize, i64)| columns.binary_search(i).ok();
            let members: Vec<usize> = row.members.iter().filter_map(place).collect();
            pairs.extend(members.windows(2).map(|pair| (pair[0], pair[1])));
        }
        pairs
    }

    /// Some of its columns.
    pub(crate) fn strand(&self, columns: Vec<usize>) -> Strand<'a> {
        let place = |candidate: &usize| columns.binary_search(candidate).ok();
        let among = |set: &Vec<usize>| set.iter().filter_map(place).collect::<Vec<usize>>();
        let rows = self.rows.iter().map(|row| row.among(&columns));
        let rows = rows.filter(|row| !row.members.is_empty() && row.can_break()).collect();
        Strand {
            model: self.model,
            rows: Rows::new(rows, columns.len()),
            held: self.held.iter().map(among).filter(|set| !set.is_empty()).collect(),
            duties: among(&self.duties),
            timeline: Timeline::new(self.model, &columns),
            columns,
        }
    }
}

impl Strand<'_> {
    /// The rules beside clashes.
    pub(crate) fn rows(&self) -> &[Row] {
        self.rows.all()
    }

    /// What a choice leaves of each rule's limit; negative where it is broken.
    pub(crate) fn slacks(&self, choice: &[usize]) -> Vec<i64> {
        self.rows.slacks(choice)
    }

    /// The best ways for these weights. Rules beside clashes are not known here.
    pub(crate) fn ways(&self, weights: Vec<i64>) -> Ways {
        Ways { paths: self.timeline.paths(self.lifted(weights), |_, _| 0), lift: self.lift() }
    }

    /// Weights with what has to be held above all.
    fn lifted(&self, mut weights: Vec<i64>) -> Vec<i64> {
        for &held in self.held.iter().flatten() {
            weights[held] += HELD;
        }
        weights
    }

    fn lift(&self) -> i64 {
        HELD * i64::try_from(self.held.len()).unwrap_or(0)
    }

    /// A good choice for these weights that keeps every rule; the best one where no rule beside
    /// clashes binds. None if the search finds no choice that keeps the duties.
    pub(crate) fn respond(&self, weights: &[i64]) -> Option<Vec<usize>> {
        let path = self.ways(weights.to_vec()).path();
        if self.keeps(&path) {
            return Some(path);
        }
        let value = |choice: &[usize]| choice.iter().map(|&i| weights[i]).sum::<i64>();
        let mut best = self.repaired(&path, weights).or_else(|| self.around_duties(weights));
        let scaled = self.lifted(weights.iter().map(|weight| weight * SCALE).collect());
        let mut descent = Descent::from(vec![0; self.rows.all().len()]);
        descent.walk(&self.timeline, &scaled, &self.rows, STEPS, |path| {
            let repaired = self.repaired(path, weights);
            if repaired.as_deref().map(value) > best.as_deref().map(value) {
                best = repaired;
            }
            best.as_deref().map_or(0, value) * SCALE + self.lift()
        });
        best
    }

    /// Whether a choice keeps every rule and holds what has to be held.
    pub(crate) fn keeps(&self, choice: &[usize]) -> bool {
        let has = |i: &usize| choice.binary_search(i).is_ok();
        self.rows.slacks(choice).iter().all(|&slack| slack >= 0)
            && self.held.iter().all(|set| set.iter().any(has))
            && self.model.allows(&choice.iter().map(|&i| self.columns[i]).collect::<Vec<usize>>())
    }

    /// Sets of positions that all clash, which together hold every clashing pair.
    pub(crate) fn cliques(&self) -> Vec<Vec<usize>> {
        cliques(self.model, &self.columns)
    }

    /// A path with whatever breaks a limit left out, the least first; none if it lacks a duty.
    fn repaired(&self, path: &[usize], weights: &[i64]) -> Option<Vec<usize>> {
        let mut choice = path.to_vec();
        for (number, row) in self.rows.all().iter().enumerate() {
            while matches!(row.limit, Limit::AtMost(_)) && self.rows.slacks(&choice)[number] < 0 {
                let parts = row.members.iter().filter(|(i, _)| choice.binary_search(i).is_ok());
                let &(least, _) = parts.min_by_key(|&&(i, part)| {
                    let dear =
                        self.held.iter().flatten().chain(&self.duties).any(|&held| held == i);
                    (dear, weights[i] * 1000 / part.max(1), i)
                })?;
                choice.retain(|&i| i != least);
            }
        }
        self.keeps(&choice).then_some(choice)
    }

    /// The duties' own columns and the best that fits around them.
    fn around_duties(&self, weights: &[i64]) -> Option<Vec<usize>> {
        let clashes = |i: usize| {
            let clash = |&duty: &usize| self.model.clash(self.columns[duty], self.columns[i]);
            self.duties.iter().any(clash)
        };
        let weights: Vec<i64> = (0..weights.len())
            .map(|i| match self.duties.contains(&i) {
                true => HELD >> 4,
                false if clashes(i) => -HELD,
                false => weights[i],
            })
            .collect();
        let path = self.ways(weights.clone()).path();
        self.repaired(&path, &weights)
    }
}

impl Ways {
    /// The weight of the best way of all.
    pub(crate) fn best(&self) -> i64 {
        self.paths.best() - self.lift
    }

    /// The weight of the best way that holds a position.
    pub(crate) fn with(&self, position: usize) -> i64 {
        self.paths.with(position) - self.lift
    }

    /// The positions of the best way of all.
    pub(crate) fn path(&self) -> Vec<usize> {
        self.paths.path()
    }
}

//! One person's part of a search over several people: what is left of a model when its duties are
//! settled, and the best way through any part of that under any weights.

use std::collections::BTreeMap;

use crate::model::{Model, Place};

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
        let mut pairs = clashing(self.model, columns);
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

/// Pairs of positions among some columns that clash, enough of them to connect all that do.
fn clashing(model: &Model, columns: &[usize]) -> Vec<(usize, usize)> {
    let candidate = |position: usize| &model.candidates()[columns[position]];
    let longest = model.longest_walk();
    // Without walks it is all one where something is.
    let place = |position: usize| candidate(position).place.filter(|_| !longest.is_zero());
    let mut pairs = Vec::new();
    // What may clash with something that begins later.
    let mut open: Vec<usize> = Vec::new();
    for b in 0..columns.len() {
        let start = candidate(b).slot.start();
        open.retain(|&a| candidate(a).slot.end() + longest > start);
        let near = |a: usize| model.clash(columns[a], columns[b]);
        let mut last: BTreeMap<Option<Place>, usize> = BTreeMap::new();
        for a in open.iter().copied().filter(|&a| near(a)) {
            pairs.push((a, b));
            let last = last.entry(place(a)).or_insert(a);
            if candidate(a).slot.end() > candidate(*last).slot.end() {
                *last = a;
            }
        }
        // Those of one place are connected now, and whatever clashes with one of them later clashes
        // with the one that ends last, too.
        open.retain(|&a| !near(a) || last.get(&place(a)) == Some(&a));
        open.push(b);
    }
    pairs
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solver::example::Example;

    /// For each position the first one that it is connected with.
    fn connected(count: usize, pairs: &[(usize, usize)]) -> Vec<usize> {
        let mut first: Vec<usize> = (0..count).collect();
        for &(a, b) in pairs {
            let (into, from) = (first[a].min(first[b]), first[a].max(first[b]));
            first.iter_mut().filter(|it| **it == from).for_each(|it| *it = into);
        }
        first
    }

    #[test]
    fn few_pairs_connect_all_that_clashes() {
        for seed in 0..200 {
            let mut programme = "title: T\ntimezone: UTC\nevents:\n".to_owned();
            for talk in 0..24 {
                let (start, minutes) = (talk * (37 + seed) % 400, 10 + (talk * 53 + seed) % 30);
                let (hour, minute, room) = (9 + start / 60, start % 60, (talk + seed) % 5);
                programme += &format!(
                    "  - {{ id: t{talk}, title: word, room: R{room}, minutes: {minutes}, \
                     start: 2026-05-01T{hour:02}:{minute:02} }}\n"
                );
            }
            for walking in
                ["default: 0", "default: 12, between: [{ rooms: [R1, R3], minutes: 40 }]"]
            {
                let profile = format!("interests: [word]\nwalking: {{ {walking} }}");
                let model = Example::new(&programme, &profile).model;
                let columns: Vec<usize> = (0..model.candidates().len()).collect();
                let all: Vec<(usize, usize)> = columns
                    .iter()
                    .flat_map(|&a| columns[a + 1..].iter().map(move |&b| (a, b)))
                    .filter(|&(a, b)| model.clash(a, b))
                    .collect();
                let few = clashing(&model, &columns);
                assert!(few.len() <= all.len());
                let count = columns.len();
                assert_eq!(connected(count, &few), connected(count, &all), "{seed} {walking}");
            }
        }
    }
}

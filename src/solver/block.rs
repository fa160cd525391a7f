//! One person's part of a search over several people: what is left of a model when its duties are
//! settled, and the best way through any part of that under any weights.

use std::collections::BTreeMap;

use crate::ix::By;
use crate::model::{Candidate, CandidateIx, Model};
use crate::profile::Margins;

use super::Deadline;
use super::cliques::cliques;
use super::duties::settle;
use super::parts::Part;
use super::relax::{Descent, SCALE};
use super::rows::{Limit, Row, Rows};
use super::scope::Scope;
use super::timeline::{Paths, Position, Timeline, Weights};

/// Weighs more than everything else together, so that what has to be held is on every best path.
const HELD: i64 = 1 << 48;
/// The most steps of the search for prices of one strand's own rules.
const STEPS: usize = 120;

/// A model with its duties settled.
pub(crate) struct Block<'a> {
    /// Whose candidates.
    pub(crate) model: &'a Model,
    /// Candidates that can be chosen when all duties that can be kept are kept, in order.
    pub(crate) members: Vec<CandidateIx>,
    /// Whether it is proven that no more duties can be kept.
    pub(crate) proven: bool,
    /// Candidates at one time of which one has to be chosen.
    held: Vec<Vec<CandidateIx>>,
    /// The rules beside clashes that may bind.
    rows: Vec<Row<CandidateIx>>,
    /// How often each point counts; 0 where what interests get does not count less.
    pub(crate) unit: i64,
    /// Candidates that keep the duties.
    pub(crate) duties: Vec<CandidateIx>,
}

/// Some candidates of a block, and the rules among them; all by position.
pub(crate) struct Strand<'a> {
    /// Whose candidates.
    pub(crate) model: &'a Model,
    /// The candidates, in order.
    pub(crate) members: By<Position, CandidateIx>,
    /// Rules beside clashes that may bind.
    rows: Rows,
    /// Sets at one time, of which one has to be chosen.
    pub(crate) held: Vec<Vec<Position>>,
    duties: Vec<Position>,
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
        let rows = scope.rows.all().iter().map(|row| row.map(|i| scope.members[i]));
        Block {
            model,
            proven: duties.proven,
            held: scope.held.iter().map(|set| scope.candidates(set)).collect(),
            rows: rows.collect(),
            unit: 1,
            duties: duties.chosen,
            members: scope.members.to_vec(),
        }
    }

    /// No choice has more candidates than this.
    pub(crate) fn most_chosen(&self) -> usize {
        let all = self.strand(&self.members);
        usize::try_from(all.ways(all.members.iter().map(|_| 1).collect()).best()).unwrap_or(0)
    }

    /// Pairs of positions among some candidates that clash, share a rule or may follow each other
    /// without a rest, enough of them to connect all that belongs together.
    pub(crate) fn touching(&self, candidates: &[CandidateIx]) -> Vec<(Position, Position)> {
        let members = By::from(candidates.to_vec());
        let mut pairs = clashing(self.model, &members);
        pairs.extend(in_a_row(self.model, &members));
        for row in self.rows_among(&members) {
            pairs.extend(row.members.windows(2).map(|pair| (pair[0].0, pair[1].0)));
        }
        pairs
    }

    /// The rules that may bind among some of its candidates.
    fn rows_among(
        &self,
        members: &By<Position, CandidateIx>,
    ) -> impl Iterator<Item = Row<Position>> {
        let rows = self.rows.iter().filter_map(|row| row.among(members).weighing(self.unit));
        rows.filter(Row::can_break)
    }

    /// Some of its candidates.
    pub(crate) fn strand(&self, candidates: &[CandidateIx]) -> Strand<'a> {
        let members = By::from(candidates.to_vec());
        let place = |candidate: &CandidateIx| members.place_of(candidate);
        let among =
            |set: &Vec<CandidateIx>| set.iter().filter_map(place).collect::<Vec<Position>>();
        let rows = self.rows_among(&members).filter(|row| !row.members.is_empty()).collect();
        Strand {
            model: self.model,
            rows: Rows::new(rows, members.len()),
            held: self.held.iter().map(among).filter(|set| !set.is_empty()).collect(),
            duties: among(&self.duties),
            timeline: Timeline::new(self.model, &members),
            members,
        }
    }
}

/// Pairs of positions among some candidates that may follow each other without a rest, where the
/// hours in a row are limited: each with whatever is over last of those before.
fn in_a_row(model: &Model, members: &By<Position, CandidateIx>) -> Vec<(Position, Position)> {
    let Some(limit) = model.in_a_row() else { return Vec::new() };
    let candidate = |position: Position| &model.candidates()[members[position]];
    let mut pairs = Vec::new();
    let mut last: Option<Position> = None;
    for b in members.indices().filter(|&b| candidate(b).is_talk()) {
        let slot = candidate(b).slot;
        let end = |a: Position| candidate(a).slot.end();
        pairs.extend(last.filter(|&a| end(a) + limit.rest > slot.start()).map(|a| (a, b)));
        if last.is_none_or(|a| end(a) < slot.end()) {
            last = Some(b);
        }
    }
    pairs
}

/// Pairs of positions among some candidates that clash, enough of them to connect all that do.
fn clashing(model: &Model, members: &By<Position, CandidateIx>) -> Vec<(Position, Position)> {
    let candidate = |position: Position| &model.candidates()[members[position]];
    let is_close = model.longest().is_zero();
    // What decides about later clashes; where nothing has to lie between, it is all one.
    let class = |position: Position| {
        let Candidate { place, margins, .. } = *candidate(position);
        (!is_close).then_some((place, Margins { arrive: 0, ..margins }))
    };
    let mut pairs = Vec::new();
    // What may clash with something that begins later.
    let mut open: Vec<Position> = Vec::new();
    for b in members.indices() {
        let start = candidate(b).slot.start();
        open.retain(|&a| candidate(a).until > start);
        let near = |a: Position| model.clash(members[a], members[b]);
        let mut last = BTreeMap::new();
        for a in open.iter().copied().filter(|&a| near(a)) {
            pairs.push((a, b));
            let last = last.entry(class(a)).or_insert(a);
            if candidate(a).slot.end() > candidate(*last).slot.end() {
                *last = a;
            }
        }
        // Those of one class are connected now, and whatever clashes with one of them later clashes
        // with the one that ends last, too.
        open.retain(|&a| !near(a) || last.get(&class(a)) == Some(&a));
        open.push(b);
    }
    pairs
}

impl Strand<'_> {
    /// The candidates of some positions.
    pub(crate) fn candidates(&self, choice: &[Position]) -> Vec<CandidateIx> {
        choice.iter().map(|&i| self.members[i]).collect()
    }

    /// The positions of those of some candidates that it has.
    pub(crate) fn positions(&self, candidates: &[CandidateIx]) -> Vec<Position> {
        candidates.iter().filter_map(|i| self.members.place_of(i)).collect()
    }

    /// The rules beside clashes.
    pub(crate) fn rows(&self) -> &[Row<Position>] {
        self.rows.all()
    }

    /// What a choice leaves of each rule's limit; negative where it is broken.
    pub(crate) fn slacks(&self, choice: &[Position]) -> Vec<i64> {
        self.rows.slacks(choice)
    }

    /// The best ways for these weights. Rules beside clashes are not known here.
    pub(crate) fn ways(&self, weights: Weights) -> Ways {
        Ways { paths: self.timeline.paths(self.lifted(weights), |_, _| 0), lift: self.lift() }
    }

    /// Weights with what has to be held above all.
    fn lifted(&self, mut weights: Weights) -> Weights {
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
    pub(crate) fn respond(&self, weights: &Weights) -> Option<Vec<Position>> {
        let path = self.ways(weights.clone()).path();
        if self.rows.loss(&path) == 0 && self.keeps(&path) {
            return Some(path);
        }
        let value = |choice: &[Position]| self.value(choice, weights);
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

    /// The sum of some weights over a choice, after what its rows take off.
    pub(crate) fn value(&self, choice: &[Position], weights: &Weights) -> i64 {
        choice.iter().map(|&i| weights[i]).sum::<i64>() - self.rows.loss(choice)
    }

    /// What the rows take off a choice.
    pub(crate) fn loss(&self, choice: &[Position]) -> i64 {
        self.rows.loss(choice)
    }

    /// What a choice leaves of each rule's limit, in sight of its multiplier.
    pub(crate) fn left(&self, choice: &[Position], multipliers: &[i64]) -> Vec<i64> {
        self.rows.left(choice, multipliers)
    }

    /// Whether a choice keeps every rule and holds what has to be held.
    pub(crate) fn keeps(&self, choice: &[Position]) -> bool {
        let has = |i: &Position| choice.binary_search(i).is_ok();
        self.rows.slacks(choice).iter().all(|&slack| slack >= 0)
            && self.held.iter().all(|set| set.iter().any(has))
            && self.model.allows(&self.candidates(choice))
    }

    /// Sets of positions that all clash, which together hold every clashing pair.
    pub(crate) fn cliques(&self) -> Vec<Vec<Position>> {
        cliques(self.model, &self.members)
    }

    /// A path with whatever breaks a limit left out, the least first; none if it lacks a duty.
    fn repaired(&self, path: &[Position], weights: &Weights) -> Option<Vec<Position>> {
        let mut choice = path.to_vec();
        for (number, row) in self.rows.all().iter().enumerate() {
            while matches!(row.limit, Limit::AtMost(_)) && self.rows.slacks(&choice)[number] < 0 {
                let is_used =
                    |(i, part): &&(Position, i64)| *part > 0 && choice.binary_search(i).is_ok();
                let parts = row.members.iter().filter(is_used);
                let &(least, _) = parts.min_by_key(|&&(i, part)| {
                    let dear =
                        self.held.iter().flatten().chain(&self.duties).any(|&held| held == i);
                    (dear, weights[i] * 1000 / part, i)
                })?;
                choice.retain(|&i| i != least);
            }
        }
        let broken = |choice: &[Position]| self.model.broken_runs(&self.candidates(choice));
        while let Some(run) = broken(&choice).first() {
            let run = self.positions(run);
            let least = run.iter().min_by_key(|&&i| {
                let dear = self.held.iter().flatten().chain(&self.duties).any(|&held| held == i);
                (dear, weights[i], i)
            });
            let least = *least?;
            choice.retain(|&i| i != least);
        }
        self.keeps(&choice).then_some(choice)
    }

    /// The duties' own positions and the best that fits around them.
    fn around_duties(&self, weights: &Weights) -> Option<Vec<Position>> {
        let clashes = |i: Position| {
            let clash = |&duty: &Position| self.model.clash(self.members[duty], self.members[i]);
            self.duties.iter().any(clash)
        };
        let weights: Weights = weights
            .indices()
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
    pub(crate) fn with(&self, position: Position) -> i64 {
        self.paths.with(position) - self.lift
    }

    /// The positions of the best way of all.
    pub(crate) fn path(&self) -> Vec<Position> {
        self.paths.path()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solver::example::Example;

    /// For each position the first one that it is connected with.
    fn connected(
        members: &By<Position, CandidateIx>,
        pairs: &[(Position, Position)],
    ) -> By<Position, Position> {
        let mut first: By<Position, Position> = members.indices().collect();
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
                let members: By<Position, CandidateIx> = model.candidates().indices().collect();
                let all: Vec<(Position, Position)> = members
                    .indices()
                    .flat_map(|b| {
                        members.indices().take_while(move |&a| a < b).map(move |a| (a, b))
                    })
                    .filter(|&(a, b)| model.clash(members[a], members[b]))
                    .collect();
                let few = clashing(&model, &members);
                assert!(few.len() <= all.len());
                assert_eq!(
                    connected(&members, &few),
                    connected(&members, &all),
                    "{seed} {walking}"
                );
            }
        }
    }
}

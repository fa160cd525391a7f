//! The fairest of the choices of one model: the smallest share is as large as can be, then the
//! next, and so on, then the sum.
//!
//! A member's share is what an agenda is worth to that member as a part of the own best. With
//! whole numbers as weights of the members the best path bounds the smallest share from above:
//! the weighted sum of what all get is at least that share of the weighted sum of the own bests.
//! Weights are found by a subgradient search; good_lp then settles one share after the other.
//! That the smallest shares of a choice are at least so large is said with one column for each
//! member and level (W. Ogryczak and T. Śliwiński, "On solving linear programs with the ordered
//! weighted averaging objective", 2003, count them in the same way).

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::ix::By;
use crate::model::{Bound, CandidateIx, Model, Points, Source};
use crate::solver::{
    Block, Column, Deadline, Ilp, Limit, Outcome, Position, Proof, Row, Rows, Selection, Strand,
    Values, Ways, Weights, maximise_unbroken, too_long,
};

use super::worth::{WHOLE, Worth};

/// The scale of the members' weights.
const UNIT: f64 = (1u64 << 36) as f64;
/// The most steps of the search for weights.
const STEPS: usize = 300;
/// After so many steps without a better bound, the next ones are half as long.
const PATIENCE: usize = 12;
/// How close two shares are before the next question is for anything better at all.
const CLOSE: i64 = WHOLE >> 10;

/// A part of the own best, exactly.
#[derive(Clone, Copy, Debug)]
pub(super) struct Share {
    points: i64,
    best: i64,
}

impl Share {
    pub(super) fn of(points: i64, best: i64) -> Share {
        Share { points, best }
    }

    /// In parts of [`WHOLE`], rounded down.
    pub(super) fn parts(self) -> i64 {
        let parts = i128::from(self.points) * i128::from(WHOLE);
        i64::try_from(parts.div_euclid(i128::from(self.best.max(1)))).unwrap_or(i64::MAX)
    }

    /// The fewest points that are at least this share of a best, or more than it.
    fn needed(self, best: i64, more: bool) -> i64 {
        let product = i128::from(self.points) * i128::from(best);
        let of = i128::from(self.best.max(1));
        let needed = if more { product.div_euclid(of) + 1 } else { -(-product).div_euclid(of) };
        i64::try_from(needed).unwrap_or(i64::MAX)
    }
}

impl PartialEq for Share {
    fn eq(&self, other: &Share) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Share {}

impl PartialOrd for Share {
    fn partial_cmp(&self, other: &Share) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Share {
    fn cmp(&self, other: &Share) -> Ordering {
        let a = i128::from(self.points) * i128::from(other.best);
        a.cmp(&(i128::from(other.points) * i128::from(self.best)))
    }
}

/// The fairest choice of a model. `points` are by member and candidate, and what interests of the
/// member of that number get counts less; `best` is what each member has alone, `start` a choice to
/// begin with.
pub(super) fn fairest(
    model: &Model,
    points: &[Points],
    best: &[i64],
    start: Selection,
    deadline: Deadline,
) -> (Selection, Worth) {
    // Whoever has nothing alone loses nothing.
    let members: Vec<usize> = (0..best.len()).filter(|&m| best[m] > 0).collect();
    if members.is_empty() {
        return (start, Worth::Share(WHOLE));
    }
    let mut block = Block::new(model, deadline);
    // What a member loses is not everybody's loss.
    block.unit = 0;
    let strand = block.strand(&block.members);
    let of_member =
        |&m: &usize| -> Weights { strand.members.iter().map(|&i| points[m][i]).collect() };
    let tapers = |&m: &usize| -> Rows {
        let of_member = |source: Source| matches!(source, Source::Interest(of, _) if of == m);
        let rows = model.rules().iter().filter(|rule| of_member(rule.source)).filter_map(|rule| {
            let Bound::Tapers(taper) = rule.bound else { return None };
            let row = Row { members: rule.members.clone(), limit: Limit::Tapers(taper) };
            Some(row.among(&strand.members))
        });
        Rows::new(rows.collect(), strand.members.len())
    };
    let mut fairest = Fairest {
        tapers: members.iter().map(tapers).collect(),
        points: members.iter().map(of_member).collect(),
        best: members.iter().map(|&m| best[m]).collect(),
        strand: &strand,
        choice: strand.positions(&start.chosen),
        deadline,
    };
    let (bound, left) = fairest.relax();
    let proven = fairest.settle(&By::from(left), bound) && block.proven;
    let share = fairest.shares(&fairest.choice)[0].parts();
    let chosen = strand.candidates(&fairest.choice);
    let proof = if proven { Proof::Optimal } else { Proof::Bound(bound.parts().max(share)) };
    (Selection::new(model, chosen, proof), Worth::Share(share))
}

struct Fairest<'a, 'm> {
    /// By member and position.
    points: Vec<Weights>,
    /// By member, what takes points off.
    tapers: Vec<Rows>,
    best: Vec<i64>,
    strand: &'a Strand<'m>,
    /// The fairest choice known.
    choice: Vec<Position>,
    deadline: Deadline,
}

impl Fairest<'_, '_> {
    fn sum(&self, member: usize, choice: &[Position]) -> i64 {
        let points: i64 = choice.iter().map(|&i| self.points[member][i]).sum();
        points - self.tapers[member].loss(choice)
    }

    fn total(&self, choice: &[Position]) -> i64 {
        (0..self.best.len()).map(|m| self.sum(m, choice)).sum()
    }

    /// The shares of a choice, the smallest first.
    fn shares(&self, choice: &[Position]) -> Vec<Share> {
        let share = |m: usize| Share::of(self.sum(m, choice), self.best[m]);
        let mut shares: Vec<Share> = (0..self.best.len()).map(share).collect();
        shares.sort_unstable();
        shares
    }

    fn offer(&mut self, choice: Vec<Position>) {
        let rank = |choice: &[Position]| (self.shares(choice), self.total(choice));
        if self.strand.keeps(&choice) && rank(&choice) > rank(&self.choice) {
            self.choice = choice;
        }
    }

    /// Whole weights of the members, their sum of own bests, and what they make of each position.
    fn weighed(&self, shares: &[f64]) -> (i64, Weights) {
        let weight = |(share, best): (&f64, &i64)| (share * UNIT / *best as f64).round() as i64;
        let weights: Vec<i64> = shares.iter().zip(&self.best).map(weight).collect();
        let whole = weights.iter().zip(&self.best).map(|(weight, best)| weight * best).sum();
        let value =
            |i: Position| weights.iter().zip(&self.points).map(|(w, points)| w * points[i]).sum();
        (whole, self.strand.members.indices().map(value).collect())
    }

    /// A bound on the smallest share, and the positions that a choice as fair as the best known
    /// may hold.
    fn relax(&mut self) -> (Share, Vec<Position>) {
        let members = self.best.len();
        let mut shares = vec![1.0 / members as f64; members];
        let mut own = vec![0i64; self.strand.rows().len()];
        let mut least: Option<(Share, Ways, i64)> = None;
        let mut seen: BTreeSet<Vec<Position>> = BTreeSet::new();
        let (mut pace, mut waited) = (1.0, 0);
        for _ in 0..STEPS.min(self.strand.members.len()) {
            let (whole, mut weights) = self.weighed(&shares);
            let mut constant = 0;
            for (row, &multiplier) in self.strand.rows().iter().zip(&own) {
                constant += row.limit.constant(multiplier);
                for &(member, part) in &row.members {
                    weights[member] += row.limit.sign() * multiplier * part;
                }
            }
            let ways = self.strand.ways(weights.clone());
            let path = ways.path();
            let bound = Share::of(ways.best() + constant, whole.max(1));
            let kept = if self.strand.keeps(&path) {
                Some(path.clone())
            } else {
                self.strand.respond(&weights)
            };
            if let Some(kept) = kept {
                self.offer(kept.clone());
                seen.insert(kept);
            }
            if least.as_ref().is_none_or(|(known, ..)| bound < *known) {
                (least, waited) = (Some((bound, ways, constant)), 0);
            } else {
                waited += 1;
                if waited >= PATIENCE {
                    (pace, waited) = (pace / 2.0, 0);
                }
            }
            if pace < 0.01 || self.deadline.is_over() {
                break;
            }
            let gap = part(bound) - part(self.shares(&self.choice)[0]);
            let got: Vec<f64> =
                (0..members).map(|m| part(Share::of(self.sum(m, &path), self.best[m]))).collect();
            let mean = got.iter().sum::<f64>() / members as f64;
            let slacks = self.strand.slacks(&path);
            let norm = got.iter().map(|got| (got - mean).powi(2)).sum::<f64>()
                + slacks.iter().map(|slack| (slack * slack) as f64 * 1e-4).sum::<f64>();
            if norm < 1e-12 {
                break;
            }
            let step = pace * gap.max(1e-4) / norm;
            for (share, got) in shares.iter_mut().zip(&got) {
                *share = (*share - step * (got - mean)).max(0.0);
            }
            let all: f64 = shares.iter().sum();
            shares.iter_mut().for_each(|share| *share /= all.max(1e-9));
            for (multiplier, slack) in own.iter_mut().zip(&slacks) {
                let change = step * UNIT * 1e-4 * *slack as f64;
                *multiplier = (*multiplier - change.round() as i64).max(0);
            }
        }
        self.splice(&seen);
        let known = self.shares(&self.choice)[0];
        let all = self.strand.members.indices();
        match least {
            None => (Share::of(1, 1), all.collect()),
            Some((bound, ways, constant)) => {
                let with = |i: &Position| Share::of(ways.with(*i) + constant, bound.best) >= known;
                let left = all.filter(with).collect();
                (bound, left)
            }
        }
    }

    /// Takes over from other choices, time by time, whatever makes the best known one fairer.
    fn splice(&mut self, others: &BTreeSet<Vec<Position>>) {
        loop {
            let before = self.choice.clone();
            for other in others {
                for (out, come) in self.differences(other) {
                    let mut spliced = self.choice.clone();
                    spliced.retain(|i| !out.contains(i));
                    spliced.extend(come);
                    spliced.sort_unstable();
                    self.offer(spliced);
                }
            }
            if self.choice == before || self.deadline.is_over() {
                return;
            }
        }
    }

    /// What the best known choice has and another has not, and the other way round, apart by time.
    fn differences(&self, other: &[Position]) -> Vec<(Vec<Position>, Vec<Position>)> {
        let mine = self.choice.iter().filter(|i| other.binary_search(i).is_err());
        let theirs = other.iter().filter(|i| self.choice.binary_search(i).is_err());
        let mut all: Vec<(Position, bool)> = mine.map(|&i| (i, true)).collect();
        all.extend(theirs.map(|&i| (i, false)));
        all.sort_unstable();
        let slot = |i: Position| self.strand.model.candidates()[self.strand.members[i]].slot;
        let mut parts: Vec<(Vec<Position>, Vec<Position>)> = Vec::new();
        let mut end = None;
        for (i, is_mine) in all {
            if end.is_none_or(|end| end <= slot(i).start()) {
                parts.push((Vec::new(), Vec::new()));
            }
            end = end.max(Some(slot(i).end()));
            if let Some((out, come)) = parts.last_mut() {
                if is_mine { out.push(i) } else { come.push(i) }
            }
        }
        parts
    }

    /// Settles one share after the other, the smallest first, and then the sum, among some
    /// positions. Whether all of that is proven.
    fn settle(&mut self, left: &By<Column, Position>, bound: Share) -> bool {
        // A share may be more than a whole: alone one may have kept a must-see that costs points.
        let alone = |m: usize| {
            Share::of(self.strand.ways(self.points[m].clone()).best(), self.best[m]).parts() + 1
        };
        let most = (0..self.best.len()).map(alone).max().unwrap_or(WHOLE);
        for level in 0..self.best.len() {
            let mut above = if level == 0 { bound.parts() + 1 } else { most };
            loop {
                let known = self.shares(&self.choice)[level];
                // Halfway to what may be possible, and in the end for anything better.
                let middle = (known.parts() + above + 1) / 2;
                let last = middle - known.parts() <= CLOSE;
                let asked = if last { known } else { Share::of(middle, WHOLE) };
                match self.ask(left, level, Some((asked, last))) {
                    Asked::Better => {}
                    Asked::Impossible if last => break,
                    Asked::Impossible => above = middle,
                    Asked::Unknown => return false,
                }
            }
        }
        matches!(self.ask(left, self.best.len(), None), Asked::Better | Asked::Impossible)
    }

    /// Asks for a choice whose smallest shares are as good as those known up to a level, and the
    /// one at that level at least, or more than, so large. Without a share it asks for the sum.
    fn ask(
        &mut self,
        left: &By<Column, Position>,
        level: usize,
        share: Option<(Share, bool)>,
    ) -> Asked {
        let known = self.shares(&self.choice);
        let values: Values =
            left.iter().map(|&i| self.points.iter().map(|points| points[i]).sum()).collect();
        let mut ilp = Ilp { values, cliques: self.cliques(left), ..Ilp::default() };
        self.rows(left).into_iter().for_each(|row| ilp.add(row));
        // What each member loses, as columns with their parts.
        let lost: Vec<Vec<(Column, i64)>> = self
            .tapers
            .iter()
            .map(|tapers| {
                let first = ilp.values.len();
                tapers.all().iter().for_each(|row| ilp.add(row.among(left)));
                ilp.values.entries().skip(first).map(|(column, &part)| (column, part)).collect()
            })
            .collect();
        let mut levels: Vec<(usize, Share, bool)> =
            (0..level).map(|level| (level, known[level], false)).collect();
        levels.extend(share.map(|(share, more)| (level, share, more)));
        let parts: Vec<Vec<(Column, i64)>> = self
            .points
            .iter()
            .zip(lost)
            .map(|(points, lost)| {
                let own = left.entries().map(|(column, &i)| (column, points[i]));
                own.filter(|(_, part)| *part != 0).chain(lost).collect()
            })
            .collect();
        for (level, share, more) in levels {
            hold(&mut ilp, &parts, &self.best, level, (share, more));
        }
        // One that is only possible, whatever its columns are worth, is found sooner.
        if share.is_some() {
            ilp.values.iter_mut().for_each(|value| *value = 0);
        }
        let columns: Vec<(Column, CandidateIx)> =
            left.entries().map(|(column, &i)| (column, self.strand.members[i])).collect();
        let broken = |found: &[Column]| too_long(self.strand.model, &columns, found);
        match maximise_unbroken(ilp, self.deadline, broken) {
            Outcome::Optimal(found) | Outcome::Feasible(found) if share.is_some() => {
                self.take(left, &found)
            }
            Outcome::Optimal(found) => {
                self.take(left, &found);
                Asked::Better
            }
            Outcome::Impossible => Asked::Impossible,
            Outcome::Feasible(_) | Outcome::None => Asked::Unknown,
        }
    }

    fn take(&mut self, left: &By<Column, Position>, found: &[Column]) -> Asked {
        // Those of the shares are no positions.
        let choice = found.iter().filter_map(|column| left.get(column.index()).copied()).collect();
        let before = self.choice.clone();
        self.offer(choice);
        if self.choice == before { Asked::Unknown } else { Asked::Better }
    }

    fn rows(&self, left: &By<Column, Position>) -> Vec<Row<Column>> {
        let held = self.strand.held.iter().map(|set| Row::one_of(set).among(left));
        self.strand.rows().iter().map(|row| row.among(left)).chain(held).collect()
    }

    fn cliques(&self, left: &By<Column, Position>) -> Vec<Vec<Column>> {
        let within = |clique: Vec<Position>| -> Vec<Column> {
            clique.iter().filter_map(|i| left.place_of(i)).collect()
        };
        let cliques = self.strand.cliques().into_iter().map(within);
        cliques.filter(|clique| clique.len() > 1).collect()
    }
}

/// Asks that all but so many members have at least, or more than, a share; `parts` is what each
/// column adds to what each member gets.
pub(super) fn hold(
    ilp: &mut Ilp,
    parts: &[Vec<(Column, i64)>],
    best: &[i64],
    level: usize,
    (share, more): (Share, bool),
) {
    let mut holders = Vec::new();
    for (parts, &best) in parts.iter().zip(best) {
        // Chosen only if the member has the share. Points may be negative, so that what is needed is
        // counted from the least that there can be.
        let holder = ilp.values.push(0);
        let least: i64 = parts.iter().map(|(_, part)| part.min(&0)).sum();
        let needed = share.needed(best, more);
        let mut members = parts.clone();
        members.push((holder, -(needed - least).max(0)));
        ilp.add(Row { members, limit: Limit::AtLeast(least) });
        holders.push((holder, 1));
    }
    let enough = i64::try_from(best.len() - level).unwrap_or(0);
    ilp.add(Row { members: holders, limit: Limit::AtLeast(enough) });
}

/// What came of a question.
enum Asked {
    /// There is such a choice, and it is known now.
    Better,
    /// There is none.
    Impossible,
    /// The search ran out of time.
    Unknown,
}

fn part(share: Share) -> f64 {
    share.points as f64 / share.best.max(1) as f64
}

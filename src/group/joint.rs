//! Several blocks and what couples them -> the best choice for all, with its bound.
//!
//! ```text
//! relax    the coupling as prices, so that every block is a path of its own: a certain bound
//! respond  each block in turn the best answer to the others' choices: good choices on the way
//! split    what the bound leaves falls apart into parts that have nothing to do with each other
//! ilp      good_lp chooses within each part
//! ```
//!
//! Whole numbers all through, as in [`solver`](crate::solver).

use crate::ix::By;
use crate::model::CandidateIx;
use crate::schedule::EventIx;
use crate::solver::{
    Block, Column, Deadline, Outcome, Position, SCALE, Strand, Ways, Weights, maximise_unbroken,
};

use super::parts::split;
use super::program::{BlockIx, Choices, Part, Program, none};

/// The most steps of one search for prices; where there are fewer candidates, no more than these,
/// for the integer program is soon done with them.
const STEPS: usize = 400;
/// After so many steps without a better bound, the next ones are half as long.
const PATIENCE: usize = 15;
/// Every so many steps the choices of the moment are made into ones that keep all rules.
const EVERY: usize = 5;

/// What several people's choices have to do with each other.
pub(super) trait Coupling {
    /// What one more unit of each shared thing is worth.
    type Prices: Clone;

    /// Prices to begin with.
    fn prices(&self, part: &Part<'_>) -> Self::Prices;

    /// The weights of a strand under these prices, in scaled points.
    fn weights(&self, part: &Part<'_>, prices: &Self::Prices, block: BlockIx) -> Weights;

    /// What the prices add to every choice, in scaled points.
    fn constant(&self, part: &Part<'_>, prices: &Self::Prices) -> i64;

    /// The square of the length of the direction in which the choices push the prices.
    fn norm(&self, part: &Part<'_>, prices: &Self::Prices, choices: &Choices<Position>) -> i64;

    /// Prices a step further in that direction.
    fn step(
        &self,
        part: &Part<'_>,
        prices: &mut Self::Prices,
        choices: &Choices<Position>,
        length: f64,
    );

    /// The weights of a strand in points when the others choose so.
    fn response(&self, part: &Part<'_>, choices: &Choices<Position>, block: BlockIx) -> Weights;

    /// What choices are worth together, before what their own rows take off.
    fn value(&self, part: &Part<'_>, choices: &Choices<Position>) -> i64;

    /// What links two blocks: candidates of one thing are in one part.
    fn link(&self, block: BlockIx, candidate: CandidateIx) -> Option<EventIx>;

    /// The coupling for the integer program.
    fn program(&self, part: &Part<'_>, program: &mut Program);
}

/// Choices for every block, by column, with what is known of their worth.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) choices: Choices<CandidateIx>,
    pub(super) value: i64,
    /// No choices are worth more.
    pub(super) bound: i64,
}

/// The best choices for all blocks, starting from good ones.
pub(super) fn solve<C: Coupling>(
    blocks: &By<BlockIx, Block<'_>>,
    coupling: &C,
    start: &Choices<CandidateIx>,
    deadline: Deadline,
) -> Answer {
    let joint = Joint { blocks, coupling, deadline };
    joint.divide(blocks.iter().map(|block| block.members.clone()).collect(), start)
}

struct Joint<'a, 'm, C> {
    blocks: &'a By<BlockIx, Block<'m>>,
    coupling: &'a C,
    deadline: Deadline,
}

/// What a search for prices found.
struct Relaxed {
    choices: Choices<Position>,
    value: i64,
    bound: i64,
    /// By block the positions that may be part of something better.
    left: Choices<Position>,
}

impl<'m, C: Coupling> Joint<'_, 'm, C> {
    /// Solves the parts of some candidates one by one.
    fn divide(&self, candidates: Choices<CandidateIx>, start: &Choices<CandidateIx>) -> Answer {
        let parts = split(self.blocks, &candidates, |block, i| self.coupling.link(block, i));
        let mut answer = Answer { choices: none(self.blocks), value: 0, bound: 0 };
        for part in parts {
            let found = self.settle(part, start);
            for (all, choice) in answer.choices.iter_mut().zip(&found.choices) {
                all.extend(choice);
                all.sort_unstable();
            }
            answer.value += found.value;
            answer.bound += found.bound;
        }
        answer
    }

    /// Solves one part.
    fn settle(&self, candidates: Choices<CandidateIx>, start: &Choices<CandidateIx>) -> Answer {
        let size: usize = candidates.iter().map(Vec::len).sum();
        let part = self.part(candidates);
        let start = part.strands.iter().zip(start).map(|(strand, choice)| strand.positions(choice));
        let relaxed = self.relax(&part, start.collect());
        let answer = Answer {
            choices: part.candidates(&relaxed.choices),
            value: relaxed.value,
            bound: relaxed.bound,
        };
        if answer.bound <= answer.value || self.deadline.is_over() {
            return answer;
        }
        let left = part.candidates(&relaxed.left);
        let remaining: usize = left.iter().map(Vec::len).sum();
        let pieces = split(self.blocks, &left, |block, i| self.coupling.link(block, i));
        if pieces.len() > 1 || remaining * 4 < size * 3 {
            // Nothing that was dropped can be part of something better, and what is known is left.
            let finer = self.divide(left, &answer.choices);
            return Answer { bound: finer.bound.min(answer.bound), ..finer };
        }
        let finer = self.choose(left, &answer);
        Answer { bound: finer.bound.min(answer.bound).max(finer.value), ..finer }
    }

    /// What choices are worth together.
    fn value(&self, part: &Part<'_>, choices: &Choices<Position>) -> i64 {
        let lost = part.strands.iter().zip(choices).map(|(strand, choice)| strand.loss(choice));
        self.coupling.value(part, choices) - lost.sum::<i64>()
    }

    fn part(&self, candidates: Choices<CandidateIx>) -> Part<'m> {
        let strands = self.blocks.iter().zip(&candidates).map(|(block, some)| block.strand(some));
        Part { strands: strands.collect() }
    }

    /// Searches for prices that make the bound small, and for good choices on the way.
    fn relax(&self, part: &Part<'_>, start: Choices<Position>) -> Relaxed {
        let mut prices = self.coupling.prices(part);
        let mut own: By<BlockIx, Vec<i64>> =
            part.strands.iter().map(|s| vec![0; s.rows().len()]).collect();
        let mut best = (prices.clone(), own.clone());
        let mut value = self.value(part, &start);
        let mut known = start;
        self.improve(part, &mut known, &mut value);
        let (mut least, mut pace, mut waited) = (i64::MAX, 1.0, 0);
        let size: usize = part.strands.iter().map(|strand| strand.members.len()).sum();
        for step in 0..STEPS.min(size.max(1)) {
            let (bound, choices) = self.relaxed(part, &prices, &own);
            if bound < least {
                (least, best, waited) = (bound, (prices.clone(), own.clone()), 0);
            } else {
                waited += 1;
                if waited >= PATIENCE {
                    (pace, waited) = (pace / 2.0, 0);
                }
            }
            if self.deadline.is_over() {
                break;
            }
            if step % EVERY == 0 {
                let mut tried = choices.clone();
                self.repair(part, &mut tried, &known);
                let mut worth = self.value(part, &tried);
                self.improve(part, &mut tried, &mut worth);
                if worth > value {
                    (known, value) = (tried, worth);
                }
            }
            if least.div_euclid(SCALE) <= value || pace < 0.005 {
                break;
            }
            let strands = part.strands.iter().zip(&choices).zip(&own);
            let left: Vec<Vec<i64>> =
                strands.map(|((strand, choice), own)| strand.left(choice, own)).collect();
            let norm = left.iter().flatten().map(|left| left * left).sum::<i64>()
                + self.coupling.norm(part, &prices, &choices);
            if norm == 0 {
                break;
            }
            let gap = (bound - value * SCALE).max(SCALE / 4);
            let length = pace * gap as f64 / norm as f64;
            for ((strand, own), left) in part.strands.iter().zip(own.iter_mut()).zip(&left) {
                for ((row, multiplier), left) in strand.rows().iter().zip(own).zip(left) {
                    let by = -(length * *left as f64).round() as i64;
                    *multiplier = row.limit.moved(*multiplier, by);
                }
            }
            self.coupling.step(part, &mut prices, &choices, length);
        }
        let left = self.left(part, &best.0, &best.1, &known, value);
        Relaxed { choices: known, value, bound: least.div_euclid(SCALE).max(value), left }
    }

    /// Weights of a strand with its own rows' multipliers, and what these add to every choice.
    fn weighed(
        &self,
        part: &Part<'_>,
        prices: &C::Prices,
        own: &[i64],
        block: BlockIx,
    ) -> (Weights, i64) {
        let mut weights = self.coupling.weights(part, prices, block);
        let mut constant = 0;
        for (row, &multiplier) in part.strands[block].rows().iter().zip(own) {
            constant += row.limit.constant(multiplier);
            for &(member, share) in &row.members {
                weights[member] += row.limit.sign() * multiplier * share;
            }
        }
        (weights, constant)
    }

    fn relaxed(
        &self,
        part: &Part<'_>,
        prices: &C::Prices,
        own: &By<BlockIx, Vec<i64>>,
    ) -> (i64, Choices<Position>) {
        let mut bound = self.coupling.constant(part, prices);
        let mut choices = By::default();
        for (block, strand) in part.strands.entries() {
            let (weights, constant) = self.weighed(part, prices, &own[block], block);
            let ways = strand.ways(weights);
            bound += ways.best() + constant;
            choices.push(ways.path());
        }
        (bound, choices)
    }

    /// By block the positions that may be part of something better than what is known, and those of
    /// what is known, so that every rule can still be kept.
    fn left(
        &self,
        part: &Part<'_>,
        prices: &C::Prices,
        own: &By<BlockIx, Vec<i64>>,
        known: &Choices<Position>,
        value: i64,
    ) -> Choices<Position> {
        let mut bound = self.coupling.constant(part, prices);
        let mut ways = Vec::new();
        for (block, strand) in part.strands.entries() {
            let (weights, constant) = self.weighed(part, prices, &own[block], block);
            let way = strand.ways(weights);
            bound += way.best() + constant;
            ways.push(way);
        }
        let of_strand = |((way, strand), known): ((&Ways, &Strand<'_>), &Vec<Position>)| {
            let better = |i: Position| (bound - way.best() + way.with(i)).div_euclid(SCALE) > value;
            let keep = |i: &Position| known.binary_search(i).is_ok() || better(*i);
            strand.members.indices().filter(keep).collect()
        };
        ways.iter().zip(&part.strands).zip(known).map(of_strand).collect()
    }

    /// Makes choices keep their own rows; takes the known one where that fails.
    fn repair(&self, part: &Part<'_>, choices: &mut Choices<Position>, known: &Choices<Position>) {
        for block in part.strands.indices() {
            if !part.strands[block].keeps(&choices[block]) {
                let weights = self.coupling.response(part, choices, block);
                choices[block] =
                    part.strands[block].respond(&weights).unwrap_or_else(|| known[block].clone());
            }
        }
    }

    /// Each block in turn takes its best answer to the others, until none has a better one or the
    /// time is over.
    fn improve(&self, part: &Part<'_>, choices: &mut Choices<Position>, value: &mut i64) {
        loop {
            let before = *value;
            for block in part.strands.indices() {
                if self.deadline.is_over() {
                    return;
                }
                let weights = self.coupling.response(part, choices, block);
                let Some(answer) = part.strands[block].respond(&weights) else {
                    continue;
                };
                let strand = &part.strands[block];
                let gain =
                    strand.value(&answer, &weights) - strand.value(&choices[block], &weights);
                if gain > 0 {
                    choices[block] = answer;
                    *value += gain;
                }
            }
            if *value == before {
                return;
            }
        }
    }

    /// What good_lp chooses in a part.
    fn choose(&self, left: Choices<CandidateIx>, known: &Answer) -> Answer {
        let part = self.part(left);
        let mut program = Program::new(&part);
        self.coupling.program(&part, &mut program);
        let broken = |found: &[Column]| program.too_long(&part, found);
        let outcome = maximise_unbroken(program.ilp.clone(), self.deadline, broken);
        let (found, optimal) = match outcome {
            Outcome::Optimal(found) => (found, true),
            Outcome::Feasible(found) => (found, false),
            Outcome::Impossible | Outcome::None => return known.clone(),
        };
        let choices = program.choices(&found);
        let kept = part.strands.iter().zip(&choices).all(|(s, c)| s.keeps(c));
        let value = self.value(&part, &choices);
        if !kept {
            return known.clone();
        }
        let bound = if optimal { value.max(known.value) } else { known.bound };
        if value <= known.value {
            return Answer { bound, ..known.clone() };
        }
        Answer { choices: part.candidates(&choices), value, bound }
    }
}

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
use crate::solver::{
    Block, Column, Deadline, Outcome, Position, SCALE, Strand, Ways, Weights, maximise_unbroken,
};

use super::parts::split;
use super::program::{BlockIx, Choices, Link, Part, Program, none};

/// The most steps of one search for prices; where there are fewer candidates, no more than these,
/// for the integer program is soon done with them.
const STEPS: usize = 400;
/// After so many steps without a better bound, the next ones are half as long.
const PATIENCE: usize = 15;
/// Every so many steps the choices of the moment are made into ones that keep all rules.
const EVERY: usize = 5;

/// Takes so much off what may not be chosen: more than all points, less than what has to be held.
const CLOSED: i64 = 1 << 34;

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

    /// What couples two blocks: candidates with one key are in one part.
    fn key(&self, block: BlockIx, candidate: CandidateIx) -> Option<usize>;

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

/// The best choices for all blocks that keep some links, starting from good ones that keep them.
pub(super) fn solve<C: Coupling>(
    blocks: &By<BlockIx, Block<'_>>,
    links: &[Link<CandidateIx>],
    coupling: &C,
    start: &Choices<CandidateIx>,
    deadline: Deadline,
) -> Answer {
    let joint = Joint { blocks, links, coupling, deadline };
    joint.divide(blocks.iter().map(|block| block.members.clone()).collect(), start)
}

struct Joint<'a, 'm, C> {
    blocks: &'a By<BlockIx, Block<'m>>,
    links: &'a [Link<CandidateIx>],
    coupling: &'a C,
    deadline: Deadline,
}

/// What a unit of each shared thing, of each block's own rows and of each link costs.
#[derive(Clone)]
struct Multipliers<P> {
    prices: P,
    own: By<BlockIx, Vec<i64>>,
    links: Vec<i64>,
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
        let parts = self.split(&candidates);
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
        let part = self.part(&candidates);
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
        let pieces = self.split(&left);
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

    fn part(&self, candidates: &Choices<CandidateIx>) -> Part<'m> {
        Part::new(self.blocks, self.links, candidates)
    }

    fn split(&self, candidates: &Choices<CandidateIx>) -> Vec<Choices<CandidateIx>> {
        split(self.blocks, candidates, self.links, |block, i| self.coupling.key(block, i))
    }

    /// Searches for prices that make the bound small, and for good choices on the way.
    fn relax(&self, part: &Part<'_>, start: Choices<Position>) -> Relaxed {
        let mut at = Multipliers {
            prices: self.coupling.prices(part),
            own: part.strands.iter().map(|s| vec![0; s.rows().len()]).collect(),
            links: vec![0; part.links.len()],
        };
        let mut best = at.clone();
        let mut value = self.value(part, &start);
        let mut known = start;
        self.improve(part, &mut known, &mut value);
        let (mut least, mut pace, mut waited) = (i64::MAX, 1.0, 0);
        let size: usize = part.strands.iter().map(|strand| strand.members.len()).sum();
        for step in 0..STEPS.min(size.max(1)) {
            let (bound, ways) = self.relaxed(part, &at);
            let choices: Choices<Position> = ways.iter().map(Ways::path).collect();
            if bound < least {
                (least, best, waited) = (bound, at.clone(), 0);
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
            let strands = part.strands.iter().zip(&choices).zip(&at.own);
            let left: Vec<Vec<i64>> =
                strands.map(|((strand, choice), own)| strand.left(choice, own)).collect();
            // One that costs nothing and is kept cannot be pushed further.
            let slack = |(link, &price): (&Link<Position>, &i64)| match link.slack(&choices) {
                slack if slack > 0 && price == 0 => 0,
                slack => slack,
            };
            let slacks: Vec<i64> = part.links.iter().zip(&at.links).map(slack).collect();
            let norm = left.iter().flatten().chain(&slacks).map(|left| left * left).sum::<i64>()
                + self.coupling.norm(part, &at.prices, &choices);
            if norm == 0 {
                break;
            }
            let gap = (bound - value * SCALE).max(SCALE / 4);
            let length = pace * gap as f64 / norm as f64;
            let by = |left: i64| -(length * left as f64).round() as i64;
            for ((strand, own), left) in part.strands.iter().zip(at.own.iter_mut()).zip(&left) {
                for ((row, multiplier), left) in strand.rows().iter().zip(own).zip(left) {
                    *multiplier = row.limit.moved(*multiplier, by(*left));
                }
            }
            for (price, slack) in at.links.iter_mut().zip(slacks) {
                *price = (*price + by(slack)).max(0);
            }
            self.coupling.step(part, &mut at.prices, &choices, length);
        }
        let left = self.left(part, &best, &known, value);
        Relaxed { choices: known, value, bound: least.div_euclid(SCALE).max(value), left }
    }

    /// Weights of a strand with its own rows' multipliers, and what these add to every choice.
    fn weighed(
        &self,
        part: &Part<'_>,
        at: &Multipliers<C::Prices>,
        block: BlockIx,
    ) -> (Weights, i64) {
        let mut weights = self.coupling.weights(part, &at.prices, block);
        let mut constant = 0;
        for (row, &multiplier) in part.strands[block].rows().iter().zip(&at.own[block]) {
            constant += row.limit.constant(multiplier);
            for &(member, share) in &row.members {
                weights[member] += row.limit.sign() * multiplier * share;
            }
        }
        for (link, price) in part.links.iter().zip(&at.links) {
            for &(_, member) in link.members.iter().filter(|(of, _)| *of == block) {
                weights[member] -= price;
            }
        }
        (weights, constant)
    }

    fn relaxed(&self, part: &Part<'_>, at: &Multipliers<C::Prices>) -> (i64, By<BlockIx, Ways>) {
        let mut bound = self.coupling.constant(part, &at.prices);
        bound +=
            part.links.iter().zip(&at.links).map(|(link, price)| link.most * price).sum::<i64>();
        let mut all = By::default();
        for (block, strand) in part.strands.entries() {
            let (weights, constant) = self.weighed(part, at, block);
            let ways = strand.ways(weights);
            bound += ways.best() + constant;
            all.push(ways);
        }
        (bound, all)
    }

    /// By block the positions that may be part of something better than what is known, and those of
    /// what is known, so that every rule can still be kept.
    fn left(
        &self,
        part: &Part<'_>,
        at: &Multipliers<C::Prices>,
        known: &Choices<Position>,
        value: i64,
    ) -> Choices<Position> {
        let (bound, ways) = self.relaxed(part, at);
        let of_strand = |((way, strand), known): ((&Ways, &Strand<'_>), &Vec<Position>)| {
            let better = |i: Position| (bound - way.best() + way.with(i)).div_euclid(SCALE) > value;
            let keep = |i: &Position| known.binary_search(i).is_ok() || better(*i);
            strand.members.indices().filter(keep).collect()
        };
        ways.iter().zip(&part.strands).zip(known).map(of_strand).collect()
    }

    /// Makes choices keep their own rows and the links; takes the known ones where that fails.
    fn repair(&self, part: &Part<'_>, choices: &mut Choices<Position>, known: &Choices<Position>) {
        for block in part.strands.indices() {
            if !part.strands[block].keeps(&choices[block]) {
                let weights = self.coupling.response(part, choices, block);
                choices[block] =
                    part.strands[block].respond(&weights).unwrap_or_else(|| known[block].clone());
            }
        }
        if part.keeps(choices) {
            return;
        }
        // One block after the other, beside those before it alone.
        let mut kept: Choices<Position> = part.strands.iter().map(|_| Vec::new()).collect();
        for block in part.strands.indices() {
            let closed = part.closed(block, &kept);
            let is_open = |i: &Position| closed.binary_search(i).is_err();
            kept[block] = match choices[block].iter().all(is_open) {
                true => choices[block].clone(),
                false => match self.respond(part, &kept, block, &closed) {
                    Some(answer) => answer,
                    None => return choices.clone_from(known),
                },
            };
        }
        *choices = kept;
    }

    /// The best answer of a block to the others' choices, without what is closed.
    fn respond(
        &self,
        part: &Part<'_>,
        choices: &Choices<Position>,
        block: BlockIx,
        closed: &[Position],
    ) -> Option<Vec<Position>> {
        let mut weights = self.coupling.response(part, choices, block);
        closed.iter().for_each(|&i| weights[i] -= CLOSED);
        let answer = part.strands[block].respond(&weights)?;
        (!answer.iter().any(|i| closed.binary_search(i).is_ok())).then_some(answer)
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
                let closed = part.closed(block, choices);
                let Some(answer) = self.respond(part, choices, block, &closed) else {
                    continue;
                };
                let weights = self.coupling.response(part, choices, block);
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
        let part = self.part(&left);
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
        let kept =
            part.strands.iter().zip(&choices).all(|(s, c)| s.keeps(c)) && part.keeps(&choices);
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

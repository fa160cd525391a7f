//! Company as a coupling: every pair of people at one event is worth something.

use std::collections::BTreeMap;

use crate::ix::{By, Ix};
use crate::model::{CandidateIx, Points};
use crate::schedule::EventIx;
use crate::solver::{Block, Column, Position, SCALE, Weights};

use super::joint::Coupling;
use super::program::{BlockIx, Choices, Part, Program};

/// Blocks whose company counts, the lower one first.
pub(super) type Pair = (BlockIx, BlockIx);

type PairIx = Ix<Pair>;

/// A bonus for each pair at the same event.
pub(super) struct Company {
    values: By<BlockIx, Points>,
    events: By<BlockIx, By<CandidateIx, Option<EventIx>>>,
    pairs: By<PairIx, Pair>,
    of_block: Choices<PairIx>,
    bonus: i64,
    /// The number of events.
    size: usize,
}

/// How much of the bonus the first of the pair is promised; the other gets the
/// rest.
#[derive(Clone)]
pub(super) struct Promises {
    first: By<PairIx, By<EventIx, i64>>,
}

impl Company {
    pub(super) fn new(
        blocks: &By<BlockIx, Block<'_>>,
        values: By<BlockIx, Points>,
        pairs: By<PairIx, Pair>,
        bonus: i64,
    ) -> Company {
        let event = |block: &Block<'_>| -> By<CandidateIx, Option<EventIx>> {
            block.model.candidates().iter().map(|candidate| candidate.item.event()).collect()
        };
        let events: By<BlockIx, By<CandidateIx, Option<EventIx>>> =
            blocks.iter().map(event).collect();
        let last = events.iter().flatten().flatten().max();
        let size = last.map_or(0, |last| last.index() + 1);
        let of_block = blocks
            .indices()
            .map(|b| {
                let with = |&p: &PairIx| pairs[p].0 == b || pairs[p].1 == b;
                pairs.indices().filter(with).collect()
            })
            .collect();
        Company { values, events, pairs, of_block, bonus, size }
    }

    /// The weights of all candidates of a block when the others choose these candidates.
    pub(super) fn all_weights(&self, block: BlockIx, choices: &Choices<CandidateIx>) -> Points {
        let mut company = By::from(vec![0; self.size]);
        for &pair in &self.of_block[block] {
            let (a, b) = self.pairs[pair];
            let other = if a == block { b } else { a };
            for event in choices[other].iter().filter_map(|&i| self.events[other][i]) {
                company[event] += self.bonus;
            }
        }
        let of_event = |event: &Option<EventIx>| event.map_or(0, |event| company[event]);
        let values = self.values[block].iter().zip(&self.events[block]);
        values.map(|(value, event)| value + of_event(event)).collect()
    }

    /// The event at a position of a strand.
    fn event(&self, part: &Part<'_>, block: BlockIx, position: Position) -> Option<EventIx> {
        self.events[block][part.strands[block].members[position]]
    }

    /// By event, whether each block's choice holds it.
    fn attending(
        &self,
        part: &Part<'_>,
        choices: &Choices<Position>,
    ) -> By<BlockIx, By<EventIx, bool>> {
        let none = By::from(vec![false; self.size]);
        let mut attending = By::from(vec![none; choices.len()]);
        for (block, choice) in choices.entries() {
            for &position in choice {
                if let Some(event) = self.event(part, block, position) {
                    attending[block][event] = true;
                }
            }
        }
        attending
    }

    /// The events that just one of a pair attends: pair, event, whether it is the first.
    fn apart(
        &self,
        part: &Part<'_>,
        prices: &Promises,
        choices: &Choices<Position>,
    ) -> Vec<(PairIx, EventIx, bool)> {
        let attending = self.attending(part, choices);
        let full = self.bonus * SCALE;
        let mut apart = Vec::new();
        for (block, choice) in choices.entries() {
            for &position in choice {
                let Some(event) = self.event(part, block, position) else { continue };
                for &pair in &self.of_block[block] {
                    let (a, b) = self.pairs[pair];
                    let first = a == block;
                    let other = if first { b } else { a };
                    if attending[other][event] {
                        continue;
                    }
                    // A price at its end cannot be pushed further.
                    let promised = prices.first[pair][event];
                    if if first { promised > 0 } else { promised < full } {
                        apart.push((pair, event, first));
                    }
                }
            }
        }
        apart
    }
}

impl Coupling for Company {
    type Prices = Promises;

    fn prices(&self, _: &Part<'_>) -> Promises {
        let half = By::from(vec![self.bonus * SCALE / 2; self.size]);
        Promises { first: By::from(vec![half; self.pairs.len()]) }
    }

    fn weights(&self, part: &Part<'_>, prices: &Promises, block: BlockIx) -> Weights {
        let full = self.bonus * SCALE;
        let mut company: By<EventIx, i64> = By::from(vec![0; self.size]);
        for &pair in &self.of_block[block] {
            let promised = &prices.first[pair];
            if self.pairs[pair].0 == block {
                company.iter_mut().zip(promised).for_each(|(sum, first)| *sum += first);
            } else {
                company.iter_mut().zip(promised).for_each(|(sum, first)| *sum += full - first);
            }
        }
        let members = part.strands[block].members.iter();
        members
            .map(|&i| {
                let company = self.events[block][i].map_or(0, |event| company[event]);
                self.values[block][i] * SCALE + company
            })
            .collect()
    }

    fn constant(&self, _: &Part<'_>, _: &Promises) -> i64 {
        0
    }

    fn norm(&self, part: &Part<'_>, prices: &Promises, choices: &Choices<Position>) -> i64 {
        i64::try_from(self.apart(part, prices, choices).len()).unwrap_or(i64::MAX)
    }

    fn step(
        &self,
        part: &Part<'_>,
        prices: &mut Promises,
        choices: &Choices<Position>,
        length: f64,
    ) {
        let by = (length.round() as i64).max(1);
        let full = self.bonus * SCALE;
        for (pair, event, first) in self.apart(part, prices, choices) {
            let promised = &mut prices.first[pair][event];
            *promised = (*promised + if first { -by } else { by }).clamp(0, full);
        }
    }

    fn response(&self, part: &Part<'_>, choices: &Choices<Position>, block: BlockIx) -> Weights {
        let weights = self.all_weights(block, &part.candidates(choices));
        part.strands[block].members.iter().map(|&i| weights[i]).collect()
    }

    fn value(&self, part: &Part<'_>, choices: &Choices<Position>) -> i64 {
        let mut value = 0;
        for (block, choice) in choices.entries() {
            let members = &part.strands[block].members;
            value += choice.iter().map(|&i| self.values[block][members[i]]).sum::<i64>();
        }
        let attending = self.attending(part, choices);
        for &(a, b) in &self.pairs {
            let both = attending[a].iter().zip(&attending[b]).filter(|(a, b)| **a && **b);
            value += self.bonus * i64::try_from(both.count()).unwrap_or(0);
        }
        value
    }

    fn link(&self, block: BlockIx, candidate: CandidateIx) -> Option<EventIx> {
        self.events[block][candidate].filter(|_| !self.of_block[block].is_empty())
    }

    fn program(&self, part: &Part<'_>, program: &mut Program) {
        let mut columns: By<BlockIx, BTreeMap<EventIx, Vec<Column>>> = By::default();
        for (block, strand) in part.strands.entries() {
            let mut by_event: BTreeMap<EventIx, Vec<Column>> = BTreeMap::new();
            for (position, &i) in strand.members.entries() {
                let column = program.column(block, position);
                program.ilp.values[column] = self.values[block][i];
                if let Some(event) = self.events[block][i] {
                    by_event.entry(event).or_default().push(column);
                }
            }
            columns.push(by_event);
        }
        for &(a, b) in &self.pairs {
            for (event, of_a) in &columns[a] {
                if let Some(of_b) = columns[b].get(event) {
                    program.add(self.bonus, &[of_a.clone(), of_b.clone()]);
                }
            }
        }
    }
}

//! Hearing the most as a coupling: a talk counts once, for the one who gives it the most.

use std::collections::BTreeMap;

use crate::ix::By;
use crate::model::{CandidateIx, Points};
use crate::schedule::{EventIx, Schedule};
use crate::solver::{Block, Column, Position, SCALE, Weights};

use super::joint::Coupling;
use super::program::{BlockIx, Choices, Part, Program};

/// Each talk counts for one of those who hear it.
pub(super) struct Counting {
    values: By<BlockIx, Points>,
    /// The talks: the first of its occurrences.
    talks: By<BlockIx, By<CandidateIx, Option<EventIx>>>,
    /// The number of events.
    size: usize,
}

impl Counting {
    pub(super) fn new(
        schedule: &Schedule,
        blocks: &By<BlockIx, Block<'_>>,
        values: By<BlockIx, Points>,
    ) -> Counting {
        let talk = |block: &Block<'_>| -> By<CandidateIx, Option<EventIx>> {
            let events = block.model.candidates().iter().map(|candidate| candidate.item.event());
            events.map(|ix| Some(schedule.occurrences(ix?)[0])).collect()
        };
        let talks = blocks.iter().map(talk).collect();
        Counting { values, talks, size: schedule.events().len() }
    }

    /// By block, the candidates among these that count: of each talk the one with the most points,
    /// of equal ones the first block's.
    pub(super) fn counted_by(&self, choices: &Choices<CandidateIx>) -> Choices<CandidateIx> {
        let mut best: BTreeMap<EventIx, (i64, BlockIx, CandidateIx)> = BTreeMap::new();
        for (block, choice) in choices.entries() {
            for &candidate in choice {
                let value = self.values[block][candidate];
                if let Some(talk) = self.talks[block][candidate]
                    && value > 0
                {
                    let entry = best.entry(talk).or_insert((value, block, candidate));
                    if value > entry.0 {
                        *entry = (value, block, candidate);
                    }
                }
            }
        }
        let mut counted = Choices::from(vec![Vec::new(); choices.len()]);
        for (_, block, candidate) in best.into_values() {
            counted[block].push(candidate);
        }
        counted
    }

    /// What choices are worth together.
    pub(super) fn value_of(&self, choices: &Choices<CandidateIx>) -> i64 {
        let counted = self.counted_by(choices);
        counted.entries().flat_map(|(b, own)| own.iter().map(move |&i| self.values[b][i])).sum()
    }

    /// The talk at a position of a strand, and its points.
    fn at(&self, part: &Part<'_>, block: BlockIx, position: Position) -> Option<(EventIx, i64)> {
        let candidate = part.strands[block].members[position];
        Some((self.talks[block][candidate]?, self.values[block][candidate]))
    }

    /// By talk the most that one of these blocks gives it among those who hear it.
    fn most(
        &self,
        part: &Part<'_>,
        choices: &Choices<Position>,
        blocks: impl Iterator<Item = BlockIx>,
    ) -> By<EventIx, i64> {
        let mut most = By::from(vec![0; self.size]);
        for block in blocks {
            for &position in &choices[block] {
                if let Some((talk, value)) = self.at(part, block, position) {
                    most[talk] = most[talk].max(value);
                }
            }
        }
        most
    }

    /// By talk how often it would count at these prices.
    fn counted(
        &self,
        part: &Part<'_>,
        prices: &By<EventIx, i64>,
        choices: &Choices<Position>,
    ) -> By<EventIx, i64> {
        let mut counted = By::from(vec![0; self.size]);
        for (block, choice) in choices.entries() {
            for &position in choice {
                if let Some((talk, value)) = self.at(part, block, position)
                    && value * SCALE > prices[talk]
                {
                    counted[talk] += 1;
                }
            }
        }
        counted
    }

    /// The talks whose price is pushed, and how far.
    fn pushed(
        &self,
        part: &Part<'_>,
        prices: &By<EventIx, i64>,
        choices: &Choices<Position>,
    ) -> Vec<(EventIx, i64)> {
        let counted = self.counted(part, prices, choices);
        let pushed = counted.entries().map(|(talk, &counted)| match counted {
            0 if prices[talk] == 0 => (talk, 0),
            counted => (talk, counted - 1),
        });
        pushed.filter(|(_, by)| *by != 0).collect()
    }
}

impl Coupling for Counting {
    /// By talk what counting it once costs.
    type Prices = By<EventIx, i64>;

    fn prices(&self, _: &Part<'_>) -> Self::Prices {
        By::from(vec![0; self.size])
    }

    fn weights(&self, part: &Part<'_>, prices: &Self::Prices, block: BlockIx) -> Weights {
        let members = &part.strands[block].members;
        let weight = |position| match self.at(part, block, position) {
            Some((talk, value)) => (value * SCALE - prices[talk]).max(0),
            None => 0,
        };
        members.indices().map(weight).collect()
    }

    fn constant(&self, part: &Part<'_>, prices: &Self::Prices) -> i64 {
        let mut here: By<EventIx, bool> = By::from(vec![false; self.size]);
        for (block, strand) in part.strands.entries() {
            for &candidate in &strand.members {
                if let Some(talk) = self.talks[block][candidate] {
                    here[talk] = true;
                }
            }
        }
        prices.iter().zip(&here).filter(|(_, here)| **here).map(|(price, _)| price).sum()
    }

    fn norm(&self, part: &Part<'_>, prices: &Self::Prices, choices: &Choices<Position>) -> i64 {
        self.pushed(part, prices, choices).iter().map(|(_, by)| by * by).sum()
    }

    fn step(
        &self,
        part: &Part<'_>,
        prices: &mut Self::Prices,
        choices: &Choices<Position>,
        length: f64,
    ) {
        for (talk, by) in self.pushed(part, prices, choices) {
            let step = (length * by as f64).round() as i64;
            prices[talk] = (prices[talk] + step).max(0);
        }
    }

    fn response(&self, part: &Part<'_>, choices: &Choices<Position>, block: BlockIx) -> Weights {
        let others = choices.indices().filter(|&other| other != block);
        let most = self.most(part, choices, others);
        let weight = |position| match self.at(part, block, position) {
            Some((talk, value)) => (value - most[talk]).max(0),
            None => 0,
        };
        part.strands[block].members.indices().map(weight).collect()
    }

    fn value(&self, part: &Part<'_>, choices: &Choices<Position>) -> i64 {
        self.most(part, choices, choices.indices()).iter().sum()
    }

    fn key(&self, block: BlockIx, candidate: CandidateIx) -> Option<usize> {
        self.talks[block][candidate].map(EventIx::index)
    }

    fn program(&self, part: &Part<'_>, program: &mut Program) {
        let mut by_talk: BTreeMap<EventIx, Vec<(Column, i64)>> = BTreeMap::new();
        for (block, strand) in part.strands.entries() {
            for position in strand.members.indices() {
                if let Some((talk, value)) = self.at(part, block, position)
                    && value > 0
                {
                    let column = program.column(block, position);
                    by_talk.entry(talk).or_default().push((column, value));
                }
            }
        }
        for columns in by_talk.into_values() {
            let counts =
                columns.into_iter().map(|(column, value)| program.add(value, &[vec![column]]));
            let counts: Vec<Column> = counts.collect();
            program.at_most_one(counts);
        }
    }
}

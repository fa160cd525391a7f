//! Hearing the most as a coupling: a talk counts once, for the one who gives it the most.

use std::collections::{BTreeMap, BTreeSet};

use crate::ix::{By, Ix};
use crate::model::{Candidate, CandidateIx};
use crate::schedule::EventIx;
use crate::solver::{Block, Column, Position, SCALE, Weights};

use super::joint::Coupling;
use super::program::{BlockIx, Choices, Part, Program};

/// What counts once, however many have a part in it: by talk its points, and that it is somebody's
/// must-see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Once {
    /// The points of a talk, for the one who gives it the most.
    Points(EventIx),
    /// A must-see, for one whose it is.
    MustSee(EventIx),
}

type OnceIx = Ix<Once>;

/// What each candidate has a part in, and how much that is worth.
type Parts = By<CandidateIx, Vec<(OnceIx, i64)>>;

/// Each thing counts for one of those who have a part in it.
pub(super) struct Counting {
    parts: By<BlockIx, Parts>,
    all: By<OnceIx, Once>,
}

impl Counting {
    /// The `parts` of a candidate name talks by the first of their occurrences.
    pub(super) fn new(
        blocks: &By<BlockIx, Block<'_>>,
        parts: impl Fn(BlockIx, &Candidate) -> Vec<(Once, i64)>,
    ) -> Counting {
        let of_block = |(b, block): (BlockIx, &Block<'_>)| -> Vec<Vec<(Once, i64)>> {
            let candidates = block.model.candidates().iter();
            candidates
                .map(|candidate| {
                    let mut parts = parts(b, candidate);
                    parts.retain(|(_, value)| *value > 0);
                    parts
                })
                .collect()
        };
        let named: Vec<Vec<Vec<(Once, i64)>>> = blocks.entries().map(of_block).collect();
        let all: BTreeSet<Once> = named.iter().flatten().flatten().map(|(once, _)| *once).collect();
        let all: By<OnceIx, Once> = all.into_iter().collect();
        let numbered = |parts: &Vec<(Once, i64)>| -> Vec<(OnceIx, i64)> {
            parts.iter().filter_map(|(once, value)| Some((all.place_of(once)?, *value))).collect()
        };
        let parts = named.iter().map(|block| block.iter().map(numbered).collect()).collect();
        Counting { parts, all }
    }

    /// By block, the candidates among these that count: for each thing the one with the most, of
    /// equal ones the first block's.
    pub(super) fn counted_by(&self, choices: &Choices<CandidateIx>) -> Choices<CandidateIx> {
        let mut best: BTreeMap<OnceIx, (i64, BlockIx, CandidateIx)> = BTreeMap::new();
        for (block, choice) in choices.entries() {
            for &candidate in choice {
                for &(once, value) in &self.parts[block][candidate] {
                    let entry = best.entry(once).or_insert((value, block, candidate));
                    if value > entry.0 {
                        *entry = (value, block, candidate);
                    }
                }
            }
        }
        let mut counted = Choices::from(vec![Vec::new(); choices.len()]);
        for (_, block, candidate) in best.into_values() {
            if !counted[block].contains(&candidate) {
                counted[block].push(candidate);
            }
        }
        counted
    }

    /// What choices are worth together.
    pub(super) fn value_of(&self, choices: &Choices<CandidateIx>) -> i64 {
        let mut most = self.nothing();
        for (block, choice) in choices.entries() {
            for &(once, value) in choice.iter().flat_map(|&i| &self.parts[block][i]) {
                most[once] = most[once].max(value);
            }
        }
        most.iter().sum()
    }

    /// Nothing of everything that counts.
    fn nothing(&self) -> By<OnceIx, i64> {
        By::from(vec![0; self.all.len()])
    }

    /// What the candidate at a position of a strand has a part in.
    fn at(&self, part: &Part<'_>, block: BlockIx, position: Position) -> &[(OnceIx, i64)] {
        &self.parts[block][part.strands[block].members[position]]
    }

    /// The most of each thing that one of these blocks has.
    fn most(
        &self,
        part: &Part<'_>,
        choices: &Choices<Position>,
        blocks: impl Iterator<Item = BlockIx>,
    ) -> By<OnceIx, i64> {
        let mut most = self.nothing();
        for block in blocks {
            for &(once, value) in choices[block].iter().flat_map(|&i| self.at(part, block, i)) {
                most[once] = most[once].max(value);
            }
        }
        most
    }

    /// By position of a strand, what its parts are worth at some prices.
    fn worth(
        &self,
        part: &Part<'_>,
        block: BlockIx,
        worth: impl Fn(OnceIx, i64) -> i64,
    ) -> Weights {
        let positions = part.strands[block].members.indices();
        let of = |i| self.at(part, block, i).iter().map(|&(once, value)| worth(once, value));
        positions.map(|i| of(i).sum()).collect()
    }

    /// How often each thing would count at these prices.
    fn counted(
        &self,
        part: &Part<'_>,
        prices: &By<OnceIx, i64>,
        choices: &Choices<Position>,
    ) -> By<OnceIx, i64> {
        let mut counted = self.nothing();
        for (block, choice) in choices.entries() {
            for &(once, value) in choice.iter().flat_map(|&i| self.at(part, block, i)) {
                counted[once] += i64::from(value * SCALE > prices[once]);
            }
        }
        counted
    }

    /// What has a price that is pushed, and how far.
    fn pushed(
        &self,
        part: &Part<'_>,
        prices: &By<OnceIx, i64>,
        choices: &Choices<Position>,
    ) -> Vec<(OnceIx, i64)> {
        let counted = self.counted(part, prices, choices);
        let pushed = counted.entries().map(|(once, &counted)| match counted {
            0 if prices[once] == 0 => (once, 0),
            counted => (once, counted - 1),
        });
        pushed.filter(|(_, by)| *by != 0).collect()
    }
}

impl Coupling for Counting {
    /// What counting each thing once costs.
    type Prices = By<OnceIx, i64>;

    fn prices(&self, _: &Part<'_>) -> Self::Prices {
        self.nothing()
    }

    fn weights(&self, part: &Part<'_>, prices: &Self::Prices, block: BlockIx) -> Weights {
        self.worth(part, block, |once, value| (value * SCALE - prices[once]).max(0))
    }

    fn constant(&self, part: &Part<'_>, prices: &Self::Prices) -> i64 {
        let mut here: By<OnceIx, bool> = By::from(vec![false; self.all.len()]);
        for (block, strand) in part.strands.entries() {
            for &(once, _) in strand.members.iter().flat_map(|&i| &self.parts[block][i]) {
                here[once] = true;
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
        for (once, by) in self.pushed(part, prices, choices) {
            let step = (length * by as f64).round() as i64;
            prices[once] = (prices[once] + step).max(0);
        }
    }

    fn response(&self, part: &Part<'_>, choices: &Choices<Position>, block: BlockIx) -> Weights {
        let others = choices.indices().filter(|&other| other != block);
        let most = self.most(part, choices, others);
        self.worth(part, block, |once, value| (value - most[once]).max(0))
    }

    fn value(&self, part: &Part<'_>, choices: &Choices<Position>) -> i64 {
        self.most(part, choices, choices.indices()).iter().sum()
    }

    fn key(&self, block: BlockIx, candidate: CandidateIx) -> Option<usize> {
        // Both are of one talk.
        let (once, _) = self.parts[block][candidate].first()?;
        let (Once::Points(talk) | Once::MustSee(talk)) = self.all[*once];
        Some(talk.index())
    }

    fn program(&self, part: &Part<'_>, program: &mut Program) {
        let mut columns: BTreeMap<OnceIx, Vec<(Column, i64)>> = BTreeMap::new();
        for (block, strand) in part.strands.entries() {
            for position in strand.members.indices() {
                let column = program.column(block, position);
                for &(once, value) in self.at(part, block, position) {
                    columns.entry(once).or_default().push((column, value));
                }
            }
        }
        for columns in columns.into_values() {
            let counts =
                columns.into_iter().map(|(column, value)| program.add(value, &[vec![column]]));
            let counts: Vec<Column> = counts.collect();
            program.at_most_one(counts);
        }
    }
}

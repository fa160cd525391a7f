//! Company as a coupling: every pair of people at one event, or at one meal, is worth something.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::check::Claim;
use crate::ix::{By, Ix};
use crate::model::{Candidate, CandidateIx, Item, Points};
use crate::schedule::EventIx;
use crate::solver::{Block, Column, Position, SCALE, Weights};
use crate::text::fold_words;

use super::joint::Coupling;
use super::program::{BlockIx, Choices, Part, Program};
use super::{Member, Planner, Role};

/// Blocks whose company counts, the lower one first.
pub(super) type Pair = (BlockIx, BlockIx);

type PairIx = Ix<Pair>;

/// Something that people can be at together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gathering {
    /// A talk.
    Event(EventIx),
    /// A break of a name, at a time.
    Meal(String, DateTime<Utc>),
}

type GatheringIx = Ix<Gathering>;

/// What a candidate of somebody is for company.
pub(super) fn gathering(planner: &Planner, candidate: &Candidate) -> Option<Gathering> {
    Some(match candidate.item {
        Item::Event { ix, .. } => Gathering::Event(ix),
        Item::Break { wish, .. } => {
            let name = fold_words(&planner.wishes.breaks[wish].name);
            Gathering::Meal(name, candidate.slot.start())
        }
    })
}

/// Where a member is with whoever is there.
pub(super) fn gatherings(member: &Member, claim: &Claim) -> BTreeSet<Gathering> {
    let mut all: BTreeSet<Gathering> =
        claim.visits.iter().map(|visit| Gathering::Event(visit.event)).collect();
    match &member.role {
        Role::Planner(planner) => all.extend(claim.pauses.iter().map(|pause| {
            let name = fold_words(&planner.wishes.breaks[pause.wish].name);
            Gathering::Meal(name, pause.slot.start())
        })),
        Role::Fixed(fixed) => all.extend(
            (fixed.others.iter().filter(|it| it.is_break))
                .map(|it| Gathering::Meal(fold_words(&it.title), it.slot.start())),
        ),
    }
    all
}

/// A bonus for each pair at the same event or meal.
pub(super) struct Company {
    values: By<BlockIx, Points>,
    at: By<BlockIx, By<CandidateIx, Option<GatheringIx>>>,
    pairs: By<PairIx, Pair>,
    of_block: Choices<PairIx>,
    /// What each pair there is worth.
    bonus: By<GatheringIx, i64>,
}

/// How much of the bonus the first of the pair is promised; the other gets the
/// rest.
#[derive(Clone)]
pub(super) struct Promises {
    first: By<PairIx, By<GatheringIx, i64>>,
}

impl Company {
    pub(super) fn new(
        blocks: &By<BlockIx, Block<'_>>,
        values: By<BlockIx, Points>,
        pairs: By<PairIx, Pair>,
        gathering: impl Fn(BlockIx, &Candidate) -> Option<Gathering>,
        bonus: impl Fn(&Gathering) -> i64,
    ) -> Company {
        let of_block = |(b, block): (BlockIx, &Block<'_>)| -> By<CandidateIx, Option<Gathering>> {
            block.model.candidates().iter().map(|candidate| gathering(b, candidate)).collect()
        };
        let at: By<BlockIx, By<CandidateIx, Option<Gathering>>> =
            blocks.entries().map(of_block).collect();
        let all: BTreeSet<Gathering> = at.iter().flatten().flatten().cloned().collect();
        let all: By<GatheringIx, Gathering> = all.into_iter().collect();
        let bonus = all.iter().map(bonus).collect();
        let number: BTreeMap<&Gathering, GatheringIx> =
            all.entries().map(|(number, it)| (it, number)).collect();
        let numbered = |of_block: &By<CandidateIx, Option<Gathering>>| {
            of_block.iter().map(|it| number.get(it.as_ref()?).copied()).collect()
        };
        let at = at.iter().map(numbered).collect();
        let of_block = blocks
            .indices()
            .map(|b| {
                let with = |&p: &PairIx| pairs[p].0 == b || pairs[p].1 == b;
                pairs.indices().filter(with).collect()
            })
            .collect();
        Company { values, at, pairs, of_block, bonus }
    }

    /// The weights of all candidates of a block when the others choose these candidates.
    pub(super) fn all_weights(&self, block: BlockIx, choices: &Choices<CandidateIx>) -> Points {
        let mut company = self.nothing(0);
        for &pair in &self.of_block[block] {
            let (a, b) = self.pairs[pair];
            let other = if a == block { b } else { a };
            for it in choices[other].iter().filter_map(|&i| self.at[other][i]) {
                company[it] += self.bonus[it];
            }
        }
        let there = |it: &Option<GatheringIx>| it.map_or(0, |it| company[it]);
        let values = self.values[block].iter().zip(&self.at[block]);
        values.map(|(value, it)| value + there(it)).collect()
    }

    /// The same for everything that people can be at.
    fn nothing<T: Clone>(&self, value: T) -> By<GatheringIx, T> {
        By::from(vec![value; self.bonus.len()])
    }

    /// What is at a position of a strand.
    fn event(&self, part: &Part<'_>, block: BlockIx, position: Position) -> Option<GatheringIx> {
        self.at[block][part.strands[block].members[position]]
    }

    /// By gathering, whether each block's choice holds it.
    fn attending(
        &self,
        part: &Part<'_>,
        choices: &Choices<Position>,
    ) -> By<BlockIx, By<GatheringIx, bool>> {
        let none = self.nothing(false);
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

    /// What just one of a pair attends: pair, gathering, whether it is the first.
    fn apart(
        &self,
        part: &Part<'_>,
        prices: &Promises,
        choices: &Choices<Position>,
    ) -> Vec<(PairIx, GatheringIx, bool)> {
        let attending = self.attending(part, choices);
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
                    let (promised, full) = (prices.first[pair][event], self.bonus[event] * SCALE);
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
        let half: By<GatheringIx, i64> = self.bonus.iter().map(|it| it * SCALE / 2).collect();
        Promises { first: By::from(vec![half; self.pairs.len()]) }
    }

    fn weights(&self, part: &Part<'_>, prices: &Promises, block: BlockIx) -> Weights {
        let mut company = self.nothing(0);
        for &pair in &self.of_block[block] {
            let promised = company.iter_mut().zip(&prices.first[pair]);
            if self.pairs[pair].0 == block {
                promised.for_each(|(sum, first)| *sum += first);
            } else {
                let rest = promised.zip(&self.bonus);
                rest.for_each(|((sum, first), bonus)| *sum += bonus * SCALE - first);
            }
        }
        let members = part.strands[block].members.iter();
        members
            .map(|&i| {
                let company = self.at[block][i].map_or(0, |it| company[it]);
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
        for (pair, event, first) in self.apart(part, prices, choices) {
            let promised = &mut prices.first[pair][event];
            let full = self.bonus[event] * SCALE;
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
            let both = attending[a].iter().zip(&attending[b]).zip(&self.bonus);
            value += both.filter(|((a, b), _)| **a && **b).map(|(_, bonus)| bonus).sum::<i64>();
        }
        value
    }

    fn key(&self, block: BlockIx, candidate: CandidateIx) -> Option<usize> {
        let counts = |it: &GatheringIx| self.bonus[*it] > 0 && !self.of_block[block].is_empty();
        self.at[block][candidate].filter(counts).map(Ix::index)
    }

    fn program(&self, part: &Part<'_>, program: &mut Program) {
        let mut columns: By<BlockIx, BTreeMap<GatheringIx, Vec<Column>>> = By::default();
        for (block, strand) in part.strands.entries() {
            let mut by_event: BTreeMap<GatheringIx, Vec<Column>> = BTreeMap::new();
            for (position, &i) in strand.members.entries() {
                let column = program.column(block, position);
                program.ilp.values[column] = self.values[block][i];
                if let Some(event) = self.at[block][i] {
                    by_event.entry(event).or_default().push(column);
                }
            }
            columns.push(by_event);
        }
        for &(a, b) in &self.pairs {
            for (event, of_a) in &columns[a] {
                if let Some(of_b) = columns[b].get(event) {
                    program.add(self.bonus[*event], &[of_a.clone(), of_b.clone()]);
                }
            }
        }
    }
}

//! Members with wishes, as blocks of one program.

use std::collections::BTreeSet;

use crate::check::Claim;
use crate::ix::By;
use crate::model::{Candidate, CandidateIx, Model, Points};
use crate::schedule::Schedule;
use crate::solver::{Block, Deadline, Proof, Selection, solve};

use super::company::gatherings;
use super::program::{BlockIx, Choices, Link};
use super::{Member, Planner};

/// The members with wishes, as blocks of one program.
pub(super) struct Table<'a> {
    /// All of them.
    pub(super) members: Vec<&'a Member>,
    /// Which member, in order.
    pub(super) of: By<BlockIx, usize>,
    pub(super) planners: By<BlockIx, &'a Planner>,
    pub(super) models: By<BlockIx, &'a Model>,
    pub(super) blocks: By<BlockIx, Block<'a>>,
}

impl<'a> Table<'a> {
    pub(super) fn new(members: &[&'a Member], deadline: Deadline) -> Table<'a> {
        let models = members.iter().filter_map(|member| Some(&member.as_planner()?.model));
        Table::with(members, models.collect(), deadline)
    }

    /// The same with other models, one for each member with wishes.
    pub(super) fn with(
        members: &[&'a Member],
        models: Vec<&'a Model>,
        deadline: Deadline,
    ) -> Table<'a> {
        let with_wishes =
            members.iter().enumerate().filter_map(|(m, member)| Some((m, member.as_planner()?)));
        let (of, planners): (Vec<usize>, Vec<&Planner>) = with_wishes.unzip();
        let blocks = models.iter().map(|model| Block::new(model, deadline)).collect();
        let members = members.to_vec();
        Table { members, of: of.into(), planners: planners.into(), models: models.into(), blocks }
    }

    /// Counts every point of everybody so many times.
    pub(super) fn weigh(&mut self, unit: i64) {
        self.blocks.iter_mut().for_each(|block| block.unit = unit);
    }

    /// The block of a member with wishes.
    pub(super) fn block(&self, m: usize) -> Option<BlockIx> {
        self.of.place_of(&m)
    }

    /// By block and candidate, what `of` gives it.
    pub(super) fn values(&self, of: impl Fn(BlockIx, &Candidate) -> i64) -> By<BlockIx, Points> {
        let of_block = |(b, model): (BlockIx, &&Model)| {
            model.candidates().iter().map(|candidate| of(b, candidate)).collect()
        };
        self.models.entries().map(of_block).collect()
    }

    /// Everybody's own best.
    pub(super) fn start(&self) -> Choices<CandidateIx> {
        self.planners.iter().map(|planner| planner.solo.chosen.clone()).collect()
    }

    /// Whether it is proven of everybody that no more must-sees can be kept.
    pub(super) fn proven(&self) -> bool {
        self.blocks.iter().all(|block| block.proven)
    }

    /// Each block's choice once more under weights that hold what the plan is made of, so that
    /// among equals it is the one with the least walking.
    pub(super) fn tidy(
        &self,
        mut choices: Choices<CandidateIx>,
        links: &[Link<CandidateIx>],
        weights: impl Fn(BlockIx, &Choices<CandidateIx>) -> Points,
        deadline: Deadline,
    ) -> Choices<CandidateIx> {
        for block in self.blocks.indices() {
            let weights = weights(block, &choices);
            let sum = |choice: &[CandidateIx]| choice.iter().map(|&i| weights[i]).sum::<i64>();
            if sum(&choices[block]) >= MOST_WEIGHT {
                continue;
            }
            let closed: BTreeSet<CandidateIx> =
                links.iter().flat_map(|link| link.closed(block, &choices)).collect();
            let open = |i: CandidateIx| if closed.contains(&i) { -MOST_WEIGHT } else { weights[i] };
            let model = self.models[block].reweighted(|i, _| open(i));
            let found = solve(&model, deadline);
            let is_open = !found.chosen.iter().any(|i| closed.contains(i));
            if found.proof == Proof::Optimal
                && is_open
                && sum(&found.chosen) >= sum(&choices[block])
            {
                choices[block] = found.chosen;
            }
        }
        choices
    }

    pub(super) fn claims(
        &self,
        schedule: &Schedule,
        members: &[&Member],
        choices: &Choices<CandidateIx>,
    ) -> Vec<Claim> {
        let mut claims: Vec<Claim> = members.iter().map(|member| member.alone()).collect();
        for (block, chosen) in choices.entries() {
            let model = &self.planners[block].model;
            let selection = Selection::new(model, chosen.clone(), Proof::Optimal);
            // The model may lack rules.
            claims[self.of[block]] =
                self.planners[block].counted(schedule, Claim::new(model, &selection));
        }
        claims
    }

    /// The most talks that anybody could see, roughly from above.
    pub(super) fn longest(&self) -> i64 {
        let most = self.blocks.iter().map(|block| block.most_chosen()).max().unwrap_or(0);
        i64::try_from(most).unwrap_or(0)
    }

    /// How often the two of each pair could be together, roughly from above.
    pub(super) fn most_company(&self, members: &[&Member], pairs: &[(usize, usize)]) -> i64 {
        let talks = |(m, member): (usize, &&Member)| match self.block(m) {
            Some(block) => self.blocks[block].most_chosen(),
            None => gatherings(member, &member.alone()).len(),
        };
        let talks: Vec<usize> = members.iter().enumerate().map(talks).collect();
        let most = pairs.iter().map(|&(a, b)| talks[a].min(talks[b])).sum::<usize>();
        i64::try_from(most).unwrap_or(i64::MAX)
    }
}

/// More than the solver of one agenda is made for.
const MOST_WEIGHT: i64 = 1 << 28;

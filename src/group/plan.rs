//! Members and a goal -> what each of them does, and how good that is known to be.

use std::collections::BTreeMap;

use crate::check::{Claim, Visit};
use crate::ix::By;
use crate::model::{Candidate, CandidateIx, Points};
use crate::schedule::Schedule;
use crate::solver::{Block, Deadline, Proof, Selection, solve};

use super::company::Company;
use super::counting::Counting;
use super::joint;
use super::program::{BlockIx, Choices};
use super::worth::{Plan, Worth, pairs, proof};
use super::{Goal, Member, Planner, Role, one};

/// Plans for all members at once.
pub fn plan(schedule: &Schedule, members: &[Member], goal: Goal, deadline: Deadline) -> Plan {
    // What comes of it does not depend on the order in which members are named.
    let mut order: Vec<usize> = (0..members.len()).collect();
    order.sort_by_key(|&m| &members[m].name);
    let sorted: Vec<&Member> = order.iter().map(|&m| &members[m]).collect();
    let planned = match goal {
        Goal::Solo => solo(&sorted),
        Goal::Together { bonus } => together(&sorted, bonus, deadline),
        Goal::Cover => cover(schedule, &sorted, deadline),
        Goal::Fair => fair(&sorted, deadline),
        Goal::One(weighing) => one::plan(schedule, &sorted, weighing, deadline),
    };
    let place = |m: usize| order.iter().position(|&other| other == m).unwrap_or(m);
    let claims = (0..members.len()).map(|m| planned.claims[place(m)].clone()).collect();
    Plan { claims, ..planned }
}

fn solo(members: &[&Member]) -> Plan {
    let claims: Vec<Claim> = members.iter().map(|member| member.alone()).collect();
    let points = claims.iter().map(|claim| claim.points).sum();
    let bound = members
        .iter()
        .zip(&claims)
        .map(|(member, claim)| match member.as_planner().map(|planner| planner.solo.proof) {
            Some(Proof::Bound(bound)) => bound,
            Some(Proof::Optimal) | None => claim.points,
        })
        .sum();
    Plan { claims, worth: Worth::Points(points), proof: proof(points, bound) }
}

/// The members with wishes, as blocks of one program.
struct Table<'a> {
    /// Which member, in order.
    of: By<BlockIx, usize>,
    planners: By<BlockIx, &'a Planner>,
    blocks: By<BlockIx, Block<'a>>,
}

impl<'a> Table<'a> {
    fn new(members: &[&'a Member], deadline: Deadline) -> Table<'a> {
        let with_wishes =
            members.iter().enumerate().filter_map(|(m, member)| Some((m, member.as_planner()?)));
        let (of, planners): (Vec<usize>, Vec<&Planner>) = with_wishes.unzip();
        let blocks = planners.iter().map(|p| Block::new(&p.model, deadline)).collect();
        Table { of: of.into(), planners: planners.into(), blocks }
    }

    /// Counts every point of everybody so many times.
    fn weigh(&mut self, unit: i64) {
        self.blocks.iter_mut().for_each(|block| block.unit = unit);
    }

    /// The block of a member with wishes.
    fn block(&self, m: usize) -> Option<BlockIx> {
        self.of.place_of(&m)
    }

    /// By block and candidate, its points and what else `more` gives it.
    fn values(&self, more: impl Fn(BlockIx, &Candidate) -> i64) -> By<BlockIx, Points> {
        let of_block = |(b, planner): (BlockIx, &&Planner)| {
            let candidates = planner.model.candidates().iter();
            candidates.map(|candidate| more(b, candidate)).collect()
        };
        self.planners.entries().map(of_block).collect()
    }

    fn start(&self) -> Choices<CandidateIx> {
        self.planners.iter().map(|planner| planner.solo.chosen.clone()).collect()
    }

    /// Whether it is proven of everybody that no more must-sees can be kept.
    fn proven(&self) -> bool {
        self.blocks.iter().all(|block| block.proven)
    }

    /// Each block's choice once more under weights that hold what the plan is made of, so that
    /// among equals it is the one with the least walking.
    fn tidy(
        &self,
        mut choices: Choices<CandidateIx>,
        weights: impl Fn(BlockIx, &Choices<CandidateIx>) -> Points,
        deadline: Deadline,
    ) -> Choices<CandidateIx> {
        for block in self.blocks.indices() {
            let weights = weights(block, &choices);
            let sum = |choice: &[CandidateIx]| choice.iter().map(|&i| weights[i]).sum::<i64>();
            if sum(&choices[block]) >= MOST_WEIGHT {
                continue;
            }
            let model = self.planners[block].model.reweighted(|i, _| weights[i]);
            let found = solve(&model, deadline);
            if found.proof == Proof::Optimal && sum(&found.chosen) >= sum(&choices[block]) {
                choices[block] = found.chosen;
            }
        }
        choices
    }

    fn claims(&self, members: &[&Member], choices: &Choices<CandidateIx>) -> Vec<Claim> {
        let mut claims: Vec<Claim> = members.iter().map(|member| member.alone()).collect();
        for (block, chosen) in choices.entries() {
            let model = &self.planners[block].model;
            let selection = Selection::new(model, chosen.clone(), Proof::Optimal);
            claims[self.of[block]] = Claim::new(model, &selection);
        }
        claims
    }
}

/// More than the solver of one agenda is made for.
const MOST_WEIGHT: i64 = 1 << 28;

fn together(members: &[&Member], bonus: i64, deadline: Deadline) -> Plan {
    let table = Table::new(members, deadline);
    let (choices, bound) = accompany(&table, members, bonus, 1, deadline);
    let claims = table.claims(members, &choices);
    let value = claims.iter().map(|claim| claim.points).sum::<i64>()
        + bonus * company(&claims, &pairs(members));
    let proof = if table.proven() { proof(value, bound) } else { Proof::Bound(bound) };
    Plan { claims, worth: Worth::Points(value), proof }
}

/// Everybody's own best, with as much company as that leaves room for: the points weigh more than
/// all company together.
fn fair(members: &[&Member], deadline: Deadline) -> Plan {
    let mut table = Table::new(members, deadline);
    let pairs = pairs(members);
    let unit = 1 + table.longest() * i64::try_from(pairs.len()).unwrap_or(0);
    table.weigh(unit);
    let (choices, bound) = accompany(&table, members, 1, unit, deadline);
    let claims = table.claims(members, &choices);
    let met = company(&claims, &pairs);
    let points = claims.iter().map(|claim| claim.points).sum::<i64>();
    // While more points may be possible, only so much of the bound is company.
    let most = table.most_company(members, &pairs);
    let proof = if table.proven() {
        proof(met, (bound - unit * points).min(most))
    } else {
        Proof::Bound(most)
    };
    Plan { claims, worth: Worth::Pairs(met), proof }
}

/// The best choices when every point counts `unit` and every pair at one event `bonus`, and a
/// bound on what they are worth.
fn accompany(
    table: &Table<'_>,
    members: &[&Member],
    bonus: i64,
    unit: i64,
    deadline: Deadline,
) -> (Choices<CandidateIx>, i64) {
    let pairs = pairs(members);
    let alone: Vec<Claim> = members.iter().map(|member| member.alone()).collect();
    let is_fixed = |m: usize| table.block(m).is_none();
    // The company of those who stay where they are is part of a candidate's own worth.
    let mut fixed = 0;
    for claim in alone.iter().enumerate().filter(|(m, _)| is_fixed(*m)).map(|(_, claim)| claim) {
        fixed += unit * claim.points;
    }
    let between: Vec<(usize, usize)> =
        pairs.iter().copied().filter(|&(a, b)| is_fixed(a) && is_fixed(b)).collect();
    fixed += bonus * company(&alone, &between);
    let of_blocks =
        pairs.iter().filter_map(|&(a, b)| Some((table.block(a)?, table.block(b)?))).collect();
    let values = table.values(|b, candidate| {
        let others = pairs.iter().filter_map(|&(x, y)| match table.of[b] {
            m if m == x => Some(y),
            m if m == y => Some(x),
            _ => None,
        });
        let there = others.filter(|&m| {
            is_fixed(m)
                && candidate
                    .item
                    .event()
                    .is_some_and(|ix| alone[m].visits.iter().any(|visit| visit.event == ix))
        });
        unit * candidate.points + bonus * i64::try_from(there.count()).unwrap_or(0)
    });
    let company = Company::new(&table.blocks, values, of_blocks, bonus);
    let answer = joint::solve(&table.blocks, &company, &table.start(), deadline);
    let response =
        |block: BlockIx, choices: &Choices<CandidateIx>| company.all_weights(block, choices);
    let choices = table.tidy(answer.choices, response, deadline);
    (choices, answer.bound + fixed)
}

impl Table<'_> {
    /// The most talks that anybody could see, roughly from above.
    fn longest(&self) -> i64 {
        let most = self.blocks.iter().map(|block| block.most_chosen()).max().unwrap_or(0);
        i64::try_from(most).unwrap_or(0)
    }

    /// How often the two of each pair could be at the same event, roughly from above.
    fn most_company(&self, members: &[&Member], pairs: &[(usize, usize)]) -> i64 {
        let talks = |(m, member): (usize, &&Member)| match self.block(m) {
            Some(block) => self.blocks[block].most_chosen(),
            None => member.alone().visits.len(),
        };
        let talks: Vec<usize> = members.iter().enumerate().map(talks).collect();
        let most = pairs.iter().map(|&(a, b)| talks[a].min(talks[b])).sum::<usize>();
        i64::try_from(most).unwrap_or(i64::MAX)
    }
}

/// How often two members of a pair are at the same event.
fn company(claims: &[Claim], pairs: &[(usize, usize)]) -> i64 {
    let shared = |&(a, b): &(usize, usize)| {
        let is_there = |visit: &&Visit| claims[b].visits.iter().any(|v| v.event == visit.event);
        i64::try_from(claims[a].visits.iter().filter(is_there).count()).unwrap_or(0)
    };
    pairs.iter().map(shared).sum()
}

fn cover(schedule: &Schedule, members: &[&Member], deadline: Deadline) -> Plan {
    let mut table = Table::new(members, deadline);
    // What all of them hear is no sum of what each interest gets.
    table.weigh(0);
    let talk = |ix| schedule.occurrences(ix)[0];
    // What someone hears in any case counts already; others add what they give it more.
    let mut heard = BTreeMap::new();
    for member in members {
        if let Role::Fixed(fixed) = &member.role {
            for (visit, &points) in fixed.visits.iter().zip(&fixed.points) {
                let most: &mut i64 = heard.entry(talk(visit.event)).or_default();
                *most = points.max(*most);
            }
        }
    }
    let values = table.values(|_, candidate| {
        // Breaks are everybody's own.
        let Some(ix) = candidate.item.event() else { return 0 };
        (candidate.points - heard.get(&talk(ix)).copied().unwrap_or(0)).max(0)
    });
    let counting = Counting::new(schedule, &table.blocks, values);
    let answer = joint::solve(&table.blocks, &counting, &table.start(), deadline);
    // Who counts for a talk keeps it; for the rest of the time everybody does what is best alone.
    let counted = counting.counted_by(&answer.choices);
    let keep = |block: BlockIx, _: &Choices<CandidateIx>| {
        let candidates = table.planners[block].model.candidates().entries();
        candidates
            .map(|(i, c)| c.points + if counted[block].contains(&i) { KEPT } else { 0 })
            .collect()
    };
    let choices = table.tidy(answer.choices, keep, deadline);
    let claims = table.claims(members, &choices);
    let value = super::check::covered(schedule, members, &claims);
    let bound = answer.bound + heard.values().sum::<i64>();
    let proof = if table.proven() { proof(value, bound) } else { Proof::Bound(bound) };
    Plan { claims, worth: Worth::Points(value), proof }
}

/// More than all points of one agenda.
const KEPT: i64 = 1 << 20;

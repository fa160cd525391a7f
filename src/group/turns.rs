//! Members who take turns: at any moment one of them is in no talk.
//!
//! Between blocks this is a link for each moment. What has to be held by one member may be in the way
//! of what another has to hold; then as much of it as can be is held by all together.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::{Claim, Visit};
use crate::ix::By;
use crate::model::{Bound, CandidateIx, Rule, RuleIx};
use crate::schedule::{EventIx, Schedule, Slot};
use crate::solver::{
    Column, Deadline, Ilp, Limit, Outcome, Position, Row, Weights, cliques, maximise_unbroken,
    ranked, solve, too_long, wanted,
};

use super::claimed::claimed;
use super::leximin::{Share, hold};
use super::member::visit_time;
use super::program::{BlockIx, Choices, Link, Part, Program};
use super::table::Table;
use super::worth::{Plan, WHOLE, Worth, proof};
use super::{Member, Planner, Role, Terms, Turns};

/// Members who can keep their turns, whatever else each has to hold.
pub(super) struct Settled {
    /// The members of whom something changes, by place.
    changed: BTreeMap<usize, Member>,
    terms: Terms,
    /// By member, what he or she has to hold.
    duties: BTreeMap<usize, Vec<CandidateIx>>,
    /// Whether nobody gives up for turns anything that comes before points.
    pub(super) proven: bool,
}

impl Settled {
    pub(super) fn new(
        schedule: &Schedule,
        members: &[&Member],
        terms: &Terms,
        deadline: Deadline,
    ) -> Settled {
        let mut settled = Settled {
            changed: BTreeMap::new(),
            terms: terms.clone(),
            duties: BTreeMap::new(),
            proven: true,
        };
        // Those for whom others take turns go where it is best for them alone.
        let mut demands: BTreeMap<usize, BTreeSet<EventIx>> = BTreeMap::new();
        for turns in &terms.never_both {
            for set in &turns.with {
                let shared = exempt(members, set);
                set.iter().for_each(|&m| demands.entry(m).or_default().extend(&shared));
            }
        }
        for (m, events) in demands {
            if let Some(planner) = members[m].as_planner().filter(|_| !events.is_empty()) {
                let talks: Vec<Vec<EventIx>> = events.into_iter().map(|ix| vec![ix]).collect();
                let talks: Vec<&[EventIx]> = talks.iter().map(Vec::as_slice).collect();
                let model = planner.model.demanding(&talks, &[]);
                settled.change(m, Planner { model, ..planner.clone() }, members, deadline);
            }
        }
        if terms.never_both.is_empty() {
            return settled;
        }
        let seats = settled.members(members);
        let table = Table::new(&seats, deadline);
        let links = settled.links(schedule, &table);
        let own: Choices<CandidateIx> =
            table.blocks.iter().map(|block| block.duties.clone()).collect();
        let keeps = links.iter().all(|link| link.slack(&own) >= 0);
        let (held, dropped) = if keeps {
            (own, BTreeMap::new())
        } else {
            let (held, dropped) = most(&table, &links, deadline);
            let planners = dropped.iter().map(|(&block, rules): (&BlockIx, &Vec<RuleIx>)| {
                let planner = table.planners[block];
                let sources: Vec<_> =
                    rules.iter().map(|&it| planner.model.rules()[it].source).collect();
                let model = planner.model.without_rules(|source| sources.contains(&source));
                (table.of[block], Planner { model, ..planner.clone() })
            });
            (held, planners.collect())
        };
        settled.duties = held.entries().map(|(b, held)| (table.of[b], held.clone())).collect();
        settled.proven &= dropped.is_empty();
        for (m, planner) in dropped {
            settled.change(m, planner, members, deadline);
        }
        settled
    }

    fn change(&mut self, m: usize, planner: Planner, members: &[&Member], deadline: Deadline) {
        let solo = solve(&planner.model, deadline);
        let role = Role::Planner(Box::new(Planner { solo, ..planner }));
        self.changed.insert(m, Member { name: members[m].name.clone(), role });
    }

    /// The members as they are now.
    pub(super) fn members<'a>(&'a self, members: &[&'a Member]) -> Vec<&'a Member> {
        let all = members.iter().enumerate();
        all.map(|(m, &member)| self.changed.get(&m).unwrap_or(member)).collect()
    }

    /// For each moment what those who take turns could do then.
    pub(super) fn links(&self, schedule: &Schedule, table: &Table<'_>) -> Vec<Link<CandidateIx>> {
        let mut links: Vec<Link<CandidateIx>> =
            self.terms.never_both.iter().flat_map(|turns| links(schedule, table, turns)).collect();
        links.sort();
        links.dedup();
        links
    }

    /// Choices to begin with that keep some links.
    pub(super) fn start(
        &self,
        table: &Table<'_>,
        links: &[Link<CandidateIx>],
    ) -> Choices<CandidateIx> {
        let best: Choices<CandidateIx> =
            table.planners.iter().map(|planner| planner.solo.chosen.clone()).collect();
        if links.iter().all(|link| link.slack(&best) >= 0) {
            return best;
        }
        let coupled: BTreeSet<BlockIx> =
            links.iter().flat_map(|link| link.members.iter().map(|(block, _)| *block)).collect();
        let start = |(block, best): (BlockIx, Vec<CandidateIx>)| match coupled.contains(&block) {
            true => self.duties.get(&table.of[block]).cloned().unwrap_or_default(),
            false => best,
        };
        best.indices().zip(best.iter().cloned()).map(start).collect()
    }
}

/// The talks that all of a set attend, each for their own sake.
fn exempt(members: &[&Member], set: &[usize]) -> BTreeSet<EventIx> {
    let events = |&m: &usize| -> BTreeSet<EventIx> {
        members[m].alone().visits.into_iter().map(|visit| visit.event).collect()
    };
    let all = set.iter().map(events);
    all.reduce(|a, b| a.intersection(&b).copied().collect()).unwrap_or_default()
}

fn links(schedule: &Schedule, table: &Table<'_>, turns: &Turns) -> Vec<Link<CandidateIx>> {
    let settled = |m: &usize| -> Vec<Visit> { table.members[*m].alone().visits };
    let exempt: BTreeSet<EventIx> =
        turns.with.iter().flat_map(|set| exempt(&table.members, set)).collect();
    let fixed = turns.of.iter().filter(|&&m| table.block(m).is_none()).flat_map(settled);
    let fixed: Vec<Slot> = fixed
        .filter(|visit| !exempt.contains(&visit.event))
        .filter_map(|visit| visit_time(schedule, visit))
        .collect();
    let mut talks: Vec<(Slot, BlockIx, CandidateIx)> = Vec::new();
    for block in turns.of.iter().filter_map(|&m| table.block(m)) {
        for (i, candidate) in table.models[block].candidates().entries() {
            if candidate.item.event().is_some_and(|ix| !exempt.contains(&ix)) {
                talks.push((candidate.slot, block, i));
            }
        }
    }
    let moments: BTreeSet<_> = talks.iter().map(|(slot, ..)| slot.start()).collect();
    let all_but_one = i64::try_from(turns.of.len()).unwrap_or(i64::MAX) - 1;
    let link = |moment| {
        let is_on = |slot: &Slot| slot.start() <= moment && moment < slot.end();
        let busy = fixed.iter().filter(|slot| is_on(slot)).count();
        let on = talks.iter().filter(|(slot, ..)| is_on(slot));
        let mut members: Vec<(BlockIx, CandidateIx)> = on.map(|&(_, b, i)| (b, i)).collect();
        members.sort_unstable();
        let most = (all_but_one - i64::try_from(busy).unwrap_or(i64::MAX)).max(0);
        let blocks: BTreeSet<BlockIx> = members.iter().map(|(block, _)| *block).collect();
        (i64::try_from(blocks.len()).unwrap_or(i64::MAX) > most).then_some(Link { members, most })
    };
    moments.into_iter().filter_map(link).collect()
}

/// The most that all can hold together, level by level, and what of each block's is not held.
fn most(
    table: &Table<'_>,
    links: &[Link<CandidateIx>],
    deadline: Deadline,
) -> (Choices<CandidateIx>, BTreeMap<BlockIx, Vec<RuleIx>>) {
    let mut ilp = Ilp::default();
    let mut columns: By<BlockIx, BTreeMap<CandidateIx, Column>> = By::default();
    let mut levels: BTreeMap<(usize, usize), Vec<(BlockIx, RuleIx)>> = BTreeMap::new();
    for (block, model) in table.models.entries() {
        let all: Vec<RuleIx> = model.rules().indices().collect();
        let duties = ranked(model, &all);
        let held = duties.values().flatten().flat_map(|&rule| &model.rules()[rule].members);
        let held: BTreeSet<CandidateIx> = held.map(|(member, _)| *member).collect();
        let held: By<Position, CandidateIx> = held.into_iter().collect();
        let own: BTreeMap<CandidateIx, Column> =
            held.iter().map(|&i| (i, ilp.values.push(0))).collect();
        let set = |set: Vec<Position>| set.into_iter().map(|i| own[&held[i]]).collect();
        ilp.cliques.extend(cliques(model, &held).into_iter().map(set));
        for rule in model.rules() {
            if let Bound::AtMost(most) | Bound::AtLeast(most @ 1) = rule.bound {
                let members = among(rule, &own);
                ilp.add(Row { members, limit: Limit::AtMost(most) });
            }
        }
        for (rank, rules) in duties {
            let rules = rules.into_iter().map(|rule| (block, rule));
            levels.entry(rank).or_default().extend(rules);
        }
        columns.push(own);
    }
    for link in links {
        let column = |(block, i): &(BlockIx, CandidateIx)| Some((*columns[*block].get(i)?, 1));
        let members = link.members.iter().filter_map(column).collect();
        ilp.add(Row { members, limit: Limit::AtMost(link.most) });
    }
    let rule = |(block, rule): (BlockIx, RuleIx)| &table.models[block].rules()[rule];
    let broken = |found: &[Column]| {
        let of_block = |(own, model): (&BTreeMap<CandidateIx, Column>, &&crate::model::Model)| {
            let own: Vec<_> = own.iter().map(|(&i, &column)| (column, i)).collect();
            too_long(model, &own, found)
        };
        columns.iter().zip(&table.models).flat_map(of_block).collect()
    };
    let mut chosen: Vec<Column> = Vec::new();
    for rules in levels.values() {
        ilp.values.iter_mut().for_each(|value| *value = 0);
        for &(block, ix) in rules {
            for (column, _) in among(rule((block, ix)), &columns[block]) {
                ilp.values[column] += 1;
            }
        }
        let outcome = maximise_unbroken(ilp.clone(), deadline, broken);
        let (Outcome::Optimal(found) | Outcome::Feasible(found)) = outcome else { break };
        let sum: i64 = found.iter().map(|&column| ilp.values[column]).sum();
        let asked: i64 = rules.iter().map(|&it| wanted(rule(it))).sum();
        let members = ilp.values.entries().filter(|(_, value)| **value != 0);
        let members = members.map(|(column, &value)| (column, value)).collect();
        ilp.add(Row { members, limit: Limit::AtLeast(sum.min(asked)) });
        chosen = found;
    }
    let held: Choices<CandidateIx> = columns
        .iter()
        .map(|own| {
            let is_held = |(_, column): &(&CandidateIx, &Column)| chosen.contains(column);
            own.iter().filter(is_held).map(|(&i, _)| i).collect()
        })
        .collect();
    let mut dropped: BTreeMap<BlockIx, Vec<RuleIx>> = BTreeMap::new();
    for &(block, ix) in levels.values().flatten() {
        let it = rule((block, ix));
        if it.sum(&held[block]) < wanted(it) {
            dropped.entry(block).or_default().push(ix);
        }
    }
    (held, dropped)
}

fn among(rule: &Rule, columns: &BTreeMap<CandidateIx, Column>) -> Vec<(Column, i64)> {
    let place = |&(i, part): &(CandidateIx, i64)| Some((*columns.get(&i)?, part));
    let mut members: Vec<(Column, i64)> = rule.members.iter().filter_map(place).collect();
    members.sort_unstable();
    members
}

/// The smallest share of the own best as large as can be, then the next, and so on, where turns are
/// taken. Whoever takes none has their own best. It begins with a plan that is good for all together.
pub(super) fn fair(
    schedule: &Schedule,
    members: &[&Member],
    terms: &Terms,
    start: &Plan,
    deadline: Deadline,
) -> Plan {
    let turns = Settled::new(schedule, members, terms, deadline);
    let members = turns.members(members);
    let table = Table::new(&members, deadline);
    let links = turns.links(schedule, &table);
    let taking: BTreeSet<BlockIx> =
        links.iter().flat_map(|link| link.members.iter().map(|(block, _)| *block)).collect();
    // Whoever has nothing alone loses nothing.
    let counts: Vec<BlockIx> =
        taking.iter().copied().filter(|&block| table.planners[block].best > 0).collect();
    let of_block = |(b, block): (BlockIx, &crate::solver::Block<'_>)| match taking.contains(&b) {
        true => block.members.clone(),
        false => Vec::new(),
    };
    let part = Part::new(&table.blocks, &links, &table.blocks.entries().map(of_block).collect());
    let points: By<BlockIx, Weights> = part
        .strands
        .entries()
        .map(|(block, strand)| {
            let candidates = table.models[block].candidates();
            strand.members.iter().map(|&i| candidates[i].points).collect()
        })
        .collect();
    let mut program = Program::new(&part);
    let parts: Vec<Vec<(Column, i64)>> =
        counts.iter().map(|&block| program.parts(block, &points[block])).collect();
    for &(column, part) in parts.iter().flatten() {
        program.ilp.values[column] = part;
    }
    let known = |block: BlockIx| -> Vec<CandidateIx> {
        claimed(table.models[block], &start.claims[table.of[block]]).unwrap_or_default()
    };
    let first: Choices<Position> =
        part.strands.entries().map(|(block, strand)| strand.positions(&known(block))).collect();
    let mut fairest = Fairest {
        part: &part,
        program: &program,
        points: &points,
        best: counts.iter().map(|&block| table.planners[block].best).collect(),
        counts: &counts,
        parts,
        choice: first,
        bound: WHOLE,
        deadline,
    };
    let settled = fairest.settle();
    let (choice, bound) = (fairest.choice.clone(), fairest.bound);
    let mut choices: Choices<CandidateIx> =
        table.planners.iter().map(|planner| planner.solo.chosen.clone()).collect();
    for &block in &taking {
        choices[block] = part.strands[block].candidates(&choice[block]);
    }
    let claims = table.claims(schedule, &members, &choices);
    let share = smallest(&members, &claims);
    let alone = table.planners.entries().filter(|(block, _)| !taking.contains(block));
    let is_best =
        alone.map(|(_, planner)| planner.solo.proof).all(|it| it == crate::solver::Proof::Optimal);
    let proof = match settled && turns.proven && is_best && table.blocks.iter().all(|b| b.proven) {
        true => proof(share, share),
        false => crate::solver::Proof::Bound(bound.max(share)),
    };
    Plan::new(claims, Worth::Share(share), proof)
}

/// The smallest share of the own best, in parts of [`WHOLE`], rounded down.
pub(super) fn smallest(members: &[&Member], claims: &[Claim]) -> i64 {
    let share = |(member, claim): (&&Member, &Claim)| {
        let best = member.as_planner()?.best;
        (best > 0).then(|| Share::of(claim.points, best).parts())
    };
    members.iter().zip(claims).filter_map(share).min().unwrap_or(WHOLE)
}

struct Fairest<'a, 'm> {
    part: &'a Part<'m>,
    program: &'a Program,
    points: &'a By<BlockIx, Weights>,
    best: Vec<i64>,
    counts: &'a [BlockIx],
    /// By member, what each column adds to what he or she gets.
    parts: Vec<Vec<(Column, i64)>>,
    choice: Choices<Position>,
    /// The smallest share is no larger than this.
    bound: i64,
    deadline: Deadline,
}

/// How close two shares are before the next question is for anything better at all.
const CLOSE: i64 = WHOLE >> 10;

impl Fairest<'_, '_> {
    fn shares(&self, choice: &Choices<Position>) -> Vec<Share> {
        let share = |(&block, &best): (&BlockIx, &i64)| {
            let points = self.part.strands[block].value(&choice[block], &self.points[block]);
            Share::of(points, best)
        };
        let mut shares: Vec<Share> = self.counts.iter().zip(&self.best).map(share).collect();
        shares.sort_unstable();
        shares
    }

    fn total(&self, choice: &Choices<Position>) -> i64 {
        let of_block =
            |&block: &BlockIx| self.part.strands[block].value(&choice[block], &self.points[block]);
        self.counts.iter().map(of_block).sum()
    }

    /// Settles one share after the other, then the sum; whether all of it is proven.
    fn settle(&mut self) -> bool {
        for level in 0..self.best.len() {
            // A share may be more than a whole, where the own best holds what costs points.
            let mut above = 2 * WHOLE;
            loop {
                let known = self.shares(&self.choice)[level];
                let middle = (known.parts() + above + 1) / 2;
                let last = middle - known.parts() <= CLOSE;
                let asked = if last { known } else { Share::of(middle, WHOLE) };
                match self.ask(level, Some((asked, last))) {
                    Some(true) => {}
                    Some(false) if last => break,
                    Some(false) => above = middle,
                    None => return false,
                }
                if level == 0 {
                    self.bound = above.min(self.bound);
                }
            }
            if level == 0 {
                self.bound = self.shares(&self.choice)[0].parts();
            }
        }
        self.ask(self.best.len(), None).is_some()
    }

    /// Asks for smallest shares as good as those known up to a level, and the one at that level at
    /// least, or more than, so large; without a share for the sum. Whether there are such choices;
    /// nothing where that is not known.
    fn ask(&mut self, level: usize, share: Option<(Share, bool)>) -> Option<bool> {
        let known = self.shares(&self.choice);
        let mut ilp = self.program.ilp.clone();
        for (level, &known) in known.iter().enumerate().take(level) {
            hold(&mut ilp, &self.parts, &self.best, level, (known, false));
        }
        if let Some(share) = share {
            hold(&mut ilp, &self.parts, &self.best, level, share);
            // One that is only possible, whatever its columns are worth, is found sooner.
            ilp.values.iter_mut().for_each(|value| *value = 0);
        }
        let broken = |found: &[Column]| self.program.too_long(self.part, found);
        match maximise_unbroken(ilp, self.deadline, broken) {
            Outcome::Optimal(found) => self.take(&found).or(share.is_none().then_some(true)),
            Outcome::Feasible(found) if share.is_some() => self.take(&found),
            Outcome::Impossible => Some(false),
            Outcome::Feasible(_) | Outcome::None => None,
        }
    }

    /// Takes over what is better.
    fn take(&mut self, found: &[Column]) -> Option<bool> {
        let choice = self.program.choices(found);
        let mut strands = self.part.strands.iter().zip(&choice);
        let rank = |choice: &Choices<Position>| (self.shares(choice), self.total(choice));
        let keeps =
            strands.all(|(strand, choice)| strand.keeps(choice)) && self.part.keeps(&choice);
        if !keeps || rank(&choice) <= rank(&self.choice) {
            return None;
        }
        self.choice = choice;
        Some(true)
    }
}

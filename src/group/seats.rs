//! Members of whom is settled who goes to what was agreed, and a goal -> the best plan for all.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::Claim;
use crate::model::{Candidate, CandidateIx, Model, Source};
use crate::schedule::{EventIx, Schedule};
use crate::solver::{Deadline, Proof};

use super::company::{Company, Gathering, gathering, gatherings};
use super::counting::{Counting, Once};
use super::program::{BlockIx, Choices, Link};
use super::table::Table;
use super::worth::{Plan, Worth, pairs, proof};
use super::{Bonus, Goal, Member, Planner, Role, Terms, joint, one, scouts, turns};

/// Plans for members of whom is settled who goes to what was agreed.
pub(super) fn seated(
    schedule: &Schedule,
    members: &[&Member],
    goal: Goal,
    terms: &Terms,
    deadline: Deadline,
) -> Plan {
    let bonus = Bonus::of(goal, terms, members);
    match goal {
        Goal::Solo if terms.never_both.is_empty() && bonus == Bonus::default() => solo(members),
        Goal::Solo | Goal::Together { .. } => together(schedule, members, bonus, terms, deadline),
        Goal::Cover => cover(schedule, members, terms, deadline),
        Goal::Fair if terms.never_both.is_empty() => fair(schedule, members, bonus, deadline),
        Goal::Fair => {
            // The most points for all are a good beginning.
            let start = together(schedule, members, Bonus::default(), terms, deadline);
            turns::fair(schedule, members, terms, &start, deadline)
        }
        Goal::One(weighing) => one::plan(schedule, members, weighing, deadline),
    }
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
    Plan::new(claims, Worth::Points(points), proof(points, bound))
}

fn together(
    schedule: &Schedule,
    members: &[&Member],
    bonus: Bonus,
    terms: &Terms,
    deadline: Deadline,
) -> Plan {
    let turns = turns::Settled::new(schedule, members, terms, deadline);
    let members = turns.members(members);
    let table = Table::new(&members, deadline);
    let links = turns.links(schedule, &table);
    let start = turns.start(&table, &links);
    let all = Everybody { table: &table, members: &members, links: &links };
    let (choices, bound) = all.accompany(bonus, 1, &start, deadline);
    let claims = table.claims(schedule, &members, &choices);
    let value = claims.iter().map(|claim| claim.points).sum::<i64>()
        + company(&members, &claims, &pairs(&members), bonus);
    let proof = match table.proven() && turns.proven {
        true => proof(value, bound),
        false => Proof::Bound(bound.max(value)),
    };
    Plan::new(claims, Worth::Points(value), proof)
}

/// Everybody's own best, with as much company as that leaves room for: the points weigh more than
/// all company together.
fn fair(schedule: &Schedule, members: &[&Member], bonus: Bonus, deadline: Deadline) -> Plan {
    let mut table = Table::new(members, deadline);
    let pairs = pairs(members);
    let unit = 1 + table.longest() * i64::try_from(pairs.len()).unwrap_or(0);
    table.weigh(unit);
    let all = Everybody { table: &table, members, links: &[] };
    let (choices, bound) = all.accompany(bonus, unit, &table.start(), deadline);
    let mut claims = table.claims(schedule, members, &choices);
    // Out of time it may have found no way to leave everybody that.
    let has_less = |(member, claim): (&&Member, &Claim)| {
        member.as_planner().is_some_and(|planner| claim.points < planner.best)
    };
    if members.iter().zip(&claims).any(has_less) {
        claims = members.iter().map(|member| member.alone()).collect();
    }
    let met = company(members, &claims, &pairs, bonus);
    let points = claims.iter().map(|claim| claim.points).sum::<i64>();
    // While more points may be possible, only so much of the bound is company.
    let most = table.most_company(members, &pairs);
    let proof = if table.proven() {
        proof(met, (bound - unit * points).min(most))
    } else {
        Proof::Bound(most)
    };
    Plan::new(claims, Worth::Pairs(met), proof)
}

/// Members at a table, and what couples them.
struct Everybody<'a, 'm> {
    table: &'a Table<'m>,
    members: &'a [&'m Member],
    links: &'a [Link<CandidateIx>],
}

impl Everybody<'_, '_> {
    /// The best choices when every point counts `unit` and every pair together its bonus, and a bound
    /// on what they are worth.
    fn accompany(
        &self,
        bonus: Bonus,
        unit: i64,
        start: &Choices<CandidateIx>,
        deadline: Deadline,
    ) -> (Choices<CandidateIx>, i64) {
        let (table, members) = (self.table, self.members);
        let pairs = pairs(members);
        let alone: Vec<Claim> = members.iter().map(|member| member.alone()).collect();
        let is_fixed = |m: usize| table.block(m).is_none();
        // The company of those who stay where they are is part of a candidate's own worth.
        let fixed_members = || (0..members.len()).filter(|&m| is_fixed(m));
        let between: Vec<(usize, usize)> =
            pairs.iter().copied().filter(|&(a, b)| is_fixed(a) && is_fixed(b)).collect();
        let fixed = fixed_members().map(|m| unit * alone[m].points).sum::<i64>()
            + company(members, &alone, &between, bonus);
        let there: BTreeMap<usize, BTreeSet<Gathering>> =
            fixed_members().map(|m| (m, gatherings(members[m], &alone[m]))).collect();
        let of_blocks =
            pairs.iter().filter_map(|&(a, b)| Some((table.block(a)?, table.block(b)?))).collect();
        let gathering = |b: BlockIx, candidate: &Candidate| gathering(table.planners[b], candidate);
        let values = table.values(|b, candidate| {
            let others = pairs.iter().filter_map(|&(x, y)| match table.of[b] {
                m if m == x => Some(y),
                m if m == y => Some(x),
                _ => None,
            });
            let at = gathering(b, candidate);
            let met = others.filter(|m| {
                let there = there.get(m).zip(at.as_ref());
                there.is_some_and(|(there, at)| there.contains(at))
            });
            let met = i64::try_from(met.count()).unwrap_or(0);
            unit * candidate.points + at.map_or(0, |at| bonus.at(&at)) * met
        });
        let company = Company::new(&table.blocks, values, of_blocks, gathering, |at| bonus.at(at));
        let answer = joint::solve(&table.blocks, self.links, &company, start, deadline);
        let response =
            |block: BlockIx, choices: &Choices<CandidateIx>| company.all_weights(block, choices);
        let choices = table.tidy(answer.choices, self.links, response, deadline);
        (choices, answer.bound + fixed)
    }
}

/// What the company of some pairs is worth.
fn company(members: &[&Member], claims: &[Claim], pairs: &[(usize, usize)], bonus: Bonus) -> i64 {
    let at: Vec<BTreeSet<Gathering>> =
        members.iter().zip(claims).map(|(member, claim)| gatherings(member, claim)).collect();
    let worth = |&(a, b): &(usize, usize)| {
        at[a].intersection(&at[b]).map(|gathering| bonus.at(gathering)).sum::<i64>()
    };
    pairs.iter().map(worth).sum()
}

/// The members hear the most: first the must-sees of anybody, then points. For the rest of the time
/// everybody does what is best alone, and whoever is idle hears what others want.
fn cover(schedule: &Schedule, members: &[&Member], terms: &Terms, deadline: Deadline) -> Plan {
    let turns = turns::Settled::new(schedule, members, terms, deadline);
    let members = turns.members(members);
    let hearing = Hearing { schedule, members: &members, turns: &turns, deadline };
    let planners: Vec<&Planner> = members.iter().filter_map(|it| it.as_planner()).collect();
    let must_sees = |source| matches!(source, Source::MustSee(_));
    // A must-see is the group's: whoever can hears it, and the others need not.
    let models = |dropped: &dyn Fn(usize, Source) -> bool| -> Vec<Model> {
        let all = planners.iter().enumerate();
        all.map(|(p, it)| it.model.without_rules(|source| dropped(p, source))).collect()
    };
    let mut heard = hearing.most(&models(&|_, source| must_sees(source)), true);
    // Breaks come after must-sees, and here they are held.
    let after = |source| {
        use Source::{AtLeast, Break, Visit, Want};
        matches!(source, Break(..) | Visit(_) | Want(_) | AtLeast(_))
    };
    let has_any = |what: &dyn Fn(Source) -> bool| {
        planners.iter().any(|it| it.model.rules().iter().any(|rule| what(rule.source)))
    };
    if has_any(&must_sees) && has_any(&after) {
        let free = models(&|_, source| must_sees(source) || after(source));
        let most = hearing.most(&free, false);
        if most.must_sees.1 > heard.must_sees.0 {
            // Whoever hears a must-see then has it before breaks.
            let is_own = |p: usize, source: Source| match source {
                Source::MustSee(number) => {
                    let talk = &planners[p].wishes.must_see[number];
                    most.counted[p].iter().any(|ix| talk.contains(ix))
                }
                _ => true,
            };
            heard = Heard { proven: false, ..hearing.most(&models(&|p, it| !is_own(p, it)), true) };
        }
    }
    let value = hears(schedule, &members, &heard.claims);
    let must_sees = hears_of_must_sees(schedule, &members, &heard.claims);
    let proof = match heard.proven && turns.proven {
        true => proof(value, heard.bound),
        false => Proof::Bound(heard.bound.max(value)),
    };
    let plan = Plan { must_sees, ..Plan::new(heard.claims, Worth::Points(value), proof) };
    scouts::send(schedule, &members, plan, terms, deadline)
}

/// Members who hear as much as they can together.
struct Hearing<'a, 'm> {
    schedule: &'a Schedule,
    members: &'a [&'m Member],
    turns: &'a turns::Settled,
    deadline: Deadline,
}

/// What members hear.
struct Heard {
    claims: Vec<Claim>,
    /// By member with wishes, the talks that count for him or her.
    counted: Vec<Vec<EventIx>>,
    /// How many must-sees are heard, and no more can be.
    must_sees: (i64, i64),
    /// No more points can be heard beside so many must-sees.
    bound: i64,
    proven: bool,
}

impl Hearing<'_, '_> {
    /// The most must-sees and then points that can be heard, by models with these rules; or the most
    /// must-sees alone.
    fn most(&self, models: &[Model], with_points: bool) -> Heard {
        let (schedule, members) = (self.schedule, self.members);
        let mut table = Table::with(members, models.iter().collect(), self.deadline);
        // What all of them hear is no sum of what each interest gets.
        table.weigh(0);
        let links = self.turns.links(schedule, &table);
        let talk = |ix| schedule.occurrences(ix)[0];
        // What someone hears in any case counts already; others add what they give it more.
        let mut fixed: BTreeMap<EventIx, i64> = BTreeMap::new();
        for member in members {
            if let Role::Fixed(own) = &member.role {
                for (visit, &points) in own.visits.iter().zip(&own.points) {
                    let most = fixed.entry(talk(visit.event)).or_default();
                    *most = points.max(*most);
                }
            }
        }
        let adds = |candidate: &Candidate| match candidate.item.event() {
            Some(ix) if with_points => {
                (candidate.points - fixed.get(&talk(ix)).copied().unwrap_or(0)).max(0)
            }
            // Breaks are everybody's own.
            Some(_) | None => 0,
        };
        let mut most: BTreeMap<EventIx, i64> = BTreeMap::new();
        for candidate in table.models.iter().flat_map(|model| model.candidates()) {
            if let Some(ix) = candidate.item.event() {
                let known = most.entry(talk(ix)).or_default();
                *known = adds(candidate).max(*known);
            }
        }
        // One must-see counts more than all points.
        let whole = 1 + most.values().sum::<i64>();
        let demanded = |b: BlockIx, candidate: &Candidate| {
            let demands = |ix| table.planners[b].wishes.must_see.iter().any(|it| it.contains(&ix));
            candidate.item.event().is_some_and(|ix| demands(ix) && !fixed.contains_key(&talk(ix)))
        };
        let counting = Counting::new(&table.blocks, |b, it| {
            let Some(ix) = it.item.event().map(talk) else { return Vec::new() };
            let must_see = if demanded(b, it) { whole } else { 0 };
            vec![(Once::Points(ix), adds(it)), (Once::MustSee(ix), must_see)]
        });
        let start = self.turns.start(&table, &links);
        let answer = joint::solve(&table.blocks, &links, &counting, &start, self.deadline);
        // Who counts for a talk keeps it.
        let counted = counting.counted_by(&answer.choices);
        let keep = |block: BlockIx, _: &Choices<CandidateIx>| {
            let weight = |(i, candidate): (CandidateIx, &Candidate)| {
                let kept = if counted[block].contains(&i) { KEPT } else { 0 };
                let own = if demanded(block, candidate) { OWN_MUST_SEE } else { 0 };
                candidate.points + kept + own
            };
            table.models[block].candidates().entries().map(weight).collect()
        };
        let choices = match with_points {
            true => table.tidy(answer.choices.clone(), &links, keep, self.deadline),
            false => answer.choices.clone(),
        };
        let must_sees = counting.value_of(&answer.choices).div_euclid(whole);
        let possible = answer.bound.div_euclid(whole);
        let event =
            |(block, i): (BlockIx, &CandidateIx)| table.models[block].candidates()[*i].item.event();
        let events = |(block, own): (BlockIx, &Vec<CandidateIx>)| {
            own.iter().filter_map(|i| event((block, i))).collect()
        };
        Heard {
            claims: table.claims(schedule, members, &choices),
            counted: counted.entries().map(events).collect(),
            must_sees: (must_sees, possible),
            bound: (answer.bound - must_sees * whole).min(whole - 1) + fixed.values().sum::<i64>(),
            // All points there are prove nothing where a must-see may be lacking.
            proven: table.proven() && must_sees == possible,
        }
    }
}

/// The points when every talk counts once, for the one who gives it the most of those who hear it.
fn hears(schedule: &Schedule, members: &[&Member], claims: &[Claim]) -> i64 {
    let mut talks: BTreeMap<EventIx, i64> = BTreeMap::new();
    for (member, claim) in members.iter().zip(claims) {
        for &visit in &claim.visits {
            let known = talks.entry(schedule.occurrences(visit.event)[0]).or_default();
            *known = member.visit_points(schedule, visit).max(*known);
        }
    }
    talks.into_values().sum()
}

/// How many talks are heard by somebody whose must-see they are.
fn hears_of_must_sees(schedule: &Schedule, members: &[&Member], claims: &[Claim]) -> i64 {
    let mut talks: BTreeSet<EventIx> = BTreeSet::new();
    for (member, claim) in members.iter().zip(claims) {
        let events = claim.visits.iter().map(|visit| visit.event);
        talks.extend(events.filter(|&ix| member.demands(ix)).map(|ix| schedule.occurrences(ix)[0]));
    }
    i64::try_from(talks.len()).unwrap_or(i64::MAX)
}

/// More than all points of one agenda, and its own must-sees.
const KEPT: i64 = 1 << 21;
/// More than the points of a few talks.
const OWN_MUST_SEE: i64 = 1 << 13;

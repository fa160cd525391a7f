//! Whoever is idle hears what others want and nobody hears.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::check::{self, Claim, Visit};
use crate::model::{CandidateIx, Item, Model};
use crate::schedule::{EventIx, Schedule};
use crate::solver::{Deadline, Proof, Selection};

use super::counting::{Counting, Once};
use super::joint;
use super::table::Table;
use super::worth::Plan;
use super::{Member, Planner, Role, Terms};

/// The events that somebody wants and nobody hears, each session by its first, with the most points
/// that anybody gives it.
pub(super) fn unheard(
    schedule: &Schedule,
    members: &[&Member],
    claims: &[Claim],
) -> BTreeMap<EventIx, i64> {
    let visits = claims.iter().flat_map(|claim| &claim.visits);
    let heard: BTreeSet<EventIx> = visits.map(|it| schedule.occurrences(it.event)[0]).collect();
    let mut unheard = BTreeMap::new();
    for (ix, event) in schedule.iter() {
        let talk = schedule.occurrences(ix)[0];
        if heard.contains(&talk) || event.cancelled || event.sold_out {
            continue;
        }
        let points = members.iter().filter_map(|member| member.wants(ix)).max();
        if let Some(points) = points {
            let most: &mut i64 = unheard.entry(talk).or_default();
            *most = points.max(*most);
        }
    }
    unheard
}

/// A plan in which whoever is idle hears what others want. What is planned stays as it is.
pub(super) fn send(
    schedule: &Schedule,
    members: &[&Member],
    plan: Plan,
    terms: &Terms,
    deadline: Deadline,
) -> Plan {
    let mut wanted = unheard(schedule, members, &plan.claims);
    // To these just one goes, who is settled.
    wanted.retain(|talk, _| {
        !terms.one_of_us.iter().flatten().any(|ix| schedule.same_talk(*ix, *talk))
    });
    let takes_turns = |m: usize| terms.never_both.iter().any(|turns| turns.of.contains(&m));
    let mut scouts: Vec<Option<Member>> = members
        .iter()
        .enumerate()
        .map(|(m, member)| {
            let planner = member.as_planner().filter(|_| !takes_turns(m))?;
            let planner = scout(schedule, planner, &plan.claims[m], &wanted)?;
            Some(Member { name: member.name.clone(), role: Role::Planner(Box::new(planner)) })
        })
        .collect();
    if wanted.is_empty() || scouts.iter().all(Option::is_none) {
        return plan;
    }
    let of: Vec<usize> = (0..members.len()).filter(|&m| scouts[m].is_some()).collect();
    let scouts: Vec<Member> = of.iter().filter_map(|&m| scouts[m].take()).collect();
    let scouts: Vec<&Member> = scouts.iter().collect();
    let mut table = Table::new(&scouts, deadline);
    table.weigh(0);
    let counting = Counting::new(&table.blocks, |_, candidate| {
        let talk = candidate.item.event().map(|ix| schedule.occurrences(ix)[0]);
        let points = talk.and_then(|talk| Some((Once::Points(talk), *wanted.get(&talk)?)));
        points.into_iter().collect()
    });
    let start = table.blocks.iter().map(|block| block.duties.clone()).collect();
    let answer = joint::solve(&table.blocks, &[], &counting, &start, deadline);
    let counted = counting.counted_by(&answer.choices);
    let mut plan = plan;
    for (block, counted) in counted.entries().filter(|(_, counted)| !counted.is_empty()) {
        let m = of[table.of[block].min(of.len() - 1)];
        let planner = table.planners[block];
        let events: Vec<EventIx> =
            counted.iter().filter_map(|&i| planner.model.candidates()[i].item.event()).collect();
        let chosen = chosen(planner, &plan.claims[m], &answer.choices[block], counted);
        let selection = Selection::new(&planner.model, chosen, Proof::Optimal);
        let claim = planner.counted(schedule, Claim::new(&planner.model, &selection));
        // A talk may drag in others, or break a rule without them.
        if check::broken(schedule, &planner.wishes, &planner.scores, &claim).is_empty() {
            plan.claims[m] = claim;
            plan.sent[m].extend(&events);
            plan.for_others[m].extend(events);
        }
    }
    plan
}

/// What was planned, and what is heard for others.
fn chosen(
    planner: &Planner,
    claim: &Claim,
    choice: &[CandidateIx],
    counted: &[CandidateIx],
) -> Vec<CandidateIx> {
    let stays = |i: &CandidateIx| match planner.model.candidates()[*i].item {
        Item::Event { ix, .. } => {
            counted.contains(i) || claim.visits.iter().any(|visit| visit.event == ix)
        }
        Item::Break { .. } => true,
    };
    choice.iter().copied().filter(stays).collect()
}

/// Somebody who keeps an agenda and may hear what others want beside it; none where it cannot be
/// said so.
fn scout(
    schedule: &Schedule,
    planner: &Planner,
    claim: &Claim,
    wanted: &BTreeMap<EventIx, i64>,
) -> Option<Planner> {
    let own = |ix: &EventIx| claim.visits.iter().any(|visit| visit.event == *ix);
    let is_wanted = |ix: EventIx| {
        wanted.contains_key(&schedule.occurrences(ix)[0]) && planner.scores.of(ix).points >= 0
    };
    let mut wishes = planner.wishes.clone();
    wishes.break_starts.extend(claim.pauses.iter().map(|pause| pause.slot.start()));
    wishes.kept = schedule.iter().map(|(ix, _)| ix).filter(|&ix| is_wanted(ix)).collect();
    let kept = wishes.kept.clone();
    // Some of the agenda may be worth the way only for the group.
    wishes.kept.extend(planner.wishes.kept.iter().filter(|ix| own(ix)));
    let model = Model::build(schedule, &wishes, &planner.scores);
    let pauses: BTreeSet<(usize, NaiveDate)> = model
        .candidates()
        .iter()
        .filter_map(|candidate| match candidate.item {
            Item::Break { wish, day } => {
                let is_taken =
                    claim.pauses.iter().any(|it| (it.wish, it.slot) == (wish, candidate.slot));
                is_taken.then_some((wish, day))
            }
            Item::Event { .. } => None,
        })
        .collect();
    let visits: Vec<Vec<EventIx>> = claim.visits.iter().map(|it| vec![it.event]).collect();
    let demands: Vec<&[EventIx]> = visits.iter().map(Vec::as_slice).collect();
    let model = model
        .keeping(|candidate| match candidate.item {
            Item::Event { ix, late, early } => {
                kept.contains(&ix) || claim.visits.contains(&Visit { event: ix, late, early })
            }
            Item::Break { wish, .. } => {
                claim.pauses.iter().any(|it| (it.wish, it.slot) == (wish, candidate.slot))
            }
        })
        .demanding(&demands, &[])
        .demanding_breaks(pauses.iter().copied());
    let there = |visit: &Visit| !model.candidates_of(visit.event).is_empty();
    let is_whole = claim.visits.iter().all(there) && pauses.len() == claim.pauses.len();
    is_whole.then(|| Planner { wishes, model, ..planner.clone() })
}

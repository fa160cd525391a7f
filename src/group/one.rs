//! One agenda for all: the rules of every member hold, and what is worth seeing is weighed.

use chrono::TimeDelta;
use serde::Serialize;

use crate::check::{Claim, Pause, Visit};
use crate::model::{Candidate, CandidateIx, Item, Model, Points, points_after};
use crate::profile::{Break, InARow, Limits, Members, Pauses, Quota, Tolerance, Wishes};
use crate::schedule::{EventIx, Schedule, Slot};
use crate::score::Scores;
use crate::solver::{Deadline, Selection, solve};
use crate::walking::Walking;

use super::turns::smallest;
use super::worth::{Plan, WHOLE, Worth};
use super::{Goal, Member, Planner, Weighing, leximin};

/// One agenda for all members. Those with a saved agenda have no part in it.
pub(super) fn plan(
    schedule: &Schedule,
    members: &[&Member],
    weighing: Weighing,
    deadline: Deadline,
) -> Plan {
    let planners: Vec<&Planner> = members.iter().filter_map(|m| m.as_planner()).collect();
    let wishes = merged(schedule, &planners);
    // They go together, so that the longest walk and pause of anybody are everybody's, also to and
    // from a commitment, which is for the one who has it.
    let busy: Vec<Wishes> = planners
        .iter()
        .map(|planner| Wishes { commitments: planner.wishes.commitments.clone(), ..wishes.clone() })
        .collect();
    let can_come = |candidate: &Candidate| {
        let Some(ix) = candidate.item.event() else { return true };
        if wishes.booked.contains(&ix) {
            return true;
        }
        let stay = wishes.stay(schedule, ix, candidate.slot);
        busy.iter().all(|busy| busy.commitment_at(schedule, &stay).is_none())
    };
    let model = Model::build(schedule, &wishes, &wanted(schedule, &planners)).keeping(can_come);
    let points: Vec<Points> = planners
        .iter()
        .map(|planner| model.candidates().iter().map(|c| points(schedule, planner, c)).collect())
        .collect();
    let sum = |i: CandidateIx| points.iter().map(|points| points[i]).sum::<i64>();
    let most = |i: CandidateIx| points.iter().map(|points| points[i]).max().unwrap_or(0);
    let tapered = || {
        let members = planners.iter().enumerate();
        members.fold(model.clone(), |model, (m, it)| {
            model.tapering(m, schedule, &it.wishes, &it.scores)
        })
    };
    let (selection, worth) = match weighing {
        Weighing::Sum => {
            let selection = solve(&tapered().reweighted(|i, _| sum(i)), deadline);
            let worth = Worth::Points(selection.worth.points);
            (selection, worth)
        }
        Weighing::Most => {
            let selection = solve(&model.reweighted(|i, _| most(i)), deadline);
            let worth = Worth::Points(selection.worth.points);
            (selection, worth)
        }
        Weighing::Fair => {
            let best: Vec<i64> = planners.iter().map(|p| p.solo.worth.points).collect();
            let model = tapered();
            let start = solve(&model.reweighted(|i, _| sum(i)), deadline);
            leximin::fairest(&model, &points, &best, start, deadline)
        }
    };
    let claims = claims(schedule, members, &wishes, &model, &selection);
    Plan::new(claims, worth, selection.proof)
}

/// Something booked that cannot be in one agenda for all.
pub struct Unshared<'a> {
    /// Who has booked it.
    pub member: &'a str,
    /// What it is.
    pub event: EventIx,
    /// Who cannot come along.
    pub other: &'a str,
    /// Why not.
    pub because: Because,
}

/// Why somebody cannot come along.
pub enum Because {
    /// Another booking.
    Booked(EventIx),
    /// A commitment, by its title.
    Commitment(String),
    /// Not being there.
    Away,
    /// Never wanting to see it.
    Never,
}

/// The fairest agenda for all, where another one is less fair.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Fairest {
    /// Nobody gets less than this part of their own best.
    pub share: f64,
    /// The points of all together that it costs.
    pub costs: i64,
}

/// A share that is greater by less is no reason for another agenda: a twentieth.
const HARDLY: i64 = WHOLE / 20;

/// What the fairest agenda for all would be, where a plan of one agenda leaves somebody much less.
pub fn fairest(
    schedule: &Schedule,
    members: &[Member],
    goal: Goal,
    planned: &Plan,
    deadline: Deadline,
) -> Option<Fairest> {
    let Goal::One(Weighing::Sum | Weighing::Most) = goal else { return None };
    let members: Vec<&Member> = members.iter().collect();
    let fair = plan(schedule, &members, Weighing::Fair, deadline);
    let (now, most) = (smallest(&members, &planned.claims), fair.worth.number());
    let sum = |plan: &Plan| plan.claims.iter().map(|claim| claim.points).sum::<i64>();
    let costs = sum(planned) - sum(&fair);
    let share = most as f64 / WHOLE as f64;
    (most - now > HARDLY).then_some(Fairest { share, costs })
}

/// A booking that no one agenda can hold.
pub fn unshared_booking<'a>(schedule: &Schedule, members: &'a [Member]) -> Option<Unshared<'a>> {
    clashing_bookings(schedule, members).or_else(|| {
        let planners =
            || members.iter().filter_map(|it| Some((it.name.as_str(), it.as_planner()?)));
        planners().find_map(|(member, planner)| {
            planner.wishes.booked.iter().find_map(|&event| {
                planners().find_map(|(other, planner)| {
                    let because = obstacle(schedule, planner, event)?;
                    Some(Unshared { member, event, other, because })
                })
            })
        })
    })
}

/// Why somebody would not go where another one has booked.
fn obstacle(schedule: &Schedule, planner: &Planner, event: EventIx) -> Option<Because> {
    let wishes = &planner.wishes;
    if wishes.booked.contains(&event) {
        return None;
    }
    let stay = wishes.stay(schedule, event, schedule.event(event).slot);
    if !wishes.is_there(&stay) {
        return Some(Because::Away);
    }
    if let Some(number) = wishes.commitment_at(schedule, &stay) {
        return Some(Because::Commitment(wishes.commitments[number].title.clone()));
    }
    let hidden = planner.scores.hidden(wishes, event);
    (wishes.never.contains(&event) || hidden.is_some()).then_some(Because::Never)
}

fn clashing_bookings<'a>(schedule: &Schedule, members: &'a [Member]) -> Option<Unshared<'a>> {
    let booked: Vec<(&Member, &Planner, EventIx)> = members
        .iter()
        .filter_map(|member| Some((member, member.as_planner()?)))
        .flat_map(|(member, planner)| {
            planner.wishes.booked.iter().map(move |&ix| (member, planner, ix))
        })
        .collect();
    booked.iter().enumerate().find_map(|(number, &(member, planner, ix))| {
        let clashes = |&&(_, other, other_ix): &&(&Member, &Planner, EventIx)| {
            let can = |wishes: &Wishes| {
                let stay = |ix| wishes.stay(schedule, ix, schedule.event(ix).slot);
                wishes.can_do_both(&stay(ix), &stay(other_ix))
            };
            ix != other_ix && !(can(&planner.wishes) && can(&other.wishes))
        };
        let (with, _, other_ix) = booked[..number].iter().find(clashes)?;
        let because = Because::Booked(ix);
        Some(Unshared { member: &with.name, event: *other_ix, other: &member.name, because })
    })
}

/// The points of a candidate of the common model for one member.
fn points(schedule: &Schedule, planner: &Planner, candidate: &Candidate) -> i64 {
    match candidate.item {
        Item::Event { ix, late, early } => {
            let missed = planner.wishes.missed(schedule, ix, late, early);
            points_after(planner.scores.of(ix).points, missed, schedule.event(ix).slot)
        }
        Item::Break { .. } => 0,
    }
}

/// Something for every event that some member wants.
fn wanted(schedule: &Schedule, planners: &[&Planner]) -> Scores {
    let points = |planner: &Planner, ix| match planner.scores.is_slight(&planner.wishes, ix) {
        true => 0,
        false => planner.scores.of(ix).points,
    };
    let most = |ix| planners.iter().map(|planner| points(planner, ix)).max();
    Scores::given(schedule.iter().map(|(ix, _)| most(ix).unwrap_or(0)))
}

/// The wishes of one person who has all members' rules.
fn merged(schedule: &Schedule, planners: &[&Planner]) -> Wishes {
    let all = || planners.iter().map(|planner| &planner.wishes);
    let unwanted = |ix: &EventIx| {
        planners
            .iter()
            .any(|it| it.wishes.never.contains(ix) || it.scores.hidden(&it.wishes, *ix).is_some())
    };
    let walks: Vec<&Walking> = all().map(|wishes| &wishes.walking).collect();
    let least =
        |limit: &dyn Fn(&Limits) -> Option<i64>| all().filter_map(|w| limit(&w.limits)).min();
    // The least that anybody can sit, and the longest rest that anybody needs.
    let in_a_row = all().filter_map(|wishes| wishes.limits.in_a_row);
    let in_a_row = in_a_row.reduce(|one, other| InARow {
        minutes: one.minutes.min(other.minutes),
        rest: one.rest.max(other.rest),
    });
    let tolerance =
        |of: &dyn Fn(Tolerance) -> i64| all().map(|w| of(w.tolerance)).min().unwrap_or(0);
    // What somebody would give up for points is nothing for all to wait for.
    let is_firm = |wish: &&Break| wish.worth.is_none();
    let firm: Vec<Vec<Break>> =
        all().map(|wishes| wishes.breaks.iter().filter(is_firm).cloned().collect()).collect();
    // Where only some drop in, the others would stay: it is a talk like any other.
    let mut visits = planners.iter().map(|planner| &planner.wishes.drop_ins);
    let first = visits.next().cloned().unwrap_or_default();
    let drop_ins = first.into_iter().filter(|it| visits.clone().all(|all| all.contains(it)));
    let drop_ins = drop_ins.collect();
    let booked = union(all().map(|wishes| &wishes.booked));
    let is_booked = |ix: &EventIx| booked.contains(ix);
    let mut all_of = union(all().map(|wishes| &wishes.all_of));
    all_of.retain(|talks| !talks.iter().flatten().any(is_booked));
    let mut wishes = Wishes {
        must_see: union(all().map(|wishes| &wishes.must_see)),
        want: union(all().map(|wishes| &wishes.want)),
        one_of: union(all().map(|wishes| &wishes.one_of)),
        all_of,
        never: schedule
            .iter()
            .map(|(ix, _)| ix)
            .filter(|ix| !is_booked(ix) && unwanted(ix))
            .collect(),
        here: here(schedule, planners),
        breaks: union(firm.iter()),
        drop_ins,
        walking: Walking::together(&walks),
        pauses: Pauses::together(all().map(|wishes| &wishes.pauses)),
        limits: Limits {
            talks_per_day: least(&|limits| limits.talks_per_day),
            minutes_per_day: least(&|limits| limits.minutes_per_day),
            in_a_row,
        },
        tolerance: Tolerance {
            late: tolerance(&|tolerance| tolerance.late),
            early: tolerance(&|tolerance| tolerance.early),
        },
        budgets: union(all().map(|wishes| &wishes.budgets)),
        recorded: 1.0,
        ..Wishes::default()
    };
    wishes.booked = booked;
    for planner in planners {
        for quota in &planner.wishes.quotas {
            let members = Members::Events(planner.scores.in_quota(quota));
            wishes.quotas.push(Quota { members, ..quota.clone() });
        }
    }
    wishes
}

/// All of some lists, each thing once.
fn union<'a, T: Clone + PartialEq + 'a>(lists: impl Iterator<Item = &'a Vec<T>>) -> Vec<T> {
    let mut all: Vec<T> = Vec::new();
    for one in lists.flatten() {
        if !all.contains(one) {
            all.push(one.clone());
        }
    }
    all
}

/// The times at which all members are there and have no commitment. Where there is none it is a
/// time before everything, since no time at all would mean always.
fn here(schedule: &Schedule, planners: &[&Planner]) -> Vec<Slot> {
    let all = || planners.iter().map(|planner| &planner.wishes);
    let starts = schedule.events().iter().map(|event| event.slot.start());
    let ends = schedule.events().iter().map(|event| event.slot.end());
    let Some((first, last)) = starts.min().zip(ends.max()) else { return Vec::new() };
    let day = TimeDelta::days(1);
    let mut common: Vec<Slot> = Slot::new(first - day, last + day).into_iter().collect();
    for here in all().map(|wishes| &wishes.here).filter(|here| !here.is_empty()) {
        let with = |a: &Slot| here.iter().filter_map(|b| a.common(*b)).collect::<Vec<Slot>>();
        common = common.iter().flat_map(with).collect();
    }
    for busy in all().flat_map(|wishes| &wishes.commitments) {
        let around = |slot: &Slot| {
            let before = Slot::new(slot.start(), slot.end().min(busy.slot.start()));
            let after = Slot::new(slot.start().max(busy.slot.end()), slot.end());
            before.into_iter().chain(after)
        };
        common = common.iter().flat_map(around).collect();
    }
    if common.is_empty() {
        common.extend(Slot::new(first - day - day, first - day));
    }
    common
}

/// What the one agenda is for each member.
fn claims(
    schedule: &Schedule,
    members: &[&Member],
    wishes: &Wishes,
    model: &Model,
    selection: &Selection,
) -> Vec<Claim> {
    let items: Vec<(Item, Slot)> = selection
        .chosen
        .iter()
        .map(|&i| (model.candidates()[i].item, model.candidates()[i].slot))
        .collect();
    let of_member = |member: &&Member| {
        let Some(planner) = member.as_planner() else { return member.alone() };
        let mut claim = Claim::default();
        for &(item, slot) in &items {
            match item {
                Item::Event { ix, late, early } => {
                    claim.visits.push(Visit { event: ix, late, early });
                    let own = planner.scores.of(ix).points;
                    let missed = wishes.missed(schedule, ix, late, early);
                    claim.points += points_after(own, missed, schedule.event(ix).slot);
                }
                Item::Break { wish, .. } => {
                    let own = &planner.wishes.breaks;
                    if let Some(wish) = own.iter().position(|other| *other == wishes.breaks[wish]) {
                        claim.pauses.push(Pause { wish, slot });
                    }
                }
            }
        }
        planner.counted(schedule, claim)
    };
    members.iter().map(of_member).collect()
}

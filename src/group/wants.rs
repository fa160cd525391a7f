//! Who wants what where talks are at one time, and who could go where nobody goes.

use std::collections::BTreeSet;
use std::iter;

use chrono::{DateTime, FixedOffset, TimeDelta};
use serde::Serialize;

use crate::agenda::Place;
use crate::check::Visit;
use crate::schedule::{EventIx, Schedule};

use super::member::visit_time;
use super::worth::Plan;
use super::{Member, Planner, Terms};

/// A time at which somebody would like to be at several talks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Contest {
    /// When the first of them begins.
    pub from: DateTime<FixedOffset>,
    /// When the last of them ends.
    pub to: DateTime<FixedOffset>,
    /// The points of all to which somebody would have liked to go about as much.
    pub at_stake: i64,
    /// The talks, in order.
    pub talks: Vec<Choice>,
}

/// A talk of a contest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// The talk.
    #[serde(flatten)]
    pub place: Place,
    /// What it is worth to each member.
    pub points: Vec<i64>,
    /// Who goes there, by place among the members.
    pub who: Vec<usize>,
}

impl Choice {
    /// Who goes there or would like to.
    pub fn counts(&self) -> Vec<usize> {
        let counts = |m: &usize| self.who.contains(m) || self.points[*m] > 0;
        (0..self.points.len()).filter(counts).collect()
    }
}

/// Who could go to a talk that nobody sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deputy {
    /// Who, by place among the members.
    pub by: usize,
    /// The titles of what he or she would give up for it.
    pub instead: Vec<String>,
}

/// The times at which somebody would like to be at several of the talks that anybody sees, or would
/// see alone, or demands.
pub(super) fn contests(schedule: &Schedule, members: &[Member], plan: &Plan) -> Vec<Contest> {
    let mut talks: BTreeSet<EventIx> = BTreeSet::new();
    for (member, claim) in members.iter().zip(&plan.claims) {
        let alone = member.alone();
        talks.extend(claim.visits.iter().chain(&alone.visits).map(|visit| visit.event));
        if let Some(planner) = member.as_planner() {
            talks.extend(planner.wishes.must_see.iter().flatten());
        }
    }
    // Whoever sees another performance has no need of this one.
    let wanted = |m: usize, member: &Member, ix: EventIx| {
        let mut visits = plan.claims[m].visits.iter();
        let elsewhere = |visit: &Visit| visit.event != ix && schedule.same_talk(visit.event, ix);
        if visits.any(elsewhere) { 0 } else { member.wants(ix).unwrap_or(0) }
    };
    let choice = |ix: EventIx| Choice {
        place: schedule.place(ix),
        points: members.iter().enumerate().map(|(m, member)| wanted(m, member, ix)).collect(),
        who: (0..members.len()).filter(|&m| sees(plan, m, ix)).collect(),
    };
    let mut talks = talks.into_iter().filter(|&ix| !schedule.event(ix).cancelled).peekable();
    // Each time is that of its first talk, so that no chain of talks becomes a day.
    let mut times: Vec<Vec<Choice>> = Vec::new();
    while let Some(first) = talks.next() {
        let until = schedule.event(first).slot.end();
        let begins = |ix: &EventIx| schedule.event(*ix).slot.start() < until;
        let others = iter::from_fn(|| talks.next_if(begins));
        times.push(iter::once(first).chain(others).map(choice).collect());
    }
    times.into_iter().filter_map(contest).collect()
}

/// What is contested of some talks at one time, if anything: what somebody does not go to who would
/// have half as many points there as where he or she goes, and where they go.
fn contest(talks: Vec<Choice>) -> Option<Contest> {
    let most = |m: usize| {
        let own = talks.iter().filter(|talk| talk.who.contains(&m));
        own.map(|talk| talk.points[m]).max().unwrap_or(0)
    };
    let most: Vec<i64> = (0..talks[0].points.len()).map(most).collect();
    let pulls = |talk: &Choice, m: usize| {
        talk.points[m] > 0 && 2 * talk.points[m] >= most[m] && !talk.who.contains(&m)
    };
    let is_pulled = |m: &usize| talks.iter().any(|talk| pulls(talk, *m));
    let pulled: Vec<usize> = (0..most.len()).filter(is_pulled).collect();
    let missed = |talk: &Choice| {
        pulled.iter().filter(|m| pulls(talk, **m)).map(|m| talk.points[*m]).sum::<i64>()
    };
    let at_stake = talks.iter().map(missed).sum();
    let counts = |talk: &Choice| missed(talk) > 0 || talk.who.iter().any(|m| pulled.contains(m));
    let counts: Vec<bool> = talks.iter().map(counts).collect();
    let talks: Vec<Choice> =
        talks.into_iter().zip(counts).filter(|(_, counts)| *counts).map(|(talk, _)| talk).collect();
    let (from, to) = (talks.first()?.place.start, talks.iter().map(|it| it.place.end).max()?);
    (talks.len() > 1).then_some(Contest { from, to, at_stake, talks })
}

fn sees(plan: &Plan, m: usize, ix: EventIx) -> bool {
    plan.claims[m].visits.iter().any(|visit| visit.event == ix)
}

/// Who could go to a talk that nobody sees, and loses the least by it. What is booked, a
/// must-see or agreed on is not given up.
pub(super) fn deputy(
    schedule: &Schedule,
    members: &[Member],
    terms: &Terms,
    plan: &Plan,
    ix: EventIx,
) -> Option<Deputy> {
    let slot = schedule.event(ix).slot;
    let is_busy = |m: usize| {
        plan.claims[m].visits.iter().any(|visit| schedule.event(visit.event).slot.overlaps(slot))
    };
    // With all others in talks it is their turn.
    let has_to_stay = |m: usize| {
        let turns = terms.never_both.iter().filter(|turns| turns.of.contains(&m));
        turns.into_iter().any(|turns| turns.of.iter().all(|&other| other == m || is_busy(other)))
    };
    let could = |(by, member): (usize, &Member)| {
        let planner = member.as_planner().filter(|_| !has_to_stay(by))?;
        let (costs, instead) = View { schedule, members, plan }.instead(by, planner, ix)?;
        Some((costs - member.points(ix), by, instead))
    };
    let (_, by, instead) = members.iter().enumerate().filter_map(could).min()?;
    Some(Deputy { by, instead })
}

struct View<'a> {
    schedule: &'a Schedule,
    members: &'a [Member],
    plan: &'a Plan,
}

impl View<'_> {
    /// What somebody would give up to go to a talk, with what the group loses by it; nothing where
    /// that cannot be.
    fn instead(&self, m: usize, planner: &Planner, ix: EventIx) -> Option<(i64, Vec<String>)> {
        let (schedule, wishes) = (self.schedule, &planner.wishes);
        let slot = schedule.event(ix).slot;
        let stay = wishes.stay(schedule, ix, slot);
        if wishes.never.contains(&ix)
            || planner.scores.hidden(wishes, ix).is_some()
            || !wishes.is_there(&stay)
            || wishes.commitment_at(schedule, &stay).is_some()
        {
            return None;
        }
        let is_near = |visit: &&Visit| {
            let other = schedule.event(visit.event).slot;
            let longest = TimeDelta::hours(3);
            other.start() < slot.end() + longest && slot.start() < other.end() + longest
        };
        let clashes = |visit: &&Visit| {
            let other = visit_time(schedule, **visit);
            other.is_none_or(|other| {
                !wishes.can_do_both(&wishes.stay(schedule, visit.event, other), &stay)
            })
        };
        let claim = &self.plan.claims[m];
        let lost: Vec<EventIx> =
            claim.visits.iter().filter(is_near).filter(clashes).map(|visit| visit.event).collect();
        let is_agreed =
            |ix: &EventIx| self.plan.sent[m].contains(ix) && !self.plan.for_others[m].contains(ix);
        let is_fixed = |ix: &EventIx| {
            wishes.booked.contains(ix) || self.members[m].demands(*ix) || is_agreed(ix)
        };
        if lost.iter().any(is_fixed) {
            return None;
        }
        let breaks = claim.pauses.iter().filter(|pause| pause.slot.overlaps(slot));
        let breaks: Vec<String> =
            breaks.map(|pause| wishes.breaks[pause.wish].name.clone()).collect();
        // A break is worth as much as the best talk.
        let of_breaks = 1000 * i64::try_from(breaks.len()).unwrap_or(0);
        let costs = lost.iter().map(|&ix| self.loss(m, ix)).sum::<i64>() + of_breaks;
        let titles = lost.iter().map(|&ix| schedule.event(ix).title.clone());
        Some((costs, titles.chain(breaks).collect()))
    }

    /// What the group loses if somebody does not go to a talk: where nobody else does, what it is
    /// worth to anybody.
    fn loss(&self, m: usize, ix: EventIx) -> i64 {
        let mut others = (0..self.members.len()).filter(|&other| other != m);
        let own = self.members[m].points(ix);
        if others.any(|other| sees(self.plan, other, ix)) {
            return own;
        }
        let wants = self.members.iter().filter_map(|member| member.wants(ix));
        wants.max().unwrap_or(0).max(own)
    }
}

//! What a member gives up against the own best, and for what.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::agenda::Place;
use crate::check::Visit;
use crate::schedule::{EventIx, Schedule};

use super::member::visit_time;
use super::worth::Plan;
use super::{Member, Planner};

/// Talks that a member gives up, and what is seen in their place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sacrifice {
    /// Points lost by it; negative when points are gained.
    pub points: i64,
    /// The talks of the own best that are given up.
    pub lost: Vec<Instead>,
    /// The talks in their place.
    pub gained: Vec<Instead>,
}

/// A talk of a sacrifice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Instead {
    /// The talk.
    #[serde(flatten)]
    pub place: Place,
    /// Who else sees it, by place among the members.
    pub with: Vec<usize>,
}

/// By member the sacrifices, the dearest first.
pub(super) fn sacrifices(
    schedule: &Schedule,
    members: &[Member],
    plan: &Plan,
) -> Vec<Vec<Sacrifice>> {
    let of_member = |(number, member): (usize, &Member)| match member.as_planner() {
        None => Vec::new(),
        Some(planner) => {
            let view = View { schedule, members, plan, number, member, planner };
            view.sacrifices()
        }
    };
    members.iter().enumerate().map(of_member).collect()
}

struct View<'a> {
    schedule: &'a Schedule,
    members: &'a [Member],
    plan: &'a Plan,
    number: usize,
    member: &'a Member,
    planner: &'a Planner,
}

impl View<'_> {
    fn sacrifices(&self) -> Vec<Sacrifice> {
        let alone = self.member.alone().visits;
        let now = &self.plan.claims[self.number].visits;
        let without = |these: &[Visit], others: &[Visit]| -> Vec<Visit> {
            these.iter().copied().filter(|visit| !others.contains(visit)).collect()
        };
        let mut lost = without(&alone, now);
        let mut gained = without(now, &alone);
        let mut sacrifices = Vec::new();
        while let Some(first) = lost.pop() {
            let (mut out, mut came) = (vec![first], Vec::new());
            // All that is in each other's way belongs together.
            loop {
                let before = out.len() + came.len();
                came.extend(
                    gained.extract_if(.., |new| out.iter().any(|old| self.clash(*old, *new))),
                );
                out.extend(
                    lost.extract_if(.., |old| came.iter().any(|new| self.clash(*old, *new))),
                );
                if out.len() + came.len() == before {
                    break;
                }
            }
            out.sort_unstable();
            came.sort_unstable();
            sacrifices.push(self.sacrifice(&out, &came));
        }
        // What came without anything in its way took the place of something by a limit, or is heard
        // for others, which costs nothing.
        let sent = &self.plan.for_others[self.number];
        gained.retain(|visit| !sent.contains(&visit.event) || self.member.points(visit.event) != 0);
        if !gained.is_empty() {
            sacrifices.push(self.sacrifice(&[], &gained));
        }
        sacrifices.retain(|sacrifice| sacrifice.points != 0 || !sacrifice.gained.is_empty());
        sacrifices.sort_by_key(|sacrifice| -sacrifice.points);
        sacrifices
    }

    fn sacrifice(&self, lost: &[Visit], gained: &[Visit]) -> Sacrifice {
        let points = |visits: &[Visit]| -> i64 {
            visits.iter().map(|&visit| self.member.visit_points(self.schedule, visit)).sum()
        };
        let lost_events: BTreeSet<EventIx> = lost.iter().map(|visit| visit.event).collect();
        let instead = |visit: &Visit| self.instead(visit.event);
        // A talk of which only another part is seen is not given up.
        let whole = |visit: &&Visit| !lost_events.contains(&visit.event);
        Sacrifice {
            points: points(lost) - points(gained),
            lost: lost
                .iter()
                .filter(|v| !gained.iter().any(|g| g.event == v.event))
                .map(instead)
                .collect(),
            gained: gained.iter().filter(whole).map(instead).collect(),
        }
    }

    fn instead(&self, event: EventIx) -> Instead {
        let sees = |&other: &usize| {
            other != self.number
                && self.plan.claims[other].visits.iter().any(|visit| visit.event == event)
        };
        let with = (0..self.members.len()).filter(sees).collect();
        Instead { place: self.schedule.place(event), with }
    }

    /// Whether a member cannot be at both.
    fn clash(&self, a: Visit, b: Visit) -> bool {
        let wishes = &self.planner.wishes;
        let stay = |visit: Visit| {
            let slot = visit_time(self.schedule, visit)?;
            Some(wishes.stay(self.schedule, visit.event, slot))
        };
        let in_the_way = stay(a).zip(stay(b)).is_some_and(|(a, b)| !wishes.can_do_both(&a, &b));
        in_the_way || a.event == b.event || self.schedule.same_talk(a.event, b.event)
    }
}

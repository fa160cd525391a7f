//! Members + Plan -> what is wrong with it as a group's. Every plan goes through here.
//!
//! Whether each agenda keeps the member's own rules is for [`check`]; this is about
//! what couples them. It counts from the claims alone and shares no code with the search.

use std::collections::BTreeMap;

use crate::check::{self, Claim};
use crate::schedule::{EventIx, Schedule};
use crate::solver::Proof;

use super::worth::{Plan, WHOLE, pairs};
use super::{Goal, Member, Role, Weighing};

/// A fault of a plan: our bug.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A member's agenda breaks rules.
    Agenda {
        /// Whose.
        member: String,
        /// Which rules.
        broken: Vec<check::Broken>,
    },
    /// Members of one agenda are at different events.
    NotOne {
        /// Who is elsewhere than the first.
        member: String,
    },
    /// Someone goes where the aim does not ask for it: to a talk without points.
    Unwanted {
        /// Who.
        member: String,
        /// The event.
        event: EventIx,
    },
    /// Somebody has less than the own best though the aim leaves everybody that.
    Less {
        /// Who.
        member: String,
    },
    /// What the plan is worth is not what was claimed.
    Worth {
        /// As claimed.
        claimed: i64,
        /// As counted.
        counted: i64,
    },
    /// It is worth more than the bound that was proven.
    Bound {
        /// The bound.
        bound: i64,
        /// As counted.
        counted: i64,
    },
}

/// Every fault of a plan.
pub fn faults(schedule: &Schedule, members: &[Member], goal: Goal, plan: &Plan) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut meeting: Option<&Claim> = None;
    for (member, claim) in members.iter().zip(&plan.claims) {
        let Role::Planner(planner) = &member.role else { continue };
        let name = || member.name.clone();
        let mut broken = check::broken(schedule, &planner.wishes, &planner.scores, claim);
        if let Goal::One(_) = goal {
            // The bookings of several members may be at one time.
            broken.retain(|rule| !matches!(rule, check::Broken::Booked(_)));
        }
        if !broken.is_empty() {
            faults.push(Fault::Agenda { member: name(), broken });
        }
        match goal {
            Goal::One(_) => {
                if meeting.is_some_and(|first| first.visits != claim.visits) {
                    faults.push(Fault::NotOne { member: name() });
                }
                meeting = meeting.or(Some(claim));
            }
            Goal::Solo | Goal::Together { .. } | Goal::Cover | Goal::Fair => {
                let events = claim.visits.iter().map(|visit| visit.event);
                let is_unwanted = |ix: &EventIx| {
                    let mut asked = planner.wishes.quotas.iter().filter(|quota| quota.least > 0);
                    planner.scores.of(*ix).points <= 0
                        && !planner.wishes.asks_for(*ix)
                        && !asked.any(|quota| planner.scores.in_quota(quota).contains(ix))
                };
                let unwanted = events.filter(is_unwanted);
                faults.extend(unwanted.map(|event| Fault::Unwanted { member: name(), event }));
            }
        }
        if matches!(goal, Goal::Solo | Goal::Fair) && claim.points < planner.solo.worth.points {
            faults.push(Fault::Less { member: name() });
        }
    }
    let members: Vec<&Member> = members.iter().collect();
    let counted = worth(schedule, &members, goal, &plan.claims);
    let claimed = plan.worth.number();
    if counted != claimed {
        faults.push(Fault::Worth { claimed, counted });
    }
    if let Proof::Bound(bound) = plan.proof
        && bound < counted
    {
        faults.push(Fault::Bound { bound, counted });
    }
    faults
}

/// What a goal makes of some agendas.
fn worth(schedule: &Schedule, members: &[&Member], goal: Goal, claims: &[Claim]) -> i64 {
    let points = || claims.iter().map(|claim| claim.points).sum::<i64>();
    match goal {
        Goal::Solo => points(),
        Goal::Together { bonus } => points() + bonus * meetings(members, claims),
        Goal::Fair => meetings(members, claims),
        Goal::Cover => covered(schedule, members, claims),
        Goal::One(weighing) => {
            let planners = members.iter().zip(claims).filter(|(m, _)| m.as_planner().is_some());
            let (members, claims): (Vec<&Member>, Vec<Claim>) =
                planners.map(|(member, claim)| (*member, claim.clone())).unzip();
            match weighing {
                Weighing::Sum => claims.iter().map(|claim| claim.points).sum(),
                Weighing::Most => most(schedule, &members, &claims),
                Weighing::Fair => smallest_share(&members, &claims),
            }
        }
    }
}

/// How many pairs whose company counts meet, over all events.
fn meetings(members: &[&Member], claims: &[Claim]) -> i64 {
    let counts = pairs(members);
    let mut there: BTreeMap<EventIx, Vec<usize>> = BTreeMap::new();
    for (member, claim) in claims.iter().enumerate() {
        for visit in &claim.visits {
            there.entry(visit.event).or_default().push(member);
        }
    }
    let mut meetings = 0;
    for there in there.values() {
        for (position, &a) in there.iter().enumerate() {
            let met = there[position + 1..].iter().filter(|&&b| counts.contains(&(a, b)));
            meetings += i64::try_from(met.count()).unwrap_or(0);
        }
    }
    meetings
}

/// What a visit is worth to a member.
fn points(schedule: &Schedule, member: &Member, visit: check::Visit) -> i64 {
    let points = member.points(visit.event);
    match member.role {
        Role::Fixed(_) => points,
        Role::Planner(ref planner) => {
            let length = schedule.event(visit.event).slot.minutes();
            let missed = visit.late + visit.early;
            let looks_in = planner
                .wishes
                .drop_ins
                .iter()
                .any(|it| it.talk.contains(&visit.event) && it.minutes == length - missed);
            if looks_in {
                return points;
            }
            points - (points.max(0) as f64 * missed as f64 / length as f64).round() as i64
        }
    }
}

/// The points when every talk counts once, at the most that anyone who hears it gives it.
pub(super) fn covered(schedule: &Schedule, members: &[&Member], claims: &[Claim]) -> i64 {
    let mut talks: BTreeMap<EventIx, i64> = BTreeMap::new();
    for (member, claim) in members.iter().zip(claims) {
        for &visit in &claim.visits {
            let most = talks.entry(schedule.occurrences(visit.event)[0]).or_default();
            *most = (*most).max(points(schedule, member, visit));
        }
    }
    talks.values().sum()
}

/// The points when every talk counts the most that any member gives it.
fn most(schedule: &Schedule, members: &[&Member], claims: &[Claim]) -> i64 {
    let visits = claims.first().map(|claim| claim.visits.as_slice()).unwrap_or_default();
    let most = |&visit: &check::Visit| {
        members.iter().map(|member| points(schedule, member, visit)).max().unwrap_or(0)
    };
    visits.iter().map(most).sum()
}

/// The worst-off member's share, in parts of [`WHOLE`], rounded down.
fn smallest_share(members: &[&Member], claims: &[Claim]) -> i64 {
    let share = |(member, claim): (&&Member, &Claim)| {
        let best = member.as_planner().map_or(0, |planner| planner.solo.worth.points);
        let parts = i128::from(claim.points) * i128::from(WHOLE);
        (best > 0).then(|| i64::try_from(parts.div_euclid(i128::from(best))).unwrap_or(WHOLE))
    };
    members.iter().zip(claims).filter_map(share).min().unwrap_or(WHOLE)
}

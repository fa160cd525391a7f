//! Members and a goal -> what each of them does, and how good that is known to be.

use crate::schedule::Schedule;
use crate::solver::Deadline;

use super::worth::Plan;
use super::{Goal, Member, Terms, agreed, meals};

/// Plans for all members at once.
pub fn plan(
    schedule: &Schedule,
    members: &[Member],
    goal: Goal,
    terms: &Terms,
    deadline: Deadline,
) -> Plan {
    // What comes of it does not depend on the order in which members are named.
    let mut order: Vec<usize> = (0..members.len()).collect();
    order.sort_by_key(|&m| &members[m].name);
    let sorted: Vec<&Member> = order.iter().map(|&m| &members[m]).collect();
    let place = |m: usize| order.iter().position(|&other| other == m).unwrap_or(m);
    let terms = terms.clone().renumbered(place);
    let mut planned = agreed::plan(schedule, &sorted, goal, &terms, deadline);
    if matches!(goal, Goal::Solo | Goal::Cover) {
        meals::align(schedule, &sorted, &mut planned.claims);
    }
    let claims = (0..members.len()).map(|m| planned.claims[place(m)].clone()).collect();
    let sent = (0..members.len()).map(|m| planned.sent[place(m)].clone()).collect();
    let for_others = (0..members.len()).map(|m| planned.for_others[place(m)].clone()).collect();
    Plan { claims, sent, for_others, ..planned }
}

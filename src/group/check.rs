//! Members + Plan -> what is wrong with it as a group's. Every plan goes through here.
//!
//! Whether each agenda keeps the member's own rules is for [`check`]; this is about
//! what couples them. It counts from the claims alone and shares no code with the search.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};

use crate::check::{self, Claim};
use crate::profile::Wishes;
use crate::schedule::{EventIx, Schedule};
use crate::solver::Proof;
use crate::text::fold_words;

use super::worth::{Plan, WHOLE, Worth, pairs};
use super::{Bonus, Goal, Member, Role, Terms, Turns, Weighing};

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
    /// Somebody is sent where nothing that was agreed sends anybody.
    Sent {
        /// Who.
        member: String,
        /// The event.
        event: EventIx,
    },
    /// Those who go together go to different performances.
    Apart(EventIx),
    /// Several go where one is enough.
    Several(EventIx),
    /// All of those who take turns are in talks.
    NoTurns(DateTime<Utc>),
    /// Somebody has less than their own best though the aim leaves everybody that.
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
pub fn faults(
    schedule: &Schedule,
    members: &[Member],
    goal: Goal,
    terms: &Terms,
    plan: &Plan,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut meeting: Option<&Claim> = None;
    let bookings =
        || members.iter().filter_map(|it| Some(&it.as_planner()?.wishes.booked)).flatten();
    let booked: BTreeSet<EventIx> = bookings().copied().collect();
    let keeps_all = matches!(goal, Goal::Fair) || matches!(goal, Goal::Solo) && !terms.meals;
    for ((member, claim), sent) in members.iter().zip(&plan.claims).zip(&plan.sent) {
        let Role::Planner(planner) = &member.role else { continue };
        let name = || member.name.clone();
        // Where one is sent, one may go whatever it is worth.
        let mut wishes: Wishes = planner.wishes.clone();
        wishes.kept.extend(sent);
        if let Goal::One(_) = goal {
            // What one of them has booked is settled for all.
            wishes.booked = booked.iter().copied().collect();
            wishes.all_of.retain(|talks| !talks.iter().flatten().any(|ix| booked.contains(ix)));
        }
        let broken = check::broken(schedule, &wishes, &planner.scores, claim);
        if !broken.is_empty() {
            faults.push(Fault::Agenda { member: name(), broken });
        }
        if let Goal::One(_) = goal {
            if meeting.is_some_and(|first| first.visits != claim.visits) {
                faults.push(Fault::NotOne { member: name() });
            }
            meeting = meeting.or(Some(claim));
        } else {
            let events = claim.visits.iter().map(|visit| visit.event);
            let is_unwanted = |ix: &EventIx| {
                let mut asked = planner.wishes.quotas.iter().filter(|quota| quota.least > 0);
                planner.scores.of(*ix).points <= 0
                    && !sent.contains(ix)
                    && !planner.wishes.asks_for(*ix)
                    && !asked.any(|quota| planner.scores.in_quota(quota).contains(ix))
            };
            let unwanted = events.filter(is_unwanted);
            faults.extend(unwanted.map(|event| Fault::Unwanted { member: name(), event }));
        }
        if keeps_all && !terms.bind() && claim.points < planner.best {
            faults.push(Fault::Less { member: name() });
        }
    }
    faults.extend(agreed(schedule, members, goal, terms, plan));
    let members: Vec<&Member> = members.iter().collect();
    let counted = worth(schedule, &members, goal, terms, plan);
    let claimed = (plan.worth.number(), plan.must_sees);
    if counted != claimed {
        let (claimed, counted) =
            if counted.0 == claimed.0 { (claimed.1, counted.1) } else { (claimed.0, counted.0) };
        faults.push(Fault::Worth { claimed, counted });
    }
    if let Proof::Bound(bound) = plan.proof
        && bound < counted.0
    {
        faults.push(Fault::Bound { bound, counted: counted.0 });
    }
    faults
}

/// What breaks an agreement.
fn agreed(
    schedule: &Schedule,
    members: &[Member],
    goal: Goal,
    terms: &Terms,
    plan: &Plan,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    let visited = |m: usize| plan.claims[m].visits.iter().map(|visit| visit.event);
    let everybody = || 0..members.len();
    let wants = |m: usize, event: EventIx| {
        schedule.occurrences(event).into_iter().any(|ix| members[m].points(ix) > 0)
    };
    for (m, sent) in plan.sent.iter().enumerate() {
        for &event in sent {
            let by_terms =
                terms.together.iter().chain(&terms.one_of_us).flatten().any(|&ix| ix == event);
            let hears = |other: usize| {
                visited(other).any(|ix| schedule.same_talk(ix, event) || ix == event)
            };
            let is_scout = goal == Goal::Cover
                && everybody().any(|other| other != m && wants(other, event))
                && !everybody().any(|other| other != m && hears(other));
            let is_right = match plan.for_others[m].contains(&event) {
                true => is_scout,
                false => by_terms,
            };
            if !visited(m).any(|ix| ix == event) || !is_right {
                faults.push(Fault::Sent { member: members[m].name.clone(), event });
            }
        }
    }
    for talk in &terms.together {
        let sent = plan.sent.iter().flatten().filter(|ix| talk.contains(ix));
        let performances: BTreeSet<&EventIx> = sent.collect();
        faults.extend((performances.len() > 1).then_some(Fault::Apart(talk[0])));
    }
    for talk in &terms.one_of_us {
        let goes = |m: &usize| visited(*m).any(|ix| talk.contains(&ix));
        let has_to = |m: &usize| match &members[*m].role {
            Role::Planner(planner) => planner.wishes.booked.iter().any(|ix| talk.contains(ix)),
            Role::Fixed(_) => true,
        };
        let (settled, others): (Vec<usize>, Vec<usize>) =
            everybody().filter(goes).partition(has_to);
        let is_one = others.is_empty() || settled.is_empty() && others.len() == 1;
        faults.extend((!is_one).then_some(Fault::Several(talk[0])));
    }
    faults
        .extend(terms.never_both.iter().flat_map(|turns| no_turns(schedule, members, turns, plan)));
    faults
}

/// The moments at which all who take turns are in talks, though one of them need not be.
fn no_turns(schedule: &Schedule, members: &[Member], turns: &Turns, plan: &Plan) -> Vec<Fault> {
    let is_at =
        |m: &usize, event: EventIx| plan.claims[*m].visits.iter().any(|visit| visit.event == event);
    let stay = |visit: &check::Visit| {
        let slot = schedule.event(visit.event).slot;
        let minutes = TimeDelta::minutes;
        (slot.start() + minutes(visit.late), slot.end() - minutes(visit.early))
    };
    let is_free = |member: &Member, event: EventIx| match &member.role {
        Role::Planner(planner) => !planner.wishes.booked.contains(&event),
        Role::Fixed(_) => false,
    };
    // Whoever turns are taken for is looked after there.
    let counts = |visit: &&check::Visit| {
        !turns.with.iter().any(|set| set.iter().all(|m| is_at(m, visit.event)))
    };
    let visits = |m: usize| plan.claims[m].visits.iter().filter(counts);
    let moments = turns.of.iter().flat_map(|&m| visits(m)).map(|visit| stay(visit).0);
    let mut faults = Vec::new();
    for moment in moments.collect::<BTreeSet<DateTime<Utc>>>() {
        let at =
            |m: usize| visits(m).find(|visit| stay(visit).0 <= moment && moment < stay(visit).1);
        let busy: Vec<(usize, EventIx)> =
            turns.of.iter().filter_map(|&m| Some((m, at(m)?.event))).collect();
        // What is booked or saved is nobody's choice.
        let could_stay = busy.iter().any(|&(m, event)| is_free(&members[m], event));
        if busy.len() == turns.of.len() && could_stay {
            faults.push(Fault::NoTurns(moment));
        }
    }
    faults
}

/// What a goal makes of some agendas, and how many must-sees it counts.
fn worth(
    schedule: &Schedule,
    members: &[&Member],
    goal: Goal,
    terms: &Terms,
    plan: &Plan,
) -> (i64, i64) {
    let claims = &plan.claims;
    let points = || claims.iter().map(|claim| claim.points).sum::<i64>();
    let bonus = Bonus::of(goal, terms, members);
    let worth = match (goal, plan.worth) {
        (Goal::Solo | Goal::Together { .. }, _) => points() + meetings(members, claims, bonus),
        (Goal::Fair, Worth::Share(_)) => smallest_share(members, claims),
        (Goal::Fair, _) => meetings(members, claims, bonus),
        (Goal::Cover, _) => return covered(schedule, members, plan),
        (Goal::One(weighing), _) => {
            let planners = members.iter().zip(claims).filter(|(m, _)| m.as_planner().is_some());
            let (members, claims): (Vec<&Member>, Vec<Claim>) =
                planners.map(|(member, claim)| (*member, claim.clone())).unzip();
            match weighing {
                Weighing::Sum => claims.iter().map(|claim| claim.points).sum(),
                Weighing::Most => most(schedule, &members, &claims),
                Weighing::Fair => smallest_share(&members, &claims),
            }
        }
    };
    (worth, 0)
}

/// What it is worth that pairs whose company counts meet, over all events and meals.
fn meetings(members: &[&Member], claims: &[Claim], bonus: Bonus) -> i64 {
    let counts = pairs(members);
    let mut talks: BTreeMap<EventIx, Vec<usize>> = BTreeMap::new();
    let mut meals: BTreeMap<(String, DateTime<Utc>), Vec<usize>> = BTreeMap::new();
    for (m, (member, claim)) in members.iter().zip(claims).enumerate() {
        for visit in &claim.visits {
            talks.entry(visit.event).or_default().push(m);
        }
        let eats: Vec<(String, DateTime<Utc>)> = match &member.role {
            Role::Planner(planner) => {
                let breaks = &planner.wishes.breaks;
                let pauses = claim.pauses.iter();
                pauses.map(|it| (fold_words(&breaks[it.wish].name), it.slot.start())).collect()
            }
            Role::Fixed(fixed) => {
                let breaks = fixed.others.iter().filter(|other| other.is_break);
                breaks.map(|it| (fold_words(&it.title), it.slot.start())).collect()
            }
        };
        for meal in eats {
            let there = meals.entry(meal).or_default();
            if there.last() != Some(&m) {
                there.push(m);
            }
        }
    }
    let met = |there: &Vec<usize>| {
        let all = there.iter().enumerate();
        let met = all.flat_map(|(position, &a)| there[position + 1..].iter().map(move |&b| (a, b)));
        i64::try_from(met.filter(|pair| counts.contains(pair)).count()).unwrap_or(i64::MAX)
    };
    talks.values().map(|there| met(there) * bonus.talk).sum::<i64>()
        + meals.values().map(|there| met(there) * bonus.meal).sum::<i64>()
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

/// The points when every talk counts once, at the most that anyone who hears it gives it, and how
/// many are heard by somebody whose must-see they are. What somebody hears for others counts nothing.
fn covered(schedule: &Schedule, members: &[&Member], plan: &Plan) -> (i64, i64) {
    let mut talks: BTreeMap<EventIx, (i64, bool)> = BTreeMap::new();
    for ((member, claim), heard) in members.iter().zip(&plan.claims).zip(&plan.for_others) {
        for &visit in claim.visits.iter().filter(|visit| !heard.contains(&visit.event)) {
            let must_see = match &member.role {
                Role::Planner(planner) => {
                    planner.wishes.must_see.iter().flatten().any(|&ix| ix == visit.event)
                }
                Role::Fixed(fixed) => fixed.must_sees.contains(&visit.event),
            };
            let known = talks.entry(schedule.occurrences(visit.event)[0]).or_default();
            *known = (known.0.max(points(schedule, member, visit)), known.1 || must_see);
        }
    }
    let must_sees = talks.values().filter(|(_, must_see)| *must_see).count();
    let points = talks.values().map(|(points, _)| points).sum();
    (points, i64::try_from(must_sees).unwrap_or(i64::MAX))
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
        let best = member.as_planner().map_or(0, |planner| planner.best);
        let parts = i128::from(claim.points) * i128::from(WHOLE);
        (best > 0).then(|| i64::try_from(parts.div_euclid(i128::from(best))).unwrap_or(WHOLE))
    };
    members.iter().zip(claims).filter_map(share).min().unwrap_or(WHOLE)
}
